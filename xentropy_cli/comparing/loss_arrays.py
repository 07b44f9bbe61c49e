"""Pieces of a long side of a comparison → batches of losses, as arrays."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from xentropy_cli.comparing.models import losses_of
from xentropy_cli.scoring.measure_arrays import measure_arrays
from xentropy_cli.tables.columnar.reader import arrays_of, text_of, without_id
from xentropy_cli.tables.fast.ids import Ids
from xentropy_cli.tables.fast.names import Names
from xentropy_cli.tables.fast.reader import FastReader
from xentropy_cli.tables.strict.records import BLANKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xentropy_cli.comparing.comparison import Loss
    from xentropy_cli.comparing.models import Side
    from xentropy_cli.tables.fast.reader import Arrays
    from xentropy_cli.tables.strict.reader import Found

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

NONE = -1  # the code of a row without a label or group


class Codes:
    """Texts ↔ numbers, the same for both sides: labels and groups are compared as numbers."""

    def __init__(self) -> None:
        """No text is known."""
        self.codes: dict[str, int] = {}
        self.texts: dict[int, str] = {}
        self.adding = Lock()
        self.names = Names(lambda text: self.of(text.strip(BLANKS)))

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.codes)

    def of(self, text: str | None) -> int:
        """The number of a text: new ones are counted on."""
        if text is None:
            return NONE
        if text not in self.codes:
            with self.adding:
                self.texts[self.codes.setdefault(text, len(self.codes))] = text
        return self.codes[text]

    def table(self, texts: Sequence[str]) -> Indices:
        """The numbers of texts, and that of none behind them."""
        return np.array([*map(self.of, texts), NONE], dtype=np.intp)


class Batch(NamedTuple):
    """Rows of one side: see `comparison.Loss`. `clipped` counts those, `unnamed` bad rows without an id, which are none."""

    file: str
    lines: Indices
    labels: Indices
    loss: Floats
    truth: Floats
    weights: Floats | None
    groups: Indices | None
    ids: Ids | None
    clipped: int = 0
    unnamed: int = 0

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self.loss.size

    def take(self, at: slice | NDArray[Any]) -> Batch:
        """Some of the rows."""
        return self._replace(
            lines=self.lines[at],
            labels=self.labels[at],
            loss=self.loss[at],
            truth=self.truth[at],
            weights=None if self.weights is None else self.weights[at],
            groups=None if self.groups is None else self.groups[at],
            ids=None if self.ids is None else self.ids.take(at),
        )


class Work:
    """Turns pieces of one side into batches, on any thread: as arrays, or by the strict reader where there is a doubt."""

    def __init__(self, side: Side, labels: Codes, groups: Codes, *, by_id: bool) -> None:
        """Share the codes of both sides; by id, a bad row without an id has no place."""
        self.side, self.labels, self.groups, self.by_id = side, labels, groups, by_id
        self.fast = FastReader(side.reader._replace(keep_texts=False), with_ids=True, known_groups=groups.names)
        self.label_codes = labels.table(side.plan.classes) if side.plan.classes else np.array([NONE])

    def __call__(self, piece: tuple[Any, Any]) -> tuple[Batch, Found | None]:
        """Return a batch, and what was found where there was a doubt."""
        if self.side.source is None:
            return self.of_columns(*piece)
        block, first = piece
        arrays = self.fast.read(block, first=first) if self.fast.possible else None
        if arrays is not None:
            return self.measured(arrays, block.name, arrays.groups), None
        found = self.side.reader.read(block, first=first)
        return self.of_losses(list(losses_of(self.side, found, block.name)), block.name), found

    def measured(self, rows: Arrays, file: str, groups: Indices | None) -> Batch:
        """Measure rows of known groups."""
        if not rows.labels.size:
            return self.of_losses([], file)
        m = measure_arrays(self.side.method, rows.labels, rows.q)
        labels = self.label_codes[rows.labels]
        return Batch(file, rows.lines, labels, m.loss, m.truth, rows.weights, groups, rows.ids, m.clipped)

    def of_losses(self, rows: Sequence[Loss], file: str) -> Batch:
        """Take rows that the strict reader has read."""
        plan, named = self.side.plan, [row for row in rows if not self.by_id or row.key is not None]
        return Batch(
            file,
            np.array([row.line for row in named], dtype=np.intp),
            np.array([self.labels.of(row.label) for row in named], dtype=np.intp),
            np.array([row.loss for row in named], dtype=np.float64),
            np.array([row.truth for row in named], dtype=np.float64),
            None if plan.weight is None else np.array([row.weight for row in named], dtype=np.float64),
            None if plan.by is None else np.array([self.groups.of(row.group) for row in named], dtype=np.intp),
            None if plan.id is None else Ids.of([row.key or "" for row in named]),
            sum(row.clipped for row in named),
            len(rows) - len(named),
        )

    def of_columns(self, columns: Sequence[Any], first_row: int) -> tuple[Batch, Found]:
        """Take columns of numbers; rows are left out, or end the batch, where they are bad."""
        side, group_names = self.side, list[str]()
        arrays, found = arrays_of(side.reader, columns, first_row, side.name, group_names)
        groups = None if arrays.groups is None else self.groups.table(group_names)[arrays.groups]
        batch, at = self.measured(arrays, side.name, groups), arrays.lines - first_row
        if found.bad and side.course.skip_bad:
            batch = spread(batch, at, first_row, len(columns[0]))
            at = np.arange(len(columns[0]))
        elif found.bad:
            before = arrays.lines < found.bad_lines[0]
            batch, at = batch.take(before), at[before]
        if side.plan.id is not None:
            texts = columns[side.plan.id]
            batch = batch._replace(ids=Ids.of([text_of(texts[row]).strip(BLANKS) for row in at.tolist()]))
        if found.bad and side.plan.on is not None:
            named = ~without_id(columns[side.plan.on])[at]
            batch = batch.take(named)._replace(unnamed=int(np.count_nonzero(~named)))
        return batch, found


def spread(batch: Batch, at: Indices, first_row: int, size: int) -> Batch:
    """Put rows at their places among others, which are left out."""

    def placed(values: Any, fill: float) -> Any:
        if values is None:
            return None
        found = np.full(size, fill, dtype=values.dtype)
        found[at] = values
        return found

    return batch._replace(
        lines=np.arange(first_row, first_row + size, dtype=np.intp),
        labels=placed(batch.labels, NONE),
        loss=placed(batch.loss, np.nan),
        truth=placed(batch.truth, np.nan),
        weights=placed(batch.weights, 1.0),
        groups=placed(batch.groups, NONE),
        ids=None,
    )
