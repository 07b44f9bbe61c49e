"""The two models of a comparison: how the table of each is read, and its blocks → losses as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.arrays.kinds import some_of
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.scoring.bad_rows import BadRows, read_of
from xentropy_cli.scoring.losses import measure_rows
from xentropy_cli.scoring.settings import method_of
from xentropy_cli.scoring.wording import reading_words
from xentropy_cli.tables.codes import IGNORED, NONE
from xentropy_cli.tables.fast.ids import Ids
from xentropy_cli.tables.shown_columns import ShownColumns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from xentropy_cli.arrays.kinds import Flags, Floats, Indices
    from xentropy_cli.scoring.method import Method
    from xentropy_cli.scoring.settings import Settings
    from xentropy_cli.tables.codes import Codes
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.rows import BadRow, BlockFaults, RowIds, Rows
    from xentropy_cli.tables.shown_columns import Cells
    from xentropy_cli.tables.table import Table


@dataclass
class Model:
    """One model's predictions; two predictions in the same rows share a table and its bad rows."""

    table: Table
    plan: Plan
    method: Method
    bad_rows: BadRows
    clipped: int = 0

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.table.origin.file

    @property
    def words(self) -> str:
        """What was read."""
        return reading_words(read_of(self.table.shape, self.plan, self.table.origin), self.method, self.plan.classes)


def model_of(table: Table, settings: Settings, bad_rows: BadRows | None = None) -> Model:
    """Find out what the columns of a table are; two predictions in the same rows share their bad ones."""
    plan = table.plan(settings.wanted)
    return Model(table, plan, method_of(plan, settings), bad_rows or BadRows(settings.skip_bad))


class Losses(NamedTuple):
    """One model's losses; not a number where a row is bad and was left out. Labels and groups are codes.

    `clipped` counts rows, and `unnamed` bad rows without the id that they would be joined by, which are none of these.
    """

    file: str
    lines: Indices
    labels: Indices
    loss: Floats
    truth: Floats
    weights: Floats | None
    groups: Indices | None
    ids: RowIds | None
    p: Floats | None = None  # of truths that are distributions, a column for each code of a label
    clipped: int = 0
    unnamed: int = 0
    cells: Callable[[Iterable[int]], dict[int, Cells]] | None = None  # of the rows in some lines, to be shown

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self.loss.size

    def take(self, at: slice | NDArray[Any]) -> Losses:
        """Some of the rows."""
        some: Losses = some_of(self, at)
        return some


class Measuring:
    """Reads and measures blocks, on any thread. Labels and groups have the same codes in both models."""

    def __init__(self, model: Model, labels: Codes, groups: Codes, shown: str | None = None) -> None:
        """Share the codes of both models; `shown` names the columns that are to be shown of its rows."""
        self.model = model
        plan = model.plan if model.plan.on is not None else model.plan.keeping_ignored()
        self.reader = model.table.reader(plan, groups)
        self.shown = ShownColumns(shown, model.table, self.reader)
        self.label_codes, self.labels = np.append(labels.array(model.plan.classes or [None]), IGNORED), labels

    def __call__(self, block: Any) -> tuple[Losses, BlockFaults]:
        """Give the losses of a block: up to its first bad row, or with bad rows among them, as left out."""
        rows, found = self.reader.read(block)
        losses = self.measured(rows)
        if self.shown.places:
            losses = losses._replace(cells=lambda lines: self.shown.of(block, rows, lines))
        if not found.bad:
            return losses, found
        if not self.model.bad_rows.skip_bad:
            return losses.take(slice(0, found.bad_rows[0].before)), found
        kept = [bad for bad in found.bad_rows if self.model.plan.on is None or bad.id is not None]
        return with_left_out(losses, kept)._replace(unnamed=len(found.bad_rows) - len(kept)), found

    def measured(self, rows: Rows) -> Losses:
        """The losses of rows; of those that do not count, and were kept in their places, not a number."""
        counts = rows.labels != self.model.plan.ignored
        m = measure_rows(self.model.method, rows if counts.all() else rows.take(np.flatnonzero(counts)))
        loss, truth = (at_places(values, counts) for values in (m.loss, m.truth))
        labels, file = self.label_codes[rows.labels], self.model.name
        return Losses(
            file, rows.lines, labels, loss, truth, rows.weights, rows.groups, rows.ids, self.truths(rows), m.clipped
        )

    def truths(self, rows: Rows) -> Floats | None:
        """The distributions of rows, with a column for every class of both models."""
        if rows.p is None:
            return None
        found = np.zeros((rows.size, len(self.labels)))
        found[:, self.label_codes[:-1]] = rows.p
        found /= found.sum(axis=1, keepdims=True)
        return found


def at_places(values: Floats, counts: Flags) -> Floats:
    """The numbers of rows that count in their places among the others."""
    if counts.all():
        return values
    found = np.full(counts.size, np.nan)
    found[counts] = values
    return found


def with_left_out(losses: Losses, bad: Sequence[BadRow]) -> Losses:
    """Put bad rows at their places among the others."""
    before = np.array([row.before for row in bad], dtype=np.intp)
    ids = losses.ids
    if ids is not None:
        texts = [ids.text(row) for row in range(losses.size)]
        ids = Ids.of(np.insert(np.array(texts, dtype=object), before, [row.id or "" for row in bad]).tolist())
    fills: dict[str, Any] = {"lines": [row.line for row in bad], "labels": NONE, "weights": 1.0, "groups": NONE}
    fills |= dict.fromkeys(("loss", "truth", "p"), np.nan)
    kept = {name: values for name in fills if (values := getattr(losses, name)) is not None}
    placed: dict[str, Any] = {name: np.insert(kept[name], before, fills[name], axis=0) for name in kept}
    return losses._replace(ids=ids, **placed)
