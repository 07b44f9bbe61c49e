"""Blocks → lines of spans in a grid of character cells: what the plain and the terminal renderer share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.figures import eighths
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages import blocks as page
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BAR_CELLS = 20
GAP = 2
EQUALS = " = "
LEAST_WRAPPED = 28
"""Cells that a text which goes on below must have."""

NARROWEST = 40
"""Terminal cells below which a table becomes a list."""


class Span(NamedTuple):
    """Text with its role: head, symbol, figure, total, note, dim, or what a bar shows."""

    text: str
    role: str = ""


Line = list[Span]


def lines(block: page.Block, most: int | None = None) -> Iterator[Line]:
    """Write one block, its tables no wider than `most` cells where that is asked."""
    if isinstance(block, page.Heading):
        yield [Span(visible(block.text), "heading")]
    elif isinstance(block, page.Prose):
        yield [Span(visible(block.text))]
    elif isinstance(block, page.Remark):
        yield [Span("Note: ", "note"), Span(visible(block.text))]
    elif isinstance(block, page.Pointer):
        yield [Span(f"{block.word}: ", "dim"), Span(block.command, "code")]
    elif isinstance(block, page.Equations):
        yield from _equations(block, most)
    elif isinstance(block, page.Table):
        narrow = fitted(block, most)
        if narrow is None:
            yield from _list(block, most)
            return
        yield from _table(narrow)
        yield from _left_out(block, narrow, most)
    else:
        from xentropy_cli.rendering.prose.text import lesson_lines

        yield from ([Span(*lettered) for lettered in line] for line in lesson_lines(block, most))


def _left_out(table: page.Table, narrow: page.Table, most: int | None) -> Iterator[Line]:
    """Name the columns of numbers that the narrow table has no room for."""
    heads = [
        cell_text(column.head)
        for k, column in enumerate(table.columns)
        if column not in narrow.columns
        and any(row and isinstance(row[k], page.Figure | page.Gap) for row in table.rows)
    ]
    line = f"Too narrow for {heads[0]}" if heads else ""
    for head in heads[1:]:
        if most is not None and width(f"{line}, {head}.") > most:
            yield [Span(f"{line},", "dim")]
            line = head
        else:
            line = f"{line}, {head}"
    if line:
        yield [Span(f"{line}.", "dim")]


def cell_text(cell: page.Cell) -> str:
    """Write a cell as text; outside text is made visible here, once for every format of characters."""
    if isinstance(cell, page.Bar):
        return bar_text(cell)
    if isinstance(cell, page.Gap):
        return "_" * cell.width
    if isinstance(cell, page.Math):
        return visible(cell.formula.text)
    if isinstance(cell, page.Words | page.Figure):
        return visible(cell.text)
    raise TypeError(cell)


def cell_role(cell: page.Cell) -> str:
    """Name the role of a cell."""
    if isinstance(cell, page.Bar):
        return cell.role
    if isinstance(cell, page.Math):
        return "symbol"
    return "total" if isinstance(cell, page.Figure) and cell.is_total else ""


def bar_text(bar: page.Bar) -> str:
    """Draw a bar with blocks of an eighth of a cell; one that starts later begins where the one before it ends.

    A bar that is not 0 is drawn, however short.
    """
    if not bar.length:
        return ""
    if bar.start:
        start = min(round(bar.start * BAR_CELLS), BAR_CELLS - 1)
        return " " * start + "█" * max(round((bar.start + bar.length) * BAR_CELLS) - start, 1)
    return eighths(bar.length * BAR_CELLS)


def aligned(texts: Sequence[str], align: str) -> list[str]:
    """Pad the texts of a column to one width."""
    if align == "point":
        texts = _at_the_point(texts)
    widest = max(map(width, texts), default=0)
    blanks = [" " * (widest - width(text)) for text in texts]
    return [text + blank if align == "left" else blank + text for text, blank in zip(texts, blanks, strict=True)]


def _at_the_point(texts: Sequence[str]) -> list[str]:
    """Pad numbers on the right so that their decimal points stand under each other; 1 stands left of its point."""
    tails = [len(text) - len(text.partition(".")[0]) for text in texts]
    return [text + " " * (max(tails) - tail) for text, tail in zip(texts, tails, strict=True)]


def column_texts(table: page.Table) -> list[list[str]]:
    """Write every cell, column by column: head, rows, footer; all padded."""
    found = []
    for k, column in enumerate(table.columns):
        body = [cell_text(row[k]) for row in (*table.rows, *table.footer) if row]
        side = "left" if column.align == "left" else "right"
        found.append(aligned([cell_text(column.head), *aligned(body, column.align)], side))
    return found


def table_width(table: page.Table) -> int:
    """Count the terminal cells a table takes."""
    return _widths(column_texts(table))


def _widths(texts: Sequence[Sequence[str]]) -> int:
    return sum(width(column[0]) for column in texts) + GAP * (len(texts) - 1)


def fitted(table: page.Table, most: int | None) -> page.Table | None:
    """Drop optional columns until the table fits; None where only a list will."""
    if most is None:
        return table
    while table_width(table) > most:
        if wrapped := _wrapped(table, most):
            table = wrapped
            break
        last = max(table.columns, key=lambda column: column.drop)
        if last.drop == 0:
            return None
        table = without(table, table.columns.index(last))
    return None if most < NARROWEST else table


def _wrapped(table: page.Table, most: int) -> page.Table | None:
    """Let the text that may do so go on in lines below; None where there is none, or hardly room for it."""
    k = next((k for k, column in enumerate(table.columns) if column.wraps), None)
    if k is None:
        return None
    room = most - table_width(table) + width(column_texts(table)[k][0])
    if room < LEAST_WRAPPED:
        return None
    from textwrap import wrap  # only here: the tables of compute do without it

    rows: list[tuple[page.Cell, ...]] = []
    for row in table.rows:
        for at, part in enumerate(wrap(cell_text(row[k]), room) or [""] if row else ()):
            kept = row if at == 0 else (page.BLANK,) * len(row)
            rows.append((*kept[:k], page.Words(part), *kept[k + 1 :]))
    return table._replace(rows=tuple(rows))


def without(table: page.Table, k: int) -> page.Table:
    """Leave a column out."""

    def cut(cells: tuple[page.Cell, ...]) -> tuple[page.Cell, ...]:
        return (*cells[:k], *cells[k + 1 :])

    columns: tuple[page.Column, ...] = (*table.columns[:k], *table.columns[k + 1 :])
    return table._replace(columns=columns, rows=tuple(map(cut, table.rows)), footer=tuple(map(cut, table.footer)))


def hidden_text(table: page.Table) -> str:
    """Say how many rows are not shown."""
    return f"… {table.hidden} more rows (--all shows them)"


def _table(table: page.Table) -> Iterator[Line]:
    """Write the head, a rule, the rows, and the line of sums under another rule."""
    texts = column_texts(table)
    has_head = any(cell_text(column.head) for column in table.columns)
    rule = [Span("─" * _widths(texts), "dim")]
    if has_head:
        yield _spaced([Span(column[0], "head") for column in texts])
        yield rule
    at = 1
    for row in (*table.rows, *table.footer):
        if table.footer and at == len(texts[0]) - len(table.footer):
            yield rule
        if not row:
            yield [Span(hidden_text(table), "dim")]
            continue
        yield _spaced([Span(column[at], cell_role(cell)) for column, cell in zip(texts, row, strict=True)])
        at += 1


def _spaced(cells: Sequence[Span]) -> Line:
    """Put cells side by side; nothing trails at the end of a line."""
    line = [span for cell in cells for span in (Span(" " * GAP), cell)][1:]
    while line and not line[-1].text.strip():
        line.pop()
    return [*line[:-1], line[-1]._replace(text=line[-1].text.rstrip())] if line else line


def _list(table: page.Table, most: int | None) -> Iterator[Line]:
    """Write each row as a list of its cells, for a terminal too narrow for a table."""
    heads = [cell_text(column.head) for column in table.columns]
    for row in (*table.rows, *table.footer):
        if not row:
            yield [Span(hidden_text(table), "dim")]
            continue
        if is_underline(row):
            continue
        name = cell_text(row[0])
        yield [Span(name if row in table.footer else f"{heads[0]} {name}".strip(), cell_role(row[0]) or "head")]
        for head, cell in zip(heads[1:], row[1:], strict=True):
            is_remark = isinstance(cell, page.Words) and most is not None and width(f"  {head}: {cell.text}") > most
            if cell_text(cell).strip() and head and not is_remark:
                yield [Span(f"  {head}: ", "symbol"), Span(cell_text(cell), cell_role(cell))]


def is_underline(row: Sequence[page.Cell]) -> bool:
    """Tell whether a row does nothing but underline the one above, which a list does not line up."""
    return set("".join(map(cell_text, row)).strip()) == {"^"}


def _equations(block: page.Equations, most: int | None) -> Iterator[Line]:
    """Line equations up at their first equals sign; one too long is broken before each of its equals signs.

    Where there is a width, either every gloss stands beside its equation or none does.
    """
    symbols = aligned([visible(row.symbol.text) for row in block.rows], "left")
    sides = [[visible(side.text) for side in row.sides] for row in block.rows]
    widest = max(width(" = ".join(each)) for each in sides)
    longest = max(width(visible(row.gloss)) for row in block.rows)
    has_glosses = most is None or width(symbols[0]) + len(EQUALS) + widest + GAP + longest <= most
    for row, symbol, each in zip(block.rows, symbols, sides, strict=True):
        if most is not None and width(f"{symbol}{EQUALS}{EQUALS.join(each)}") > most:
            yield [Span(symbol.rstrip(), "symbol")]
            yield from ([Span(f" {EQUALS}"), Span(side)] for side in each)
            continue
        line = [Span(symbol, "symbol"), *(span for side in each for span in (Span(EQUALS), Span(side)))]
        line[-1] = Span(each[-1], "total")
        if row.gloss and has_glosses:
            blank = " " * (widest - width(EQUALS.join(each)) + GAP)
            line += [Span(blank), Span(visible(row.gloss), "dim")]
        yield line
