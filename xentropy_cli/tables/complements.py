"""1 − q of probabilities near 1, from the digits that name them: a double near 1 keeps few digits of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.figures import shortest
from xentropy_cli.tables.rows import NearOne
from xentropy_cli.tables.strict.cells import NEAR_ONE, NEARLY_CERTAIN, complement_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.arrays.kinds import Floats, Indices
    from xentropy_cli.tables.column_roles import Plan


UNIT = 1e15
MOST_DECIMALS = 15  # so many digits behind the point are known from the double, whose spacing below 1 is 1.1e-16


def near_one(
    plan: Plan, q: Floats, labels: Indices, decimals: Indices | None, rests_of: Callable[[Indices, Indices], Floats]
) -> NearOne | None:
    """1 − q of rows with a probability near 1, whose loss is all in it; None if there are none.

    `decimals` counts the digits typed behind each point (−1: not known). Without it a number was never typed, and the
    shortest decimal that names it is meant. Only where there are more digits than a double tells are the texts asked for, by
    the places of their columns and their rows.
    """
    if plan.scale != "pred":
        return None
    at = places_near_one(q, labels, plan.kind)
    if not at.size:
        return None
    columns = q[at].argmax(axis=1) if q.ndim > 1 else np.zeros(at.size, dtype=np.intp)
    own = q[at, columns] if q.ndim > 1 else q[at]
    whole = np.rint(own * UNIT)
    if decimals is None:
        told = whole / UNIT == own
    else:
        typed = decimals[columns, at] if q.ndim > 1 else decimals[at]
        told = (typed >= 0) & (typed <= MOST_DECIMALS)
    complements = (UNIT - whole) / UNIT
    if not told.all():
        complements[~told] = rests_of(columns[~told], at[~told])
    return NearOne(at, complements)


def rests_of_doubles(q: Floats, columns: Indices, rows: Indices) -> Floats:
    """1 − q of numbers that were never typed, from the shortest decimals that name them.

    >>> rests_of_doubles(np.array([0.5, 0.9999999999999999]), np.array([0]), np.array([1])).tolist()
    [1e-16]
    """
    values = q[rows, columns] if q.ndim > 1 else q[rows]
    return np.array([complement_of(shortest(value)) for value in values.tolist()])


def places_near_one(q: Floats, labels: Indices, kind: str) -> Indices:
    """The rows with a probability, of several classes the largest, so near to 1 that 1 − q is taken from its digits.

    >>> places_near_one(np.array([0.999, 0.999, 0.9999999, 1.0]), np.array([0, 1, 1, 1]), "binary")
    array([0, 2])
    """
    own = q.max(axis=1) if q.ndim > 1 else q
    at = np.flatnonzero((own > (NEAR_ONE if kind == "binary" else NEARLY_CERTAIN)) & (own < 1.0))
    return at[(labels[at] == 0) | (own[at] > NEARLY_CERTAIN)] if kind == "binary" else at


def most_probable(p: Floats, kind: str) -> Indices:
    """The class of rows whose truth is a distribution: the most probable one, of equals the first.

    >>> most_probable(np.array([[0.25, 0.75], [0.5, 0.5]]), "classes").tolist()
    [1, 0]
    """
    if kind == "classes":
        return np.asarray(p.argmax(axis=1), dtype=np.intp)
    yes: Indices = (p[:, 1] > p[:, 0]).astype(np.intp)
    return yes


def sure_of(p: Floats) -> Indices:
    """1 for rows of two classes whose truth is class 1 for certain: of all others the other class counts too."""
    sure: Indices = (p[:, 0] == 0).astype(np.intp)
    return sure
