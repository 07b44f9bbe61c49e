"""Paired differences of two models' losses, kept in exact sums, and what is uncertain about their mean.

References: [S] Student, The probable error of a mean, Biometrika 6, 1908. [E] Efron, Bootstrap methods, Annals of Statistics 7,
1979 (percentile interval). The bootstrap resamples rows; of more than 500 rows it resamples 500 random groups of them, which
has the same expectation and keeps memory constant.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

from xentropy_cli.scoring.exact_sum import SCALE, quotient, total_of, total_of_squares

GROUPS = 500
RESAMPLES = 1000
LEVEL = 0.95


@dataclass
class Differences:
    """Sums over pairs (a, b) of losses: b − a, both finite; and how many rows b won, lost and tied."""

    n: int = 0
    total: int = 0
    squares: int = 0
    total_a: int = 0
    total_b: int = 0
    won: int = 0
    lost: int = 0
    tied: int = 0
    infinite_a: int = 0
    infinite_b: int = 0

    def add(self, pairs: list[tuple[float, float]]) -> None:
        """Add pairs of losses."""
        finite = [(a, b) for a, b in pairs if a < math.inf and b < math.inf]
        gaps = [b - a for a, b in finite]
        self.n += len(finite)
        self.total += total_of(b for _, b in finite) - total_of(a for a, _ in finite)
        self.squares += total_of_squares(gaps)
        self.total_a += total_of(a for a, _ in pairs if a < math.inf)
        self.total_b += total_of(b for _, b in pairs if b < math.inf)
        self.infinite_a += sum(a == math.inf for a, _ in pairs)
        self.infinite_b += sum(b == math.inf for _, b in pairs)
        self.won += sum(b < a for a, b in pairs)
        self.lost += sum(b > a for a, b in pairs)
        self.tied += sum(b == a for a, b in pairs)

    @property
    def rows(self) -> int:
        """All rows, those with an infinite loss too."""
        return self.won + self.lost + self.tied

    @property
    def mean(self) -> float:
        """The mean of b − a; infinite where one model's mean is."""
        if self.infinite_a or self.infinite_b:
            return math.inf if self.infinite_b else -math.inf
        return quotient(self.total, self.n)

    @property
    def standard_error(self) -> float | None:
        """The standard error of the mean difference, from n − 1."""
        if self.n < 2 or self.infinite_a or self.infinite_b:  # noqa: PLR2004  one row has no spread
            return None
        n = self.n
        spread = n * self.squares - self.total * self.total
        return math.sqrt(max(0.0, quotient(spread, n * n * (n - 1), 2 * SCALE)))

    def mean_a(self) -> float:
        """The first model's mean loss."""
        return math.inf if self.infinite_a else quotient(self.total_a, self.rows)

    def mean_b(self) -> float:
        """The second model's mean loss."""
        return math.inf if self.infinite_b else quotient(self.total_b, self.rows)


@dataclass
class Resampler:
    """Sums of differences by random group, for the bootstrap."""

    seed: int = 0
    rows: list[float] = field(default_factory=list)
    sums: list[list[float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Seed the generator."""
        self.draw = random.Random(self.seed)  # noqa: S311  a simulation, seeded so that it repeats

    def add(self, gap: float) -> None:
        """Add one difference."""
        if len(self.rows) < GROUPS and not self.sums:
            self.rows.append(gap)
            return
        if not self.sums:
            self.sums = [[x, 1] for x in self.rows]
        part = self.sums[self.draw.randrange(GROUPS)]
        part[0] += gap
        part[1] += 1

    def interval(self) -> tuple[float, float] | None:
        """The middle 95 % of the means of resampled rows."""
        parts = self.sums or [[x, 1] for x in self.rows]
        if len(parts) < 2:  # noqa: PLR2004  one row has no spread
            return None
        means = []
        for _ in range(RESAMPLES):
            drawn = self.draw.choices(parts, k=len(parts))
            means.append(math.fsum(part[0] for part in drawn) / sum(part[1] for part in drawn))
        means.sort()
        tail = round(RESAMPLES * (1 - LEVEL) / 2)
        return means[tail], means[-tail - 1]


def t_interval(differences: Differences) -> tuple[float, float] | None:
    """The 95 % interval of the mean difference by Student's t ([S])."""
    error = differences.standard_error
    if error is None:
        return None
    half = t_quantile(differences.n - 1) * error
    return differences.mean - half, differences.mean + half


def t_quantile(freedom: int, level: float = LEVEL) -> float:
    """The value that |t| exceeds with probability 1 − level, by bisection.

    >>> round(t_quantile(1), 4), round(t_quantile(10), 4), round(t_quantile(10**9), 4)
    (12.7062, 2.2281, 1.96)
    """
    low, high = 0.0, 1e3
    for _ in range(200):
        middle = (low + high) / 2
        if two_tails(middle, freedom) > 1 - level:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def two_tails(t: float, freedom: int) -> float:
    """P(|T| > t) of Student's t: the regularised incomplete beta function I_x(ν/2, ½) at x = ν / (ν + t²)."""
    if freedom > 1e7:  # noqa: PLR2004  no longer to be told from the normal distribution in double precision
        return math.erfc(t / math.sqrt(2))
    a, b, x = freedom / 2, 0.5, freedom / (freedom + t * t)
    front = (
        math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
        if 0 < x < 1
        else 0
    )
    if x < (a + 1) / (a + b + 2):
        return front * fraction(a, b, x) / a
    return 1 - front * fraction(b, a, 1 - x) / b


def fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function (Lentz's method; DLMF 8.17.22)."""
    tiny, c = 1e-300, 1.0
    d = 1 / (1 - (a + b) * x / (a + 1) or tiny)
    result = d
    for m in range(1, 10_000):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + step * d or tiny)
            c = 1 + step / c or tiny
            result *= c * d
        if abs(c * d - 1) < 1e-15:  # noqa: PLR2004  double precision
            break
    return result
