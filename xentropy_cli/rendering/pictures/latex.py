r"""A chart in LaTeX's own `picture`, in centimetres, so that it needs no package."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from xentropy_cli.rendering.tex import formula, paragraph, tex_number, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pages.lesson_blocks import Axis, Chart, Curve

WIDE, HIGH = 12.0, 5.5
BESIDE = 0.12
"""How far from its point a name stands."""

CLOSE = 0.02
"""How close dots lie that look like a line."""


def chart_latex(chart: Chart) -> Iterator[str]:
    """Draw a chart."""
    yield rf"\textbf{{{paragraph(chart.title)}}}\par"
    yield r"{\setlength{\unitlength}{1cm}\begin{picture}(13.5,7)(-1,-0.7)"
    yield rf"\put(0,0){{\line(1,0){{{WIDE}}}}}\put(0,0){{\line(0,1){{{HIGH}}}}}"
    yield _put(0, HIGH + BESIDE, "br", f"${formula(chart.y.name.latex)}$")
    yield _put(WIDE + BESIDE, -BESIDE, "tl", text(chart.x.name.text))
    for tick in chart.x.ticks:
        yield _put(_at(tick.at, chart.x, WIDE), -BESIDE, "t", f"${tex_number(tick.text)}$")
    for tick in chart.y.ticks:
        y = _at(tick.at, chart.y, HIGH)
        yield rf"{{\color{{lightgray}}\put(0,{y:.3f}){{\line(1,0){{{WIDE}}}}}}}"
        yield _put(-BESIDE, y, "r", f"${tex_number(tick.text)}$")
    for curve in chart.curves:
        yield from _curve(chart, curve)
    for mark in chart.marks:
        x, y = _point(chart, mark.x, mark.y)
        yield rf"\put({x:.3f},{y:.3f}){{\circle*{{0.15}}}}"
        yield _put(x + BESIDE, y + BESIDE, "bl", text(mark.name))
    yield r"\end{picture}\par}"


def _curve(chart: Chart, curve: Curve) -> Iterator[str]:
    """Draw a curve from straight pieces of any slope, and its name."""
    yield rf"{{\color{{{curve.role}}}\linethickness{{0.9pt}}"
    points = [_point(chart, x, y) for x, y in curve.points]
    for (x, y), (to_x, to_y) in pairwise(points):
        middle = f"({(x + to_x) / 2:.3f},{(y + to_y) / 2:.3f})"
        dots = 2 + round(max(abs(to_x - x), abs(to_y - y)) / CLOSE)
        yield rf"\qbezier[{dots}]({x:.3f},{y:.3f}){middle}({to_x:.3f},{to_y:.3f})"
    yield "}"
    x, y = points[curve.named_at]
    yield _put(x + BESIDE, y + BESIDE, "bl", f"${formula(curve.name.latex)}$")


def _put(x: float, y: float, corner: str, what: str) -> str:
    return rf"\put({x:.3f},{y:.3f}){{\makebox(0,0)[{corner}]{{{what}}}}}"


def _point(chart: Chart, x: float, y: float) -> tuple[float, float]:
    return _at(x, chart.x, WIDE), _at(y, chart.y, HIGH)


def _at(value: float, axis: Axis, length: float) -> float:
    return (value - axis.low) / (axis.high - axis.low) * length
