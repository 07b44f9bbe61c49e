"""Aligned text without a single escape: what a pipe, a file or a screen reader gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.blocks import Block, Equations, Heading, Prose, Remark, Table
from xentropy_cli.rendering.grid import BAR_CELLS, GAP, cell_text, column_texts, fitted, hidden_text
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def render_plain(blocks: Sequence[Block], most: int | None = None) -> str:
    """Write every block under the one before; tables are narrowed to `most` cells only where that is asked."""
    return "\n\n".join("\n".join(lines(block, most)) for block in blocks) + "\n"


def lines(block: Block, most: int | None = None) -> Iterator[str]:
    """Write one block."""
    if isinstance(block, Heading | Prose):
        yield visible(block.text)
    elif isinstance(block, Remark):
        yield f"Note: {visible(block.text)}"
    elif isinstance(block, Equations):
        yield from _equations(block)
    elif isinstance(block, Table):
        narrow = fitted(block, most)
        yield from (_table(narrow) if narrow is not None else _list(block))
    else:
        raise TypeError(block)


def _table(table: Table) -> Iterator[str]:
    rows = [(" " * GAP).join(texts).rstrip() for texts in zip(*column_texts(table), strict=True)]
    rule = "─" * max(map(width, rows))
    yield rows[0]
    yield rule
    body = rows[1 : len(rows) - len(table.footer)]
    gap = next((at for at, row in enumerate(table.rows) if not row), len(body))
    yield from body[:gap]
    if table.hidden:
        yield hidden_text(table)
    yield from body[gap:]
    if table.footer:
        yield rule
        yield from rows[len(rows) - len(table.footer) :]


def _list(table: Table) -> Iterator[str]:
    """Write each row as a list of its cells, for a terminal too narrow for a table."""
    for row in (*table.rows, *table.footer):
        if not row:
            yield hidden_text(table)
            continue
        yield f"{cell_text(row[0])}"
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            if cell_text(cell).strip() and cell_text(column.head):
                yield f"  {cell_text(column.head)}: {cell_text(cell)}"


def _equations(block: Equations) -> Iterator[str]:
    widest = max(width(row.symbol.text) for row in block.rows)
    for row in block.rows:
        blank = " " * (widest - width(row.symbol.text))
        sides = " = ".join(visible(side.text) for side in row.sides)
        yield f"{row.symbol.text}{blank} = {sides}" + (f"   ({row.meaning})" if row.meaning else "")
