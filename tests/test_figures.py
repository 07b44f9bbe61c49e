"""Numbers as text: the same whether they come from the exact core or from doubles; never -0, never a digit made up."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from xentropy_cli.core.definitions import surprisal
from xentropy_cli.core.real import real
from xentropy_cli.figures import added, figure, given, percent, shortest, shortest_of

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
        ("0.096", 1, "0.1"),
        ("0.04", 1, "4e-2"),
        ("1.7", 0, "2"),
        ("0.7", 0, "1"),
        ("0.3", 0, "3e-1"),
        ("0.03", 0, "3e-2"),
    ],
)
def test_figure(typed: str, digits: int, shown: str) -> None:
    assert figure(real(typed), digits) == shown
    if typed not in {"1e-400", "0.00005"}:
        assert figure(float(typed), digits) == shown


def test_what_is_infinite_keeps_its_sign() -> None:
    infinite = surprisal(real(0))
    assert [figure(x, 4) for x in (infinite, -infinite, math.inf, -math.inf)] == ["∞", "−∞", "∞", "−∞"]


@for_all(doubles)
def test_shortest_reads_back_and_is_no_longer_than_python_s(x: float) -> None:
    assert float(shortest(x)) == x
    assert len(shortest(x)) <= len(repr(x))
    assert shortest(x) != "-0"


@pytest.mark.parametrize(("x", "shown"), [(-0.0, "0"), (1.0, "1"), (1e16, "1e16"), (1e-5, "1e-5"), (-math.inf, "-inf")])
def test_shortest(x: float, shown: str) -> None:
    assert shortest(x) == shown


@for_all(st.lists(st.floats()))
def test_many_doubles_are_written_as_one_is(values: list[float]) -> None:
    assert shortest_of([*values, -0.0]) == [*map(shortest, values), "0"]


@pytest.mark.parametrize(
    "typed",
    ["0.7", "1/3", "1e-400", "0.97", "100", "11/12", "0.9999999999999999999999", "1e-8", "0.0000001", "1e24"],
)
def test_a_typed_number_is_given_as_it_was_typed(typed: str) -> None:
    assert given(real(typed), 4) == typed


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0.99999999999999999999999", "1.0000"),
        ("1/13", "0.0769"),
        ("1234567890123456789012345", "1.235e24"),
    ],
)
def test_a_typed_number_of_more_than_24_characters_or_twelfths_is_rounded(typed: str, shown: str) -> None:
    assert given(real(typed), 4) == shown


def test_what_nobody_typed_is_rounded() -> None:
    """−log 0.7 = 0.35667…"""
    assert [given(surprisal(real(q)), 4) for q in ("0.7", "0")] == ["0.3567", "∞"]


def test_numbers_below_0_are_added_as_they_are_shown() -> None:
    assert added(["−0.3567", "0.2231"], "−0.1335") == "−0.1336"
    assert added(["−1.2e-400", "−1.2e-400"], "−2.5e-400") == "−2.4e-400"


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0.584447, "58.4 %"),
        (1.0, "100.0 %"),
        (0.0, "0.0 %"),
        (0.0006, "0.1 %"),
        (0.0005, "0.1 %"),
        (0.000499, "0.05 %"),
        (0.000099, "0.0099 %"),
        (1e-9, "1e-7 %"),
        (9e-10, "0.0 %"),
    ],
)
def test_percent(share: float, shown: str) -> None:
    assert percent(share) == shown
