"""The four kinds of picture, as data in their own units: two axes, bars, areas, a number line.

Every number stands where its axis puts it, and every point lies within the axes; a renderer computes places and nothing else.
`says` tells in one sentence, from the same numbers, what a picture shows: for a screen reader, and where nothing is drawn.
"""

from __future__ import annotations

from itertools import groupby
from math import log
from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.derivation.formula import Formula


ROLES = ("share", "divergence", "entropy", "whole")
"""What gives neighbours without a meaning of their own their colours, in turn."""


def end_to_end(lengths: Iterable[float]) -> list[tuple[float, float]]:
    """Where each of these begins and ends, one behind the other from 0; those of negative length go the other way.

    >>> end_to_end([1, -2, 3])
    [(0.0, 1.0), (-2.0, 0.0), (1.0, 4.0)]
    """
    low = high = 0.0
    found = []
    for length in lengths:
        if length < 0:
            found.append((low + length, low))
            low += length
        else:
            found.append((high, high + length))
            high += length
    return found


class Tick(NamedTuple):
    """A place on an axis, and the number written there."""

    at: float
    text: str


class Axis(NamedTuple):
    """What an axis shows, from where to where, and its ticks; `is_log` where equal steps are equal factors."""

    name: Formula
    low: float
    high: float
    ticks: tuple[Tick, ...]
    is_log: bool = False

    def share(self, value: float) -> float:
        """How far along the axis a value stands, from 0 to 1.

        >>> from xentropy_cli.derivation.formula import Formula
        >>> Axis(Formula("T", "T"), 0.25, 4, (), is_log=True).share(1)
        0.5
        """
        if self.is_log:
            return log(value / self.low) / log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


class Mark(NamedTuple):
    """A point of the reader's own numbers, its name, and how far it may reach up and down (`low` to `high`)."""

    x: float
    y: float
    name: str
    low: float | None = None
    high: float | None = None
    is_hollow: bool = False


class Curve(NamedTuple):
    """A line through points (None lifts the pen); its name stands at the point numbered `named_at`, or the next with room.

    It stands over the line, or on its left where something moves on its right (`is_left`).
    """

    name: Formula
    points: tuple[tuple[float, float] | None, ...]
    role: str
    named_at: int
    is_dashed: bool = False
    is_left: bool = False

    @property
    def runs(self) -> list[list[tuple[float, float]]]:
        """The points between which the pen is not lifted."""
        runs = groupby(self.points, lambda point: point is not None)
        return [[point for point in run if point] for is_drawn, run in runs if is_drawn]

    @property
    def naming_points(self) -> list[tuple[float, float]]:
        """The points beside which its name may stand, the best first."""
        order = sorted(range(len(self.points)), key=lambda k: abs(k - self.named_at))
        return [point for point in map(self.points.__getitem__, order) if point is not None]


class Rule(NamedTuple):
    """A straight line across the picture at one value of an axis ("x" or "y"), or a band from there on."""

    at: float
    name: str
    axis: str = "y"
    to: float | None = None


class Chart(NamedTuple):
    """Curves over two axes, and marks on them."""

    title: str
    x: Axis
    y: Axis
    curves: tuple[Curve, ...]
    marks: tuple[Mark, ...] = ()
    rules: tuple[Rule, ...] = ()
    says: str = ""

    def corners(self, rule: Rule) -> tuple[tuple[float, float], tuple[float, float]]:
        """The lower left and the upper right corner of a rule or a band, which goes all along the other axis."""
        last = rule.at if rule.to is None else rule.to
        if rule.axis == "y":
            return (self.x.low, rule.at), (self.x.high, last)
        return (rule.at, self.y.low), (last, self.y.high)


class Piece(NamedTuple):
    """A part of a bar; one of negative length goes left of 0."""

    length: float
    role: str
    name: str = ""


def key_of(bars: Iterable[Iterable[Piece]]) -> dict[str, tuple[int, str]]:
    """The names of pieces, each with its place in its bar and its role."""
    return {piece.name: (at, piece.role) for bar in bars for at, piece in enumerate(bar) if piece.name}


class Row(NamedTuple):
    """A bar of pieces end to end, its name and figure; `target` is a tick that an arrow leads to.

    A `dot` in place of a bar stands for an estimate, with the span of its interval where one is known.
    """

    name: str
    pieces: tuple[Piece, ...]
    figure: str
    is_lit: bool = False
    target: float | None = None
    dot: float | None = None
    span: tuple[float, float] | None = None

    @property
    def ends(self) -> list[tuple[float, float]]:
        """Where each piece begins and ends."""
        return end_to_end(piece.length for piece in self.pieces)

    @property
    def tip(self) -> float:
        """How far the bar reaches to the right."""
        return max((end for _, end in self.ends), default=0.0)


class Bars(NamedTuple):
    """Rows over one axis."""

    title: str
    axis: Axis
    rows: tuple[Row, ...]
    rules: tuple[Rule, ...] = ()
    says: str = ""

    @property
    def key(self) -> dict[str, tuple[int, str]]:
        """The key to its pieces."""
        return key_of(row.pieces for row in self.rows)


class Box(NamedTuple):
    """A box `width` wide and `height` high, perhaps with a dashed line across it at another height."""

    name: str
    width: float
    height: float
    line: float | None = None
    is_lit: bool = False


class Panel(NamedTuple):
    """Boxes side by side, and the number that their areas add up to."""

    name: str
    boxes: tuple[Box, ...]
    figure: str

    @property
    def ends(self) -> list[tuple[float, float]]:
        """Where each box begins and ends."""
        return end_to_end(box.width for box in self.boxes)


class Areas(NamedTuple):
    """Panels of boxes over the same two axes: the area of a box is its share of the sum."""

    title: str
    x: Axis
    y: Axis
    panels: tuple[Panel, ...]
    says: str = ""


class Place(NamedTuple):
    """A named place on a number line."""

    at: float
    name: str
    is_hollow: bool = False


class Strip(NamedTuple):
    """A number line, or several aligned ones of as many units: landmarks above, the reader's own marks below.

    `pieces` lie end to end on the first scale; all places are on it too.
    """

    title: str
    scales: tuple[Axis, ...]
    pieces: tuple[Piece, ...] = ()
    marks: tuple[Place, ...] = ()
    landmarks: tuple[Place, ...] = ()
    says: str = ""

    @property
    def ends(self) -> list[tuple[float, float]]:
        """Where each piece begins and ends, as far as the first scale goes."""
        most = self.scales[0].high
        return [(min(low, most), min(high, most)) for low, high in end_to_end(p.length for p in self.pieces)]

    @property
    def key(self) -> dict[str, tuple[int, str]]:
        """The key to its pieces."""
        return key_of([self.pieces])


Drawing = Chart | Bars | Areas | Strip
