"""Batches `(labels, predictions[, weights])` of Python arrays as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.tables.columnar.arrays import column_of
from xentropy_cli.tables.columnar.reader import Columnar, unreadable
from xentropy_cli.tables.columnar.table import ColumnTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentropy_cli.errors import XentError
    from xentropy_cli.tables.reading import Reading

BATCH_COLUMNS = ("label", "pred", "weight")
BATCH_PARTS = ("labels", "predictions", "weights")


def batch_table(data: Iterable[Sequence[Any]], name: str, reading: Reading) -> ColumnTable:
    """Take batches of arrays as a table."""
    if not hasattr(data, "__iter__"):
        raise no_batch(f"a {type(data).__name__}")
    batches = arrays(data)
    first = next(batches, None)
    count = 2 if first is None else len(first)

    def every() -> Iterator[Sequence[Any]]:
        if first is not None:
            yield first
        yield from batches

    return ColumnTable(Columnar(name, "arrays", BATCH_COLUMNS[:count], every()), reading)


def arrays(data: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Each batch as arrays; labels, predictions and weights of shape (n, 1) are (n,)."""
    alike: tuple[int, tuple[int, ...]] | None = None
    for batch in data:
        if not isinstance(batch, tuple | list) or not 2 <= len(batch) <= len(BATCH_COLUMNS):  # noqa: PLR2004
            raise no_batch(f"a {type(batch).__name__} where a batch (labels, predictions) should be")
        parts = [column_of(part, what) for part, what in zip(batch, BATCH_PARTS, strict=False)]
        lengths = {len(part) for part in parts}
        if len(lengths) > 1:
            raise no_batch(f"arrays of {' and '.join(map(str, sorted(lengths)))} rows in one batch")
        if alike not in (None, (len(parts), parts[1].shape[1:])):
            raise no_batch("batches with different numbers of classes, or weights in some alone")
        alike = len(parts), parts[1].shape[1:]
        yield parts


def no_batch(what: str) -> XentError:
    """Refuse what is no batch of arrays."""
    return unreadable("batches", what, "Give batches of arrays, each (labels, predictions): [(labels, predictions)]")
