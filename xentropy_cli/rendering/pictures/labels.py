"""Names beside the lines that lead from their places, on so many levels that none lies over another, or over a line."""

from __future__ import annotations

from itertools import count, islice
from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.rendering.pictures.drawn import CHARACTER, WIDTH, long

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LINE = 18.0
"""How high a level is."""

BESIDE = 6.0
"""How far a name stands from the line that leads to its place."""

EDGE = 6.0
"""How far a name stands from the right edge: digits are a little wider than most letters."""

MOST_TRIED, MOST_COMPARED = 2000, 24
"""How often names are given a side before none is found for all, and how many ways to do it are compared."""


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

    def is_close_to(self, other: Label) -> bool:
        """Tell whether both need a level of their own."""
        return self.start < other.end + CHARACTER and other.start < self.end + CHARACTER


def levelled(places: Iterable[tuple[float, str]]) -> list[Label]:
    """Give the name of every place a side of its line and a level, so that none lies over another or over a line.

    >>> [(label.level, label.name) for label in levelled([(0, "ab"), (5, "cd"), (100, "ef")])]
    [(1, 'ab'), (0, 'cd'), (0, 'ef')]
    """
    ways = [_ways(x, name) for x, name in sorted(places)]
    tried = (labels for labels in islice(_sides(ways), MOST_TRIED) if len(labels) == len(ways))
    found = list(islice(tried, MOST_COMPARED)) or [[labels[0] for labels in ways]]
    return min(map(_stacked, found), key=_cost)


def _cost(labels: list[Label]) -> tuple[int, int]:
    """How many names stand over their lines and not beside them, and how high all are."""
    return sum(label.is_over(label.at) for label in labels), max((label.level for label in labels), default=0)


def _stacked(waiting: list[Label]) -> list[Label]:
    """Give every name the lowest level on which none lies over it, above those to whose places it covers the line."""
    placed: list[Label] = []
    while waiting:
        free = (a for a in reversed(waiting) if not any(a.is_over(b.at) for b in waiting if b is not a))
        label = next(free, waiting[-1])
        waiting = [other for other in waiting if other is not label]
        least = max((other.level + 1 for other in placed if label.is_over(other.at)), default=0)
        full = {other.level for other in placed if label.is_close_to(other)}
        placed.append(label._replace(level=next(k for k in count(least) if k not in full)))
    return sorted(placed)


def _sides(ways: list[list[Label]], taken: tuple[Label, ...] = ()) -> Iterator[list[Label]]:
    """Try the sides of names one after the other; of no two does each lie over the line to the other."""
    yield list(taken)
    for label in ways[len(taken)] if len(taken) < len(ways) else ():
        if not any(label.is_over(other.at) and other.is_over(label.at) for other in taken):
            yield from _sides(ways, (*taken, label))


def _ways(x: float, name: str) -> list[Label]:
    """Where a name may stand, the best first: on the right of its line, on its left, over its end."""
    last = max(0.0, WIDTH - EDGE - long(name))
    beside = [start for start in (x + BESIDE, x - BESIDE - long(name)) if 0 <= start <= last]
    over = [min(max(0.0, start), last) for start in (x - long(name) / 2, x, x - long(name))]
    return [Label(x, start, name) for start in (*beside, *over)]


def height_of(labels: list[Label]) -> float:
    """How high labels are."""
    return LINE * (1 + max((label.level for label in labels), default=-1))
