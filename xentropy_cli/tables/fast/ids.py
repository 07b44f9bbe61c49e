"""Texts that name rows, as spans of a buffer: told apart eight bytes at a time, written out only where somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.fast.digits import KEEP, PADDING, WORD, last_words
from xentropy_cli.tables.strict.records import BLANKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xentropy_cli.arrays.kinds import Indices, Words


class Ids(NamedTuple):
    """The ids of rows: where each begins and ends in a buffer that has PADDING bytes before the first."""

    buffer: NDArray[np.uint8]
    starts: Indices
    ends: Indices

    @classmethod
    def of(cls, texts: Sequence[str]) -> Ids:
        """Put texts into a buffer.

        >>> Ids.of(["a7", "b"]).take(slice(1, 2)).text(0)
        'b'
        """
        parts = [text.encode() for text in texts]
        ends = PADDING + np.cumsum(np.array([len(part) for part in parts], dtype=np.intp))
        starts = ends - np.array([len(part) for part in parts], dtype=np.intp)
        return cls(np.frombuffer(b"".join((bytes(PADDING), *parts)), np.uint8), starts, ends)

    @classmethod
    def trimmed(cls, buffer: NDArray[np.uint8], starts: Indices, ends: Indices) -> Ids:
        """Take spans without the blanks round them."""
        is_blank = np.isin(buffer, [ord(blank) for blank in BLANKS])
        while (blank := is_blank[starts] & (starts < ends)).any():
            starts = starts + blank
        while (blank := is_blank[ends - 1] & (starts < ends)).any():
            ends = ends - blank
        return cls(buffer, starts, ends)

    @classmethod
    def joined(cls, parts: Sequence[Ids]) -> Ids:
        """The ids of several pieces behind each other."""
        before = np.cumsum([0, *(part.buffer.size for part in parts)]).tolist()
        starts, ends = (
            np.concatenate([column + start for column, start in zip(columns, before, strict=False)])
            for columns in ([part.starts for part in parts], [part.ends for part in parts])
        )
        return cls(np.concatenate([part.buffer for part in parts]), starts, ends)

    def take(self, at: slice | NDArray[Any]) -> Ids:
        """The ids of some rows."""
        return Ids(self.buffer, self.starts[at], self.ends[at])

    def text(self, row: int) -> str:
        """The id of a row."""
        return self.bytes_of(row).decode()

    def bytes_of(self, row: int) -> bytes:
        """The bytes of the id of a row."""
        return self.buffer[self.starts[row] : self.ends[row]].tobytes()

    def first(self, text: str) -> int | None:
        """The first row with an id.

        >>> Ids.of(["b", "a7", "a7"]).first("a7")
        1
        """
        same = self.ends - self.starts == len(text.encode())
        for mine, sought in zip(self.words(), Ids.of([text]).words(), strict=False):
            same &= mine == sought
        return int(same.argmax()) if same.any() else None

    def written(self) -> Ids:
        """All ids as text: these."""
        return self

    def words(self) -> list[Words]:
        """Every id as words of eight bytes, its last bytes in the first word; the rest of the last one is 0."""
        lengths = self.ends - self.starts
        count = max(-(-int(lengths.max(initial=0)) // WORD), 1)
        room = np.zeros(max(count * WORD - PADDING, 0), np.uint8)
        buffer = np.concatenate((room, self.buffer)) if room.size else self.buffer
        words = last_words(buffer, self.ends + room.size, count)
        return [word & KEEP[np.clip(lengths - WORD * k, 0, WORD)] for k, word in enumerate(words)]


def text_of_words(words: Sequence[np.uint64]) -> str:
    """The id that words stand for.

    >>> text_of_words([word[0] for word in Ids.of(["a rather long id"]).words()])
    'a rather long id'
    """
    return np.array(words[::-1], dtype="<u8").tobytes().lstrip(b"\0").decode()
