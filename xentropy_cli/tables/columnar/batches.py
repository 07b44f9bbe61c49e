"""Batches `(labels, predictions[, weights])` of Python arrays as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.tables.columnar.frames import array_of
from xentropy_cli.tables.columnar.reader import Columnar, unreadable
from xentropy_cli.tables.columnar.table import ColumnTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentropy_cli.errors import XentError
    from xentropy_cli.tables.reading import Reading

BATCH_COLUMNS = ("label", "pred", "weight")


def batch_table(data: Iterable[Sequence[Any]], name: str, reading: Reading) -> ColumnTable:
    """Take batches of arrays as a table."""
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
        parts = [array_of(part) for part in batch] if isinstance(batch, tuple | list) else []
        if not 2 <= len(parts) <= len(BATCH_COLUMNS) or any(part.ndim == 0 for part in parts):  # noqa: PLR2004
            raise no_batch(f"a {type(batch).__name__} where a batch (labels, predictions) should be")
        parts = [part[:, 0] if part.shape[1:] == (1,) else part for part in parts]
        lengths = {len(part) for part in parts}
        if len(lengths) > 1:
            raise no_batch(f"arrays of {' and '.join(map(str, sorted(lengths)))} rows in one batch")
        if alike not in (None, (len(parts), parts[1].shape[1:])):
            raise no_batch("batches with different numbers of classes, or weights in some alone")
        alike = len(parts), parts[1].shape[1:]
        yield parts


def no_batch(what: str) -> XentError:
    """Refuse what is no batch of arrays."""
    return unreadable("batches", what, "Give one or more batches of arrays: score([(labels, predictions)])")
