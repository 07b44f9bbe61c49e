"""Exact sums of float64 arrays: the same whole numbers as exact_sum.py gives, whatever the order or the size of the arrays.

An array is cut into limbs. Adding and taking away 1.5 · 2ᵏ leaves the multiple of 2ᵏ⁻⁵² nearest to each value; what is left
over is cut again. A limb has so few bits that all its numbers add up without rounding. Products of two limbs are added
twice: as 64-bit integers, which gives the sum modulo 2⁶⁴, and as doubles, which gives it to within far less than 2⁶³;
together they give it exactly.
"""

from __future__ import annotations

import math
from itertools import repeat
from operator import add, lshift
from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.arrays.elementary import two_product
from xentropy_cli.arrays.exact_sum import SCALE, total_of, total_of_squares

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.arrays.kinds import Floats, Indices


HUGE = 2.0**960  # sums of doubles above it could overflow on the way
SQUARED_LEAST, SQUARED_MOST = 2.0**-480, 2.0**480  # between them the square and its error are doubles
LEAST_FACTOR = -1000  # 2 to the power of its opposite is a double
WORD = 64
APART = 3  # the 53 bits of a double lie in limbs no farther apart than this
FEW = 4  # so many groups are sooner parted than added up together
EXTREME = 512  # the power of two that numbers beyond these are brought nearer by


def exact_total(values: Floats) -> int:
    """Return the exact sum of finite doubles, times 2¹⁰⁷⁴.

    >>> exact_total(np.array([1e308, 1.0, -1e308])) == total_of([1.0])
    True
    """
    return total_by_group(values, np.zeros(values.size, dtype=np.intp), 1)[0]


def total_by_group(values: Floats, groups: Indices, count: int) -> list[int]:
    """Return the exact sum of the values of each group 0 … count−1, times 2¹⁰⁷⁴.

    >>> total_by_group(np.array([0.1, 0.2, 0.3]), np.array([0, 1, 0]), 2) == [total_of([0.1, 0.3]), total_of([0.2])]
    True
    """
    size = size_of(values)
    if size > HUGE:
        return [total_of(values[groups == group].tolist()) for group in range(count)]
    totals, unit = [0] * count, -SCALE
    for grid, limb in limbs(values, size):
        by_group = limb.sum(keepdims=True) if count == 1 else np.bincount(groups, limb, count)
        amounts = np.ldexp(by_group, -grid).astype(np.int64).tolist()
        totals = list(map(add, map(lshift, totals, repeat(max(unit - grid, 0))), amounts))
        unit = grid
    return list(map(lshift, totals, repeat(unit + SCALE)))


def exact_squares(values: Floats) -> int:
    """Return the exact sum of the squares of finite doubles, times 2²¹⁴⁸.

    >>> exact_squares(np.array([3.0, 4.0])) == 25 << 2 * SCALE
    True
    """
    size = size_of(values)
    if size > HUGE:
        return total_of_squares(values.tolist())
    parts = [(grid, scaled(limb, grid)) for grid, limb in limbs(values, size)]
    whole = [limb.astype(np.int64) for _, limb in parts]
    result = 0
    for i, (first, a) in enumerate(parts):
        for j, (second, b) in list(enumerate(parts))[max(i - APART, 0) : i + 1]:
            products = exact_products(float(a @ b), int(np.einsum("i,i", whole[i], whole[j])))
            result += products << first + second + 2 * SCALE + (i != j)
    return result


def exact_products(near: float, remainder: int) -> int:
    """Return a sum of products of limbs, given as a double and modulo 2⁶⁴."""
    return remainder + (int(near) - remainder + (1 << WORD - 1) >> WORD << WORD)


def squares_by_group(values: Floats, groups: Indices, count: int) -> list[int]:
    """Return the exact sum of the squares of the values of each group, times 2²¹⁴⁸.

    Of few groups the values are parted. Of many a square is a double and the error of its rounding, another; numbers so large
    or so small that one of them would be none are squared times a power of two.

    >>> sums = squares_by_group(np.array([3.0, 4.0, 2.0**600]), np.array([0, 0, 1]), 2)
    >>> sums == [25 << 2 * SCALE, 1 << 1200 + 2 * SCALE]
    True
    """
    if count <= FEW:
        return [exact_squares(values.take(np.flatnonzero(groups == group))) for group in range(count)]
    size = np.abs(values)
    small, large = (size < SQUARED_LEAST) & (size > 0), size > SQUARED_MOST
    parts = two_product(*(np.where(small | large, 0.0, values),) * 2)
    rounded, errors = (total_by_group(part, groups, count) for part in parts)
    totals = [a + b << SCALE for a, b in zip(rounded, errors, strict=True)]
    for extreme, power in ((small, EXTREME), (large, -EXTREME)):
        if extreme.any():
            squares = squares_by_group(np.ldexp(values[extreme], power), groups[extreme], count)
            totals = [a + (b << 2 * EXTREME >> 2 * (EXTREME + power)) for a, b in zip(totals, squares, strict=True)]
    return totals


def size_of(values: Floats) -> float:
    """Return the largest magnitude."""
    return max(float(values.max()), -float(values.min())) if values.size else 0.0


def limbs(values: Floats, size: float, bits: int | None = None) -> Iterator[tuple[int, Floats]]:
    """Cut values, none larger than `size`, into arrays of multiples of 2^grid that add up to them, element by element.

    They have so many bits, or as many as can be added up without rounding.

    >>> [(grid, limb.tolist()) for grid, limb in limbs(np.array([3.0, 2.0**-60]), 3.0)]
    [(-48, [3.0, 0.0]), (-98, [0.0, 8.673617379884035e-19])]
    """
    if not size:
        return
    bits = bits or 52 - values.size.bit_length()
    rest, room, top = values, None, math.frexp(size)[1]
    while room is None or (rest != 0.0).any():
        grid = max(top - bits, -SCALE)
        lift = math.ldexp(1.5, grid + 52)
        high = rest + lift
        high -= lift
        rest = room = np.subtract(rest, high, out=room)
        yield grid, high
        top = grid  # what is left over is at most half of 2^grid


def scaled(limb: Floats, grid: int) -> Floats:
    """Return a limb as whole numbers."""
    return limb * 2.0**-grid if grid > LEAST_FACTOR else np.ldexp(limb, -grid)
