"""Slips in copying the right number: a digit doubled or left out, or two that changed places."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.why.departures import Hypothesis, departure

if TYPE_CHECKING:
    from collections.abc import Iterator

DECIMALS, MISCOPIED = 12, 6
"""Digits after the point from which a number is copied, and how many of them are miscopied: few copy more."""


def miscopied(exact: float) -> Iterator[Hypothesis]:
    """What becomes of a number where one of its digits after the point is miscopied, and the rest follows.

    >>> [(each.value, each.departures[0].text) for each in miscopied(0.25)][:2]
    [(0.225, 'it was copied with a digit doubled'), (0.5, 'it was copied with a digit left out')]
    """
    for text, how in _copies(f"{exact:.{DECIMALS}f}") if math.isfinite(exact) else ():
        slip = departure("miscopied", how)
        yield Hypothesis(float(text), slip.bits, (slip,))


def _copies(text: str) -> Iterator[tuple[str, str]]:
    """Each digit after the point doubled, left out, or exchanged with the one before it."""
    first = text.index(".") + 1
    for at in range(first, first + MISCOPIED):
        yield text[: at + 1] + text[at:], "a digit doubled"
        yield text[:at] + text[at + 1 :], "a digit left out"
        if at > first and text[at] != text[at - 1]:
            yield text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :], "two digits exchanged"
