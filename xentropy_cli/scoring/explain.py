"""One row of a file as `compute` would work it out, from the digits in the file."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from xentropy_cli.errors import XentError
from xentropy_cli.reading.records import records
from xentropy_cli.scoring.score import open_table

if TYPE_CHECKING:
    from xentropy_cli.reading.records import Place
    from xentropy_cli.scoring.score import Opened, Settings


def request_for_line(name: str, settings: Settings, stdin: IO[bytes] | None, line: int) -> dict[str, Any]:
    """Return the options of `derive` for the row on a line: the same prediction, label and base, and what may be changed."""
    opened = open_table(name, settings, stdin)
    plan = opened.plan
    place = found_record(opened, line)
    if place is None:
        raise no_such_line(line)
    row = opened.reader.row(place)
    cells = opened.reader.cut(place)
    asked: dict[str, Any] = {"base": settings.base, "clip": settings.clip_text, "normalize": settings.normalize}
    asked["as_is"] = settings.as_is or None
    asked["normalize"] = asked["normalize"] if plan.kind == "classes" else None
    if plan.vector:
        inner = cells[plan.preds[0]].strip("[](){} ")
        named = {"names": ",".join(plan.classes)} if "=" not in inner else {}
        return {**asked, plan.scale: inner, "label": plan.classes[row.label], **named}
    if plan.kind == "classes":
        q = dict(zip(plan.classes, (cells[k] for k in plan.preds), strict=True))
        return {**asked, plan.scale: q, "label": [plan.classes[row.label]]}
    cell = cells[plan.preds[0]]
    if plan.kind == "events":
        return {**asked, plan.scale: [cell], "reading": "events"}
    return {**asked, plan.scale: [cell], "label": [str(row.label)], "reading": "binary"}


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
