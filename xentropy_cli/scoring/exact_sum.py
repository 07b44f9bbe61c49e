"""An exact sum of doubles: one Python integer, so order, batch size, threads and sharding leave no trace.

Every finite double is a whole multiple of 2⁻¹⁰⁷⁴. The sum is kept as that whole number; a division by a count is then
Python's own division of integers, which rounds correctly. Infinities are counted apart by the caller.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

SCALE = 1074
SQUARE_FLOOR = 2.0**-484  # below it a square has bits under 2⁻¹⁰⁷⁴; it counts as 0, an error under 10⁻²⁹¹
MOST_TERMS = 1 << 20
HUGE = 2.0**960  # sums of doubles above it could overflow on the way


def whole(x: float) -> int:
    """Return x · 2¹⁰⁷⁴, a whole number for every finite double.

    >>> whole(0.5) == 2**1073
    True
    """
    mantissa, exponent = math.frexp(x)
    shift = exponent - 53 + SCALE
    return int(mantissa * 2**53) << shift if shift >= 0 else int(mantissa * 2**53) >> -shift


def quotient(total: int, count: int, scale: int = SCALE) -> float:
    """Return total · 2^−scale / count, correctly rounded, infinite where no double is large enough.

    >>> quotient(whole(0.1) + whole(0.2) + whole(0.3), 3)
    0.2
    """
    try:
        return total / (count << scale)
    except OverflowError:
        return math.copysign(math.inf, total)


def total_of(values: Iterable[float]) -> int:
    """Return the exact sum of finite doubles, times 2¹⁰⁷⁴.

    >>> quotient(total_of([1e308, 1.0, -1e308]), 1)
    1.0
    """
    buckets: dict[int, int] = {}
    frexp, get = math.frexp, buckets.get
    for mantissa, exponent in map(frexp, values):
        buckets[exponent] = get(exponent, 0) + int(mantissa * 9007199254740992.0)
    return shifted(buckets, SCALE - 53)


def total_of_squares(values: Iterable[float]) -> int:
    """Return the exact sum of the squares of finite doubles, times 2²¹⁴⁸.

    >>> quotient(total_of_squares([3.0, 4.0]), 1, 2 * SCALE)
    25.0
    """
    buckets: dict[int, int] = {}
    for value in values:
        if abs(value) >= SQUARE_FLOOR:
            mantissa, exponent = math.frexp(value)
            buckets[exponent] = buckets.get(exponent, 0) + int(mantissa * 9007199254740992.0) ** 2
    return sum(amount << 2 * (exponent - 53 + SCALE) for exponent, amount in buckets.items())


def shifted(buckets: dict[int, int], offset: int) -> int:
    """Join sums kept by binary exponent into one."""
    return sum(
        amount << exponent + offset if exponent + offset >= 0 else amount >> -(exponent + offset)
        for exponent, amount in buckets.items()
    )


def array_total(values: Floats) -> int:
    """Return the exact sum of a float64 array of finite numbers, times 2¹⁰⁷⁴.

    The array is cut into limbs: adding and taking away 1.5 · 2ᵏ leaves the multiple of 2ᵏ⁻⁵² nearest to each value. A limb
    has so few bits that a block of them adds up without rounding, in any order.

    >>> import numpy
    >>> quotient(array_total(numpy.array([1e16, 1.0, -1e16])), 1)
    1.0
    """
    total = 0
    if values.size and max(float(values.max()), -float(values.min())) > HUGE:
        return total_of(values.tolist())
    for start in range(0, values.size, MOST_TERMS):
        for limb in limbs(values[start : start + MOST_TERMS]):
            total += whole(float(limb.sum()))
    return total


def limbs(values: Floats) -> Iterable[Floats]:
    """Cut at most 2²⁰ finite doubles into arrays that add up exactly: values = sum of the limbs, element by element."""
    bits = 52 - max(values.size, 1).bit_length()
    rest = values
    while rest.size:
        largest = max(float(rest.max()), -float(rest.min()))
        if largest == 0:
            return
        grid = math.frexp(largest)[1] - bits
        if grid <= -SCALE:  # nothing lies below the grid
            yield rest
            return
        lift = math.ldexp(1.5, grid + 52)
        high = (rest + lift) - lift
        yield high
        rest = rest - high


def array_total_of_squares(values: Floats) -> int:
    """Return the exact sum of squares of finite doubles below 10¹⁵⁰, times 2²¹⁴⁸.

    >>> import numpy
    >>> array_total_of_squares(numpy.array([0.1, 0.3])) == total_of_squares([0.1, 0.3])
    True
    """
    import numpy as np

    from xentropy_cli.elementary import halved

    x = np.where(np.abs(values) >= SQUARE_FLOOR, values, 0.0)
    square = x * x
    high = halved(x)
    low = x - high
    error = ((high * high - square) + 2.0 * high * low) + low * low
    return (array_total(square) + array_total(error)) << SCALE


def grouped_totals(values: Floats, groups: Indices, count: int) -> list[int]:
    """Return the exact sum of the values of each group 0 … count−1, times 2¹⁰⁷⁴.

    >>> import numpy
    >>> [quotient(t, 1) for t in grouped_totals(numpy.array([0.1, 0.2, 0.3]), numpy.array([0, 1, 0]), 2)]
    [0.4, 0.2]
    """
    import numpy as np

    totals = [0] * count
    if values.size and max(float(values.max()), -float(values.min())) > HUGE:
        return [array_total(values[groups == group]) for group in range(count)]
    if count == 2:  # noqa: PLR2004  a group of 0 and 1 is a factor, and what is not in one is in the other
        ones = array_total(values * groups)
        return [array_total(values) - ones, ones]
    for start in range(0, values.size, MOST_TERMS):
        part = groups[start : start + MOST_TERMS]
        for limb in limbs(values[start : start + MOST_TERMS]):
            for group, amount in enumerate(np.bincount(part, weights=limb, minlength=count).tolist()):
                if amount:
                    totals[group] += whole(amount)
    return totals
