"""Binary predictions, sorted: then every bin of calibration is a run of neighbours, and counting it is finding its ends.

Sorting is the fastest way to it that numpy has: faster than to number the bins of all rows and to count and add by number.
"""

from __future__ import annotations

from functools import cache
from operator import sub
from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.arrays.array_sums import total_by_run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xentropy_cli.scoring.sums import Sums

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

LABEL_BIT = 62  # doubles from 0 to 1 leave it free, and as whole numbers have the same order
PROBABILITY = (1 << LABEL_BIT) - 1
HALF = 0.5


def add_sorted_cells(sums: Sums, bins: int, labels: Indices, q: Floats) -> None:
    """Add the bins of probabilities q of class 1, the right answers, and those that were certain; labels are 0 or 1."""
    keys = (q + 0.0).view(np.int64)  # −0 becomes 0
    keys |= labels << LABEL_BIT
    keys.sort()
    zeros = int(keys.searchsorted(1 << LABEL_BIT))
    keys &= PROBABILITY
    ordered = keys.view(np.float64)
    sides = ordered[:zeros], ordered[zeros:]
    starts = [zeros * label + at for label, side in enumerate(sides) for at in side.searchsorted(edges(bins)).tolist()]
    sizes = list(map(sub, [*starts[1:], q.size], starts))
    runs = [run for run, size in enumerate(sizes) if size]
    for run, total in zip(runs, total_by_run(ordered, [starts[run] for run in runs]), strict=True):
        label, cell = divmod(run, bins)
        sums.cells[cell * 2 + label] = sizes[run]
        sums.confidence[cell] = sums.confidence.get(cell, 0) + total
    low, high = ([*side.searchsorted((0.0, HALF), "right").tolist(), int(side.searchsorted(1.0))] for side in sides)
    sums.correct = [low[1], q.size - zeros - high[1]]
    sums.decided = low[0] + zeros - low[2] + high[0] + q.size - zeros - high[2]


@cache
def edges(bins: int) -> Floats:
    """Return where bins begin: bin k holds every q for which q · bins, as computed, is at least k and below k + 1.

    >>> edges(10)[3], int(edges(10)[3] * 10), int(np.nextafter(edges(10)[3], 0) * 10)
    (np.float64(0.3), 3, 2)
    """
    numbers = np.arange(bins)
    near = numbers / bins
    near = np.where((near * bins).astype(np.intp) < numbers, np.nextafter(near, 1.0), near)
    lower = np.nextafter(near, 0.0)
    return np.where((lower * bins).astype(np.intp) < numbers, near, lower)
