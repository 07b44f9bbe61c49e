"""An `ask` fence: a command, and which fields of its record are the answer, the choices and the slips → the question.

$ xent compute --pred 0.9,0.1 --label 1,0
answer: mean                             a path to a number; of a choice a path to its text, or a:b for the comparison of two
digits: 3                                digits after the point that are asked
unit: bits                               of a number whose name does not tell it
choice: terms.*.name                     all names of a list; or: less, as much, more; or a line each: WORDS if CONDITION
order: terms.*.surprisal@name            the names from the smallest to the largest
slip: dog: CLAUSE                        of a choice its words, or a path to one or several of a list, the first that fits
slip: label-unused                       what `why` knows by this name; or arithmetic with paths, or with/without OPTION
slip: 1 - typical_probability: CLAUSE    and what to say of it: That is what comes out if CLAUSE
hint: Turn q over where the label is 0.  what to say next, in this order
"""

from __future__ import annotations

import re
import shlex
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from xentropy_cli.conventions.why.departures import KINDS
from xentropy_cli.core.real import Ratio, Real, is_infinite, real
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.facts import Fact, Facts
from xentropy_cli.pages.paths import PathError, condition_of, path_of
from xentropy_cli.teaching.asking.problem import CHOICE, NUMBER, ORDER, Met, Problem, said_of_slip
from xentropy_cli.teaching.lines import ENTRY, SourceLine, command_of
from xentropy_cli.teaching.numbers import with_options, without

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentropy_cli.conventions.why.slip import Slip

    Run = Callable[[tuple[str, ...]], Facts]

ONCE = ("answer", "digits", "unit", "order")
MANY = ("choice", "slip", "hint")
DIGITS = 3
NAME = re.compile(r"(?<![\w.])(?!(?:ln|log2|log10|log|exp|sqrt|e)\b)[A-Za-z_](?:[\w.@*]|\[[^\]]*\])*")
"""A path in arithmetic: there a hyphen is a minus."""


class Planned(NamedTuple):
    """A slip: where its value comes from (`key`, `with`, `without`, `path`), the text of that, what to say; and as written."""

    source: str
    text: str
    said: str
    written: SourceLine

    @property
    def name(self) -> str:
        """What it is called where slips are counted: the first sentence of what is said, or the text."""
        return self.said.partition(". ")[0].removesuffix(".") or self.text


class Ask(NamedTuple):
    """An `ask` fence, read: the words of its command after `xent`, and what its lines say by name."""

    words: tuple[str, ...]
    answer: SourceLine
    order: SourceLine
    digits: int
    unit: str
    choices: tuple[SourceLine, ...]
    slips: tuple[Planned, ...]
    hints: tuple[str, ...]

    @property
    def command(self) -> str:
        """What one types to see the answer."""
        return shlex.join(["xent", *self.words])


@contextmanager
def reads(value: SourceLine) -> Iterator[None]:
    """Refuse a path that leads nowhere where it is written."""
    try:
        yield
    except PathError as fault:
        raise value.fault(
            fault.message,
            why="An answer, a choice and a slip are read from the record of the command above, which --format json prints.",
            fix=fault.advice,
        ) from None


def ask_of(lines: Sequence[SourceLine]) -> Ask:
    """Read the lines of an `ask` fence; raise XentError (bad-lesson) for one that says nothing known."""
    found: dict[str, list[SourceLine]] = {name: [] for name in (*ONCE, *MANY)}
    words = command_of(lines[0], "This question has no command.")
    for line in lines[1:]:
        entry = ENTRY.fullmatch(line)
        if entry is None or entry["name"] not in found or (entry["name"] in ONCE and found[entry["name"]]):
            raise line.fault("This line of a question says nothing known.",
                             why=f"A question has {', '.join(found)}; {', '.join(ONCE)} once.",
                             fix="Write NAME: VALUE, as in: answer: mean")  # fmt: skip
        found[entry["name"]].append(line.part(*entry.span("value")))
    if not (found["answer"] or found["order"] or any(" if " in each for each in found["choice"])):
        raise lines[0].fault("This question has no answer.", why="The answer is read from the record.",
                             fix="Add a line such as: answer: mean")  # fmt: skip
    one = {name: (found[name] or [SourceLine("")])[0] for name in ONCE}
    digits = int(one["digits"]) if one["digits"].isdecimal() else DIGITS
    slips = tuple(map(_planned, found["slip"]))
    return Ask(words, one["answer"], one["order"], digits, one["unit"], tuple(found["choice"]), slips,
               tuple(found["hint"]))  # fmt: skip


def _planned(text: SourceLine) -> Planned:
    """Read a slip, and what to say of it after the last colon with a blank behind it."""
    what, _, said = text.partition(": ")
    written = text.part(0, len(what.rstrip()))
    first, _, rest = written.partition(" ")
    if first in ("with", "without"):
        return Planned(first, rest.strip(), said, written)
    return Planned("key" if all(word in KINDS for word in what.split()) else "path", what.strip(), said, written)


def problem_of(ask: Ask, run: Run) -> Problem | None:
    """Run the command of a question and read its answer, choices and slips; None where one of them does not apply.

    Raises XentError (bad-lesson) where a path leads nowhere, and what the command raises.
    """
    facts = run(ask.words)
    if ask.order:
        return _ordered(ask, facts)
    return _chosen(ask, facts) if ask.choices else _number(ask, facts, run)


def _number(ask: Ask, facts: Facts, run: Run) -> Problem | None:
    with reads(ask.answer):
        value = _value(ask.answer, facts)
    keys = [each.text for each in ask.slips if each.source == "key"]
    known = facts.record["slip"].named(keys) if keys else {}
    slips = tuple(_met(each, known.get(each.text), ask, facts, run) for each in ask.slips)
    met = tuple(each for each in slips if each is not None)
    if value is None or met != slips:
        return None
    last = path_of(ask.answer).steps[-1].name
    quantity = str(facts.record.get("quantity", last)) if ask.answer == "value" else last
    row = QUANTITIES.get(quantity)
    unit = ask.unit or (str(facts.record.get("unit", "")) if row and row.unit == "information" else "")
    shown = f"{Facts({}, ask.digits + is_tie(value, ask.digits)).written(Fact(value))} {unit}".rstrip()
    return Problem(NUMBER, value, shown, ask.command, facts, digits=ask.digits, unit=unit, quantity=quantity,
                   slips=met, hints=ask.hints)  # fmt: skip


def is_tie(value: Real, digits: int) -> bool:
    """Tell whether a number ends in a 5 right behind these digits, so that people round it in two ways.

    >>> is_tie(real("2.5625"), 3), is_tie(real("2.56250001"), 3), is_tie(real("2.562"), 3)
    (True, False, False)
    """
    return (
        isinstance(value, Ratio)
        and (value.value * 10**digits * 2).denominator == 1 != (value.value * 10**digits).denominator
    )


def _value(path: str, facts: Facts) -> Real | None:
    found = [getattr(each, "value", each) for each in facts.found(path_of(path))]
    return real(found[0]) if len(found) == 1 and isinstance(found[0], Real | float | int) else None


def _met(planned: Planned, known: Slip | None, ask: Ask, facts: Facts, run: Run) -> Met | None:
    """Work out where a slip leads: as `why` knows it, by the record, or by another run; what the author says comes first."""
    clause = _clause(planned.said)
    if known is not None:
        return Met(real(known.value), planned.text, clause or said_of_slip(planned.text, known.sentence, known.repair))
    if planned.source == "key" and planned.text not in facts.record:
        return None
    with reads(planned.written):
        if planned.source in ("key", "path"):
            value = _worked_out(planned.text, facts)
        else:
            options = shlex.split(planned.text)
            change = with_options if planned.source == "with" else without
            value = _value(ask.answer, run(change(ask.words, options)))
    return None if value is None else Met(value, planned.name, clause)


def _clause(said: str) -> str:
    """What the author says of a slip, as a sentence; "" where nothing was said."""
    return f"That is what comes out if {said.removesuffix('.')}." if said else ""


def _worked_out(text: str, facts: Facts) -> Real | None:
    """Work out arithmetic with paths: a path alone is exact."""
    from xentropy_cli.conventions.audit.answers import answers

    if NAME.fullmatch(text):
        return _value(text, facts)
    numbers = {name: _value(name, facts) for name in NAME.findall(text)}
    if any(each is None or is_infinite(each) for each in numbers.values()):
        return None
    plain = NAME.sub(lambda found: f"({float(numbers[found[0]] or 0)!r})", text)
    found = answers(plain)
    if not found:
        raise PathError(f"{text} is no arithmetic.", (0, len(text)))
    return real(found[0].value)


def _chosen(ask: Ask, facts: Facts) -> Problem | None:
    """A choice: all texts of a list, or the words that are true."""
    answer: str | None
    if " if " in ask.choices[0]:
        holding = []
        for each in ask.choices:
            with reads(each):
                holding += [facts.holds(condition_of(each.rpartition(" if ")[2]))]
        options = tuple(each.rpartition(" if ")[0] for each in ask.choices)
        answer = options[holding.index(True)] if sum(holding) == 1 else None
    elif "," in ask.choices[0]:
        options = tuple(word.strip() for word in ask.choices[0].split(","))
        with reads(ask.answer):
            answer = options[(facts.way(ask.answer) or 0) + 1]
    else:
        with reads(ask.choices[0]):
            options = tuple(_named(facts.found(path_of(ask.choices[0])), facts))
        with reads(ask.answer):
            answer = "".join(_named(facts.found(path_of(ask.answer)), facts)) or None
    if answer is None or answer not in options or not 1 < len(options) == len(set(options)):
        return None
    met = {option: each for each in reversed(ask.slips) for option in _leads_to(each, options, facts)}
    slips = tuple(
        Met(name, met[name].name, _clause(met[name].said)) for name in options if name in met and name != answer
    )
    return Problem(CHOICE, answer, answer, ask.command, facts, options, slips=slips, hints=ask.hints)


def _named(found: Sequence[Any], facts: Facts) -> Iterator[str]:
    """Name rows; one that is called by its position from 0 is a class, so that no number of a choice is taken for it."""
    names = {each["name"] for each in facts.record.get("classes") or ()}
    for text in map(facts.written, found):
        yield f"class {text}" if "0" in names and text in names else text


def _leads_to(planned: Planned, options: Sequence[str], facts: Facts) -> Sequence[str]:
    """Find the options that a slip leads to: the one of these words, or those that its path leads to."""
    if planned.text in options:
        return (planned.text,)
    with reads(planned.written):
        return tuple(_named(facts.found(path_of(planned.text)), facts))


def _ordered(ask: Ask, facts: Facts) -> Problem | None:
    """An order: the names of rows, from the smallest number to the largest; rows that share a place have none."""
    path, _, other = ask.order.partition("@")
    with reads(ask.order):
        names = list(_named(facts.found(path_of(f"{path.rpartition('.')[0]}.{other or 'name'}")), facts))
        values: list[Any] = facts.found(path_of(path))
    rows = sorted(zip(values, names, strict=True), key=lambda row: float(row[0].value))
    if any(facts.compared(a[0], b[0]) == 0 for a, b in pairwise(rows)) or len(rows) < 2:  # noqa: PLR2004  one row has no order
        return None
    answer = tuple(name for _, name in rows)
    return Problem(ORDER, answer, " < ".join(answer), ask.command, facts, tuple(names), hints=ask.hints)
