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
    """Draw a picture 640 wide; give the drawing and its height."""
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


def _grouped(drawing: Drawing, parts: Iterable[str]) -> str:
    return f'<g class="plot">\n<title>{escape(visible(drawing.says or drawing.title))}</title>\n{chr(10).join(parts)}\n</g>'


def drawing_element(drawing: Drawing) -> str:
    """Draw a picture as an element of a web page, with the sentence that says what it shows."""
    drawn, high = drawing_svg(drawing)
    about = escape(visible(drawing.says or drawing.title))
    return f'<svg class="chart" role="img" viewBox="0 0 {WIDTH:g} {high:.0f}" aria-label="{about}">\n{drawn}\n</svg>'
