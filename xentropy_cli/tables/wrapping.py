"""Readers of tables that change what another reader gives: every other question goes on to that one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.rows import BlockFaults, Rows, Typed
    from xentropy_cli.tables.table import TableReader


class WrappedReader:
    """A reader of blocks that another reader reads."""

    def __init__(self, inner: TableReader) -> None:
        """Keep the other reader."""
        self.inner, self.plan, self.is_sequential = inner, inner.plan, inner.is_sequential
        self.cells, self.every_row, self.text, self.keys = inner.cells, inner.every_row, inner.text, inner.keys
        self.no_such_row = inner.no_such_row

    def read(self, block: Any) -> tuple[Rows, BlockFaults]:
        """The good rows of a block, and what is to be said about the others."""
        return self.inner.read(block)

    def typed(self, block: Any, line: int) -> Typed | None:
        """The row on a line."""
        return self.inner.typed(block, line)

    def settle(self) -> None:
        """Raise what is missing."""
        self.inner.settle()


def counting(reader: TableReader, wanted: Wanted) -> TableReader:
    """A reader of the rows that count: without those of the label to be ignored, if it is the one that reads labels."""
    is_told = reader.plan.label is not None and not reader.plan.is_joined
    return IgnoringReader(reader) if is_told and wanted.ignore is not None else reader


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
