"""A derivation → the chart that fits its reading.

Curves are drawn from doubles; every mark is a number of the derivation, where the table shows it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.quantities import in_base
from xentropy_cli.figures import percent, shortest
from xentropy_cli.pages.blocks import Bar, Cell, Column, Figure, Math, Table, Words
from xentropy_cli.pages.lesson_blocks import Axis, Chart, Curve, Mark, Tick

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentropy_cli.derivation.extras.records import Working
    from xentropy_cli.derivation.model import Derivation, Example

SAMPLES = 160
LEAST_SHOWN = 0.01
"""The probability at which the axis of a surprisal ends, unless a number of the reader's lies beyond."""

HEADROOM = 1.04
TICKS = 5
SURPRISAL = Formula("−log q", r"-\log q")
OTHER_SURPRISAL = Formula("−log(1 − q)", r"-\log (1 - q)")
CROSS_ENTROPY = Formula("H(P, Q)", "H(P, Q)")
ENTROPY = Formula("H(P)", "H(P)")
DIVERGENCE = Formula("KL(P‖Q)", r"\mathrm{KL}(P \,\|\, Q)")
PAIR = 2


def chart_of(derivation: Derivation) -> Chart | Table:
    """Choose: the loss over steps, the surprisal curves, H(P, Q) as Q moves, or bars."""
    descent = next((working for working in derivation.workings if working.key == "descent"), None)
    if descent is not None:
        return _loss_over_steps(derivation, descent)
    if derivation.reading != "distribution":
        return _surprisal_curves(derivation)
    if len(derivation.examples) == 1:
        example = derivation.examples[0]
        return _over_two_classes(derivation, example) if len(example.classes) == PAIR else _class_bars(example)
    return _example_bars(derivation)


def _surprisal_curves(derivation: Derivation) -> Chart:
    """−log q, and for binary predictions −log(1 − q) beside it, with a mark at each prediction."""
    log = _logarithm(derivation)
    is_binary = derivation.reading == "binary" and all(e.label is not None for e in derivation.examples)
    found = [(float(e.q[1] if is_binary else e.q[e.happened]), e) for e in derivation.examples if e.label is not None]
    own = [-log(float(e.q[e.happened])) for _, e in found]
    top = max([-log(LEAST_SHOWN), *(y for y in own if math.isfinite(y))]) * HEADROOM
    marks = tuple(Mark(x, min(y, top), _mark_name(e, y)) for (x, e), y in zip(found, own, strict=True))
    least = math.exp(-top / -log(math.exp(-1)))
    up = [least + (1 - least) * (k / SAMPLES) ** 2 for k in range(SAMPLES + 1)]
    curves = [Curve(in_base(SURPRISAL, derivation.base), tuple((q, -log(q)) for q in up), "share", SAMPLES // 5)]
    if is_binary:
        down = tuple((1 - q, -log(q)) for q in up)
        curves.append(Curve(in_base(OTHER_SURPRISAL, derivation.base), down, "divergence", SAMPLES // 5))
    title = "Cost of a prediction q of class 1: −log q if it happens, −log(1 − q) if not"
    if not is_binary:
        title = "Surprisal of what happened, by its probability q"
    return Chart(
        in_base(Formula(title, ""), derivation.base).text,
        _probability_axis("q"),
        _axis(derivation.unit, 0, top),
        tuple(curves),
        marks,
    )


def _mark_name(example: Example, y: float) -> str:
    return example.name if math.isfinite(y) else f"{example.name} (∞)"


def _loss_over_steps(derivation: Derivation, descent: Working) -> Chart:
    """H(P, Q) falls towards H(P), which stays."""
    names = [field.key for field in descent.fields]
    column = {
        name: [float(row[k]) for row in descent.rows if not isinstance(row[k], str | None)]  # type: ignore[arg-type]
        for k, name in enumerate(names)
    }
    steps, loss, floor = column["step"], column["cross_entropy"], column["entropy"]
    curves = (
        Curve(CROSS_ENTROPY, tuple(zip(steps, loss, strict=True)), "share", len(steps) // 4),
        Curve(ENTROPY, tuple(zip(steps, floor, strict=True)), "entropy", len(steps) * 3 // 4),
    )
    marks = tuple(Mark(x, y, "") for x, y in zip(steps, loss, strict=True)) if len(steps) <= MOST_MARKED else ()
    top = max(loss) * HEADROOM or 1.0
    return Chart("The loss over the steps", _axis("step", 0, steps[-1]), _axis(derivation.unit, 0, top), curves, marks)


MOST_MARKED = 30


def _over_two_classes(derivation: Derivation, example: Example) -> Chart:
    """H(P, Q) as Q moves with P held, over its floor H(P); or the entropy of every distribution over two classes."""
    log, p = _logarithm(derivation), float(example.p[0])

    def cost(q: float) -> float:
        return sum(weight * -log(x) for weight, x in ((p, q), (1 - p, 1 - q)) if weight)

    def entropy(q: float) -> float:
        return sum(x * -log(x) for x in (q, 1 - q) if x)

    inner = [k / SAMPLES for k in range(1, SAMPLES)]
    name = example.classes[0]
    if not example.q:
        points = tuple((q, entropy(q)) for q in (0.0, *inner, 1.0))
        mark = Mark(p, float(derivation.value), f"p({name})")
        return Chart(
            "Entropy of two classes, by the probability of the first",
            _probability_axis(f"p({name})"),
            _axis(derivation.unit, 0, -log(1 / PAIR) * HEADROOM),
            (Curve(ENTROPY, points, "entropy", SAMPLES // 6),),
            (mark,),
        )
    value, floor = float(derivation.value), float(derivation.quantities["entropy"])
    top = (
        max(cost(0.5), cost(LEAST_SHOWN * 5), cost(1 - LEAST_SHOWN * 5), value if math.isfinite(value) else 0)
        * HEADROOM
    )
    points = tuple((q, cost(q)) for q in inner if cost(q) <= top)
    curves = (
        Curve(CROSS_ENTROPY, points, "share", len(points) // 6),
        Curve(ENTROPY, ((0.0, floor), (1.0, floor)), "entropy", 1),
    )
    mark = Mark(float(example.q[0]), min(value, top), "Q" if math.isfinite(value) else "Q (∞)")
    return Chart(
        "Cross-entropy as Q moves and P stays",
        _probability_axis(f"q({name})"),
        _axis(derivation.unit, 0, top),
        curves,
        (mark, Mark(p, floor, "P")),
    )


def _class_bars(example: Example) -> Table:
    """P and Q beside each other, class by class."""
    rows = []
    for k, name in enumerate(example.classes):
        for symbol, values, role in (("P", example.p, "entropy"), ("Q", example.q, "share")):
            if values:
                share = float(values[k])
                rows.append(
                    (
                        Words(name if symbol == "P" else ""),
                        Math(Formula(symbol, symbol)),
                        Figure(percent(share)),
                        Bar(0, share, role),
                    )
                )
    columns = (
        Column(Words("class"), "left"),
        Column(Words(""), "left"),
        Column(Words("probability")),
        Column(Words(""), "left"),
    )
    return Table(columns, tuple(rows))


def _example_bars(derivation: Derivation) -> Table:
    """H(P) and KL(P‖Q) of every example, end to end, beside the longest."""
    values = [(t.name, t.entropy, t.kl_divergence) for t in derivation.terms]
    parts = [(name, float(h or 0), float(kl or 0)) for name, h, kl in values]
    longest = max((h + kl for _, h, kl in parts if math.isfinite(kl)), default=0) or 1.0
    rows: list[tuple[Cell, ...]] = []
    columns = [Column(Words("example"), "left"), Column(Math(ENTROPY), "left")]
    has_prediction = derivation.given_prediction
    for name, h, kl in parts:
        bars = [Bar(0, min(h / longest, 1), "entropy")]
        if has_prediction:
            bars.append(Bar(0, min(kl / longest, 1), "divergence"))
        rows.append((Words(name), *bars))
    return Table((*columns, *([Column(Math(DIVERGENCE), "left")] if has_prediction else [])), tuple(rows))


def _logarithm(derivation: Derivation) -> Callable[[float], float]:
    """log of a double in the base of the derivation; -inf at 0."""
    scale = 1.0 if derivation.base.value is None else math.log(float(derivation.base.value))
    return lambda x: math.log(x) / scale if x else -math.inf


def _probability_axis(name: str) -> Axis:
    return Axis(Formula(name, name), 0.0, 1.0, tuple(Tick(k / TICKS, shortest(k / TICKS)) for k in range(TICKS + 1)))


def _axis(name: str, low: float, high: float) -> Axis:
    """An axis with ticks at 1, 2 or 5 times a power of ten."""
    rough = (high - low) / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(k * power for k in (1, 2, 5, 10) if k * power >= rough)
    count = math.floor(high / step + 1e-9)
    ticks: Sequence[float] = [round(k * step, 12) for k in range(count + 1)]
    return Axis(Formula(name, rf"\text{{{name}}}"), low, high, tuple(Tick(at, shortest(at)) for at in ticks))
