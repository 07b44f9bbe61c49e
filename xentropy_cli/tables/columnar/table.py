"""Tables that come as columns (.npy, .npz, Parquet, Feather, Arrow, Python arrays), behind the one door."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.errors import XentError
from xentropy_cli.figures import shortest
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.column_roles import plan_of
from xentropy_cli.tables.columnar.lists import entries_apart
from xentropy_cli.tables.columnar.mistakes import fault
from xentropy_cli.tables.columnar.reader import (
    are_weights,
    bad_numbers,
    bad_tokens,
    codes,
    doubles,
    predictions,
    refuse_wide,
    rounding_of,
    sample_of,
    texts_once,
    tokens_in,
    truths,
    value_text,
    within_bounds,
    without_id,
)
from xentropy_cli.tables.columnar.structs import fields_apart
from xentropy_cli.tables.complements import most_probable, near_one, rests_of_doubles, sure_of
from xentropy_cli.tables.fast.ids import Ids
from xentropy_cli.tables.form import SAMPLE, Shape
from xentropy_cli.tables.list_columns import with_entries, with_fields
from xentropy_cli.tables.rows import MOST_SKIPPED, BadRow, BlockFaults, Rows, Typed
from xentropy_cli.tables.strict.preamble import no_rows
from xentropy_cli.tables.strict.reader import Reader
from xentropy_cli.tables.strict.records import BLANKS
from xentropy_cli.tables.strict.row_arrays import spread_rows
from xentropy_cli.tables.table import BINARY_FILE, Origin
from xentropy_cli.tables.wrapping import counting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from xentropy_cli.arrays.kinds import Flags, Floats, Indices, Words
    from xentropy_cli.tables.codes import Codes
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.columnar.reader import Columnar
    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.reading import Reading
    from xentropy_cli.tables.table import TableReader


class Batch(NamedTuple):
    """Some rows as columns, and the number of the first, from 1."""

    columns: Sequence[Any]
    first_line: int


class ColumnIds(NamedTuple):
    """The ids of rows, written out only where somebody asks."""

    column: Any

    def take(self, at: slice | NDArray[Any]) -> ColumnIds:
        """The ids of some rows."""
        return ColumnIds(self.column[at])

    def text(self, row: int) -> str:
        """The id of a row."""
        return value_text(self.column[row]).strip(BLANKS)

    def written(self) -> Ids:
        """All ids as text."""
        return Ids.of([self.text(row) for row in range(len(self.column))])

    def words(self) -> list[Words]:
        """Every id as words of eight bytes."""
        return self.written().words()

    def first(self, text: str) -> int | None:
        """The first row with an id."""
        return self.written().first(text)


class ColumnTable:
    """A table as columns; a sample of its first batch is taken as text, so that columns are understood as everywhere."""

    def __init__(self, columns: Columnar, reading: Reading) -> None:
        """Look at the first batch."""
        self.lists: dict[str, int] = {}
        columns, self.structs = fields_apart(columns, reading.wanted)
        if reading.wanted.reading == "binary":
            columns, self.lists = entries_apart(columns)
        self.columns, self.reading = columns, reading
        self.origin = Origin(columns.name, columns.format, BINARY_FILE)
        self.bytes_read = None
        self.first = next(self.columns.batches, None)
        rows = [] if self.first is None else zip(*(column[:SAMPLE] for column in self.first), strict=True)
        sample = tuple(tuple(map(sample_of, row)) for row in rows)
        names = columns.names
        self.shape = Shape(None, names, has_header=True, fields=len(names), sample=sample, is_point=True)

    def named(self, wanted: Wanted) -> Wanted:
        """What the caller wants, with the names of the entries of lists and the fields of structs that are taken apart."""
        wanted = with_fields(wanted, self.structs) if self.structs else wanted
        return with_entries(wanted, self.lists) if self.lists else wanted

    def plan(self, wanted: Wanted) -> Plan:
        """What each column is."""
        if not self.shape.sample:
            raise no_rows(self.origin.file, self.shape.names)
        return plan_of(self.shape, self.named(wanted), self.origin.file, self.reading.sum_option)

    def blocks(self, most: int | None = None) -> Iterator[Batch]:  # noqa: ARG002  batches are small
        """Each batch with the number of its first row."""
        row = 1
        while self.first is not None:
            yield Batch(self.first, row)
            row += len(self.first[0])
            self.first = next(self.columns.batches, None)

    def reader(self, plan: Plan, groups: Codes) -> TableReader:
        """What reads its batches."""
        plan = plan._replace(percent=self.reading.form.percent and plan.scale == "pred")
        strict = Reader.of(self.shape, plan, self.reading)
        return counting(ColumnReader(strict, groups, self.origin.file), self.reading.wanted)

    def close(self) -> None:
        """Close the file, if the columns come from one."""
        close = getattr(self.columns.batches, "close", None)
        if close is not None:
            close()


class ColumnReader:
    """Checks batches by the rules of the strict reader; rows are counted from 1."""

    is_sequential = False

    def __init__(self, strict: Reader, groups: Codes, name: str) -> None:
        """Share the rules of the strict reader."""
        self.strict, self.plan, self.groups, self.name = strict, strict.plan, groups, name

    def read(self, block: Batch) -> tuple[Rows, BlockFaults]:
        """The good rows of a batch, and what is to be said about the others."""
        refuse_wide(self.strict, block.columns, self.name)
        if self.plan.are_tokens:
            return self.read_lists(block)
        given = predictions(self.plan, block.columns)
        q = within_bounds(given) if self.strict.clips else given
        bad = bad_numbers(self.strict, q, self.plan.scale, rounding_of(self.plan.preds, block.columns))
        rows, bad = self.rows(block, q, bad)
        found = self.found(block, np.flatnonzero(bad))
        found.outside = (
            int(np.count_nonzero((given != q).reshape(len(bad), -1).any(axis=1) & ~bad)) if given is not q else 0
        )
        return rows, found

    def read_lists(self, block: Batch) -> tuple[Rows, BlockFaults]:
        """The tokens of the good rows of a batch of lists."""
        tokens, counts, missing = tokens_in(self.plan, block.columns)
        rows, bad = self.rows(block, np.zeros(counts.size), bad_tokens(self.strict, tokens, counts))
        found = self.found(block, np.flatnonzero(bad))
        found.untold = int(missing[~bad].sum())
        return spread_rows(rows, counts[~bad], tokens[np.repeat(~bad, counts)]), found

    def rows(self, block: Batch, q: Floats, bad: Flags) -> tuple[Rows, Flags]:
        """The rows with these predictions, without those that are bad; and which are bad for whatever reason."""
        columns, plan, n = block.columns, self.plan, q.shape[0]
        labels = np.zeros(n, dtype=np.intp)
        if plan.label is not None:
            labels = codes(self.strict, columns[plan.label], self.name, block.first_line)
        weights = None if plan.weight is None else doubles(columns[plan.weight])
        sizes = np.stack([doubles(columns[k]) for _, k in plan.sizes], axis=-1) if plan.sizes else None
        p = truths(plan, columns) if plan.truths else None
        bad = bad | self.other_faults(columns, labels, weights, sizes, p)
        keep = np.flatnonzero(~bad) if bad.any() else slice(None)
        q, labels, p = q[keep], labels[keep], None if p is None else p[keep]
        labels = labels if p is None else most_probable(p, plan.kind)
        sure = labels if p is None or plan.kind == "classes" else sure_of(p)
        rows = Rows(
            np.arange(block.first_line, block.first_line + n, dtype=np.intp)[keep],
            labels,
            q,
            None if weights is None else weights[keep],
            None if plan.by is None else self.group_codes(columns[plan.by])[keep],
            None if plan.id is None else ColumnIds(columns[plan.id][keep]),
            near_one(plan, q, sure, None, partial(rests_of_doubles, q)),
            p,
            None if sizes is None else sizes[keep],
        )
        return rows, bad

    def other_faults(
        self, columns: Sequence[Any], labels: Indices, weights: Floats | None, sizes: Floats | None, p: Floats | None
    ) -> Flags:
        """Tell which rows are bad for another reason than their prediction."""
        bad = labels < 0
        bad = bad if weights is None else bad | ~are_weights(weights)
        bad = bad if sizes is None else bad | ~are_weights(sizes).all(axis=1)
        if p is not None:
            bad = bad | bad_numbers(self.strict, p, "pred", rounding_of(self.plan.truths, columns))
        for k in self.plan.zeros:
            bad = bad | (doubles(columns[k]) != 0)
        return bad if self.plan.on is None else bad | without_id(columns[self.plan.on])

    def found(self, block: Batch, bad: Indices) -> BlockFaults:
        """What is to be said about bad rows."""
        found = BlockFaults()
        if bad.size:
            plan, columns, first = self.plan, block.columns, block.first_line
            found.bad = bad.size
            found.bad_lines = (bad[:MOST_SKIPPED] + first).tolist()
            ids = None if plan.id is None else columns[plan.id][bad]
            known = [None] * bad.size if ids is None else self.known_ids(ids)
            found.bad_rows = [
                BadRow(row - before, row + first, key)
                for before, (row, key) in enumerate(zip(bad.tolist(), known, strict=True))
            ]
            found.fault = fault(self.strict, columns, int(bad[0]), first, self.name)
        return found

    @staticmethod
    def known_ids(column: Any) -> list[str | None]:
        """The id of each row, where it has one."""
        without = without_id(column).tolist()
        return [None if none else value_text(value).strip(BLANKS) for none, value in zip(without, column, strict=True)]

    def group_codes(self, column: Any) -> Indices:
        """The number of each group."""
        values, inverse = texts_once(column)
        return self.groups.array(value.strip(BLANKS) for value in values.tolist())[inverse]

    def cells(self, block: Batch, rows: Rows, shape: Shape) -> Iterable[list[str]]:  # noqa: ARG002  a column has one name
        """The values of rows as text."""
        kept = np.unique(rows.lines) - block.first_line  # a row of several tokens once
        columns = [column if kept.size == len(column) else column[kept] for column in block.columns]
        return (list(map(value_text, row)) for row in zip(*columns, strict=True))

    def every_row(self, block: Batch) -> Iterable[tuple[int, list[str]]]:
        """The number and values of every row."""
        rows = zip(*block.columns, strict=True)
        return ((line, list(map(value_text, row))) for line, row in enumerate(rows, block.first_line))

    def text(self, block: Batch, rows: Rows) -> None:
        """Nothing: the rows were never text."""

    def keys(self, block: Batch, rows: Rows) -> tuple[str, ...]:  # noqa: ARG002  as above
        """Nothing: all rows have the columns of the table."""
        return ()

    def typed(self, block: Batch, line: int) -> Typed | None:
        """A row, its numbers as the shortest decimals that name them: they were never typed."""
        at = line - block.first_line
        if not 0 <= at < len(block.columns[0]):
            return None
        columns = [column[at : at + 1] for column in block.columns]
        rows, found = self.read(Batch(columns, line))
        if found.fault is not None:
            raise found.fault
        texts = [shortest(value) for value in rows.q.ravel().tolist()]
        truth = None if rows.p is None else [shortest(value) for value in rows.p.ravel().tolist()]
        if truth is not None and self.plan.kind == "binary":
            truth = truth[1:]
        return Typed(int(rows.labels[0]), texts, rounding_of(self.plan.preds, columns), truth)

    def no_such_row(self, line: int) -> XentError:
        """Refuse the number of a row that the columns do not have."""
        return XentError(
            "no-such-line",
            f"There is no row {line}.",
            where="--explain",
            text=str(line),
            why="Rows of columns are counted from 1, and they have no header.",
            fix="Take a row from the table of the worst rows.",
        )

    def settle(self) -> None:
        """Nothing is missing: labels stand beside the predictions."""
