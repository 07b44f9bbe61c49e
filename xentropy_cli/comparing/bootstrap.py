"""The bootstrap interval of a mean difference, from exact sums by random group.

References: [E] Efron, Bootstrap methods, Annals of Statistics 7, 1979 (percentile interval). [S] Steele, Lea and Flood, Fast
splittable pseudorandom number generators, OOPSLA 2014 (splitmix64).

The bootstrap resamples rows. Of more than 500 rows it resamples 500 random groups of them, which has the same expectation and
keeps memory constant. The group of a row is a hash of the seed and of its position among the rows compared, so every reader
puts it in the same one. Sums by group are exact, so the interval has the same bits however the rows were read.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.arrays.array_sums import total_by_group
from xentropy_cli.arrays.exact_sum import SCALE, exact_quotient, whole, zeros_of
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.arrays.kinds import Floats, Indices


GROUPS = 500
RESAMPLES = 1000
BLOCK = 100  # resamples drawn at a time
LIMB = 44  # bits
TAIL = 25  # resamples outside the middle 95 %, on either side
GOLDEN, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
WORD = (1 << 64) - 1


@dataclass
class Resampler:
    """Sums of w(b − a) and of w by random group, and each of the first 500 rows by itself."""

    seed: int = 0
    rows: int = 0
    first: list[tuple[float, float]] = field(default_factory=list)
    gaps: list[int] = field(default_factory=lambda: [0] * GROUPS)
    masses: list[int] = field(default_factory=lambda: [0] * GROUPS)

    def merge(self, other: Resampler) -> None:
        """Add the sums of the rows that follow."""
        self.gaps = [a + b for a, b in zip(self.gaps, other.gaps, strict=True)]
        self.masses = [a + b for a, b in zip(self.masses, other.masses, strict=True)]
        self.first = [*self.first, *other.first][:GROUPS]
        self.rows += other.rows

    def interval(self) -> tuple[float, float] | None:
        """The middle 95 % of the means of resampled rows or groups; those that weigh nothing are not drawn."""
        parts = list(zip(self.gaps, self.masses, strict=True))
        if self.rows <= GROUPS:
            parts = [(whole(gap), whole(w)) for gap, w in self.first]
        parts = [part for part in parts if part[1]]
        if len(parts) < 2:  # noqa: PLR2004  one row has no spread
            return None
        draw = random.Random(self.seed)  # noqa: S311  a simulation, seeded so that it repeats
        gaps, masses = map(Limbs.of, zip(*parts, strict=True))
        means: list[float] = []
        for _ in range(RESAMPLES // BLOCK):
            drawn = counts_drawn(draw, len(parts))
            sums = zip(gaps.totals(drawn), masses.totals(drawn), strict=True)
            means += [exact_quotient(gap, mass, 0) for gap, mass in sums]
        means.sort()
        return means[TAIL], means[-TAIL - 1]


def counts_drawn(draw: random.Random, parts: int) -> Floats:
    """How often each part is drawn in each resample of a block, by the numbers of `random.choices`, a tenth of its time.

    >>> counts_drawn(random.Random(0), 3)[0].tolist(), random.Random(0).choices(range(3), k=3)
    ([0.0, 1.0, 2.0], [2, 2, 1])
    """
    words = np.frombuffer(draw.randbytes(8 * BLOCK * parts), "<u4").reshape(BLOCK, parts, 2)
    shares = ((words[..., 0] >> 5) * 2.0**26 + (words[..., 1] >> 6)) / 2.0**53
    places = (shares * parts).astype(np.intp) + np.arange(BLOCK)[:, np.newaxis] * parts
    return np.bincount(places.ravel(), minlength=BLOCK * parts).reshape(BLOCK, parts).astype(np.float64)


class Limbs(NamedTuple):
    """Whole numbers, each divided by 2^unit and cut into limbs of 44 bits, of which 500 add up to a double without rounding."""

    limbs: Floats
    unit: int

    @classmethod
    def of(cls, numbers: Sequence[int]) -> Limbs:
        """Cut whole numbers; the last limb has the sign."""
        unit = min((zeros_of(number) for number in numbers if number), default=0)
        rest, columns = [number >> unit for number in numbers], []
        while any(not -1 << LIMB < number < 1 << LIMB for number in rest):
            columns.append([float(number & (1 << LIMB) - 1) for number in rest])
            rest = [number >> LIMB for number in rest]
        return cls(np.array([*columns, [float(number) for number in rest]]).T, unit)

    def totals(self, counts: Floats) -> list[int]:
        """The exact sums of the numbers, each as often as it is counted.

        >>> Limbs.of([3 << 90, -1 << 40]).totals(np.array([[2.0, 0.0], [1.0, 3.0]])) == [3 << 91, (3 << 90) - (3 << 40)]
        True
        """
        sums = (counts @ self.limbs).astype(np.int64).tolist()
        return [sum(part << LIMB * at for at, part in enumerate(row)) << self.unit for row in sums]


def resampled(seed: int, start: int, gaps: Floats, weights: Floats | None) -> Resampler:
    """The sums by random group of rows, of which `start` others stand before: w(b − a), and w where rows are weighted."""
    groups = groups_of(seed, start, gaps.size)
    ones = np.ones(gaps.size) if weights is None else weights
    first = list(zip(gaps[:GROUPS].tolist(), ones[:GROUPS].tolist(), strict=True))
    if weights is None:
        masses = [count << SCALE for count in np.bincount(groups, minlength=GROUPS).tolist()]
    else:
        masses = total_by_group(weights, groups, GROUPS)
    return Resampler(seed, gaps.size, first, total_by_group(gaps, groups, GROUPS), masses)


def groups_of(seed: int, start: int, count: int) -> Indices:
    """The groups of rows that follow each other: the numbers of splitmix64 ([S]), scaled to 0 … 499.

    >>> groups_of(0, 0, 3)
    array([441, 215,  13])
    """
    z = np.arange(start + 1, start + count + 1, dtype=np.uint64) * np.uint64(GOLDEN) + np.uint64(seed & WORD)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(FIRST)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(SECOND)
    z ^= z >> np.uint64(31)
    return (((z >> np.uint64(32)) * np.uint64(GROUPS)) >> np.uint64(32)).astype(np.intp)
