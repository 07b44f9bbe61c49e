"""1 − q of probabilities near 1, from the digits that name them: a double near 1 keeps few digits of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.tables.rows import NearOne
from xentropy_cli.tables.strict.cells import NEAR_ONE, complement_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.arrays.kinds import Floats, Indices


UNIT = 1e15
MOST_DECIMALS = 15  # so many digits behind the point are known from the double, whose spacing below 1 is 1.1e-16


def near_one(q: Floats, labels: Indices, decimals: Indices | None, text_of: Callable[[int], str]) -> NearOne | None:
    """1 − q of rows of class 0 with q near 1, whose loss is all in it; None if there are none.

    `decimals` counts the digits typed behind each point (−1: not known). Without it a number was never typed, and the
    shortest decimal that names it is meant. Only where there are more digits than a double tells is the text asked for.

    >>> found = near_one(np.array([0.9999, 0.5]), np.array([0, 0]), np.array([4, 1]), str)
    >>> found.at.tolist(), found.complements.tolist()
    ([0], [0.0001])
    """
    at = np.flatnonzero((labels == 0) & (q > NEAR_ONE) & (q < 1.0))
    if not at.size:
        return None
    whole = np.rint(q[at] * UNIT)
    told = whole / UNIT == q[at] if decimals is None else (decimals[at] >= 0) & (decimals[at] <= MOST_DECIMALS)
    complements = (UNIT - whole) / UNIT
    for k in np.flatnonzero(~told).tolist():
        complements[k] = complement_of(text_of(int(at[k])))
    return NearOne(at, complements)


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
