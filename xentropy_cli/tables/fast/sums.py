"""Which rows of an array do not add up to 1, by the rule of sums_to_one.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.arrays import formulas as batch
from xentropy_cli.inputs.sums_to_one import allowance

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.arrays.kinds import Flags, Floats, Indices


UNTOLD = -1
"""In place of the digits of a number that does not tell how many it has."""

ENOUGH = 17
"""Digits after the point that every double below 1 has."""

SCIENTIFIC = 1e-4
"""Below it the shortest text of a double has an exponent, and does not tell its digits."""


def bad_sums(
    q: Floats, scale: str, typed: Callable[[Indices], Indices], *, any_sum: bool, rounding: float = 0.0
) -> Flags:
    """Tell which rows of (n, K) do not add up to 1; `typed` gives the digits of some rows, and is asked of few.

    Of logits, and where `any_sum` is allowed, only those are bad in which nothing is possible.
    """
    if scale == "logits":
        impossible: Flags = q.max(axis=1) == -np.inf
        return impossible
    with np.errstate(over="ignore"):
        total = batch.summed(batch.exp_pair(q)[0] if scale == "logprobs" else q)
    bad: Flags = total == 0
    if any_sum:
        return bad
    off, count, logs = np.abs(total - 1.0), q.shape[1], scale == "logprobs"
    wide = np.flatnonzero(~(off <= allowance(count, None, rounding=rounding)))
    if wide.size:
        digits = np.minimum(typed(wide), ENOUGH)
        room = np.array([allowance(count, d, logs=logs, rounding=rounding) for d in (*range(ENOUGH + 1), None)])
        bad[wide] |= ~(off[wide] <= room[digits])  # UNTOLD is the last of them
    return bad


def decimals_of(q: Floats) -> Indices:
    """Digits after the point of the longest number of each row, each as short as it can be written.

    >>> decimals_of(np.array([[0.25, 0.75], [0.5, 0.1 + 0.2], [1e-9, 0.0]])).tolist()
    [2, 17, 0]
    """
    tells = (np.abs(q) >= SCIENTIFIC) | (q == 0)
    found = np.where(tells.any(axis=1), ENOUGH, UNTOLD)
    left = np.flatnonzero(found == ENOUGH)
    for digits in range(ENOUGH):
        rows, power = q[left], 10.0**digits
        are = ((np.rint(rows * power) / power == rows) | ~tells[left]).all(axis=1)
        found[left[are]] = digits
        left = left[~are]
    return found
