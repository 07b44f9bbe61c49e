"""Pages that lead to each other: one style sheet and one script for all of them, and nothing from outside."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from xentropy_cli.rendering.html import page_of_html
from xentropy_cli.rendering.prose.html import every_style
from xentropy_cli.rendering.script import policy
from xentropy_cli.rendering.style import PAGE_STYLE, STYLE, beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.pages.blocks import Block

    Page = tuple[str, str] | None
    """The file of a page and its title, where there is one."""

STYLE_SHEET, SCRIPT, INDEX = "xent.css", "xent.js", "index.html"
OURS = "'self' file:"
"""Where style and script come from: a page is also opened from a disk."""

HEAD = f'{policy(OURS, OURS)}\n<link rel="stylesheet" href="{STYLE_SHEET}">\n<script src="{SCRIPT}" defer></script>'
FILTER = (
    '<p class="filter" hidden><label for="filter">Find</label> <input type="search" id="filter" autocomplete="off"> '
    '<span role="status"></span></p>'
)
"""The box that finds entries of a list; the script, which makes it work, shows it."""


def site_page(blocks: Sequence[Block], part: str, before: Page = None, after: Page = None) -> str:
    """Write one page of a part of the course, with the way to the list and to its neighbours."""
    above = f'<nav class="way" aria-label="Course"><a href="{INDEX}">All pages</a> <span>{escape(part)}</span></nav>'
    ways = _neighbour(before, "prev", "←\u00a0Before:") + _neighbour(after, "next", "Next:")
    below = f'<nav class="way end" aria-label="Before and next">{ways}</nav>' if ways else ""
    return page_of_html(blocks, HEAD, above, below)


def site_index(blocks: Sequence[Block]) -> str:
    """Write the list of all pages, with a box that finds them."""
    return page_of_html(blocks, HEAD, FILTER)


def site_style() -> str:
    """The style of every page."""
    return STYLE + PAGE_STYLE + every_style() + beside("site.css")


def _neighbour(page: Page, relation: str, word: str) -> str:
    return f'<a rel="{relation}" href="{escape(page[0])}">{word} {escape(page[1])}</a>' if page else ""
