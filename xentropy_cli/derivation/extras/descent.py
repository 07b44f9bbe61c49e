"""Gradient descent on the logits of one example: z ← z − rate · (q − p), step by step."""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING

from xentropy_cli.core import definitions as core
from xentropy_cli.core.real import Real, real
from xentropy_cli.derivation.extras.records import Field, Outcome, Working
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.gradient import logits_of
from xentropy_cli.derivation.notes import Note
from xentropy_cli.figures import given

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.derivation.extras.records import Further
    from xentropy_cli.derivation.model import Derivation, Example, Question

KEPT = 30
"""Significant digits of a logit that are carried into the next step; no shown digit depends on those left out."""

MOST_SHOWN = 5
"""Classes up to which each has a column of its own."""


def descent_working(question: Question, found: Derivation, asked: Further) -> Working:
    """Follow the loss down; the amounts are the number of steps and the learning rate."""
    steps, rate = asked.amounts
    example, base = found.examples[0], question.base.value
    path = list(_path(example, int(float(steps)), rate))
    p = example.p
    shown = example.classes if len(example.classes) <= MOST_SHOWN else ()
    losses, entropy = [core.cross_entropy(p, q, base) for q in path], core.entropy(p, base)
    fields = (
        Field("step", Formula("step", r"\text{step}"), [real(at) for at, _ in enumerate(path)], "count"),
        *(
            Field("q", Formula("q", "q"), [q[k] for q in path], drop=len(shown) - k, of=name)
            for k, name in enumerate(shown)
        ),
        Field("cross_entropy", Formula("H(P, Q)", "H(P, Q)"), losses, made_from=("entropy", "kl_divergence"), made=add),
        Field("entropy", Formula("H(P)", "H(P)"), [entropy for _ in path], drop=len(shown) + 1),
        Field(
            "kl_divergence",
            Formula("KL(P‖Q)", r"\mathrm{KL}(P \,\|\, Q)"),
            [core.kl_divergence(p, q, base) for q in path],
        ),
    )
    outcome = Outcome(
        "final_cross_entropy",
        Formula("last H(P, Q)", r"\text{last } H(P, Q)"),
        losses[-1],
        question.base.unit,
        form=Formula(f"after {len(path) - 1} steps", rf"\text{{after {len(path) - 1} steps}}"),
    )
    by = "" if base is None else "; the step is taken in nats"
    rule = f"Each step: z ← z − {given(rate, 6)} · (q − p), for every class at once{by}."
    return Working("descent", "Gradient descent", fields, (outcome,), (Note("descent", rule),))


def _path(example: Example, steps: int, rate: Real) -> Iterator[Sequence[Real]]:
    """Q at the start and after each step."""
    logits = logits_of(example)
    q = core.softmax(logits)
    yield q
    for _ in range(steps):
        slopes = core.gradient(example.p, q)
        moved = (z - rate * slope for z, slope in zip(logits, slopes, strict=True))
        logits = tuple(
            real(z.significant(KEPT)) for z in moved
        )  # so that a step costs the same however many went before
        q = core.softmax(logits)
        yield q
