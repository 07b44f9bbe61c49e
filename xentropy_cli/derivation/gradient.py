"""The gradient of the answer with respect to the logits, each component beside a central difference that checks it."""

from __future__ import annotations

from collections.abc import Sequence

from xentropy_cli.core import definitions as core
from xentropy_cli.core.real import Real, log, real, total
from xentropy_cli.derivation.model import Denominator, Example, Question, Slope

STEP = real("1e-6")

Weighed = Sequence[tuple[Example, tuple[Real, ...]]]


def slopes(question: Question, weighed: Weighed, denominator: Denominator) -> tuple[Slope, ...]:
    """Differentiate the answer by every logit."""
    scale = real(1) if question.reduction == "sum" else 1 / denominator.value
    if question.base.value is not None:
        scale = scale / log(question.base.value)
    return tuple(
        slope for example, weights in weighed for slope in _slopes_of(question, example, weights, scale, len(weighed))
    )


def _slopes_of(question: Question, example: Example, weights: tuple[Real, ...], scale: Real, count: int) -> list[Slope]:
    """Differentiate one example's part; a binary prediction has one logit, that of class 1."""
    p = [weight * p_k for weight, p_k in zip(weights, example.p, strict=True)]
    q = example.q if example.logits or not total(example.q) - 1 else core.softmax(logits_of(example))
    values = core.gradient(p, q)
    is_infinite = any(p_k and not q_k for p_k, q_k in zip(p, q, strict=True))
    differences = [] if is_infinite else core.central_differences(p, q, STEP)
    classes = range(1, 2) if question.reading == "binary" else range(len(example.classes))
    return [
        Slope(_name(question, example, k, count), scale * values[k], None if is_infinite else scale * differences[k])
        for k in classes
    ]


def logits_of(example: Example) -> tuple[Real, ...]:
    """The logits of an example's classes: as given, (0, z) for a binary one, or else log q."""
    if len(example.logits) == len(example.q):
        return example.logits
    return (real(0), *example.logits) if example.logits else tuple(log(q_k) for q_k in example.q)


def _name(question: Question, example: Example, k: int, count: int) -> str:
    if question.reading == "binary":
        return example.name
    return example.classes[k] if count == 1 else f"{example.name}:{example.classes[k]}"
