"""Losses that somebody may have taken, one number an example, from a view of the predictions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.departures import Departure, departure
from xentropy_cli.conventions.inputs import ln
from xentropy_cli.conventions.sklearn import kl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentropy_cli.conventions.inputs import Inputs, Row, Rows
    from xentropy_cli.conventions.views import View

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
    found: list[Losses] = [cross_entropy(view, smoothed_as_asked(view.truth, inputs), inputs)]
    if not inputs.rows:
        yield found[0]
        yield other(view, inputs, "unweighted", tuple(-sum(map(ln, row)) for row in view.q))._replace(is_log=True)
        yield other(view, inputs, "impurity", tuple(1 - sum(p * p for p in row) for row in view.q))
        return
    found += _other_truths(view, inputs)
    found += _other_logs(view, inputs)
    found += _without_log(view, inputs)
    yield from (each for each in found if each.bits <= most)


def smoothed_as_asked(truth: Rows, inputs: Inputs) -> Rows:
    """The truth, smoothed as the inputs ask."""
    if inputs.smoothing is None:
        return truth
    return smoothed(truth, inputs.smoothing, inputs.smoothing_kind)


def smoothed(truth: Rows, epsilon: float, kind: str) -> Rows:
    """(1 - ε) p + ε / K; or ε shared by the K - 1 others."""
    k = len(truth[0])
    if kind == "K":
        return tuple(tuple((1 - epsilon) * p + epsilon / k for p in row) for row in truth)
    return tuple(tuple((1 - epsilon) * p + epsilon * (1 - p) / (k - 1) for p in row) for row in truth)


def cross_entropy(view: View, truth: Rows, inputs: Inputs, *extra: Departure) -> Losses:
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
        yield cross_entropy(view, view.truth, inputs, departure("no-smoothing"))
        kind = "K-1" if inputs.smoothing_kind == "K" else "K"
        words = "all K" if kind == "K" else "the K − 1 other"
        yield cross_entropy(
            view, smoothed(view.truth, inputs.smoothing, kind), inputs, departure("other-smoothing", words)
        )
        return
    for text in AMOUNTS if view.labels and inputs.reading != "events" else ():
        yield cross_entropy(view, smoothed(view.truth, float(text), "K"), inputs, departure("smoothed", text))
        if not inputs.is_binary:
            others = smoothed(view.truth, float(text), "K-1")
            yield cross_entropy(view, others, inputs, departure("smoothed-others", text))


def _other_logs(view: View, inputs: Inputs) -> Iterator[Losses]:
    """Losses that still take logarithms."""
    k = len(view.truth[0])

    def each(key: str, function: Callable[[Row, Row], float], cells: int = k) -> Losses:
        values = tuple(_safe(function, p, q) for p, q in zip(view.truth, view.q, strict=True))
        return other(view, inputs, key, values)._replace(is_log=True, cells=cells)

    if not inputs.is_binary:
        cells = each("cells", _binary_cells)
        yield cells._replace(
            values=tuple(v / k for v in cells.values), weighted=tuple(v / k for v in cells.weighted), cells=1
        )
        yield each("cells-by-row", _binary_cells)
    else:
        yield each("positive-only", lambda p, q: -p[1] * ln(q[1]) if p[1] else 0.0, 1)
    yield each("prediction-entropy", lambda _, q: -_weighted(q, q))
    if inputs.reading == "events":
        yield each("own-weight", lambda _, q: -q[1] * ln(q[1]) if q[1] else 0.0, 1)
    yield each("focal", lambda p, q: -sum(p_k * (1 - q_k) ** 2 * ln(q_k) for p_k, q_k in zip(p, q, strict=True) if p_k))
    yield each("log1p", lambda p, q: -sum(a * math.log1p(b) for a, b in zip(p, q, strict=True)))
    yield each("mean-of-perplexities", lambda p, q: math.exp(-_weighted(p, q)))._replace(is_log=False)
    if not inputs.labels:
        yield each("kl", kl)
        yield each("entropy", lambda p, _: -_weighted(p, p))
        yield each("kl-symmetric", lambda p, q: kl(p, q) + kl(q, p))
        yield each("kl-reversed", lambda p, q: kl(q, p))
        yield each("unweighted", lambda _, q: -sum(map(ln, q)))
        yield each("cross-reversed", lambda p, q: -_weighted(q, p))
    if not inputs.is_binary:
        found = each("js", _js)
        yield found if not inputs.labels else found._replace(departures=(*view.departures, departure("js", bits=4)))
        yield from _distances(view, inputs)
        yield each("kl-no-log", lambda p, q: _weighted(p, p) - sum(a * b for a, b in zip(p, q, strict=True)))._replace(
            is_log=False
        )


def other(view: View, inputs: Inputs, key: str, values: tuple[float, ...]) -> Losses:
    """Another loss: each example counts by the weight of its class."""
    of_class = weights_of_classes(inputs)
    weighted = values
    if of_class:
        shares = (sum(w * p for w, p in zip(of_class, row, strict=True)) for row in view.truth)
        weighted = tuple(share * value for share, value in zip(shares, values, strict=True))
    return Losses((*view.departures, departure(key)), values, weighted, is_log=False)


def _distances(view: View, inputs: Inputs) -> Iterator[Losses]:
    """The Jensen–Shannon distance in each base: a root, so the base is under it."""
    for key, base in (("base-e", None), ("base-2", 2.0), ("base-10", 10.0)):
        unit = 1.0 if base is None else math.log(base)
        values = tuple(math.sqrt(max(_js(p, q) / unit, 0)) for p, q in zip(view.truth, view.q, strict=True))
        how = departure("js-distance", bits=4) if inputs.labels else departure("js-distance")
        found = other(view, inputs, "js-distance", values)._replace(departures=(*view.departures, how))
        yield found if base == inputs.base else found._replace(departures=(*found.departures, departure(key)))


def _weighted(p: Row, q: Row) -> float:
    return sum(p_k * ln(q_k) for p_k, q_k in zip(p, q, strict=True) if p_k)


def _js(p: Row, q: Row) -> float:
    m = tuple((a + b) / 2 for a, b in zip(p, q, strict=True))
    return (kl(p, m) + kl(q, m)) / 2


def _binary_cells(p: Row, q: Row) -> float:
    return -sum((a * ln(b) if a else 0.0) + ((1 - a) * ln(1 - b) if a != 1 else 0.0) for a, b in zip(p, q, strict=True))


def _safe(function: Callable[[Row, Row], float], p: Row, q: Row) -> float:
    try:
        return function(p, q)
    except (ValueError, OverflowError):
        return math.nan


def _without_log(view: View, inputs: Inputs) -> Iterator[Losses]:
    """Losses that take no logarithm."""
    k = len(view.truth[0])
    rows = list(zip(view.truth, view.q, strict=True))

    def each(key: str, values: list[float], cells: int = 1) -> Losses:
        return other(view, inputs, key, tuple(values))._replace(cells=cells)

    chosen = [sum(a * b for a, b in zip(p, q, strict=True)) for p, q in rows]
    yield each("no-log", [-value for value in chosen], k)
    yield each("one-minus", [1 - value for value in chosen])
    squares = [sum((a - b) ** 2 for a, b in zip(p, q, strict=True)) for p, q in rows]
    if not inputs.is_binary:
        yield each("brier", squares)
    yield each("squared", [value / k for value in squares])
    yield each("absolute", [sum(abs(a - b) for a, b in zip(p, q, strict=True)) / k for p, q in rows])
