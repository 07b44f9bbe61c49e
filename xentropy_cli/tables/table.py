"""What every table offers, however it is stored: its form, what its columns mean, its blocks, and their rows as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.errors import XentError
    from xentropy_cli.tables.codes import Codes
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.rows import BlockFaults, Rows, Typed


BINARY_FILE = "binary"
"""In place of the encoding of a file of columns."""


class Origin(NamedTuple):
    """Where rows came from: the file, what kind it is, and its encoding; and the file of labels, if they are from another."""

    file: str
    format: str
    encoding: str
    truth: str | None = None
    on: str | None = None  # the column that joins the two; None where rows are paired as they follow each other
    writer: str | None = None  # who writes answers of this form
    beside: tuple[str, ...] = ()  # names of the columns that come from that file; they count on behind the table's own


class TableReader(Protocol):
    """Reads the blocks of one table by one meaning of its columns, on any thread."""

    plan: Plan
    is_sequential: bool  # whether blocks must be read in order

    def read(self, block: Any) -> tuple[Rows, BlockFaults]:
        """The good rows of a block as arrays, and what is to be said about the others."""

    def cells(self, block: Any, rows: Rows, shape: Shape) -> Iterable[list[str]]:
        """The cells of those rows, under the names of this shape."""

    def every_row(self, block: Any) -> Iterable[tuple[int, list[str]]]:
        """The line and the cells of every row of a block, good or bad; raise XentError if a row has another length."""

    def text(self, block: Any, rows: Rows) -> str | None:
        """Those rows as they stand, one a line; None where a row may be more than a line, or was never text."""

    def keys(self, block: Any, rows: Rows) -> tuple[str, ...]:
        """The names of all cells of those rows, where every row names its own."""

    def typed(self, block: Any, line: int) -> Typed | None:
        """The row on a line as it was typed; None where it does not stand in this block."""

    def no_such_row(self, line: int) -> XentError:
        """Refuse a line that holds no row."""

    def settle(self) -> None:
        """Raise XentError if something is missing that the rows should have brought."""


class Table(Protocol):
    """An open table."""

    origin: Origin
    shape: Shape

    @property
    def bytes_read(self) -> int | None:
        """How far it was read; None where there is nothing to tell."""

    def named(self, wanted: Wanted) -> Wanted:
        """What the caller wants, with the names of columns that the table brings by itself."""

    def plan(self, wanted: Wanted) -> Plan:
        """What each column is."""

    def blocks(self, most: int | None = None) -> Iterator[Any]:
        """The rows in order; of text in blocks of at most about so many bytes."""

    def reader(self, plan: Plan, groups: Codes) -> TableReader:
        """What reads its blocks; groups are numbered by their texts."""

    def close(self) -> None:
        """Close what was opened for it."""
