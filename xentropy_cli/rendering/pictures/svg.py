"""Pictures as vector drawings: what stands inside an `svg` element, for web pages and for pictures of pages."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from xentropy_cli.pictures.kinds import Areas, Bars, Chart, Drawing, Strip
from xentropy_cli.rendering.pictures.areas_svg import AreasSvg
from xentropy_cli.rendering.pictures.bars_svg import BarsSvg
from xentropy_cli.rendering.pictures.chart_svg import HEIGHT, ChartSvg
from xentropy_cli.rendering.pictures.drawn import WIDTH
from xentropy_cli.rendering.pictures.strip_svg import StripSvg
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable


def drawing_svg(drawing: Drawing) -> tuple[str, float]:
    """Draw a picture 480 wide; give the drawing and its height."""
    if isinstance(drawing, Chart):
        return _grouped(drawing, ChartSvg(drawing).parts()), HEIGHT
    if isinstance(drawing, Bars):
        bars = BarsSvg(drawing)
        return _grouped(drawing, bars.parts()), bars.height
    if isinstance(drawing, Areas):
        areas = AreasSvg(drawing)
        return _grouped(drawing, areas.parts()), areas.height
    if isinstance(drawing, Strip):
        strip = StripSvg(drawing)
        return _grouped(drawing, strip.parts()), strip.height
    raise TypeError(drawing)


def edges_of(drawing: Drawing) -> tuple[list[float], list[float]]:
    """Two values of each axis and where they stand in the drawing: [low, high, place of low, of high, 1 if a log axis].

    Down the rows of bars it is their numbers; down a number line 0 is where its pieces begin, and 1 the line.
    """
    if isinstance(drawing, Chart | Areas):
        left, right, bottom, top = ChartSvg(drawing).edges if isinstance(drawing, Chart) else AreasSvg(drawing).edges
        x, y = drawing.x, drawing.y
        return [x.low, x.high, left, right, float(x.is_log)], [y.low, y.high, bottom, top, 0.0]
    if isinstance(drawing, Bars):
        bars, n = BarsSvg(drawing), float(len(drawing.rows))
        return [drawing.axis.low, drawing.axis.high, bars.left, bars.right, 0.0], [0.0, n, bars.top, bars.bottom, 0.0]
    strip, scale = StripSvg(drawing), drawing.scales[0]
    return [scale.low, scale.high, *strip.ends, 0.0], [0.0, 1.0, strip.top + 4, strip.top + strip.bar, 0.0]


def _grouped(drawing: Drawing, parts: Iterable[str]) -> str:
    return f'<g class="plot">\n<title>{escape(visible(drawing.says or drawing.title))}</title>\n{chr(10).join(parts)}\n</g>'


def drawing_element(drawing: Drawing) -> str:
    """Draw a picture as an element of a web page, with the sentence that says what it shows."""
    drawn, high = drawing_svg(drawing)
    about = escape(visible(drawing.says or drawing.title))
    return f'<svg class="chart" role="img" viewBox="0 0 {WIDTH:g} {high:.0f}" aria-label="{about}">\n{drawn}\n</svg>'
