"""Bars in character cells: a name, a bar in eighths of a cell, a figure; rules go through all rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.rendering.pictures.cells import (
    EIGHTHS,
    FILLS,
    Lettered,
    axis_line,
    cell_at,
    cut_to,
    key_lines,
    placed,
    title_lines,
    widest,
)
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pictures.kinds import Bars, Row

COLUMNS = 40
NARROWEST = 12
LONGEST_NAME = 24
RULE, TARGET, LIT, SPAN = "│", "┃", "●", "─"


def bars_lines(bars: Bars, most: int | None, _high: int | None) -> Iterator[list[Lettered]]:
    """Draw bars as lines of text with roles, no wider than `most` cells where that is asked."""
    names = [cut_to(row.name, LONGEST_NAME) for row in bars.rows]
    margin, figures = widest(names), widest([row.figure for row in bars.rows])
    beside = margin + 3 + 2 + figures
    columns = COLUMNS if most is None else max(NARROWEST, min(COLUMNS, most - beside))
    yield from title_lines(bars.title, beside + columns)
    indent = " " * (margin + 3)
    ruled = [(cell_at(rule.at, bars.axis, columns), visible(rule.name)) for rule in bars.rules]
    for line in reversed(placed(ruled, columns)):
        yield [(indent + line, "dim")]
    for row, name in zip(bars.rows, names, strict=True):
        drawn = _drawn(bars, row, columns)
        gap = " " * (columns - len(drawn) + 2 + figures - width(row.figure))
        head = (f"{LIT} " if row.is_lit else "  ") + name + " " * (margin - width(name) + 1)
        yield [(head, "total" if row.is_lit else ""), *drawn, (gap, ""), (row.figure, "total" if row.is_lit else "")]
    yield [(indent + axis_line(bars.axis, columns), "dim"), (f"  {visible(bars.axis.name.text)}", "symbol")]
    pieces = [(FILLS[at % len(FILLS)], piece) for row in bars.rows for at, piece in enumerate(row.pieces) if piece.name]
    fills = {piece.name: (fill, piece.role) for fill, piece in pieces}
    yield from key_lines(((fill, visible(name)) for name, fill in fills.items()), beside + columns)


def _drawn(bars: Bars, row: Row, columns: int) -> list[Lettered]:
    """Fill the cells of one bar, then set rules over what is empty, the dot, the arrow and the target."""
    cells: list[Lettered] = [(" ", "")] * columns
    for at, (piece, (start, end)) in enumerate(zip(row.pieces, row.ends, strict=True)):
        first, last = (round(bars.axis.share(x) * columns) for x in (start, end))
        if first == last and piece.length:
            first, last = max(0, min(first, columns - 1)), max(1, min(first + 1, columns))
        cells[first:last] = [(FILLS[at % len(FILLS)], piece.role)] * (last - first)
        if len(row.pieces) == 1 and piece.length > 0:
            _set_eighths(cells, bars.axis.share(end) * columns, piece.role)
    for rule in bars.rules:
        _set_where_empty(cells, cell_at(rule.at, bars.axis, columns), RULE, "dim")
    if row.dot is not None:
        low, at, high = (cell_at(x, bars.axis, columns) for x in sorted((row.dot, *(row.span or (row.dot,) * 2))))
        cells[low : high + 1] = [(SPAN, "total")] * (high + 1 - low)
        cells[at] = (LIT, "total")
    if row.target is not None:
        _point_at(cells, round(bars.axis.share(row.tip) * columns), cell_at(row.target, bars.axis, columns))
    return cells


def _set_eighths(cells: list[Lettered], end: float, role: str) -> None:
    """End a bar that stands alone within its last cell, by eighths of it."""
    full, rest = divmod(round(end * 8), 8)
    for at in range(full, len(cells)):
        cells[at] = (" ", "")
    if full < len(cells):
        cells[full] = (EIGHTHS[rest] if rest or full else EIGHTHS[1], role)


def _set_where_empty(cells: list[Lettered], at: int, letter: str, role: str) -> None:
    if cells[at][0] == " ":
        cells[at] = (letter, role)


def _point_at(cells: list[Lettered], end: int, target: int) -> None:
    """Draw an arrow from the end of a bar to its target."""
    path = range(end, target) if target >= end else range(target + 1, end)
    for at in path:
        cells[at] = ("─", "total")
    if path:
        tip = path[-1] if target >= end else path[0]
        cells[tip] = ("▶" if target >= end else "◀", "total")
    cells[target] = (TARGET, "total")
