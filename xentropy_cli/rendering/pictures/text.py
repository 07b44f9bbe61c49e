"""Pictures in character cells."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from xentropy_cli.pictures.kinds import Areas, Bars, Chart, Drawing, Strip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.rendering.pictures.cells import Lettered

KINDS = {Chart: "chart", Bars: "bars", Areas: "areas", Strip: "strip"}
"""The modules that draw them, each loaded where it is needed."""


def drawing_lines(drawing: Drawing, most: int | None = None, high: int | None = None) -> Iterator[list[Lettered]]:
    """Draw a picture as lines of text with roles; no blanks at an end.

    It is no wider than `most` cells where that is asked; charts and areas shrink to `high` lines, the others are low.
    """
    kind = KINDS[type(drawing)]
    module = import_module(f"xentropy_cli.rendering.pictures.{kind}_text")
    for line in getattr(module, f"{kind}_lines")(drawing, most, high):
        while line and not line[-1][0].strip():
            line.pop()
        if line:
            text, role = line.pop()
            line.append((text.rstrip(), role))
        yield line
