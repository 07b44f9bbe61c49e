"""Every number of a result against mpmath (oracle.py), as doubles, bit for bit; and how many were compared.

The inputs are drawn by a seeded generator that loves the corners: probabilities near 0 and 1, huge and equal logits.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import oracle
import pytest
from oracle import Example, Settings
from running import tries

from xentropy_cli.api.numbers import derive
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.pages.derivation_record import derivation_record as record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BASES = ("e", "2", "10", "3", "1.5", "16", "7/3", "1000")
SETS, ROUNDS = 13, tries(5)
compared: Counter[str] = Counter()


def a_probability(draw: random.Random) -> str:
    """Middling, tiny (down to what no double holds), close to 1, a percentage, a fraction, 0 or 1."""
    digits = draw.randint(1, 18)
    return draw.choice(
        (
            f"0.{draw.randrange(1, 10**digits):0{digits}}",
            f"{draw.uniform(1, 9.9):.{draw.randint(0, 16)}f}e-{draw.randint(1, 400)}",
            f"0.{'9' * draw.randint(1, 60)}{draw.randint(1, 9)}",
            f"{draw.randint(1, 9999) / 100}%",
            f"{draw.randint(1, 99)}/{draw.randint(100, 300)}",
            draw.choice(("0.5", "0.25", "1", "0.125", "1/3", "1e-9")),
        )
    )


def a_logit(draw: random.Random) -> str:
    return draw.choice(
        (
            f"{draw.uniform(-9, 9):.{draw.randint(0, 17)}f}",
            f"{draw.uniform(-900, 900):.3f}",
            f"{draw.choice('+-')}{draw.uniform(1, 9):.3f}e{draw.randint(2, 5)}",
            f"{draw.uniform(-1, 1):.5f}e-{draw.randint(1, 30)}",
            draw.choice(("0", "40", "-40", "1000", "-1000", "1e-300", "-745.2", "709.8")),
        )
    )


def a_distribution(draw: random.Random, classes: int) -> tuple[str, ...]:
    """Decimals that add up to 1 exactly, often with zeros, or with one of them next to certain."""
    digits = draw.choice((2, 6, 16, 30))
    whole = 10**digits
    cuts = sorted(
        draw.randrange(whole + 1) if draw.random() < 0.8 else draw.choice((0, 1, whole - 1)) for _ in range(classes - 1)
    )
    parts = [b - a for a, b in zip((0, *cuts), (*cuts, whole), strict=True)]
    return tuple(f"{Decimal(part).scaleb(-digits):f}" for part in parts)


def a_row(draw: random.Random, kind: str, classes: int) -> tuple[str, ...]:
    if kind == "pred":
        return a_distribution(draw, classes)
    logits = tuple(a_logit(draw) for _ in range(classes))
    if kind == "logits":
        return ("-inf", *logits[1:]) if draw.random() < 0.1 else logits
    with oracle.mp.workdps(60):
        z = [oracle.number(text) % 50 for text in logits]
        rest = oracle.mp.log(oracle.mp.fsum(map(oracle.mp.exp, z)))
        places = draw.choice((5, 12, 30))
        exact = [Decimal(oracle.mp.nstr(min(z_k - rest, oracle.mpf(0)), 50)) for z_k in z]
        return tuple(f"{z_k:.{places}f}" for z_k in exact)


def some_settings(draw: random.Random, kind: str, **chosen: Any) -> Settings:
    return Settings(kind=kind, base=draw.choice(BASES), by_count=draw.random() < 0.5, **chosen)


def options_of(settings: Settings, examples: Sequence[Example]) -> dict[str, Any]:
    """The same settings as options of `xent compute`."""
    options: dict[str, Any] = {
        "base": settings.base,
        "label_smoothing": settings.smoothing,
        "pos_weight": settings.pos_weight,
    }
    options["smoothing_kind"] = settings.smoothing_kind
    options["weight_norm"] = "count" if settings.by_count else "weights"
    if settings.class_weight:
        options["class_weight"] = ",".join(settings.class_weight)
    if any(example.weight != "1" for example in examples):
        options["weight"] = ",".join(example.weight for example in examples)
    return options


def weights_of(draw: random.Random, count: int) -> list[str]:
    if draw.random() < 0.5:
        return ["1"] * count
    return [draw.choice(("2", "0.3", "0", "1/7", "17", "1e-3")) for _ in range(count - 1)] + ["3"]


AVERAGES = QUANTITIES.keys() - {"surprisal", "total", "mean", "likelihood"}
"""What a single term, a sum or a weighted mean has none of."""


def applies(name: str, options: dict[str, Any], count: int) -> bool:
    """Whether a quantity follows from the mean: it must average whole examples, several for a typical one."""
    is_weighted, is_soft = (
        "weight" in options or "class_weight" in options,
        bool(options.get("label_smoothing")) or "true" in options,
    )
    is_average = not (
        options.get("pos_weight")
        or (is_weighted and options["weight_norm"] == "count")
        or ("class_weight" in options and is_soft)
    )
    is_typical = name != "typical_probability" or (count > 1 and not is_soft)
    return name not in AVERAGES or (is_average and is_typical)


def compare(options: dict[str, Any], *wanted: dict[str, Any]) -> None:
    found = record(derive(**options))
    found["terms"] = [term["value"] for term in found["terms"]]
    found["gradient"] = [slope["value"] for slope in found.get("gradient", ())]
    for name, want in (pair for each in wanted for pair in each.items()):
        assert (name in found) == applies(name, options, found["n"]), (name, options)
        if name not in found:
            continue
        got = found[name]
        got = [float(x) for x in got] if isinstance(got, list) else float(got)
        assert got == want, (name, options)
        numbers = got if isinstance(got, list) else [got]
        assert not any(x == 0 and math.copysign(1, x) < 0 for x in numbers), (name, options)
        compared[name] += len(numbers)


def weighted(settings: Settings, examples: Sequence[Example]) -> Settings:
    is_weighted = bool(settings.class_weight) or any(example.weight != "1" for example in examples)
    return Settings(**{**vars(settings), "weighted": is_weighted})


def check_events(draw: random.Random) -> None:
    kind = draw.choice(("pred", "pred", "logits", "logprobs"))
    count = draw.randint(1, 6)
    make = {"pred": a_probability, "logits": a_logit, "logprobs": lambda d: f"-{abs(Decimal(a_logit(d))):f}"}[kind]
    texts = [make(draw) for _ in range(count)]
    weights = weights_of(draw, count)
    examples = [Example((text,), label=1, weight=weight) for text, weight in zip(texts, weights, strict=True)]
    settings = weighted(some_settings(draw, kind), examples)
    wanted = [oracle.doubles(oracle.loss, examples, settings)]
    if not settings.weighted:
        wanted.append(oracle.doubles(oracle.likelihood, examples, settings))
    compare({kind: ",".join(texts), "reading": "events", **options_of(settings, examples)}, *wanted)


def check_binary(draw: random.Random) -> None:
    kind = draw.choice(("pred", "logits", "logprobs"))
    count = draw.randint(1, 5)
    make = {"pred": a_probability, "logits": a_logit, "logprobs": lambda d: f"-{abs(Decimal(a_logit(d))):f}"}[kind]
    texts = [make(draw) for _ in range(count)]
    labels = [draw.randint(0, 1) for _ in texts]
    weights = weights_of(draw, count)
    examples = [Example((t,), label=y, weight=w) for t, y, w in zip(texts, labels, weights, strict=True)]
    chosen = {"smoothing": draw.choice((None, "0.1")), "pos_weight": draw.choice((None, "3"))}
    settings = weighted(some_settings(draw, kind, **chosen), examples)
    options = {kind: ",".join(texts), "label": labels, "reading": "binary", **options_of(settings, examples)}
    wanted = [oracle.doubles(oracle.loss, examples, settings)]
    if count == 1:
        wanted[0].pop("terms") if settings.smoothing else None
    if not settings.pos_weight:
        wanted.append(oracle.doubles(oracle.gradient, examples, settings))
        options["gradient"] = True
    compare(options, *wanted)


def check_categorical(draw: random.Random) -> None:
    kind = draw.choice(("pred", "logits", "logprobs"))
    count, classes = draw.randint(2, 4), draw.randint(2, 5)
    weights = weights_of(draw, count)
    examples = [Example(a_row(draw, kind, classes), label=draw.randrange(classes), weight=w) for w in weights]
    chosen = {
        "smoothing": draw.choice((None, "0.1", "1/3")),
        "smoothing_kind": draw.choice(("K", "K-1")),
        "class_weight": draw.choice(((), tuple(str(draw.randint(1, 9)) for _ in range(classes)))),
    }
    settings = weighted(some_settings(draw, kind, **chosen), examples)
    options = {kind: [",".join(example.q) for example in examples], "label": [example.label for example in examples]}
    options |= {"reading": "categorical", **options_of(settings, examples)}
    wanted = [oracle.doubles(oracle.loss, examples, settings)]
    if kind == "logits":
        wanted.append(oracle.doubles(oracle.gradient, examples, settings))
        options["gradient"] = True
    compare(options, *wanted)


def check_pairs(draw: random.Random) -> None:
    kind = draw.choice(("pred", "pred", "logits", "logprobs"))
    count, classes = draw.choice((1, 1, 2, 3)), draw.randint(2, 5)
    weights = weights_of(draw, count)
    examples = [Example(a_row(draw, kind, classes), p=a_distribution(draw, classes), weight=w) for w in weights]
    settings = weighted(some_settings(draw, kind), examples)
    options = {kind: [",".join(e.q) for e in examples], "true": [",".join(e.p) for e in examples]}
    wanted = oracle.doubles(oracle.comparison, examples, settings)
    compare({**options, **options_of(settings, examples)}, wanted)


def check_truth_alone(draw: random.Random) -> None:
    settings = Settings(base=draw.choice(BASES))
    p = a_distribution(draw, draw.randint(1, 8))
    compare({"true": ",".join(p), "base": settings.base}, oracle.doubles(oracle.entropy, p, settings))


def check_logits_alone(draw: random.Random) -> None:
    settings = Settings(kind="logits", base=draw.choice(BASES))
    z = a_row(draw, "logits", draw.randint(2, 6))
    options = {"logits": ",".join(z), "reading": "distribution", "base": settings.base}
    compare(options, oracle.doubles(oracle.entropy, z, settings))


CHECKS = (check_events, check_binary, check_categorical, check_pairs, check_truth_alone, check_logits_alone)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.removeprefix("check_"))
@pytest.mark.parametrize("seed", range(SETS))
def test_every_double_is_the_nearest(check: Callable[[random.Random], None], seed: int) -> None:
    draw = random.Random(f"{check.__name__} {seed}")
    for _ in range(ROUNDS):
        check(draw)


def test_at_least_two_thousand_values_were_compared() -> None:
    if set(compared) and sum(compared.values()) < 2000:
        pytest.skip("only part of the oracle's tests ran")
    assert sum(compared.values()) >= 2000


@pytest.mark.parametrize(
    ("exponent", "double"),
    [("-1074", 5e-324), ("-1075", 0.0), ("1023", 2.0**1023), ("1024", float("inf"))],
)
def test_the_oracle_rounds_once(exponent: str, double: float) -> None:
    """The halfway point below the smallest double goes to even, which is 0; what lies above the largest is infinite."""
    with oracle.mp.workdps(50):
        assert oracle.to_double(oracle.mpf(2) ** int(exponent)) == double
        assert oracle.to_double(oracle.mpf(2) ** -1075 * (1 + oracle.mpf(2) ** -60)) == 5e-324
