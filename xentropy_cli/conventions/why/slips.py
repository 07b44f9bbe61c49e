"""Slips with single entries and terms: mistyped, left out, counted twice, rounded too early."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.arithmetic import Row, ln, log_softmax
from xentropy_cli.conventions.why.departures import departure
from xentropy_cli.conventions.why.entries import candidates
from xentropy_cli.conventions.why.losses import crossed, row_loss, smoothed_as_asked, weights_of_classes
from xentropy_cli.conventions.why.reductions import added, counted, example_weights, sums_as_asked
from xentropy_cli.conventions.why.shares import class_terms, of_shares
from xentropy_cli.figures import shortest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.reductions import Sums
    from xentropy_cli.conventions.why.views import View

MOST_DIGITS = 5
MOST_OTHERS = 12
"""Entries up to which every value of two digits is tried for each."""

NOUNS = {"events": "event", "binary": "example", "categorical": "example", "distribution": "pair"}


class Terms(NamedTuple):
    """The sums as asked, taken apart: what each example adds, and how much it counts."""

    asked: Sums
    values: tuple[float, ...]
    weights: Row


def slips(plain: View, inputs: Inputs) -> Iterator[Sums]:
    """Every slip with one entry or one term."""
    losses = crossed(plain, smoothed_as_asked(plain.truth, inputs), inputs)
    asked = sums_as_asked(losses, inputs)
    alone = example_weights(inputs)
    values = tuple(w * v for w, v in zip(alone, losses.weighted, strict=True))
    by_weights = asked.denominator != inputs.n
    weights = counted(inputs, inputs.truth) if by_weights else (1.0,) * inputs.n
    terms = Terms(asked, values, weights)
    if math.isfinite(asked.total) and inputs.n > 1:
        yield from _miscounted(terms, inputs)
        yield from _averaged_first(terms, plain, inputs)
        yield from _other_labels(terms, plain, inputs)
    if math.isfinite(asked.total):
        yield from _rounded(terms, plain, inputs)
    if inputs.rows:
        yield from _mistyped(terms, inputs)
    if inputs.labels:
        yield asked.plus(departure("uniform"), math.log(len(inputs.truth[0])) * asked.denominator, asked.denominator)
    elif math.isfinite(asked.total) and not inputs.class_weights:
        yield from of_shares(asked, plain, inputs)


def name_of(at: int, inputs: Inputs) -> str:
    """Name an example.

    An event or example that was given a name is called by it.
    """
    name = inputs.names[at]
    return f"{NOUNS[inputs.reading]} {name}" if name.isdecimal() else name


def _miscounted(terms: Terms, inputs: Inputs) -> Iterator[Sums]:
    asked = terms.asked
    for at, (value, weight) in enumerate(zip(terms.values, terms.weights, strict=True)):
        name = name_of(at, inputs)
        rest = asked.denominator - weight
        if rest > 0:
            yield asked.plus(departure("left-out", name), asked.total - value, rest)
        if inputs.reduction == "mean":
            yield asked.plus(departure("left-out-divided", name), asked.total - value, asked.denominator)
        yield asked.plus(departure("twice", name), asked.total + value, asked.denominator + weight)
        if weight:
            bits = 2.5 if at == 0 else 3.5
            yield asked.plus(departure("alone", name, bits=bits), value, weight)


def _averaged_first(terms: Terms, plain: View, inputs: Inputs) -> Iterator[Sums]:
    """The logarithm of the mean probability of what happened."""
    if inputs.labels and inputs.rows:
        mean = sum(row[label] for row, label in zip(plain.q, inputs.labels, strict=True)) / inputs.n
        yield terms.asked.plus(departure("log-of-mean"), -ln(mean) * inputs.n, inputs.n)


def _other_labels(terms: Terms, plain: View, inputs: Inputs) -> Iterator[Sums]:
    """One label mistaken for another class."""
    if not inputs.labels or inputs.reading == "events" or inputs.class_weights or inputs.smoothing is not None:
        return
    asked, alone = terms.asked, example_weights(inputs)
    for at, label in enumerate(inputs.labels):
        for other, log_q in enumerate(plain.log_q[at]):
            if other != label and math.isfinite(log_q):
                new = -alone[at] * log_q * (inputs.pos_weight or 1 if other == 1 else 1)
                how = departure("other-label", inputs.names[at], inputs.classes[other], inputs.classes[label])
                yield asked.plus(how._replace(fix=f"check the label of example {inputs.names[at]}"),
                                 asked.total - terms.values[at] + new, asked.denominator)  # fmt: skip


def _rounded(terms: Terms, plain: View, inputs: Inputs) -> Iterator[Sums]:
    """Terms rounded or cut before they are added, and probabilities rounded before their logarithms are taken."""
    asked = terms.asked
    base = 1.0 if inputs.base is None else math.log(inputs.base)
    values = terms.values if inputs.labels else [value for row in class_terms(plain, inputs) for value in row]
    for digits in range(1, MOST_DIGITS + 1):
        if len(values) > 1 and all(map(math.isfinite, values)):
            rounded = added(round(value / base, digits) * base for value in values)
            yield asked.plus(departure("terms-rounded", digits), rounded, asked.denominator)
            scale = 10**digits
            cut = added(math.floor(value / base * scale) / scale * base for value in values)
            yield asked.plus(departure("terms-cut", digits), cut, asked.denominator)
        if inputs.rows:
            log_q = tuple(tuple(ln(round(q, digits)) for q in row) for row in plain.q)
            losses = crossed(plain._replace(log_q=log_q), smoothed_as_asked(plain.truth, inputs), inputs)
            total = sums_as_asked(losses, inputs).total
            if math.isfinite(total):
                yield asked.plus(departure("entries-rounded", digits), total, asked.denominator)


def _mistyped(terms: Terms, inputs: Inputs) -> Iterator[Sums]:
    """Each entry that counts, typed otherwise; its new value gives the new total."""
    asked = terms.asked
    entries = [(at, k) for at, row in enumerate(inputs.rows) for k in range(len(row)) if _counts(at, k, inputs)]
    alone, of_class = example_weights(inputs), weights_of_classes(inputs)
    truth = smoothed_as_asked(inputs.truth, inputs)
    for at, k in entries:
        rest = sum(value for place, value in enumerate(terms.values) if place != at)
        if not math.isfinite(rest):
            continue
        p = tuple(w * p_k for w, p_k in zip(of_class, truth[at], strict=True)) if of_class else truth[at]
        text = shortest(inputs.rows[at][k])
        for new, key, bits in candidates(text, inputs.given, is_few=len(entries) <= MOST_OTHERS):
            value = alone[at] * row_loss(p, _changed(inputs, at, k, new))
            if math.isfinite(value):
                how = departure(key, _entry(at, k, inputs), shortest(new), text, bits=bits)
                yield asked.plus(how, rest + value, asked.denominator)


def _counts(at: int, k: int, inputs: Inputs) -> bool:
    """Whether the entry has a part in the loss: any logit, a probability only where its class is true."""
    if inputs.is_binary and len(inputs.rows[at]) > 1:
        return k == 1
    return inputs.given == "logits" or inputs.truth[at][k] > 0


def _entry(at: int, k: int, inputs: Inputs) -> str:
    if inputs.is_binary:
        return name_of(at, inputs)
    where = "" if inputs.n == 1 else f" of {name_of(at, inputs)}"
    return f"class {inputs.classes[k]}{where}"


def _changed(inputs: Inputs, at: int, k: int, new: float) -> Row:
    """The log-probabilities of a row in which one entry is another."""
    row = inputs.rows[at]
    if inputs.given == "logits":
        return log_softmax((0.0, new) if len(row) == 1 else (*row[:k], new, *row[k + 1 :]))
    if inputs.is_binary:
        yes = math.exp(new) if inputs.given == "logprobs" else new
        return (ln(1 - yes), ln(yes))
    return (*inputs.log_q[at][:k], new if inputs.given == "logprobs" else ln(new), *inputs.log_q[at][k + 1 :])
