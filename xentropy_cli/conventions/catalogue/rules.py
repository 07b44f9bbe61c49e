"""What conventions share: logits and cells in a precision, and means."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import (
    cross_as_written,
    float_quotient,
    float_sum,
    in_precision,
    logs,
    single,
)
from xentropy_cli.conventions.catalogue.convention import Unfit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentropy_cli.conventions.arithmetic import Numbers, Rows
    from xentropy_cli.conventions.inputs import Inputs


def mean_over_rows(losses: Sequence[float], inputs: Inputs) -> float:
    """Average, or add up where that is asked; weights multiply, and do not divide."""
    whole, _ = inputs.weighed(losses)
    return whole if inputs.reduction == "sum" else whole / len(losses)


def mean_by_weight(
    losses: Sequence[float], inputs: Inputs, empty: float | None = math.nan, precision: str = "float64"
) -> float:
    """Average, or add up where that is asked; weights, kept in a precision, divide by their sum.

    `empty` is the mean of losses whose weights are all 0; a call without one refuses such weights.
    """
    whole, weight = inputs.weighed(losses, precision)
    if not weight and empty is None:
        raise Unfit("refuses weights that are all 0")
    if inputs.reduction == "sum":
        return whole
    return float_quotient(whole, weight) if weight or empty is None else empty


def divergences(inputs: Inputs) -> list[float]:
    """Σ p (log p - log q) of each row in singles, from log q as it is given."""
    found = []
    for p, log_q in zip(inputs.truth, in_precision(inputs.log_q, "float32"), strict=True):
        own = float_sum(p_k * log_p for p_k, log_p in zip(p, logs(p, single), strict=True) if p_k)
        found.append(own + cross_as_written(p, log_q, single))
    return found


def logit_rows(inputs: Inputs, precision: str) -> Numbers:
    """Logits as a call is given them: those typed, or log q where probabilities were typed."""
    are_typed = inputs.given == "logits" and not inputs.is_binary
    return inputs.by.in_precision(inputs.rows if are_typed else inputs.log_q, precision)


def log_softmax_rows(inputs: Inputs, precision: str) -> Numbers:
    """What log_softmax makes of the logits."""
    by = inputs.by
    return by.in_precision(by.for_each(by.log_softmax, logit_rows(inputs, precision)), precision)


def binary_logits(inputs: Inputs, precision: str) -> Numbers:
    """The logit of each binary example."""
    return inputs.by.for_each(inputs.by.PRECISIONS[precision], inputs.binary_logits)


def of_label(yes: Numbers, inputs: Inputs, store: Callable[[float], float]) -> Numbers:
    """Of binary predictions q where the label is 1, and 1 - q, stored so, where it is 0."""
    by = inputs.by
    return by.for_each(lambda label, q: by.either(label, q, store(1 - q)), inputs.labels, yes)


def probability_cells(inputs: Inputs, precision: str) -> Rows:
    """The predictions of each example as cells: one of a binary prediction, one a class otherwise."""
    return inputs.as_cells(inputs.by.in_precision(inputs.q, precision))


def logit_cells(inputs: Inputs, precision: str) -> Numbers:
    """The logits of each example as cells."""
    if not inputs.is_binary and inputs.given != "logits":
        raise Unfit("takes logits")
    by = inputs.by
    return (
        by.rows_of_one(binary_logits(inputs, precision))
        if inputs.is_binary
        else by.in_precision(inputs.rows, precision)
    )


def truth_cells(inputs: Inputs) -> Rows:
    """The truth of each cell."""
    return inputs.as_cells(inputs.truth)
