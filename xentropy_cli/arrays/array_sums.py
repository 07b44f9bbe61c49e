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
    from collections.abc import Iterable, Iterator

    from xentropy_cli.arrays.kinds import Floats, Indices


HUGE = 2.0**960  # sums of doubles above it could overflow on the way
SQUARED_LEAST, SQUARED_MOST = 2.0**-480, 2.0**480  # between them the square and its error are doubles
LEAST_FACTOR = -1000  # 2 to the power of its opposite is a double
WORD = 64


def exact_total(values: Floats) -> int:
    """Return the exact sum of finite doubles, times 2¹⁰⁷⁴.

    >>> exact_total(np.array([1e308, 1.0, -1e308])) == total_of([1.0])
    True
    """
    size = size_of(values)
    if size > HUGE:
        return total_of(values.tolist())
    return sum(int(math.ldexp(float(limb.sum()), -grid)) << grid + SCALE for grid, limb in limbs(values, size))


def total_by_group(values: Floats, groups: Indices, count: int) -> list[int]:
    """Return the exact sum of the values of each group 0 … count−1, times 2¹⁰⁷⁴.

    >>> total_by_group(np.array([0.1, 0.2, 0.3]), np.array([0, 1, 0]), 2) == [total_of([0.1, 0.3]), total_of([0.2])]
    True
    """
    size = size_of(values)
    if size > HUGE:
        return [total_of(values[groups == group].tolist()) for group in range(count)]
    return joined_limbs(limbs(values, size), groups, count)


def total_by_group_and_squares(values: Floats, groups: Indices, count: int) -> tuple[list[int], int]:
    """Return what `total_by_group` and `total_of_squares` give, with one cut into limbs.

    >>> total_by_group_and_squares(np.array([0.1, 0.3]), np.array([0, 0]), 1)[1] == total_of_squares([0.1, 0.3])
    True
    """
    size = size_of(values)
    if size > HUGE:
        return total_by_group(values, groups, count), total_of_squares(values.tolist())
    parts = list(limbs(values, size))
    return joined_limbs(parts, groups, count), sum_of_squares(parts)


def squares_by_group(values: Floats, groups: Indices, count: int) -> list[int]:
    """Return the exact sum of the squares of the values of each group, times 2²¹⁴⁸.

    A square is a double and the error of its rounding, another; of numbers so large or so small that one of them would be
    none, the squares are added one by one.

    >>> squares_by_group(np.array([0.1, 0.3, 1e300]), np.array([0, 0, 1]), 2) == [
    ...     total_of_squares([0.1, 0.3]), total_of_squares([1e300])]
    True
    """
    size = np.abs(values)
    extreme = (size > SQUARED_MOST) | ((size < SQUARED_LEAST) & (size > 0))
    parts = two_product(*(np.where(extreme, 0.0, values),) * 2)
    rounded, errors = (total_by_group(part, groups, count) for part in parts)
    totals = [a + b << SCALE for a, b in zip(rounded, errors, strict=True)]
    for group, value in zip(groups[extreme].tolist(), values[extreme].tolist(), strict=True):
        totals[group] += total_of_squares([value])
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


def joined_limbs(parts: Iterable[tuple[int, Floats]], groups: Indices, count: int) -> list[int]:
    """Add up every limb by group, and the sums of the limbs."""
    totals, unit = [0] * count, -SCALE
    for grid, limb in parts:
        by_group = limb.sum(keepdims=True) if count == 1 else np.bincount(groups, limb, count)
        amounts = np.ldexp(by_group, -grid).astype(np.int64).tolist()
        totals = list(map(add, map(lshift, totals, repeat(max(unit - grid, 0))), amounts))
        unit = grid
    return list(map(lshift, totals, repeat(unit + SCALE)))


def sum_of_squares(parts: list[tuple[int, Floats]]) -> int:
    """Add up the products of all pairs of limbs."""
    result = 0
    numbers = [scaled(limb, grid) for grid, limb in parts]
    whole = [limb.astype(np.int64) for limb in numbers]
    for i, (first, _) in enumerate(parts):
        for j, (second, _) in enumerate(parts[: i + 1]):
            near, remainder = float(numbers[i] @ numbers[j]), int(np.einsum("i,i", whole[i], whole[j]))
            result += exact_product(near, remainder) * (1 if i == j else 2) << first + second + 2 * SCALE
    return result


def scaled(limb: Floats, grid: int) -> Floats:
    """Return a limb as whole numbers."""
    return limb * 2.0**-grid if grid > LEAST_FACTOR else np.ldexp(limb, -grid)


def exact_product(near: float, remainder: int) -> int:
    """Return a sum of products of limbs, given as a double and modulo 2⁶⁴."""
    return remainder + (int(near) - remainder + (1 << WORD - 1) >> WORD << WORD)
