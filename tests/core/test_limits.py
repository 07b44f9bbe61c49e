"""Where one way of keeping a number ends and another begins: infinities, exact ratios, what has no effect, and the limits."""

from __future__ import annotations

import math
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from xentropy_cli.core import operations
from xentropy_cli.core.clips import CLIPS, TORCH_LEAST, TORCH_LEAST_LOG
from xentropy_cli.core.operations import LONGEST_PRODUCT, Operation
from xentropy_cli.core.powers import LARGEST_EXPONENT, raised, whole_logarithm
from xentropy_cli.core.real import (
    Computed,
    Ratio,
    Real,
    exp,
    is_infinite,
    log,
    log1p,
    product,
    real,
    sign,
    sqrt,
    total,
)

if TYPE_CHECKING:
    from collections.abc import Callable

PLUS, MINUS = real(math.inf), real(-math.inf)
ROOT = sqrt(real(2))


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (PLUS + 1, math.inf),
        (1 + PLUS, math.inf),
        (MINUS + ROOT, -math.inf),
        (PLUS + PLUS, math.inf),
        (PLUS - 1, math.inf),
        (1 - PLUS, -math.inf),
        (ROOT - MINUS, math.inf),
        (PLUS * 2, math.inf),
        (PLUS * -ROOT, -math.inf),
        (MINUS * MINUS, math.inf),
        (PLUS / 2, math.inf),
        (PLUS / -2, -math.inf),
        (1 / PLUS, 0.0),
        (-ROOT / PLUS, 0.0),
        (-PLUS, -math.inf),
        (product([real(2), PLUS]), math.inf),
        (product([PLUS, PLUS, ROOT]), math.inf),
        (total([real(2), ROOT, MINUS]), -math.inf),
        (log(PLUS), math.inf),
        (log(real(0)), -math.inf),
        (log1p(PLUS), math.inf),
        (exp(PLUS), math.inf),
        (exp(MINUS), 0.0),
        (sqrt(PLUS), math.inf),
    ],
)
def test_infinities(found: Real, wanted: float) -> None:
    assert float(found) == wanted
    assert math.copysign(1, float(found)) == math.copysign(1, wanted)
    assert is_infinite(found) == math.isinf(wanted)


@pytest.mark.parametrize(
    "undefined", [lambda: PLUS - PLUS, lambda: PLUS + MINUS, lambda: PLUS * 0, lambda: PLUS / PLUS]
)
def test_what_has_no_limit_is_no_number(undefined: Callable[[], Real]) -> None:
    with pytest.raises(ValueError, match="nan"):
        undefined()


@pytest.mark.parametrize(
    ("found", "ratio"),
    [
        (real("1/2") + real("1/3"), "5/6"),
        (real("1/2") - real("1/3"), "1/6"),
        (1 - real("1/3"), "2/3"),
        (real("1/2") * real("1/3"), "1/6"),
        (real("1/2") / real("1/3"), "3/2"),
        (2 / real("1/3"), "6"),
        (-real("1/3"), "-1/3"),
        (total([real("1/2"), real("1/3"), real("1/6")]), "1"),
        (total([]), "0"),
        (product([real("1/2"), real("1/3")]), "1/6"),
        (product([]), "1"),
        (log(real(1)), "0"),
        (log1p(real(0)), "0"),
        (exp(real(0)), "1"),
        (sqrt(real("4/9")), "2/3"),
        (sqrt(real(0)), "0"),
        (raised(real("2/3"), real(3)), "8/27"),
        (raised(real("2/3"), real(-2)), "9/4"),
        (raised(real(5), real(0)), "1"),
        (exp(log(real("1/3"))), "1/3"),
        (log(exp(real("1/3"))), "1/3"),
        (ROOT - ROOT, "0"),
    ],
)
def test_what_stays_a_ratio(found: Real, ratio: str) -> None:
    assert isinstance(found, Ratio)
    assert found.value == Fraction(ratio)


@pytest.mark.parametrize(
    "kept", [log(real(2)), log1p(real(1)), exp(real(1)), sqrt(real(8)), sqrt(real("1/2")), sqrt(real("2/9"))]
)
def test_what_is_no_ratio_is_a_recipe(kept: Real) -> None:
    assert isinstance(kept, Computed)


NO_EFFECT = [ROOT + 0, 0 + ROOT, real(0) + ROOT, total([ROOT]), ROOT - 0, ROOT * 1, 1 * ROOT, real(1) * ROOT, ROOT / 1]


@pytest.mark.parametrize("x", NO_EFFECT)
def test_what_has_no_effect_is_not_carried_out(x: Real) -> None:
    assert x is ROOT


@pytest.mark.parametrize(
    ("x", "wanted"),
    [
        (ROOT + 1, 2**0.5 + 1),
        (ROOT - 1, 2**0.5 - 1),
        (0 - ROOT, -(2**0.5)),
        (ROOT * 2, 8**0.5),
        (0 * ROOT, 0.0),
        (ROOT / 2, 0.5**0.5),
        (1 / ROOT, 0.5**0.5),
        (total([ROOT, real(0), ROOT]), 8**0.5),
        (product([ROOT, real(1), ROOT]), 2.0),
    ],
)
def test_what_has_an_effect_is(x: Real, wanted: float) -> None:
    assert float(x) == pytest.approx(wanted, rel=1e-15, abs=0)


def test_a_product_is_a_ratio_up_to_its_longest() -> None:
    """2ᵏ / 1 has k + 2 bits with those of its denominator."""
    fits, is_longer = real(2 ** (LONGEST_PRODUCT - 2)), real(2 ** (LONGEST_PRODUCT - 1))
    assert isinstance(product([fits]), Ratio)
    assert isinstance(product([is_longer]), Computed)
    assert not product([fits, fits]) - fits * fits
    assert float(product([is_longer, real(Fraction(1, 2**LONGEST_PRODUCT))])) == 0.5
    assert float(product([is_longer, real(0)])) == 0
    assert isinstance(product([is_longer, real(0)]), Ratio)


def test_exact_powers_and_logarithms_end_at_the_largest_exponent() -> None:
    two, most = real(2), LARGEST_EXPONENT
    for k in (most, -most):
        assert whole_logarithm(real(Fraction(2) ** k), two) == k
        assert isinstance(raised(two, real(k)), Ratio)
        beyond = k + (1 if k > 0 else -1)
        assert whole_logarithm(real(Fraction(2) ** beyond), two) is None
        assert isinstance(raised(two, real(beyond)), Computed)
    assert isinstance(raised(two, real("1/2")), Computed)


@pytest.mark.parametrize(
    ("x", "base"), [(real(0), real(2)), (real(-4), real(2)), (ROOT, real(2)), (real(2), ROOT), (real(6), real(2))]
)
def test_no_whole_logarithm(x: Real, base: Real) -> None:
    assert whole_logarithm(x, base) is None


def test_whole_logarithms_of_any_base() -> None:
    for base in (Fraction(3), Fraction(10), Fraction(3, 2), Fraction(1000)):
        for k in (-30, -1, 0, 1, 7):
            assert whole_logarithm(real(base**k), real(base)) == k


@pytest.mark.parametrize("name", [name for name, value in vars(operations).items() if isinstance(value, Operation)])
def test_an_operation_crosses_to_another_process_as_itself(name: str) -> None:
    assert pickle.loads(pickle.dumps(getattr(operations, name))) is getattr(operations, name)


@pytest.mark.parametrize(
    ("x", "is_less", "is_more"),
    [
        (real(1), False, True),
        (real(-1), True, False),
        (real(0), False, False),
        (ROOT - 1, False, True),
        (1 - ROOT, True, False),
    ],
)
def test_order_and_sign(x: Real, is_less: bool, is_more: bool) -> None:
    assert (x < 0, x > 0) == (is_less, is_more)
    assert sign(x) == is_more - is_less
    assert bool(x) == (is_less or is_more)


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (7, "7"),
        (0.1, "1/10"),
        ("1/3", "1/3"),
        (Fraction(2, 3), "2/3"),
        (-0.0, "0"),
        (1e-300, f"1/{10**300}"),
        (True, "1"),
    ],
)
def test_what_is_read(number: object, value: str) -> None:
    found = real(number)
    assert isinstance(found, Ratio)
    assert found.value == Fraction(value)
    assert real(found) is found


def test_order_against_other_numbers() -> None:
    assert (ROOT < 2, ROOT > 2, ROOT < 1, ROOT > 1) == (True, False, False, True)
    assert (real("1/3") < real("1/2"), real("1/3") > real("1/2")) == (True, False)


def test_what_may_be_0_from_either_side_has_no_sign() -> None:
    nothing = sqrt(exp(log1p(real(1))) - 2)
    assert sign(nothing) == sign(0 - nothing) == 0


def test_a_halfway_point_of_many_digits_keeps_them() -> None:
    """log 1/4 / log 16 is -1/2, which no enclosure tells."""
    digits = 150
    halves = log(real("1/4")) / log(real(16)) * -(10**digits + 3)
    assert halves.rounded(0) == Decimal(f"5{'0' * (digits - 2)}2")  # the even one beside …1.5


def test_digits_and_places() -> None:
    third, root = real("1/3"), ROOT
    assert [str(third.rounded(k)) for k in (0, 1, 3)] == ["0", "0.3", "0.333"]
    assert [str(root.significant(k)) for k in (1, 3, 5)] == ["1", "1.41", "1.4142"]
    assert str((-third / 10**6).rounded(3)) == "0.000"
    assert str((-root).rounded(2)) == "-1.41"
    assert [str(real(text).rounded(0)) for text in ("0.5", "1.5", "-2.5")] == ["0", "2", "-2"]
    assert f"{third:.2f} {root}" == "0.33 real(≈1.4142135623730951)"
    assert all(number.is_decided() for number in (third, root))


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("sklearn", 2.220446049250313e-16),  # numpy.finfo(float).eps
        ("sklearn-float32", 1.1920928955078125e-07),  # numpy.finfo("float32").eps
        ("flux", 1.1920928955078125e-07),  # eps(Float32)
        ("yardstick", 2.220446049250313e-16),  # .Machine$double.eps
        ("weka", 5e-324),  # Double.MIN_VALUE
    ],
)
def test_clips_are_the_constants_that_the_libraries_name(name: str, least: float) -> None:
    assert CLIPS[name].low == least
    assert CLIPS[name].exact.numerator == 1


def test_torch_s_least_probability_is_e_to_its_least_logarithm() -> None:
    assert float(exp(real(TORCH_LEAST_LOG))) == TORCH_LEAST
    assert (
        TORCH_LEAST_LOG == -100
    )  # torch.nn.BCELoss: "we clamp its log function outputs to be greater than or equal to -100"
