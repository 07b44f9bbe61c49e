"""The interval of the bootstrap is that of its definition, number by number: random.choices, and means in whole numbers."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from xentropy_cli.comparing.bootstrap import GROUPS, RESAMPLES, TAIL, groups_of, resampled

ODD = (0.0, 5e-324, -1e-300, 1e300, -1e300, 0.1, -0.3, 1e-17)


def whole(x: float) -> int:
    """Every double is a whole multiple of 2^-1074."""
    return int(Fraction(x) * 2**1074)


def by_definition(seed: int, gaps: list[float], weights: list[float]) -> tuple[float, float] | None:
    parts = [(whole(gap), whole(weight)) for gap, weight in zip(gaps, weights, strict=True)]
    if len(parts) > GROUPS:
        sums = [[0, 0] for _ in range(GROUPS)]
        for group, part in zip(groups_of(seed, 0, len(parts)).tolist(), parts, strict=True):
            sums[group] = [a + b for a, b in zip(sums[group], part, strict=True)]
        parts = [(gap, weight) for gap, weight in sums]
    parts = [part for part in parts if part[1]]
    if len(parts) < 2:
        return None
    draw, means = random.Random(seed), []
    for _ in range(RESAMPLES):
        gap, weight = map(sum, zip(*draw.choices(parts, k=len(parts)), strict=True))
        means.append(float(Fraction(gap, weight)))
    means.sort()
    return means[TAIL], means[-TAIL - 1]


@pytest.mark.parametrize("count", [1, 2, 3, 17, 700])
@pytest.mark.parametrize("kind", ["plain", "weighted", "odd"])
def test_the_interval_is_that_of_its_definition(kind: str, count: int) -> None:
    draw = random.Random(f"{kind} {count}")
    gaps = [draw.choice(ODD) if kind == "odd" else draw.gauss(0, 1) for _ in range(count)]
    weights = [draw.choice((0.0, 1.0, 0.3, 2.0**-40)) if kind == "weighted" else 1.0 for _ in range(count)]
    seed = draw.randrange(9)
    found = resampled(seed, 0, np.array(gaps), np.array(weights) if kind == "weighted" else None).interval()
    assert found == by_definition(seed, gaps, weights)
