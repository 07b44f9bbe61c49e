"""Losses that somebody may have taken, one number an example, from a view of the predictions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.arithmetic import js, ln
from xentropy_cli.conventions.why.departures import Departure, departure
from xentropy_cli.conventions.why.forms import FORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentropy_cli.conventions.arithmetic import Row, Rows
    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.views import View

AMOUNTS = ("0.1", "0.2", "0.05", "0.01")


class Losses(NamedTuple):
    """One loss an example, in nats where `is_log`; `cells` numbers were added up in each.

    `weighted` has the weights of the classes in it, `values` has not.
    """

    departures: tuple[Departure, ...]
    values: tuple[float, ...]
    weighted: tuple[float, ...]
    is_log: bool
    cells: int = 1

    @property
    def bits(self) -> float:
        """How rare it is to take this loss."""
        return sum(each.bits for each in self.departures)


def losses(view: View, inputs: Inputs, most: float) -> Iterator[Losses]:
    """The loss as asked, and every other one that is common enough."""
    found: list[Losses] = [crossed(view, smoothed_as_asked(view.truth, inputs), inputs)]
    if not inputs.rows:
        yield found[0]
        yield other(view, inputs, departure("unweighted"), tuple(-sum(map(ln, row)) for row in view.q))._replace(
            is_log=True
        )
        yield other(view, inputs, departure("impurity"), tuple(1 - sum(p * p for p in row) for row in view.q))
        return
    if view.bits + departure("smoothed").bits <= most or inputs.smoothing is not None:
        found += _other_truths(view, inputs)
    yield from (each for each in found if each.bits <= most)
    yield from _forms(view, inputs, most)
    if not inputs.is_binary and view.bits + departure("js-distance").bits <= most:
        yield from (each for each in _distances(view, inputs) if each.bits <= most)


def smoothed_as_asked(truth: Rows, inputs: Inputs) -> Rows:
    """The truth, smoothed as the inputs ask."""
    if inputs.smoothing is None:
        return truth
    return smoothed(truth, inputs.smoothing, inputs.smoothing_kind)


def smoothed(truth: Rows, epsilon: float, kind: str) -> Rows:
    """(1 - ε) p + ε / K; or ε shared by the K - 1 others."""
    k = len(truth[0])
    if kind == "K" or k == 1:
        return tuple(tuple((1 - epsilon) * p + epsilon / k for p in row) for row in truth)
    return tuple(tuple((1 - epsilon) * p + epsilon * (1 - p) / (k - 1) for p in row) for row in truth)


def crossed(view: View, truth: Rows, inputs: Inputs, *extra: Departure) -> Losses:
    """-Σ p log q of each row."""
    values = tuple(row_loss(row, logs) for row, logs in zip(truth, view.log_q, strict=True))
    of_class = weights_of_classes(inputs)
    weighted = values
    if of_class:
        parts = (tuple(w * p for w, p in zip(of_class, row, strict=True)) for row in truth)
        weighted = tuple(row_loss(row, logs) for row, logs in zip(parts, view.log_q, strict=True))
    return Losses(
        (*view.departures, *extra), values, weighted, is_log=True, cells=1 if inputs.is_binary else len(truth[0])
    )


def row_loss(p: Row, log_q: Row) -> float:
    """-Σ p log q, with 0 · log 0 = 0.

    >>> row_loss((1.0, 0.0), (-0.5, -1.0))
    0.5
    """
    return -math.fsum(p_k * x for p_k, x in zip(p, log_q, strict=True) if p_k) if _is_finite(p, log_q) else math.inf


def weights_of_classes(inputs: Inputs) -> Row:
    """The weight of each class, the weight of class 1 among them; nothing where there is none."""
    if inputs.pos_weight is None:
        return inputs.class_weights
    first, second = inputs.class_weights or (1.0, 1.0)
    return (first, second * inputs.pos_weight)


def _is_finite(row: Row, logs: Row) -> bool:
    return all(math.isfinite(x) for p, x in zip(row, logs, strict=True) if p)


def _other_truths(view: View, inputs: Inputs) -> Iterator[Losses]:
    """Smoothing of either kind, or of none."""
    if inputs.smoothing is not None:
        yield crossed(view, view.truth, inputs, departure("no-smoothing"))
        kind = "K-1" if inputs.smoothing_kind == "K" else "K"
        words = "all K" if kind == "K" else "the K − 1 other"
        yield crossed(view, smoothed(view.truth, inputs.smoothing, kind), inputs, departure("other-smoothing", words))
        return
    for text in AMOUNTS if view.labels and inputs.reading != "events" else ():
        yield crossed(view, smoothed(view.truth, float(text), "K"), inputs, departure("smoothed", text))
        if not inputs.is_binary:
            others = smoothed(view.truth, float(text), "K-1")
            yield crossed(view, others, inputs, departure("smoothed-others", text))
            each = tuple(tuple(float(text) if not p else 1 - float(text) for p in row) for row in view.truth)
            yield crossed(view, each, inputs, departure("smoothed-unshared", text))


def _forms(view: View, inputs: Inputs, most: float) -> Iterator[Losses]:
    """Every other form of loss that is common enough."""
    rows = list(zip(view.truth, view.q, strict=True))
    seen = set()
    for form in FORMS:
        how = departure(form.key, bits=form.bits)
        if form.key in seen or view.bits + how.bits > most or not form.is_for(inputs):
            continue
        seen.add(form.key)
        found = other(view, inputs, how, tuple(_safe(form.function, p, q) for p, q in rows))
        yield found._replace(is_log=form.is_log, cells=len(view.truth[0]) if form.over_cells else 1)


def other(view: View, inputs: Inputs, how: Departure, values: tuple[float, ...]) -> Losses:
    """Another loss: each example counts by the weight of its class."""
    of_class = weights_of_classes(inputs)
    weighted = values
    if of_class:
        shares = (sum(w * p for w, p in zip(of_class, row, strict=True)) for row in view.truth)
        weighted = tuple(share * value for share, value in zip(shares, values, strict=True))
    return Losses((*view.departures, how), values, weighted, is_log=False)


def _distances(view: View, inputs: Inputs) -> Iterator[Losses]:
    """The Jensen–Shannon distance in each base: a root, so the base is under it."""
    for key, base in (("base-e", None), ("base-2", 2.0), ("base-10", 10.0)):
        unit = 1.0 if base is None else math.log(base)
        values = tuple(math.sqrt(max(js(p, q) / unit, 0)) for p, q in zip(view.truth, view.q, strict=True))
        how = departure("js-distance", bits=4) if inputs.labels else departure("js-distance")
        found = other(view, inputs, how, values)
        yield found if base == inputs.base else found._replace(departures=(*found.departures, departure(key)))


def _safe(function: Callable[[Row, Row], float], p: Row, q: Row) -> float:
    try:
        return function(p, q)
    except (ValueError, ArithmeticError):
        return math.nan
