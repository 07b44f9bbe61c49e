"""Losses that somebody may have taken, one number an example, from a view of the predictions."""

from __future__ import annotations

import math
from functools import cached_property
from itertools import chain, repeat
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import ln
from xentropy_cli.conventions.why.departures import Departure, departure
from xentropy_cli.conventions.why.entropies import Entropies, crosses, row_losses
from xentropy_cli.conventions.why.forms import FORMS, Form, smoothed_binary
from xentropy_cli.conventions.why.smoothing import ends_as_asked, other_smoothings
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.conventions.arithmetic import Row, Rows
    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.departures import Budget
    from xentropy_cli.conventions.why.taking.views import View


RESHAPED = ("pairs-as-rows", "all-as-row")
"""Ways to take the numbers that leave no row of the truth as it was: only the cross-entropy is taken of them."""

MOST_TOGETHER, BITS_TOGETHER = 100, 6.0
"""Of more numbers than that, other losses of numbers that were taken otherwise are tried up to this rarity."""


class Losses(NamedTuple):
    """One loss an example, in nats where `is_log`; `cells` numbers were added up in each.

    `weighted` has the weights of the classes in it, `values` has not. `is_asked` tells the cross-entropy from other forms.
    Each loss stands `copies` times where predictions met every label.
    """

    departures: tuple[Departure, ...]
    bits: float
    view: View
    values: Row
    weighted: Row
    is_log: bool
    is_asked: bool = False
    cells: int = 1
    copies: int = 1


class Menu:
    """What there is to choose from for some inputs: forms of loss and kinds of smoothing, looked up once."""

    def __init__(self, inputs: Inputs, budget: Budget) -> None:
        """Leave out what these inputs have no use for."""
        self.inputs, self.budget = inputs, budget
        is_large = sum(map(len, inputs.truth)) > MOST_TOGETHER
        self.together = budget._replace(bits=min(budget.bits, BITS_TOGETHER)) if is_large else budget
        self.smoothings: list[tuple[tuple[float, float], Departure]] = []
        if inputs.smoothing is not None or (inputs.labels and inputs.reading != "events"):
            self.smoothings = list(other_smoothings(inputs, len(inputs.truth[0])))
        forms: dict[tuple[object, ...], tuple[Form, Departure]] = {}
        for form in chain(self._own_smoothings(), FORMS):
            how = form.departure
            if budget.asks_for(how.key) and form.is_for(inputs):
                forms.setdefault((how.key, how.parts), (form, how))
        self.forms = list(forms.values())
        self.distance = departure("js-distance", bits=4 if inputs.labels else None)

    def _own_smoothings(self) -> Iterator[Form]:
        """What is made of binary labels with the amount that was told."""
        told = self.inputs.smoothing
        return smoothed_binary(() if told is None else (f"{told:g}",), bits=2)

    def losses(self, view: View) -> Iterator[Losses]:
        """The loss as asked, and every other one that is common enough."""
        inputs, budget = self.inputs, self.budget
        parts = _Parts(view, inputs)
        yield parts.smoothed(ends_as_asked(inputs, parts.k))
        if not inputs.rows:
            yield from _of_truth_alone(view, inputs)
        if not inputs.rows or any(each.key in RESHAPED for each in view.departures):
            return
        if view.labels or inputs.smoothing is not None:
            for ends, how in self.smoothings:
                if self._allows(view, how):
                    yield parts.smoothed(ends, how)
        yield from self._forms(view)
        if inputs.given == "logits" and not view.departures:
            yield _log_sum_exp(view, inputs)
            yield from _hinge(view, inputs)
        if inputs.is_binary and len(view.labels) > 1 and budget.allows(view, departure("broadcast")):
            yield from _broadcast(view, inputs, budget)

    def _allows(self, view: View, how: Departure) -> bool:
        """Tell whether another loss is common enough, alone or of a view that departs already."""
        return (self.together if view.departures else self.budget).allows(view, how)

    def _forms(self, view: View) -> Iterator[Losses]:
        """Every other form of loss, with the roots of divergences."""
        inputs, budget, rows = self.inputs, self.budget, _Rows(view)
        for form, how in self.forms:
            if self._allows(view, how):
                yield other(view, inputs, how, rows.under(form), form)
        if not inputs.is_binary and budget.allows(view, self.distance):
            yield from (each for each in _distances(rows, inputs, self.distance) if budget.allows(each))


def asked_losses(view: View, inputs: Inputs) -> Losses:
    """The cross-entropy of each row, with the weights of classes and the smoothing that are asked for."""
    parts = _Parts(view, inputs)
    return parts.smoothed(ends_as_asked(inputs, parts.k))


class _Parts:
    """What smoothing mixes: -Σ p log q of each row, and -Σ log q over all classes of it, with and without class weights."""

    def __init__(self, view: View, inputs: Inputs) -> None:
        self.view, self.k = view, len(view.truth[0])
        self.is_binary = inputs.is_binary
        of_class = weights_of_classes(inputs)
        self.of_class: Row = of_class if len(of_class) == self.k else ()
        self.values = crosses(view)
        self.weighted = self.values
        if self.of_class:
            truth = (tuple(w * p for w, p in zip(self.of_class, row, strict=True)) for row in view.truth)
            self.weighted = row_losses(truth, view.log_q)

    def smoothed(self, ends: tuple[float, float], *extra: Departure) -> Losses:
        """The losses where the truth is smoothed so."""
        values, weighted = self._mixed(self.values, None, ends), self.weighted
        weighted = self._mixed(self.weighted, self.of_class, ends) if self.of_class else values
        cells = 1 if self.is_binary and self.k == 2 else self.k  # noqa: PLR2004  class 0 and class 1 are one cell
        departures = (*self.view.departures, *extra)
        bits = self.view.bits + sum(each.bits for each in extra)
        return Losses(departures, bits, self.view, values, weighted, is_log=True, is_asked=True, cells=cells)

    def _mixed(self, values: Row, of_class: Row | None, ends: tuple[float, float]) -> Row:
        low, high = ends
        if not low:
            return values if high == 1 else tuple(high * x for x in values)
        everywhere = self.everywhere if of_class is self.of_class else self.unweighted
        return tuple([low * x + (high - low) * y for x, y in zip(everywhere, values, strict=True)])

    @cached_property
    def everywhere(self) -> Row:
        """-Σ w log q of each row, w the weights of the classes: what smoothing adds for every class."""
        return row_losses(repeat(self.of_class, len(self.view.log_q)), self.view.log_q)

    @cached_property
    def unweighted(self) -> Row:
        """-Σ log q of each row."""
        return tuple([-sum(log_q) for log_q in self.view.log_q])


def weights_of_classes(inputs: Inputs) -> Row:
    """The weight of each class, the weight of class 1 among them; nothing where there is none."""
    if inputs.pos_weight is None:
        return inputs.class_weights
    first, second = inputs.class_weights or (1.0, 1.0)
    return (first, second * inputs.pos_weight)


def _of_truth_alone(view: View, inputs: Inputs) -> Iterator[Losses]:
    """What may be taken of a distribution for its entropy."""
    sums = tuple(-sum(map(ln, row)) for row in view.q)
    yield other(view, inputs, departure("unweighted"), sums)._replace(is_log=True)
    yield other(view, inputs, departure("impurity"), tuple(1 - sum(p * p for p in row) for row in view.q))


class _Rows:
    """Rows under one form after another: what forms share is taken apart, and added up, once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._added: dict[tuple[object, object], Row] = {}

    @cached_property
    def entropies(self) -> Entropies:
        """The entropies of the rows."""
        return Entropies(self.view)

    @cached_property
    def true(self) -> Row:
        """The probability of the class of each label."""
        return tuple(row[label] for row, label in zip(self.view.q, self.view.labels, strict=True))

    @cached_property
    def others(self) -> Rows:
        """The probabilities of the other classes."""
        return tuple(row[:label] + row[label + 1 :] for row, label in zip(self.view.q, self.view.labels, strict=True))

    def under(self, form: Form) -> Row:
        """The loss of each row; nan for all of them where one has none."""
        key = (form.true or form.of or form.codes or form.soft, form.other)
        try:
            if key not in self._added:
                self._added[key] = self._sums(form)
            k = len(self.view.truth[0]) if form.is_averaged else 1
            return tuple(value / k for value in self._added[key]) if k > 1 else self._added[key]
        except (ValueError, ArithmeticError):
            return (math.nan,) * len(self.view.truth)

    def _sums(self, form: Form) -> Row:
        view = self.view
        if form.of is not None:
            return tuple(form.of(self.entropies))
        if form.codes is not None:
            return row_losses(form.coded(view.truth, view.labels), view.log_q)
        if view.labels and form.true is not None:
            return form.of_labels(self.true, self.others)
        return tuple(map(form.of_row, view.truth, view.q))


def other(view: View, inputs: Inputs, how: Departure, values: Row, form: Form | None = None) -> Losses:
    """Another loss, maybe of a form: each example counts by the weight of its class."""
    of_class = weights_of_classes(inputs)
    weighted = values
    if of_class:
        shares = (sum(w * p for w, p in zip(of_class, row, strict=True)) for row in view.truth)
        weighted = tuple(share * value for share, value in zip(shares, values, strict=True))
    is_log, over_cells = (False, False) if form is None else (form.is_log, form.over_cells)
    cells = len(view.truth[0]) if over_cells else 1
    return Losses((*view.departures, how), view.bits + how.bits, view, values, weighted, is_log, cells=cells)


def _distances(rows: _Rows, inputs: Inputs, how: Departure) -> Iterator[Losses]:
    """The Jensen–Shannon distance in each base: a root, so the base is under it."""
    try:
        divergences = [max(each, 0) for each in rows.entropies.jensen_shannon]
    except (ValueError, ArithmeticError):
        return
    for key, base in (("base-e", None), ("base-2", 2.0), ("base-10", 10.0)):
        unit = 1.0 if base is None else math.log(base)
        found = other(rows.view, inputs, how, tuple(math.sqrt(each / unit) for each in divergences))
        in_base = departure(key)
        yield (
            found
            if base == inputs.base
            else found._replace(departures=(*found.departures, in_base), bits=found.bits + in_base.bits)
        )


def _log_sum_exp(view: View, inputs: Inputs) -> Losses:
    """log Σ e^z of each row of logits; of a single one, log(1 + e^z)."""
    rows: Rows = tuple((0.0, *row) for row in inputs.rows) if inputs.is_binary else inputs.rows
    values = []
    for row in rows:
        largest = max(row)
        values.append(
            largest + math.log(sum(math.exp(z - largest) for z in row)) if math.isfinite(largest) else math.nan
        )
    return other(view, inputs, departure("log-sum-exp"), tuple(values))._replace(is_log=True)


def _hinge(view: View, inputs: Inputs) -> Iterator[Losses]:
    """Σ max(0, z_k - z_y + 1) over the other classes of each row of logits."""
    if view.labels and not inputs.is_binary:
        values = (
            sum(max(0.0, z - row[label] + 1) for k, z in enumerate(row) if k != label)
            for row, label in zip(inputs.rows, view.labels, strict=True)
        )
        yield other(view, inputs, departure("hinge"), tuple(values))


def _broadcast(view: View, inputs: Inputs, budget: Budget) -> Iterator[Losses]:
    """Every prediction against every label: each row is the mean over the labels of what it would lose."""
    n = len(view.labels)
    if inputs.weights or inputs.class_weights or inputs.pos_weight is not None:
        return
    share = sum(view.labels) / n
    crossed = view.against(((1 - share, share),) * n, (), departure("broadcast"))
    yield asked_losses(crossed, inputs)._replace(copies=n)
    for form in FORMS:
        if form.key in BROADCAST_FORMS and budget.allows(crossed, form.departure):
            k = 2 if form.is_averaged else 1
            each = ((form.of_row((1.0, 0.0), q), form.of_row((0.0, 1.0), q)) for q in view.q)
            values = tuple(((1 - share) * no + share * yes) / k for no, yes in each)
            yield other(crossed, inputs, form.departure, values, form)._replace(copies=n)


BROADCAST_FORMS = ("squared", "absolute")
"""Other losses of which numpy, too, makes n × n."""
