"""Every row of the input with its loss, a block at a time, for the next tool in the pipe."""

from __future__ import annotations

from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.scoring.bad_rows import Course
from xentropy_cli.scoring.measure import Method, measure
from xentropy_cli.scoring.score import SMALL_BLOCKS, Opened, columnar_table, new_tally, open_shape, open_table
from xentropy_cli.tables.sources.changes import changed
from xentropy_cli.tables.sources.cutting import parts
from xentropy_cli.tables.strict.records import Block, Place
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentropy_cli.scoring.score import Settings
    from xentropy_cli.tables.columnar.reader import Columnar
    from xentropy_cli.tables.strict.reader import Found, Reader

PART = 1 << 17  # bytes: as text, rows take many times the memory of theirs
MOST_KEYS = 10_000  # of all objects together


class Table(NamedTuple):
    """What the rows of a file have in common: the names of their columns, and how they are written."""

    names: tuple[str, ...]
    has_header: bool
    delimiter: str | None = None
    json: bool = False


class ScoredBlock(NamedTuple):
    """Rows and their losses: cut into cells, and where no cell is quoted also as they stand, one a line."""

    table: Table
    losses: list[float]
    rows: Iterable[list[str]]
    text: str | None = None


def scored_blocks(
    names: Sequence[str], settings: Settings, stdin: IO[bytes] | None, keys: tuple[str, ...] = ()
) -> Iterator[ScoredBlock]:
    """Give the good rows of every file, which was checked before, in the order of the input; objects cut by these keys."""
    for name in names:
        course = Course(settings.skip_bad)
        try:
            for block, found in scored_file(name, settings, stdin, keys):
                if found is not None:
                    course.note(found, name)
                    course.settle()
                yield block
        except XentError as fault:
            if fault.status != BAD_DATA:
                raise
            why = f"Its rows were good when they were checked; now {fault.where} is bad: {fault.message}"
            raise changed(name, why) from None


def keys_for_all(names: Sequence[str], settings: Settings, stdin: IO[bytes] | None) -> tuple[str, ...]:
    """The keys of all objects of JSON lines; of other tables none, but a refusal of those that do not share their columns."""
    tables = [(name, table_of(name, settings, stdin)) for name in names]
    if all(table.json for _, table in tables):
        return keys_of(scored_blocks(names, settings, stdin))
    refuse_other_columns(tables)
    return ()


def keys_of(blocks: Iterable[ScoredBlock]) -> tuple[str, ...]:
    """Every key, in the order in which they are met."""
    import json

    keys: dict[str, None] = {}
    for block in blocks:
        for line in block.text[:-1].split("\n") if block.text else ():
            keys.update(dict.fromkeys(json.loads(line)))
        if len(keys) > MOST_KEYS:
            raise too_many_keys(next(reversed(keys)))
    return tuple(keys)


def too_many_keys(key: str) -> XentError:
    """Refuse objects that would make a table of any width."""
    return XentError(
        "other-columns",
        f"The rows have more than {MOST_KEYS} different keys.",
        where="--rows",
        text=key or " ",
        span=(0, max(len(key), 1)),
        why="As a table, every key is a column, and this one is too many.",
        fix="Take --format json, where every row keeps its own keys.",
        status=BAD_DATA,
    )


def refuse_other_columns(tables: Sequence[tuple[str, Table]]) -> None:
    """Refuse files whose rows would stand under the names of another's columns."""
    first, own = tables[0]
    for name, table in tables[1:]:
        if len(table.names) != len(own.names) or (table.has_header and table.names != own.names):
            text = ",".join(table.names)
            raise XentError(
                "other-columns",
                f"{visible(name)} has other columns than {visible(first)}.",
                where=name,
                text=text,
                span=(0, len(text)),
                why=f"Their rows would stand under the same names: {visible(','.join(own.names))}.",
                fix="Score the files one by one, or take --format json, where every row names its cells.",
                status=BAD_DATA,
            )


def table_of(name: str, settings: Settings, stdin: IO[bytes] | None) -> Table:
    """Look at the columns of a file or pipe."""
    table = columnar_table(name, settings)
    if table is not None:
        from xentropy_cli.tables.columnar.reader import peeked

        shape, _ = peeked(table)
    else:
        _, shape, _ = open_shape(name, settings, stdin)
    return Table(shape.names, shape.has_header, shape.delimiter, shape.json)


def scored_file(
    name: str, settings: Settings, stdin: IO[bytes] | None, keys: tuple[str, ...]
) -> Iterator[tuple[ScoredBlock, Found | None]]:
    """Score the blocks of one file or pipe, and tell what the strict reader found where it was asked."""
    table = columnar_table(name, settings)
    if table is not None:
        return scored_columns(table, settings)
    opened = open_table(name, settings, stdin)
    work = RowWork(opened, new_tally(opened.plan, settings).method, keys)
    head = list(islice(opened.blocks, SMALL_BLOCKS + 1))
    if len(head) <= SMALL_BLOCKS:
        return (work.strict(block, first=not number) for number, block in enumerate(head))
    from xentropy_cli.scoring.workers import in_order, prepare

    prepare(opened)
    work.prepare()
    mark = opened.shape.quote.encode()
    smaller = (part for block in chain(head, opened.blocks) for part in parts(block, PART, mark))
    return (result for _, result in in_order(smaller, work))


class RowWork:
    """Score the rows of one block: as arrays, or by the strict reader where there is a doubt."""

    def __init__(self, opened: Opened, method: Method, keys: tuple[str, ...]) -> None:
        """Share one strict reader; what is printed may have more columns than what is read."""
        shape = opened.shape._replace(names=keys or opened.shape.names)
        self.table = Table(shape.names, shape.has_header, shape.delimiter, shape.json)
        self.method = method
        self.reader, self.printed = opened.reader, opened.reader._replace(shape=shape)
        self.mark = b"" if shape.json else shape.quote.encode()
        self.fast: Any = None

    def prepare(self) -> None:
        """Share one fast reader, whose names only grow, where any block can be read by it."""
        from xentropy_cli.tables.fast.jsonlines import fast_reader

        fast = fast_reader(self.reader)
        self.fast = fast if fast.possible else None

    def __call__(self, block: Block, *, first: bool) -> tuple[ScoredBlock, Found | None]:
        """Score a block in the faster way that is certain."""
        is_plain = self.fast is not None and (not self.mark or self.mark not in block.data)
        arrays = self.fast.read(block, first=first) if is_plain else None
        if arrays is None:
            return self.strict(block, first=first)
        from xentropy_cli.scoring.measure_arrays import measure_arrays

        losses = measure_arrays(self.method, arrays.labels, arrays.q).loss.tolist()
        text = plain_lines(block, skip=first and self.table.has_header and not self.table.json)
        return ScoredBlock(self.table, losses, cut_lines(self.printed, text), text), None

    def strict(self, block: Block, *, first: bool) -> tuple[ScoredBlock, Found]:
        """Score a block row by row."""
        found = self.reader._replace(keep_texts=True).read(block, first=first)
        losses = [measure(self.method, row.label, row.q).loss for row in found.rows]
        text = "".join(f"{line}\n" for line in found.texts) if self.table.json else None
        places = (Place(block.name, row.line, text) for row, text in zip(found.rows, found.texts, strict=True))
        return ScoredBlock(self.table, losses, map(self.printed.cut, places), text), found


def plain_lines(block: Block, *, skip: bool) -> str:
    """The rows of a block without quotes or comments, each with a line end behind it."""
    text = block.data.decode().replace("\r\n", "\n")
    if skip:
        text = text[text.index("\n") + 1 :]
    return text if text.endswith("\n") else f"{text}\n"


def cut_lines(reader: Reader, text: str) -> Iterator[list[str]]:
    """Cut rows without quotes into cells."""
    for line in text[:-1].split("\n"):
        yield reader.cut(Place("", 0, line))


def scored_columns(table: Columnar, settings: Settings) -> Iterator[tuple[ScoredBlock, Found]]:
    """Score a table that comes as columns, its values as text."""
    from xentropy_cli.scoring.measure_arrays import measure_arrays
    from xentropy_cli.tables.column_roles import plan_of
    from xentropy_cli.tables.columnar.reader import arrays_of, numbered, peeked, text_of
    from xentropy_cli.tables.strict.reader import Reader

    shape, batches = peeked(table)
    plan = plan_of(shape, settings.wanted, table.name)
    reader = Reader(shape, plan, any_sum=settings.as_is or settings.normalize, normalize=settings.normalize)
    method = new_tally(plan, settings).method
    for columns, row in numbered(batches):
        arrays, found = arrays_of(reader, columns, row, table.name, [])
        kept = arrays.lines - row
        losses = measure_arrays(method, arrays.labels, arrays.q).loss.tolist()
        cells = [map(text_of, column if len(kept) == len(column) else column[kept]) for column in columns]
        rows = (list(cells) for cells in zip(*cells, strict=True))
        yield ScoredBlock(Table(table.names, has_header=True), losses, rows), found
