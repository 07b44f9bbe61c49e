"""Arrays of paired losses → the sums of their differences, by class or group."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from xentropy_cli.arrays.array_sums import squares_by_group, total_by_group
from xentropy_cli.arrays.exact_sum import SCALE
from xentropy_cli.comparing.differences import Differences
from xentropy_cli.scoring.group_arrays import DigitSums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]
    Flags = NDArray[np.bool_]


FIELDS = tuple(field.name for field in fields(Differences))


class Paired(NamedTuple):
    """Rows: the losses of both models, weights where rows are weighted, and the part of each, from 0 to parts − 1."""

    a: Floats
    b: Floats
    weights: Floats | None
    groups: Indices
    parts: int

    def where(self, flags: Flags) -> Paired:
        """Some of the rows."""
        if flags.all():
            return self
        weights = None if self.weights is None else self.weights[flags]
        return self._replace(a=self.a[flags], b=self.b[flags], weights=weights, groups=self.groups[flags])

    def counts(self, flags: Flags) -> list[int]:
        """How many rows of each part are flagged."""
        counts: list[int] = np.bincount(self.groups[flags], minlength=self.parts).tolist()
        return counts

    def totals(self, values: Floats) -> list[int]:
        """The exact sum of the values of each part."""
        return total_by_group(values, self.groups, self.parts)

    def masses(self) -> list[int]:
        """The weight of each part; of rows without weights their number."""
        if self.weights is None:
            return [count << SCALE for count in np.bincount(self.groups, minlength=self.parts).tolist()]
        return self.totals(self.weights)


def differences_by(codes: Indices, a: Floats, b: Floats, weights: Floats | None) -> dict[int, Differences]:
    """The sums of rows by a code of theirs.

    >>> sums = differences_by(np.array([7, 2, 7]), np.array([0.5, 1.0, 0.5]), np.array([0.25, 1.0, 0.5]), None)
    >>> {code: (part.mean, part.won, part.tied) for code, part in sums.items()}
    {2: (0.0, 0, 1), 7: (-0.125, 1, 1)}
    """
    occurs = np.bincount(codes) > 0
    present = np.flatnonzero(occurs)
    rows = Paired(a, b, weights, (np.cumsum(occurs) - 1)[codes], present.size)
    weighs = True if weights is None else weights > 0
    known_a, known_b = rows.where(np.isfinite(a)), rows.where(np.isfinite(b))
    columns = {
        "mass": rows.masses(),
        "total_a": known_a.totals(weighted(known_a.a, known_a.weights)),
        "total_b": known_b.totals(weighted(known_b.b, known_b.weights)),
        "won": rows.counts(b < a),
        "lost": rows.counts(b > a),
        "tied": rows.counts(b == a),
        "infinite_a": rows.counts(np.isinf(a) & weighs),
        "infinite_b": rows.counts(np.isinf(b) & weighs),
        **sums_of_gaps(rows.where(np.isfinite(a) & np.isfinite(b))),
    }
    return {
        code: Differences(**dict(zip(columns, part, strict=True)))
        for code, part in zip(present.tolist(), zip(*columns.values(), strict=True), strict=True)
    }


class DifferenceArrays(DigitSums):
    """Differences of very many groups, whose codes are places."""

    def add(self, groups: Indices, a: Floats, b: Floats, weights: Floats | None) -> None:
        """Add rows."""
        with self.adding:
            self.rows += groups.size
            for name, flags in (("won", b < a), ("lost", b > a), ("tied", b == a)):
                self.count(name, groups[flags])
            finite_a, finite_b = np.isfinite(a), np.isfinite(b)
            weighs = True if weights is None else weights > 0
            self.count("infinite_a", groups[~finite_a & weighs])
            self.count("infinite_b", groups[~finite_b & weighs])
            ones = np.ones(a.size) if weights is None else weights
            self.add_exactly("mass", groups, ones)
            for name, losses, finite in (("total_a", a, finite_a), ("total_b", b, finite_b)):
                self.add_exactly(name, groups[finite], weighted(losses[finite], ones[finite]))
            both = finite_a & finite_b
            self.add_gaps(groups[both], b[both] - a[both], ones[both])

    def add_gaps(self, groups: Indices, gaps: Floats, weights: Floats) -> None:
        """Add rows whose losses are both finite."""
        gaps = weighted(gaps, weights)
        self.count("n", groups[weights > 0])
        self.add_exactly("finite_mass", groups, weights)
        self.add_exactly("gaps", groups, gaps)
        self.add_squares("squares", groups, gaps)
        self.add_exactly("cross", groups, weighted(gaps, weights))
        self.add_squares("weight_squares", groups, weights)

    def take(self) -> dict[int, Differences]:
        """Return the differences of each code that has rows, and forget them."""
        with self.adding:
            columns = self.take_columns()
        none = [0] * len(self.places)
        every = map(Differences, *(columns.get(name, none) for name in FIELDS))
        return {code: sums for code, sums in enumerate(every) if sums.rows}


def sums_of_gaps(rows: Paired) -> dict[str, list[int]]:
    """What is kept of rows whose losses are both finite."""
    masses, gaps = rows.masses(), weighted(rows.b - rows.a, rows.weights)
    totals = rows.totals(gaps)
    found = {
        "finite_mass": masses,
        "gaps": totals,
        "squares": squares_by_group(gaps, rows.groups, rows.parts),
    }
    if rows.weights is None:
        counts = [mass >> SCALE for mass in masses]
        return {**found, "n": counts, "cross": totals, "weight_squares": [mass << SCALE for mass in masses]}
    squares = squares_by_group(rows.weights, rows.groups, rows.parts)
    cross = rows.totals(weighted(gaps, rows.weights))
    return {**found, "n": rows.counts(rows.weights > 0), "cross": cross, "weight_squares": squares}


def weighted(values: Floats, weights: Floats | None) -> Floats:
    """Each value times its weight; what overflows is infinite, which no exact sum takes."""
    with np.errstate(over="ignore"):
        return values if weights is None else weights * values
