"""The truth from another file: labels or distributions, paired by an id (`--on COLUMN`) or as the rows follow each other.

It is kept whole, so memory grows with the truth, not with the predictions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.class_columns import is_named
from xentropy_cli.tables.column_roles import Plan, plan_of
from xentropy_cli.tables.columns import listed, resolve_one
from xentropy_cli.tables.complements import most_probable, sure_of
from xentropy_cli.tables.sources.access import STDIN
from xentropy_cli.tables.strict.cells import NEARLY_CERTAIN
from xentropy_cli.tables.strict.row_mistakes import refuse_unseen
from xentropy_cli.tables.truths.columns import other_length
from xentropy_cli.tables.truths.file import with_first_label
from xentropy_cli.tables.wrapping import WrappedReader, counting
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.arrays.kinds import Floats, Indices
    from xentropy_cli.tables.codes import Codes
    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.reading import Reading
    from xentropy_cli.tables.rows import BlockFaults, NearOne, Rows, Typed
    from xentropy_cli.tables.table import Table, TableReader
    from xentropy_cli.tables.text import TextReader
    from xentropy_cli.tables.truths.file import Truth


class TruthTable:
    """A table of predictions with its truth in another file, whose columns count on behind its own."""

    def __init__(self, table: Table, truth: Truth, reading: Reading) -> None:
        """Keep both."""
        predicted = (*table.shape.names, *reading.wanted.classes)
        truth = with_first_label(truth, predicted if is_named(table.shape) else reading.wanted.classes)
        self.table, self.truth, self.reading, self.shape = table, truth, reading, table.shape
        self.origin = table.origin._replace(truth=reading.truth, on=reading.on, beside=truth.names)
        self.blocks, self.close = table.blocks, table.close

    @property
    def bytes_read(self) -> int | None:
        """How far the predictions were read."""
        return self.table.bytes_read

    def named(self, wanted: Wanted) -> Wanted:
        """The names that the predictions bring; the label and the truth are those of the other file."""
        named = self.table.named(wanted._replace(label=None, true=None))
        return named._replace(label=wanted.label, true=wanted.true)

    def plan(self, wanted: Wanted) -> Plan:
        """What each column is, those of the truth among them."""
        return plan_of(*self.understood(wanted), self.origin.file, self.reading.sum_option)

    def understood(self, wanted: Wanted) -> tuple[Shape, Wanted]:
        """The shape of both tables, and what is wanted of it: columns of the truth by their numbers."""
        truth, own, wanted = self.truth, self.shape.fields, self.named(wanted)
        told = [str(own + k + 1) for k in range(len(truth.names)) if k != truth.by]
        key = None if self.reading.on is None else resolve_one(self.reading.on, self.shape, "--on", self.origin.file)
        wanted = wanted._replace(label=",".join(told)) if wanted.true is None else wanted._replace(true=",".join(told))
        if truth.by is not None and wanted.by not in self.shape.names:
            wanted = wanted._replace(by=str(own + truth.by + 1))
        if wanted.prediction is None and not is_named(self.shape) and key is None and not (wanted.id or wanted.weight):
            wanted = wanted._replace(pred=f"1-{own}" if own > 1 else "1")
        if key is not None and wanted.id is None:
            wanted = wanted._replace(id=str(key + 1))
        return self.extended(key), wanted

    def extended(self, key: int | None) -> Shape:
        """The shape of the table with the columns of the truth behind its own."""
        shape, truth = self.shape, self.truth
        names = truth.names if is_named(shape) else [str(shape.fields + k + 1) for k in range(len(truth.names))]
        sample = []
        for at, row in enumerate(shape.sample):
            place = at if truth.ids is None else truth.ids.get(row[key or 0], truth.size)
            beside = [column[place] for column in truth.columns] if place < truth.size else [""] * len(truth.names)
            sample.append((*row, *beside))
        fields = shape.fields + len(truth.names)
        return shape._replace(names=(*shape.names, *names), fields=fields, sample=tuple(sample), own=shape.fields)

    def reader(self, plan: Plan, groups: Codes) -> TableReader:
        """What reads its blocks."""
        own = self.shape.fields
        by = plan.by if plan.by is None or plan.by < own else None
        inner = plan._replace(label=None, truths=(), by=by)
        if self.truth.ids is not None:
            key = resolve_one(self.reading.on or "", self.shape, "--on", self.origin.file)
            inner = inner._replace(label=key, labels=self.truth.ids, is_joined=True)
        told = Told.of(self.truth, plan, own, groups if by is None else None)
        reader = TruthReader(self.table.reader(inner, groups), told, self.truth, plan, self.reading.on or "")
        return counting(reader, self.reading.wanted)


class Told(NamedTuple):
    """What the truth says of each of its rows, as arrays: the class, the distribution, the group."""

    labels: Indices
    p: Floats | None
    groups: Indices | None
    texts: tuple[list[str], ...] = ()  # of a distribution, in the order of the classes

    @classmethod
    def of(cls, truth: Truth, plan: Plan, own: int, groups: Codes | None) -> Told:
        """Read labels as the classes of a plan, and put distributions in their order."""
        codes = None if truth.by is None or groups is None else groups.array(truth.columns[truth.by])
        if not plan.truths:
            return cls(np.array(label_codes(truth, plan, (plan.label or own) - own), dtype=np.intp), None, codes)
        p, at = truth.p if truth.p is not None else np.empty((0, 1)), [k - own for k in plan.truths]
        if plan.kind == "binary":
            p = p if p.ndim == 1 else p[:, at[0]]
            p = np.stack([1.0 - p, p], axis=-1)
        elif len(at) > 1:
            p = p[:, at]
        return cls(most_probable(p, plan.kind), p, codes, tuple(truth.columns[k] for k in at))


def label_codes(truth: Truth, plan: Plan, column: int) -> list[int]:
    """The class of each label; refuse one that is none."""
    keys = list(truth.ids or ())
    return [code_of(label, at, keys, truth, plan) for at, label in enumerate(truth.columns[column])]


def code_of(label: str, at: int, keys: Sequence[str], truth: Truth, plan: Plan) -> int:
    """The class of a label."""
    found = plan.code_of(label)
    if found is not None:
        return found
    raise XentError(
        "unknown-label",
        f"There is no class {visible(label)}." if label else "There is no label here.",
        where=f"{visible('standard input' if truth.name == STDIN else truth.name)}"
        + (f":{truth.lines[at]}, " if truth.lines else ", ")
        + (f"label of {visible(keys[at])}" if keys else f"row {at + 1}"),
        text=visible(label),
        why=f"The predictions are of the classes {listed(plan.classes)}.",
        fix="Name the classes in the order of the columns (binary: NO,YES): --classes A,B,…",
        status=BAD_DATA,
    )


class TruthReader(WrappedReader):
    """Gives rows of predictions what the truth says of them."""

    def __init__(self, inner: TableReader, told: Told, truth: Truth, plan: Plan, on: str) -> None:
        """Begin with the first row of both."""
        super().__init__(inner)
        self.told, self.truth, self.plan, self.start, self.on = told, truth, plan, 0, on
        self.starts: dict[int, int] = {}  # of each block the place of its first row, by the line that it begins with
        self.is_sequential = True

    def read(self, block: Any) -> tuple[Rows, BlockFaults]:
        """The good rows of a block with their truth; those without one are left out, and refused at the end."""
        rows, found = self.inner.read(block)
        at = rows.labels if self.truth.ids is not None else self.places(block, rows, found)
        if at.size and at.max() >= self.truth.size:
            kept = np.flatnonzero(at < self.truth.size)
            rows, at = rows.take(kept), at[kept]
        labels, p = self.told.labels[at], None if self.told.p is None else self.told.p[at]
        near = None if rows.near_one is None else needed(rows.near_one, labels if p is None else sure_of(p), rows.q)
        told = rows._replace(labels=labels, p=p, near_one=near)
        return told if self.told.groups is None else told._replace(groups=self.told.groups[at]), found

    def places(self, block: Any, rows: Rows, found: BlockFaults) -> Indices:
        """The place of each good row of a block among all rows of the file."""
        start = self.starts.setdefault(block.first_line, self.start)
        before = np.sort(np.array([bad.before for bad in found.bad_rows], dtype=np.intp))
        at = np.arange(rows.size, dtype=np.intp)
        at += start + before.searchsorted(at, side="right")
        self.start = max(self.start, start + rows.size + found.bad)
        return at

    def typed(self, block: Any, line: int) -> Typed | None:
        """A row as it was typed, with its truth."""
        row = self.inner.typed(block, line)
        if self.truth.ids is not None:
            return row if row is None else self.with_truth(row, row.label)
        rows, found = self.inner.read(block)
        at = self.places(block, rows, found)
        place = None if row is None else int(at[rows.lines.searchsorted(line)])
        return None if row is None or place is None or place >= self.truth.size else self.with_truth(row, place)

    def with_truth(self, row: Typed, at: int) -> Typed:
        """Give a row what the truth says of it."""
        texts = [column[at] for column in self.told.texts] or None
        return row._replace(label=int(self.told.labels[at]), truth=texts)

    def settle(self) -> None:
        """Refuse files of different length, and a truth that has rows without a prediction."""
        self.inner.settle()
        if self.truth.ids is not None:
            lines = dict(zip(self.truth.ids, self.truth.lines, strict=True))
            seen = cast("TextReader", self.inner).strict.seen or ()
            refuse_unseen(lines, seen, self.truth.name, self.on)
        elif self.start != self.truth.size:
            raise other_length(self.truth, self.start)


def needed(near: NearOne, labels: Indices, q: Floats) -> NearOne:
    """What is known of 1 − q in rows where the class is 0, or may be, or is nearly certain."""
    if q.ndim > 1:
        return near
    kept = (labels[near.at] == 0) | (q[near.at] > NEARLY_CERTAIN)
    return near._replace(at=near.at[kept], complements=near.complements[kept])
