"""From one loss an example to one number: weights, mean or sum, the base, the sign, and what is made of the mean."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.why.departures import Departure, Hypothesis, departure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.conventions.arithmetic import Row
    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.losses import Losses

MOST_BITS = 7.0
"""The rarest hypothesis that is tried."""

COMMONEST = 1.0
"""The rarity of the most common departures: with less to spare, nothing more can depart."""

MOST_DEPARTURES = 3
LARGEST_EXPONENT = 700.0
TWO_CLASSES = 2
"""With two classes the logarithm of their number is the unit of base 2."""


class Sums(NamedTuple):
    """A total and what it is divided by: what every reduction starts from."""

    departures: tuple[Departure, ...]
    total: float
    denominator: float
    n: int
    cells: int
    is_log: bool

    @property
    def bits(self) -> float:
        """How rare it is to come to these sums."""
        return sum(each.bits for each in self.departures)

    def plus(self, how: Departure, total: float, denominator: float) -> Sums:
        """Depart once more."""
        return self._replace(departures=(*self.departures, how), total=total, denominator=denominator)


def example_weights(inputs: Inputs) -> Row:
    """The weight that each example has by itself."""
    return inputs.weights or (1.0,) * inputs.n


def added(values: Iterable[float]) -> float:
    """Add up; what no double holds is infinite or, of both signs, nan.

    >>> added([0.1] * 10), added([1e308, 1e308])
    (1.0, inf)
    """
    numbers = tuple(values)
    try:
        return math.fsum(numbers)
    except (OverflowError, ValueError):
        return sum(numbers)


def counted(inputs: Inputs, truth: tuple[Row, ...]) -> Row:
    """How much each example counts in the sum of the weights; the weight of class 1 does not count."""
    alone = example_weights(inputs)
    if not inputs.class_weights:
        return alone
    shares = (sum(w * p for w, p in zip(inputs.class_weights, row, strict=True)) for row in truth)
    return tuple(a * share for a, share in zip(alone, shares, strict=True))


def sums_as_asked(losses: Losses, inputs: Inputs) -> Sums:
    """The weighted total, and the denominator that was asked for."""
    total = added(_products(example_weights(inputs), losses.weighted))
    by_weights = is_weighted(inputs) and inputs.weight_norm == "weights"
    denominator = added(counted(inputs, inputs.truth)) if by_weights else inputs.n
    return Sums(losses.departures, total, denominator, inputs.n, losses.cells, losses.is_log)


def is_weighted(inputs: Inputs) -> bool:
    """Whether the mean may be divided by weights."""
    return bool(inputs.weights or inputs.class_weights)


def _products(weights: Row, values: tuple[float, ...]) -> Iterator[float]:
    return (w * v if w else 0.0 for w, v in zip(weights, values, strict=True))


def sums(losses: Losses, inputs: Inputs) -> Iterator[Sums]:
    """The sums as asked, and with the weights treated otherwise."""
    if any(math.isnan(v) or math.isinf(v) for v in losses.weighted):
        return
    asked = sums_as_asked(losses, inputs)
    yield asked
    if is_weighted(inputs):
        by_count = inputs.weight_norm == "weights"
        other = inputs.n if by_count else added(counted(inputs, inputs.truth))
        yield asked.plus(departure("by-count" if by_count else "by-weights"), asked.total, other)
        yield asked.plus(departure("no-weights"), added(losses.values), inputs.n)
        yield from _other_weights(asked, losses, inputs)
    yield from _other_means(asked, losses, inputs)
    if inputs.ignored:
        yield asked.plus(departure("ignored-counted"), asked.total, asked.denominator + inputs.ignored)
    if inputs.pos_weight is not None:
        yield asked.plus(departure("no-pos-weight"), added(losses.values), inputs.n)
        weights = added(p[0] + inputs.pos_weight * p[1] for p in inputs.truth)
        yield asked.plus(departure("pos-weight-mean"), asked.total, weights)
        on_other = (v * (p[1] + inputs.pos_weight * p[0]) for v, p in zip(losses.values, inputs.truth, strict=True))
        yield asked.plus(departure("weight-on-other"), added(on_other), inputs.n)


def _other_weights(asked: Sums, losses: Losses, inputs: Inputs) -> Iterator[Sums]:
    """Weights of classes over another sum, upside down, or in reverse order."""
    of_class = inputs.class_weights
    if not of_class or not inputs.labels:
        return
    yield asked.plus(departure("by-class-weights"), asked.total, added(of_class))
    changed = [("reversed-weights", of_class[::-1])]
    if all(of_class):
        changed.append(("inverse-weights", tuple(1 / w for w in of_class)))
    for key, other in changed:
        each = [a * other[label] for a, label in zip(example_weights(inputs), inputs.labels, strict=True)]
        by = added(each) if inputs.weight_norm == "weights" else inputs.n
        if by:
            yield asked.plus(departure(key), added(_products(tuple(each), losses.values)), by)


def _other_means(asked: Sums, losses: Losses, inputs: Inputs) -> Iterator[Sums]:
    """The mean of the classes' means, and the mean over the examples that add something."""
    if is_weighted(inputs) or inputs.reduction == "sum":
        return
    adding = sum(1 for value in losses.values if value)
    if 0 < adding < inputs.n:
        yield asked.plus(departure("over-counted"), asked.total, adding)
    counts = Counter(inputs.labels)
    if len(counts) > 1 and len(set(counts.values())) > 1:
        means = (value / counts[label] for value, label in zip(losses.values, inputs.labels, strict=True))
        yield asked.plus(departure("balanced"), added(means), len(counts))


def finished(start: Sums, inputs: Inputs, most: float = MOST_BITS) -> Iterator[Hypothesis]:
    """Every number that is made of these sums, no rarer than `most` bits."""
    spare = most - start.bits
    if spare < 0 or len(start.departures) > MOST_DEPARTURES or not start.denominator or not math.isfinite(start.total):
        return
    if spare < COMMONEST:
        base = math.log(inputs.base) if inputs.base is not None and start.is_log else 1.0
        yield _hypothesis(
            (start.total if inputs.reduction == "sum" else start.total / start.denominator) / base, start.departures
        )
        return
    room = MOST_DEPARTURES - len(start.departures)
    for value, how in _reduced(start, inputs):
        if how and (how.bits > spare or not room):
            continue
        so_far = (*start.departures, *([how] if how else []))
        left, rest = spare - (how.bits if how else 0), room - bool(how)
        for number, more in _expressed(value, start, inputs):
            if sum(each.bits for each in more) <= left and len(more) <= rest:
                yield _hypothesis(number, (*so_far, *more))
    for number, made in _transformed(start):
        if made.bits <= spare and room:
            yield _hypothesis(number, (*start.departures, made))


def _hypothesis(value: float, departures: tuple[Departure, ...]) -> Hypothesis:
    return Hypothesis(value, sum(each.bits for each in departures), departures)


def _reduced(start: Sums, inputs: Inputs) -> Iterator[tuple[float, Departure | None]]:
    """The total over its denominator, or over another, or over none."""
    mean, total = start.total / start.denominator, start.total
    yield (total if inputs.reduction == "sum" else mean), None
    if start.denominator != 1:
        yield (mean, departure("mean")) if inputs.reduction == "sum" else (total, departure("sum"))
    if start.cells > 1:
        yield total / (start.n * start.cells), departure("over-cells")
        if start.n > 1:
            yield total / start.cells, departure("over-classes")
    if start.n > 1:
        yield total / (start.n - 1), departure("less-one")


def _expressed(value: float, start: Sums, inputs: Inputs) -> Iterator[tuple[float, tuple[Departure, ...]]]:
    """A value in the base asked for, in another base, and with other slips at the end."""
    base = 1.0 if inputs.base is None else math.log(inputs.base)
    asked = value / base if start.is_log else value
    sign = departure("sign")
    yield asked, ()
    yield -asked, (sign,)
    if start.is_log:
        for key, other in (("base-e", 1.0), ("base-2", math.log(2)), ("base-10", math.log(10))):
            if other != base:
                yield value / other, (departure(key),)
                yield -value / other, (departure(key), sign)
        if len(inputs.truth[0]) > TWO_CLASSES:
            yield value / math.log(len(inputs.truth[0])), (departure("normalised"),)
    yield 2 * asked, (departure("twofold"),)
    yield asked / 2, (departure("half"),)
    yield 100 * asked, (departure("percent"),)


def _transformed(start: Sums) -> Iterator[tuple[float, Departure]]:
    """Perplexities and products: what is made of a mean or total in nats."""
    mean = start.total / start.denominator
    if not start.is_log:
        if any(each.key == "squared" for each in start.departures) and mean > 0:
            yield math.sqrt(mean), departure("root-squared", bits=1.5)
        return
    if abs(mean) * math.log(10) < LARGEST_EXPONENT:
        yield math.exp(mean), departure("perplexity")
        yield 2**mean, departure("perplexity-2")
        yield math.exp(mean / math.log(2)), departure("perplexity-e")
        yield 10**mean, departure("perplexity-10")
        yield math.exp(-mean), departure("typical")
    if abs(start.total) < LARGEST_EXPONENT:
        yield math.exp(-start.total), departure("likelihood")
