"""Numbers and labels of any library as an array of numpy: tensors, series, Arrow's arrays, masked arrays, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.errors import XentError
from xentropy_cli.inputs.sums_to_one import ROUNDING, roundoff
from xentropy_cli.tables.columnar.reader import VECTORS, WITH_CLASSES, column_of_lists, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import DTypeLike, NDArray

AS_NUMBERS = "Turn it into an array of numbers first, such as numpy.array(x, dtype=float)."
NO_ARRAY = "Give a list, or an array of one or two dimensions: a number a row, or a row of numbers for each."
OFF_ITS_DEVICE = ("detach", "cpu", "resolve_neg", "resolve_conj")
"""What takes a tensor off its graph and its device, and works out a view that numpy has not."""

NARROW = {"bfloat16": 2.0**-8, "float8": 2.0**-4, "float4": 2.0**-2}
"""Floats that numpy has not, and how far each may have moved a number below 1; they are taken as single precision."""
NARROW_WHOLE = ("int2", "int4", "uint2", "uint4")


def array_of(values: Any, name: str = "arrays") -> NDArray[Any]:
    """Take numbers or labels of any library as an array of numpy, with what is masked or null as None or NaN.

    Raises XentError with what the library says where it does not give them.
    """
    try:
        found = foreign_array(values, name)
    except XentError:
        raise
    except Exception as slip:  # noqa: BLE001  whatever a library says of numbers that it cannot give
        raise unreadable(name, str(slip) or type(slip).__name__, AS_NUMBERS) from None
    if found.ndim > WITH_CLASSES:
        raise unreadable(name, f"an array of shape {found.shape}", NO_ARRAY)
    return found


def column_of(values: Any, name: str) -> NDArray[Any]:
    """Take a column, or the labels or predictions of all rows: one value a row, or a row of them; of shape (n, 1) n values."""
    found = array_of(values, name)
    if not found.ndim:
        what = "a single value" if isinstance(found.item(), bool | int | float | str) else f"a {type(values).__name__}"
        raise unreadable(name, what, NO_ARRAY)
    return found[:, 0] if found.shape[1:] == (1,) else found


def foreign_array(values: Any, name: str) -> NDArray[Any]:
    """The array itself."""
    for step in OFF_ITS_DEVICE:
        take = getattr(values, step, None)
        values = take() if callable(take) else values
    if type(values).__module__.split(".")[0] == "pyarrow":
        from xentropy_cli.tables.columnar.arrow import array

        chunks = getattr(values, "chunks", [values])
        return np.concatenate([array(chunk) for chunk in chunks]) if chunks else np.empty(0)
    told = str(getattr(values, "dtype", "")).rpartition(".")[2]
    rounding = next((by for kind, by in NARROW.items() if told.startswith(kind)), 0.0)
    if rounding and callable(getattr(values, "float", None)):  # a tensor, of which numpy takes single precision
        values = values.float()
    if isinstance(values, np.ma.MaskedArray):
        return unmasked(values)
    if isinstance(values, list | tuple) and any(map(is_foreign, values)):
        return side_by_side([array_of(each, name) for each in values])
    if str(getattr(values, "dtype", "")).startswith("Struct"):  # of polars
        values = values.to_list()
    found = column_of_lists(values) if are_lists(values) else np.asarray(values)
    if found.dtype.name in NARROW_WHOLE:
        return found.astype(np.int8)
    return found.astype(single_precision(rounding)) if rounding else found


def single_precision(rounding: float) -> DTypeLike:
    """Single precision that remembers how far its numbers have been moved before."""
    return np.dtype(np.float32, metadata={ROUNDING: rounding})


def unmasked(values: np.ma.MaskedArray[Any, Any]) -> NDArray[Any]:
    """A masked array with None in place of what its mask hides: a number there is none that anybody has given."""
    hidden = np.ma.getmaskarray(values)
    found = np.asarray(values.data)
    if hidden.any():
        found = found.astype(object)
        found[hidden] = None
    return found


def is_foreign(value: object) -> bool:
    """Tell whether an entry of a list is an array or a number of another library than numpy."""
    return hasattr(value, "__array__") and not isinstance(value, np.ndarray | np.generic)


def side_by_side(found: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Arrays of one shape as the rows of one; others as a column of lists."""
    if len({each.shape for each in found}) > 1:
        return column_of_lists(found)
    kinds = {each.dtype for each in found}
    return np.stack(found).astype(max(kinds, key=roundoff)) if len(kinds) == 1 else np.stack(found)


def are_lists(values: Any) -> bool:
    """Tell whether a list holds lists of several lengths, or none in places, which are no array of two dimensions."""
    if not isinstance(values, list | tuple) or not any(isinstance(each, VECTORS) for each in values):
        return False
    lengths = {len(each) if isinstance(each, VECTORS) else None for each in values}
    return len(lengths) > 1 and all(each is None or isinstance(each, VECTORS) for each in values)
