"""What of a picture stands still while a scene moves: the same axes for every state, and all that no control changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.pictures.axes import axis
from xentropy_cli.pictures.kinds import Areas, Bars, Chart, Place, Strip

if TYPE_CHECKING:
    from xentropy_cli.pictures.kinds import Drawing

REACHES = {"surprise-areas": (0, 4.8), "code": (0, 4.8), "over-q": (0, 3.5), "both-ways": (-0.6, 4.2)}
"""The values that the states of a scene reach, where its first state does not show them all."""

MOVING_CURVES = ("over-q",)
FIGURE = " " * 7
"""The room that a number takes."""


def steady(drawing: Drawing, picture: str) -> Drawing:
    """The same picture on an axis on which every state of its scene has room; a place that is sought is not shown."""
    if picture not in REACHES and isinstance(drawing, Chart):
        return drawing._replace(marks=tuple(mark for mark in drawing.marks if not mark.is_hollow))
    if picture not in REACHES:
        return drawing
    low, high = REACHES[picture]
    if isinstance(drawing, Bars):
        return drawing._replace(axis=axis(drawing.axis.name.text, low, high))
    if isinstance(drawing, Chart | Areas):
        return drawing._replace(y=axis(drawing.y.name.text, low, high))
    raise TypeError(drawing)


def frame_of(drawing: Drawing, picture: str) -> Drawing:
    """The picture without what moves, which keeps its room."""
    if isinstance(drawing, Bars):
        rows = tuple(row._replace(pieces=(), figure=FIGURE, is_lit=False) for row in drawing.rows)
        return drawing._replace(rows=rows, title=drawing.title.partition(":")[0])
    if isinstance(drawing, Areas):
        return drawing._replace(panels=tuple(panel._replace(boxes=(), figure="") for panel in drawing.panels))
    if isinstance(drawing, Strip):
        pieces = tuple(piece._replace(length=0.0) for piece in drawing.pieces)
        return drawing._replace(pieces=pieces, marks=(Place(0.0, ""),))
    if picture in MOVING_CURVES:
        return drawing._replace(marks=(), curves=(), rules=())
    return drawing._replace(marks=(), curves=tuple(curve._replace(is_left=True) for curve in drawing.curves))
