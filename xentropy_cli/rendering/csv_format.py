"""CSV: one row a term (or class, group, bin), then one row a quantity; `kind` tells them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.figures import shortest
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

COLUMNS = ("kind", "name", "label", "p", "q", "surprisal", "weight", "entropy", "kl_divergence", "value", "difference")
PARTS = {
    "terms": "term",
    "classes": "class",
    "groups": "group",
    "calibration": "bin",
    "worst": "worst",
    "moved": "moved",
    "libraries": "library",
    "causes": "cause",
    "doubtful": "doubtful",
    "findings": "finding",
    "questions": "question",
    "students": "student",
    "templates": "template",
    "slips": "slip",
    "answers": "answer",
}
NESTED = ("baseline", "decomposition", "a", "b")
INTERVALS = ("interval_t", "interval_bootstrap")
COUNTS = ("won", "lost", "tied", "skipped")
WORDS = ("kind", "name", "label", "file", "id")
ACTIVE = ("=", "+", "-", "@")
"""Characters that make a spreadsheet take a cell for a formula."""


def render_csv(record: dict[str, Any]) -> str:
    """Write terms and quantities at full precision; an absent value is an empty cell, infinity is inf."""
    rows = list(_rows(record))
    found = dict.fromkeys(name for row in rows for name in row)
    used = [*(name for name in COLUMNS if name in found), *(name for name in found if name not in COLUMNS)]
    return written([used, *([_cell(name, row[name]) if name in row else "" for name in used] for row in rows)])


def written(rows: Iterable[Sequence[str]]) -> str:
    """Write cells as CSV."""
    import csv
    import io

    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def _rows(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part, kind in PARTS.items():
        for row in record.get(part, ()):
            yield {"kind": kind, **_flat(row)}
    for name, value in record.items():
        inside = (
            value.items() if name in NESTED else zip(("from", "to"), value, strict=True) if name in INTERVALS else ()
        )
        for key, number in ((name, value), *((f"{name}.{key}", number) for key, number in inside)):
            if isinstance(number, float) or key in COUNTS or number in ("Infinity", "-Infinity"):
                yield {"kind": "quantity", "name": key, "value": number}
    for slope in record.get("gradient", ()):
        yield {"kind": "gradient", **slope}


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Write what lies within a field beside it, as a.loss and b.loss, and the words of a list in one cell."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat.update({f"{name}.{key}": x for key, x in value.items()})
        else:
            is_words = isinstance(value, list) and all(isinstance(each, str) for each in value)
            flat[name] = " ".join(value) if is_words else value
    return flat


def _cell(column: str, value: float | str) -> str:
    """Write a word, or a number: infinity is one, unless it is the name of a class."""
    is_word = column.rpartition(".")[2] in WORDS
    is_number = not is_word and (isinstance(value, float) or value in ("Infinity", "-Infinity"))
    return shortest(float(value)) if is_number else inert(str(value))


def inert(text: str) -> str:
    """Write text so that no spreadsheet takes it for a formula: what would start one is put behind an apostrophe.

    >>> inert("=1+1"), inert("cat")
    ("'=1+1", 'cat')
    """
    shown = visible(text)
    return f"'{shown}" if shown.startswith(ACTIVE) else shown
