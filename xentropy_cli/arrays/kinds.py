"""The kinds of arrays, by what they hold: only their types are told apart."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]
Words = NDArray[np.uint64]
Integers = NDArray[np.int64]
