"""Areas as shapes: panels side by side are harder to compare than panels under each other, so they are stacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.pictures.kinds import ROLES
from xentropy_cli.rendering.pictures.drawn import (
    LINE,
    TITLE_HEIGHT,
    WIDTH,
    Drawn,
    Rectangle,
    Scale,
    Stroke,
    Text,
    axes,
    height_of,
    levelled,
    long,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pictures.kinds import Areas, Box, Panel
    from xentropy_cli.rendering.pictures.drawn import Shape

LEFT, RIGHT = 52.0, WIDTH - 44
PLOT = 190.0
HEAD, FOOT = 26.0, 30.0


def draw_areas(areas: Areas) -> Drawn:
    """Draw the panels under each other, each with room above it for the names of narrow boxes."""
    shapes: list[Shape] = []
    x, scales, high = Scale(areas.x, LEFT, RIGHT), [], TITLE_HEIGHT
    for panel in areas.panels:
        boxes = zip(panel.boxes, panel.ends, strict=True)
        labels = levelled((x.at(start), box.name) for box, (start, _) in boxes if box.width and not _fits(box, areas))
        head = high + HEAD - 10
        is_long = long(f"{panel.name} {panel.figure}") > RIGHT - LEFT
        top = high + HEAD + LINE * is_long + height_of(labels)
        y = Scale(areas.y, top + PLOT, top)
        shapes += [Text(LEFT, head, panel.name), Text(RIGHT, head + LINE * is_long, panel.figure, "own end")]
        shapes += [Text(label.start, top - 6 - LINE * label.level, label.name) for label in labels]
        shapes += [Text(LEFT - 8, top - 8, areas.y.name.text, "end"), Text(RIGHT + 10, y.start + 5, areas.x.name.text)]
        shapes += [*axes(x, y), *_boxes(areas, panel, x, y)]
        scales.append(y)
        high = y.start + FOOT
    return Drawn(shapes, high, x, scales[0])


def _fits(box: Box, areas: Areas) -> bool:
    """Tell whether a name has room within its box."""
    return long(box.name) + 8 <= box.width * (RIGHT - LEFT) and areas.y.share(box.height) * PLOT > LINE


def _boxes(areas: Areas, panel: Panel, x: Scale, y: Scale) -> Iterator[Shape]:
    """Draw the boxes; one that is not empty is seen, however narrow."""
    for at, (box, (start, end)) in enumerate(zip(panel.boxes, panel.ends, strict=True)):
        left, high = x.at(start), y.start - y.at(box.height)
        wide = max(x.at(end) - left, 1.0 if box.width else 0.0)
        kind = f"fill-{ROLES[at % len(ROLES)]}{' lit' if box.is_lit else ''}"
        yield Rectangle(left, y.start - high, wide, high, kind)
        if box.line is not None:
            yield Stroke(((left, y.at(box.line)), (left + wide, y.at(box.line))), "arrow dashed")
        if _fits(box, areas):
            yield Text(left + wide / 2, y.start - 8, box.name, f"inside middle{' own' if box.is_lit else ''}")
