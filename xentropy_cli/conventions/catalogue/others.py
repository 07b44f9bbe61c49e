"""Boosting libraries, R packages, Kaggle and Weka."""

from __future__ import annotations

import math

from xentropy_cli.conventions.catalogue.convention import PRECISIONS, Convention, single
from xentropy_cli.conventions.catalogue.rules import (
    averaged,
    clipped,
    mean_of,
    need_binary,
    need_classes,
    need_labels,
    refuse,
    rescaled,
)
from xentropy_cli.conventions.inputs import Inputs, ln

WEIGHTS = frozenset({"weights"})
SMALLEST_DOUBLE = math.ulp(0.0)
BY_WEIGHTS = "mean; weights divide by their sum"


def floored(inputs: Inputs, precision: str, epsilon: float, *, binary: bool) -> float:
    """-log of what happened, which is taken to be at least epsilon; rows come from a softmax, and so add up to 1."""
    need_binary(inputs) if binary else need_classes(inputs)
    need_labels(inputs)
    refuse(inputs, WEIGHTS)
    store = PRECISIONS[precision]
    losses = []
    for row, label in zip(inputs.q, inputs.labels, strict=True):
        kept = row if binary else rescaled(row, float)
        q = store(1 - store(kept[1])) if binary and label == 0 else store(kept[label])
        losses.append(-ln(max(q, epsilon)))
    return mean_of(losses, averaged(inputs), "weights")


def between(inputs: Inputs, epsilon: float, *, binary: bool, rescales: bool = False, by: str = "") -> float:
    """Clip to epsilon and 1 - epsilon, perhaps after dividing rows by their sums, then -log of what happened."""
    need_binary(inputs) if binary else need_classes(inputs)
    need_labels(inputs)
    refuse(inputs, WEIGHTS if by else frozenset())
    losses = []
    for row, label in zip(inputs.q, inputs.labels, strict=True):
        kept = clipped(rescaled(row, float) if rescales else row, epsilon, 1 - epsilon)
        losses.append(-ln(1 - kept[1] if binary and label == 0 else kept[label]))
    return mean_of(losses, inputs, by)


def in_factor_order(inputs: Inputs) -> float:
    """yardstick: clip at the machine epsilon; the columns are taken in the order of the sorted levels."""
    need_labels(inputs)
    refuse(inputs, WEIGHTS)
    order = (0, 1) if inputs.is_binary else inputs.sorted_classes
    epsilon = 2.0**-52
    pairs = zip(inputs.q, inputs.labels, strict=True)
    return mean_of(
        [-ln(clipped(row, epsilon, 1 - epsilon)[order.index(label)]) for row, label in pairs], inputs, "weights"
    )


def weka(inputs: Inputs) -> float:
    """Class complexity | scheme, bits an instance: log₂, probabilities of at least the smallest double."""
    need_labels(inputs)
    refuse(inputs, WEIGHTS)
    pairs = zip(inputs.q, inputs.labels, strict=True)
    return mean_of([-math.log2(max(row[label], SMALLEST_DOUBLE)) for row, label in pairs], inputs, "weights")


XGBOOST_BINARY = """\
import numpy as np
import xgboost

q = np.clip(np.array($column), 1e-50, 1.0)
with np.errstate(divide="ignore"):
    margin = np.clip(np.log(q / (1 - q)), -120, 120)
data = xgboost.DMatrix(np.zeros((len(q), 1)), label=$y, base_margin=margin$xgboost_weight)
model = xgboost.train({"objective": "binary:logistic", "eval_metric": "logloss", "base_score": 0.5}, data, 0)
print(float(model.eval(data).split(":")[1]))
"""

XGBOOST_MULTI = """\
import numpy as np
import xgboost

q = np.array($q)
margin = np.log(np.clip(q, 1e-50, 1.0))
data = xgboost.DMatrix(np.zeros((len(q), 1)), label=$y, base_margin=margin$xgboost_weight)
model = xgboost.train({"objective": "multi:softprob", "num_class": q.shape[1], "eval_metric": "mlogloss"}, data, 0)
print(float(model.eval(data).split(":")[1]))
"""

LIGHTGBM_BINARY = """\
import lightgbm
import numpy as np

q = np.clip(np.array($column), 1e-50, 1.0)
with np.errstate(divide="ignore"):
    start = np.clip(np.log(q / (1 - q)), -100, 100)
quiet = {"verbose": -1, "min_data_in_leaf": len(q) + 1}
data = lightgbm.Dataset(np.zeros((len(q), 1)), label=$y, init_score=start$lightgbm_weight, params=quiet)
found = {}
lightgbm.train({"objective": "binary", "metric": "binary_logloss", "boost_from_average": False, **quiet}, data, 1,
               valid_sets=[data], callbacks=[lightgbm.record_evaluation(found)])
print(found["training"]["binary_logloss"][0])
"""

LIGHTGBM_MULTI = """\
import lightgbm
import numpy as np

q = np.array($q)
start = np.log(np.clip(q, 1e-50, 1.0)).ravel(order="F")
quiet = {"verbose": -1, "min_data_in_leaf": len(q) + 1, "num_class": q.shape[1]}
data = lightgbm.Dataset(np.zeros((len(q), 1)), label=$y, init_score=start$lightgbm_weight, params=quiet)
found = {}
lightgbm.train({"objective": "multiclass", "metric": "multi_logloss", "boost_from_average": False, **quiet}, data, 1,
               valid_sets=[data], callbacks=[lightgbm.record_evaluation(found)])
print(found["training"]["multi_logloss"][0])
"""

YARDSTICK = """\
library(yardstick)

levels <- c($r_levels)
truth <- factor(c($r_y), levels = levels)
estimate <- matrix(c($r_q), ncol = length(levels), byrow = TRUE)
print(mn_log_loss_vec(truth, estimate$r_weight$r_sum), digits = 15)
"""

MLMETRICS_BINARY = """\
library(MLmetrics)

print(LogLoss(y_pred = c($r_column), y_true = c($r_labels)), digits = 15)
"""

MLMETRICS_MULTI = """\
library(MLmetrics)

q <- matrix(c($r_q), ncol = $k, byrow = TRUE)
y <- diag($k)[c($r_labels) + 1, ]
print(MultiLogLoss(y_pred = q, y_true = matrix(y, ncol = $k)), digits = 15)
"""

KAGGLE = """\
# Kaggle's scoring, by its description: rows are rescaled, then clipped
import numpy as np

y = np.array($y)
q = np.array($q)
q = q / q.sum(axis=1, keepdims=True)
q = np.clip(q, 1e-15, 1 - 1e-15)
print(-np.log(q[np.arange(len(y)), y]).$reduce())
"""

WEKA = """\
# Weka's "Class complexity | scheme" in bits an instance, by its source (weka.classifiers.Evaluation)
import numpy as np

y = np.array($y)
q = np.array($q)
print(-np.log2(np.maximum(q[np.arange(len(y)), y], 5e-324)).$reduce())
"""

ROWS = (
    Convention(
        key="xgboost-logloss", library="XGBoost", version="3.2.0", call='eval_metric="logloss"',
        expects="probabilities", precision="float32", does="no probability of what happened below 1e-16, in float32",
        reduction=BY_WEIGHTS, clip="1e-16, below only", options=WEIGHTS,
        value=lambda inputs: floored(inputs, "float32", single(1e-16), binary=True), program=XGBOOST_BINARY,
    ),
    Convention(
        key="xgboost-mlogloss", library="XGBoost", version="3.2.0", call='eval_metric="mlogloss"',
        expects="probabilities", precision="float32",
        does="rescales rows (own softmax); none below 1e-16, in float32",
        reduction=BY_WEIGHTS, clip="1e-16, below only", rescales=True, options=WEIGHTS,
        value=lambda inputs: floored(inputs, "float32", single(1e-16), binary=False), program=XGBOOST_MULTI,
    ),
    Convention(
        key="lightgbm-logloss", library="LightGBM", version="4.7.0", call='metric="binary_logloss"',
        expects="probabilities", precision="float64", does="no probability of what happened below 1e-15",
        reduction=BY_WEIGHTS, clip="1e-15, below only", options=WEIGHTS,
        value=lambda inputs: floored(inputs, "float64", single(1e-15), binary=True), program=LIGHTGBM_BINARY,
    ),
    Convention(
        key="lightgbm-mlogloss", library="LightGBM", version="4.7.0", call='metric="multi_logloss"',
        expects="probabilities", precision="float64", does="rescales rows (own softmax); none below 1e-15",
        reduction=BY_WEIGHTS, clip="1e-15, below only", rescales=True, options=WEIGHTS,
        value=lambda inputs: floored(inputs, "float64", single(1e-15), binary=False), program=LIGHTGBM_MULTI,
    ),
    Convention(
        key="yardstick", library="yardstick (R)", version="1.3", call="mn_log_loss_vec(truth, estimate)",
        expects="probabilities", precision="float64",
        does="clips at 2.2e-16; columns in the order of the factor's levels",
        reduction=BY_WEIGHTS, clip="2^-52", class_order="factor levels", options=WEIGHTS,
        value=in_factor_order, program=YARDSTICK, language="R", checked="source, R/prob-mn_log_loss.R",
    ),
    Convention(
        key="mlmetrics-logloss", library="MLmetrics (R)", version="1.1.1", call="LogLoss(y_pred, y_true)",
        expects="probabilities", precision="float64", does="clips at 1e-15 to 1 − 1e-15", reduction="mean",
        clip="1e-15", value=lambda inputs: between(inputs, 1e-15, binary=True), program=MLMETRICS_BINARY, language="R",
        checked="run in R 4.2",
    ),
    Convention(
        key="mlmetrics-multilogloss", library="MLmetrics (R)", version="1.1.1", call="MultiLogLoss(y_pred, y_true)",
        expects="probabilities", precision="float64", does="clips at 1e-15 to 1 − 1e-15", reduction="mean over rows",
        clip="1e-15", value=lambda inputs: between(inputs, 1e-15, binary=False), program=MLMETRICS_MULTI, language="R",
        checked="run in R 4.2",
    ),
    Convention(
        key="kaggle", library="Kaggle", version="competition pages", call="Multi Class Log Loss",
        expects="probabilities", precision="float64", does="rescales rows, then clips at 1e-15",
        reduction="mean over rows", clip="1e-15", rescales=True,
        value=lambda inputs: between(inputs, 1e-15, binary=False, rescales=True), program=KAGGLE,
        checked="documentation, kaggle.com/wiki/MultiClassLogLoss",
    ),
    Convention(
        key="weka", library="Weka", version="3.8", call="Class complexity | scheme (bits/instance)",
        expects="probabilities", precision="float64", does="log₂; no probability below 4.9e-324", reduction=BY_WEIGHTS,
        clip="4.9e-324, below only", base="2", options=WEIGHTS, value=weka, program=WEKA,
        checked="source, weka/classifiers/Evaluation.java",
    ),
)  # fmt: skip
