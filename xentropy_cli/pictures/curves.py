"""Curves by their points, and that of the surprisal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.quantities import in_base
from xentropy_cli.pictures.axes import HEADROOM
from xentropy_cli.pictures.doubles import cost_of, logarithm
from xentropy_cli.pictures.kinds import Curve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xentropy_cli.derivation.model import Base, Derivation

SURPRISAL = Formula("−log q", r"-\log q")
LEAST_SHOWN = 0.01
"""The probability at which the axis of a surprisal ends, unless a number of the reader's lies beyond."""

SAMPLES = 160
"""The points of a curve, less one."""

TINIEST = math.ulp(0.0)


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


def surprisal_curve(derivation: Derivation) -> tuple[Curve, float]:
    """The curve of −log q, and how far it goes: every example has its place on it, unless it costs infinitely much."""
    log = logarithm(derivation.base)
    found = [cost_of(each.q[each.happened], derivation.base) for each in derivation.examples]
    top = max([-log(LEAST_SHOWN), *filter(math.isfinite, found)]) * HEADROOM
    points = tuple((q, -log(q)) for q in falling(top, derivation.base, SAMPLES))
    return Curve(in_base(SURPRISAL, derivation.base), points, "share", SAMPLES // 5), top


def titled(title: str, base: Base) -> str:
    """A title that speaks of logarithms, with those of a base."""
    return in_base(Formula(title, ""), base).text
