"""Clipping, only as asked: each policy by what it does, with what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.core.clips import CLIPS, TORCH_LEAST_LOG
from xentropy_cli.core.real import Real, exp, real, total
from xentropy_cli.derivation.notes import Note
from xentropy_cli.figures import given
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.text import first_few

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.derivation.model import Example

SKLEARN, KERAS = real(CLIPS["sklearn"].exact), real(CLIPS["keras"].exact)
NEARLY_ONE = real("0.9999")
DIGITS = 6

Row = tuple[Real, ...]


class Policy(NamedTuple):
    """What a policy does, in words and to a row of probabilities."""

    text: str
    clip: Callable[[Row], Row]


def kept_between(smallest: Real) -> Callable[[Row], Row]:
    """Keep every probability from `smallest` to 1 - `smallest`."""

    def clip(q: Row) -> Row:
        return tuple(max(min(q_k, 1 - smallest), smallest) for q_k in q)

    return clip


def rescaled(q: Row) -> Row:
    """Divide a row by its sum; the one probability of an event is no row."""
    sum_ = total(q)
    return tuple(q_k / sum_ for q_k in q) if len(q) > 1 and sum_ and sum_ - 1 else q


def _torch(q: Row) -> Row:
    floor = exp(real(TORCH_LEAST_LOG))
    return tuple(max(q_k, floor) for q_k in q)


POLICIES = {
    "sklearn": Policy(
        f"scikit-learn: keep probabilities from {CLIPS['sklearn'].low} ({CLIPS['sklearn'].text}) to 1 less that",
        kept_between(SKLEARN),
    ),
    "keras": Policy(
        "Keras: divide each row of classes by its sum, "
        f"then keep probabilities from {CLIPS['keras'].text} to 1 - {CLIPS['keras'].text}",
        lambda q: kept_between(KERAS)(rescaled(q)),
    ),
    "torch": Policy(f"PyTorch: let no -ln q exceed {-TORCH_LEAST_LOG}", _torch),
}


def policy(name: str | Real) -> Policy:
    """Find a policy by its name, or make one from the smallest probability it allows."""
    if isinstance(name, str):
        return POLICIES[name]
    text = given(name, DIGITS)
    return Policy(f"keep probabilities from {text} to 1 - {text}", kept_between(name))


def clipped(examples: tuple[Example, ...], name: str | Real) -> tuple[tuple[Example, ...], Note]:
    """Clip every example, and say what that changed."""
    chosen = policy(name)
    after = tuple(example._replace(q=chosen.clip(example.q)) for example in examples)
    changes = [
        f"{_place(example, k, len(examples))}: {given(old, DIGITS)} → {_written(new)}"
        for example, other in zip(examples, after, strict=True)
        for k, (old, new) in enumerate(zip(example.q, other.q, strict=True))
        if old is not new
    ]
    listed = f"changed {first_few(changes)}" if changes else "changed nothing"
    return after, Note("clipped", f"Clipping as asked ({chosen.text}) {listed}.")


def _written(q: Real) -> str:
    """Write a clipped probability; one just below 1 by its distance from 1."""
    return given(q, DIGITS) if q < NEARLY_ONE else f"1 − {given(1 - q, DIGITS)}"


def _place(example: Example, k: int, count: int) -> str:
    if len(example.classes) == 1:
        return f"event {example.name}"
    return f"class {example.classes[k]}" if count == 1 else f"example {example.name}, class {example.classes[k]}"
