"""The result of comparing two models: sums of differences, by class and by group too, and the rows that moved most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xentropy_cli.inputs.words import UNITS
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from xentropy_cli.comparing.differences import Differences
    from xentropy_cli.derivation.notes import Note


class Loss(NamedTuple):
    """One model's loss on one row."""

    file: str
    line: int
    key: str | None
    label: str | None
    group: str | None
    loss: float
    truth: float
    weight: float = 1.0
    true: tuple[tuple[str, float], ...] = ()  # of a truth that is a distribution: each class with its probability
    cells: tuple[tuple[str, str], ...] = ()  # of the columns that are to be shown: name and text


class Moved(NamedTuple):
    """A row with the losses of both models."""

    a: Loss
    b: Loss

    @property
    def gap(self) -> float:
        """Loss of b − loss of a."""
        return 0.0 if self.a.loss == self.b.loss else self.b.loss - self.a.loss

    @property
    def rank(self) -> tuple[float, str, int]:
        """The largest difference first."""
        return -abs(self.gap), self.a.file, self.a.line


@dataclass(frozen=True)
class Comparison:
    """What is known of two models once all rows were compared."""

    name_a: str
    name_b: str
    base: str
    on: str | None
    file: str | None
    by: str | None
    weight: str | None
    read_a: str
    read_b: str
    all: Differences
    classes: dict[str, Differences]
    groups: dict[str, Differences]
    moved: tuple[Moved, ...]
    bootstrap: tuple[float, float] | None
    skipped: int
    outside: int
    notes: tuple[Note, ...]
    of_text: bool = True  # whether rows stand on lines

    @property
    def unit(self) -> str:
        """The unit of every loss."""
        return UNITS.get(self.base, f"base-{self.base} units")
