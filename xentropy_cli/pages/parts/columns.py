"""Columns, and the table that they make side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.blocks import BLANK, Cell, Column, Figure, Math, Table, Words
from xentropy_cli.pages.equations import cut_text
from xentropy_cli.text import abridged, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentropy_cli.core.real import Real

Row = TypeVar("Row")

MOST_ROWS = 40
FIRST_ROWS, LAST_ROWS = 20, 10
LONGEST_TEXT = 60
"""How much of a text is shown beside a row."""


class Shown(NamedTuple):
    """A column with its cells, one a row, and its cell in the line of sums."""

    column: Column
    cells: tuple[Cell, ...]
    footer: Cell = BLANK


def text_column(head: str, values: Iterable[str | None], drop: int = 0) -> Shown:
    """A column of texts; what does not apply is blank."""
    return Shown(Column(Words(head), "left", drop), tuple(Words(text or "") for text in values))


def figure_column(head: str, written: Iterable[str | None], drop: int = 0) -> Shown:
    """A column of numbers that were written already; what does not apply is blank."""
    cells = tuple(BLANK if text is None else Figure(text) for text in written)
    return Shown(Column(Words(head), "right", drop), cells)


def number_column(
    head: str | Math, values: Iterable[Real | float | None], digits: int, drop: int = 0, more: int | None = 0
) -> Shown:
    """A column of computed numbers, with so many more digits as equations need; what does not apply is blank."""
    cells = tuple(BLANK if x is None else Figure(cut_text(x, digits, more)) for x in values)
    return Shown(Column(Words(head) if isinstance(head, str) else head, "right", drop), cells)


def side_by_side(columns: Sequence[Shown], *, every_row: bool, hidden: int = 0) -> Table:
    """Put columns side by side, as `ends_of` their rows; where the caller took those, so many are hidden between them."""
    rows: Sequence[tuple[Cell, ...]] = tuple(zip(*(shown.cells for shown in columns), strict=True))
    footer = tuple(shown.footer for shown in columns)
    if not hidden:
        rows, hidden = ends_of(rows, every_row=every_row)
    if hidden:
        rows = (*rows[:FIRST_ROWS], (), *rows[FIRST_ROWS:])
    has_sum = any(isinstance(cell, Figure) for cell in footer)
    return Table(tuple(shown.column for shown in columns), tuple(rows), (footer,) if has_sum else (), hidden)


def text_columns(rows: Sequence[Sequence[tuple[str, str]]]) -> list[Shown]:
    """The columns that are shown of rows, such as their text: each row gives its names and cells, or none."""
    names = next(([name for name, _ in cells] for cells in rows if cells), [])
    return [
        text_column(visible(name), [abridged(visible(cells[k][1]), LONGEST_TEXT) if cells else "" for cells in rows])
        for k, name in enumerate(names)
    ]


def ends_of(rows: Sequence[Row], *, every_row: bool) -> tuple[Sequence[Row], int]:
    """The rows that a table shows, of more than 40 the first and the last, and how many it hides between them."""
    if len(rows) <= MOST_ROWS or every_row:
        return rows, 0
    return (*rows[:FIRST_ROWS], *rows[-LAST_ROWS:]), len(rows) - FIRST_ROWS - LAST_ROWS
