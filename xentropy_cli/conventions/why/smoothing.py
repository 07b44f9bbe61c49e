"""Label smoothing, right and wrong: what the true class keeps, and what every other class is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.conventions.why.departures import Departure, departure
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentropy_cli.conventions.arithmetic import Rows
    from xentropy_cli.conventions.inputs import Inputs

AMOUNTS = ("0.1", "0.2", "0.05", "0.01")
TWO = 2


class Smoothing(NamedTuple):
    """A kind of smoothing: its departure, and what the true class and each other class get of ε and K."""

    key: str
    true: Callable[[float, int], float]
    other: Callable[[float, int], float]


KINDS_OF_SMOOTHING = {
    "K": Smoothing("smoothed", lambda e, k: 1 - e + e / k, lambda e, k: e / k),
    "K-1": Smoothing("smoothed-others", lambda e, _: 1 - e, lambda e, k: e / max(k - 1, 1)),
    "unshared": Smoothing("smoothed-unshared", lambda e, _: 1 - e, lambda e, _: e),
    "added": Smoothing("smoothed-added", lambda e, k: (1 - e) + (1 - e) / k, lambda e, k: (1 - e) / k),
    "kept": Smoothing("smoothed-kept", lambda e, k: 1 - e / k, lambda e, k: e / k),
    "every": Smoothing("smoothed-every", lambda e, k: 1 - e + e / max(k - 1, 1), lambda e, k: e / max(k - 1, 1)),
    "whole": Smoothing("smoothed-whole", lambda e, k: 1 - e + 1 / k, lambda _, k: 1 / k),
    "short": Smoothing("smoothed-short", lambda e, _: 1 - e, lambda e, k: e / k),
}
SAME_FOR_TWO = ("unshared", "kept")
"""Kinds that are another kind where there are two classes."""


def ends(kind: str, epsilon: float, k: int) -> tuple[float, float]:
    """What each other class gets and what the true class gets.

    >>> ends("K", 0.5, 2)
    (0.25, 0.75)
    """
    how = KINDS_OF_SMOOTHING["K" if k == 1 else kind]
    return how.other(epsilon, k), how.true(epsilon, k)


def smoothed_as_asked(truth: Rows, inputs: Inputs) -> Rows:
    """The truth, smoothed as the inputs ask: each share moved from what other classes get towards what the true class gets."""
    if inputs.smoothing is None:
        return truth
    low, high = ends(inputs.smoothing_kind, inputs.smoothing, len(truth[0]))
    return tuple(tuple(low + (high - low) * p for p in row) for row in truth)


def ends_as_asked(inputs: Inputs, k: int) -> tuple[float, float]:
    """The smoothing that the inputs ask for, or none."""
    return (0.0, 1.0) if inputs.smoothing is None else ends(inputs.smoothing_kind, inputs.smoothing, k)


def other_smoothings(inputs: Inputs, k: int) -> Iterator[tuple[tuple[float, float], Departure]]:
    """The truth smoothed otherwise than asked: not at all, or as somebody does."""
    kinds = [kind for kind in KINDS_OF_SMOOTHING if k > TWO or kind not in SAME_FOR_TWO]
    if inputs.smoothing is None:
        for text in AMOUNTS:
            for kind in kinds:
                yield ends(kind, float(text), k), departure(KINDS_OF_SMOOTHING[kind].key, text)
        return
    yield (0.0, 1.0), departure("no-smoothing")
    for kind in kinds:
        if kind in ("K", "K-1"):
            how = departure("other-smoothing", "all K" if kind == "K" else "the K − 1 other")
        else:
            how = departure(KINDS_OF_SMOOTHING[kind].key, f"{inputs.smoothing:g}", bits=2)
        if kind != inputs.smoothing_kind:
            yield ends(kind, inputs.smoothing, k), how
