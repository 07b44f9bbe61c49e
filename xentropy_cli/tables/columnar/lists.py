"""Columns of two dimensions, or of lists, as a column for each entry: of several labels a row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xentropy_cli.tables.columnar.reader import VECTORS, doubles, vectors_of
from xentropy_cli.tables.list_columns import entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentropy_cli.tables.columnar.reader import Columnar


def entries_apart(columns: Columnar) -> tuple[Columnar, dict[str, int]]:
    """A table whose lists are taken apart, and how many entries each has."""
    first = next(columns.batches, None)
    widths = [0 if first is None else width(column) for column in first or columns.names]
    lists = {name: count for name, count in zip(columns.names, widths, strict=True) if count}
    names = [part for name in columns.names for part in (entries(name, lists[name]) if name in lists else [name])]

    def apart(batch: Sequence[Any]) -> list[Any]:
        return [part for column, count in zip(batch, widths, strict=True) for part in taken_apart(column, count)]

    return replace(columns, names=tuple(names), batches=batches_apart(columns.batches, first, apart)), lists


def width(column: Any) -> int:
    """How many numbers each row of a column holds, if it is several in all of them; else 0."""
    if getattr(column, "ndim", 1) > 1:
        return int(column.shape[1])
    counts = {len(value) if isinstance(value, VECTORS) else 0 for value in column}
    return counts.pop() if len(counts) == 1 else 0


def batches_apart(
    batches: Iterator[Sequence[Any]],
    first: Sequence[Any] | None,
    apart: Callable[[Sequence[Any]], Sequence[Any]],
) -> Iterator[Sequence[Any]]:
    """Take every batch apart, none kept while the next is read; close what they come from when nobody takes more."""
    try:
        while first is not None:
            made, first = apart(first), None
            yield made
            del made
            first = next(batches, None)
    finally:
        close = getattr(batches, "close", None)
        if close is not None:
            close()


def taken_apart(column: Any, count: int) -> Sequence[Any]:
    """The entries of a column as columns; of one without lists itself."""
    if not count:
        return [column]
    rows = column if getattr(column, "ndim", 1) > 1 else doubles(vectors_of(column, count))
    return list(rows.T)
