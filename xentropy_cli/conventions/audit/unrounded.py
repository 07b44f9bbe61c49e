"""Numbers as they were before they were rounded: whether they give a result that the printed ones do not."""

from __future__ import annotations

import math
from itertools import islice
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.evaluation import NoValue, Setting, has_rounded, scalar
from xentropy_cli.conventions.audit.expression import (
    FEWEST_DIGITS,
    Expression,
    digits_in,
    has_function,
    is_of_counts,
    is_plain,
    is_rough,
    plain_number,
    walk,
)
from xentropy_cli.conventions.audit.judgement import NEARLY, unit_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentropy_cli.conventions.audit.judgement import Verdict

CLOSE = 0.01
"""How far off, relatively, a result may be that whole numbers before they were rounded are thought to give."""

NEGLIGIBLE = 1e-6
"""How small a part of a result, relatively, is left out where a step goes on without it: e^-16 of 1 - e^-16."""

SMALLEST_LARGE = 10.0
SMALLEST_ROUND = 100.0
"""The place before the zeros of a whole number that may be rounded to it."""

BASE_TEN = 10.0
MOST_CHANGED = 100
"""Of a longer expression no more parts are changed: each needs another value of the whole."""

FEWEST_MEASURED = 5
"""Among whole numbers alone, those of one digit less may be rounded ones, if they are not round."""

FEWEST_OF_STEP = 3
"""The digits of a whole number that a step among whole numbers may have rounded: 6,458 for 6458.3."""


def may_be_unrounded(verdict: Verdict, worked: Expression, said: Expression) -> bool:
    """Whether numbers as they were before they were rounded give the result: the root of 26^2 + 28.0^2 = 1461."""
    if said.kind == "vector":
        return False
    right, stated = verdict.right[0], verdict.stated[0]
    off = abs(right - stated)
    if not is_plain(said) and off <= NEGLIGIBLE * abs(right):
        return True
    is_cut = abs(stated) < abs(right) and not is_rough(said)
    try:
        rough = _reach(worked, _halves_typed(worked, is_close=off <= CLOSE * abs(right)), verdict.base)
        if is_plain(said):
            rough += _half_of_round(plain_number(said))
        else:
            is_estimate = off <= CLOSE * abs(right) and _is_irrational(worked)
            rough += _reach(
                said, _halves_worked_out(worked, said, is_cut=is_cut, is_estimate=is_estimate), verdict.base
            )
    except NoValue:
        return False
    return off <= rough * (1 + NEARLY)


def _halves_typed(worked: Expression, *, is_close: bool) -> Callable[[Expression], float]:
    """How far each number that was typed may be from what it was, where one of them looks measured.

    A whole number that is not round may be, if it is as fine as the others and the result is near.
    """
    decimals = [part for part in walk(worked) if part.decimals is not None]
    is_measured = _is_measured(worked)
    finest = max(len(digits_in(part)) for part in decimals) if is_measured else FEWEST_MEASURED
    fewest = max(finest - 1, FEWEST_DIGITS)

    def half(number: Expression) -> float:
        if number.decimals is None:
            is_rounded = is_close and number.value % BASE_TEN and len(digits_in(number)) >= fewest
        else:
            is_rounded = is_measured and (number.decimals > 1 or number.value > 1)
        return _half_of(number) if is_rounded else 0.0

    return half


def _is_irrational(worked: Expression) -> bool:
    """Whether a function or a power with decimals in its exponent is taken in it: a step may have a whole number for 10^0.3."""
    exponents = [part.parts[1] for part in walk(worked) if part.kind == "power"]
    return has_function(worked) or any(part.decimals is not None for each in exponents for part in walk(each))


def _halves_worked_out(
    worked: Expression, said: Expression, *, is_cut: bool, is_estimate: bool
) -> Callable[[Expression], float]:
    """How far each number of a step may be from what was worked out; those of the side before it were copied."""
    known = {part.value for part in walk(worked)}
    is_exact = not _is_measured(worked) and not has_function(worked)
    fewest = FEWEST_OF_STEP if is_exact and is_of_counts(worked) else FEWEST_DIGITS

    def half(number: Expression) -> float:
        if said.parts[:1] == (number,) and _is_scientific(said):
            return _half_of(number) * (1 + is_cut)
        is_whole_rounded = is_estimate or len(digits_in(number)) >= fewest
        is_rounded = is_whole_rounded if number.decimals is None else number.decimals > is_exact
        return _half_of(number) if is_rounded and number.value not in known else 0.0

    return half


def _is_scientific(said: Expression) -> bool:
    """Whether it is a number with a power of ten: 5 × 10^9."""
    return said.kind == "product" and said.parts[1].kind == "power" and said.parts[1].parts[0].value == BASE_TEN


def _half_of(number: Expression) -> float:
    """Half a unit in the last place of a number."""
    return 10.0 ** -(number.decimals or 0) / 2


def _half_of_round(stated: Expression) -> float:
    """Half a unit of a stated number, or of the last digit before its zeros: 84,000 stands for 84,230."""
    unit = unit_of(stated, is_about=True)
    is_round = stated.decimals is None and unit >= SMALLEST_ROUND and not is_rough(stated)
    return unit / 2 if is_round else _half_of(stated)


def _is_measured(worked: Expression) -> bool:
    """Whether one of its numbers looks measured, and was rounded then."""
    return has_rounded(worked) or _has_measured(worked)


def _has_measured(worked: Expression) -> bool:
    """Whether a number in it, but in an e^x, has a last zero after the point, or three digits: 28.0, 24.5."""
    if worked.kind == "number" and (worked.decimals or 0) > 0:
        is_ended = f"{worked.value:.{worked.decimals}f}".endswith("0")
        return worked.value > 1 and (is_ended or worked.value >= SMALLEST_LARGE)
    return worked.kind not in ("exp", "sigmoid", "softmax") and any(map(_has_measured, worked.parts))


def _reach(expression: Expression, half: Callable[[Expression], float], base: float) -> float:
    """How far its value may be from the one that it has, each of its numbers by its own half unit."""
    setting = Setting(base)
    value = scalar(expression, setting).value

    def moved(part: Expression) -> Iterator[Expression]:
        if part.kind == "number" and (width := half(part)):
            yield part._replace(value=part.value + width)

    others = islice(each_changed(expression, moved), MOST_CHANGED)
    errors = [abs(scalar(other, setting).value - value) for other in others]
    return min(math.fsum(errors), 2 * math.hypot(*errors))


def each_changed(expression: Expression, change: Callable[[Expression], Iterator[Expression]]) -> Iterator[Expression]:
    """The expression with one of its parts after the other changed, but for exponents and powers of ten."""
    yield from change(expression)
    parts = expression.parts
    is_power = expression.kind == "power" and expression.name != "root"
    for at, part in enumerate(parts[: parts[0].value != BASE_TEN] if is_power else parts):
        for other in each_changed(part, change):
            yield expression._replace(parts=(*parts[:at], other, *parts[at + 1 :]))
