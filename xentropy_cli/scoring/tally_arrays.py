"""Adds arrays of rows to the sums of a tally: the same numbers as `Tally.add_rows`, bit for bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.arrays import formulas as batch
from xentropy_cli.arrays.array_sums import squares_by_group, total, total_by_group, total_by_group_and_squares
from xentropy_cli.inputs.sums_to_one import ALWAYS
from xentropy_cli.scoring.group_arrays import GroupArrays
from xentropy_cli.scoring.measure_arrays import Measures, measure_arrays
from xentropy_cli.scoring.sorted_cells import add_sorted_cells
from xentropy_cli.scoring.sums import Sums
from xentropy_cli.tables.fast.reader import Arrays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xentropy_cli.scoring.tally import Tally

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

MOST_DENSE = 100_000


def add_arrays(tally: Tally, rows: Arrays, file: str) -> None:
    """Measure rows and add them."""
    if not rows.labels.size:
        return
    m = measure_arrays(tally.method, rows.labels, rows.q)
    tally.sums.clipped += m.clipped
    every, (rows, m) = rows, weighing(rows, m)
    tally.sums.absorb(sums_of(tally, every.labels.size, rows, m))
    if tally.by_group is not None and every.groups is not None:
        tally.by_group.add(every.groups, rows, m)
        if tally.by_group.is_full:
            tally.take_groups()
    name_rows(tally, rows, m, file)


def arrays_for(tally: Tally, names: Sequence[str]) -> GroupArrays:
    """Make room for the groups of a tally."""
    return GroupArrays(names, weighted=tally.weighted, events=tally.method.kind == "events")


def weighing(rows: Arrays, m: Measures) -> tuple[Arrays, Measures]:
    """Leave out rows of weight 0."""
    if rows.weights is None or rows.weights.all():
        return rows, m
    at = np.flatnonzero(rows.weights)
    groups = None if rows.groups is None else rows.groups[at]
    kept = Arrays(rows.lines[at], rows.labels[at], rows.q[at], rows.weights[at], groups)
    return kept, Measures(m.loss[at], m.truth[at], m.top[at], m.confidence[at], m.brier[at])


def sums_of(tally: Tally, n: int, rows: Arrays, m: Measures) -> Sums:
    """Return the sums of n rows, of which those of weight 0 were left out: they are counted, and add nothing."""
    sums = Sums(tally.classes, tally.columns)
    sums.n = n
    if rows.labels.size:
        add_losses(sums, rows, m)
        add_ranges(sums, tally, rows.q)
        if tally.method.kind != "events":
            add_cells(sums, tally, rows, m)
    return sums


def add_losses(sums: Sums, rows: Arrays, m: Measures) -> None:
    """Add the masses and losses of each class, and what the standard error needs."""
    loss, weights, labels, classes = m.loss, rows.weights, rows.labels, len(sums.mass)
    sums.mass = masses(labels, weights, classes)
    if float(loss.max()) == np.inf:
        endless = np.isinf(loss)
        sums.infinite = masses(labels[endless], None, classes)
        sums.infinite_mass = masses(labels[endless], None if weights is None else weights[endless], classes)
        loss, labels = loss[~endless], labels[~endless]
        weights = None if weights is None else weights[~endless]
    sums.finite = loss.size
    with np.errstate(over="ignore"):  # what overflows is infinite, which no exact sum takes
        weighted = loss if weights is None else loss * weights
        cross = None if weights is None else weights * weighted
    sums.loss, sums.squares = total_by_group_and_squares(weighted, labels, classes)
    if cross is not None and weights is not None:
        sums.cross = total(cross)
        sums.weight_squares = squares_by_group(weights, np.zeros(weights.size, dtype=np.intp), 1)[0]


def masses(labels: Indices, weights: Floats | None, classes: int) -> list[int]:
    """Rows, or exact sums of weights, of each class."""
    if weights is None and classes == 2:  # noqa: PLR2004  binary
        ones = int(labels.sum())
        return [labels.size - ones, ones]
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


def masses_where(chosen: NDArray[np.bool_], labels: Indices, weights: Floats | None, classes: int) -> list[int]:
    """Rows, or exact sums of weights, of each class, of chosen rows alone."""
    return masses(labels[chosen], None if weights is None else weights[chosen], classes)


def add_ranges(sums: Sums, tally: Tally, q: Floats) -> None:
    """Keep the smallest and largest prediction of each column, and how far sums of rows are from 1."""
    rows = q if tally.method.kind == "classes" else q[:, None]
    sums.low, sums.high = rows.min(axis=0).tolist(), rows.max(axis=0).tolist()
    if tally.method.kind == "classes" and tally.method.scale == "pred":
        misses = np.abs(batch.summed(q) - 1.0)
        sums.off = int(np.count_nonzero(misses > ALWAYS))
        sums.farthest = float(misses.max())


def add_cells(sums: Sums, tally: Tally, rows: Arrays, m: Measures) -> None:
    """Add the Brier scores, right answers, and the bins of calibration."""
    sums.brier = total(m.brier if rows.weights is None else m.brier * rows.weights)
    binary = tally.method.kind == "binary"
    if binary and rows.weights is None:
        add_sorted_cells(sums, tally.method.bins, rows.labels, m.confidence)
        return
    add_numbered_cells(sums, tally, rows, m)
    sums.correct = masses_where(m.top == rows.labels, rows.labels, rows.weights, tally.classes)
    decided = m.confidence == 1.0
    sums.decided = int(np.count_nonzero(decided | (m.confidence == 0.0) if binary else decided))


def add_numbered_cells(sums: Sums, tally: Tally, rows: Arrays, m: Measures) -> None:
    """Add the bins of calibration by number."""
    bins, classes, weights = tally.method.bins, tally.classes, rows.weights
    cell = (m.confidence * bins).astype(np.intp)
    np.minimum(cell, bins - 1, out=cell)
    if tally.method.kind != "binary":
        cell += m.top * bins
    keys = cell * classes
    keys += rows.labels
    count = bins if tally.method.kind == "binary" else bins * classes
    sums.cells = keyed_masses(keys, weights, count * classes)
    confidence = m.confidence if weights is None else m.confidence * weights
    sums.confidence = keyed_totals(confidence, cell, count)


def name_rows(tally: Tally, rows: Arrays, m: Measures, file: str) -> None:
    """Hand the rows with the largest losses to the tally."""
    if not m.loss.size:
        return
    top = tally.top
    floor = tally.floor
    if floor == -np.inf:
        floor = least_of_largest(m.loss, max(top, 1))
    near = np.flatnonzero(m.loss >= floor)
    if near.size > top:  # equal losses: the first rows are kept
        above = near[m.loss[near] > floor]
        equal = near[m.loss[near] == floor][: max(top, 1)]
        near = np.concatenate((above, equal))
    if float(m.loss.max()) == np.inf:
        endless = np.flatnonzero(np.isinf(m.loss))[: max(top, 20)]
        near = np.union1d(near[np.isfinite(m.loss[near])], endless)
    weights = rows.weights
    tally.name_rows(
        (
            (
                float(m.loss[k]),
                int(rows.lines[k]),
                int(rows.labels[k]),
                float(m.truth[k]),
                1.0 if weights is None else float(weights[k]),
            )
            for k in near.tolist()
        ),
        file,
    )


def least_of_largest(loss: Floats, count: int) -> float:
    """The smallest of the `count` largest losses."""
    return float(np.partition(loss, loss.size - count)[loss.size - count]) if loss.size > count else -np.inf
