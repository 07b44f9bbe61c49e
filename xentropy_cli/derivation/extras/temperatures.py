"""The mean loss at several temperatures, and the temperature at which it is smallest, where there is one.

With β = 1/T the mean is convex in β, and its slope is the mean of Σ q·z − Σ p·z, Q = softmax(β z). So a smallest mean lies
between T = 0 and T = ∞ exactly where the slope is below 0 at β = 0 and above 0 towards β = ∞.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.core import definitions as core
from xentropy_cli.core.real import Real, is_infinite, real, total
from xentropy_cli.derivation.extras.records import Field, Outcome, Working
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.gradient import logits_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentropy_cli.derivation.extras.records import Further
    from xentropy_cli.derivation.model import Derivation, Question

KEPT = 30
"""Significant digits of the best temperature; no shown digit depends on those left out."""

NEWTON = 4
"""Steps of Newton's method from a double: each doubles the digits."""

Scored = tuple[tuple[Real, ...], tuple[Real, ...]]
"""The truth of an example, and its logits."""


def temperatures_working(question: Question, found: Derivation, asked: Further) -> Working:
    """Work out the mean at each temperature, and the best one."""
    scored = [(example.p, logits_of(example)) for example in found.examples]
    base = question.base.value
    fields = (
        Field("temperature", Formula("T", "T"), asked.amounts, "given"),
        Field("mean", Formula("mean", r"\text{mean}"), [_mean_at(scored, 1 / t, base) for t in asked.amounts]),
    )
    outcome = Outcome(
        "best_temperature",
        Formula("best T", r"\text{best } T"),
        best_temperature(scored),
        form=Formula("where the mean is smallest", r"\text{where the mean is smallest}"),
    )
    return Working("temperatures", "At other temperatures", fields, (outcome,))


def _mean_at(scored: Sequence[Scored], beta: Real, base: core.Base) -> Real:
    losses = (core.cross_entropy(p, core.softmax([z * beta for z in logits]), base) for p, logits in scored)
    return total(losses) / real(len(scored))


def best_temperature(scored: Sequence[Scored]) -> Real | None:
    """Find the temperature with the smallest mean, if it lies inside.

    >>> best_temperature([((real(0), real(1)), (real(0), real(3))), ((real(1), real(0)), (real(0), real(3)))]) is None
    True
    """
    if any(is_infinite(z) for _, logits in scored for z in logits):
        return None
    target = total(p_k * z for p, logits in scored for p_k, z in zip(p, logits, strict=True))
    at_zero = total(total(logits) / real(len(logits)) for _, logits in scored) - target
    at_infinity = total(max(logits) for _, logits in scored) - target
    if not (at_zero < 0 and at_infinity > 0):
        return None
    doubles = [(list(map(float, p)), list(map(float, logits))) for p, logits in scored]
    beta = _between(lambda b: sum(_slope_of_doubles(p, logits, b) for p, logits in doubles), scored)
    return None if beta is None else _refined(scored, real(beta), target)


def _slope_of_doubles(p: Sequence[float], logits: Sequence[float], beta: float) -> float:
    """Σ q·z − Σ p·z for Q = softmax(β z), the largest logit put in front."""
    top = max(logits)
    powers = [math.exp(beta * (z - top)) for z in logits]
    return sum((power / math.fsum(powers) - p_k) * z for power, p_k, z in zip(powers, p, logits, strict=True))


def _between(slope: Callable[[float], float], scored: Sequence[Scored]) -> float | None:
    """Find the root of a rising slope by halving: from where it is below 0 to where it is not."""
    unit = 1 / max(abs(float(z)) for _, logits in scored for z in logits if z)
    low, high = 0.0, unit
    while slope(high) < 0 and high < 1e9 * unit:
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    return high if math.isfinite(high) and high > 0 else None


def _refined(scored: Sequence[Scored], beta: Real, target: Real) -> Real:
    """Follow Newton's method from a double to as many digits as are kept; return T = 1/β."""
    for _ in range(NEWTON):
        means, spreads = [], []
        for _, logits in scored:
            q = core.softmax([z * beta for z in logits])
            mean = total(q_k * z for q_k, z in zip(q, logits, strict=True))
            means.append(mean)
            spreads.append(total(q_k * z * z for q_k, z in zip(q, logits, strict=True)) - mean * mean)
        beta = real((beta - (total(means) - target) / total(spreads)).significant(KEPT))
    return real((1 / beta).significant(KEPT))
