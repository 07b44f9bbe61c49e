"""The page as HTML: one file that loads nothing, or a fragment for a notebook. Every text is escaped."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from xentropy_cli.pages import blocks as page
from xentropy_cli.rendering.grid import hidden_text
from xentropy_cli.rendering.prose.html import has_play, lesson_html, style_of, with_hidden
from xentropy_cli.rendering.prose.html_text import LINE, html_code, html_formula, html_text
from xentropy_cli.rendering.style import PAGE_STYLE, STYLE
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TOPIC = re.compile(r"[a-z0-9-]+")
"""A name that is nothing but the name of a page beside this one."""

SHORT, LONG = 16, 32
"""A text of so few characters stands on one line; one of more than so many takes a column that can be read."""

THINNEST = 0.005
"""The share of its column that a bar takes at least, if it is not 0."""

ROW_HEIGHT = 1.8

POINT = 0.5
"""How much narrower a decimal point is than a digit, in digits."""


def render_html(blocks: Sequence[page.Block]) -> str:
    """Write a whole page, readable on a phone, in light and in dark."""
    style = f"{STYLE}{PAGE_STYLE}{style_of(blocks)}"
    if has_play(blocks):
        from xentropy_cli.rendering.script import inlined

        return page_of_html(blocks, inlined(style))
    return page_of_html(blocks, f"<style>{style}</style>")


def page_of_html(blocks: Sequence[page.Block], head: str, above: str = "", below: str = "") -> str:
    """Write a whole page with this in its head, and what may stand above and below the blocks."""
    title = next((escape(visible(block.text)) for block in blocks if isinstance(block, page.Heading)), "xent")
    parts = "\n".join(filter(None, (above, _body(blocks), below)))
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n{head}\n</head>\n"
        f'<body>\n<main class="xent">\n{parts}\n</main>\n</body>\n</html>\n'
    )


def html_fragment(blocks: Sequence[page.Block]) -> str:
    """Write a part of a page: its style reaches nothing around it, and its colours suit a light and a dark ground.

    A notebook aligns the cells of every table by a rule of two classes, so each rule here names its own class twice.
    """
    style = f"{STYLE}{style_of(blocks)}".replace(".xent ", ".xent.xent ")
    return f'<div class="xent">\n<style>{style}</style>\n{_body(blocks)}\n</div>\n'


def _body(blocks: Sequence[page.Block]) -> str:
    return "\n".join(_block(block, hidden) for block, hidden in with_hidden(blocks))


def _block(block: page.Block, hidden: Sequence[page.Block]) -> str:  # noqa: PLR0911  one a kind of block
    if isinstance(block, page.Heading):
        return f"<h1>{html_text(block.text)}</h1>"
    if isinstance(block, page.Prose):
        return f"<p>{html_text(block.text)}</p>"
    if isinstance(block, page.Remark):
        return f'<p class="note">Note: {html_text(block.text)}</p>'
    if isinstance(block, page.Pointer):
        shown = html_code(block.command)
        if not block.is_linked:
            shown = f"<code>{shown}</code>"
        elif TOPIC.fullmatch(block.topic):
            shown = f'<a href="{block.topic}.html">{shown}</a>'
        return f'<p class="more">{block.word}: {shown}</p>'
    if isinstance(block, page.Equations):
        return "\n".join(["<dl>", *_equations(block), "</dl>"])
    if isinstance(block, page.Table):
        return "\n".join(['<div class="scroll"><table>', *_table(block), "</table></div>"])
    return lesson_html(block, _body(hidden))


def _equations(block: page.Equations) -> Iterator[str]:
    for row in block.rows:
        sides = " = ".join(html_formula(side.text) for side in row.sides)
        gloss = f'<dd class="gloss">{html_text(row.gloss)}</dd>' if row.gloss else ""
        yield f"<div><dt>{html_formula(row.symbol.text)}</dt><dd>= {sides}</dd>{gloss}</div>"


def _table(table: page.Table) -> Iterator[str]:
    heads = [_cell("th", column.head, column.align, 0) for column in table.columns]
    if any(column.head != page.Words("") for column in table.columns):
        yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    tails = [_tail_width(table, k) if column.align == "point" else 0 for k, column in enumerate(table.columns)]
    for part, rows in (("tbody", table.rows), ("tfoot", table.footer)):
        lines = [_row(table, row, tails) for row in rows]
        yield from [f"<{part}>", *lines, f"</{part}>"] if lines else []


def _row(table: page.Table, row: Sequence[page.Cell], tails: Sequence[int]) -> str:
    if not row:
        return f'<tr><td class="gap" colspan="{len(table.columns)}">{html_text(hidden_text(table))}</td></tr>'
    cells = (_cell("td", cell, table.columns[k].align, tails[k]) for k, cell in enumerate(row))
    return f"<tr>{''.join(cells)}</tr>"


def _tail_width(table: page.Table, k: int) -> int:
    """Count the characters from the decimal point on, in the number of a column that has the most."""
    cells = [row[k] for row in (*table.rows, *table.footer) if row]
    tails = ("".join(cell.text.partition(".")[1:]) for cell in cells if isinstance(cell, page.Figure))
    return max(map(len, tails), default=0)


def _cell(tag: str, cell: page.Cell, align: str, tail: int) -> str:
    kinds = [align] if align != "right" else []
    if isinstance(cell, page.Math):
        kinds.append("math")
    if tag == "td" and isinstance(cell, page.Words) and align == "left":
        kinds += ["short"] * (len(cell.text) <= SHORT) + ["long"] * (len(cell.text) > LONG)
    if isinstance(cell, page.Figure) and cell.is_total:
        kinds.append("total")
    opened = f'{tag} class="{" ".join(kinds)}"' if kinds else tag
    return f"<{opened}>{_content(cell, tail)}</{tag}>"


def _content(cell: page.Cell, tail: int) -> str:
    """Write what is in a cell. Numbers line up at their points: from there on, all in a column take the same width."""
    if isinstance(cell, page.Bar):
        long = max(cell.length, THINNEST) if cell.length else 0.0
        place = f"left:{min(cell.start, 1 - long):.2%};width:{long:.2%}"
        return f'<span class="track"><span class="bar {escape(cell.role)}" style="{place}"></span></span>'
    if isinstance(cell, page.Gap):
        return LINE.format(width=cell.width, height=ROW_HEIGHT)
    if isinstance(cell, page.Math):
        return html_formula(cell.formula.text)
    if isinstance(cell, page.Figure) and tail:
        whole, point, rest = visible(cell.text).partition(".")
        return f'{escape(whole)}<i style="width:{tail - POINT}ch">{html_text(point + rest)}</i>'
    if isinstance(cell, page.Words | page.Figure):
        return html_text(cell.text)
    raise TypeError(cell)
