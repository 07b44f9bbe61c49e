"""Readers of tables that change what another reader gives: every other question goes on to that one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.errors import XentError
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.rows import BlockFaults, Rows, Typed
    from xentropy_cli.tables.table import TableReader


class WrappedReader:
    """A reader of blocks that another reader reads."""

    def __init__(self, inner: TableReader) -> None:
        """Keep the other reader."""
        self.inner, self.plan, self.is_sequential = inner, inner.plan, inner.is_sequential

    def read(self, block: Any) -> tuple[Rows, BlockFaults]:
        """The good rows of a block, and what is to be said about the others."""
        return self.inner.read(block)

    def cells(self, block: Any, rows: Rows, shape: Shape) -> Iterable[list[str]]:
        """The cells of rows."""
        return self.inner.cells(block, rows, shape)

    def every_row(self, block: Any) -> Iterable[tuple[int, list[str]]]:
        """The line and cells of every row."""
        return self.inner.every_row(block)

    def text(self, block: Any, rows: Rows) -> str | None:
        """Rows as they stand."""
        return self.inner.text(block, rows)

    def keys(self, block: Any, rows: Rows) -> tuple[str, ...]:
        """The names of all cells of rows."""
        return self.inner.keys(block, rows)

    def typed(self, block: Any, line: int) -> Typed | None:
        """The row on a line."""
        return self.inner.typed(block, line)

    def no_such_row(self, line: int) -> XentError:
        """Refuse a line that holds no row."""
        return self.inner.no_such_row(line)

    def settle(self) -> None:
        """Raise what is missing."""
        self.inner.settle()


class IgnoringReader(WrappedReader):
    """Leaves out the rows whose label has the code behind those of the classes: it was asked not to count."""

    def read(self, block: Any) -> tuple[Rows, BlockFaults]:
        """The rows that count, and how many do not."""
        rows, found = self.inner.read(block)
        kept = np.flatnonzero(rows.labels != self.plan.ignored)
        found.ignored += rows.size - kept.size
        if kept.size == rows.size or self.plan.keeps_ignored:
            return rows, found
        for at, bad in enumerate(found.bad_rows):
            found.bad_rows[at] = bad._replace(before=int(kept.searchsorted(bad.before)))
        return rows.take(kept), found
