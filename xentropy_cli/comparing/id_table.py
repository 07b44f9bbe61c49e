"""The rows of one side, kept to be found by their ids: in arrays, some fifty bytes a row, and never by a hash alone."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.tables.fast.ids import text_of_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from xentropy_cli.arrays.kinds import Indices, Words
    from xentropy_cli.comparing.loss_arrays import Losses


COLUMNS: dict[str, Any] = {
    "lines": np.intp,
    "labels": np.int32,
    "loss": np.float64,
    "truth": np.float64,
    "weights": np.float64,
    "groups": np.int32,
    "p": np.float64,
}
AT_ONCE = 1 << 16
MIXER = np.uint64(0x9E3779B97F4A7C15)


class Growing:
    """An array that grows where it stands: what it holds is not copied, so memory never holds it twice."""

    def __init__(self, dtype: Any, shape: tuple[int, ...] = ()) -> None:
        """Nothing yet; each value is of this shape."""
        self.shape = shape
        self.values = np.empty((0, *shape), dtype=dtype)
        self.size = 0

    def add(self, more: NDArray[Any] | None, count: int) -> None:
        """Put `count` values behind the others; zeros where there are none."""
        end = self.size + count
        if end > len(self.values):
            self.values.resize((max(end, len(self.values) * 5 // 4), *self.shape), refcheck=False)
        self.values[self.size : end] = 0 if more is None else more
        self.size = end

    def done(self) -> NDArray[Any]:
        """Give the array."""
        self.values.resize((self.size, *self.shape), refcheck=False)
        return self.values


class IdTable:
    """Rows by id. Ids are told apart by all their bytes; a hash of them only says where to look."""

    def __init__(self, batches: Iterable[Losses], columns: Losses) -> None:
        """Keep rows, without their texts."""
        given = {name: getattr(columns, name) for name in COLUMNS if getattr(columns, name) is not None}
        kept = {name: Growing(COLUMNS[name], column.shape[1:]) for name, column in given.items()}
        words = [Growing(np.uint64)]
        for batch in batches:
            if batch.ids is not None:
                ids = batch.ids.words()
                for _ in range(len(words), len(ids)):
                    words.append(Growing(np.uint64))
                    words[-1].add(None, words[0].size)
                for k, column in enumerate(words):
                    column.add(ids[k] if k < len(ids) else None, batch.size)
                for name, column in kept.items():
                    column.add(getattr(batch, name), batch.size)
        self.words = [column.done() for column in words]
        arrays: dict[str, Any] = {name: column.done() for name, column in kept.items()}
        self.rows = columns._replace(ids=None, **arrays)
        hashes = mixed(self.words)
        self.order = np.argsort(hashes, kind="stable")
        self.hashes = hashes[self.order]
        self.taken = np.zeros(self.rows.size, dtype=np.intp)  # the line of the other side

    def first_repeated(self) -> tuple[int, int] | None:
        """The first row whose id stands in an earlier one too, and that one."""
        suspects = np.sort(self.order[1:][self.hashes[1:] == self.hashes[:-1]])
        for start in range(0, suspects.size, AT_ONCE):
            some = suspects[start : start + AT_ONCE]
            firsts = self.find([word[some] for word in self.words])
            repeated = np.flatnonzero(firsts != some)
            if repeated.size:
                return int(some[repeated[0]]), int(firsts[repeated[0]])
        return None

    def find(self, words: Sequence[Words]) -> Indices:
        """The first row with each id; −1 where there is none. Hashes are looked up in their order, which spares the cache."""
        none = np.zeros(words[0].size, dtype=np.uint64)
        hashes = mixed([*words[: len(self.words)], *[none] * (len(self.words) - len(words))])
        sought = np.argsort(hashes)
        at = np.empty(hashes.size, dtype=np.intp)
        at[sought] = np.searchsorted(self.hashes, hashes[sought])
        found = np.full(hashes.size, -1, dtype=np.intp)
        too_long = reduce(np.bitwise_or, words[len(self.words) :], none)
        left = np.flatnonzero(too_long == 0)
        while left.size:
            left = left[at[left] < self.hashes.size]
            left = left[self.hashes[at[left]] == hashes[left]]
            rows = self.order[at[left]]
            same = np.ones(left.size, dtype=np.bool_)
            for mine, theirs in zip(self.words, (*words, *[none] * len(self.words)), strict=False):
                same &= mine[rows] == theirs[left]
            found[left[same]] = rows[same]
            left = left[~same]
            at[left] += 1
        return found

    def take(self, batch: Losses) -> tuple[Indices, int | None]:
        """The rows of a batch of the other side, up to one whose id is missing here or was taken before.

        The second is None where there is none such, 0 where the id is missing, or the line that took it.
        """
        rows = np.empty(0, dtype=np.intp) if batch.ids is None else self.find(batch.ids.words())
        missing, taken = rows < 0, np.zeros(rows.size, dtype=np.bool_)
        taken[~missing] = self.taken[rows[~missing]] > 0
        order = np.argsort(rows, kind="stable")
        taken[order[1:][(rows[order[1:]] == rows[order[:-1]])]] = True
        bad = missing | taken
        end = int(bad.argmax()) if bad.any() else rows.size
        self.taken[rows[:end]] = batch.lines[:end]
        if end == rows.size:
            return rows, None
        return rows[:end], 0 if missing[end] else int(self.taken[rows[end]])

    def first_left(self) -> int | None:
        """The first row that nothing was found for."""
        return None if self.taken.all() else int(self.taken.argmin())

    def text(self, row: int) -> str:
        """The id of a row."""
        return text_of_words([word[row] for word in self.words])


def mixed(words: Sequence[Words]) -> Words:
    """A hash of each id."""
    found = words[0] * MIXER
    for word in words[1:]:
        found = ((found ^ (found >> np.uint64(32))) + word) * MIXER
    return found ^ (found >> np.uint64(29))
