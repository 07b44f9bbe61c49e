"""PyTorch: torch.nn.functional in float32, its default."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import cross_as_written, float_quotient, float_sum, single
from xentropy_cli.conventions.catalogue.convention import COLUMNS, PREDICTIONS, Convention
from xentropy_cli.conventions.catalogue.rules import (
    divergences,
    log_softmax_rows,
    logit_cells,
    mean_over_rows,
    probability_cells,
    truth_cells,
)
from xentropy_cli.core.clips import TORCH_LEAST_LOG

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.conventions.arithmetic import Numbers, Rows
    from xentropy_cli.conventions.inputs import Inputs


def with_index_targets(inputs: Inputs) -> float:
    """-log_softmax(z)[y], weighted by the class that happened; the weights divide."""
    return _nll(inputs, log_softmax_rows(inputs, "float32"))


def with_probability_targets(inputs: Inputs) -> float:
    """-Σ w p log_softmax(z), divided by the number of rows whatever the weights."""
    weights = inputs.class_weights or (1.0,) * len(inputs.classes)
    losses = [
        cross_as_written([w * p for w, p in zip(weights, truth, strict=True)], row, single)
        for truth, row in zip(inputs.smoothed_truth, log_softmax_rows(inputs, "float32"), strict=True)
    ]
    return mean_over_rows(losses, inputs)


def nll_loss(inputs: Inputs) -> float:
    """-log q[y] as given, weighted by the class that happened; the weights divide."""
    return _nll(inputs, inputs.by.in_precision(inputs.log_q, "float32"))


def _nll(inputs: Inputs, log_q: Rows) -> float:
    by, weights = inputs.by, inputs.class_weights or (1.0,) * len(inputs.classes)
    of_labels, epsilon, k = by.looked_up(weights, inputs.labels), inputs.smoothing, len(weights)
    losses = by.for_each(lambda w, log_p: -w * log_p, of_labels, inputs.happened(log_q))
    if epsilon:
        spread = by.weighted_sums(log_q, weights)
        losses = by.for_each(lambda loss, all_of_row: (1 - epsilon) * loss - epsilon / k * all_of_row, losses, spread)
    whole = by.float_sum(by.for_each(by.single, losses))
    return float(whole if inputs.reduction == "sum" else float_quotient(whole, by.float_sum(of_labels)))


def binary_cross_entropy(inputs: Inputs) -> float:
    """-y log q - (1 - y) log (1 - q) for every cell, no logarithm below -100, averaged over all cells."""
    by = inputs.by

    def loss(y: Numbers, q: Numbers) -> Numbers:
        yes, no = (by.larger(by.single(log), TORCH_LEAST_LOG) for log in (by.ln(q), by.ln1p(-q)))
        return by.single((y - 1) * no - y * yes)

    return _over_cells(loss, inputs, probability_cells(inputs, "float32"))


def _over_cells(loss: Callable[[Numbers, Numbers], Numbers], inputs: Inputs, predictions: Rows) -> float:
    """The mean over all cells; the weight of an example is that of each of its cells."""
    losses = inputs.by.all_cells(inputs.by.each_cell(loss, truth_cells(inputs), predictions))
    whole, _ = inputs.weighed(losses, copies=len(losses) // len(predictions))
    return whole if inputs.reduction == "sum" else whole / len(losses)


def binary_with_logits(inputs: Inputs) -> float:
    """(1 - y) z + (1 + (w - 1) y) log(1 + e^{-z}), w the weight of class 1, averaged over all cells."""
    by, weight = inputs.by, 1.0 if inputs.pos_weight is None else inputs.pos_weight

    def loss(y: Numbers, z: Numbers) -> Numbers:
        return by.single((1 - y) * z + (1 + (weight - 1) * y) * by.log1p_exp(-z))

    return _over_cells(loss, inputs, logit_cells(inputs, "float32"))


def kl_div(inputs: Inputs, reduction: str) -> float:
    """p · (log p - log q), q given as log q; `mean` averages over all cells, `batchmean` over rows."""
    count = {"mean": inputs.n * len(inputs.classes), "batchmean": inputs.n, "sum": 1}[reduction]
    return float_sum(divergences(inputs)) / count


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
q = torch.tensor($q_or_column)
y = torch.tensor($p_or_column)
print(F.binary_cross_entropy(q, y$cell_weight$reduction).item())
""")

BCE_LOGITS = _program("""\
z = torch.tensor($z_or_column)
y = torch.tensor($p_or_column)
print(F.binary_cross_entropy_with_logits(z, y$cell_weight$pos_weight$reduction).item())
""")

KL = _program("""\
log_q = torch.tensor($log_q)
p = torch.tensor($p)
print(F.kl_div(log_q, p, reduction="REDUCTION").item())
""")


_row = partial(Convention, library="PyTorch", version="2.13.0", precision="float32")

ROWS = (
    _row(
        "torch-cross-entropy", call="F.cross_entropy(z, y)",
        options=frozenset({"class-weight", "label-smoothing", "ignore-label", "sum"}),
        takes=("classes",), expects="logits", does="log_softmax; the class weights of the labels divide",
        reduction="mean; class weights of the labels divide", loss=with_index_targets, program=INDEX,
    ),
    _row(
        "torch-cross-entropy-soft", call="F.cross_entropy(z, p)",
        options=frozenset({"class-weight", "label-smoothing", "sum"}),
        takes=COLUMNS, expects="logits", does="log_softmax; class weights multiply, the count divides",
        reduction="mean over rows, whatever the weights", loss=with_probability_targets, program=SOFT,
    ),
    _row(
        "torch-nll", call="F.nll_loss(log_q, y)", options=frozenset({"class-weight", "ignore-label", "sum"}),
        takes=("classes",), expects="log-probabilities", does="−log q as it is; the class weights of the labels divide",
        reduction="mean; class weights of the labels divide", loss=nll_loss, program=NLL,
    ),
    _row(
        "torch-bce", call="F.binary_cross_entropy(q, y)", options=frozenset({"weight", "sum"}),
        takes=PREDICTIONS, expects="probabilities",
        does=f"every cell binary, no log below −{-TORCH_LEAST_LOG}; mean over all cells",
        reduction="mean over all cells; weights do not divide", clip=f"log ≥ −{-TORCH_LEAST_LOG}",
        loss=binary_cross_entropy, program=BCE,
    ),
    _row(
        "torch-bce-logits", call="F.binary_cross_entropy_with_logits(z, y)",
        options=frozenset({"weight", "pos-weight", "sum"}),
        takes=PREDICTIONS, expects="logits", does="every cell a sigmoid of its own; mean over all cells",
        reduction="mean over all cells; weights do not divide", loss=binary_with_logits, program=BCE_LOGITS,
    ),
    *(
        _row(
            f"torch-kl-{reduction}", call=f'F.kl_div(log_q, p, reduction="{reduction}")',
            takes=COLUMNS, quantity="kl_divergence", expects="log-probabilities", does=f"KL(P‖Q); {what}",
            reduction=what, loss=partial(kl_div, reduction=reduction),
            program=KL.replace("REDUCTION", reduction),
        )
        for reduction, what in (
            ("mean", "divides by rows × classes"),
            ("batchmean", "divides by the rows"),
            ("sum", "adds up, divides by nothing"),
        )
    ),
)  # fmt: skip
