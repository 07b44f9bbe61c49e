"""Parquet, Feather and Arrow files by pyarrow, an extra: from disk, or from an object store by its address."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xentropy_cli.tables.columnar.reader import ROWS, Columnar, column_of_lists, unreadable
from xentropy_cli.tables.sources.access import is_address, no_access
from xentropy_cli.tables.sources.addresses import address_file
from xentropy_cli.tables.sources.unpacking import damaged, needs_extra

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

AT_ONCE = 1 << 20  # bytes of a column of Parquet


def arrow_table(name: str, kind: str) -> Columnar:
    """Open a file by its name or address."""
    try:
        import pyarrow as pa
    except ImportError:
        raise needs_extra(name, kind, "arrow") from None
    with arrow_reading(name):
        # a local file is not mapped: a mapped file that is cut short ends the process
        return opened(name, kind, address_file(name) if is_address(name) else pa.OSFile(name))


def stream_columns(data: Any, name: str, *, is_query: bool) -> Columnar:
    """The columns of an object of Python that gives an Arrow stream.

    A query, such as a relation of DuckDB, is worked out whole: a connection gives one result at a time.
    """
    try:
        import pyarrow as pa
    except ImportError:
        raise needs_extra(name, f"an Arrow stream ({type(data).__name__})", "arrow") from None
    with arrow_reading(name):
        try:
            reader = pa.RecordBatchReader.from_stream(data)
            batches = reader.read_all().to_batches(ROWS) if is_query else reader
        except Exception as slip:  # noqa: BLE001  whatever a library says of its own stream
            raise unreadable(name, f"{type(slip).__name__}: {slip}", "See what the library says of it.") from None
    return Columnar(name, "frame", tuple(reader.schema.names), columns(name, batches))


def opened(name: str, kind: str, file: Any) -> Columnar:
    """Read record batches from an open file."""
    if kind == "Parquet":
        import pyarrow.parquet as pq

        parquet = pq.ParquetFile(file, buffer_size=AT_ONCE, pre_buffer=False, page_checksum_verification=True)
        found = parquet.iter_batches(batch_size=ROWS)
        return Columnar(name, kind, tuple(parquet.schema_arrow.names), columns(name, found))
    from pyarrow import ipc

    reader = ipc.open_file(file)
    return Columnar(name, kind, tuple(reader.schema.names), columns(name, sound_batches(reader)))


def sound_batches(reader: Any) -> Iterator[Any]:
    """Each batch of a Feather file, whose offsets Arrow believes unless it is asked to check them."""
    for k in range(reader.num_record_batches):
        batch = reader.get_batch(k)
        batch.validate(full=True)
        yield batch


def columns(name: str, batches: Iterator[Any]) -> Iterator[Sequence[Any]]:
    """Each batch, so many rows at a time, as arrays; a list column as an array of rows, a null as what is no number."""
    with arrow_reading(name):
        for batch in batches:
            for first in range(0, batch.num_rows, ROWS):
                yield [array(column) for column in batch.slice(first, ROWS).columns]


@contextmanager
def arrow_reading(name: str) -> Iterator[None]:
    """Turn what Arrow finds wrong into a refusal."""
    import pyarrow as pa

    try:
        yield
    except OSError as slip:
        if slip.errno is None:  # what Arrow says of data that do not fit
            raise damaged(name, str(slip).split("\n")[0]) from None
        raise no_access(name, slip) from None
    except (pa.ArrowException, UnicodeDecodeError) as slip:
        raise unreadable(name, str(slip)) from None


def array(column: Any) -> Any:
    """A column as a numpy array, without a copy where Arrow has none to make."""
    if hasattr(column, "dictionary"):  # whose entries may be null, too
        column = column.dictionary_decode()
    if column.null_count:
        return column_of_lists(column.to_pylist())
    return column.to_numpy(zero_copy_only=False)
