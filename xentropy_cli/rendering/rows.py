"""Rows of a table with a loss behind each, one at a time: CSV, or JSON lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xentropy_cli.figures import shortest
from xentropy_cli.rendering.csv_format import inert

if TYPE_CHECKING:
    from collections.abc import Iterator

LOSS = "loss"
NUMBER = re.compile(r"[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?")


def as_csv(rows: Iterator[Any]) -> Iterator[str]:
    """Write rows as CSV; no cell acts in a terminal or a spreadsheet."""
    import csv
    import io

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for number, row in enumerate(rows):
        if not number and row.has_header:
            writer.writerow([*map(safe, row.names), LOSS])
        writer.writerow([*map(safe, row.cells), shortest(row.loss)])
        yield stream.getvalue()
        stream.seek(0)
        stream.truncate()


def safe(cell: str) -> str:
    """Write a cell so that it acts nowhere; a number stays as it was typed.

    >>> safe("-0.5"), safe("=1+1")
    ('-0.5', "'=1+1")
    """
    return cell if NUMBER.fullmatch(cell) else inert(cell)


def as_json_lines(rows: Iterator[Any]) -> Iterator[str]:
    """Write rows as JSON lines, their cells as text."""
    import json
    import math

    for row in rows:
        loss = row.loss if math.isfinite(row.loss) else "Infinity"
        yield json.dumps({**dict(zip(row.names, row.cells, strict=True)), LOSS: loss}, allow_nan=False) + "\n"
