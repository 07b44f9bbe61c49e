"""Every row of the input with its loss appended, for the next tool in the pipe."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, NamedTuple

from xentropy_cli.blocks import Block, Cell, Column, Figure, Table, Words
from xentropy_cli.figures import figure, shortest
from xentropy_cli.reading.records import Place
from xentropy_cli.reading.sniff import is_number
from xentropy_cli.rendering.csv_format import inert
from xentropy_cli.scoring.course import Course
from xentropy_cli.scoring.measure import measure
from xentropy_cli.scoring.score import new_tally, open_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.scoring.score import Settings

LOSS = "loss"


class Scored(NamedTuple):
    """The cells of an input row as text, and its loss."""

    names: tuple[str, ...]
    has_header: bool
    cells: list[str]
    loss: float


def scored_rows(names: Sequence[str], settings: Settings, stdin: IO[bytes] | None) -> Iterator[Scored]:
    """Give every good row in the order of the input; raise the first fault behind the last of them."""
    for name in names:
        opened = open_table(name, settings, stdin, keep_texts=True)
        method = new_tally(opened.plan, settings).method
        course = Course(settings.skip_bad)
        for number, block in enumerate(opened.blocks):
            found = opened.reader.read(block, first=not number)
            for row, text in zip(found.rows, found.texts, strict=True):
                cells = opened.reader.cut(Place(block.name, row.line, text))
                loss = measure(method, row.label, row.q).loss
                yield Scored(opened.shape.names, opened.shape.has_header, cells, loss)
            if not course.note(found, block.name):
                break
        course.settle()


def as_csv(rows: Iterator[Scored]) -> Iterator[str]:
    """Write rows as CSV; no cell acts in a terminal or a spreadsheet."""
    import csv
    import io

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for number, row in enumerate(rows):
        if not number and row.has_header:
            writer.writerow([*map(safe, row.names), LOSS])
        writer.writerow([*map(safe, row.cells), shortest(row.loss)])
        yield stream.getvalue()
        stream.seek(0)
        stream.truncate()


def safe(cell: str) -> str:
    """Write a cell so that it acts nowhere; a number stays as it was typed.

    >>> safe("-0.5"), safe("=1+1")
    ('-0.5', "'=1+1")
    """
    return cell if is_number(cell) else inert(cell)


def as_json_lines(rows: Iterator[Scored]) -> Iterator[str]:
    """Write rows as JSON lines, their cells as text."""
    import json
    import math

    for row in rows:
        loss = row.loss if math.isfinite(row.loss) else "Infinity"
        yield json.dumps({**dict(zip(row.names, row.cells, strict=True)), LOSS: loss}, allow_nan=False) + "\n"


def rows_page(rows: Iterator[Scored], digits: int) -> tuple[Block, ...]:
    """Lay rows out as a table, for a document."""
    found = list(rows)
    names = found[0].names if found else ()
    columns = (*(Column(Words(name), "left") for name in names), Column(Words(LOSS)))
    body: tuple[tuple[Cell, ...], ...] = tuple(
        (*map(Words, row.cells), Figure(figure(row.loss, digits))) for row in found
    )
    return (Table(columns, body),)
