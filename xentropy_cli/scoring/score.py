"""Files and pipes → a ScoreSummary, in one pass and constant memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, islice
from typing import IO, TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.reading import jsonlines, sniff
from xentropy_cli.reading.columns import Wanted
from xentropy_cli.reading.plan import Plan, plan_of
from xentropy_cli.reading.records import BLOCK, Block, Place, blocks, records
from xentropy_cli.reading.sniff import DELIMITER_NAMES, Form, Shape, no_rows
from xentropy_cli.reading.sources import open_source
from xentropy_cli.reading.tables import MOST_SKIPPED, Found, Reader
from xentropy_cli.scoring.measure import Clip, Method
from xentropy_cli.scoring.summary import Read, ScoreSummary, merged
from xentropy_cli.scoring.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentropy_cli.reading.sources import Source

SMALL_BLOCKS = 4  # up to four blocks of 512 KiB plain Python is as fast as loading numpy
MOST_COUNTED = 1000
DEFAULT_TOP = 5


@dataclass(frozen=True)
class Settings:
    """What was asked for: the columns, the form of the tables, the base, and what may be changed or left out."""

    wanted: Wanted = field(default_factory=Wanted)
    form: Form = field(default_factory=Form)
    base: str = "e"
    bins: int = 10
    normalize: bool = False
    as_is: bool = False
    clip: Clip | None = None
    top: int = DEFAULT_TOP
    skip_bad: bool = False
    block: int = BLOCK


@dataclass(frozen=True)
class Opened:
    """A file whose first block was looked at: how it is written, what its columns are, and its blocks."""

    source: Source
    shape: Shape
    plan: Plan
    reader: Reader
    blocks: Iterator[Block]


@dataclass
class Course:
    """What happened on the way: faults, rows left out, blank lines."""

    skip_bad: bool
    fault: XentError | None = None
    bad: int = 0
    skipped_rows: list[tuple[str, int]] = field(default_factory=list)
    blank: int = 0

    def note(self, found: Found, name: str) -> bool:
        """Take down what a block brought; tell whether it is worth reading on."""
        self.blank += found.blank
        self.bad += found.bad
        self.fault = self.fault or found.fault
        if self.skip_bad:
            room = MOST_SKIPPED - len(self.skipped_rows)
            self.skipped_rows += [(name, line) for line in found.bad_lines[:room]]
            return True
        return self.bad <= MOST_COUNTED

    def settle(self) -> None:
        """Raise the first fault, with the count of those behind it."""
        if self.fault is None or self.skip_bad:
            return
        others = min(self.bad - 1, MOST_COUNTED)
        several = f"{'More than ' if others >= MOST_COUNTED else ''}{others} more rows have faults."
        count = f" {several if others > 1 else 'One more row has a fault.'}" if others else ""
        fault = self.fault
        raise XentError(
            fault.code,
            fault.message,
            where=fault.where,
            text=fault.text,
            span=fault.span,
            why=fault.why + count,
            fix=f"{fault.fix} To leave bad rows out and count them: --skip-bad.",
            status=fault.status,
        )


def open_table(name: str, settings: Settings, stdin: IO[bytes] | None = None, *, keep_texts: bool = False) -> Opened:
    """Open a file or pipe and find out how it is written and what its columns are."""
    source = open_source(name, stdin, settings.form.encoding)
    stream = blocks(source, settings.form.quote, settings.form.skip_lines, settings.block)
    first = next(stream, None)
    if first is None:
        raise no_rows(source.name)
    if jsonlines.looks_like(first):
        shape = jsonlines.shape_of(first)
    else:
        shape = sniff.shape_of(first, settings.form, settings.wanted.specs)
    plan = plan_of(shape, settings.wanted, source.name)
    any_sum = settings.as_is or settings.normalize
    reader = Reader(shape, plan, any_sum=any_sum, normalize=settings.normalize, keep_texts=keep_texts)
    return Opened(source, shape, plan, reader, chain([first], stream))


def score_file(
    name: str, settings: Settings, stdin: IO[bytes] | None = None, watch: Callable[[int], None] | None = None
) -> ScoreSummary:
    """Score one file or pipe."""
    opened = open_table(name, settings, stdin)
    course = Course(settings.skip_bad)
    head = list(islice(opened.blocks, SMALL_BLOCKS + 1))
    if len(head) > SMALL_BLOCKS:
        from xentropy_cli.scoring.fast import tally_blocks

        tally = tally_blocks(opened, chain(head, opened.blocks), settings, course, watch)
    else:
        tally = new_tally(opened.plan, settings)
        for number, block in enumerate(head):
            found = opened.reader.read(block, first=not number)
            tally_found(tally, found, block, opened)
            if not course.note(found, block.name):
                break
    opened.source.close()
    course.settle()
    if not tally.sums.n:
        raise no_rows(opened.source.name)
    if not any(tally.sums.mass):
        raise weightless(opened)
    return summary_of(opened, tally, course)


def weightless(opened: Opened) -> XentError:
    """Refuse rows that all count nothing."""
    column = opened.shape.names[opened.plan.weight or 0]
    return XentError(
        "bad-weight",
        "All weights are 0.",
        where=f"{opened.source.name}, column {column}",
        text=column or " ",
        span=(0, max(len(column), 1)),
        why="There is no mean of nothing.",
        fix="Name another column of weights, or leave --weight out.",
        status=BAD_DATA,
    )


def new_tally(plan: Plan, settings: Settings) -> Tally:
    """An empty tally for rows of this plan."""
    method = Method(plan.kind, plan.scale, settings.base, settings.bins, settings.normalize, settings.clip)
    columns = len(plan.classes) if plan.kind == "classes" else 1
    return Tally(method, max(len(plan.classes), 1), columns, plan.weight is not None, settings.top, plan.by is not None)


def tally_found(tally: Tally, found: Found, block: Block, opened: Opened) -> None:
    """Add the rows of a block, and fetch the ids of those that are among the worst."""
    tally.add_rows(found.rows, block.name)
    name_worst(tally, block, opened)


def name_worst(tally: Tally, block: Block, opened: Opened) -> None:
    """Look up the id of each of the worst rows that stand in this block."""
    column = opened.plan.id
    lines = {
        row.line for row in tally.worst if row.id is None and row.file == block.name and row.line >= block.first_line
    }
    if column is None or not lines:
        return
    ids: dict[int, str] = {}
    for record in records(block, opened.shape.quote, opened.shape.comment):
        if record.line in lines:
            ids[record.line] = opened.reader.cut(Place(block.name, record.line, record.text))[column]
    tally.worst = [row._replace(id=ids[row.line]) if row.line in ids and row.id is None else row for row in tally.worst]


def summary_of(opened: Opened, tally: Tally, course: Course) -> ScoreSummary:
    """Freeze a tally."""
    shape, plan, source = opened.shape, opened.plan, opened.source

    def name_of(column: int | None) -> str | None:
        return None if column is None else shape.names[column] if shape.has_header else str(column + 1)

    read = Read(
        files=(source.name,),
        format="json lines" if shape.json else "table",
        delimiter=None if shape.json else DELIMITER_NAMES.get(shape.delimiter, shape.delimiter),
        header=shape.has_header,
        decimal=shape.decimal,
        encoding=source.encoding,
        label=name_of(plan.label),
        predictions=tuple(name_of(k) or "" for k in plan.preds),
        id=name_of(plan.id),
        weight=name_of(plan.weight),
        by=name_of(plan.by),
    )
    return ScoreSummary(
        read=read,
        method=tally.method,
        classes=plan.classes,
        weighted=tally.weighted,
        top=tally.top,
        sums=tally.sums,
        groups={group: tally.groups[group] for group in sorted(tally.groups)},
        worst=tuple(tally.worst),
        infinite=tuple(tally.infinite),
        skipped=course.bad,
        skipped_rows=tuple(course.skipped_rows),
        blank=course.blank,
    )


def score_files(
    names: Sequence[str], settings: Settings, stdin: IO[bytes] | None = None, watch: Callable[[int], None] | None = None
) -> ScoreSummary:
    """Score files one after the other and join them; classes are those of the first."""
    return merged([score_file(name, settings, stdin, watch) for name in names])
