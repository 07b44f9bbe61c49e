"""Probabilities rescaled and clipped, as each library does it, where that changes something."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import kept_between, over_sum, single
from xentropy_cli.conventions.why.departures import departure
from xentropy_cli.core.clips import CLIPS, TORCH_LEAST, TORCH_LEAST_LOG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.conventions.arithmetic import Row
    from xentropy_cli.conventions.why.departures import Departure
    from xentropy_cli.conventions.why.taking.views import View

NEARLY = 1e-9
EPSILONS = ("1e-30", "1e-20", "1e-16", "1e-14", "1e-12", "1e-10", "1e-9", "1e-8", "1e-6", "1e-5", "1e-4", "0.001",
            "0.005", "0.01", "0.02", "0.025", "0.05", "0.1")  # fmt: skip
ADDED = ("1e-16", "1e-15", "1e-12", "1e-10", "1e-9", "1e-8", "1e-7", "1e-6", "1e-5", "1e-4", "0.001")
KERAS = single(CLIPS["keras"].low)
BROUGHT_BACK = ("tanh", "log-as-probabilities")
"""Ways to take the numbers that leave them outside 0 to 1, where only clipping makes probabilities of them."""

COMMON_CLIPS = (
    ("clip-sklearn", CLIPS["sklearn"].low),
    ("clip-1e-15", CLIPS["sklearn-1.2"].low),
    ("clip-keras", CLIPS["keras"].low),
    ("clip-float32", CLIPS["sklearn-float32"].low),
    ("clip-float16", 2.0**-10),
    ("clip-flt-min", 2.0**-126),
    ("clip-dbl-min", 2.0**-1022),
)


def guarded(view: View, *, is_plain: bool) -> Iterator[View]:
    """Rows divided by their sums, and clipped; only where that changes something."""
    scaled = view
    if any(whole > 0 and abs(whole - 1) > NEARLY for whole in map(sum, view.q)):
        scaled = view.taken(tuple(over_sum(row) for row in view.q), departure("rescaled"))
        yield scaled
    lowest, highest = min(map(min, view.q), default=1), max(map(max, view.q), default=0)
    is_outside = (lowest < 0 or highest > 1) and not any(each.key in BROUGHT_BACK for each in view.departures)
    if math.isnan(lowest + highest) or is_outside:
        return
    for each in dict.fromkeys((view, scaled)):
        yield from _clipped(each, lowest, highest, is_plain=is_plain)


def clips_between(lowest: float, highest: float, *, is_plain: bool) -> Iterator[tuple[Departure, float]]:
    """The clips that change something in numbers from the lowest to the highest."""
    others = [(departure("clip", text), float(text)) for text in EPSILONS] if is_plain else []
    for how, low in (*((departure(key), low) for key, low in COMMON_CLIPS), *others):
        if lowest < low or highest > 1 - low:
            yield how, low


def _clipped(view: View, lowest: float, highest: float, *, is_plain: bool) -> Iterator[View]:
    for how, low in clips_between(lowest, highest, is_plain=is_plain):
        yield view.taken(tuple(kept_between(row, low, 1 - low) for row in view.q), how)
    if (lowest < KERAS or highest > 1 - KERAS) and view.q and len(view.q[0]) == 2:  # noqa: PLR2004
        yield view.taken(tuple(map(_clipped_and_added, view.q)), departure("clip-keras-plus"))
    if lowest < TORCH_LEAST:
        yield view.logged(
            tuple(tuple(max(x, TORCH_LEAST_LOG) for x in row) for row in view.log_q), departure("clip-torch")
        )
    if is_plain:
        for text in ADDED if lowest == 0 else ADDED[-6:]:
            yield view.taken(
                tuple(tuple(q + float(text) for q in row) for row in view.q), departure("plus-epsilon", text)
            )


def _clipped_and_added(row: Row) -> Row:
    """Clip q at 1e-7 in float32, take 1 - q of that, and add 1e-7 to both.

    >>> [round(-math.log(q), 4) for q in _clipped_and_added((0.0, 1.0))]
    [15.3332, -0.0]
    """
    high = single(1 - KERAS)
    q = min(max(single(row[1]), KERAS), high)
    return (single(single(1 - q) + KERAS), single(q + KERAS))
