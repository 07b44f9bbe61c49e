"""Areas in character cells: boxes as wide as a probability and as high as a cost, told apart by their fill."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from xentropy_cli.pictures.kinds import ROLES
from xentropy_cli.rendering.pictures.cells import FILLS, Lettered, axis_line, title_lines, widest
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pictures.kinds import Areas, Axis, Box, Panel

COLUMNS, NARROWEST = 64, 24
FEWEST_ROWS, MOST_ROWS, LOWEST = 8, 14, 3
BESIDE_ROWS = 3
"""Lines of a panel above and below its rows: the name of the y axis, the x axis and its numbers."""

LINE = "╌"


def areas_lines(areas: Areas, most: int | None = None, high: int | None = None) -> Iterator[list[Lettered]]:
    """Draw the panels under each other, no wider than `most` cells and in no more than `high` lines where that is asked."""
    labels = widest([tick.text for tick in areas.y.ticks])
    beside = labels + 2 + 2 + width(visible(areas.x.name.text))
    columns = COLUMNS if most is None else max(NARROWEST, min(COLUMNS, most - beside))
    title = list(title_lines(areas.title, beside + columns))
    around = [(list(_head(panel, columns + labels)), list(_key(panel))) for panel in areas.panels]
    rows = min(MOST_ROWS, max(FEWEST_ROWS, ceil(2 * areas.y.high)))
    if high is not None:
        other = len(title) + sum(len(head) + len(key) + BESIDE_ROWS for head, key in around)
        rows = max(LOWEST, min(rows, (high - other) // len(areas.panels)))
    yield from title
    for panel, (head, key) in zip(areas.panels, around, strict=True):
        yield from head
        yield [(f"{areas.y.name.text:>{labels}}", "symbol")]
        yield from _panel(areas, panel, columns, labels, rows)
        yield from key


def _head(panel: Panel, room: int) -> Iterator[list[Lettered]]:
    """The name and the number of a panel, in two lines where one is too short."""
    name, number = (visible(panel.name), "head"), (panel.figure, "total")
    if width(panel.name) + 2 + width(panel.figure) <= room:
        yield [name, ("  ", ""), number]
        return
    yield [name]
    yield [number]


def _panel(areas: Areas, panel: Panel, columns: int, labels: int, rows: int) -> Iterator[list[Lettered]]:
    marks = {rows - round(areas.y.share(tick.at) * rows): tick.text for tick in areas.y.ticks}
    edges = _edges(areas, panel, columns)
    for row in range(rows):
        label = marks.get(row, "")
        cells = [
            (fill * (edges[at + 1] - edges[at]), role)
            for at, box in enumerate(panel.boxes)
            for fill, role in (_cell(areas.y, box, at, rows - row, rows),)
        ]
        yield [(f"{label:>{labels}}", "dim"), (" ┤" if label else " │", "dim"), *cells]
    yield [(f"{marks.get(rows, ''):>{labels}} └" + "─" * columns, "dim")]
    yield [(" " * (labels + 2) + axis_line(areas.x, columns), "dim"), (f"  {visible(areas.x.name.text)}", "symbol")]


def _edges(areas: Areas, panel: Panel, columns: int) -> list[int]:
    """The cells at which boxes begin and end; one that is not empty has a cell of its own where there is room."""
    edges, behind = [0], sum(box.width > 0 for box in panel.boxes)
    for box, (_, x) in zip(panel.boxes, panel.ends, strict=True):
        behind -= box.width > 0
        end = min(round(areas.x.share(x) * columns), columns - behind)
        edges.append(min(columns, max(end, edges[-1] + (box.width > 0))))
    return edges


def _cell(y: Axis, box: Box, at: int, level: int, rows: int) -> Lettered:
    """A cell of a box at one level, and its role: filled up to its height, with a line at another."""
    top = max(1, round(y.share(box.height) * rows)) if box.height else 0
    fill = FILLS[at % len(FILLS)] if level <= top else " "
    if box.line is not None and level == max(1, round(y.share(box.line) * rows)):
        fill = LINE
    return fill, "total" if box.is_lit else ROLES[at % len(ROLES)]


def _key(panel: Panel) -> Iterator[list[Lettered]]:
    """Name every box under its panel, by its fill."""
    line: list[Lettered] = []
    for at, box in enumerate(panel.boxes):
        text = f"{FILLS[at % len(FILLS)]} {visible(box.name)}{' ●' if box.is_lit else ''}   "
        if line and sum(width(part) for part, _ in line) + width(text) > COLUMNS + NARROWEST // 2:
            yield line
            line = []
        line.append((text, ""))
    yield line
