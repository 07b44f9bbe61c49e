"""Rows of two models paired one at a time: by row, by an id, or two predictions of the same row."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from xentropy_cli.comparing.comparison import Loss, Moved
from xentropy_cli.comparing.disagreement import disagreement, lengths_differ, not_in, twice
from xentropy_cli.comparing.models import losses, losses_of_both
from xentropy_cli.errors import XentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.comparing.comparison import Comparison
    from xentropy_cli.comparing.models import Side

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
            yield paired(one, two)
        elif one is not None:
            raise lengths_differ(one, right.name)
        elif two is not None:
            raise lengths_differ(two, left.name)
        else:
            return


def by_id(left: Side, right: Side, on: str) -> Iterator[Moved]:
    """Pair rows by their id, in the order of the second file; every id must stand once in each."""
    waiting: dict[str, Loss] = {}
    for row in losses(left):
        if row.key is None:
            yield Moved(row, row)
        elif row.key in waiting:
            raise twice(row, waiting[row.key].line, on)
        else:
            waiting[row.key] = row
    taken: dict[str, int] = {}
    others = losses(right)
    for row in others:
        if row.key is None:
            yield Moved(row, row)
            continue
        if row.key in taken:
            raise twice(row, taken[row.key], on)
        partner = waiting.pop(row.key, None)
        if partner is None:
            raise again(row, others, on) or not_in(row, left.name)
        fault = conflict(partner, row, on)
        if fault is not None:
            raise again(row, others, on) or fault
        taken[row.key] = row.line
        yield Moved(partner, row)
    for row in waiting.values():
        raise not_in(row, right.name)


def again(row: Loss, others: Iterator[Loss], on: str) -> XentError | None:
    """What is wrong with a row without a fitting partner if its id comes once more, as far as the file can be read."""
    with suppress(XentError):
        for other in others:
            if other.key == row.key:
                return twice(other, row.line, on)
    return None


def of_one_file(left: Side, right: Side) -> Iterator[Moved]:
    """Pair two predictions of each row."""
    for one, two in losses_of_both((left, right)):
        yield paired(one, two)


def paired(one: Loss, two: Loss) -> Moved:
    """Pair two rows that must agree."""
    fault = conflict(one, two, None)
    if fault is not None:
        raise fault
    return Moved(one, two)


def conflict(one: Loss, two: Loss, on: str | None) -> XentError | None:
    """What stands against pairing two rows, if none is left out."""
    return None if one.is_left_out or two.is_left_out else disagreement(one, two, on)
