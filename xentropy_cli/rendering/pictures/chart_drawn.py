"""A chart as shapes, in a field of 480 by 336."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.rendering.pictures.drawn import (
    ASCENT,
    DESCENT,
    WIDTH,
    Dot,
    Drawn,
    Rectangle,
    Scale,
    Stroke,
    Text,
    axes,
    long,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.derivation.formula import Formula
    from xentropy_cli.pictures.kinds import Chart, Curve, Mark, Rule
    from xentropy_cli.rendering.pictures.drawn import Shape

    Point = tuple[float, float]

HIGH = 336.0
LEAST_LEFT, RIGHT, TOP, BOTTOM = 52.0, WIDTH - 44, 54.0, 292.0
"""The edges of the plot, where the numbers beside it are not longer; names and numbers of the axes stand outside."""

DOT = 5.0
"""How far names stay off a mark, and off how far it reaches."""

FINE = 2.0
"""How far apart the points of a curve lie that a name is kept off."""

GAP = 3.0
"""How far apart names beside each other stand."""

NAMING = 16
"""The points beside which the name of a curve is tried."""


class Room(NamedTuple):
    """The room of a name."""

    left: float
    top: float
    right: float
    bottom: float

    def is_in_field(self, left: float) -> bool:
        """Tell whether a name stands in the plot, or beside it on the right."""
        return self.left >= left and self.right <= WIDTH and self.top >= TOP - 14 and self.bottom <= BOTTOM

    def meets(self, other: Room) -> bool:
        """Tell whether two lie over each other."""
        is_beside = self.right + GAP <= other.left or other.right + GAP <= self.left
        return not is_beside and self.top < other.bottom and other.top < self.bottom

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies within."""
        return self.left < point[0] < self.right and self.top < point[1] < self.bottom


def room_of(left: float, base: float, wide: float) -> Room:
    """The room of a name that begins at a place of the line on which it stands."""
    return Room(left, base - ASCENT, left + wide, base + DESCENT)


class Named(NamedTuple):
    """A name, and the rooms that it may take, the best first."""

    name: str | Formula
    rooms: list[Room]


def draw_chart(chart: Chart) -> Drawn:
    """Draw the ground, then curves and marks, then names where there is room."""
    left = max([LEAST_LEFT, *(long(tick.text) + 8 for tick in chart.y.ticks)])
    x, y = Scale(chart.x, left, RIGHT), Scale(chart.y, BOTTOM, TOP)
    ground = [*axes(x, y), Text(0, TOP - 12, chart.y.name), Text(WIDTH, BOTTOM + 38, chart.x.name.text, "end")]
    rules = [_rule(chart, rule, x, y) for rule in chart.rules]
    curves = [stroke for curve in chart.curves for stroke in _strokes(curve, x, y)]
    dots = [Dot(x.at(mark.x), y.at(mark.y), "hollow" * mark.is_hollow) for mark in chart.marks]
    whiskers = [
        Stroke(((x.at(mark.x), y.at(mark.low)), (x.at(mark.x), y.at(mark.high))), "arrow")
        for mark in chart.marks
        if mark.low is not None and mark.high is not None
    ]
    named = [_named_mark(mark, x, y) for mark in chart.marks]
    named += [_named_curve(curve, x, y) for curve in chart.curves]
    named += [_named_rule(rule, x, y) for rule in chart.rules]
    lines = [rule for rule in rules if isinstance(rule, Stroke)]
    marked = [((dot.x, dot.y), (dot.x, dot.y)) for dot in dots] + [stroke.points for stroke in whiskers]
    taken = [Room(at - DOT, top - DOT, at + DOT, bottom + DOT) for (at, bottom), (_, top) in marked]
    names = _names(named, left, taken, list(_ink([*curves, *lines])))
    return Drawn([*ground, *rules, *curves, *whiskers, *dots, *names], HIGH, x, y)


def _strokes(curve: Curve, x: Scale, y: Scale) -> Iterator[Stroke]:
    kind = f"line-{curve.role}{' dashed' if curve.is_dashed else ''}"
    return (Stroke(tuple((x.at(a), y.at(b)) for a, b in run), kind) for run in curve.runs)


def _rule(chart: Chart, rule: Rule, x: Scale, y: Scale) -> Shape:
    """Draw a straight line across the plot, or a band of it."""
    (left, bottom), (right, top) = ((x.at(a), y.at(b)) for a, b in chart.corners(rule))
    if rule.to is None:
        return Stroke(((left, bottom), (right, top)), "rule")
    return Rectangle(left, top, right - left, bottom - top, "band")


def _named_mark(mark: Mark, x: Scale, y: Scale) -> Named:
    """Name a mark beside its dot, or else beside an end of how far it reaches."""
    spots = [(x.at(mark.x), y.at(at)) for at in (mark.y, mark.high, mark.low) if at is not None]
    return Named(mark.name, _beside(spots, mark.name))


def _named_curve(curve: Curve, x: Scale, y: Scale) -> Named:
    """Name a curve above it: on the right where it falls, on the left where it rises; or always on its left."""
    spots = [(x.at(a), y.at(b)) for a, b in curve.naming_points]
    near = [point for point in curve.points[max(curve.named_at - 1, 0) : curve.named_at + 2] if point is not None]
    falls, wide = all((d - b) * (c - a) <= 0 for (a, b), (c, d) in pairwise(near)), long(curve.name)
    if curve.is_left:
        return Named(curve.name, [room_of(a - 8 - wide, b + (18 if falls else -8), wide) for a, b in spots])
    return Named(curve.name, _beside(spots[:: max(1, len(spots) // NAMING)], curve.name, is_right=falls))


def _named_rule(rule: Rule, x: Scale, y: Scale) -> Named:
    """Name a rule at its right or upper end, or as near to that as there is room, a band within."""
    if rule.axis == "x":
        spots = [(x.at(rule.at), high) for high in (TOP + 20, (TOP + BOTTOM) / 2, BOTTOM - 4)]
    else:
        end = x.end - long(rule.name) - 8
        starts = (end, (x.start + end) / 2, x.start) if rule.to is None else (x.start,)
        spots = [(start, y.at(rule.at)) for start in starts]
    return Named(rule.name, _beside(spots, rule.name))


def _names(named: Iterable[Named], left: float, taken: list[Room], ink: list[Point]) -> Iterator[Text]:
    """Write every name where it covers no other and nothing else that is taken, and no line if it can.

    One without any room is left out, as `says` holds it.
    """
    for name, rooms in named:
        free = [room for room in rooms if room.is_in_field(left) and not any(map(room.meets, taken))]
        room = next((room for room in free if not any(map(room.holds, ink))), free[0] if free else None)
        if room and long(name):
            taken.append(room)
            yield Text(room.left, room.bottom - DESCENT, name)


def _beside(spots: Iterable[Point], name: str | Formula, *, is_right: bool = True) -> list[Room]:
    """The rooms that a name may take beside points, first on their right, or on their left."""
    wide, rooms = long(name), []
    for x, y in spots:
        sides = (x + 8, x - 8 - wide) if is_right else (x - 8 - wide, x + 8)
        near = [(left, base) for base in (y - 8, y + 18, y + 5, y - 4, y - 16, y - 26) for left in sides]
        far = [(left, base) for base in (y + 36, y - 44) for left in sides]
        rooms += [room_of(left, base, wide) for left, base in (*near, (x + 24, y + 5), *far)]
    return rooms


def _ink(curves: Iterable[Stroke]) -> Iterator[Point]:
    """The points of lines as they are drawn, none far from the next."""
    for curve in curves:
        for (x, y), (u, v) in pairwise(curve.points):
            steps = int(max(abs(u - x), abs(v - y)) / FINE) + 1
            yield from ((x + (u - x) * k / steps, y + (v - y) * k / steps) for k in range(steps + 1))
