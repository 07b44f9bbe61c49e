"""A table of predictions read whole, for what looks at all rows at once: as arrays, and as typed where rows are few."""

from __future__ import annotations

from contextlib import closing
from typing import IO, TYPE_CHECKING

import numpy as np

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.scoring.bad_rows import BadRows, read_of
from xentropy_cli.scoring.settings import method_of, weightless
from xentropy_cli.scoring.tallies import missed_sums
from xentropy_cli.scoring.wording import reading_words
from xentropy_cli.tables.codes import Codes
from xentropy_cli.tables.opening import open_table
from xentropy_cli.tables.strict.preamble import no_rows
from xentropy_cli.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentropy_cli.arrays.kinds import Floats, Indices
    from xentropy_cli.scoring.method import Method
    from xentropy_cli.scoring.score import Watch
    from xentropy_cli.scoring.settings import Settings
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.rows import Rows, Typed
    from xentropy_cli.tables.table import Table

MOST_TYPED = 256
"""Rows up to which each is kept as it was typed."""


class WholeTable(NamedTuple):
    """All rows: labels and predictions ((n,), or (n, K)), their weights, how they were read, and each row as typed if few."""

    method: Method
    classes: tuple[str, ...]
    labels: Indices
    q: Floats
    weights: Floats | None
    typed: tuple[Typed, ...]
    read_as: str
    skipped: int
    p: Floats | None = None  # of truths that are distributions
    name: str = ""
    missed: tuple[int, float] = (0, 0.0)  # how many rows have a sum that misses 1, and by how much the farthest does
    cells: int = 1  # binary predictions a row, those of a row beside each other
    lengths: tuple[int, ...] = ()  # events of each row, where rows are lists of them

    @property
    def n(self) -> int:
        """The number of rows."""
        return len(self.labels)

    @property
    def is_few(self) -> bool:
        """Whether each row is known as it was typed."""
        return len(self.typed) == self.n


def read_whole(name: str, settings: Settings, stdin: IO[bytes] | None = None, watch: Watch = None) -> WholeTable:
    """Read all rows of a file, an address, or standard input.

    Raises XentError where a row cannot be read.
    """
    with closing(open_table(name, settings.reading, stdin)) as table:
        return whole_table(table, settings, watch)


def whole_table(table: Table, settings: Settings, watch: Watch = None) -> WholeTable:
    """Read all rows of a table."""
    plan = table.plan(settings.wanted)
    method, reader, bad_rows = method_of(plan, settings), table.reader(plan, Codes()), BadRows(settings.skip_bad)
    parts: list[Rows] = []
    typed: list[Typed] = []
    n = 0
    for block in table.blocks():
        if watch is not None and table.bytes_read is not None:
            watch(table.origin.file, table.bytes_read)
        rows, found = reader.read(block)
        if not bad_rows.note(found, table.origin.file):
            break
        parts.append(rows)
        n += rows.size
        if n <= MOST_TYPED and not plan.cells:
            typed += one_by_one((reader.typed(block, line) for line in dict.fromkeys(rows.lines.tolist())), plan)
    bad_rows.settle(any_good=n > 0)
    reader.settle()
    if not n:
        raise bad_rows.nothing_left() or no_rows(table.origin.file, table.shape.names)
    read = read_of(table.shape, plan, table.origin)
    read_as = f"{amount_of(parts, plan)} of {reading_words(read, method, plan.classes)}"
    method, q, typed = as_logprobs(method, np.concatenate([rows.q for rows in parts]), typed)
    if (weights := _joined([rows.weights for rows in parts])) is not None and not weights.any():
        raise weightless(read)
    return WholeTable(
        method,
        plan.classes,
        np.concatenate([rows.labels for rows in parts]),
        q,
        weights,
        tuple(typed) if n <= MOST_TYPED else (),
        read_as,
        bad_rows.bad,
        as_distributions(parts),
        table.origin.file,
        missed_sums(q) if (method.kind, method.scale) == ("classes", "pred") else (0, 0.0),
        len(plan.cells) if plan.cells and not bad_rows.ignored else 1,
        lengths_of(parts) if plan.are_tokens else (),
    )


def one_by_one(rows: Iterable[Typed | None], plan: Plan) -> list[Typed]:
    """Rows as typed: of a list of events each by itself."""
    found = [row for row in rows if row is not None]
    return [row._replace(texts=[text]) for row in found for text in row.texts] if plan.are_tokens else found


def lengths_of(parts: Sequence[Rows]) -> tuple[int, ...]:
    """How many events each list has."""
    return tuple(length for rows in parts for length in np.unique(rows.lines, return_counts=True)[1].tolist())


def amount_of(parts: Sequence[Rows], plan: Plan) -> str:
    """How many rows there are, and of several labels or events a row how many cells or tokens."""
    n = sum(rows.size for rows in parts)
    if not plan.cells and not plan.are_tokens:
        return counted(n, "row")
    lines = sum(np.unique(rows.lines).size for rows in parts)
    return f"{counted(n, 'cell' if plan.cells else 'token')} of {counted(lines, 'row')}"


def as_logprobs(method: Method, q: Floats, typed: list[Typed]) -> tuple[Method, Floats, list[Typed]]:
    """Take negative log-probabilities as log-probabilities; what is on another scale stays as it is."""
    if method.scale != "nll":
        return method, q, typed
    each = [row._replace(texts=[negative(text) for text in row.texts]) for row in typed]
    return method._replace(scale="logprobs"), -q, each


def negative(text: str) -> str:
    """The text of the negative of a number.

    >>> negative("0.3"), negative("0")
    ('-0.3', '0')
    """
    return f"-{text.lstrip('+')}" if text.strip("0.") else text


def _joined(weights: Sequence[Floats | None]) -> Floats | None:
    """The weights of all rows, where there are any."""
    found = [each for each in weights if each is not None]
    return np.concatenate(found) if found else None


def as_distributions(parts: Sequence[Rows]) -> Floats | None:
    """The truths of all rows, where they are distributions; those of exactly one 1 a row are labels."""
    found = [rows.p for rows in parts if rows.p is not None]
    if not found:
        return None
    p = np.concatenate(found)
    return None if bool(((p == 0) | (p == 1)).all()) else p
