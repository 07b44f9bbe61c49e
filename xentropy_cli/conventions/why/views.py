"""Ways to take the numbers of a prediction: as what, clipped how, and in which order. Each is a view of the same inputs."""

from __future__ import annotations

import math
from itertools import combinations, permutations
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.arithmetic import (
    Row,
    Rows,
    kept_between,
    ln,
    log_softmax,
    over_sum,
    sigmoid_row,
    single,
    softmax_row,
)
from xentropy_cli.conventions.why.departures import Departure, departure
from xentropy_cli.core.clips import CLIPS, TORCH_LEAST_LOG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.conventions.inputs import Inputs

NEARLY = 1e-9
MOST_PERMUTED = 4
EPSILONS = (
    "1e-30",
    "1e-20",
    "1e-16",
    "1e-14",
    "1e-12",
    "1e-10",
    "1e-9",
    "1e-8",
    "1e-6",
    "1e-5",
    "1e-4",
    "0.001",
    "0.01",
)
ADDED = ("1e-16", "1e-15", "1e-12", "1e-10", "1e-9", "1e-8", "1e-7", "1e-6", "1e-5", "1e-4", "0.001")


class View(NamedTuple):
    """Predictions as somebody took them: probabilities, their logarithms, and the truth beside each row."""

    departures: tuple[Departure, ...]
    q: Rows
    log_q: Rows
    truth: Rows
    labels: tuple[int, ...]

    @property
    def bits(self) -> float:
        """How rare it is to take them so."""
        return sum(each.bits for each in self.departures)

    def taken(self, q: Rows, how: Departure) -> View:
        """Take other probabilities."""
        return View((*self.departures, how), q, logs_of(q), self.truth, self.labels)

    def logged(self, log_q: Rows, how: Departure) -> View:
        """Take other log-probabilities."""
        return View((*self.departures, how), exps_of(log_q), log_q, self.truth, self.labels)

    def labelled(self, truth: Rows, labels: tuple[int, ...], how: Departure) -> View:
        """Take another truth."""
        return View((*self.departures, how), self.q, self.log_q, truth, labels)


def logs_of(rows: Rows) -> Rows:
    """Take logarithms."""
    return tuple(tuple(map(ln, row)) for row in rows)


def exps_of(rows: Rows) -> Rows:
    """Take exponentials; what overflows is infinite."""
    return tuple(tuple(_exp(x) for x in row) for row in rows)


def _exp(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def plain_view(inputs: Inputs) -> View:
    """The numbers as they were given."""
    if not inputs.rows:
        return View((), inputs.truth, logs_of(inputs.truth), inputs.truth, inputs.labels)
    return View((), inputs.q, inputs.log_q, inputs.truth, inputs.labels)


def views(inputs: Inputs) -> Iterator[View]:
    """Every way to take the numbers: what they are for, in what order, and rescaled or clipped."""
    plain = plain_view(inputs)
    yield plain
    if not inputs.rows:
        return
    meant = [plain, *_meanings(plain, inputs)]
    for view in meant:
        ordered = [view, *_orders(view, inputs, is_plain=view is plain)]
        for each in ordered:
            if each is not plain:
                yield each
            yield from _guarded(each, is_plain=each is plain)


def _meanings(plain: View, inputs: Inputs) -> Iterator[View]:
    if inputs.given == "pred":
        yield plain.taken(tuple(tuple(100 * q for q in row) for row in plain.q), departure("percent-entries"))
    if inputs.is_binary:
        yield from _binary_meanings(plain, inputs)
        return
    yield plain.logged(tuple(map(log_softmax, plain.q)), departure("softmax-again", _again(inputs)))
    if not plain.labels:
        truth = tuple(map(softmax_row, plain.truth))
        yield plain.labelled(truth, (), departure("truth-softmax"))
        again = plain.logged(tuple(map(log_softmax, plain.q)), departure("softmax-again", _again(inputs)))
        yield again.labelled(truth, (), departure("truth-softmax", bits=1))
    twice = tuple(softmax_row(softmax_row(row)) for row in plain.q)
    yield plain.taken(twice, departure("softmax-again", "three times" if inputs.given == "logits" else "twice", bits=6))
    yield plain.taken(
        tuple(tuple(sigmoid_row(q)[1] for q in row) for row in plain.q),
        departure("sigmoid-again", "to the probabilities"),
    )
    if inputs.given == "logits":
        z = inputs.rows
        yield plain.logged(z, departure("no-log-softmax"))
        yield plain.logged(tuple(log_softmax(tuple(-x for x in row)) for row in z), departure("negated-logits"))
        yield plain.taken(
            tuple(tuple(sigmoid_row(each)[1] for each in row) for row in z), departure("sigmoid-for-softmax")
        )
        if any(each > 0 for row in z for each in row):
            yield plain.taken(z, departure("logits-as-probabilities"))
        if len(z) > 1:
            yield plain.taken(_transposed(tuple(map(softmax_row, _transposed(z)))), departure("softmax-rows"))
            yield plain.taken(_all_at_once(z), departure("softmax-all"))
    if inputs.given == "logprobs":
        yield from _log_meanings(plain, inputs)


def _again(inputs: Inputs) -> str:
    """Say what it is to apply a softmax or sigmoid once too often."""
    if inputs.given == "logits":
        return "twice: the loss was given probabilities and took them as logits"
    return "to probabilities: they were passed as logits"


def _log_meanings(plain: View, inputs: Inputs) -> Iterator[View]:
    for key, base in (("base2-logs", 2), ("base10-logs", 10)):
        yield plain.logged(tuple(tuple(x * math.log(base) for x in row) for row in inputs.rows), departure(key))
    yield plain.taken(inputs.rows, departure("log-as-probabilities"))


def _binary_meanings(plain: View, inputs: Inputs) -> Iterator[View]:
    yield plain.taken(tuple(sigmoid_row(row[1]) for row in plain.q), departure("sigmoid-again", _again(inputs)))
    if inputs.given == "logits":
        yield plain.taken(tuple((1 - row[0], row[0]) for row in inputs.rows), departure("logits-as-probabilities"))
    if inputs.given == "pred" and len(plain.q) > 1:
        over_all = softmax_row(tuple(row[1] for row in plain.q))
        yield plain.taken(tuple((1 - q, q) for q in over_all), departure("softmax-all"))


def _transposed(rows: Rows) -> Rows:
    return tuple(zip(*rows, strict=True))


def _all_at_once(z: Rows) -> Rows:
    flat = softmax_row(tuple(each for row in z for each in row))
    k = len(z[0])
    return tuple(flat[at : at + k] for at in range(0, len(flat), k))


def _orders(view: View, inputs: Inputs, *, is_plain: bool) -> Iterator[View]:
    """Other orders of the classes, and labels that miss their class or their row."""
    k = len(view.q[0])
    if inputs.is_binary:
        yield _columns(view, (1, 0), departure("flipped"))
        yield from _misplaced(view, is_plain=is_plain)
        return
    order = inputs.sorted_classes
    backwards = tuple(range(k))[::-1]
    if order != tuple(range(k)):
        names = ", ".join(inputs.classes[each] for each in order)
        yield _columns(view, _places(order), departure("sorted", names))
    yield _columns(view, backwards, departure("reversed", bits=2) if k == 2 else departure("reversed"))  # noqa: PLR2004
    if view.labels and k > 2:  # noqa: PLR2004
        for way in (1, -1):
            yield _shifted(view, way, inputs)
    if is_plain and 2 < k <= MOST_PERMUTED:  # noqa: PLR2004
        for other in permutations(range(k)):
            if other not in (tuple(range(k)), backwards, order):
                yield _columns(view, other, departure("permuted", ", ".join(inputs.classes[each] for each in other)))
    if is_plain and k > MOST_PERMUTED:
        yield from _swapped(view, inputs)
    if len(view.q) == k:
        yield view.taken(_transposed(view.q), departure("transposed"))
    yield from _misplaced(view, is_plain=is_plain)


def _swapped(view: View, inputs: Inputs) -> Iterator[View]:
    """Two columns that changed places."""
    for a, b in combinations(range(len(view.q[0])), 2):
        places = list(range(len(view.q[0])))
        places[a], places[b] = b, a
        yield _columns(view, tuple(places), departure("swapped", inputs.classes[a], inputs.classes[b]))


def _places(order: tuple[int, ...]) -> tuple[int, ...]:
    """Where each class is looked up when the columns are believed to be in that order."""
    return tuple(order.index(each) for each in range(len(order)))


def _columns(view: View, places: tuple[int, ...], how: Departure) -> View:
    q = tuple(tuple(row[at] for at in places) for row in view.q)
    log_q = tuple(tuple(row[at] for at in places) for row in view.log_q)
    return View((*view.departures, how), q, log_q, view.truth, view.labels)


def _shifted(view: View, way: int, inputs: Inputs) -> View:
    k = len(view.q[0])
    labels = tuple((label + way) % k for label in view.labels)
    first = view.labels[0]
    how = departure("off-by-one", inputs.classes[labels[0]], inputs.classes[first])
    return view.labelled(_one_hot(labels, k), labels, how)


def _one_hot(labels: tuple[int, ...], k: int) -> Rows:
    return tuple(tuple(float(each == label) for each in range(k)) for label in labels)


def _misplaced(view: View, *, is_plain: bool) -> Iterator[View]:
    """Labels that met another row, and single labels that were mistaken."""
    n = len(view.truth)
    if not is_plain or n == 1:
        return
    for way, name in ((1, "next"), (-1, "previous")):
        places = [(at - way) % n for at in range(n)]
        yield _relabelled(view, places, departure("shifted", name))
    if n > 2:  # noqa: PLR2004
        yield _relabelled(view, list(range(n))[::-1], departure("backwards"))


def _relabelled(view: View, places: list[int], how: Departure) -> View:
    truth = tuple(view.truth[at] for at in places)
    return view.labelled(truth, tuple(view.labels[at] for at in places) if view.labels else (), how)


def _guarded(view: View, *, is_plain: bool) -> Iterator[View]:
    """Rows divided by their sums, and clipped; only where that changes something."""
    scaled = view
    if any(abs(sum(row) - 1) > NEARLY and sum(row) > 0 for row in view.q):
        scaled = view.taken(tuple(over_sum(row) for row in view.q), departure("rescaled"))
        yield scaled
    lowest = min((q for row in view.q for q in row), default=1)
    highest = max((q for row in view.q for q in row), default=0)
    if lowest < 0 or highest > 1 or math.isnan(lowest + highest):
        return
    for each in dict.fromkeys((view, scaled)):
        yield from _clipped(each, lowest, highest, is_plain=is_plain)


def _clipped_and_added(row: Row) -> Row:
    """Clip q at 1e-7 in float32, take 1 - q of that, and add 1e-7 to both.

    >>> [round(-math.log(q), 4) for q in _clipped_and_added((0.0, 1.0))]
    [15.3332, -0.0]
    """
    high = single(1 - KERAS)
    q = min(max(single(row[1]), KERAS), high)
    return (single(single(1 - q) + KERAS), single(q + KERAS))


COMMON_CLIPS = (
    ("clip-sklearn", CLIPS["sklearn"].low),
    ("clip-1e-15", CLIPS["sklearn-1.2"].low),
    ("clip-keras", CLIPS["keras"].low),
    ("clip-float32", CLIPS["sklearn-float32"].low),
    ("clip-float16", 2.0**-10),
    ("clip-flt-min", 2.0**-126),
    ("clip-dbl-min", 2.0**-1022),
)
KERAS = single(CLIPS["keras"].low)


def _clipped(view: View, lowest: float, highest: float, *, is_plain: bool) -> Iterator[View]:
    others = [(departure("clip", text), float(text)) for text in EPSILONS] if is_plain else []
    for how, low in (*((departure(key), low) for key, low in COMMON_CLIPS), *others):
        if lowest < low or highest > 1 - low:
            yield view.taken(tuple(kept_between(row, low, 1 - low) for row in view.q), how)
    if (lowest < KERAS or highest > 1 - KERAS) and view.q and len(view.q[0]) == 2:  # noqa: PLR2004
        yield view.taken(tuple(map(_clipped_and_added, view.q)), departure("clip-keras-plus"))
    if lowest < math.exp(TORCH_LEAST_LOG):
        yield view.logged(
            tuple(tuple(max(x, TORCH_LEAST_LOG) for x in row) for row in view.log_q), departure("clip-torch")
        )
    if is_plain:
        for text in ADDED if lowest == 0 else ADDED[-6:]:
            q = tuple(tuple(q + float(text) for q in row) for row in view.q)
            yield view.taken(q, departure("plus-epsilon", text))
