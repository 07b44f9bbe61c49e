"""How likely a fit is by chance: the hypotheses near a number, the most plausible first."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

from xentropy_cli.conventions.why.target import SINGLE_SLACK

if TYPE_CHECKING:
    from xentropy_cli.conventions.why.departures import Hypothesis
    from xentropy_cli.conventions.why.target import Target

NEARLY = 1e-10
"""Two values that differ by no more than this share of them are one value."""

CUT_OFF = 1.5
"""How much wider the window is of a number that may have been cut off."""

CHANCE_OF_ROUND = 0.5
"""The least chance of a fit where the number is round: more digits of it tell no more."""


class Ladder:
    """The different values of hypotheses near a number: how many of them there are up to any rarity."""

    def __init__(self, target: Target) -> None:
        """Start with none."""
        self.target = target
        self.low, self.high = target.room
        self.reach = max(2 * target.half, SINGLE_SLACK * abs(target.value))
        self.density = 1 / (self.high - self.low)
        self.tried = 0
        self.bits: list[float] = []
        self._near: list[tuple[float, float]] = []
        self._everywhere = array("d")

    def count(self, hypothesis: Hypothesis) -> None:
        """Take one more hypothesis into account."""
        value = hypothesis.value
        if not math.isfinite(value):
            return
        self._everywhere.append(value)
        if self.low <= value <= self.high:
            self._near.append((value, hypothesis.bits))

    def close(self) -> None:
        """Make one of values that are the same, each as rare as the most common way to it, and sort them by rarity."""
        self.tried = _different(sorted(self._everywhere))
        self.bits = sorted(_distinct(sorted(self._near)))

    @property
    def expected(self) -> float:
        """How many of all hypotheses would fit a random number near this one."""
        return len(self.bits) * self.target.window * self.density

    def chance(self, fit: Hypothesis) -> float:
        """How many hypotheses no rarer than this one would fit a random number near this one."""
        count = max(bisect_right(self.bits, fit.bits), 1)
        keys = [each.key for each in fit.departures]
        window = max(self.target.window, 2 * SINGLE_SLACK * abs(self.target.value) if "float32" in keys else 0)
        chance = count * window * (CUT_OFF if "truncated" in keys else 1) * self.density
        is_expected = not keys or keys == ["uniform"]
        return chance if is_expected or not self.target.round_name else max(chance, CHANCE_OF_ROUND)


def _different(values: list[float]) -> int:
    """How many different values there are among sorted ones.

    >>> _different([0.5, 0.5 + 1e-12, 0.6])
    2
    """
    count, first = 0, math.nan
    for value in values:
        if not value - first <= NEARLY * abs(first):
            count += 1
            first = value
    return count


def _distinct(values: list[tuple[float, float]]) -> list[float]:
    """The least rarity of each group of sorted values that are the same.

    >>> _distinct([(0.5, 3.0), (0.5, 2.0), (0.6, 1.0)])
    [2.0, 1.0]
    """
    least: list[float] = []
    first = None
    for value, bits in values:
        if first is not None and value - first <= NEARLY * abs(first):
            least[-1] = min(least[-1], bits)
        else:
            first = value
            least.append(bits)
    return least
