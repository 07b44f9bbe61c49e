"""Arrays of paired losses → the sums of their differences, by class or group."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from xentropy_cli.arrays.array_sums import squares_by_group, total_by_group
from xentropy_cli.arrays.exact_sum import SCALE
from xentropy_cli.comparing.differences import Differences
from xentropy_cli.scoring.group_arrays import DigitSums

if TYPE_CHECKING:
    from xentropy_cli.arrays.kinds import Flags, Floats, Indices


Values = TypeVar("Values", "Floats", "Indices", "Floats | None")
FIELDS = tuple(field.name for field in fields(Differences))


class BlockSums:
    """The exact sums of one block of rows by place, of which there are few."""

    def __init__(self, places: int) -> None:
        """No rows yet."""
        self.places = places
        self.columns: dict[str, list[int]] = {}

    def count(self, name: str, groups: Indices) -> None:
        """Count rows."""
        self.columns[name] = np.bincount(groups, minlength=self.places).tolist()

    def add_exactly(self, name: str, groups: Indices, values: Floats) -> None:
        """Add finite values."""
        self.columns[name] = total_by_group(values, groups, self.places)

    def add_squares(self, name: str, groups: Indices, values: Floats) -> None:
        """Add the squares of finite values."""
        self.columns[name] = squares_by_group(values, groups, self.places)


class DifferenceArrays(DigitSums):
    """Differences of very many groups, whose codes are places."""

    is_weighted = False

    def add(self, groups: Indices, a: Floats, b: Floats, weights: Floats | None) -> None:
        """Add rows."""
        with self.adding:
            self.rows += groups.size
            self.is_weighted = weights is not None
            add_pairs(self, groups, a, b, weights)

    def take(self) -> dict[int, Differences]:
        """Return the differences of each code that has rows, and forget them."""
        with self.adding:
            return differences_of(self.take_columns(), len(self.places), is_weighted=self.is_weighted)


def differences_by(codes: Indices, a: Floats, b: Floats, weights: Floats | None) -> dict[int, Differences]:
    """The sums of rows by a code of theirs.

    >>> sums = differences_by(np.array([7, 2, 7]), np.array([0.5, 1.0, 0.5]), np.array([0.25, 1.0, 0.5]), None)
    >>> {code: (part.mean, part.won, part.tied) for code, part in sums.items()}
    {2: (0.0, 0, 1), 7: (-0.125, 1, 1)}
    """
    sums = BlockSums(int(codes.max()) + 1)
    add_pairs(sums, codes, a, b, weights)
    return differences_of(sums.columns, sums.places, is_weighted=weights is not None)


def add_pairs(sums: BlockSums | DigitSums, groups: Indices, a: Floats, b: Floats, weights: Floats | None) -> None:
    """Add pairs of losses; of rows without weights, which weigh 1, what follows from other sums is left out."""
    for name, flags in (("won", b < a), ("lost", b > a), ("tied", b == a)):
        sums.count(name, groups[flags])
    finite_a, finite_b = np.isfinite(a), np.isfinite(b)
    weighs = True if weights is None else weights > 0
    both = finite_a & finite_b
    for name, flags in (("infinite_a", ~finite_a & weighs), ("infinite_b", ~finite_b & weighs), ("n", both & weighs)):
        sums.count(name, groups[flags])
    for name, losses, finite in (("total_a", a, finite_a), ("total_b", b, finite_b)):
        sums.add_exactly(name, where(finite, groups), weighted(where(finite, losses), where(finite, weights)))
    groups_of_both, weights_of_both = where(both, groups), where(both, weights)
    gaps = weighted(where(both, b) - where(both, a), weights_of_both)
    sums.add_exactly("gaps", groups_of_both, gaps)
    sums.add_squares("squares", groups_of_both, gaps)
    if weights is not None and weights_of_both is not None:
        sums.add_exactly("mass", groups, weights)
        sums.add_exactly("finite_mass", groups_of_both, weights_of_both)
        sums.add_exactly("cross", groups_of_both, weighted(gaps, weights_of_both))
        sums.add_squares("weight_squares", groups_of_both, weights_of_both)


def differences_of(columns: dict[str, list[int]], places: int, *, is_weighted: bool) -> dict[int, Differences]:
    """The differences of each place that has rows, from what `add_pairs` added up; a column that is not there is all 0."""
    every = list(map(Differences, *(columns.get(name, [0] * places) for name in FIELDS)))
    if not is_weighted:
        for sums in every:
            sums.mass, sums.finite_mass = sums.rows << SCALE, sums.n << SCALE
            sums.cross, sums.weight_squares = sums.gaps, sums.n << 2 * SCALE
    return {place: sums for place, sums in enumerate(every) if sums.rows}


def where(flags: Flags, values: Values) -> Values:
    """The values of some of the rows, which are all as a rule."""
    return values if values is None or flags.all() else values[flags]


def weighted(values: Floats, weights: Floats | None) -> Floats:
    """Each value times its weight; what overflows is infinite, which no exact sum takes."""
    with np.errstate(over="ignore"):
        return values if weights is None else weights * values
