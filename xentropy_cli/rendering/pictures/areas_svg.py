"""Areas as a vector drawing: panels side by side are harder to compare than panels under each other, so they are stacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.pictures.kinds import ROLES
from xentropy_cli.rendering.pictures.drawn import TITLE_HEIGHT, WIDTH, boxed, levelled, long, stroked, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pictures.kinds import Areas, Box, Panel

LEFT, RIGHT = 52.0, WIDTH - 44
PLOT = 190.0
HEAD, FOOT, LINE = 26.0, 30.0, 18.0


class AreasSvg:
    """The places of panels under each other."""

    def __init__(self, areas: Areas) -> None:
        """Leave room above each panel for the names of narrow boxes."""
        self.areas = areas
        self.names = [self._narrow(panel) for panel in areas.panels]
        levels = [self._above(panel, names) for panel, names in zip(areas.panels, self.names, strict=True)]
        self.tops: list[float] = []
        y = TITLE_HEIGHT
        for level in levels:
            self.tops.append(y + HEAD + LINE * level)
            y = self.tops[-1] + PLOT + FOOT
        self.height = y
        self.edges = (LEFT, RIGHT, self.tops[0] + PLOT, self.tops[0])

    def parts(self) -> Iterator[str]:
        """Draw every panel."""
        yield written(0, 16, self.areas.title, "title")
        for panel, names, top in zip(self.areas.panels, self.names, self.tops, strict=True):
            yield from self._panel(panel, names, top)

    def _panel(self, panel: Panel, names: list[tuple[float, int, str]], top: float) -> Iterator[str]:
        areas, bottom = self.areas, top + PLOT
        head = top - 10 - LINE * self._above(panel, names)
        yield written(LEFT, head, panel.name)
        yield written(RIGHT, head + LINE * _is_long(panel), panel.figure, "own end")
        yield written(LEFT - 8, top - 8, areas.y.name.text, "end")
        yield written(RIGHT + 10, bottom + 5, areas.x.name.text)
        for tick in areas.y.ticks:
            y = bottom - areas.y.share(tick.at) * PLOT
            yield stroked(f"M{LEFT:g} {y:.1f}H{RIGHT:g}", "grid")
            yield written(LEFT - 8, y + 5, tick.text, "end")
        for tick in areas.x.ticks:
            yield written(self._x(tick.at), bottom + 18, tick.text, "middle")
        for at, (box, (start, _)) in enumerate(zip(panel.boxes, panel.ends, strict=True)):
            yield from self._box(box, start, bottom, ROLES[at % len(ROLES)])
        yield stroked(f"M{LEFT:g} {top:.1f}V{bottom:.1f}H{RIGHT:g}", "frame")
        for left, level, name in names:
            yield written(left, top - 6 - LINE * level, name)

    @staticmethod
    def _above(panel: Panel, names: list[tuple[float, int, str]]) -> int:
        """Count the lines between the name of a panel and its boxes."""
        return 1 + max((level for _, level, _ in names), default=-1) + _is_long(panel)

    def _box(self, box: Box, x: float, bottom: float, role: str) -> Iterator[str]:
        left, wide = self._x(x), max(self._x(x + box.width) - self._x(x), 1.0 if box.width else 0.0)
        high = self.areas.y.share(box.height) * PLOT
        yield boxed(left, bottom - high, wide, high, f"fill-{role}{' lit' if box.is_lit else ''}")
        if box.line is not None:
            yield stroked(f"M{left:.1f} {bottom - self.areas.y.share(box.line) * PLOT:.1f}h{wide:.1f}", "arrow dashed")
        if self._fits(box):
            yield written(left + wide / 2, bottom - 8, box.name, "inside own middle" if box.is_lit else "inside middle")

    def _fits(self, box: Box) -> bool:
        """Tell whether a name has room within its box."""
        return long(box.name) + 8 <= self._x(box.width) - LEFT and self.areas.y.share(box.height) * PLOT > LINE

    def _narrow(self, panel: Panel) -> list[tuple[float, int, str]]:
        boxes = zip(panel.boxes, panel.ends, strict=True)
        return levelled(((self._x(x), box.name) for box, (x, _) in boxes if not self._fits(box) and box.width), WIDTH)

    def _x(self, value: float) -> float:
        return LEFT + self.areas.x.share(value) * (RIGHT - LEFT)


def _is_long(panel: Panel) -> bool:
    """Tell whether the figure of a panel takes a line of its own below the name."""
    return long(f"{panel.name} {panel.figure}") > RIGHT - LEFT
