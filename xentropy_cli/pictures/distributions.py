"""Pictures of distributions: surprise as areas, H(P, Q) as Q moves, both directions of KL, codes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.core.definitions import cross_entropy, kl_divergence
from xentropy_cli.core.real import real
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.figures import figure
from xentropy_cli.pictures.axes import axis, costs, probability_axis, reach
from xentropy_cli.pictures.curves import SAMPLES, logarithm, spread, titled, traced
from xentropy_cli.pictures.fitted import foremost, seen
from xentropy_cli.pictures.kinds import Areas, Bars, Box, Chart, Curve, Mark, Panel, Piece, Row, Rule
from xentropy_cli.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.model import Base, ClassRow, Derivation

NEAR_END = 0.05
CROSS_ENTROPY = Formula("H(P, Q)", "H(P, Q)")
ENTROPY = Formula("H(P)", "H(P)")
FORWARD = Formula("KL(P‖Q)", r"\mathrm{KL}(P \,\|\, Q)")
REVERSE = Formula("KL(Q‖P)", r"\mathrm{KL}(Q \,\|\, P)")
PAIR, OWN = 2, "yours"


def surprise_areas_picture(derivation: Derivation, digits: int) -> Areas:
    """A box a class, as wide as p and as high as −log p: H(P) is the area of all; beside it the same heights under Q."""
    rows, unit = derivation.classes, derivation.unit
    entropy = figure(derivation.quantities["entropy"], digits)
    largest = foremost("largest", ((row.name, row.entropy) for row in rows), "", digits)
    own = _boxes(rows, [row.own_surprisal for row in rows])
    panels = [Panel(titled("−log p: what P costs", derivation.base), own, f"H(P) = {entropy} {unit}")]
    if derivation.given_prediction:
        boxes = _boxes(rows, [row.surprisal or real(0) for row in rows])
        value = figure(derivation.quantities["cross_entropy"], digits)
        panels.append(Panel(titled("−log q: what Q makes of it", derivation.base), boxes, f"H(P, Q) = {value} {unit}"))
    return Areas(
        "Surprise as areas: width p, height its cost",
        probability_axis("p"),
        axis(unit, 0, reach(box.height for panel in panels for box in panel.boxes)),
        tuple(panels),
        says=f"The areas add up to H(P) = {entropy} {unit}. {largest}",
    )


def _boxes(rows: Sequence[ClassRow], heights: Sequence[Real]) -> tuple[Box, ...]:
    """A box a class, as high as its cost; an infinite one is as high as the highest other, or 1, and says so by its name."""
    costs = [float(height) if row.p else 0.0 for row, height in zip(rows, heights, strict=True)]
    top = max(filter(math.isfinite, map(float, heights)), default=0.0) or 1.0
    boxes = [Box(seen(row.name, cost), float(row.p), min(cost, top)) for row, cost in zip(rows, costs, strict=True)]
    areas = [box.width * box.height for box in boxes]
    largest = areas.index(max(areas)) if areas.count(max(areas)) == 1 else -1
    return tuple(box._replace(is_lit=k == largest) for k, box in enumerate(boxes))


def _cost(p: float, q: float, base: Base) -> float:
    """H(P, Q) of two classes, in doubles."""
    log = logarithm(base)
    return sum(x * -log(y) for x, y in ((p, q), (1 - p, 1 - q)) if x)


def over_q_picture(derivation: Derivation, digits: int) -> Chart:
    """H(P, Q) as Q moves with P held, over its floor H(P); the gap at Q is KL."""
    example, base = derivation.examples[0], derivation.base
    p = float(example.p[0])
    value, floor = float(derivation.value), float(derivation.quantities["entropy"])
    own = [value] if math.isfinite(value) else []
    top = reach([*(_cost(p, q, base) for q in (0.5, NEAR_END, 1 - NEAR_END)), *own])
    points = traced(lambda q: _cost(p, q, base), spread(0, 1)[1:-1], top)
    gap = figure(derivation.quantities["kl_divergence"], digits)
    return Chart(
        "Cross-entropy as Q moves and P stays",
        probability_axis(f"q({example.classes[0]})"),
        axis(derivation.unit, 0, top),
        (Curve(CROSS_ENTROPY, points, "share", SAMPLES // 5),),
        (Mark(float(example.q[0]), value, "Q", floor, value), Mark(p, floor, "P")),
        (Rule(floor, "H(P), the floor"),),
        says=f"H(P, Q) is {figure(derivation.value, digits)} {derivation.unit}; KL, the gap to the floor, is {gap}.",
    )


def coin_picture(derivation: Derivation, digits: int) -> Chart:
    """The entropy of every distribution over two classes, and the reader's own on it."""
    example, value = derivation.examples[0], derivation.quantities["entropy"]
    name = f"p({example.classes[0]})"
    return Chart(
        "Entropy of two classes, by the probability of the first",
        probability_axis(name),
        costs(derivation.unit),
        (Curve(ENTROPY, traced(lambda p: _cost(p, p, derivation.base), spread(0, 1)), "entropy", SAMPLES // 6),),
        (Mark(float(example.p[0]), float(value), name),),
        says=f"H(P) is {figure(value, digits)} {derivation.unit}; it is largest for equal chances.",
    )


def floors_picture(derivation: Derivation, digits: int) -> Bars:
    """One row a prediction: the floor H(P), then KL on top of it; the cheapest is lit, or the only one among others' rows."""
    found = _costs(derivation)
    least = min((value for *_, value in found), key=float)
    rows = []
    for name, h, kl, value in found:
        is_lit = figure(value, digits) == figure(least, digits) if derivation.n > 1 else name == OWN
        rows.append(over_floor(name, float(h), float(kl), figure(value, digits))._replace(is_lit=is_lit))
    return Bars(
        "What each prediction costs: H(P), then KL",
        costs(derivation.unit),
        tuple(rows),
        (Rule(float(derivation.quantities["entropy"]), "floor"),) if derivation.n == 1 else (),
        says=foremost("least cost", ((row[0], row[3]) for row in found), f" {derivation.unit}", digits),
    )


def over_floor(name: str, entropy: float, divergence: float, figure: str) -> Row:
    """A row of a cross-entropy: H(P), and KL(P‖Q) behind it."""
    return Row(name, (Piece(entropy, "entropy", "H(P)"), Piece(divergence, "divergence", "KL(P‖Q)")), figure)


def _costs(derivation: Derivation) -> list[tuple[str, Real, Real, Real]]:
    """Name, H(P), KL(P‖Q) and cost of every example; the only one stands between one who knows P and one who knows nothing."""
    nothing = real(0)
    if derivation.n > 1:
        return [(t.name, t.entropy or nothing, t.kl_divergence or nothing, t.value) for t in derivation.terms]
    found, p, base = derivation.quantities, derivation.examples[0].p, derivation.base.value
    floor, alike = found["entropy"], [real(1) / len(p)] * len(p)
    own = [(OWN, floor, found["kl_divergence"], found["cross_entropy"])] if "cross_entropy" in found else []
    knows_nothing = ("all classes alike", floor, kl_divergence(p, alike, base), cross_entropy(p, alike, base))
    return [("Q = P", floor, nothing, floor), *own, knows_nothing]


def both_ways_picture(derivation: Derivation, digits: int) -> Chart | Bars:
    """KL both ways: curves over q for two classes, a bar p · log(p/q) a class for more."""
    example, base = derivation.examples[0], derivation.base
    forward, reverse = derivation.quantities["kl_divergence"], derivation.quantities["reverse_kl_divergence"]
    says = f"KL(P‖Q) is {figure(forward, digits)}, KL(Q‖P) {figure(reverse, digits)} {derivation.unit}."
    if len(example.classes) != PAIR:
        gains = [(row.name, row.kl_divergence or real(0)) for row in derivation.classes]
        rows = [Row(name, (Piece(float(gain), "divergence"),), figure(gain, digits)) for name, gain in gains]
        title = titled("p · log(p / q), class by class", base)
        return Bars(title, costs(derivation.unit), tuple(rows), (Rule(0.0, "0"),), says)
    p, q = float(example.p[0]), float(example.q[0])

    def kl(a: float, b: float) -> float:
        return _cost(a, b, base) - _cost(a, a, base)

    low, high = sorted((float(forward), float(reverse)))
    top = reach([kl(0.5, NEAR_END), low, high])
    there, back = (traced(way, spread(0, 1)[1:-1], top) for way in (lambda x: kl(p, x), lambda x: kl(x, p)))
    curves = [Curve(FORWARD, there, "divergence", SAMPLES // 16)]
    title = "KL(P‖Q) as Q moves; KL(Q‖P) is ∞, but for Q = P"
    if any(back):  # where P is certain, KL(Q‖P) is infinite for every other Q
        curves.append(Curve(REVERSE, back, "share", SAMPLES, is_dashed=True))
        title = "KL(P‖Q) and KL(Q‖P) as Q moves and P stays"
    marks = (Mark(q, high, "Q" if math.isfinite(high) else "Q: ∞", low, high), Mark(q, low, ""), Mark(p, 0.0, "P"))
    return Chart(
        title,
        probability_axis(f"q({example.classes[0]})"),
        axis(derivation.unit, 0, top),
        tuple(curves),
        marks,
        says=says,
    )


def code_picture(derivation: Derivation, digits: int) -> Areas:
    """A box a word, as wide as its probability and as high as it is long: the area is the mean length."""
    working, example = derivation.working("code"), derivation.examples[0]
    boxes = tuple(
        Box(f"{name}: {row['word'] or ''}", float(p), float(row["length"] or 0), -math.log2(float(q)) if q else None)
        for name, row, p, q in zip(example.classes, working.records, example.p, example.q or example.p, strict=True)
    )
    mean = next(figure(each.value, digits) for each in working.outcomes if each.value is not None)
    return Areas(
        "A code as areas: the mean length is the area",
        probability_axis("p"),
        axis("bits", 0, reach(max(box.height, box.line or 0) for box in boxes)),
        (Panel("p wide, its letters high", boxes, f"{mean} bits a word"),),
        says=f"The words are {mean} bits long on average; dashed lines are −log₂ {'q' if example.q else 'p'}.",
    )


def pairs_picture(derivation: Derivation, digits: int) -> Bars:
    """P and Q side by side, class by class."""
    example = derivation.examples[0]
    rows = []
    for k, name in enumerate(example.classes):
        rows.append(Row(f"{name} P", (Piece(float(example.p[k]), "entropy"),), figure(example.p[k], digits)))
        if example.q:
            rows.append(Row("Q", (Piece(float(example.q[k]), "share"),), figure(example.q[k], digits)))
    return Bars(
        "P and Q, class by class" if example.q else "P, class by class",
        probability_axis("probability"),
        tuple(rows),
        says=f"{counted(len(example.classes), 'class')}.",
    )
