"""Pictures of training and of the mean: pulls on logits, steps, squares, smoothing, denominators."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.core.real import is_infinite
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.quantities import in_base
from xentropy_cli.figures import figure, given
from xentropy_cli.pictures.axes import LONGEST, axis, costs, log_axis, name_formula, probability_axis
from xentropy_cli.pictures.curves import SAMPLES, SURPRISAL, cost_of, logarithm, scaled, spread, titled, traced
from xentropy_cli.pictures.distributions import over_floor
from xentropy_cli.pictures.fitted import foremost
from xentropy_cli.pictures.kinds import ROLES, Bars, Chart, Curve, Mark, Piece, Row, Rule
from xentropy_cli.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.derivation.model import Derivation

SQUARE = Formula("(1 − q)²", "(1 - q)^2")
MOST_STEPS = 14


def pulls_picture(derivation: Derivation, digits: int) -> Bars:
    """A bar q and a target p a class, with an arrow from one to the other: the pull on each logit."""
    example = derivation.examples[0]
    gaps = [q - p for p, q in zip(example.p, example.q, strict=True)]
    sizes = [max(gap, -gap) for gap in gaps]
    longest = figure(max(sizes), digits)
    rows = tuple(
        Row(name, (Piece(float(q), "share"),), figure(gap, digits), figure(size, digits) == longest, float(p))
        for name, p, q, gap, size in zip(example.classes, example.p, example.q, gaps, sizes, strict=True)
    )
    return Bars(
        "q moves to p; q − p, the figure, is the slope in nats",
        probability_axis("probability"),
        rows,
        says=foremost("longest arrow", zip(example.classes, sizes, strict=True), "", digits),
    )


def steps_picture(derivation: Derivation, digits: int) -> Bars:
    """A row a step of a descent: H(P) stays, KL shrinks."""
    rows = derivation.working("descent").records
    every = max(1, math.ceil((len(rows) - 1) / MOST_STEPS))
    floor, shown = float(rows[0]["entropy"]), dict.fromkeys([*range(0, len(rows), every), len(rows) - 1])
    bars = []
    for row in map(rows.__getitem__, shown):
        name, cost = f"step {int(float(row['step']))}", figure(row["cross_entropy"], digits)
        bars.append(over_floor(name, floor, float(row["kl_divergence"]), cost))
    return Bars(
        "H(P, Q) step by step: H(P) stays, only KL moves",
        costs(derivation.unit),
        tuple(bars),
        (Rule(floor, "floor H(P)"),) if floor else (),
        says=f"From {bars[0].figure} to {bars[-1].figure} {derivation.unit} in {counted(len(rows) - 1, 'step')}.",
    )


def square_picture(derivation: Derivation, digits: int) -> Chart:
    """−log q beside (1 − q)², over q on an axis of equal factors: one grows without limit, the other stops at 1."""
    log = logarithm(derivation.base)
    found = [(e.name, e.q[e.happened]) for e in derivation.examples]
    smallest = min([1e-5, *(float(q) for _, q in found if q)])
    low = 10.0 ** math.floor(math.log10(max(smallest, 1 / LONGEST)))
    points = [*scaled(low, 1.0)[:-1], 1.0]
    ticks = tuple(10.0**k for k in range(0, math.floor(math.log10(low)) - 1, min(-1, -round(-math.log10(low) / 6))))
    marks = []
    for name, q in found:
        if q:
            at = max(float(q), low)
            marks += [Mark(at, cost_of(q, derivation.base), name), Mark(at, (1 - float(q)) ** 2, "", is_hollow=True)]
    worst = min(found, key=lambda pair: pair[1])
    return Chart(
        titled("What one label costs: −log q, and (1 − q)²", derivation.base),
        log_axis("q of what happened", low, 1.0, ticks),
        costs(derivation.unit),
        (
            Curve(in_base(SURPRISAL, derivation.base), traced(lambda q: -log(q), points), "share", SAMPLES // 4),
            Curve(SQUARE, traced(lambda q: (1 - q) ** 2, points), "divergence", SAMPLES // 2, is_dashed=True),
        ),
        tuple(marks),
        (Rule(1.0, "the most a square charges"),),
        says=f"{worst[0]} was given {given(worst[1], digits)}: a square charges at most 1 for it, −log q has no limit.",
    )


def smoothed_picture(derivation: Derivation, digits: int) -> Chart:
    """The loss over q(true), the rest shared equally: plain, and with smoothing over all or over the other classes."""
    example, cost = derivation.examples[0], _cost_of(derivation)
    true = example.p.index(max(example.p))
    keep, own = float(example.p[true]), float(example.q[true])
    low, high = min(0.3, own or 0.01), 0.9999 if own == 1 else max(0.9999, own)
    across = spread(low, high)
    plain = traced(lambda q: cost(q, 1.0), across)
    curves = [Curve(name_formula("plain"), plain, "share", SAMPLES // 6, is_dashed=True)]
    if keep < 1:
        points = traced(lambda q: cost(q, keep), across)
        curves.append(Curve(name_formula("smoothed"), points, "divergence", SAMPLES // 3))
    is_equal = len({q for k, q in enumerate(example.q) if k != true}) <= 1
    marks = [Mark(max(own, low), float(derivation.value), "yours", is_hollow=not is_equal)]
    if 0 < min(float(p) for p in example.p) < 1:
        lowest = max(min(keep, high), low)
        marks.append(Mark(lowest, cost(lowest, keep), "least"))
    return Chart(
        "The loss by q of the true class, the rest shared equally",
        axis("q(true)", low, 1.0),
        costs(derivation.unit),
        tuple(curves),
        tuple(marks),
        says=f"The loss is least where q(true) = {figure(keep, digits)}.",
    )


def _cost_of(derivation: Derivation) -> Callable[[float, float], float]:
    """The loss of q for the true class, the rest shared equally, under a truth that keeps so much."""
    log, others = logarithm(derivation.base), len(derivation.examples[0].classes) - 1

    def cost(q: float, keep: float) -> float:
        return -keep * log(q) - ((1 - keep) * log((1 - q) / others) if keep < 1 else 0.0)

    return cost


def denominators_picture(derivation: Derivation, digits: int) -> Bars:
    """The same pieces under three denominators: the total, over n, over the sum of weights."""
    total, n, by = derivation.quantities["total"], derivation.n, derivation.denominator
    values = {"total": total, "mean": total} if is_infinite(total) else {"total": total, f"over n = {n}": total / n}
    if by.name != "n" and not is_infinite(total):
        values[f"over {by.name} = {given(by.value, digits)}"] = total / by.value
    rows = []
    for name, value in values.items():
        share = 1.0 if is_infinite(value) or not total else float(value / total)
        pieces = (Piece(float(t.value) * share, ROLES[k % len(ROLES)]) for k, t in enumerate(derivation.terms))
        rows.append(Row(name, tuple(pieces), figure(value, digits), value == derivation.value))
    return Bars(
        "One sum, and what it is divided by",
        costs(derivation.unit),
        tuple(rows),
        says="; ".join(f"{row.name}: {row.figure}" for row in rows) + f" {derivation.unit}.",
    )
