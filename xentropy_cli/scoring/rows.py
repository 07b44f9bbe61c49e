"""Every row of the input with its loss appended, for the next tool in the pipe."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, NamedTuple

from xentropy_cli.reading.records import Place
from xentropy_cli.scoring.course import Course
from xentropy_cli.scoring.measure import measure
from xentropy_cli.scoring.score import new_tally, open_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.scoring.score import Settings


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
