"""Squared error beside surprisal: the same predictions under the loss that is bounded (Brier, 1950)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xentropy_cli.core import definitions as core
from xentropy_cli.core.real import Real, real, total
from xentropy_cli.derivation.arithmetic import Operand, quotient
from xentropy_cli.derivation.extras.records import Field, Outcome, Working
from xentropy_cli.derivation.formula import Formula

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentropy_cli.derivation.extras.records import Further
    from xentropy_cli.derivation.model import Derivation, Example, Question

NAME = Field("name", Formula("", ""))
OWN = Field("q", Formula("q", "q"), kind="given")
SURPRISAL = Field("surprisal", Formula("−log q", r"-\log q"))
TRUE_ONE = Field("p", Formula("P(1)", "P(1)"), kind="given")
BELIEVED_ONE = Field("q", Formula("Q(1)", "Q(1)"), kind="given")
PART = Field("part", Formula("p·(−log q)", r"p \cdot (-\log q)"))
SLOPE = Field("slope", Formula("∂(−ln q)/∂z", r"\partial (-\ln q) / \partial z"), drop=2)
SQUARE_SLOPE = Field("square_slope", Formula("∂square/∂z", r"\partial \text{square} / \partial z"), drop=1)
BINARY = Formula("(Q(1) − P(1))²", "(Q(1) - P(1))^2")
ERROR = Formula("(q − p)²", "(q - p)^2")
BRIER = Formula("Σ (q − p)²", r"\sum (q - p)^2")
EVENT = Formula("(1 − q)²", "(1 - q)^2")
MADE: dict[Formula, tuple[tuple[str, ...], Callable[..., Real]]] = {
    EVENT: (("q",), lambda q: (1 - q) * (1 - q)),
    BINARY: (("p", "q"), lambda p, q: (q - p) * (q - p)),
}
"""What a squared error is made from, of what stands beside it in its row."""


def squared_working(question: Question, found: Derivation, asked: Further) -> Working:  # noqa: ARG001  the signature of a working
    """Square what cross-entropy takes the logarithm of."""
    by_class = (
        len(found.examples) == 1 and question.reading in ("categorical", "distribution") and found.given_prediction
    )
    fields, outcome = _by_class(question, found) if by_class else _by_example(question, found)
    return Working("squared_errors", "Squared error beside surprisal", tuple(fields), (outcome,))


def _by_example(question: Question, found: Derivation) -> tuple[list[Field], Outcome]:
    """One row an example: what was predicted, its surprisal, its squared error, and both slopes where they were asked for."""
    examples, formula = found.examples, _formula(question, found)
    squares = [_square(question, example) for example in examples]
    made_from, made = MADE.get(formula, ((), None))
    fields = [
        NAME._replace(cells=[e.name for e in examples]),
        *_predicted(question, found),
        Field("squared_error", formula, squares, made_from=made_from, made=made, total=total(squares)),
    ]
    if question.gradient and question.reading == "binary":
        fields.append(SLOPE._replace(cells=[e.q[1] - e.p[1] for e in examples]))
        fields.append(SQUARE_SLOPE._replace(cells=[_binary_slope(e) for e in examples]))
    return fields, _mean(formula, squares)


def _predicted(question: Question, found: Derivation) -> Iterator[Field]:
    """The q of what happened and its surprisal; of a binary truth that is uncertain, P(1) and Q(1)."""
    if _is_certain(found):
        own = [e.q[e.happened] for e in found.examples]
        made = partial(core.surprisal, base=question.base.value)
        yield OWN._replace(cells=own)
        yield SURPRISAL._replace(cells=list(map(made, own)), made_from=("q",), made=made)
    elif question.reading == "binary":
        yield TRUE_ONE._replace(cells=[e.p[1] for e in found.examples])
        yield BELIEVED_ONE._replace(cells=[e.q[1] for e in found.examples])


def _is_certain(found: Derivation) -> bool:
    return all(e.label is not None and e.q and not e.p[e.happened] - 1 for e in found.examples)


def _by_class(question: Question, found: Derivation) -> tuple[list[Field], Outcome]:
    """One row a class of the only example."""
    example, base = found.examples[0], question.base.value
    p, q = example.p, example.q
    squares = [(q_k - p_k) * (q_k - p_k) for p_k, q_k in zip(p, q, strict=True)]
    parts = [core.part(p_k, core.surprisal(q_k, base)) for p_k, q_k in zip(p, q, strict=True)]
    made_from, square = MADE[BINARY]
    fields = [
        NAME._replace(cells=example.classes),
        Field("p", Formula("p", "p"), p, "given"),
        OWN._replace(cells=q),
        PART._replace(
            cells=parts,
            made_from=made_from,
            made=lambda p, q: core.part(p, core.surprisal(q, base)),
            total=total(parts),
        ),
        Field("squared_error", ERROR, squares, made_from=made_from, made=square, total=total(squares)),
    ]
    if question.gradient:
        fields += [SLOPE._replace(cells=core.gradient(p, q)), SQUARE_SLOPE._replace(cells=_slopes(p, q))]
    return fields, _mean(BRIER, [total(squares)])


def _formula(question: Question, found: Derivation) -> Formula:
    """What is squared, in the letters at the heads of the columns beside it."""
    if question.reading == "events" or (question.reading == "binary" and _is_certain(found)):
        return EVENT
    return BINARY if question.reading == "binary" else BRIER


def _square(question: Question, example: Example) -> Real:
    if question.reading == "events":
        return (1 - example.q[0]) * (1 - example.q[0])
    if question.reading == "binary":
        return (example.q[1] - example.p[1]) * (example.q[1] - example.p[1])
    q = example.q or example.p
    return total((q_k - p_k) * (q_k - p_k) for p_k, q_k in zip(example.p, q, strict=True))


def _binary_slope(example: Example) -> Real:
    """∂(q − y)²/∂z = 2 (q − y) q (1 − q), q = σ(z)."""
    q, y = example.q[1], example.p[1]
    return 2 * (q - y) * q * (1 - q)


def _slopes(p: Sequence[Real], q: Sequence[Real]) -> list[Real]:
    """∂Σ(q − p)²/∂z_j = 2 q_j ((q_j − p_j) − Σ q_k (q_k − p_k)), Q = softmax(z)."""
    errors = [q_k - p_k for p_k, q_k in zip(p, q, strict=True)]
    average = total(q_k * error for q_k, error in zip(q, errors, strict=True))
    return [2 * q_j * (error - average) for q_j, error in zip(q, errors, strict=True)]


def _mean(formula: Formula, squares: Sequence[Real]) -> Outcome:
    of = Formula(f"mean of {formula.text}", rf"\text{{mean of }} {formula.latex}")
    count, sum_ = real(len(squares)), total(squares)
    return Outcome(
        "brier",
        Formula("Brier score", r"\text{Brier score}"),
        sum_ / count,
        gloss="the squared error on average",
        form=of,
        arithmetic=quotient(Operand(sum_), Operand(count, is_given=True)) if len(squares) > 1 else None,
    )
