"""What a result says in words: how the numbers were read, and the notes beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.core.real import is_infinite
from xentropy_cli.derivation.notes import Note
from xentropy_cli.figures import given
from xentropy_cli.text import first_few

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.derivation.model import Derivation, Question

DIGITS = 6
KINDS = {"logits": ", from logits", "logprobs": ", from log-probabilities"}


LESSONS = {
    "events": "doors",
    "binary": "binary",
    "categorical": "categorical",
    "distribution": "cross-entropy",
    "truth": "entropy",
}
"""The lesson that explains each reading, and a truth alone."""


def lesson_for(found: Derivation) -> str:
    """Name the lesson that explains a result: that of the further working which was asked for, or else of the reading."""
    if found.workings:
        return found.workings[0].lesson
    return LESSONS[found.reading if found.given_prediction else "truth"]


def read_as(question: Question) -> str:
    """Say how the numbers were read.

    It is always printed, so that a wrong reading cannot pass unseen.
    """
    n, k = len(question.examples), len(question.examples[0].classes)
    kind = f", from {question.given_as}" if question.given_as else KINDS.get(question.given, "")
    if question.reading == "events":
        return ("1 event that happened" if n == 1 else f"{n} independent events that happened") + kind
    if question.reading == "binary":
        return f"{n} binary prediction{'s' * (n > 1)} of class 1{kind}"
    over = f"over {k} class{'es' * (k > 1)}"
    if question.reading == "categorical":
        return f"{n} prediction{'s' * (n > 1)} {over}{kind}"
    if not question.examples[0].q:
        return (f"one distribution {over}" if n == 1 else f"{n} distributions {over}") + kind
    return (f"a truth and a prediction {over}" if n == 1 else f"{n} pairs of truth and prediction {over}") + kind


def remarks(found: Derivation, question: Question) -> Iterable[Note]:
    """Note what was done because it was asked, and what came out infinite or undecided."""
    yield from _settings(found, question)
    impossible = [_impossible(found, k) for k, term in enumerate(found.terms) if is_infinite(term.value)]
    if impossible:
        yield Note("infinite", f"Infinite: {first_few(impossible)} had probability 0 and happened.")
    if "reverse_kl_divergence" in found.quantities and is_infinite(found.quantities["reverse_kl_divergence"]):
        yield Note("infinite", "KL(Q‖P) is infinite: Q gives a probability above 0 to what P calls impossible.")
    undecided = [name for name, value in found.quantities.items() if not value.is_decided()]
    if undecided:
        text = f"400 digits do not tell which double is nearest to {', '.join(undecided)}; taken as exactly halfway."
        yield Note("undecided", text)


def _impossible(found: Derivation, k: int) -> str:
    term = found.terms[k]
    if len(found.examples) == 1 or term.label is None or term.label == term.name:
        return f"class {term.label or term.name}" if found.reading != "events" else f"event {term.name}"
    return f"example {term.name} (class {term.label})"


def _settings(found: Derivation, question: Question) -> Iterable[Note]:
    if question.smoothing is not None:
        share = "ε / K" if question.smoothing_kind == "K" else "ε / (K − 1)"
        amount = given(question.smoothing, DIGITS)
        label = found.examples[0].label if found.n == 1 else None
        truth = "The truth" if label is None else f"The truth, class {label},"
        yield Note("smoothed", f"{truth} was smoothed with ε = {amount}, of which each class gets {share}.")
    if question.ignored:
        yield Note("ignored", f"{question.ignored} ignored by --ignore-label; n = {found.n} are left.")
    if question.pos_weight is not None:
        weight = given(question.pos_weight, DIGITS)
        yield Note("pos-weight", f"The loss of class 1 counts {weight} times; the mean is not divided by that.")
    if not found.denominator.value:
        yield Note("denominator", "All weights are 0: the total is 0, and there is no mean.")
        return
    if found.is_weighted:
        by = "the sum of the weights" if found.denominator.name != "n" else "the count n, not by the weights"
        yield Note("denominator", f"The mean is the total divided by {by}: {given(found.denominator.value, DIGITS)}.")
    if "cross_entropy" not in found.quantities and found.examples[0].q:
        text = "The weights do not average whole examples, so this mean is no cross-entropy: no H + KL or perplexity is shown."
        yield Note("not-a-divergence", text)
    if any(slope.difference is not None for slope in found.gradient):
        yield Note("step", "The difference is (value(z + h) − value(z − h)) / 2h with h = 1e-6, one logit at a time.")
