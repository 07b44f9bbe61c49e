"""The page as a whole LaTeX document: what stands between its `document` lines can be pasted into another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.pages.blocks import (
    Bar,
    Block,
    Cell,
    Column,
    Equations,
    Figure,
    Gap,
    Heading,
    Math,
    Pointer,
    Prose,
    Remark,
    Table,
    Words,
)
from xentropy_cli.pages.lesson_blocks import LessonBlock
from xentropy_cli.rendering.grid import cell_text, hidden_text
from xentropy_cli.rendering.prose.latex import lesson_latex
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

MOST_ROWS = 45
"""Rows that fit on one page; a longer table is set as several."""

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


def render_latex(blocks: Sequence[Block]) -> str:
    """Write a document that pdflatex takes."""
    colors = "".join(f"\\definecolor{{{role}}}{{HTML}}{{{color}}}\n" for role, color in BARS.items())
    body = "\n\n".join("\n".join(_lines(block)) for block in blocks)
    tikz = "\\usepackage{tikz}\n" if "{tikzpicture}" in body else ""
    return f"{PREAMBLE}{tikz}{colors}\\begin{{document}}\n\n{body}\n\n\\end{{document}}\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield rf"\section*{{{paragraph(block.text)}}}"
    elif isinstance(block, Prose):
        yield paragraph(block.text)
    elif isinstance(block, Remark):
        yield rf"\textit{{Note:}} {paragraph(block.text)}"
    elif isinstance(block, Pointer):
        yield rf"{block.word}: \texttt{{{text(block.command)}}}"
    elif isinstance(block, Equations):
        yield from _fitted("l@{\\;${}={}$}l@{\\qquad}l", list(_equations(block)))
    elif isinstance(block, Table):
        for start in range(0, len(block.rows) or 1, MOST_ROWS):
            yield from _table(block, start)
    elif isinstance(block, LessonBlock):
        yield from lesson_latex(block)
    else:
        raise TypeError(block)


def _fitted(columns: str, lines: Sequence[str]) -> Iterator[str]:
    yield r"\begin{fitted}"
    yield rf"\begin{{tabular}}{{@{{}}{columns}@{{}}}}"
    yield from lines
    yield r"\end{tabular}"
    yield r"\end{fitted}"


def _equations(block: Equations) -> Iterator[str]:
    for row in block.rows:
        sides = " = ".join(formula(side.latex) for side in row.sides)
        yield rf"${formula(row.symbol.latex)}$ & ${sides}$ & \textcolor{{gray}}{{{text(row.gloss)}}} \\"


def _table(table: Table, start: int) -> Iterator[str]:
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


def _spec(table: Table, k: int) -> str:
    """Say how a column is set: words that are long are broken into lines."""
    if table.columns[k].align != "left":
        return "r@{}l" if table.columns[k].align == "point" else "r"
    longest = max(
        (len(visible(cell.text)) for row in table.rows if row and isinstance(cell := row[k], Words)), default=0
    )
    return "l" if longest <= LONGEST_NAME else r">{\raggedright\arraybackslash}p{7cm}"


def _row(table: Table, row: Sequence[Cell]) -> str:
    if not row:
        across = sum(2 if column.align == "point" else 1 for column in table.columns)
        return rf"\multicolumn{{{across}}}{{@{{}}l}}{{{text(hidden_text(table))}}} \\"
    cells = (_cell(cell, column.align) for cell, column in zip(row, table.columns, strict=True))
    return " & ".join(cells) + r" \\"


def _head(column: Column) -> str:
    return rf"\multicolumn{{2}}{{r}}{{{_cell(column.head)}}}" if column.align == "point" else _cell(column.head)


def _cell(cell: Cell, align: str = "") -> str:  # noqa: PLR0911  one a kind of cell
    """Write a cell; in a column that is aligned at the point, as two: what is before the point, and the rest."""
    if align == "point" and isinstance(cell, Figure):
        whole, point, rest = cell.text.partition(".")
        return f"{_math(cell, whole)} & {_math(cell, point + rest)}"
    if align == "point":
        return f"{_cell(cell)} &"
    if isinstance(cell, Bar):
        role = cell.role if cell.role in BARS else "share"
        bar = rf"\textcolor{{{role}}}{{\rule{{{max(cell.length * BAR_WIDTH, THINNEST):.2f}cm}}{{1.3ex}}}}"
        return rf"\hspace*{{{cell.start * BAR_WIDTH:.2f}cm}}{bar}" if cell.length else ""
    if isinstance(cell, Gap):
        return rf"\rule{{0pt}}{{4ex}}\underline{{\hspace{{{cell.width * CHARACTER:.2f}cm}}}}"
    if isinstance(cell, Math):
        return f"${formula(cell.formula.latex)}$"
    if isinstance(cell, Figure):
        return _math(cell, cell.text)
    if isinstance(cell, Words):
        return paragraph(cell.text)
    raise TypeError(cell)


def _math(figure: Figure, part: str) -> str:
    if not part:
        return ""
    return rf"$\mathbf{{{tex_number(part)}}}$" if figure.is_total else f"${tex_number(part)}$"
