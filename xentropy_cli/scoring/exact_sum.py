"""An exact sum of doubles: one Python integer, so order, batch size, threads and sharding leave no trace.

Every finite double is a whole multiple of 2⁻¹⁰⁷⁴. The sum is kept as that whole number; a division by a count is then
Python's own division of integers, which rounds correctly. Infinities are counted apart by the caller.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

SCALE = 1074
SQUARE_FLOOR = 2.0**-484  # below it a square has bits under 2⁻¹⁰⁷⁴; it counts as 0, an error under 10⁻²⁹¹
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
    has so few bits that all of them add up without rounding, in any order.

    >>> import numpy
    >>> quotient(array_total(numpy.array([1e16, 1.0, -1e16])), 1)
    1.0
    """
    if values.size and size_of(values) > HUGE:
        return total_of(values.tolist())
    return sum(whole(float(limb.sum())) for _, limb in limbs(values))


def size_of(values: Floats) -> float:
    """Return the largest magnitude."""
    return max(float(values.max()), -float(values.min()))


def limbs(values: Floats) -> Iterator[tuple[int, Floats]]:
    """Cut finite doubles into arrays whose sum, element by element, they are: multiples of 2^grid that add up exactly."""
    import numpy as np

    bits = 52 - values.size.bit_length()
    rest, room = values, None
    grid = math.frexp(size_of(values))[1] - bits if values.size else 0
    while rest.any():
        if grid <= -SCALE:  # nothing lies below the grid
            yield -SCALE, rest
            return
        lift = math.ldexp(1.5, grid + 52)
        high = rest + lift
        high -= lift
        yield grid, high
        rest = room = np.subtract(rest, high, out=room)
        grid -= bits + 1


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

    if values.size and size_of(values) > HUGE:
        return [total_of(values[groups == group].tolist()) for group in range(count)]
    totals = [0] * count
    member = groups.astype(np.float64) if count == 2 else None  # noqa: PLR2004  what is not in group 1 is in group 0
    for grid, limb in limbs(values):
        if member is None:
            sums = np.bincount(groups, weights=limb, minlength=count)
        else:
            one = (limb * member).sum()
            sums = np.array((limb.sum() - one, one))
        for group, units in enumerate(np.ldexp(sums, -grid).astype(np.int64).tolist()):
            if units:
                totals[group] += units << grid + SCALE
    return totals
