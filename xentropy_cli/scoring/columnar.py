"""Columns of numbers → a ScoreSummary: the same kernels as for text, without the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.scoring.bad_rows import Course, Origin, frozen
from xentropy_cli.scoring.score import Settings, new_tally
from xentropy_cli.scoring.tally_arrays import add_arrays, arrays_for
from xentropy_cli.tables.column_roles import plan_of
from xentropy_cli.tables.columnar.reader import Columnar, arrays_of, numbered, peeked, text_of
from xentropy_cli.tables.form import no_rows
from xentropy_cli.tables.strict.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.scoring.summary import ScoreSummary
    from xentropy_cli.scoring.tally import Tally


def score_columns(table: Columnar, settings: Settings) -> ScoreSummary:
    """Score a table that comes as columns."""
    shape, batches = peeked(table)
    if not shape.sample:
        raise no_rows(table.name)
    plan = plan_of(shape, settings.wanted, table.name)
    reader = Reader(shape, plan, any_sum=settings.as_is or settings.normalize, normalize=settings.normalize)
    tally, course, groups = new_tally(plan, settings), Course(settings.skip_bad), list[str]()
    if plan.by is not None:
        tally.by_group = arrays_for(tally, groups)
    for columns, row in numbered(batches):
        arrays, found = arrays_of(reader, columns, row, table.name, groups)
        add_arrays(tally, arrays, table.name)
        name_worst(tally, columns, plan.id, row)
        if not course.note(found, table.name):
            break
    tally.take_groups()
    return frozen(shape, plan, tally, course, Origin(table.name, table.format, "binary"))


def name_worst(tally: Tally, columns: Sequence[Any], column: int | None, first: int) -> None:
    """Take the id of each of the worst rows that stand in this batch."""
    if column is not None:
        last = first + len(columns[column])
        tally.worst = [
            w._replace(id=text_of(columns[column][w.line - first])) if w.id is None and first <= w.line < last else w
            for w in tally.worst
        ]
