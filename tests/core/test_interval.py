"""Enclosures against exact ratios: each end is the true one, rounded outwards by no more than it must be."""

from __future__ import annotations

import math
import random
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from mpmath import mp, mpf

from xentropy_cli.core import interval
from xentropy_cli.core.interval import ANYWHERE, Interval

if TYPE_CHECKING:
    from collections.abc import Callable

INFINITE = Decimal("Infinity")


def a_decimal(draw: random.Random) -> Decimal:
    """Short and long, of either sign, 0, huge and tiny."""
    digits = draw.choice((0, draw.randint(-9, 9), draw.randint(-(10**9), 10**9), draw.randint(-(10**30), 10**30)))
    return Decimal(f"{digits}e{draw.randint(-40, 20)}")


def an_interval(draw: random.Random) -> Interval:
    """One number, or all between two."""
    x, y = a_decimal(draw), a_decimal(draw)
    return Interval(x, x) if draw.random() < 0.3 else Interval(min(x, y), max(x, y))


def outwards(digits: int, low: Fraction, high: Fraction) -> Interval:
    """Exact ends, rounded down and up to a number of significant digits: by whole numbers alone."""
    return Interval(_up(digits, -low).copy_negate(), _up(digits, high))


def _up(digits: int, value: Fraction) -> Decimal:
    if not value:
        return Decimal(0)
    size = len(str(abs(value.numerator))) - len(str(value.denominator))
    size -= abs(value) < Fraction(10) ** size
    unit = Fraction(10) ** (size - digits + 1)
    return Decimal(f"{math.ceil(value / unit)}e{size - digits + 1}")


def corners(function: Callable[[Fraction, Fraction], Fraction], x: Interval, y: Interval) -> tuple[Fraction, Fraction]:
    found = [function(Fraction(a), Fraction(b)) for a in x for b in y]
    return min(found), max(found)


@pytest.mark.parametrize("name", ["add", "subtract", "multiply", "divide", "product", "of_ratio"])
def test_the_ends_are_the_exact_ones_rounded_outwards(name: str) -> None:
    draw = random.Random(name)
    for _ in range(300):
        digits, x, y = draw.choice((3, 12, 40)), an_interval(draw), an_interval(draw)
        if name == "product":
            x, y = (Interval(*sorted(end.copy_abs() for end in each)) for each in (x, y))
        if name == "of_ratio":
            ratio = Fraction(*(int(10**20 * abs(Fraction(end))) + 1 for end in (x.high, y.high))) * draw.choice((-1, 1))
            assert interval.of_ratio(digits, ratio) == outwards(digits, ratio, ratio)
        elif name == "divide" and y.low <= 0 <= y.high:
            assert interval.divide(digits, x, y) == ANYWHERE
        else:
            exact = {"add": Fraction.__add__, "subtract": Fraction.__sub__, "divide": Fraction.__truediv__}
            found = getattr(interval, name)(digits, x, y)
            assert found == outwards(digits, *corners(exact.get(name, Fraction.__mul__), x, y)), (digits, x, y)


def a_ratio_near_a_decimal(draw: random.Random, digits: int) -> Fraction:
    """A ratio with a part of thousands of bits, next to a number of so many digits: a bit lost on the way shows at its end."""
    length, shift = draw.randint(5000, 9000), draw.choice((0, 0, 0, 1, 700, 6000))
    bottom = 2 ** (length + 1) - 1 - draw.getrandbits(length)
    near = Fraction(draw.randint(5 * 10 ** (digits - 1), 8 * 10 ** (digits - 1)), 10**digits)
    top = int(near * bottom) + draw.choice((0, 1))
    ratio = Fraction(top << shift, bottom) * draw.choice((-1, 1))
    return 1 / ratio if draw.random() < 0.3 else ratio


@pytest.mark.parametrize("digits", [3, 12, 40, 1300])
def test_a_ratio_of_long_numbers_is_enclosed_within_three_units(digits: int) -> None:
    """One unit from the quotient of the first bits, and one at either end from the power of 2 that they are taken times."""
    draw = random.Random(digits)
    for _ in range(150 if digits < 1000 else 5):
        ratio = a_ratio_near_a_decimal(draw, digits)
        low, high = map(Fraction, interval.of_ratio(digits, ratio))
        assert low <= ratio <= high
        assert high - low <= abs(ratio) * Fraction(31, 10**digits)


@pytest.mark.parametrize("ratio", [Fraction(1 << 40000, 3), Fraction(-3, 1 << 40000), Fraction(3**25000, 1 << 40000)])
def test_a_long_number_is_not_written_out_in_decimals(ratio: Fraction) -> None:
    """That takes square time: 4,096 bits are, and 4 for each digit that is asked for."""
    with patch.object(interval, "Decimal", side_effect=Decimal) as written:
        interval.of_ratio(25, ratio)
    lengths = [call.args[0].bit_length() for call in written.call_args_list if isinstance(call.args[0], int)]
    assert lengths
    assert max(lengths) <= 4096 + 4 * 25


@pytest.mark.parametrize("count", [1, 3, 7])
def test_a_sum_and_a_product_of_many_hold_the_exact_one_within_a_unit_each(count: int) -> None:
    draw = random.Random(count)
    for _ in range(60):
        xs = [Interval(x := abs(a_decimal(draw)) + 1, x) for _ in range(count)]
        for found, exact in (
            (interval.add(12, *xs), sum(Fraction(x.low) for x in xs)),
            (interval.product(12, *xs), math.prod(Fraction(x.low) for x in xs)),
        ):
            low, high = map(Fraction, found)
            assert low <= exact <= high
            assert high - low <= exact * count * Fraction(2, 10**11)


FUNCTIONS = {"ln": mp.log, "log1p": mp.log1p, "exp": mp.exp, "sqrt": mp.sqrt}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_enclosed_within_a_unit_and_a_half(name: str) -> None:
    """`decimal` rounds to the nearest, and the end moves out by one unit: half a unit to one and a half."""
    draw = random.Random(name)
    for _ in range(150):
        digits = draw.choice((6, 25))
        x = Interval(*sorted(Decimal(f"{draw.randint(1, 10**9)}e-{draw.randint(7, 40)}") for _ in range(2)))
        ends = getattr(interval, name)(digits, x)
        with mp.workdps(120):
            for end, at, side in zip(ends, x, (-1, 1), strict=True):
                exact = FUNCTIONS[name](mpf(str(at)))
                ahead = (mpf(str(end)) - exact) * side
                unit = mpf(10) ** (max(end.adjusted(), 0 if name in {"exp", "log1p"} else -INFINITE) - digits + 1)
                assert mpf(0) <= ahead <= unit * mpf("2.6" if name == "log1p" else "1.5"), (name, digits, x)


@pytest.mark.parametrize("tiny", ["1e-26", "9.9e-26", "1e-25", "3e-24", "1e-9", "1e-400"])
def test_log1p_of_a_tiny_number_keeps_its_digits(tiny: str) -> None:
    x = Interval(Decimal(tiny), Decimal(tiny))
    low, high = interval.log1p(25, x)
    with mp.workdps(900):
        assert mpf(str(low)) <= mp.log1p(mpf(tiny)) <= mpf(str(high))
    if x.high.adjusted() < -25:
        assert high == x.high
        assert high - low <= high * Decimal("1e-24")


def test_log1p_of_what_may_be_below_0_holds_the_logarithm() -> None:
    low, high = Decimal("-0.001"), Decimal("1e-30")
    with mp.workdps(120):
        assert mpf(str(interval.log1p(25, Interval(low, high)).low)) <= mp.log1p(mpf(str(low)))


NOTHING, ONE = Decimal(0), Decimal(1)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (lambda: interval.ln(9, Interval(-ONE, ONE)).low, -INFINITE),
        (lambda: interval.ln(9, Interval(NOTHING, NOTHING)), Interval(-INFINITE, Decimal("-9.99999999e999999999999999999"))),
        (lambda: interval.log1p(9, Interval(NOTHING, NOTHING)).high > 0, True),
        (lambda: interval.exp(9, Interval(-INFINITE, -INFINITE)).low, NOTHING),
        (lambda: interval.exp(9, Interval(Decimal(-(10**30)), NOTHING)).low, NOTHING),
        (lambda: interval.sqrt(9, Interval(-ONE, Decimal(4))), Interval(NOTHING, Decimal("2.00000001"))),
        (lambda: interval.sqrt(9, Interval(NOTHING, NOTHING)).low, NOTHING),
        (lambda: interval.multiply(9, Interval(NOTHING, ONE), Interval(ONE, INFINITE)), ANYWHERE),
        (lambda: interval.multiply(9, Interval(ONE, ONE), Interval(ONE, INFINITE)), Interval(ONE, INFINITE)),
        (lambda: interval.divide(9, Interval(ONE, ONE), Interval(NOTHING, ONE)), ANYWHERE),
        (lambda: interval.divide(9, Interval(ONE, ONE), Interval(-ONE, NOTHING)), ANYWHERE),
        (lambda: interval.divide(9, Interval(ONE, ONE), Interval(ONE, ONE)), Interval(ONE, ONE)),
        (lambda: interval.divide(9, Interval(-ONE, ONE), Interval(-ONE, -ONE)), Interval(-ONE, ONE)),
    ],
)  # fmt: skip
def test_the_ends_of_the_world(found: Callable[[], Any], wanted: Any) -> None:
    assert found() == wanted


@pytest.mark.parametrize(
    ("low", "high", "between"),
    [
        ("-1e-40", "1e-40", "0"),
        ("0", "1e-40", "0"),
        ("-1e-40", "0", "0"),
        ("2.4999999999999999999999999999", "2.5000000000000000000000000001", "2.5"),
        ("-2.5000000000000000000000000001", "-2.4999999999999999999999999999", "-2.5"),
        ("0.12344999999999999999999999999", "0.12345000000000000000000000001", "0.12345"),
        ("123456789012.49999999999999999999", "123456789012.50000000000000000001", "123456789012.5"),
    ],
)
def test_what_both_ends_surround_is_found_without_the_last_20_digits(low: str, high: str, between: str) -> None:
    assert interval.halfway(33, Interval(Decimal(low), Decimal(high))) == Decimal(between)


def test_halfway_keeps_all_digits_but_20() -> None:
    """13 of 33 digits: a middle of 13 digits comes back whole, one of 14 is rounded."""
    for middle, found in (("1.234567890123", "1.234567890123"), ("1.2345678901234", "1.234567890123")):
        assert interval.halfway(33, Interval(Decimal(middle), Decimal(middle))) == Decimal(found)
