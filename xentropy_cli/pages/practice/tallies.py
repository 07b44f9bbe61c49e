"""How many answers were right, and which slips were made how often: the tables that a quiz and a marking share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from xentropy_cli.figures import percent
from xentropy_cli.pages.blocks import Column, Figure, Table, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


class Answered(Protocol):
    """A question that was answered."""

    @property
    def is_right(self) -> bool:
        """Whether the answer is right."""


Row = TypeVar("Row", bound=Answered)


class Tally(NamedTuple):
    """How many answers were right, and how many there are."""

    right: int
    asked: int


def tallied(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, Tally]:
    """Count what was right under each key, in the order in which they come."""
    found: dict[str, Tally] = {}
    for row in rows:
        right, asked = found.get(key(row), Tally(0, 0))
        found[key(row)] = Tally(right + row.is_right, asked + 1)
    return found


def tally_table(head: str, tallies: Mapping[str, Tally]) -> Table:
    """One row a key."""
    heads = (Column(Words(head), "left"), *(Column(Words(name)) for name in ("right", "asked", "share")))
    rows = (
        (Words(name), Figure(str(right)), Figure(str(asked)), Figure(percent(right / asked)))
        for name, (right, asked) in tallies.items()
    )
    return Table(heads, tuple(rows))


def slip_table(heads: Sequence[str], counts: Iterable[tuple[tuple[str, ...], int]]) -> Table:
    """One row a slip: how often, and under these heads which."""
    columns = (Column(Words("times")), *(Column(Words(head), "left") for head in heads))
    return Table(columns, tuple((Figure(str(n)), *map(Words, names)) for names, n in counts))
