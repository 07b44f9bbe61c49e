"""A chart as a vector drawing, in a field of 480 by 336."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from xentropy_cli.rendering.pictures.drawn import WIDTH, boxed, long, stroked, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pictures.kinds import Chart, Curve, Mark

HEIGHT = 336.0
LEAST_LEFT, RIGHT, TOP, BOTTOM = 52.0, WIDTH - 44, 54.0, 292.0
"""The edges of the plot, where the numbers beside it are not longer; names and numbers of the axes stand outside."""

Box = tuple[float, float, float, float]
BELOW = 3.0
"""How far letters reach below the line on which they stand."""

FINE = 6.0
"""How far apart the points of a curve lie that a name is kept off."""

NAMING = 16
"""The points beside which the name of a curve is tried."""


class ChartSvg:
    """One chart, and the places that its texts have taken."""

    def __init__(self, chart: Chart) -> None:
        """Nothing is drawn yet."""
        self.chart = chart
        self.left = max(LEAST_LEFT, *(long(tick.text) + 8 for tick in chart.y.ticks))
        self.edges = (self.left, RIGHT, BOTTOM, TOP)
        self.taken: list[Box] = []
        self.ink = [spot for curve in chart.curves for spot in self._ink(curve)]

    def parts(self) -> Iterator[str]:
        """Draw the ground, then curves and marks, then names where there is room."""
        chart = self.chart
        yield written(0, 16, chart.title, "title")
        yield from self._axes()
        for band in chart.bands:
            yield self._band(band.low, band.high, band.axis)
        for rule in chart.rules:
            yield self._rule(rule.at, rule.axis)
        for curve in chart.curves:
            kind = f"line-{curve.role}{' dashed' if curve.is_dashed else ''}"
            for run in curve.runs:
                yield stroked("M" + " ".join(f"{self._x(x):.2f} {self._y(y):.2f}" for x, y in run), kind)
        yield from (part for mark in chart.marks for part in self._mark(mark))
        yield from self._names()

    def _axes(self) -> Iterator[str]:
        chart = self.chart
        yield written(0, TOP - 12, chart.y.name.text)
        yield written(WIDTH, BOTTOM + 38, chart.x.name.text, "end")
        for tick in chart.y.ticks:
            yield stroked(f"M{self.left:g} {self._y(tick.at):.1f}H{RIGHT:g}", "grid")
            yield written(self.left - 8, self._y(tick.at) + 5, tick.text, "end")
        for tick in chart.x.ticks:
            yield written(self._x(tick.at), BOTTOM + 20, tick.text, "middle")
        yield stroked(f"M{self.left:g} {TOP:g}V{BOTTOM:g}H{RIGHT:g}", "frame")

    def _band(self, low: float, high: float, axis: str) -> str:
        if axis == "y":
            return boxed(self.left, self._y(high), RIGHT - self.left, self._y(low) - self._y(high), "band")
        return boxed(self._x(low), TOP, self._x(high) - self._x(low), BOTTOM - TOP, "band")

    def _rule(self, at: float, axis: str) -> str:
        path = (
            f"M{self.left:g} {self._y(at):.1f}H{RIGHT:g}" if axis == "y" else f"M{self._x(at):.1f} {TOP:g}V{BOTTOM:g}"
        )
        return stroked(path, "rule")

    def _mark(self, mark: Mark) -> Iterator[str]:
        x, y = self._x(mark.x), self._y(mark.y)
        if mark.low is not None and mark.high is not None:
            yield stroked(f"M{x:.2f} {self._y(mark.low):.2f}V{self._y(mark.high):.2f}", "arrow")
        yield f'<circle cx="{x:.2f}" cy="{y:.2f}" r="4.5"{" class=" + chr(34) + "hollow" + chr(34) if mark.is_hollow else ""}/>'
        self.taken.append((x - 5, y - 5, x + 5, y + 5))

    def _names(self) -> Iterator[str]:
        """Write every name where it covers no other; one without room anywhere is left out, as `says` holds it."""
        chart = self.chart
        for mark in chart.marks:
            yield from self._name(mark.name, [(self._x(mark.x), self._y(mark.y))])
        for curve in chart.curves:
            near = curve.naming_points
            spots = [(self._x(x), self._y(y)) for x, y in near[:: max(1, len(near) // NAMING)]]
            yield from self._name(curve.name.text, spots, is_falling=_falls(curve))
        for rule in chart.rules:
            x, y = (RIGHT - long(rule.name) - 8, self._y(rule.at)) if rule.axis == "y" else (self._x(rule.at), TOP + 20)
            yield from self._name(rule.name, [(x, y)])
        for band in chart.bands:
            x, y = (self.left, self._y(band.low)) if band.axis == "y" else (self._x(band.low), TOP + 24)
            yield from self._name(band.name, [(x, y)])

    def _name(self, name: str, spots: list[tuple[float, float]], *, is_falling: bool = True) -> Iterator[str]:
        """Write a name beside one of these places: where no curve goes through it, else where there is room."""
        free = [box for x, y in spots for box in _beside(x, y, name, is_falling=is_falling) if self._has_room(box)]
        box = next((box for box in free if not self._is_crossed(box)), free[0] if free else None)
        if name and box is not None:
            self.taken.append(box)
            yield written(box[0], box[3] - BELOW, name)

    def _has_room(self, box: Box) -> bool:
        is_inside = box[0] >= self.left and box[2] <= WIDTH and box[1] >= TOP - 14 and box[3] <= BOTTOM
        return is_inside and not any(
            box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in self.taken
        )

    def _is_crossed(self, box: Box) -> bool:
        return any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in self.ink)

    def _ink(self, curve: Curve) -> Iterator[tuple[float, float]]:
        """The points of a curve as it is drawn, none far from the next."""
        for run in curve.runs:
            for (x, y), (u, v) in pairwise((self._x(a), self._y(b)) for a, b in run):
                steps = int(max(abs(u - x), abs(v - y)) / FINE) + 1
                yield from ((x + (u - x) * k / steps, y + (v - y) * k / steps) for k in range(steps + 1))

    def _x(self, value: float) -> float:
        return self.left + self.chart.x.share(value) * (RIGHT - self.left)

    def _y(self, value: float) -> float:
        return BOTTOM - self.chart.y.share(value) * (BOTTOM - TOP)


def _beside(x: float, y: float, name: str, *, is_falling: bool) -> Iterator[Box]:
    """The boxes that a name may take beside a point, the best first."""
    wide = long(name)
    sides = (x + 8, x - 8 - wide) if is_falling else (x - 8 - wide, x + 8)
    for base in (y - 8, y + 18, y + 5, y - 26, y + 36, y - 44):
        yield from ((left, base - 12, left + wide, base + BELOW) for left in sides)


def _falls(curve: Curve) -> bool:
    """Tell whether a curve goes down to the right where it is named, so that there is room above it on the right."""
    near = [p for p in curve.points[max(curve.named_at - 1, 0) : curve.named_at + 2] if p is not None]
    return all((b[1] - a[1]) * (b[0] - a[0]) <= 0 for a, b in pairwise(near))
