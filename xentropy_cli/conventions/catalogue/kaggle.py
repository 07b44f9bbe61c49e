"""Kaggle's scoring: of labels, and of distributions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import kept_between, kl, ln, over_sum
from xentropy_cli.conventions.catalogue.convention import COLUMNS, Convention
from xentropy_cli.conventions.catalogue.rules import mean_by_weight
from xentropy_cli.core.clips import CLIPS

if TYPE_CHECKING:
    from xentropy_cli.conventions.inputs import Inputs

CLIP = CLIPS["kaggle"]


def multi_class(inputs: Inputs) -> float:
    """Divide each row by its sum, clip, then -log of what happened."""
    rows = tuple(kept_between(over_sum(row), CLIP.low, 1 - CLIP.low) for row in inputs.q)
    return mean_by_weight([-ln(q) for q in inputs.happened(rows)], inputs)


def divergence_of_columns(inputs: Inputs) -> float:
    """Σ p log(p / q) of each row, q clipped and p as it is."""
    rows = (kept_between(row, CLIP.low, 1 - CLIP.low) for row in inputs.q)
    return mean_by_weight([kl(p, q) for p, q in zip(inputs.truth, rows, strict=True)], inputs, empty=None)


LOG_LOSS = """\
# Kaggle's scoring, by its description: rows are rescaled, then clipped
import numpy as np

y = np.array($y)
q = np.array($q)
q = q / q.sum(axis=1, keepdims=True)
q = np.clip(q, 1e-15, 1 - 1e-15)
print(-np.log(q[np.arange(len(y)), y]).mean())
"""

KL = """\
# Kaggle's Kullback-Leibler score, by its published notebook: only the submission is clipped
import numpy as np

p = np.array($p)
q = np.clip(np.array($q), 1e-15, 1 - 1e-15)
terms = np.where(p == 0, 0, p * np.log(np.where(p == 0, 1, p) / q))
print(np.average(terms.sum(axis=1)$np_weights))
"""

ROWS = (
    Convention(
        key="kaggle", library="Kaggle", version="competition pages", call="Multi Class Log Loss",
        expects="probabilities", precision="float64", does=f"rescales rows, then clips at {CLIP.text}",
        takes=("classes",), reduction="mean over rows, never a sum", clip=CLIP.words, rescales=True,
        loss=multi_class, program=LOG_LOSS, checked="documentation, kaggle.com/wiki/MultiClassLogLoss; not run here",
    ),
    Convention(
        key="kaggle-kl", library="Kaggle", version="competition pages", call="Kullback-Leibler Divergence",
        expects="probabilities", precision="float64", does=f"KL(P‖Q); clips Q, not P, at {CLIP.text}",
        takes=COLUMNS, options=frozenset({"weight"}), quantity="kl_divergence",
        reduction="mean over rows; weights divide by their sum", clip=CLIP.words, loss=divergence_of_columns, program=KL,
        checked="source, kaggle.com/code/metric/kullback-leibler-divergence; not run here",
    ),
)  # fmt: skip
