"""The number somebody got: its value, how precisely it was typed, and what else it might as well have been."""

from __future__ import annotations

import math

from xentropy_cli.named_tuple import NamedTuple

ROOM = 2.0
"""A number is compared with the hypotheses from half of it to twice it: so many times its size is that room, less a half."""

HIGHEST_CHANCE = {1: 0.25, 2: 0.25, 3: 0.15}
"""The chance that a random number of so many digits is given a cause; from four digits on it is the lowest of all."""

LOWEST_CHANCE = 0.008
DOUBLE_SLACK = 2e-14
SINGLE_SLACK = 4e-7
SPREAD = 50
EXACT = (("1/2", 0.5), ("1", 1.0))
LOGARITHMS = tuple((f"ln {k}", math.log(k)) for k in (*range(2, 11), 100, 1000))
"""Numbers that many calculations give: those that have few digits themselves, and those that were rounded to some."""

FEWEST_OF_LOGARITHMS = 3
"""From how many digits on a number is taken for a logarithm."""

SAME = 1e-11


def is_same(value: float, exact: float) -> bool:
    """Tell whether a value is the exact one, but for rounding.

    >>> is_same(0.1 + 0.2, 0.3), is_same(0.3, math.inf)
    (True, False)
    """
    return math.isfinite(exact) and abs(value - exact) <= SAME * abs(exact)


class Target(NamedTuple):
    """The number somebody got: its value, the unit of its last digit, how many digits it has, and the base of its unit."""

    text: str
    value: float
    unit: float
    digits: int
    base: str = ""

    @property
    def is_finite(self) -> bool:
        """Whether it is a number, and neither nan nor infinite."""
        return math.isfinite(self.value)

    @property
    def window(self) -> float:
        """The width of what rounds to it."""
        return max(self.unit, 2 * DOUBLE_SLACK * abs(self.value))

    @property
    def half(self) -> float:
        """How far a value may lie from it and still round to it."""
        return self.window / 2 * (1 + 1e-9) + DOUBLE_SLACK * abs(self.value)

    @property
    def limit(self) -> float:
        """The highest chance of a cause by accident that is still named."""
        return HIGHEST_CHANCE.get(self.digits, LOWEST_CHANCE)

    @property
    def round_name(self) -> str:
        """The number that many calculations give, if this is one: that something gives it too says little.

        >>> Target("0.6931", 0.6931, 0.0001, 4).round_name, Target("1", 1.0, 1.0, 1).round_name
        ('ln 2', '1')
        """
        exact = next((name for name, number in EXACT if self.value == number), "")
        if exact or self.digits < FEWEST_OF_LOGARITHMS:
            return exact
        return next((name for name, number in LOGARITHMS if abs(self.value - number) <= self.half), "")

    @property
    def room(self) -> tuple[float, float]:
        """The numbers near it, among which it might as well have fallen."""
        if self.value == 0:
            return -SPREAD * self.unit, SPREAD * self.unit
        ends = self.value / ROOM, self.value * ROOM
        return min(ends), max(ends)
