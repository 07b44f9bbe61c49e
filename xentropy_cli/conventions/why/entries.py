"""What a number may have been typed as, or copied as: rounded, cut, with a digit changed, doubled, left out or out of place."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.why.departures import FEW, Hypothesis, departure

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_ENTRY = 8
MOST_CHANGED = 64
"""Entries up to which any digit of each may be another one: of more, so many numbers say nothing."""

DECIMALS, MISCOPIED = 12, 6
"""Digits after the point from which a number is copied, and how many of them are miscopied: few copy more."""


def candidates(text: str, given: str, entries: int) -> Iterator[tuple[float, str, float]]:
    """What one of so many entries may have been typed as, the name of the slip, and its rarity in bits.

    >>> [new for new, key, _ in candidates("0.97", "pred", 20) if key == "entry-rounded"]
    [0.9, 1.0]
    >>> 0.041 in [new for new, _, _ in candidates("0.41", "pred", 20)]
    True
    """
    if "e" in text or "inf" in text or len(text) > LONGEST_ENTRY:
        return
    old, seen = float(text), {float(text)}
    for new, key, bits in _ways(text, old, given, entries):
        low, high = (0.0, 1.0) if given == "pred" else (-math.inf, 0.0 if given == "logprobs" else math.inf)
        if new not in seen and low <= new <= high:
            seen.add(new)
            yield new, key, bits


def _ways(text: str, old: float, given: str, entries: int) -> Iterator[tuple[float, str, float]]:
    head, _, tail = text.partition(".")
    for length in range(len(tail) - 1, 0, -1):
        yield float(f"{head}.{tail[:length]}"), "entry-rounded", 3
        yield round(old, length), "entry-rounded", 3
    if tail:
        yield float(round(old)), "entry-rounded", 4
    if given != "pred":
        yield -old, "entry-mistyped", 3.5
    else:
        yield round(1 - old, len(tail)), "entry-mistyped", 4
    for at in range(len(tail) - 1):
        yield float(f"{head}.{tail[:at]}{tail[at + 1]}{tail[at]}{tail[at + 2 :]}"), "entry-mistyped", 4
    for moved in ("e-1", "e1"):
        yield float(text + moved), "entry-mistyped", 4
    yield from ((new, "entry-mistyped", 5) for new in _of_other_length(text))
    for at in range(len(tail) if entries <= MOST_CHANGED else 0):
        for digit in "0123456789":
            yield float(f"{head}.{tail[:at]}{digit}{tail[at + 1 :]}"), "entry-mistyped", 6 if entries <= FEW else 7
    if entries <= FEW and given == "pred" and len(tail) <= 2:  # noqa: PLR2004  two digits are a hundred values
        for hundredth in range(1, 100):
            yield hundredth / 100, "entry-other", 7


def _of_other_length(text: str) -> Iterator[float]:
    """The number with each digit left out, and with each digit doubled.

    >>> list(_of_other_length("0.8"))
    [0.8, 0.8, 0.0, 0.88]
    """
    for at, digit in enumerate(text):
        kept = text[:at] + text[at + 1 :]
        if digit.isdigit() and kept.strip("-"):
            yield float(kept)
            yield float(text[:at] + digit + text[at:])


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
