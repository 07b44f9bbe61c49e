"""Pictures of events that happened: their surprise end to end, on its curve, in every unit, and over and over."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

from xentropy_cli.core.real import is_infinite, real
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.figures import figure
from xentropy_cli.pictures.axes import LONGEST, TICKS, axis, costs, log_axis, name_formula
from xentropy_cli.pictures.curves import cost_of, logarithm, nats_in, surprisal_chart
from xentropy_cli.pictures.fitted import foremost, together
from xentropy_cli.pictures.kinds import ROLES, Chart, Curve, Mark, Piece, Place, Rule, Strip

if TYPE_CHECKING:
    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.model import Derivation

LOG_PRODUCT = Formula("log₁₀ of the product", r"\log_{10}\text{ of the product}")
LEAST, LAST_DIGITS = math.log10(math.ulp(0.0)), math.log10(sys.float_info.min)
"""log₁₀ of the least double, and of the least that has all its digits."""

LOWEST, MOST_TIMES = -400.0, 1000
MOST_NAMED = 8
FEW_POWERS = 3
"""Powers of ten on an axis below which 2 and 5 times each are written too."""

SPOTS = 16
"""The pieces of a straight line, so that its name finds a place beside one."""


def total_picture(derivation: Derivation, digits: int) -> Strip:
    """The surprise of each event end to end, beside n fair coins and n blind guesses among three."""
    log, n = logarithm(derivation.base), len(derivation.terms)
    value = derivation.quantities["total"]
    pieces = [
        Piece(float(term.value), ROLES[k % len(ROLES)], term.name if n <= MOST_NAMED else "")
        for k, term in enumerate(derivation.terms)
        if not is_infinite(term.value)
    ]
    shown = f"{figure(value, digits)} {derivation.unit}"
    coins, blind = ("a fair coin", "a guess among three") if n == 1 else (f"{n} fair coins", f"{n} guesses among three")
    return Strip(
        "The surprise of each event, end to end",
        (costs(derivation.unit),),
        tuple(pieces),
        (Place(float(value), f"total {shown}"),),
        (Place(0.0, "certain"), Place(n * log(2), coins), Place(n * log(3), blind)),
        says=f"The total is {shown}. {foremost('largest part', ((t.name, t.value) for t in derivation.terms), '', digits)}",
    )


def surprisal_picture(derivation: Derivation, digits: int) -> Chart:
    """−log q as a curve, with a mark at each event, and rules at whole bits."""
    log = logarithm(derivation.base)
    chart = surprisal_chart(derivation, "Surprisal of what happened, −log q, by its probability q")
    marks = (Mark(float(e.q[0]), cost_of(e.q[0], derivation.base), e.name) for e in derivation.examples)
    bits = (Rule(-log(2.0**-k), f"1/{2**k}: {k} bit{'s' if k > 1 else ''}") for k in (1, 2, 3))
    found = ((term.name, term.value) for term in derivation.terms)
    return chart._replace(
        marks=tuple(marks),
        rules=tuple(rule for rule in bits if rule.at <= chart.y.high),
        says=f"The rarer, the more surprising. {foremost('highest cost', found, f' {derivation.unit}', digits)}",
    )


def rulers_picture(derivation: Derivation, digits: int) -> Strip:
    """The answer on three rulers of the same length: nats, bits, bans."""
    value, scale = derivation.value, nats_in(derivation.base)
    nats = (8.0 if is_infinite(value) else float(value) * scale or 1.0) * 1.25
    sizes = {derivation.unit: scale, "nats": 1.0, "bits": math.log(2), "bans": math.log(10)}
    scales = tuple(axis(unit, 0, nats / size) for unit, size in sizes.items())
    names = " = ".join(f"{figure(float(value) * scale / size, digits)} {unit}" for unit, size in sizes.items())
    mark = Place(min(float(value), scales[0].high), names)
    return Strip("The same surprise in every unit", scales, marks=(mark,), says=f"{names}.")


def again_picture(derivation: Derivation, digits: int) -> Chart:  # noqa: ARG001  the signature of a picture
    """log₁₀ of the product of events that happen over and over: exact, and as doubles hold it."""
    total = derivation.quantities["total"]
    is_never = is_infinite(total)
    ten = 0.0 if is_never else -float(total) * nats_in(derivation.base) / math.log(10)
    ends, last = (math.ceil(LOWEST / ten), math.floor(LEAST / ten)) if ten < 0 else (MOST_TIMES, MOST_TIMES)
    low = min(ten * ends, LOWEST)

    def line(times: int) -> tuple[tuple[float, float], ...]:
        return tuple((times * k / SPOTS, ten * times * k / SPOTS) for k in range(SPOTS + 1))

    chart = Chart(
        "Log₁₀ of the product, as the events happen again",
        axis("times", 0, ends),
        axis("", low, 0)._replace(name=LOG_PRODUCT),
        (
            Curve(name_formula("exact"), line(ends), "share", SPOTS, is_dashed=True),
            Curve(name_formula("as doubles"), line(last), "divergence", SPOTS // 2),
        ),
        (Mark(1.0, ten, "once"),),
        (Rule(LEAST, "digits run out", to=LAST_DIGITS),),
        f"In doubles digits are lost from {figure(math.ceil(LAST_DIGITS / ten), 0)} times on; the sum of logarithms goes on."
        if ten < 0
        else "A certain event stays certain.",
    )
    never = "The product is 0 from the first time on"
    return chart._replace(title=never, curves=(), marks=(), rules=(), says=f"{never}.") if is_never else chart


def within(x: Real) -> float:
    """Where a number stands on a scale of equal factors, which has an end."""
    return min(float(x), LONGEST)


def log_ruler_picture(derivation: Derivation, digits: int) -> Strip:
    """1/q of each word on a scale of equal factors: the perplexity is their middle, the arithmetic mean is not."""
    finite = [(term, 1 / term.q) for term in derivation.terms if term.q]
    mean = sum((x for _, x in finite), start=real(0)) / len(finite) if finite else real(1)
    top = max([2.0, *(within(x) for x in (mean, *(x for _, x in finite)))]) * 1.3
    powers = math.ceil(math.log10(top))
    steps = (1, 2, 5) if powers < FEW_POWERS else (1,)
    ticks = tuple(float(k * 10**p) for p in range(0, powers + 1, max(1, -(-powers // TICKS))) for k in steps)
    words = [(f"word {term.name}" if term.name.isdigit() else term.name, x) for term, x in finite]
    marks = list(together(Place(within(x), name) for name, x in words)) if len(words) <= MOST_NAMED else []
    says = "The perplexity is infinite."
    middle = derivation.quantities.get("perplexity")
    if middle is not None and not is_infinite(middle):
        marks.append(Place(within(middle), f"perplexity {figure(middle, digits)}"))
        says = f"The perplexity {figure(middle, digits)} is the geometric mean of 1/q."
    return Strip(
        "Each word as so many equal outcomes, 1/q",
        (log_axis("1/q", 1.0, top, ticks),),
        (),
        tuple(marks),
        (Place(within(mean), f"arithmetic mean {figure(mean, digits)} (not this)", is_hollow=True),),
        says,
    )
