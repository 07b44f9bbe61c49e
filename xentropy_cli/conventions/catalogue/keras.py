"""Keras 3 on TensorFlow, in float32: its losses, which divide by the count, and its metrics, which divide by the weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.arithmetic import (
    cross_as_written,
    float_sum,
    kept_between,
    log_softmax,
    logs,
    over_sum,
    single,
)
from xentropy_cli.conventions.catalogue.convention import COLUMNS, PREDICTIONS, Convention
from xentropy_cli.conventions.catalogue.rules import (
    in_precision,
    log_softmax_rows,
    logit_cells,
    mean_by_weight,
    mean_over_rows,
    probability_cells,
    smoothed_truths,
    truth_cells,
)
from xentropy_cli.conventions.catalogue.tensorflow import sigmoid_cell
from xentropy_cli.core.clips import CLIPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xentropy_cli.conventions.arithmetic import Row, Rows
    from xentropy_cli.conventions.inputs import Inputs

    Losses = list[float]

CLIP = CLIPS["keras"]
EPSILON = single(CLIP.low)
HIGHEST = single(1 - CLIP.low)
"""1 - 1e-7 as a float32: its distance from 1 is 1.19e-7."""

VERSION = "3.15.1"


def binary_losses(inputs: Inputs) -> Losses:
    """Clip; every cell a binary prediction; the mean over the cells of a row."""
    kept = (kept_between(row, EPSILON, HIGHEST) for row in probability_cells(inputs, "float32"))
    return _means_of_cells(_cell, inputs, kept)


def _cell(y: float, q: float) -> float:
    yes, no = logs((q, single(1 - q)), single)
    return -single(y * yes + (1 - y) * no)


def binary_losses_from_logits(inputs: Inputs) -> Losses:
    """TensorFlow's sigmoid cross-entropy of every cell; the mean over the cells of a row."""
    return _means_of_cells(sigmoid_cell, inputs, logit_cells(inputs, "float32"))


def _means_of_cells(loss: Callable[[float, float], float], inputs: Inputs, rows: Iterable[Row]) -> Losses:
    epsilon = inputs.smoothing or 0.0
    truths = (tuple(y * (1 - epsilon) + epsilon / 2 for y in row) for row in truth_cells(inputs))
    return [float_sum(map(loss, p, q)) / len(p) for p, q in zip(truths, rows, strict=True)]


def categorical_losses(inputs: Inputs) -> Losses:
    """Divide each row by its sum, clip, then -Σ p log q."""
    rows = (kept_between(over_sum(row, single), EPSILON, HIGHEST) for row in in_precision(inputs.q, "float32"))
    return _crossed(inputs, tuple(logs(row, single) for row in rows))


def categorical_losses_from_logits(inputs: Inputs) -> Losses:
    """-Σ p log_softmax(z)."""
    return _crossed(inputs, log_softmax_rows(inputs, "float32"))


def _crossed(inputs: Inputs, log_q: Rows) -> Losses:
    return [cross_as_written(p, row, single) for p, row in zip(smoothed_truths(inputs), log_q, strict=True)]


def sparse_losses(inputs: Inputs) -> Losses:
    """Clip, take logarithms, and a softmax of them: the clipped row divided by its sum."""
    rows = (logs(kept_between(row, EPSILON, HIGHEST), single) for row in in_precision(inputs.q, "float32"))
    return [-single(log_softmax(row)[label]) for row, label in zip(rows, inputs.labels, strict=True)]


def sparse_losses_from_logits(inputs: Inputs) -> Losses:
    """-log_softmax(z)[y]."""
    return [-row[y] for row, y in zip(log_softmax_rows(inputs, "float32"), inputs.labels, strict=True)]


def divergences(inputs: Inputs) -> Losses:
    """Clip P and Q below, then Σ p log(p / q)."""
    found = []
    for truth, row in zip(inputs.truth, in_precision(inputs.q, "float32"), strict=True):
        p, q = kept_between(truth, EPSILON, 1.0), kept_between(row, EPSILON, 1.0)
        found.append(float_sum(a * single(x - y) for a, x, y in zip(p, logs(p), logs(q), strict=True)))
    return found


def loss_mean(losses: Losses, inputs: Inputs) -> float:
    """The mean of a loss, or its sum over rows: of several binary cells a row it adds up their means."""
    value = mean_over_rows(losses, inputs)
    return value / inputs.cells if inputs.reduction == "sum" else value


def metric_mean(losses: Losses, inputs: Inputs) -> float:
    """The mean of a metric: weights divide, and without any the ignored rows count as well; no weight at all gives 0."""
    if inputs.weights or not inputs.ignored:
        return mean_by_weight(losses, inputs, empty=0.0)
    return mean_over_rows([*losses, *(0.0,) * inputs.ignored], inputs)


class KerasLoss(NamedTuple):
    """What differs among Keras' losses: the class, its options, what it is given, and the losses of the rows."""

    key: str
    name: str
    does: str
    losses: Callable[[Inputs], Losses]
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
        categorical_losses_from_logits, "$p", "$z", COLUMNS, f"{FROM_LOGITS}$label_smoothing", SMOOTHED, "none",
    ),
    KerasLoss(
        "scce", "SparseCategoricalCrossentropy", f"clips at {CLIP.text} in float32, then rescales rows",
        sparse_losses, "$keras_labels", "$keras_rows", ("classes",), "$ignore_class", "weight ignore-label", rescales=True,
    ),
    KerasLoss(
        "scce-logits", "SparseCategoricalCrossentropy", "log_softmax of the logits in float32",
        sparse_losses_from_logits, "$keras_labels", "$keras_logits", ("classes",), f"{FROM_LOGITS}$ignore_class",
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

    def row(key: str, kind: str, reduction: str, program: str, mean: Callable[[Losses, Inputs], float]) -> Convention:
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
            loss=lambda inputs: mean(loss.losses(inputs), inputs),
            program=filled.replace("$name", loss.name).replace("$arguments", arguments),
        )  # fmt: skip

    return (
        row(f"keras-{loss.key}", "losses", "mean over rows; weights do not divide", LOSS, loss_mean),
        row(f"keras-{loss.key}-metric", "metrics", "mean; weights divide by their sum", METRIC, metric_mean),
    )


ROWS = tuple(row for loss in LOSSES for row in _rows(loss))
