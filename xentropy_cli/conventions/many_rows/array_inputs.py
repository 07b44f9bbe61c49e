"""The inputs of conventions as arrays: one row an example, one column a class."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

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

    @cached_property
    def logits(self) -> Floats:
        """Logits as a call is given them: those of the file, or log q."""
        return self.numbers if self.given == "logits" else self.log_q

    def once(self, losses: Callable[[ArrayInputs], Floats]) -> Floats:
        """What a call loses in each row, worked out once for all calls that lose the same."""
        if losses not in self._known:
            self._known[losses] = losses(self)
        return self._known[losses]

    def at_labels(self, rows: Floats) -> Floats:
        """The entry of what happened, of each row."""
        return at(rows, self.labels)


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


def at(rows: Floats, columns: Indices) -> Floats:
    """One entry of each row."""
    found: Floats = rows[np.arange(len(rows)), columns]
    return found


def logs(x: Floats) -> Floats:
    """Natural logarithms, −∞ at 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.log(x)
    return found


def log_softmax(z: Floats) -> Floats:
    """log q_k = z_k − log Σ e^{z_j}, without overflow."""
    with np.errstate(over="ignore", invalid="ignore"):
        shifted = z - z.max(axis=1, keepdims=True)
        found: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return found


def singles(x: Floats) -> Floats:
    """Round to single precision."""
    with np.errstate(over="ignore"):
        return np.asarray(x).astype(np.float32).astype(np.float64)
