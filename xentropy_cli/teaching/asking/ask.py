"""An `ask` fence: a command, and which fields of its record are the answer, the choices and the slips.

$ xent compute --pred 0.9,0.1 --label 1,0
answer: mean                             a path to a number; of a choice a path to its text, or a:b for the comparison of two
digits: 3                                digits after the point that are asked
unit: bits                               of a number whose name does not tell it
choice: terms.*.name                     all names of a list; or: less, as much, more; or a line each: WORDS if CONDITION
order: terms.*.surprisal@name            the names from the smallest to the largest
slip: label-unused                       what `why` knows by this name; or arithmetic with paths, or with/without OPTION
slip: 1 - typical_probability: CLAUSE    and what to say of it: That is what comes out if CLAUSE
hint: Turn q over where the label is 0.  what to say next, in this order
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.why.departures import KINDS
from xentropy_cli.teaching.faults import bad_lesson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.errors import XentError

LINE = re.compile(r"(?P<name>[a-z]+):\s*(?P<value>.*\S)\s*")
ONCE = ("answer", "digits", "unit", "order")
MANY = ("choice", "slip", "hint")
DIGITS = 3


class Planned(NamedTuple):
    """A slip as written: where its value comes from (`key`, `with`, `without`, `path`), the text of that, and what to say."""

    source: str
    text: str
    said: str

    @property
    def written(self) -> str:
        """Where its value comes from, as it stands in its line."""
        return f"{self.source} {self.text}" if self.source in ("with", "without") else self.text

    @property
    def name(self) -> str:
        """What it is called where slips are counted: the first sentence of what is said, or the text."""
        return self.said.partition(". ")[0].removesuffix(".") or self.text


class Ask(NamedTuple):
    """An `ask` fence, read: the words of its command after `xent`, and its lines by name; the line it stands on."""

    words: tuple[str, ...]
    answer: str
    order: str
    digits: int
    unit: str
    choices: tuple[str, ...]
    slips: tuple[Planned, ...]
    hints: tuple[str, ...]
    at: int
    file: str
    lines: tuple[str, ...]

    @property
    def command(self) -> str:
        """What one types to see the answer."""
        return shlex.join(["xent", *self.words])

    def fault(self, name: str, value: str, message: str, fix: str) -> XentError:
        """Make the error of the line of this name and value, which means nothing."""
        why = (
            "An answer, a choice and a slip are read from the record of the command above, which --format json prints."
        )
        rows = ((at, line, LINE.fullmatch(line)) for at, line in enumerate(self.lines))
        at, line, start = next((at, line, found.start("value")) for at, line, found in rows
                               if found and found["name"] == name and found["value"].startswith(value))  # fmt: skip
        span = (start, start + len(value))
        return bad_lesson(self.file, self.at + at, line, message, why=why, fix=fix, span=span)


def ask_of(lines: Sequence[str], at: int, file: str) -> Ask:
    """Read the lines of an `ask` fence, of which the first is number `at` of its file.

    Raises XentError (bad-lesson).
    """
    found: dict[str, list[str]] = {name: [] for name in (*ONCE, *MANY)}
    words = _words(lines[0] if lines else "", at, file)
    for number, line in enumerate(lines[1:], at + 1):
        entry = LINE.fullmatch(line)
        if entry is None or entry["name"] not in found or (entry["name"] in ONCE and found[entry["name"]]):
            raise bad_lesson(file, number, line, "This line of a question says nothing known.",
                             why=f"A question has {', '.join(found)}; {', '.join(ONCE)} once.",
                             fix="Write NAME: VALUE, as in: answer: mean")  # fmt: skip
        found[entry["name"]].append(entry["value"])
    if not (found["answer"] or found["order"] or any(" if " in each for each in found["choice"])):
        raise bad_lesson(file, at, lines[0], "This question has no answer.", why="The answer is read from the record.",
                         fix="Add a line such as: answer: mean")  # fmt: skip
    one = {name: (found[name] or [""])[0] for name in ONCE}
    digits = int(one["digits"]) if one["digits"].isdecimal() else DIGITS
    slips = tuple(map(_planned, found["slip"]))
    return Ask(words, one["answer"], one["order"], digits, one["unit"], tuple(found["choice"]), slips,
               tuple(found["hint"]), at, file, tuple(lines))  # fmt: skip


def _words(line: str, at: int, file: str) -> tuple[str, ...]:
    """Read `$ xent …`."""
    try:
        _, program, *words = shlex.split(line)
        is_command = line.startswith("$ ") and program == "xent"
    except ValueError:
        is_command = False
    if not is_command:
        raise bad_lesson(file, at, line, "This question has no command.", why="Its answer is read from what one gives.",
                         fix="Write: $ xent compute --pred 0.7,0.8,0.97")  # fmt: skip
    return tuple(words)


def _planned(text: str) -> Planned:
    """Read a slip, and what to say of it after the last colon with a blank behind it."""
    what, _, said = text.partition(": ")
    first, _, rest = what.partition(" ")
    if first in ("with", "without"):
        return Planned(first, rest.strip(), said)
    return Planned("key" if all(word in KINDS for word in what.split()) else "path", what.strip(), said)
