"""Pictures of distributions: surprise as areas, H(P, Q) as Q moves, both directions of KL, codes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.core.definitions import cross_entropy, kl_divergence
from xentropy_cli.core.real import is_infinite, real
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.figures import figure
from xentropy_cli.pictures.axes import HEADROOM, SAMPLES, axis, logarithm, probability_axis, seen
from xentropy_cli.pictures.kinds import Areas, Bars, Box, Chart, Curve, Mark, Panel, Piece, Row, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.extras.records import Working
    from xentropy_cli.derivation.model import ClassRow, Derivation, Example

NEAR_END = 0.05
CROSS_ENTROPY = Formula("H(P, Q)", "H(P, Q)")
ENTROPY = Formula("H(P)", "H(P)")
FORWARD = Formula("KL(P‖Q)", r"\mathrm{KL}(P \,\|\, Q)")
REVERSE = Formula("KL(Q‖P)", r"\mathrm{KL}(Q \,\|\, P)")
PAIR, OWN = 2, "yours"


def surprise_areas(derivation: Derivation, digits: int) -> Areas:
    """A box a class, as wide as p and as high as −log p: H(P) is the area of all; beside it the same heights under Q."""
    example, unit = derivation.examples[0], derivation.unit
    rows = derivation.classes
    most = max(row.entropy for row in rows)
    lit = [row.name for row in rows if row.entropy == most]
    own = _boxes(rows, [row.own_surprisal for row in rows])
    panels = [Panel("−log p: what P itself costs", own, _answer("H(P)", "entropy", derivation, digits))]
    if example.q:
        boxes = _boxes(rows, [row.surprisal for row in rows])
        panels.append(
            Panel("−log q: what Q makes of it", boxes, _answer("H(P, Q)", "cross_entropy", derivation, digits))
        )
    top = max((box.height for panel in panels for box in panel.boxes), default=1.0) or 1.0
    name = f" {lit[0]} adds most to it." if len(lit) == 1 else ""
    value = derivation.quantities["entropy"]
    return Areas(
        "Surprise as areas: width p, height its cost",
        probability_axis("p"),
        axis(unit, 0, top * HEADROOM),
        tuple(panels),
        says=f"The areas add up to H(P) = {figure(value, digits)} {unit}.{name}",
    )


def _boxes(rows: Sequence[ClassRow], heights: Sequence[Real | None]) -> tuple[Box, ...]:
    """A box a class, as high as its cost; an infinite one is as high as the highest other, and says so by its name."""
    finite = [float(h) for h in heights if h is not None and not is_infinite(h)]
    top = max(finite, default=1.0)
    shown = [
        0.0 if h is None or not row.p else top if is_infinite(h) else float(h)
        for row, h in zip(rows, heights, strict=True)
    ]
    areas = [float(row.p) * high for row, high in zip(rows, shown, strict=True)]
    lit = areas.index(max(areas)) if areas.count(max(areas)) == 1 else -1
    return tuple(
        Box(_infinite_name(row, h), float(row.p), high, is_lit=k == lit)
        for k, (row, h, high) in enumerate(zip(rows, heights, shown, strict=True))
    )


def _answer(symbol: str, key: str, derivation: Derivation, digits: int) -> str:
    return f"{symbol} = {figure(derivation.quantities[key], digits)} {derivation.unit}"


def _infinite_name(row: ClassRow, height: Real | None) -> str:
    return f"{row.name} (∞)" if height is not None and is_infinite(height) and row.p else row.name


def over_q(derivation: Derivation, digits: int) -> Chart:
    """H(P, Q) as Q moves with P held, over its floor H(P); the gap at Q is KL."""
    example, log = derivation.examples[0], logarithm(derivation.base)
    p = float(example.p[0])
    value, floor = derivation.value, float(derivation.quantities["entropy"])

    def cost(q: float) -> float:
        return sum(weight * -log(x) for weight, x in ((p, q), (1 - p, 1 - q)) if weight)

    own = [] if is_infinite(value) else [float(value)]
    top = max([cost(0.5), cost(NEAR_END), cost(1 - NEAR_END), *own]) * HEADROOM
    points = tuple((q, cost(q)) for q in (k / SAMPLES for k in range(1, SAMPLES)) if cost(q) <= top)
    at = own[0] if own else top
    marks = (
        Mark(float(example.q[0]), at, seen("Q", float(value)), low=floor, high=at),
        Mark(p, floor, "P"),
    )
    gap = derivation.quantities["kl_divergence"]
    return Chart(
        "Cross-entropy as Q moves and P stays",
        probability_axis(f"q({example.classes[0]})"),
        axis(derivation.unit, 0, top),
        (Curve(CROSS_ENTROPY, points, "share", len(points) // 6),),
        marks,
        (Rule(floor, "H(P), the floor"),),
        says=f"H(P, Q) is {figure(value, digits)} {derivation.unit}; KL, the gap to the floor, is {figure(gap, digits)}.",
    )


def coin(derivation: Derivation, digits: int) -> Chart:
    """The entropy of every distribution over two classes, and the reader's own on it."""
    example, log = derivation.examples[0], logarithm(derivation.base)
    points = tuple((q, sum(x * -log(x) for x in (q, 1 - q) if x)) for q in (k / SAMPLES for k in range(SAMPLES + 1)))
    name = f"p({example.classes[0]})"
    return Chart(
        "Entropy of two classes, by the probability of the first",
        probability_axis(name),
        axis(derivation.unit, 0, log(PAIR) * HEADROOM),
        (Curve(ENTROPY, points, "entropy", SAMPLES // 6),),
        (Mark(float(example.p[0]), float(derivation.quantities["entropy"]), name),),
        says=f"H(P) is {figure(derivation.quantities['entropy'], digits)} {derivation.unit}; it is largest for equal chances.",
    )


def floors(derivation: Derivation, digits: int) -> Bars:
    """One row a prediction: the floor H(P), then KL on top of it; the cheapest is lit, or the only one among others' rows."""
    rows = _costs(derivation)
    top = max((float(v) for *_, v in rows if not is_infinite(v)), default=1.0) or 1.0
    least = min(rows, key=lambda row: row[3])
    lit = {least[3]} if derivation.n > 1 else set()
    shown = tuple(
        Row(
            name,
            (
                Piece(float(h or 0), "entropy", "H(P)"),
                Piece(top if kl and is_infinite(kl) else float(kl or 0), "divergence", "KL(P‖Q)"),
            ),
            figure(value, digits),
            is_lit=value in lit or name == OWN,
        )
        for name, h, kl, value in rows
    )
    return Bars(
        "What each prediction costs: H(P), then KL",
        axis(derivation.unit, 0, (2 if any(is_infinite(v) for *_, v in rows) else 1) * top * HEADROOM),
        shown,
        () if derivation.n > 1 else (Rule(float(derivation.quantities["entropy"]), "floor"),),
        says=f"{least[0]} costs least, {figure(least[3], digits)} {derivation.unit}.",
    )


def _costs(derivation: Derivation) -> list[tuple[str, Real | None, Real | None, Real]]:
    """Name, H(P), KL(P‖Q) and cost of every example; the only one stands between one who knows P and one who knows nothing."""
    if derivation.n > 1:
        return [(t.name, t.entropy, t.kl_divergence, t.value) for t in derivation.terms]
    found, p, base = derivation.quantities, derivation.examples[0].p, derivation.base.value
    floor, alike = found["entropy"], [real(1) / len(p)] * len(p)
    own = [(OWN, floor, found["kl_divergence"], found["cross_entropy"])] if "cross_entropy" in found else []
    knows_nothing = ("all classes alike", floor, kl_divergence(p, alike, base), cross_entropy(p, alike, base))
    return [("Q = P", floor, real(0), floor), *own, knows_nothing]


def both_ways(derivation: Derivation, digits: int) -> Chart | Bars:
    """KL both ways: curves over q for two classes, a bar p · log(p/q) a class for more."""
    example = derivation.examples[0]
    forward, reverse = derivation.quantities["kl_divergence"], derivation.quantities["reverse_kl_divergence"]
    says = f"KL(P‖Q) is {figure(forward, digits)}, KL(Q‖P) {figure(reverse, digits)} {derivation.unit}."
    if len(example.classes) != PAIR:
        return _gains(derivation, digits, says)
    log, p = logarithm(derivation.base), float(example.p[0])

    def kl(a: float, b: float) -> float:
        return sum(x * (log(x) - log(y)) for x, y in ((a, b), (1 - a, 1 - b)) if x)

    own = [float(x) for x in (forward, reverse) if not is_infinite(x)]
    top = max([kl(0.5, NEAR_END), *own]) * HEADROOM
    inner = [k / SAMPLES for k in range(1, SAMPLES)]
    there = tuple((q, y) if (y := kl(p, q)) <= top else None for q in inner)
    back = tuple((q, y) if (y := kl(q, p)) <= top else None for q in inner)
    q, (low, high) = (
        float(example.q[0]),
        sorted(min(float(x) if not is_infinite(x) else top, top) for x in (forward, reverse)),
    )
    name = "Q: ∞" if is_infinite(forward) or is_infinite(reverse) else "Q"
    marks = (Mark(q, high, name, low=low, high=high), Mark(q, low, ""), Mark(p, 0.0, "P"))
    curves = [Curve(FORWARD, there, "divergence", _first(there))]
    if any(back):  # where P is certain, KL(Q‖P) is infinite for every other Q
        curves.append(Curve(REVERSE, back, "share", _last(back), is_dashed=True))
    return Chart(
        f"KL(P‖Q) {'and KL(Q‖P) ' if any(back) else ''}as Q moves and P stays{'' if any(back) else '; KL(Q‖P) is ∞'}",
        probability_axis(f"q({example.classes[0]})"),
        axis(derivation.unit, 0, top),
        tuple(curves),
        marks,
        says=says,
    )


def _first(points: Sequence[object]) -> int:
    return next((k for k, point in enumerate(points) if point is not None), 0) + 3


def _last(points: Sequence[object]) -> int:
    return len(points) - _first(list(reversed(points))) - 1


def _gains(derivation: Derivation, digits: int, says: str) -> Bars:
    values = [(row.name, row.kl_divergence) for row in derivation.classes]
    finite = [float(v or 0) for _, v in values if v is not None and not is_infinite(v)]
    low, high = min([0.0, *finite]) * HEADROOM, max([0.0, *finite]) * HEADROOM
    beyond = 2 * max(high, -low) or 1.0 if any(v is not None and is_infinite(v) for _, v in values) else high
    rows = tuple(
        Row(
            name,
            (Piece(beyond if v is not None and is_infinite(v) else float(v or 0), "divergence"),),
            figure(v or 0.0, digits),
        )
        for name, v in values
    )
    return Bars("p · log(p / q), class by class", axis(derivation.unit, low, beyond), rows, (Rule(0.0, "0"),), says)


def code(derivation: Derivation, digits: int) -> Areas:
    """A box a word, as wide as its probability and as high as it is long: the area is the mean length."""
    working = next(each for each in derivation.workings if each.key == "code")
    example = derivation.examples[0]
    lengths = _column(working, "length")
    q = example.q or example.p
    boxes = tuple(
        Box(f"{name}: {words}", float(p), length, -math.log2(float(q_k)) if q_k else None)
        for name, words, p, length, q_k in zip(
            example.classes, _texts(working, "word"), example.p, lengths, q, strict=True
        )
    )
    top = max([*lengths, *(box.line or 0 for box in boxes)], default=1.0) or 1.0
    mean = next(figure(each.value, digits) for each in working.outcomes if each.value is not None)
    panel = Panel("p wide, its letters high", boxes, f"{mean} bits a word")
    return Areas(
        "A code as areas: the mean length is the area",
        probability_axis("p"),
        axis("bits", 0, top * HEADROOM),
        (panel,),
        says=f"The words are {mean} bits long on average; dashed lines are −log₂ q.",
    )


def _column(working: Working, key: str) -> list[float]:
    at = next(k for k, field in enumerate(working.fields) if field.key == key)
    return [float(row[at]) if row[at] is not None else 0.0 for row in working.rows]  # type: ignore[arg-type]


def _texts(working: Working, key: str) -> list[str]:
    at = next(k for k, field in enumerate(working.fields) if field.key == key)
    return [str(row[at] or "") for row in working.rows]


def class_pairs(derivation: Derivation, digits: int) -> Bars:
    """P and Q side by side, class by class."""
    example: Example = derivation.examples[0]
    rows = [
        Row(f"{name if symbol == 'P' else ''} {symbol}".strip(), (Piece(float(value), role),), figure(value, digits))
        for k, name in enumerate(example.classes)
        for symbol, value, role in _sides(example, k)
    ]
    return Bars(
        "P and Q, class by class" if example.q else "P, class by class",
        probability_axis("probability"),
        tuple(rows),
        says=f"{len(example.classes)} classes.",
    )


def _sides(example: Example, k: int) -> list[tuple[str, Real, str]]:
    return [("P", example.p[k], "entropy"), *([("Q", example.q[k], "share")] if example.q else [])]
