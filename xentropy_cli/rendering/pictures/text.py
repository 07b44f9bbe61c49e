"""Pictures in character cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.pictures.kinds import Areas, Bars, Chart, Drawing, Strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.rendering.pictures.cells import Lettered


def drawing_lines(drawing: Drawing, most: int | None = None, high: int | None = None) -> Iterator[list[Lettered]]:
    """Draw a picture as lines of text with roles; no blanks at an end.

    It is no wider than `most` cells where that is asked; charts and areas shrink to `high` lines, the others are low.
    """
    for line in _lines(drawing, most, high):
        while line and not line[-1][0].strip():
            line.pop()
        if line:
            text, role = line.pop()
            line.append((text.rstrip(), role))
        yield line


def _lines(drawing: Drawing, most: int | None, high: int | None) -> Iterable[list[Lettered]]:
    if isinstance(drawing, Chart):
        from xentropy_cli.rendering.pictures.chart_text import chart_lines

        return chart_lines(drawing, most, high)
    if isinstance(drawing, Bars):
        from xentropy_cli.rendering.pictures.bars_text import bars_lines

        return bars_lines(drawing, most)
    if isinstance(drawing, Areas):
        from xentropy_cli.rendering.pictures.areas_text import areas_lines

        return areas_lines(drawing, most, high)
    if isinstance(drawing, Strip):
        from xentropy_cli.rendering.pictures.strip_text import strip_lines

        return strip_lines(drawing, most)
    raise TypeError(drawing)
