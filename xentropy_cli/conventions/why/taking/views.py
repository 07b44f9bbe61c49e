"""Ways to take the numbers of a prediction: as what, clipped how, and in which order. Each is a view of the same inputs."""

from __future__ import annotations

from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import exponential, logs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.conventions.arithmetic import Row, Rows
    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.departures import Departure


class View:
    """Predictions as somebody took them: probabilities or their logarithms, and the truth and the weight beside each row.

    Whichever of `q` and `log_q` is not given is made from the other when it is asked for.
    """

    def __init__(  # noqa: PLR0913  a view is these five, and how it came about
        self,
        departures: tuple[Departure, ...],
        truth: Rows,
        labels: tuple[int, ...],
        weights: Row,
        *,
        q: Rows | None = None,
        log_q: Rows | None = None,
    ) -> None:
        """Keep the rows, and add up how rare it is to take them so."""
        self.departures = departures
        self.bits = sum(each.bits for each in departures)
        self.truth, self.labels, self.weights = truth, labels, weights
        self._q, self._log_q = q, log_q

    @cached_property
    def q(self) -> Rows:
        """The probabilities."""
        return self._q if self._q is not None else tuple(tuple(map(exponential, row)) for row in self._log_q or ())

    @cached_property
    def log_q(self) -> Rows:
        """Their logarithms."""
        return self._log_q if self._log_q is not None else tuple(map(logs, self._q or ()))

    @property
    def log_true(self) -> Row:
        """Those of the class of each label; where rows have none yet, those alone are made."""
        if self._log_q is None and "log_q" not in self.__dict__:
            return logs(row[label] for row, label in zip(self.q, self.labels, strict=True))
        return tuple([row[label] for row, label in zip(self.log_q, self.labels, strict=True)])

    def taken(self, q: Rows, how: Departure) -> View:
        """Take other probabilities."""
        return View((*self.departures, how), self.truth, self.labels, self.weights, q=q)

    def logged(self, log_q: Rows, how: Departure) -> View:
        """Take other log-probabilities."""
        return View((*self.departures, how), self.truth, self.labels, self.weights, log_q=log_q)

    def against(self, truth: Rows, labels: tuple[int, ...], how: Departure) -> View:
        """Take another truth."""
        return View((*self.departures, how), truth, labels, self.weights, q=self._q, log_q=self._log_q)

    def with_columns(self, places: Sequence[int], how: Departure) -> View:
        """Take the columns in another order."""
        q, log_q = (_columns(rows, places) for rows in (self._q, self._log_q))
        return View((*self.departures, how), self.truth, self.labels, self.weights, q=q, log_q=log_q)

    def paired(self, rows: Sequence[int], truths: Sequence[int], how: Departure) -> View:
        """Let the predictions of some rows meet the truths, with their weights, of others."""
        q, log_q = (None if each is None else tuple(each[at] for at in rows) for each in (self._q, self._log_q))
        truth, labels = tuple(self.truth[at] for at in truths), tuple(self.labels[at] for at in truths if self.labels)
        weights = tuple(self.weights[at] for at in truths if self.weights)
        return View((*self.departures, how), truth, labels, weights, q=q, log_q=log_q)


def _columns(rows: Rows | None, places: Sequence[int]) -> Rows | None:
    return None if rows is None else tuple(map(itemgetter(*places), rows)) if len(places) > 1 else rows


def plain_view(inputs: Inputs) -> View:
    """The numbers as they were given."""
    if not inputs.rows:
        return View((), inputs.truth, inputs.labels, inputs.weights, q=inputs.truth)
    return View((), inputs.truth, inputs.labels, inputs.weights, q=inputs.q, log_q=inputs.log_q)


def one_hot(labels: Sequence[int], k: int) -> Rows:
    """The truth of each label.

    >>> one_hot((1, 0), 2)
    ((0.0, 1.0), (1.0, 0.0))
    """
    zeros = (0.0,) * (k - 1)
    hot = {label: (*zeros[:label], 1.0, *zeros[label:]) for label in set(labels)}
    return tuple(hot[label] for label in labels)
