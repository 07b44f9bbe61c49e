"""The page as Markdown: tables as GitHub, GitLab, Jupyter and pandoc show them. Nothing in a text acts."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from xentropy_cli.pages.blocks import (
    Bar,
    Block,
    Cell,
    Column,
    Equations,
    Figure,
    Heading,
    Math,
    Pointer,
    Prose,
    Remark,
    Table,
)
from xentropy_cli.pages.lesson_blocks import LessonBlock
from xentropy_cli.rendering.grid import aligned, bar_text, cell_text, hidden_text
from xentropy_cli.rendering.prose.markdown import lesson_markdown
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ACTIVE = re.compile(r"[\\`*_{}\[\]<>#~$&^]")
"""Characters that may begin markup anywhere in a line."""

OPENING = re.compile(r"^(\d*)([-+.):|=])")
"""What may begin a list, a rule, a table or a definition, or underline a title, at the start of a line."""

LINK_LIKE = re.compile(r"\S*(?:@|://|www\.|#\d|:[\w+-]+:)\S*", re.IGNORECASE)
"""A word that a page may turn into a link, a mention or a picture even where its marks are escaped."""


def render_markdown(blocks: Sequence[Block]) -> str:
    """Write every block; notes that follow each other are one list."""
    pages = ["\n".join(_lines(block)) for block in blocks]
    kinds = [type(block) for block in blocks]
    gaps = ["\n" if kind is following is Remark else "\n\n" for kind, following in pairwise(kinds)]
    return "".join(page + gap for page, gap in zip(pages, [*gaps, "\n"], strict=True))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"# {_text(block.text)}"
    elif isinstance(block, Prose):
        yield OPENING.sub(r"\1\\\2", _text(block.text).lstrip())
    elif isinstance(block, Remark):
        yield f"* Note: {_text(block.text)}"
    elif isinstance(block, Pointer):
        yield f"{block.word}: {_code(block.command)}"
    elif isinstance(block, Equations):
        for row in block.rows:
            sides = " = ".join(_formula(side.text) for side in row.sides)
            yield f"- **{_formula(row.symbol.text)}** = {sides}" + (f" ({_text(row.gloss)})" if row.gloss else "")
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, LessonBlock):
        yield from lesson_markdown(block, _text, _code)
    else:
        raise TypeError(block)


def _table(table: Table) -> Iterator[str]:
    """Write a table whose source lines up, too."""
    rows = [[_cell(cell) for cell in row] for row in (*table.rows, *table.footer)]
    blank = [""] * (len(table.columns) - 1)
    rows = [row or [_text(hidden_text(table)), *blank] for row in rows]
    columns = [_column(column, [row[k] for row in rows]) for k, column in enumerate(table.columns)]
    yield from (f"| {' | '.join(row)} |" for row in zip(*columns, strict=True))


def _column(column: Column, texts: Sequence[str]) -> list[str]:
    side = "left" if column.align == "left" else "right"
    head, *padded = aligned([_cell(column.head), *texts, "---"], side)
    line = "-" * (width(head) - 1)
    return [head, f":{line}" if side == "left" else f"{line}:", *padded[:-1]]


def _cell(cell: Cell) -> str:
    if isinstance(cell, Bar):
        return bar_text(cell).replace(" ", "░")
    text = _formula(cell.formula.text) if isinstance(cell, Math) else _text(cell_text(cell)).strip()
    text = text.replace("|", r"\|")
    return f"**{text}**" if isinstance(cell, Figure) and cell.is_total else text


def _formula(formula: str) -> str:
    """Write a formula; a power is read as one without escape."""
    return _text(formula).replace(r"\^", "^")


def _text(text: str) -> str:
    """Escape what acts; what no escape stops is written as code."""
    found, at, text = [], 0, visible(text)
    for word in LINK_LIKE.finditer(text):
        found += [ACTIVE.sub(r"\\\g<0>", text[at : word.start()]), _code(word[0])]
        at = word.end()
    return "".join([*found, ACTIVE.sub(r"\\\g<0>", text[at:])])


def _code(text: str) -> str:
    """Write code, between more backticks than stand in it.

    >>> _code("`a@b`")
    '`` `a@b` ``'
    """
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    blank = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{blank}{text}{blank}{fence}"
