"""Pictures in character cells, each by the drawer of its kind; bars and areas are told apart by their fill."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from xentropy_cli.figures import eighths
from xentropy_cli.pictures.kinds import ROLES, Areas, Bars, Chart, Drawing, Strip
from xentropy_cli.rendering.pictures.axes_text import axis_line, cell_at, framed, room, ruler_line
from xentropy_cli.rendering.pictures.cells import cut_to, fill, key_lines, placed, title_lines, trimmed, widest
from xentropy_cli.rendering.pictures.chart_text import chart_lines
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentropy_cli.pictures.kinds import Axis, Box, Panel, Place, Row
    from xentropy_cli.rendering.pictures.cells import Lettered

BAR_COLUMNS, NARROWEST_BAR = 40, 12
COLUMNS, NARROWEST = 64, 24
WIDEST_KEY = 76
FEWEST_ROWS, MOST_ROWS, LOWEST = 8, 14, 3
BESIDE_ROWS = 3
"""Lines of a panel above and below its rows: the name of the y axis, the x axis and its numbers."""

LINE, RULE, TARGET, LIT, SPAN = "╌", "│", "┃", "●", "─"
LANDMARK, MARK, HOLLOW = "▼", "▲", "△"


def bars_lines(bars: Bars, most: int | None, _high: int | None) -> Iterator[list[Lettered]]:
    """Draw bars as lines of text with roles, no wider than `most` cells where that is asked."""
    names = [cut_to(row.name) for row in bars.rows]
    margin, figures = widest(names), widest([row.figure for row in bars.rows])
    beside = margin + 3 + 2 + figures
    columns = BAR_COLUMNS if most is None else max(NARROWEST_BAR, min(BAR_COLUMNS, most - beside))
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
    yield from key_lines(bars.key, beside + columns)


def _drawn(bars: Bars, row: Row, columns: int) -> list[Lettered]:
    """Fill the cells of one bar, then set rules over what is empty, the dot, the arrow and the target."""
    cells: list[Lettered] = [(" ", "")] * columns
    for at, (piece, (start, end)) in enumerate(zip(row.pieces, row.ends, strict=True)):
        first, last = (round(bars.axis.share(x) * columns) for x in (start, end))
        if first == last and piece.length:
            first, last = max(0, min(first, columns - 1)), max(1, min(first + 1, columns))
        is_alone = len(row.pieces) == 1 and piece.length > 0
        drawn = eighths(bars.axis.share(end) * columns - first) if is_alone else fill(at) * (last - first)
        cells[first : first + len(drawn)] = [(letter, piece.role) for letter in drawn]
    for rule in bars.rules:
        at = cell_at(rule.at, bars.axis, columns)
        if cells[at][0] == " ":
            cells[at] = (RULE, "dim")
    if row.dot is not None:
        low, at, high = (cell_at(x, bars.axis, columns) for x in sorted((row.dot, *(row.span or (row.dot,) * 2))))
        cells[low : high + 1] = [(SPAN, "total")] * (high + 1 - low)
        cells[at] = (LIT, "total")
    if row.target is not None:
        _point_at(cells, round(bars.axis.share(row.tip) * columns), cell_at(row.target, bars.axis, columns))
    return cells


def _point_at(cells: list[Lettered], end: int, target: int) -> None:
    """Draw an arrow from the end of a bar to its target."""
    path = range(end, target) if target >= end else range(target + 1, end)
    for at in path:
        cells[at] = ("─", "total")
    if path:
        tip = path[-1] if target >= end else path[0]
        cells[tip] = ("▶" if target >= end else "◀", "total")
    cells[target] = (TARGET, "total")


def areas_lines(areas: Areas, most: int | None, high: int | None) -> Iterator[list[Lettered]]:
    """Draw the panels under each other, no wider than `most` cells and in no more than `high` lines where that is asked."""
    labels = widest([tick.text for tick in areas.y.ticks])
    columns = room(areas.x, most, COLUMNS, NARROWEST, labels + 2)
    title = list(title_lines(areas.title, labels + 2 + columns + 2 + width(visible(areas.x.name.text))))
    around = [(_head(panel, columns + labels), list(key_lines(_key(panel), WIDEST_KEY))) for panel in areas.panels]
    rows = min(MOST_ROWS, max(FEWEST_ROWS, ceil(2 * areas.y.high)))
    if high is not None:
        other = len(title) + sum(len(head) + len(key) + BESIDE_ROWS for head, key in around)
        rows = max(LOWEST, min(rows, (high - other) // len(areas.panels)))
    marks = {rows - round(areas.y.share(tick.at) * rows): tick.text for tick in areas.y.ticks}
    yield from title
    for panel, (head, key) in zip(areas.panels, around, strict=True):
        yield from head
        yield from framed(_rows(areas, panel, columns, rows), areas.x, areas.y, columns, marks)
        yield from key


def _head(panel: Panel, most: int) -> list[list[Lettered]]:
    """The name and the number of a panel, in two lines where one is too short."""
    name, number = (visible(panel.name), "head"), (panel.figure, "total")
    is_long = width(panel.name) + 2 + width(panel.figure) > most
    return [[name], [number]] if is_long else [[name, ("  ", ""), number]]


def _rows(areas: Areas, panel: Panel, columns: int, rows: int) -> list[list[Lettered]]:
    """The cells of a panel from above to below; a box that is not empty has a cell of its own where there is room."""
    drawn: list[list[Lettered]] = [[] for _ in range(rows)]
    edge, behind = 0, sum(box.width > 0 for box in panel.boxes)
    for at, (box, (_, x)) in enumerate(zip(panel.boxes, panel.ends, strict=True)):
        behind -= box.width > 0
        end = min(round(areas.x.share(x) * columns), columns - behind)
        wide = min(columns, max(end, edge + (box.width > 0))) - edge
        for row, line in enumerate(drawn):
            line.append((_cell(areas.y, box, fill(at), rows - row, rows) * wide, _role(at, box)))
        edge += wide
    return drawn


def _role(at: int, box: Box) -> str:
    return "total" if box.is_lit else ROLES[at % len(ROLES)]


def _cell(y: Axis, box: Box, fill: str, level: int, rows: int) -> str:
    """A cell of a box at one level: filled up to its height, with a line at another."""
    if box.line is not None and level == max(1, round(y.share(box.line) * rows)):
        return LINE
    top = max(1, round(y.share(box.height) * rows)) if box.height else 0
    return fill if level <= top else " "


def _key(panel: Panel) -> dict[str, tuple[int, str]]:
    """The name of every box, its place and its role."""
    return {f"{box.name}{' ●' if box.is_lit else ''}": (at, _role(at, box)) for at, box in enumerate(panel.boxes)}


def strip_lines(strip: Strip, most: int | None, _high: int | None) -> Iterator[list[Lettered]]:
    """Draw a number line, no wider than `most` cells where that is asked."""
    beside = 2 + widest([visible(scale.name.text) for scale in strip.scales])
    columns = COLUMNS if most is None else max(NARROWEST, min(COLUMNS, most - beside))
    yield from title_lines(strip.title, beside + columns)
    yield from ([(line, "dim")] for line in reversed(_named(strip, strip.landmarks, columns, LANDMARK)))
    if strip.pieces:
        yield _pieces(strip, columns)
    for scale in strip.scales:
        yield [(ruler_line(scale, columns), "dim"), (f"  {visible(scale.name.text)}", "symbol")]
        yield [(axis_line(scale, columns), "dim")]
    yield from ([(line, "total")] for line in _named(strip, strip.marks, columns, MARK))
    yield from key_lines({cut_to(name): sign for name, sign in strip.key.items()}, COLUMNS)


def _named(strip: Strip, places: Sequence[Place], columns: int, sign: str) -> list[str]:
    """Rows of names beside their signs."""
    names = []
    for place in places:
        own, cell = HOLLOW if place.is_hollow else sign, cell_at(place.at, strip.scales[0], columns)
        names.append(signed(own, visible(place.name), cell, columns))
    return placed(names, columns)


def signed(sign: str, name: str, cell: int, columns: int) -> tuple[int, str]:
    """Where a name begins whose sign stands in a cell, and both: the sign is never moved, the name goes where there is room.

    >>> signed("▲", "total", 1, 12), signed("▲", "total", 9, 12)
    ((1, '▲ total'), (3, 'total ▲'))
    """
    after, before = columns - cell - 2, cell - 1
    if width(name) <= after or after >= before:
        return cell, f"{sign} {cut_to(name, after)}"
    shown = cut_to(name, before)
    return cell - 1 - width(shown), f"{shown} {sign}"


def _pieces(strip: Strip, columns: int) -> list[Lettered]:
    """Draw the pieces end to end."""
    line: list[Lettered] = []
    start = 0
    for at, (piece, (_, x)) in enumerate(zip(strip.pieces, strip.ends, strict=True)):
        end = max(cell_at(x, strip.scales[0], columns), start + bool(piece.length))
        line.append((fill(at) * (end - start), piece.role))
        start = end
    return line


LINES: dict[type, Callable[[Any, int | None, int | None], Iterator[list[Lettered]]]] = {
    Chart: chart_lines,
    Bars: bars_lines,
    Areas: areas_lines,
    Strip: strip_lines,
}


def drawing_lines(drawing: Drawing, most: int | None = None, high: int | None = None) -> Iterator[list[Lettered]]:
    """Draw a picture as lines of text with roles; no blanks at an end.

    It is no wider than `most` cells where that is asked; charts and areas shrink to `high` lines, the others are low.
    """
    if not isinstance(drawing, Drawing):
        raise TypeError(drawing)
    yield from map(trimmed, LINES[type(drawing)](drawing, most, high))
