"""Axes in character cells: their numbers, and the frame of a plot between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.rendering.pictures.cells import widest
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xentropy_cli.pictures.kinds import Axis
    from xentropy_cli.rendering.pictures.cells import Lettered


def cell_at(value: float, axis: Axis, columns: int) -> int:
    """The cell in which a value stands."""
    return round(axis.share(value) * (columns - 1))


def axis_line(axis: Axis, columns: int) -> str:
    """Write the ticks under their places, those that fit."""
    line = ""
    for tick in axis.ticks:
        start = max(0, min(cell_at(tick.at, axis, columns) - width(tick.text) // 2, columns - width(tick.text)))
        if not line or start > len(line):
            line = line.ljust(start) + tick.text
    return line


def ruler_line(axis: Axis, columns: int) -> str:
    """Draw an axis with a stroke at each tick."""
    strokes = {cell_at(tick.at, axis, columns) for tick in axis.ticks}
    return "".join("┼" if k in strokes else "─" for k in range(columns))


def room(axis: Axis, most: int | None, usual: int, least: int, beside: int = 2) -> int:
    """The cells of an axis in lines of so many, with what stands beside it and its name behind it."""
    used = beside + 2 + width(visible(axis.name.text))
    return usual if most is None else max(least, min(usual, most - used))


def framed(
    cells: Sequence[list[Lettered]], x: Axis, y: Axis, columns: int, labels: Mapping[int, str]
) -> Iterator[list[Lettered]]:
    """The rows of a plot between its axes, with labels at some of them."""
    margin = widest([tick.text for tick in y.ticks])
    yield [(f"{y.name.text:>{margin}}", "symbol")]
    for at, row in enumerate(cells):
        label = labels.get(at, "")
        yield [(f"{label:>{margin}}", "dim"), (" ┤" if label else " │", "dim"), *row]
    yield [(f"{labels.get(len(cells), ''):>{margin}} └{'─' * columns}", "dim")]
    yield [(" " * (margin + 2) + axis_line(x, columns), "dim"), (f"  {visible(x.name.text)}", "symbol")]
