"""Vectors from standard input: one number a line is one vector, several on a line are rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA
from xentropy_cli.inputs.notation import MOST_ENTRIES, Row, Source, rows_in, whole

if TYPE_CHECKING:
    from collections.abc import Iterable

STDIN = "standard input"


def rows_of(text: str, name: str = STDIN) -> tuple[Row, ...]:
    r"""Cut the text of a pipe or file into rows: each line, or each list of a list of lists; blank lines are passed over.

    >>> [[piece.text for piece in row] for row in rows_of("0.7\n0.8\n")]
    [['0.7', '0.8']]
    >>> [[piece.text for piece in row] for row in rows_of("0.7,0.3\n0.8,0.2\n")]
    [['0.7', '0.3'], ['0.8', '0.2']]
    """
    from xentropy_cli.inputs.printed import is_pasted

    if is_pasted(text):
        return few_enough(rows_in(Source(name, text.strip("\r\n"), BAD_DATA)))
    sources = [
        Source(f"{name}, line {at}", line, BAD_DATA)
        for at, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
        if line.strip()
    ]
    if not sources:
        raise whole(Source(name, "", BAD_DATA)).refuse(
            "empty",
            f"There is nothing {'on' if name == STDIN else 'in'} {name}.",
            why="Numbers are read from it, and it ended at once."
            if name != STDIN
            else "- reads numbers from it, and it ended at once.",
            fix="Check the command before the pipe; it may have printed nothing.",
        )
    rows: tuple[Row, ...] = few_enough(row for source in sources for row in rows_in(source))
    if all(len(row) == 1 for row in rows):
        return (tuple(piece for row in rows for piece in row),)
    return rows


def few_enough(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Refuse more numbers than a page can show, at the first that is too many."""
    kept: list[Row] = []
    room = MOST_ENTRIES
    for row in rows:
        if len(row) > room:
            raise row[room].refuse(
                "too-long",
                f"There are more than {MOST_ENTRIES} numbers.",
                why="A calculation that shows every term is for small inputs.",
                fix="Use xent score, which reads files of any length.",
            )
        kept.append(row)
        room -= len(row)
    return tuple(kept)
