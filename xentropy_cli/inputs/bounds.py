"""What is a probability: a number from 0 to 1, and under --clip also one that rounding left just outside."""

from __future__ import annotations

from xentropy_cli.text import were

SLACK = 1e-4
"""How far outside 0 to 1 a number may lie that clipping takes for 0 or 1; half-precision sums leave less."""

LARGEST_LOG = 1e301
"""The size up to which scores and logarithms are read, so that differences of two, and what is made of them, stay doubles."""

NOT_TOLD = -9999.0
"""The log-probability that OpenAI gives a token that was not among the likeliest: a mark, and no logarithm."""
WHY_NOT_TOLD = "OpenAI marks with -9999.0 a token that was not among the likeliest; how probable it was is not told."
FIX_NOT_TOLD = "Leave the token out, or ask for its own log-probability; for what is impossible: -inf."


def is_not_told(value: float, scale: str, *, alone: bool) -> bool:
    """Tell whether a number marks a token of which no log-probability is told; beside other classes it only says none.

    >>> is_not_told(-9999.0, "logprobs", alone=True), is_not_told(-9999.5, "logprobs", alone=True)
    (True, False)
    """
    return scale == "logprobs" and alone and value == NOT_TOLD


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
