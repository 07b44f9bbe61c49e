"""The entropies of the rows of a view, each worked out once: divergences are differences of them."""

from __future__ import annotations

import math
from functools import cached_property
from operator import add, mul, sub
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import logs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.conventions.arithmetic import Row, Rows
    from xentropy_cli.conventions.why.taking.views import View


def row_loss(p: Row, log_q: Row) -> float:
    """-Σ p log q, with 0 · log 0 = 0.

    >>> row_loss((1.0, 0.0), (-0.5, -1.0))
    0.5
    """
    loss = 0.0
    for p_k, x in zip(p, log_q, strict=True):
        if p_k:
            loss -= p_k * x
    return loss if math.isfinite(loss) else math.inf


def row_losses(truth: Iterable[Row], log_q: Iterable[Row]) -> Row:
    """-Σ p log q of each row, quickly where no logarithm is infinite.

    >>> row_losses([(1.0, 0.0), (0.5, 0.5)], [(-0.5, -math.inf), (-1.0, -2.0)])
    (0.5, 1.5)
    """
    rows = tuple(zip(truth, log_q, strict=True))
    if rows and len(rows[0][0]) == len(rows[0][1]) == 2:  # noqa: PLR2004  two classes
        losses = [0.0 - (a * x + b * y) for (a, b), (x, y) in rows]
    else:
        losses = [0.0 - sum(map(mul, p, x)) for p, x in rows]
    if all(map(math.isfinite, losses)):
        return tuple(losses)
    return tuple([row_loss(p, x) for p, x in rows])


def crosses(view: View) -> Row:
    """-Σ p log q of each row: -log q of the label, where the truth is one."""
    return tuple([-each for each in view.log_true]) if view.labels else row_losses(view.truth, view.log_q)


class Entropies:
    """H(P), H(Q), H(P, Q), H(Q, P) and the Jensen-Shannon divergence of each row, in nats."""

    def __init__(self, view: View) -> None:
        """Keep the rows."""
        self.view, self.labels = view, view.labels
        self.p, self.q, self.log_q = view.truth, view.q, view.log_q

    @cached_property
    def log_p(self) -> Rows:
        """The logarithms of the truth."""
        return tuple(map(logs, self.p))

    @cached_property
    def truth(self) -> Row:
        """H(P): 0 where the truth is a label."""
        return (0.0,) * len(self.p) if self.labels else row_losses(self.p, self.log_p)

    @cached_property
    def prediction(self) -> Row:
        """H(Q)."""
        return row_losses(self.q, self.log_q)

    @cached_property
    def cross(self) -> Row:
        """H(P, Q)."""
        return crosses(self.view)

    @cached_property
    def reversed(self) -> Row:
        """H(Q, P)."""
        return row_losses(self.q, self.log_p)

    @cached_property
    def divergence(self) -> Row:
        """KL(P‖Q)."""
        return tuple([a - b for a, b in zip(self.cross, self.truth, strict=True)])

    @cached_property
    def reversed_divergence(self) -> Row:
        """KL(Q‖P)."""
        return tuple([a - b for a, b in zip(self.reversed, self.prediction, strict=True)])

    @cached_property
    def middles(self) -> Rows:
        """M, halfway between P and Q."""
        return tuple(
            [tuple([(a + b) / 2 for a, b in zip(p, q, strict=True)]) for p, q in zip(self.p, self.q, strict=True)]
        )

    @cached_property
    def log_middles(self) -> Rows:
        """The logarithms of M."""
        return tuple(map(logs, self.middles))

    @cached_property
    def truth_to_middle(self) -> Row:
        """KL(P‖M)."""
        return tuple(map(sub, row_losses(self.p, self.log_middles), self.truth))

    @cached_property
    def prediction_to_middle(self) -> Row:
        """KL(Q‖M)."""
        return tuple(map(sub, row_losses(self.q, self.log_middles), self.prediction))

    @cached_property
    def jensen_shannon(self) -> Row:
        """H(M) - (H(P) + H(Q)) / 2, with M halfway between P and Q."""
        mixed = row_losses(self.middles, self.log_middles)
        return tuple([m - (a + b) / 2 for m, a, b in zip(mixed, self.truth, self.prediction, strict=True)])

    @cached_property
    def rests(self) -> Rows:
        """1 - q of each class."""
        return tuple([tuple([1 - x for x in row]) for row in self.q])

    @cached_property
    def cells(self) -> Row:
        """H(P, Q) of every class as a binary prediction, added up."""
        rests = map(logs, self.rests)
        if self.labels:
            each = zip(self.cross, rests, self.labels, strict=True)
            return tuple([loss - sum(row[:label]) - sum(row[label + 1 :]) for loss, row, label in each])
        others = row_losses((tuple([1 - a for a in p]) for p in self.p), rests)
        return tuple(map(add, self.cross, others))

    @cached_property
    def everywhere(self) -> Row:
        """-Σ log q over all classes."""
        return tuple([-sum(row) for row in self.log_q])
