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
SEEN, LOWEST_SEEN = 1e-7, 1e-6
"""What is seen of a clip in a loss of few digits: a share of it, and one that moves numbers near 1."""

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
        if highest > 1 - low:
            yield from _one_sided(view, low, how)
    if (lowest < KERAS or highest > 1 - KERAS) and _are_pairs(view):
        pairs = [_clipped_in_singles(q) for _, q in view.q]
        yield view.taken(tuple(pairs), departure("clip-keras-float32"))
        added = tuple([(single(no + KERAS), single(yes + KERAS)) for no, yes in pairs])
        yield view.taken(added, departure("clip-keras-plus"))
    if lowest < TORCH_LEAST:
        yield view.logged(
            tuple(tuple(max(x, TORCH_LEAST_LOG) for x in row) for row in view.log_q), departure("clip-torch")
        )
    if is_plain:
        for text in ADDED if lowest == 0 else ADDED[-6:]:
            yield view.taken(
                tuple(tuple(q + float(text) for q in row) for row in view.q), departure("plus-epsilon", text)
            )


def _are_pairs(view: View) -> bool:
    return bool(view.q) and len(view.q[0]) == 2  # noqa: PLR2004  class 0 and class 1


def _one_sided(view: View, low: float, how: Departure) -> Iterator[View]:
    """Where q comes nearer to 1 than the clip: 1 - q of a clipped q, and clips from below only.

    What a double keeps of 1 - ε is, for an ε of few digits more than it has, another 1 - ε.
    """
    rest = 1 - (1 - low)
    if _are_pairs(view) and rest > 0 and abs(rest - low) > SEEN * low:
        kept = [min(max(q, low), 1 - low) for _, q in view.q]
        yield view.taken(tuple([(1 - q, q) for q in kept]), how)
    if how.key == "clip" and low >= LOWEST_SEEN:
        below = departure("clip-below", *how.parts)
        yield view.taken(tuple([tuple([max(q, low) for q in row]) for row in view.q]), below)
        if _are_pairs(view):
            yield view.taken(tuple([(1 - max(q, low), max(q, low)) for _, q in view.q]), below)


def _clipped_in_singles(q: float) -> Row:
    """Clip q at 1e-7 in float32, and take 1 - q of that.

    >>> [round(-math.log(q), 4) for q in _clipped_in_singles(1.0)]
    [15.9424, 0.0]
    """
    q = min(max(single(q), KERAS), single(1 - KERAS))
    return single(1 - q), q
