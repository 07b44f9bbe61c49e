"""A chart in character cells: curves in braille, two dots by four a cell; axes, names and marks as letters."""

from __future__ import annotations

from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING

from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pages.lesson_blocks import Axis, Chart

COLUMNS, ROWS = 60, 15
NARROWEST_PLOT = 16
ACROSS, DOWN = 2, 4
"""Dots of braille in a cell."""

BRAILLE = 0x2800
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
MARK = "●"

Lettered = tuple[str, str]
"""A text and its role."""


def chart_lines(chart: Chart, most: int | None = None) -> Iterator[list[Lettered]]:
    """Draw a chart as lines of text with roles, no wider than `most` cells where that is asked."""
    labels = {_row(tick.at, chart.y): tick.text for tick in chart.y.ticks}
    margin = max(width(text) for text in labels.values())
    beside = margin + 2 + 2 + width(visible(chart.x.name.text))
    columns = COLUMNS if most is None else max(NARROWEST_PLOT, min(COLUMNS, most - beside))
    canvas = Canvas(chart, columns)
    canvas.draw()
    yield from ([(line, "head")] for line in wrap(visible(chart.title), beside + columns))
    yield [(f"{chart.y.name.text:>{margin}}", "symbol")]
    for at, cells in enumerate(canvas.rows()):
        label = labels.get(at, "")
        yield [(" " * (margin - width(label)) + label, "dim"), (" ┤" if label else " │", "dim"), *cells]
    yield [(" " * (margin + 1) + "└" + "─" * columns, "dim")]
    yield [(" " * (margin + 2) + _x_labels(chart.x, columns), "dim"), (f"  {visible(chart.x.name.text)}", "symbol")]


def _x_labels(axis: Axis, columns: int) -> str:
    """Write the ticks under their places, those that fit."""
    line = ""
    for tick in axis.ticks:
        start = max(0, round((tick.at - axis.low) / (axis.high - axis.low) * (columns - 1)) - width(tick.text) // 2)
        if not line or start > len(line):
            line = line.ljust(start) + tick.text
    return line


def _row(y: float, axis: Axis) -> int:
    """The row of cells in which a height lies, counted from the top."""
    return _scaled(y, axis, ROWS * DOWN, is_down=True) // DOWN


def _scaled(value: float, axis: Axis, dots: int, *, is_down: bool = False) -> int:
    share = (value - axis.low) / (axis.high - axis.low)
    return round((1 - share if is_down else share) * (dots - 1))


class Canvas:
    """Dots and letters on a grid of cells."""

    def __init__(self, chart: Chart, columns: int) -> None:
        """Start with nothing drawn."""
        self.chart = chart
        self.columns = columns
        self.dots: dict[tuple[int, int], int] = {}
        self.roles: dict[tuple[int, int], str] = {}
        self.letters: dict[tuple[int, int], str] = {}

    def draw(self) -> None:
        """Draw curves, then marks over them, then names where there is room."""
        for curve in self.chart.curves:
            places = [self._place(x, y) for x, y in curve.points]
            for start, end in pairwise(places):
                self._line(start, end, curve.role)
        for mark in self.chart.marks:
            x, y = self._place(mark.x, mark.y)
            self._letter(y // DOWN, x // ACROSS, MARK, "total")
        for mark in self.chart.marks:
            x, y = self._place(mark.x, mark.y)
            self._name(x // ACROSS, y // DOWN, visible(mark.name), "total")
        for curve in self.chart.curves:
            x, y = self._place(*curve.points[curve.named_at])
            self._name(x // ACROSS, y // DOWN, curve.name.text, curve.role)

    def _place(self, x: float, y: float) -> tuple[int, int]:
        """The dot at which a point lies."""
        chart = self.chart
        return _scaled(x, chart.x, self.columns * ACROSS), _scaled(y, chart.y, ROWS * DOWN, is_down=True)

    def _line(self, start: tuple[int, int], end: tuple[int, int], role: str) -> None:
        """Set every dot between two."""
        steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
        for k in range(steps + 1):
            x = round(start[0] + (end[0] - start[0]) * k / steps)
            y = round(start[1] + (end[1] - start[1]) * k / steps)
            cell = (y // DOWN, x // ACROSS)
            self.dots[cell] = self.dots.get(cell, 0) | DOTS[y % DOWN][x % ACROSS]
            self.roles[cell] = role

    def _letter(self, row: int, column: int, letter: str, role: str) -> None:
        self.letters[row, column] = letter
        self.roles[row, column] = role

    def _name(self, column: int, row: int, name: str, role: str) -> None:
        """Write a name beside its point, at the first place round it that is empty."""
        long = width(name)
        for at_row, start in (
            (row, column + 2),
            (row - 1, column + 1),
            (row, column - long - 1),
            (row - 1, column - long),
            (row + 1, column + 1),
            (row + 1, column - long),
        ):
            cells = [(at_row, start + k) for k in range(-1, long + 1)]
            inside = 0 <= at_row < ROWS and start >= 0 and start + long <= self.columns
            if name and inside and not any(cell in self.dots or cell in self.letters for cell in cells):
                for cell, letter in zip(cells[1:], name, strict=False):
                    self._letter(*cell, letter, role)
                return

    def rows(self) -> Iterator[list[Lettered]]:
        """Read the canvas line by line, with nothing trailing."""
        for row in range(ROWS):
            used = [column for at, column in (*self.dots, *self.letters) if at == row]
            yield [(self._cell(row, k), self.roles.get((row, k), "")) for k in range(max(used, default=-1) + 1)]

    def _cell(self, row: int, column: int) -> str:
        if (row, column) in self.letters:
            return self.letters[row, column]
        dots = self.dots.get((row, column), 0)
        return chr(BRAILLE + dots) if dots else " "
