"""What conventions share: rows in a precision, logits and cells, the truths smoothed as asked, and means."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import PRECISIONS, float_quotient, float_sum, log_softmax
from xentropy_cli.conventions.catalogue.convention import Unfit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.conventions.arithmetic import Row, Rows
    from xentropy_cli.conventions.inputs import Inputs


def in_precision(rows: Rows, precision: str) -> Rows:
    """Store rows in a precision.

    >>> in_precision(((0.1, 1e300),), "float32")
    ((0.10000000149011612, inf),)
    """
    return rows if precision == "float64" else tuple([tuple(array("f", row)) for row in rows])


def mean_over_rows(losses: Sequence[float], inputs: Inputs) -> float:
    """Average, or add up where that is asked; weights multiply, and do not divide."""
    whole = _weighed(losses, inputs)
    return whole if inputs.reduction == "sum" else whole / len(losses)


def mean_by_weight(losses: Sequence[float], inputs: Inputs, empty: float | None = math.nan) -> float:
    """Average, or add up where that is asked; weights divide by their sum.

    `empty` is the mean of losses whose weights are all 0; a call without one refuses such weights.
    """
    whole, weight = _weighed(losses, inputs), math.fsum(inputs.weights or (1.0,) * len(losses))
    if not weight and empty is None:
        raise Unfit("refuses weights that are all 0")
    if inputs.reduction == "sum":
        return whole
    return float_quotient(whole, weight) if weight or empty is None else empty


def _weighed(losses: Sequence[float], inputs: Inputs) -> float:
    weights = inputs.weights or (1.0,) * len(losses)
    return float_sum(w * loss for w, loss in zip(weights, losses, strict=True))


def smoothed_truths(inputs: Inputs) -> Rows:
    """The truths, smoothed as asked over all K classes."""
    if inputs.smoothing is None:
        return inputs.truth
    epsilon = inputs.smoothing
    return tuple(tuple((1 - epsilon) * p_k + epsilon / len(row) for p_k in row) for row in inputs.truth)


def logit_rows(inputs: Inputs, precision: str) -> Rows:
    """Logits as a call is given them: those typed, or log q where probabilities were typed."""
    if inputs.given == "logits" and not inputs.is_binary:
        return in_precision(inputs.rows, precision)
    return in_precision(inputs.log_q, precision)


def log_softmax_rows(inputs: Inputs, precision: str) -> Rows:
    """What log_softmax makes of the logits."""
    return in_precision(tuple(map(log_softmax, logit_rows(inputs, precision))), precision)


def binary_logits(inputs: Inputs, precision: str) -> Row:
    """The logit of each binary example: the one typed, or log q - log (1 - q)."""
    store = PRECISIONS[precision]
    if inputs.given == "logits":
        return tuple(store(row[0]) for row in inputs.rows)
    return tuple(store(row[1] - row[0]) for row in inputs.log_q)


def probability_cells(inputs: Inputs, precision: str) -> Rows:
    """The predictions of each example as cells: one of a binary prediction, one a class otherwise."""
    rows = in_precision(inputs.q, precision)
    return tuple((row[1],) for row in rows) if inputs.is_binary else rows


def logit_cells(inputs: Inputs, precision: str) -> Rows:
    """The logits of each example as cells."""
    if inputs.is_binary:
        return tuple((z,) for z in binary_logits(inputs, precision))
    if inputs.given != "logits":
        raise Unfit("takes logits")
    return in_precision(inputs.rows, precision)


def truth_cells(inputs: Inputs) -> Rows:
    """The truth of each cell."""
    return tuple((row[1],) for row in inputs.truth) if inputs.is_binary else inputs.truth
