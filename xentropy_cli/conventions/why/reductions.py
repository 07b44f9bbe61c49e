"""From a total and its denominator to one number: mean or sum, the base, the sign, and what is made of the mean."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.why.departures import Budget, Departure, Hypothesis, departure
from xentropy_cli.conventions.why.sums import LARGEST_EXPONENT, added
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.sums import Sums

TWO_CLASSES = 2
"""With two classes the logarithm of their number is the unit of base 2."""

ASKED, OTHER, OVER_CELLS, OVER_CLASSES, LESS_ONE = range(5)
"""The quotients of a total: the reduction that is asked for, the other one of mean and sum, and wrong ones."""

COMMONEST_TRANSFORM, OTHER_COUNTS = 1.5, 3.5
"""The rarity of the most common of what is made of a mean, and of what is made of a total over another count."""


class Finish(NamedTuple):
    """What is done to a total at the end: which quotient is taken, and what that is divided by."""

    quotient: int
    divisor: float
    bits: float
    departures: tuple[Departure, ...]


class Finishes:
    """Every way from sums to a number, for some inputs; the same for all of their sums, so they are made once."""

    def __init__(self, inputs: Inputs, budget: Budget) -> None:
        """Put together how totals are divided, and how the quotient is expressed."""
        self.budget = budget
        self.k = len(inputs.truth[0])
        self.has_prediction = bool(inputs.rows)
        self.is_summed = inputs.reduction == "sum"
        self.baseline, self.impurity = _of_proportions(inputs)
        self._linear = {
            is_log: sorted(filter(budget.allows, _linear(inputs, is_log=is_log)), key=lambda each: each.bits)
            for is_log in (True, False)
        }

    def of(self, start: Sums) -> Iterator[Hypothesis]:
        """Every number that is made of these sums, as far as the budget goes."""
        room = self.budget.departures - len(start.departures)
        spare = self.budget.bits - start.bits
        if spare < 0 or room < 0 or not start.denominator or not math.isfinite(start.total):
            return
        quotients, before, rarity = self._quotients(start), start.departures, start.bits
        for kind, divisor, bits, departures in self._linear[start.is_log]:
            if bits > spare:
                break
            quotient = quotients[kind]
            if quotient is not None and len(departures) <= room:
                found = (quotient / divisor, rarity + bits, before + departures)
                yield tuple.__new__(Hypothesis, found)  # at once: there are tens of thousands
        if room and spare >= COMMONEST_TRANSFORM:
            for number, made in self._transformed(start, spare):
                if made.bits <= spare:
                    yield Hypothesis(number, start.bits + made.bits, (*start.departures, made))
            if not start.is_log:
                yield from self._of_squares(start)

    def _quotients(self, start: Sums) -> tuple[float | None, ...]:
        """The mean, the total, and the total over other counts; None where that is no other number."""
        cells, n, total = start.cells, start.n, start.total
        mean = total / start.denominator
        asked, other = (total, mean) if self.is_summed else (mean, total)
        return (
            asked,
            other if start.denominator != 1 else None,
            total / (n * cells) if cells > 1 else None,
            total / cells if cells > 1 and n > 1 else None,
            total / (n - 1) if n > 1 else None,
        )

    def _transformed(self, start: Sums, spare: float) -> Iterator[tuple[float, Departure]]:
        """Perplexities and products, and the loss held against a guess: what is made of a mean or total in nats."""
        mean = start.total / start.denominator
        if not start.is_log:
            return
        if abs(mean) * math.log(10) < LARGEST_EXPONENT:
            yield math.exp(mean), departure("perplexity")
            yield 2**mean, departure("perplexity-2")
            yield math.exp(mean / math.log(2)), departure("perplexity-e")
            yield 10**mean, departure("perplexity-10")
            yield math.exp(-mean), departure("typical")
        if abs(start.total) < LARGEST_EXPONENT:
            yield math.exp(-start.total), departure("likelihood")
            if start.is_asked and start.n > 1 and spare >= OTHER_COUNTS:
                yield math.exp(start.total), departure("perplexity-of-total")
                yield math.exp(start.total / (start.n + 1)), departure("perplexity-one-more")
                yield math.exp(start.total / (start.n - 1)), departure("perplexity-one-less")
        if start.is_asked:
            if mean > 0:
                yield math.sqrt(mean), departure("root")
            yield from self._against_a_guess(mean, start)

    def _of_squares(self, start: Sums) -> Iterator[Hypothesis]:
        """The root of a mean square, and squares held against those of a guess: each stands in the place of the square."""
        squares = next((each for each in start.departures if each.key in ("squared", "brier")), None)
        mean = start.total / start.denominator
        if squares is None or mean <= 0:
            return
        made: list[tuple[float, Departure]] = []
        if squares.key == "squared":
            made.append((math.sqrt(mean), departure("root-squared")))
        if self.impurity:
            guess = self.impurity / (self.k if squares.key == "squared" else 1)
            made.append((1 - mean / guess, departure("brier-skill")))
        rest = tuple(each for each in start.departures if each is not squares)
        for number, how in made:
            bits = start.bits - squares.bits + how.bits
            if bits <= self.budget.bits:
                yield Hypothesis(number, bits, (*rest, how))

    def _against_a_guess(self, mean: float, start: Sums) -> Iterator[tuple[float, Departure]]:
        if self.baseline:
            yield 1 - mean / self.baseline, departure("skill")
            yield mean / self.baseline, departure("share-of-entropy")
        if self.k > TWO_CLASSES:
            yield 1 - mean / math.log(self.k), departure("over-uniform")
        if self.has_prediction:
            yield 1 - mean / math.log(2), departure("coin")
            if start.denominator != 1:
                yield start.denominator - start.total / math.log(2), departure("coin")


def _linear(inputs: Inputs, *, is_log: bool) -> Iterator[Finish]:
    """Every quotient in every expression; a mean as asked needs no departure."""
    quotients: tuple[tuple[int, tuple[Departure, ...]], ...] = (
        (ASKED, ()),
        (OTHER, (departure("mean" if inputs.reduction == "sum" else "sum"),)),
        (OVER_CELLS, (departure("over-cells"),)),
        (OVER_CLASSES, (departure("over-classes"),)),
        (LESS_ONE, (departure("less-one"),)),
    )
    for quotient, how in quotients:
        for divisor, more in _expressions(inputs, is_log=is_log):
            departures = (*how, *more)
            yield Finish(quotient, divisor, sum(each.bits for each in departures), departures)


def _expressions(inputs: Inputs, *, is_log: bool) -> Iterator[tuple[float, tuple[Departure, ...]]]:
    """In the base asked for, in another base, and with other slips at the end: what the value is divided by."""
    base = math.log(inputs.base) if inputs.base is not None and is_log else 1.0
    sign = departure("sign")
    yield base, ()
    yield -base, (sign,)
    if is_log:
        for key, other in (("base-e", 1.0), ("base-2", math.log(2)), ("base-10", math.log(10))):
            if other != base:
                yield other, (departure(key),)
                yield -other, (departure(key), sign)
        if inputs.base in (None, 2):
            yield 1 / math.log(2), (departure("times-ln-2"),)
        if len(inputs.truth[0]) > TWO_CLASSES:
            yield math.log(len(inputs.truth[0])), (departure("normalised"),)
    yield base / 2, (departure("twofold"),)
    yield base * 2, (departure("half"),)
    yield base / 100, (departure("percent"),)


def _of_proportions(inputs: Inputs) -> tuple[float, float]:
    """The log loss in nats and the Brier score of one who always predicts how often each class came; 0 of one class."""
    if not inputs.labels or inputs.reading == "events":
        return 0.0, 0.0
    counts = dict.fromkeys(inputs.labels, 0.0)
    for label, weight in zip(inputs.labels, inputs.weights or (1.0,) * inputs.n, strict=True):
        counts[label] += weight
    whole = sum(counts.values())
    shares = [count / whole for count in counts.values() if count] if whole else []
    return added(-share * math.log(share) for share in shares), added(share * (1 - share) for share in shares)
