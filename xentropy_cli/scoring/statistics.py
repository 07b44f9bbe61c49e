"""The numbers made from exact sums: mean, standard error, baselines, skill, accuracy; of predictions see calibration.py."""

from __future__ import annotations

import math
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.arrays.elementary import log_of_base, negative_log_pair, two_product
from xentropy_cli.arrays.exact_sum import SCALE, error_of_ratio, exact_quotient
from xentropy_cli.arrays.formulas import reduced
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.scoring.sums import average

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentropy_cli.scoring.summary import ScoreSummary
    from xentropy_cli.scoring.sums import Sums, Totals
    from xentropy_cli.scoring.worst import Worst


class ClassRow(NamedTuple):
    """What is said about one class: rows (or their weight), share, mean loss and its standard error, accuracy.

    `weighed` counts its rows that weigh something, `infinite` those of them with an infinite loss.
    """

    name: str
    rows: float
    share: float
    mean: float | None
    standard_error: float | None
    accuracy: float | None
    weighed: int
    infinite: int


def total_loss(sums: Totals) -> float:
    """The sum of the losses."""
    return math.inf if any(sums.infinite) else exact_quotient(sum(sums.loss), 1)


def group_mean(sums: Totals, *, weighted: bool) -> float | None:
    """The mean of the losses of a group; None where all its weights are 0."""
    return mean(sums, weighted=weighted) if any(sums.mass) else None


def group_accuracy(sums: Totals) -> float | None:
    """The accuracy of a group; None where all its weights are 0."""
    return accuracy(sums) if any(sums.mass) else None


def mean(sums: Totals, *, weighted: bool) -> float:
    """The mean of the losses."""
    return math.inf if any(sums.infinite) else average(sum(sums.loss), sum(sums.mass), weighted=weighted)


def finite_mean(sums: Totals, *, weighted: bool) -> float | None:
    """The mean of the finite losses, if there is one."""
    mass = sum(sums.mass) - sum(sums.infinite_mass)
    return average(sum(sums.loss), mass, weighted=weighted) if mass else None


def standard_error(sums: Totals, *, weighted: bool) -> float | None:
    """The standard error of a finite mean, as that of a ratio, from the n rows of weight above 0."""
    n = sum(sums.finite)
    mass = sum(sums.mass) - sum(sums.infinite_mass)
    if n < 2 or not mass or any(sums.infinite):  # noqa: PLR2004  one row has no spread
        return None
    loss = sum(sums.loss)
    if not weighted:
        return error_of_ratio(n, mass << SCALE, n << 2 * SCALE, loss, sum(sums.squares), loss)
    return error_of_ratio(n, mass, sum(sums.weight_squares), loss, sum(sums.squares), sum(sums.cross))


def share_of(row: Worst, total: float) -> float | None:
    """The share of a finite total that is the loss of a row; None where there is none."""
    return row.loss * row.weight / total if total and math.isfinite(total) else None


def entropy_of(masses: Iterable[int], base: str) -> float:
    """The entropy of the proportions of some masses."""
    kept = [mass for mass in masses if mass]
    whole_mass = sum(kept)
    return math.fsum(part for mass in kept for part in entropy_term(mass, whole_mass, base))


def entropy_term(mass: int, whole_mass: int, base: str) -> tuple[float, float, float]:
    """−p log p of a proportion as a sum of doubles, so near that entropies of equal proportions are the same.

    >>> math.fsum(5 * entropy_term(1, 5, "e")) == math.log(5)
    True
    """
    share = exact_quotient(mass, whole_mass, 0)
    if not share:  # so small that its part is no double
        return 0.0, 0.0, 0.0
    above, below = share.as_integer_ratio()
    rest = exact_quotient(mass * below - above * whole_mass, whole_mass * below, 0)
    k, f = map(float, reduced(np.asarray(share)))
    high, low = negative_log_pair(k, f, rest / share, base)
    product, error = two_product(share, high)
    return product, error, share * low + rest * high


def exponential(value: float, base: str) -> float:
    """base^value."""
    try:
        return (
            float(base) ** value if base.isdecimal() else math.exp(value if base == "e" else value * log_of_base(base))
        )
    except OverflowError:
        return math.inf


def truth_entropy(summary: ScoreSummary) -> float:
    """The mean H(P) of truths that are distributions: the floor, which no prediction goes below."""
    return average(summary.sums.entropy, sum(summary.sums.mass), weighted=summary.weighted)


def total_divergence(summary: ScoreSummary) -> float:
    """The sum of the KL(P‖Q) of rows."""
    return math.inf if any(summary.sums.infinite) else exact_quotient(summary.sums.divergence, 1)


def mean_divergence(summary: ScoreSummary) -> float:
    """The mean KL(P‖Q): what the prediction adds to the floor, from the terms of each row, so that nothing cancels."""
    sums = summary.sums
    return math.inf if any(sums.infinite) else average(sums.divergence, sum(sums.mass), weighted=summary.weighted)


def mean_document_perplexity(sums: Sums) -> float:
    """The mean of the perplexities of documents, each counted once, however long."""
    return math.inf if sums.endless_documents else exact_quotient(sums.document_perplexity, sums.documents)


def loss_per(size: int, summary: ScoreSummary, base: str) -> float:
    """The total loss, in a base, for each byte or word, of which there are `size` times 2^1074."""
    own, into = (1.0 if each == "e" else log_of_base(each) for each in (summary.method.base, base))
    return summary.total * (own / into) / exact_quotient(size, 1)


def is_alike(mean: float, other: float) -> bool:
    """Tell whether a mean of losses and another number differ by no more than both are rounded by.

    >>> is_alike(0.1 + 0.2, 0.3), is_alike(0.3, 0.3000001)
    (True, False)
    """
    return math.isfinite(mean) and abs(mean - other) <= 2 * math.ulp(mean)


def skill(value: float, baseline: float) -> float | None:
    """1 − mean / baseline: the share of the baseline's loss that was saved, as in d2_log_loss_score.

    None where there is nothing to save, or so little that no double holds a finite quotient; 0 where only rounding parts
    the two.

    >>> skill(0.25, 0.5), skill(math.nextafter(0.5, 1), 0.5)
    (0.5, 0.0)
    """
    if baseline and is_alike(value, baseline):
        return 0.0
    saved = 1.0 - value / baseline if baseline else None
    return None if saved is not None and math.isinf(saved) and math.isfinite(value) else saved


def accuracy(sums: Totals) -> float:
    """The mass of rows whose most probable class happened, over all."""
    return exact_quotient(sum(sums.correct), sum(sums.mass), 0)


def brier(sums: Sums, *, weighted: bool) -> float:
    """The mean squared difference between prediction and truth; summed over the classes where there are several."""
    return average(sums.brier, sum(sums.mass), weighted=weighted)


def mass_of(mass: int, summary: ScoreSummary) -> float:
    """A mass as a number of rows, or of weights."""
    return exact_quotient(mass, 1, SCALE if summary.weighted else 0)


def class_rows(summary: ScoreSummary) -> list[ClassRow]:
    """What is said about each class."""
    every, weighted = sum(summary.sums.mass), summary.weighted
    return [
        ClassRow(
            name,
            mass_of(sums.mass[0], summary),
            exact_quotient(sums.mass[0], every, 0),
            group_mean(sums, weighted=weighted),
            standard_error(sums, weighted=weighted),
            group_accuracy(sums),
            sums.weighed,
            sums.infinite[0],
        )
        for name, sums in zip(summary.classes, map(summary.sums.of_class, count()), strict=False)
    ]


def confusion(summary: ScoreSummary) -> dict[tuple[int, int], int]:
    """The mass of rows by the class predicted and the class that happened."""
    if summary.method.kind != "classes":
        return {}
    found: dict[tuple[int, int], int] = {}
    for cell, label, mass in summary.sums.by_cell():
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
    return exact_quotient(won, 2 * zeros * ones, 0)
