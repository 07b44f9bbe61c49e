"""Pictures as vector drawings: what stands inside an `svg` element, for web pages and for pictures of pages."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from xentropy_cli.derivation.formula import Formula
from xentropy_cli.rendering.pictures.drawn import WIDTH, Dot, Rectangle, Stroke
from xentropy_cli.rendering.pictures.vector import laid_out
from xentropy_cli.rendering.style import BARS, beside
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from xentropy_cli.pictures.kinds import Drawing
    from xentropy_cli.rendering.pictures.drawn import Shape


def picture_style() -> str:
    """The style of pictures, those of web pages too."""
    roles = (
        f".plot .line-{role}{{stroke:#{color}}}\n.plot .fill-{role}{{fill:#{color}}}\n" for role, color in BARS.items()
    )
    return "".join(roles) + beside("picture.css")


def drawing_svg(drawing: Drawing) -> tuple[str, float]:
    """Draw a picture 480 wide; give the drawing and its height."""
    found = laid_out(drawing)
    parts = "\n".join(map(_shape, found.shapes))
    return f'<g class="plot">\n<title>{_about(drawing)}</title>\n{parts}\n</g>', found.high


def drawing_element(drawing: Drawing) -> str:
    """Draw a picture as an element of a web page, with the sentence that says what it shows."""
    parts, high = drawing_svg(drawing)
    opened = f'<svg class="chart" role="img" viewBox="0 0 {WIDTH:g} {high:.0f}" aria-label="{_about(drawing)}">'
    return f"{opened}\n{parts}\n</svg>"


def _about(drawing: Drawing) -> str:
    return escape(visible(drawing.says or drawing.title))


def _shape(shape: Shape) -> str:
    if isinstance(shape, Stroke):
        path = " ".join(f"{x:.2f} {y:.2f}" for x, y in shape.points)
        return f'<path class="{escape(shape.kind)}" d="M{path}"/>'
    place = f'x="{shape.x:.2f}" y="{shape.y:.2f}"'
    if isinstance(shape, Rectangle):
        return f'<rect {place} width="{shape.wide:.2f}" height="{shape.high:.2f}" class="{escape(shape.kind)}"/>'
    if isinstance(shape, Dot):
        return f'<circle cx="{shape.x:.2f}" cy="{shape.y:.2f}" r="4.5" class="{shape.kind}"/>'
    words = shape.words.text if isinstance(shape.words, Formula) else shape.words
    return f'<text {place} class="{shape.kind}">{escape(visible(words))}</text>'
