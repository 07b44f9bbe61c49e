"""What is kept of the rows of a file or a group: exact sums and counts, so that joining two is addition."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from itertools import repeat
from operator import add
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from xentropy_cli.arrays.exact_sum import SCALE, exact_quotient
from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.tables.form import decimal_value

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]
Part = TypeVar("Part")
Key = TypeVar("Key")
FaintKey = tuple[int, int, int]

BAND = 512.0
"""Nats: numbers too small for doubles are summed in bands of this width, times e to the power of its multiples."""


class Totals:
    """Exact sums over rows. A mass is a count of rows, or a sum of weights times 2¹⁰⁷⁴ where rows are weighted.

    Sums of doubles are whole numbers, times 2¹⁰⁷⁴ (2²¹⁴⁸ for squares); see exact_sum.py. Per class, or for all together as of
    a group: `mass`, `loss` (of the rows with a finite loss, which `finite` counts), `infinite` (count), `infinite_mass`,
    `correct` (mass), and for the standard error of finite losses `squares`, `cross`, `weight_squares`. Rows of weight 0 are
    in `n` alone.
    """

    SCALARS: ClassVar[tuple[str, ...]] = ("n",)
    LISTS: ClassVar[tuple[str, ...]] = (
        *("mass", "loss", "finite", "infinite", "infinite_mass", "correct", "squares", "cross", "weight_squares"),
    )

    def __init__(self, classes: int = 1) -> None:
        """No rows yet."""
        self.mass = [0] * classes
        self.loss = [0] * classes
        self.finite = [0] * classes
        self.infinite = [0] * classes
        self.infinite_mass = [0] * classes
        self.correct = [0] * classes
        self.squares = [0] * classes
        self.cross = [0] * classes
        self.weight_squares = [0] * classes
        self.n = 0

    @classmethod
    def of(cls, amounts: dict[str, int]) -> Totals:
        """Take amounts by name, for all classes together; what is not named is 0."""
        totals = cls()
        vars(totals).update({name: [amount] if name in cls.LISTS else amount for name, amount in amounts.items()})
        return totals

    def of_class(self, k: int) -> Totals:
        """The sums of a class, as those of a group; of its rows only those that weigh something are known."""
        totals = Totals()
        vars(totals).update({name: [getattr(self, name)[k]] for name in Totals.LISTS})
        totals.n = totals.weighed
        return totals

    @property
    def weighed(self) -> int:
        """How many rows weigh something."""
        return sum(self.finite) + sum(self.infinite)

    def __eq__(self, other: object) -> bool:
        """Tell whether all sums are the same."""
        return isinstance(other, Totals) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # they change

    def merge(self, other: Self) -> Self:
        """Join the sums of two sets of rows."""
        from copy import copy

        both = copy(self)
        both.absorb(other)
        return both

    def absorb(self, other: Self) -> None:
        """Add the sums of other rows; what was held before stays as it was."""
        mine, others = vars(self), vars(other)
        for name in self.SCALARS:
            mine[name] += others[name]
        for name in self.LISTS:
            mine[name] = list(map(add, mine[name], others[name]))

    def to_json(self) -> Json:
        """Write the sums so that nothing is lost: whole numbers in hexadecimal."""
        return {
            **{name: list(map(hex, getattr(self, name))) for name in self.LISTS},
            **{name: hex(getattr(self, name)) for name in self.SCALARS},
        }

    @classmethod
    def from_json(cls, saved: Json) -> Self:
        """Read back what `to_json` wrote."""
        sums = cls(len(saved["mass"]))
        vars(sums).update({name: [int(text, 16) for text in saved[name]] for name in cls.LISTS})
        vars(sums).update({name: int(saved[name], 16) for name in cls.SCALARS})
        return sums


OF_TOKENS = ("bytes", "words", "documents", "endless_documents", "document_perplexity")
"""What is kept of rows that are parts of texts: their bytes and words, and of lists of tokens each list by itself."""


class Sums(Totals):
    """What is kept of all rows of a file: totals by class, and what the statistics of predictions need.

    `low` and `high` are the smallest and largest prediction of each column. `cells` maps bin · classes + label to its mass
    (`by_cell` takes that apart), `confidence` a bin to the sum of its predictions and `doubt` to that of 1 − prediction;
    tallies.py says what a bin is. `faint` maps (0 for confidence or 1 for doubt, bin, band) to the sum of those of the rows
    in which a double holds too little of one, each times e^(512 · band), for the two bands of a bin that matter.
    """

    SCALARS = (*Totals.SCALARS, "brier", "decided", "clipped", "off", "soft", "entropy", "divergence", *OF_TOKENS)

    def __init__(self, classes: int, columns: int = 0) -> None:
        """No rows yet."""
        super().__init__(classes)
        self.low = [float("inf")] * columns
        self.high = [float("-inf")] * columns
        self.brier = 0
        self.decided = 0
        self.clipped = 0
        self.off = 0
        self.soft = 0
        self.entropy = 0
        self.divergence = 0
        self.bytes = 0
        self.words = 0
        self.documents = 0
        self.endless_documents = 0
        self.document_perplexity = 0
        self.farthest = 0.0
        self.cells: dict[int, int] = {}
        self.confidence: dict[int, int] = {}
        self.doubt: dict[int, int] = {}
        self.faint: dict[FaintKey, int] = {}

    def by_cell(self) -> Iterator[tuple[int, int, int]]:
        """Each bin and label with a mass, and that mass."""
        for key, mass in sorted(self.cells.items()):
            yield *divmod(key, len(self.mass)), mass

    def absorb(self, other: Self) -> None:
        """Add the sums of other rows; what was held before stays as it was."""
        super().absorb(other)
        self.low = list(map(min, self.low, other.low))
        self.high = list(map(max, self.high, other.high))
        self.farthest = max(self.farthest, other.farthest)
        for name in ("cells", "confidence", "doubt", "faint"):
            vars(self)[name] = with_amounts(vars(self)[name], vars(other)[name])
        self.faint = brightest(self.faint)

    def to_json(self) -> Json:
        """Write the sums so that nothing is lost: doubles as their shortest text."""
        return {
            **super().to_json(),
            "low": list(map(repr, self.low)),
            "high": list(map(repr, self.high)),
            "farthest": repr(self.farthest),
            "cells": [[cell, label, hex(mass)] for cell, label, mass in self.by_cell()],
            "confidence": [[key, hex(amount)] for key, amount in sorted(self.confidence.items())],
            "doubt": [[key, hex(amount)] for key, amount in sorted(self.doubt.items())],
            "faint": [[*key, hex(amount)] for key, amount in sorted(self.faint.items())],
        }

    @classmethod
    def from_json(cls, saved: Json) -> Self:
        """Read back what `to_json` wrote."""
        sums = super().from_json(saved)
        sums.low = list(map(float, saved["low"]))
        sums.high = list(map(float, saved["high"]))
        sums.farthest = float(saved["farthest"])
        sums.cells = {int(b) * len(sums.mass) + int(k): int(mass, 16) for b, k, mass in saved["cells"]}
        sums.confidence = {int(b): int(amount, 16) for b, amount in saved["confidence"]}
        sums.doubt = {int(b): int(amount, 16) for b, amount in saved["doubt"]}
        sums.faint = {(int(s), int(b), int(band)): int(amount, 16) for s, b, band, amount in saved["faint"]}
        return sums


def in_order(groups: dict[str, Part]) -> dict[str, Part]:
    """Put groups in the order of their names, or of their numbers if all names are some.

    >>> in_order({"10": "a", "9": "b"}), in_order({"9": "a", "10": "b", "x": "c"})
    ({'9': 'b', '10': 'a'}, {'10': 'b', '9': 'a', 'x': 'c'})
    """
    numbers = {group: decimal_value(group) for group in groups}
    names = sorted(groups) if None in numbers.values() else sorted(groups, key=lambda group: (numbers[group], group))
    return {group: groups[group] for group in names}


def brightest(faint: dict[FaintKey, int]) -> dict[FaintKey, int]:
    """Keep the two brightest bands of each bin: the others are less than e^−512 of them, whatever else is added."""
    least: dict[tuple[int, int], int] = {}
    for side, cell, band in faint:
        least[side, cell] = min(band, least.get((side, cell), band))
    return {key: amount for key, amount in faint.items() if key[2] <= least[key[:2]] + 1}


def with_amounts(held: dict[Key, int], new: dict[Key, int]) -> dict[Key, int]:
    """Add amounts by key."""
    return held | dict(zip(new, map(add, new.values(), map(held.get, new, repeat(0))), strict=True))


def average(total: int, mass: int, *, weighted: bool) -> float:
    """A sum of doubles divided by a mass, correctly rounded."""
    return exact_quotient(total, mass, 0 if weighted else SCALE)


@contextmanager
def making_many() -> Iterator[None]:
    """Make very many sums, which form no cycles: to search them for some, again and again, takes longer than to make them."""
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.enable()


@contextmanager
def in_reach(weight: str | None) -> Iterator[None]:
    """Refuse weights whose product with a loss is no double: there is no exact sum of what is infinite."""
    try:
        yield
    except OverflowError:
        raise XentError(
            "too-extreme",
            "A weight times a loss is out of reach of doubles.",
            where="--weight",
            text=weight or "",
            why="Products above 1.8e308 have no sum.",
            fix="Divide all weights by the same number: only their proportions count.",
            status=BAD_DATA,
        ) from None
