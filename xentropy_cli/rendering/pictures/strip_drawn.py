"""A number line as shapes: landmarks above it, the reader's own marks below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.rendering.pictures.drawn import (
    LINE,
    TITLE_HEIGHT,
    WIDTH,
    Dot,
    Drawn,
    Rectangle,
    Scale,
    Stroke,
    Text,
    height_of,
    key,
    levelled,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pictures.kinds import Strip
    from xentropy_cli.rendering.pictures.drawn import Label, Shape

LEFT, RIGHT = 8.0, WIDTH - 56
SCALE, BAR = 40.0, 16.0


def draw_strip(strip: Strip) -> Drawn:
    """Draw it from above to below."""
    first = strip.scales[0]
    x = Scale(first, LEFT, RIGHT)
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
    for at, scale in enumerate(strip.scales):
        shapes += _scale(Scale(scale, LEFT, RIGHT), line + at * SCALE)
    shapes += _marks(below, line, bottom)
    high = bottom + height_of(below) + 8
    names = [(piece.name, piece.role) for piece in strip.pieces if piece.name]
    shapes += key(names, LEFT, high)
    y = Scale(first._replace(low=0.0, high=1.0), top + 4, line)
    return Drawn(shapes, high + (LINE + 10 if names else 0), x, y)


def _landmarks(labels: list[Label], top: float, line: float) -> Iterator[Shape]:
    for label in labels:
        base = top - 4 - LINE * label.level
        yield Stroke(((label.at, base + 4 if label.is_over(label.at) else base - 10), (label.at, line)), "rule")
        yield Text(label.start, base, label.name)


def _scale(x: Scale, y: float) -> Iterator[Shape]:
    yield Stroke(((LEFT, y), (RIGHT, y)), "frame")
    yield Text(RIGHT + 8, y + 5, x.axis.name.text)
    for tick in x.axis.ticks:
        at = x.at(tick.at)
        yield Stroke(((at, y - 4), (at, y + 4)), "frame")
        yield Text(at, y + 20, tick.text, "middle" if at > LEFT else "")


def _marks(labels: list[Label], line: float, bottom: float) -> Iterator[Shape]:
    """Draw the marks that have a name: the row of others is kept for one that comes."""
    for label in labels:
        if label.name:
            base = bottom + 6 + LINE * label.level
            yield Stroke(((label.at, line - 6), (label.at, base - 14 if label.is_over(label.at) else base)), "arrow")
            yield Dot(label.at, line)
            yield Text(label.start, base, label.name, "own")
