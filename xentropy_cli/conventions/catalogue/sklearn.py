"""scikit-learn and SciPy."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import cross, kept_between, kl, ln, logs, over_sum
from xentropy_cli.conventions.catalogue.convention import LABELS, PREDICTIONS, Convention
from xentropy_cli.conventions.catalogue.rules import mean_by_weight, mean_over_rows, of_label
from xentropy_cli.core.clips import CLIPS

if TYPE_CHECKING:
    from xentropy_cli.conventions.arithmetic import Numbers, Rows
    from xentropy_cli.conventions.inputs import Inputs

SMALLEST_NORMAL = 2.0**-1022
NEAR = 2.0
"""The ratio up to which SciPy's rel_entr takes log1p of the difference."""


def log_loss(inputs: Inputs, precision: str) -> float:
    """Clip at the distance from 1 to the next number; columns in the order of the sorted labels; weights divide."""
    by, low = inputs.by, CLIPS["sklearn" if precision == "float64" else "sklearn-float32"].low
    store, rows = by.PRECISIONS[precision], by.in_precision(inputs.q, precision)
    happened = of_label(by.column(rows, 1), inputs, store) if inputs.is_binary else _in_sorted_order(rows, inputs)
    losses = by.for_each(lambda q: -store(by.ln(by.kept(q, low, 1 - low))), happened)
    return mean_by_weight(losses, inputs, empty=None)


def old_log_loss(inputs: Inputs) -> float:
    """Clip what is given, make the missing column of two from it, and divide each row by its sum."""
    low = CLIPS["sklearn-1.2"].low
    rows = tuple(kept_between(row, low, 1 - low) for row in inputs.q)
    rows = tuple(over_sum((1 - row[1], row[1]) if inputs.is_binary else row) for row in rows)
    return mean_by_weight([-ln(q) for q in _in_sorted_order(rows, inputs)], inputs, empty=None)


def _in_sorted_order(rows: Rows, inputs: Inputs) -> Numbers:
    """What is taken for the class of each label, where the columns are named in the order of the sorted labels."""
    order = inputs.sorted_classes
    places = tuple(order.index(k) for k in range(len(order)))
    return inputs.by.picked(rows, inputs.by.looked_up(places, inputs.labels))


def entropy_of_truth(inputs: Inputs) -> float:
    """H(P) of a truth that is divided by its sum."""
    rows = [over_sum(row) for row in inputs.truth]
    return mean_over_rows([cross(row, logs(row)) for row in rows], inputs) / inputs.unit


def divergence_of_sums(inputs: Inputs) -> float:
    """KL(P‖Q) of two distributions, each divided by its sum."""
    pairs = zip(inputs.truth, inputs.q, strict=True)
    return mean_over_rows([kl(over_sum(p), over_sum(q)) for p, q in pairs], inputs) / inputs.unit


def js_distance_of_sums(inputs: Inputs) -> float:
    """√JS(P, Q): the distance, not the divergence. Equal distributions may differ by a rounding: the root is nan then."""
    found = []
    for truth, row in zip(inputs.truth, inputs.q, strict=True):
        p, q = over_sum(truth), over_sum(row)
        m = tuple((a + b) / 2 for a, b in zip(p, q, strict=True))
        both = sum(map(_relative, p, m)) + sum(map(_relative, q, m))
        squared = both / inputs.unit / 2
        found.append(math.nan if squared < 0 else math.sqrt(squared))
    return mean_over_rows(found, inputs)


def _relative(a: float, b: float) -> float:
    """a · log(a / b) as SciPy's rel_entr has it."""
    if a == 0 and b >= 0:
        return 0.0
    ratio = a / b if b else math.nan
    if 1 / NEAR < ratio < NEAR:
        return a * math.log1p((a - b) / b)
    return a * (math.log(ratio) if SMALLEST_NORMAL < ratio < math.inf else ln(a) - ln(b))


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

VERSION = "1.9.1"


_log_loss = partial(
    Convention, library="scikit-learn", expects="probabilities", takes=LABELS, options=frozenset({"weight", "sum"}),
    reduction="mean; weights divide by their sum", class_order="sorted labels",
)  # fmt: skip
_scipy = partial(
    Convention, library="SciPy", version="1.17.1", expects="probabilities", precision="float64",
    options=frozenset({"sum"}), rescales=True, base="any",
)  # fmt: skip

ROWS = (
    _log_loss(
        "sklearn", call="log_loss(y, q)", precision="float64", clip=CLIPS["sklearn"].words,
        does="clips at 2.2e-16; columns in sorted label order",
        version=VERSION, loss=lambda inputs: log_loss(inputs, "float64"),
        program=LOG_LOSS.replace("$precision", "float64"),
    ),
    _log_loss(
        "sklearn-float32", call="log_loss(y, q.astype(float32))", precision="float32", clip=CLIPS["sklearn-float32"].words,
        does="clips at 1.2e-7 in float32; columns in sorted label order",
        version=VERSION, loss=lambda inputs: log_loss(inputs, "float32"),
        program=LOG_LOSS.replace("$precision", "float32"),
    ),
    _log_loss(
        "sklearn-1.2", call="log_loss(y, q, eps=1e-15)", precision="float64", clip=CLIPS["sklearn-1.2"].words,
        does=f"clips at {CLIPS['sklearn-1.2'].text}, rescales rows; columns in sorted label order",
        version="1.2 and older", rescales=True, loss=old_log_loss, program=OLD_LOG_LOSS,
    ),
    _scipy(
        "scipy-entropy", quantity="entropy", call="entropy(p)", does="H(P), of the truth alone; divides it by its sum",
        takes=("truth", *PREDICTIONS), reduction="one number a distribution", loss=entropy_of_truth,
        program=SCIPY_ENTROPY,
    ),
    _scipy(
        "scipy-kl", quantity="kl_divergence", call="entropy(p, q)", does="KL(P‖Q), not H(P, Q); divides both by their sums",
        takes=PREDICTIONS, reduction="one number a pair", loss=divergence_of_sums,
        program=SCIPY.replace("$module", "stats").replace("$name", "entropy").replace("$aggregate", "sum"),
    ),
    _scipy(
        "scipy-js", quantity="js_distance", call="jensenshannon(p, q)",
        does="√JS(P, Q), the distance; divides both by their sums",
        takes=PREDICTIONS, reduction="one number a pair", loss=js_distance_of_sums,
        program=SCIPY.replace("$module", "spatial.distance").replace("$name", "jensenshannon").replace("$aggregate", "sum"),
    ),
)  # fmt: skip
