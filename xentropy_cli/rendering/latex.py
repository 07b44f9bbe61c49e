"""The page as a whole LaTeX document: what stands between its `document` lines can be pasted into another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.pages import blocks as page
from xentropy_cli.pages import lesson_blocks as lesson
from xentropy_cli.pictures.kinds import Drawing
from xentropy_cli.rendering.grid import cell_text, hidden_text
from xentropy_cli.rendering.pictures.latex import drawing_latex
from xentropy_cli.rendering.style import BARS
from xentropy_cli.rendering.tex import formula, paragraph, tex_number, text
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BAR_WIDTH, THINNEST = 3.5, 0.03
"""Centimetres; a bar that is not 0 is drawn."""

CHARACTER = 0.25
"""Centimetres of a line to write on, for each character of an answer."""

LONGEST_NAME = 40
"""Characters up to which a text in a table stays on one line."""

MOST_ROWS, MOST_SENTENCES = 45, 20
"""Rows of numbers, and of sentences, that fit on one page; a longer table is set as several."""

SHORTEST = 12
"""The letters that a column of sentences is wide at least, however few it holds."""

COMMANDS = {"code": "texttt", "emphasis": "emph", "strong": "textbf"}

PREAMBLE = r"""\documentclass{article}
\usepackage[utf8]{inputenc}
\usepackage[margin=2cm]{geometry}
\usepackage{amsmath, array, booktabs, graphicx, textcomp, xcolor}
\IfFileExists{lmodern.sty}{\usepackage[T1]{fontenc}\usepackage{lmodern}}{}
\setlength{\parindent}{0pt}
\setlength{\parskip}{2ex}
\renewcommand{\arraystretch}{1.15}
\sloppy
% What is wider or higher than the page is made smaller, so that no number is cut.
\newsavebox{\fittedbox}
\newenvironment{fitted}{\begin{lrbox}{\fittedbox}}{\end{lrbox}%
  \ifdim\wd\fittedbox>\linewidth
    \sbox{\fittedbox}{\resizebox{\linewidth}{!}{\usebox{\fittedbox}}}\fi
  \ifdim\dimexpr\ht\fittedbox+\dp\fittedbox\relax>0.98\textheight
    \sbox{\fittedbox}{\resizebox*{!}{0.98\textheight}{\usebox{\fittedbox}}}\fi
  \usebox{\fittedbox}\par}
"""


def render_latex(blocks: Sequence[page.Block]) -> str:
    """Write a document that pdflatex takes."""
    colors = "".join(f"\\definecolor{{{role}}}{{HTML}}{{{color}}}\n" for role, color in BARS.items())
    body = "\n\n".join("\n".join(_lines(block)) for block in blocks)
    tikz = "\\usepackage{tikz}\n" if "{tikzpicture}" in body else ""
    return f"{PREAMBLE}{tikz}{colors}\\begin{{document}}\n\n{body}\n\n\\end{{document}}\n"


def _lines(block: page.Block) -> Iterator[str]:
    if isinstance(block, page.Heading):
        yield rf"\section*{{{paragraph(block.text)}}}"
    elif isinstance(block, page.Prose):
        yield paragraph(block.text)
    elif isinstance(block, page.Remark):
        yield rf"\textit{{Note:}} {paragraph(block.text)}"
    elif isinstance(block, page.Pointer):
        yield rf"{block.word}: \texttt{{{text(block.command)}}}"
    elif isinstance(block, page.Equations):
        yield from _fitted("l@{\\;${}={}$}l@{\\qquad}l", list(_equations(block)))
    elif isinstance(block, page.Table):
        for start in range(0, len(block.rows) or 1, MOST_ROWS):
            yield from _table(block, start)
    else:
        yield from _lesson(block)


def _lesson(block: lesson.LessonBlock | Drawing) -> Iterator[str]:  # noqa: C901, PLR0912  a case a kind
    """Write one block."""
    if isinstance(block, Drawing):
        yield from drawing_latex(block)
    elif isinstance(block, lesson.SceneBlock):
        for part in block.parts:
            yield from ("", *_lesson(part))
    elif isinstance(block, lesson.AskBlock):
        if block.options:
            yield r"\quad ".join(f"{mark}~{text(each)}".lstrip("~") for mark, each in lesson.marked(block.options))
    elif isinstance(block, lesson.Section):
        sheet = r"\newpage " if block.is_new_sheet else ""
        yield rf"{sheet}\subsection*{{{paragraph(block.text)}}}"
    elif isinstance(block, lesson.Paragraph):
        is_title = all(run.style == "strong" for run in block.runs)
        yield _phrases(block.runs) + (r"\par\nopagebreak" if is_title else "")
    elif isinstance(block, lesson.Items):
        name = "enumerate" if block.is_numbered else "itemize"
        yield rf"\begin{{{name}}}"
        yield from (rf"\item {_phrases(row)}" for row in block.rows)
        yield rf"\end{{{name}}}"
    elif isinstance(block, lesson.Grid):
        yield from _grid(block)
    elif isinstance(block, lesson.Quotation):
        yield rf"\begin{{quote}}{_phrases(block.runs)}\end{{quote}}"
    elif isinstance(block, lesson.Displayed):
        yield rf"\[ {formula(block.formula.latex)} \]"
    elif isinstance(block, lesson.Verbatim):
        yield r"{\ttfamily\raggedright\small"
        yield "\\\\\n".join(_line(line) for line in block.text.split("\n")) + r"\par}"
    else:
        raise TypeError(block)


def _grid(grid: lesson.Grid) -> Iterator[str]:
    """Write a table, a long one as several; its columns share the width of the page by the letters they hold."""
    letters = [
        max(SHORTEST, *(sum(len(run.text) for run in row[k]) for row in (grid.heads, *grid.rows)))
        for k in range(len(grid.heads))
    ]
    shares = [share / sum(letters) * 0.92 for share in letters]
    columns = "".join(rf">{{\raggedright\arraybackslash}}p{{{share:.3f}\linewidth}}" for share in shares)
    for start in range(0, len(grid.rows) or 1, MOST_SENTENCES):
        yield rf"\noindent\begin{{tabular}}{{@{{}}{columns}@{{}}}}"
        yield from (r"\toprule", _sentences(grid.heads), r"\midrule")
        yield from map(_sentences, grid.rows[start : start + MOST_SENTENCES])
        yield from (r"\bottomrule", r"\end{tabular}", "")


def _sentences(cells: Sequence[Sequence[lesson.Phrase]]) -> str:
    return " & ".join(map(_phrases, cells)) + r" \\"


def _line(line: str) -> str:
    """Keep the blanks at the start of a line."""
    rest = line.lstrip(" ")
    return r"\ " * (len(line) - len(rest)) + paragraph(rest) + r"\strut"


def _phrases(runs: Sequence[lesson.Phrase]) -> str:
    return "".join(map(_phrase, runs))


def _phrase(run: lesson.Phrase) -> str:
    if run.style == "link":
        return rf"{text(run.text)} (\texttt{{{paragraph(run.href)}}})"
    if run.style == "lesson":
        return rf"\texttt{{{paragraph(f'xent explain {run.href}')}}}"
    command = COMMANDS.get(run.style)
    shown = paragraph(run.text)
    return rf"\{command}{{{shown}}}" if command else shown


def _fitted(columns: str, lines: Sequence[str]) -> Iterator[str]:
    yield r"\begin{fitted}"
    yield rf"\begin{{tabular}}{{@{{}}{columns}@{{}}}}"
    yield from lines
    yield r"\end{tabular}"
    yield r"\end{fitted}"


def _equations(block: page.Equations) -> Iterator[str]:
    for row in block.rows:
        sides = " = ".join(formula(side.latex) for side in row.sides)
        yield rf"${formula(row.symbol.latex)}$ & ${sides}$ & \textcolor{{gray}}{{{text(row.gloss)}}} \\"


def _table(table: page.Table, start: int) -> Iterator[str]:
    """Write the rows from `start` on that fit on a page, under the head of the table."""
    stop = start + MOST_ROWS
    rows = [_row(table, row) for row in table.rows[start:stop]]
    footer = [_row(table, row) for row in table.footer] if stop >= len(table.rows) else []
    has_head = any(cell_text(column.head) for column in table.columns)
    head = [" & ".join(map(_head, table.columns)) + r" \\", r"\midrule"] if has_head else []
    foot = [r"\midrule", *footer] if footer else []
    yield from _fitted(
        "".join(_spec(table, k) for k in range(len(table.columns))), [r"\toprule", *head, *rows, *foot, r"\bottomrule"]
    )


def _spec(table: page.Table, k: int) -> str:
    """Say how a column is set: words that are long are broken into lines."""
    if table.columns[k].align != "left":
        return "r@{}l" if table.columns[k].align == "point" else "r"
    longest = max(
        (len(visible(cell.text)) for row in table.rows if row and isinstance(cell := row[k], page.Words)), default=0
    )
    return "l" if longest <= LONGEST_NAME else r">{\raggedright\arraybackslash}p{7cm}"


def _row(table: page.Table, row: Sequence[page.Cell]) -> str:
    if not row:
        across = sum(2 if column.align == "point" else 1 for column in table.columns)
        return rf"\multicolumn{{{across}}}{{@{{}}l}}{{{text(hidden_text(table))}}} \\"
    cells = (_cell(cell, column.align) for cell, column in zip(row, table.columns, strict=True))
    return " & ".join(cells) + r" \\"


def _head(column: page.Column) -> str:
    return rf"\multicolumn{{2}}{{r}}{{{_cell(column.head)}}}" if column.align == "point" else _cell(column.head)


def _cell(cell: page.Cell, align: str = "") -> str:  # noqa: PLR0911  one a kind of cell
    """Write a cell; in a column that is aligned at the point, as two: what is before the point, and the rest."""
    if align == "point" and isinstance(cell, page.Figure):
        whole, point, rest = cell.text.partition(".")
        return f"{_math(cell, whole)} & {_math(cell, point + rest)}"
    if align == "point":
        return f"{_cell(cell)} &"
    if isinstance(cell, page.Bar):
        role = cell.role if cell.role in BARS else "share"
        bar = rf"\textcolor{{{role}}}{{\rule{{{max(cell.length * BAR_WIDTH, THINNEST):.2f}cm}}{{1.3ex}}}}"
        return rf"\hspace*{{{cell.start * BAR_WIDTH:.2f}cm}}{bar}" if cell.length else ""
    if isinstance(cell, page.Gap):
        return rf"\rule{{0pt}}{{4ex}}\underline{{\hspace{{{cell.width * CHARACTER:.2f}cm}}}}"
    if isinstance(cell, page.Math):
        return f"${formula(cell.formula.latex)}$"
    if isinstance(cell, page.Figure):
        return _math(cell, cell.text)
    if isinstance(cell, page.Words):
        return paragraph(cell.text)
    raise TypeError(cell)


def _math(figure: page.Figure, part: str) -> str:
    if not part:
        return ""
    return rf"$\mathbf{{{tex_number(part)}}}$" if figure.is_total else f"${tex_number(part)}$"
