"""Texts of a column → codes: labels, and groups, of which there may be as many as rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from xentropy_cli.errors import XentError
from xentropy_cli.tables.fast.digits import KEEP, PADDING, WORD, last_words
from xentropy_cli.tables.fast.ids import Ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from xentropy_cli.tables.fast.cell_positions import Cells

    Indices = NDArray[np.intp]
    Words = NDArray[np.uint64]

LONGEST_NAME = PADDING
FEW = 64
MIXER, SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)


class Known(NamedTuple):
    """Many texts of so many words each, in the order of a mixture of their bytes. It never changes: threads may share it."""

    mixed: Words
    codes: Indices
    words: list[Words]

    @classmethod
    def none(cls, count: int) -> Known:
        """No text but one, whose code is none."""
        return cls(np.zeros(1, np.uint64), np.full(1, -1, np.intp), [np.zeros(1, np.uint64)] * count)

    def places(self, mixed: Words) -> Indices:
        """Where each mixture stands, or the last smaller one."""
        return np.searchsorted(self.mixed, mixed, side="right") - 1

    def find(self, mixed: Words, words: list[Words]) -> Indices:
        """The code of each text, −1 for one that is not here."""
        at = self.places(mixed)
        same = self.mixed[at] == mixed
        for mine, theirs in zip(self.words, words, strict=True):
            same &= mine[at] == theirs
        return np.where(same, self.codes[at], -1)

    def with_more(self, mixed: Words, codes: Indices, words: list[Words]) -> Known:
        """These and others, in the order of their mixtures; of texts that mix to the same one is enough."""
        places = self.places(mixed)
        new = np.flatnonzero(self.mixed[places] != mixed)
        at = places[new] + 1
        grown = [np.insert(mine, at, more[new]) for mine, more in zip(self.words, words, strict=True)]
        return Known(np.insert(self.mixed, at, mixed[new]), np.insert(self.codes, at, codes[new]), grown)


@dataclass
class Names:
    """Texts of a column ↔ codes, learned as they are met; `code_of` decides what a new text means."""

    code_of: Callable[[str], int]
    keys: dict[bytes, int] = field(default_factory=dict)
    letters: NDArray[np.intp] = field(default_factory=lambda: np.full(256, -1, dtype=np.intp))
    known: dict[int, Known] = field(default_factory=dict)

    def encode(self, cells: Cells, column: int) -> Indices | None:
        """Return the code of every cell of a column, or None if a cell is too long or means nothing."""
        starts, ends = cells.starts(column), cells.ends(column)
        lengths = ends - starts
        longest = int(lengths.max(initial=0))
        if longest > LONGEST_NAME or not int(lengths.min(initial=LONGEST_NAME)):
            return None
        if longest == 1:
            return self.single(cells.buffer[starts])
        words = [
            word & KEEP[np.clip(lengths - WORD * k, 0, WORD)]
            for k, word in enumerate(last_words(cells.buffer, ends, (longest + 7) // WORD))
        ]
        texts = Ids(cells.buffer, starts, ends)
        return self.of_few(words, texts) if len(self.keys) <= FEW else self.of_many(words, texts)

    def of_few(self, words: list[Words], texts: Ids) -> Indices | None:
        """Look for one known text after the other."""
        codes = np.full(texts.starts.size, -1, dtype=np.intp)
        for text, code in self.keys.copy().items():  # another thread may learn a text meanwhile
            codes[same(words, text)] = code
        while codes.size and codes.min() < 0:
            if len(self.keys) > FEW:
                return self.of_many(words, texts)
            text = texts.bytes_of(int(codes.argmin()))
            if self.learn(text) is None:
                return None
            codes[same(words, text)] = self.keys[text]
        return codes

    def of_many(self, words: list[Words], texts: Ids) -> Indices | None:
        """Look for the texts among those known, and for each different one of the others by itself."""
        mixed = words[0]
        for word in words[1:]:
            mixed = (mixed ^ (mixed >> SHIFT)) * MIXER + word
        known = self.known.get(len(words)) or Known.none(len(words))
        codes = known.find(mixed, words)
        new = np.flatnonzero(codes < 0)
        if new.size:
            _, first, which = np.unique(mixed[new], return_index=True, return_inverse=True)
            first = new[first]
            if not all(bool((word[first][which] == word[new]).all()) for word in words):
                return None  # two texts mix to the same
            learned = [self.learn(texts.bytes_of(row)) for row in first.tolist()]
            if None in learned:
                return None
            found = np.array(learned, dtype=np.intp)
            codes[new] = found[which]
            self.known[len(words)] = known.with_more(mixed[first], found, [word[first] for word in words])
        return codes

    def learn(self, text: bytes) -> int | None:
        """Return the code of a text, which may be new; None if it means nothing."""
        if text not in self.keys:
            try:
                self.keys[text] = self.code_of(text.decode())
            except (XentError, UnicodeDecodeError):
                return None
        return self.keys[text]

    def single(self, letters: NDArray[np.uint8]) -> Indices | None:
        """Return the code of every cell of one letter."""
        codes = self.letters[letters]
        while codes.size and int(codes.min()) < 0:
            letter = int(letters[int(codes.argmin())])
            try:
                self.letters[letter] = self.code_of(chr(letter))
            except XentError:
                return None
            codes = self.letters[letters]
        return codes


def same(words: list[Words], text: bytes) -> NDArray[np.bool_]:
    """Tell which cells hold this text, from their words, last first."""
    found = np.ones(words[0].size, dtype=np.bool_)
    padded = text.rjust(WORD * len(words), b"\0")
    if len(padded) > WORD * len(words):
        return ~found
    for k, word in enumerate(words):
        part = padded[len(padded) - WORD * (k + 1) : len(padded) - WORD * k]
        found &= word == np.frombuffer(part, "<u8")[0]
    return found
