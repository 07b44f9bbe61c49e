"""Pictures as shapes, each by the layout of its kind, under its title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.pictures.kinds import Areas, Bars, Chart, Strip
from xentropy_cli.rendering.pictures.areas_drawn import draw_areas
from xentropy_cli.rendering.pictures.bars_drawn import draw_bars
from xentropy_cli.rendering.pictures.chart_drawn import draw_chart
from xentropy_cli.rendering.pictures.drawn import Text
from xentropy_cli.rendering.pictures.strip_drawn import draw_strip

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.pictures.kinds import Drawing
    from xentropy_cli.rendering.pictures.drawn import Drawn

LAYOUTS: dict[type, Callable[[Any], Drawn]] = {
    Chart: draw_chart,
    Bars: draw_bars,
    Areas: draw_areas,
    Strip: draw_strip,
}


def laid_out(drawing: Drawing) -> Drawn:
    """Lay a picture out in a field 480 wide."""
    found = LAYOUTS[type(drawing)](drawing)
    return found._replace(shapes=[Text(0, 16, drawing.title, "title"), *found.shapes])
