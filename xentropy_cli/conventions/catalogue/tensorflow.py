"""TensorFlow's own losses and Optax, both in float32: one loss a row, of logits."""

from __future__ import annotations

from operator import neg as negative
from typing import TYPE_CHECKING

from xentropy_cli.conventions import arithmetic
from xentropy_cli.conventions.arithmetic import log1p_exp, single
from xentropy_cli.conventions.catalogue.convention import BINARY, COLUMNS, Convention
from xentropy_cli.conventions.catalogue.rules import binary_logits, divergences, log_softmax_rows, mean_over_rows

if TYPE_CHECKING:
    from collections.abc import Callable
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


def _row(  # noqa: PLR0913, PLR0917  the facts that differ among these rows
    key: str,
    call: str,
    takes: tuple[str, ...],
    does: str,
    loss: Callable[[Inputs], float],
    program: str,
    expects: str = "logits",
    quantity: str = "cross_entropy",
) -> Convention:
    is_optax = key.startswith("optax")
    return Convention(
        key=key, library="Optax" if is_optax else "TensorFlow", version="0.2.8" if is_optax else "2.21.0", call=call,
        expects=expects, precision="float32", does=does, reduction="one loss a row; the mean is the caller's",
        takes=takes, options=frozenset({"sum"}), loss=loss, program=program, quantity=quantity,
    )  # fmt: skip


def _optax(name: str, prediction: str, target: str) -> str:
    return OPTAX.replace("$name", name).replace("$prediction", prediction).replace("$target", target)


ROWS = (
    _row(
        "tf-softmax", "tf.nn.softmax_cross_entropy_with_logits(p, z)", COLUMNS,
        "log_softmax of the logits in float32; one loss a row", softmax_cross_entropy,
        TENSORFLOW.replace("$name", "softmax_cross_entropy_with_logits"),
    ),
    _row(
        "tf-sigmoid", "tf.nn.sigmoid_cross_entropy_with_logits(y, z)", BINARY,
        "sigmoid of the logit in float32; one loss an example", sigmoid_cross_entropy,
        TENSORFLOW.replace("$name", "sigmoid_cross_entropy_with_logits"),
    ),
    _row(
        "optax-softmax", "optax.softmax_cross_entropy(z, p)", COLUMNS,
        "log_softmax of the logits in float32; one loss a row", softmax_cross_entropy,
        _optax("softmax_cross_entropy", "$z", "$p"),
    ),
    _row(
        "optax-integer", "optax.softmax_cross_entropy_with_integer_labels(z, y)", ("classes",),
        "log_softmax of the logits in float32; one loss a row", softmax_of_labels,
        _optax("softmax_cross_entropy_with_integer_labels", "$z", "$y"),
    ),
    _row(
        "optax-sigmoid", "optax.sigmoid_binary_cross_entropy(z, y)", BINARY,
        "sigmoid of the logit in float32; one loss an example", optax_sigmoid,
        _optax("sigmoid_binary_cross_entropy", "$z_or_column", "$p_or_column"),
    ),
    _row(
        "optax-kl", "optax.losses.kl_divergence(log_q, p)", COLUMNS, "KL(P‖Q) in float32; one number a row", optax_kl,
        _optax("losses.kl_divergence", "$log_q", "$p"), expects="log-probabilities", quantity="kl_divergence",
    ),
)  # fmt: skip
