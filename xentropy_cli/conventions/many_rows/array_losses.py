"""What calls of libraries make of many rows, as arrays; the other calls need one row at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np

from xentropy_cli.conventions.catalogue.convention import Unfit
from xentropy_cli.conventions.many_rows.array_inputs import MOST_BY_ROW

if TYPE_CHECKING:
    from xentropy_cli.conventions.catalogue.convention import Convention
    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.many_rows.array_inputs import ArrayInputs

KERAS = ("bce", "bce-logits", "cce", "cce-logits", "scce", "scce-logits")
ARRAY_LOSSES = (
    "sklearn", "sklearn-float32", "torch-cross-entropy", "torch-nll", "torch-bce", "torch-bce-logits",
    *(f"keras-{key}" for key in KERAS), *(f"keras-{key}-metric" for key in KERAS),
    "tf-softmax", "optax-softmax", "optax-integer", "xgboost-logloss", "xgboost-mlogloss", "lightgbm-logloss",
    "lightgbm-mlogloss", "catboost", "spark", "bigquery", "mlnet", "mlnet-multiclass", "weka",
)  # fmt: skip
"""The conventions whose loss asks nothing of its inputs but what arrays have, too."""


def value_of_many(convention: Convention, i: ArrayInputs) -> float:
    """Work many rows out as a call does.

    Raises Unfit where it cannot take them, or would need one row at a time.
    """
    options = convention.taken(i.options)
    if convention.key not in ARRAY_LOSSES:
        raise Unfit(f"is worked out a row at a time, and left out beyond {MOST_BY_ROW} numbers")
    reduced = i if options is i.options else replace(i, options=options)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return convention.loss(cast("Inputs", reduced))
