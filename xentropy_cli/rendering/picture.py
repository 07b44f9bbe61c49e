"""A drawing that grows line by line, and how text is set in it: each at its own place, in its own length."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from xentropy_cli.text import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.rendering.typeset import Run

CHARACTER = 8.43
"""How wide a character is, in the pixels in which all sizes are given."""

LINE, BASELINE = 24.0, 16.5
RAISED_SCALE = 0.75
SHIFTS = {"on": 0.0, "sup": -5.0, "sub": 3.5}


class Picture:
    """A picture that grows downwards: `y` is the top of the next line, `right` the edge of what was drawn."""

    def __init__(self) -> None:
        """Start empty."""
        self.parts: list[str] = []
        self.rules: list[tuple[float, float]] = []
        self.right = self.y = 0.0

    def write(self, x: float, text: Sequence[Run], role: str = "", scale: float = 1) -> float:
        """Write runs from x on, and return where they end."""
        length = scale * length_of(text)
        if length:
            place = f'x="{x:.2f}" y="{self.y + BASELINE:.2f}" textLength="{length:.2f}" lengthAdjust="spacingAndGlyphs"'
            self.parts.append(f'<text {place} class="{escape(role)}">{_spans(text)}</text>')
        self.right = max(self.right, x + length)
        return x + length

    def box(self, x: float, y: float, wide: float, high: float, role: str) -> None:
        """Draw a rectangle."""
        shape = f'x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{high:.2f}"'
        self.parts.append(f'<rect {shape} class="{escape(role)}"/>')
        self.right = max(self.right, x + wide)

    def rule(self, high: float) -> None:
        """Leave room for a line across the page."""
        self.rules.append((self.y + 3, high))
        self.y += 6

    def finish(self) -> str:
        """Draw the lines, now that the width of the page is known, and write it all."""
        for y, high in self.rules:
            self.box(0, y, self.right, high, "rule")
        return "\n".join(self.parts)


def length_of(text: Sequence[Run]) -> float:
    """Measure runs in pixels."""
    return CHARACTER * sum(width(run.text) * (1 if run.place == "on" else RAISED_SCALE) for run in text)


def _spans(text: Sequence[Run]) -> str:
    parts, shift = [], 0.0
    for run in text:
        move = SHIFTS[run.place] - shift
        marks = [f' dy="{move:g}"'] if move else []
        kinds = [name for name, holds in (("var", run.is_variable), ("raised", run.place != "on")) if holds]
        marks += [f' class="{" ".join(kinds)}"'] if kinds else []
        parts.append(f"<tspan{''.join(marks)}>{escape(run.text)}</tspan>" if marks else escape(run.text))
        shift += move
    return "".join(parts)
