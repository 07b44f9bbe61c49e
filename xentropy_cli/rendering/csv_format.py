"""CSV: one row a term, then one row a quantity; `kind` tells them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.figures import shortest

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = ("kind", "name", "label", "p", "q", "surprisal", "weight", "entropy", "kl_divergence", "value")
ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""Characters that make a spreadsheet take a cell for a formula."""


def render_csv(record: dict[str, Any]) -> str:
    """Write terms and quantities at full precision; an absent value is an empty cell, infinity is inf."""
    import csv
    import io

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    rows = list(_rows(record))
    used = [name for name in COLUMNS if any(name in row for row in rows)]
    writer.writerow(used)
    writer.writerows([inert(row.get(name, "")) for name in used] for row in rows)
    return stream.getvalue()


def _rows(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for term in record["terms"]:
        yield {"kind": "term", **term}
    for name, value in record.items():
        if isinstance(value, float) or value == "Infinity":
            yield {"kind": "quantity", "name": name, "value": value}
    for slope in record.get("gradient", ()):
        yield {"kind": "gradient", "name": slope["name"], "value": slope["value"]}


def inert(cell: float | str) -> str:
    """Write a cell so that no spreadsheet takes it for a formula: text that would start one is put in quotes.

    >>> inert("=1+1"), inert(0.25)
    ("'=1+1", '0.25')
    """
    if isinstance(cell, float) or cell in ("Infinity", "-Infinity"):
        return shortest(float(cell))
    return f"'{cell}" if str(cell).startswith(ACTIVE) else str(cell)
