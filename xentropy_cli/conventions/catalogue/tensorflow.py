"""TensorFlow's own losses and Optax, both in float32: one loss a row, of logits."""

from __future__ import annotations

from functools import partial
from operator import neg as negative
from typing import TYPE_CHECKING

from xentropy_cli.conventions import arithmetic
from xentropy_cli.conventions.arithmetic import log1p_exp, single
from xentropy_cli.conventions.catalogue.convention import BINARY, COLUMNS, Convention
from xentropy_cli.conventions.catalogue.rules import binary_logits, divergences, log_softmax_rows, mean_over_rows

if TYPE_CHECKING:
    from types import ModuleType

    from xentropy_cli.conventions.arithmetic import Numbers
    from xentropy_cli.conventions.inputs import Inputs


def softmax_losses(inputs: Inputs) -> Numbers:
    """-Σ p log_softmax(z), with a truth that is smoothed as asked."""
    return inputs.crossed(log_softmax_rows(inputs, "float32"))


def softmax_cross_entropy(inputs: Inputs) -> float:
    """The mean of `softmax_losses`."""
    return mean_over_rows(inputs.once(softmax_losses), inputs)


def label_losses(inputs: Inputs) -> Numbers:
    """-log_softmax(z)[y]."""
    return inputs.by.for_each(negative, inputs.happened(log_softmax_rows(inputs, "float32")))


def softmax_of_labels(inputs: Inputs) -> float:
    """The mean of `label_losses`."""
    return mean_over_rows(inputs.once(label_losses), inputs)


def sigmoid_cell(y: Numbers, z: Numbers, by: ModuleType = arithmetic) -> Numbers:
    """max(z, 0) - z y + log(1 + e^{-|z|}): nan where z is infinite and y is 0, or where ∞ - ∞ is left.

    >>> sigmoid_cell(1.0, 0.0)
    0.6931471824645996
    """
    return by.single(by.larger(z, 0.0) - z * y + by.ln1p(by.exponential(-abs(z))))


def sigmoid_cross_entropy(inputs: Inputs) -> float:
    """The mean of `sigmoid_cell`."""
    pairs = zip(inputs.truth, binary_logits(inputs, "float32"), strict=True)
    return mean_over_rows([sigmoid_cell(p[1], z) for p, z in pairs], inputs)


def optax_sigmoid(inputs: Inputs) -> float:
    """-y log σ(z) - (1 - y) log σ(-z)."""
    pairs = zip(inputs.truth, binary_logits(inputs, "float32"), strict=True)
    return mean_over_rows([single(p[1] * log1p_exp(-z) + p[0] * log1p_exp(z)) for p, z in pairs], inputs)


def optax_kl(inputs: Inputs) -> float:
    """Σ p (log p - log q), averaged over the rows."""
    return mean_over_rows(divergences(inputs), inputs)


TENSORFLOW = """\
import tensorflow as tf

z = tf.constant($z_or_column)
p = tf.constant($p_or_column)
print(float(tf.reduce_$reduce(tf.nn.$name(labels=p, logits=z))))
"""

OPTAX = """\
import jax.numpy as jnp
import optax

z = jnp.array($prediction)
y = jnp.array($target)
print(float(optax.$name(z, y).$reduce()))
"""


_row = partial(
    Convention, precision="float32", reduction="one loss a row; the mean is the caller's", options=frozenset({"sum"}),
)  # fmt: skip
_tensorflow = partial(_row, library="TensorFlow", version="2.21.0", expects="logits")
_optax = partial(_row, library="Optax", version="0.2.8")


def _optax_program(name: str, prediction: str, target: str) -> str:
    return OPTAX.replace("$name", name).replace("$prediction", prediction).replace("$target", target)


ROWS = (
    _tensorflow(
        "tf-softmax", call="tf.nn.softmax_cross_entropy_with_logits(p, z)", takes=COLUMNS,
        does="log_softmax of the logits in float32; one loss a row", loss=softmax_cross_entropy,
        program=TENSORFLOW.replace("$name", "softmax_cross_entropy_with_logits"),
    ),
    _tensorflow(
        "tf-sigmoid", call="tf.nn.sigmoid_cross_entropy_with_logits(y, z)", takes=BINARY,
        does="sigmoid of the logit in float32; one loss an example", loss=sigmoid_cross_entropy,
        program=TENSORFLOW.replace("$name", "sigmoid_cross_entropy_with_logits"),
    ),
    _optax(
        "optax-softmax", call="optax.softmax_cross_entropy(z, p)", takes=COLUMNS, expects="logits",
        does="log_softmax of the logits in float32; one loss a row", loss=softmax_cross_entropy,
        program=_optax_program("softmax_cross_entropy", "$z", "$p"),
    ),
    _optax(
        "optax-integer", call="optax.softmax_cross_entropy_with_integer_labels(z, y)", takes=("classes",), expects="logits",
        does="log_softmax of the logits in float32; one loss a row", loss=softmax_of_labels,
        program=_optax_program("softmax_cross_entropy_with_integer_labels", "$z", "$y"),
    ),
    _optax(
        "optax-sigmoid", call="optax.sigmoid_binary_cross_entropy(z, y)", takes=BINARY, expects="logits",
        does="sigmoid of the logit in float32; one loss an example", loss=optax_sigmoid,
        program=_optax_program("sigmoid_binary_cross_entropy", "$z_or_column", "$p_or_column"),
    ),
    _optax(
        "optax-kl", call="optax.losses.kl_divergence(log_q, p)", takes=COLUMNS, expects="log-probabilities",
        does="KL(P‖Q) in float32; one number a row", loss=optax_kl, quantity="kl_divergence",
        program=_optax_program("losses.kl_divergence", "$log_q", "$p"),
    ),
)  # fmt: skip
