"""The classes of a single example, each with its part in every sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.core import definitions as core
from xentropy_cli.core.real import exp
from xentropy_cli.derivation.model import ClassRow

if TYPE_CHECKING:
    from xentropy_cli.derivation.model import Example


def class_rows(example: Example, base: core.Base) -> tuple[ClassRow, ...]:
    """Work out every class of an example: its parts of H(P), H(P, Q) and KL(P‖Q), and its way through the softmax."""
    rows = []
    largest = core.log_sum_exp(example.logits)[0] if len(example.logits) == len(example.p) else None
    for k, (name, p) in enumerate(zip(example.classes, example.p, strict=True)):
        own = core.surprisal(p, base)
        row = ClassRow(name, p, core.part(p, own), own)
        if example.q:
            q, surprisal = example.q[k], core.surprisal(example.q[k], base)
            cross, divergence = core.part(p, surprisal), core.kl_term(p, q, base)
            row = row._replace(q=q, surprisal=surprisal, cross_entropy=cross, kl_divergence=divergence)
        if largest is not None:
            shifted = example.logits[k] - largest
            row = row._replace(logit=example.logits[k], shifted=shifted, exponential=exp(shifted))
        rows.append(row)
    return tuple(rows)
