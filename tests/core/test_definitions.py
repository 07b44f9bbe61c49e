"""Values of the definitions that are ratios in bits, worked out by hand: signs, zeros and infinities, which averages hide."""

from __future__ import annotations

import math

import pytest

from xentropy_cli.core import definitions as core
from xentropy_cli.core.real import Real, exp, is_infinite, real, total

TWO, HALF, QUARTER = real(2), real("1/2"), real("1/4")
ENDLESS = real(math.inf)


@pytest.mark.parametrize(
    ("p", "q", "bits"),
    [
        (HALF, QUARTER, HALF),  # ½ (2 − 1)
        (QUARTER, HALF, -QUARTER),  # ¼ (1 − 2)
        (HALF, HALF, real(0)),
        (real(0), HALF, real(0)),
        (real(0), real(0), real(0)),
        (real(1), HALF, real(1)),
    ],
)
def test_a_term_of_kl_has_the_sign_of_p_minus_q(p: Real, q: Real, bits: Real) -> None:
    found = core.kl_term(p, q, TWO)
    assert not found - bits
    assert math.copysign(1, float(found)) == (-1 if bits < 0 else 1)


def test_what_happens_against_probability_0_is_infinite() -> None:
    assert core.kl_term(HALF, real(0)) > 0
    assert is_infinite(core.kl_term(HALF, real(0)))
    assert is_infinite(core.surprisal(real(0)))
    assert core.part(real(0), ENDLESS) == real(0) or not core.part(real(0), ENDLESS)


def test_an_infinite_logit_of_a_sigmoid_decides() -> None:
    assert [float(q) for q in core.sigmoid(ENDLESS)] == [0.0, 1.0]
    assert [float(q) for q in core.sigmoid(-ENDLESS)] == [1.0, 0.0]
    assert [float(q) for q in core.softmax([-ENDLESS, real(0), real(0)])] == [0.0, 0.5, 0.5]


def test_a_log_sum_exp_starts_from_the_largest() -> None:
    largest, rest = core.log_sum_exp([real(1), real(3), real(2)])
    assert float(largest) == 3
    assert float(rest) == pytest.approx(math.log1p(math.exp(-2) + math.exp(-1)), rel=1e-15)


def test_slopes_of_weights_are_s_q_minus_p() -> None:
    p, q = [real(2), real(1)], [QUARTER, real("3/4")]
    assert [float(slope) for slope in core.gradient(p, q)] == [-1.25, 1.25]  # 3 · ¼ − 2, 3 · ¾ − 1
    for slope, exact in zip(core.central_differences(p, q, real("1e-9")), (-1.25, 1.25), strict=True):
        assert float(slope) == pytest.approx(exact, abs=1e-15)


def test_sums_over_classes_in_bits() -> None:
    p, q = [HALF, HALF, real(0)], [QUARTER, HALF, QUARTER]
    assert float(core.entropy(p, TWO)) == 1
    assert float(core.cross_entropy(p, q, TWO)) == 1.5  # ½ · 2 + ½ · 1
    assert float(core.kl_divergence(p, q, TWO)) == 0.5
    assert float(core.total_variation(p, q)) == 0.25
    assert float(core.js_divergence([real(1), real(0)], [HALF, HALF], TWO)) == pytest.approx(0.311278124459, abs=1e-12)
    assert float(core.perplexity(real(3))) == float(exp(real(3)))
    assert float(core.power(real(-2), TWO)) == 0.25
    assert [float(x) for x in core.smooth([real(1), real(0)], HALF)] == [0.75, 0.25]
    assert [float(x) for x in core.smooth_others([real(1), real(0), real(0)], HALF)] == [0.5, 0.25, 0.25]


def by_differences(p: list[Real], q: list[Real]) -> list[Real]:
    return core.central_differences(p, q, HALF)


@pytest.mark.parametrize(
    "function",
    [
        core.cross_entropy,
        core.kl_divergence,
        core.js_divergence,
        core.total_variation,
        core.gradient,
        by_differences,
    ],
)
def test_distributions_of_two_lengths_are_refused(function: object) -> None:
    with pytest.raises(ValueError, match=r"zip\(\)"):
        function([HALF, HALF], [real(1)])  # type: ignore[operator]


@pytest.mark.parametrize("logits", [(1000, -1000, 0), (1000, 0), (-3000, 5000, 0, 1), (40, 0, 0)])
def test_the_slope_of_a_class_that_has_nearly_all_does_not_cancel(logits: tuple[int, ...]) -> None:
    """It is minus the sum of the others, of which none is 0, and the difference along the curve has its digits, too."""
    q = core.softmax([real(z) for z in logits])
    p = [real(int(z == max(logits))) for z in logits]
    for slopes in (core.gradient(p, q), core.central_differences(p, q, real("1e-6"))):
        rest = total(slope for slope, p_k in zip(slopes, p, strict=True) if not p_k)
        (own,) = (slope for slope, p_k in zip(slopes, p, strict=True) if p_k)
        assert own.significant(6) < 0 < rest.significant(6)
        assert abs(float(own / rest) + 1) < 1e-6  # of the differences only as far as the step is small
