"""Frames of Python as tables: whatever has named columns that numpy takes, or gives an Arrow stream; and its arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.tables.columnar.reader import ROWS, VECTORS, Columnar, unreadable
from xentropy_cli.tables.columnar.table import ColumnTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from xentropy_cli.tables.reading import Reading

STREAM = "__arrow_c_stream__"
COLLECT = "Work it out first: frame.collect() of polars, frame.toPandas() of Spark."
AS_NUMBERS = "Turn it into an array of numbers first, such as numpy.array(x, dtype=float)."


def is_frame(data: object) -> bool:
    """Tell whether something has named columns.

    >>> is_frame({"y": [1, 0], "p": [0.9, 0.2]}), is_frame([1, 0])
    (True, False)
    """
    return is_lazy(data) or bool(names_of(data)) or hasattr(data, STREAM)


def is_lazy(data: object) -> bool:
    """Tell whether something is a query that is not yet worked out, as a lazy frame of polars or a frame of Spark."""
    return callable(getattr(data, "collect", None)) and not hasattr(data, STREAM)


def frame_table(data: Any, name: str, reading: Reading) -> ColumnTable:
    """Take a frame as a table.

    Raises XentError for columns that are no columns of values.
    """
    if is_lazy(data):
        raise unreadable(name, f"a {type(data).__name__} that is not yet worked out", COLLECT)
    names = names_of(data)
    found = [] if _is_only_a_stream(data) else [column_of(data, each) for each in names]
    if not found or any(column is None for column in found):
        return ColumnTable(_streamed(data, name), reading)
    columns = [column for column in found if column is not None]
    lengths = {len(column) for column in columns}
    if len(lengths) > 1:
        raise unreadable(name, f"its columns have {' and '.join(map(str, sorted(lengths)))} rows")
    return ColumnTable(Columnar(name, "frame", tuple(map(str, names)), _pieces(columns)), reading)


def names_of(data: Any) -> tuple[Any, ...]:
    """The names of the columns of a frame; none where it has none."""
    if isinstance(data, dict):
        return tuple(data)
    fields = getattr(getattr(data, "dtype", None), "names", None)  # of an array of records
    if fields:
        return tuple(fields)
    found: Any = getattr(data, "column_names", None)
    if found is None:
        found = getattr(data, "columns", ())
    return () if isinstance(found, str) or callable(found) else tuple(found)


def _is_only_a_stream(data: object) -> bool:
    return hasattr(data, STREAM) and not hasattr(data, "__getitem__")


def column_of(data: Any, name: Any) -> NDArray[Any] | None:
    """A column as an array; None where it is no array of values, as of a relation that is not yet worked out."""
    try:
        found = array_of(data[name])
    except Exception:  # noqa: BLE001  whatever a frame says of a column that it cannot give
        return None
    return found if found.ndim else None


def array_of(values: Any) -> NDArray[Any]:
    """Numbers of any library as an array of numpy: a tensor is taken off its device and its graph, bfloat16 as single."""
    for step in ("detach", "cpu"):
        take = getattr(values, step, None)
        values = take() if callable(take) else values
    if str(getattr(values, "dtype", "")).endswith("bfloat16") and callable(getattr(values, "float", None)):
        values = values.float()
    try:
        found = column_of_lists(values) if are_lists(values) else np.asarray(values)
    except (TypeError, ValueError, RuntimeError) as slip:
        raise unreadable("arrays", str(slip), AS_NUMBERS) from None
    return found.astype(np.float32) if found.dtype.name == "bfloat16" else found


def are_lists(values: Any) -> bool:
    """Tell whether a list holds lists of several lengths, or none in places, which are no array of two dimensions."""
    if not isinstance(values, list | tuple) or not any(isinstance(each, VECTORS) for each in values):
        return False
    lengths = {len(each) if isinstance(each, VECTORS) else None for each in values}
    return len(lengths) > 1 and all(each is None or isinstance(each, VECTORS) for each in values)


def column_of_lists(values: Sequence[Any]) -> NDArray[Any]:
    """A column whose cells are lists."""
    found = np.empty(len(values), dtype=object)
    for row, each in enumerate(values):
        found[row] = each
    return found


def _pieces(columns: Sequence[NDArray[Any]]) -> Iterator[Sequence[Any]]:
    """The columns, so many rows at a time."""
    for first in range(0, len(columns[0]), ROWS):
        yield [column[first : first + ROWS] for column in columns]


def _streamed(data: Any, name: str) -> Columnar:
    """What an Arrow stream holds."""
    what = f"a {type(data).__name__} whose columns are no arrays"
    if not hasattr(data, STREAM):
        raise unreadable(name, what, AS_NUMBERS)
    from xentropy_cli.tables.columnar.arrow import stream_columns

    return stream_columns(data, name, is_query=bool(names_of(data)))
