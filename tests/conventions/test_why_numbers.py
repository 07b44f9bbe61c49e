"""The numbers that `xent why` is typed and tries: which of them are round, and how entries may have been mistyped."""

from __future__ import annotations

import random
from decimal import Decimal
from math import log

import pytest
from running import tries

from xentropy_cli.conventions.why.entries import candidates
from xentropy_cli.conventions.why.typed_number import read_target


def test_no_whole_number_is_taken_for_a_half_or_a_logarithm_that_it_is_not() -> None:
    """Rounded to a whole number 1/2 is 0 or 1, and ln 2 is 1: with so few digits they are no news of either."""
    assert [number for number in range(1001) if read_target(str(number)).round_name] == [1]


@pytest.mark.parametrize("zeros", range(6))
def test_round_numbers_are_known_at_any_length(zeros: int) -> None:
    assert read_target("0.5" + "0" * zeros).round_name == "1/2"
    assert read_target("1." + "0" * zeros).round_name == "1"
    for k in (*range(2, 11), 100, 1000):
        assert read_target(f"{log(k):#.{zeros + 3}g}").round_name == f"ln {k}"


def decimals_of(text: str) -> int:
    """How many digits a number has after its point."""
    return -int(Decimal(text).as_tuple().exponent)


@pytest.mark.parametrize("given", ["pred", "logits", "logprobs"])
def test_a_mistyped_entry_is_a_number_that_can_be_typed(given: str) -> None:
    """At the most one digit after the point more than was typed: 0.041 for 0.41, and no 0.040999999999999995."""
    draw = random.Random(given)
    for _ in range(tries(300)):
        text = f"{draw.random():.{draw.randint(1, 4)}f}"
        text = text if given == "pred" else f"-{draw.randint(0, 12)}{text[1:]}"
        for new, _, _ in candidates(text, given, draw.choice((1, 20, 200))):
            assert decimals_of(repr(new)) <= max(decimals_of(text) + 1, 2), (text, new)
