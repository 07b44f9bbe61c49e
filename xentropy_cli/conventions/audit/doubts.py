"""What makes a result that does not fit doubtful: it may be meant otherwise, and is left alone."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.evaluation import Setting, scalar
from xentropy_cli.conventions.audit.expression import Expression, is_plain, plain_number, walk
from xentropy_cli.conventions.audit.judgement import LARGE_LOSS, WRONG, best

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentropy_cli.conventions.audit.judgement import Verdict
    from xentropy_cli.conventions.audit.links import Side
    from xentropy_cli.conventions.audit.tokens import Token

FACTORS_OF_UNITS = (60.0, 3600.0, 24.0, 7.0, 12.0, 365.0, 1024.0, 1024.0**2, 1024.0**3)
LARGEST_SCALE = 13
FUNCTIONS = ("log", "exp", "sigmoid", "softmax")
FEWEST_OF_ARROWS = 2
"""The digits of a result behind an arrow; with fewer it may be a limit."""

OVERFLOWING = 80.0
"""A value, or its logarithm, that single precision may turn into an infinity."""

SAME = 0.006
NEARLY_WHOLE = 0.001
"""How far off, relatively, a whole number may be that is only about right."""

LOOSE = 0.025
"""How far off, relatively, a large exponent may be that is only about right."""

BITS = frozenset("01")
RAISED = re.compile(r"(10|2)([0-9]{1,2})")


def is_doubtful(verdict: Verdict, worked: Side, said: Side, equals: Token) -> bool:
    """Whether a result that does not fit may be a limit, a clipped or rounded value, or one in another unit or base."""
    right, stated = verdict.right[0], verdict.stated[0]
    parts = list(walk(worked.readings[0]))
    has_function = any(part.kind in FUNCTIONS for part in parts)
    if equals.text == "→" and (not has_function or (said.readings[0].decimals or 0) < FEWEST_OF_ARROWS):
        return True
    if math.isinf(right) or math.isinf(stated):
        return abs(stated) > LARGE_LOSS if math.isinf(right) else abs(right) > OVERFLOWING
    is_whole = not has_function and all(part.decimals is None for part in parts)
    if is_whole and not any(part.kind in ("over", "power") for part in parts):
        return True
    is_about = "≈" in equals.text
    return (
        (is_about and (stated == math.ceil(right) or _is_order(right, stated, said.readings[0])))
        or _goes_on(worked, said, is_about=is_about)
        or _fits_otherwise(worked, said)
        or _is_of_rounded(verdict, said.readings[0])
        or _is_whole_step(right, stated, said.readings[0], is_about=is_about)
        or (bool(right and stated) and _is_scaled(abs(right / stated), is_whole=is_whole, has_unit=said.has_unit))
    )


def _goes_on(worked: Side, said: Side, *, is_about: bool) -> bool:
    """Whether the sum or product that follows begins with the result and goes on with it: 0.7 · 0.8 = 0.56 · 0.5 = 0.28."""
    whole = said.readings[0]
    heads = [whole._replace(parts=whole.parts[:at]) for at in range(1, len(whole.parts))]
    verdict = best(worked.readings, heads, {}, is_about=is_about) if whole.kind in ("sum", "product") else None
    return verdict is not None and verdict.status != WRONG


def _is_order(right: float, stated: float, said: Expression) -> bool:
    """Whether a power of ten, two or e alone is one of those that the value lies between, or a digit before it is about right.

    0.5^50 ≈ 10^-15, 2e^-20 ≈ 5 · 10^-9: 9 · 10^-16 and 4 · 10^-9 are as good.
    """
    if right * stated <= 0:
        return False
    if said.kind == "product" and len(said.parts) == 2 and said.parts[1].kind == "power":  # noqa: PLR2004
        digit = said.parts[0]
        return digit.kind == "number" and digit.decimals is None and abs(right - stated) <= abs(stated / digit.value)
    power = said.parts[-1] if said.kind in ("exp", "power") else said
    if power is said or not is_plain(power) or plain_number(power).decimals is not None:
        return False
    base = said.parts[0].value if said.kind == "power" else math.e
    exponent = plain_number(power).value
    return base > 1 and abs(math.log(right / stated, base)) < max(1, LOOSE * exponent)


def _is_scaled(ratio: float, *, is_whole: bool, has_unit: bool) -> bool:
    """Whether a result is off by what a unit, or a percent sign left out of a quotient of counts, makes of it."""
    units = (*FACTORS_OF_UNITS, *(10.0**power for power in range(1, LARGEST_SCALE))) if has_unit else ()
    hundred = (100.0,) if is_whole else ()
    return any(abs(each / factor - 1) < SAME for each in (ratio, 1 / ratio) for factor in (*units, *hundred))


def _is_whole_step(right: float, stated: float, said: Expression, *, is_about: bool) -> bool:
    """Whether a step went on with whole numbers, or a large one is only about right: 3.125 + 1 = 3 + 1."""
    if any(part.decimals is not None for part in walk(said)) or not stated.is_integer():
        return False
    off = abs(right - stated)
    return off <= NEARLY_WHOLE * abs(right) if is_plain(said) and is_about else off < 1 and not is_plain(said)


def _is_of_rounded(verdict: Verdict, said: Expression) -> bool:
    """Whether a result has more digits than its operands can give, so that they were rounded: 0.06 · 0.5 = 0.02800."""
    most = _exact_decimals(verdict.expression)
    if most is None or (plain_number(said).decimals or 0) <= most:
        return False
    ball = scalar(verdict.expression, Setting())
    return abs(ball.value - verdict.stated[0]) <= ball.rough


def _exact_decimals(expression: Expression) -> int | None:
    """The digits after the point that sums and products of decimals have at most; None where they may go on for ever."""
    if expression.kind == "number":
        return expression.decimals or 0
    found = [_exact_decimals(part) for part in expression.parts]
    known = [each for each in found if each is not None]
    if expression.kind not in ("sum", "product", "minus") or len(known) < len(found):
        return None
    return sum(known) if expression.kind == "product" else max(known)


def _fits_otherwise(worked: Side, said: Side) -> bool:
    """Whether the result is right with the digits read in base 2 (0.1 + 0.1 = 1.0), or with lost exponents (106 for 10^6)."""
    in_bits = [_reread(side.readings, _in_base_two) for side in (worked, said)]
    for one, other in (in_bits, (_reread(worked.readings, _raised), said.readings)):
        verdict = best(one, other, {}, is_about=False)
        if verdict is not None and verdict.status != WRONG:
            return True
    return False


def _reread(readings: Sequence[Expression], read: Callable[[Expression], Expression | None]) -> list[Expression]:
    """The readings with every number read otherwise; none where one cannot be."""
    return [found for reading in readings if (found := _with_numbers(reading, read)) is not None]


def _with_numbers(expression: Expression, read: Callable[[Expression], Expression | None]) -> Expression | None:
    if expression.kind == "number":
        return read(expression)
    parts = [_with_numbers(part, read) for part in expression.parts]
    found = tuple(part for part in parts if part is not None)
    return expression._replace(parts=found) if len(found) == len(parts) else None


def _in_base_two(number: Expression) -> Expression | None:
    digits = f"{number.value:.{max(number.decimals or 0, 0)}f}".replace(".", "")
    if set(digits) - BITS:
        return None
    return number._replace(value=int(digits, 2) / 2.0 ** (number.decimals or 0))


def _raised(number: Expression) -> Expression:
    """A power of 10 or 2 where the number is its digits without a sign between them."""
    found = RAISED.fullmatch(f"{number.value:.0f}") if number.decimals is None else None
    return number._replace(value=float(found[1]) ** int(found[2])) if found else number
