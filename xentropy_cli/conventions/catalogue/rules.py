"""The arithmetic that conventions share: clipping, rescaling, losses by row, and means. Plain doubles and singles."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from xentropy_cli.conventions.catalogue.convention import PRECISIONS, Unfit
from xentropy_cli.conventions.inputs import Inputs, Row, Rows, ln, log_softmax

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


def need_prediction(inputs: Inputs) -> None:
    """Refuse a truth alone."""
    if not inputs.rows:
        raise Unfit("needs a prediction")


def need_binary(inputs: Inputs) -> None:
    """Refuse anything but binary predictions."""
    need_prediction(inputs)
    if not inputs.is_binary:
        raise Unfit("takes one probability an example")


def need_labels(inputs: Inputs) -> None:
    """Refuse truths that are not labels."""
    need_prediction(inputs)
    if not inputs.labels:
        raise Unfit("takes labels, not distributions")


def need_classes(inputs: Inputs) -> None:
    """Refuse binary predictions where a row of classes is wanted."""
    need_prediction(inputs)
    if inputs.is_binary:
        raise Unfit("takes a row of classes")


def refuse(inputs: Inputs, options: frozenset[str]) -> None:
    """Refuse the options among --weight, --class-weight, --pos-weight and --label-smoothing that a call lacks."""
    for name in ("weights", "class_weights", "pos_weight", "smoothing"):
        if getattr(inputs, name) not in ((), None) and name not in options:
            raise Unfit(f"has no {LACKS[name]}")
    if inputs.smoothing is not None and inputs.smoothing_kind != "K":
        raise Unfit("smooths over all K classes only")


LACKS = {
    "weights": "weights of examples",
    "class_weights": "class weights",
    "pos_weight": "pos_weight",
    "smoothing": "label smoothing",
}


def rounded(rows: Rows, precision: str) -> Rows:
    """Store rows in a precision."""
    store = PRECISIONS[precision]
    return tuple(tuple(map(store, row)) for row in rows)


def clipped(row: Row, low: float, high: float) -> Row:
    """Keep every entry from `low` to `high`.

    >>> clipped((0.0, 1.0), 0.1, 0.9)
    (0.1, 0.9)
    """
    return tuple(min(max(q, low), high) for q in row)


def rescaled(row: Row, store: Callable[[float], float]) -> Row:
    """Divide a row by its sum."""
    whole = store(sum(row))
    return tuple(store(q / whole) if whole else math.nan for q in row)


def summed(p: Sequence[float], log_q: Sequence[float], store: Callable[[float], float]) -> float:
    """-Σ p · log q as it is written: 0 · -∞ is nan, as in a program."""
    return -store(sum(store(p_k * l_k) for p_k, l_k in zip(p, log_q, strict=True)))


def entropy_like(p: Sequence[float], log_q: Sequence[float]) -> float:
    """-Σ p · log q, with 0 · log 0 = 0."""
    return -math.fsum(p_k * l_k for p_k, l_k in zip(p, log_q, strict=True) if p_k)


def logs(row: Iterable[float], store: Callable[[float], float]) -> Row:
    """Take the logarithm of each entry."""
    return tuple(store(ln(q)) for q in row)


def mean_of(losses: Sequence[float], inputs: Inputs, by: str = "count") -> float:
    """Average, or sum where that is asked; `by` tells whether weights divide: "weights" or "count"."""
    weights = inputs.weights or (1.0,) * len(losses)
    whole = total(w * loss for w, loss in zip(weights, losses, strict=True))
    if inputs.reduction == "sum":
        return whole
    return whole / (total(weights) if by == "weights" else len(losses))


def averaged(inputs: Inputs) -> Inputs:
    """The same inputs for a call that only averages."""
    return replace(inputs, reduction="mean")


def as_given(inputs: Inputs) -> Inputs:
    """The same inputs for a call that averages or adds up, as asked."""
    return inputs


def total(values: Iterable[float]) -> float:
    """Add up; nan and ∞ go through.

    >>> total([0.1] * 10)
    1.0
    """
    found = list(values)
    return math.fsum(found) if all(map(math.isfinite, found)) else sum(found)


def smoothed(inputs: Inputs, *, over_two: bool = False) -> Rows:
    """The truths, smoothed as asked over all K classes (over two, where each cell is a binary prediction)."""
    if inputs.smoothing is None:
        return inputs.truth
    epsilon = inputs.smoothing
    return tuple(
        tuple((1 - epsilon) * p_k + epsilon / (2 if over_two else len(row)) for p_k in row) for row in inputs.truth
    )


def logit_rows(inputs: Inputs, precision: str) -> Rows:
    """Logits as a call is given them: those typed, or log q where probabilities were typed."""
    if inputs.given == "logits" and not inputs.is_binary:
        return rounded(inputs.rows, precision)
    return rounded(inputs.log_q, precision)


def log_softmax_rows(inputs: Inputs, precision: str) -> Rows:
    """What log_softmax makes of the logits."""
    store = PRECISIONS[precision]
    return tuple(tuple(map(store, log_softmax(row))) for row in logit_rows(inputs, precision))


def column(inputs: Inputs, precision: str) -> Row:
    """The probability of class 1 of each binary example."""
    store = PRECISIONS[precision]
    return tuple(store(row[1]) for row in inputs.q)


def binary_logits(inputs: Inputs, precision: str) -> Row:
    """The logit of each binary example: the one typed, or log q - log (1 - q)."""
    store = PRECISIONS[precision]
    if inputs.given == "logits":
        return tuple(store(row[0]) for row in inputs.rows)
    return tuple(store(row[1] - row[0]) for row in inputs.log_q)


def softplus(x: float) -> float:
    """log(1 + e^x).

    >>> softplus(0.0)
    0.6931471805599453
    """
    return x + math.log1p(math.exp(-x)) if x > 0 else math.log1p(math.exp(x))
