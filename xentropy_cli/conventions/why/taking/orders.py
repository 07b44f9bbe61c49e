"""Truths that miss their prediction: classes in another order, labels off by one or a row out, truth and prediction swapped."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import sigmoid_row, softmax_row
from xentropy_cli.conventions.why.departures import departure
from xentropy_cli.conventions.why.taking.views import View, one_hot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.departures import Departure

MOST_PERMUTED = 4
"""Classes up to which every order is tried."""

MOST_EXCHANGED = 10
"""Classes up to which any two columns may have changed places."""

MOST_EXCHANGES = 45
"""How many neighbours among more classes than that are tried, those of classes that came first."""

FEWEST_SHIFTED = 3
TWO = 2


def orders(view: View, inputs: Inputs, *, is_plain: bool) -> Iterator[View]:
    """Other orders of the classes, and labels that miss their class or their row."""
    k = len(inputs.truth[0])
    if (len(view.truth), len(view.truth[0])) != (inputs.n, k):  # its rows and classes are no longer those of the inputs
        return
    if inputs.is_binary:
        yield view.with_columns((1, 0), departure("flipped"))
        if not inputs.class_weights and inputs.pos_weight is None:
            yield from _coded(view)
    else:
        neighbours = sorted(pairwise(range(k)), key=lambda pair: not set(pair) & set(view.labels))[:MOST_EXCHANGES]
        for places, how in column_orders(inputs, neighbours, is_plain=is_plain):
            yield view.with_columns(places, how)
        for way in (1, -1) if view.labels and k > TWO else ():
            yield _off_by_one(view, way, inputs)
        if len(view.q) == k:
            yield view.taken(tuple(zip(*view.q, strict=True)), departure("transposed"))
    if is_plain:
        yield from _misplaced(view)


def column_orders(
    inputs: Inputs, neighbours: Iterable[tuple[int, int]], *, is_plain: bool
) -> Iterator[tuple[Sequence[int], Departure]]:
    """Columns reversed, sorted by name, in every order of a few, or with two exchanged: of very many, these neighbours."""
    names, order, k = inputs.classes, inputs.sorted_classes, len(inputs.classes)
    plain, backwards = tuple(range(k)), tuple(range(k))[::-1]
    yield backwards, departure("reversed", bits=2) if k == TWO else departure("reversed")
    if order != plain:
        yield tuple(order.index(each) for each in plain), departure("sorted", ", ".join(names[each] for each in order))
    if is_plain and TWO < k <= MOST_PERMUTED:
        for other in permutations(plain):
            if other not in (plain, backwards, order):
                yield other, departure("permuted", ", ".join(names[each] for each in other))
    if is_plain and k > MOST_PERMUTED:
        for a, b in combinations(plain, 2) if k <= MOST_EXCHANGED else neighbours:
            places = list(plain)
            places[a], places[b] = b, a
            yield places, departure("swapped", names[a], names[b])


def _off_by_one(view: View, way: int, inputs: Inputs) -> View:
    k = len(view.truth[0])
    labels = tuple((label + way) % k for label in view.labels)
    how = departure("off-by-one", inputs.classes[labels[0]], inputs.classes[view.labels[0]])
    return view.against(one_hot(labels, k), labels, how)


def _coded(view: View) -> Iterator[View]:
    """Labels of two classes written as 1 and 2, or as −1 and +1, in the formula for 0 and 1: y and 1 − y are the weights."""
    for key, (no, yes) in (("labels-1-2", (1.0, 2.0)), ("labels-plus-minus", (-1.0, 1.0))):
        truth = tuple((1 - y, y) for y in (no * p[0] + yes * p[1] for p in view.truth))
        yield view.against(truth, (), departure(key))


def _misplaced(view: View) -> Iterator[View]:
    """Labels that met another row."""
    n = len(view.truth)
    if n == 1:
        return
    everywhere = range(n)
    for way, name in ((1, "next"), (-1, "previous")):
        yield view.paired(everywhere, [(at - way) % n for at in everywhere], departure("shifted", name))
        met = everywhere[:-1] if way == 1 else everywhere[1:]
        yield view.paired([at + way for at in met], met, departure("shifted-dropped", name))
    if n >= FEWEST_SHIFTED:
        yield view.paired(everywhere, everywhere[::-1], departure("backwards"))


def changed_places(plain: View, inputs: Inputs) -> Iterator[View]:
    """The truth where the prediction belongs, and the reverse; as probabilities, and as logits."""
    if inputs.class_weights or inputs.pos_weight is not None:
        return
    how = departure("arguments-swapped")
    yield View((how,), plain.q, (), plain.weights, q=plain.truth)
    squeezed = (sigmoid_row(row[1]) if inputs.is_binary else softmax_row(row) for row in plain.truth)
    as_logits = departure("probabilities-as-logits", bits=1.5)
    yield View((how, as_logits), plain.q, (), plain.weights, q=tuple(squeezed))
