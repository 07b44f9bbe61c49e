"""What a table is printed with: lines above it, dots for rows that are left out, a header of R that lacks a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentropy_cli.tables.strict.records import Record

MOST = 10
"""Lines that may stand above a table."""
LEAST = 2
"""Rows that show what the table is."""
MARKS = ("#", "%", "//", "--")
DOTS = r"[\s|:;,]*(?:(?:…|\.{2,3}|·|⋮|⋯)[\s|:;,]*)+"
LEFT_OUT = (
    rf"{DOTS}|# .{{1,6}} [0-9,]+ more rows.*|only showing top [0-9]+ rows?| \[ reached .* omitted [0-9]+ rows ?\]"
)
"""How pandas, polars, DuckDB, tibbles, Spark and R say that they print only some rows."""

SIGNS = ("…", "..", "·", "⋮", "⋯", " row")
"""One of which such a line holds."""


def refuse_left_out(lines: Sequence[Record]) -> None:
    """Refuse a table of which only some rows are printed."""
    for line in lines:
        if any(sign in line.text for sign in SIGNS) and re.fullmatch(LEFT_OUT, line.text):
            raise line.refuse(
                "ragged-row",
                "Rows are left out here.",
                (0, len(line.text)),
                why="The program that printed this table shows only its first or last rows, and a loss is that of all.",
                fix="Let it write all of them, as df.to_csv('predictions.csv') does; to score only these, delete the line.",
            )


def refuse_preamble(
    lines: Sequence[Record], cuts: Sequence[Sequence[Sequence[str]]], are_rows: Callable[..., bool]
) -> None:
    """Refuse lines above a table, of another number of cells, with the option that passes over them.

    `cuts` are the cells of the lines, once for each mark that may separate them.
    """
    found = [
        (k, len(rows[k - 1]), len(rows[k]))
        for rows in cuts
        for k in range(1, min(MOST, len(rows) - LEAST) + 1)
        if begins_at(rows, k, are_rows)
    ]
    count, above, width = min(found, default=(0, 0, 0))
    if not count or 1 < above == width - 1:  # a header that lacks a name
        return
    mark = next((mark for mark in MARKS if all(line.text.startswith(mark) for line in lines[:count])), None)
    raise preamble(lines[0], lines[count].line, mark)


def begins_at(rows: Sequence[Sequence[str]], count: int, are_rows: Callable[..., bool]) -> bool:
    """Tell whether all rows from this one on have as many cells as each other, and as none before them."""
    width = len(rows[count])
    above, below = rows[:count], rows[count:]
    is_table = width > 1 and all(len(row) == width for row in below) and all(len(row) != width for row in above)
    return is_table and are_rows(below, width)


def preamble(first: Record, line: int, mark: str | None) -> XentError:
    """Refuse lines above a table."""
    skip = f"--skip-lines {line - 1}"
    return first.refuse(
        "ragged-row",
        f"The table seems to begin in line {line}.",
        (0, max(len(first.text), 1)),
        why="What stands above it has another number of cells, and is not passed over unasked.",
        fix=f"Pass over it: {skip}" if mark is None else f"Pass over such lines: --comment '{mark}' (or {skip})",
    )


def with_row_names(rows: list[list[str]]) -> list[list[str]]:
    """Give the names of rows, from 1 as R writes them or from 0 as pandas prints them, a column in the header that lacks it.

    >>> with_row_names([["y", "p"], ["1", "0", "0.2"], ["2", "1", "0.7"]])[0]
    ['', 'y', 'p']
    """
    first, *body = rows
    are_named = len(body) >= LEAST and all(len(row) == len(first) + 1 for row in body)
    if are_named and any([row[0] for row in body] == [str(k) for k in range(at, at + len(body))] for at in (0, 1)):
        return [["", *first], *body]
    return rows


def without_mark(rows: list[list[str]]) -> list[list[str]]:
    """Take off the mark of a comment before the names of columns, as numpy.savetxt writes it.

    >>> without_mark([["#", "y", "p"], ["1", "0.9"]])[0], without_mark([["# y", "p"], ["1", "0.9"]])[0]
    (['y', 'p'], ['y', 'p'])
    """
    first, *body = rows
    if first[0] == "#" and body and all(len(row) == len(first) - 1 for row in body):
        return [first[1:], *body]
    return [[first[0].removeprefix("# ").lstrip() or first[0], *first[1:]], *body]


def no_rows(name: str, header: Sequence[str] = (), skipped: int = 0) -> XentError:
    """Refuse a file that holds nothing to score, a header alone, or nothing behind the lines that were passed over."""
    why = "Only names of columns stand here, and no row under them." if header else "The file or pipe holds nothing."
    if skipped:
        why = f"Nothing stands behind the lines that --skip-lines {skipped} passes over."
    return XentError(
        "no-rows",
        "There are no rows to score.",
        where=name,
        text=",".join(map(visible, header)) or "(empty)",
        why=why,
        fix="Check the command before the pipe; head FILE shows what is there.",
        status=BAD_DATA,
    )
