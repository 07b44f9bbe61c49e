"""A chart in character cells: curves in braille, two dots by four a cell; axes, names and marks as letters."""

from __future__ import annotations

from itertools import chain, pairwise, product
from typing import TYPE_CHECKING

from xentropy_cli.rendering.pictures.axes_text import framed, room
from xentropy_cli.rendering.pictures.cells import title_lines, widest
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.pictures.kinds import Chart, Curve, Mark, Rule
    from xentropy_cli.rendering.pictures.cells import Lettered

    Cell = tuple[int, int]
    """The row and the column of a cell."""

COLUMNS, ROWS = 60, 15
NARROWEST_PLOT, FEWEST_ROWS = 16, 4
BESIDE_ROWS = 3
"""Lines above and below the rows: the name of the y axis, the x axis and its numbers."""

NEAR_END = 10
"""Cells from the end of a chart within which the name of a mark may stand behind it."""

ACROSS, DOWN = 2, 4
"""Dots of braille in a cell."""

NO_DOTS = "\u2800"
"""A cell of braille without dots; each of these bits of its number is one."""

DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
MARK, HOLLOW, WHISKER, RULES, BAND = "●", "○", "│", {"y": "┄", "x": "┊"}, "░"


def chart_lines(chart: Chart, most: int | None, high: int | None) -> Iterator[list[Lettered]]:
    """Draw a chart as lines of text with roles, no wider than `most` cells and in no more than `high` lines where asked."""
    beside = widest([tick.text for tick in chart.y.ticks]) + 2
    columns = room(chart.x, most, COLUMNS, NARROWEST_PLOT, beside)
    title = list(title_lines(chart.title, beside + columns + 2 + width(visible(chart.x.name.text))))
    rows = ROWS if high is None else max(FEWEST_ROWS, min(ROWS, high - len(title) - BESIDE_ROWS))
    canvas = Canvas(chart, columns, rows)
    canvas.draw()
    labels = {canvas.cell(chart.x.low, tick.at)[0]: tick.text for tick in chart.y.ticks}
    yield from title
    yield from framed(list(canvas.rows()), chart.x, chart.y, columns, labels)


class Canvas:
    """Dots and letters on a grid of cells, each with its role."""

    def __init__(self, chart: Chart, columns: int, rows: int) -> None:
        """Start with nothing drawn."""
        self.chart = chart
        self.columns, self.high = columns, rows
        self.edge = columns + 2 + width(visible(chart.x.name.text))
        self.cells: dict[Cell, Lettered] = {}
        self.ground: dict[Cell, Lettered] = {}

    def draw(self) -> None:
        """Draw the ground, curves and marks over it, then names where there is room."""
        chart = self.chart
        for rule in chart.rules:
            letter = RULES[rule.axis] if rule.to is None else BAND
            self.ground |= dict.fromkeys(product(*self._cells(rule)), (letter, "dim"))
        for curve in chart.curves:
            for run in curve.runs:
                for start, end in pairwise(self._dot(*point) for point in run):
                    self._line(start, end, curve)
        for mark in sorted(chart.marks, key=lambda mark: not mark.is_hollow):
            self._mark(mark)
        for mark in chart.marks:
            self._name(mark.name, "total", self._around(mark))
        for curve in chart.curves:
            cells = dict.fromkeys(self.cell(*point) for point in curve.naming_points)
            spots = (spot for cell in cells for spot in self._beside(cell, curve.name.text))
            self._name(curve.name.text, curve.role, spots)
        for rule in chart.rules:
            self._name(rule.name, "dim", self._spots(rule), product(*self._cells(rule)))

    def _dot(self, x: float, y: float) -> tuple[int, int]:
        """The dot at which a point lies, counted from the left and from the top."""
        across, down = self.chart.x.share(x), 1 - self.chart.y.share(y)
        return round(across * (self.columns * ACROSS - 1)), round(down * (self.high * DOWN - 1))

    def cell(self, x: float, y: float) -> Cell:
        """The cell in which a point lies."""
        across, down = self._dot(x, y)
        return down // DOWN, across // ACROSS

    def _line(self, start: tuple[int, int], end: tuple[int, int], curve: Curve) -> None:
        """Set every dot between two; of a dashed line, those of every other pair of columns or rows."""
        steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
        for k in range(steps + 1):
            x = round(start[0] + (end[0] - start[0]) * k / steps)
            y = round(start[1] + (end[1] - start[1]) * k / steps)
            if curve.is_dashed and (x + y) // ACROSS % 2:
                continue
            cell = (y // DOWN, x // ACROSS)
            before, _ = self.cells.get(cell, (NO_DOTS, ""))
            self.cells[cell] = (chr(ord(before) | DOTS[y % DOWN][x % ACROSS]), curve.role)

    def _mark(self, mark: Mark) -> None:
        if mark.low is not None and mark.high is not None:
            (bottom, column), (top, _) = self.cell(mark.x, mark.low), self.cell(mark.x, mark.high)
            self.cells |= {(row, column): (WHISKER, "total") for row in range(top, bottom + 1)}
        self.cells[self.cell(mark.x, mark.y)] = (HOLLOW if mark.is_hollow else MARK, "total")

    def _cells(self, rule: Rule) -> tuple[range, range]:
        """The rows and the columns of a rule or a band."""
        (bottom, left), (top, right) = (self.cell(*corner) for corner in self.chart.corners(rule))
        return range(top, bottom + 1), range(left, right + 1)

    def _spots(self, rule: Rule) -> Iterable[Cell]:
        """Where the name of a rule may stand: over or under its far end, beside the top of an upright one, within a band."""
        rows, columns = self._cells(rule)
        long = width(visible(rule.name))
        end = self.columns - long
        if rule.axis == "x":
            return product(rows, [columns[0] + 2, columns[0] - 1 - long])
        if rule.to is not None:
            return product(rows, (1, end // 2, end))
        return [(row, start) for start in (end, end // 2, 1) for row in (rows[0] - 1, rows[0], rows[0] + 1)]

    def _around(self, mark: Mark) -> Iterator[Cell]:
        """Where a mark's name may stand: beside it, or the ends of its interval, over or under those, behind the chart."""
        for y in (mark.y, mark.low, mark.high):
            if y is not None:
                yield from self._beside(self.cell(mark.x, y), mark.name)
        for y, down in ((mark.high, -1), (mark.low, 1)):
            row, column = self.cell(mark.x, mark.y if y is None else y)
            yield row + down, column
        row, column = self.cell(mark.x, mark.y)
        if self.columns - column < NEAR_END:
            yield row, self.columns + 1

    @staticmethod
    def _beside(cell: Cell, name: str) -> tuple[Cell, ...]:
        """Where a name may stand beside a cell."""
        row, column = cell
        left = column - width(visible(name))
        over, under = row - 1, row + 1
        return (row, column + 2), (over, column + 1), (row, left - 1), (over, left), (under, column + 1), (under, left)

    def _name(self, name: str, role: str, spots: Iterable[Cell], own: Iterable[Cell] = ()) -> None:
        """Write a name at the first of these places where it covers nothing, or but the ground; a rule may be its own.

        Where there is none it may go on over the name of the x axis, where lines have room.
        """
        shown, spots = visible(name), list(spots)
        ground = self.ground.keys() - set(own)
        for edge in (self.columns, self.edge):
            free = (cells for row, start in spots if (cells := self._room(row, start, width(shown), edge)))
            first = next(free, [])
            if first:
                cells = next((cells for cells in chain([first], free) if ground.isdisjoint(cells)), first)
                self.cells |= {cell: (letter, role) for cell, letter in zip(cells[1:], shown, strict=False)}
                return

    def _room(self, row: int, start: int, long: int, edge: int) -> list[Cell]:
        """The cells of a name and beside it; none, where it would leave the chart or cover a curve, a mark or a name."""
        if not (0 <= row < self.high and 0 <= start <= edge - long):
            return []
        cells = [(row, start + k) for k in range(-1, long + 1)]
        return cells if self.cells.keys().isdisjoint(cells) else []

    def rows(self) -> Iterator[list[Lettered]]:
        """Read the canvas line by line."""
        shown = self.ground | self.cells
        for row in range(self.high):
            yield [shown.get((row, column), (" ", "dim")) for column in range(self.edge)]
