"""Powers and logarithms to a base: exact where they are whole, and by exponentials elsewhere."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.core.real import Ratio, Real, exp, log, real

if TYPE_CHECKING:
    from fractions import Fraction

LARGEST_EXPONENT = 4096
"""The largest whole number for which a power or a logarithm is looked for as an exact ratio."""

NEAR_ONE = 0.5  # up to here the difference of two logarithms may keep no digit


def whole_logarithm(x: Real, base: Real) -> int | None:
    """The whole number k with base^k = x exactly, if there is one.

    >>> whole_logarithm(real("1/1024"), real(2))
    -10
    """
    if not (isinstance(x, Ratio) and isinstance(base, Ratio) and x.value > 0):
        return None
    k = round(_rough_log(x.value) / _rough_log(base.value))
    return k if abs(k) <= LARGEST_EXPONENT and base.value**k == x.value else None


def raised(base: Real, x: Real) -> Real:
    """base^x for base > 0: exactly for whole x.

    >>> raised(real("1/2"), real(-3))
    real(8)
    """
    if isinstance(base, Ratio) and isinstance(x, Ratio) and _is_small_whole(x.value):
        return real(base.value**x.value.numerator)
    return exp(x * log(base))


def _is_small_whole(x: Fraction) -> bool:
    return x.denominator == 1 and abs(x) <= LARGEST_EXPONENT


def _rough_log(x: Fraction) -> float:
    near = x - 1
    return math.log1p(float(near)) if abs(near) < NEAR_ONE else math.log(x.numerator) - math.log(x.denominator)
