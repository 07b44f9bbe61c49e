"""The different numbers of a column, and which of them each row holds, told apart by their bits: −0.0 is not 0.0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEW = 16  # so many are found faster by comparing than by sorting
LONGEST = 8  # bytes


def distinct(values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]] | None:
    """Each number of a column once, and the place of that of every row among them; None for what is no plain number.

    >>> distinct(np.array([5, 7, 5]))
    (array([5, 7]), array([0, 1, 0]))
    """
    if values.dtype.kind not in "biuf" or values.dtype.itemsize > LONGEST:
        return None
    bits = values.view(f"u{values.dtype.itemsize}")
    found, which = few(bits) or np.unique(bits, return_inverse=True)
    return found.view(values.dtype), which


def few(bits: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.intp]] | None:
    """Compare every row with one number after the other; None if there are many."""
    found: list[Any] = []
    which = np.full(bits.size, -1, dtype=np.intp)
    while which.min(initial=0) < 0:
        if len(found) == FEW:
            return None
        number = bits[which.argmin()]
        which[bits == number] = len(found)
        found.append(number)
    return np.array(found, bits.dtype), which
