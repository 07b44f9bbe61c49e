"""What vector drawings share: the field, texts, boxes, and names placed so that none overlap."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from xentropy_cli.rendering.style import BARS
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH = 480.0
"""The width of the field: on a phone its text is still three quarters of what it is on a page as wide as this."""

TITLE_HEIGHT = 30.0
CHARACTER = 8.43
"""The width of a character of a name, at most."""

PICTURE_STYLE = (
    ".plot path{fill:none;stroke-width:2.2;stroke-linejoin:round}\n"
    ".plot .frame{stroke:#8b949e;stroke-width:1}\n"
    ".plot .grid{stroke:#8b949e;stroke-width:1;opacity:.25}\n"
    ".plot .rule{stroke:#8b949e;stroke-width:1.4;stroke-dasharray:2 4}\n"
    ".plot .dashed{stroke-dasharray:7 5}\n"
    ".plot .arrow{stroke:#1a7f4f;stroke-width:2}\n"
    ".plot .band{fill:#8b949e;opacity:.16}\n"
    ".plot .lit{stroke:#1a7f4f;stroke-width:3}\n"
    ".plot circle{fill:#1a7f4f;stroke:#fff;stroke-width:1.2}\n"
    ".plot .hollow{fill:none;stroke:#1a7f4f;stroke-width:2}\n"
    ".plot text.inside{fill:#000}\n"
    ".plot .title{font-weight:600}\n.plot .own{font-weight:700}\n"
    ".plot .end{text-anchor:end}\n.plot .middle{text-anchor:middle}\n"
    + "".join(
        f".plot .line-{role}{{stroke:#{color}}}\n.plot .fill-{role}{{fill:#{color}}}\n" for role, color in BARS.items()
    )
)
PAGE_PICTURE_STYLE = (
    ".xent .chart{display:block;width:100%;max-width:34rem;height:auto;margin:1.25rem 0}\n"
    ".xent .chart text{font:14px system-ui,sans-serif;fill:currentColor}\n"
    ".xent .chart text.inside{fill:#000}\n"
    ".xent .chart .title{font-weight:600}\n.xent .chart .own{font-weight:700}\n"
)


def written(x: float, y: float, text: str, kind: str = "") -> str:
    """Write a text; `kind` is its classes: title, own, end, middle."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(visible(text))}</text>'


def boxed(x: float, y: float, wide: float, high: float, kind: str) -> str:
    """Draw a rectangle."""
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{max(wide, 0):.2f}" height="{max(high, 0):.2f}" class="{escape(kind)}"/>'
    )


def stroked(path: str, kind: str) -> str:
    """Draw a line."""
    return f'<path class="{escape(kind)}" d="{path}"/>'


def long(text: str) -> float:
    """The length of a text, at most."""
    return CHARACTER * width(visible(text))


def levelled(names: Iterable[tuple[float, str]], right: float) -> list[tuple[float, int, str]]:
    """Give every name a start and a level, so that none lies over another, and all end before `right`.

    The rightmost come first, and a name stays clear of the lines that lead down from names above it to their places.

    >>> levelled([(0, "ab"), (5, "cd"), (100, "ef")], 640)
    [(0, 1, 'ab'), (5, 0, 'cd'), (100, 0, 'ef')]
    """
    starts: list[float] = []
    lines: list[float] = []
    found = []
    for x, name in sorted(names, reverse=True):
        start = max(0, min(x, right - long(name)))
        end = start + long(name) + CHARACTER
        free = (k for k, edge in enumerate(starts) if end <= min([edge, *lines[k + 1 :]]))
        level = next(free, len(starts))
        starts[level : level + 1], lines[level : level + 1] = [start], [x]
        found.append((start, level, name))
    return found[::-1]
