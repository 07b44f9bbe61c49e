"""Predictions beside what happened, bin by bin, and what that makes of the mean: label entropy − resolution + miscalibration.

References: [M] Murphy, A new vector partition of the probability score, Journal of Applied Meteorology 12, 1973. [B] Bröcker,
Reliability, sufficiency, and the decomposition of proper scores, Quarterly Journal of the RMS 135, 2009: the mean of any
proper score is uncertainty − resolution + reliability. [S] Stephenson, Coelho and Jolliffe, Two extra components in the
Brier score decomposition, Weather and Forecasting 23, 2008.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.arrays.elementary import log_of_base
from xentropy_cli.arrays.exact_sum import SCALE, exact_quotient
from xentropy_cli.arrays.formulas import surprisal_of_complement, surprisals
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.scoring.statistics import entropy_of, is_alike, mass_of
from xentropy_cli.scoring.sums import BAND, average

if TYPE_CHECKING:
    from xentropy_cli.scoring.summary import ScoreSummary

LEAST_EXACT = 1 << SCALE - 1022
"""The smallest exact sum of doubles that has all its digits: 2^−1022."""

ROUNDING = 4 * 2.0**-53
"""How far sums of doubles may be off for each unit of what was added: a loss, its mean and their difference each by a half."""


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


class CalibrationCell(NamedTuple):
    """A bin: its mass, the mass in which what was predicted happened, −log of the mean prediction and of 1 − that."""

    mass: int
    hits: int
    surprisals: tuple[float, float]


def breakdown(summary: ScoreSummary) -> Breakdown:
    """Break a finite mean into label entropy − resolution + miscalibration.

    Label entropy is that of the proportions of the labels. Rows are put in bins by their prediction; miscalibration is the
    mean over rows of KL(o‖q) in their bin, where o is how often what was predicted happened and q the mean prediction: of
    the positive class where there are two, of the most probable one where there are more. Resolution is all the rest, what
    the predictions tell apart inside a bin too (the generalised resolution of [S]), so the three add up to the mean. Where
    no more is left than the roundings of the others may leave, resolution is 0, and what they miss belongs to miscalibration.
    """
    sums, base = summary.sums, summary.method.base
    labels = entropy_of(sums.mass, base)
    whole_mass = sum(sums.mass)
    miscalibration = math.fsum(
        exact_quotient(cell.mass, whole_mass, 0)
        * binary_kl(exact_quotient(cell.hits, cell.mass, 0), *cell.surprisals, base)
        for cell in calibration_cells(summary)
    )
    resolution = math.fsum((labels, miscalibration, -summary.mean))
    unit = 1.0 if base == "e" else 1.0 / log_of_base(base)  # of nats, in which predictions are rounded
    if abs(resolution) > ROUNDING * (labels + miscalibration + summary.mean + unit):
        return Breakdown(labels, resolution, miscalibration)
    if is_alike(summary.mean, labels):
        return Breakdown(labels, 0.0, 0.0)
    missed = math.fsum((summary.mean, -labels))
    return Breakdown(labels, 0.0, missed) if missed > 0 else Breakdown(labels, -missed, 0.0)


def calibration_cells(summary: ScoreSummary) -> list[CalibrationCell]:
    """Each bin that is not empty."""
    bins, binary, sums = summary.method.bins, summary.method.kind == "binary", summary.sums
    mass: dict[int, int] = {}
    hits: dict[int, int] = {}
    for cell, label, amount in sums.by_cell():
        mass[cell] = mass.get(cell, 0) + amount
        hits[cell] = hits.get(cell, 0) + (amount if label == (1 if binary else cell // bins) else 0)
    return [
        CalibrationCell(mass[cell], hits[cell], mean_surprisals(summary, cell, mass[cell]))
        for cell in sorted(mass)
        if mass[cell]
    ]


def mean_surprisals(summary: ScoreSummary, cell: int, mass: int) -> tuple[float, float]:
    """−log of the mean prediction of a bin, and of 1 − that, also where no double holds one of them."""
    sums, base, weighted = summary.sums, summary.method.base, summary.weighted
    found = []
    for side, total in enumerate((sums.confidence[cell], sums.doubt[cell])):
        bands = [band for part, bin_, band in sums.faint if (part, bin_) == (side, cell)]
        if total >= LEAST_EXACT or not bands:
            found.append(float(surprisals(average(total, mass, weighted=weighted), base)))
        else:
            first = min(bands)
            amounts = (sums.faint.get((side, cell, first + k), 0) for k in (0, 1))
            near, far = (average(amount, mass, weighted=weighted) for amount in amounts)
            nats = first * BAND - math.log(near + far * math.exp(-BAND))
            found.append(nats if base == "e" else nats / log_of_base(base))
    return found[0], found[1]


def binary_kl(p: float, yes: float, no: float, base: str) -> float:
    """KL between two outcomes with probabilities p, 1 − p and two of the surprisals `yes` and `no`.

    >>> binary_kl(0.5, math.log(2), math.log(2), "e"), round(binary_kl(0.5, math.log2(4 / 3), 2.0, "2"), 4)
    (0.0, 0.2075)
    """
    happened = p * (yes - float(surprisals(p, base))) if p else 0.0
    other = (1 - p) * (no - float(surprisal_of_complement(p, base))) if p < 1 else 0.0
    return max(0.0, happened + other)


def reliability(summary: ScoreSummary) -> list[Bin]:
    """Predictions in bins of equal width beside what happened; over several classes, of the most probable one."""
    bins, binary, sums = summary.method.bins, summary.method.kind == "binary", summary.sums
    mass, hits, confidence = [0] * bins, [0] * bins, [0] * bins
    for cell, label, amount in sums.by_cell():
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
            exact_quotient(hits[k], mass[k], 0),
        )
        for k in range(bins)
        if mass[k]
    ]
