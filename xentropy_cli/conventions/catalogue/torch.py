"""PyTorch: torch.nn.functional in float32, its default."""

from __future__ import annotations

import math
from itertools import chain
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import cross_as_written, float_quotient, float_sum, ln, log1p_exp, logs, single
from xentropy_cli.conventions.catalogue.convention import COLUMNS, PREDICTIONS, Convention
from xentropy_cli.conventions.catalogue.rules import (
    in_precision,
    log_softmax_rows,
    logit_cells,
    mean_over_rows,
    probability_cells,
    smoothed_truths,
    truth_cells,
)
from xentropy_cli.core.clips import TORCH_LEAST_LOG

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.conventions.arithmetic import Row, Rows
    from xentropy_cli.conventions.inputs import Inputs

VERSION = "2.13.0"


def with_index_targets(inputs: Inputs) -> float:
    """-log_softmax(z)[y], weighted by the class that happened; the weights divide."""
    return _nll(inputs, log_softmax_rows(inputs, "float32"))


def with_probability_targets(inputs: Inputs) -> float:
    """-Σ w p log_softmax(z), divided by the number of rows whatever the weights."""
    weights = inputs.class_weights or (1.0,) * len(inputs.classes)
    losses = [
        cross_as_written([w * p for w, p in zip(weights, truth, strict=True)], row, single)
        for truth, row in zip(smoothed_truths(inputs), log_softmax_rows(inputs, "float32"), strict=True)
    ]
    return mean_over_rows(losses, inputs)


def nll_loss(inputs: Inputs) -> float:
    """-log q[y] as given, weighted by the class that happened; the weights divide."""
    return _nll(inputs, in_precision(inputs.log_q, "float32"))


def _nll(inputs: Inputs, log_q: Rows) -> float:
    weights = inputs.class_weights or (1.0,) * len(inputs.classes)
    epsilon = inputs.smoothing or 0.0
    losses = []
    for row, label in zip(log_q, inputs.labels, strict=True):
        loss = -weights[label] * row[label]
        if epsilon:
            spread = float_sum(-w * each for w, each in zip(weights, row, strict=True))
            loss = (1 - epsilon) * loss + epsilon / len(row) * spread
        losses.append(single(loss))
    whole = float_sum(losses)
    return (
        whole
        if inputs.reduction == "sum"
        else float_quotient(whole, math.fsum(weights[each] for each in inputs.labels))
    )


def binary_cross_entropy(inputs: Inputs) -> float:
    """-y log q - (1 - y) log (1 - q) for every cell, no logarithm below -100, averaged over all cells."""
    return _over_cells(_bce_cell, inputs, probability_cells(inputs, "float32"))


def _over_cells(loss: Callable[[float, float], float], inputs: Inputs, predictions: Rows) -> float:
    """The mean over all cells; the weight of an example is that of each of its cells."""
    rows = [[*map(loss, p, q)] for p, q in zip(truth_cells(inputs), predictions, strict=True)]
    weights = inputs.weights or (1.0,) * len(rows)
    whole = float_sum(chain.from_iterable((w * each for each in row) for w, row in zip(weights, rows, strict=True)))
    return whole if inputs.reduction == "sum" else whole / sum(map(len, rows))


def _bce_cell(y: float, q: float) -> float:
    yes = max(single(ln(q)), TORCH_LEAST_LOG)
    no = max(single(math.log1p(-q)) if q < 1 else -math.inf, TORCH_LEAST_LOG)
    return single((y - 1) * no - y * yes)


def binary_with_logits(inputs: Inputs) -> float:
    """(1 - y) z + (1 + (w - 1) y) log(1 + e^{-z}), w the weight of class 1, averaged over all cells."""
    weight = 1.0 if inputs.pos_weight is None else inputs.pos_weight

    def loss(y: float, z: float) -> float:
        return single((1 - y) * z + (1 + (weight - 1) * y) * log1p_exp(-z))

    return _over_cells(loss, inputs, logit_cells(inputs, "float32"))


def kl_div(inputs: Inputs, reduction: str) -> float:
    """p · (log p - log q), q given as log q; `mean` averages over all cells, `batchmean` over rows."""
    rows = zip(inputs.truth, in_precision(inputs.log_q, "float32"), strict=True)
    found = [_divergence(truth, row) for truth, row in rows]
    count = {"mean": len(found) * len(inputs.classes), "batchmean": len(found), "sum": 1}[reduction]
    return float_sum(found) / count


def _divergence(truth: Row, log_q: Row) -> float:
    own = float_sum(p * log_p for p, log_p in zip(truth, logs(truth, single), strict=True) if p)
    return own + cross_as_written(truth, log_q, single)


def _program(lines: str) -> str:
    return "import torch\nimport torch.nn.functional as F\n\n" + lines


INDEX = _program("""\
z = torch.tensor($z)
y = torch.tensor($y)
print(F.cross_entropy(z, y$class_weight$label_smoothing$reduction).item())
""")

SOFT = _program("""\
z = torch.tensor($z)
p = torch.tensor($p)
print(F.cross_entropy(z, p$class_weight$label_smoothing$reduction).item())
""")

NLL = _program("""\
log_q = torch.tensor($log_q)
y = torch.tensor($y)
print(F.nll_loss(log_q, y$class_weight$reduction).item())
""")

BCE = _program("""\
q = torch.tensor($cells_q)
y = torch.tensor($cells_y)
print(F.binary_cross_entropy(q, y$cell_weight$reduction).item())
""")

BCE_LOGITS = _program("""\
z = torch.tensor($cells_z)
y = torch.tensor($cells_y)
print(F.binary_cross_entropy_with_logits(z, y$cell_weight$pos_weight$reduction).item())
""")

KL = _program("""\
log_q = torch.tensor($log_q)
p = torch.tensor($p)
print(F.kl_div(log_q, p, reduction="REDUCTION").item())
""")


def _row(key: str, call: str, options: str = "", **facts: object) -> Convention:
    return Convention(
        key=f"torch-{key}", library="PyTorch", version=VERSION, call=call, precision="float32",
        options=frozenset(options.split()), **facts,  # type: ignore[arg-type]
    )  # fmt: skip


ROWS = (
    _row(
        "cross-entropy", "F.cross_entropy(z, y)", "class-weight label-smoothing ignore-label sum",
        takes=("classes",), expects="logits", does="log_softmax; the class weights of the labels divide",
        reduction="mean; class weights of the labels divide", loss=with_index_targets, program=INDEX,
    ),
    _row(
        "cross-entropy-soft", "F.cross_entropy(z, p)", "class-weight label-smoothing sum",
        takes=COLUMNS, expects="logits", does="log_softmax; class weights multiply, the count divides",
        reduction="mean over rows, whatever the weights", loss=with_probability_targets, program=SOFT,
    ),
    _row(
        "nll", "F.nll_loss(log_q, y)", "class-weight ignore-label sum",
        takes=("classes",), expects="log-probabilities", does="−log q as it is; the class weights of the labels divide",
        reduction="mean; class weights of the labels divide", loss=nll_loss, program=NLL,
    ),
    _row(
        "bce", "F.binary_cross_entropy(q, y)", "weight sum",
        takes=PREDICTIONS, expects="probabilities",
        does=f"every cell binary, no log below −{-TORCH_LEAST_LOG}; mean over all cells",
        reduction="mean over all cells; weights do not divide", clip=f"log ≥ −{-TORCH_LEAST_LOG}",
        loss=binary_cross_entropy, program=BCE,
    ),
    _row(
        "bce-logits", "F.binary_cross_entropy_with_logits(z, y)", "weight pos-weight sum",
        takes=PREDICTIONS, expects="logits", does="every cell a sigmoid of its own; mean over all cells",
        reduction="mean over all cells; weights do not divide", loss=binary_with_logits, program=BCE_LOGITS,
    ),
    *(
        _row(
            f"kl-{reduction}", f'F.kl_div(log_q, p, reduction="{reduction}")',
            takes=COLUMNS, quantity="kl_divergence", expects="log-probabilities", does=f"KL(P‖Q); {what}",
            reduction=what, loss=lambda inputs, reduction=reduction: kl_div(inputs, reduction),
            program=KL.replace("REDUCTION", reduction),
        )
        for reduction, what in (
            ("mean", "divides by rows × classes"),
            ("batchmean", "divides by the rows"),
            ("sum", "adds up, divides by nothing"),
        )
    ),
)  # fmt: skip
