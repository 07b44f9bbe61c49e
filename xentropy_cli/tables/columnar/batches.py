"""Batches `(labels, predictions[, weights])` of Python arrays as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.tables.columnar.arrays import column_of
from xentropy_cli.tables.columnar.reader import Columnar, unreadable
from xentropy_cli.tables.columnar.table import ColumnTable
from xentropy_cli.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentropy_cli.arrays.kinds import Floats
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
    for number, batch in enumerate(data, 1):
        if not isinstance(batch, tuple | list) or not 2 <= len(batch) <= len(BATCH_COLUMNS):  # noqa: PLR2004
            raise no_batch(f"a {type(batch).__name__} where a batch (labels, predictions) should be")
        parts = [column_of(part, what) for part, what in zip(batch, BATCH_PARTS, strict=False)]
        lengths = {len(part) for part in parts}
        if len(lengths) > 1:
            raise other_lengths(parts, number)
        if alike not in (None, (len(parts), parts[1].shape[1:])):
            raise no_batch("batches with different numbers of classes, or weights in some alone")
        alike = len(parts), parts[1].shape[1:]
        yield parts


def no_batch(what: str) -> XentError:
    """Refuse what is no batch of arrays."""
    fix = "Give labels and predictions, two arrays of one length, or batches of such: [(labels, predictions)]"
    return unreadable("batches", what, fix)


def other_lengths(parts: Sequence[Floats], number: int) -> XentError:
    """Refuse labels, predictions and weights that are not as many; an array may lie on its side."""
    found = [counted(len(part), what[:-1]) for part, what in zip(parts, BATCH_PARTS, strict=False)]
    labels, predictions = parts[:2]
    is_turned = predictions.ndim == 2 and predictions.shape[1] == len(labels) != len(predictions)  # noqa: PLR2004
    return XentError(
        "lengths-differ",
        f"There are {' and '.join((', '.join(found[:-1]), found[-1]))}.",
        where="the arrays" if number == 1 else f"batch {number}",
        text=", ".join(f"{what} {part.shape}" for part, what in zip(parts, BATCH_PARTS, strict=False)),
        why="Every row has a label and a prediction, in the same order; weights, if there are any, one a row.",
        fix="If the rows of predictions are the classes, turn it: predictions.T"
        if is_turned
        else "Give as many of each, those of one row at the same place.",
        status=BAD_DATA,
    )
