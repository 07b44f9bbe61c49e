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

import shlex
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.why.departures import KINDS
from xentropy_cli.pages.paths import PathError
from xentropy_cli.teaching.lines import ENTRY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.teaching.lines import SourceLine

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
    """An `ask` fence, read: the words of its command after `xent`, and what its lines say by name."""

    words: tuple[str, ...]
    answer: str
    order: str
    digits: int
    unit: str
    choices: tuple[str, ...]
    slips: tuple[Planned, ...]
    hints: tuple[str, ...]
    lines: tuple[SourceLine, ...]

    @property
    def command(self) -> str:
        """What one types to see the answer."""
        return shlex.join(["xent", *self.words])

    @contextmanager
    def reads(self, name: str, value: str) -> Iterator[None]:
        """Refuse a path that leads nowhere where it is written: in the line of this name and value."""
        try:
            yield
        except PathError as fault:
            entries = ((line, ENTRY.fullmatch(line)) for line in self.lines)
            line, start = next((line, entry.start("value")) for line, entry in entries
                               if entry and entry["name"] == name and entry["value"].startswith(value))  # fmt: skip
            raise line.fault(
                fault.message,
                why="An answer, a choice and a slip are read from the record of the command above, which --format json prints.",
                fix=fault.advice,
                span=(start, start + len(value)),
            ) from None


def ask_of(lines: Sequence[SourceLine]) -> Ask:
    """Read the lines of an `ask` fence.

    Raises XentError (bad-lesson).
    """
    found: dict[str, list[str]] = {name: [] for name in (*ONCE, *MANY)}
    words = _words(lines[0])
    for line in lines[1:]:
        entry = ENTRY.fullmatch(line)
        if entry is None or entry["name"] not in found or (entry["name"] in ONCE and found[entry["name"]]):
            raise line.fault("This line of a question says nothing known.",
                             why=f"A question has {', '.join(found)}; {', '.join(ONCE)} once.",
                             fix="Write NAME: VALUE, as in: answer: mean")  # fmt: skip
        found[entry["name"]].append(entry["value"])
    if not (found["answer"] or found["order"] or any(" if " in each for each in found["choice"])):
        raise lines[0].fault("This question has no answer.", why="The answer is read from the record.",
                             fix="Add a line such as: answer: mean")  # fmt: skip
    one = {name: (found[name] or [""])[0] for name in ONCE}
    digits = int(one["digits"]) if one["digits"].isdecimal() else DIGITS
    slips = tuple(map(_planned, found["slip"]))
    return Ask(words, one["answer"], one["order"], digits, one["unit"], tuple(found["choice"]), slips,
               tuple(found["hint"]), tuple(lines))  # fmt: skip


def _words(line: SourceLine) -> tuple[str, ...]:
    """Read `$ xent …`."""
    try:
        _, program, *words = shlex.split(line)
        is_command = line.startswith("$ ") and program == "xent"
    except ValueError:
        is_command = False
    if not is_command:
        raise line.fault("This question has no command.", why="Its answer is read from what one gives.",
                         fix="Write: $ xent compute --pred 0.7,0.8,0.97")  # fmt: skip
    return tuple(words)


def _planned(text: str) -> Planned:
    """Read a slip, and what to say of it after the last colon with a blank behind it."""
    what, _, said = text.partition(": ")
    first, _, rest = what.partition(" ")
    if first in ("with", "without"):
        return Planned(first, rest.strip(), said)
    return Planned("key" if all(word in KINDS for word in what.split()) else "path", what.strip(), said)
