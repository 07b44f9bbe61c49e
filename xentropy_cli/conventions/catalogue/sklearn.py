"""scikit-learn and SciPy."""

from __future__ import annotations

import math

from xentropy_cli.conventions.catalogue.convention import PRECISIONS, Convention
from xentropy_cli.conventions.catalogue.rules import (
    clipped,
    entropy_like,
    logs,
    mean_of,
    need_labels,
    need_prediction,
    refuse,
    rescaled,
    total,
)
from xentropy_cli.conventions.inputs import Inputs, Row, ln

EPSILON = {"float64": 2.0**-52, "float32": 2.0**-23}
"""The distance from 1 to the next number: what log_loss clips at."""


def log_loss(inputs: Inputs, precision: str, *, epsilon: float | None = None, rescales: bool = False) -> float:
    """Clip at epsilon, columns in the order of the sorted labels; weights divide by their sum."""
    need_labels(inputs)
    refuse(inputs, frozenset({"weights"}))
    store = PRECISIONS[precision]
    low = EPSILON[precision] if epsilon is None else epsilon
    order = inputs.sorted_classes
    losses = []
    for row, label in zip(inputs.q, inputs.labels, strict=True):
        kept = tuple(map(store, row))
        kept = (store(1 - kept[1]), kept[1]) if inputs.is_binary else kept
        kept = clipped(kept, low, 1 - low)
        kept = rescaled(kept, store) if rescales else kept
        losses.append(-store(ln(kept[order.index(label)])))
    return mean_of(losses, inputs, "weights")


def entropy(inputs: Inputs) -> float:
    """H(P) of a truth that is divided by its sum."""
    refuse(inputs, frozenset())
    rows = [rescaled(row, float) for row in inputs.truth]
    return mean_of([entropy_like(row, logs(row, float)) for row in rows], inputs) / _log_base(inputs)


def divergence(inputs: Inputs) -> float:
    """KL(P‖Q) of two distributions, each divided by its sum."""
    need_prediction(inputs)
    refuse(inputs, frozenset())
    pairs = zip(inputs.truth, inputs.q, strict=True)
    return mean_of([kl(rescaled(p, float), rescaled(q, float)) for p, q in pairs], inputs) / _log_base(inputs)


def distance(inputs: Inputs) -> float:
    """√JS(P, Q): the distance, not the divergence."""
    need_prediction(inputs)
    refuse(inputs, frozenset())
    found = []
    for truth, row in zip(inputs.truth, inputs.q, strict=True):
        p, q = rescaled(truth, float), rescaled(row, float)
        m = tuple((a + b) / 2 for a, b in zip(p, q, strict=True))
        found.append(math.sqrt(max((kl(p, m) + kl(q, m)) / 2 / _log_base(inputs), 0)))
    return mean_of(found, inputs)


def kl(p: Row, q: Row) -> float:
    """Σ p · log(p / q), with 0 · log 0 = 0.

    >>> kl((1.0, 0.0), (0.5, 0.5))
    0.6931471805599453
    """
    return total(p_k * (ln(p_k) - ln(q_k)) for p_k, q_k in zip(p, q, strict=True) if p_k)


def _log_base(inputs: Inputs) -> float:
    return 1.0 if inputs.base is None else math.log(inputs.base)


LOG_LOSS = """\
import numpy as np
from sklearn.metrics import log_loss

y = $y_names
q = np.array($q_or_column, dtype=np.$precision)
print(log_loss(y, q, labels=$sorted_labels$sample_weight$normalize))
"""

OLD_LOG_LOSS = """\
# scikit-learn 1.2 and older; a newer one has no eps
from sklearn.metrics import log_loss

y = $y_names
q = $q_or_column
print(log_loss(y, q, labels=$sorted_labels$sample_weight$normalize, eps=1e-15))
"""

SCIPY = """\
from scipy.$module import $name

p = $p
q = $q
print($aggregate($name(p_k, q_k$base) for p_k, q_k in zip(p, q))$over_n)
"""

SCIPY_ENTROPY = """\
from scipy.stats import entropy

p = $p
print(sum(entropy(p_k$base) for p_k in p)$over_n)
"""

ROWS = (
    Convention(
        key="sklearn",
        library="scikit-learn",
        version="1.9.1",
        call="log_loss(y, q)",
        expects="probabilities",
        precision="float64",
        does="clips at 2.2e-16; columns in sorted label order",
        reduction="mean; weights divide by their sum",
        clip="2^-52",
        class_order="sorted labels",
        options=frozenset({"weights"}),
        value=lambda inputs: log_loss(inputs, "float64"),
        program=LOG_LOSS.replace("$precision", "float64"),
    ),
    Convention(
        key="sklearn-float32",
        library="scikit-learn",
        version="1.9.1",
        call="log_loss(y, q.astype(float32))",
        expects="probabilities",
        precision="float32",
        does="clips at 1.2e-7 in float32; columns in sorted label order",
        reduction="mean; weights divide by their sum",
        clip="2^-23",
        class_order="sorted labels",
        options=frozenset({"weights"}),
        value=lambda inputs: log_loss(inputs, "float32"),
        program=LOG_LOSS.replace("$precision", "float32"),
    ),
    Convention(
        key="sklearn-1.2",
        library="scikit-learn",
        version="1.2 and older",
        call="log_loss(y, q, eps=1e-15)",
        expects="probabilities",
        precision="float64",
        does="clips at 1e-15, rescales rows; columns in sorted label order",
        reduction="mean; weights divide by their sum",
        clip="1e-15",
        rescales=True,
        class_order="sorted labels",
        options=frozenset({"weights"}),
        value=lambda inputs: log_loss(inputs, "float64", epsilon=1e-15, rescales=True),
        program=OLD_LOG_LOSS,
        checked="run in scikit-learn 1.2.2",
    ),
    Convention(
        key="scipy-entropy",
        library="SciPy",
        version="1.17.1",
        call="entropy(p)",
        expects="probabilities",
        precision="float64",
        does="H(P), of the truth alone; divides it by its sum",
        reduction="one number a distribution",
        rescales=True,
        base="any",
        value=entropy,
        program=SCIPY_ENTROPY,
    ),
    Convention(
        key="scipy-kl",
        library="SciPy",
        version="1.17.1",
        call="entropy(p, q)",
        expects="probabilities",
        precision="float64",
        does="KL(P‖Q), not H(P, Q); divides both by their sums",
        reduction="one number a pair",
        rescales=True,
        base="any",
        value=divergence,
        program=SCIPY.replace("$module", "stats").replace("$name", "entropy").replace("$aggregate", "sum"),
    ),
    Convention(
        key="scipy-js",
        library="SciPy",
        version="1.17.1",
        call="jensenshannon(p, q)",
        expects="probabilities",
        precision="float64",
        does="√JS(P, Q), the distance; divides both by their sums",
        reduction="one number a pair",
        rescales=True,
        base="any",
        value=distance,
        program=SCIPY.replace("$module", "spatial.distance")
        .replace("$name", "jensenshannon")
        .replace("$aggregate", "sum"),
    ),
)
