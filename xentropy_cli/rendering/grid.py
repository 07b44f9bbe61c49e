"""Blocks → lines of text in a grid of character cells: what the plain and the SVG renderer share, and how a table is fitted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xentropy_cli.blocks import Bar, Cell, Column, Figure, Math, Table, Words
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Sequence

BAR_CELLS = 20
GAP = 2
EIGHTHS = " ▏▎▍▌▋▊▉█"
NARROWEST = 40
"""Terminal cells below which a table becomes a list."""


def cell_text(cell: Cell) -> str:
    """Write a cell as text; outside text is made visible here, once for every format of characters."""
    if isinstance(cell, Bar):
        return bar_text(cell)
    if isinstance(cell, Math):
        return cell.formula.text
    if isinstance(cell, Words | Figure):
        return visible(cell.text)
    raise TypeError(cell)


def bar_text(bar: Bar) -> str:
    """Draw a bar with blocks of an eighth of a cell."""
    start, end = round(bar.start * BAR_CELLS), bar.start * BAR_CELLS + bar.length * BAR_CELLS
    if bar.start:
        return " " * start + "█" * max(round(end) - start, 0)
    full, rest = divmod(round(end * 8), 8)
    return "█" * full + (EIGHTHS[rest] if rest else "")


def aligned(texts: Sequence[str], align: str) -> list[str]:
    """Pad the texts of a column to one width."""
    if align == "point":
        texts = _at_the_point(texts)
    widest = max(map(width, texts), default=0)
    return [_padded(text, widest, align) for text in texts]


def _padded(text: str, widest: int, align: str) -> str:
    blank = " " * (widest - width(text))
    return text + blank if align == "left" else blank + text


def _at_the_point(texts: Sequence[str]) -> list[str]:
    """Pad numbers on the right so that their decimal points stand under each other; 1 stands left of its point."""
    tails = [len(text) - len(text.partition(".")[0]) for text in texts]
    return [text + " " * (max(tails) - tail) for text, tail in zip(texts, tails, strict=True)]


def column_texts(table: Table) -> list[list[str]]:
    """Write every cell, column by column: head, rows, footer; all padded."""
    found = []
    for k, column in enumerate(table.columns):
        body = [cell_text(row[k]) for row in table.rows if row]
        foot = [cell_text(row[k]) for row in table.footer]
        texts = aligned([*body, *foot], column.align)
        side = "left" if column.align == "left" else "right"
        found.append(aligned([cell_text(column.head), *texts], side))
    return found


def table_width(table: Table) -> int:
    """Count the terminal cells a table takes."""
    return sum(width(texts[0]) for texts in column_texts(table)) + GAP * (len(table.columns) - 1)


def fitted(table: Table, most: int | None) -> Table | None:
    """Drop optional columns until the table fits; None where only a list will."""
    while most is not None and table_width(table) > most:
        last = max(table.columns, key=lambda column: column.drop)
        if last.drop == 0:
            return None
        table = without(table, table.columns.index(last))
    return None if most is not None and most < NARROWEST else table


def without(table: Table, k: int) -> Table:
    """Leave a column out."""

    def cut(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return (*cells[:k], *cells[k + 1 :])

    columns: tuple[Column, ...] = (*table.columns[:k], *table.columns[k + 1 :])
    rows, footer = tuple(map(cut, table.rows)), tuple(map(cut, table.footer))
    return replace(table, columns=columns, rows=rows, footer=footer)


def hidden_text(table: Table) -> str:
    """Say how many rows are not shown."""
    return f"… {table.hidden} more rows (--all shows them)"
