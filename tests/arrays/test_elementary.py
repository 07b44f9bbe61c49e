"""log and exp from four operations: near enough to the truth, and the same in Python and numpy."""

from __future__ import annotations

import math
import random

import mpmath
import numpy as np
import pytest

from xentropy_cli.arrays import elementary as el
from xentropy_cli.arrays import formulas as batch
from xentropy_cli.scoring.measure import Clip, Method, measure, softmax_loss, softplus
from xentropy_cli.scoring.measure_arrays import measure_arrays

mpmath.mp.prec = 300


def ulps(got: float, exact: mpmath.mpf) -> float:
    return float(abs(mpmath.mpf(got) - exact) / math.ulp(float(exact)))


def probabilities(count: int, seed: int) -> list[float]:
    draw = random.Random(seed)
    kinds = (draw.random, lambda: 10 ** draw.uniform(-300, 0), lambda: 1 - draw.random() * 10 ** draw.uniform(-16, 0))
    found = (kinds[k % 3]() for k in range(count))
    return [q for q in found if 0 < q < 1]


@pytest.mark.parametrize("base", ["e", "2", "10", "3"])
def test_surprisals_are_within_one_unit_in_the_last_place_of_the_exact_core(base: str) -> None:
    # below 1.5 units from the truth is at most 1 from the correctly rounded value, which the core gives
    scale = 1 if base == "e" else mpmath.log(int(base))
    for q in probabilities(1500, 1):
        assert ulps(el.surprisal(q, base), -mpmath.log(mpmath.mpf(q)) / scale) < 1.5
        assert ulps(el.surprisal_of_complement(q, base), -mpmath.log1p(-mpmath.mpf(q)) / scale) < 1.5


@pytest.mark.parametrize("k", range(1, 60))
def test_powers_of_two_have_whole_bits(k: int) -> None:
    assert el.surprisal(2.0**-k, "2") == k


def test_losses_from_logits_lose_nothing_to_underflow_or_cancellation() -> None:
    draw = random.Random(2)
    for _ in range(800):
        z = draw.gauss(0, 10 ** draw.uniform(-3, 2.5))
        assert ulps(softplus(z, "e"), mpmath.log1p(mpmath.exp(mpmath.mpf(z)))) < 1.5
        logits = [draw.gauss(0, 10 ** draw.uniform(-1, 1.5)) for _ in range(draw.choice([2, 3, 10]))]
        label, top = draw.randrange(len(logits)), max(range(len(logits)), key=logits.__getitem__)
        others = sum(mpmath.exp(mpmath.mpf(x) - mpmath.mpf(logits[top])) for k, x in enumerate(logits) if k != top)
        exact = mpmath.mpf(logits[top]) - mpmath.mpf(logits[label]) + mpmath.log1p(others)
        assert ulps(softmax_loss(logits, label, "e")[0], exact) < 1.5


METHODS = [
    Method(kind, scale, base, normalize=normalize, clip=clip)
    for kind in ("events", "binary", "classes")
    for scale in ("pred", "logits", "logprobs")
    for base in ("e", "2", "10")
    for normalize in ((False, True) if kind == "classes" and scale == "pred" else (False,))
    for clip in (
        (None, Clip(1e-7, 1 - 1e-7, rescale=True), Clip(0.1, 0.9, rescale=False)) if scale == "pred" else (None,)
    )
]


def predictions(rng: np.random.Generator, scale: str, shape: tuple[int, ...]) -> np.ndarray:
    if scale == "pred":
        q = rng.random(shape) ** rng.integers(1, 40, size=shape)
        q[rng.random(shape) < 0.05] = 0
        q[rng.random(shape) < 0.05] = 1
    elif scale == "logits":
        q = rng.standard_normal(shape) * 10.0 ** rng.choice([-3, -2, -1, 0, 1, 2, 3, 20, 300], size=shape)
        q[rng.random(shape) < 0.02] = -np.inf
    else:
        q = -(10.0 ** rng.uniform(-20, 3, size=shape))
        q[rng.random(shape) < 0.02] = -np.inf
    if len(shape) == 2:
        q[:, 0] = np.where(np.isinf(q).all(axis=1) | (q.sum(axis=1) == 0), 0.5, q[:, 0])
    return q


@pytest.mark.parametrize("method", METHODS, ids=str)
def test_arrays_are_measured_bit_for_bit_as_single_rows_are(method: Method) -> None:
    rng = np.random.default_rng(len(str(method)))
    classes = 3 if method.kind == "classes" else 2
    q = predictions(rng, method.scale, (150, classes) if method.kind == "classes" else (150,))
    labels = rng.integers(0, classes, size=150) if method.kind != "events" else np.zeros(150, dtype=np.intp)
    arrays = measure_arrays(method, labels, q)
    rows = [measure(method, int(label), row.tolist()) for label, row in zip(labels, q, strict=True)]
    for name in ("loss", "truth", "top", "confidence", "brier"):
        assert getattr(arrays, name).tolist() == [getattr(row, name) for row in rows], name
    assert arrays.clipped == sum(row.clipped for row in rows)


def pairs(count: int, seed: int) -> list[tuple[float, float]]:
    """Probabilities far from each other, near each other, and tiny."""
    draw = random.Random(seed)
    found = list(zip(probabilities(count, seed), probabilities(count, seed + 1), strict=False))
    return found + [(p, min(p * (1 + draw.gauss(0, 10 ** draw.uniform(-16, -1))), 1.0)) for p, _ in found]


@pytest.mark.parametrize("base", ["e", "2", "10", "3"])
def test_each_term_of_a_batch_is_within_one_unit_in_the_last_place_of_the_exact_core(base: str) -> None:
    # below 1.5 units from the truth is at most 1 from the correctly rounded value, which the core gives
    scale = 1 if base == "e" else mpmath.log(int(base))
    p, q = (np.array(side) for side in zip(*pairs(1500, 3), strict=True))
    cross, kl = (f(p[:, None], q[:, None], base) for f in (batch.cross_entropy, batch.kl_divergence))
    for k, (a, b) in enumerate(zip(map(mpmath.mpf, p.tolist()), map(mpmath.mpf, q.tolist()), strict=True)):
        assert ulps(float(cross[k]), -a * mpmath.log(b) / scale) < 1.5
        assert ulps(float(kl[k]), a * mpmath.log(a / b) / scale) < 1.5 or a == b


@pytest.mark.parametrize("classes", [2, 3, 10, 100])
def test_a_rescaled_row_loses_nothing_in_its_sum(classes: int) -> None:
    draw = random.Random(classes)
    method = Method("classes", "pred", normalize=True)
    for _ in range(300):
        q = [draw.random() ** draw.choice([1, 8, 40]) for _ in range(classes)]
        label = draw.randrange(classes)
        others = mpmath.fsum(mpmath.mpf(x) for k, x in enumerate(q) if k != label)
        exact = mpmath.log1p(others / mpmath.mpf(q[label]))
        assert ulps(measure(method, label, q).loss, exact) < 1.5


def test_batch_functions_take_rows_and_know_the_borders() -> None:
    p = [[0.5, 0.5, 0.0], [1.0, 0.0, 0.0], [0.25, 0.25, 0.5]]
    q = [[0.5, 0.25, 0.25], [0.0, 0.5, 0.5], [0.25, 0.25, 0.5]]
    assert batch.cross_entropy(p, q, "2").tolist() == [1.5, math.inf, 1.5]
    assert batch.kl_divergence(p, q, "2").tolist() == [0.5, math.inf, 0.0]
    assert batch.softmax([[1000.0, 1000.0]]).tolist() == [[0.5, 0.5]]
    assert float(batch.entropy([0.5, 0.25, 0.25], "2")) == 1.5
