"""Adds arrays of rows to the sums of a tally: the same numbers as `Tally.add_rows`, bit for bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from xentropy_cli import batch
from xentropy_cli.reading.arrays import Arrays
from xentropy_cli.reading.tables import ALWAYS_ALLOWED
from xentropy_cli.scoring.array_sums import squares_by_group, total, total_by_group, total_by_group_and_squares
from xentropy_cli.scoring.measure_arrays import Measures, measure_arrays
from xentropy_cli.scoring.sorted_cells import add_sorted_cells
from xentropy_cli.scoring.sums import Sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xentropy_cli.scoring.tally import Tally

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

MOST_DENSE = 100_000


class Parts(NamedTuple):
    """Which part each row belongs to, 0 … number−1; None for all rows together."""

    of: Indices | None
    number: int

    def codes(self, kinds: Indices, count: int) -> Indices:
        """Return a number for the part of each row and its kind, 0 … count−1."""
        return kinds if self.of is None else self.of * count + kinds

    def totals(self, values: Floats) -> list[int]:
        """Return the exact sum of the values of each part."""
        return [total(values)] if self.of is None else total_by_group(values, self.of, self.number)

    def counts(self, flags: NDArray[np.bool_]) -> list[int]:
        """Return how many rows of each part are flagged."""
        if self.of is None:
            return [int(np.count_nonzero(flags))]
        counts: list[int] = np.bincount(self.of[flags], minlength=self.number).tolist()
        return counts


ONE = Parts(None, 1)


def add_arrays(tally: Tally, rows: Arrays, file: str, group_names: list[str]) -> None:
    """Measure rows and add them."""
    if not rows.labels.size:
        return
    m = measure_arrays(tally.method, rows.labels, rows.q)
    tally.sums.absorb(sums_of(tally, rows, m, ONE)[0])
    tally.sums.clipped += m.clipped
    if rows.groups is not None:
        occurs = np.bincount(rows.groups) > 0
        present = np.flatnonzero(occurs).tolist()
        parts = Parts((np.cumsum(occurs) - 1)[rows.groups], len(present))
        for group, sums in zip(present, sums_of(tally, rows, m, parts), strict=True):
            tally.add_group(group_names[group], sums)
    name_rows(tally, *weighing(rows, m, ONE)[:2], file)


def weighing(rows: Arrays, m: Measures, parts: Parts) -> tuple[Arrays, Measures, Parts]:
    """Leave out rows of weight 0."""
    if rows.weights is None or rows.weights.all():
        return rows, m, parts
    at = np.flatnonzero(rows.weights)
    kept = Arrays(rows.lines[at], rows.labels[at], rows.q[at], rows.weights[at], None)
    measures = Measures(m.loss[at], m.truth[at], m.top[at], m.confidence[at], m.brier[at])
    return kept, measures, parts if parts.of is None else parts._replace(of=parts.of[at])


def sums_of(tally: Tally, rows: Arrays, m: Measures, parts: Parts) -> list[Sums]:
    """Return the sums of each part of some rows; a row of weight 0 is counted, and adds nothing."""
    made = [Sums(tally.classes, tally.columns) for _ in range(parts.number)]
    spread(made, "n", parts.counts(np.ones(rows.labels.size, dtype=np.bool_)))
    rows, m, parts = weighing(rows, m, parts)
    if rows.labels.size:
        add_losses(made, rows, m, parts)
        add_ranges(made, tally, rows.q, parts)
        if tally.method.kind != "events":
            add_cells(made, tally, rows, m, parts)
    return made


def spread(made: list[Sums], name: str, values: list[int]) -> None:
    """Give each part its share of values: one, or one for each class."""
    each = len(values) // len(made)
    is_one = isinstance(getattr(made[0], name), int)
    for k, sums in enumerate(made):
        setattr(sums, name, values[k] if is_one else values[k * each : (k + 1) * each])


def add_losses(made: list[Sums], rows: Arrays, m: Measures, parts: Parts) -> None:
    """Add the masses and losses of each class, and what the standard error needs."""
    loss, weights, classes = m.loss, rows.weights, len(made[0].mass)
    codes, count = parts.codes(rows.labels, classes), classes * parts.number
    spread(made, "mass", masses(codes, weights, count))
    if float(loss.max()) == np.inf:
        endless = np.isinf(loss)
        spread(made, "infinite", masses(codes[endless], None, count))
        spread(made, "infinite_mass", masses(codes[endless], None if weights is None else weights[endless], count))
        loss, codes = loss[~endless], codes[~endless]
        weights = None if weights is None else weights[~endless]
        parts = parts if parts.of is None else parts._replace(of=parts.of[~endless])
    spread(made, "finite", parts.counts(np.ones(loss.size, dtype=np.bool_)))
    with np.errstate(over="ignore"):  # what overflows is infinite, which no exact sum takes
        weighted = loss if weights is None else loss * weights
        cross = None if weights is None else weights * weighted
    if parts.of is None:
        losses, square = total_by_group_and_squares(weighted, codes, count)
        spread(made, "loss", losses)
        spread(made, "squares", [square])
    else:
        spread(made, "loss", total_by_group(weighted, codes, count))
        spread(made, "squares", squares_by_group(weighted, parts.of, parts.number))
    if cross is not None and weights is not None:
        spread(made, "cross", parts.totals(cross))
        of = np.zeros(weights.size, dtype=np.intp) if parts.of is None else parts.of
        spread(made, "weight_squares", squares_by_group(weights, of, parts.number))


def masses(labels: Indices, weights: Floats | None, classes: int) -> list[int]:
    """Rows, or exact sums of weights, of each class."""
    if weights is None and classes == 2:  # noqa: PLR2004  binary
        ones = int(labels.sum())
        return [labels.size - ones, ones]
    if weights is None:
        counts: list[int] = np.bincount(labels, minlength=classes).tolist()
        return counts
    return total_by_group(weights, labels, classes)


def keyed_masses(keys: Indices, weights: Floats | None, count: int) -> tuple[list[int], list[int]]:
    """Keys 0 … count−1 of which there are any, in order, and how many rows, or the exact sum of their weights."""
    if weights is None and count <= MOST_DENSE:
        amounts = np.bincount(keys, minlength=count)
        present = np.flatnonzero(amounts)
        return present.tolist(), amounts[present].tolist()
    found, dense = np.unique(keys, return_inverse=True)
    return found.tolist(), masses(dense, weights, found.size)


def keyed_totals(values: Floats, keys: Indices, count: int, present: list[int]) -> list[int]:
    """Return exact sums by key 0 … count−1, of which these are present."""
    if count <= MOST_DENSE:
        totals = total_by_group(values, keys, count)
        return [totals[key] for key in present]
    return total_by_group(values, np.searchsorted(np.array(present), keys), len(present))


def deal(made: list[Sums], name: str, keys: list[int], amounts: list[int], each: int) -> None:
    """Give each part its share of amounts by key, `each` keys a part."""
    if len(made) == 1:
        setattr(made[0], name, dict(zip(keys, amounts, strict=True)))
        return
    for key, amount in zip(keys, amounts, strict=True):
        part, own = divmod(key, each)
        getattr(made[part], name)[own] = amount


def masses_where(chosen: NDArray[np.bool_], labels: Indices, weights: Floats | None, classes: int) -> list[int]:
    """Rows, or exact sums of weights, of each class, of chosen rows alone."""
    if weights is None and classes == 2:  # noqa: PLR2004  binary
        ones = int(np.count_nonzero(chosen & (labels == 1)))
        return [int(np.count_nonzero(chosen)) - ones, ones]
    return masses(labels[chosen], None if weights is None else weights[chosen], classes)


def add_ranges(made: list[Sums], tally: Tally, q: Floats, parts: Parts) -> None:
    """Keep the smallest and largest prediction of each column, and how far sums of rows are from 1."""
    rows = q if tally.method.kind == "classes" else q[:, None]
    for sums, low, high in zip(made, *extremes(rows, parts), strict=True):
        sums.low, sums.high = low, high
    if tally.method.kind == "classes" and tally.method.scale == "pred":
        misses = np.abs(batch.summed(q) - 1.0)
        spread(made, "off", parts.counts(misses > ALWAYS_ALLOWED))
        for sums, (farthest,) in zip(made, extremes(misses[:, None], parts)[1], strict=True):
            sums.farthest = max(farthest, 0.0)  # of a part without rows nothing is known


def extremes(columns: Floats, parts: Parts) -> tuple[list[list[float]], list[list[float]]]:
    """Return the smallest and the largest of each column in each part; of a part without rows what no number changes."""
    if parts.of is None:
        return [columns.min(axis=0).tolist()], [columns.max(axis=0).tolist()]
    low = np.full((parts.number, columns.shape[1]), np.inf)
    high = np.full((parts.number, columns.shape[1]), -np.inf)
    order = np.argsort(parts.of, kind="stable")
    present, starts = np.unique(parts.of[order], return_index=True)
    low[present] = np.minimum.reduceat(columns[order], starts, axis=0)
    high[present] = np.maximum.reduceat(columns[order], starts, axis=0)
    return low.tolist(), high.tolist()


def add_cells(made: list[Sums], tally: Tally, rows: Arrays, m: Measures, parts: Parts) -> None:
    """Add the Brier scores, right answers, and the bins of calibration."""
    spread(made, "brier", parts.totals(m.brier if rows.weights is None else m.brier * rows.weights))
    binary, classes = tally.method.kind == "binary", tally.classes
    if binary and rows.weights is None and parts.of is None:
        add_sorted_cells(made[0], tally.method.bins, rows.labels, m.confidence)
        return
    add_numbered_cells(made, tally, rows, m, parts)
    own, own_count = parts.codes(rows.labels, classes), classes * parts.number
    spread(made, "correct", masses_where(m.top == rows.labels, own, rows.weights, own_count))
    decided = m.confidence == 1.0
    spread(made, "decided", parts.counts(decided | (m.confidence == 0.0) if binary else decided))


def add_numbered_cells(made: list[Sums], tally: Tally, rows: Arrays, m: Measures, parts: Parts) -> None:
    """Add the bins of calibration by number."""
    bins, classes, weights = tally.method.bins, tally.classes, rows.weights
    cell = (m.confidence * bins).astype(np.intp)
    np.minimum(cell, bins - 1, out=cell)
    count = bins
    if tally.method.kind != "binary":
        cell += m.top * bins
        count = bins * classes
    keys = cell * classes
    keys += rows.labels
    found, amounts = keyed_masses(parts.codes(keys, count * classes), weights, count * classes * parts.number)
    deal(made, "cells", found, amounts, count * classes)
    present = list(dict.fromkeys(key // classes for key in found))
    confidence = m.confidence if weights is None else m.confidence * weights
    totals = keyed_totals(confidence, parts.codes(cell, count), count * parts.number, present)
    deal(made, "confidence", present, totals, count)


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
