"""Rows → their losses, and what the statistics need of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.arrays import formulas as batch
from xentropy_cli.arrays.elementary import MOST_SPLIT, two_quotient, two_sum
from xentropy_cli.arrays.kinds import some_of
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.scoring.method import Method

if TYPE_CHECKING:
    from xentropy_cli.arrays.kinds import Flags, Floats, Indices
    from xentropy_cli.scoring.method import Clip
    from xentropy_cli.tables.rows import NearOne, Rows


HALF = 0.5
NEARLY_ONE = 1.0 - 2.0**-20  # above it the double of a probability tells less than 33 bits of how much it is below 1
TINY = 2.0**-1022  # below it a double loses digits


class Measures(NamedTuple):
    """What rows give: loss, probability given to the truth, most probable class, its probability, Brier score.

    `top` is the first of the most probable classes; of binary rows it tells whether that is class 1. `doubt` is
    1 − confidence, also where the double of confidence is 1. `clipped` counts rows.
    """

    loss: Floats
    truth: Floats
    top: Indices | Flags
    confidence: Floats
    doubt: Floats
    brier: Floats
    clipped: int = 0
    entropy: Floats | None = None  # H(P) and KL(P‖Q) of a truth that is a distribution
    divergence: Floats | None = None

    def take(self, at: Indices) -> Measures:
        """Some of the rows; how many were clipped is not known of them."""
        some: Measures = some_of(self._replace(clipped=0), at)
        return some


def measure_rows(method: Method, rows: Rows) -> Measures:
    """Measure rows: by their labels, or by a truth that is a distribution."""
    if rows.p is None:
        return measure(method, rows.labels, rows.q, rows.near_one)
    return measure_soft(method, rows, rows.p)


def measure_soft(method: Method, rows: Rows, given: Floats) -> Measures:
    """Measure rows by their P: those of exactly one 1 as labels, so that either way of writing them gives the same bits.

    >>> from xentropy_cli.scoring.method import Method
    >>> from xentropy_cli.tables.rows import Rows
    >>> rows = Rows(np.array([1]), np.array([0]), np.array([[0.5, 0.25, 0.25]]))
    >>> measure_soft(Method("classes", "pred", "2"), rows, np.array([[0.5, 0.5, 0.0]])).loss
    array([1.5])
    """
    p = given / batch.summed(given)[:, None] if method.normalize and method.kind == "classes" else given
    m = measure(method, rows.labels, rows.q, rows.near_one)
    soft = np.flatnonzero(~is_sure(p))
    entropy = np.zeros(rows.size)
    if not soft.size:
        return m._replace(entropy=entropy, divergence=m.loss)
    entropy[soft] = batch.entropies(p[soft], method.base)
    loss, brier, divergence = m.loss.copy(), m.brier.copy(), m.loss.copy()
    loss[soft], brier[soft], divergence[soft] = expected(method, rows.take(soft), p[soft])
    return m._replace(loss=loss, brier=brier, entropy=entropy, divergence=divergence)


def is_sure(p: Floats) -> Flags:
    """Tell which rows hold exactly one 1, and else 0."""
    sure: Flags = (p.max(axis=1) == 1.0) & (np.count_nonzero(p, axis=1) == 1)
    return sure


def expected(method: Method, rows: Rows, p: Floats) -> tuple[Floats, Floats, Floats]:
    """Σ p(k) times the loss of a row if class k had happened; the squared difference of Q and P; and KL(P‖Q).

    Probabilities that nothing changes need no pass for each class: a thousand classes would need a thousand.
    """
    if method == Method("classes", "pred", method.base, method.bins, has_distributions=True):
        cross, divergence = (of(p, rows.q, method.base) for of in (batch.cross_entropies, batch.divergences_of_rows))
        return cross, batch.summed((rows.q - p) ** 2), divergence
    losses, briers, q = np.empty_like(p), np.empty_like(p), np.empty_like(p)
    for k in range(p.shape[1]):
        m = measure(method, np.full(rows.size, k, dtype=np.intp), rows.q, rows.near_one)
        losses[:, k], briers[:, k], q[:, k] = m.loss, m.brier, m.truth
    with np.errstate(invalid="ignore"):  # what cannot happen costs nothing, not even ∞
        terms = np.where(p > 0, p * losses, 0.0)
        gains = np.where(p > 0, p * (losses - batch.surprisals(p, method.base)), 0.0)
    faint = ((q < TINY) & (p > 0)).any(axis=1)  # a double holds too little of such a probability; its loss is known
    divergence = np.where(faint, batch.summed(gains), batch.divergences_of_rows(p, q, method.base))
    # Σ p (brier if k) is Σ (q − p)² and the spread of the truth itself
    spread = (1.0 if method.kind == "classes" else 0.5) * (1.0 - batch.summed(p * p))
    return batch.summed(terms), batch.summed(p * briers) - spread, divergence


def measure(method: Method, labels: Indices, q: Floats, near_one: NearOne | None = None) -> Measures:
    """Measure rows; q is (n,), or (n, K) with a number for each class; `near_one` knows 1 − q better than q does.

    >>> from xentropy_cli.scoring.method import Method
    >>> measure(Method("binary", "pred"), np.array([1]), np.array([0.75])).loss
    array([0.28768207])
    """
    if method.kind == "classes":
        return measure_classes(method, labels, q, near_one)
    if method.kind == "events":
        return measure_events(method, q, near_one)
    return measure_binary(method, labels, q, near_one)


def measure_events(method: Method, q: Floats, near_one: NearOne | None = None) -> Measures:
    """Measure events that happened."""
    clipped = 0
    if method.scale in ("logprobs", "nll"):
        q = -q if method.scale == "nll" else q
        loss, q = batch.in_base(0.0 - q, method.base), batch.exp_pair(q)[0]
    elif method.scale == "logits":
        loss, q = batch.softplus(-q, method.base), batch.sigmoid(q)
    else:
        before = q
        if method.clip is not None:
            q = np.minimum(np.maximum(q, method.clip.low), method.clip.high)
            clipped = int(np.count_nonzero(q != before))
        loss = batch.surprisals(q, method.base)
        told_exactly(loss, np.where(q == before, q, 0.0), near_one, method.base)
    nothing = np.zeros(q.size)
    return Measures(loss, q, np.zeros(q.size, dtype=np.intp), q, nothing, nothing, clipped)


def measure_binary(method: Method, labels: Indices, q: Floats, near_one: NearOne | None) -> Measures:
    """Measure rows with the probability, logit or log-probability of class 1."""
    yes, clipped = labels == 1, 0
    top = q > 0 if method.scale == "logits" else None  # its sigmoid may round to a half
    if method.scale == "logits":
        loss = batch.softplus(np.where(yes, -q, q), method.base)
        q, rest = batch.sigmoid(q), batch.sigmoid(-q)
    elif method.scale == "logprobs":
        loss = np.where(yes, batch.in_base(0.0 - q, method.base), batch.surprisal_of_exp_complement(q, method.base))
        q, rest = batch.exp_pair(q)[0], batch.exp_complement(q)
    else:
        loss, truth = batch.surprisal_and_probability(q, yes, method.base)
        rest = 1.0 - q
        if near_one is not None:
            at, complements = near_one
            sides = (of(complements, method.base) for of in (batch.surprisal_of_complement, batch.surprisals))
            loss[at], rest[at], truth[at] = (
                np.where(yes[at], *sides),
                complements,
                np.where(yes[at], q[at], complements),
            )
        if method.clip is not None:
            q, loss, clipped = clipped_binary(method.clip, yes, q, loss, truth, method.base)
            rest = 1.0 - q
    miss = np.where(yes, rest, q)
    top = q > HALF if top is None else top
    return Measures(loss, np.where(yes, q, rest), top, q, rest, miss * miss, clipped)


def told_exactly(loss: Floats, own: Floats, near_one: NearOne | None, base: str) -> None:
    """Take losses of probabilities near 1 from 1 − q, of the rows in which what happened is what was nearly certain."""
    if near_one is not None:
        of_own = own[near_one.at] > HALF
        loss[near_one.at[of_own]] = batch.surprisal_of_complement(near_one.complements[of_own], base)


def clipped_binary(  # noqa: PLR0913, PLR0917  what a binary row is
    clip: Clip, yes: Flags, q: Floats, loss: Floats, own: Floats, base: str
) -> tuple[Floats, Floats, int]:
    """Clip the probability of each class by itself; `own` is that of what happened."""
    for outside, bound in ((own < clip.low, clip.low), (own > clip.high, clip.high)):
        q = np.where(outside, np.where(yes, bound, 1.0 - bound), q)
        loss = np.where(outside, batch.surprisals(bound, base), loss)
    return q, loss, int(np.count_nonzero((own < clip.low) | (own > clip.high)))


def measure_classes(method: Method, labels: Indices, q: Floats, near_one: NearOne | None = None) -> Measures:
    """Measure rows with a number for each class; of those that only rounding makes equal, the larger is the most probable."""
    given = q
    if method.scale == "logits":
        loss, q = batch.softmax_loss(q, labels, method.base)
    elif method.scale == "logprobs":
        loss = batch.in_base(0.0 - batch.taken(q, labels), method.base)
        q = batch.exp_pair(q)[0]
    elif method.normalize or (method.clip is not None and method.clip.rescale):
        loss, q = normalized(q, labels, method.base)
    else:
        own = batch.taken(q, labels)
        loss = batch.surprisals(own, method.base)
        told_exactly(loss, own, near_one, method.base)
    truth, clipped = batch.taken(q, labels), 0
    if method.scale == "pred" and method.clip is not None:
        before, q = truth, np.minimum(np.maximum(q, method.clip.low), method.clip.high)
        truth = batch.taken(q, labels)
        changed = truth != before
        loss = np.where(changed, batch.surprisals(truth, method.base), loss)
        clipped = int(np.count_nonzero(changed))
    top, best = top_of(q)
    doubt = doubt_of(q, top, best, exactly=method.scale == "logits")
    if given is not q:
        top = top_of(given)[0]
    return Measures(loss, truth, top, best, doubt, brier_of(q, labels, truth), clipped)


def doubt_of(q: Floats, top: Indices, best: Floats, *, exactly: bool) -> Floats:
    """1 − the largest probability: what the other classes have, where that is small.

    Of a softmax that is so to the last bit; of numbers that were given, it counts where it is the larger of the two.
    """
    doubt = 1.0 - best
    near = np.flatnonzero(best > (HALF if exactly else NEARLY_ONE))
    if near.size:
        others = q[near]
        np.put_along_axis(others, top[near, None], 0.0, axis=1)
        doubt[near] = batch.summed(others) if exactly else np.maximum(doubt[near], batch.summed(others))
    return doubt


def faint_surprisals(method: Method, given: Floats, m: Measures) -> tuple[Floats, Floats]:
    """−log of confidence and of doubt in nats, of rows where one of them may be too small for a double."""
    if method.scale == "pred":
        return batch.surprisals(m.confidence), batch.surprisals(m.doubt)
    if method.kind == "classes":
        return batch.surprisals(m.confidence), others_surprisal(given)
    if method.scale == "logits":
        return batch.softplus(-given), batch.softplus(given)
    return 0.0 - given, batch.surprisal_of_exp_complement(given)


def others_surprisal(z: Floats) -> Floats:
    """−log of the probability of all classes but the first of the largest, of rows of logits or log-probabilities."""
    first = z.argmax(axis=1)
    top, others = batch.taken(z, first), z.copy()
    np.put_along_axis(others, first[:, None], -np.inf, axis=1)
    second = others.argmax(axis=1)
    highest = batch.taken(others, second)
    some = np.isfinite(highest)
    others[~some] = 0.0
    gap = top - np.where(some, highest, top)
    more = batch.softmax_loss(z, first, "e")[0] - batch.softmax_loss(others, second, "e")[0]
    return np.where(some, gap + more, np.inf)


def normalized(q: Floats, labels: Indices, base: str) -> tuple[Floats, Floats]:
    """Divide rows by their sums."""
    total = others = low = np.zeros(labels.size)
    for k in range(q.shape[1]):
        total = total + q[:, k]
        others, error = two_sum(others, np.where(labels == k, 0.0, q[:, k]))
        low = low + error
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        odds, rest = two_quotient(others, low, batch.taken(q, labels))
    return batch.log1p_pair(odds, np.where(odds < MOST_SPLIT, rest, 0.0), base), q / total[:, None]


def top_of(q: Floats) -> tuple[Indices, Floats]:
    """The first of the most probable classes, and its probability."""
    return q.argmax(axis=1), q.max(axis=1)


def brier_of(q: Floats, labels: Indices, truth: Floats) -> Floats:
    """Σ (q − one-hot)², from left to right; `truth` is q at the label."""
    squares = q * q
    np.put_along_axis(squares, labels[:, None], ((truth - 1.0) ** 2)[:, None], axis=1)
    return batch.summed(squares)
