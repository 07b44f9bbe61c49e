"""The numbers that `xent why` is typed and tries: which of them are round, and how entries may have been mistyped."""

from __future__ import annotations

import random
from decimal import Decimal
from math import log
from typing import TYPE_CHECKING

import pytest
from running import tries

from xentropy_cli.conventions.why.entries import candidates
from xentropy_cli.conventions.why.typed_number import read_target
from xentropy_cli.errors import XentError

if TYPE_CHECKING:
    from conftest import Runner


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


PRINTS = (
    "tensor({})", "tensor({}, dtype=torch.float64, grad_fn=<NllLossBackward0>)", "tensor({}, device='cuda:0')",
    "tf.Tensor({}, shape=(), dtype=float32)", "<tf.Tensor: shape=(), dtype=float32, numpy={}>", "np.float64({})",
    "array({})", "Array({}, dtype=float32)", "[1] {}", "[{}]", "≈{}", "≈ {}", "~{}", "= {}", "loss: {}", "val_loss = {}",
    "Test loss={}", "log loss: {}", "H(P, Q) = {}", "KL(P || Q): {}", "{}f",
)  # fmt: skip
"""How libraries, logs and people print one number."""

UNITS = {"nats": "e", "nat": "e", "bits": "2", "Bits": "2", "bans": "10", "bits per token": "2", "nats/char": "e"}


@pytest.mark.parametrize("printed", PRINTS)
@pytest.mark.parametrize("unit", ["", *UNITS])
def test_a_number_is_read_through_what_is_printed_round_it(printed: str, unit: str) -> None:
    """With the digits of the number alone, and the base of its unit."""
    draw = random.Random(printed + unit)
    for _ in range(tries(5)):
        number = f"{draw.choice(('', '-'))}{draw.uniform(0, 20):.{draw.randint(1, 9)}f}"
        plain, found = read_target(number), read_target(f"{printed.format(number)} {unit}".rstrip())
        assert found._replace(text="") == plain._replace(text="", base=UNITS.get(unit, ""))


@pytest.mark.parametrize(
    "text", ["tensor([0.1, 0.2])", "0.1, 0.2", "loss:", "bits", "0.1 0.2", "0,3798404", "3 apples", "1/2", "70%"]
)
def test_what_is_no_single_number_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(XentError) as refused:
        read_target(text)
    assert (refused.value.where, refused.value.text) == ("NUMBER", text)


def test_a_unit_is_the_base_that_is_asked_for(call: Runner) -> None:
    """What fits in another unit is told to be in that one; another base beside it is refused."""
    argv = ("--pred", "0.9,0.2,0.7", "--label", "1,0,0", "--format", "plain")
    bits = (-log(0.9) - log(0.8) - log(0.3)) / 3 / log(2)
    assert f"{bits:.5f}: the calculation as asked" in call("why", f"{bits:.5f} bits", *argv).out
    assert ": in bits: the logarithm to base 2" in call("why", f"{bits:.5f} nats", *argv).out
    assert call("why", f"{bits:.5f} nats", *argv, "--base", "2").err.startswith("error: The number is in nats")
    assert call("why", f"{bits:.5f} bits", *argv, "--base", "2").status == 0


def test_a_negative_number_with_a_unit_is_no_option(call: Runner) -> None:
    assert call("why", "-0.9000 nats", "--pred", "0.9,0.1", "--label", "0", "-q").out == "-0.9\n"
