"""PyTorch: torch.nn.functional in float32, its default."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.catalogue.convention import Convention, Unfit, single
from xentropy_cli.conventions.catalogue.rules import (
    binary_logits,
    column,
    log_softmax_rows,
    logs,
    mean_of,
    need_classes,
    need_labels,
    need_prediction,
    refuse,
    rounded,
    smoothed,
    softplus,
    summed,
    total,
)
from xentropy_cli.conventions.inputs import Inputs, ln

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.conventions.inputs import Rows

LOWEST_LOG = -100.0
"""Where binary_cross_entropy stops a logarithm."""

VERSION = "2.13.0"


def with_index_targets(inputs: Inputs) -> float:
    """-log_softmax(z)[y], weighted by the class that happened; the weights divide."""
    need_classes(inputs)
    need_labels(inputs)
    refuse(inputs, frozenset({"class_weights", "smoothing"}))
    return _nll(inputs, log_softmax_rows(inputs, "float32"))


def with_probability_targets(inputs: Inputs) -> float:
    """-Σ w p log_softmax(z), divided by the number of rows whatever the weights."""
    need_classes(inputs)
    refuse(inputs, frozenset({"class_weights", "smoothing"}))
    weights = inputs.class_weights or (1.0,) * len(inputs.classes)
    losses = [
        summed([w * p for w, p in zip(weights, truth, strict=True)], row, single)
        for truth, row in zip(smoothed(inputs), log_softmax_rows(inputs, "float32"), strict=True)
    ]
    return mean_of(losses, inputs)


def nll_loss(inputs: Inputs) -> float:
    """-log q[y] as given, weighted by the class that happened; the weights divide."""
    need_classes(inputs)
    need_labels(inputs)
    refuse(inputs, frozenset({"class_weights"}))
    return _nll(inputs, rounded(inputs.log_q, "float32"))


def _nll(inputs: Inputs, log_q: Rows) -> float:
    weights = inputs.class_weights or (1.0,) * len(inputs.classes)
    epsilon = inputs.smoothing or 0.0
    losses = []
    for row, label in zip(log_q, inputs.labels, strict=True):
        loss = -weights[label] * row[label]
        if epsilon:
            spread = total(-w * each for w, each in zip(weights, row, strict=True))
            loss = (1 - epsilon) * loss + epsilon / len(row) * spread
        losses.append(single(loss))
    whole = total(losses)
    return whole if inputs.reduction == "sum" else whole / total(weights[label] for label in inputs.labels)


def binary_cross_entropy(inputs: Inputs) -> float:
    """-y log q - (1 - y) log (1 - q) for every cell, no logarithm below -100, averaged over all cells."""
    need_prediction(inputs)
    refuse(inputs, frozenset({"weights"}) if inputs.is_binary else frozenset())
    losses = [_cell(y, q) for y, q in cells(inputs)]
    return mean_of(losses, inputs)


def cells(inputs: Inputs) -> list[tuple[float, float]]:
    """Every truth with its prediction: one an example for binary predictions, one a class otherwise."""
    if inputs.is_binary:
        return [(truth[1], q) for truth, q in zip(inputs.truth, column(inputs, "float32"), strict=True)]
    rows = zip(inputs.truth, rounded(inputs.q, "float32"), strict=True)
    return [pair for truth, row in rows for pair in zip(truth, row, strict=True)]


def _cell(y: float, q: float) -> float:
    if not 0 <= q <= 1:
        raise Unfit("refuses what is not between 0 and 1")
    yes, no = max(single(ln(q)), LOWEST_LOG), max(single(math.log1p(-q)) if q < 1 else -math.inf, LOWEST_LOG)
    return single((y - 1) * no - y * yes)


def binary_with_logits(inputs: Inputs) -> float:
    """(1 - y) z + (1 + (w - 1) y) log(1 + e^{-z}), w the weight of class 1, averaged over all cells."""
    need_prediction(inputs)
    refuse(inputs, frozenset({"weights", "pos_weight"}) if inputs.is_binary else frozenset())
    weight = inputs.pos_weight or 1.0
    return mean_of(
        [single((1 - y) * z + (1 + (weight - 1) * y) * softplus(-z)) for y, z in logit_cells(inputs)], inputs
    )


def logit_cells(inputs: Inputs) -> list[tuple[float, float]]:
    """Every truth with its logit."""
    if inputs.is_binary:
        return [(truth[1], z) for truth, z in zip(inputs.truth, binary_logits(inputs, "float32"), strict=True)]
    if inputs.given != "logits":
        raise Unfit("takes logits")
    rows = zip(inputs.truth, rounded(inputs.rows, "float32"), strict=True)
    return [pair for truth, row in rows for pair in zip(truth, row, strict=True)]


def kl_div(inputs: Inputs, reduction: str) -> float:
    """p · (log p - log q), q given as log q; `mean` averages over all cells, `batchmean` over rows."""
    need_classes(inputs)
    refuse(inputs, frozenset())
    found = [_divergence(truth, row) for truth, row in zip(inputs.truth, rounded(inputs.log_q, "float32"), strict=True)]
    count = {"mean": len(found) * len(inputs.classes), "batchmean": len(found), "sum": 1}[reduction]
    return total(found) / count


def _divergence(truth: Sequence[float], log_q: Sequence[float]) -> float:
    own = total(p * log_p for p, log_p in zip(truth, logs(truth, single), strict=True) if p)
    return own + summed(truth, log_q, single)


HEAD = """\
import torch
import torch.nn.functional as F

"""

INDEX = (
    HEAD
    + """\
z = torch.tensor($z)
y = torch.tensor($y)
print(F.cross_entropy(z, y$class_weight$smoothing$reduction).item())
"""
)

SOFT = (
    HEAD
    + """\
z = torch.tensor($z)
p = torch.tensor($p)
print(F.cross_entropy(z, p$class_weight$smoothing$reduction).item())
"""
)

NLL = (
    HEAD
    + """\
log_q = torch.tensor($log_q)
y = torch.tensor($y)
print(F.nll_loss(log_q, y$class_weight$reduction).item())
"""
)

BCE = (
    HEAD
    + """\
q = torch.tensor($cells_q)
y = torch.tensor($cells_y)
print(F.binary_cross_entropy(q, y$tensor_weight$reduction).item())
"""
)

BCE_LOGITS = (
    HEAD
    + """\
z = torch.tensor($cells_z)
y = torch.tensor($cells_y)
print(F.binary_cross_entropy_with_logits(z, y$tensor_weight$pos_weight$reduction).item())
"""
)

KL = (
    HEAD
    + """\
log_q = torch.tensor($log_q)
p = torch.tensor($p)
print(F.kl_div(log_q, p, reduction="REDUCTION").item())
"""
)


def _row(key: str, call: str, **facts: object) -> Convention:
    return Convention(key=f"torch-{key}", library="PyTorch", version=VERSION, call=call, precision="float32", **facts)  # type: ignore[arg-type]


ROWS = (
    _row(
        "cross-entropy",
        "F.cross_entropy(z, y)",
        expects="logits",
        does="log_softmax; the class weights of the labels divide",
        reduction="mean; class weights of the labels divide",
        smoothing_kind="K",
        options=frozenset({"class_weights", "smoothing"}),
        value=with_index_targets,
        program=INDEX,
    ),
    _row(
        "cross-entropy-soft",
        "F.cross_entropy(z, p)",
        expects="logits",
        does="log_softmax; class weights multiply, the count divides",
        reduction="mean over rows, whatever the weights",
        smoothing_kind="K",
        options=frozenset({"class_weights", "smoothing"}),
        value=with_probability_targets,
        program=SOFT,
    ),
    _row(
        "nll",
        "F.nll_loss(log_q, y)",
        expects="log-probabilities",
        does="−log q as it is; the class weights of the labels divide",
        reduction="mean; class weights of the labels divide",
        options=frozenset({"class_weights"}),
        value=nll_loss,
        program=NLL,
    ),
    _row(
        "bce",
        "F.binary_cross_entropy(q, y)",
        expects="probabilities",
        does="every cell binary, no log below −100; mean over all cells",
        reduction="mean over all cells; weights do not divide",
        clip="log ≥ −100",
        options=frozenset({"weights"}),
        value=binary_cross_entropy,
        program=BCE,
    ),
    _row(
        "bce-logits",
        "F.binary_cross_entropy_with_logits(z, y)",
        expects="logits",
        does="every cell a sigmoid of its own; mean over all cells",
        reduction="mean over all cells; weights do not divide",
        options=frozenset({"weights", "pos_weight"}),
        value=binary_with_logits,
        program=BCE_LOGITS,
    ),
    *(
        _row(
            f"kl-{reduction}",
            f'F.kl_div(log_q, p, reduction="{reduction}")',
            expects="log-probabilities",
            does=f"KL(P‖Q); {what}",
            reduction=what,
            value=lambda inputs, reduction=reduction: kl_div(inputs, reduction),
            program=KL.replace("REDUCTION", reduction),
        )
        for reduction, what in (
            ("mean", "divides by rows × classes"),
            ("batchmean", "divides by the rows"),
            ("sum", "adds up, divides by nothing"),
        )
    ),
)
