"""XGBoost, LightGBM and CatBoost: metrics of the margins that their trees add up."""

from __future__ import annotations

import math
from functools import partial
from operator import neg as negative
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import ln, single
from xentropy_cli.conventions.catalogue.convention import BINARY_LABELS, LABELS, Convention
from xentropy_cli.conventions.catalogue.rules import binary_logits, log_softmax_rows, mean_by_weight, of_label
from xentropy_cli.core.clips import CLIPS

if TYPE_CHECKING:
    from xentropy_cli.conventions.arithmetic import Numbers
    from xentropy_cli.conventions.inputs import Inputs

MOST_MARGIN = 88.7
"""XGBoost's sigmoid takes no e^{-z} of a larger -z."""


def xgboost_logloss(inputs: Inputs) -> float:
    """Take the sigmoid and 1 - q of it in singles, each of them at least 1e-16, and their logarithm."""
    by, floor, most = inputs.by, single(CLIPS["xgboost"].low), single(MOST_MARGIN)

    def sigmoid(z: Numbers) -> Numbers:
        raised = by.single(1 + by.single(by.exponential(by.smaller(-z, most))))
        return by.single(1 / by.single(raised + floor))

    happened = of_label(by.for_each(sigmoid, binary_logits(inputs, "float32")), inputs, by.single)
    return mean_by_weight(_at_least(happened, inputs), inputs, empty=0.0, precision="float32")


def xgboost_mlogloss(inputs: Inputs) -> float:
    """Take what happened from the rows as they are, in singles and at least 1e-16: a softmax is left to the objective."""
    rows = inputs.by.in_precision(inputs.q, "float32")
    return mean_by_weight(_at_least(inputs.happened(rows), inputs), inputs, precision="float32")


def _at_least(happened: Numbers, inputs: Inputs) -> Numbers:
    """XGBoost's losses of the probabilities of what happened, in singles."""
    by, floor = inputs.by, single(CLIPS["xgboost"].low)
    return by.for_each(lambda q: -by.single(by.ln(by.larger(q, floor))), happened)


def lightgbm_logloss(inputs: Inputs) -> float:
    """Take the sigmoid of the logit in doubles; what happened has at least 1e-15."""
    by = inputs.by
    yes = by.for_each(lambda z: by.float_quotient(1, 1 + by.exponential(-z)), binary_logits(inputs, "float64"))
    return mean_by_weight(_floored(of_label(yes, inputs, by.double), inputs), inputs, precision="float32")


def lightgbm_multi_logloss(inputs: Inputs) -> float:
    """Take a softmax of the scores in doubles; what happened has at least 1e-15."""
    happened = inputs.happened(inputs.by.for_each(inputs.by.over_sum, inputs.q))
    return mean_by_weight(_floored(happened, inputs), inputs, precision="float32")


def _floored(happened: Numbers, inputs: Inputs) -> Numbers:
    """LightGBM's losses of the probabilities of what happened: the logarithm of its floor is a single."""
    by, floor = inputs.by, single(CLIPS["lightgbm"].low)
    return by.for_each(lambda q: by.either(q > floor, -by.ln(q), -single(ln(floor))), happened)


def catboost(inputs: Inputs) -> float:
    """log(1 + e^z) - y z of a logit, or -log_softmax(z)[y] of a row of them; nothing is clipped."""
    by = inputs.by

    def loss(label: Numbers, z: Numbers) -> Numbers:
        off = by.either(label, -z, z)
        return by.either(off == -math.inf, math.nan, by.log1p_exp(off))

    if inputs.is_binary:
        losses = by.for_each(loss, inputs.labels, binary_logits(inputs, "float64"))
    else:
        losses = by.for_each(negative, inputs.happened(log_softmax_rows(inputs, "float64")))
    return mean_by_weight(losses, inputs, empty=0.0, precision="float32")


XGBOOST_BINARY = """\
import numpy as np
import xgboost

margin = np.clip($z_or_column, -120, 120)
data = xgboost.DMatrix(np.zeros((len(margin), 1)), label=$y, base_margin=margin$weight)
model = xgboost.train({"objective": "binary:logistic", "eval_metric": "logloss", "base_score": 0.5}, data, 0)
print(float(model.eval(data).split(":")[1]))
"""

XGBOOST_MULTI = """\
import numpy as np
import xgboost

q = np.array($q)
data = xgboost.DMatrix(np.zeros((len(q), 1)), label=$y, base_margin=q$weight)
as_it_is = {"objective": "reg:squarederror", "base_score": 0, "num_class": q.shape[1]}  # multi:softprob takes a softmax first
model = xgboost.train({**as_it_is, "eval_metric": "mlogloss"}, data, 0)
print(float(model.eval(data).split(":")[1]))
"""

LIGHTGBM = """\
import lightgbm
import numpy as np

start = SCORES
quiet = {"verbose": -1, "min_data_in_leaf": ROWS + 1CLASSES}
data = lightgbm.Dataset(np.zeros((ROWS, 1)), label=$y, init_score=start$weight, params=quiet)
found = {}
lightgbm.train({"objective": "OBJECTIVE", "metric": "METRIC", "boost_from_average": False, **quiet}, data, 1,
               valid_sets=[data], callbacks=[lightgbm.record_evaluation(found)])
print(found["training"]["METRIC"][0])
"""

CATBOOST = """\
import numpy as np
from catboost.utils import eval_metric

z = np.array($z_or_column)
print(eval_metric($y, z.tolist(), "Logloss" if z.ndim == 1 else "MultiClass"$weight)[0])
"""


def _lightgbm(**words: str) -> str:
    program = LIGHTGBM
    for word, text in words.items():
        program = program.replace(word, text)
    return program


_row = partial(Convention, reduction="mean; weights divide by their sum", options=frozenset({"weight"}))

ROWS = (
    _row(
        "xgboost-logloss", "XGBoost", "3.2.0", 'eval_metric="logloss"', expects="logits", precision="float32",
        does=f"sigmoid and 1 − q in float32; neither below {CLIPS['xgboost'].text}",
        takes=BINARY_LABELS, clip=CLIPS["xgboost"].words, loss=xgboost_logloss, program=XGBOOST_BINARY,
    ),
    _row(
        "xgboost-mlogloss", "XGBoost", "3.2.0", 'eval_metric="mlogloss"', expects="probabilities", precision="float32",
        does=f"rows as they are; none below {CLIPS['xgboost'].text}, in float32",
        takes=("classes",), clip=CLIPS["xgboost"].words, loss=xgboost_mlogloss, program=XGBOOST_MULTI,
    ),
    _row(
        "lightgbm-logloss", "LightGBM", "4.7.0", 'metric="binary_logloss"', expects="logits", precision="float64",
        does=f"sigmoid of the score; no probability of what happened below {CLIPS['lightgbm'].text}",
        takes=BINARY_LABELS, clip=CLIPS["lightgbm"].words, loss=lightgbm_logloss,
        program=_lightgbm(
            SCORES="np.clip($z_or_column, -700, 700)", ROWS="len(start)", CLASSES="", OBJECTIVE="binary",
            METRIC="binary_logloss",
        ),
    ),
    _row(
        "lightgbm-mlogloss", "LightGBM", "4.7.0", 'metric="multi_logloss"', expects="probabilities", precision="float64",
        does=f"rescales rows (own softmax); none below {CLIPS['lightgbm'].text}",
        takes=("classes",), clip=CLIPS["lightgbm"].words, rescales=True, loss=lightgbm_multi_logloss,
        program=_lightgbm(
            SCORES='np.maximum($log_q, -115.0).ravel(order="F")', ROWS="(len(start) // $k)", CLASSES=', "num_class": $k',
            OBJECTIVE="multiclass", METRIC="multi_logloss",
        ),
    ),
    _row(
        "catboost", "CatBoost", "1.2.10", "eval_metric(y, z, metric)", expects="logits", precision="float64",
        does="Logloss: sigmoid of the logit; MultiClass: log_softmax, which came with a minus in 2018 (0.8)",
        takes=LABELS, loss=catboost, program=CATBOOST,
    ),
)  # fmt: skip
