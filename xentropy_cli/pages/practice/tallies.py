"""How many answers were right, and which slips were made how often: the tables that a quiz and a marking share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from xentropy_cli.figures import percent
from xentropy_cli.pages.blocks import Column, Figure, Table, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def tallied(answers: Iterable[tuple[str, bool]]) -> list[dict[str, Any]]:
    """Count what was right and what was asked under each name, in the order in which they come.

    >>> tallied([("doors", True), ("units", True), ("doors", False)])
    [{'name': 'doors', 'right': 1, 'asked': 2}, {'name': 'units', 'right': 1, 'asked': 1}]
    """
    right, asked = Counter[str](), Counter[str]()
    for name, is_right in answers:
        right[name] += is_right
        asked[name] += 1
    return [{"name": name, "right": right[name], "asked": n} for name, n in asked.items()]


def tally_table(head: str, tallies: Iterable[Mapping[str, Any]]) -> Table:
    """One row a name, and the share of what was right."""
    return table_of([
        {head: name, "right": right, "asked": asked, "share": Figure(percent(right / asked))}
        for name, right, asked in (each.values() for each in tallies)
    ])  # fmt: skip


def table_of(rows: Sequence[Mapping[str, object]]) -> Table:
    """Write rows under the names of their cells: words stand to the left, and numbers to the right."""
    columns = (Column(Words(head), "left" if isinstance(cell, str) else "right") for head, cell in rows[0].items())
    return Table(tuple(columns), tuple(tuple(map(_cell, row.values())) for row in rows))


def _cell(cell: object) -> Words | Figure:
    return cell if isinstance(cell, Figure) else Words(cell) if isinstance(cell, str) else Figure(str(cell))
