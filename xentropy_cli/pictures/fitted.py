"""Pictures whose axis of costs is open: it goes as far as all that is finite; what is infinite ends there, and says so."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

from xentropy_cli.figures import figure
from xentropy_cli.pictures.axes import HEADROOM, axis
from xentropy_cli.pictures.kinds import Bars, Chart, Mark, Place, Strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentropy_cli.core.real import Real
    from xentropy_cli.pictures.kinds import Axis, Drawing, Row

Named = TypeVar("Named", Mark, Place)


def fitted(drawing: Drawing) -> Drawing:
    """Close the axis of a picture where it is open, and keep all within it; marks at the same place are one."""
    if isinstance(drawing, Chart):
        points = [y for curve in drawing.curves for run in curve.runs for _, y in run]
        y = _closed(drawing.y, [*points, *(mark.y for mark in drawing.marks)])
        return drawing._replace(y=y, marks=together(_within(mark, y.high) for mark in drawing.marks))
    if isinstance(drawing, Strip):
        first = _closed(drawing.scales[0], [place.at for place in (*drawing.marks, *drawing.landmarks)])
        marks, landmarks = (
            tuple(place._replace(at=min(place.at, first.high)) for place in places)
            for places in (drawing.marks, drawing.landmarks)
        )
        return drawing._replace(scales=(first, *drawing.scales[1:]), marks=marks, landmarks=landmarks)
    return _fitted_bars(drawing) if isinstance(drawing, Bars) else drawing


def _fitted_bars(bars: Bars) -> Bars:
    """Bars of which the infinite ones go to the end of the axis, which lies far beyond all others then."""
    finite = [row._replace(pieces=tuple(p for p in row.pieces if p.length < math.inf)) for row in bars.rows]
    ends = [end for row in finite for piece in row.ends for end in piece]
    dots = [x for row in finite for x in (row.dot, *(row.span or ())) if x is not None]
    line = _closed(bars.axis, [*ends, *dots])
    if finite != list(bars.rows):
        line = axis(line.name.text, line.low, 2 * line.high)
    rows = (_cut(row, line.high - part.tip) for row, part in zip(bars.rows, finite, strict=True))
    return bars._replace(axis=line, rows=tuple(rows))


def _cut(row: Row, rest: float) -> Row:
    """The row with its infinite pieces in the rest of the axis."""
    infinite = sum(piece.length == math.inf for piece in row.pieces)
    pieces = (p._replace(length=rest / infinite) if p.length == math.inf else p for p in row.pieces)
    return row._replace(pieces=tuple(pieces))


def _closed(line: Axis, costs: list[float]) -> Axis:
    """The axis as it is, or one from 0, or from below it, that goes as far as these."""
    if line.low < line.high:
        return line
    finite = [0.0, *filter(math.isfinite, costs)]
    return axis(line.name.text, min(finite) * HEADROOM, max(finite) * HEADROOM)


def _within(mark: Mark, top: float) -> Mark:
    low, high = (None if y is None else min(y, top) for y in (mark.low, mark.high))
    return mark._replace(y=min(mark.y, top), low=low, high=high, name=seen(mark.name, mark.y))


def seen(name: str, cost: float) -> str:
    """A name that says so where its cost is infinite.

    >>> seen("2", math.inf), seen("2: ∞", math.inf)
    ('2 (∞)', '2: ∞')
    """
    return name if math.isfinite(cost) or not name or "∞" in name else f"{name} (∞)"


def together(marks: Iterable[Named]) -> tuple[Named, ...]:
    """Marks of which those at the same place are one, with the names of all.

    >>> [mark.name for mark in together([Mark(0.9, 0.1, "1"), Mark(0.5, 0.7, "2"), Mark(0.9, 0.1, "3")])]
    ['1, 3', '2']
    """
    names: dict[Named, list[str]] = {}
    for mark in marks:
        names.setdefault(mark._replace(name=""), []).append(mark.name)
    return tuple(mark._replace(name=common_name([name for name in found if name])) for mark, found in names.items())


def foremost(what: str, found: Iterable[tuple[str, Real | float]], unit: str, digits: int) -> str:
    """A sentence on the largest of named numbers, or "the least": it names all that are written alike.

    >>> foremost("largest cost", [("1", 0.5), ("2", 0.25), ("3", 0.50001)], " bits", 4)
    'The largest cost, 0.5000 bits, is that of 1, 3.'
    """
    values = [(name, float(value), figure(value, digits)) for name, value in found]
    pick = min if what.startswith("least") else max
    _, _, text = pick(values, key=lambda each: each[1])
    return f"The {what}, {text}{unit}, is that of {common_name([name for name, _, other in values if other == text])}."


def common_name(names: Sequence[str], most: int = 3) -> str:
    """Names in a row, or the first and how many more there are.

    >>> common_name(["1", "2", "3"]), common_name(["1", "2", "3", "4"])
    ('1, 2, 3', '1 and 3 more')
    """
    return ", ".join(names) if len(names) <= most else f"{names[0]} and {len(names) - 1} more"
