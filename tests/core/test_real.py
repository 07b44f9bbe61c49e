"""Real numbers: rounded correctly whatever they are made of, and exact where they can be."""

from __future__ import annotations

import math
import random
from fractions import Fraction
from typing import Any
from unittest import mock

import oracle
import pytest
from oracle import mp, mpf

from xentropy_cli.core import definitions as core
from xentropy_cli.core import real as reals
from xentropy_cli.core.interval import Interval, of_ratio
from xentropy_cli.core.powers import raised
from xentropy_cli.core.real import Real, exp, log, log1p, product, real, sign, sqrt, total

INF = math.inf


def an_expression(draw: random.Random, depth: int) -> tuple[Real, Any]:
    """The same random expression twice: as a Real, and as a function of nothing that mpmath evaluates."""
    if depth == 0:
        ratio = Fraction(draw.randint(-999, 999), 10 ** draw.randint(0, 40)) if draw.random() < 0.8 else Fraction(1, 3)
        return real(ratio), lambda: mpf(ratio.numerator) / ratio.denominator
    (x, x_), (y, y_) = an_expression(draw, depth - 1), an_expression(draw, depth - 1)
    name = draw.choice(("add", "subtract", "multiply", "exp", "log", "log1p", "sqrt", "total"))
    if name == "add":
        return x + y, lambda: x_() + y_()
    if name == "subtract":
        return x - y, lambda: x_() - y_()
    if name == "multiply":
        return x * y, lambda: x_() * y_()
    if name == "total":
        return total((x, y, x)), lambda: x_() + y_() + x_()
    bounded, bounded_ = x * x / (1 + x * x) * 50, lambda: x_() * x_() / (1 + x_() * x_()) * 50
    if name == "exp":
        return exp(bounded - 25), lambda: mp.exp(bounded_() - 25)
    if name == "log":
        return log(bounded + 1), lambda: mp.log(bounded_() + 1)
    if name == "log1p":
        return log1p(bounded), lambda: mp.log1p(bounded_())
    return sqrt(bounded), lambda: mp.sqrt(bounded_())


@pytest.mark.parametrize("seed", range(200))
def test_an_expression_rounds_to_the_nearest_double(seed: int) -> None:
    draw = random.Random(seed)
    number, function = an_expression(draw, draw.randint(1, 4))
    wanted = oracle.doubles(lambda: {"x": function()})["x"]
    assert float(number) == wanted
    assert math.copysign(1, float(number)) == math.copysign(1, wanted)


@pytest.mark.parametrize("seed", range(60))
def test_an_expression_rounds_to_the_nearest_decimal(seed: int) -> None:
    draw = random.Random(seed)
    number, function = an_expression(draw, 3)
    with mp.workdps(400):
        sign_, mantissa, exponent, _ = function()._mpf_
    exact = Fraction(int(mantissa) * (-1) ** sign_) * Fraction(2) ** int(exponent)
    for places in (0, 4, 30):
        assert Fraction(number.rounded(places)) == round(exact, places)


@pytest.mark.parametrize("seed", range(60))
def test_an_enclosure_holds_the_value_and_is_narrow(seed: int) -> None:
    draw = random.Random(seed)
    number, function = an_expression(draw, 3)
    with mp.workdps(300):
        for digits in (40, 120):
            low, high = number.enclose(digits)
            assert mpf(str(low)) <= function() <= mpf(str(high))
            assert high - low <= max(abs(low), abs(high), 1) * 10**8 * (high - low).scaleb(0).__class__(10) ** -digits


def test_the_doors_multiply_exactly() -> None:
    assert product(map(real, ("0.7", "0.8", "0.97"))).value == Fraction("0.5432")  # type: ignore[attr-defined]


def test_log2_of_every_power_of_two_is_exact() -> None:
    """ln x / ln 2 in doubles is wrong for 221 of these."""
    found = [core.surprisal(real(Fraction(1, 2**k)), real(2)) for k in range(1075)]
    assert [x.value for x in found] == list(range(1075))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text", ["0.7,0.2,0.1", "1/3,1/3,1/3", "1e-300,0.5,0.5", "0.0000000000000001,0.9999999999999999"]
)
@pytest.mark.parametrize("base", [None, real(2), real(16)])
def test_a_distribution_diverges_from_itself_by_nothing(text: str, base: Real | None) -> None:
    p = [real(part) for part in text.split(",")]
    for diverge in (core.kl_divergence, core.js_divergence, core.js_distance):
        assert repr(diverge(p, p, base)) == "real(0)"


def test_a_uniform_softmax_diverges_from_the_uniform_truth_by_nothing() -> None:
    p, q = [real("0.5")] * 2, core.softmax([real(7), real(7)])
    assert [float(diverge(p, q)) for diverge in (core.kl_divergence, core.js_divergence, core.js_distance)] == [0, 0, 0]
    assert core.js_distance(p, q).is_decided()


def test_what_400_digits_cannot_tell_from_zero_reads_as_zero() -> None:
    nothing = sqrt(exp(log1p(real(1))) - 2)
    assert sign(nothing) == 0
    assert float(nothing) == 0
    assert not nothing.rounded(300)


def test_halfway_between_two_doubles_goes_to_even_and_is_known_to_be_undecided() -> None:
    """-log16(0.25) · 18014398509481986 = 9007199254740993 = 2⁵³ + 1, halfway between doubles."""
    surprise = log(real("0.25")) / log(real(16)) * -18014398509481986
    assert not surprise.is_decided()
    assert float(surprise) == 2.0**53
    assert surprise.rounded(0) == 2**53 + 1
    assert float(surprise + real("1e-300")) == 2.0**53 + 2


def test_a_ratio_halfway_between_two_doubles_goes_to_even() -> None:
    assert float(real(2**53 + 1)) == 2.0**53
    assert float(real(2**53 + 3)) == 2.0**53 + 4
    assert float(real(Fraction(1, 2**1075))) == 0.0
    assert float(real(Fraction(3, 2**1075))) == 1e-323


def test_a_ratio_of_any_length_rounds_correctly() -> None:
    """Its expansion may tell only after more digits than 400 on which side of a halfway point it lies."""
    just_above = real(f"0.12345{'0' * 3000}1")
    assert str(just_above.rounded(4)) == "0.1235"
    assert str(just_above.significant(4)) == "0.1235"
    assert float(1 + real(Fraction(1, 2**53)) + real("1e-2000")) == 1 + 2.0**-52
    assert real(Fraction(3, 2**1075)).is_decided()


@pytest.mark.parametrize("x", ["1e-400", "3e-5000", "5e-324", "0.99999999999999999999999999999999999999999999999999"])
def test_log1p_keeps_relative_digits(x: str) -> None:
    with mp.workdps(6000):
        exact = mp.log1p(oracle.number(x))
        assert abs(mpf(str(log1p(real(x)).significant(30))) - exact) <= exact * mpf(10) ** -29


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (log(real(0)), -INF),
        (exp(real(-INF)), 0.0),
        (exp(real(INF)), INF),
        (real(INF) + 1, INF),
        (1 - real(INF), -INF),
        (log1p(real(INF)), INF),
        (raised(real(2), real(-1074)), 5e-324),
        (raised(real(2), real("1/2")) * raised(real(2), real("1/2")), 2.0),
        (real(1) / 3 * 3, 1.0),
        (exp(log(real("0.1"))), 0.1),
        (log(exp(real(-5000))), -5000.0),
        (exp(real(-100000)), 0.0),
        (exp(real(100000)), INF),
        (real(-0.0), 0.0),
    ],
)
def test_limits_and_ways_back(found: Real, wanted: float) -> None:
    assert float(found) == wanted
    assert math.copysign(1, float(found)) == math.copysign(1, wanted)


def test_a_division_by_what_may_be_zero_tells_nothing() -> None:
    doubtful = Interval(*map(reals.Decimal, ("-1", "1")))
    assert reals.interval.divide(40, doubtful, doubtful) == reals.interval.ANYWHERE


def test_each_enclosure_is_computed_once() -> None:
    number = log(real("0.7"))
    float(number)
    with mock.patch.object(type(number), "_compute", side_effect=AssertionError("computed again")):
        assert float(number) == -0.3566749439387324


def test_an_exponential_is_more_than_0_however_small() -> None:
    for x in ("-1e20", "-1e300", "-1", "1"):
        assert sign(exp(real(x))) == 1


def test_an_exponential_is_written_as_one_from_where_no_decimal_has_its_power_of_ten() -> None:
    most = 2 * 10**18
    for x in (most, -most):
        beyond = real(x + (256 if x > 0 else -256))  # the next double
        assert exp(real(x)).exponent_beyond() is None
        assert exp(beyond).exponent_beyond() is beyond
    assert log(beyond * beyond).exponent_beyond() is None
    assert beyond.exponent_beyond() is None


def test_what_is_nearer_to_0_than_any_double_is_0_without_a_sign() -> None:
    for tiny in (exp(real(-1000)), real("1e-400"), sqrt(real("1e-900"))):
        assert [str(float(x)) for x in (tiny, -tiny)] == ["0.0", "0.0"]


@pytest.mark.parametrize("seed", range(60))
def test_a_ratio_of_long_numbers_lies_within_its_enclosure(seed: int) -> None:
    draw = random.Random(seed)
    top, bottom = (draw.getrandbits(draw.choice([10, 5000, 20_000, 40_000])) + 1 for _ in range(2))
    value = Fraction(draw.choice([-1, 1]) * top, bottom)
    for digits in (5, 30):
        low, high = of_ratio(digits, value)
        assert Fraction(low) <= value <= Fraction(high)
        assert Fraction(high) - Fraction(low) <= 3 * abs(value) * Fraction(10) ** (1 - digits)
