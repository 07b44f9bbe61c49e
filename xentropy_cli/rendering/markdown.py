"""The page as Markdown: tables as GitHub, GitLab, Jupyter and pandoc show them. Nothing in a text acts."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from xentropy_cli.pages import blocks as page
from xentropy_cli.pages import lesson_blocks as lesson
from xentropy_cli.rendering.grid import aligned, bar_text, cell_text, hidden_text
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentropy_cli.pictures.kinds import Drawing

ACTIVE = re.compile(r"[\\`*_{}\[\]<>#~$&^]")
"""Characters that may begin markup anywhere in a line."""

OPENING = re.compile(r"^(\d*)([-+.):|=])")
"""What may begin a list, a rule, a table or a definition, or underline a title, at the start of a line."""

LINK_LIKE = re.compile(r"\S*(?:@|://|www\.|#\d|:[\w+-]+:)\S*", re.IGNORECASE)
"""A word that a page may turn into a link, a mention or a picture even where its marks are escaped."""


MARKS = {"emphasis": "*", "strong": "**"}


def render_markdown(blocks: Sequence[page.Block]) -> str:
    """Write every block; notes that follow each other are one list."""
    pages = ["\n".join(_lines(block)) for block in blocks]
    kinds = [type(block) for block in blocks]
    gaps = ["\n" if kind is following is page.Remark else "\n\n" for kind, following in pairwise(kinds)]
    return "".join(page_ + gap for page_, gap in zip(pages, [*gaps, "\n"], strict=True))


def _lines(block: page.Block) -> Iterator[str]:
    if isinstance(block, page.Heading):
        yield f"# {_text(block.text)}"
    elif isinstance(block, page.Prose):
        yield OPENING.sub(r"\1\\\2", _text(block.text).lstrip())
    elif isinstance(block, page.Remark):
        yield f"* Note: {_text(block.text)}"
    elif isinstance(block, page.Pointer):
        yield f"{block.word}: {_code(block.command)}"
    elif isinstance(block, page.Equations):
        for row in block.rows:
            sides = " = ".join(_formula(side.text) for side in row.sides)
            yield f"- **{_formula(row.symbol.text)}** = {sides}" + (f" ({_text(row.gloss)})" if row.gloss else "")
    elif isinstance(block, page.Table):
        yield from _table(block)
    else:
        yield from _lesson(block)


def _lesson(block: lesson.LessonBlock | Drawing) -> Iterator[str]:  # noqa: C901  a case a kind
    """Write a block of a lesson; a picture as the lines that a terminal shows."""
    if isinstance(block, lesson.SceneBlock):
        for part in block.parts:
            yield from ("", *_lesson(part))
    elif isinstance(block, lesson.AskBlock):
        options = (
            (f"{mark}." if mark.isdigit() else f"- {mark}".rstrip(), each)
            for mark, each in lesson.marked(block.options)
        )
        yield from (f"{mark} {_text(each)}" for mark, each in options)
    elif isinstance(block, lesson.Section):
        yield f"## {_text(block.text)}"
    elif isinstance(block, lesson.Paragraph):
        yield _phrases(block.runs)
    elif isinstance(block, lesson.Items):
        for at, row in enumerate(block.rows, 1):
            yield f"{f'{at}.' if block.is_numbered else '-'} {_phrases(row)}"
    elif isinstance(block, lesson.Grid):
        yield from _grid(block)
    elif isinstance(block, lesson.Quotation):
        yield f"> {_phrases(block.runs)}"
    elif isinstance(block, lesson.Displayed):
        yield from _fenced([visible(block.formula.text)])
    elif isinstance(block, lesson.Verbatim):
        yield from _fenced(map(visible, block.text.split("\n")))
    else:
        from xentropy_cli.rendering.pictures.text import drawing_lines

        yield from _fenced("".join(text for text, _ in line) for line in drawing_lines(block))


def _grid(grid: lesson.Grid) -> Iterator[str]:
    """Write a table; a bar within a cell is escaped, in code too."""
    for at, row in enumerate((grid.heads, *grid.rows)):
        cells = (_phrases(cell).replace("|", r"\|") for cell in row)
        yield f"| {' | '.join(cells)} |"
        if at == 0:
            yield "|" + " --- |" * len(row)


def _fenced(lines: Iterable[str]) -> Iterator[str]:
    """Show lines as they are, between marks that none of them holds."""
    shown = list(lines)
    fence = "```"
    while any(fence in line for line in shown):
        fence += "`"
    yield from (fence, *shown, fence)


def _phrases(runs: Sequence[lesson.Phrase]) -> str:
    return "".join(map(_phrase, runs))


def _phrase(run: lesson.Phrase) -> str:
    if run.style == "code":
        return _code(visible(run.text))
    if run.style == "lesson":
        return f"[{_code(f'xent explain {run.href}')}]({run.href}.md)"
    if run.style == "link":
        return f"[{_text(run.text)}]({run.href})"
    mark, text = MARKS.get(run.style, ""), _text(run.text)
    before, words, behind = (text[: len(text) - len(text.lstrip())], text.strip(), text[len(text.rstrip()) :])
    return f"{before}{mark}{words}{mark}{behind}" if words else text


def _table(table: page.Table) -> Iterator[str]:
    """Write a table whose source lines up, too."""
    rows = [[_cell(cell) for cell in row] for row in (*table.rows, *table.footer)]
    blank = [""] * (len(table.columns) - 1)
    rows = [row or [_text(hidden_text(table)), *blank] for row in rows]
    columns = [_column(column, [row[k] for row in rows]) for k, column in enumerate(table.columns)]
    yield from (f"| {' | '.join(row)} |" for row in zip(*columns, strict=True))


def _column(column: page.Column, texts: Sequence[str]) -> list[str]:
    side = "left" if column.align == "left" else "right"
    head, *padded = aligned([_cell(column.head), *texts, "---"], side)
    line = "-" * (width(head) - 1)
    return [head, f":{line}" if side == "left" else f"{line}:", *padded[:-1]]


def _cell(cell: page.Cell) -> str:
    if isinstance(cell, page.Bar):
        return bar_text(cell).replace(" ", "░")
    text = _formula(cell.formula.text) if isinstance(cell, page.Math) else _text(cell_text(cell)).strip()
    text = text.replace("|", r"\|")
    return f"**{text}**" if isinstance(cell, page.Figure) and cell.is_total else text


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
