"""The fast reader: a block of plain rows → arrays, in a few passes over its bytes.

It reads only what it is certain of: the same number of delimiters in every row, no quotes, plain numbers in range, known
labels. Any doubt about a block, and `read` returns None; the strict reader then decides and explains.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.errors import XentError
from xentropy_cli.inputs.bounds import NOT_TOLD
from xentropy_cli.inputs.sums_to_one import typed_decimals
from xentropy_cli.tables.complements import most_probable, near_one, sure_of
from xentropy_cli.tables.fast.cell_positions import cells_of, text_in
from xentropy_cli.tables.fast.digits import numbers
from xentropy_cli.tables.fast.ids import Ids
from xentropy_cli.tables.fast.names import Names
from xentropy_cli.tables.fast.rests import rests_in
from xentropy_cli.tables.fast.sums import UNTOLD, bad_sums
from xentropy_cli.tables.rows import Rows
from xentropy_cli.tables.strict.cells import COUNTED, LARGEST, careful, quick
from xentropy_cli.tables.strict.records import BLANKS, Block, Record

if TYPE_CHECKING:
    from xentropy_cli.arrays.kinds import Floats, Indices
    from xentropy_cli.tables.codes import Codes
    from xentropy_cli.tables.fast.cell_positions import Cells
    from xentropy_cli.tables.strict.reader import Reader


RANGES = {
    "pred": (0.0, 1.0),
    **{scale: (0.0, LARGEST[scale]) for scale in COUNTED},
    "logits": (-LARGEST["logits"], LARGEST["logits"]),
    "logprobs": (-LARGEST["logprobs"], 0.0),
    "nll": (0.0, LARGEST["nll"]),
}
CELLS_AT_ONCE = 1 << 16


@dataclass
class FastReader:
    """Reads blocks of one file as the strict reader would, or not at all."""

    reader: Reader
    groups: Codes

    def __post_init__(self) -> None:
        """Labels mean what the strict reader says."""
        alone = self.reader._replace(plan=self.reader.plan._replace(label=0))  # a label is all there is of its row
        self.labels = Names(lambda text: alone.label(text.strip(BLANKS), Record("", 0, text)))

    @property
    def possible(self) -> bool:
        """Whether any block of this file can be read in this way."""
        shape, plan = self.reader.shape, self.reader.plan
        is_plain = not plan.vector and len(plan.truths) in (
            0,
            max(len(plan.classes) if plan.kind == "classes" else 1, 1),
        )
        is_plain = is_plain and not self.reader.percent
        return not shape.json and is_plain and shape.decimal == "." and self.reader.seen is None

    def read(self, block: Block) -> Rows | None:
        """Read a block, or return None at any doubt."""
        skip = block.first and self.reader.shape.has_header
        cells = self.cells(block, skip=skip)
        if cells is None:
            return None
        plan, n = self.reader.plan, cells.marks.shape[0]
        found, truth = self.predictions(cells), self.truths(cells)
        labels = np.zeros(n, dtype=np.intp) if plan.label is None else self.labels.encode(cells, plan.label)
        weights = None if plan.weight is None else self.columns(cells, (plan.weight,), "weight")
        groups = None if plan.by is None else self.groups.names.encode(cells, plan.by)
        sizes = self.columns(cells, tuple(k for _, k in plan.sizes), "size") if plan.sizes else None
        zeros = self.columns(cells, plan.zeros, "weight") if plan.zeros else None
        ids = None if plan.id is None else Ids.trimmed(cells.buffer, cells.starts(plan.id), cells.ends(plan.id))
        if (
            labels is None
            or found is None
            or (plan.truths and truth is None)
            or (plan.weight is not None and weights is None)
            or (plan.sizes and sizes is None)
            or (plan.zeros and (zeros is None or zeros[0].any()))
            or (plan.by is not None and groups is None)
            or (ids is not None and plan.on is not None and (ids.starts == ids.ends).any())
        ):
            return None
        q, typed = found
        lines = np.arange(n, dtype=np.intp) + (block.first_line + int(skip))
        labels = labels if truth is None else most_probable(truth, plan.kind)
        sure = labels if truth is None or plan.kind == "classes" else sure_of(truth)
        return Rows(
            lines,
            labels,
            q,
            None if weights is None else weights[0][0],
            groups,
            ids,
            near_one(plan, q, sure, typed, partial(rests_in, cells, plan.preds)),
            truth,
            None if sizes is None else sizes[0].T,
        )

    def cells(self, block: Block, *, skip: bool) -> Cells | None:
        """Find every cell, if all rows are alike."""
        start = (block.data.find(b"\n") + 1 or len(block.data)) if skip else 0
        return cells_of(block.data, start, self.reader.shape)

    def predictions(self, cells: Cells) -> tuple[Floats, Indices] | None:
        """Read the prediction columns and the digits behind each point, and check their ranges and sums."""
        plan = self.reader.plan
        return self.numbers(cells, plan.preds, plan.scale)

    def truths(self, cells: Cells) -> Floats | None:
        """Read the truth as (n, K); None where there is none, or a doubt."""
        plan = self.reader.plan
        found = self.numbers(cells, plan.truths, "pred") if plan.truths else None
        if found is None or plan.kind == "classes":
            return None if found is None else found[0]
        return np.stack([1.0 - found[0], found[0]], axis=-1)

    def numbers(self, cells: Cells, columns: tuple[int, ...], scale: str) -> tuple[Floats, Indices] | None:
        """Read columns, and check the ranges and sums of their numbers."""
        found = self.columns(cells, columns, "count" if self.reader.normalize and scale == "pred" else scale)
        if found is None:
            return None
        values, typed = found
        if scale in ("logprobs", "nll") and self.reader.plan.log_factor != 1.0:
            values = values * self.reader.plan.log_factor
        if self.reader.plan.kind != "classes":
            return values[0], typed[0]
        q = values.T
        bad = bad_sums(q, scale, lambda rows: typed[:, rows].max(axis=0), any_sum=self.reader.any_sum)
        return None if bad.any() else (q, typed)

    def columns(self, cells: Cells, columns: tuple[int, ...], scale: str) -> tuple[Floats, Indices] | None:
        """Read columns of numbers as (columns, rows), with the digits after each point; None if a cell is bad."""
        at_once = max(CELLS_AT_ONCE // len(cells.marks), 1)
        parts = []
        for k in range(0, len(columns), at_once):
            part = self.few(cells, columns[k : k + at_once], scale)
            if part is None:
                return None
            parts.append(part)
        if len(parts) == 1:
            return parts[0]
        return np.concatenate([values for values, _ in parts]), np.concatenate([typed for _, typed in parts])

    def few(self, cells: Cells, columns: tuple[int, ...], scale: str) -> tuple[Floats, Indices] | None:
        """Read a few columns, as many as do not take much memory."""
        starts = end_to_end([cells.starts(column) for column in columns])
        ends = end_to_end([cells.ends(column) for column in columns])
        found = numbers(cells.buffer, starts, ends)
        values, typed = found.values, found.decimals
        for at in found.unread.tolist():
            text = text_in(cells.buffer, int(starts[at]), int(ends[at]))
            if text.endswith("%"):  # the strict reader counts them, since others may have no sign
                return None
            value = quick(text, scale)
            if value is None:
                try:
                    value = careful(Record("", 0, text).piece(0, len(text)), scale, ".")
                except XentError:
                    return None
            count = typed_decimals(text)
            values[at], typed[at] = value, UNTOLD if count is None else count
        if values.size and not in_range(values, scale):
            return None
        return values.reshape(len(columns), -1), typed.reshape(len(columns), -1)


def end_to_end(columns: list[Indices]) -> Indices:
    """Put columns behind each other; one alone is not copied."""
    return columns[0] if len(columns) == 1 else np.concatenate(columns)


def in_range(values: Floats, scale: str) -> bool:
    """Tell whether all numbers are what they are given as; infinities were judged one by one."""
    low, high = float(values.min()), float(values.max())
    least, most = RANGES[scale]
    if high > most or (scale == "logprobs" and low <= NOT_TOLD and bool((values == NOT_TOLD).any())):
        return False
    return low >= least or (scale in ("logits", "logprobs") and bool((values[np.isfinite(values)] >= least).all()))
