"""A chart as a vector drawing: what stands inside an `svg` element, for web pages and for pictures."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from xentropy_cli.rendering.style import BARS
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pages.lesson_blocks import Axis, Chart

WIDTH, HEIGHT = 640, 330
LEFT, RIGHT, TOP, BOTTOM = 52, 596, 54, 292
"""The edges of the plot; names and numbers of the axes stand outside."""

CHARACTER = 8.43
"""The width of a character of a name, at most."""

CHART_STYLE = (
    ".plot path{fill:none;stroke-width:2.2;stroke-linejoin:round}\n"
    ".plot .frame{stroke:#8b949e;stroke-width:1}\n"
    ".plot .grid{stroke:#8b949e;stroke-width:1;opacity:.25}\n"
    ".plot circle{fill:#1a7f4f;stroke:#fff;stroke-width:1.2}\n"
    ".plot .title{font-weight:600}\n.plot .end{text-anchor:end}\n.plot .middle{text-anchor:middle}\n"
    + "".join(f".plot .line-{role}{{stroke:#{color}}}\n" for role, color in BARS.items())
)
PAGE_CHART_STYLE = (
    ".xent .chart{display:block;width:100%;max-width:40rem;height:auto;margin:1.25rem 0}\n"
    ".xent .chart text{font:14px system-ui,sans-serif;fill:currentColor}\n.xent .chart .title{font-weight:600}\n"
)


def chart_svg(chart: Chart) -> str:
    """Draw a chart in a field of 640 by 330."""
    return f'<g class="plot">\n{chr(10).join(_parts(chart))}\n</g>'


def chart_element(chart: Chart) -> str:
    """Draw a chart as an element of a web page."""
    opened = (
        f'<svg class="chart" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" aria-label="{escape(visible(chart.title))}">'
    )
    return f"{opened}\n{chart_svg(chart)}\n</svg>"


def _parts(chart: Chart) -> Iterator[str]:
    yield _text(0, 16, chart.title, "title")
    yield _text(LEFT - 8, TOP - 8, chart.y.name.text, "end")
    yield _text(RIGHT + 10, BOTTOM + 5, chart.x.name.text, "")
    for tick in chart.y.ticks:
        y = _y(tick.at, chart.y)
        yield f'<path class="grid" d="M{LEFT} {y:.1f}H{RIGHT}"/>'
        yield _text(LEFT - 8, y + 5, tick.text, "end")
    for tick in chart.x.ticks:
        yield _text(_x(tick.at, chart.x), BOTTOM + 20, tick.text, "middle")
    yield f'<path class="frame" d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}"/>'
    for curve in chart.curves:
        points = " ".join(f"{_x(x, chart.x):.2f} {_y(y, chart.y):.2f}" for x, y in curve.points)
        yield f'<path class="line-{escape(curve.role)}" d="M{points}"/>'
    for curve in chart.curves:
        x, y = curve.points[curve.named_at]
        yield _name(
            _x(x, chart.x), _y(y, chart.y), curve.name.text, is_falling=_is_falling(curve.points, curve.named_at)
        )
    for mark in chart.marks:
        x, y = _x(mark.x, chart.x), _y(mark.y, chart.y)
        yield f'<circle cx="{x:.2f}" cy="{y:.2f}" r="4.5"/>'
        if mark.name:
            yield _name(x, y, mark.name, is_falling=True)


def _is_falling(points: tuple[tuple[float, float], ...], at: int) -> bool:
    """Tell whether a curve goes down to the right where it is named, so that there is room above it on the right."""
    before, after = points[max(at - 1, 0)], points[min(at + 1, len(points) - 1)]
    return (after[1] - before[1]) * (after[0] - before[0]) <= 0


def _name(x: float, y: float, name: str, *, is_falling: bool) -> str:
    """Write a name above its point, on the side where there is room."""
    is_right = is_falling and x + 8 + CHARACTER * len(name) < WIDTH
    return _text(x + 8 if is_right else x - 8, max(y - 8, TOP + 8), name, "" if is_right else "end")


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(visible(text))}</text>'


def _x(value: float, axis: Axis) -> float:
    return LEFT + (value - axis.low) / (axis.high - axis.low) * (RIGHT - LEFT)


def _y(value: float, axis: Axis) -> float:
    return BOTTOM - (value - axis.low) / (axis.high - axis.low) * (BOTTOM - TOP)
