"""One row of a file as `compute` would work it out, from the digits in the file."""

from __future__ import annotations

from contextlib import closing
from typing import IO, TYPE_CHECKING, Any

from xentropy_cli.errors import XentError
from xentropy_cli.scoring.settings import method_of
from xentropy_cli.tables.codes import Codes
from xentropy_cli.tables.opening import open_table
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from xentropy_cli.scoring.settings import Settings
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.rows import Typed
    from xentropy_cli.tables.table import Table


def request_for(name: str, settings: Settings, stdin: IO[bytes] | None, line: int | str) -> dict[str, Any]:
    """Return the options of `derive` for the row on a line, or with an id: the same prediction, label, base and changes."""
    if isinstance(line, str) and settings.wanted.id is None:
        settings = settings._replace(wanted=settings.wanted._replace(id="id"))
    with closing(open_table(name, settings.reading, stdin)) as table:
        plan = table.plan(settings.wanted)
        method_of(plan, settings)
        row = row_named(table, plan, line) if isinstance(line, str) else typed_row(table, plan, line)
    normalize = settings.normalize if plan.kind == "classes" else None
    asked = {"base": settings.base, "clip": settings.clip_text, "normalize": normalize}
    log_base = None if row.log_base == "e" else row.log_base
    row_options = {"rounding": row.rounding, "log_base": log_base, **question(plan, row)}
    return {**asked, "as_is": settings.as_is or None, **row_options}


def typed_row(table: Table, plan: Plan, line: int) -> Typed:
    """Find the row on a line."""
    reader = table.reader(plan, Codes())
    for block in table.blocks():
        row = reader.typed(block, line) if block.first_line <= line else None
        if row is not None:
            return row
        if block.first_line > line:
            break
    raise reader.no_such_row(line)


def row_named(table: Table, plan: Plan, key: str) -> Typed:
    """Find the first row with an id."""
    reader = table.reader(plan, Codes())
    for block in table.blocks():
        rows, _ = reader.read(block)
        place = None if rows.ids is None else rows.ids.first(key)
        row = None if place is None else reader.typed(block, int(rows.lines[place]))
        if row is not None:
            return row
    raise XentError(
        "no-such-line",
        f"No good row has the id {visible(key)}.",
        where="--explain",
        text=f"id={key}",
        span=(3, 3 + max(len(key), 1)),
        why=f"Ids stand in column {visible(table.shape.names[plan.id or 0])}.",
        fix="Take an id from the table of the worst rows, or name their column with --id COL.",
    )


def question(plan: Plan, row: Typed) -> dict[str, Any]:
    """What was predicted, and what happened."""
    if row.truth is not None and plan.kind == "classes":
        predicted, true = (dict(zip(plan.classes, texts, strict=True)) for texts in (row.texts, row.truth))
        return {plan.scale: predicted, "true": true}
    if row.truth is not None:
        return {plan.scale: row.texts, "true": row.truth, "reading": "binary"}
    if plan.kind == "classes":
        return {plan.scale: dict(zip(plan.classes, row.texts, strict=True)), "label": [plan.classes[row.label]]}
    if plan.kind == "events":
        return {plan.scale: row.texts, "reading": "events"}
    return {plan.scale: row.texts, "label": [str(row.label)], "reading": "binary"}
