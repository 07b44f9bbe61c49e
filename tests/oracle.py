"""The definitions once more, by mpmath, naively and with digits to spare. It shares no code with xent.

A number is the text that a person types. Each function returns what `--format json` must say, as functions of nothing that
compute at the precision in force; `doubles` evaluates them at two precisions and rounds each to the nearest double.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from mpmath import mp, mpf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DIGITS = (450, 700)
"""The first tells any two doubles apart with a hundred digits to spare, however small; the second checks the first."""

INF = mpf("inf")


@dataclass(frozen=True)
class Example:
    """Texts: p and q (or logits, or logprobs) of every class, the weight of each class within it, its own weight."""

    q: tuple[str, ...]
    p: tuple[str, ...] = ()
    label: int | None = None
    weight: str = "1"


@dataclass(frozen=True)
class Settings:
    kind: str = "pred"
    base: str = "e"
    smoothing: str | None = None
    smoothing_kind: str = "K"
    class_weight: tuple[str, ...] = ()
    pos_weight: str | None = None
    weighted: bool = False
    by_count: bool = False


def number(text: str) -> Any:
    """The exact value of a typed number, rounded once to the precision in force."""
    percent = text.endswith("%")
    top, _, bottom = text.removesuffix("%").partition("/")
    if top == "-inf":
        return -INF
    ratio = Fraction(top) / Fraction(bottom or "1") / (100 if percent else 1)
    return mpf(ratio.numerator) / mpf(ratio.denominator)


def to_double(x: Any) -> float:
    """The nearest double, ties to even, rounded once: int / int is correctly rounded in Python, down to the subnormals."""
    assert not mp.isnan(x)
    if mp.isinf(x):
        return math.inf if x > 0 else -math.inf
    sign, mantissa, exponent, _ = x._mpf_
    ratio = Fraction(int(mantissa) * (-1) ** sign) * Fraction(2) ** int(exponent)
    try:
        return ratio.numerator / ratio.denominator + 0.0
    except OverflowError:
        return math.inf if ratio > 0 else -math.inf


def doubles(function: Callable[..., dict[str, Any]], *args: Any) -> dict[str, Any]:
    """Evaluate at both precisions; they must agree on every double."""
    found = []
    for digits in DIGITS:
        with mp.workdps(digits):
            found.append({name: _rounded(value) for name, value in function(*args).items()})
    assert found[0] == found[1], "the oracle needs more digits"
    return found[0]


def _rounded(value: Any) -> Any:
    return [to_double(x) for x in value] if isinstance(value, list) else to_double(value)


def predicted(texts: Sequence[str], kind: str) -> list[Any]:
    """Q of all classes; of one number alone it is the probability of class 1, and class 0 has the rest."""
    z = [number(text) for text in texts]
    if kind == "logits":
        z = [mpf(0), *z] if len(z) == 1 else z
        top = max(z)
        powers = [mp.exp(z_k - top) for z_k in z]
        return [x / mp.fsum(powers) for x in powers]
    q = [mp.exp(z_k) if kind == "logprobs" else z_k for z_k in z]
    return [1 - q[0], *q] if len(q) == 1 else q


def surprisals(texts: Sequence[str], settings: Settings) -> list[Any]:
    """-log q of all classes; those of logits and logprobs without the detour through q."""
    unit = mpf(1) if settings.base == "e" else mp.log(number(settings.base))
    z = [number(text) for text in texts]
    if settings.kind == "logits":
        z = [mpf(0), *z] if len(z) == 1 else z
        found = [INF if z_k == -INF else _log_of_ratio(z, k) for k, z_k in enumerate(z)]
    elif settings.kind == "logprobs":
        found = [-mp.log(1 - mp.exp(z[0])) if z[0] else INF, -z[0]] if len(z) == 1 else [-z_k for z_k in z]
    else:
        found = [-mp.log(q_k) if q_k else INF for q_k in predicted(texts, "pred")]
    return [s / unit for s in found]


def _log_of_ratio(z: list[Any], k: int) -> Any:
    """-log softmax = log Σ e^(z_j - z_k), whose sum is 1 + the others."""
    others = [z_j for j, z_j in enumerate(z) if j != k and z_j != -INF]
    return mp.log1p(mp.fsum(mp.exp(z_j - z[k]) for z_j in others)) if others else mpf(0)


def truth(example: Example, settings: Settings, classes: int) -> list[Any]:
    p = [number(text) for text in example.p] or [mpf(k == example.label) for k in range(classes)]
    if settings.smoothing is None:
        return p
    epsilon = number(settings.smoothing)
    if settings.smoothing_kind == "K":
        return [(1 - epsilon) * p_k + epsilon / classes for p_k in p]
    return [(1 - epsilon) * p_k + epsilon * (1 - p_k) / (classes - 1) for p_k in p]


def times(p: Any, surprise: Any) -> Any:
    return p * surprise if p else mpf(0)


def loss(examples: Sequence[Example], settings: Settings) -> dict[str, Any]:
    """Total, mean and what follows from them, of examples with labels or truths."""
    values, denominator = [], mpf(0)
    for example in examples:
        s = surprisals(example.q, settings)
        p = truth(example, settings, len(s))
        w = [number(text) for text in settings.class_weight] or [mpf(1)] * len(s)
        by_class = [w[0], w[1] * number(settings.pos_weight)] if settings.pos_weight else w
        own = number(example.weight)
        parts = [times(v * p_k, s_k) for v, p_k, s_k in zip(by_class, p, s, strict=True)]
        values.append(times(own, mp.fsum(parts)))
        whole = w[example.label] if example.label is not None else mp.fsum(a * b for a, b in zip(w, p, strict=True))
        denominator += own * whole if settings.weighted and not settings.by_count else 1
    total = mp.fsum(values)
    mean = total / denominator
    base = mp.e if settings.base == "e" else number(settings.base)
    return {
        "terms": values,
        "total": total,
        "mean": mean,
        "perplexity": base**mean,
        "typical_probability": base**-mean,
    }


def likelihood(examples: Sequence[Example], settings: Settings) -> dict[str, Any]:
    """The product of the probabilities of what happened."""
    return {"likelihood": mp.fprod(predicted(e.q, settings.kind)[e.label or 0] for e in examples)}


def gradient(examples: Sequence[Example], settings: Settings) -> dict[str, Any]:
    """∂ mean / ∂ z_k = w (q_k Σ v_j p_j - v_k p_k) / denominator, v the class weights."""
    found, denominator = [], mpf(0)
    unit = mpf(1) if settings.base == "e" else mp.log(number(settings.base))
    for example in examples:
        q = predicted(example.q, settings.kind)
        p = truth(example, settings, len(q))
        w = [number(text) for text in settings.class_weight] or [mpf(1)] * len(q)
        own = number(example.weight)
        parts = [own * w_k * p_k for w_k, p_k in zip(w, p, strict=True)]
        slopes = [mp.fsum(parts) * q_k - part for q_k, part in zip(q, parts, strict=True)]
        found += slopes[1:] if len(example.q) == 1 else slopes
        whole = w[example.label] if example.label is not None else mp.fsum(a * b for a, b in zip(w, p, strict=True))
        denominator += own * whole if settings.weighted and not settings.by_count else 1
    return {"gradient": [slope / denominator / unit for slope in found]}


def comparison(examples: Sequence[Example], settings: Settings) -> dict[str, Any]:
    """Entropy, cross-entropy, divergences: the means over pairs of distributions."""
    unit = mpf(1) if settings.base == "e" else mp.log(number(settings.base))
    rows = []
    for example in examples:
        s = surprisals(example.q, settings)
        q = predicted(example.q, settings.kind)
        p = truth(example, settings, len(q))
        own = [-mp.log(p_k) / unit if p_k else INF for p_k in p]
        middle = [-mp.log((p_k + q_k) / 2) / unit if p_k + q_k else INF for p_k, q_k in zip(p, q, strict=True)]
        rows.append(
            {
                "entropy": mp.fsum(map(times, p, own)),
                "cross_entropy": mp.fsum(map(times, p, s)),
                "kl_divergence": _divergence(p, own, s),
                "reverse_kl_divergence": _divergence(q, s, own),
                "js_divergence": (_divergence(p, own, middle) + _divergence(q, s, middle)) / 2,
                "total_variation": mp.fsum(abs(p_k - q_k) for p_k, q_k in zip(p, q, strict=True)) / 2,
            }
        )
    weights = [number(example.weight) for example in examples]
    denominator = mp.fsum(weights) if settings.weighted and not settings.by_count else len(examples)
    found = {name: mp.fsum(map(times, weights, [row[name] for row in rows])) / denominator for name in rows[0]}
    if len(rows) == 1:
        found["js_distance"] = mp.sqrt(found["js_divergence"])
    return found


def _divergence(p: list[Any], own: list[Any], other: list[Any]) -> Any:
    """Σ p (log p - log q) from surprisals."""
    return mp.fsum(p_k * (b - a) if p_k else mpf(0) for p_k, a, b in zip(p, own, other, strict=True))


def entropy(p: Sequence[str], settings: Settings) -> dict[str, Any]:
    """H(P) of a distribution given as probabilities, logits or logprobs."""
    q, s = predicted(p, settings.kind), surprisals(p, settings)
    h = mp.fsum(map(times, q, s))
    return {"entropy": h, "total": h}
