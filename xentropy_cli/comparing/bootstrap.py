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
from xentropy_cli.arrays.exact_sum import SCALE, exact_quotient, whole

if TYPE_CHECKING:
    from xentropy_cli.arrays.kinds import Floats, Indices


GROUPS = 500
RESAMPLES = 1000
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
        means = []
        for _ in range(RESAMPLES):
            gaps, masses = zip(*draw.choices(parts, k=len(parts)), strict=True)
            means.append(exact_quotient(sum(gaps), sum(masses), 0))
        means.sort()
        return means[TAIL], means[-TAIL - 1]


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
