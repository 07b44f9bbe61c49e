"""The curves of pictures, and what they are drawn from: the functions of a derivation in doubles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.core.definitions import surprisal
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.quantities import in_base
from xentropy_cli.pictures.axes import HEADROOM, axis, probability_axis
from xentropy_cli.pictures.kinds import Chart, Curve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.model import Base, Derivation, Example

SURPRISAL = Formula("−log q", r"-\log q")
LEAST_SHOWN = 0.01
"""The probability at which the axis of a surprisal ends, unless a number of the reader's lies beyond."""

SAMPLES = 160
"""The points of a curve, less one."""

TINIEST = math.ulp(0.0)


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


def lead_of(example: Example, heat: float = 1.0) -> float:
    """How far the logit of what happened lies above the log-sum-exp of the others, all divided by a temperature."""
    logits = [float(z) / heat for z in example.logits]
    if len(logits) == 1:
        return logits[0] if example.happened else -logits[0]
    own = logits.pop(example.happened)
    top = max(logits)
    return own - (top + math.log(math.fsum(math.exp(z - top) for z in logits))) if math.isfinite(top) else math.inf


def spread(low: float, high: float) -> list[float]:
    """Numbers at equal steps from one to another."""
    return [low + (high - low) * k / SAMPLES for k in range(SAMPLES + 1)]


def scaled(low: float, high: float) -> list[float]:
    """Numbers at equal factors from one to another."""
    return [low * (high / low) ** (k / SAMPLES) for k in range(SAMPLES + 1)]


def traced(
    cost: Callable[[float], float], xs: Iterable[float], top: float = math.inf
) -> tuple[tuple[float, float] | None, ...]:
    """The points of a curve; the pen is lifted where it is above the top."""
    return tuple((x, y) if (y := cost(x)) <= top else None for x in xs)


def falling(top: float, base: Base, samples: int) -> list[float]:
    """Probabilities up to 1 from the one that costs `top`, or the least that a double holds; closer where the cost is steep.

    >>> from xentropy_cli.derivation.model import Base
    >>> [falling(top, Base(None, "e", "nats"), 2)[0] for top in (1.0, 800.0)]
    [0.36787944117144233, 5e-324]
    """
    least = max(math.exp(top / logarithm(base)(math.exp(-1))), TINIEST)
    return [least + (1 - least) * (k / samples) ** 2 for k in range(samples + 1)]


def surprisal_chart(derivation: Derivation, title: str) -> Chart:
    """A chart of −log q alone: every example has its place on the curve, unless it costs infinitely much."""
    base, log = derivation.base, logarithm(derivation.base)
    found = [cost_of(each.q[each.happened], base) for each in derivation.examples]
    top = max([-log(LEAST_SHOWN), *filter(math.isfinite, found)]) * HEADROOM
    curve = Curve(
        in_base(SURPRISAL, base), traced(lambda q: -log(q), falling(top, base, SAMPLES)), "share", SAMPLES // 5
    )
    return Chart(titled(title, base), probability_axis("q"), axis(derivation.unit, 0, top), (curve,))


def titled(title: str, base: Base) -> str:
    """A title that speaks of logarithms, with those of a base."""
    return in_base(Formula(title, ""), base).text
