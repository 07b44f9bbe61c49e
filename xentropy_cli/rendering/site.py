"""Pages that lead to each other: one style sheet and one script for all of them, and nothing from outside."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.rendering.html import page_of_html
from xentropy_cli.rendering.prose.html import EVERY_STYLE
from xentropy_cli.rendering.style import PAGE_STYLE, STYLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.pages.blocks import Block

STYLE_SHEET, SCRIPT, INDEX = "xent.css", "xent.js", "index.html"
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; style-src-attr 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
"""What a browser may load: the style and the script beside the page, also where it is opened from a disk."""

HEAD = (
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
    f'<link rel="stylesheet" href="{STYLE_SHEET}">\n<script src="{SCRIPT}" defer></script>'
)
FILTER = (
    '<p class="filter" hidden><label for="filter">Find</label> <input type="search" id="filter" autocomplete="off"> '
    '<span role="status"></span></p>'
)
"""The box that finds entries of a list; the script, which makes it work, shows it."""

SITE_STYLE = """
.xent .way{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;align-items:center;justify-content:space-between;margin:0 0 1rem}
.xent .way a,.xent .filter label{display:inline-block;padding:13px 0}
.xent h2:has(+ul[hidden]),.xent h2:has(+p+ul[hidden]),.xent p:has(+ul[hidden]){display:none}
.xent .end{border-top:1px solid;margin:2rem 0 0;padding-top:.5rem}
.xent .filter input{font:inherit;color:inherit;background:none;min-height:44px;box-sizing:border-box}
.xent .filter input{width:min(20rem,60vw);padding:0 .6rem;border:1px solid;border-radius:.4rem}
"""


class Way(NamedTuple):
    """Where a page stands: the part of the course, and the pages before and after it by file and title."""

    part: str = ""
    before: tuple[str, str] | None = None
    after: tuple[str, str] | None = None


def site_page(blocks: Sequence[Block], way: Way) -> str:
    """Write one page, with the way to the list and to its neighbours."""
    part = f" <span>{escape(way.part)}</span>" if way.part else ""
    above = f'<nav class="way" aria-label="Course"><a href="{INDEX}">All pages</a>{part}</nav>'
    before, after = _neighbour(way.before, "prev", "← Before:"), _neighbour(way.after, "next", "Next:")
    below = f'<nav class="way end" aria-label="Before and next">{before}{after}</nav>' if before + after else ""
    return page_of_html(blocks, HEAD, above, below)


def site_index(blocks: Sequence[Block]) -> str:
    """Write the list of all pages, with a box that finds them."""
    return page_of_html(blocks, HEAD, FILTER)


def site_style() -> str:
    """The style of every page."""
    return STYLE + PAGE_STYLE + EVERY_STYLE + SITE_STYLE


def _neighbour(page: tuple[str, str] | None, relation: str, word: str) -> str:
    return f'<a rel="{relation}" href="{escape(page[0])}">{word} {escape(page[1])}</a>' if page else ""
