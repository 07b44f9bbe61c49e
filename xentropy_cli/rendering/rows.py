"""Rows of a table with a loss behind each, a block at a time: CSV, or JSON lines."""

from __future__ import annotations

import re
from itertools import repeat
from typing import TYPE_CHECKING, Any

from xentropy_cli.figures import shortest_of
from xentropy_cli.rendering.csv_format import ACTIVE, written
from xentropy_cli.text import harmless

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

NUMBER = r"[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?"
NUMBER_ALONE = re.compile(NUMBER)
LOOSE_BLANKS = (" ,", ", ", " \n", "\n ")


def free_name(wanted: str, names: Container[str]) -> str:
    """The name of a column of numbers behind others: one that none of these has.

    >>> free_name("loss", ["y", "p"]), free_name("loss", ["y", "p", "loss"])
    ('loss', 'loss_2')
    """
    number, name = 1, wanted
    while name in names:
        number += 1
        name = f"{wanted}_{number}"
    return name


class Safe:
    """Writes cells so that none acts in a terminal or a spreadsheet; a number stays as it was typed.

    >>> safe = Safe()
    >>> safe("-0.5"), safe("=1+1"), safe.altered
    ('-0.5', "'=1+1", 1)
    """

    def __init__(self) -> None:
        """Nothing was altered yet."""
        self.altered = 0

    def __call__(self, cell: str) -> str:
        """Write a cell, and count it if it does not stand there as it was."""
        if NUMBER_ALONE.fullmatch(cell):
            return cell
        shown = harmless(cell)
        shown = f"'{shown}" if shown.startswith(ACTIVE) else shown
        self.altered += shown != cell
        return shown


def as_csv(blocks: Iterator[Any], safe: Safe) -> Iterator[str]:
    """Write rows as CSV; no cell acts in a terminal or a spreadsheet."""
    for number, block in enumerate(blocks):
        if not number and block.table.has_header:
            names = block.table.names
            yield written([[*map(safe, names), *(free_name(name, names) for name in block.numbers)]])
        text = None if block.text is None or block.table.json else unchanged(block.text, block.table.delimiter)
        numbers = zip(*map(shortest_of, block.numbers.values()), strict=True)
        if text is None:
            yield written([*map(safe, cells), *more] for cells, more in zip(block.rows, numbers, strict=True))
        else:
            yield appended(text, map(",".join, numbers))


def unchanged(text: str, delimiter: str | None) -> str | None:
    r"""Lines that are already what `written` makes of their cells, but for the delimiter; None if a cell must be changed.

    >>> unchanged("a;0.5\n", ";"), unchanged("a,=b\n", ","), unchanged("a, b\n", ",")
    ('a,0.5\n', None, None)
    """
    if delimiter not in (",", None):
        if "," in text:
            return None
        text = text.replace(str(delimiter), ",")
    if '"' in text or (" " in text and (text[0] == " " or any(blanks in text for blanks in LOOSE_BLANKS))):
        return None
    if harmless(text) != text or starts_formula(f"\n{text}"):
        return None
    return text


def starts_formula(text: str) -> bool:
    """Tell whether a spreadsheet would take some cell for a formula."""
    if not any(mark in text and (f",{mark}" in text or f"\n{mark}" in text) for mark in ACTIVE):
        return False
    return re.search(rf"[,\n](?=[{re.escape(''.join(ACTIVE))}])(?!{NUMBER}[,\n])", text) is not None


def appended(text: str, numbers: Iterable[str]) -> str:
    """Put numbers behind each line."""
    return "\n".join(map(",".join, zip(text[:-1].split("\n"), numbers, strict=True))) + "\n"


def as_json_lines(blocks: Iterator[Any]) -> Iterator[str]:
    """Write rows as JSON lines: an object keeps its text, and the cells of a table become text."""
    import json

    for block in blocks:
        rows = objects(block.text) if block.table.json else map(json.dumps, named(block))
        for name, values in block.numbers.items():
            texts = json.dumps(values)[1:-1].replace("Infinity", '"Infinity"').split(", ")
            rows = map(with_number, rows, repeat(free_name(name, block.table.names)), texts)
        yield "".join(f"{row}\n" for row in rows)


def with_number(row: str, name: str, number: str) -> str:
    """An object with one more number, whose name may be a key of this one though the first had none."""
    import json

    key = json.dumps(name)
    key = key if key not in row else json.dumps(free_name(name, json.loads(row)))
    return f"{row[:-1]}{', ' if len(row) > 2 else ''}{key}: {number}}}"  # noqa: PLR2004  {} is empty


def named(block: Any) -> Iterator[dict[str, str]]:
    """The cells of each row by their names."""
    return (dict(zip(block.table.names, cells, strict=True)) for cells in block.rows)


def objects(text: str) -> Iterator[str]:
    """The objects of JSON lines as they stand; what is not ASCII is escaped, so that none of it acts in a terminal."""
    import json

    for line in text[:-1].split("\n"):
        yield re.sub(r"[^\t -~]", lambda letter: json.dumps(letter[0])[1:-1], line.strip())
