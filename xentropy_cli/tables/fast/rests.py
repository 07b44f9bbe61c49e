"""1 − q of cells with a probability near 1, from their digits: a double near 1 keeps few digits of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.tables.fast.cell_positions import text_in
from xentropy_cli.tables.fast.digits import EXACT, POWERS, WHOLE_POWERS, digits_value
from xentropy_cli.tables.strict.cells import complement_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xentropy_cli.arrays.kinds import Floats, Indices
    from xentropy_cli.tables.fast.cell_positions import Cells

MOST_DIGITS = 18
"""Digits behind the point whose whole number fits a word with room to spare."""


def rests_in(cells: Cells, preds: Sequence[int], columns: Indices, rows: Indices) -> Floats:
    """1 − q of cells, each named by the place of its prediction column and its row."""
    rests = np.empty(rows.size)
    for k in np.unique(columns).tolist():
        mine = columns == k
        starts, ends = (of(preds[k])[rows[mine]] for of in (cells.starts, cells.ends))
        rests[mine] = rests_between(cells.buffer, starts, ends)
    return rests


def rests_between(buffer: NDArray[np.uint8], starts: Indices, ends: Indices) -> Floats:
    """1 − q of cells [start, end): those of the form 0.d…d at once, others as they are read one by one.

    >>> text = bytes(64) + b"0.99999999999999994,99.5e-2" + bytes(64)
    >>> rests_between(np.frombuffer(text, np.uint8), np.array([64, 84]), np.array([83, 91])).tolist()
    [6e-17, 0.005]
    """
    count = ends - starts - 2
    is_plain = (buffer[starts] == ord("0")) & (buffer[starts + 1] == ord(".")) & (count > 0) & (count <= MOST_DIGITS)
    count = np.where(is_plain, count, 1)
    fraction, fine = digits_value(buffer, ends, count)
    above = WHOLE_POWERS[count] - fraction
    rests: Floats = above.astype(np.float64) / POWERS[count]
    for k in np.flatnonzero(~(is_plain & fine & (above < EXACT))).tolist():
        rests[k] = complement_of(text_in(buffer, int(starts[k]), int(ends[k])))
    return rests
