"""XGBoost, LightGBM and CatBoost: metrics of the margins that their trees add up."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import (
    exponential,
    float_quotient,
    ln,
    log1p_exp,
    log_softmax,
    over_sum,
    single,
)
from xentropy_cli.conventions.catalogue.convention import BINARY_LABELS, LABELS, Convention
from xentropy_cli.conventions.catalogue.rules import binary_logits, logit_rows, mean_by_weight
from xentropy_cli.core.clips import CLIPS

if TYPE_CHECKING:
    from xentropy_cli.conventions.inputs import Inputs

MOST_MARGIN = 88.7
"""XGBoost's sigmoid takes no e^{-z} of a larger -z."""


def weighed_in_singles(inputs: Inputs) -> Inputs:
    """The same inputs with weights as these libraries keep them."""
    return replace(inputs, weights=tuple(map(single, inputs.weights)))


def xgboost_logloss(inputs: Inputs) -> float:
    """Take the sigmoid and 1 - q of it in singles, each of them at least 1e-16, and their logarithm."""
    floor = single(CLIPS["xgboost"].low)
    losses = []
    for z, label in zip(binary_logits(inputs, "float32"), inputs.labels, strict=True):
        raised = single(1 + single(math.exp(min(-z, single(MOST_MARGIN)))))
        yes = single(1 / single(raised + floor))
        q = yes if label else single(1 - yes)
        losses.append(-single(ln(max(q, floor))))
    return mean_by_weight(losses, weighed_in_singles(inputs), empty=0.0)


def xgboost_mlogloss(inputs: Inputs) -> float:
    """Take a softmax of the margins in singles; what happened has at least 1e-16."""
    floor = single(CLIPS["xgboost"].low)
    rows = [tuple(map(single, over_sum(row))) for row in inputs.q]
    losses = [-single(ln(max(row[label], floor))) for row, label in zip(rows, inputs.labels, strict=True)]
    return mean_by_weight(losses, weighed_in_singles(inputs))


def lightgbm_logloss(inputs: Inputs) -> float:
    """Take the sigmoid of the logit in doubles; what happened has at least 1e-15."""
    floor = single(CLIPS["lightgbm"].low)
    losses = []
    for z, label in zip(binary_logits(inputs, "float64"), inputs.labels, strict=True):
        yes = float_quotient(1, 1 + exponential(-z))
        losses.append(_floored(yes if label else 1 - yes, floor))
    return mean_by_weight(losses, weighed_in_singles(inputs))


def lightgbm_multi_logloss(inputs: Inputs) -> float:
    """Take a softmax of the scores in doubles; what happened has at least 1e-15."""
    floor = single(CLIPS["lightgbm"].low)
    pairs = zip(inputs.q, inputs.labels, strict=True)
    return mean_by_weight([_floored(over_sum(row)[label], floor) for row, label in pairs], weighed_in_singles(inputs))


def catboost(inputs: Inputs) -> float:
    """log(1 + e^z) - y z of a logit, or -log_softmax(z)[y] of a row of them; nothing is clipped."""
    if inputs.is_binary:
        pairs = zip(binary_logits(inputs, "float64"), inputs.labels, strict=True)
        losses = [_certain_is_nan(-z if label else z) for z, label in pairs]
    else:
        rows = map(log_softmax, logit_rows(inputs, "float64"))
        losses = [-row[label] for row, label in zip(rows, inputs.labels, strict=True)]
    return mean_by_weight(losses, weighed_in_singles(inputs), empty=0.0)


def _certain_is_nan(z: float) -> float:
    return math.nan if z == -math.inf else log1p_exp(z)


def _floored(q: float, floor: float) -> float:
    """LightGBM's loss: the logarithm of its floor is a single."""
    return -ln(q) if q > floor else -single(ln(floor))


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

margin = np.maximum($log_q, -115.0)
data = xgboost.DMatrix(np.zeros((len(margin), 1)), label=$y, base_margin=margin$weight)
model = xgboost.train({"objective": "multi:softprob", "num_class": margin.shape[1], "eval_metric": "mlogloss"}, data, 0)
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


def _row(key: str, library: str, version: str, call: str, **facts: object) -> Convention:
    return Convention(
        key=key, library=library, version=version, call=call, reduction="mean; weights divide by their sum",
        options=frozenset({"weight"}), **facts,  # type: ignore[arg-type]
    )  # fmt: skip


ROWS = (
    _row(
        "xgboost-logloss", "XGBoost", "3.2.0", 'eval_metric="logloss"', expects="logits", precision="float32",
        does=f"sigmoid and 1 − q in float32; neither below {CLIPS['xgboost'].text}",
        takes=BINARY_LABELS, clip=CLIPS["xgboost"].words, loss=xgboost_logloss, program=XGBOOST_BINARY,
    ),
    _row(
        "xgboost-mlogloss", "XGBoost", "3.2.0", 'eval_metric="mlogloss"', expects="probabilities", precision="float32",
        does=f"rescales rows (own softmax); none below {CLIPS['xgboost'].text}, in float32",
        takes=("classes",), clip=CLIPS["xgboost"].words, rescales=True, loss=xgboost_mlogloss, program=XGBOOST_MULTI,
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
