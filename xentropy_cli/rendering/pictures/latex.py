r"""Pictures in LaTeX, drawn by TikZ; the places are computed already, so no plotting package is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.derivation.formula import Formula
from xentropy_cli.rendering.pictures.drawn import Dot, Rectangle, Stroke
from xentropy_cli.rendering.pictures.vector import laid_out
from xentropy_cli.rendering.style import BARS
from xentropy_cli.rendering.tex import formula, tex_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.pictures.kinds import Drawing
    from xentropy_cli.rendering.pictures.drawn import Shape

PICTURE = r"\begin{tikzpicture}[x=0.025cm,y=-0.025cm,font=\small,every node/.style={inner sep=0pt,anchor=base west}]"
STYLES = {
    "grid": "gray,opacity=0.25",
    "frame": "gray",
    "rule": "gray,dotted,thick",
    "arrow": "thick",
    "dashed": "dashed",
    "band": "lightgray,opacity=0.35",
    "lit": "draw=black,very thick",
    "end": "anchor=base east",
    "middle": "anchor=base",
    "title": r"font=\small\bfseries\boldmath",
    "own": r"font=\small\bfseries\boldmath",
    "inside": "black",
    **{f"line-{role}": f"{role},thick" for role in BARS},
    **{f"fill-{role}": f"fill={role}" for role in BARS},
}
"""How TikZ draws what a shape is."""


def drawing_latex(drawing: Drawing) -> Iterator[str]:
    """Draw a picture."""
    yield rf"\begin{{fitted}}{PICTURE}"
    yield from map(_shape, laid_out(drawing).shapes)
    yield r"\end{tikzpicture}\end{fitted}\medskip"


def _shape(shape: Shape) -> str:
    if isinstance(shape, Stroke):
        return rf"\draw[{_style(shape.kind)}] {' -- '.join(_place(*point) for point in shape.points)};"
    at = _place(shape.x, shape.y)
    if isinstance(shape, Rectangle):
        return rf"\fill[{_style(shape.kind)}] {at} rectangle +{_place(shape.wide, shape.high)};"
    if isinstance(shape, Dot):
        return rf"\{'draw[thick]' if shape.kind else 'fill'} {at} circle (0.08cm);"
    words = formula(shape.words.latex) if isinstance(shape.words, Formula) else tex_number(shape.words)
    return rf"\node[{_style(shape.kind)}] at {at} {{${words}$}};"


def _style(kind: str) -> str:
    return ",".join(STYLES[word] for word in kind.split())


def _place(x: float, y: float) -> str:
    return f"({x:.2f},{y:.2f})"
