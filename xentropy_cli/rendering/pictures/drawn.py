"""What vector drawings are made of, in a field 480 wide: a few shapes with their kinds, which each format writes its way."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.derivation.formula import Formula
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.pictures.kinds import Axis

WIDTH = 480.0
"""The width of the field: on a phone its text is still three quarters of what it is on a page as wide as this."""

TITLE_HEIGHT = 30.0
LINE = 18.0
CHARACTER = 8.43
"""The width of a character of a name, at most."""

BESIDE = 6.0
"""How far a name stands from the line that leads to its place."""


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


class Label(NamedTuple):
    """A name beside the line that leads from its place to its level, counted from the picture."""

    at: float
    start: float
    name: str
    level: int = 0

    @property
    def end(self) -> float:
        """Where the name ends."""
        return self.start + long(self.name)

    def is_over(self, x: float) -> bool:
        """Tell whether the name covers a line at a place."""
        return self.start - BESIDE / 2 < x < self.end + BESIDE / 2


def long(words: str | Formula) -> float:
    """The length of a text, at most."""
    return CHARACTER * width(visible(words.text if isinstance(words, Formula) else words))


def axes(x: Scale, y: Scale) -> Iterator[Shape]:
    """The two axes of a plot with their numbers, and a line across it at each number of the upright one."""
    for tick in y.axis.ticks:
        yield Stroke(((x.start, y.at(tick.at)), (x.end, y.at(tick.at))), "grid")
        yield Text(x.start - 8, y.at(tick.at) + 5, tick.text, "end")
    for tick in x.axis.ticks:
        yield Text(x.at(tick.at), y.start + 20, tick.text, "middle")
    yield Stroke(((x.start, y.end), (x.start, y.start), (x.end, y.start)), "frame")


def key(names: Iterable[tuple[str, str]], x: float, y: float) -> Iterator[Shape]:
    """The names of pieces beside their colours."""
    for name, role in names:
        yield Rectangle(x, y, 12, 12, f"fill-{role}")
        yield Text(x + 18, y + 11, name)
        x += long(name) + 42


def levelled(places: Iterable[tuple[float, str]]) -> list[Label]:
    """Give the name of every place a side of its line and a level, so that none lies over another or over a line.

    >>> [(label.level, label.name) for label in levelled([(0, "ab"), (5, "cd"), (100, "ef")])]
    [(1, 'ab'), (0, 'cd'), (0, 'ef')]
    """
    levels: list[list[Label]] = []
    for x, name in sorted(places, reverse=True):
        last = WIDTH - long(name)
        starts = [start for start in (x + BESIDE, x - BESIDE - long(name)) if 0 <= start <= last] or [max(0, last)]
        found = [Label(x, start, name) for start in starts]
        tried = [[*levels[:k], [*levels[k], label], *levels[k + 1 :]] for label in found for k in range(len(levels))]
        tried += [[*levels[:k], [label], *levels[k:]] for k in range(len(levels), -1, -1) for label in found]
        levels = next(filter(_is_clear, tried), [*levels, found[:1]])
    return sorted(label._replace(level=k) for k, level in enumerate(levels) for label in level)


def _is_clear(levels: list[list[Label]]) -> bool:
    """Tell whether no name lies over another of its level, or over the line to one of a higher level."""
    for k, level in enumerate(levels):
        lines = [label.at for above in levels[k + 1 :] for label in above]
        in_row = sorted(level, key=lambda label: label.start)
        if any(a.end + CHARACTER > b.start for a, b in pairwise(in_row)) or any(
            label.is_over(x) for label in level for x in lines
        ):
            return False
    return True


def height_of(labels: list[Label]) -> float:
    """How high labels are."""
    return LINE * (1 + max((label.level for label in labels), default=-1))
