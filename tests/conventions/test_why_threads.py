"""`xent why` on the questions people ask: numbers from public threads, and slips of the kinds found there, the cause first.

Numbers in quotation marks were printed in a thread (named beside them) by the library in question; the others are made here
from the definition of the slip, by plain arithmetic that shares nothing with the hypotheses.
"""

from __future__ import annotations

import json
from math import exp, log, sqrt
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Runner

TWO_OF_FOUR = "--pred .25,.25,.25,.25 --pred .01,.01,.01,.97 --label 0,3"
EDGES = "--pred 0,1 --pred 0,1 --pred 1,0 --pred 1,0 --label 1,0,0,0"
BATCH = "--pred .7,.2,.1 --pred .3,.45,.25 --pred .25,.55,.2 --pred .12,.08,.8 --label 0,1,2,1"
WEIGHTED = f"{BATCH} --class-weight 1,2,5"
BINARY = "--pred .9,.2,.7,.35,.6 --label 1,0,0,1,1"
PAIR = "--true .2,.5,.3 --pred .1,.6,.3"
TYPED = "--true .12,.5,.38 --pred .1,.6,.3"
ALONE = "--true .13,.17,.29,.41 --base 2"
SCORES = "--logits=2,1,.1 --logits=.5,2.5,.3 --logits=1.2,.2,3.1 --label 0,1,0"
ZERO = "--pred 1,0 --pred .3,.7 --label 1,1"

P, Q, A = (0.2, 0.5, 0.3), (0.1, 0.6, 0.3), (0.13, 0.17, 0.29, 0.41)
ROWS = ((0.7, 0.2, 0.1), (0.3, 0.45, 0.25), (0.25, 0.55, 0.2), (0.12, 0.08, 0.8))
LABELS = (0, 1, 2, 1)
TRUE = (0.7, 0.45, 0.2, 0.08)
LOSSES = [-log(q) for q in TRUE]
Z, Z_LABELS = ((2, 1, 0.1), (0.5, 2.5, 0.3), (1.2, 0.2, 3.1)), (0, 1, 0)
COLUMNS = tuple(zip(*Z, strict=True))
YES = ((0.9, 1), (0.2, 0), (0.7, 0), (0.35, 1), (0.6, 1))
BITS = [-log(p) / log(2) for p in A]


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def softmax(z: tuple[float, ...]) -> tuple[float, ...]:
    whole = sum(map(exp, z))
    return tuple(exp(each) / whole for each in z)


def ce(p: tuple[float, ...], q: tuple[float, ...]) -> float:
    return -sum(a * log(b) for a, b in zip(p, q, strict=True) if a)


def smoothed(on: float, off: float) -> float:
    return mean([ce(tuple(on if k == y else off for k in range(3)), row) for row, y in zip(ROWS, LABELS, strict=True)])


def over(weights: tuple[float, ...], total: float | None = None) -> float:
    each = [weights[y] for y in LABELS]
    return sum(w * v for w, v in zip(each, LOSSES, strict=True)) / (sum(each) if total is None else total)


M = tuple((a + b) / 2 for a, b in zip(P, Q, strict=True))
JS = (ce(P, M) - ce(P, P) + ce(Q, M) - ce(Q, Q)) / 2
NEGATIVES = [-log(1 - q) for q, y in YES if not y]
POSITIVES = [-log(q) for q, y in YES if y]
SQUARES = [sum((q - (k == y)) ** 2 for k, q in enumerate(row)) for row, y in zip(ROWS, LABELS, strict=True)]

CASES = [
    ("1.154975", TWO_OF_FOUR, "cells-by-row"),  # Stack Overflow 49473587
    ("0.71355817", TWO_OF_FOUR, "entry-mistyped truncated"),  # the same: its question prints 0.97 and was run with 0.96
    ("0.5514", "--pred 0,1,0 --label 1", "softmax-again"),  # Cross Validated: CrossEntropyLoss of a one-hot row
    ("8.634694", EDGES, "clip-1e-15"),  # scikit-learn issue 17399
    ("1.158830", EDGES, "clip"),  # the same, with eps=0.01
    ("36.0437", "--pred 1,0 --pred 0,1 --names dog,cat --label dog,cat", "sorted clip-sklearn"),  # scikit-learn 30910
    ("8.0590479", "--logits=300,100,100 --logits=-100,200,500 --label 0,1", "clip-keras"),  # Keras issue 7563
    ("-0.0648", "--true .1541,.0511,.0947 --pred .1132,.5477,.3390 --as-is", "library"),  # PyTorch 60928
    ("15.4249", "--pred 0 --label 1", "clip-keras-plus"),
    ("15.3332", "--pred 1 --label 0", "clip-keras-plus"),
    ("87.3365", "--pred 1,0,0 --label 1", "clip-flt-min"),  # Caffe's loss that has blown up
    ("6.9315", "--pred 1,0,0 --label 1", "clip-float16"),
    ("46.0517", "--pred 1,0,0 --label 1", "clip"),
    (f"{(-log(1e-8) - log(0.7)) / 2:.4f}", ZERO, "clip"),
    (f"{mean([-log(q + 1e-3) for q in TRUE]):.6f}", BATCH, "plus-epsilon"),
    (f"{mean(LOSSES) / log(10):.4f}", BATCH, "base-10"),
    (f"{sum(LOSSES) / log(2):.4f}", BATCH, "sum base-2"),
    (f"{-sum(LOSSES) / 4 / log(2):.4f}", BATCH, "base-2 sign"),
    (f"{sum(LOSSES) / 12:.4f}", BATCH, "over-cells"),
    (f"{mean([-log(softmax(row)[y]) for row, y in zip(ROWS, LABELS, strict=True)]):.4f}", BATCH, "softmax-again"),
    (f"{-log(mean(list(TRUE))):.4f}", BATCH, "log-of-mean"),
    (f"{mean([1 / q for q in TRUE]):.4f}", BATCH, "mean-of-perplexities"),
    (f"{2 ** mean(LOSSES):.4f}", BATCH, "perplexity-2"),
    (f"{-mean([q * log(q) for q in TRUE]):.5f}", BATCH, "own-weight"),
    (f"{-mean([log(1 - q) for q in TRUE]):.5f}", BATCH, "log-one-minus"),
    (f"{sum(SQUARES) / 4:.4f}", BATCH, "brier"),
    (f"{sqrt(sum(SQUARES) / 12):.5f}", BATCH, "root-squared"),
    (f"{smoothed(0.9 + 0.1 / 3, 0.1 / 3):.4f}", BATCH, "smoothed"),
    (f"{smoothed(0.9, 0.05):.5f}", BATCH, "smoothed-others"),
    (f"{smoothed(0.9, 0.1):.5f}", BATCH, "smoothed-unshared"),
    (f"{mean([LOSSES[0], (LOSSES[1] + LOSSES[3]) / 2, LOSSES[2]]):.5f}", BATCH, "balanced"),
    (f"{over((1, 2, 5), 4):.4f}", WEIGHTED, "by-count"),
    (f"{over((1, 2, 5), 8):.5f}", WEIGHTED, "by-class-weights"),
    (f"{over((1, 1 / 2, 1 / 5)):.5f}", WEIGHTED, "inverse-weights"),
    (f"{over((5, 2, 1)):.5f}", WEIGHTED, "reversed-weights"),
    (f"{mean(LOSSES):.4f}", WEIGHTED, "no-weights"),
    ("1.0986", SCORES, "uniform"),
    (f"{sum(NEGATIVES) / 5:.5f}", BINARY, "negative-only"),
    (f"{sum(POSITIVES) / 3:.5f}", BINARY, "positive-only over-counted"),
    (f"{mean([-log(q) for q, _ in YES]):.5f}", BINARY, "label-unused"),
    (f"{(sum(POSITIVES) - sum(NEGATIVES)) / 5:.5f}", BINARY, "parts-subtracted"),
    (f"{2 * (sum(POSITIVES) + sum(NEGATIVES)) / 5:.5f}", BINARY, "twofold"),
    (f"{(sum(POSITIVES) + 3 * sum(NEGATIVES)) / 5:.5f}", f"{BINARY} --pos-weight 3", "weight-on-other"),
    (f"{sum(a * (log(a) - b) for a, b in zip(P, Q, strict=True)):.4f}", PAIR, "kl-no-log"),
    (f"{sum(a * a / b for a, b in zip(P, Q, strict=True)):.5f}", PAIR, "kl-ratio"),
    (f"{ce(P, softmax(Q)) - ce(P, P):.5f}", PAIR, "softmax-again kl"),
    (f"{ce(softmax(P), softmax(Q)) - ce(softmax(P), softmax(P)):.6f}", PAIR, "softmax-again truth-softmax kl"),
    (f"{ce(softmax(P), Q):.5f}", PAIR, "truth-softmax"),
    (f"{2 * JS:.5f}", PAIR, "js-sum"),
    (f"{sqrt(JS / log(2)):.5f}", PAIR, "js-distance base-2"),
    (f"{ce(P, Q) / log(3):.5f}", PAIR, "normalised"),
    (f"{ce((0.2, 0.5, 0.03), Q):.5f}", PAIR, "entry-mistyped"),
    (f"{ce((0.21, 0.5, 0.38), Q):.5f}", TYPED, "entry-mistyped"),
    (f"{ce((0.5, 0.3), (0.6, 0.3)):.5f}", PAIR, "left-out"),
    (f"{sum(a * b for a, b in zip(A, BITS, strict=True)) / 2:.5f}", ALONE, "normalised"),
    (f"{-sum(a * b for a, b in zip(A, BITS, strict=True)):.5f}", ALONE, "sign"),
    (f"{sum(round(a * b, 3) for a, b in zip(A, BITS, strict=True)):.4f}", ALONE, "terms-rounded"),
    (f"{sum(a * b for a, b in zip(A[1:], BITS[1:], strict=True)):.5f}", ALONE, "left-out"),
    (f"{-mean([log(softmax(tuple(-x for x in z))[y]) for z, y in zip(Z, Z_LABELS, strict=True)]):.5f}", SCORES,
     "negated-logits"),
    (f"{-mean([softmax(z)[y] for z, y in zip(Z, Z_LABELS, strict=True)]):.4f}", SCORES, "no-log"),
    (f"{-mean([z[y] for z, y in zip(Z, Z_LABELS, strict=True)]):.4f}", SCORES, "no-log-softmax"),
    (f"{-mean([log(softmax(COLUMNS[y])[at]) for at, y in enumerate(Z_LABELS)]):.4f}", SCORES, "softmax-rows"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "args", "first"), CASES, ids=[f"{case[0]} {case[2]}" for case in CASES])
def test_the_cause_of_the_thread_comes_first(number: str, args: str, first: str, call: Runner) -> None:
    ran = call("why", number, *args.split(), "--format", "json")
    assert ran.err == ""
    found = json.loads(ran.out)
    assert ran.status == 0, (found["nearest"], found["doubtful"])
    assert found["causes"][0]["departures"] == first


def test_two_columns_that_changed_places_among_many(call: Runner) -> None:
    rows = "--pred .5,.1,.05,.15,.2 --pred .07,.13,.6,.09,.11 --pred .3,.22,.18,.26,.04 --label 1,2,3"
    number = f"{-mean([log(0.15), log(0.6), log(0.22)]):.5f}"
    found = json.loads(call("why", number, *rows.split(), "--format", "json").out)
    assert "swapped" in [cause["departures"] for cause in found["causes"]]
    assert any("the columns of the classes 1 and 3 changed places" in cause["text"] for cause in found["causes"])


EXTREME = [
    "--true 5e-324,1e-300,1e-7,1 --pred 1e-16,0,0,0 --class-weight 1e300,3,1,1e300",
    "--true 1 --pred 1e-7 --label-smoothing 0.1 --reduction sum",
    "--logits=0.5,-inf --label 0,0 --class-weight 1,1 --weight 1e300,0 --label-smoothing 0.1",
    "--logits=0.5,1 --label 1,1 --class-weight 1,1e-300 --weight 0,1e-300",
    "--logits=1000,1e-320,1000 --label 0,0,0 --pos-weight 3",
    "--logits=1e308,-1e308 --logits=2e154,1 --label 1,0",
]


@pytest.mark.parametrize("args", EXTREME)
def test_numbers_at_the_ends_of_a_double_are_tried_or_refused(args: str, call: Runner) -> None:
    ran = call("why", "0.5123", *args.split())
    assert ran.status in (1, 2)
    assert "has a bug" not in ran.err
