r"""The prose of a lesson as LaTeX. A command is set in typewriter, and never as something that LaTeX reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.pages.lesson_blocks import Items, LessonBlock, Paragraph, Section
from xentropy_cli.pictures.kinds import Drawing
from xentropy_cli.rendering.pictures.latex import drawing_latex
from xentropy_cli.rendering.tex import paragraph, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.pages.lesson_blocks import Phrase

COMMANDS = {"code": "texttt", "emphasis": "emph", "strong": "textbf"}


def lesson_latex(block: LessonBlock) -> Iterator[str]:
    """Write one block."""
    if isinstance(block, Drawing):
        yield from drawing_latex(block)
    elif isinstance(block, Section):
        yield rf"\subsection*{{{paragraph(block.text)}}}"
    elif isinstance(block, Paragraph):
        yield _phrases(block.runs)
    elif isinstance(block, Items):
        name = "enumerate" if block.is_numbered else "itemize"
        yield rf"\begin{{{name}}}"
        yield from (rf"\item {_phrases(row)}" for row in block.rows)
        yield rf"\end{{{name}}}"
    else:
        yield r"{\ttfamily\raggedright\small"
        yield "\\\\\n".join(_line(line) for line in block.text.split("\n")) + r"\par}"


def _line(line: str) -> str:
    """Keep the blanks at the start of a line."""
    rest = line.lstrip(" ")
    return r"\ " * (len(line) - len(rest)) + paragraph(rest) + r"\strut"


def _phrases(runs: Sequence[Phrase]) -> str:
    return "".join(_phrase(run) for run in runs)


def _phrase(run: Phrase) -> str:
    if run.style == "link":
        return rf"{text(run.text)} (\texttt{{{paragraph(run.href)}}})"
    command = COMMANDS.get(run.style)
    shown = paragraph(run.text)
    return rf"\{command}{{{shown}}}" if command else shown
