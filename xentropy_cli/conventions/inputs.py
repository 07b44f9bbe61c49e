"""A question → plain doubles, as somebody's program would hold them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from xentropy_cli.conventions import arithmetic
from xentropy_cli.conventions.arithmetic import (
    PRECISIONS,
    Row,
    Rows,
    column,
    cross_as_written,
    float_sum,
    log_softmax,
    logs,
    picked,
    rows_of_one,
    sigmoid_row,
    single,
    softmax_row,
)
from xentropy_cli.core.real import log

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentropy_cli.derivation.model import Example, Question


@dataclass(frozen=True)
class Inputs:
    """The numbers of a question: one row an example, one column a class.

    `rows` are what `given` says: probabilities (`pred`), `logits` or `logprobs`; a binary example has the two columns
    class 0 and class 1, or a single logit. `truth` has one distribution a row; `labels` the class that happened in each,
    or is empty where the truth is a distribution. An event is a binary prediction of class 1 that came true. Of binary
    examples so many `cells` each, which follow each other, are one row of somebody's matrix; of events that came in lists
    `lengths` has how many follow each other in each.
    """

    by = (
        arithmetic  # what losses are worked out by; many_rows/array_inputs.py has its own, and all that a loss asks for
    )
    reading: str
    given: str
    rows: Rows
    truth: Rows
    labels: tuple[int, ...]
    classes: tuple[str, ...]
    names: tuple[str, ...]
    base: float | None
    weights: Row = ()
    class_weights: Row = ()
    pos_weight: float | None = None
    smoothing: float | None = None
    smoothing_kind: str = "K"
    weight_norm: str = "weights"
    reduction: str = "mean"
    ignored: int = 0
    cells: int = 1
    lengths: tuple[int, ...] = ()

    @cached_property
    def q(self) -> Rows:
        """Probabilities, whatever they came from."""
        if self.given == "logits":
            return tuple(sigmoid_row(row[0]) if self._is_one(row) else softmax_row(row) for row in self.rows)
        return tuple(tuple(map(math.exp, row)) for row in self.rows) if self.given == "logprobs" else self.rows

    @cached_property
    def log_q(self) -> Rows:
        """Log-probabilities, from the logits where there are any."""
        if self.given == "logits":
            return tuple(log_softmax((0.0, row[0]) if self._is_one(row) else row) for row in self.rows)
        return self.rows if self.given == "logprobs" else tuple(map(logs, self.rows))

    @property
    def binary_logits(self) -> Row:
        """The logit of each binary example: the one typed, or log q - log (1 - q)."""
        return column(self.rows, 0) if self.given == "logits" else tuple(row[1] - row[0] for row in self.log_q)

    def as_cells(self, rows: Rows) -> Rows:
        """Rows as cells: one of a binary prediction, one a class otherwise."""
        return rows_of_one(column(rows, 1)) if self.is_binary else rows

    def happened(self, rows: Rows) -> Row:
        """The entry of what happened, of each row."""
        return picked(rows, self.labels)

    @property
    def smoothed_truth(self) -> Rows:
        """The truths, smoothed as asked over all K classes."""
        if self.smoothing is None:
            return self.truth
        epsilon = self.smoothing
        return tuple(tuple((1 - epsilon) * p_k + epsilon / len(row) for p_k in row) for row in self.truth)

    def crossed(self, log_q: Rows) -> Row:
        """-Σ p log q of each row in singles, the truth smoothed as asked over all K classes."""
        return tuple(cross_as_written(p, row, single) for p, row in zip(self.smoothed_truth, log_q, strict=True))

    def weighed(self, losses: Sequence[float], precision: str = "float64", copies: int = 1) -> tuple[float, float]:
        """The sum of the losses, each by its weight, and that of the weights; so many losses follow each other in a row."""
        store = PRECISIONS[precision]
        weights = tuple(store(w) for w in self.weights for _ in range(copies)) or (1.0,) * len(losses)
        return float_sum(w * loss for w, loss in zip(weights, losses, strict=True)), math.fsum(weights)

    def once(self, losses: Callable[[Inputs], Row]) -> Row:
        """What a call loses in each row."""
        return losses(self)

    @property
    def unit(self) -> float:
        """What a number in nats is divided by to be in the base that is asked for."""
        return 1.0 if self.base is None else math.log(self.base)

    def _is_one(self, row: Row) -> bool:
        """Whether a row is the one logit of a binary example, and not that of the only class."""
        return self.is_binary and len(row) == 1

    @property
    def is_binary(self) -> bool:
        """Whether each example is one probability and a label 0 or 1."""
        return self.reading in ("binary", "events")

    @property
    def n(self) -> int:
        """The number of examples."""
        return len(self.truth)

    @property
    def has_own_names(self) -> bool:
        """Whether the classes have names, and not only positions."""
        return self.classes != tuple(str(k) for k in range(len(self.classes)))

    @property
    def sorted_classes(self) -> tuple[int, ...]:
        """The columns in the order that sorting the names of the classes gives."""
        order = sorted(range(len(self.classes)), key=self.classes.__getitem__)
        return tuple(order) if self.has_own_names else tuple(range(len(self.classes)))


def inputs_of(question: Question) -> Inputs:
    """Take the numbers of a question as doubles."""
    first = question.examples[0]
    is_events = question.reading == "events"
    labels = tuple(1 if is_events else e.happened for e in question.examples if e.label is not None)
    truth = tuple((0.0, 1.0) if is_events else tuple(map(float, e.p)) for e in question.examples)
    weights = () if first.weight is None else tuple(float(e.weight or 0) for e in question.examples)
    return Inputs(
        reading=question.reading,
        given=question.given,
        rows=tuple(_row(e, question.given, is_event=is_events) for e in question.examples) if first.q else (),
        truth=truth,
        labels=labels if len(labels) == len(truth) else (),
        classes=("0", "1") if is_events else first.classes,
        names=tuple(e.name for e in question.examples),
        base=None if question.base.value is None else float(question.base.value),
        weights=weights,
        class_weights=tuple(map(float, question.class_weights)),
        pos_weight=None if question.pos_weight is None else float(question.pos_weight),
        smoothing=None if question.smoothing is None else float(question.smoothing),
        smoothing_kind=question.smoothing_kind,
        weight_norm=question.weight_norm,
        reduction=question.reduction or ("sum" if is_events else "mean"),
        ignored=question.ignored,
        cells=question.cells,
    )


def _row(example: Example, given: str, *, is_event: bool) -> Row:
    if given == "logits":
        return tuple(map(float, example.logits))
    if is_event:
        yes = example.q[0]
        return (float(log(1 - yes)), float(log(yes))) if given == "logprobs" else (float(1 - yes), float(yes))
    return tuple(float(log(q)) if given == "logprobs" else float(q) for q in example.q)


def with_rows(inputs: Inputs, rows: Rows, given: str = "pred") -> Inputs:
    """Put other numbers in the place of the predictions."""
    return replace(inputs, rows=rows, given=given)
