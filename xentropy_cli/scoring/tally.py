"""Adds measured rows to sums, in plain Python; `tally_arrays` adds arrays to the same sums."""

from __future__ import annotations

import math
from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.arrays.exact_sum import total_of, whole
from xentropy_cli.inputs.sums_to_one import ALWAYS
from xentropy_cli.scoring.measure import measure
from xentropy_cli.scoring.sums import Sums, Totals, making_many, square_sums
from xentropy_cli.tables.strict.cells import sum_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentropy_cli.scoring.group_arrays import GroupArrays
    from xentropy_cli.scoring.measure import Measured, Method
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.strict.reader import Row

MOST_INFINITE = 20


class Worst(NamedTuple):
    """A row with a large loss: where it stands, what happened, and what had been predicted."""

    loss: float
    file: str
    line: int
    label: int
    truth: float
    weight: float = 1.0
    id: str | None = None

    @property
    def rank(self) -> tuple[float, str, int]:
        """The largest loss first; equal ones by place."""
        return -self.loss, self.file, self.line


class Tally:
    """Sums of all rows and of each group, and the rows worth naming: none with a loss below `least`, if there are others."""

    def __init__(self, method: Method, plan: Plan, top: int) -> None:
        """Begin with nothing."""
        self.method = method
        self.classes = max(len(plan.classes), 1)
        self.columns = len(plan.classes) if plan.kind == "classes" else 1
        self.top = top
        self.weighted = plan.weight is not None
        self.sums = Sums(self.classes, self.columns)
        self.has_groups = plan.by is not None
        self.groups: dict[str, Totals] = {}
        self.by_group: GroupArrays | None = None
        self.worst: list[Worst] = []
        self.infinite: list[tuple[str, int]] = []
        self.least = -math.inf

    @property
    def floor(self) -> float:
        """The smallest loss among the worst rows, once there are enough of them."""
        return max(self.least, self.worst[-1].loss if len(self.worst) == self.top and self.worst else -math.inf)

    def add_rows(self, rows: Sequence[Row], file: str) -> None:
        """Measure rows and add them."""
        measured = [measure(self.method, row.label, row.q) for row in rows]
        self.sums.absorb(self.sums_of(rows, measured))
        self.sums.clipped += sum(m.clipped for m in measured)
        if self.has_groups:
            self.add_groups(self.grouped(rows, measured))
        pairs = zip(rows, measured, strict=True)
        self.name_rows([(m.loss, row.line, row.label, m.truth, row.weight) for row, m in pairs if row.weight], file)

    def absorb(self, other: Tally) -> None:
        """Add the rows of another tally of the same kind."""
        self.sums.absorb(other.sums)
        self.add_groups(other.groups.items())
        self.worst = nsmallest(self.top, [*self.worst, *other.worst], key=lambda row: row.rank)
        self.infinite = nsmallest(MOST_INFINITE, [*self.infinite, *other.infinite])

    def add_groups(self, groups: Iterable[tuple[str, Totals]]) -> None:
        """Add totals of groups."""
        for group, totals in groups:
            if group in self.groups:
                self.groups[group].absorb(totals)
            else:
                self.groups[group] = totals

    def take_groups(self) -> None:
        """Take over what was added up in arrays."""
        if self.by_group is not None:
            with making_many():
                self.add_groups(self.by_group.take())

    def grouped(self, rows: Sequence[Row], measured: Sequence[Measured]) -> Iterator[tuple[str, Totals]]:
        """Add up the rows of each group."""
        parts: dict[str, tuple[list[Row], list[Measured]]] = {}
        for row, m in zip(rows, measured, strict=True):
            part = parts.setdefault(row.group or "", ([], []))
            part[0].append(row)
            part[1].append(m)
        for group, part in parts.items():
            totals = Totals()
            totals.n = len(part[0])
            self.add_losses(totals, *self.weighing(*part))
            yield group, totals

    def name_rows(self, rows: Iterable[tuple[float, int, int, float, float]], file: str) -> None:
        """Keep the worst rows, and the places of the first infinite ones."""
        floor = self.floor
        candidates = [row for row in rows if row[0] >= floor]
        largest = nsmallest(self.top, candidates, key=lambda row: (-row[0], row[1]))
        worst = [Worst(loss, file, line, label, q, weight) for loss, line, label, q, weight in largest]
        self.worst = nsmallest(self.top, [*self.worst, *worst], key=lambda row: row.rank)
        places = [(file, row[1]) for row in candidates if row[0] == math.inf]
        self.infinite = nsmallest(MOST_INFINITE, [*self.infinite, *places])

    def sums_of(self, rows: Sequence[Row], measured: Sequence[Measured]) -> Sums:
        """The sums of some rows; a row of weight 0 is counted, and adds nothing."""
        sums = Sums(self.classes, self.columns)
        sums.n = len(rows)
        rows, measured = self.weighing(rows, measured)
        if rows:
            self.add_losses(sums, rows, measured)
            self.add_ranges(sums, rows)
            if self.method.kind != "events":
                self.add_cells(sums, rows, measured)
        return sums

    def weighing(self, rows: Sequence[Row], measured: Sequence[Measured]) -> tuple[Sequence[Row], Sequence[Measured]]:
        """Leave out rows of weight 0."""
        if not self.weighted:
            return rows, measured
        pairs = [(row, m) for row, m in zip(rows, measured, strict=True) if row.weight]
        return [row for row, _ in pairs], [m for _, m in pairs]

    def add_losses(self, totals: Totals, rows: Sequence[Row], measured: Sequence[Measured]) -> None:
        """Add the masses and losses, by class where the totals are, and what the standard error needs."""
        finite: list[list[float]] = [[] for _ in totals.mass]
        has_top, by_class = self.method.kind != "events", len(finite) > 1
        for row, m in zip(rows, measured, strict=True):
            mass = whole(row.weight) if self.weighted else 1
            label = row.label if by_class else 0
            totals.mass[label] += mass
            totals.correct[label] += mass if has_top and m.top == row.label else 0
            if m.loss == math.inf:
                totals.infinite[label] += 1
                totals.infinite_mass[label] += mass
            else:
                finite[label].append(m.loss * row.weight)
        totals.finite = sum(map(len, finite))
        totals.loss = [total_of(losses) for losses in finite]
        if self.weighted:
            self.add_squares(totals, rows, measured)
        else:
            totals.squares = square_sums([x for losses in finite for x in losses], None)[0]

    def add_squares(self, totals: Totals, rows: Sequence[Row], measured: Sequence[Measured]) -> None:
        """Add what the standard error of a weighted mean needs."""
        pairs = [(m.loss * row.weight, row.weight) for row, m in zip(rows, measured, strict=True) if m.loss < math.inf]
        totals.squares, totals.cross, totals.weight_squares = square_sums([x for x, _ in pairs], [w for _, w in pairs])

    def add_ranges(self, sums: Sums, rows: Sequence[Row]) -> None:
        """Keep the smallest and largest prediction of each column, and how far sums of rows are from 1."""
        if self.method.kind != "classes":
            values = [row.q for row in rows]
            sums.low, sums.high = [min(values)], [max(values)]  # type: ignore[list-item]  # one number a row
            return
        columns = list(zip(*(row.q for row in rows), strict=True))
        sums.low, sums.high = list(map(min, columns)), list(map(max, columns))
        if self.method.scale == "pred":
            misses = [abs(sum_of(row.q, "pred") - 1.0) for row in rows]  # type: ignore[arg-type]  # as above
            sums.off = sum(miss > ALWAYS for miss in misses)
            sums.farthest = max(misses)

    def add_cells(self, sums: Sums, rows: Sequence[Row], measured: Sequence[Measured]) -> None:
        """Add the Brier scores and the bins of calibration."""
        bins, binary = self.method.bins, self.method.kind == "binary"
        briers: list[float] = []
        confidences: dict[int, list[float]] = {}
        for (_, label, _, weight, _), (_, _, top, confidence, brier, _) in zip(rows, measured, strict=True):
            mass = whole(weight) if self.weighted else 1
            sums.decided += confidence == 1.0 or (binary and confidence == 0.0)
            cell = min(int(confidence * bins), bins - 1)
            if not binary:
                cell += top * bins
            key = cell * self.classes + label
            sums.cells[key] = sums.cells.get(key, 0) + mass
            confidences.setdefault(cell, []).append(confidence * weight)
            briers.append(brier * weight)
        sums.brier = total_of(briers)
        sums.confidence = {cell: total_of(values) for cell, values in confidences.items()}
