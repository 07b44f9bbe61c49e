"""Pictures of events that happened: their surprise end to end, on its curve, in every unit, and over and over."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.core.real import Real, is_infinite, real
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.quantities import in_base
from xentropy_cli.figures import figure
from xentropy_cli.pictures.axes import (
    HEADROOM,
    LONGEST,
    SAMPLES,
    SURPRISAL,
    TICKS,
    axis,
    cost_of,
    falling,
    log_axis,
    logarithm,
    name_formula,
    nats_in,
    probability_axis,
    seen,
    titled,
    together,
)
from xentropy_cli.pictures.kinds import ROLES, Chart, Curve, Mark, Piece, Place, Rule, Strip

if TYPE_CHECKING:
    from xentropy_cli.derivation.model import Derivation

LEAST_SHOWN = 0.01
"""The probability at which the axis of a surprisal ends, unless a number of the reader's lies beyond."""

LOG_PRODUCT = Formula("log₁₀ of the product", r"\log_{10}\text{ of the product}")
MOST_NAMED = 8
FEW_POWERS = 3
"""Powers of ten on an axis below which 2 and 5 times each are written too."""

SPOTS = 16
"""The pieces of a straight line, so that its name finds a place beside one."""


def total(derivation: Derivation, digits: int) -> Strip:
    """The surprise of each event end to end, beside n fair coins and n blind guesses among three."""
    log, n = logarithm(derivation.base), len(derivation.terms)
    coins, blind = n * log(2), n * log(3)
    value = derivation.quantities["total"]
    pieces = tuple(
        Piece(float(term.value), ROLES[k % len(ROLES)], term.name if n <= MOST_NAMED else "")
        for k, term in enumerate(derivation.terms)
        if not is_infinite(term.value)
    )
    top = max(blind, 0 if is_infinite(value) else float(value)) * HEADROOM
    shown = f"{figure(value, digits)} {derivation.unit}"
    largest = max(derivation.terms, key=lambda term: float(term.value))  # two infinities have no difference
    guesses = (
        Place(0.0, "certain"),
        Place(coins, _times(n, "fair coin")),
        Place(blind, _times(n, "guess among three")),
    )
    return Strip(
        "The surprise of each event, end to end",
        (axis(derivation.unit, 0, top),),
        pieces,
        (Place(top if is_infinite(value) else float(value), f"total {shown}"),),
        guesses,
        says=f"The total is {shown}; {largest.name} adds most, {figure(largest.value, digits)}.",
    )


def _times(n: int, what: str) -> str:
    plural = {"guess among three": "guesses among three"}.get(what, f"{what}s")
    return f"a {what}" if n == 1 else f"{n} {plural}"


def surprisal_chart(derivation: Derivation, digits: int) -> Chart:
    """−log q as a curve, with a mark at each event, and rules at whole bits."""
    log = logarithm(derivation.base)
    found = [term for term in derivation.terms if term.q is not None]
    costs = [cost_of(term.q or real(0), derivation.base) for term in found]
    top = max([-log(LEAST_SHOWN), *(y for y in costs if math.isfinite(y))]) * HEADROOM
    points = tuple((q, -log(q)) for q in falling(top, derivation.base, SAMPLES))
    marks = together(
        Mark(float(term.q or 0), min(y, top), seen(term.name, y)) for term, y in zip(found, costs, strict=True)
    )
    bits = tuple(Rule(-log(2.0**-k), f"1/{2**k}: {k} bit{'s' if k > 1 else ''}") for k in (1, 2, 3))
    rarest = min(found, key=lambda term: term.q or 0)
    return Chart(
        titled("Surprisal of what happened, −log q, by its probability q", derivation.base),
        probability_axis("q"),
        axis(derivation.unit, 0, top),
        (Curve(in_base(SURPRISAL, derivation.base), points, "share", SAMPLES // 5),),
        marks,
        tuple(rule for rule in bits if rule.at <= top),
        says=f"The rarer, the more surprising: {rarest.name} costs {figure(rarest.value, digits)} {derivation.unit}.",
    )


def rulers(derivation: Derivation, digits: int) -> Strip:
    """The answer on three rulers of the same length: nats, bits, bans."""
    value = derivation.value
    scale = nats_in(derivation.base)
    nats = (8.0 if is_infinite(value) else float(value) * scale or 1.0) * 1.25
    own = {"nats": 1.0, "bits": math.log(2), "bans": math.log(10)}
    order = [derivation.unit, *(unit for unit in own if unit != derivation.unit)]
    sizes = {**own, derivation.unit: scale}
    scales = tuple(axis(unit, 0, nats / sizes[unit]) for unit in order)
    at = scales[0].high if is_infinite(value) else float(value)
    shown = [figure(math.inf if is_infinite(value) else at * scale / sizes[unit], digits) for unit in order]
    names = " = ".join(f"{number} {unit}" for number, unit in zip(shown, order, strict=True))
    return Strip("The same surprise on three rulers", scales, (), (Place(at, names),), says=f"{names}.")


def again(derivation: Derivation, digits: int) -> Chart:  # noqa: ARG001  the signature of a picture
    """log₁₀ of the product of events that happen over and over: exact, and as doubles hold it."""
    step = sum(float(-term.value) for term in derivation.terms if not is_infinite(term.value))
    ten = step * nats_in(derivation.base) / math.log(10)
    ends = math.ceil(-400 / ten) if ten < 0 else 1000
    low = min(ten * ends, -400.0) if ten < 0 else -400.0
    count = axis("times", 0, ends)
    exact = tuple((ends * k / SPOTS, max(ten * ends, low) * k / SPOTS) for k in range(SPOTS + 1))
    last = min(ends, math.floor(-323.3 / ten)) if ten < 0 else ends
    doubles = tuple((last * k / SPOTS, ten * last * k / SPOTS) for k in range(SPOTS + 1))
    gone = figure(last, 0)
    return Chart(
        "Log₁₀ of the product, as the events happen again",
        count,
        axis("", low, 0)._replace(name=LOG_PRODUCT),
        (
            Curve(name_formula("exact"), exact, "share", SPOTS, is_dashed=True),
            Curve(name_formula("as doubles"), doubles, "divergence", SPOTS // 2),
        ),
        (Mark(1.0, ten, "once"),),
        (Rule(-323.3, "digits run out", to=-307.7),),
        says=f"In doubles the digits run out after {gone} times; the sum of logarithms goes on."
        if ten < 0
        else "A certain event stays certain.",
    )


def within(x: Real) -> float:
    """Where a number stands on a scale of equal factors, which has an end."""
    return min(float(x), LONGEST)


def log_ruler(derivation: Derivation, digits: int) -> Strip:
    """1/q of each word on a scale of equal factors: the perplexity is their middle, the arithmetic mean is not."""
    finite = [(term, 1 / term.q) for term in derivation.terms if term.q]
    mean = sum((x for _, x in finite), start=real(0)) / len(finite) if finite else real(1)
    value = derivation.quantities.get("perplexity")
    middle = value if value is not None and not is_infinite(value) else None
    top = max([2.0, *(within(x) for x in (mean, *(x for _, x in finite)))]) * 1.3
    powers = math.ceil(math.log10(top))
    steps = (1, 2, 5) if powers < FEW_POWERS else (1,)
    ticks = tuple(float(k * 10**p) for p in range(0, powers + 1, max(1, powers // TICKS)) for k in steps)
    scale = log_axis("1/q", 1.0, top, ticks)
    words = ((f"word {term.name}" if term.name.isdigit() else term.name, x) for term, x in finite)
    marks = list(together(Place(within(x), name) for name, x in words)) if len(finite) <= MOST_NAMED else []
    if middle is not None:
        marks.append(Place(within(middle), f"perplexity {figure(middle, digits)}"))
    hollow = (Place(within(mean), f"arithmetic mean {figure(mean, digits)} (not this)", is_hollow=True),)
    says = (
        f"The perplexity {figure(middle, digits)} is the geometric mean of 1/q."
        if middle
        else "The perplexity is infinite."
    )
    return Strip("Each word as so many equal outcomes, 1/q", (scale,), (), tuple(marks), hollow, says=says)
