"""What vector drawings are made of, in a field 480 wide: a few shapes with their kinds, which each format writes its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.derivation.formula import Formula
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.pictures.kinds import Axis

WIDTH = 480.0
"""The width of the field: on a phone its text is still three quarters of what it is on a page as wide as this."""

CHARACTER = 8.43
"""The width of a character of a name, at most."""

ASCENT, DESCENT = 11.0, 3.0
"""How far letters reach above the line on which they stand, and below it."""


class Stroke(NamedTuple):
    """A line through points; its kind: frame, grid, rule, arrow or line-ROLE, and perhaps dashed."""

    points: tuple[tuple[float, float], ...]
    kind: str


class Rectangle(NamedTuple):
    """A rectangle by its upper left corner; its kind: band or fill-ROLE, and perhaps lit."""

    x: float
    y: float
    wide: float
    high: float
    kind: str


class Dot(NamedTuple):
    """The dot of a mark, perhaps hollow."""

    x: float
    y: float
    kind: str = ""


class Text(NamedTuple):
    """A text on a line at y, from x on or of the kind "end" or "middle"; also title, own, inside."""

    x: float
    y: float
    words: str | Formula
    kind: str = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its left, upper, right and lower edge, at most."""
        wide, kinds = long(self.words), self.kind.split()
        left = self.x - wide if "end" in kinds else self.x - wide / 2 if "middle" in kinds else self.x
        return left, self.y - ASCENT, left + wide, self.y + DESCENT


Shape = Stroke | Rectangle | Dot | Text


class Scale(NamedTuple):
    """An axis between two places of the field."""

    axis: Axis
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value."""
        return self.start + self.axis.share(value) * (self.end - self.start)


class Drawn(NamedTuple):
    """A picture as shapes, how high it is, and where the numbers of its axes stand."""

    shapes: list[Shape]
    high: float
    x: Scale
    y: Scale


def long(words: str | Formula) -> float:
    """The length of a text, at most."""
    return CHARACTER * width(visible(words.text if isinstance(words, Formula) else words))


def parted(shapes: Sequence[Shape]) -> Iterator[Shape]:
    """The shapes, the lines of the grid with gaps where text stands, so that they cross none.

    >>> line, name = Stroke(((0, 5), (100, 5)), "grid"), Text(20, 9, "ab")
    >>> [shape.points for shape in parted([line, name]) if isinstance(shape, Stroke)]
    [((0, 5), (20, 5)), ((36.86, 5), (100, 5))]
    """
    boxes = [shape.box for shape in shapes if isinstance(shape, Text)]
    for shape in shapes:
        if not (isinstance(shape, Stroke) and shape.kind == "grid"):
            yield shape
            continue
        (start, end), across = shape.points, int(shape.points[0][0] == shape.points[1][0])  # 1: upright
        low, high = sorted((start[across], end[across]))
        gaps = sorted(
            (box[across], box[across + 2]) for box in boxes if box[1 - across] < start[1 - across] < box[3 - across]
        )
        for gap in [*gaps, (high, high)]:
            if low < min(gap[0], high):
                ends = ((at, start[1]) if across == 0 else (start[0], at) for at in (low, min(gap[0], high)))
                yield Stroke(tuple(ends), "grid")
            low = max(low, gap[1])


def axes(x: Scale, y: Scale) -> Iterator[Shape]:
    """The two axes of a plot with their numbers, and a line across it at each number of the upright one."""
    for tick in y.axis.ticks:
        yield Stroke(((x.start, y.at(tick.at)), (x.end, y.at(tick.at))), "grid")
        yield Text(x.start - 8, y.at(tick.at) + 5, tick.text, "end")
    for tick in x.axis.ticks:
        yield Text(x.at(tick.at), y.start + 20, tick.text, "middle")
    yield Stroke(((x.start, y.end), (x.start, y.start), (x.end, y.start)), "frame")
