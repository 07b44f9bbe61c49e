"""Areas in character cells: boxes as wide as a probability and as high as a cost, told apart by their fill."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from xentropy_cli.pictures.kinds import ROLES
from xentropy_cli.rendering.pictures.cells import FILLS, Lettered, framed, key_lines, room, title_lines, widest
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pictures.kinds import Areas, Axis, Box, Panel

COLUMNS, NARROWEST = 64, 24
FEWEST_ROWS, MOST_ROWS, LOWEST = 8, 14, 3
BESIDE_ROWS = 3
"""Lines of a panel above and below its rows: the name of the y axis, the x axis and its numbers."""

WIDEST_KEY = 76
LINE = "╌"


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
            line.append((_cell(areas.y, box, FILLS[at % len(FILLS)], rows - row, rows) * wide, _role(at, box)))
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


def _key(panel: Panel) -> Iterator[tuple[Lettered, str]]:
    """Every box by its fill."""
    for at, box in enumerate(panel.boxes):
        yield (FILLS[at % len(FILLS)], _role(at, box)), f"{visible(box.name)}{' ●' if box.is_lit else ''}"
