"""The prose of a lesson as Markdown; a chart as the lines that a terminal shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.pages.lesson_blocks import (
    AskBlock,
    Displayed,
    Grid,
    Items,
    LessonBlock,
    Paragraph,
    Quotation,
    SceneBlock,
    Section,
)
from xentropy_cli.pictures.kinds import Drawing
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentropy_cli.pages.lesson_blocks import Phrase

MARKS = {"emphasis": "*", "strong": "**"}


def lesson_markdown(  # noqa: C901  a case a kind
    block: LessonBlock, escaped: Callable[[str], str], code: Callable[[str], str]
) -> Iterator[str]:
    """Write one block; `escaped` and `code` keep a text from acting."""
    if isinstance(block, Drawing):
        from xentropy_cli.rendering.pictures.text import drawing_lines

        yield from _fenced("".join(text for text, _ in line) for line in drawing_lines(block))
    elif isinstance(block, SceneBlock):
        for part in block.parts:
            yield from ("", *lesson_markdown(part, escaped, code))
    elif isinstance(block, AskBlock):
        yield from (f"{at}. {escaped(each)}" for at, each in enumerate(block.options, 1))
    elif isinstance(block, Section):
        yield f"## {escaped(block.text)}"
    elif isinstance(block, Paragraph):
        yield _phrases(block.runs, escaped, code)
    elif isinstance(block, Items):
        for at, row in enumerate(block.rows, 1):
            yield f"{f'{at}.' if block.is_numbered else '-'} {_phrases(row, escaped, code)}"
    elif isinstance(block, Grid):
        yield from _rows(block, escaped, code)
    elif isinstance(block, Quotation):
        yield f"> {_phrases(block.runs, escaped, code)}"
    elif isinstance(block, Displayed):
        yield from _fenced(iter([visible(block.formula.text)]))
    else:
        yield from _fenced(map(visible, block.text.split("\n")))


def _rows(grid: Grid, escaped: Callable[[str], str], code: Callable[[str], str]) -> Iterator[str]:
    """Write a table; a bar within a cell is escaped, in code too."""
    for at, row in enumerate((grid.heads, *grid.rows)):
        cells = (_phrases(cell, escaped, code).replace("|", r"\|") for cell in row)
        yield f"| {' | '.join(cells)} |"
        if at == 0:
            yield "|" + " --- |" * len(row)


def _fenced(lines: Iterator[str]) -> Iterator[str]:
    """Show lines as they are, between marks that none of them holds."""
    shown = list(lines)
    fence = "```"
    while any(fence in line for line in shown):
        fence += "`"
    yield fence
    yield from shown
    yield fence


def _phrases(runs: Sequence[Phrase], escaped: Callable[[str], str], code: Callable[[str], str]) -> str:
    parts = []
    for run in runs:
        mark = MARKS.get(run.style, "")
        if run.style == "code":
            parts.append(code(visible(run.text)))
        elif run.style == "lesson":
            parts.append(code(f"xent explain {run.href}"))
        elif run.style == "link":
            parts.append(f"[{escaped(run.text)}]({run.href})")
        else:
            parts.append(f"{mark}{escaped(run.text)}{mark}")
    return "".join(parts)
