"""Forms of loss: what somebody may have taken of one row of truth and one of prediction, each as one function of the two."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.arithmetic import js, kl, ln

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.conventions.arithmetic import Row
    from xentropy_cli.conventions.inputs import Inputs


class Form(NamedTuple):
    """A form of loss: its departure, its function of P and Q, and the inputs it is for.

    `kind` is binary, classes or any; `truth` is labels, soft (no labels) or any. A loss that is no sum over the classes
    is no mean over cells: `over_cells` says whether it is one.
    """

    key: str
    function: Callable[[Row, Row], float]
    kind: str = "any"
    truth: str = "any"
    is_log: bool = True
    over_cells: bool = True
    bits: float | None = None

    def is_for(self, inputs: Inputs) -> bool:
        """Whether these inputs have what the form takes."""
        if self.kind == "events" or (self.kind == "classes" and inputs.is_binary):
            return self.kind == inputs.reading
        if self.kind == "binary" and not inputs.is_binary:
            return False
        return self.truth == "any" or (self.truth == "labels") == bool(inputs.labels)


def weighted(p: Row, q: Row) -> float:
    """Σ p log q, with 0 · log 0 = 0."""
    return sum(p_k * ln(q_k) for p_k, q_k in zip(p, q, strict=True) if p_k)


def chosen(p: Row, q: Row) -> float:
    """Σ p q: the probability of the class that is true."""
    return sum(a * b for a, b in zip(p, q, strict=True))


def _cells(p: Row, q: Row) -> float:
    return -sum((a * ln(b) if a else 0.0) + ((1 - a) * ln(1 - b) if a != 1 else 0.0) for a, b in zip(p, q, strict=True))


def _own_weight(p: Row, q: Row) -> float:
    return -sum(a * b * ln(b) for a, b in zip(p, q, strict=True) if a and b)


def _focal(p: Row, q: Row) -> float:
    return -sum(a * (1 - b) ** 2 * ln(b) for a, b in zip(p, q, strict=True) if a)


def _squares(p: Row, q: Row) -> float:
    return sum((a - b) ** 2 for a, b in zip(p, q, strict=True))


def _is_missed(p: Row, q: Row) -> float:
    return float(q.index(max(q)) != p.index(max(p)))


FORMS = (
    Form("cells", lambda p, q: _cells(p, q) / len(p), "classes", over_cells=False),
    Form("cells-by-row", _cells, "classes"),
    Form("positive-only", lambda p, q: -p[1] * ln(q[1]) if p[1] else 0.0, "binary", over_cells=False),
    Form("negative-only", lambda p, q: -p[0] * ln(q[0]) if p[0] else 0.0, "binary", over_cells=False),
    Form("label-unused", lambda _, q: -ln(q[1]), "binary", over_cells=False),
    Form("parts-subtracted", lambda p, q: weighted(p[:1], q[:1]) - weighted(p[1:], q[1:]), "binary", over_cells=False),
    Form("prediction-entropy", lambda _, q: -weighted(q, q)),
    Form("own-weight", _own_weight, "events", over_cells=False, bits=2.5),
    Form("own-weight", _own_weight, "any", "labels", over_cells=False),
    Form("log-one-minus", lambda p, q: -ln(1 - chosen(p, q)), "classes", "labels", over_cells=False),
    Form("focal", _focal),
    Form("log1p", lambda p, q: -sum(a * math.log1p(b) for a, b in zip(p, q, strict=True))),
    Form("mean-of-perplexities", lambda p, q: math.exp(-weighted(p, q)), is_log=False),
    Form("kl", kl, truth="soft"),
    Form("entropy", lambda p, _: -weighted(p, p), truth="soft"),
    Form("kl-symmetric", lambda p, q: kl(p, q) + kl(q, p), truth="soft"),
    Form("kl-reversed", lambda p, q: kl(q, p), truth="soft"),
    Form("unweighted", lambda _, q: -sum(map(ln, q)), truth="soft"),
    Form("cross-reversed", lambda p, q: -weighted(q, p), truth="soft"),
    Form("kl-ratio", lambda p, q: sum(a * a / b for a, b in zip(p, q, strict=True) if a), truth="soft", is_log=False),
    Form("js", js, "classes", "soft"),
    Form("js", js, "classes", "labels", bits=4),
    Form("js-sum", lambda p, q: 2 * js(p, q), "classes", "soft"),
    Form("kl-no-log", lambda p, q: weighted(p, p) - chosen(p, q), "classes", is_log=False),
    Form("no-log", lambda p, q: -chosen(p, q), is_log=False),
    Form("one-minus", lambda p, q: 1 - chosen(p, q), is_log=False, over_cells=False),
    Form("brier", _squares, "classes", is_log=False, over_cells=False),
    Form("squared", lambda p, q: _squares(p, q) / len(p), is_log=False, over_cells=False),
    Form("absolute", lambda p, q: sum(abs(a - b) for a, b in zip(p, q, strict=True)) / len(p),
         is_log=False, over_cells=False),
    Form("error-rate", _is_missed, "any", "labels", is_log=False, over_cells=False),
    Form("accuracy", lambda p, q: 1 - _is_missed(p, q), "any", "labels", is_log=False, over_cells=False),
)  # fmt: skip
