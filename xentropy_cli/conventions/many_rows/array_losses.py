"""What calls of libraries make of many rows, as arrays; the other calls need one row at a time."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.arrays.array_sums import exact_total
from xentropy_cli.arrays.exact_sum import exact_quotient
from xentropy_cli.conventions.arithmetic import float_quotient, single
from xentropy_cli.conventions.catalogue.convention import Unfit
from xentropy_cli.conventions.many_rows.array_inputs import MOST_BY_ROW, at, log_softmax, logs, singles
from xentropy_cli.core.clips import CLIPS, TORCH_LEAST_LOG

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.arrays.kinds import Floats
    from xentropy_cli.conventions.catalogue.convention import Convention
    from xentropy_cli.conventions.many_rows.array_inputs import ArrayInputs

KERAS_LOW, KERAS_HIGH = single(CLIPS["keras"].low), single(1 - CLIPS["keras"].low)


def mean_by_weight(losses: Floats, i: ArrayInputs) -> float:
    """Average, or add up; weights divide by their sum."""
    whole, weight = _whole(losses, i), float(i.n) if i.weights is None else summed(i.weights)
    return whole if i.options.reduction == "sum" else float_quotient(whole, weight)


def mean_over_rows(losses: Floats, i: ArrayInputs) -> float:
    """Average, or add up; weights multiply, and do not divide."""
    whole = _whole(losses, i)
    return whole if i.options.reduction == "sum" else whole / i.n


def _whole(losses: Floats, i: ArrayInputs) -> float:
    return summed(losses if i.weights is None else losses * i.weights)


def summed(values: Floats) -> float:
    """Add up, rounded once; nan and ∞ go through."""
    with np.errstate(invalid="ignore"):
        added = float(values.sum())
    return exact_quotient(exact_total(values.ravel(order="K")), 1) if math.isfinite(added) else added


def _sklearn(clip: str, store: Callable[[Floats], Floats]) -> Callable[[ArrayInputs], Floats]:
    low = CLIPS[clip].low

    def losses(i: ArrayInputs) -> Floats:
        q = store(i.q)
        if i.options.is_binary:
            q = np.stack([store(1 - q[:, 1]), q[:, 1]], axis=1)
        order = np.argsort(np.array(i.options.sorted_classes))
        kept = np.clip(at(q, order[i.labels]), low, 1 - low)
        return -store(logs(kept))

    return losses


def _double(x: Floats) -> Floats:
    return x


def _smoothed(i: ArrayInputs, log_q: Floats) -> Floats:
    """-Σ p log q of the truth, smoothed over all K classes as asked."""
    epsilon, k = i.options.smoothing, log_q.shape[1]
    picked = -i.at_labels(log_q)
    if not epsilon:
        return picked
    return np.asarray((1 - epsilon) * picked - epsilon / k * log_q.sum(axis=1))


def _torch_log_softmax(i: ArrayInputs) -> Floats:
    return singles(log_softmax(singles(i.logits)))


def _cells(i: ArrayInputs, rows: Floats) -> tuple[Floats, Floats]:
    """The truth and the prediction of each cell: one of a binary prediction, one a class otherwise."""
    if i.options.is_binary:
        return i.labels[:, None].astype(float), rows[:, 1:]
    return (np.arange(rows.shape[1]) == i.labels[:, None]).astype(float), rows


def _logit_cells(i: ArrayInputs) -> tuple[Floats, Floats]:
    if i.given != "logits" and not i.options.is_binary:
        raise Unfit("takes logits")
    z = i.logits if i.given == "logits" else i.log_q - i.log_q[:, :1]
    return _cells(i, singles(z))


def _torch_bce(i: ArrayInputs) -> float:
    y, q = _cells(i, singles(i.q))
    yes, no = (np.maximum(singles(logs(side)), TORCH_LEAST_LOG) for side in (q, 1 - q))
    return _over_cells(singles((y - 1) * no - y * yes), i)


def _torch_bce_logits(i: ArrayInputs) -> float:
    y, z = _logit_cells(i)
    weight = 1.0 if i.options.pos_weight is None else i.options.pos_weight
    return _over_cells(singles((1 - y) * z + (1 + (weight - 1) * y) * np.logaddexp(0, -z)), i)


def _over_cells(losses: Floats, i: ArrayInputs) -> float:
    whole = summed(losses if i.weights is None else losses * i.weights[:, None])
    return whole if i.options.reduction == "sum" else whole / losses.size


def _torch_nll(i: ArrayInputs, log_q: Floats) -> float:
    weights = np.array(i.options.class_weights or (1.0,) * log_q.shape[1])
    losses = -weights[i.labels] * i.at_labels(log_q)
    epsilon = i.options.smoothing
    if epsilon:
        losses = (1 - epsilon) * losses - epsilon / log_q.shape[1] * (log_q @ weights)
    whole = summed(singles(losses))
    return whole if i.options.reduction == "sum" else float_quotient(whole, summed(weights[i.labels]))


def _keras_bce(i: ArrayInputs) -> Floats:
    y, q = _cells(i, np.clip(singles(i.q), KERAS_LOW, KERAS_HIGH))
    y = _half_smoothed(i, y)
    return np.asarray(singles(-(y * singles(logs(q)) + (1 - y) * singles(logs(singles(1 - q))))).mean(axis=1))


def _keras_bce_logits(i: ArrayInputs) -> Floats:
    y, z = _logit_cells(i)
    y = _half_smoothed(i, y)
    return np.asarray(singles(np.maximum(z, 0.0) - z * y + np.log1p(np.exp(-abs(z)))).mean(axis=1))


def _half_smoothed(i: ArrayInputs, y: Floats) -> Floats:
    epsilon = i.options.smoothing or 0.0
    return y * (1 - epsilon) + epsilon / 2


def _keras_cce(i: ArrayInputs) -> Floats:
    rows = singles(i.q)
    rows = singles(rows / singles(rows.sum(axis=1, keepdims=True)))
    return _smoothed(i, singles(logs(np.clip(rows, KERAS_LOW, KERAS_HIGH))))


def _keras_scce(i: ArrayInputs) -> Floats:
    rows = singles(logs(np.clip(singles(i.q), KERAS_LOW, KERAS_HIGH)))
    return -singles(i.at_labels(log_softmax(rows)))


def _xgboost_binary(i: ArrayInputs) -> Floats:
    floor, z = single(CLIPS["xgboost"].low), singles(i.logits[:, 1] - i.logits[:, 0])
    raised = singles(1 + singles(np.exp(np.minimum(-z, single(88.7)))))
    yes = singles(1 / singles(raised + floor))
    return -singles(logs(np.maximum(np.where(i.labels == 1, yes, singles(1 - yes)), floor)))


def _xgboost_rows(i: ArrayInputs) -> Floats:
    rows = singles(i.q / i.q.sum(axis=1, keepdims=True))
    return -singles(logs(np.maximum(i.at_labels(rows), single(CLIPS["xgboost"].low))))


def _lightgbm(i: ArrayInputs) -> Floats:
    floor = single(CLIPS["lightgbm"].low)
    q = i.at_labels(i.q / i.q.sum(axis=1, keepdims=True))
    return np.where(q > floor, -logs(q), -singles(logs(np.array(floor))))


def _catboost(i: ArrayInputs) -> Floats:
    return -i.at_labels(log_softmax(i.logits))


def _by_weight(losses: Callable[[ArrayInputs], Floats]) -> Callable[[ArrayInputs], float]:
    return lambda i: mean_by_weight(i.once(losses), i)


def _over_rows(losses: Callable[[ArrayInputs], Floats]) -> Callable[[ArrayInputs], float]:
    return lambda i: mean_over_rows(i.once(losses), i) / (i.options.cells if i.options.reduction == "sum" else 1)


def _torch_rows(i: ArrayInputs) -> Floats:
    return _smoothed(i, _torch_log_softmax(i))


def _torch_picked(i: ArrayInputs) -> Floats:
    return i.at_labels(_torch_log_softmax(i))


KERAS = {"bce": _keras_bce, "bce-logits": _keras_bce_logits, "cce": _keras_cce, "cce-logits": _torch_rows,
         "scce": _keras_scce, "scce-logits": lambda i: -i.once(_torch_picked)}  # fmt: skip

ARRAY_LOSSES: dict[str, Callable[[ArrayInputs], float]] = {
    "sklearn": _by_weight(_sklearn("sklearn", _double)),
    "sklearn-float32": _by_weight(_sklearn("sklearn-float32", singles)),
    "torch-cross-entropy": lambda i: _torch_nll(i, _torch_log_softmax(i)),
    "torch-nll": lambda i: _torch_nll(i, singles(i.log_q)),
    "torch-bce": _torch_bce,
    "torch-bce-logits": _torch_bce_logits,
    **{f"keras-{key}": _over_rows(losses) for key, losses in KERAS.items()},
    **{f"keras-{key}-metric": _by_weight(losses) for key, losses in KERAS.items()},
    **dict.fromkeys(("tf-softmax", "optax-softmax", "optax-integer"), _over_rows(_torch_rows)),
    "xgboost-logloss": _by_weight(_xgboost_binary),
    "xgboost-mlogloss": _by_weight(_xgboost_rows),
    **dict.fromkeys(("lightgbm-mlogloss", "lightgbm-logloss"), _by_weight(_lightgbm)),
    "catboost": _by_weight(_catboost),
    "spark": _by_weight(lambda i: -logs(np.clip(i.at_labels(i.q), CLIPS["spark"].low, 1 - CLIPS["spark"].low))),
    "bigquery": _over_rows(lambda i: -i.at_labels(i.log_q)),
    "mlnet-multiclass": _by_weight(
        lambda i: -logs(np.clip(singles(i.at_labels(i.q)), single(CLIPS["mlnet"].low), 1.0))
    ),
    "mlnet": _by_weight(lambda i: -_bits(i)),
    "weka": _by_weight(lambda i: -np.log2(np.maximum(i.at_labels(i.q), CLIPS["weka"].low))),
}
"""By the name of the convention: its number for many rows."""


def _bits(i: ArrayInputs) -> Floats:
    yes = singles(i.q[:, 1])
    return logs(np.where(i.labels == 1, yes, 1.0 - yes)) / math.log(2)


def value_of_many(convention: Convention, i: ArrayInputs) -> float:
    """Work many rows out as a call does.

    Raises Unfit where it cannot take them, or would need one row at a time.
    """
    convention.taken(i.options)
    loss = ARRAY_LOSSES.get(convention.key)
    if loss is None:
        raise Unfit(f"is worked out a row at a time, and left out beyond {MOST_BY_ROW} numbers")
    reduction = i.options.reduction if "sum" in convention.options else "mean"
    reduced = i if reduction == i.options.reduction else replace(i, options=replace(i.options, reduction=reduction))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return loss(reduced)
