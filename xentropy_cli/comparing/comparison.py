"""The result of comparing two models: sums of differences, by class and by group too, and the rows that moved most."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.comparing.bootstrap import Resampler
from xentropy_cli.comparing.differences import Differences
from xentropy_cli.inputs.words import UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.notes import Note


class Loss(NamedTuple):
    """One model's loss on one row; not a number where the row is bad and was left out."""

    file: str
    line: int
    key: str | None
    label: str | None
    group: str | None
    loss: float
    truth: float
    weight: float = 1.0
    clipped: bool = False

    @property
    def is_left_out(self) -> bool:
        """Whether the row could not be read."""
        return math.isnan(self.loss)


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


@dataclass
class Comparison:
    """What is kept of the rows compared; `add` takes them one by one, and `pair_arrays` adds arrays of them."""

    name_a: str
    name_b: str
    base: str
    top: int
    on: str | None
    file: str | None = None
    by: str | None = None
    weight: str | None = None
    read_a: str = ""
    read_b: str = ""
    all: Differences = field(default_factory=Differences)
    classes: dict[str, Differences] = field(default_factory=dict)
    groups: dict[str, Differences] = field(default_factory=dict)
    moved: list[Moved] = field(default_factory=list)
    resampler: Resampler = field(default_factory=Resampler)
    bootstrap: tuple[float, float] | None = None
    skipped: int = 0
    notes: tuple[Note, ...] = ()

    @property
    def unit(self) -> str:
        """The unit of every loss."""
        return UNITS.get(self.base, f"base-{self.base} units")

    def add(self, pairs: Sequence[Moved]) -> None:
        """Add rows; those that one of the models could not be read on are left out of both."""
        kept = [pair for pair in pairs if not (pair.a.is_left_out or pair.b.is_left_out)]
        self.skipped += len(pairs) - len(kept)
        self.all.add([rated(pair) for pair in kept])
        add_parts(self.classes, [(pair.a.label, pair) for pair in kept])
        add_parts(self.groups, [(pair.a.group, pair) for pair in kept])
        known = [(pair.gap if math.isfinite(pair.gap) else 0.0, pair.a.weight) for pair in kept]  # ∞ of weight 0 is 0
        self.resampler.add([(weight * gap, weight) for gap, weight in known])
        self.keep([pair for pair in kept if pair.gap])

    def merge(self, other: Comparison) -> None:
        """Add the rows of another part, which follow."""
        self.skipped += other.skipped
        self.all.merge(other.all)
        for mine, others in ((self.classes, other.classes), (self.groups, other.groups)):
            for name, sums in others.items():
                mine.setdefault(name, Differences()).merge(sums)
        self.resampler.merge(other.resampler)
        self.keep(other.moved)

    def keep(self, changed: Sequence[Moved]) -> None:
        """Keep those of some rows that moved most."""
        self.moved = nsmallest(self.top, [*self.moved, *changed], key=lambda pair: pair.rank)


def rated(pair: Moved) -> tuple[float, float, float]:
    """Both losses and the weight."""
    return pair.a.loss, pair.b.loss, pair.a.weight


def add_parts(parts: dict[str, Differences], pairs: Sequence[tuple[str | None, Moved]]) -> None:
    """Add rows to the sums of the class or group each belongs to, if it does to any."""
    split: dict[str, list[tuple[float, float, float]]] = {}
    for key, pair in pairs:
        if key is not None:
            split.setdefault(key, []).append(rated(pair))
    for key, rows in split.items():
        parts.setdefault(key, Differences()).add(rows)
