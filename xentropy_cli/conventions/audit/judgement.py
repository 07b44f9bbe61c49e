"""What is stated → right, rounded, truncated or wrong: one reading that fits is enough."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.evaluation import Ball, NoValue, Setting, evaluate, has_rounded
from xentropy_cli.conventions.audit.expression import has_open_log, is_plain, plain_number
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xentropy_cli.conventions.audit.evaluation import Value
    from xentropy_cli.conventions.audit.expression import Expression

RIGHT, ROUNDED, TRUNCATED, WRONG = "right", "rounded", "truncated", "wrong"
ORDER = (RIGHT, ROUNDED, TRUNCATED, WRONG)
BASES = (math.e, 2.0, 10.0)
NEARLY = 1e-9
ROUNDED_TWICE = 0.55
"""Of a unit: what is left of half a unit, where a number with one digit more was rounded once more: 0.2447, 0.245, 0.25."""

SINGLE = 2.0**-22
DIGITS_OF_SINGLE = 7
"""A number with so many digits may have been printed from single precision."""

ABOUT = 0.05
"""How far apart two expressions may be, relatively, that are said to be approximately equal."""

FEWEST_OF_SOFTMAX = 2
OF_PERCENT = 2
"""The digits after the point of a whole number of percent."""

LARGE_LOSS = 9.0
"""A stated loss above it, where the right one is infinite, is that of a library that clips."""


class Verdict(NamedTuple):
    """How a stated value is judged: its status, the right values, the stated ones, and the reading that served it best."""

    status: str
    right: tuple[float, ...]
    stated: tuple[float, ...]
    expression: Expression
    base: float


def best(
    expressions: Sequence[Expression], stated: Sequence[Expression], given: Mapping[str, Expression], *, is_about: bool
) -> Verdict | None:
    """Judge under every reading of both sides, and keep the verdict that serves the text best; None where there is no value."""
    found = None
    for verdict in verdicts(expressions, stated, given, is_about=is_about):
        if found is None or ORDER.index(verdict.status) < ORDER.index(found.status):
            found = verdict
        if found.status == RIGHT:
            break
    return found


def verdicts(
    expressions: Sequence[Expression], stated: Sequence[Expression], given: Mapping[str, Expression], *, is_about: bool
) -> Iterator[Verdict]:
    """Judge under every reading of both sides and in every base, the likeliest first."""
    for expression in expressions:
        for said in stated:
            for base in bases_of(expression, said):
                setting = Setting(base, given)
                try:
                    right, claimed = _as_typed(expression, setting), evaluate(said, setting)
                except NoValue:
                    continue
                if len(right) == len(claimed):
                    parts = said.parts if said.kind == "vector" else (said,) * len(right)
                    if expression.kind == "softmax" and not is_about:
                        parts = tuple(_fine(part) for part in parts)
                    statuses = [status_of(*each, is_about=is_about) for each in zip(right, claimed, parts, strict=True)]
                    worst = max(statuses, key=ORDER.index)
                    yield Verdict(
                        worst, tuple(b.value for b in right), tuple(b.value for b in claimed), expression, base
                    )


def bases_of(*expressions: Expression) -> tuple[float, ...]:
    """The bases that a bare logarithm in these may have; any one where there is none."""
    return BASES if any(map(has_open_log, expressions)) else BASES[:1]


def _as_typed(expression: Expression, setting: Setting) -> Value:
    """The value of an expression: the exact one of its numbers, unless one of them looks rounded."""
    value = evaluate(expression, setting)
    return value if has_rounded(expression, setting.given) else tuple(ball._replace(rough=0.0) for ball in value)


def _fine(said: Expression) -> Expression:
    """A stated probability of a softmax: a single digit is only about right, not equal."""
    number = plain_number(said)
    return (
        number._replace(decimals=max(number.decimals or FEWEST_OF_SOFTMAX, FEWEST_OF_SOFTMAX))
        if is_plain(said)
        else said
    )


def status_of(right: Ball, claimed: Ball, said: Expression, *, is_about: bool = False) -> str:
    """Judge one stated value.

    >>> from xentropy_cli.conventions.audit.forms import number_of
    >>> [status_of(Ball(0.35667), Ball(float(text)), number_of(text)) for text in ("0.357", "0.356", "0.375")]
    ['rounded', 'truncated', 'wrong']
    """
    if math.isinf(right.value) or math.isinf(claimed.value):
        return RIGHT if right.value == claimed.value else WRONG
    off = abs(right.value - claimed.value)
    noise = right.noise + claimed.noise
    if off <= noise:
        return RIGHT
    if not is_plain(said):
        about = ABOUT * abs(right.value) if is_about else 0.0
        return ROUNDED if off - noise <= max(right.rough + claimed.rough, about) else WRONG
    return _of_number(right, claimed.value, noise, unit_of(said, is_about=is_about), plain_number(said))


def _of_number(right: Ball, stated: float, noise: float, unit: float, said: Expression) -> str:
    off = abs(right.value - stated) - noise
    if off <= unit * ROUNDED_TWICE or (
        len(digits_of(stated, unit)) >= DIGITS_OF_SINGLE and off <= SINGLE * abs(right.value)
    ):
        return ROUNDED
    if right.value * stated >= 0 and 0 < abs(right.value) - abs(stated) < unit - noise:
        return ROUNDED if said.name == "dots" else TRUNCATED
    return ROUNDED if off <= unit / 2 + right.rough else WRONG


def unit_of(said: Expression, *, is_about: bool = False) -> float:
    """The unit in the last place of a stated number: of a round one that is only about right, in its last digit but zeros."""
    number = plain_number(said)
    is_round = number.decimals is None or (number.name == "percent" and number.decimals == OF_PERCENT)
    decimals = number.decimals or 0
    if not is_round or not is_about or not number.value:
        return 10.0**-decimals
    digits = f"{number.value * 10.0**decimals:.0f}"
    return 10.0 ** (len(digits) - len(digits.rstrip("0")) - decimals)


def digits_of(value: float, unit: float) -> str:
    """The digits of a value, down to a unit."""
    return f"{abs(value) / unit:.0f}"
