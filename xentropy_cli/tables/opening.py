"""The one door to a table: whatever a file, pipe, address or Python object holds, it is opened here.

A new kind of input is one new module that gives a `Table` (table.py), and one line in `open_table`.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.tables.sources.access import STDIN
from xentropy_cli.tables.sources.streams import file_head, open_source
from xentropy_cli.tables.text import TextTable, opened_text
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from xentropy_cli.tables.reading import Reading
    from xentropy_cli.tables.sources.streams import Source
    from xentropy_cli.tables.table import Table

COLUMNAR = {
    b"\x93NUMPY": "numpy",
    b"PK\x03\x04": "numpy",
    b"PK\x05\x06": "numpy",
    b"PAR1": "Parquet",
    b"ARROW1": "Feather",
}
"""The first bytes of files that hold columns of numbers."""


def open_table(name: str, reading: Reading, stdin: IO[bytes] | None = None) -> Table:
    """Open a file, an address, or standard input for `-`; the caller closes it."""
    kind = None if name == STDIN else columnar_kind(file_head(name))
    if kind is None:
        return open_text(name, reading, stdin)
    if reading.truth is not None:
        raise no_join(name, kind)
    from xentropy_cli.tables.columnar.table import ColumnTable

    if kind == "numpy":
        from xentropy_cli.tables.columnar.npy import numpy_table

        return ColumnTable(numpy_table(name), reading)
    from xentropy_cli.tables.columnar.arrow import arrow_table

    return ColumnTable(arrow_table(name, kind), reading)


def open_text(name: str, reading: Reading, stdin: IO[bytes] | None) -> Table:
    """Open a table of text, with labels from another file if they are there."""
    table = open_source_as_text(name, reading, stdin)
    if reading.truth is None:
        return table
    from xentropy_cli.tables.truth import labels_by_id

    try:
        other = open_source_as_text(reading.truth, reading, stdin)
        try:
            table.truth = labels_by_id(other, reading.on or "", reading.wanted)
        finally:
            other.close()
    except BaseException:
        table.close()
        raise
    return table


def open_source_as_text(name: str, reading: Reading, stdin: IO[bytes] | None) -> TextTable:
    """Open a stream that must hold text."""
    source = open_source(name, stdin, reading.form.encoding, reading.opener)
    try:
        refuse_columnar(source)
        return opened_text(source, reading)
    except BaseException:
        source.close()
        raise


def refuse_columnar(source: Source) -> None:
    """Refuse columns of numbers where text is read."""
    kind = columnar_kind(source.raw.head)
    if kind is not None:
        raise XentError(
            "unreadable-table",
            f"{visible(source.name)} holds columns of numbers ({kind}), and only text is read here.",
            where=source.name,
            text=kind,
            span=(0, len(kind)),
            why="Such columns are scored from a file that is named: not from a pipe, and not for --truth.",
            fix="Write the pipe to a file and name that; write labels for --truth as CSV.",
            status=BAD_DATA,
        )


def no_join(name: str, kind: str) -> XentError:
    """Refuse labels from another file for columns of numbers."""
    return XentError(
        "option-misfit",
        "--truth does not reach columns of numbers.",
        where=name,
        text=kind,
        span=(0, len(kind)),
        why="Labels of another file are joined to rows of text only.",
        fix="Put the labels into the file beside the predictions, or write the predictions as CSV.",
        status=BAD_DATA,
    )


def columnar_kind(head: bytes) -> str | None:
    """What kind of columns a file holds, by its first bytes; None for text."""
    return next((kind for magic, kind in COLUMNAR.items() if head.startswith(magic)), None)
