"""Numbers as text: the same whether they come from the exact core or from doubles; never -0, never a digit made up."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from xentropy_cli.core.real import real
from xentropy_cli.figures import figure, given, percent, shortest

doubles = st.floats(allow_nan=False, allow_infinity=False)
near_powers_of_ten = st.builds(lambda m, e: m * 10.0**e, st.floats(0.9999, 1.0001), st.integers(-14, 16))


@for_all(doubles | near_powers_of_ten, st.integers(0, 12))
def test_a_double_and_the_real_it_is_are_written_alike(x: float, digits: int) -> None:
    assert figure(x, digits) == figure(real(Decimal(x)), digits)


@pytest.mark.parametrize(
    ("typed", "digits", "shown"),
    [
        ("0.61027770273765", 4, "0.6103"),
        ("0.00009999999", 4, "0.0001"),
        ("0.00009", 4, "9.000e-5"),
        ("0.00005", 4, "5.000e-5"),
        ("-0.00001", 4, "−1.000e-5"),
        ("0.0001", 4, "0.0001"),
        ("0.99999", 4, "1.0000"),
        ("999999999999999.5", 4, "1.000e15"),
        ("999999999999999", 4, "1.000e15"),
        ("1e15", 4, "1.000e15"),
        ("1e-400", 4, "1.000e-400"),
        ("0", 4, "0"),
        ("-0", 4, "0"),
    ],
)
def test_figure(typed: str, digits: int, shown: str) -> None:
    assert figure(real(typed), digits) == shown


@for_all(doubles)
def test_shortest_reads_back_and_is_no_longer_than_python_s(x: float) -> None:
    assert float(shortest(x)) == x
    assert len(shortest(x)) <= len(repr(x))
    assert shortest(x) != "-0"


@pytest.mark.parametrize(("x", "shown"), [(-0.0, "0"), (1.0, "1"), (1e16, "1e16"), (1e-5, "1e-5"), (-math.inf, "-inf")])
def test_shortest(x: float, shown: str) -> None:
    assert shortest(x) == shown


@pytest.mark.parametrize("typed", ["0.7", "1/3", "1e-400", "0.97", "100", "11/12", "0.9999999999999999999999", "1e-8"])
def test_a_typed_number_is_given_as_it_was_typed(typed: str) -> None:
    assert given(real(typed), 4) == typed


def test_percent() -> None:
    assert [percent(x) for x in (0.584447, 1.0, 0.0)] == ["58.4 %", "100.0 %", "0.0 %"]
