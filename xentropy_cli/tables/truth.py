"""The truth from another file: labels or distributions, paired by an id (`--on COLUMN`) or as the rows follow each other.

It is kept whole, so memory grows with the truth, not with the predictions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.inputs.words import BINARY
from xentropy_cli.tables.class_columns import Case, is_named
from xentropy_cli.tables.codes import Codes
from xentropy_cli.tables.column_roles import Plan, known_label, plan_of
from xentropy_cli.tables.columns import listed, resolve, resolve_one
from xentropy_cli.tables.complements import most_probable, sure_of
from xentropy_cli.tables.form import are_vectors
from xentropy_cli.tables.known_names import LABELS
from xentropy_cli.tables.sources.access import STDIN
from xentropy_cli.tables.truth_columns import other_length
from xentropy_cli.tables.wrapping import IgnoringReader, WrappedReader
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.reading import Reading
    from xentropy_cli.tables.rows import BlockFaults, NearOne, Rows, Typed
    from xentropy_cli.tables.table import Table, TableReader

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]


class Truth(NamedTuple):
    """What a file says of each row: its label, or a number for each class as text and as numbers; its group; its id."""

    name: str
    names: tuple[str, ...]
    columns: tuple[list[str], ...]
    p: Floats | None
    by: int | None
    ids: dict[str, int] | None
    has_doubtful_header: bool = False  # of a column of text, whose first row may be a label or a name

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.columns[0])


def truth_of(table: Table, reading: Reading) -> Truth:
    """Read a file that holds the truth: its ids, labels or distributions, and groups."""
    shape, wanted, name = table.shape, reading.wanted, table.origin.file
    key = None if reading.on is None else resolve_one(reading.on, shape, "--on", name)
    is_soft = wanted.true is not None
    told = resolve(wanted.true or "", shape, "--true", name) if is_soft else [label_column(shape, wanted, name, key)]
    group = by_column(shape, wanted)
    reader, parts = distribution_reader(table, tuple(told), reading), []
    kept: list[list[str]] = []
    ids: dict[str, int] = {}
    for block in table.blocks():
        if is_soft:
            parts.append(good_rows(reader, block).q)
        for line, cells in reader.every_row(block):
            if key is not None:
                ids[new_id(cells[key], ids, f"{visible(name)}:{line}", reading.on or "")] = len(kept)
            kept.append([cells[k] for k in (*told, *(() if group is None else (group,)))])
    while kept and key is None and not any(kept[-1]):
        kept.pop()  # blank lines at the end
    columns = tuple(map(list, zip(*kept, strict=True))) or tuple([] for _ in told)
    names = tuple(shape.names[k] for k in (*told, *(() if group is None else (group,))))
    by = None if group is None else len(told)
    p = np.concatenate(parts) if parts else None
    is_doubtful = (
        shape.has_header and reading.form.header is None and shape.fields == 1 and not is_known(names[0], wanted)
    )
    return Truth(name, names, columns, p, by, ids if key is not None else None, is_doubtful)


def is_known(name: str, wanted: Wanted) -> bool:
    """Tell whether a name of a column is a usual one, or one that is asked for."""
    return name.lower() in LABELS or name in wanted.specs


def with_first_label(truth: Truth, predicted: Sequence[str]) -> Truth:
    """Put a first row back that was taken for the name of its column and is a label: it stands below too, or is predicted.

    Labels of text without a name look like a column with one.
    """
    first = truth.names[0]
    is_label = first in truth.columns[0] or first.lower() in BINARY
    is_label = is_label or any(re.fullmatch(rf"(?:.*[^A-Za-z0-9])?{re.escape(first)}\W*", name) for name in predicted)
    if not truth.has_doubtful_header or not is_label:
        return truth
    return truth._replace(names=("1",), columns=([first, *truth.columns[0]],))


def distribution_reader(table: Table, told: tuple[int, ...], reading: Reading) -> TableReader:
    """What reads the numbers of the truth: as the prediction of any table is read."""
    shape = table.shape
    is_vector = len(told) == 1 and are_vectors([cell for cell in shape.column(told[0]) if cell], shape)
    count = len(shape.column(told[0])[0].split(",")) if is_vector else len(told)
    kind = "classes" if count > 1 and reading.wanted.true is not None else "events"
    classes = tuple(map(str, range(count))) if kind == "classes" else ()
    return table.reader(Plan(kind, "pred", None, told, classes, {}, vector=is_vector), Codes())


def good_rows(reader: TableReader, block: Any) -> Rows:
    """The rows of a block, all of which must be good."""
    rows, found = reader.read(block)
    if found.fault is not None:
        raise found.fault
    return rows


def new_id(text: str, known: dict[str, int], where: str, on: str) -> str:
    """An id that was not met before."""
    if text and text not in known:
        return text
    shown = visible(text) or " "
    raise XentError(
        "duplicate-id" if text else "empty-cell",
        f"{shown} stands twice in column {visible(on)}." if text else "This row has no id.",
        where=where,
        text=shown,
        span=(0, len(shown)),
        why="Rows are joined one to one, and a row's label is one of the classes.",
        fix="Make the ids unique, and fill in those that are missing; or join by another column: --on COLUMN.",
        status=BAD_DATA,
    )


def label_column(shape: Shape, wanted: Wanted, name: str, key: int | None) -> int:
    """The label named by the caller, or known by its name, or the only column beside the ids."""
    if wanted.label is not None:
        return resolve_one(wanted.label, shape, "--label", name)
    case = Case(shape, wanted, name)
    label = known_label(case, set() if key is None else {key})
    others = [k for k in range(shape.fields) if k != key]
    if label is None and len(others) == 1:
        return others[0]
    if label is None:
        raise case.refusal("No column is known to be the label.", "--label COLUMN")
    return label


def by_column(shape: Shape, wanted: Wanted) -> int | None:
    """The column of --by, if it is one of this file's."""
    return shape.names.index(wanted.by) if wanted.by is not None and shape.names.count(wanted.by) == 1 else None


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
        truth, own, wanted = self.truth, self.shape.fields, self.named(wanted)
        told = [str(own + k + 1) for k in range(len(truth.names)) if k != truth.by]
        key = None if self.reading.on is None else resolve_one(self.reading.on, self.shape, "--on", self.origin.file)
        wanted = wanted._replace(label=told[0]) if wanted.true is None else wanted._replace(true=",".join(told))
        if truth.by is not None and wanted.by not in self.shape.names:
            wanted = wanted._replace(by=str(own + truth.by + 1))
        if wanted.prediction is None and not is_named(self.shape) and key is None and not (wanted.id or wanted.weight):
            wanted = wanted._replace(pred=f"1-{own}" if own > 1 else "1")
        plan = plan_of(self.extended(key), wanted, self.origin.file, self.reading.sum_option)
        return plan if key is None else plan._replace(id=key if plan.id is None else plan.id)

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
        return shape._replace(names=(*shape.names, *names), fields=fields, sample=tuple(sample))

    def reader(self, plan: Plan, groups: Codes) -> TableReader:
        """What reads its blocks."""
        own = self.shape.fields
        by = plan.by if plan.by is None or plan.by < own else None
        inner = plan._replace(label=None, truths=(), by=by)
        if self.truth.ids is not None:
            key = resolve_one(self.reading.on or "", self.shape, "--on", self.origin.file)
            inner = inner._replace(label=key, labels=self.truth.ids, is_joined=True)
        told = Told.of(self.truth, plan, own, groups if by is None else None)
        reader = TruthReader(self.table.reader(inner, groups), told, self.truth, plan)
        return reader if self.reading.wanted.ignore is None else IgnoringReader(reader)


class Told(NamedTuple):
    """What the truth says of each of its rows, as arrays: the class, the distribution, the group."""

    labels: Indices
    p: Floats | None
    groups: Indices | None

    @classmethod
    def of(cls, truth: Truth, plan: Plan, own: int, groups: Codes | None) -> Told:
        """Read labels as the classes of a plan, and put distributions in their order."""
        codes = None if truth.by is None or groups is None else groups.array(truth.columns[truth.by])
        if not plan.truths:
            return cls(np.array(label_codes(truth, plan), dtype=np.intp), None, codes)
        p = truth.p if truth.p is not None else np.empty((0, 1))
        if plan.kind == "binary":
            p = np.stack([1.0 - p, p], axis=-1)
        elif len(plan.truths) > 1:
            p = p[:, [k - own for k in plan.truths]]
        return cls(most_probable(p, plan.kind), p, codes)


def label_codes(truth: Truth, plan: Plan) -> list[int]:
    """The class of each label; refuse one that is none."""
    keys = list(truth.ids or ())
    return [code_of(label, at, keys, truth, plan) for at, label in enumerate(truth.columns[0])]


def code_of(label: str, at: int, keys: Sequence[str], truth: Truth, plan: Plan) -> int:
    """The class of a label."""
    found = plan.code_of(label)
    if found is not None:
        return found
    text = visible(label) or " "
    raise XentError(
        "unknown-label",
        f"There is no class {visible(label)}." if label else "There is no label here.",
        where=f"{visible('standard input' if truth.name == STDIN else truth.name)}, "
        + (f"label of {visible(keys[at])}" if keys else f"row {at + 1}"),
        text=text,
        span=(0, len(text)),
        why=f"The predictions are of the classes {listed(plan.classes)}.",
        fix="Name the classes in the order of the columns (binary: NO,YES): --classes A,B,…",
        status=BAD_DATA,
    )


class TruthReader(WrappedReader):
    """Gives rows of predictions what the truth says of them."""

    def __init__(self, inner: TableReader, told: Told, truth: Truth, plan: Plan) -> None:
        """Begin with the first row of both."""
        super().__init__(inner)
        self.told, self.truth, self.plan, self.start = told, truth, plan, 0
        self.is_sequential = True

    def read(self, block: Any) -> tuple[Rows, BlockFaults]:
        """The good rows of a block with their truth; those without one are left out, and refused at the end."""
        rows, found = self.inner.read(block)
        at = rows.labels if self.truth.ids is not None else self.places(rows, found)
        if at.size and at.max() >= self.truth.size:
            kept = np.flatnonzero(at < self.truth.size)
            rows, at = rows.take(kept), at[kept]
        labels, p = self.told.labels[at], None if self.told.p is None else self.told.p[at]
        near = None if rows.near_one is None else needed(rows.near_one, labels if p is None else sure_of(p))
        told = rows._replace(labels=labels, p=p, near_one=near)
        return told if self.told.groups is None else told._replace(groups=self.told.groups[at]), found

    def places(self, rows: Rows, found: BlockFaults) -> Indices:
        """The place of each good row among all rows of the file."""
        before = np.sort(np.array([bad.before for bad in found.bad_rows], dtype=np.intp))
        at = np.arange(rows.size, dtype=np.intp)
        at += self.start + before.searchsorted(at, side="right")
        self.start += rows.size + found.bad
        return at

    def typed(self, block: Any, line: int) -> Typed | None:
        """A row as it was typed, with its truth."""
        row, start = self.inner.typed(block, line), self.start
        rows, found = self.inner.read(block) if row is None or self.truth.ids is None else (None, None)
        if row is None or rows is None or found is None:
            if rows is not None and found is not None:
                self.places(rows, found)
            return row if row is None else self.with_truth(row, row.label)
        self.start = start
        at = self.places(rows, found)[rows.lines.searchsorted(line)]
        return self.with_truth(row, int(at)) if at < self.truth.size else None

    def with_truth(self, row: Typed, at: int) -> Typed:
        """Give a row what the truth says of it."""
        plan, own = self.plan, min(self.plan.truths, default=0)
        texts = None
        if plan.truths:
            texts = [self.truth.columns[k - own][at] for k in plan.truths]
        return row._replace(label=int(self.told.labels[at]), truth=texts)

    def settle(self) -> None:
        """Refuse files of different length, and a truth that has rows without a prediction."""
        self.inner.settle()
        if self.truth.ids is None and self.start != self.truth.size:
            raise other_length(self.truth, self.start)


def needed(near: NearOne, labels: Indices) -> NearOne:
    """What is known of 1 − q in rows where the class is 0, or may be."""
    kept = labels[near.at] == 0
    return near._replace(at=near.at[kept], complements=near.complements[kept])
