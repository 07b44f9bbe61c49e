"""Texts of a column → codes: labels, and groups, of which there may be as many as rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.errors import XentError
from xentropy_cli.tables.fast.digits import PADDING, WORD
from xentropy_cli.tables.fast.ids import Ids

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from xentropy_cli.arrays.kinds import Flags, Indices, Words
    from xentropy_cli.tables.fast.cell_positions import Cells


LONGEST_NAME = PADDING
FEW = 64
MIXER, SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)


@dataclass
class Names:
    """Texts of a column ↔ codes, learned as they are met; `code_of` decides what a new text means."""

    code_of: Callable[[str], int]
    keys: dict[bytes, int] = field(default_factory=dict)
    letters: Indices = field(default_factory=lambda: np.full(256, -1, dtype=np.intp))

    def encode(self, cells: Cells, column: int) -> Indices | None:
        """Return the code of every cell of a column, or None if a cell is too long or means nothing."""
        starts, ends = cells.starts(column), cells.ends(column)
        lengths = ends - starts
        longest = int(lengths.max(initial=0))
        if longest > LONGEST_NAME or not int(lengths.min(initial=LONGEST_NAME)):
            return None
        if longest == 1:
            return self.of_letters(cells.buffer[starts])
        texts = Ids(cells.buffer, starts, ends)
        return (self.of_few if len(self.keys) <= FEW else self.of_many)(texts.words(), texts)

    def of_letters(self, letters: NDArray[np.uint8]) -> Indices | None:
        """Look up texts of one byte in a table of all bytes."""
        codes = self.letters[letters]
        while codes.size and codes.min() < 0:
            letter = letters[codes.argmin()]
            code = self.learn(bytes([letter]))
            if code is None:
                return None
            self.letters[letter] = code
            codes = self.letters[letters]
        return codes

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
        """Ask for each different text by itself; None if one means nothing, or if two mix to the same."""
        mixed = words[0]
        for word in words[1:]:
            mixed = (mixed ^ (mixed >> SHIFT)) * MIXER + word
        _, first, which = np.unique(mixed, return_index=True, return_inverse=True)
        if not all(bool((word[first][which] == word).all()) for word in words):
            return None
        codes = [self.learn(texts.bytes_of(row)) for row in first.tolist()]
        return None if None in codes else np.array(codes, dtype=np.intp)[which]

    def learn(self, text: bytes) -> int | None:
        """Return the code of a text, which may be new; None if it means nothing."""
        if text not in self.keys:
            try:
                self.keys[text] = self.code_of(text.decode())
            except (XentError, UnicodeDecodeError):
                return None
        return self.keys[text]


def same(words: list[Words], text: bytes) -> Flags:
    """Tell which cells hold this text, from their words, last first."""
    found = np.ones(words[0].size, dtype=np.bool_)
    padded = text.rjust(WORD * len(words), b"\0")
    if len(padded) > WORD * len(words):
        return ~found
    for k, word in enumerate(words):
        part = padded[len(padded) - WORD * (k + 1) : len(padded) - WORD * k]
        found &= word == np.frombuffer(part, "<u8")[0]
    return found
