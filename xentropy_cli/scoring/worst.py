"""The rows worth naming: those with the largest losses, the first infinite ones, and those not scored as they stand."""

from __future__ import annotations

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.rows import MOST_SKIPPED

MOST_INFINITE = 20

COUNTS = ("skipped", "blank", "ignored", "untold", "outside", "percents", "joined")
"""The fields of a summary that count rows or lines to be told of, such as those not scored as they stand: they add up."""

PLACES = {"infinite": MOST_INFINITE, "skipped_rows": MOST_SKIPPED, "joined_rows": MOST_SKIPPED}
"""The fields of a summary that hold files and lines, and how many of them."""


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
