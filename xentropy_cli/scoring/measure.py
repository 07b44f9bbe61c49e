"""A row → its loss and what the statistics need, in plain floats. `measure_arrays` does the same to arrays, bit for bit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.arrays.elementary import (
    MOST_SPLIT,
    exp_pair,
    log1p_pair,
    log_of_base,
    negative_log,
    negative_log_base,
    reduced,
    surprisal,
    surprisal_of_complement,
    two_quotient,
    two_sum,
)
from xentropy_cli.core.clips import CLIPS as LIBRARY_CLIPS
from xentropy_cli.core.clips import TORCH_LEAST

if TYPE_CHECKING:
    from collections.abc import Sequence


class Clip(NamedTuple):
    """A clipping policy for doubles: the least and the largest probability, and whether rows are divided by their sum first."""

    low: float
    high: float
    rescale: bool


CLIPS = {
    "sklearn": Clip(LIBRARY_CLIPS["sklearn"].low, 1.0 - LIBRARY_CLIPS["sklearn"].low, rescale=False),
    "keras": Clip(LIBRARY_CLIPS["keras"].low, 1.0 - LIBRARY_CLIPS["keras"].low, rescale=True),
    "torch": Clip(TORCH_LEAST, 1.0, rescale=False),
}


class Method(NamedTuple):
    """How a row becomes a loss: the kind and scale of its prediction, the base, and what was asked to be changed."""

    kind: str
    scale: str
    base: str = "e"
    bins: int = 10
    normalize: bool = False
    clip: Clip | None = None


class Measured(NamedTuple):
    """What one row gives: loss, probability given to the truth, most probable class, its probability, Brier score."""

    loss: float
    truth: float
    top: int
    confidence: float
    brier: float
    clipped: bool = False


def measure(method: Method, label: int, q: float | Sequence[float]) -> Measured:
    """Measure one row.

    >>> measure(Method("binary", "pred"), 1, 0.75)
    Measured(loss=0.2876820724517809, truth=0.75, top=1, confidence=0.75, brier=0.0625, clipped=False)
    """
    if method.kind == "classes":
        return measure_classes(method, label, q)  # type: ignore[arg-type]  # the kind says that it is a row
    if method.kind == "events":
        return measure_event(method, q)  # type: ignore[arg-type]  # the kind says that it is one number
    return measure_binary(method, label, q)  # type: ignore[arg-type]  # as above


def measure_event(method: Method, q: float) -> Measured:
    """Measure an event that happened: of the prediction only its own probability is known."""
    if method.scale == "logprobs":
        return Measured(in_base(-q, method.base), exp_pair(q)[0], 0, exp_pair(q)[0], 0.0)
    if method.scale == "logits":
        loss = softplus(-q, method.base)
        return Measured(loss, sigmoid(q), 0, sigmoid(q), 0.0)
    changed = q if method.clip is None else min(max(q, method.clip.low), method.clip.high)
    return Measured(surprisal(changed, method.base), changed, 0, changed, 0.0, changed != q)


def measure_binary(method: Method, label: int, q: float) -> Measured:
    """Measure a row with the probability, logit or log-probability of class 1."""
    clipped = False
    if method.scale == "logits":
        loss = softplus(-q if label else q, method.base)
        q = sigmoid(q)
    elif method.scale == "logprobs":
        loss = in_base(-q, method.base) if label else surprisal_of_exp_complement(q, method.base)
        q = exp_pair(q)[0]
    elif method.clip is None:
        loss = surprisal(q, method.base) if label else surprisal_of_complement(q, method.base)
    else:
        q, loss, clipped = clipped_binary(method.clip, label, q, method.base)
    miss = q - label
    truth = q if label else 1.0 - q
    return Measured(loss, truth, int(q > 0.5), q, miss * miss, clipped)  # noqa: PLR2004  the likelier of two


def clipped_binary(clip: Clip, label: int, q: float, base: str) -> tuple[float, float, bool]:
    """Clip the probability of each class by itself, as the libraries do."""
    own = q if label else 1.0 - q
    if own < clip.low:
        return (clip.low if label else 1.0 - clip.low), surprisal(clip.low, base), True
    if own > clip.high:
        return (clip.high if label else 1.0 - clip.high), surprisal(clip.high, base), True
    return q, surprisal(q, base) if label else surprisal_of_complement(q, base), False


def measure_classes(method: Method, label: int, q: Sequence[float]) -> Measured:
    """Measure a row with a number for each class."""
    clipped = False
    if method.scale == "logits":
        loss, q = softmax_loss(q, label, method.base)
    elif method.scale == "logprobs":
        loss = in_base(-q[label], method.base)
        q = [exp_pair(x)[0] for x in q]
    else:
        if method.normalize or (method.clip and method.clip.rescale):
            loss, q = normalized(q, label, method.base)
        else:
            loss = surprisal(q[label], method.base)
        if method.clip is not None:
            before = q[label]
            q = [min(max(x, method.clip.low), method.clip.high) for x in q]
            clipped = q[label] != before
            loss = surprisal(q[label], method.base) if clipped else loss
    top = max(range(len(q)), key=q.__getitem__)
    brier = 0.0
    for k, x in enumerate(q):
        miss = x - 1.0 if k == label else x
        brier += miss * miss
    return Measured(loss, q[label], top, q[top], brier, clipped)


def normalized(q: Sequence[float], label: int, base: str) -> tuple[float, list[float]]:
    """Divide a row by its sum; the loss is log1p of the odds against the truth, so that none of it cancels."""
    total = others = low = 0.0
    for k, x in enumerate(q):
        total += x
        if k != label:
            others, error = two_sum(others, x)
            low += error
    odds, rest = two_quotient(others, low, q[label]) if q[label] else (math.inf, 0.0)
    return log1p_pair(odds, rest if odds < MOST_SPLIT else 0.0, base), [x / total for x in q]


def softmax_loss(z: Sequence[float], label: int, base: str) -> tuple[float, list[float]]:
    """Return log Σ exp(z) − z[label] and the softmax, from the differences to the largest logit."""
    top = max(range(len(z)), key=z.__getitem__)
    largest = z[top]
    parts = [(1.0, 0.0) if k == top else exp_difference(x, largest) for k, x in enumerate(z)]
    high = low = 0.0
    for k, (a, b) in enumerate(parts):
        if k != top:
            high, error = two_sum(high, a)
            low += error + b
    total = 1.0 + high
    q = [a / total for a, _ in parts]
    rest = log1p_pair(high, low, base)
    if label == top:
        return rest, q
    if z[label] == -math.inf:
        return math.inf, q
    gap, error = two_sum(largest, -z[label])
    return in_base(gap, base) + (rest + in_base(error, base)), q


def exp_difference(x: float, largest: float) -> tuple[float, float]:
    """Return exp(x − largest) as a sum of two doubles, without losing what the difference rounds away."""
    if x == -math.inf:
        return 0.0, 0.0
    gap, error = two_sum(x, -largest)
    return exp_pair(gap, error)


def softplus(z: float, base: str) -> float:
    """Return log(1 + exp(z)).

    >>> softplus(-40.0, "e"), softplus(1000.0, "e")
    (4.248354255291589e-18, 1000.0)
    """
    if math.isinf(z):
        return math.inf if z > 0 else 0.0
    rest = log1p_pair(*exp_pair(-abs(z)), base)
    return in_base(z, base) + rest if z > 0 else rest


def sigmoid(z: float) -> float:
    """Return 1 / (1 + exp(−z)).

    >>> sigmoid(0.0)
    0.5
    """
    e = 0.0 if math.isinf(z) else exp_pair(-abs(z))[0]
    return 1.0 / (1.0 + e) if z >= 0 else e / (1.0 + e)


def surprisal_of_exp_complement(x: float, base: str) -> float:
    """Return −log(1 − exp(x)) for x ≤ 0.

    >>> surprisal_of_exp_complement(-1e-20, "e")
    46.051701859880914
    """
    high, low = exp_pair(x)
    a = 1.0 - high
    u = a - low
    if not u:
        return surprisal(-x, base)
    k, f = reduced(u)
    c = ((a - u) - low) / u if high < 1.0 else 0.0
    if high <= 0.5:  # noqa: PLR2004  below a half 1 − high rounds
        c += ((1.0 - a) - high) / u
    return negative_log(k, f, c) if base == "e" else negative_log_base(k, f, c, base)


def in_base(nats: float, base: str) -> float:
    """Turn nats into the unit of a base."""
    return nats if base == "e" or math.isinf(nats) else nats / log_of_base(base)
