"""Axes with ticks at round numbers, and what pictures read off a derivation in doubles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeVar

from xentropy_cli.core.definitions import surprisal
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.quantities import in_base
from xentropy_cli.figures import shortest
from xentropy_cli.pictures.kinds import Axis, Curve, Mark, Place, Tick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.extras.records import Working
    from xentropy_cli.derivation.model import Base, Derivation

Named = TypeVar("Named", Mark, Place)

SURPRISAL = Formula("−log q", r"-\log q")
LEAST_SHOWN = 0.01
"""The probability at which the axis of a surprisal ends, unless a number of the reader's lies beyond."""

SAMPLES = 160
"""The points of a curve, less one."""

TICKS = 5
HEADROOM = 1.04
TINIEST = math.ulp(0.0)
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


def together(marks: Iterable[Named]) -> tuple[Named, ...]:
    """Marks of which those at the same place are one, with the names of all.

    >>> [mark.name for mark in together([Mark(0.9, 0.1, "1"), Mark(0.5, 0.7, "2"), Mark(0.9, 0.1, "3")])]
    ['1, 3', '2']
    """
    names: dict[Named, list[str]] = {}
    for mark in marks:
        names.setdefault(mark._replace(name=""), []).append(mark.name)
    return tuple(mark._replace(name=common_name([name for name in found if name])) for mark, found in names.items())


def common_name(names: Sequence[str], most: int = 3) -> str:
    """Names in a row, or the first and how many more there are.

    >>> common_name(["1", "2", "3"]), common_name(["1", "2", "3", "4"])
    ('1, 2, 3', '1 and 3 more')
    """
    return ", ".join(names) if len(names) <= most else f"{names[0]} and {len(names) - 1} more"


def titled(title: str, base: Base) -> str:
    """A title that speaks of logarithms, with those of a base."""
    return in_base(Formula(title, ""), base).text


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
    """An axis on which equal steps are equal factors."""
    shown = tuple(Tick(at, shortest(at)) for at in sorted(ticks) if low <= at <= high)
    return Axis(name_formula(name), low, high, shown, is_log=True)


def nats_in(base: Base) -> float:
    """How many nats make one unit of a base."""
    return 1.0 if base.value is None else math.log(float(base.value))


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


def logarithm(base: Base) -> Callable[[float], float]:
    """log of a double in a base; -inf at 0."""
    scale = nats_in(base)
    return lambda x: math.log(x) / scale if x else -math.inf


def cost_of(q: Real, base: Base) -> float:
    """-log q of a probability, also of one that a double takes for 0; infinite only for 0 itself."""
    double = float(q)
    return -logarithm(base)(double) if double else float(surprisal(q, base.value))


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


def working_of(derivation: Derivation, key: str) -> Working:
    """A further table of a calculation."""
    return next(each for each in derivation.workings if each.key == key)


def table_rows(working: Working) -> list[dict[str, Any]]:
    """Its rows, each by the keys of its fields."""
    keys = [field.key for field in working.fields]
    return [dict(zip(keys, row, strict=True)) for row in working.rows]


def softplus(x: float) -> float:
    """log(1 + e^x), without overflow.

    >>> softplus(1000.0)
    1000.0
    """
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))
