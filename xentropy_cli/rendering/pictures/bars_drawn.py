"""Bars as shapes: a row each, names on the left, figures on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.pictures.axes import name_formula
from xentropy_cli.pictures.kinds import Axis
from xentropy_cli.rendering.pictures.cells import cut_to
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
    long,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pictures.kinds import Bars, Row
    from xentropy_cli.rendering.pictures.drawn import Shape

ROW, BAR = 26.0, 16.0
FOOT = 46.0
LONGEST_NAME = 24
ARROW = 20.0
"""The room between a bar as long as can be, with an arrow at its end, and the figure."""


def draw_bars(bars: Bars) -> Drawn:
    """Draw the axis, the rows, the rules over them, and the key."""
    left = max((long(cut_to(row.name, LONGEST_NAME)) for row in bars.rows), default=0) + 14
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
    for label in labels:
        base = top - 6 - LINE * label.level
        shapes.append(Stroke(((label.at, base - 10), (label.at, bottom)), "rule"))
        shapes.append(Text(label.start, base, label.name))
    shapes += key(bars.key.items(), left, bottom + 28)
    return Drawn(shapes, bottom + FOOT, x, y)


def _row(row: Row, x: Scale, y: float) -> Iterator[Shape]:
    """Draw a row around the line y."""
    kind = "own end" if row.is_lit else "end"
    yield Text(x.start - 10, y + 4, cut_to(row.name, LONGEST_NAME), kind)
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
