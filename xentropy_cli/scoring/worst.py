"""The rows worth naming: those with the largest losses, and the first infinite ones."""

from __future__ import annotations

from typing import NamedTuple

MOST_INFINITE = 20


class Worst(NamedTuple):
    """A row with a large loss: where it stands, what happened, and what had been predicted."""

    loss: float
    file: str
    line: int
    label: int
    truth: float
    weight: float = 1.0
    id: str | None = None
    cells: tuple[
        tuple[str, str], ...
    ] = ()  # of the columns that are to be shown: name and text; a saved summary keeps none

    @property
    def rank(self) -> tuple[float, str, int]:
        """The largest loss first; equal ones by place."""
        return -self.loss, self.file, self.line
