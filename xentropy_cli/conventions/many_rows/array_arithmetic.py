"""What arithmetic.py does to rows and numbers, done to arrays: (n,) for a number of each row, (n, K) for rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.arrays.array_sums import exact_total
from xentropy_cli.arrays.exact_sum import exact_quotient

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.arrays.kinds import Floats, Indices

larger, smaller, either = np.maximum, np.minimum, np.where
kept = kept_between = np.clip
log2, ln1p, exponential, float_quotient = np.log2, np.log1p, np.exp, np.divide


def single(x: Floats) -> Floats:
    """Round to single precision."""
    with np.errstate(over="ignore"):
        return np.asarray(x).astype(np.float32).astype(np.float64)


def double(x: Floats) -> Floats:
    """Keep doubles as they are."""
    return x


PRECISIONS = {"float32": single, "float64": double}


def in_precision(rows: Floats, precision: str) -> Floats:
    """Store rows in a precision."""
    return PRECISIONS[precision](rows)


def for_each(function: Callable[..., Floats], *columns: Floats) -> Floats:
    """Apply a function to all entries at once."""
    return function(*columns)


each_cell, all_cells = for_each, np.ravel


def picked(rows: Floats, columns: Indices) -> Floats:
    """One entry of each row."""
    found: Floats = rows[np.arange(len(rows)), columns]
    return found


def looked_up(values: Any, places: Indices) -> Floats:
    """The values at places."""
    return np.array(values)[places]


def column(rows: Floats, at: int) -> Floats:
    """One column of rows."""
    return rows[:, at]


def rows_of_one(values: Floats) -> Floats:
    """One column as rows."""
    return values[:, None]


def logs(x: Floats, store: Callable[[Floats], Floats] = double) -> Floats:
    """Natural logarithms in a precision, −∞ at 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return store(np.log(x))


ln = logs


def log1p_exp(x: Floats) -> Floats:
    """log(1 + e^x), the softplus."""
    return np.logaddexp(0, x)


def log_softmax(z: Floats) -> Floats:
    """log q_k = z_k − log Σ e^{z_j}, without overflow."""
    with np.errstate(over="ignore", invalid="ignore"):
        shifted = z - z.max(axis=1, keepdims=True)
        found: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return found


def over_sum(rows: Floats, store: Callable[[Floats], Floats] = double) -> Floats:
    """Divide each row by its sum."""
    return store(rows / store(rows.sum(axis=1, keepdims=True)))


def row_means(rows: Floats) -> Floats:
    """The mean of each row."""
    return np.asarray(rows.mean(axis=1))


def weighted_sums(rows: Floats, weights: Any) -> Floats:
    """Σ w x of each row."""
    return np.asarray(rows @ np.array(weights))


def float_sum(values: Floats) -> float:
    """Add up, rounded once; nan and ∞ go through."""
    with np.errstate(invalid="ignore"):
        added = float(values.sum())
    return exact_quotient(exact_total(values.ravel(order="K")), 1) if math.isfinite(added) else added
