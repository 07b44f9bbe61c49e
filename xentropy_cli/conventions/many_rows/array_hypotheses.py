"""What somebody may have done with many rows, as arrays: the hypotheses that need no look at a single entry."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.conventions.many_rows.array_arithmetic import ln, picked
from xentropy_cli.conventions.many_rows.array_takings import BUDGET, TWO, plain_taking, takings
from xentropy_cli.conventions.why.departures import departure
from xentropy_cli.conventions.why.forms import FORMS
from xentropy_cli.conventions.why.reductions import Finishes
from xentropy_cli.conventions.why.smoothing import ends_as_asked, other_smoothings
from xentropy_cli.conventions.why.sums import COMMON_SIZES, Sums, by_list, by_nonzero
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentropy_cli.arrays.kinds import Floats, Indices
    from xentropy_cli.conventions.many_rows.array_inputs import ArrayInputs
    from xentropy_cli.conventions.many_rows.array_takings import Taken
    from xentropy_cli.conventions.why.departures import Departure, Hypothesis
    from xentropy_cli.conventions.why.forms import Form

    Each = Callable[[Floats], Floats]


class ArrayLosses(NamedTuple):
    """One loss an example, whether it is a logarithm, and whether it is the one that was asked for.

    `everywhere` is what smoothing adds for every class, whose weights count one by one: its share, and how they were taken.
    """

    departures: tuple[Departure, ...]
    labels: Indices
    values: Floats
    is_log: bool = True
    is_asked: bool = False
    cells: int = 1
    everywhere: tuple[float, Taken] | None = None


def array_hypotheses(inputs: ArrayInputs) -> Iterator[Hypothesis]:
    """Every way to take the numbers, every loss, every sum, every end: those that whole arrays can tell."""
    finishes = Finishes(inputs.options, BUDGET)
    for taken in takings(inputs):
        for losses in _losses(taken, inputs):
            if sum(each.bits for each in losses.departures) <= BUDGET.bits:
                for start in _sums(losses, inputs):
                    yield from finishes.of(start)


def pairwise_sum(values: Floats) -> float:
    """Add up, in pairs: the few last digits that this may cost are no digits of a number that somebody typed."""
    return float(values.sum())


def asked_value(inputs: ArrayInputs) -> float:
    """The cross-entropy as asked: mean or sum, in the base that is asked for."""
    losses = next(_losses(plain_taking(inputs), inputs))
    start = next(_sums(losses, inputs), None)
    return math.inf if start is None else start.value(inputs.options)


def _surprisal(q: Floats) -> Floats:
    return -ln(q)


def _of_rest(q: Floats) -> Floats:
    return -ln(1 - q)


def _own_weight(q: Floats) -> Floats:
    return np.where(q > 0, -q * ln(q), 0.0)


ARRAY_FORMS: dict[tuple[str, ...], tuple[Each, Each | None]] = {
    ("cells-by-row",): (_surprisal, _of_rest),
    ("cells",): (_surprisal, _of_rest),
    ("prediction-entropy",): (_own_weight, _own_weight),
    ("own-weight",): (_own_weight, None),
    ("focal", "2"): (lambda q: -((1 - q) ** 2) * ln(q), None),
    ("focal", "1"): (lambda q: -(1 - q) * ln(q), None),
    ("mean-of-perplexities",): (lambda q: 1 / q, None),
    ("no-log",): (lambda q: -q, None),
    ("one-minus",): (lambda q: 1 - q, None),
    ("brier",): (lambda q: (1 - q) ** 2, np.square),
    ("squared",): (lambda q: (1 - q) ** 2, np.square),
    ("absolute",): (lambda q: abs(1 - q), np.abs),
}
"""What arrays make of the probability of what happened, and of each other: of some of FORMS, by their keys and parts."""


def _losses(taken: Taken, inputs: ArrayInputs) -> Iterator[ArrayLosses]:
    k, options = len(inputs.options.classes), inputs.options
    own = taken.matrix.losses_at(taken.picked)
    cells = 1 if options.is_binary else k
    smoothings: list[tuple[tuple[float, float], tuple[Departure, ...]]] = [(ends_as_asked(options, k), ())]
    if options.reading != "events":
        others = other_smoothings(options, k)
        smoothings += [(ends, (how,)) for ends, how in others if BUDGET.allows(taken, how)]
    for (low, high), extra in smoothings:
        values = own if (low, high) == (0.0, 1.0) else low * taken.matrix.everywhere + (high - low) * own
        spread = (low, taken) if low else None
        how = (*taken.departures, *extra)
        yield ArrayLosses(how, taken.labels, values, is_asked=True, cells=cells, everywhere=spread)
    yield from _forms(taken, inputs)


def _forms(taken: Taken, inputs: ArrayInputs) -> Iterator[ArrayLosses]:
    forms: dict[tuple[str, ...], Form] = {}
    for form in FORMS:
        key = (form.key, *form.parts)
        if key in ARRAY_FORMS and form.is_for(inputs.options) and BUDGET.allows(taken, form.departure):
            forms.setdefault(key, form)
    if not forms:
        return
    matrix, k = taken.matrix, len(inputs.options.classes)
    true = picked(matrix.q, taken.picked)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for key, form in forms.items():
            of_true, other = ARRAY_FORMS[key]
            values = of_true(true)
            if other is not None:
                every, whole = matrix.others(other)
                values = values + whole - picked(every, taken.picked)
            values = values / k if form.is_averaged else values
            cells = k if form.over_cells else 1
            departures = (*taken.departures, form.departure)
            yield ArrayLosses(departures, taken.labels, values, is_log=form.is_log, cells=cells)
    for how in (departure("error-rate"), departure("accuracy")):
        if BUDGET.allows(taken, how):
            is_counted = (matrix.likeliest != taken.picked) == (how.key == "error-rate")
            yield ArrayLosses((*taken.departures, how), taken.labels, is_counted.astype(float), is_log=False)


def _sums(losses: ArrayLosses, inputs: ArrayInputs) -> Iterator[Sums]:
    """The sums as asked, with the weights treated otherwise, and with a class left out or averaged in batches."""
    options, values, n = inputs.options, losses.values, inputs.n
    alone = inputs.ones if inputs.weights is None else inputs.weights
    of_class = np.array(options.class_weights or (1.0,) * len(options.classes))
    if options.pos_weight is not None:
        of_class = of_class * np.array([1.0, options.pos_weight])
    is_even = inputs.weights is None and bool((of_class == 1).all())
    weighed = values if is_even else alone * of_class[losses.labels] * values
    if losses.everywhere is not None and len(set(of_class.tolist())) > 1:
        low, taken = losses.everywhere
        of_column = of_class[np.argsort(taken.places)] if taken.places else of_class
        own = of_class[losses.labels] * taken.matrix.everywhere
        with np.errstate(invalid="ignore"):  # ∞ - ∞
            weighed = weighed - alone * low * (own + taken.matrix.log_q @ of_column)
    whole = pairwise_sum(weighed)
    if not math.isfinite(whole):
        return
    counts = alone * np.array(options.class_weights)[losses.labels] if options.class_weights else alone
    is_weighted = bool(options.weights or options.class_weights)
    by_weights = is_weighted and options.weight_norm == "weights"
    bits = sum(each.bits for each in losses.departures)
    denominator = pairwise_sum(counts) if by_weights else float(n)
    asked = Sums(losses.departures, bits, whole, denominator, n, losses.cells, losses.is_log, losses.is_asked)
    yield asked
    if bits + 1 > BUDGET.bits:
        return
    if is_weighted:
        other = float(n) if by_weights else pairwise_sum(counts)
        yield asked.plus(departure("by-count" if by_weights else "by-weights"), whole, other)
        yield asked.plus(departure("no-weights"), pairwise_sum(values), float(n))
        yield from by_nonzero(asked, int(np.count_nonzero(counts)))
    if options.pos_weight is not None:
        yield asked.plus(departure("no-pos-weight"), pairwise_sum(values), float(n))
    if not is_weighted and options.reduction == "mean":
        yield from _balanced(asked, losses, len(options.classes))
    if losses.is_asked:
        yield from _without_a_class(asked, losses.labels, weighed, counts if by_weights else inputs.ones, inputs)
        if not is_weighted:
            yield from _batches(asked, values)
            yield from _lists(asked, values, options.lengths)


def _without_a_class(
    asked: Sums, labels: Indices, weighed: Floats, counts: Floats, inputs: ArrayInputs
) -> Iterator[Sums]:
    """The examples of each class left out, or those of one class alone."""
    names = inputs.options.classes
    totals, parts = (np.bincount(labels, each, len(names)) for each in (weighed, counts))
    present = [label for label in range(len(names)) if parts[label]]
    if len(present) < TWO or inputs.options.reading == "events":
        return
    for label in present:
        how = departure("class-ignored", names[label], rarer=1.0 if len(names) == TWO else 0.0)
        yield asked.plus(how, asked.total - float(totals[label]), asked.denominator - float(parts[label]))
        if len(present) > TWO:
            yield asked.plus(departure("class-alone", names[label]), float(totals[label]), float(parts[label]))


def _balanced(asked: Sums, losses: ArrayLosses, k: int) -> Iterator[Sums]:
    """The mean of the classes' own means, where classes are not equally many."""
    counts, totals = np.bincount(losses.labels, minlength=k), np.bincount(losses.labels, losses.values, k)
    present = counts > 0
    if len(set(counts[present].tolist())) > 1:
        means = totals[present] / counts[present]
        yield asked.plus(departure("balanced"), pairwise_sum(means), float(len(means)))


def _lists(asked: Sums, values: Floats, lengths: tuple[int, ...]) -> Iterator[Sums]:
    """Means, totals and perplexities of lists averaged."""
    if lengths:
        starts = np.cumsum([0, *lengths[:-1]])
        yield from by_list(asked, np.add.reduceat(values, starts).tolist(), lengths)


def _batches(asked: Sums, values: Floats) -> Iterator[Sums]:
    """Means of batches averaged, the last of them smaller; the last batch dropped."""
    n = len(values)
    if not BUDGET.allows(asked, departure("batches", 0)):
        return
    for size in COMMON_SIZES:
        if size < n:
            starts = np.arange(0, n, size)
            means = np.add.reduceat(values, starts) / np.minimum(size, n - starts)
            yield asked.plus(departure("batches", size), pairwise_sum(means), float(len(means)))
            kept = n - n % size
            if kept < n:
                yield asked.plus(departure("batch-dropped", size), pairwise_sum(values[:kept]), float(kept))
