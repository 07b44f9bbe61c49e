"""R packages: yardstick, MLmetrics, mlr3 and caret."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import float_sum, kept, kept_between, ln
from xentropy_cli.conventions.catalogue.convention import BINARY_LABELS, LABELS, Convention
from xentropy_cli.conventions.catalogue.rules import mean_by_weight, of_label
from xentropy_cli.core.clips import CLIPS

if TYPE_CHECKING:
    from xentropy_cli.conventions.inputs import Inputs

BY_WEIGHTS = "mean; weights divide by their sum"


def in_level_order(inputs: Inputs) -> float:
    """Clip; the columns are taken in the order of the sorted levels, and two levels are given the first column alone."""
    low = CLIPS["yardstick"].low
    order = (0, 1) if inputs.is_binary else inputs.sorted_classes
    rows = [(row[0], 1 - row[0]) if len(row) == 2 else row for row in inputs.q]  # noqa: PLR2004  two levels are given as one column
    happened = [row[order.index(label)] for row, label in zip(rows, inputs.labels, strict=True)]
    return mean_by_weight([-ln(kept(q, low, 1 - low)) for q in happened], inputs)


def mlmetrics_binary(inputs: Inputs) -> float:
    """Clip the column, then take 1 - q of what is left of it; averages only."""
    low = CLIPS["mlmetrics"].low
    left = kept_between([row[1] for row in inputs.q], low, 1 - low)
    return float_sum(-ln(q) for q in of_label(left, inputs, float)) / len(left)


def clipped_label(inputs: Inputs, clip: str) -> float:
    """Keep every probability from 1e-15 to 1 - 1e-15, then -log of what happened."""
    low = CLIPS[clip].low
    return mean_by_weight([-ln(kept(q, low, 1 - low)) for q in inputs.happened(inputs.q)], inputs)


YARDSTICK = """\
library(yardstick)

levels <- c($r_levels)
truth <- factor(c($r_y), levels = levels)
estimate <- $r_estimate
print(mn_log_loss_vec(truth, estimate$r_weight$r_sum), digits = 15)
"""

MLMETRICS_BINARY = """\
library(MLmetrics)

print(LogLoss(y_pred = c($r_column), y_true = c($r_labels)), digits = 17)
"""

MLMETRICS_MULTI = """\
library(MLmetrics)

q <- matrix(c($r_q), ncol = $k, byrow = TRUE)
y <- diag($k)[c($r_labels) + 1, ]
print(MultiLogLoss(y_pred = q, y_true = matrix(y, ncol = $k)), digits = 17)
"""

MLR3 = """\
library(mlr3measures)

classes <- c($r_classes)
q <- matrix(c($r_q), ncol = length(classes), byrow = TRUE, dimnames = list(NULL, classes))
print(logloss(factor(c($r_y), levels = classes), q$r_sample_weights), digits = 17)
"""

CARET = """\
library(caret)

classes <- c($r_classes)
q <- matrix(c($r_q), ncol = length(classes), byrow = TRUE, dimnames = list(NULL, classes))
rows <- data.frame(obs = factor(c($r_y), levels = classes), q, check.names = FALSE)
print(unname(mnLogLoss(rows, lev = classes)), digits = 17)
"""


_row = partial(Convention, expects="probabilities", precision="float64", language="R")


def _two_sided(clip: str) -> str:
    return f"clips at {CLIPS[clip].text} to 1 − {CLIPS[clip].text}"


ROWS = (
    _row(
        "yardstick", "yardstick (R)", "1.3", "mn_log_loss_vec(truth, estimate)",
        does="clips at 2.2e-16; columns in the order of the factor's levels",
        takes=LABELS, options=frozenset({"weight", "sum"}), reduction=BY_WEIGHTS, clip=CLIPS["yardstick"].words,
        class_order="factor levels", loss=in_level_order, program=YARDSTICK,
        checked="source, R/prob-mn_log_loss.R; not run here",
    ),
    _row(
        "mlmetrics-logloss", "MLmetrics (R)", "1.1.1", "LogLoss(y_pred, y_true)", does=_two_sided("mlmetrics"),
        takes=BINARY_LABELS, reduction="mean, never a sum", clip=CLIPS["mlmetrics"].words, loss=mlmetrics_binary,
        program=MLMETRICS_BINARY,
    ),
    _row(
        "mlmetrics-multilogloss", "MLmetrics (R)", "1.1.1", "MultiLogLoss(y_pred, y_true)",
        does=_two_sided("mlmetrics"),
        takes=("classes",), reduction="mean over rows, never a sum", clip=CLIPS["mlmetrics"].words,
        loss=lambda inputs: clipped_label(inputs, "mlmetrics"), program=MLMETRICS_MULTI,
    ),
    _row(
        "mlr3", "mlr3measures (R)", "1.2.0", "logloss(truth, prob)", does=f"{_two_sided('mlr3')}; columns by their names",
        takes=LABELS, options=frozenset({"weight"}), reduction=BY_WEIGHTS, clip=CLIPS["mlr3"].words,
        class_order="by name", loss=lambda inputs: clipped_label(inputs, "mlr3"), program=MLR3,
        checked="source, R/classif_logloss.R; not run here",
    ),
    _row(
        "caret", "caret (R)", "6.0.93", "mnLogLoss(data, lev)", does=f"{_two_sided('caret')}; columns by their names",
        takes=LABELS, reduction="mean over rows, never a sum", clip=CLIPS["caret"].words, class_order="by name",
        loss=lambda inputs: clipped_label(inputs, "caret"), program=CARET,
    ),
)  # fmt: skip
