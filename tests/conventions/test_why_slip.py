"""One departure by its key: what number it gives for an input, what to say of it, and how to put it right."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from functools import cache
from math import log

import pytest
from running import tries

from xentropy_cli.cli.options.inputs import request_from
from xentropy_cli.conventions.inputs import Inputs, inputs_of
from xentropy_cli.conventions.why.departures import KINDS
from xentropy_cli.conventions.why.slip import Slip, all_slips, slip, slips_named
from xentropy_cli.conventions.why.table.unguarded_departures import UNGUARDED
from xentropy_cli.derivation.derive import derive
from xentropy_cli.inputs.readings import read

INPUTS = {
    "binary": ["--pred", "0.83,0.29,0.57,0.13,0.41,0", "--label", "1,0,1,0,0,0"],
    "binary logits": ["--logits=1.5,-0.3,0.8", "--label", "1,0,0"],
    "events": ["--pred", "0.7,0.8,0.97"],
    "classes": ["--pred", "0.7,0.2,0.1", "--pred", "0.3,0.6,0.1", "--pred", "0.2,0,0.8",
                "--label", "b,c,a", "--names", "b,a,c"],
    "three of three": ["--pred", "0.5,0.3,0.2", "--pred", "0.1,0.6,0.3", "--pred", "0.2,0.2,0.6", "--label", "1,2,0"],
    "many classes": ["--pred", "0.5,0.1,0.05,0.15,0.2", "--label", "0"],
    "logits": ["--logits=2,1,0.1", "--logits=0.5,2.5,0.3", "--label", "0,2"],
    "weights": ["--logits=2,1,0.1", "--logits=0.5,2.5,0.3", "--label", "0,2", "--class-weight", "1,2,5", "--weight", "1,3"],
    "weights over the count": ["--pred", "0.9,0.2", "--label", "1,0", "--weight", "1,3", "--weight-norm", "count"],
    "positive weight": ["--pred", "0.9,0.2", "--label", "1,0", "--pos-weight", "3"],
    "a weight of 0": ["--pred", "0.9,0.2,0.7", "--label", "1,0,1", "--weight", "2,0,1.5"],
    "ignored": ["--pred", "0.9,0.2,0.7", "--label", "1,0,9", "--ignore-label", "9"],
    "smoothing": ["--pred", "0.7,0.2,0.1", "--label", "0", "--label-smoothing", "0.1"],
    "sum": ["--pred", "0.7,0.8", "--label", "1,0", "--reduction", "sum"],
    "log-probabilities": ["--logprobs=-0.4,-1.6,-2.1", "--label", "0"],
    "bits": ["--pred", "0.7,0.2", "--label", "1,0", "--base", "2"],
    "pair": ["--true", "0.2,0.5,0.3", "--pred", "0.1,0.6,0.3"],
    "rows of truths": ["--true", "0.2,0.5,0.3", "--true", "0.1,0.1,0.8", "--pred", "0.1,0.6,0.3", "--pred", "0.3,0.3,0.4"],
    "rows of cells": ["--pred", "0.9,0.3,0.6", "--pred", "0.2,0.7,0.99", "--label", "1,0,1", "--label", "0,1,1",
                      "--as", "binary"],
    "truth": ["--true", "0.5,0.3,0.2"],
    "unscaled": ["--pred", "0.7,0.5,0.1", "--label", "0", "--as-is"],
    "pairs of binary": ["--pred", "0.7,0.5,0.1,0.3", "--label", "1,0,0,1"],
    "tiny": ["--pred", "1e-320,0.3", "--label", "1,0"],
}  # fmt: skip
COMPOSED = {
    "truncated",
    "float32",
    "root-squared",
    "brier-skill",
    "probabilities-as-logits",
    "log-as-probabilities clip-keras",
    "arguments-swapped clip-keras",
}
"""Departures that are never alone: they are seen when a number is held against a value, or need another to be a number."""


@cache
def every_slip(name: str) -> dict[str, Slip]:
    return all_slips(*taken(INPUTS[name]))


LEFT_OUT = {"unscaled", "ignored-taken", "no-example-weights", "no-class-weights"}
"""Options that were passed on: all is tried without them, but by `xent why` alone."""


def taken(args: list[str]) -> tuple[Inputs, float]:
    question = read(request_from(args))
    return inputs_of(question), float(derive(question).value)


def test_a_slip_gives_its_number_its_sentence_and_its_repair() -> None:
    inputs, exact = taken(["--pred", "0.9,0.2,0.7", "--label", "1,0,0"])
    found = slip("label-unused", inputs, exact)
    assert found is not None
    assert found.value == pytest.approx(-(log(0.9) + log(0.2) + log(0.7)) / 3, rel=1e-14)
    assert found.sentence == "−log q was taken for every example, whatever its label"
    assert found.repair == "take −log(1 − q) where the label is 0"


def test_slips_compose() -> None:
    inputs, exact = taken(["--pred", "0.9,0.2,0.7", "--label", "1,0,0"])
    found = slip("base-2 sign", inputs, exact)
    assert found is not None
    assert found.value == pytest.approx((log(0.9) + log(0.8) + log(0.3)) / 3 / log(2), rel=1e-14)


@pytest.mark.parametrize("keys", ["arguments-swapped clip-keras", "log-as-probabilities clip-keras"])
def test_a_departure_that_needs_another_is_found_with_it(keys: str) -> None:
    args = INPUTS["binary" if keys.startswith("arguments") else "log-probabilities"]
    assert slip(keys, *taken(args)) is not None


def test_a_slip_that_does_not_apply_is_none_and_one_that_there_is_not_is_a_mistake() -> None:
    inputs, exact = taken(["--pred", "0.7"])
    assert slip("over-cells", inputs, exact) is None
    with pytest.raises(KeyError):
        slip("no-such-slip", inputs, exact)


@pytest.mark.parametrize("name", INPUTS)
def test_a_slip_looked_for_by_name_is_what_a_search_for_all_finds(name: str) -> None:
    """A search for some kinds leaves out what it can; it must give what the whole one gives, one by one and together."""
    inputs, exact = taken(INPUTS[name])
    found = every_slip(name)
    named = slips_named(KINDS, inputs, exact)
    assert named == found
    for key in random.Random(str(INPUTS[name])).sample(sorted(KINDS), min(tries(40), len(KINDS))):
        assert slip(key, inputs, exact) == found.get(key)


def test_every_departure_applies_to_some_input_and_says_what_it_is() -> None:
    met = {}
    for name in INPUTS:
        met.update(every_slip(name))
    events, exact = taken(INPUTS["events"])
    met.update(all_slips(replace(events, lengths=(1, 2)), exact))
    endless = {row[0] for row in UNGUARDED}
    assert set(KINDS) - set(met) == {keys.split()[0] for keys in COMPOSED} | endless | LEFT_OUT
    for found in met.values():
        assert found.sentence
        assert found.repair
        assert "{" not in found.sentence + found.repair


def test_slips_need_no_numpy() -> None:
    code = (
        "import sys\n"
        "from xentropy_cli.conventions.why.slip import all_slips\n"
        "from xentropy_cli.conventions.inputs import Inputs\n"
        "one = Inputs('events', 'pred', ((.3, .7),), ((0., 1.),), (1,), ('0', '1'), ('1',), None, reduction='sum')\n"
        "assert all_slips(one, .35) and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
