"""The inputs of conventions as arrays: one row an example, one column a class."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from xentropy_cli.conventions.many_rows import array_arithmetic
from xentropy_cli.conventions.many_rows.array_arithmetic import float_sum, in_precision, log_softmax, logs, picked

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.arrays.kinds import Floats, Indices
    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.many_rows.whole_table import WholeTable


MOST_BY_ROW = 5000
"""Numbers up to which rows are taken one at a time; beyond it whatever cannot be told by whole arrays is left out."""


@dataclass(frozen=True)
class ArrayInputs:
    """Predictions of labels: `options` says what is asked of them, and has labels and weights but no rows of them.

    `given` is what `numbers` are, (n, K); of a binary prediction they are the two probabilities, their logarithms, or the
    logits 0 and z.
    """

    by = array_arithmetic
    options: Inputs
    given: str
    numbers: Floats
    labels: Indices
    weights: Floats | None
    _known: dict[object, Floats] = field(default_factory=dict, compare=False, repr=False)

    @property
    def n(self) -> int:
        """The number of examples."""
        return len(self.labels)

    def __getattr__(self, name: str) -> Any:
        """What else a loss asks of its inputs is among the options."""
        return getattr(self.options, name)

    @property
    def rows(self) -> Floats:
        """What was given."""
        return self.numbers

    @property
    def truth(self) -> Floats:
        """A 1 for the class of each label."""
        return np.asarray(np.arange(self.numbers.shape[1]) == self.labels[:, None], dtype=np.float64)

    @cached_property
    def log_q(self) -> Floats:
        """Log-probabilities."""
        if self.given == "logits":
            return log_softmax(self.numbers)
        return logs(self.numbers) if self.given == "pred" else self.numbers

    @cached_property
    def q(self) -> Floats:
        """Probabilities."""
        return self.numbers if self.given == "pred" else np.exp(self.log_q)

    @cached_property
    def ones(self) -> Floats:
        """How much each example counts where nothing weighs it."""
        return np.ones(self.n)

    @property
    def binary_logits(self) -> Floats:
        """The logit of each binary example."""
        z = self.numbers if self.given == "logits" else self.log_q
        return z[:, 1] - z[:, 0]

    def as_cells(self, rows: Floats) -> Floats:
        """Rows as cells: one of a binary prediction, one a class otherwise."""
        return rows[:, 1:] if self.options.is_binary else rows

    def happened(self, rows: Floats) -> Floats:
        """The entry of what happened, of each row."""
        return picked(rows, self.labels)

    def crossed(self, log_q: Floats) -> Floats:
        """-Σ p log q of each row, the truth smoothed as asked over all K classes: of labels, without the products with 0."""
        epsilon, k = self.options.smoothing, log_q.shape[1]
        own = -self.happened(log_q)
        return np.asarray((1 - epsilon) * own - epsilon / k * log_q.sum(axis=1)) if epsilon else own

    def weighed(self, losses: Floats, precision: str = "float64", copies: int = 1) -> tuple[float, float]:
        """The sum of the losses, each by its weight, and that of the weights."""
        if self.weights is None:
            return float_sum(losses), float(len(losses))
        weights = np.repeat(in_precision(self.weights, precision), copies)
        return float_sum(losses * weights), float_sum(weights)

    def once(self, losses: Callable[[ArrayInputs], Floats]) -> Floats:
        """What a call loses in each row, worked out once for all calls that lose the same."""
        if losses not in self._known:
            self._known[losses] = losses(self)
        return self._known[losses]


def arrays_of(table: WholeTable, options: Inputs) -> ArrayInputs:
    """The rows of a table as arrays."""
    kind, scale, q = table.method.kind, table.method.scale, table.q
    if kind == "classes":
        numbers = q / q.sum(axis=1, keepdims=True) if table.method.normalize else q
    elif scale == "logits":
        numbers = np.stack([np.zeros(len(q)), q], axis=1)
    elif scale == "logprobs":
        numbers = np.stack([logs(-np.expm1(q)), q], axis=1)
    else:
        numbers = np.stack([1 - q, q], axis=1)
    labels = np.ones(table.n, np.intp) if kind == "events" else table.labels
    return ArrayInputs(options, scale, np.asfortranarray(numbers), labels, table.weights)
