"""Pictures as shapes, each by the layout of its kind, under its title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.pictures.axes import name_formula
from xentropy_cli.pictures.kinds import ROLES, Areas, Axis, Bars, Chart, Strip
from xentropy_cli.rendering.pictures.cells import cut_to
from xentropy_cli.rendering.pictures.chart_drawn import draw_chart
from xentropy_cli.rendering.pictures.drawn import WIDTH, Dot, Drawn, Rectangle, Scale, Stroke, Text, axes, long, parted
from xentropy_cli.rendering.pictures.labels import BESIDE, LINE, Label, height_of, levelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from xentropy_cli.pictures.kinds import Box, Drawing, Panel, Row
    from xentropy_cli.rendering.pictures.drawn import Shape

TITLE_HEIGHT = 30.0
LEFT, RIGHT = 52.0, WIDTH - 44
PLOT, HEAD, FOOT = 190.0, 26.0, 30.0
"""The edges of a panel, how high its plot is, and the room above and below it."""

ROW, BAR = 26.0, 16.0
ARROW = 20.0
"""The room between a bar as long as can be, with an arrow at its end, and the figure."""

LINE_LEFT, LINE_RIGHT, SCALE = 8.0, WIDTH - 56, 40.0
"""The ends of a number line, and how far one lies below another."""


def draw_bars(bars: Bars) -> Drawn:
    """Draw the axis, the rows, the rules over them, and the key."""
    left = max((long(cut_to(row.name)) for row in bars.rows), default=0) + 14
    right = WIDTH - max((long(row.figure) for row in bars.rows), default=0) - ARROW
    x = Scale(bars.axis, left, right)
    labels = levelled((x.at(rule.at), rule.name) for rule in bars.rules)
    top = TITLE_HEIGHT + height_of(labels)
    bottom = top + ROW * len(bars.rows)
    y = Scale(Axis(name_formula(""), 0.0, float(len(bars.rows)), ()), top, bottom)
    shapes: list[Shape] = [Text(WIDTH, bottom + 38, bars.axis.name.text, "end")]
    for tick in bars.axis.ticks:
        shapes.append(Stroke(((x.at(tick.at), top), (x.at(tick.at), bottom)), "grid"))
        shapes.append(Text(x.at(tick.at), bottom + 18, tick.text, "middle"))
    for at, row in enumerate(bars.rows):
        shapes += _row(row, x, y.at(at) + ROW / 2)
    shapes += _landmarks(labels, top - 2, bottom)
    shapes += _key(bars.key, left, bottom + 28)
    return Drawn(shapes, bottom + 46, x, y)


def _row(row: Row, x: Scale, y: float) -> Iterator[Shape]:
    """Draw a row around the line y."""
    kind = "own end" if row.is_lit else "end"
    yield Text(x.start - 10, y + 4, cut_to(row.name), kind)
    yield Text(WIDTH, y + 4, row.figure, kind)
    for piece, (start, end) in zip(row.pieces, row.ends, strict=True):
        wide = max(x.at(end) - x.at(start), 1.0 if piece.length else 0.0)
        yield Rectangle(x.at(start), y - BAR / 2, wide, BAR, f"fill-{piece.role}")
    if row.span is not None:
        yield Stroke(tuple((x.at(end), y) for end in row.span), "arrow")
    if row.dot is not None:
        yield Dot(x.at(row.dot), y)
    if row.target is not None:
        yield from _arrow(x.at(row.tip), x.at(row.target), y)


def _arrow(start: float, target: float, y: float) -> Iterator[Shape]:
    """Draw the target as a stroke, and an arrow to it where there is room for one."""
    yield Stroke(((target, y - 10), (target, y + 10)), "arrow")
    head = 5 if target >= start else -5
    if abs(target - start) > abs(head):
        tip = (target, y)
        yield Stroke(((start, y), tip, (target - head, y - 4), tip, (target - head, y + 4)), "arrow")


def _key(names: Mapping[str, tuple[int, str]], x: float, y: float) -> Iterator[Shape]:
    """The names of pieces beside their colours."""
    for name, (_, role) in names.items():
        yield Rectangle(x, y, 12, 12, f"fill-{role}")
        yield Text(x + 18, y + 11, name)
        x += long(name) + 42


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


def draw_strip(strip: Strip) -> Drawn:
    """Draw it from above to below."""
    first = strip.scales[0]
    x = Scale(first, LINE_LEFT, LINE_RIGHT)
    above, below = (
        levelled((x.at(min(place.at, first.high)), place.name) for place in places)
        for places in (strip.landmarks, strip.marks)
    )
    top = TITLE_HEIGHT + height_of(above)
    line = top + (BAR + 8 if strip.pieces else 10)  # so that no name touches the unit beside the line
    bottom = line + SCALE * len(strip.scales)
    shapes = list(_landmarks(above, top, line))
    for piece, (start, end) in zip(strip.pieces, strip.ends, strict=True):
        wide = max(x.at(end) - x.at(start), 1.0 if piece.length else 0.0)
        shapes.append(Rectangle(x.at(start), top + 4, wide, BAR, f"fill-{piece.role}"))
    arrows = [label.at for label in below if label.name]
    for at, scale in enumerate(strip.scales):
        shapes += _scale(Scale(scale, LINE_LEFT, LINE_RIGHT), line + at * SCALE, arrows)
    shapes += _marks(below, line, bottom)
    high = bottom + height_of(below) + 8
    shapes += _key(strip.key, LINE_LEFT, high)
    y = Scale(first._replace(low=0.0, high=1.0), top + 4, line)
    return Drawn(shapes, high + (LINE + 10 if strip.key else 0), x, y)


def _landmarks(labels: list[Label], top: float, line: float) -> Iterator[Shape]:
    """Write names above a picture, each with a line down to its place; one that stands over its line begins it."""
    for label in labels:
        base = top - 4 - LINE * label.level
        yield Stroke(((label.at, base + 4 if label.is_over(label.at) else base - 10), (label.at, line)), "rule")
        yield Text(label.start, base, label.name)


def _scale(x: Scale, y: float, arrows: list[float]) -> Iterator[Shape]:
    """Draw a scale, its numbers beside the arrows that lead through it."""
    yield Stroke(((LINE_LEFT, y), (LINE_RIGHT, y)), "frame")
    yield Text(LINE_RIGHT + 8, y + 5, x.axis.name.text)
    end = -1.0
    for tick in x.axis.ticks:
        at = x.at(tick.at)
        yield Stroke(((at, y - 4), (at, y + 4)), "frame")
        number = next((it for it in _numbers(at, tick.text, arrows) if it.start >= end + 1), None)
        if number is not None:
            end = number.end
            yield Text(number.start + long(tick.text) / 2, y + 20, tick.text, "middle")


def _numbers(at: float, text: str, arrows: list[float]) -> Iterator[Label]:
    """Where the number of a tick may stand: under it, or else beside an arrow that leads through it there."""
    wide = long(text)
    middle = min(max(at - wide / 2, LINE_LEFT), WIDTH - wide)
    for start in (middle, *(start for x in arrows for start in (x - BESIDE - wide, x + BESIDE))):
        label = Label(at, start, text)
        is_near = 0 <= start <= WIDTH - wide and abs(start - middle) <= wide / 2 + 2 * BESIDE
        if is_near and not any(map(label.is_over, arrows)):
            yield label


def _marks(labels: list[Label], line: float, bottom: float) -> Iterator[Shape]:
    """Draw the marks that have a name: the row of others is kept for one that comes."""
    for label in labels:
        if label.name:
            base = bottom + 6 + LINE * label.level
            yield Stroke(((label.at, line - 6), (label.at, base - 14 if label.is_over(label.at) else base)), "arrow")
            yield Dot(label.at, line)
            yield Text(label.start, base, label.name, "own")


LAYOUTS: dict[type, Callable[[Any], Drawn]] = {
    Chart: draw_chart,
    Bars: draw_bars,
    Areas: draw_areas,
    Strip: draw_strip,
}


def laid_out(drawing: Drawing) -> Drawn:
    """Lay a picture out in a field 480 wide."""
    found = LAYOUTS[type(drawing)](drawing)
    return found._replace(shapes=[*parted([Text(0, 16, drawing.title, "title"), *found.shapes])])
