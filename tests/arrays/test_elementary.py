"""log and exp from four operations, and the losses made of them: near enough to the truth, and to the exact core."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from xentropy_cli.arrays import formulas as batch
from xentropy_cli.core import definitions as core
from xentropy_cli.core.real import Infinite, Real, real
from xentropy_cli.scoring.losses import measure
from xentropy_cli.scoring.method import Clip, Method

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
    some = probabilities(1500, 1)
    own, others = batch.surprisals(some, base).tolist(), batch.surprisal_of_complement(some, base).tolist()
    for q, loss, complement in zip(some, own, others, strict=True):
        assert ulps(loss, -mpmath.log(mpmath.mpf(q)) / scale) < 1.5
        assert ulps(complement, -mpmath.log1p(-mpmath.mpf(q)) / scale) < 1.5


@pytest.mark.parametrize("k", range(1, 60))
def test_powers_of_two_have_whole_bits(k: int) -> None:
    assert float(batch.surprisals(2.0**-k, "2")) == k


def test_losses_from_logits_lose_nothing_to_underflow_or_cancellation() -> None:
    draw = random.Random(2)
    for _ in range(800):
        z = draw.gauss(0, 10 ** draw.uniform(-3, 2.5))
        assert ulps(float(batch.softplus(np.array([z]))[0]), mpmath.log1p(mpmath.exp(mpmath.mpf(z)))) < 1.5
        logits = [draw.gauss(0, 10 ** draw.uniform(-1, 1.5)) for _ in range(draw.choice([2, 3, 10]))]
        label, top = draw.randrange(len(logits)), max(range(len(logits)), key=logits.__getitem__)
        others = sum(mpmath.exp(mpmath.mpf(x) - mpmath.mpf(logits[top])) for k, x in enumerate(logits) if k != top)
        exact = mpmath.mpf(logits[top]) - mpmath.mpf(logits[label]) + mpmath.log1p(others)
        assert ulps(float(batch.softmax_loss(np.array([logits]), np.array([label]), "e")[0][0]), exact) < 1.5


METHODS = [
    Method(kind, scale, base, normalize=normalize, clip=clip)
    for kind in ("events", "binary", "classes")
    for scale in ("pred", "logits", "logprobs")
    for base in ("e", "2", "10")
    for normalize in ((False, True) if kind == "classes" and scale == "pred" else (False,))
    for clip in ((None, Clip(0.1, 0.9, rescale=False)) if scale == "pred" else (None,))
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


def given(method: Method, label: int, q: list[float]) -> Real:
    """The exact probability given to what happened, from doubles, before anything is clipped."""
    exact = [Infinite(x) if x == -math.inf else real(Fraction(x)) for x in q]
    if method.scale == "logits":
        whole = core.softmax(exact) if method.kind == "classes" else core.sigmoid(exact[0])
    elif method.scale == "logprobs":
        whole = [core.power(x) for x in exact]
    else:
        whole = exact
    if method.kind == "classes":
        return whole[label] / sum(whole[1:], whole[0]) if method.normalize else whole[label]
    own = whole[-1]
    return own if label or method.kind == "events" else (whole[0] if method.scale == "logits" else 1 - own)


@pytest.mark.parametrize("method", METHODS, ids=str)
def test_losses_of_arrays_are_those_of_the_exact_core(method: Method) -> None:
    """Each within two units in the last place of what definitions.py says of the same doubles; tops and Briers too."""
    rng = np.random.default_rng(len(str(method)))
    classes = 3 if method.kind == "classes" else 2
    q = predictions(rng, method.scale, (60, classes) if method.kind == "classes" else (60,))
    labels = rng.integers(0, classes, size=60) if method.kind != "events" else np.zeros(60, dtype=np.intp)
    found = measure(method, labels, q)
    base = None if method.base == "e" else real(method.base)
    for k, (label, row) in enumerate(zip(labels.tolist(), q.reshape(60, -1).tolist(), strict=True)):
        truth = given(method, label, row)
        if method.clip is not None:
            truth = min(max(truth, real(Fraction(method.clip.low))), real(Fraction(method.clip.high)))
        loss, exact = float(found.loss[k]), float(core.surprisal(truth, base))
        assert loss == exact or abs(loss - exact) <= 2 * math.ulp(exact), (row, label)
        assert float(found.truth[k]) == pytest.approx(float(truth), rel=1e-14)
        if method.kind == "classes":
            assert found.top[k] == max(range(classes), key=row.__getitem__)  # the first of equals


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
    cross, kl = (f(p[:, None], q[:, None], base) for f in (batch.cross_entropies, batch.kl_divergences))
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
        assert ulps(float(measure(method, np.array([label]), np.array([q])).loss[0]), exact) < 1.5


def test_batch_functions_take_rows_and_know_the_borders() -> None:
    p = [[0.5, 0.5, 0.0], [1.0, 0.0, 0.0], [0.25, 0.25, 0.5]]
    q = [[0.5, 0.25, 0.25], [0.0, 0.5, 0.5], [0.25, 0.25, 0.5]]
    assert batch.cross_entropies(p, q, "2").tolist() == [1.5, math.inf, 1.5]
    assert batch.kl_divergences(p, q, "2").tolist() == [0.5, math.inf, 0.0]
    assert batch.softmax([[1000.0, 1000.0]]).tolist() == [[0.5, 0.5]]
    assert float(batch.entropies([0.5, 0.25, 0.25], "2")) == 1.5
