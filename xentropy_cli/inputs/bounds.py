"""What is a probability: a number from 0 to 1, and under --clip also one that rounding left just outside."""

from __future__ import annotations

from xentropy_cli.text import were

SLACK = 1e-4
"""How far outside 0 to 1 a number may lie that clipping takes for 0 or 1; half-precision sums leave less."""


def is_just_outside(value: float) -> bool:
    """Tell whether a number is no probability, and so near to one that rounding explains it.

    >>> [is_just_outside(x) for x in (-0.0001, 0.0, 1.0, 1.0000098, 1.001)]
    [True, False, False, True, False]
    """
    return -SLACK <= value < 0 or 1 < value <= 1 + SLACK


def moved_inside(value: float) -> float:
    """Take what lies outside 0 to 1 for 0 or 1.

    >>> [moved_inside(x) for x in (-0.00001, 0.25, 1.0000098)]
    [0.0, 0.25, 1.0]
    """
    return min(max(value, 0.0), 1.0)


def taken_in(count: int, noun: str) -> str:
    """Begin to say how many lay just outside.

    >>> taken_in(2, "number")
    '2 numbers were outside 0 to 1 by at most 0.0001, and taken for 0 or 1 before clipping'
    """
    return f"{were(count, noun)} outside 0 to 1 by at most {SLACK:g}, and taken for 0 or 1 before clipping"
