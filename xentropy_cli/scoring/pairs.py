"""Rows of two models paired one at a time: by row, by an id, or two predictions of the same row."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from xentropy_cli.scoring.comparison import Loss, Moved
from xentropy_cli.scoring.disagreement import disagreement, lengths_differ, not_in, twice
from xentropy_cli.scoring.sides import losses, losses_of_both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.scoring.comparison import Comparison
    from xentropy_cli.scoring.sides import Side

AT_ONCE = 10_000


def add_pairs(result: Comparison, pairs: Iterator[Moved]) -> None:
    """Add rows, some at a time."""
    while some := list(islice(pairs, AT_ONCE)):
        result.add(some)


def by_row(left: Side, right: Side) -> Iterator[Moved]:
    """Pair the first row with the first, the second with the second, and so on."""
    ones, twos = losses(left), losses(right)
    while True:
        one, two = next(ones, None), next(twos, None)
        if one is not None and two is not None:
            yield paired(one, two, None)
        elif one is not None:
            raise lengths_differ(one, right.name)
        elif two is not None:
            raise lengths_differ(two, left.name)
        else:
            return


def by_id(left: Side, right: Side, on: str) -> Iterator[Moved]:
    """Pair rows by their id, in the order of the second file; every id must stand once in each."""
    waiting: dict[str, Loss | None] = {}
    for row in losses(left):
        if row.key is None:
            yield Moved(row, row)
            continue
        if row.key in waiting:
            raise twice(row, on)
        waiting[row.key] = row
    for row in losses(right):
        if row.key is None:
            yield Moved(row, row)
            continue
        if row.key not in waiting:
            raise not_in(row, left.name)
        partner = waiting[row.key]
        if partner is None:
            raise twice(row, on)
        waiting[row.key] = None
        yield paired(partner, row, on)
    rest = next((row for row in waiting.values() if row is not None), None)
    if rest is not None:
        raise not_in(rest, right.name)


def of_one_file(left: Side, right: Side) -> Iterator[Moved]:
    """Pair two predictions of each row."""
    for one, two in losses_of_both((left, right)):
        yield paired(one, two, None)


def paired(one: Loss, two: Loss, on: str | None) -> Moved:
    """Pair two rows that must agree, unless one is left out."""
    fault = None if one.is_left_out or two.is_left_out else disagreement(one, two, on)
    if fault is not None:
        raise fault
    return Moved(one, two)
