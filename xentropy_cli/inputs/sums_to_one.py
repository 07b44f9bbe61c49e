"""Whether probabilities add up to 1: the one rule, for what is typed, read from a file, or held in arrays."""

from __future__ import annotations

from typing import Any

ALWAYS = 1e-6
"""What programs that compute in single precision leave of a sum."""

MOST = 0.02
"""Beyond it something else than rounding is wrong."""

OF_DOUBLES = 2.0**-40
"""What the sum of a row of doubles may itself be rounded by; no decimal of a few digits lies there."""

UNIT_ROUNDOFF = {2: 2.0**-11, 4: 2.0**-24}
"""How far rounding moves a number below 1 that is kept in so many bytes; of doubles it is nothing to speak of."""

ROUNDING = "rounding"
"""What the type of an array tells of numbers that were kept in fewer digits before, such as those of bfloat16."""


def roundoff(kind: Any) -> float:
    """How far the precision of an array's type may have moved each number; 0 for doubles, and for what is no float."""
    told = (getattr(kind, "metadata", None) or {}).get(ROUNDING)
    if told is not None:
        return float(told)
    return UNIT_ROUNDOFF.get(kind.itemsize, 0.0) if getattr(kind, "kind", "") == "f" else 0.0


def allowance(count: int, decimals: int | None, *, logs: bool = False, rounding: float = 0.0) -> float:
    """How far the sum of K probabilities may miss 1: max(10⁻⁶, K · ½ · 10⁻ᵈ), and never more than 0.02.

    d digits after the point were typed in the longest of them, which each may have rounded; None where none tells, as a
    fraction and an exponent do not. The digits of a logarithm move its probability in proportion, and so the sum by
    ½ · 10⁻ᵈ in all. Numbers in single or half precision have no digits of their own; each may add its `rounding`.

    >>> [round(allowance(3, d), 10) for d in (1, 2, 3, 9, None)]
    [0.02, 0.015, 0.0015, 1e-06, 1e-06]
    >>> round(allowance(3, None, rounding=UNIT_ROUNDOFF[4]), 10)
    1.1788e-06
    """
    told = ALWAYS if rounding else max(ALWAYS, of_digits(count, decimals, logs=logs))
    return min(told + count * rounding, MOST) + OF_DOUBLES


def of_digits(count: int, decimals: int | None, *, logs: bool = False) -> float:
    """How far rounding each of K numbers to d digits can move their sum from 1: K · ½ · 10⁻ᵈ."""
    return 0.0 if decimals is None else (1 if logs else count) / 2 * 10.0**-decimals


def reason(off: float, count: int, decimals: int | None, *, logs: bool = False) -> str:
    """Say what explains that a sum misses 1 by so much, within its allowance.

    >>> reason(0.01, 3, 2), reason(1e-7, 3, 9)
    ('the rounding of its digits', 'what single precision leaves')
    """
    by_digits = off <= of_digits(count, decimals, logs=logs) + OF_DOUBLES
    return "the rounding of its digits" if by_digits else "what single precision leaves"


def typed_decimals(text: str) -> int | None:
    """Digits after the point of a number as typed, with a decimal comma too; None for a fraction or an exponent.

    >>> typed_decimals("0.70"), typed_decimals("70%"), typed_decimals("0,7"), typed_decimals("1e-3")
    (2, 2, 1, None)
    """
    if "e" in text or "E" in text or "/" in text:
        return None
    digits = text.removesuffix("%").rstrip().replace(",", ".")
    return len(digits.partition(".")[2]) + (2 if text.endswith("%") else 0)


def most_decimals(found: list[int | None]) -> int | None:
    """The digits of the longest number of a row; None where none tells.

    >>> most_decimals([1, 3, None]), most_decimals([None])
    (3, None)
    """
    return max((d for d in found if d is not None), default=None)
