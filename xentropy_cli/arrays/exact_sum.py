"""An exact sum of doubles: one Python integer, so order, batch size, threads and sharding leave no trace.

Every finite double is a whole multiple of 2⁻¹⁰⁷⁴. The sum is kept as that whole number; a division by a count is then
Python's own division of integers, which rounds correctly. Infinities are counted apart by the caller.

Reference: [C] Cochran, Sampling Techniques, 1977, 2.11: standard error of a ratio, which a weighted mean is.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SCALE = 1074


def whole(x: float) -> int:
    """Return x · 2¹⁰⁷⁴, a whole number for every finite double.

    >>> whole(0.5) == 2**1073
    True
    """
    above, below = x.as_integer_ratio()
    return (above << SCALE) // below


def exact_quotient(total: int, count: int, scale: int = SCALE) -> float:
    """Return total · 2^−scale / count, correctly rounded, infinite where no double is large enough.

    >>> exact_quotient(whole(0.1) + whole(0.2) + whole(0.3), 3)
    0.2
    """
    try:
        return total / (count << scale)
    except OverflowError:
        return math.inf if total > 0 else -math.inf


def zeros_of(number: int) -> int:
    """How often 2 divides a number above 0.

    >>> zeros_of(40)
    3
    """
    return (number & -number).bit_length() - 1


def total_of(values: Iterable[float]) -> int:
    """Return the exact sum of finite doubles, times 2¹⁰⁷⁴.

    >>> exact_quotient(total_of([1e308, 1.0, -1e308]), 1)
    1.0
    """
    return sum(map(whole, values))


def total_of_squares(values: Iterable[float]) -> int:
    """Return the exact sum of the squares of finite doubles, times 2²¹⁴⁸.

    >>> exact_quotient(total_of_squares([3.0, 4.0]), 1, 2 * SCALE)
    25.0
    """
    return sum(whole(x) ** 2 for x in values)


def error_of_ratio(  # noqa: PLR0913, PLR0917  the sums of a set of rows
    n: int, mass: int, weight_squares: int, total: int, squares: int, cross: int
) -> float:
    """√(n/(n−1) · Σ(w(x − x̄))²) / Σw, the standard error of a mean as that of a ratio ([C]); without weights it is s/√n.

    It is made of n rows that weigh something, and of exact sums: Σw, Σw², Σwx, Σ(wx)² and Σw·wx.

    >>> rows = [1.0, 2.0, 3.0]
    >>> error_of_ratio(3, 3 << SCALE, 3 << 2 * SCALE, total_of(rows), total_of_squares(rows), total_of(rows)) == (1 / 3) ** 0.5
    True
    """
    unit = min(SCALE, zeros_of(mass), zeros_of(weight_squares) // 2)  # numbers without it are short
    mass, cross = mass >> unit, cross << SCALE - unit
    spread = squares * mass * mass - 2 * total * mass * cross + total * total * (weight_squares >> 2 * unit)
    return root_of_quotient(n * spread, (n - 1) * mass**4 << 2 * unit)


def root_of_quotient(top: int, bottom: int) -> float:
    """√(top / bottom) of whole numbers, also where no double holds the quotient; what is below 0 counts as 0.

    >>> root_of_quotient(9, 4), root_of_quotient(4**700, 9) == 2.0**700 / 3
    (1.5, True)
    """
    if top <= 0:
        return 0.0
    half = (top.bit_length() - bottom.bit_length()) // 2
    quotient = top / (bottom << 2 * half) if half > 0 else (top << -2 * half) / bottom
    try:
        return math.ldexp(math.sqrt(quotient), half)
    except OverflowError:
        return math.inf
