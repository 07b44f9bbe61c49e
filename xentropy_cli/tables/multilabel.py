"""Several labels a row that are each true or false by themselves: every label with its prediction is one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.tables.class_columns import is_named
from xentropy_cli.tables.column_roles import Plan, plan_of
from xentropy_cli.tables.columns import resolve
from xentropy_cli.tables.fast.ids import Ids
from xentropy_cli.tables.rows import MOST_SKIPPED, BadRow, BlockFaults, Rows
from xentropy_cli.tables.strict.row_arrays import joined_rows
from xentropy_cli.tables.truths.columns import class_parts, matched
from xentropy_cli.tables.truths.table import TruthTable
from xentropy_cli.tables.wrapping import WrappedReader
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.tables.codes import Codes
    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.rows import Typed
    from xentropy_cli.tables.table import Table, TableReader


class MultilabelTable:
    """A table of which each row holds several labels."""

    def __init__(self, table: Table) -> None:
        """Keep the table."""
        self.table, self.origin, self.shape = table, table.origin, table.shape
        self.blocks, self.close, self.named = table.blocks, table.close, table.named

    @property
    def bytes_read(self) -> int | None:
        """How far it was read."""
        return self.table.bytes_read

    def understood(self, wanted: Wanted) -> tuple[Shape, Wanted]:
        """The shape that holds the labels, and what is wanted of it: those of another file stand behind the columns here."""
        return self.table.understood(wanted) if isinstance(self.table, TruthTable) else (self.shape, self.named(wanted))

    def plan(self, wanted: Wanted) -> Plan:
        """What each column is: of one label with one prediction that is nothing new."""
        given = wanted
        truth = "label" if wanted.true is None else "true"
        shape, wanted = self.understood(wanted)
        spec, asked = getattr(wanted, truth), wanted.prediction
        told = resolve(spec, shape, f"--{truth}", self.origin.file) if spec else []
        if len(told) < 2:  # noqa: PLR2004  several labels
            return self.table.plan(given)
        if asked is None:
            raise needs_predictions(truth, spec)
        scale = asked[0]
        preds = resolve(asked[1], self.shape, f"--{scale}", self.origin.file)
        order, by_position = paired(told, preds, shape, truth)
        if wanted.by is not None:
            raise apart_already(wanted.by)
        if wanted.positive is None and not wanted.classes:
            wanted = wanted._replace(positive="1")  # p_0 is named after a label, not after what became of it
        cells = [
            plan_of(shape, naming(wanted, {truth: y, scale: q}), self.origin.file)
            for y, q in zip(told, order, strict=True)
        ]
        return cells[0]._replace(cells=tuple(cells), preds=tuple(order), by_position=by_position)

    def reader(self, plan: Plan, groups: Codes) -> TableReader:
        """What reads its blocks."""
        if not plan.cells:
            return self.table.reader(plan, groups)
        every = (*self.shape.names, *self.origin.beside)
        told = [cell.truths[0] if cell.label is None else cell.label for cell in plan.cells]
        named = told if is_named(self.shape) else [cell.preds[0] for cell in plan.cells]
        names = class_parts([every[k] for k in named])
        return MultilabelReader([self.table.reader(cell, groups) for cell in plan.cells], names, groups, plan)


class MultilabelReader(WrappedReader):
    """Reads a block once for each label; a row that is bad for one label is left out for all."""

    def __init__(self, readers: Sequence[TableReader], names: Sequence[str], groups: Codes, plan: Plan) -> None:
        """Keep the reader of each label, its name, and the number of its group."""
        super().__init__(readers[0])
        self.readers, self.names, self.groups, self.plan = readers, names, groups.array(names), plan

    def read(self, block: Any) -> tuple[Rows, BlockFaults]:
        """The cells of the rows of a block, those of a row beside each other, so that any other table pairs with them."""
        parts = [reader.read(block) for reader in self.readers]
        found = joined_faults([faults for _, faults in parts])
        good = [rows for rows, _ in parts]
        if found.bad:
            bad = [row.line for row in found.bad_rows]
            good = [rows.take(np.flatnonzero(~np.isin(rows.lines, bad))) for rows in good]
        cells = [self.cells_of(rows, at) for at, rows in enumerate(good)]
        found.bad_rows = [self.bad_cell(row, at, good) for row in found.bad_rows for at in range(len(good))]
        return row_by_row(joined_rows(cells)), found

    def cells_of(self, rows: Rows, label: int) -> Rows:
        """The rows as cells of a label; their ids name the label too, where they are joined by them."""
        cells = rows._replace(groups=np.full(rows.size, self.groups[label]))
        if self.plan.on is None or rows.ids is None:
            return cells
        ids = [self.cell_id(rows.ids.text(row), label) for row in range(rows.size)]
        return cells._replace(ids=Ids.of(ids))

    def cell_id(self, text: str, label: int) -> str:
        """The id of a cell: that of its row, and the name of its label."""
        return f"{text}, {self.names[label]}" if text else text

    def bad_cell(self, row: BadRow, label: int, good: Sequence[Rows]) -> BadRow:
        """A cell of a row that is bad: as many cells stand before it as good rows have for all labels."""
        before = sum(int(rows.lines.searchsorted(row.line)) for rows in good)
        return BadRow(
            before, row.line, row.id if row.id is None or self.plan.on is None else self.cell_id(row.id, label)
        )

    def typed(self, block: Any, line: int) -> Typed | None:
        """The cells of the row on a line, their labels as the truth that they are; without those that do not count."""
        cells = [reader.typed(block, line) for reader in self.readers]
        found = [cell for cell in cells if cell is not None and cell.label < len(self.plan.classes)]
        if not found:
            return None
        texts = [text for cell in found for text in cell.texts]
        return found[0]._replace(
            texts=texts, truth=[text for cell in found for text in cell.truth or [str(cell.label)]]
        )

    def settle(self) -> None:
        """Raise what is missing to one of the labels."""
        for reader in self.readers:
            reader.settle()


def row_by_row(cells: Rows) -> Rows:
    """Put cells that stand label by label in the order of their rows."""
    order = cells.lines.argsort(kind="stable")
    near, found = cells.near_one, cells._replace(near_one=None).take(order)
    return found if near is None else found._replace(near_one=near.moved(order))


def joined_faults(parts: Sequence[BlockFaults]) -> BlockFaults:
    """What is to be said about rows that were read several times: each bad row once."""
    found = BlockFaults()
    first = {bad.line: bad for part in parts for bad in part.bad_rows}
    found.bad_rows = [first[line] for line in sorted(first)]
    found.bad, found.bad_lines, found.blank = len(first), sorted(first)[:MOST_SKIPPED], parts[0].blank
    found.ignored = sum(part.ignored for part in parts)
    found.outside = sum(part.outside for part in parts)
    found.percents = sum(part.percents for part in parts)
    found.joined_lines = sorted({line for part in parts for line in part.joined_lines} - set(first))
    faulty = [part for part in parts if part.bad_rows]
    found.fault = min(faulty, key=lambda part: part.bad_rows[0].line).fault if faulty else None
    found.swallowed = next((part.swallowed for part in parts if part.swallowed), None)
    return found


def naming(wanted: Wanted, columns: dict[str, int]) -> Wanted:
    """Name other columns, by their numbers."""
    return wanted._replace(**{option: str(column + 1) for option, column in columns.items()})  # type: ignore[arg-type]


def paired(told: Sequence[int], preds: Sequence[int], shape: Shape, truth: str) -> tuple[list[int], bool]:
    """The prediction of each label, by name, or by position where the names say nothing; and whether that is so."""
    if len(told) != len(preds):
        raise XentError(
            "lengths-differ",
            f"There are {len(told)} labels and {len(preds)} predictions.",
            where=f"--{truth}",
            text=",".join(visible(shape.names[k]) for k in told),
            why="Each label is true or false by itself, and has a prediction of its own.",
            fix="Name as many columns with both.",
            status=BAD_DATA,
        )
    names = [[shape.names[k] for k in columns] for columns in (told, preds)]
    order = matched(*names) if shape.has_header else None
    return ([preds[k] for k in order], False) if order is not None else (list(preds), True)


def needs_predictions(truth: str, spec: str) -> XentError:
    """Refuse several labels without the names of their predictions."""
    return XentError(
        "ambiguous-columns",
        "Several labels a row need the columns of their predictions.",
        where=f"--{truth}",
        text=spec,
        why="Each label is true or false by itself, and has a prediction of its own.",
        fix="Name them in any order: --pred COLUMN,…",
        status=BAD_DATA,
    )


def apart_already(by: str) -> XentError:
    """Refuse other groups than the labels."""
    return XentError(
        "option-misfit",
        "--by does not fit several labels a row.",
        where="--by",
        text=by,
        why="Each label is reported apart already.",
        fix="Leave --by out; or score each label by itself: --label COLUMN --pred COLUMN --by COLUMN",
    )
