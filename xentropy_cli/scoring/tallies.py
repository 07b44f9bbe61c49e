"""Adds up rows: exact sums, bins, the worst rows, and each group by itself."""

from __future__ import annotations

import math
from heapq import nsmallest
from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.arrays import formulas as batch
from xentropy_cli.arrays.array_sums import exact_total, squares_by_group, total_by_group
from xentropy_cli.arrays.elementary import log_of_base
from xentropy_cli.arrays.exact_sum import whole
from xentropy_cli.inputs.sums_to_one import ALWAYS
from xentropy_cli.scoring.group_arrays import GroupArrays
from xentropy_cli.scoring.losses import TINY, Measures, faint_surprisals, measure_rows
from xentropy_cli.scoring.sums import BAND, Sums, Totals, brightest, making_many
from xentropy_cli.scoring.worst import MOST_INFINITE, Worst

if TYPE_CHECKING:
    from xentropy_cli.arrays.kinds import Floats, Indices
    from xentropy_cli.scoring.method import Method
    from xentropy_cli.scoring.sums import FaintKey
    from xentropy_cli.tables.codes import Codes
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.rows import Rows


MOST_DENSE = 100_000


class Tally:
    """Sums of all rows and of each group, and the rows worth naming."""

    def __init__(self, method: Method, plan: Plan, top: int, groups: Codes) -> None:
        """Begin with nothing."""
        self.method, self.plan, self.top, self.codes = method, plan, top, groups
        self.classes = max(len(plan.classes), 1)
        self.columns = len(plan.classes) if plan.kind == "classes" else 1
        self.weighted = plan.weight is not None
        self.sums = Sums(self.classes, self.columns)
        self.groups: dict[str, Totals] = {}
        self.by_group = GroupArrays(groups, weighted=self.weighted, events=method.kind == "events")
        self.worst: list[Worst] = []
        self.infinite: list[tuple[str, int]] = []
        self.floor = -math.inf  # no row with a smaller loss is among the worst

    def part(self) -> Tally:
        """An empty tally for some rows of the same table; groups are added up in the same arrays."""
        part = Tally(self.method, self.plan, self.top, self.codes)
        part.by_group, part.floor = self.by_group, self.floor
        return part

    def add(self, rows: Rows, file: str) -> None:
        """Measure rows and add them; a row of weight 0 is counted, and adds nothing."""
        if not rows.size:
            return
        m = measure_rows(self.method, rows)
        self.sums.clipped += m.clipped
        every, (rows, m) = rows, weighing(rows, m)
        self.sums.absorb(sums_of(self, every.size, rows, m))
        if every.groups is not None:
            self.by_group.add(every.groups, rows, m)
        self.name_rows(rows, m, file)

    def absorb(self, other: Tally) -> None:
        """Add the rows of another tally of the same kind; of groups only when their arrays are full."""
        self.sums.absorb(other.sums)
        self.worst = nsmallest(self.top, [*self.worst, *other.worst], key=lambda row: row.rank)
        if self.top and len(self.worst) == self.top:
            self.floor = self.worst[-1].loss
        self.infinite = nsmallest(MOST_INFINITE, [*self.infinite, *other.infinite])
        if self.by_group.is_full:
            self.take_groups()

    def take_groups(self) -> None:
        """Take over what was added up of each group."""
        with making_many():
            for group, totals in self.by_group.take():
                if group in self.groups:
                    self.groups[group].absorb(totals)
                else:
                    self.groups[group] = totals

    def name_rows(self, rows: Rows, m: Measures, file: str) -> None:
        """Keep the worst rows, and the places of the first infinite ones."""
        if not m.loss.size:
            return
        near = np.flatnonzero(m.loss >= self.floor)
        worst = [self.named(rows, m, near[at], file) for at in largest(m.loss[near], self.top)]
        self.worst = nsmallest(self.top, [*self.worst, *worst], key=lambda row: row.rank)
        if float(m.loss.max()) == np.inf:
            lines = rows.lines[np.flatnonzero(np.isinf(m.loss))[:MOST_INFINITE]].tolist()
            self.infinite = nsmallest(MOST_INFINITE, [*self.infinite, *((file, line) for line in lines)])

    def named(self, rows: Rows, m: Measures, row: int, file: str) -> Worst:
        """Say what there is to say about a row."""
        return Worst(
            float(m.loss[row]),
            file,
            int(rows.lines[row]),
            int(rows.labels[row]),
            float(m.truth[row]),
            1.0 if rows.weights is None else float(rows.weights[row]),
            None if rows.ids is None else rows.ids.text(row),
        )


def weighing(rows: Rows, m: Measures) -> tuple[Rows, Measures]:
    """Leave out rows of weight 0."""
    if rows.weights is None or rows.weights.all():
        return rows, m
    at = np.flatnonzero(rows.weights)
    return rows.take(at), m.take(at)


def sums_of(tally: Tally, n: int, rows: Rows, m: Measures) -> Sums:
    """Return the sums of n rows, of which those of weight 0 were left out: they are counted, and add nothing."""
    sums = Sums(tally.classes, tally.columns)
    sums.n = n
    if rows.labels.size:
        add_losses(sums, rows, m)
        add_ranges(sums, tally, rows.q)
        if m.entropy is not None and m.divergence is not None:
            add_distributions(sums, m.entropy, m.divergence, rows.weights)
        if rows.sizes is not None:
            add_sizes(sums, tally.plan, rows)
        if tally.plan.are_tokens:
            add_documents(sums, rows, m, tally.method.base)
        if tally.method.kind != "events":
            add_cells(sums, tally, rows, m)
    return sums


def add_distributions(sums: Sums, entropy: Floats, divergence: Floats, weights: Floats | None) -> None:
    """Add the H(P) of rows, and their KL(P‖Q) where it is finite."""
    sums.soft = int(np.count_nonzero(entropy))
    divergence = np.where(np.isinf(divergence), 0.0, divergence)
    sums.entropy, sums.divergence = (
        exact_total(values if weights is None else values * weights) for values in (entropy, divergence)
    )


def add_sizes(sums: Sums, plan: Plan, rows: Rows) -> None:
    """Add the bytes and words of rows, each as often as the row counts."""
    for (what, _), sizes in zip(plan.sizes, rows.sizes.T if rows.sizes is not None else (), strict=True):
        setattr(sums, what, exact_total(sizes if rows.weights is None else sizes * rows.weights))


def add_documents(sums: Sums, rows: Rows, m: Measures, base: str) -> None:
    """Add the perplexity of each list of tokens, which all stand on one line."""
    starts = np.flatnonzero(np.concatenate([[True], rows.lines[1:] != rows.lines[:-1]]))
    means = np.add.reduceat(m.loss, starts) / np.diff(np.append(starts, m.loss.size))
    with np.errstate(over="ignore"):
        perplexities = (
            float(base) ** means if base.isdecimal() else np.exp(means if base == "e" else means * log_of_base(base))
        )
    finite = np.isfinite(perplexities)
    sums.documents, sums.endless_documents = starts.size, int(np.count_nonzero(~finite))
    sums.document_perplexity = exact_total(perplexities[finite])


def add_losses(sums: Sums, rows: Rows, m: Measures) -> None:
    """Add the masses and losses of each class, and what the standard error needs."""
    loss, weights, labels, classes = m.loss, rows.weights, rows.labels, len(sums.mass)
    sums.mass = masses(labels, weights, classes)
    if float(loss.max()) == np.inf:
        endless = np.isinf(loss)
        sums.infinite = masses(labels[endless], None, classes)
        sums.infinite_mass = masses(labels[endless], None if weights is None else weights[endless], classes)
        loss, labels = loss[~endless], labels[~endless]
        weights = None if weights is None else weights[~endless]
    sums.finite = masses(labels, None, classes)
    with np.errstate(over="ignore"):  # what overflows is infinite, which no exact sum takes
        weighted = loss if weights is None else loss * weights
        cross = None if weights is None else weights * weighted
    sums.loss, sums.squares = total_by_group(weighted, labels, classes), squares_by_group(weighted, labels, classes)
    if cross is not None and weights is not None:
        sums.cross = total_by_group(cross, labels, classes)
        sums.weight_squares = squares_by_group(weights, labels, classes)


def masses(labels: Indices, weights: Floats | None, classes: int) -> list[int]:
    """Rows, or exact sums of weights, of each class."""
    if weights is None:
        counts: list[int] = np.bincount(labels, minlength=classes).tolist()
        return counts
    return total_by_group(weights, labels, classes)


def keyed_masses(keys: Indices, weights: Floats | None, count: int) -> dict[int, int]:
    """Rows, or exact sums of weights, by key 0 … count−1, in order, where there are any."""
    if weights is None and count <= MOST_DENSE:
        amounts = np.bincount(keys, minlength=count)
        present = np.flatnonzero(amounts)
        return dict(zip(present.tolist(), amounts[present].tolist(), strict=True))
    found, dense = np.unique(keys, return_inverse=True)
    return dict(zip(found.tolist(), masses(dense, weights, found.size), strict=True))


def keyed_totals(values: Floats, keys: Indices, count: int) -> dict[int, int]:
    """Exact sums of values by key 0 … count−1, where there are any."""
    if count <= MOST_DENSE:
        totals = total_by_group(values, keys, count)
        return {key: totals[key] for key in np.flatnonzero(np.bincount(keys, minlength=count)).tolist()}
    found, dense = np.unique(keys, return_inverse=True)
    return dict(zip(found.tolist(), total_by_group(values, dense, found.size), strict=True))


def add_ranges(sums: Sums, tally: Tally, q: Floats) -> None:
    """Keep the smallest and largest prediction of each column, and how far sums of rows are from 1."""
    rows = q if tally.method.kind == "classes" else q[:, None]
    sums.low, sums.high = rows.min(axis=0).tolist(), rows.max(axis=0).tolist()
    if tally.method.kind == "classes" and tally.method.scale == "pred":
        sums.off, sums.farthest = missed_sums(q)


def missed_sums(q: Floats) -> tuple[int, float]:
    """How many rows have a sum that misses 1, and by how much the farthest does.

    >>> missed_sums(np.array([[0.5, 0.5], [0.5, 0.25]]))
    (1, 0.25)
    """
    misses = np.abs(batch.summed(q) - 1.0)
    return int(np.count_nonzero(misses > ALWAYS)), float(misses.max())


def add_cells(sums: Sums, tally: Tally, rows: Rows, m: Measures) -> None:
    """Add the Brier scores, right answers, and the bins of calibration: bin · classes + label, times the class predicted."""
    bins, classes, weights, binary = tally.method.bins, tally.classes, rows.weights, tally.method.kind == "binary"
    right = m.top == rows.labels
    sums.correct = masses(rows.labels[right], None if weights is None else weights[right], classes)
    decided = m.confidence == 1.0
    sums.decided = int(np.count_nonzero(decided | (m.confidence == 0.0) if binary else decided))
    cell = (m.confidence * bins).astype(np.intp)
    np.minimum(cell, bins - 1, out=cell)
    if not binary:
        cell += m.top * bins
    count = bins if binary else bins * classes
    sums.cells = keyed_masses(cell * classes + rows.labels, weights, count * classes)
    brier, confidence, doubt = (
        values if weights is None else values * weights for values in (m.brier, m.confidence, m.doubt)
    )
    sums.brier, sums.confidence = exact_total(brier), keyed_totals(confidence, cell, count)
    sums.doubt = keyed_totals(doubt, cell, count)
    faint = np.flatnonzero(np.minimum(confidence, doubt) < TINY)
    if faint.size:
        sums.faint = faint_sums(tally.method, rows, m.take(faint), cell, faint)


def faint_sums(method: Method, rows: Rows, m: Measures, cell: Indices, at: Indices) -> dict[FaintKey, int]:
    """Exact sums of the confidence (side 0) and doubt (side 1) of rows where a double holds too little of one of them."""
    found: dict[FaintKey, int] = {}
    logs = 0.0 if rows.weights is None else np.log(rows.weights[at])
    for side, surprisal in enumerate(faint_surprisals(method, rows.q[at], m)):
        exponent = (surprisal - logs) / BAND
        for k in np.flatnonzero(np.isfinite(exponent)).tolist():
            band = math.floor(exponent[k])
            key = side, int(cell[at[k]]), band
            found[key] = found.get(key, 0) + whole(math.exp((band - exponent[k]) * BAND))
    return brightest(found)


def largest(loss: Floats, top: int) -> list[int]:
    """The rows with the largest losses; of equal ones the first.

    >>> largest(np.array([0.5, 2.0, 0.5, 1.0]), 3)
    [1, 3, 0]
    """
    if loss.size <= top or not top:
        return list(range(loss.size)) if top else []
    least = np.partition(loss, loss.size - top)[loss.size - top]
    above, equal = np.flatnonzero(loss > least), np.flatnonzero(loss == least)
    return [*above.tolist(), *equal[: top - above.size].tolist()]
