"""What turns these inputs into that number: hypotheses tried in the order of how few and how common their departures are."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from xentropy_cli.conventions.libraries import compare_libraries
from xentropy_cli.conventions.why.chance import Ladder
from xentropy_cli.conventions.why.departures import Hypothesis, departure
from xentropy_cli.conventions.why.entries import miscopied
from xentropy_cli.conventions.why.hypotheses import by_library, by_outcomes, hypotheses
from xentropy_cli.conventions.why.target import SINGLE_SLACK, is_same
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentropy_cli.conventions.answers import Asked, InDoubles
    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.many_rows.array_inputs import ArrayInputs
    from xentropy_cli.conventions.why.target import Target
    from xentropy_cli.derivation.model import Derivation

NEAR_BITS = 3.5
"""How rare a hypothesis may be that is shown as the nearest miss."""


class Cause(NamedTuple):
    """A hypothesis that fits, and how many hypotheses no rarer than it would fit a random number by chance."""

    hypothesis: Hypothesis
    chance: float


class Verdict(NamedTuple):
    """A number, the calculation it was held against, and what was found."""

    target: Target
    derivation: Derivation | InDoubles
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


def explain(target: Target, asked: Asked) -> Verdict:
    """Find what turns the inputs of an answer into a number."""
    exact = float(asked.derivation.value)
    if not target.is_finite:
        found = find_unguarded(target, asked, exact)
    elif asked.arrays is None:
        found = find(target, asked.inputs, exact, tuple(asked.without_options()))
    else:
        found = find_among(_tried_of_many(asked, asked.arrays, exact), target, exact)
    return Verdict(target, asked.derivation, found)


def _tried_of_many(asked: Asked, arrays: ArrayInputs, exact: float) -> Iterator[Hypothesis]:
    """What is tried of many rows, with the options that were told and without each of them."""
    from xentropy_cli.conventions.many_rows.array_hypotheses import array_hypotheses

    yield from array_hypotheses(arrays)
    yield from by_outcomes(compare_libraries(asked).outcomes, exact)
    yield from miscopied(exact)
    for key, options in asked.without_options():
        rest = replace(arrays, options=options, weights=arrays.weights if options.weights else None)
        yield from _passed_on(key, asked.inputs, array_hypotheses(rest))


def _passed_on(key: str, inputs: Inputs, tried: Iterable[Hypothesis]) -> Iterator[Hypothesis]:
    """What may have been done by somebody who passed on one of the options of some inputs.

    A smoothing of somebody's own stands in the place of the one that is asked for.
    """
    how, told = departure(key), "" if inputs.smoothing is None else f"{inputs.smoothing:g}"
    for each in tried:
        keys = [made.key for made in each.departures]
        own = [made for made in each.departures if made.key.startswith("smoothed")] if key == "no-smoothing" else []
        if own and own[0].parts[0] != told:
            yield each
        elif not own and BACK.get(key, frozenset()).isdisjoint(keys):
            yield Hypothesis(each.value, each.bits + how.bits, (how, *each.departures))


BACK = {
    "base-e": frozenset(("base-2", "base-10")),
    "mean": frozenset(("sum",)),
    "sum": frozenset(("mean",)),
    "unscaled": frozenset(("rescaled",)),
}
"""What takes an option up again that was passed on."""


def find_unguarded(target: Target, asked: Asked, exact: float) -> Found:
    """Name what makes nan of the inputs, or infinity: what is infinite itself, formulas without a guard, and library calls."""
    if asked.arrays is None:
        from xentropy_cli.conventions.why.taking.unguarded import unguarded

        ways = [*unguarded(asked.inputs, exact), *by_library(asked.inputs, exact)]
    else:
        ways = [*by_outcomes(compare_libraries(asked).outcomes, exact)]
    tried = [Hypothesis(exact, 0.0, ()), *ways]
    if target.value < 0:
        tried = [_departing(each, "sign")._replace(value=-each.value) for each in tried]
    fits: dict[str, Hypothesis] = {}
    for each in sorted(tried, key=lambda each: each.bits):
        if str(each.value) == str(target.value):
            fits.setdefault(each.departures[0].fix if each.departures else "", each)
    return Found(tuple(Cause(each, 0.0) for each in fits.values()), (), len(tried), 0.0, None)


def find(target: Target, inputs: Inputs, exact: float, without: Iterable[tuple[str, Inputs]] = ()) -> Found:
    """Try every hypothesis, also without each option, and name the causes that chance does not account for."""
    others = (_passed_on(key, inputs, hypotheses(rest, exact)) for key, rest in without)
    return find_among(chain(hypotheses(inputs, exact), *others), target, exact)


def find_among(tried: Iterable[Hypothesis], target: Target, exact: float) -> Found:
    """Hold every hypothesis against the number once, and name the causes that chance does not account for."""
    ladder = Ladder(target)
    fits: list[Hypothesis] = []
    nearest, miss = None, math.inf
    for each in tried:
        ladder.count(each)
        off = abs(each.value - target.value)
        if off <= ladder.reach:
            fits += fitting(target, each, off)
        if off < miss and each.bits <= NEAR_BITS:
            nearest, miss = each, off
    ladder.close()
    fits.sort(key=lambda each: (each.bits, len(each.departures)))
    causes = tuple(Cause(each, ladder.chance(each)) for each in _told_apart(fits, exact))
    named = tuple(cause for cause in causes if cause.chance <= target.limit)
    doubtful = tuple(cause for cause in causes if cause.chance > target.limit)
    return Found(named, doubtful, ladder.tried, ladder.expected, None if causes else nearest)


def fitting(target: Target, tried: Hypothesis, off: float) -> Iterator[Hypothesis]:
    """The hypothesis if its value reads as the number: rounded to its digits, cut off, or in float32."""
    half = target.half
    if off <= half:
        yield tried
    elif off < 2 * half and abs(tried.value) > abs(target.value):
        yield _departing(tried, "truncated")
    elif off <= SINGLE_SLACK * abs(target.value):
        yield _departing(tried, "float32")


def _departing(hypothesis: Hypothesis, key: str) -> Hypothesis:
    how = departure(key)
    return hypothesis._replace(bits=hypothesis.bits + how.bits, departures=(*hypothesis.departures, how))


def _told_apart(fits: Sequence[Hypothesis], exact: float) -> list[Hypothesis]:
    """Leave out what explains nothing: departures that change nothing, and the same departures again."""
    kept: dict[frozenset[str], Hypothesis] = {}
    for each in fits:
        is_plain = is_same(each.value, exact)
        keys = frozenset(how.text for how in each.departures)
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
