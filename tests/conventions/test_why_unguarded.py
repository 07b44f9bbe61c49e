"""`xent why nan` and `xent why inf`: what makes them of the inputs, each formula worked out by NumPy in its own precision."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from running import tries

from xentropy_cli.conventions.why.table.unguarded_departures import UNGUARDED

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Runner

Rows = list[list[float]]


def as_written(y: list[int], q: np.ndarray) -> float:
    """The binary cross-entropy, no term left out."""
    truth = np.array(y, dtype=q.dtype)
    return float(-(truth * np.log(q) + (1 - truth) * np.log(1 - q)).mean())


def softmax_as_written(y: list[int], z: Rows, kind: type) -> float:
    raised = np.exp(np.array(z, dtype=kind))
    q = raised / raised.sum(axis=1, dtype=kind, keepdims=True)
    return float(-(np.eye(len(z[0]))[y] * np.log(q.astype(float))).sum())


def saturated(kind: type) -> Callable[[list[int], list[float]], float]:
    def loss(y: list[int], z: list[float]) -> float:
        return as_written(y, (1 / (1 + np.exp(-np.array(z)))).astype(kind))

    return loss


def causes(call: Runner, number: str, args: list[str]) -> set[str]:
    ran = call("why", number, *args, "--format", "json")
    found = json.loads(ran.out)
    assert ran.status == (not found["causes"])
    return {cause["text"].partition(" rounds")[0].partition(", where")[0] for cause in found["causes"]}


@pytest.mark.parametrize("kind", ["float32", "float16"])
@pytest.mark.parametrize("number", ["nan", "inf"])
def test_a_probability_that_a_precision_rounds_away_is_named_if_numpy_loses_it(
    number: str, kind: str, call: Runner
) -> None:
    """float64 keeps these; where float32 loses one, float16 does, and the wider one is named."""
    draw, met = random.Random(number + kind), set()
    wider = {"float16": "float32", "float32": "float64"}[kind]
    while len(met) < 2:
        z, y = [round(draw.uniform(-35, 35), 1) for _ in range(2)], [draw.randint(0, 1) for _ in range(2)]
        with np.errstate(all="ignore"):
            lost, kept = (str(saturated(getattr(np, each))(y, z)) == number for each in (kind, wider))
        named = causes(call, number, [f"--logits={z[0]},{z[1]}", "--label", f"{y[0]},{y[1]}"])
        if not kept:
            assert (kind in named) == lost, (z, y)
            met.add(lost)


@pytest.mark.parametrize("kind", ["float64", "float32", "float16"])
def test_a_softmax_that_overflows_is_named_if_numpy_overflows(kind: str, call: Runner) -> None:
    draw = random.Random(kind)
    limit = {"float64": 709.78, "float32": 88.72, "float16": 11.09}[kind]  # log of the largest number of each
    for _ in range(tries(4)):
        row = [round(limit * draw.choice((0.9, 1.1)), 1), round(draw.uniform(-1, 1), 1), 0.5]
        y = draw.randrange(3)
        with np.errstate(all="ignore"):
            is_nan = np.isnan(softmax_as_written([y], [row], getattr(np, kind)))
        named = causes(call, "nan", [f"--logits={','.join(map(str, row))}", "--label", str(y)])
        assert (f"e^z was taken in {kind}" in named) == is_nan


CASES = [
    ("nan", "--pred 1 --label 1", "zero-times-infinity"),
    ("nan", "--pred 1 --label 1", "epsilon-lost"),
    ("inf", "--pred 1 --label 0", ""),
    ("-inf", "--pred 1 --label 0", "sign"),
    ("-Inf", "--pred 1,0 --label 1", "sign"),
    ("-inf", "--logits=-20,1 --label 0", "rounded-away sign"),
    ("nan", "--pred 1,.5 --label 0,1 --weight 0,1", "weight-times-infinity"),
    ("nan", "--pred .5,.2 --label 0,1 --weight 0,0", "empty-mean"),
    ("nan", "--true .5,.5,0 --pred .3,.3,.4", "kl-as-written"),
    ("nan", "--logits=-2,3 --label 0", "logits-as-probabilities"),
    ("inf", "--logits=-12,0.5 --label 0", "perplexity-overflow"),
    ("tensor(nan, grad_fn=<NllLossBackward0>)", "--pred 1 --label 1", "zero-times-infinity"),
]


@pytest.mark.parametrize(("number", "args", "key"), CASES)
def test_what_makes_nan_or_infinity_is_named(number: str, args: str, key: str, call: Runner) -> None:
    ran = call("why", number, *args.split(), "--format", "json")
    assert ran.status == 0
    assert key in [cause["departures"] for cause in json.loads(ran.out)["causes"]]
    assert call("why", number, *args.split()).status == 0


def test_every_way_without_a_guard_is_met() -> None:
    assert {row[0] for row in UNGUARDED} <= {key for _, _, key in CASES} | {"rounded-away", "exp-overflow"}


@pytest.mark.parametrize("number", ["nan", "inf", "-inf"])
def test_what_no_way_gives_is_looked_for_elsewhere(number: str, call: Runner) -> None:
    ran = call("why", number, "--pred", ".5,.5", "--label", "0")
    assert ran.status == 1
    assert f"None makes {number} of these numbers" in " ".join(ran.out.split())
    assert "xent explain zero" in " ".join(ran.out.split())
