"""The classes of a single example, each with its part in every sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.core import definitions as core
from xentropy_cli.core.real import exp
from xentropy_cli.derivation.model import ClassRow

if TYPE_CHECKING:
    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.model import Example


def class_rows(example: Example, base: core.Base) -> tuple[ClassRow, ...]:
    """Work out every class of an example: its parts of H(P), H(P, Q) and KL(P‖Q), and its way through the softmax."""
    rows = [_truth(name, p, base) for name, p in zip(example.classes, example.p, strict=True)]
    if example.q:
        rows = [_with_prediction(row, q, base) for row, q in zip(rows, example.q, strict=True)]
    if len(example.logits) == len(rows):
        largest, _ = core.log_sum_exp(example.logits)
        rows = [_with_logit(row, z, largest) for row, z in zip(rows, example.logits, strict=True)]
    return tuple(rows)


def _truth(name: str, p: Real, base: core.Base) -> ClassRow:
    surprisal = core.surprisal(p, base)
    return ClassRow(name, p, core.part(p, surprisal), surprisal)


def _with_prediction(row: ClassRow, q: Real, base: core.Base) -> ClassRow:
    surprisal = core.surprisal(q, base)
    cross = core.part(row.p, surprisal)
    return row._replace(q=q, surprisal=surprisal, cross_entropy=cross, kl_divergence=core.kl_term(row.p, q, base))


def _with_logit(row: ClassRow, logit: Real, largest: Real) -> ClassRow:
    return row._replace(logit=logit, shifted=logit - largest, exponential=exp(logit - largest))
