"""How many answers were right, and which slips were made how often: the tables that a quiz and a marking share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.figures import percent
from xentropy_cli.pages.blocks import Column, Figure, Table, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Tally(NamedTuple):
    """How many answers were right, and how many there are."""

    right: int
    asked: int


def tallied(answers: Iterable[tuple[str, bool]]) -> dict[str, Tally]:
    """Count what was right under each name, in the order in which they come.

    >>> tallied([("doors", True), ("units", True), ("doors", False)])
    {'doors': Tally(right=1, asked=2), 'units': Tally(right=1, asked=1)}
    """
    right, asked = Counter[str](), Counter[str]()
    for name, is_right in answers:
        right[name] += is_right
        asked[name] += 1
    return {name: Tally(right[name], n) for name, n in asked.items()}


def tally_table(head: str, tallies: Mapping[str, Tally]) -> Table:
    """One row a name."""
    return table_of([
        {head: name, **tally._asdict(), "share": Figure(percent(tally.right / tally.asked))}
        for name, tally in tallies.items()
    ])  # fmt: skip


def table_of(rows: Sequence[Mapping[str, object]]) -> Table:
    """Write rows under the names of their cells: words stand to the left, and numbers to the right."""
    columns = (Column(Words(head), "left" if isinstance(cell, str) else "right") for head, cell in rows[0].items())
    return Table(tuple(columns), tuple(tuple(map(_cell, row.values())) for row in rows))


def _cell(cell: object) -> Words | Figure:
    return cell if isinstance(cell, Figure) else Words(cell) if isinstance(cell, str) else Figure(str(cell))
