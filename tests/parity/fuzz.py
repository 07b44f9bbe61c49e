"""Inputs made from one seed for every convention: zeros, ones, rows that miss 1, tiny numbers, weights, names, one column."""

from __future__ import annotations

import random

SEED = 271828
COUNT = 72
EDGES = (
    "0",
    "1",
    "0.999999999999999",
    "0.9999999",
    "0.99999997",
    "1e-7",
    "1e-15",
    "1e-16",
    "1e-20",
    "1e-45",
    "1e-300",
    "0.5",
)
LOGITS = ("0", "15.53263515", "-15.53263515", "36.7", "-36.7", "88.8", "-104", "745", "-1e-9", "1e9", "0.5")
NAMES = ("spam,eggs,ham", "b,c,a", "no,yes,maybe")
TWO_NAMES = ("spam,ham", "yes,no", "a,b")


def cases() -> dict[str, str]:
    """The inputs by name, the same at every run."""
    source = random.Random(SEED)
    return {f"fuzz {at:02}: {KINDS[at % len(KINDS)].__name__}": _case(source, at) for at in range(COUNT)}


def _case(source: random.Random, at: int) -> str:
    return KINDS[at % len(KINDS)](source)


def _share(source: random.Random) -> str:
    return source.choice(EDGES) if source.random() < 0.4 else f"{source.random():.{source.randint(1, 7)}f}"


def _logit(source: random.Random) -> str:
    return source.choice(LOGITS) if source.random() < 0.4 else f"{source.uniform(-9, 9):.{source.randint(1, 6)}f}"


def _row(source: random.Random, k: int) -> str:
    """A row that adds up to 1: of exact decimals, a certain one, or one with a tiny entry."""
    if source.random() < 0.3:
        certain = source.randrange(k)
        return ",".join("1" if each == certain else "0" for each in range(k))
    cuts = sorted(source.randint(0, 10**5) for _ in range(k - 1))
    return ",".join(f"{(b - a) / 1e5:.5f}" for a, b in zip([0, *cuts], [*cuts, 10**5], strict=True))


def _weights(source: random.Random, n: int) -> str:
    chance = source.random()
    if chance < 0.5:
        return ""
    if chance < 0.58:
        return " --weight " + ",".join("0" * n)
    return " --weight " + ",".join(source.choice(("0", "1", "2.5", "0.1", "1e-3", "7")) for _ in range(n))


def _sum(source: random.Random) -> str:
    return " --reduction sum" if source.random() < 0.2 else ""


def _labels(source: random.Random, n: int, names: list[str]) -> str:
    """Labels, of which some classes may be missing."""
    used = names[: source.randint(1, len(names))]
    return " --label " + ",".join(source.choice(used) for _ in range(n))


def binary(source: random.Random) -> str:
    n = source.randint(1, 4)
    shares = ",".join(_share(source) for _ in range(n))
    return f"--pred {shares}{_labels(source, n, ['0', '1'])} --as binary{_weights(source, n)}{_sum(source)}"


def events(source: random.Random) -> str:
    n = source.randint(1, 4)
    return f"--pred {','.join(_share(source) for _ in range(n))} --as events{_weights(source, n)}"


def binary_logits(source: random.Random) -> str:
    n = source.randint(1, 4)
    logits = ",".join(_logit(source) for _ in range(n))
    more = source.choice(("", "", " --pos-weight 3", " --label-smoothing 0.1"))
    return f"--logits={logits}{_labels(source, n, ['0', '1'])} --as binary{more}{_sum(source)}"


def soft_binary(source: random.Random) -> str:
    n = source.randint(1, 3)
    shares, truths = (",".join(_share(source) for _ in range(n)) for _ in range(2))
    return f"--pred {shares} --true {truths} --as binary"


def classes(source: random.Random) -> str:
    n, k = source.randint(1, 4), source.randint(2, 4)
    rows = " ".join(f"--pred {_row(source, k)}" for _ in range(n))
    more = source.choice(("", "", "", " --label-smoothing 0.2"))
    labels = _labels(source, n, [str(each) for each in range(k)])
    return f"{rows}{labels} --as categorical{_weights(source, n) or more}{_sum(source)}"


def rows_that_miss_one(source: random.Random) -> str:
    n, k = source.randint(1, 3), source.randint(2, 4)
    rows = " ".join("--pred " + ",".join(_share(source) for _ in range(k - 1)) + ",0.3" for _ in range(n))
    return f"{rows}{_labels(source, n, [str(each) for each in range(k)])} --as categorical --as-is{_weights(source, n)}"


def named(source: random.Random) -> str:
    n, k = source.randint(2, 4), source.randint(2, 3)
    names = source.choice(NAMES if k == 3 else TWO_NAMES)
    rows = " ".join(f"--pred {_row(source, k)}" for _ in range(n))
    return f"{rows} --names {names}{_labels(source, n, names.split(','))} --as categorical{_weights(source, n)}"


def logits(source: random.Random) -> str:
    n, k = source.randint(1, 4), source.randint(2, 4)
    rows = " ".join(f"--logits={','.join(_logit(source) for _ in range(k))}" for _ in range(n))
    labels = _labels(source, n, [str(each) for each in range(k)])
    weights = f" --class-weight {','.join(source.choice(('0', '1', '2', '0.5')) for _ in range(k - 1))},1"
    more = source.choice(("", "", weights, " --label-smoothing 0.1", " --ignore-label 0"))
    if "ignore" in more and set(labels.split()[1].split(",")) == {"0"}:
        more = ""
    return f"{rows}{labels} --as categorical{more}{_sum(source)}"


def distributions(source: random.Random) -> str:
    n, k = source.randint(1, 3), source.randint(2, 4)
    pairs = [(_row(source, k), _row(source, k)) for _ in range(n)]
    if source.random() < 0.3:
        pairs = [(truth, truth) for truth, _ in pairs]
    return " ".join(f"--true {p} --pred {q}" for p, q in pairs)


KINDS = (binary, classes, binary_logits, logits, named, rows_that_miss_one, distributions, events, soft_binary)
