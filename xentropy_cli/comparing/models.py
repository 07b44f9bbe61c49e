"""The two sides of a comparison: an open file, or two predictions of one; and its rows as losses, one at a time."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from xentropy_cli.comparing.comparison import Loss
from xentropy_cli.errors import XentError
from xentropy_cli.scoring.bad_rows import Course, Origin, read_of
from xentropy_cli.scoring.measure import Method, measure
from xentropy_cli.scoring.score import SMALL_BLOCKS, columnar_table, method_of, open_table
from xentropy_cli.scoring.wording import reading_words
from xentropy_cli.tables.column_roles import plan_of
from xentropy_cli.tables.form import no_rows
from xentropy_cli.tables.strict.reader import MOST_SKIPPED, Found, Reader
from xentropy_cli.tables.strict.records import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.scoring.score import Settings
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.columnar.reader import Columnar
    from xentropy_cli.tables.sources.streams import Source
    from xentropy_cli.tables.strict.reader import Row


@dataclass
class Changed:
    """How many of a model's predictions were clipped."""

    clipped: int = 0


class Side(NamedTuple):
    """One model's predictions: how they are read and measured, and what happened on the way.

    `pieces` are blocks of the text of a source, each with whether it is the first; or, without a source, columns, each with
    the number of its first row. A long side is read as arrays.
    """

    origin: Origin
    reader: Reader
    method: Method
    course: Course
    changed: Changed
    pieces: Iterator[tuple[Any, Any]]
    source: Source | None
    is_long: bool

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.origin.file

    @property
    def plan(self) -> Plan:
        """Which column is what."""
        return self.reader.plan

    def close(self) -> None:
        """Close the file, if it is one that xent opened."""
        if self.source is not None:
            self.source.close()

    @property
    def words(self) -> str:
        """What was read."""
        return reading_words(read_of(self.reader.shape, self.plan, self.origin), self.method, self.plan.classes)


def open_side(name: str, settings: Settings, stdin: IO[bytes] | None) -> Side:
    """Open a file or pipe and find out what its columns are."""
    table = columnar_table(name, settings)
    if table is not None:
        return columnar_side(table, settings)
    opened = open_table(name, settings, stdin, keep_texts=True)
    head = list(islice(opened.blocks, SMALL_BLOCKS + 1))
    return Side(
        Origin(opened.source.name, "json lines" if opened.shape.json else "table", opened.source.encoding),
        opened.reader,
        method_of(opened.plan, settings),
        Course(settings.skip_bad),
        Changed(),
        ((block, not number) for number, block in enumerate(chain(head, opened.blocks))),
        opened.source,
        is_long=len(head) > SMALL_BLOCKS,
    )


def columnar_side(table: Columnar, settings: Settings) -> Side:
    """Take a table that comes as columns."""
    from xentropy_cli.tables.columnar.reader import numbered, peeked

    shape, batches = peeked(table)
    if not shape.sample:
        raise no_rows(table.name)
    plan = plan_of(shape, settings.wanted, table.name)
    return Side(
        Origin(table.name, table.format, "binary"),
        Reader(shape, plan, any_sum=settings.as_is or settings.normalize, normalize=settings.normalize),
        method_of(plan, settings),
        Course(settings.skip_bad),
        Changed(),
        numbered(batches),
        None,
        is_long=True,
    )


def other_side(side: Side, settings: Settings) -> Side:
    """The other prediction in the same rows."""
    plan = plan_of(side.reader.shape, settings.wanted, side.name)
    return side._replace(reader=side.reader._replace(plan=plan), method=method_of(plan, settings), changed=Changed())


def losses(side: Side) -> Iterator[Loss]:
    """One row after the other, up to the first bad one, which is refused; with --skip-bad bad rows too, as left out."""
    for block, first in side.pieces:
        found = side.reader.read(block, first=first)
        for loss in () if side.course.is_over else losses_of(side, found, block.name):
            side.changed.clipped += loss.clipped
            yield loss
        if not side.course.note(found, block.name):
            break
    side.course.settle()


def losses_of_both(sides: tuple[Side, Side]) -> Iterator[tuple[Loss, Loss]]:
    """The losses of two predictions in the same rows."""
    a, b = sides
    for block, first in a.pieces:
        founds = a.reader.read(block, first=first), b.reader.read(block, first=first)
        ones, twos = (losses_of(side, found, block.name) for side, found in zip(sides, founds, strict=True))
        for one, two in zip(ones, twos, strict=False):
            a.changed.clipped += one.clipped
            b.changed.clipped += two.clipped
            yield one, two
        if not a.course.note(joint(founds), block.name):
            break
    a.course.settle()


def joint(founds: tuple[Found, Found]) -> Found:
    """What is to be said about rows that were read twice: a row is bad if either prediction is."""
    a, b = founds
    both = Found()
    lines = sorted({place.line for found in founds for _, place in found.bad_rows})
    both.bad, both.bad_lines, both.blank = len(lines), lines[:MOST_SKIPPED], a.blank
    is_first_in_a = not b.bad_rows or (a.bad_rows and a.bad_rows[0][1].line <= b.bad_rows[0][1].line)
    both.fault = a.fault if is_first_in_a else b.fault
    both.swallowed = a.swallowed or b.swallowed
    return both


def losses_of(side: Side, found: Found, file: str) -> Iterator[Loss]:
    """The losses of the rows of a block, as `losses` gives them."""
    bad = deque(found.bad_rows)
    for number in range(len(found.rows) + 1):
        while bad and bad[0][0] == number:
            if not side.course.skip_bad:
                return
            yield left_out(side, bad.popleft()[1])
        if number < len(found.rows):
            yield loss_of(side, file, found.rows[number], found.texts[number])


def loss_of(side: Side, file: str, row: Row, text: str) -> Loss:
    """Measure a row."""
    plan, m = side.plan, measure(side.method, row.label, row.q)
    key = None if plan.id is None else side.reader.cut(Place(file, row.line, text))[plan.id]
    label = plan.classes[row.label] if plan.classes else None
    return Loss(file, row.line, key, label, row.group, m.loss, m.truth, row.weight, m.clipped)


def left_out(side: Side, place: Place) -> Loss:
    """Keep the place of a bad row, and its id where that can be read, so that its partner is left out too."""
    key = None
    if side.plan.id is not None:
        try:
            cells = side.reader.cut(place)
        except XentError:
            cells = []
        key = side.reader.id_of(cells) if len(cells) == side.reader.shape.fields else None
    return Loss(place.name, place.line, key, None, None, math.nan, math.nan)
