"""Paired differences of two models' losses, kept in exact sums, and what is uncertain about their mean.

References: [S] Student, The probable error of a mean, Biometrika 6, 1908. [L] Lumley, Complex Surveys, 2010: the degrees
of freedom of weighted rows are those of the rows whose weight is not 0 (`degf` of his R package survey).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from xentropy_cli.arrays.exact_sum import error_of_ratio, exact_quotient

LEVEL = 0.95


@dataclass
class Differences:
    """Sums over rows (a, b, w): two losses and a weight, 1 where there is none. Sums of doubles are times 2¹⁰⁷⁴.

    `mass` is Σw, `total_a` and `total_b` are Σwa and Σwb of the finite losses. Of the rows where both are finite `finite_mass`
    is Σw, `gaps` is Σw(b − a), `squares` its sum of squares, `cross` is Σw·w(b − a), `weight_squares` is Σw², and `n` counts
    those that weigh something. `won`, `lost`, `tied` and the infinite losses are counted in rows, whatever they weigh.
    """

    n: int = 0
    mass: int = 0
    total_a: int = 0
    total_b: int = 0
    finite_mass: int = 0
    gaps: int = 0
    squares: int = 0
    cross: int = 0
    weight_squares: int = 0
    won: int = 0
    lost: int = 0
    tied: int = 0
    infinite_a: int = 0
    infinite_b: int = 0

    def merge(self, other: Differences) -> None:
        """Add the sums of other rows."""
        sums = vars(self)
        for name, amount in vars(other).items():
            sums[name] += amount

    @property
    def rows(self) -> int:
        """All rows, those with an infinite loss too."""
        return self.won + self.lost + self.tied

    @property
    def is_defined(self) -> bool:
        """Whether the difference of the means is a number or an infinity: something weighs, and not both are infinite."""
        return self.mass > 0 and not (self.infinite_a and self.infinite_b)

    @property
    def mean_a(self) -> float:
        """The first model's mean loss: the bits of `score`."""
        return math.inf if self.infinite_a else exact_quotient(self.total_a, self.mass, 0)

    @property
    def mean_b(self) -> float:
        """The second model's mean loss."""
        return math.inf if self.infinite_b else exact_quotient(self.total_b, self.mass, 0)

    @property
    def mean(self) -> float:
        """The mean of b − a, from the exact sums of both; infinite where one model's mean is."""
        if self.infinite_a or self.infinite_b:
            return math.inf if self.infinite_b else -math.inf
        return exact_quotient(self.total_b - self.total_a, self.mass, 0)

    @property
    def mean_of_others(self) -> float | None:
        """The mean of b − a without the rows that are infinite, where there are both kinds."""
        if not self.finite_mass or not (self.infinite_a or self.infinite_b):
            return None
        return exact_quotient(self.gaps, self.finite_mass, 0)

    @property
    def standard_error(self) -> float | None:
        """The standard error of the mean difference, as that of a ratio, from the n rows that weigh something."""
        if self.n < 2 or self.infinite_a or self.infinite_b:  # noqa: PLR2004  one row has no spread
            return None
        return error_of_ratio(self.n, self.mass, self.weight_squares, self.gaps, self.squares, self.cross)


def t_interval(differences: Differences | None) -> tuple[float, float] | None:
    """The 95 % interval of the mean difference by Student's t ([S]); with weights from n − 1 as in [L], n as above."""
    if differences is None or (error := differences.standard_error) is None:
        return None
    half = t_quantile(differences.n - 1) * error
    return differences.mean - half, differences.mean + half


def t_quantile(freedom: int, level: float = LEVEL) -> float:
    """The value that |t| exceeds with probability 1 − level, by bisection.

    >>> round(t_quantile(1), 4), round(t_quantile(10), 4), round(t_quantile(10**9), 4)
    (12.7062, 2.2281, 1.96)
    """
    low, high = 0.0, 1e3
    while low < (middle := (low + high) / 2) < high:
        if two_tails(middle, freedom) > 1 - level:
            low = middle
        else:
            high = middle
    return middle


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
