"""Pictures of predictions with a label: costs on their curves, shares of classes, logits, accuracy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.core.real import is_infinite, total
from xentropy_cli.derivation.extras.accuracy import most_probable
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.quantities import in_base
from xentropy_cli.figures import figure, given
from xentropy_cli.pictures.axes import (
    HEADROOM,
    SAMPLES,
    SURPRISAL,
    axis,
    cost_of,
    falling,
    logarithm,
    name_formula,
    nats_in,
    probability_axis,
    reach,
    seen,
    softplus,
    titled,
    together,
)
from xentropy_cli.pictures.kinds import Bars, Chart, Curve, Mark, Piece, Row, Rule

if TYPE_CHECKING:
    from xentropy_cli.derivation.model import Derivation, Example

LEAST_SHOWN = 0.01
FAILS = Formula("−log(1 − q)", r"-\log (1 - q)")
DOUBLES = {37.0: "0 through q in doubles", -745.2: "∞ through q in doubles"}
"""From the first lead on 1 − e^−lead is 1 in doubles, and a loss that goes through q is 0; below the other, q itself is 0."""

FARTHEST, FAR_AHEAD = 60.0, 20.0


def two_curves(derivation: Derivation, digits: int) -> Chart:
    """−log q and −log(1 − q), each example on the curve of its label; the dearest stands out by its place."""
    log = logarithm(derivation.base)
    base = derivation.base
    found = [(float(e.q[1]), cost_of(e.q[e.happened], base), e) for e in derivation.examples if e.label is not None]
    top = max([-log(LEAST_SHOWN), *(y for _, y, _ in found if math.isfinite(y))]) * HEADROOM
    up = falling(top, base, SAMPLES)
    marks = together(Mark(x, min(y, top), seen(e.name, y)) for x, y, e in found)
    dearest = max(derivation.terms, key=lambda term: float(term.value))  # two infinities have no difference
    return Chart(
        titled("What q costs: −log q if 1 happens, −log(1 − q) if not", derivation.base),
        probability_axis("q"),
        axis(derivation.unit, 0, top),
        (
            Curve(in_base(SURPRISAL, derivation.base), tuple((q, -log(q)) for q in up), "share", SAMPLES // 5),
            Curve(in_base(FAILS, derivation.base), tuple((1 - q, -log(q)) for q in up), "divergence", SAMPLES // 5),
        ),
        marks,
        says=f"{dearest.name} costs most: {figure(dearest.value, digits)} {derivation.unit}.",
    )


def shares(derivation: Derivation, digits: int) -> Bars:
    """A row a class with its probability; the true one is lit, the loss reads no other."""
    example = derivation.examples[0]
    rows = tuple(
        Row(
            name,
            (Piece(float(q), "whole" if name == example.label else "share"),),
            given(q, digits),
            name == example.label,
        )
        for name, q in zip(example.classes, example.q, strict=True)
    )
    value = f"{figure(derivation.terms[0].value, digits)} {derivation.unit}"
    return Bars(
        f"The loss reads one bar: {example.label} costs {value}",
        probability_axis("q"),
        rows,
        says=f"{example.label} has q = {given(example.q[example.happened], digits)} and costs {value}; no other is read.",
    )


def bent_line(derivation: Derivation, digits: int) -> Chart:
    """The loss over the lead of the true logit: bent at 0, straight on the left; rules stand where doubles lose it."""
    scale = nats_in(derivation.base)
    leads = [_lead(example) for example in derivation.examples]
    reach = max([FARTHEST, *(abs(x) for x in leads if math.isfinite(x))]) * HEADROOM
    across = [-reach + 2 * reach * k / SAMPLES for k in range(SAMPLES + 1)]
    curve = tuple((x, softplus(-x) / scale) for x in across)
    top = max(y for _, y in curve) * HEADROOM
    marks = together(
        Mark(max(-reach, min(x, reach)), min(float(t.value) if not is_infinite(t.value) else top, top), t.name)
        for x, t in zip(leads, derivation.terms, strict=True)
    )
    return Chart(
        "The loss by the lead of the true logit over the rest",
        axis("lead", -reach, reach),
        axis(derivation.unit, 0, top),
        (Curve(Formula("log(1 + e^−lead)", r"\log(1 + e^{-\text{lead}})"), curve, "share", SAMPLES // 5),),
        marks,
        tuple(Rule(at, name, "x") for at, name in DOUBLES.items() if -reach < at),
        says=f"The loss is {figure(derivation.value, digits)} {derivation.unit}; through q in doubles, 0 from a lead of 37 on.",
    )


def _lead(example: Example) -> float:
    """How far the logit of what happened lies above the log-sum-exp of the others."""
    logits = [float(z) for z in example.logits]
    if len(logits) == 1:
        return logits[0] if example.happened else -logits[0]
    own = logits.pop(example.happened)
    top = max(logits)
    return own - (top + math.log(math.fsum(math.exp(z - top) for z in logits))) if math.isfinite(top) else math.inf


def two_readings(derivation: Derivation, digits: int) -> Bars:
    """A row an output, what the binary reading charges for it, and the sums over all and over the true ones alone."""
    rows = [(e.name, t.value, e.label == "1") for e, t in zip(derivation.examples, derivation.terms, strict=True)]
    true = total(value for _, value, is_true in rows if is_true)
    sums = [("all, as binary", derivation.quantities["total"], False), ("true ones alone", true, True)]
    top = reach(float(v) for _, v, _ in (*rows, *sums))
    shown = tuple(
        Row(
            name,
            (Piece(top if is_infinite(v) else float(v), "whole" if is_true else "share"),),
            figure(v, digits),
            is_true,
        )
        for name, v, is_true in (*rows, *sums)
    )
    return Bars(
        "What each output is charged, and the two sums",
        axis(derivation.unit, 0, top),
        shown,
        says=f"As binary all outputs are charged, {figure(derivation.quantities['total'], digits)} together.",
    )


def once_twice(derivation: Derivation, digits: int) -> Chart:
    """The loss over the lead, with one softmax and with two: the second has a floor that no lead gets below."""
    scale = nats_in(derivation.base)
    classes = max(2, len(derivation.examples[0].classes))
    own, lead = derivation.terms[0].value, _lead(derivation.examples[0]) + math.log(classes - 1)
    found = [lead] if math.isfinite(lead) and not is_infinite(own) else []
    low, high = min([0.0, *found]), max([FAR_AHEAD, *found])
    floor = _once(1.0, classes) / scale
    across = [low + (high - low) * k / SAMPLES for k in range(SAMPLES + 1)]
    top = max([_once(low, classes) / scale, *(float(own) for _ in found)]) * 1.2
    marks = tuple(Mark(lead, float(own), f"yours: {figure(own, digits)}") for lead in found)
    others = "the other" if classes == len("01") else f"{classes - 1} equal ones"
    return Chart(
        f"The loss by the lead of the true logit over {others}",
        axis("lead", low, high),
        axis(derivation.unit, 0, top),
        (
            Curve(
                name_formula("one softmax"),
                tuple((x, _once(x, classes) / scale) for x in across),
                "share",
                SAMPLES // 6,
            ),
            Curve(
                name_formula("two softmaxes"),
                tuple((x, _once(_gap(x, classes), classes) / scale) for x in across),
                "divergence",
                SAMPLES // 2,
                is_dashed=True,
            ),
        ),
        marks,
        (Rule(floor, f"floor of two: {figure(floor, digits)}"),),
        says=f"With two softmaxes the loss never falls below {figure(floor, digits)} {derivation.unit}.",
    )


def _once(lead: float, classes: int) -> float:
    """The loss in nats where the true logit leads equal others."""
    return softplus(math.log(classes - 1) - lead)


def _gap(lead: float, classes: int) -> float:
    """How far the true class leads the others after one softmax: the lead that the second one sees, at most 1."""
    q = math.exp(-_once(lead, classes))
    return q - (1 - q) / (classes - 1)


def staircase(derivation: Derivation, digits: int) -> Chart:
    """−log q falls smoothly; right or wrong is a step at 1/2. Wrong examples are hollow."""
    log = logarithm(derivation.base)
    found = [(e.name, e.q[e.happened], most_probable(e) != e.label) for e in derivation.examples if e.label is not None]
    own = [cost_of(q, derivation.base) for _, q, _ in found]
    top = max([-log(LEAST_SHOWN), *(y for y in own if math.isfinite(y))]) * HEADROOM
    curve = tuple((q, -log(q)) for q in falling(top, derivation.base, SAMPLES))
    marks = together(
        Mark(float(q), min(y, top), seen(name, y), is_hollow=is_wrong)
        for (name, q, is_wrong), y in zip(found, own, strict=True)
    )
    step = ((0.0, 1.0), (0.5, 1.0), (0.5, 0.0), (1.0, 0.0))
    return Chart(
        "Two ways to judge: surprisal, and right or wrong",
        probability_axis("q"),
        axis(derivation.unit, 0, top),
        (
            Curve(in_base(SURPRISAL, derivation.base), curve, "share", SAMPLES // 5),
            Curve(name_formula("wrong: 1, right: 0"), step, "divergence", 2, is_dashed=True),
        ),
        marks,
        says=f"The mean surprisal is {figure(derivation.quantities['mean'], digits)} {derivation.unit}; "
        f"{sum(is_wrong for *_, is_wrong in found)} of {len(found)} are wrong (hollow).",
    )
