"""Adds arrays of rows to the sums of a tally: the same numbers as `Tally.add_rows`, bit for bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli import batch
from xentropy_cli.reading.tables import ALWAYS_ALLOWED
from xentropy_cli.scoring.array_sums import squares, total, total_by_group, total_by_group_and_squares
from xentropy_cli.scoring.measure_arrays import Measures, measure_arrays
from xentropy_cli.scoring.sums import Sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xentropy_cli.reading.arrays import Arrays
    from xentropy_cli.scoring.tally import Tally

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

MOST_DENSE = 100_000


def add_arrays(tally: Tally, rows: Arrays, file: str, group_names: list[str]) -> None:
    """Measure rows and add them."""
    if not rows.labels.size:
        return
    measures = measure_arrays(tally.method, rows.labels, rows.q)
    tally.sums.absorb(sums_of(tally, rows, measures))
    if rows.groups is not None:
        for group in np.unique(rows.groups).tolist():
            ours = np.flatnonzero(rows.groups == group)
            part = rows._replace(
                lines=rows.lines[ours],
                labels=rows.labels[ours],
                q=rows.q[ours],
                weights=None if rows.weights is None else rows.weights[ours],
            )
            loss, truth, top, confidence, brier, _ = measures
            taken = Measures(loss[ours], truth[ours], top[ours], confidence[ours], brier[ours])
            tally.add_group(group_names[group], sums_of(tally, part, taken))
    name_rows(tally, rows, measures, file)


def sums_of(tally: Tally, rows: Arrays, m: Measures) -> Sums:
    """The sums of some rows."""
    classes, weights, labels = tally.classes, rows.weights, rows.labels
    sums = Sums(classes, tally.columns)
    sums.n = labels.size
    sums.mass = masses(labels, weights, classes)
    loss, own, finite_weights = m.loss, labels, weights
    endless = np.isinf(loss) if float(loss.max()) == np.inf else None
    if endless is not None:
        sums.infinite = np.bincount(labels[endless], minlength=classes).tolist()
        sums.infinite_mass = masses(labels[endless], None if weights is None else weights[endless], classes)
        loss, own = loss[~endless], labels[~endless]
        finite_weights = None if weights is None else weights[~endless]
    weighted = loss if finite_weights is None else loss * finite_weights
    sums.loss, sums.squares = total_by_group_and_squares(weighted, own, classes)
    if finite_weights is not None:
        sums.cross = total(finite_weights * weighted)
        sums.weight_squares = squares(finite_weights)
    add_ranges(tally, sums, rows.q)
    if tally.method.kind != "events":
        add_cells(tally, sums, rows, m)
    sums.clipped = m.clipped
    return sums


def masses(labels: Indices, weights: Floats | None, classes: int) -> list[int]:
    """Rows, or exact sums of weights, of each class."""
    if weights is None and classes == 2:  # noqa: PLR2004  binary
        ones = int(np.count_nonzero(labels))
        return [labels.size - ones, ones]
    if weights is None:
        counts: list[int] = np.bincount(labels, minlength=classes).tolist()
        return counts
    return total_by_group(weights, labels, classes)


def keyed_masses(keys: Indices, weights: Floats | None, count: int) -> dict[int, int]:
    """Rows, or exact sums of weights, by key 0 … count−1, where there are any."""
    if weights is None and count <= MOST_DENSE:
        amounts = np.bincount(keys, minlength=count)
        present = np.flatnonzero(amounts)
        return dict(zip(present.tolist(), amounts[present].tolist(), strict=True))
    found, dense = np.unique(keys, return_inverse=True)
    named = zip(found.tolist(), masses(dense, weights, found.size), strict=True)
    return {key: mass for key, mass in named if mass}


def masses_where(chosen: NDArray[np.bool_], labels: Indices, weights: Floats | None, classes: int) -> list[int]:
    """Rows, or exact sums of weights, of each class, of chosen rows alone."""
    if weights is None and classes == 2:  # noqa: PLR2004  binary
        ones = int(np.count_nonzero(chosen & (labels == 1)))
        return [int(np.count_nonzero(chosen)) - ones, ones]
    return masses(labels[chosen], None if weights is None else weights[chosen], classes)


def add_ranges(tally: Tally, sums: Sums, q: Floats) -> None:
    """Keep the smallest and largest prediction of each column, and how far sums of rows are from 1."""
    if tally.method.kind != "classes":
        sums.low, sums.high = [float(q.min())], [float(q.max())]
        return
    sums.low, sums.high = q.min(axis=0).tolist(), q.max(axis=0).tolist()
    if tally.method.scale == "pred":
        misses = np.abs(batch.summed(q) - 1.0)
        sums.off = int(np.count_nonzero(misses > ALWAYS_ALLOWED))
        sums.farthest = float(misses.max())


def add_cells(tally: Tally, sums: Sums, rows: Arrays, m: Measures) -> None:
    """Add the Brier scores, right answers, and the bins of calibration."""
    bins, classes, weights = tally.method.bins, tally.classes, rows.weights
    binary = tally.method.kind == "binary"
    cell = np.minimum((m.confidence * bins).astype(np.intp), bins - 1)
    if not binary:
        cell += m.top * bins
    count = bins if binary else bins * classes
    keys = cell * classes + rows.labels
    sums.cells = keyed_masses(keys, weights, count * classes)
    confidence = m.confidence if weights is None else m.confidence * weights
    present = {key // classes for key in sums.cells}
    if count <= MOST_DENSE:
        totals = total_by_group(confidence, cell, count)
        sums.confidence = {k: totals[k] for k in present}
    else:
        sums.confidence = {k: total(confidence[cell == k]) for k in present}
    sums.correct = masses_where(m.top == rows.labels, rows.labels, weights, classes)
    sums.decided = int(np.count_nonzero(m.confidence == 1.0))
    if binary:
        sums.decided += int(np.count_nonzero(m.confidence == 0.0))
    sums.brier = total(m.brier if weights is None else m.brier * weights)


def name_rows(tally: Tally, rows: Arrays, m: Measures, file: str) -> None:
    """Hand the rows with the largest losses to the tally."""
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
