r"""The prose of a lesson as LaTeX. A command is set in typewriter, and never as something that LaTeX reads."""

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
from xentropy_cli.rendering.pictures.latex import drawing_latex
from xentropy_cli.rendering.tex import formula, paragraph, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.pages.lesson_blocks import Phrase

SHORTEST = 12
"""The letters that a column of a table is wide at least, however few it holds."""

MOST_ROWS = 20
"""Rows of sentences that fit on one page."""

COMMANDS = {"code": "texttt", "emphasis": "emph", "strong": "textbf"}


def lesson_latex(block: LessonBlock) -> Iterator[str]:  # noqa: C901  a case a kind
    """Write one block."""
    if isinstance(block, Drawing):
        yield from drawing_latex(block)
    elif isinstance(block, SceneBlock):
        for part in block.parts:
            yield from ("", *lesson_latex(part))
    elif isinstance(block, AskBlock):
        yield from (
            [r"\quad ".join(f"{at}~{text(each)}" for at, each in enumerate(block.options, 1))] if block.options else []
        )
    elif isinstance(block, Section):
        sheet = r"\newpage " if block.is_new_sheet else ""
        yield rf"{sheet}\subsection*{{{paragraph(block.text)}}}"
    elif isinstance(block, Paragraph):
        is_title = all(run.style == "strong" for run in block.runs)
        yield _phrases(block.runs) + (r"\par\nopagebreak" if is_title else "")
    elif isinstance(block, Items):
        name = "enumerate" if block.is_numbered else "itemize"
        yield rf"\begin{{{name}}}"
        yield from (rf"\item {_phrases(row)}" for row in block.rows)
        yield rf"\end{{{name}}}"
    elif isinstance(block, Grid):
        yield from _rows(block)
    elif isinstance(block, Quotation):
        yield rf"\begin{{quote}}{_phrases(block.runs)}\end{{quote}}"
    elif isinstance(block, Displayed):
        yield rf"\[ {formula(block.formula.latex)} \]"
    else:
        yield r"{\ttfamily\raggedright\small"
        yield "\\\\\n".join(_line(line) for line in block.text.split("\n")) + r"\par}"


def _rows(grid: Grid) -> Iterator[str]:
    """Write a table, a long one as several; its columns share the width of the page by the letters they hold."""
    letters = [
        max(SHORTEST, *(sum(len(run.text) for run in row[k]) for row in (grid.heads, *grid.rows)))
        for k in range(len(grid.heads))
    ]
    shares = [share / sum(letters) * 0.92 for share in letters]
    columns = "".join(rf">{{\raggedright\arraybackslash}}p{{{share:.3f}\linewidth}}" for share in shares)
    for start in range(0, len(grid.rows) or 1, MOST_ROWS):
        yield rf"\noindent\begin{{tabular}}{{@{{}}{columns}@{{}}}}"
        yield from (r"\toprule", _row(grid.heads), r"\midrule")
        yield from map(_row, grid.rows[start : start + MOST_ROWS])
        yield from (r"\bottomrule", r"\end{tabular}", "")


def _row(cells: Sequence[Sequence[Phrase]]) -> str:
    return " & ".join(map(_phrases, cells)) + r" \\"


def _line(line: str) -> str:
    """Keep the blanks at the start of a line."""
    rest = line.lstrip(" ")
    return r"\ " * (len(line) - len(rest)) + paragraph(rest) + r"\strut"


def _phrases(runs: Sequence[Phrase]) -> str:
    return "".join(_phrase(run) for run in runs)


def _phrase(run: Phrase) -> str:
    if run.style == "link":
        return rf"{text(run.text)} (\texttt{{{paragraph(run.href)}}})"
    if run.style == "lesson":
        return rf"\texttt{{{paragraph(f'xent explain {run.href}')}}}"
    command = COMMANDS.get(run.style)
    shown = paragraph(run.text)
    return rf"\{command}{{{shown}}}" if command else shown
