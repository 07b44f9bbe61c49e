"""Bars as a vector drawing: a row each of 26 pixels, names on the left, figures on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.rendering.pictures.cells import cut_to
from xentropy_cli.rendering.pictures.drawn import TITLE_HEIGHT, WIDTH, boxed, levelled, long, stroked, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pictures.kinds import Bars, Row

ROW, BAR = 26.0, 16.0
LINE = 18.0
LONGEST_NAME = 24
ARROW = 20.0
"""The room between a bar as long as can be, with an arrow at its end, and the figure."""


class BarsSvg:
    """The places of rows and of the axis."""

    def __init__(self, bars: Bars) -> None:
        """Leave room for the longest name, the longest figure and the names of the rules."""
        self.bars = bars
        self.left = max((long(cut_to(row.name, LONGEST_NAME)) for row in bars.rows), default=0) + 14
        self.right = WIDTH - max((long(row.figure) for row in bars.rows), default=0) - ARROW
        self.ruled = levelled(((self._x(rule.at) + 4, rule.name) for rule in bars.rules), WIDTH)
        self.top = TITLE_HEIGHT + LINE * (1 + max((level for _, level, _ in self.ruled), default=-1))
        self.bottom = self.top + ROW * len(bars.rows)

    @property
    def height(self) -> float:
        """How high the drawing is."""
        return self.bottom + 46

    def parts(self) -> Iterator[str]:
        """Draw the axis, the rows, the rules over them, and the key."""
        yield written(0, 16, self.bars.title, "title")
        for tick in self.bars.axis.ticks:
            yield stroked(f"M{self._x(tick.at):.1f} {self.top:.1f}V{self.bottom:.1f}", "grid")
            yield written(self._x(tick.at), self.bottom + 18, tick.text, "middle")
        yield written(WIDTH, self.bottom + 38, self.bars.axis.name.text, "end")
        for at, row in enumerate(self.bars.rows):
            yield from self._row(self.top + at * ROW, row)
        for rule in self.bars.rules:
            yield stroked(f"M{self._x(rule.at):.1f} {self.top - 4:.1f}V{self.bottom:.1f}", "rule")
        for x, level, name in self.ruled:
            yield written(x, self.top - 6 - level * LINE, name)
        x = self.left
        for name, role in self.bars.key.items():
            yield boxed(x, self.bottom + 28, 12, 12, f"fill-{role}")
            yield written(x + 18, self.bottom + 39, name)
            x += long(name) + 42

    def _row(self, y: float, row: Row) -> Iterator[str]:
        kind = "own" if row.is_lit else ""
        yield written(self.left - 10, y + 17, cut_to(row.name, LONGEST_NAME), f"{kind} end".strip())
        yield written(WIDTH, y + 17, row.figure, f"{kind} end".strip())
        for piece, (start, end) in zip(row.pieces, row.ends, strict=True):
            wide = max(self._x(end) - self._x(start), 1.0 if piece.length else 0.0)
            yield boxed(self._x(start), y + (ROW - BAR) / 2, wide, BAR, f"fill-{piece.role}")
        if row.dot is not None:
            yield from self._dot(row.dot, row.span, y + ROW / 2)
        if row.target is not None:
            yield from self._arrow(self._x(row.tip), self._x(row.target), y + ROW / 2)

    def _dot(self, at: float, span: tuple[float, float] | None, y: float) -> Iterator[str]:
        """Draw an estimate, and the interval around it."""
        if span is not None:
            yield stroked(f"M{self._x(span[0]):.1f} {y:.1f}H{self._x(span[1]):.1f}", "arrow")
        yield f'<circle cx="{self._x(at):.1f}" cy="{y:.1f}" r="4.5"/>'

    def _arrow(self, start: float, target: float, y: float) -> Iterator[str]:
        """Draw the target as a stroke, and an arrow to it where there is room for one."""
        yield stroked(f"M{target:.1f} {y - 10:.1f}V{y + 10:.1f}", "arrow")
        head = 5 if target >= start else -5
        if abs(target - start) > abs(head):
            yield stroked(f"M{start:.1f} {y:.1f}H{target:.1f}m{-head} -4l{head} 4l{-head} 4", "arrow")

    def _x(self, value: float) -> float:
        return self.left + self.bars.axis.share(value) * (self.right - self.left)
