"""From one loss an example to a total and what it is divided by: weights, means of means, examples left out."""

from __future__ import annotations

import math
from collections import Counter
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from xentropy_cli.conventions.why.departures import Departure, departure
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentropy_cli.conventions.arithmetic import Row, Rows
    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.departures import Budget
    from xentropy_cli.conventions.why.losses import Losses


class Sums(NamedTuple):
    """A total and what it is divided by: what every reduction starts from."""

    departures: tuple[Departure, ...]
    bits: float
    total: float
    denominator: float
    n: int
    cells: int
    is_log: bool
    is_asked: bool = False

    def plus(self, how: Departure, total: float, denominator: float) -> Sums:
        """Depart once more."""
        departures, bits = (*self.departures, how), self.bits + how.bits
        fields = (departures, bits, total, denominator, self.n, self.cells, self.is_log, self.is_asked)
        return tuple.__new__(Sums, fields)  # at once: there are tens of thousands

    def value(self, inputs: Inputs) -> float:
        """Their mean or their sum, as asked, in the base that is asked for."""
        return (self.total if inputs.reduction == "sum" else self.total / self.denominator) / inputs.unit


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


def counted(weights: Row, truth: Rows, inputs: Inputs) -> Row:
    """How much each example counts in the sum of the weights; the weight of class 1 does not count."""
    alone = weights or (1.0,) * len(truth)
    if not inputs.class_weights:
        return alone
    shares = (sum(w * p for w, p in zip(inputs.class_weights, row, strict=True)) for row in truth)
    return tuple(a * share for a, share in zip(alone, shares, strict=True))


def sums_as_asked(losses: Losses, inputs: Inputs) -> Sums:
    """The weighted total, and the denominator that was asked for."""
    view, n = losses.view, len(losses.values)
    total = added(_products(view.weights, losses.weighted)) if view.weights else added(losses.weighted)
    by_weights = is_weighted(inputs) and inputs.weight_norm == "weights"
    denominator = added(counted(view.weights, view.truth, inputs)) if by_weights else n
    return Sums(losses.departures, losses.bits, losses.copies * total, losses.copies * denominator, losses.copies * n,
                losses.cells, losses.is_log, losses.is_asked)  # fmt: skip


def is_weighted(inputs: Inputs) -> bool:
    """Whether the mean may be divided by weights."""
    return bool(inputs.weights or inputs.class_weights)


def _products(weights: Row, values: Row) -> Iterator[float]:
    return (w * v if w else 0.0 for w, v in zip(weights, values, strict=True))


def sums(losses: Losses, inputs: Inputs, budget: Budget) -> Iterator[Sums]:
    """The sums as asked, with the weights treated otherwise, and with examples left out or averaged in batches."""
    if not all(map(math.isfinite, losses.weighted)):
        return
    asked = sums_as_asked(losses, inputs)
    yield asked
    if asked.bits + 1 > budget.bits:
        return
    if is_weighted(inputs):
        by_count = inputs.weight_norm == "weights"
        counts = counted(losses.view.weights, losses.view.truth, inputs)
        other = asked.n if by_count else added(counts)
        yield asked.plus(departure("by-count" if by_count else "by-weights"), asked.total, other)
        yield asked.plus(departure("no-weights"), added(losses.values), asked.n)
        yield from _weighed_too_often(asked, losses, counts, inputs)
        yield from by_nonzero(asked, len(counts) - counts.count(0))
        yield from _other_weights(asked, losses, inputs)
    yield from _other_means(asked, losses, inputs)
    if inputs.ignored:
        yield asked.plus(departure("ignored-counted"), asked.total, asked.denominator + inputs.ignored)
    if inputs.pos_weight is not None:
        yield from _other_pos_weights(asked, losses, inputs.pos_weight)
    if losses.is_asked and not losses.departures:
        yield from _padded(asked)
    if losses.is_asked and losses.copies == 1:
        yield from _without_a_class(asked, losses, inputs, budget)
        if not losses.view.weights and not inputs.class_weights:
            yield from _batches(asked, losses, budget)
            yield from by_list(asked, totals_of(losses.values, inputs.lengths), inputs.lengths)


def _other_pos_weights(asked: Sums, losses: Losses, pos_weight: float) -> Iterator[Sums]:
    """The weight of class 1 ignored, in the denominator, or given to class 0."""
    truth = losses.view.truth
    yield asked.plus(departure("no-pos-weight"), added(losses.values), asked.n)
    yield asked.plus(departure("pos-weight-mean"), asked.total, added(p[0] + pos_weight * p[1] for p in truth))
    on_other = (v * (p[1] + pos_weight * p[0]) for v, p in zip(losses.values, truth, strict=True))
    yield asked.plus(departure("weight-on-other"), added(on_other), asked.n)


def _weighed_too_often(asked: Sums, losses: Losses, counts: Row, inputs: Inputs) -> Iterator[Sums]:
    """Weights that divide as well as the count, or that multiply twice."""
    if inputs.reduction == "sum":
        return
    yield asked.plus(departure("by-both"), asked.total, added(counts) * asked.n)
    values = tuple(_products(losses.view.weights, losses.weighted)) if losses.view.weights else losses.weighted
    yield asked.plus(departure("weights-twice"), added(_products(counts, values)), asked.denominator)


def by_nonzero(asked: Sums, nonzero: int) -> Iterator[Sums]:
    """The total over the number of weights that are not 0, as in tf.compat.v1.losses and in tfjs."""
    if 0 < nonzero < asked.n:
        yield asked.plus(departure("by-nonzero"), asked.total, nonzero)


def _other_weights(asked: Sums, losses: Losses, inputs: Inputs) -> Iterator[Sums]:
    """Weights of classes over another sum, upside down, or in reverse order."""
    of_class, labels = inputs.class_weights, losses.view.labels
    if not of_class or not labels:
        return
    yield asked.plus(departure("by-class-weights"), asked.total, added(of_class))
    yield asked.plus(departure("scaled-weights"), asked.total * len(of_class), added(of_class) * asked.n)
    changed = [("reversed-weights", of_class[::-1])]
    if all(of_class):
        changed.append(("inverse-weights", tuple(1 / w for w in of_class)))
    alone = losses.view.weights or (1.0,) * len(labels)
    for key, other in changed:
        each = [a * other[label] for a, label in zip(alone, labels, strict=True)]
        by = added(each) if inputs.weight_norm == "weights" else asked.n
        if by:
            yield asked.plus(departure(key), added(_products(tuple(each), losses.values)), by)


MOST_PADDED = 8
"""Cells of padding up to which they are tried: no more than there are examples."""


def _padded(asked: Sums) -> Iterator[Sums]:
    """The total over more than there is: rows of unequal length, filled up."""
    for more in range(1, min(asked.n, MOST_PADDED) + 1):
        how = departure("padded", f"{more} cell{'s' * (more > 1)}", more, rarer=math.log2(more))
        yield asked.plus(how, asked.total, asked.denominator + more)


def _other_means(asked: Sums, losses: Losses, inputs: Inputs) -> Iterator[Sums]:
    """The mean of the classes' means, and the mean over the examples that add something."""
    if is_weighted(inputs) or inputs.reduction == "sum" or losses.copies > 1:
        return
    adding = len(losses.values) - losses.values.count(0)
    if 0 < adding < asked.n:
        yield asked.plus(departure("over-counted"), asked.total, adding)
    counts = Counter(losses.view.labels)
    if len(counts) > 1 and len(set(counts.values())) > 1:
        means = (value / counts[label] for value, label in zip(losses.values, losses.view.labels, strict=True))
        yield asked.plus(departure("balanced"), added(means), len(counts))


def _without_a_class(asked: Sums, losses: Losses, inputs: Inputs, budget: Budget) -> Iterator[Sums]:
    """The examples of each class left out, as ignore_index does; and the examples of one class alone."""
    view = losses.view
    present = sorted(set(view.labels))
    if len(present) < TWO_CLASSES or not budget.allows(asked, departure("class-ignored")):
        return
    by_weights = is_weighted(inputs) and inputs.weight_norm == "weights"
    counts = counted(view.weights, view.truth, inputs) if by_weights else (1.0,) * len(view.labels)
    values = tuple(_products(view.weights, losses.weighted)) if view.weights else losses.weighted
    totals, parts = dict.fromkeys(present, 0.0), dict.fromkeys(present, 0.0)
    for label, value, count in zip(view.labels, values, counts, strict=True):
        totals[label] += value
        parts[label] += count
    rare = 1.0 if len(inputs.classes) == TWO_CLASSES else 0.0
    for label in present:
        name = inputs.classes[label]
        rest, of_class = asked.denominator - parts[label], parts[label]
        if rest:
            yield asked.plus(departure("class-ignored", name, rarer=rare), asked.total - totals[label], rest)
        if inputs.reduction == "mean":
            how = departure("class-ignored-divided", name, rarer=rare)
            yield asked.plus(how, asked.total - totals[label], asked.denominator)
        if of_class and len(present) > TWO_CLASSES:
            yield asked.plus(departure("class-alone", name), totals[label], of_class)


TWO_CLASSES = 2
COMMON_SIZES = (2, 3, 4, 5, 8, 10, 16, 20, 25, 32, 50, 64, 100, 128, 200, 250, 256, 500, 512, 1000, 1024, 2048, 4096)
ANY_SIZE = 64
"""Up to so many examples, batches of any size are tried; of more, those of the common sizes."""

RARE_SIZE = 2.0
"""How much rarer, in bits, a batch of an uncommon size is."""


def batch_sizes(n: int) -> Iterator[tuple[int, float]]:
    """Sizes of batches that n examples may have come in, and how much rarer than common ones they are.

    >>> list(batch_sizes(5))
    [(2, 0.0), (3, 0.0), (4, 0.0)]
    """
    for size in range(2, n) if n <= ANY_SIZE else COMMON_SIZES:
        if size < n:
            yield size, 0.0 if size in COMMON_SIZES else RARE_SIZE


def _batches(asked: Sums, losses: Losses, budget: Budget) -> Iterator[Sums]:
    """Means of batches averaged, the last of them smaller; the last batch dropped; perplexities of batches averaged."""
    values, n = losses.values, len(losses.values)
    if not budget.allows(asked, departure("batches", 0)):
        return
    for size, rarer in batch_sizes(n):
        means = [math.fsum(values[at : at + size]) / min(size, n - at) for at in range(0, n, size)]
        whole = n - n % size
        yield asked.plus(departure("batches", size, rarer=rarer), math.fsum(means), len(means))
        yield asked.plus(departure("batches-over-count", size, rarer=rarer), math.fsum(means), n)
        if whole < n:
            yield asked.plus(departure("batch-dropped", size, rarer=rarer), math.fsum(values[:whole]), whole)
        if max(means) < LARGEST_EXPONENT:
            how = departure("batch-perplexities", size, rarer=rarer)
            start = asked.plus(how, added(map(math.exp, means)), len(means))
            yield start._replace(is_log=False, is_asked=False)


def totals_of(values: Row, lengths: Sequence[int]) -> list[float]:
    """The total of each list, of so many values each.

    >>> totals_of((1.0, 2.0, 3.0), (1, 2))
    [1.0, 5.0]
    """
    ends = list(accumulate(lengths, initial=0))
    return [math.fsum(values[begin:end]) for begin, end in pairwise(ends)] if ends[-1] == len(values) else []


def by_list(asked: Sums, totals: Sequence[float], lengths: Sequence[int]) -> Iterator[Sums]:
    """What each list of events adds up to, averaged over the lists: already one number, whatever the reduction is."""
    n = len(totals)
    if n < FEWEST_LISTS:
        return
    means = [total / length for total, length in zip(totals, lengths, strict=True)]
    yield asked.plus(departure("list-means"), added(means) / n, 1)._replace(n=1)
    yield asked.plus(departure("list-totals"), added(totals) / n, 1)._replace(n=1)
    if max(means) < LARGEST_EXPONENT:
        of_lists = asked.plus(departure("list-perplexities"), added(map(math.exp, means)) / n, 1)
        yield of_lists._replace(n=1, is_log=False, is_asked=False)


FEWEST_LISTS = 2
LARGEST_EXPONENT = 700.0
