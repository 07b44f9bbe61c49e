"""An `ask` fence, and a command that was run → the record of the question."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from xentropy_cli.core.real import Real, is_infinite, real
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.pages.facts import Fact, Facts
from xentropy_cli.pages.paths import PathError, condition_of, operand_of, path_of
from xentropy_cli.teaching.asking.problem import CHOICE, NUMBER, ORDER, Met, Problem, told
from xentropy_cli.teaching.numbers import with_options, without

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentropy_cli.conventions.why.slip import Slip
    from xentropy_cli.teaching.asking.ask import Ask, Planned

    Run = Callable[[tuple[str, ...]], Facts]

NAME = re.compile(r"(?<![\w.])(?!(?:ln|log2|log10|log|exp|sqrt|e)\b)[A-Za-z_](?:[\w.@*]|\[[^\]]*\])*")
"""A path in arithmetic: there a hyphen is a minus."""


def problem_of(ask: Ask, run: Run) -> Problem | None:
    """Run the command of a question and read its answer, choices and slips; None where one of them does not apply.

    Raises XentError (bad-lesson) where a path leads nowhere, and what the command raises.
    """
    facts = run(ask.words)
    if ask.order:
        return _ordered(ask, facts)
    return _chosen(ask, facts) if ask.choices else _number(ask, facts, run)


def _number(ask: Ask, facts: Facts, run: Run) -> Problem | None:
    with ask.reads("answer", ask.answer):
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
    shown = f"{Facts({}, ask.digits).written(Fact(value))} {unit}".rstrip()
    return Problem(NUMBER, value, shown, ask.command, facts, digits=ask.digits, unit=unit, quantity=quantity,
                   slips=met, hints=ask.hints)  # fmt: skip


def _value(path: str, facts: Facts) -> Real | None:
    found = [getattr(each, "value", each) for each in facts.found(path_of(path))]
    return real(found[0]) if len(found) == 1 and isinstance(found[0], Real | float | int) else None


def _met(planned: Planned, known: Slip | None, ask: Ask, facts: Facts, run: Run) -> Met | None:
    """Work out where a slip leads: as `why` knows it, by the record, or by another run; what the author says comes first."""
    clause = _clause(planned.said)
    if known is not None:
        return Met(real(known.value), planned.text, clause or told(known.sentence, known.repair))
    if planned.source == "key" and planned.text not in facts.record:
        return None
    with ask.reads("slip", planned.written):
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
            with ask.reads("choice", each):
                holding += [facts.holds(condition_of(each.rpartition(" if ")[2]))]
        options = tuple(each.rpartition(" if ")[0] for each in ask.choices)
        answer = options[holding.index(True)] if sum(holding) == 1 else None
    elif "," in ask.choices[0]:
        options = tuple(word.strip() for word in ask.choices[0].split(","))
        with ask.reads("answer", ask.answer):
            answer = options[_way(ask.answer, facts) + 1]
    else:
        with ask.reads("choice", ask.choices[0]):
            options = tuple(map(facts.written, facts.found(path_of(ask.choices[0]))))
        with ask.reads("answer", ask.answer):
            answer = facts.shown(path_of(ask.answer))
    if answer is None or answer not in options or len(set(options)) < len(options):
        return None
    slips = [Met(_option(ask, each, options, facts), each.name, _clause(each.said)) for each in ask.slips]
    return Problem(CHOICE, answer, answer, ask.command, facts, options, slips=tuple(slips), hints=ask.hints)


def _way(pair: str, facts: Facts) -> int:
    """Which of two numbers is larger, as they are shown."""
    first, _, second = pair.partition(":")
    left, right = (facts.values(operand_of(each)) for each in (first, second))
    return facts.seen(left[0], right[0])


def _option(ask: Ask, planned: Planned, options: Sequence[str], facts: Facts) -> str:
    with ask.reads("slip", planned.written):
        return planned.text if planned.text in options else facts.shown(path_of(planned.text)) or ""


def _ordered(ask: Ask, facts: Facts) -> Problem | None:
    """An order: the names of rows, from the smallest number to the largest; rows that share a place have none."""
    path, _, other = ask.order.partition("@")
    with ask.reads("order", ask.order):
        names = [facts.written(each) for each in facts.found(path_of(f"{path.rpartition('.')[0]}.{other or 'name'}"))]
        values: list[Any] = facts.found(path_of(path))
    rows = sorted(zip(values, names, strict=True), key=lambda row: float(row[0].value))
    if any(facts.compared(a[0], b[0]) == 0 for a, b in pairwise(rows)) or len(rows) < 2:  # noqa: PLR2004  one row has no order
        return None
    answer = tuple(name for _, name in rows)
    return Problem(ORDER, answer, " < ".join(answer), ask.command, facts, tuple(names), hints=ask.hints)
