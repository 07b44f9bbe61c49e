"""Axes, with ticks at round numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.derivation.formula import Formula
from xentropy_cli.figures import shortest
from xentropy_cli.pictures.kinds import Axis, Tick

if TYPE_CHECKING:
    from collections.abc import Iterable

TICKS = 5
HEADROOM = 1.04
LONG = 5
"""The digits of the longest whole number that is written out on an axis of equal factors."""

LEAST_SPAN = 1e-300
"""The shortest axis that is divided by ticks; below it doubles have no digits left to do so."""

LONGEST = 1e300
"""How far an axis of equal factors goes, and its inverse the other way; what lies beyond is drawn at its end."""


def reach(values: Iterable[float]) -> float:
    """How far an axis from 0 goes so that these fit, with some room above; 1 where there is nothing to show.

    >>> reach([0.5, math.inf]), reach([0.0])
    (0.52, 1.0)
    """
    return max((x for x in values if math.isfinite(x)), default=0.0) * HEADROOM or 1.0


def name_formula(name: str) -> Formula:
    """A name as a formula in upright letters."""
    return Formula(name, rf"\text{{{name}}}")


def probability_axis(name: str) -> Axis:
    """An axis from 0 to 1."""
    return Axis(Formula(name, name), 0.0, 1.0, tuple(Tick(k / TICKS, shortest(k / TICKS)) for k in range(TICKS + 1)))


def costs(unit: str) -> Axis:
    """An axis that is open: `fitted` closes it."""
    return Axis(name_formula(unit), 0.0, 0.0, ())


def axis(name: str, low: float, high: float) -> Axis:
    """An axis with ticks at 1, 2 or 5 times a power of ten.

    >>> [[tick.text for tick in axis("nats", 0, high).ticks] for high in (1.3, 1.3e-24)]
    [['0', '0.5', '1'], ['0', '5e-25', '1e-24']]
    """
    if not high - low > LEAST_SPAN:
        high = low + 1.0
    power = 10.0 ** math.floor(math.log10((high - low) / TICKS))
    step = next(k * power for k in (1, 2, 5, 10) if k * power >= (high - low) / TICKS)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    ticks = tuple(float(f"{k * step:.12g}") + 0.0 for k in range(first, last + 1))
    return Axis(name_formula(name), low, high, tuple(Tick(at, "−" * (at < 0) + shortest(abs(at))) for at in ticks))


def log_axis(name: str, low: float, high: float, ticks: tuple[float, ...]) -> Axis:
    """An axis on which equal steps are equal factors; large numbers stand on it as powers of ten.

    >>> [tick.text for tick in log_axis("1/q", 1, 1e7, (1e-5, 0.5, 1, 1000, 1e4, 1e6)).ticks]
    ['1', '1000', '10000', '1e6']
    """
    shown = tuple(Tick(at, _power(at)) for at in sorted(ticks) if low <= at <= high)
    return Axis(name_formula(name), low, high, shown, is_log=True)


def _power(x: float) -> str:
    """Write a number short."""
    text = shortest(x)
    digits = text.rstrip("0")
    return f"{digits}e{len(text) - len(digits)}" if len(text) > LONG and text.isdigit() else text
