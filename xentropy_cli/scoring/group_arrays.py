"""Sums of many groups as arrays: a place for each group, in the order in which their names are met.

An exact sum is kept in digits of 32 bits, one array of 64-bit integers for each digit, which 2³⁰ rows cannot overflow.
"""

from __future__ import annotations

import math
from itertools import repeat
from operator import add, lshift
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.arrays.array_sums import HUGE, SQUARED_LEAST, SQUARED_MOST, limbs, scaled, size_of
from xentropy_cli.arrays.elementary import two_product
from xentropy_cli.arrays.exact_sum import SCALE, total_of, total_of_squares
from xentropy_cli.scoring.sums import Totals

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence, Sized

    from xentropy_cli.arrays.kinds import Floats, Indices, Integers
    from xentropy_cli.scoring.losses import Measures
    from xentropy_cli.tables.codes import Codes
    from xentropy_cli.tables.rows import Rows


DIGIT = 32
MOST_ROWS = 1 << 30
LEAST_ROOM = 1 << 10
SQUARES, EXTREME = {"squares", "weight_squares"}, "extreme "


class DigitSums:
    """Exact sums by place; of the `names` of places there may be more while it is used."""

    def __init__(self, names: Sized) -> None:
        """No rows yet."""
        self.places = names
        self.adding = Lock()
        self.clear()

    def clear(self) -> None:
        """Forget all rows."""
        self.rows = 0
        self.counts: dict[str, Integers] = {}
        self.digits: dict[tuple[str, int], Integers] = {}
        self.odd: dict[tuple[str, int], int] = {}

    @property
    def is_full(self) -> bool:
        """Whether a digit could overflow before long."""
        return self.rows > MOST_ROWS

    def count(self, name: str, groups: Indices) -> None:
        """Count rows."""
        self.counts[name] = counts = self.with_room(self.counts.get(name))
        np.add.at(counts, groups, 1)

    def add_squares(self, name: str, groups: Indices, values: Floats) -> None:
        """Add the squares of values: each is a double and the error of its rounding, another, but for extreme ones."""
        size = np.abs(values)
        extreme = (size > SQUARED_MOST) | ((size < SQUARED_LEAST) & (size > 0))
        for part in two_product(*(np.where(extreme, 0.0, values),) * 2):
            self.add_exactly(name, groups, part)
        self.add_oddly(EXTREME + name, groups[extreme], values[extreme], total_of_squares)

    def add_exactly(self, name: str, groups: Indices, values: Floats) -> None:
        """Add finite values."""
        size = size_of(values)
        if size > HUGE:
            self.add_oddly(name, groups, values, total_of)
            return
        top = math.ldexp(0.5, -(-math.frexp(size)[1] // DIGIT) * DIGIT)  # so that all digits have their place
        for grid, limb in limbs(values, top if size else 0.0, DIGIT):
            self.digits[name, grid] = digits = self.with_room(self.digits.get((name, grid)))
            np.add.at(digits, groups, scaled(limb, grid).astype(np.int64))

    def add_oddly(self, name: str, groups: Indices, values: Floats, total: Callable[[Sequence[float]], int]) -> None:
        """Add values one by one."""
        for group, value in zip(groups.tolist(), values.tolist(), strict=True):
            self.odd[name, group] = self.odd.get((name, group), 0) + total([value])

    def with_room(self, values: Integers | None) -> Integers:
        """Make room for every group."""
        if values is None:
            values = np.zeros(LEAST_ROOM, dtype=np.int64)
        missing = len(self.places) - values.size
        if missing <= 0:
            return values
        return np.concatenate([values, np.zeros(max(missing, values.size), dtype=np.int64)])

    def take_columns(self) -> dict[str, list[int]]:
        """Return every sum of every place, and forget them."""
        count = len(self.places)
        columns = {name: self.with_room(values).tolist()[:count] for name, values in self.counts.items()}
        for (name, grid), values in self.digits.items():
            added = map(lshift, self.with_room(values).tolist(), repeat(grid + SCALE))
            columns[name] = list(map(add, columns.get(name, [0] * count), added))
        for name in columns.keys() & SQUARES:
            columns[name] = [total << SCALE for total in columns[name]]
        for (name, group), amount in self.odd.items():
            columns.setdefault(name.removeprefix(EXTREME), [0] * count)[group] += amount
        self.clear()
        return columns


class GroupArrays(DigitSums):
    """Totals of the groups of one file; their codes grow while it is read."""

    def __init__(self, codes: Codes, *, weighted: bool, events: bool) -> None:
        """No rows yet."""
        super().__init__(codes)
        self.codes, self.weighted, self.events = codes, weighted, events

    def add(self, every: Indices, rows: Rows, m: Measures) -> None:
        """Add rows; of `every` row, also those of weight 0, the group is counted."""
        groups, weights = rows.groups, rows.weights
        if groups is None:
            return
        with self.adding:
            self.rows += every.size
            self.count("n", every)
            if not self.events:
                right = m.top == rows.labels
                self.add_masses("correct", groups[right], None if weights is None else weights[right])
            self.add_masses("mass", groups, weights)
            finite = np.isfinite(m.loss)
            loss = m.loss
            if not finite.all():
                self.count("infinite", groups[~finite])
                self.add_masses("infinite_mass", groups[~finite], None if weights is None else weights[~finite])
                groups, loss, weights = groups[finite], loss[finite], None if weights is None else weights[finite]
            self.count("finite", groups)
            self.add_losses(groups, loss, weights)

    def add_losses(self, groups: Indices, loss: Floats, weights: Floats | None) -> None:
        """Add finite losses, and what the standard error needs."""
        with np.errstate(over="ignore"):  # what overflows is infinite, which no exact sum takes
            weighted = loss if weights is None else loss * weights
            cross = None if weights is None else weights * weighted
        self.add_exactly("loss", groups, weighted)
        self.add_squares("squares", groups, weighted)
        if cross is not None and weights is not None:
            self.add_exactly("cross", groups, cross)
            self.add_squares("weight_squares", groups, weights)

    def add_masses(self, name: str, groups: Indices, weights: Floats | None) -> None:
        """Count rows, or add their weights."""
        if weights is None:
            self.count(name, groups)
        else:
            self.add_exactly(name, groups, weights)

    def take(self) -> list[tuple[str, Totals]]:
        """Return the totals of each group that has rows, and forget them."""
        with self.adding:
            columns = self.take_columns()
        rows = zip(*columns.values(), strict=True)
        return [
            (name, Totals.of(dict(zip(columns, row, strict=True))))
            for name, n, row in zip(self.codes.texts, columns.get("n", []), rows, strict=False)
            if n
        ]
