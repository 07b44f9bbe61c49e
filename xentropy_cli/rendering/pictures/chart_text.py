"""A chart in character cells: curves in braille, two dots by four a cell; axes, names and marks as letters."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

from xentropy_cli.rendering.pictures.cells import Lettered, axis_line, title_lines
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.pictures.kinds import Axis, Chart, Curve, Mark, Rule

COLUMNS, ROWS = 60, 15
NARROWEST_PLOT, FEWEST_ROWS = 16, 4
BESIDE_ROWS = 3
"""Lines above and below the rows: the name of the y axis, the x axis and its numbers."""

ACROSS, DOWN = 2, 4
"""Dots of braille in a cell."""

BRAILLE = 0x2800
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
MARK, HOLLOW, WHISKER, RULES, BAND = "●", "○", "│", {"y": "┄", "x": "┊"}, "░"


def chart_lines(chart: Chart, most: int | None = None, high: int | None = None) -> Iterator[list[Lettered]]:
    """Draw a chart as lines of text with roles, no wider than `most` cells and in no more than `high` lines where asked."""
    margin = max(width(tick.text) for tick in chart.y.ticks)
    beside = margin + 2 + 2 + width(visible(chart.x.name.text))
    columns = COLUMNS if most is None else max(NARROWEST_PLOT, min(COLUMNS, most - beside))
    title = list(title_lines(chart.title, beside + columns))
    rows = ROWS if high is None else max(FEWEST_ROWS, min(ROWS, high - len(title) - BESIDE_ROWS))
    labels = {_row(tick.at, chart.y, rows): tick.text for tick in chart.y.ticks}
    canvas = Canvas(chart, columns, rows)
    canvas.draw()
    yield from title
    yield [(f"{chart.y.name.text:>{margin}}", "symbol")]
    for at, cells in enumerate(canvas.rows()):
        label = labels.get(at, "")
        yield [(" " * (margin - width(label)) + label, "dim"), (" ┤" if label else " │", "dim"), *cells]
    yield [(" " * (margin + 1) + "└" + "─" * columns, "dim")]
    yield [
        (" " * (margin + 2) + axis_line(chart.x, columns), "dim"),
        (f"  {visible(chart.x.name.text)}", "symbol"),
    ]


def _row(y: float, axis: Axis, rows: int) -> int:
    """The row of cells in which a height lies, counted from the top."""
    return _dot(1 - axis.share(y), rows * DOWN) // DOWN


def _dot(share: float, dots: int) -> int:
    return round(share * (dots - 1))


class Canvas:
    """Dots and letters on a grid of cells."""

    def __init__(self, chart: Chart, columns: int, rows: int) -> None:
        """Start with nothing drawn."""
        self.chart = chart
        self.columns, self.high = columns, rows
        self.dots: dict[tuple[int, int], int] = {}
        self.roles: dict[tuple[int, int], str] = {}
        self.letters: dict[tuple[int, int], str] = {}
        self.ground: dict[tuple[int, int], str] = {}

    def draw(self) -> None:
        """Draw the ground, curves and marks over it, then names where there is room."""
        for rule in self.chart.rules:
            self._rule(rule)
        for curve in self.chart.curves:
            self._curve(curve)
        for mark in sorted(self.chart.marks, key=lambda mark: not mark.is_hollow):
            self._mark(mark)
        for mark in self.chart.marks:
            self._name(*self._cell_of(mark.x, mark.y), mark.name, "total")
        for curve in self.chart.curves:
            cells = [self._cell_of(*point) for point in curve.naming_points]
            any(self._name(*cell, curve.name.text, curve.role) for cell in dict.fromkeys(cells))
        for rule in self.chart.rules:
            self._name_rule(rule)

    def _place(self, x: float, y: float) -> tuple[int, int]:
        """The dot at which a point lies."""
        chart = self.chart
        across, down = chart.x.share(x), 1 - chart.y.share(y)
        return _dot(across, self.columns * ACROSS), _dot(down, self.high * DOWN)

    def _cell_of(self, x: float, y: float) -> tuple[int, int]:
        """The row and the column of the cell in which a point lies."""
        across, down = self._place(x, y)
        return down // DOWN, across // ACROSS

    def _curve(self, curve: Curve) -> None:
        for run in curve.runs:
            for start, end in pairwise(self._place(*point) for point in run):
                self._line(start, end, curve)

    def _line(self, start: tuple[int, int], end: tuple[int, int], curve: Curve) -> None:
        """Set every dot between two; of a dashed line, those of every other pair of columns or rows."""
        steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
        for k in range(steps + 1):
            x = round(start[0] + (end[0] - start[0]) * k / steps)
            y = round(start[1] + (end[1] - start[1]) * k / steps)
            if curve.is_dashed and (x + y) // ACROSS % 2:
                continue
            cell = (y // DOWN, x // ACROSS)
            self.dots[cell] = self.dots.get(cell, 0) | DOTS[y % DOWN][x % ACROSS]
            self.roles[cell] = curve.role

    def _mark(self, mark: Mark) -> None:
        if mark.low is not None and mark.high is not None:
            bottom, column = self._cell_of(mark.x, mark.low)
            top, _ = self._cell_of(mark.x, mark.high)
            for row in range(top, bottom + 1):
                self._letter(row, column, WHISKER, "total")
        self._letter(*self._cell_of(mark.x, mark.y), HOLLOW if mark.is_hollow else MARK, "total")

    def _cells(self, rule: Rule) -> tuple[range, range]:
        """The rows and the columns of a rule or a band."""
        chart, last = self.chart, rule.at if rule.to is None else rule.to
        if rule.axis == "y":
            (bottom, _), (top, _) = (self._cell_of(chart.x.low, y) for y in (rule.at, last))
            return range(top, bottom + 1), range(self.columns)
        (_, left), (_, right) = (self._cell_of(x, chart.y.low) for x in (rule.at, last))
        return range(self.high), range(left, right + 1)

    def _rule(self, rule: Rule) -> None:
        letter = RULES[rule.axis] if rule.to is None else BAND
        self.ground |= dict.fromkeys(product(*self._cells(rule)), letter)

    def _name_rule(self, rule: Rule) -> None:
        """Write the name of a rule at its far end, over it or under it; of an upright one beside its top; of a band within."""
        rows, columns = self._cells(rule)
        name = visible(rule.name)
        start = self.columns - width(name)
        spots: Iterable[tuple[int, int]]
        if rule.axis == "x":
            spots = product(rows, [columns[0] + 2])
        elif rule.to is not None:
            spots = product(rows, (1, start // 2, start))
        else:
            spots = [(row, left) for left in (start, start // 2, 1) for row in (rows[0] - 1, rows[0], rows[0] + 1)]
        self._first_free(name, "dim", spots)

    def _letter(self, row: int, column: int, letter: str, role: str) -> None:
        self.letters[row, column] = letter
        self.roles[row, column] = role

    def _name(self, row: int, column: int, name: str, role: str) -> bool:
        """Write a name beside its point, at the first place round it that is empty, if there is one."""
        long = width(visible(name))
        left = column - long
        spots = (
            (row, column + 2),
            (row - 1, column + 1),
            (row, left - 1),
            (row - 1, left),
            (row + 1, column + 1),
            (row + 1, left),
        )
        return self._first_free(visible(name), role, spots)

    def _first_free(self, name: str, role: str, spots: Iterable[tuple[int, int]]) -> bool:
        """Write a name at the first of these places where it covers nothing; tell whether there was one."""
        long = width(name)
        for at_row, start in spots:
            cells = [(at_row, start + k) for k in range(-1, long + 1)]
            inside = 0 <= at_row < self.high and start >= 0 and start + long <= self.columns
            if name and inside and not any(cell in self.dots or cell in self.letters for cell in cells):
                for cell, letter in zip(cells[1:], name, strict=False):
                    self._letter(*cell, letter, role)
                return True
        return False

    def rows(self) -> Iterator[list[Lettered]]:
        """Read the canvas line by line, with nothing trailing."""
        for row in range(self.high):
            used = [column for at, column in (*self.dots, *self.letters, *self.ground) if at == row]
            yield [(self._cell(row, k), self.roles.get((row, k), "dim")) for k in range(max(used, default=-1) + 1)]

    def _cell(self, row: int, column: int) -> str:
        if (row, column) in self.letters:
            return self.letters[row, column]
        dots = self.dots.get((row, column), 0)
        return chr(BRAILLE + dots) if dots else self.ground.get((row, column), " ")
