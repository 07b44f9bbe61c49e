"""Forms of loss: what somebody may have taken of one row of truth and one of prediction, each as one function of the two."""

from __future__ import annotations

import math
from operator import add, sub
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import ln
from xentropy_cli.conventions.why.departures import departure
from xentropy_cli.conventions.why.smoothing import AMOUNTS
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xentropy_cli.conventions.arithmetic import Row, Rows
    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.departures import Departure
    from xentropy_cli.conventions.why.entropies import Entropies


class Form(NamedTuple):
    """A form of loss: its departure, what it makes of P and Q, and the inputs it is for.

    `true` is what a probability adds where its class is true, `other` what it adds where it is not. Where the truth is no
    label, p of the one and 1 - p of the other are added up, or `soft` takes the row of the truth and of the prediction,
    which is all there is where the formula knows no true class. `of` takes the entropies of the rows, worked out once for all
    forms; of two classes `codes` stand in the place of the truth of class 0 and of class 1 in -Σ p log q. `kind` is binary,
    events, classes or any; `truth` is labels, soft (no labels) or any. A loss that is no sum over the classes is no mean over
    cells: `over_cells` says whether it is one.
    """

    key: str
    true: Callable[[float], float] | None = None
    other: Callable[[float], float] | None = None
    soft: Callable[[Row, Row], float] | None = None
    kind: str = "any"
    truth: str = "any"
    is_log: bool = True
    over_cells: bool = False
    is_averaged: bool = False
    bits: float | None = None
    parts: tuple[str, ...] = ()
    of: Callable[[Entropies], Iterable[float]] | None = None
    codes: tuple[Row, Row] | None = None

    @property
    def departure(self) -> Departure:
        """The departure, with what its text leaves open."""
        return departure(self.key, *self.parts, bits=self.bits)

    def is_for(self, inputs: Inputs) -> bool:
        """Whether these inputs have what the form takes."""
        if self.kind == "events" or (self.kind == "classes" and inputs.is_binary):
            return self.kind == inputs.reading
        if self.kind == "binary" and not inputs.is_binary:
            return False
        return self.truth == "any" or (self.truth == "labels") == bool(inputs.labels)

    def of_labels(self, true: Row, others: Rows) -> Row:
        """The loss of each row, from the probability of its true class and those of its other classes."""
        if self.true is None:
            return ()
        values = map(self.true, true)
        if self.other is None:
            return tuple(values)
        other = self.other
        return tuple(value + sum(map(other, row)) for value, row in zip(values, others, strict=True))

    def of_row(self, p: Row, q: Row) -> float:
        """The loss of one row, whatever its truth is.

        >>> Form("one-minus", lambda q: 1 - q).of_row((1.0, 0.0), (0.75, 0.25))
        0.25
        """
        if self.soft is not None:
            return self.soft(p, q)
        value = sum(p_k * self.true(q_k) for p_k, q_k in zip(p, q, strict=True) if p_k) if self.true else 0.0
        if self.other is None:
            return value
        return value + sum((1 - p_k) * self.other(q_k) for p_k, q_k in zip(p, q, strict=True) if p_k != 1)

    def coded(self, truth: Rows, labels: Sequence[int]) -> Iterator[Row]:
        """What stands in the place of the truth of each row."""
        codes = self.codes or ()
        if labels:
            return (codes[label] for label in labels)
        return (tuple(p[0] * no + p[1] * yes for no, yes in zip(*codes, strict=True)) for p in truth)


def chosen(p: Row, q: Row) -> float:
    """Σ p q: the probability of the class that is true."""
    return sum(a * b for a, b in zip(p, q, strict=True))


def _surprisal_of_rest(q: float) -> float:
    return -ln(1 - q)


def _own_weight(q: float) -> float:
    return -q * ln(q) if q else 0.0


def _focal(gamma: float, alpha: float = 1.0) -> Callable[[float], float]:
    """-α (1 - q)^γ log q of the true class."""
    return lambda q: -alpha * max(1 - q, 0.0) ** gamma * ln(q)


def _focal_of_rest(gamma: float, alpha: float) -> Callable[[float], float]:
    """-(1 - α) q^γ log(1 - q) of another class."""
    return lambda q: -(1 - alpha) * max(q, 0.0) ** gamma * ln(1 - q) if q else 0.0


def _focal_of_class_1(gamma: float, alpha: float) -> Callable[[Row, Row], float]:
    """The focal loss of a binary prediction: α weighs class 1, 1 - α class 0."""
    yes, no = _focal(gamma, alpha), _focal_of_rest(gamma, alpha)
    return lambda p, q: (p[1] * yes(q[1]) if p[1] else 0.0) + (p[0] * no(q[1]) if p[0] else 0.0)


ONE_SIDED = ("0.9", "0.95", "0.8")
"""What one-sided smoothing, as of GANs, makes of the label 1."""


SMOOTHED_BINARY: dict[str, Callable[[float, float], float]] = {
    "(y + ε)/2": lambda y, e: (y + e) / 2,
    "(1 − ε)y + ε": lambda y, e: (1 - e) * y + e,
}
"""What becomes of a binary label in formulas that are nearly that of label smoothing."""


def smoothed_binary(amounts: Iterable[str], bits: float | None = None) -> Iterator[Form]:
    """Each of these formulas with each amount."""
    for amount in amounts:
        for text, formula in SMOOTHED_BINARY.items():
            no, yes = (formula(y, float(amount)) for y in (0.0, 1.0))
            codes = ((1 - no, no), (1 - yes, yes))
            yield Form("smoothed-binary", codes=codes, kind="binary", truth="labels", bits=bits, parts=(amount, text))


def _cells(rows: Entropies) -> Row:
    return rows.cells


def _prediction_as_label(p: Row, q: Row) -> float:
    """-[q log q + (1 - y) log(1 - q)] of a binary prediction."""
    return _own_weight(q[1]) - (p[0] * ln(q[0]) if p[0] else 0.0)


def _log_quotients(rows: Entropies) -> Iterator[float]:
    for p, log_p, log_q in zip(rows.p, rows.log_p, rows.log_q, strict=True):
        yield sum([a * x / y for a, x, y in zip(p, log_p, log_q, strict=True) if a])


def _absolute_divergences(rows: Entropies) -> Iterator[float]:
    for p, log_p, log_q in zip(rows.p, rows.log_p, rows.log_q, strict=True):
        yield sum([a * abs(x - y) for a, x, y in zip(p, log_p, log_q, strict=True) if a])


ROUND_GAMMAS = (*(f"0.{digit}" for digit in "12346789"), "2.5", "4", "6", "7", "8", "9", "10")
GAMMAS: tuple[tuple[str, float | None], ...] = (
    ("2", None), ("1", 6.0), ("0.5", 6.0), ("1.5", 6.0), ("3", 6.0), ("5", 6.0), *((text, 6.5) for text in ROUND_GAMMAS),
)  # fmt: skip
"""Exponents of the focal loss, and how rare the uncommon ones are: those of one digit go together with nothing else."""

ALPHAS = (("2", "0.25", None), ("2", "0.75", 5.5), ("2", "0.5", 5.5), ("1", "0.25", 6.0), ("1.5", "0.25", 6.5))
"""Exponents with weights of class 1, or of every class."""

EVEN = "0.5"
"""The weight that class 1 and class 0 have alike."""


def _focal_forms() -> Iterator[Form]:
    """The focal loss with its usual exponents and weights."""
    for gamma, bits in GAMMAS:
        yield Form("focal", _focal(float(gamma)), bits=bits, over_cells=True, parts=(gamma,))
    for gamma, alpha, bits in ALPHAS:
        rarer = bits and bits + 0.5
        g, a, parts = float(gamma), float(alpha), (gamma, alpha)
        if alpha != EVEN:
            yield Form("focal-alpha", soft=_focal_of_class_1(g, a), kind="binary", bits=bits, parts=parts)
        yield Form(
            "focal-cells", _focal(g, a), _focal_of_rest(g, a), kind="classes", over_cells=True, bits=rarer, parts=parts
        )
        yield Form("focal-scaled", _focal(g, a), bits=rarer, parts=parts)


def _square(q: float) -> float:
    return q * q


def _square_of_rest(q: float) -> float:
    return (1 - q) ** 2


def _squares(p: Row, q: Row) -> float:
    return sum((a - b) ** 2 for a, b in zip(p, q, strict=True))


def _distances(p: Row, q: Row) -> float:
    return sum(abs(a - b) for a, b in zip(p, q, strict=True))


def _is_missed(p: Row, q: Row) -> float:
    return float(q.index(max(q)) != p.index(max(p)))


FORMS = (
    Form("cells-by-row", of=_cells, kind="classes", over_cells=True),
    Form("cells", of=_cells, kind="classes", is_averaged=True),
    Form("positive-only", codes=((0, 0), (0, 1)), kind="binary"),
    Form("negative-only", codes=((1, 0), (0, 0)), kind="binary"),
    Form("label-unused", codes=((0, 1), (0, 1)), kind="binary"),
    Form("parts-subtracted", codes=((-1, 0), (0, 1)), kind="binary"),
    Form("prediction-as-label", soft=_prediction_as_label, kind="binary"),
    *(Form("smoothed-one-sided", codes=((1, 0), (1 - float(kept), float(kept))), kind="binary", parts=(kept,))
      for kept in ONE_SIDED),
    *smoothed_binary(AMOUNTS),
    Form("label-passed-over", soft=lambda _, q: -ln(max(q)), kind="classes", truth="labels"),
    Form("prediction-entropy", of=lambda rows: rows.prediction, over_cells=True),
    Form("own-weight", _own_weight, kind="events", bits=2.5),
    Form("own-weight", _own_weight, truth="labels"),
    Form("log-one-minus", _surprisal_of_rest, kind="classes", truth="labels"),
    *_focal_forms(),
    Form("log1p", lambda q: -math.log1p(q), over_cells=True),
    Form("mean-of-perplexities", of=lambda rows: map(math.exp, rows.cross), is_log=False, over_cells=True),
    Form("kl", of=lambda rows: rows.divergence, truth="soft", over_cells=True),
    Form("entropy", of=lambda rows: rows.truth, truth="soft", over_cells=True),
    Form("kl-symmetric", of=lambda rows: map(add, rows.divergence, rows.reversed_divergence), truth="soft", over_cells=True),
    Form("kl-mean", of=lambda rows: [(a + b) / 2 for a, b in zip(rows.divergence, rows.reversed_divergence, strict=True)],
         truth="soft", over_cells=True),
    Form("kl-absolute", of=_absolute_divergences, truth="soft", over_cells=True),
    Form("log-quotient", of=_log_quotients, truth="soft", is_log=False, over_cells=True),
    Form("entropy-difference", of=lambda rows: map(sub, rows.prediction, rows.truth), truth="soft", over_cells=True),
    Form("kl-reversed", of=lambda rows: rows.reversed_divergence, truth="soft", over_cells=True),
    Form("unweighted", of=lambda rows: rows.everywhere, truth="soft", over_cells=True),
    Form("cross-reversed", of=lambda rows: rows.reversed, truth="soft", over_cells=True),
    Form("kl-ratio", soft=lambda p, q: sum(a * a / b for a, b in zip(p, q, strict=True) if a), truth="soft", is_log=False,
         over_cells=True),
    Form("js", of=lambda rows: rows.jensen_shannon, kind="classes", truth="soft", over_cells=True),
    Form("js", of=lambda rows: rows.jensen_shannon, kind="classes", truth="labels", bits=4, over_cells=True),
    Form("js-sum", of=lambda rows: [2 * each for each in rows.jensen_shannon], kind="classes", truth="soft", over_cells=True),
    Form("k-divergence", of=lambda rows: rows.truth_to_middle, truth="soft", over_cells=True, parts=("P",)),
    Form("k-divergence", of=lambda rows: rows.prediction_to_middle, truth="soft", over_cells=True, parts=("Q",), bits=4),
    Form("kl-no-log", of=lambda rows: [-h - chosen(p, q) for h, p, q in zip(rows.truth, rows.p, rows.q, strict=True)],
         kind="classes", is_log=False, over_cells=True),
    Form("no-log", lambda q: -q, is_log=False, over_cells=True),
    Form("one-minus", lambda q: 1 - q, soft=lambda p, q: 1 - chosen(p, q), is_log=False),
    Form("brier", _square_of_rest, _square, soft=_squares, kind="classes", is_log=False),
    Form("squared", _square_of_rest, _square, soft=_squares, is_log=False, is_averaged=True),
    Form("absolute", lambda q: abs(1 - q), abs, soft=_distances, is_log=False, is_averaged=True),
    Form("error-rate", soft=_is_missed, truth="labels", is_log=False),
    Form("accuracy", soft=lambda p, q: 1 - _is_missed(p, q), truth="labels", is_log=False),
)  # fmt: skip
