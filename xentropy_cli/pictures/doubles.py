"""What pictures read off a derivation, in doubles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentropy_cli.core.definitions import surprisal

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.extras.records import Working
    from xentropy_cli.derivation.model import Base, Derivation, Example


def nats_in(base: Base) -> float:
    """How many nats make one unit of a base."""
    return 1.0 if base.value is None else math.log(float(base.value))


def logarithm(base: Base) -> Callable[[float], float]:
    """log of a double in a base; -inf at 0."""
    scale = nats_in(base)
    return lambda x: math.log(x) / scale if x else -math.inf


def cost_of(q: Real, base: Base) -> float:
    """-log q of a probability, also of one that a double takes for 0; infinite only for 0 itself."""
    double = float(q)
    return -logarithm(base)(double) if double else float(surprisal(q, base.value))


def softplus(x: float) -> float:
    """log(1 + e^x), without overflow.

    >>> softplus(1000.0)
    1000.0
    """
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def lead_of(example: Example, heat: float = 1.0) -> float:
    """How far the logit of what happened lies above the log-sum-exp of the others, all divided by a temperature."""
    logits = [float(z) / heat for z in example.logits]
    if len(logits) == 1:
        return logits[0] if example.happened else -logits[0]
    own = logits.pop(example.happened)
    top = max(logits)
    return own - (top + math.log(math.fsum(math.exp(z - top) for z in logits))) if math.isfinite(top) else math.inf


def working_of(derivation: Derivation, key: str) -> Working:
    """A further table of a calculation."""
    return next(each for each in derivation.workings if each.key == key)


def table_rows(working: Working) -> list[dict[str, Any]]:
    """Its rows, each by the keys of its fields."""
    keys = [field.key for field in working.fields]
    return [dict(zip(keys, row, strict=True)) for row in working.rows]
