"""A class that is missing in every row: its terms, or its column."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.why.departures import slip_in_one_of
from xentropy_cli.conventions.why.shares import class_terms
from xentropy_cli.conventions.why.sums import added, example_weights

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.conventions.arithmetic import Row
    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.sums import Sums
    from xentropy_cli.conventions.why.taking.views import View

FEWEST_CLASSES = 3


def missing_classes(asked: Sums, plain: View, inputs: Inputs) -> Iterator[Sums]:
    """Each class left out of the sums of all rows; its column dropped, and the others divided by their sums."""
    k, terms = len(inputs.classes), class_terms(plain, inputs)
    how = slip_in_one_of(k)
    for at, name in enumerate(inputs.classes):
        if not inputs.labels and inputs.n > 1:
            rest = asked.total - added(row[at] for row in terms)
            yield asked.plus(how("class-terms", name), rest, asked.denominator)
        if inputs.rows and k >= FEWEST_CLASSES and not inputs.is_binary:
            yield from _dropped(asked, plain, inputs, at)


def _dropped(asked: Sums, plain: View, inputs: Inputs, at: int) -> Iterator[Sums]:
    """The column of a class dropped: a row of which nothing is left does not count."""
    how, name = slip_in_one_of(len(inputs.classes)), inputs.classes[at]
    weights = example_weights(inputs)
    left = [(1 - p[at], sum(q) - q[at]) for p, q in zip(plain.truth, plain.q, strict=True)]
    if any(share > 0 and mass <= 0 for share, mass in left):
        return
    kept = [index for index, (share, _) in enumerate(left) if share > 0]
    losses: Row = tuple([weights[i] * _loss_without(plain, i, at) for i in kept])
    gained = [weights[i] * left[i][0] * math.log(left[i][1]) for i in kept]
    gone = inputs.n - len(kept) if asked.denominator == inputs.n else added(weights) - added(weights[i] for i in kept)
    by = asked.denominator - gone
    yield asked.plus(how("column-dropped", name, "the predictions"), added(losses) + added(gained), by)
    if not inputs.labels:
        whole = added((loss + more) / left[i][0] for i, loss, more in zip(kept, losses, gained, strict=True))
        yield asked.plus(how("column-dropped", name, "truths and predictions"), whole, by)


def _loss_without(plain: View, row: int, at: int) -> float:
    """-Σ p log q of a row over the other classes."""
    terms = zip(plain.truth[row], plain.log_q[row], strict=True)
    return -added(p * x for k, (p, x) in enumerate(terms) if p and k != at)
