"""Slips with single entries and terms: mistyped, left out, counted twice, rounded too early."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import Row, ln, log_softmax
from xentropy_cli.conventions.why.columns import missing_classes
from xentropy_cli.conventions.why.departures import departure, slip_in_one_of
from xentropy_cli.conventions.why.entries import candidates
from xentropy_cli.conventions.why.entropies import row_loss
from xentropy_cli.conventions.why.losses import asked_losses, weights_of_classes
from xentropy_cli.conventions.why.shares import class_terms, mistyped_shares, of_shares
from xentropy_cli.conventions.why.smoothing import smoothed_as_asked
from xentropy_cli.conventions.why.sums import added, counted, example_weights, sums_as_asked
from xentropy_cli.conventions.why.taking.views import View
from xentropy_cli.conventions.why.temperatures import tempered
from xentropy_cli.figures import shortest
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.departures import Budget, Departure
    from xentropy_cli.conventions.why.sums import Sums

MOST_DIGITS = 5
NOUNS = {"events": "event", "binary": "example", "categorical": "example", "distribution": "pair"}


class Terms(NamedTuple):
    """The sums as asked, taken apart: what each example adds, and how much it counts."""

    asked: Sums
    values: tuple[float, ...]
    weights: Row


def slips(plain: View, inputs: Inputs, budget: Budget) -> Iterator[Sums]:
    """Every slip with one entry or one term; the many ways to mistype one only where they are asked for."""
    is_typed = budget.asks_for("entry-rounded", "entry-mistyped", "entry-other")
    losses = asked_losses(plain, inputs)
    asked = sums_as_asked(losses, inputs)
    alone = example_weights(inputs)
    values = tuple(w * v for w, v in zip(alone, losses.weighted, strict=True))
    by_weights = asked.denominator != inputs.n
    weights = counted(inputs.weights, inputs.truth, inputs) if by_weights else (1.0,) * inputs.n
    terms = Terms(asked, values, weights)
    if math.isfinite(asked.total) and inputs.n > 1:
        yield from _miscounted(terms, inputs)
        yield from _averaged_first(terms, plain, inputs)
        yield from _other_labels(terms, plain, inputs)
    if math.isfinite(asked.total):
        yield from _rounded(terms, plain, inputs)
    if inputs.rows and is_typed:
        yield from _mistyped(terms, inputs)
    if inputs.given == "logits" and budget.asks_for("temperature", "scaled-logits"):
        yield from tempered(plain, inputs)
    if (
        math.isfinite(asked.total)
        and not inputs.class_weights
        and inputs.pos_weight is None
        and inputs.smoothing is None
    ):
        yield from missing_classes(asked, plain, inputs)
    if inputs.labels:
        yield asked.plus(departure("uniform"), math.log(len(inputs.truth[0])) * asked.denominator, asked.denominator)
    elif math.isfinite(asked.total) and not inputs.class_weights:
        yield from of_shares(asked, plain, inputs)
        yield from mistyped_shares(asked, plain, inputs) if is_typed and inputs.smoothing is None else ()


def name_of(at: int, inputs: Inputs) -> str:
    """Name an example.

    An event or example that was given a name is called by it.
    """
    name = inputs.names[at]
    return f"{NOUNS[inputs.reading]} {name}" if name.isdecimal() else name


def _miscounted(terms: Terms, inputs: Inputs) -> Iterator[Sums]:
    asked, how = terms.asked, slip_in_one_of(inputs.n)
    for at, (value, weight) in enumerate(zip(terms.values, terms.weights, strict=True)):
        name = name_of(at, inputs)
        rest = asked.denominator - weight
        if rest > 0:
            yield asked.plus(how("left-out", name), asked.total - value, rest)
        if inputs.reduction == "mean":
            yield asked.plus(how("left-out-divided", name), asked.total - value, asked.denominator)
        yield asked.plus(how("twice", name), asked.total + value, asked.denominator + weight)
        if weight:
            bits = 2.5 if at == 0 else 3.5
            yield asked.plus(how("alone", name, bits=bits), value, weight)


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
    slip = slip_in_one_of(inputs.n * (len(inputs.classes) - 1))
    for at, label in enumerate(inputs.labels):
        for other, log_q in enumerate(plain.log_q[at]):
            if other != label and math.isfinite(log_q):
                new = -alone[at] * log_q * (inputs.pos_weight or 1 if other == 1 else 1)
                how = slip("other-label", inputs.names[at], inputs.classes[other], inputs.classes[label])
                yield asked.plus(how, asked.total - terms.values[at] + new, asked.denominator)


def _rounded(terms: Terms, plain: View, inputs: Inputs) -> Iterator[Sums]:
    """Terms rounded or cut before they are added, and probabilities rounded before their logarithms are taken."""
    asked = terms.asked
    base = inputs.unit
    values = terms.values if inputs.labels else [value for row in class_terms(plain, inputs) for value in row]
    for digits in range(1, MOST_DIGITS + 1):
        words = f"{digits} digit{'s' * (digits > 1)}"
        if len(values) > 1 and all(map(math.isfinite, values)):
            rounded = added(round(value / base, digits) * base for value in values)
            yield asked.plus(departure("terms-rounded", words), rounded, asked.denominator)
            scale = 10**digits
            cut = added(math.floor(value / base * scale) / scale * base for value in values)
            yield asked.plus(departure("terms-cut", words), cut, asked.denominator)
        if inputs.rows:
            q = tuple(tuple(round(q, digits) for q in row) for row in plain.q)
            cut_short = View((), plain.truth, plain.labels, plain.weights, q=q)
            total = sums_as_asked(asked_losses(cut_short, inputs), inputs).total
            if math.isfinite(total):
                yield asked.plus(departure("entries-rounded", words), total, asked.denominator)


def _mistyped(terms: Terms, inputs: Inputs) -> Iterator[Sums]:
    """Each entry that counts, typed otherwise; its new value gives the new total."""
    asked = terms.asked
    alone, of_class = example_weights(inputs), weights_of_classes(inputs)
    entries = sum(_counts(at, k, inputs) for at, row in enumerate(inputs.rows) for k in range(len(row)))
    for at, truth in enumerate(smoothed_as_asked(inputs.truth, inputs)):
        rest = _rest(terms, at)
        if not math.isfinite(rest):
            continue
        p = tuple(w * p_k for w, p_k in zip(of_class, truth, strict=True)) if of_class else truth
        for how, value in _retyped(at, p, inputs, entries):
            if math.isfinite(value):
                yield asked.plus(how, rest + alone[at] * value, asked.denominator)


def _rest(terms: Terms, at: int) -> float:
    """What all the other examples add."""
    if math.isfinite(terms.asked.total):
        return terms.asked.total - terms.values[at]
    return math.nan if math.isfinite(terms.values[at]) else added((*terms.values[:at], *terms.values[at + 1 :]))


def _retyped(at: int, p: Row, inputs: Inputs, entries: int) -> Iterator[tuple[Departure, float]]:
    """The loss of one example with each of its entries, of so many in all, typed otherwise."""
    loss_with, named = _loss_with_another(at, p, inputs), slip_in_one_of(entries)
    for k, old in enumerate(inputs.rows[at]):
        if not _counts(at, k, inputs):
            continue
        text, name = shortest(old), _entry(at, k, inputs)
        for new, key, bits in candidates(text, inputs.given, entries):
            yield named(key, name, new, text, bits=bits), loss_with(k, new)


def _loss_with_another(at: int, p: Row, inputs: Inputs) -> Callable[[int, float], float]:
    """The loss of an example whose entry k is another number."""
    if inputs.given == "logits":
        return LogitRow(inputs.rows[at], p).with_entry
    log_q, is_log = inputs.log_q[at], inputs.given == "logprobs"
    known = row_loss(p, log_q)

    def loss(k: int, new: float) -> float:
        if inputs.is_binary:
            yes = math.exp(new) if is_log else new
            return row_loss(p, (ln(1 - yes), ln(yes)))
        log_new = new if is_log else ln(new)
        if math.isfinite(known):
            return known + p[k] * (log_q[k] - log_new) if p[k] else known
        return row_loss(p, (*log_q[:k], log_new, *log_q[k + 1 :]))

    return loss


class LogitRow:
    """The loss of a row of logits, of which one entry at a time is another: what the others add to Σ e^z is known.

    A single logit is the second of two, after a 0.
    """

    def __init__(self, typed: Row, p: Row) -> None:
        """Add up from both ends, so that no sum is a difference.

        >>> round(LogitRow((5.0, 0.0), (1.0, 0.0)).with_entry(0, 0.0), 4)
        0.6931
        """
        self.added = len(p) - len(typed)  # the logit 0 of class 0, where one alone was typed
        z = (0.0, *typed) if self.added else typed
        self.z, self.p, self.largest = z, p, max(z)
        shifted = [x - self.largest for x in z]
        raised = [math.exp(x) for x in shifted]
        before = accumulate(raised, initial=0.0)
        after = [*accumulate(reversed(raised), initial=0.0)][::-1]
        self.others = [left + right for left, right in zip(before, after[1:], strict=False)]
        self.whole = math.fsum(p)
        self.met = math.fsum(p_k * x for p_k, x in zip(p, shifted, strict=True) if p_k)

    def with_entry(self, typed_at: int, new: float) -> float:
        """-Σ p log softmax(z) with another number for an entry."""
        k = typed_at + self.added
        shifted, old = new - self.largest, self.z[k] - self.largest
        if not SAFE > shifted > -SAFE or not self.others[k] or not math.isfinite(old):
            return row_loss(self.p, log_softmax((*self.z[:k], new, *self.z[k + 1 :])))
        return self.whole * math.log(self.others[k] + math.exp(shifted)) - self.met - self.p[k] * (shifted - old)


SAFE = 700.0
"""Exponents within which e^x neither overflows nor vanishes."""


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
