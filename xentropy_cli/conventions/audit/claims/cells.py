"""A line of a text → the cells of the rows in it, as Markdown, HTML, LaTeX, psql and columns of text write them."""

from __future__ import annotations

import html
import re

from xentropy_cli.conventions.audit.statements import STROKES

Cells = tuple[tuple[int, str], ...]
"""The cells of a row, each with the place it starts at."""

HTML_ROW = re.compile(r"<tr\b[^>]*>(.*?)(?=</tr>|<tr\b|$)", re.IGNORECASE | re.DOTALL)
HTML_CELL = re.compile(r"<t[dh]\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^<>]{0,200}>")
LINES = r"\\(?:hline|toprule|midrule|bottomrule|cline\{[^{}]*\})"
RULE = re.compile(rf"\s*[|:+{STROKES}-][\s|:+{STROKES}-]*|\s*(?:{LINES}\s*)+")
"""What parts rows: the strokes of a text, or a line of LaTeX."""

LATEX_ROW = re.compile(rf"(?:\s*{LINES})*((?:(?!\\\\).)+)(?:\\\\|\Z)", re.DOTALL)
BAR = re.compile(r"\s*\||.*\s[|│┃║]\s", re.DOTALL)
EDGES = {"|": r"[|│┃║]", "\t": r"\t", "&": r"(?<!\\)&"}


def rows_in(text: str, *, is_open: bool = False) -> list[Cells]:
    """Read the rows of a table in a line; `is_open`: a row of LaTeX in a table needs no sign of its end."""
    if "<" in text and HTML_CELL.search(text):
        return [_cells_of_html(text, *row.span()) for row in HTML_ROW.finditer(text) if HTML_CELL.search(row[1])]
    if BAR.match(text):
        cells = _between(text, 0, len(text), EDGES["|"])
        cells = cells[1:] if not cells[0][1] else cells
        cells = cells[:-1] if cells and not cells[-1][1] else cells
        return [cells] if cells else []
    if "\t" in text:
        return [_between(text, 0, len(text), EDGES["\t"])]
    if "&" in text and (is_open or "\\\\" in text):
        return [_between(text, *row.span(1), EDGES["&"]) for row in LATEX_ROW.finditer(text) if "&" in row[1]]
    return []


def _cells_of_html(text: str, start: int, end: int) -> Cells:
    parts = list(HTML_CELL.finditer(text, start, end))
    ends = [*(part.start() for part in parts[1:]), end]
    return tuple(
        _stripped(part.end(), html.unescape(TAG.sub("", text[part.end() : stop])))
        for part, stop in zip(parts, ends, strict=True)
    )


def _between(text: str, start: int, end: int, edge: str) -> Cells:
    """The pieces of a part of a text between the edges of cells."""
    edges = [(match.start(), match.end()) for match in re.compile(edge).finditer(text, start, end)]
    starts, ends = [start, *(each for _, each in edges)], [*(each for each, _ in edges), end]
    return tuple(_stripped(a, text[a:b]) for a, b in zip(starts, ends, strict=True))


def _stripped(at: int, cell: str) -> tuple[int, str]:
    return at + len(cell) - len(cell.lstrip()), cell.strip()


def in_columns(text: str, edge: str) -> Cells:
    """Cut a line of columns that commas, semicolons or blanks part."""
    start = len(text) - len(text.lstrip())
    return _between(text, start, len(text.rstrip()), edge)


def is_markup(text: str) -> bool:
    """Whether a line holds nothing but tags."""
    return bool(text.strip()) and not TAG.sub("", text).strip()
