"""Texts ↔ numbers: the labels and groups of rows, kept as numbers in arrays."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.tables.fast.names import Names
from xentropy_cli.tables.strict.records import BLANKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.arrays.kinds import Indices


NONE = -1  # the code of a row without a label or group
IGNORED = -2  # the code of a row that was asked not to count


class Codes:
    """Numbers of texts in the order in which they are met; any thread may meet new ones.

    >>> codes = Codes()
    >>> codes.of("paris"), codes.of("oslo"), codes.of("paris"), codes.texts
    (0, 1, 0, ['paris', 'oslo'])
    """

    def __init__(self) -> None:
        """No text is known."""
        self.texts: list[str] = []
        self.known: dict[str, int] = {}
        self.adding = Lock()
        self.names = Names(lambda text: self.of(text.strip(BLANKS)))

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.texts)

    def of(self, text: str | None) -> int:
        """The number of a text: new ones are counted on."""
        if text is None:
            return NONE
        if text not in self.known:
            with self.adding:
                if text not in self.known:
                    self.texts.append(text)
                    self.known[text] = len(self.texts) - 1
        return self.known[text]

    def array(self, texts: Iterable[str | None]) -> Indices:
        """The numbers of texts."""
        return np.array(list(map(self.of, texts)), dtype=np.intp)

    def text(self, code: int) -> str | None:
        """The text of a number, if it is one of a text."""
        return {NONE: None, IGNORED: "the label to be ignored"}[code] if code < 0 else self.texts[code]
