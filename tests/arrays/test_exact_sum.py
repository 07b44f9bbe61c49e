"""The exact sum is exact, whatever the order and the batches, in plain Python and in numpy."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentropy_cli.arrays.array_sums import exact_squares, exact_total, squares_by_group, total_by_group
from xentropy_cli.arrays.exact_sum import SCALE, exact_quotient, total_of, total_of_squares
from xentropy_cli.scoring.group_arrays import GroupArrays
from xentropy_cli.scoring.losses import Measures
from xentropy_cli.tables.codes import Codes
from xentropy_cli.tables.rows import Rows

if TYPE_CHECKING:
    import random

doubles = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(doubles, max_size=60))
def test_both_sums_are_the_sum_of_the_fractions(values: list[float]) -> None:
    exact = sum(map(Fraction, values), Fraction(0)) * 2**SCALE
    assert total_of(values) == exact
    assert exact_total(np.array(values, dtype=np.float64)) == exact


@given(st.lists(doubles, max_size=60))
def test_both_sums_of_squares_are_the_sum_of_the_squares_of_the_fractions(values: list[float]) -> None:
    exact = sum((Fraction(x) ** 2 for x in values), Fraction(0)) * 2 ** (2 * SCALE)
    assert total_of_squares(values) == exact
    array = np.array(values, dtype=np.float64)
    assert exact_squares(array) == exact
    assert total_by_group(array, np.zeros(array.size, dtype=np.intp), 1) == [total_of(values)]


@pytest.mark.parametrize("n", [1, 2, 255, 256, 30_000, 100_000])
def test_sums_and_squares_of_many_numbers_are_exact(n: int) -> None:
    random = np.random.default_rng(n)
    values = random.standard_normal(n) * np.exp2(random.integers(-60, 40, n))
    for groups in (1, 2, 5):
        group = random.integers(0, groups, n)
        totals = total_by_group(values, group, groups)
        assert totals == [total_of(values[group == k].tolist()) for k in range(groups)], groups
    assert exact_squares(values) == total_of_squares(values.tolist())


@given(st.lists(doubles, min_size=1, max_size=40), st.randoms(use_true_random=False), st.integers(1, 39))
def test_order_and_batches_leave_no_trace(values: list[float], shuffler: random.Random, cut: int) -> None:
    shuffled = shuffler.sample(values, len(values))
    parts = total_of(shuffled[:cut]) + total_of(shuffled[cut:])
    assert parts == total_of(values)


@given(st.lists(st.tuples(doubles, st.integers(0, 3)), max_size=40))
def test_the_sum_of_each_group_is_the_sum_of_its_values(pairs: list[tuple[float, int]]) -> None:
    values = np.array([x for x, _ in pairs], dtype=np.float64)
    groups = np.array([k for _, k in pairs], dtype=np.intp)
    expected = [total_of(x for x, k in pairs if k == group) for group in range(4)]
    assert total_by_group(values, groups, 4) == expected
    assert exact_squares(values) == total_of_squares(x for x, _ in pairs)
    squared = [total_of_squares(x for x, k in pairs if k == group) for group in range(4)]
    assert squares_by_group(values, groups, 4) == squared


@given(st.lists(st.floats(min_value=0, max_value=1e150), min_size=1, max_size=40))
def test_a_mean_is_rounded_once(values: list[float]) -> None:
    exact = sum(map(Fraction, values), Fraction(0)) / len(values)
    assert exact_quotient(total_of(values), len(values)) == float(exact)


def test_a_block_of_equal_values_keeps_every_bit() -> None:
    # 0.1 is 3602879701896397 / 2^55
    assert exact_total(np.full(1_500_000, 0.1)) == 1_500_000 * 3602879701896397 << (SCALE - 55)


def test_a_quotient_too_large_for_a_double_is_infinite() -> None:
    assert exact_quotient(10**400, 1, 0) == math.inf
    assert exact_quotient(-(10**400), 1, 0) == -math.inf


@given(
    st.lists(
        st.tuples(st.integers(0, 2500), st.floats(allow_nan=False, allow_infinity=False), st.booleans()), max_size=60
    ),
    st.integers(1, 20),
)
def test_sums_of_many_groups_are_those_of_their_rows(rows: list[tuple[int, float, bool]], batch: int) -> None:
    names = [f"g{k}" for k in range(2501)]
    codes = Codes()
    codes.array(names)
    sums = GroupArrays(codes, weighted=False, events=False)
    want: dict[str, list[float]] = {}
    for start in range(0, len(rows), batch):
        part = rows[start : start + batch]
        groups = np.array([group for group, _, _ in part])
        loss, right = np.array([abs(x) for _, x, _ in part]), np.array([y for _, _, y in part])
        nothing = np.zeros(groups.size)
        arrays = Rows(groups, np.ones(groups.size, np.intp), nothing, None, groups)
        sums.add(groups, arrays, Measures(loss, nothing, right, nothing, nothing, nothing))
    for group, x, _ in rows:
        want.setdefault(names[group], []).append(abs(x))
    found = dict(sums.take())
    assert sums.take() == []
    assert {name: totals.loss for name, totals in found.items()} == {n: [total_of(xs)] for n, xs in want.items()}
    assert {name: totals.squares for name, totals in found.items()} == {
        n: [total_of_squares(xs)] for n, xs in want.items()
    }
    assert sum(totals.correct[0] for totals in found.values()) == sum(y for _, _, y in rows)
    assert all(totals.n == totals.finite[0] == totals.mass[0] == len(want[name]) for name, totals in found.items())
