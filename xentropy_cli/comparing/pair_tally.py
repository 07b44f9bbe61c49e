"""Adds up pairs of rows: differences of all, of each class and group, the rows that moved most, and the bootstrap's sums."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.comparing.bootstrap import Resampler, resampled
from xentropy_cli.comparing.comparison import Loss, Moved
from xentropy_cli.comparing.difference_sums import DifferenceArrays, differences_by, weighted
from xentropy_cli.comparing.differences import Differences
from xentropy_cli.scoring.tallies import largest

if TYPE_CHECKING:
    from xentropy_cli.arrays.kinds import Floats
    from xentropy_cli.comparing.loss_arrays import Losses
    from xentropy_cli.tables.codes import Codes


class PairTally:
    """What is kept of the rows compared; labels and groups have the codes of both models."""

    def __init__(self, labels: Codes, groups: Codes, top: int, seed: int) -> None:
        """Begin with nothing."""
        self.labels, self.codes, self.top, self.seed = labels, groups, top, seed
        self.all = Differences()
        self.classes: dict[str, Differences] = {}
        self.groups: dict[str, Differences] = {}
        self.by_group = DifferenceArrays(groups)
        self.moved: list[Moved] = []
        self.floor = 0.0
        self.resampler = Resampler(seed)
        self.skipped = 0

    def part(self) -> PairTally:
        """An empty tally for some rows; groups are added up in the same arrays."""
        part = PairTally(self.labels, self.codes, self.top, self.seed)
        part.by_group = self.by_group
        part.floor = abs(self.moved[-1].gap) if self.moved and len(self.moved) == self.top else 0.0
        return part

    def add(self, a: Losses, b: Losses, start: int) -> PairTally:
        """Add rows, before which `start` others stand."""
        labels = np.maximum(a.labels, 0)  # rows without a label are all of one kind
        for code, sums in differences_by(labels, a.loss, b.loss, a.weights).items():
            self.all.merge(sums)
            if a.labels[0] >= 0:
                self.classes[self.labels.texts[code]] = sums
        if a.groups is not None:
            self.by_group.add(a.groups, a.loss, b.loss, a.weights)
        with np.errstate(invalid="ignore"):
            gaps = b.loss - a.loss
        if not (self.all.infinite_a or self.all.infinite_b):
            known = np.where(np.isfinite(gaps), gaps, 0.0)  # ∞ of weight 0 is 0
            self.resampler = resampled(self.seed, start, weighted(known, a.weights), a.weights)
        self.moved = [Moved(self.loss(a, row, b), self.loss(b, row, b)) for row in self.far(a, np.abs(gaps))]
        if b.cells is not None and self.moved:
            cells = b.cells(pair.b.line for pair in self.moved)
            self.moved = [Moved(pair.a, pair.b._replace(cells=cells[pair.b.line])) for pair in self.moved]
        return self

    def merge(self, other: PairTally) -> None:
        """Add the rows of another part, which follow."""
        self.all.merge(other.all)
        for name, sums in other.classes.items():
            self.classes.setdefault(name, Differences()).merge(sums)
        self.resampler.merge(other.resampler)
        self.moved = nsmallest(self.top, [*self.moved, *other.moved], key=lambda pair: pair.rank)
        if self.by_group.is_full:
            self.take_groups()

    def take_groups(self) -> None:
        """Take over what was added up of each group."""
        for code, sums in self.by_group.take().items():
            known = self.groups.setdefault(self.codes.texts[code], sums)
            if known is not sums:
                known.merge(sums)

    def far(self, a: Losses, sizes: Floats) -> list[int]:
        """The rows that moved most, and no less than the last of those already known."""
        near = np.flatnonzero((sizes >= self.floor) & (sizes > 0))
        near = near[np.argsort(a.lines[near], kind="stable")]
        far: list[int] = near[largest(sizes[near], self.top)].tolist()
        return far

    def loss(self, batch: Losses, row: int, named: Losses | None) -> Loss:
        """One row of a batch, with its id as another batch of the same rows has it."""
        return Loss(
            batch.file,
            int(batch.lines[row]),
            None if named is None or named.ids is None else named.ids.text(row),
            self.labels.text(int(batch.labels[row])),
            None if batch.groups is None else self.codes.text(int(batch.groups[row])),
            float(batch.loss[row]),
            float(batch.truth[row]),
            1.0 if batch.weights is None else float(batch.weights[row]),
            () if batch.p is None else tuple(zip(self.labels.texts, batch.p[row].tolist(), strict=True)),
        )
