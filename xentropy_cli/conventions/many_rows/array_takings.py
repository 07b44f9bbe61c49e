"""Ways to take many rows, as arrays: as what, in which order, clipped how."""

from __future__ import annotations

import math
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.conventions.many_rows.array_arithmetic import ln, log_softmax, picked
from xentropy_cli.conventions.why.departures import Budget, departure
from xentropy_cli.conventions.why.taking.clips import clips_between
from xentropy_cli.conventions.why.taking.meanings import TEMPERATURES, once_too_often
from xentropy_cli.conventions.why.taking.orders import column_orders
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentropy_cli.arrays.kinds import Floats, Indices
    from xentropy_cli.conventions.many_rows.array_inputs import ArrayInputs
    from xentropy_cli.conventions.why.departures import Departure

BUDGET = Budget()
TWO = 2


class Matrix:
    """Probabilities or their logarithms, and what many losses need of them, worked out once."""

    def __init__(self, log_q: Floats | None = None, q: Floats | None = None) -> None:
        """Keep what is given; the other is made from it when it is asked for."""
        self._log_q, self._q = log_q, q
        self._others: dict[object, tuple[Floats, Floats]] = {}

    @cached_property
    def q(self) -> Floats:
        """The probabilities."""
        with np.errstate(over="ignore"):
            return np.exp(self.log_q) if self._q is None else self._q

    @cached_property
    def log_q(self) -> Floats:
        """Their logarithms."""
        return ln(self.q) if self._log_q is None else self._log_q

    def losses_at(self, columns: Indices) -> Floats:
        """-log q of one class of each row: where no logarithms are given, of those alone."""
        return -ln(picked(self.q, columns)) if self._log_q is None else -picked(self._log_q, columns)

    @cached_property
    def likeliest(self) -> Indices:
        """The column of the largest probability."""
        return np.asarray(self.q.argmax(axis=1))

    @cached_property
    def everywhere(self) -> Floats:
        """-log q of all classes."""
        return np.asarray(-self.log_q.sum(axis=1))

    def others(self, other: Callable[[Floats], Floats]) -> tuple[Floats, Floats]:
        """What every class adds, and the sum of that."""
        if other not in self._others:
            every = other(self.q)
            self._others[other] = every, every.sum(axis=1)
        return self._others[other]

    def clipped(self, low: float) -> Matrix:
        """Probabilities kept away from 0 and 1."""
        return Matrix(q=np.clip(self.q, low, 1 - low))


class Taken(NamedTuple):
    """Predictions as somebody took them: a matrix, the labels, the column that each of them means, and the order of columns."""

    departures: tuple[Departure, ...]
    matrix: Matrix
    labels: Indices
    picked: Indices
    places: Sequence[int] = ()

    @property
    def bits(self) -> float:
        """How rare it is."""
        return sum(each.bits for each in self.departures)


def plain_taking(inputs: ArrayInputs) -> Taken:
    """The numbers as they were given."""
    return Taken((), Matrix(inputs.log_q, inputs.q), inputs.labels, inputs.labels)


def takings(inputs: ArrayInputs) -> Iterator[Taken]:
    """The numbers as they were given first, then every other way to take them that the budget allows."""
    plain = plain_taking(inputs)
    for meant in chain((plain,), _meanings(plain, inputs)):
        is_plain = meant is plain
        ordered = [meant, *_orders(meant, inputs, is_plain=is_plain)]
        yield from ordered
        for how, low in _clips(meant.matrix, is_plain=is_plain):
            kept = meant.matrix.clipped(low)
            for each in ordered[:1] if how.key == "clip" else ordered:
                if BUDGET.allows(each, how):
                    yield each._replace(departures=(*each.departures, how), matrix=kept)


def _meanings(plain: Taken, inputs: ArrayInputs) -> Iterator[Taken]:
    """The numbers taken for something else than they are."""

    def taken(how: Departure, log_q: Floats) -> Taken:
        return Taken((how,), Matrix(log_q), plain.labels, plain.picked)

    for text, bits in TEMPERATURES:
        yield taken(departure("temperature", text, bits=bits), log_softmax(inputs.log_q / float(text)))
    hard = np.zeros_like(inputs.q)
    hard[np.arange(len(hard)), plain.matrix.likeliest] = 1.0
    yield plain._replace(departures=(departure("hard"),), matrix=Matrix(q=hard))
    again = once_too_often(inputs.options)
    if inputs.options.is_binary:
        yes = inputs.q[:, 1]
        yield taken(departure("sigmoid-again", again), -np.logaddexp(0, np.stack([yes, -yes], axis=1)))
        return
    yield taken(departure("softmax-again", again), log_softmax(inputs.q))
    yield taken(departure("sigmoid-again", "to the probabilities"), -np.logaddexp(0, -inputs.q))
    if inputs.given == "logits":
        yield taken(departure("no-log-softmax"), inputs.numbers)
        yield taken(departure("negated-logits"), log_softmax(-inputs.numbers))
        yield taken(departure("sigmoid-for-softmax"), -np.logaddexp(0, -inputs.numbers))
    if inputs.given == "logprobs":
        for key, base in (("base2-logs", 2), ("base10-logs", 10)):
            yield taken(departure(key), inputs.numbers * math.log(base))


def _orders(taken: Taken, inputs: ArrayInputs, *, is_plain: bool) -> Iterator[Taken]:
    """Other orders of the classes, and labels that miss their class or their row."""
    k, options = len(inputs.options.classes), inputs.options

    def places(columns: Sequence[int], how: Departure) -> Taken:
        picked = np.array(columns)[taken.picked]
        return taken._replace(departures=(*taken.departures, how), picked=picked, places=columns)

    def met(labels: Indices, how: Departure) -> Taken:
        return Taken((*taken.departures, how), taken.matrix, labels, labels)

    if options.is_binary:
        yield places((1, 0), departure("flipped"))
    else:
        for way in (1, -1) if k > TWO else ():
            shown = (options.classes[(options.labels[0] + way) % k], options.classes[options.labels[0]])
            yield met((taken.labels + way) % k, departure("off-by-one", *shown))
        for columns, how in column_orders(options, (), is_plain=is_plain):
            yield places(columns, how)
    if is_plain and inputs.weights is None:
        for way, name in ((1, "next"), (-1, "previous")):
            yield met(np.roll(taken.labels, way), departure("shifted", name))
        yield met(taken.labels[::-1], departure("backwards"))


def _clips(matrix: Matrix, *, is_plain: bool) -> Iterator[tuple[Departure, float]]:
    """The clips that change something."""
    lowest, highest = float(matrix.q.min()), float(matrix.q.max())
    if highest <= 1:
        yield from clips_between(lowest, highest, is_plain=is_plain)
