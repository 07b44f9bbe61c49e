"""Arithmetic on enclosures: every result surely holds the true value (Moore, Interval Analysis, 1966).

Each function takes the number of digits to work with and the enclosures of its operands. Lower ends are rounded down,
upper ends up. `decimal` rounds ln, exp and sqrt to the nearest in any context, so their ends are moved out by one unit.
"""

from collections.abc import Callable
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from functools import lru_cache, reduce
from typing import NamedTuple


class Interval(NamedTuple):
    """Two decimals between which the true value lies."""

    low: Decimal
    high: Decimal


ANYWHERE = Interval(Decimal("-Infinity"), Decimal("Infinity"))
ZERO = Decimal(0)


@lru_cache(maxsize=16)
def contexts(digits: int) -> tuple[Context, Context]:
    """Arithmetic that rounds down, and arithmetic that rounds up; neither raises or runs out of exponents."""
    down, up = (
        Context(prec=digits, rounding=way, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
        for way in (ROUND_FLOOR, ROUND_CEILING)
    )
    return down, up


@lru_cache(maxsize=64)
def nearest(digits: int) -> Context:
    """Arithmetic that rounds to the nearest, for reading an end; it neither raises nor runs out of exponents."""
    return Context(prec=digits, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


def of_ratio(digits: int, value: Fraction) -> Interval:
    """Enclose a ratio of whole numbers."""
    down, up = contexts(digits)
    top, bottom = Decimal(value.numerator), Decimal(value.denominator)
    return Interval(down.divide(top, bottom), up.divide(top, bottom))


def add(digits: int, *xs: Interval) -> Interval:
    """Enclose a sum."""
    down, up = contexts(digits)
    return Interval(reduce(down.add, (x.low for x in xs)), reduce(up.add, (x.high for x in xs)))


def subtract(digits: int, x: Interval, y: Interval) -> Interval:
    """Enclose a difference."""
    down, up = contexts(digits)
    return Interval(down.subtract(x.low, y.high), up.subtract(x.high, y.low))


def multiply(digits: int, x: Interval, y: Interval) -> Interval:
    """Enclose a product: its ends are among the four products of the ends."""
    down, up = contexts(digits)
    return _widest(down.multiply, up.multiply, x, y)


def product(digits: int, *xs: Interval) -> Interval:
    """Enclose the product of numbers that are not negative."""
    down, up = contexts(digits)
    return Interval(reduce(down.multiply, (x.low for x in xs)), reduce(up.multiply, (x.high for x in xs)))


def divide(digits: int, x: Interval, y: Interval) -> Interval:
    """Enclose a quotient; nothing is known of it while the divisor may be 0."""
    if y.low <= 0 <= y.high:
        return ANYWHERE
    down, up = contexts(digits)
    return _widest(down.divide, up.divide, x, y)


@lru_cache(maxsize=1024)
def ln(digits: int, x: Interval) -> Interval:
    """Enclose a natural logarithm; a page asks for the same few again and again, and they cost the most."""
    nearest, _ = contexts(digits)
    high = nearest.ln(x.high)
    low = high if x.low == x.high else nearest.ln(max(x.low, ZERO))
    return Interval(nearest.next_minus(low), nearest.next_plus(high))


def log1p(digits: int, x: Interval) -> Interval:
    """Enclose log(1 + x), x ≥ 0; for the smallest x from x - x²/2 ≤ log(1 + x) ≤ x, which keeps every digit."""
    if x.low > 0 and x.high.adjusted() < -digits:
        down, up = contexts(digits)
        return Interval(down.subtract(x.low, up.multiply(x.high, x.high)), x.high)
    one = Interval(Decimal(1), Decimal(1))
    return ln(digits, add(digits, one, x))


@lru_cache(maxsize=1024)
def exp(digits: int, x: Interval) -> Interval:
    """Enclose an exponential; kept as logarithms are."""
    nearest, _ = contexts(digits)
    return Interval(max(nearest.next_minus(nearest.exp(x.low)), ZERO), nearest.next_plus(nearest.exp(x.high)))


def sqrt(digits: int, x: Interval) -> Interval:
    """Enclose the square root of a number that is not negative."""
    nearest, _ = contexts(digits)
    low = nearest.next_minus(nearest.sqrt(max(x.low, ZERO)))
    return Interval(max(low, ZERO), nearest.next_plus(nearest.sqrt(x.high)))


def halfway(digits: int, x: Interval) -> Decimal:
    """The point that both ends surround and `digits` digits do not tell them from: 0, or the middle without its last 20."""
    if x.low <= 0 <= x.high:
        return ZERO
    wide, _ = contexts(2 * digits)
    return wide.divide(wide.add(*x), Decimal(2)).normalize(nearest(digits - 20))


def _widest(
    low: Callable[[Decimal, Decimal], Decimal], high: Callable[[Decimal, Decimal], Decimal], x: Interval, y: Interval
) -> Interval:
    """Enclose all that the ends of two enclosures give; an end at infinity may tell nothing (0 · ∞)."""
    pairs = [(a, b) for a in x for b in y]
    lows, highs = [low(a, b) for a, b in pairs], [high(a, b) for a, b in pairs]
    return ANYWHERE if any(end.is_nan() for end in lows) else Interval(min(lows), max(highs))
