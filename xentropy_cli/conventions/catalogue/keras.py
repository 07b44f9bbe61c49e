"""Keras 3 on TensorFlow, in float32: its losses, which divide by the count, and its metrics, which divide by the weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import float_sum, in_precision, kept_between, logs, single
from xentropy_cli.conventions.catalogue.convention import COLUMNS, PREDICTIONS, Convention
from xentropy_cli.conventions.catalogue.rules import (
    logit_cells,
    mean_by_weight,
    mean_over_rows,
    probability_cells,
    truth_cells,
)
from xentropy_cli.conventions.catalogue.tensorflow import label_losses, sigmoid_cell, softmax_losses
from xentropy_cli.core.clips import CLIPS
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.conventions.arithmetic import Numbers, Row, Rows
    from xentropy_cli.conventions.inputs import Inputs

CLIP = CLIPS["keras"]
EPSILON = single(CLIP.low)
HIGHEST = single(1 - CLIP.low)
"""1 - 1e-7 as a float32: its distance from 1 is 1.19e-7."""

VERSION = "3.15.1"


def binary_losses(inputs: Inputs) -> Numbers:
    """Clip; every cell a binary prediction; the mean over the cells of a row."""
    by = inputs.by

    def loss(y: Numbers, q: Numbers) -> Numbers:
        q = by.kept(q, EPSILON, HIGHEST)
        yes, no = (by.single(by.ln(side)) for side in (q, by.single(1 - q)))
        return -by.single(y * yes + (1 - y) * no)

    return _means_of_cells(loss, inputs, probability_cells(inputs, "float32"))


def binary_losses_from_logits(inputs: Inputs) -> Numbers:
    """TensorFlow's sigmoid cross-entropy of every cell; the mean over the cells of a row."""
    return _means_of_cells(lambda y, z: sigmoid_cell(y, z, inputs.by), inputs, logit_cells(inputs, "float32"))


def _means_of_cells(loss: Callable[[Numbers, Numbers], Numbers], inputs: Inputs, rows: Rows) -> Numbers:
    by, epsilon = inputs.by, inputs.smoothing or 0.0
    truths = by.each_cell(lambda y: y * (1 - epsilon) + epsilon / 2, truth_cells(inputs))
    return by.row_means(by.each_cell(loss, truths, rows))


def categorical_losses(inputs: Inputs) -> Numbers:
    """Divide each row by its sum, clip, then -Σ p log q."""
    by = inputs.by

    def logarithms(row: Numbers) -> Numbers:
        return by.logs(by.kept_between(by.over_sum(row, by.single), EPSILON, HIGHEST), by.single)

    return inputs.crossed(by.for_each(logarithms, by.in_precision(inputs.q, "float32")))


def sparse_losses(inputs: Inputs) -> Numbers:
    """Clip, take logarithms, and a softmax of them: the clipped row divided by its sum."""
    by = inputs.by

    def rescaled(row: Numbers) -> Numbers:
        return by.log_softmax(by.logs(by.kept_between(row, EPSILON, HIGHEST), by.single))

    rows = by.for_each(rescaled, by.in_precision(inputs.q, "float32"))
    return by.for_each(lambda x: -by.single(x), inputs.happened(rows))


def divergences(inputs: Inputs) -> Row:
    """Clip P and Q below, then Σ p log(p / q)."""
    found = []
    for truth, row in zip(inputs.truth, in_precision(inputs.q, "float32"), strict=True):
        p, q = kept_between(truth, EPSILON, 1.0), kept_between(row, EPSILON, 1.0)
        found.append(float_sum(a * single(x - y) for a, x, y in zip(p, logs(p), logs(q), strict=True)))
    return tuple(found)


def loss_mean(losses: Row, inputs: Inputs) -> float:
    """The mean of a loss, or its sum over rows: of several binary cells a row it adds up their means."""
    value = mean_over_rows(losses, inputs)
    return value / inputs.cells if inputs.reduction == "sum" else value


def metric_mean(losses: Row, inputs: Inputs) -> float:
    """The mean of a metric: weights divide, and without any the ignored rows count as well; no weight at all gives 0."""
    if not inputs.ignored or inputs.weights:
        return mean_by_weight(losses, inputs, empty=0.0)
    return mean_over_rows([*losses, *(0.0,) * inputs.ignored], inputs)


class KerasLoss(NamedTuple):
    """What differs among Keras' losses: the class, its options, what it is given, and the losses of the rows."""

    key: str
    name: str
    does: str
    losses: Callable[[Inputs], Row]
    truth: str
    prediction: str
    takes: tuple[str, ...] = COLUMNS
    arguments: str = ""
    options: str = "weight"
    clip: str = CLIP.words
    rescales: bool = False
    quantity: str = "cross_entropy"


FROM_LOGITS = "from_logits=True"
SMOOTHED = "weight label-smoothing"
LOSSES = (
    KerasLoss(
        "bce", "BinaryCrossentropy", f"clips at {CLIP.text} in float32; every cell binary; mean over cells",
        binary_losses, "$keras_y", "$keras_q", PREDICTIONS, "$label_smoothing", SMOOTHED,
    ),
    KerasLoss(
        "bce-logits", "BinaryCrossentropy", "a sigmoid of every cell in float32; mean over cells",
        binary_losses_from_logits, "$keras_y", "$keras_z", PREDICTIONS, f"{FROM_LOGITS}$label_smoothing", SMOOTHED, "none",
    ),
    KerasLoss(
        "cce", "CategoricalCrossentropy", f"rescales rows, then clips at {CLIP.text} in float32",
        categorical_losses, "$p", "$q", COLUMNS, "$label_smoothing", SMOOTHED, rescales=True,
    ),
    KerasLoss(
        "cce-logits", "CategoricalCrossentropy", "log_softmax of the logits in float32",
        softmax_losses, "$p", "$z", COLUMNS, f"{FROM_LOGITS}$label_smoothing", SMOOTHED, "none",
    ),
    KerasLoss(
        "scce", "SparseCategoricalCrossentropy", f"clips at {CLIP.text} in float32, then rescales rows",
        sparse_losses, "$keras_labels", "$keras_rows", ("classes",), "$ignore_class", "weight ignore-label", rescales=True,
    ),
    KerasLoss(
        "scce-logits", "SparseCategoricalCrossentropy", "log_softmax of the logits in float32",
        label_losses, "$keras_labels", "$keras_logits", ("classes",), f"{FROM_LOGITS}$ignore_class",
        "weight ignore-label", "none",
    ),
    KerasLoss(
        "kl", "KLDivergence", f"KL(P‖Q); clips P and Q at {CLIP.text} in float32",
        divergences, "$p", "$q", quantity="kl_divergence",
    ),
)  # fmt: skip

PROGRAM = """\
${ignored_note}import os
os.environ["KERAS_BACKEND"] = "tensorflow"
import numpy as np
import keras

y = np.array($truth)
q = np.array($prediction, dtype="float32")
"""

LOSS = """\
loss = keras.losses.$name($arguments)
print(float(loss(y, q$all_weight)))
"""

METRIC = """\
metric = keras.metrics.$name($arguments)
metric.update_state(y, q$all_weight)
print(float(metric.result()))
"""


def _rows(loss: KerasLoss) -> tuple[Convention, Convention]:
    """The loss and the metric."""
    call = f"{loss.name}({FROM_LOGITS if FROM_LOGITS in loss.arguments else ''})"

    def row(key: str, kind: str, reduction: str, program: str, mean: Callable[[Row, Inputs], float]) -> Convention:
        takes_sum = kind == "losses"
        arguments = loss.arguments + "$reduction" * takes_sum
        filled = (PROGRAM + program).replace("$truth", loss.truth).replace("$prediction", loss.prediction)
        if "ignore-label" not in loss.options:
            filled = filled.replace("${ignored_note}", "").replace("$all_weight", "$keras_weight")
        return Convention(
            key=key, library="Keras", version=VERSION, call=f"{kind}.{call}",
            expects="logits" if FROM_LOGITS in loss.arguments else "probabilities", precision="float32",
            does=loss.does, reduction=reduction, takes=loss.takes,
            options=frozenset([*loss.options.split(), *["sum"] * takes_sum]), quantity=loss.quantity,
            clip=loss.clip, rescales=loss.rescales,
            loss=lambda inputs: mean(inputs.once(loss.losses), inputs),
            program=filled.replace("$name", loss.name).replace("$arguments", arguments),
        )  # fmt: skip

    return (
        row(f"keras-{loss.key}", "losses", "mean over rows; weights do not divide", LOSS, loss_mean),
        row(f"keras-{loss.key}-metric", "metrics", "mean; weights divide by their sum", METRIC, metric_mean),
    )


ROWS = tuple(row for loss in LOSSES for row in _rows(loss))
