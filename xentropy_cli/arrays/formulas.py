"""The quantities of core/ on float64 arrays, along the last axis: for files of any length.

P and Q hold probabilities, one a class along the last axis; leading axes are rows. Results are in nats, or in the unit
of `base` ("2": bits, "10": bans). Every function stays within one unit in the last place, for each term, of the exact core,
and gives the same bits on every machine (elementary.py). Formulas: see core/definitions.py, which names their sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.arrays.elementary import (
    HALF_ROOT,
    exp_parts,
    log_of_base,
    negative_log,
    negative_log_base,
    negative_log_pair,
    two_product,
    two_quotient,
    two_sum,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from xentropy_cli.arrays.kinds import Flags, Floats, Indices


NO_CORRECTION = np.zeros(())
HALF_UNIT = 2.0**-53  # by which a double below 2 may miss the number it stands for
LEAST_EXPONENT = -745.2  # below it the exponential rounds to 0


def surprisals(q: ArrayLike, base: str = "e") -> Floats:
    """−log q of probabilities of any shape; infinite for 0.

    >>> surprisals([0.8, 1.0, 0.0])
    array([0.22314355, 0.        ,        inf])
    """
    u = np.asarray(q, dtype=np.float64)
    return negative_logs(u, NO_CORRECTION, base)


def surprisal_of_complement(q: ArrayLike, base: str = "e") -> Floats:
    """−log(1 − q), also where 1 − q rounds to 1.

    >>> surprisal_of_complement([1e-20, 0.2])
    array([1.00000000e-20, 2.23143551e-01])
    """
    q = np.asarray(q, dtype=np.float64)
    u = 1.0 - q
    with np.errstate(divide="ignore", invalid="ignore"):
        return negative_logs(u, ((1.0 - u) - q) / u, base)


def surprisal_and_probability(q: Floats, yes: Flags, base: str) -> tuple[Floats, Floats]:
    """−log of the probability given to what happened, and that probability."""
    no = 1.0 - yes
    u = np.abs(no - q)
    with np.errstate(divide="ignore", invalid="ignore"):
        return negative_logs(u, ((1.0 - u) - q) * no / u, base), u


def softmax(z: ArrayLike) -> Floats:
    """exp(z) / Σ exp(z) of rows of logits (…, K).

    >>> softmax([[1000.0, 1000.0]])
    array([[0.5, 0.5]])
    """
    z = np.asarray(z, dtype=np.float64)
    return softmax_loss(z, np.zeros(z.shape[:-1], dtype=np.intp), "e")[1]


def entropies(p: ArrayLike, base: str = "e") -> Floats:
    """Σ p · (−log p) along the last axis, with 0 · log 0 = 0.

    >>> float(entropies([0.5, 0.25, 0.25], "2"))
    1.5
    """
    return cross_entropies(p, p, base)


def cross_entropies(p: ArrayLike, q: ArrayLike, base: str = "e") -> Floats:
    """Σ p · (−log q) along the last axis; infinite where q = 0 and p > 0.

    >>> float(cross_entropies([0.5, 0.5], [0.75, 0.25], "2"))
    1.207518749639422
    """
    p, q = (np.asarray(x, dtype=np.float64) for x in np.broadcast_arrays(p, q))
    terms = rounded_product(p, *negative_log_pair(*reduced(q), NO_CORRECTION, base))
    return summed(np.where(p > 0, impossible(q, terms), 0.0))


def kl_divergences(p: ArrayLike, q: ArrayLike, base: str = "e") -> Floats:
    """Σ p · log(p / q) along the last axis, each term from the quotient: nothing cancels where p is near q.

    >>> float(kl_divergences([0.5, 0.5], [0.75, 0.25], "2"))
    0.2075187496394219
    """
    p, q = (np.asarray(x, dtype=np.float64) for x in np.broadcast_arrays(p, q))
    above, up = np.frexp(np.where(p > 0, p, 1.0))
    below, down = np.frexp(np.where(q > 0, q, 1.0))
    ratio, rest = two_quotient(above, NO_CORRECTION, below)
    k, f = reduced(ratio)
    terms = -rounded_product(p, *negative_log_pair(k + (up - down), f, rest / ratio, base)) + 0.0
    return summed(np.where(p > 0, impossible(q, terms), 0.0))


def divergences_of_rows(p: ArrayLike, q: ArrayLike, base: str = "e") -> Floats:
    """KL(P‖Q) of rows of probabilities, which doubles hold rounded: as if both added up to the same where only that differs.

    What the sums differ by would else be as large as the divergence of a Q that is near P.

    >>> p, q = [0.5, 0.5], [0.50000001, 0.49999999]  # as typed: KL = 2.0000000000000005e-16
    >>> float(divergences_of_rows(p, q)), float(kl_divergences(p, q))
    (2.0000000171811548e-16, 1.4448885048685765e-16)
    """
    p, q = (np.asarray(x, dtype=np.float64) for x in np.broadcast_arrays(p, q))
    divergence, more, rest = kl_divergences(p, q, base), np.zeros(p.shape[:-1]), np.zeros(p.shape[:-1])
    for k in range(p.shape[-1]):
        for part in (q[..., k], -p[..., k]):
            more, error = two_sum(more, part)
            rest = rest + error
    more = more + rest
    are_equal = np.abs(more) <= p.shape[-1] * HALF_UNIT
    return np.where(are_equal, np.maximum(divergence + in_base(more, base), 0.0), divergence)


def rounded_product(p: Floats, high: Floats, low: Floats) -> Floats:
    """p · (high + low), rounded once."""
    first, error = two_product(p, high)
    return first + (error + p * low)


def taken(values: ArrayLike, labels: ArrayLike) -> Floats:
    """The value of each row at its label."""
    values = np.asarray(values, dtype=np.float64)
    return np.take_along_axis(values, np.asarray(labels)[..., None], axis=-1)[..., 0]


def summed(terms: Floats) -> Floats:
    """Add along the last axis, from left to right, so that the order never depends on the shape."""
    total = np.zeros(terms.shape[:-1])
    for k in range(terms.shape[-1]):
        total = total + terms[..., k]
    return total


def reduced(u: Floats) -> tuple[Floats, Floats]:
    """Return (k, f) with u = 2ᵏ (1 + f) and √½ ≤ 1 + f < √2."""
    fraction, exponent = np.frexp(u)
    small = fraction < HALF_ROOT
    return exponent - small.astype(np.float64), (fraction + fraction * small) - 1.0


def negative_logs(u: Floats, c: Floats, base: str) -> Floats:
    """−(log u + c) of probabilities, with a correction c far below 1; infinite for 0."""
    k, f = reduced(u)
    return impossible(u, negative_log(k, f, c) if base == "e" else negative_log_base(k, f, c, base))


def impossible(u: Floats, loss: Floats) -> Floats:
    """Put infinity where the probability is 0."""
    return np.where(u == 0.0, np.inf, loss) if u.size and u.min() == 0.0 else loss


def exp_pair(x: Floats, c: Floats | float = 0.0) -> tuple[Floats, Floats]:
    """exp(x + c) for x ≤ 0 as a sum of two doubles."""
    gone = x < LEAST_EXPONENT
    x = np.where(gone, 0.0, x)
    k = np.floor(x / log_of_base("2") + 0.5)
    high, low = exp_parts(k, x, np.where(gone, 0.0, c))
    exponent = k.astype(np.int32)
    return np.where(gone, 0.0, np.ldexp(high, exponent)), np.where(gone, 0.0, np.ldexp(low, exponent))


def exp_complement(x: Floats) -> Floats:
    """1 − exp(x) for x ≤ 0.

    >>> exp_complement(np.array([-1e-20, 0.0, -np.inf])).tolist()
    [1e-20, 0.0, 1.0]
    """
    high, low = exp_pair(x)
    rest = (1.0 - high) - low
    return np.where(rest == 0.0, 0.0 - x, rest)


def log1p_pair(s: Floats, rest: Floats | float, base: str = "e") -> Floats:
    """log(1 + s + rest) for s ≥ 0."""
    endless = np.isinf(s)
    s = np.where(endless, 1.0, s)
    u = 1.0 + s
    k, f = reduced(u)
    c = (np.where(s < 1.0, s - (u - 1.0), 1.0 - (u - s)) + np.where(endless, 0.0, rest)) / u
    loss = negative_log(k, f, c) if base == "e" else negative_log_base(k, f, c, base)
    return np.where(endless, np.inf, -loss + 0.0)


def in_base(nats: Floats, base: str) -> Floats:
    """Turn nats into the unit of a base."""
    return nats if base == "e" else nats / log_of_base(base)


def softmax_loss(z: Floats, labels: Indices, base: str) -> tuple[Floats, Floats]:
    """Return log Σ exp(z) − z[label] and the softmax of each row."""
    top = z.argmax(axis=-1)
    largest = taken(z, top)
    high = low = np.zeros(largest.shape)
    parts = []
    for k in range(z.shape[-1]):
        ours = top == k
        endless = np.isinf(z[..., k])
        gap, error = two_sum(np.where(endless, largest, z[..., k]), -largest)
        a, b = exp_pair(np.where(endless, LEAST_EXPONENT * 2, gap), error)
        parts.append(np.where(ours, 1.0, a))
        new, error = two_sum(high, a)
        high, low = np.where(ours, high, new), np.where(ours, low, low + (error + b))
    total = 1.0 + high
    rest = log1p_pair(high, low, base)
    chosen = taken(z, labels)
    finite = np.where(np.isinf(chosen), largest, chosen)
    gap, error = two_sum(largest, -finite)
    loss = np.where(labels == top, rest, in_base(gap, base) + (rest + in_base(error, base)))
    return np.where(np.isinf(chosen), np.inf, loss), np.stack(parts, axis=-1) / total[..., None]


def softplus(z: Floats, base: str = "e") -> Floats:
    """log(1 + exp(z)).

    >>> softplus(np.array([-40.0, 1000.0])).tolist()
    [4.248354255291589e-18, 1000.0]
    """
    low = np.isinf(z)
    finite = np.where(low, 0.0, z)
    rest = log1p_pair(*exp_pair(-np.abs(finite)), base)
    return np.where(low, np.where(z > 0, np.inf, 0.0), np.where(finite > 0, in_base(finite, base) + rest, rest))


def sigmoid(z: Floats) -> Floats:
    """1 / (1 + exp(−z))."""
    e = exp_pair(-np.where(np.isinf(z), 1000.0, np.abs(z)))[0]
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def surprisal_of_exp_complement(x: Floats, base: str = "e") -> Floats:
    """−log(1 − exp(x)) for x ≤ 0."""
    high, low = exp_pair(x)
    a = 1.0 - high
    u = a - low
    with np.errstate(divide="ignore", invalid="ignore"):
        c = np.where(high < 1.0, ((a - u) - low) / u, 0.0) + np.where(high <= 0.5, ((1.0 - a) - high) / u, 0.0)  # noqa: PLR2004
    return np.where(u == 0.0, surprisals(np.where(u == 0.0, -x, 1.0), base), negative_logs(u, c, base))
