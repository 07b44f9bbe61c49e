"""Rows that a stray quote made one: they would be left out as a single bad row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.errors import XentError

if TYPE_CHECKING:
    from xentropy_cli.tables.strict.reader import Reader
    from xentropy_cli.tables.strict.records import Record


def many_made_one(reader: Reader, place: Record, fault: XentError) -> XentError | None:
    """Return the fault of a bad record of several lines that is ill cut, or whose number or label has a line end in it."""
    if not has_line_end(place.text):
        return None
    try:
        cells = reader.cut(place)
    except XentError:
        return fault
    plan = reader.plan
    used = [column for column in (plan.label, *plan.preds, plan.weight) if column is not None]
    is_ill_cut = len(cells) != reader.shape.fields or any(has_line_end(cells[column]) for column in used)
    return fault if is_ill_cut else None


def has_line_end(text: str) -> bool:
    """Tell whether a text goes on in another line."""
    return "\n" in text or "\r" in text
