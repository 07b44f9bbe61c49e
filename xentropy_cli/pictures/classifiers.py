"""Pictures of predictions with a label: costs on their curves, shares of classes, logits, accuracy, temperature."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import log1p_exp
from xentropy_cli.core.real import total
from xentropy_cli.derivation.extras.accuracy import most_probable
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.quantities import in_base
from xentropy_cli.figures import figure, given
from xentropy_cli.pictures.axes import HEADROOM, axis, costs, log_axis, name_formula, probability_axis
from xentropy_cli.pictures.curves import SAMPLES, cost_of, lead_of, nats_in, scaled, spread, surprisal_chart, traced
from xentropy_cli.pictures.fitted import foremost
from xentropy_cli.pictures.kinds import Bars, Chart, Curve, Mark, Piece, Row, Rule

if TYPE_CHECKING:
    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.model import Derivation

BENT = Formula("log(1 + e^−lead)", r"\log(1 + e^{-\text{lead}})")
FAILS = Formula("−log(1 − q)", r"-\log (1 - q)")
DOUBLES = {37.0: "0 in doubles", -745.2: "∞ in doubles"}
"""From the first lead on 1 − e^−lead is 1 in doubles, and a loss that goes through q is 0; below the other, q itself is 0."""

FARTHEST, FAR_AHEAD = 60.0, 20.0


def two_curves_picture(derivation: Derivation, digits: int) -> Chart:
    """−log q and −log(1 − q), each example on the curve of its label; the dearest stands out by its place."""
    chart, base = surprisal_chart(derivation, "What q costs: −log q if 1 happens, −log(1 − q) if not"), derivation.base
    happens = chart.curves[0]
    mirrored = tuple((1 - q, cost) for run in happens.runs for q, cost in run)
    fails = happens._replace(name=in_base(FAILS, base), points=mirrored, role="divergence")
    marks = (Mark(float(e.q[1]), cost_of(e.q[e.happened], base), e.name) for e in derivation.examples)
    found = ((term.name, term.value) for term in derivation.terms)
    return chart._replace(
        curves=(happens, fails),
        marks=tuple(marks),
        says=foremost("highest cost", found, f" {derivation.unit}", digits),
    )


def shares_picture(derivation: Derivation, digits: int) -> Bars:
    """A row a class with its probability; the true one is lit, the loss reads no other."""
    example = derivation.examples[0]
    rows = [
        _single(name, q, given(q, digits), is_true=name == example.label)
        for name, q in zip(example.classes, example.q, strict=True)
    ]
    value = f"{figure(derivation.terms[0].value, digits)} {derivation.unit}"
    return Bars(
        f"The loss reads one bar: {example.label} costs {value}",
        probability_axis("q"),
        tuple(rows),
        says=f"{example.label} has q = {given(example.q[example.happened], digits)} and costs {value}; no other is read.",
    )


def _single(name: str, length: Real, figure: str, *, is_true: bool) -> Row:
    """A bar of one piece; that of a true class or output is lit."""
    return Row(name, (Piece(float(length), "whole" if is_true else "share"),), figure, is_true)


def bent_line_picture(derivation: Derivation, digits: int) -> Chart:
    """The loss over the lead of the true logit: bent at 0, straight on the left; rules stand where doubles lose it."""
    scale = nats_in(derivation.base)
    leads = [lead_of(example) for example in derivation.examples]
    end = max([FARTHEST, *(abs(x) for x in leads if math.isfinite(x))]) * HEADROOM
    points = traced(lambda lead: log1p_exp(-lead) / scale, spread(-end, end))
    return Chart(
        "The loss by the lead of the true logit over the rest",
        axis("lead", -end, end),
        costs(derivation.unit),
        (Curve(in_base(BENT, derivation.base), points, "share", SAMPLES // 5),),
        tuple(
            Mark(max(-end, min(x, end)), float(t.value), t.name) for x, t in zip(leads, derivation.terms, strict=True)
        ),
        tuple(Rule(at, name, "x") for at, name in DOUBLES.items() if -end < at),
        says=f"The loss is {figure(derivation.value, digits)} {derivation.unit}; through q in doubles, 0 from a lead of 37 on.",
    )


def two_readings_picture(derivation: Derivation, digits: int) -> Bars:
    """A row an output, what the binary reading charges for it, and the sums over all and over the true ones alone."""
    found = [(e.name, t.value, e.label == "1") for e, t in zip(derivation.examples, derivation.terms, strict=True)]
    true = total(value for _, value, is_true in found if is_true)
    found += [("all, as binary", derivation.quantities["total"], False), ("true ones alone", true, True)]
    return Bars(
        "What each output is charged, and the two sums",
        costs(derivation.unit),
        tuple(_single(name, value, figure(value, digits), is_true=is_true) for name, value, is_true in found),
        says=f"As binary all outputs are charged, {figure(derivation.quantities['total'], digits)} {derivation.unit} together.",
    )


def once_twice_picture(derivation: Derivation, digits: int) -> Chart:
    """The loss over the lead, with one softmax and with two: the second has a floor that no lead gets below."""
    scale = nats_in(derivation.base)
    classes = max(2, len(derivation.examples[0].classes))
    own, lead = derivation.terms[0].value, lead_of(derivation.examples[0]) + math.log(classes - 1)
    found = [lead] if math.isfinite(lead) and math.isfinite(float(own)) else []
    across = spread(min([0.0, *found]), max([FAR_AHEAD, *found]))
    floor = _once(1.0, classes) / scale
    once = traced(lambda x: _once(x, classes) / scale, across)
    twice = traced(lambda x: _once(_gap(x, classes), classes) / scale, across)
    others = "the other" if classes == len("01") else f"{classes - 1} equal ones"
    highest = max(_once(across[0], classes) / scale, *(float(own) for _ in found), 0.0)
    return Chart(
        f"The loss by the lead of the true logit over {others}",
        axis("lead", across[0], across[-1]),
        axis(derivation.unit, 0, 1.2 * highest),  # with room for the name of a mark
        (
            Curve(name_formula("one softmax"), once, "share", SAMPLES // 6),
            Curve(name_formula("two softmaxes"), twice, "divergence", SAMPLES // 2, is_dashed=True),
        ),
        tuple(Mark(lead, float(own), f"yours: {figure(own, digits)}") for lead in found),
        (Rule(floor, f"floor of two: {figure(floor, digits)}"),),
        says=f"With two softmaxes the loss never falls below {figure(floor, digits)} {derivation.unit}.",
    )


def _once(lead: float, classes: int) -> float:
    """The loss in nats where the true logit leads equal others."""
    return log1p_exp(math.log(classes - 1) - lead)


def _gap(lead: float, classes: int) -> float:
    """How far the true class leads the others after one softmax: the lead that the second one sees, at most 1."""
    q = math.exp(-_once(lead, classes))
    return q - (1 - q) / (classes - 1)


def staircase_picture(derivation: Derivation, digits: int) -> Chart:
    """−log q falls smoothly; right or wrong is a step at 1/2. Wrong examples are hollow."""
    chart = surprisal_chart(derivation, "Two ways to judge: surprisal, and right or wrong")
    corners = ((0.0, 1.0), (0.5, 1.0), (0.5, 0.0), (1.0, 0.0))
    step = Curve(name_formula("wrong: 1, right: 0"), corners, "divergence", 2, is_dashed=True)
    marks = []
    for e in derivation.examples:
        q = e.q[e.happened]
        marks.append(Mark(float(q), cost_of(q, derivation.base), e.name, is_hollow=most_probable(e) != e.label))
    wrong = sum(mark.is_hollow for mark in marks)
    mean = f"{figure(derivation.quantities['mean'], digits)} {derivation.unit}"
    return chart._replace(
        curves=(*chart.curves, step),
        marks=tuple(marks),
        says=f"The mean surprisal is {mean}; {wrong} of {derivation.n} are wrong (hollow).",
    )


def over_temperature_picture(derivation: Derivation, digits: int) -> Chart:
    """The mean loss when every logit is divided by T, over T on an axis of equal factors; marked at the T asked for, or 1."""
    scale = nats_in(derivation.base)
    own = float(derivation.temperature or 1)

    def mean(t: float) -> float:
        return (
            math.fsum(log1p_exp(-lead_of(example, t / own)) for example in derivation.examples) / derivation.n / scale
        )

    low, high = min(0.125, own), max(8.0, own)
    points = [(t, mean(t)) for t in scaled(low, high)]
    least = min(points, key=lambda point: point[1])
    value = derivation.quantities["mean"]
    at = "T = 1" if derivation.temperature is None else f"T = {given(derivation.temperature, digits)}"
    marks = [Mark(own, float(value), f"{at}: {figure(value, digits)}")]
    is_inside = points[0][1] > least[1] < points[-1][1]
    if is_inside:
        marks.append(Mark(*least, "least", is_hollow=True))
    return Chart(
        "The mean loss by the temperature that divides logits",
        log_axis("T", low, high, (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)),
        costs(derivation.unit),
        (Curve(name_formula("mean"), tuple(points), "share", SAMPLES // 6),),
        tuple(marks),
        (Rule(1.0, "as it stands", "x"),),
        says=(
            f"{'As it stands' if own == 1 else f'At {at}'} the mean is {figure(value, digits)} {derivation.unit}; "
            + (f"the best T is about {least[0]:.1g}." if is_inside else "the curve is lowest at an end.")
        ),
    )
