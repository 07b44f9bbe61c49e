"""One row of a file as `compute` would work it out, from the digits in the file."""

from __future__ import annotations

from contextlib import closing
from typing import IO, TYPE_CHECKING, Any

from xentropy_cli.errors import XentError
from xentropy_cli.figures import shortest
from xentropy_cli.scoring.score import columnar_table, method_of, open_table
from xentropy_cli.tables.column_roles import plan_of
from xentropy_cli.tables.strict.reader import Reader
from xentropy_cli.tables.strict.records import records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.scoring.score import Opened, Settings
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.columnar.reader import Columnar
    from xentropy_cli.tables.strict.records import Place


def request_for(name: str, settings: Settings, stdin: IO[bytes] | None, line: int) -> dict[str, Any]:
    """Return the options of `derive` for a row: the same prediction, label and base, and what may be changed."""
    table = columnar_table(name, settings)
    return request_for_line(name, settings, stdin, line) if table is None else request_for_row(table, settings, line)


def request_for_line(name: str, settings: Settings, stdin: IO[bytes] | None, line: int) -> dict[str, Any]:
    """Return the options for the row that begins on a line of text."""
    opened = open_table(name, settings, stdin)
    plan = opened.plan
    place = found_record(opened, line)
    if place is None:
        raise no_such_line(line)
    row = opened.reader.row(place)
    cells = opened.reader.cut(place)
    asked = {**changes(plan, settings), "as_is": settings.as_is or None}
    if plan.vector:
        inner = cells[plan.preds[0]].strip("[](){} ")
        named = {"names": ",".join(plan.classes)} if "=" not in inner else {}
        return {**asked, plan.scale: inner, "label": plan.classes[row.label], **named}
    return {**asked, **question(plan, row.label, [cells[k] for k in plan.preds])}


def request_for_row(table: Columnar, settings: Settings, number: int) -> dict[str, Any]:
    """Return the options for a row of columns: its numbers as doubles, and how the precision they came in rounded them."""
    from xentropy_cli.tables.columnar.reader import arrays_of, peeked, rounding_of

    with closing(table.batches):  # type: ignore[type-var]  # those of a file are a generator
        shape, batches = peeked(table)
        plan = plan_of(shape, settings.wanted, table.name)
        method_of(plan, settings)
        columns = row_of_columns(batches, number)
    reader = Reader(shape, plan, any_sum=settings.as_is or settings.normalize, normalize=settings.normalize)
    arrays, found = arrays_of(reader, columns, number, table.name, [])
    if found.fault is not None:
        raise found.fault
    texts = [shortest(value) for value in arrays.q.ravel().tolist()]
    return {
        **changes(plan, settings),
        "as_is": settings.as_is or None,
        "rounding": rounding_of(plan, columns),
        **question(plan, int(arrays.labels[0]), texts),
    }


def row_of_columns(batches: Iterator[Sequence[Any]], number: int) -> list[Any]:
    """The columns of one row."""
    from xentropy_cli.tables.columnar.reader import numbered

    for columns, first in numbered(batches):
        at = number - first
        if at < len(columns[0]):
            return [column[at : at + 1] for column in columns]
    raise no_such_row(number)


def changes(plan: Plan, settings: Settings) -> dict[str, Any]:
    """The base, and what may be changed before the logarithm is taken."""
    normalize = settings.normalize if plan.kind == "classes" else None
    return {"base": settings.base, "clip": settings.clip_text, "normalize": normalize}


def question(plan: Plan, label: int, texts: Sequence[str]) -> dict[str, Any]:
    """What was predicted, and what happened."""
    if plan.kind == "classes":
        return {plan.scale: dict(zip(plan.classes, texts, strict=True)), "label": [plan.classes[label]]}
    if plan.kind == "events":
        return {plan.scale: texts, "reading": "events"}
    return {plan.scale: texts, "label": [str(label)], "reading": "binary"}


def found_record(opened: Opened, line: int) -> Place | None:
    """The record that begins on a line."""
    header = opened.shape.has_header and not opened.shape.json
    for block in opened.blocks:
        for place in records(block, opened.shape.quote, opened.shape.comment):
            if place.line == line and place.text.strip():
                return None if header else place
            header = header and not place.text.strip()
            if place.line > line:
                return None
    return None


def no_such_line(line: int) -> XentError:
    """Refuse a line that holds no row."""
    return XentError(
        "no-such-line",
        f"No row begins on line {line}.",
        where="--explain",
        text=str(line),
        span=(0, len(str(line))),
        why="Lines are counted from 1, and the header counts; a blank line or a comment is no row.",
        fix="Take a line from the table of the worst rows.",
    )


def no_such_row(number: int) -> XentError:
    """Refuse the number of a row that columns do not have."""
    return XentError(
        "no-such-line",
        f"There is no row {number}.",
        where="--explain",
        text=str(number),
        span=(0, len(str(number))),
        why="Rows of columns are counted from 1, and they have no header.",
        fix="Take a row from the table of the worst rows.",
    )
