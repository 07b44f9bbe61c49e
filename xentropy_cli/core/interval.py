"""Arithmetic on enclosures: every result surely holds the true value (Moore, Interval Analysis, 1966).

Each function takes the number of digits to work with and the enclosures of its operands. Lower ends are rounded down,
upper ends up. `decimal` rounds ln, exp and sqrt to the nearest in any context, so their ends are moved out by one unit.
"""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from functools import lru_cache, reduce
from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction


class Interval(NamedTuple):
    """Two decimals between which the true value lies."""

    low: Decimal
    high: Decimal


ANYWHERE = Interval(Decimal("-Infinity"), Decimal("Infinity"))
ZERO = Decimal(0)
BITS_A_DIGIT = 4
SPARE = 9  # digits that the roundings of a power do not reach
LONG = 4096
"""Bits of a number that is written out at once, beside those of the digits that are asked for."""


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
    """Enclose a ratio of whole numbers.

    >>> from fractions import Fraction
    >>> of_ratio(3, Fraction(1, 3))
    Interval(low=Decimal('0.333'), high=Decimal('0.334'))
    """
    top, bottom = value.numerator, value.denominator
    if max(top.bit_length(), bottom.bit_length()) > LONG + BITS_A_DIGIT * digits:
        return of_long_ratio(digits, value)
    down, up = contexts(digits)
    return Interval(down.divide(Decimal(top), Decimal(bottom)), up.divide(Decimal(top), Decimal(bottom)))


def of_long_ratio(digits: int, value: Fraction) -> Interval:
    """Enclose a ratio of much longer numbers by their first bits: to write all of them in decimals takes square time."""
    top, bottom = abs(value.numerator), value.denominator
    cuts = [max(number.bit_length() - LONG - BITS_A_DIGIT * digits, 0) for number in (top, bottom)]
    a, b = top >> cuts[0], bottom >> cuts[1]
    ends = [Interval(Decimal(number), Decimal(number + bool(cut))) for number, cut in zip((a, b), cuts, strict=True)]
    shift = power_of_two(digits + SPARE, abs(cuts[0] - cuts[1]))
    size = (multiply if cuts[0] > cuts[1] else divide)(digits, divide(digits, *ends), shift)
    return size if value > 0 else Interval(size.high.copy_negate(), size.low.copy_negate())


def power_of_two(digits: int, exponent: int) -> Interval:
    """Enclose 2ⁿ by squares.

    >>> power_of_two(3, 11)
    Interval(low=Decimal('2.04E+3'), high=Decimal('2.06E+3'))
    """
    found = Interval(Decimal(1), Decimal(1))
    for bit in f"{exponent:b}":
        found = product(digits, found, found, Interval(Decimal(1 + int(bit)), Decimal(1 + int(bit))))
    return found


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
    context = nearest(digits)
    high = context.ln(x.high)
    low = high if x.low == x.high else context.ln(max(x.low, ZERO))
    return Interval(context.next_minus(low), context.next_plus(high))


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
    context = nearest(digits)
    return Interval(max(context.next_minus(context.exp(x.low)), ZERO), context.next_plus(context.exp(x.high)))


def sqrt(digits: int, x: Interval) -> Interval:
    """Enclose the square root of a number that is not negative."""
    context = nearest(digits)
    low = context.next_minus(context.sqrt(max(x.low, ZERO)))
    return Interval(max(low, ZERO), context.next_plus(context.sqrt(x.high)))


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
