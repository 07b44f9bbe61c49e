"""What turns these inputs into that number: hypotheses tried in the order of how few and how common their departures are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.catalogue.table import CONVENTIONS
from xentropy_cli.conventions.inputs import with_rows
from xentropy_cli.conventions.libraries import others_alike
from xentropy_cli.conventions.why.departures import Hypothesis, departure
from xentropy_cli.conventions.why.losses import losses
from xentropy_cli.conventions.why.reductions import MOST_BITS, MOST_DEPARTURES, finished, sums
from xentropy_cli.conventions.why.slips import slips
from xentropy_cli.conventions.why.views import plain_view, views

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentropy_cli.conventions.catalogue.convention import Convention
    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.departures import Departure
    from xentropy_cli.derivation.model import Derivation

ROOM = 2.0
"""A number is compared with the hypotheses from half of it to twice it: so many times its size is that room, less a half."""

HIGHEST_CHANCE = {1: 0.25, 2: 0.25, 3: 0.15}
"""The chance that a random number of so many digits is given a cause; from four digits on it is the lowest of all."""

LOWEST_CHANCE = 0.008
DOUBLE_SLACK = 2e-14
SINGLE_SLACK = 4e-7
SAME = 1e-11
SPREAD = 50


class Target(NamedTuple):
    """The number somebody got: its value, the unit of its last digit, and how many digits it has."""

    text: str
    value: float
    unit: float
    digits: int

    @property
    def window(self) -> float:
        """The width of what rounds to it."""
        return max(self.unit, 2 * DOUBLE_SLACK * abs(self.value))

    @property
    def limit(self) -> float:
        """The highest chance of a cause by accident that is still named."""
        return HIGHEST_CHANCE.get(self.digits, LOWEST_CHANCE)

    @property
    def room(self) -> tuple[float, float]:
        """The numbers near it, among which it might as well have fallen."""
        if self.value == 0:
            return -SPREAD * self.unit, SPREAD * self.unit
        ends = self.value / ROOM, self.value * ROOM
        return min(ends), max(ends)


class Cause(NamedTuple):
    """A hypothesis that fits, and how many hypotheses no rarer than it would fit a random number by chance."""

    hypothesis: Hypothesis
    chance: float


class Verdict(NamedTuple):
    """A number, the calculation it was held against, and what was found."""

    target: Target
    derivation: Derivation
    found: Found

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The causes that are named."""
        return self.found.causes


class Found(NamedTuple):
    """The causes that are named, those that fit too easily to be named, how many were tried, and the nearest miss."""

    causes: tuple[Cause, ...]
    doubtful: tuple[Cause, ...]
    tried: int
    expected: float
    nearest: Hypothesis | None


def explain(target: Target, derivation: Derivation, inputs: Inputs) -> Verdict:
    """Find what turns the inputs of a derivation into a number."""
    return Verdict(target, derivation, find(target, inputs, float(derivation.value)))


def find(target: Target, inputs: Inputs, exact: float) -> Found:
    """Try every hypothesis, and name the causes that chance does not account for."""
    tried = list(hypotheses(inputs, exact))
    ladder = Ladder(target, tried)
    fits = _told_apart(sorted(fitting(target, tried), key=lambda each: (each.bits, len(each.departures))), tried)
    causes = tuple(Cause(each, ladder.chance(each)) for each in fits)
    named = tuple(cause for cause in causes if cause.chance <= target.limit)
    near = min(
        (each for each in tried if each.bits <= NEAR_BITS), key=lambda h: abs(h.value - target.value), default=None
    )
    doubtful = tuple(cause for cause in causes if cause.chance > target.limit)
    return Found(named, doubtful, ladder.tried, ladder.expected, None if fits else near)


NEAR_BITS = 3.5


class Ladder:
    """The hypotheses near a number, the most plausible first: how many of them there are up to any rarity."""

    def __init__(self, target: Target, tried: Sequence[Hypothesis]) -> None:
        """Sort the different values near the number by their rarity."""
        self.target = target
        low, high = target.room
        rarity: dict[float, float] = {}
        everywhere = set()
        for each in tried:
            key = float(f"{each.value:.10g}")
            everywhere.add(key)
            if low <= each.value <= high:
                rarity[key] = min(each.bits, rarity.get(key, math.inf))
        self.bits = sorted(rarity.values())
        self.tried = len(everywhere)
        self.density = 1 / (high - low)

    @property
    def expected(self) -> float:
        """How many of all hypotheses would fit a random number near this one."""
        return len(self.bits) * self.target.window * self.density

    def chance(self, fit: Hypothesis) -> float:
        """How many hypotheses no rarer than this one would fit a random number near this one."""
        from bisect import bisect_right

        count = max(bisect_right(self.bits, fit.bits), 1)
        wide = any(each.key == "float32" for each in fit.departures)
        window = max(self.target.window, 2 * SINGLE_SLACK * abs(self.target.value)) if wide else self.target.window
        cut = any(each.key == "truncated" for each in fit.departures)
        return count * window * (1.5 if cut else 1) * self.density


def hypotheses(inputs: Inputs, exact: float) -> Iterator[Hypothesis]:
    """Everything that is tried."""
    for view in views(inputs):
        for each in losses(view, inputs, MOST_BITS):
            if len(each.departures) <= MOST_DEPARTURES:
                for start in sums(each, inputs):
                    yield from finished(start, inputs)
    for start in slips(plain_view(inputs), inputs):
        yield from finished(start, inputs)
    yield from _by_library(inputs, exact)


def _by_library(inputs: Inputs, exact: float) -> Iterator[Hypothesis]:
    """What libraries give where it is another number, also for logits given as probabilities and the reverse."""
    yield from _by_convention(inputs, exact, (), CONVENTIONS.values())
    if inputs.given == "logits":
        taken = with_rows(
            inputs, tuple((1 - row[0], row[0]) for row in inputs.rows) if inputs.is_binary else inputs.rows
        )
        lax = [row for row in CONVENTIONS.values() if row.expects == "probabilities" and row.library in UNCHECKING]
        yield from _by_convention(taken, exact, (departure("logits-as-probabilities", bits=1),), lax)
    if inputs.given == "pred" and inputs.rows:
        rows = tuple((row[1],) for row in inputs.rows) if inputs.is_binary else inputs.rows
        fed = [row for row in CONVENTIONS.values() if row.expects == "logits"]
        how = departure("probabilities-as-logits")
        yield from _by_convention(with_rows(inputs, rows, "logits"), exact, (how,), fed)


UNCHECKING = ("Keras", "MLmetrics (R)", "Kaggle", "yardstick (R)")
"""Libraries that take numbers that are no probabilities without a word."""


def _by_convention(
    inputs: Inputs, exact: float, before: tuple[Departure, ...], rows: Iterable[Convention]
) -> Iterator[Hypothesis]:
    for value, (row, *alike) in others_alike(inputs, exact, rows):
        is_common = any(each.library in COMMON for each in (row, *alike))
        does = f"{row.does} (and alike: {', '.join(each.key for each in alike)})" if alike else row.does
        bits = MISUSED_BITS if before and is_common else LIBRARY_BITS
        how = departure("library", f"{row.library}'s {row.call}", does, row.key, bits=bits)
        departures = (*before, how._replace(fix=f"compare with: xent libraries … --code {row.key}"))
        yield Hypothesis(value, sum(each.bits for each in departures), departures)


LIBRARY_BITS = 3.1
MISUSED_BITS = 1.5
COMMON = ("Keras", "PyTorch")
"""Libraries that are often given the one for the other."""


def fitting(target: Target, tried: Sequence[Hypothesis]) -> Iterator[Hypothesis]:
    """The hypotheses whose value reads as the number: rounded to its digits, cut off, or in float32."""
    half = target.window / 2 * (1 + 1e-9) + DOUBLE_SLACK * abs(target.value)
    single = SINGLE_SLACK * abs(target.value)
    for each in tried:
        off = abs(each.value - target.value)
        if off <= half:
            yield each
        elif off < 2 * half and abs(each.value) > abs(target.value):
            yield _departing(each, "truncated")
        elif off <= single:
            yield _departing(each, "float32")


def _departing(hypothesis: Hypothesis, key: str) -> Hypothesis:
    how = departure(key)
    return hypothesis._replace(bits=hypothesis.bits + how.bits, departures=(*hypothesis.departures, how))


def _told_apart(fits: Sequence[Hypothesis], tried: Sequence[Hypothesis]) -> list[Hypothesis]:
    """Leave out what explains nothing: departures that change nothing, and the same departures again."""
    exact = next((each.value for each in tried if not each.departures), math.nan)
    kept: dict[tuple[str, ...], Hypothesis] = {}
    for each in fits:
        is_plain = abs(each.value - exact) <= SAME * abs(exact)
        keys = tuple(how.text for how in each.departures)
        if not (is_plain and any(how.key not in ("truncated", "float32") for how in each.departures)):
            kept.setdefault(keys, each)
    return _fewest(list(kept.values()))


def _fewest(fits: Sequence[Hypothesis]) -> list[Hypothesis]:
    """Leave out an explanation that another contains: more departures that lead to the very same value."""
    kept: list[Hypothesis] = []
    for each in fits:
        texts = {how.text for how in each.departures}
        if not any({how.text for how in other.departures} < texts for other in kept):
            kept.append(each)
    return kept
