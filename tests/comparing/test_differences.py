"""What is uncertain about a mean difference: quantiles as published, and a bootstrap as wide as theory has it."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentropy_cli.arrays.exact_sum import SCALE
from xentropy_cli.comparing.bootstrap import groups_of, resampled
from xentropy_cli.comparing.difference_sums import DifferenceArrays, differences_by
from xentropy_cli.comparing.differences import Differences, t_interval, t_quantile


@pytest.mark.parametrize("freedom", [1, 2, 5, 30, 1000])
def test_quantiles_of_t_are_those_of_scipy(freedom: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    assert t_quantile(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-9)


def test_groups_of_the_bootstrap_are_the_published_numbers_of_splitmix64() -> None:
    published = (6457827717110365317, 3203168211198807973, 9817491932198370423)  # seed 1234567, Rosetta Code
    assert groups_of(1234567, 0, 3).tolist() == [(x >> 32) * 500 >> 32 for x in published]


def test_the_bootstrap_of_groups_of_rows_is_as_wide_as_that_of_student() -> None:
    """Its ends wander by a tenth of a standard error; of ten seeds the mean wanders by a thirtieth."""
    draw = random.Random(2)
    gaps = np.array([draw.expovariate(1) for _ in range(5000)])
    sums = differences_by(np.zeros(5000, dtype=np.intp), np.zeros(5000), gaps, None)[0]
    found = []
    for seed in range(10):
        resampler = resampled(seed, 0, gaps, None)
        found.append(resampler.interval() or (0, 0))
    assert resampler.interval() == found[-1]  # asked again
    interval, error = t_interval(sums) or (0, 0), sums.standard_error or 0
    for end in (0, 1):
        assert math.fsum(ends[end] for ends in found) / 10 == pytest.approx(interval[end], abs=0.12 * error)


LOSSES = st.one_of(st.floats(0, 40), st.sampled_from([0.0, 5e-324, 1e-300, 1e-160, 1e160, 1e301, math.inf]))
WEIGHTS = st.one_of(st.floats(0, 4), st.sampled_from([0.0, 1e-300, 5e-324]))
ROWS = st.tuples(st.integers(0, 40), LOSSES, LOSSES, WEIGHTS)


def of_row(a: float, b: float, w: float) -> Differences:
    """The sums of one row, as the docstring of Differences defines them, in fractions."""

    def whole(x: float, scale: int = SCALE) -> int:
        return int(Fraction(x) * 2**scale)

    def square(x: float) -> int:
        return int(Fraction(x) ** 2 * 2 ** (2 * SCALE))

    both = a < math.inf and b < math.inf
    gap = w * (b - a) if both else 0.0
    return Differences(
        n=int(both and w > 0),
        mass=whole(w),
        total_a=whole(w * a) if a < math.inf else 0,
        total_b=whole(w * b) if b < math.inf else 0,
        finite_mass=whole(w) if both else 0,
        gaps=whole(gap),
        squares=square(gap),
        cross=whole(w * gap),
        weight_squares=square(w) if both else 0,
        won=int(b < a),
        lost=int(b > a),
        tied=int(b == a),
        infinite_a=int(a == math.inf and w > 0),
        infinite_b=int(b == math.inf and w > 0),
    )


@given(st.lists(st.lists(ROWS, min_size=1, max_size=9), max_size=6), st.booleans())
def test_sums_by_code_are_those_of_the_rows_of_each_code(
    batches: list[list[tuple[int, float, float, float]]], is_weighted: bool
) -> None:
    expected: dict[int, Differences] = {}
    running, whole = DifferenceArrays(range(41)), dict[int, Differences]()
    for batch in batches:
        rows = batch if is_weighted else [(code, a, b, 1.0) for code, a, b, _ in batch]
        for code, *row in rows:
            expected.setdefault(code, Differences()).merge(of_row(*row))
        codes, a, b, weights = (np.array(column) for column in zip(*rows, strict=True))
        running.add(codes, a, b, weights if is_weighted else None)
        for code, sums in differences_by(codes, a, b, weights if is_weighted else None).items():
            whole.setdefault(code, Differences()).merge(sums)
    assert running.take() == whole == expected
