"""Random numbers of a reader for a lesson, as somebody types them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.teaching.course import lesson_of, topics
from xentropy_cli.teaching.numbers import PREDICTION, TRUTH, Own

if TYPE_CHECKING:
    import random

    from xentropy_cli.teaching.lesson import Lesson


def probability(rng: random.Random) -> str:
    """A probability as somebody types it."""
    kind = rng.random()
    if kind < 0.08:
        return rng.choice("01")
    if kind < 0.2:
        below = rng.randint(2, 12)
        return f"{rng.randint(1, below - 1)}/{below}"
    digits = rng.randint(1, 4)
    return f"{rng.randint(1, 10**digits - 1) / 10**digits:.{digits}f}"


def distribution(rng: random.Random, k: int) -> str:
    """Probabilities that add up to 1."""
    kind = rng.random()
    if kind < 0.12:
        return ",".join([f"1/{k}"] * k)
    if kind < 0.24:
        one = rng.randrange(k)
        return ",".join("1" if at == one else "0" for at in range(k))
    whole = rng.choice((10, 100, 1000, 7, 12))
    cuts = sorted(rng.randint(0, whole) for _ in range(k - 1))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, whole], strict=True)]
    rng.shuffle(parts)
    return ",".join(f"{part}/{whole}" if whole in (7, 12) else str(part / whole) for part in parts)


def logit(rng: random.Random) -> str:
    """A score; some so large that a double would not bear its exponential."""
    kind = rng.random()
    if kind < 0.1:
        return "0"
    if kind < 0.25:
        return str(rng.randint(-1000, 1000))
    return f"{rng.uniform(-6, 6):.{rng.randint(0, 3)}f}"


def kinds_of(lesson: Lesson) -> list[str]:
    """The options of a lesson's own numbers, without their dashes."""
    words = [word.partition("=")[0] for each in lesson.commands if each.takes_numbers for word in each.words]
    return [name[2:] for name in (*PREDICTION, *TRUTH) if name in words]


def reading_of(lesson: Lesson) -> str:
    """How a lesson's numbers are read."""
    return lesson.reading or ("categorical" if "label" in kinds_of(lesson) else "distribution")


def numbers(rng: random.Random, lesson: Lesson) -> Own:
    """Numbers of a reader for a lesson, in its reading: for every kind of option that its blocks take."""
    prediction = next((name for name in PREDICTION if name[2:] in kinds_of(lesson)), None)
    truth = next((name for name in TRUTH if name[2:] in kinds_of(lesson)), None)
    reading = reading_of(lesson)
    n = rng.randint(1, 6)
    same = rng.random() < 0.15
    options = []
    if reading in ("events", "binary"):
        entry = logit if prediction == "--logits" else probability
        row = [entry(rng)] * n if same else [entry(rng) for _ in range(n)]
        options.append((prediction or "--pred", ",".join(row)))
        if reading == "binary":
            one = rng.choice("01")
            options.append(("--label", ",".join([one] * n if rng.random() < 0.2 else [rng.choice("01") for _ in row])))
    else:
        k = max(n, 2)
        if prediction == "--logits":
            row = [logit(rng)] * k if same else [logit(rng) for _ in range(k)]
            options.append(("--logits", ",".join(row)))
        elif prediction:
            options.append(("--pred", distribution(rng, k)))
        if truth == "--label":
            options.append(("--label", str(rng.randrange(k))))
        elif truth:
            options.append(
                ("--true", options[-1][1] if options and same and prediction == "--pred" else distribution(rng, k))
            )
    if rng.random() < 0.2:
        options.append(("--base", rng.choice(("2", "10", "3"))))
    return Own(tuple(options))


def takes_numbers(lesson: Lesson) -> bool:
    return any(each.takes_numbers for each in lesson.commands)


LIVELY = [topic for topic in topics() if takes_numbers(lesson_of(topic))]
"""The lessons that take numbers of a reader."""
