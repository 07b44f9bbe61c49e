"""The one door to a table: whatever a file, pipe, address or Python object holds, it is opened here.

A new kind of input is one new module that gives a `Table` (table.py), and one line in `open_table`.
"""

from __future__ import annotations

from contextlib import closing
from typing import IO, TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.tables.sources.access import STDIN
from xentropy_cli.tables.sources.streams import file_head, open_source
from xentropy_cli.tables.table import BINARY_FILE
from xentropy_cli.tables.text import TextTable, opened_text
from xentropy_cli.tables.truths.columns import refuse_other_order
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from xentropy_cli.tables.form import Shape
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
    if reading.truth is None:
        return as_asked(open_alone(name, reading, stdin), reading)
    from xentropy_cli.tables.truths.file import truth_of
    from xentropy_cli.tables.truths.table import TruthTable

    with closing(open_alone(reading.truth, reading, stdin)) as other:
        if reading.on is not None:
            refuse_join(other)
        truth, told = truth_of(other, reading), other.shape
    table = pivoted(open_alone(name, reading, stdin), reading)
    if reading.on is not None:
        refuse_join(table)
    else:
        in_same_order(table, told, truth.name)
    return by_label(TruthTable(table, truth, reading), reading)


def in_same_order(table: Table, told: Shape, truth: str) -> None:
    """Refuse a truth whose ids say that its rows stand in another order; a table that is refused is closed."""
    try:
        refuse_other_order(table.shape, told, (table.origin.file, truth))
    except BaseException:
        table.close()
        raise


def as_asked(table: Table, reading: Reading) -> Table:
    """Take a table as one of several labels a row, or of one row a class, where that is asked; any other as it is."""
    return pivoted(by_label(table, reading), reading)


def by_label(table: Table, reading: Reading) -> Table:
    """Take a table as one of several labels a row, each of them binary, where that is asked."""
    if reading.wanted.reading != "binary":
        return table
    from xentropy_cli.tables.multilabel import MultilabelTable

    return MultilabelTable(table)


def pivoted(table: Table, reading: Reading) -> Table:
    """Take a table as one of one row a class, where that is asked."""
    if reading.wanted.long is None:
        return table
    from xentropy_cli.tables.long.table import LongTable

    try:
        return LongTable(table, reading)
    except BaseException:
        table.close()
        raise


def open_alone(name: str, reading: Reading, stdin: IO[bytes] | None) -> Table:
    """Open a table by itself."""
    kind = None if name == STDIN else columnar_kind(file_head(name))
    if kind is None:
        return open_source_as_text(name, reading, stdin)
    from xentropy_cli.tables.columnar.table import ColumnTable

    if kind == "numpy":
        from xentropy_cli.tables.columnar.npy import numpy_table

        return ColumnTable(numpy_table(name), reading)
    from xentropy_cli.tables.columnar.arrow import arrow_table

    return ColumnTable(arrow_table(name, kind), reading)


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
            why="Such columns are scored from a file that is named, not from a pipe.",
            fix="Write the pipe to a file and name that.",
            status=BAD_DATA,
        )


def refuse_join(table: Table) -> None:
    """Refuse to join columns of numbers by an id."""
    if table.origin.encoding != BINARY_FILE:
        return
    name, kind = table.origin.file, table.origin.format
    table.close()
    raise XentError(
        "option-misfit",
        "--on does not reach columns of numbers.",
        where=name,
        text=kind,
        why="Rows are joined by an id in tables of text only; columns of numbers are paired by row.",
        fix="Leave --on out if both files have the same rows in the same order, or write them as CSV.",
        status=BAD_DATA,
    )


def columnar_kind(head: bytes) -> str | None:
    """What kind of columns a file holds, by its first bytes; None for text."""
    return next((kind for magic, kind in COLUMNAR.items() if head.startswith(magic)), None)
