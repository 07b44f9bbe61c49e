"""Recorded command lines: values with their sources (data/values.jsonl), and damaged input (data/inputs.jsonl).

A case is a line: `argv`, `env`, and what to `expect`: `exit` (0 unless given), numbers read from JSON (`value`, `total`,
`mean`, `json` by name; to a relative `rtol` of 1e-12 unless given), `no_escape`, `stdout_not`. `source` and `note` say where
the expectation comes from; none was printed by xent.
"""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from xentropy_cli import derive

if TYPE_CHECKING:
    from conftest import Ran, Runner

DATA = Path(__file__).parents[1] / "data"
NUMBERS = ("value", "total", "mean")


def cases(name: str) -> list[Any]:
    found = [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]
    return [pytest.param(case, id=case["id"]) for case in found]


@pytest.mark.parametrize("case", cases("values.jsonl"))
def test_value(case: dict[str, Any], call: Runner) -> None:
    check(case, call(*with_json(case)))


@pytest.mark.parametrize("case", cases("inputs.jsonl"))
def test_input(case: dict[str, Any], call: Runner, xent: Runner) -> None:
    run = xent if "env" in case else call
    check(case, run(*with_json(case), env=case.get("env")))


def with_json(case: dict[str, Any]) -> list[str]:
    wants = {*NUMBERS, "json"} & case["expect"].keys()
    return [*case["argv"], *(["--format", "json"] if wants and "--format" not in case["argv"] else [])]


def check(case: dict[str, Any], ran: Ran) -> None:
    expect = case["expect"]
    assert ran.status == expect.get("exit", 0), ran
    assert "Traceback" not in ran.out + ran.err, ran
    if ran.status:
        assert ran.out == "", ran
        assert {"error:", "why:", "fix:", "more:"} <= set(ran.err.split()), ran
    if expect.get("no_escape"):
        assert "\x1b" not in ran.out + ran.err, ran
    for piece in expect.get("stdout_not", ()):
        assert piece not in ran.out, ran
    wanted = {name: expect[name] for name in NUMBERS if name in expect} | expect.get("json", {})
    if wanted:
        answer = json.loads(ran.out, parse_constant=refuse_constant)
        for name, number in wanted.items():
            assert is_near(answer[name], number, expect.get("rtol", 1e-12)), (name, answer[name], number)


def refuse_constant(name: str) -> None:
    raise AssertionError(f"a bare {name} is not JSON")


def is_near(got: float | str, want: float | str, rtol: float) -> bool:
    if "Infinity" in (got, want):
        return got == want
    return math.isclose(float(got), float(want), rel_tol=rtol, abs_tol=0 if want else 1e-15)


def test_a_wrong_value_is_found(call: Runner) -> None:
    """The checker itself can fail."""
    ran = call("compute", "--pred=0.7", "--format", "json")
    with pytest.raises(AssertionError):
        check({"expect": {"value": 0.35667494394}}, ran)


@pytest.mark.parametrize("classes", [2, 3, 10, 100])
def test_log_probabilities_as_doubles_add_up_to_1_as_near_as_their_digits_allow(classes: int) -> None:
    """What a log-softmax in double precision prints is taken as it is, whatever the logits."""
    draw = random.Random(classes)
    for _ in range(40):
        z = [draw.gauss(0, 3) for _ in range(classes)]
        rest = math.log(math.fsum(math.exp(z_k - max(z)) for z_k in z))
        printed = [min((z_k - max(z)) - rest, 0.0) for z_k in z]
        derive(logprobs=printed, label=0, reading="categorical")
