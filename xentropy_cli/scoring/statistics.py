"""The numbers made from exact sums: mean, standard error, baselines, skill, breakdown, calibration.

References: [M] Murphy, A new vector partition of the probability score, Journal of Applied Meteorology 12, 1973. [B] Bröcker,
Reliability, sufficiency, and the decomposition of proper scores, Quarterly Journal of the RMS 135, 2009: the mean of any
proper score is uncertainty − resolution + reliability. [C] Cochran, Sampling Techniques, 1977, 2.11: standard error of a
ratio, which a weighted mean is.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.elementary import log_in_base, surprisal
from xentropy_cli.scoring.exact_sum import SCALE, quotient
from xentropy_cli.scoring.sums import average

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentropy_cli.scoring.summary import ScoreSummary
    from xentropy_cli.scoring.sums import Sums


class Breakdown(NamedTuple):
    """mean = label entropy − resolution + miscalibration ([B])."""

    label_entropy: float
    resolution: float
    miscalibration: float


class Bin(NamedTuple):
    """Predictions between two bounds: how many rows, their mean, and how often what they predict happened."""

    low: float
    high: float
    rows: float
    predicted: float
    observed: float


class ClassRow(NamedTuple):
    """What is said about one class: rows, share, mean loss, accuracy, infinite rows."""

    name: str
    rows: float
    share: float
    mean: float | None
    accuracy: float | None
    infinite: int


def total(sums: Sums) -> float:
    """The sum of the losses."""
    return math.inf if any(sums.infinite) else quotient(sum(sums.loss), 1)


def mean(sums: Sums, *, weighted: bool) -> float:
    """The mean of the losses."""
    return math.inf if any(sums.infinite) else average(sum(sums.loss), sum(sums.mass), weighted=weighted)


def finite_mean(sums: Sums, *, weighted: bool) -> float | None:
    """The mean of the finite losses, if there is one."""
    mass = sum(sums.mass) - sum(sums.infinite_mass)
    return average(sum(sums.loss), mass, weighted=weighted) if mass else None


def standard_error(sums: Sums, *, weighted: bool) -> float | None:
    """The standard error of the mean of the finite losses, from n − 1; of a weighted mean that of a ratio ([C])."""
    n = sums.n - sum(sums.infinite)
    mass = sum(sums.mass) - sum(sums.infinite_mass)
    if n < 2 or not mass:  # noqa: PLR2004  one row has no spread
        return None
    loss = sum(sums.loss)
    if not weighted:
        return math.sqrt(quotient(n * sums.squares - loss * loss, n * n * (n - 1), 2 * SCALE))
    ratio = Fraction(loss, mass)
    spread = sums.squares - 2 * ratio * (sums.cross << SCALE) + ratio * ratio * sums.weight_squares
    return math.sqrt(max(0.0, float(Fraction(n, n - 1) * spread / (mass * mass))))


def entropy_of(masses: Iterable[int], base: str) -> float:
    """The entropy of the proportions of some masses."""
    kept = [mass for mass in masses if mass]
    whole_mass = sum(kept)
    shares = [quotient(mass, whole_mass, 0) for mass in kept]
    return math.fsum(share * surprisal(share, base) for share in shares)


def uniform(classes: int, base: str) -> float:
    """Log K: the loss of one who knows nothing.

    >>> uniform(8, "2")
    3.0
    """
    return log_in_base(classes, base)


def exponential(value: float, base: str) -> float:
    """base^value."""
    try:
        return math.exp(value) if base == "e" else float(base) ** value
    except OverflowError:
        return math.inf


def skill(value: float, baseline: float) -> float | None:
    """1 − mean / baseline: the share of the baseline's loss that was saved, as in d2_log_loss_score."""
    return 1.0 - value / baseline if baseline else None


def accuracy(sums: Sums) -> float:
    """The mass of rows whose most probable class happened, over all."""
    return quotient(sum(sums.correct), sum(sums.mass), 0)


def brier(sums: Sums, *, weighted: bool) -> float:
    """The mean squared difference between prediction and truth; summed over the classes where there are several."""
    return average(sums.brier, sum(sums.mass), weighted=weighted)


def breakdown(summary: ScoreSummary) -> Breakdown:
    """Break the mean into label entropy − resolution + miscalibration.

    Rows are put in bins by their prediction. With o(b) the frequencies of the labels in bin b and ō over all rows: label
    entropy is H(ō), resolution the mean KL(o(b)‖ō), miscalibration the mean KL from o(b) to the predictions in b. The last is
    taken as what remains of the mean, so the three add up to it whatever was rounded.
    """
    sums, base = summary.sums, summary.method.base
    labels = entropy_of(sums.mass, base)
    parts: dict[int, list[int]] = {}
    for (cell, _), mass in sums.cells.items():
        parts.setdefault(cell, []).append(mass)
    whole_mass = sum(sums.mass)
    within = math.fsum(quotient(sum(part), whole_mass, 0) * entropy_of(part, base) for part in parts.values())
    resolution = max(0.0, labels - within)
    value = summary.mean
    rest = math.inf if math.isinf(value) else math.fsum((value, -labels, resolution))
    return Breakdown(labels, resolution, rest)


def reliability(summary: ScoreSummary) -> list[Bin]:
    """Predictions in bins of equal width beside what happened; over several classes, of the most probable one."""
    bins, binary, sums = summary.method.bins, summary.method.kind == "binary", summary.sums
    mass, hits, confidence = [0] * bins, [0] * bins, [0] * bins
    for (cell, label), amount in sums.cells.items():
        mass[cell % bins] += amount
        hits[cell % bins] += amount if (label == 1 if binary else label == cell // bins) else 0
    for cell, amount in sums.confidence.items():
        confidence[cell % bins] += amount
    return [
        Bin(
            k / bins,
            (k + 1) / bins,
            mass_of(mass[k], summary),
            average(confidence[k], mass[k], weighted=summary.weighted),
            quotient(hits[k], mass[k], 0),
        )
        for k in range(bins)
        if mass[k]
    ]


def mass_of(mass: int, summary: ScoreSummary) -> float:
    """A mass as a number of rows, or of weights."""
    return quotient(mass, 1, SCALE if summary.weighted else 0)


def class_rows(summary: ScoreSummary) -> list[ClassRow]:
    """What is said about each class."""
    sums = summary.sums
    return [
        ClassRow(
            name,
            mass_of(sums.mass[k], summary),
            quotient(sums.mass[k], sum(sums.mass), 0),
            class_mean(sums, k, summary),
            quotient(sums.correct[k], sums.mass[k], 0) if sums.mass[k] else None,
            sums.infinite[k],
        )
        for k, name in enumerate(summary.classes)
    ]


def class_mean(sums: Sums, k: int, summary: ScoreSummary) -> float | None:
    """The mean loss of the rows of a class."""
    if not sums.mass[k]:
        return None
    return math.inf if sums.infinite[k] else average(sums.loss[k], sums.mass[k], weighted=summary.weighted)


def confusion(summary: ScoreSummary) -> dict[tuple[int, int], int]:
    """The mass of rows by the class predicted and the class that happened."""
    if summary.method.kind != "classes":
        return {}
    found: dict[tuple[int, int], int] = {}
    for (cell, label), mass in summary.sums.cells.items():
        key = (cell // summary.method.bins, label)
        found[key] = found.get(key, 0) + mass
    return found


def rank_sum(pairs: Sequence[tuple[int, int]]) -> float | None:
    """How often a row of class 1 lies in a higher bin than a row of class 0, ties counting half: AUC, by bins."""
    zeros, ones = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    if not zeros or not ones:
        return None
    below, won = 0, 0
    for a, b in pairs:
        won += b * (2 * below + a)
        below += a
    return quotient(won, 2 * zeros * ones, 0)
