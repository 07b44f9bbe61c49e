"""Accuracy beside surprisal: how many predictions give what happened the largest probability.

Where several classes share it the first of them counts, as argmax has it: here, in score and in compare alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.core.real import real
from xentropy_cli.derivation.arithmetic import Operand, quotient
from xentropy_cli.derivation.extras.records import Field, Outcome, Working
from xentropy_cli.derivation.formula import Formula

if TYPE_CHECKING:
    from xentropy_cli.derivation.extras.records import Further
    from xentropy_cli.derivation.model import Derivation, Example, Question


def accuracy_working(question: Question, found: Derivation, asked: Further) -> Working:  # noqa: ARG001  the signature of a working
    """Count the right ones."""
    predicted = [most_probable(example) for example in found.examples]
    are_right = ["yes" if name == e.label else "no" for name, e in zip(predicted, found.examples, strict=True)]
    terms = found.terms if len(found.terms) == found.n else (None,) * found.n
    fields = (
        Field("name", Formula("example", r"\text{example}"), [example.name for example in found.examples]),
        Field("label", Formula("label", r"\text{label}"), [e.label or "" for e in found.examples], "given"),
        Field("predicted", Formula("predicted", r"\text{predicted}"), predicted),
        Field("right", Formula("right", r"\text{right}"), are_right),
        Field("surprisal", Formula("−log q", r"-\log q"), [term.surprisal if term else None for term in terms]),
    )
    right = are_right.count("yes")
    outcome = Outcome(
        "accuracy",
        Formula("accuracy", r"\text{accuracy}"),
        real(right) / found.n,
        gloss="the share of right predictions",
        arithmetic=quotient(Operand(real(right), is_given=True, is_asked=True), Operand(real(found.n), is_given=True)),
    )
    return Working("predictions", "Right or wrong", fields, (outcome,))


def most_probable(example: Example) -> str:
    """The class with the largest probability; of equal ones the first."""
    return example.classes[max(range(len(example.q)), key=example.q.__getitem__)]
