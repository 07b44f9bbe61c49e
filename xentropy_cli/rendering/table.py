"""The page in a terminal: Rich tables in colour, narrowed to the width of the window."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from xentropy_cli.blocks import Bar, Block, Cell, Equations, Figure, Heading, Math, Prose, Remark, Table
from xentropy_cli.rendering.grid import cell_text, column_texts, fitted, hidden_text
from xentropy_cli.rendering.plain import lines
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

STYLES = {
    "heading": "bold",
    "symbol": "cyan",
    "total": "bold green",
    "note": "yellow",
    "dim": "dim",
    "share": "blue",
    "entropy": "magenta",
    "divergence": "yellow",
    "sum": "green",
}
"""One role, one style; the page reads the same without them."""


def render_table(blocks: Sequence[Block], width: int, *, in_color: bool) -> str:
    """Draw every block, no wider than the terminal."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=width,
        force_terminal=in_color,
        color_system="standard" if in_color else None,
        no_color=not in_color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for at, block in enumerate(blocks):
        if at:
            console.print()
        console.print(_drawn(block, width), soft_wrap=False)
    return stream.getvalue()


def _drawn(block: Block, width: int) -> RenderableType:
    if isinstance(block, Heading):
        return Text(visible(block.text), style=STYLES["heading"])
    if isinstance(block, Prose):
        return Text(visible(block.text))
    if isinstance(block, Remark):
        return Text.assemble(("Note: ", STYLES["note"]), visible(block.text))
    if isinstance(block, Equations):
        return _equations(block)
    if isinstance(block, Table):
        narrow = fitted(block, width)
        return _table(narrow) if narrow is not None else Text("\n".join(lines(block, width)), overflow="fold")
    raise TypeError(block)


def _table(table: Table) -> RichTable:
    """Draw a table whose cells are padded already, so that numbers stand under each other at their points."""
    drawn = RichTable(box=None, padding=(0, 1, 0, 1), pad_edge=False, show_edge=False)
    texts = column_texts(table)
    for column, cells in zip(table.columns, texts, strict=True):
        drawn.add_column(Text(cells[0], style=STYLES["symbol"]), no_wrap=True, justify="left")
    return drawn


def _equations(block: Equations) -> Text:
    return Text("\n".join(lines(block)))
