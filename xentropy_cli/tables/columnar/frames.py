"""Frames of Python as tables: whatever has named columns that numpy takes, or gives an Arrow stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.tables.columnar.arrays import column_of
from xentropy_cli.tables.columnar.reader import ROWS, Columnar, unreadable
from xentropy_cli.tables.columnar.table import ColumnTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from xentropy_cli.tables.reading import Reading

STREAM = "__arrow_c_stream__"
COLLECT = "Work it out first: frame.collect() of polars, frame.toPandas() of Spark."


def is_frame(data: object) -> bool:
    """Tell whether something has named columns.

    >>> is_frame({"y": [1, 0], "p": [0.9, 0.2]}), is_frame([1, 0])
    (True, False)
    """
    return is_lazy(data) or bool(names_of(data)) or hasattr(data, STREAM) or are_records(data)


def are_records(data: object) -> bool:
    """Tell whether something is a list of dicts, one a row.

    >>> are_records([{"y": 1, "p": 0.9}]), are_records([(1, 0.9)]), are_records([])
    (True, False, False)
    """
    return isinstance(data, list) and bool(data) and all(isinstance(row, dict) for row in data)


def is_lazy(data: object) -> bool:
    """Tell whether something is a query that is not yet worked out, as a lazy frame of polars or a frame of Spark."""
    return callable(getattr(data, "collect", None)) and not hasattr(data, STREAM)


def frame_table(data: Any, name: str, reading: Reading) -> ColumnTable:
    """Take a frame as a table.

    Raises XentError for columns that are no columns of values.
    """
    if is_lazy(data):
        raise unreadable(name, f"a {type(data).__name__} that is not yet worked out", COLLECT)
    if are_records(data):
        data = {each: [row.get(each) for row in data] for each in dict.fromkeys(key for row in data for key in row)}
    data = with_index(data)
    names = names_of(data)
    columns = named_columns(data, names)
    if not columns:
        from xentropy_cli.tables.columnar.arrow import stream_columns

        return ColumnTable(stream_columns(data, name, is_query=bool(names)), reading)
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


def class_names(data: Any) -> tuple[Any, ...]:
    """The names of the columns of predictions; none where polars made them up, and where there is but one column.

    >>> class_names({"cat": [0.7], "dog": [0.3]}), class_names({"column_0": [0.7], "column_1": [0.3]})
    (('cat', 'dog'), ())
    """
    names = () if isinstance(data, list | tuple) else names_of(data)
    are_made_up = all(str(name) == f"column_{k}" for k, name in enumerate(names))
    return () if len(names) == 1 or are_made_up else names


def named_columns(data: Any, names: Sequence[Any]) -> list[NDArray[Any]] | None:
    """The columns of a frame as arrays; None where an Arrow stream has to give them.

    A relation of DuckDB has no arrays until it is worked out, and pyarrow takes a null of a dictionary for its last entry.
    """
    if not hasattr(data, STREAM):
        return [column_of(data[each], f"column {each}") for each in names]
    if not hasattr(data, "__getitem__") or type(data).__module__.split(".")[0] == "pyarrow":
        return None
    try:
        return [column_of(data[each], f"column {each}") for each in names]
    except Exception:  # noqa: BLE001  whatever a frame says of a column that it cannot give
        return None


def with_index(data: Any) -> Any:
    """A frame of pandas with its named index as columns, as its CSV file has them."""
    named = getattr(getattr(data, "index", None), "names", None) or ()
    levels = [each for each in named if each is not None and each not in data.columns]
    return data.reset_index(level=levels) if levels else data


def _pieces(columns: Sequence[NDArray[Any]]) -> Iterator[Sequence[Any]]:
    """The columns, so many rows at a time."""
    for first in range(0, len(columns[0]), ROWS):
        yield [column[first : first + ROWS] for column in columns]
