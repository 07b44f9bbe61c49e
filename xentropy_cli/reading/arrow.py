"""Parquet, Feather and Arrow files by pyarrow, an extra: from disk, from a pipe, or from an object store by its address."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from xentropy_cli.reading.columnar import ROWS, Columnar, unreadable
from xentropy_cli.reading.sources import no_access
from xentropy_cli.reading.unpacking import needs_extra

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PARQUET, FEATHER = b"PAR1", b"ARROW1"


def arrow_table(name: str, kind: str, stream: IO[bytes] | None) -> Columnar:
    """Open a file by its name or address, or read a stream to its end."""
    try:
        import pyarrow as pa
        import pyarrow.fs
    except ImportError:
        raise needs_extra(name, kind, "arrow") from None
    try:
        if stream is not None:
            return opened(name, kind, pa.BufferReader(stream.read()))
        if "://" in name:
            system, path = pyarrow.fs.FileSystem.from_uri(name)
            return opened(name, kind, system.open_input_file(path))
        return opened(name, kind, pa.memory_map(name))
    except pa.ArrowInvalid as slip:
        raise unreadable(name, str(slip)) from None
    except OSError as slip:
        raise no_access(name, slip) from None


def opened(name: str, kind: str, file: Any) -> Columnar:
    """Read record batches from an open file."""
    if kind == "Parquet":
        import pyarrow.parquet as pq

        parquet = pq.ParquetFile(file)
        return Columnar(name, kind, tuple(parquet.schema_arrow.names), columns(parquet.iter_batches(batch_size=ROWS)))
    from pyarrow import ipc

    reader = ipc.open_file(file)
    found = (reader.get_batch(k) for k in range(reader.num_record_batches))
    return Columnar(name, kind, tuple(reader.schema.names), columns(found))


def columns(batches: Iterator[Any]) -> Iterator[Sequence[Any]]:
    """Each batch as arrays; a list column as an array of rows, a null as what is no number."""
    for batch in batches:
        if batch.num_rows:
            yield [array(column) for column in batch.columns]


def array(column: Any) -> Any:
    """A column as a numpy array, without a copy where Arrow has none to make."""
    if column.null_count:
        import numpy as np

        return np.array([None if value is None else value for value in column.to_pylist()], dtype=object)
    if hasattr(column, "dictionary"):
        column = column.dictionary_decode()
    return column.to_numpy(zero_copy_only=False)


def address_kind(name: str) -> str | None:
    """The kind of a file by the end of its name; of an object store only the name is known beforehand."""
    lower = name.lower()
    if lower.endswith((".parquet", ".pq")):
        return "Parquet"
    return "Feather" if lower.endswith((".feather", ".arrow", ".ipc")) else None
