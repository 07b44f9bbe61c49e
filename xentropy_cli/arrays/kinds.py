"""The kinds of arrays, by what they hold, and records of arrays of which each has a value a row."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]
Words = NDArray[np.uint64]
Integers = NDArray[np.int64]


def some_of(record: Any, at: Any) -> Any:
    """The record with some of its rows: of every array, and of what gives some of its rows itself.

    >>> from collections import namedtuple
    >>> Pair = namedtuple("Pair", "label weight")
    >>> some_of(Pair(np.array([4, 5, 6]), None), slice(0, 2))
    Pair(label=array([4, 5]), weight=None)
    """
    parts = {name: part for name, part in zip(record._fields, record, strict=True) if hasattr(part, "take")}
    arrays = {name: part[at] if isinstance(part, np.ndarray) else part.take(at) for name, part in parts.items()}
    return record._replace(**arrays)
