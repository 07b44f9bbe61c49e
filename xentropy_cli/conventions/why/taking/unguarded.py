"""The numbers in floats without a guard: what becomes nan or infinite where a formula is written down as it stands."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import (
    cross_as_written,
    double,
    exponential,
    float_quotient,
    kept,
    ln,
    logs,
    single,
)
from xentropy_cli.conventions.why.departures import Departure, Hypothesis, departure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentropy_cli.conventions.arithmetic import Row, Rows
    from xentropy_cli.conventions.inputs import Inputs


def half(x: float) -> float:
    """Round a double to the nearest half (float16).

    >>> half(0.99999), half(1e6)
    (1.0, inf)
    """
    try:
        rounded: float = struct.unpack("e", struct.pack("e", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)
    return rounded


PRECISIONS = {"float64": (double, "709.8"), "float32": (single, "88.7"), "float16": (half, "11.1")}
"""How each precision rounds, and the exponent from which its e^x is infinite."""

LOST = 1e-15
"""An ε that float32 does not tell from 0 beside 1."""


def unguarded(inputs: Inputs, exact: float) -> Iterator[Hypothesis]:
    """What each formula without a guard makes of the inputs, where that is nan or infinite and the exact value is not."""
    for how, values in (*_of_nothing(inputs), *_of_predictions(inputs), *_of_loss(exact)):
        value = sum(values)
        if not math.isfinite(value) and value != exact:
            yield Hypothesis(value, how.bits, (how,))


def _of_nothing(inputs: Inputs) -> Iterator[tuple[Departure, Row]]:
    """Weights of 0: a mean over none of them, or times an infinite loss."""
    if inputs.weights:
        whole = sum(inputs.weights)
        yield departure("empty-mean"), (float_quotient(0.0, whole),)
        if inputs.rows:
            losses = _losses(inputs.truth, inputs.q)
            yield (
                departure("weight-times-infinity"),
                tuple(w * x for w, x in zip(inputs.weights, losses, strict=True) if not math.isnan(x)),
            )


def _of_predictions(inputs: Inputs) -> Iterator[tuple[Departure, Row]]:
    if not inputs.rows:
        return
    truth, rows = inputs.truth, inputs.q
    yield departure("zero-times-infinity"), _losses(truth, rows)
    if not inputs.labels:
        yield departure("kl-as-written"), tuple(map(_kl, truth, rows))
    for name, (store, _) in PRECISIONS.items():
        stored = _stored(inputs, store)
        if stored != rows:
            yield departure("rounded-away", name), _losses(truth, stored)
    if inputs.is_binary:
        clipped = [kept(single(q), LOST, single(1 - LOST)) for _, q in rows]
        yield departure("epsilon-lost"), _losses(truth, tuple([(single(1 - q), q) for q in clipped]))
    if inputs.given == "logits":
        scores = tuple((0.0, *row) for row in inputs.rows) if inputs.is_binary else inputs.rows
        yield departure("logits-as-probabilities"), _losses(truth, _as_they_are(inputs))
        for name, (store, largest) in PRECISIONS.items():
            yield departure("exp-overflow", name, largest), _losses(truth, tuple([_softmax(z, store) for z in scores]))


def _of_loss(exact: float) -> Iterator[tuple[Departure, Row]]:
    for name, (store, largest) in PRECISIONS.items():
        if math.isfinite(exact):
            yield departure("perplexity-overflow", name, largest), (store(exponential(exact)),)


def _losses(truth: Rows, rows: Rows) -> Row:
    """-Σ p log q of each row as it is written: 0 · (−∞) is nan."""
    return tuple([cross_as_written(p, logs(q)) for p, q in zip(truth, rows, strict=True)])


def _kl(p: Row, q: Row) -> float:
    """Σ p log(p / q) as it is written."""
    return sum(a * ln(float_quotient(a, b)) for a, b in zip(p, q, strict=True))


def _stored(inputs: Inputs, store: Callable[[float], float]) -> Rows:
    """The probabilities in a precision; of two classes 1 - q is taken of what was stored."""
    if inputs.is_binary:
        return tuple([(store(1 - store(q)), store(q)) for _, q in inputs.q])
    return tuple([tuple(map(store, row)) for row in inputs.q])


def _as_they_are(inputs: Inputs) -> Rows:
    return tuple([(1 - row[0], row[0]) for row in inputs.rows]) if inputs.is_binary else inputs.rows


def _softmax(z: Row, store: Callable[[float], float]) -> Row:
    """The softmax as it is written, no largest logit subtracted.

    >>> _softmax((12.0, 0.0), half)
    (nan, 0.0)
    """
    raised = [store(exponential(each)) for each in z]
    whole = store(sum(raised))
    return tuple([store(float_quotient(each, whole)) for each in raised])
