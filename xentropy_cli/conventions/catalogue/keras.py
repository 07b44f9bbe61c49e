"""Keras 3 on TensorFlow, TensorFlow itself, and Optax: float32."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.conventions.catalogue.convention import Convention, single
from xentropy_cli.conventions.catalogue.rules import (
    as_given,
    averaged,
    binary_logits,
    clipped,
    log_softmax_rows,
    logs,
    mean_of,
    need_binary,
    need_classes,
    need_labels,
    need_prediction,
    refuse,
    rescaled,
    rounded,
    smoothed,
    softplus,
    summed,
    total,
)
from xentropy_cli.conventions.catalogue.torch import cells
from xentropy_cli.conventions.inputs import Inputs, log_softmax

if TYPE_CHECKING:
    from collections.abc import Sequence

EPSILON = single(1e-7)
HIGHEST = single(1 - 1e-7)
"""1 - 1e-7 as a float32: its distance from 1 is 1.19e-7."""

VERSION = "3.15.1"
WEIGHTS = frozenset({"weights"})
SMOOTHING = frozenset({"weights", "smoothing"})


def binary(inputs: Inputs, by: str) -> float:
    """Clip at 1e-7; every cell a binary prediction; mean over the cells of a row, then over the rows."""
    need_prediction(inputs)
    refuse(inputs, SMOOTHING)
    size = 1 if inputs.is_binary else len(inputs.classes)
    epsilon = inputs.smoothing or 0.0
    losses = [_cell(y * (1 - epsilon) + epsilon / 2, clipped((q,), EPSILON, HIGHEST)[0]) for y, q in cells(inputs)]
    rows = [total(losses[at : at + size]) / size for at in range(0, len(losses), size)]
    return mean_of(rows, inputs, by)


def _cell(y: float, q: float) -> float:
    yes, no = logs((q, single(1 - q)), single)
    return -single(y * yes + (1 - y) * no)


def categorical(inputs: Inputs, by: str) -> float:
    """Divide each row by its sum, clip at 1e-7, then -Σ p log q."""
    need_classes(inputs)
    refuse(inputs, SMOOTHING)
    rows = zip(smoothed(inputs), rounded(inputs.q, "float32"), strict=True)
    return mean_of(
        [summed(p, logs(clipped(rescaled(q, single), EPSILON, HIGHEST), single), single) for p, q in rows], inputs, by
    )


def sparse(inputs: Inputs, by: str) -> float:
    """Clip at 1e-7, take logarithms, and a softmax of them: the clipped row divided by its sum."""
    need_classes(inputs)
    need_labels(inputs)
    refuse(inputs, WEIGHTS)
    rows = zip(inputs.labels, rounded(inputs.q, "float32"), strict=True)
    losses = [-single(log_softmax(logs(clipped(q, EPSILON, HIGHEST), single))[label]) for label, q in rows]
    return mean_of(losses, inputs, by)


def divergence(inputs: Inputs, by: str) -> float:
    """Clip P and Q to 1e-7 … 1, then Σ p log(p / q)."""
    need_classes(inputs)
    refuse(inputs, WEIGHTS)
    found = []
    for truth, row in zip(inputs.truth, rounded(inputs.q, "float32"), strict=True):
        p, q = clipped(truth, EPSILON, 1.0), clipped(row, EPSILON, 1.0)
        found.append(
            total(a * single(log_a - log_b) for a, log_a, log_b in zip(p, logs(p, float), logs(q, float), strict=True))
        )
    return mean_of(found, inputs, by)


def from_logits(inputs: Inputs, options: frozenset[str], by: str = "count") -> float:
    """-Σ p log_softmax(z)."""
    need_classes(inputs)
    refuse(inputs, options)
    rows = zip(smoothed(inputs), log_softmax_rows(inputs, "float32"), strict=True)
    return mean_of([_dot(p, row) for p, row in rows], inputs, by)


def _dot(p: Sequence[float], log_q: Sequence[float]) -> float:
    return summed(p, log_q, single)


def integer_labels(inputs: Inputs) -> float:
    """-log_softmax(z)[y]."""
    need_classes(inputs)
    need_labels(inputs)
    refuse(inputs, frozenset())
    rows = zip(inputs.labels, log_softmax_rows(inputs, "float32"), strict=True)
    return mean_of([-row[label] for label, row in rows], inputs)


def sigmoid_cross_entropy(inputs: Inputs) -> float:
    """(1 - y) z + log(1 + e^{-z})."""
    need_binary(inputs)
    refuse(inputs, frozenset())
    pairs = zip(inputs.truth, binary_logits(inputs, "float32"), strict=True)
    return mean_of([single((1 - p[1]) * z + softplus(-z)) for p, z in pairs], inputs)


def optax_sigmoid(inputs: Inputs) -> float:
    """-y log σ(z) - (1 - y) log σ(-z)."""
    need_binary(inputs)
    refuse(inputs, frozenset())
    pairs = zip(inputs.truth, binary_logits(inputs, "float32"), strict=True)
    return mean_of([single(p[1] * softplus(-z) + p[0] * softplus(z)) for p, z in pairs], inputs)


def optax_kl(inputs: Inputs) -> float:
    """Σ p (log p - log q), averaged over the rows."""
    need_classes(inputs)
    refuse(inputs, frozenset())
    rows = zip(inputs.truth, rounded(inputs.log_q, "float32"), strict=True)
    return mean_of(
        [
            total(p_k * log_p for p_k, log_p in zip(p, logs(p, single), strict=True) if p_k) + _dot(p, q)
            for p, q in rows
        ],
        inputs,
    )


LOSS = """\
import os
os.environ["KERAS_BACKEND"] = "tensorflow"
import numpy as np
import keras

y = np.array($truth)
q = np.array($prediction, dtype="float32")
loss = keras.losses.$name($arguments)
print(float(loss(y, q$keras_weight)))
"""

METRIC = """\
import os
os.environ["KERAS_BACKEND"] = "tensorflow"
import numpy as np
import keras

y = np.array($truth)
q = np.array($prediction, dtype="float32")
metric = keras.metrics.$name($arguments)
metric.update_state(y, q$keras_weight)
print(float(metric.result()))
"""

TENSORFLOW = """\
import tensorflow as tf

z = tf.constant($z_or_column)
p = tf.constant($p_or_column)
print(float(tf.reduce_$reduce(tf.nn.$name(labels=p, logits=z))))
"""

OPTAX = """\
import jax.numpy as jnp
import optax

z = jnp.array($z_or_column)
y = jnp.array($target)
print(float(optax.$name(z, y).$reduce()))
"""


def _keras(key: str, name: str, does: str, **facts: object) -> tuple[Convention, Convention]:
    """The loss, which divides by the count, and the metric, which divides by the weights."""
    function, truth, prediction = facts.pop("function"), str(facts.pop("truth")), str(facts.pop("prediction"))
    arguments, call = str(facts.pop("arguments", "")), str(facts.pop("call", f"{name}()"))
    made = []
    for kind, by, program, take in (("losses", "count", LOSS, as_given), ("metrics", "weights", METRIC, averaged)):
        filled = program.replace("$truth", truth).replace("$prediction", prediction).replace("$name", name)
        made.append(
            Convention(
                key=f"keras-{key}" if kind == "losses" else f"keras-{key}-metric",
                library="Keras",
                version=VERSION,
                call=f"{kind}.{call}",
                precision="float32",
                does=does,
                reduction="mean over rows; weights do not divide"
                if kind == "losses"
                else "mean; weights divide by their sum",
                value=lambda inputs, by=by, take=take: function(take(inputs), by),  # type: ignore[operator, misc]
                program=filled.replace(
                    "$arguments", arguments if kind == "losses" else arguments.replace("$keras_reduction", "")
                ),
                **facts,  # type: ignore[arg-type]
            )
        )
    return made[0], made[1]


def _logits(  # noqa: PLR0913, PLR0917  the facts that differ among these rows
    key: str, library: str, version: str, call: str, does: str, value: object, program: str
) -> Convention:
    return Convention(
        key=key, library=library, version=version, call=call, expects="logits", precision="float32", does=does,
        reduction="one loss a row; the mean is the caller's", value=value, program=program,  # type: ignore[arg-type]
    )  # fmt: skip


NO_OPTIONS: frozenset[str] = frozenset()

ROWS = (
    *_keras(
        "bce", "BinaryCrossentropy", "clips at 1e-7 in float32; every cell binary; mean over cells",
        function=binary, truth="$keras_y", prediction="$keras_q", arguments="$label_smoothing$keras_reduction",
        expects="probabilities", clip="1e-7", smoothing_kind="K", options=SMOOTHING,
    ),
    *_keras(
        "cce", "CategoricalCrossentropy", "rescales rows, then clips at 1e-7 in float32",
        function=categorical, truth="$p", prediction="$q", arguments="$label_smoothing$keras_reduction",
        expects="probabilities", clip="1e-7", rescales=True, smoothing_kind="K", options=SMOOTHING,
    ),
    *_keras(
        "scce", "SparseCategoricalCrossentropy", "clips at 1e-7 in float32, then rescales rows",
        function=sparse, truth="$y", prediction="$q", arguments="$keras_reduction",
        expects="probabilities", clip="1e-7", rescales=True, options=WEIGHTS,
    ),
    *_keras(
        "cce-logits", "CategoricalCrossentropy", "log_softmax of the logits in float32",
        call="CategoricalCrossentropy(from_logits=True)",
        function=lambda inputs, by: from_logits(inputs, SMOOTHING, by), truth="$p", prediction="$z",
        arguments="from_logits=True$label_smoothing$keras_reduction",
        expects="logits", smoothing_kind="K", options=SMOOTHING,
    ),
    *_keras(
        "kl", "KLDivergence", "KL(P‖Q); clips P and Q at 1e-7 in float32",
        function=divergence, truth="$p", prediction="$q", arguments="$keras_reduction",
        expects="probabilities", clip="1e-7", options=WEIGHTS,
    ),
    _logits(
        "tf-softmax", "TensorFlow", "2.21.0", "tf.nn.softmax_cross_entropy_with_logits(p, z)",
        "log_softmax of the logits in float32; one loss a row", lambda inputs: from_logits(inputs, NO_OPTIONS),
        TENSORFLOW.replace("$name", "softmax_cross_entropy_with_logits"),
    ),
    _logits(
        "tf-sigmoid", "TensorFlow", "2.21.0", "tf.nn.sigmoid_cross_entropy_with_logits(y, z)",
        "sigmoid of the logit in float32; one loss an example", sigmoid_cross_entropy,
        TENSORFLOW.replace("$name", "sigmoid_cross_entropy_with_logits"),
    ),
    _logits(
        "optax-softmax", "Optax", "0.2.8", "optax.softmax_cross_entropy(z, p)",
        "log_softmax of the logits in float32; one loss a row", lambda inputs: from_logits(inputs, NO_OPTIONS),
        OPTAX.replace("$name", "softmax_cross_entropy").replace("$target", "$p"),
    ),
    _logits(
        "optax-integer", "Optax", "0.2.8", "optax.softmax_cross_entropy_with_integer_labels(z, y)",
        "log_softmax of the logits in float32; one loss a row", integer_labels,
        OPTAX.replace("$name", "softmax_cross_entropy_with_integer_labels").replace("$target", "$y"),
    ),
    _logits(
        "optax-sigmoid", "Optax", "0.2.8", "optax.sigmoid_binary_cross_entropy(z, y)",
        "sigmoid of the logit in float32; one loss an example", optax_sigmoid,
        OPTAX.replace("$name", "sigmoid_binary_cross_entropy").replace("$target", "$p_or_column"),
    ),
    Convention(
        key="optax-kl", library="Optax", version="0.2.8", call="optax.losses.kl_divergence(log_q, p)",
        expects="log-probabilities", precision="float32", does="KL(P‖Q) in float32; one number a row",
        reduction="one loss a row; the mean is the caller's", value=optax_kl,
        program=OPTAX.replace("$name", "losses.kl_divergence").replace("$z_or_column", "$log_q").replace("$target", "$p"),
    ),
)  # fmt: skip
