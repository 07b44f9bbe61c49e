"""Why a stated value is wrong: the slip that gives it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.expression import Expression, value, walk
from xentropy_cli.conventions.inputs import Inputs
from xentropy_cli.conventions.why.search import find
from xentropy_cli.conventions.why.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_EVENTS = 20
FEWEST_DIGITS = 2


def reason(expression: Expression, stated: float, said: Expression, right: float) -> str:
    """Name the slip, or nothing."""
    plain = said.parts[0] if said.kind == "minus" else said
    if plain.kind != "number" or math.isnan(right):
        return ""
    unit = 10.0 ** -(plain.decimals or 0)
    digits = len(f"{abs(stated) / unit:.0f}")
    if digits < FEWEST_DIGITS:
        return ""
    for number, text in _simple(expression, right):
        if abs(number - stated) <= unit / 2 and abs(stated) >= unit:
            return text
    events = surprisals(expression)
    if not events or len(events) > MOST_EVENTS:
        return ""
    found = find(Target(str(stated), stated, unit, digits), of_events(events), right)
    causes = [cause.hypothesis for cause in found.causes if cause.hypothesis.departures]
    return "; ".join(each.text for each in causes[0].departures) if causes else ""


def _simple(expression: Expression, right: float) -> Iterator[tuple[float, str]]:
    """The sign, the base, and a term or factor too few."""
    yield -right, "the sign is wrong"
    if any(part.kind == "log" for part in walk(expression)):
        for base, name in (
            ("e", "the natural logarithm"),
            ("2", "the logarithm to base 2"),
            ("10", "the logarithm to base 10"),
        ):
            yield value(_to_base(expression, base), base), f"that is {name}"
    if expression.kind in ("sum", "product"):
        for at in range(len(expression.parts)):
            rest = expression._replace(parts=(*expression.parts[:at], *expression.parts[at + 1 :]))
            noun = "term" if expression.kind == "sum" else "factor"
            yield value(rest, "e"), f"{noun} {at + 1} was left out"


def _to_base(expression: Expression, base: str) -> Expression:
    parts = tuple(_to_base(part, base) for part in expression.parts)
    return expression._replace(parts=parts, base=base if expression.kind == "log" else "")


def surprisals(expression: Expression) -> tuple[float, ...]:
    """The probabilities whose surprisals are added up in an expression: -log(0.7) - log(0.8).

    >>> from xentropy_cli.conventions.audit.expression import parse
    >>> from xentropy_cli.conventions.audit.tokens import tokens
    >>> surprisals(parse(list(tokens("-log(0.7) - log(0.8)"))))
    (0.7, 0.8)
    """
    if expression.kind == "minus" and expression.parts[0].kind in ("sum", "product"):
        inner = expression.parts[0]
        return (
            surprisals(inner._replace(parts=tuple(Expression("minus", (part,)) for part in inner.parts)))
            if inner.kind == "sum"
            else ()
        )
    parts = expression.parts if expression.kind == "sum" else (expression,)
    logs = [part.parts[0] for part in parts if part.kind == "minus" and part.parts[0].kind == "log"]
    numbers = [log.parts[0] for log in logs if log.parts[0].kind == "number" and 0 < log.parts[0].value <= 1]
    return tuple(number.value for number in numbers) if len(numbers) == len(parts) else ()


def of_events(q: tuple[float, ...]) -> Inputs:
    """The inputs of events that happened."""
    return Inputs(
        reading="events",
        given="pred",
        rows=tuple((1 - each, each) for each in q),
        truth=((0.0, 1.0),) * len(q),
        labels=(1,) * len(q),
        classes=("0", "1"),
        names=tuple(str(at) for at in range(1, len(q) + 1)),
        base=None,
        reduction="sum",
    )
