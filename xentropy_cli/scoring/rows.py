"""Every row of the input with its loss, a block at a time, for the next tool in the pipe."""

from __future__ import annotations

import math
from contextlib import closing
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.scoring.bad_rows import BadRows
from xentropy_cli.scoring.losses import measure_rows
from xentropy_cli.scoring.settings import method_of
from xentropy_cli.scoring.workers import Workers
from xentropy_cli.tables.codes import Codes
from xentropy_cli.tables.opening import open_table
from xentropy_cli.tables.sources.changes import changed
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentropy_cli.arrays.kinds import Floats
    from xentropy_cli.scoring.settings import Settings
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.rows import BlockFaults, Rows
    from xentropy_cli.tables.table import Table

PART = 1 << 17  # bytes: as text, rows take many times the memory of theirs
MOST_KEYS = 10_000  # of all objects together
LOSS = "loss"
Place = tuple[str, int]
"""A file and a line in it."""


class ScoredBlock(NamedTuple):
    """Rows, and numbers by name to stand behind them: cut into cells, and where no cell is quoted also as they stand."""

    table: Shape
    numbers: dict[str, list[float]]
    rows: Iterable[list[str]]
    lines: Sequence[int]
    file: str
    text: str | None = None


def scored_blocks(
    names: Sequence[str],
    settings: Settings,
    stdin: IO[bytes] | None,
    keys: tuple[str, ...] = (),
    some: Sequence[Place] | None = None,
) -> Iterator[ScoredBlock]:
    """Give the good rows of every file, which was checked before, in the order of the input; objects cut by these keys.

    Of all rows only some, in the order of their places, where these are given.
    """
    blocks = blocks_of(names, settings, stdin, keys)
    return blocks if some is None else blocks_at(blocks, some)


def blocks_at(blocks: Iterator[ScoredBlock], places: Sequence[Place]) -> Iterator[ScoredBlock]:
    """Some rows of blocks, each a block by itself, in their order."""
    sought = dict.fromkeys(places)
    found: dict[Place, ScoredBlock] = {}
    for block in blocks:
        texts = block.text.splitlines(keepends=True) if block.text is not None and block.table.json else []
        for at, (line, cells) in enumerate(zip(block.lines, block.rows, strict=True)):
            if (block.file, line) in sought:
                numbers = {name: [values[at]] for name, values in block.numbers.items()}
                text = texts[at] if texts else None
                found[block.file, line] = block._replace(numbers=numbers, rows=[cells], lines=[line], text=text)
    return (found[place] for place in sought)


def blocks_of(
    names: Sequence[str], settings: Settings, stdin: IO[bytes] | None, keys: tuple[str, ...]
) -> Iterator[ScoredBlock]:
    """Give the rows of one file after the other."""
    for name in names:
        try:
            with closing(open_table(name, settings.reading, stdin)) as table:
                yield from scored_table(table, settings, keys)
        except XentError as fault:
            if fault.status != BAD_DATA:
                raise
            why = f"Its rows were good when they were checked; now {fault.where} is bad: {fault.message}"
            raise changed(name, why) from None


def scored_table(table: Table, settings: Settings, keys: tuple[str, ...]) -> Iterator[ScoredBlock]:
    """Score the blocks of one table."""
    bad_rows = BadRows(settings.skip_bad)
    plan = table.plan(settings.wanted)
    method, reader = method_of(plan, settings), table.reader(plan, Codes())
    shape = table.shape._replace(names=keys or table.shape.names)

    def scored(block: Any) -> tuple[ScoredBlock, BlockFaults]:
        rows, found = reader.read(block)
        losses = row_losses(measure_rows(method, rows).loss, rows, plan)
        lines = np.unique(rows.lines).tolist()  # a row of several tokens once
        cells = reader.cells(block, rows, shape)
        return ScoredBlock(shape, {LOSS: losses}, cells, lines, table.origin.file, reader.text(block, rows)), found

    with Workers(in_turn=reader.is_sequential) as workers:
        for block, found in workers.in_order(scored, table.blocks(PART)):
            bad_rows.note(found, table.origin.file)
            bad_rows.settle()
            if block.numbers[LOSS]:
                yield block


def row_losses(loss: Floats, rows: Rows, plan: Plan) -> list[float]:
    """The loss of each row; of a list of tokens the sum of theirs."""
    if not plan.are_tokens or not rows.size:
        every: list[float] = loss.tolist()
        return every
    starts = np.flatnonzero(np.concatenate([[True], rows.lines[1:] != rows.lines[:-1]]))
    return [math.fsum(part) for part in np.split(loss, starts[1:].tolist())]


def checked_keys(
    names: Sequence[str], settings: Settings, stdin: IO[bytes] | None, keys: Iterable[str]
) -> tuple[str, ...]:
    """The keys of all objects of JSON lines; of other tables none, but a refusal of those that do not share their columns."""
    shapes = [(name, columns_of(name, settings, stdin)) for name in names]
    if all(shape.json for _, shape in shapes):
        return tuple(keys)
    refuse_other_columns(shapes)
    return ()


def columns_of(name: str, settings: Settings, stdin: IO[bytes] | None) -> Shape:
    """Look at the columns of a file or pipe."""
    with closing(open_table(name, settings.reading, stdin)) as table:
        return table.shape


class Keys:
    """The names of all cells of rows that name their own, in the order in which they are met."""

    def __init__(self) -> None:
        """No row was met yet."""
        self.known: dict[str, None] = {}

    def add(self, names: Iterable[str]) -> None:
        """Meet the rows of another block."""
        self.known.update(dict.fromkeys(names))
        if len(self.known) > MOST_KEYS:
            raise too_many_keys(next(reversed(self.known)))


def too_many_keys(key: str) -> XentError:
    """Refuse objects that would make a table of any width."""
    return XentError(
        "other-columns",
        f"The rows have more than {MOST_KEYS} different keys.",
        where="--rows",
        text=key,
        why="As a table, every key is a column, and this one is too many.",
        fix="Take --format json, where every row keeps its own keys.",
        status=BAD_DATA,
    )


def refuse_other_columns(tables: Sequence[tuple[str, Shape]]) -> None:
    """Refuse files whose rows would stand under the names of another's columns."""
    first, own = tables[0]
    for name, table in tables[1:]:
        if len(table.names) != len(own.names) or (table.has_header and table.names != own.names):
            raise XentError(
                "other-columns",
                f"{visible(name)} has other columns than {visible(first)}.",
                where=name,
                text=",".join(table.names),
                why=f"Their rows would stand under the same names: {visible(','.join(own.names))}.",
                fix="Score the files one by one, or take --format json, where every row names its cells.",
                status=BAD_DATA,
            )
