"""The columns that are to be shown of some rows, such as a text beside a wrong label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.tables.columns import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.tables.rows import Rows
    from xentropy_cli.tables.table import Table, TableReader

    Cells = tuple[tuple[str, str], ...]


class ShownColumns:
    """Gives the cells of rows in the columns that are asked for: name and text."""

    def __init__(self, spec: str | None, table: Table, reader: TableReader) -> None:
        """Find the columns.

        Raises XentError for one that the table does not have.
        """
        self.shape, self.reader = table.shape, reader
        self.places = () if spec is None else tuple(resolve(spec, self.shape, "--columns", table.origin.file))

    def of(self, block: Any, rows: Rows, lines: Iterable[int]) -> dict[int, Cells]:
        """The cells of the rows of a block that stand in some lines."""
        wanted, names = sorted(set(lines)), self.shape.names
        some = rows.take(np.flatnonzero(np.isin(rows.lines, wanted)))
        cells = self.reader.cells(block, some, self.shape)
        return {
            line: tuple((names[k], found[k]) for k in self.places) for line, found in zip(wanted, cells, strict=True)
        }
