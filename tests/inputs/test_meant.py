"""What people type in place of what `compute` takes, and the refusal that names it."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Runner


@pytest.mark.parametrize("label", ["1", "0", "yes"])
@pytest.mark.parametrize("pred", ["0.9,0.2", "0.9,0.2,0.4"])
def test_a_label_that_is_missing_is_named(pred: str, label: str, call: Runner) -> None:
    ran = call("compute", "--pred", pred, "--label", label)
    assert (ran.status, ran.out) == (2, "")
    assert f"--label {label},…" in ran.err


def test_a_label_for_each_number_of_several_rows_is_binary(call: Runner) -> None:
    rows = ("--pred", "0.9,0.2", "--pred", "0.1,0.5", "--label", "1,0", "--label", "0,1")
    assert "--as binary" in call("compute", *rows).err
    even = ("--pred", "0.9,0.1", "--pred", "0.5,0.5", "--label", "1,0", "--label", "0,1")
    assert "--as binary" in call("compute", *even).err
    found = call("compute", *rows, "--as", "binary", "-q")
    assert float(found.out) == pytest.approx(
        -(math.log(0.9) + math.log(0.8) + math.log(0.9) + math.log(0.5)) / 4, rel=1e-15
    )


def test_one_weight_a_row_counts_for_each_of_its_binary_predictions(call: Runner) -> None:
    rows = ("--pred", "0.9,0.2", "--pred", "0.1,0.5", "--label", "1,0", "--label", "0,1", "--as", "binary")
    each, alike = (call("compute", *rows, "--weight", weights, "-q").out for weights in ("3,3,1,1", "3,1"))
    assert alike == each
    assert float(alike) == pytest.approx(-(3 * math.log(0.9 * 0.8) + math.log(0.9 * 0.5)) / 8, rel=1e-15)
    assert "Give 4 weights, separated by commas, or 2, one a row." in call("compute", *rows, "--weight", "3,1,1").err
    for one in (
        ("--pred", "0.9,0.2"),
        ("--pred", "0.9,0.2", "--label", "1,0"),
    ):  # a row of which it is not told to be one
        assert "Give 2 weights, separated by commas." in call("compute", *one, "--weight", "3").err


@pytest.mark.parametrize(
    ("labels", "ways"),
    [
        ("cat,dog", ("cat: --label 1,0", "dog: --label 0,1")),
        ("spam,ham,spam", ("spam: --label 1,0,1", "ham: --label 0,1,0")),
        ("won,won", ("won: --label 1,1",)),
    ],
)
def test_words_as_labels_are_told_as_numbers(labels: str, ways: tuple[str, ...], call: Runner) -> None:
    count = labels.count(",") + 1
    ran = call("compute", "--pred", ",".join(["0.7"] * count), "--label", labels)
    assert (ran.status, ran.out) == (2, "")
    assert all(way in ran.err for way in ways)


@pytest.mark.parametrize(
    "typed", [("--unit", "bit"), ("--unit=bits",), ("--units=bits",), ("--bits",), ("--in", "bits"), ("--shannons",)]
)
def test_a_unit_is_a_base(typed: tuple[str, ...], call: Runner) -> None:
    ran = call("compute", "--pred", "0.7", *typed)
    assert ran.status == 2
    assert "--base 2" in ran.err


@pytest.mark.parametrize(("unit", "base"), [("nats", "e"), ("ban", "10"), ("hartley", "10"), ("bit", "2")])
@pytest.mark.parametrize("command", ["compute", "score"])
def test_every_unit_has_its_base(unit: str, base: str, command: str, call: Runner) -> None:
    assert f"Type --base {base}\n" in call(command, "--unit", unit).err


@pytest.mark.parametrize(
    "args",
    [
        ("--pred", "0.5,1e-99999"),
        ("--pred", "0.5,1e-99999", "--label", "1,0"),
        ("--pred", "0.5,0.5,1e-99999", "--label", "1"),
        ("--true", "0.5,0.5,1e-99999", "--pred", "0.5,0.5,1e-99999"),
    ],
)
def test_a_number_with_a_long_exponent_takes_no_time(args: tuple[str, ...], call: Runner) -> None:
    start = time.process_time()
    ran = call("compute", *args)
    assert ran.status == 0, ran.err
    assert time.process_time() - start < 2  # it was 3 to 11 seconds while its 100,000 digits were written out


CALCULATED = [
    ("0.7*0.8*0.97", "Type the factors, separated by commas: 0.7,0.8,0.97"),
    ("0.7 * 0.8", "Type the factors, separated by commas: 0.7,0.8"),
    ("0.7 \u00d7 50%", "Type the factors, separated by commas: 0.7,50%"),
    ("0.7\u00b70.8", "Type the factors, separated by commas: 0.7,0.8"),
    ("1/2 \u00b7 1/3", "Type the factors, separated by commas: 1/2,1/3"),
    ("0\u00b77", "Type it again: 0.7"),
    ("0.2,0.7*0.8", "Type its result, or its factors as entries of their own."),
    ("1-0.7", "Type its result: 0.3"),
    ("0.2 1\u2212.25", "Type its result: 0.75"),
    ("0.5^3", "Type its result: 0.125"),
    ("0.5**2", "Type its result: 0.25"),
    ("0.7\u22120.1", "Type the number again by hand."),
    ("1-5", "Type numbers separated by commas: 0.7,0.8"),
]  # fmt: skip
"""Calculations typed in the place of numbers, and the line that leads on, written by hand."""


@pytest.mark.parametrize(("typed", "fix"), CALCULATED)
def test_a_calculation_in_the_place_of_a_number_is_met_with_what_to_type(typed: str, fix: str, call: Runner) -> None:
    for words in (("--pred", typed), (typed,), typed.split()):
        ran = call("compute", *words)
        assert (ran.status, ran.out) == (2, "")
        assert f"  fix: {fix}\n" in ran.err, words


def test_a_calculation_is_told_from_its_text_at_any_length(call: Runner) -> None:
    for text in ("*".join(["0.7"] * 900), "0." + "1" * 3000 + "^9", "1-0." + "1" * 3000, "0.1*" * 900):
        begun = time.perf_counter()
        assert call("compute", text).status == 2
        assert time.perf_counter() - begun < 2
