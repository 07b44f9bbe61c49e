"""What the numbers of a prediction were taken for: a softmax too many or too few, a temperature, another base."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import Row, Rows, log_softmax, sigmoid_row, softmax_row
from xentropy_cli.conventions.why.departures import departure
from xentropy_cli.conventions.why.taking.views import View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.departures import Departure

TEMPERATURES = (("2", 3.5), ("0.5", 3.5), ("1.5", 5.0), ("3", 5.0), ("4", 5.0), ("5", 5.0), ("10", 5.0),
                ("0.1", 5.0), ("0.2", 5.0), ("0.25", 5.0), ("0.7", 5.0), ("0.8", 5.0),
                ("100", 6.0), ("0.07", 6.0), ("0.01", 6.0))  # fmt: skip
"""Temperatures that logits are divided by, and how rare each is, with which other departures go together."""


def meanings(plain: View, inputs: Inputs) -> Iterator[View]:
    """The numbers taken for something else than they are."""
    if inputs.given == "pred":
        yield plain.taken(tuple(tuple(100 * q for q in row) for row in plain.q), departure("percent-entries"))
    for text, bits in TEMPERATURES:
        temperature = float(text)  # what all logits of a row share cancels, so that log q will do
        yield cooled(plain, temperature, departure("temperature", text, bits=bits))
    yield plain.taken(tuple(map(_decided, plain.q)), departure("hard"))
    yield from _binary_meanings(plain, inputs) if inputs.is_binary else _class_meanings(plain, inputs)


def cooled(plain: View, temperature: float, how: Departure) -> View:
    """The logits divided by a temperature."""
    rows = [log_softmax(tuple([x / temperature for x in row])) for row in plain.log_q]
    return plain.logged(tuple(rows), how)


def _decided(row: Row) -> Row:
    """1 for the most probable class, of several the first; 0 for the others.

    >>> _decided((0.2, 0.7, 0.1))
    (0.0, 1.0, 0.0)
    """
    top = row.index(max(row))
    return tuple([float(k == top) for k in range(len(row))])


def _class_meanings(plain: View, inputs: Inputs) -> Iterator[View]:
    again = plain.logged(tuple(map(log_softmax, plain.q)), departure("softmax-again", once_too_often(inputs)))
    yield again
    if not plain.labels:
        truth = tuple(map(softmax_row, plain.truth))
        yield plain.against(truth, (), departure("truth-softmax"))
        yield again.against(truth, (), departure("truth-softmax", bits=1))
    twice = tuple(softmax_row(softmax_row(row)) for row in plain.q)
    times = "three times" if inputs.given == "logits" else "twice"
    yield plain.taken(twice, departure("softmax-again", times, bits=6))
    yield plain.taken(_sigmoids(plain.q), departure("sigmoid-again", "to the probabilities"))
    if inputs.given == "logits":
        yield from _logit_meanings(plain, inputs.rows)
    if inputs.given == "logprobs":
        yield from _log_meanings(plain, inputs)


def _logit_meanings(plain: View, z: Rows) -> Iterator[View]:
    yield plain.logged(z, departure("no-log-softmax"))
    yield plain.logged(tuple(log_softmax(tuple(-x for x in row)) for row in z), departure("negated-logits"))
    yield plain.taken(_sigmoids(z), departure("sigmoid-for-softmax"))
    if any(each > 0 for row in z for each in row):
        yield plain.taken(z, departure("logits-as-probabilities"))
    if len(z) > 1:
        columns = tuple(zip(*z, strict=True))
        yield plain.taken(tuple(zip(*map(softmax_row, columns), strict=True)), departure("softmax-rows"))
        yield plain.taken(_all_at_once(z), departure("softmax-all"))


def once_too_often(inputs: Inputs) -> str:
    """Say what it is to apply a softmax or sigmoid once too often."""
    if inputs.given == "logits":
        return "twice: the loss was given probabilities and took them as logits"
    return "to probabilities: they were passed as logits"


def _sigmoids(rows: Rows) -> Rows:
    return tuple(tuple(sigmoid_row(each)[1] for each in row) for row in rows)


def _log_meanings(plain: View, inputs: Inputs) -> Iterator[View]:
    for key, base in (("base2-logs", 2), ("base10-logs", 10)):
        yield plain.logged(tuple(tuple(x * math.log(base) for x in row) for row in inputs.rows), departure(key))
    yield plain.taken(inputs.rows, departure("log-as-probabilities"))


def _binary_meanings(plain: View, inputs: Inputs) -> Iterator[View]:
    yield plain.taken(tuple(sigmoid_row(row[1]) for row in plain.q), departure("sigmoid-again", once_too_often(inputs)))
    if inputs.given == "logits":
        yield plain.taken(tuple((1 - row[0], row[0]) for row in inputs.rows), departure("logits-as-probabilities"))
        curved = tuple(math.tanh(row[0]) for row in inputs.rows)
        yield plain.taken(tuple((1 - q, q) for q in curved), departure("tanh"))
        yield plain.taken(tuple(sigmoid_row(2 * row[0]) for row in inputs.rows), departure("tanh-halved"))
    if inputs.given == "pred" and len(plain.q) > 1:
        over_all = softmax_row(tuple(row[1] for row in plain.q))
        yield plain.taken(tuple((1 - q, q) for q in over_all), departure("softmax-all"))
    if not inputs.weights and inputs.pos_weight is None and not inputs.class_weights:
        yield from _as_rows(plain, inputs)


def _as_rows(plain: View, inputs: Inputs) -> Iterator[View]:
    """Binary predictions read as the classes of rows: each pair, or all of them, with a softmax where logits were given."""
    n = len(plain.truth)
    scores = tuple(row[0] if inputs.given == "logits" else row[1] for row in (inputs.rows or plain.q))
    events = inputs.reading == "events"
    sizes = {2: departure("pairs-as-rows"), inputs.cells: departure("cells-as-classes"), n: departure("all-as-row")}
    for size, how in sizes.items():
        if n % size or size == 1 or (events and size == n):
            continue
        rows = tuple(scores[at : at + size] for at in range(0, n, size))
        truth = tuple(tuple(p[1] for p in plain.truth[at : at + size]) for at in range(0, n, size))
        yield from _read(rows, truth, how, inputs.given)


def _read(rows: Rows, truth: Rows, how: Departure, given: str) -> Iterator[View]:
    """Rows of classes made of binary predictions: as they are, or through a softmax."""
    if given == "pred":
        yield View((how,), truth, (), (), q=rows)
        yield View(
            (how, departure("softmax-again", "over the row", bits=2)),
            truth,
            (),
            (),
            log_q=tuple(map(log_softmax, rows)),
        )
    elif given == "logits":
        yield View((how,), truth, (), (), log_q=tuple(map(log_softmax, rows)))
    else:
        yield View((how,), truth, (), (), log_q=rows)


def _all_at_once(z: Rows) -> Rows:
    flat = softmax_row(tuple(each for row in z for each in row))
    k = len(z[0])
    return tuple(flat[at : at + k] for at in range(0, len(flat), k))
