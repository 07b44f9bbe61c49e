"""The numbers of a score, one a row: how each is made of others, and what it says."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.arrays.elementary import log_in_base
from xentropy_cli.core import definitions as core
from xentropy_cli.core.real import MOST_EXPONENT
from xentropy_cli.derivation.arithmetic import Arithmetic, Operand, power, quotient
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.quantities import QUANTITIES, logarithm_sign
from xentropy_cli.figures import figure
from xentropy_cli.inputs.options import read_base
from xentropy_cli.inputs.request import option
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.blocks import BLANK, Cell, Column, Figure, Math, Table, Words
from xentropy_cli.pages.equations import (
    GLOSS_DIGITS,
    MOST_EXTRA,
    fewest_more,
    made_cell,
    number_of,
    of_double,
    share_follows,
)
from xentropy_cli.pages.parts.columns import Shown, side_by_side, text_column
from xentropy_cli.scoring import statistics
from xentropy_cli.scoring.wording import row_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.model import Base
    from xentropy_cli.scoring.summary import ScoreSummary


def base_of(summary: ScoreSummary) -> Base:
    """The base of the logarithm that a summary was scored with."""
    return read_base(option("base", summary.method.base))


def count_text(x: float, digits: int) -> str:
    """Write a number of rows, or a sum of weights."""
    return f"{x:.0f}" if x == int(x) else figure(x, digits)


def weight_text(summary: ScoreSummary, digits: int) -> str:
    """Write the weight of all rows, with the digits from which the shares of classes follow whose weight is a whole number."""
    weight = statistics.mass_of(sum(summary.sums.mass), summary)
    rows = statistics.class_rows(summary) if summary.is_labelled else ()
    whole = [(number_of(count_text(row.rows, digits)), row.share) for row in rows if row.rows == int(row.rows)]
    more = fewest_more(
        lambda extra: all(share_follows(part, count_text(weight, digits + extra), share) for part, share in whole)
    )
    return count_text(weight, digits + (MOST_EXTRA if more is None else more))


class NumberRow(NamedTuple):
    """A number with its name, what it says, and how it is made of others."""

    name: str
    value: Cell
    meaning: str
    made: Cell = BLANK


def power_of(exponent: float, base: Base) -> Real | float | None:
    """base^exponent: a double where one holds it, exact elsewhere; None where its exponent has too many digits to write."""
    double = statistics.exponential(exponent, base.text)
    if math.isinf(exponent) or 0.0 < double < math.inf:
        return double
    return core.power(of_double(exponent).value, base.value) if abs(exponent) <= MOST_EXPONENT else None


def power_text(exponent: float, base: Base, digits: int) -> str:
    """Write base^exponent, as a power where it has too many digits.

    >>> power_text(-1000.0, read_base(option("base", "e")), 4), power_text(-1e300, read_base(option("base", "e")), 4)
    ('5.076e-435', 'e^−1.000e300')
    """
    value = power_of(exponent, base)
    return f"{base.text}^{figure(exponent, digits)}" if value is None else figure(value, digits)


def skill_of(mean: Operand, baseline: Operand) -> Arithmetic:
    """1 − mean / baseline."""
    return Arithmetic((mean, baseline), lambda a, b: Formula(f"1 − {a}/{b}", f"1 - {a}/{b}"), lambda a, b: 1 - a / b)


def number_table(summary: ScoreSummary, digits: int) -> Table:
    """The mean and what goes with it."""
    numbers = Numbers(summary, digits, base_of(summary))
    rows = (
        *numbers.loss_rows(),
        *(numbers.truth_rows() if summary.method.has_distributions else ()),
        *(numbers.label_rows() if summary.is_labelled else ()),
    )
    columns = [
        text_column("quantity", [row.name for row in rows]),
        Shown(Column(Words("value")), tuple(row.value for row in rows)),
        Shown(Column(BLANK, "left", 2), tuple(row.made for row in rows)),
        text_column("", [row.meaning for row in rows], 1),
    ]
    return side_by_side(columns, every_row=True)


class Numbers(NamedTuple):
    """The rows of the table, and what each of them needs."""

    summary: ScoreSummary
    digits: int
    base: Base

    def cell(self, x: Real | float, *, is_total: bool = False) -> Figure:
        """Put a number in a cell."""
        return Figure(figure(x, self.digits), is_total)

    def counted(self, x: float) -> Figure:
        """Put a number of rows, or a sum of weights, in a cell."""
        return Figure(count_text(x, self.digits))

    def made(
        self, name: str, value: Real | float, arithmetic: Arithmetic, meaning: str, *, total: bool = False
    ) -> NumberRow:
        """A number that is made of others."""
        return NumberRow(name, self.cell(value, is_total=total), meaning, made_cell(arithmetic, value, self.digits))

    def shared(self, total: float) -> Arithmetic:
        """A sum divided by how many rows there are, or by their weight."""
        summary = self.summary
        mass = statistics.mass_of(sum(summary.sums.mass), summary) if summary.weighted else summary.n
        return quotient(of_double(total), of_double(mass)._replace(is_given=True))

    def loss_rows(self) -> Iterator[NumberRow]:
        """What needs no label."""
        summary, sums = self.summary, self.summary.sums
        unit, weighted = summary.unit, summary.weighted
        labels = summary.read.labels
        yield NumberRow("rows", self.counted(sums.documents or row_count(summary)), "scored")
        if sums.documents:
            yield NumberRow("tokens", self.counted(summary.n), "of all rows, pooled")
        if labels:
            yield NumberRow("cells", self.counted(summary.n), f"{labels} labels a row")
        if weighted:
            yield NumberRow("weight", Figure(weight_text(summary, self.digits)), "of all rows")
        item = "token" if sums.documents else "cell" if labels else "row"
        yield self.made("mean", summary.mean, self.shared(summary.total), f"{unit} a {item}", total=True)
        error = statistics.standard_error(sums, weighted=weighted)
        if error is not None:
            of = "of the mean" + (", without the infinite rows" if any(sums.infinite) else "")
            yield NumberRow("standard error", self.cell(error), of)
        rest = statistics.finite_mean(sums, weighted=weighted) if any(sums.infinite) else None
        if rest is not None:
            yield NumberRow("mean of the others", self.cell(rest), "rows with a finite loss")
        yield NumberRow("total", self.cell(summary.total), unit)
        yield from self.power_rows()
        yield from self.text_rows()

    def power_rows(self) -> Iterator[NumberRow]:
        """What the mean is, as a number of outcomes and as a probability."""
        base, mean = self.base, of_double(self.summary.mean)
        for key, is_negative in (("perplexity", False), ("typical_probability", True)):
            exponent = -self.summary.mean if is_negative else self.summary.mean
            gloss = QUANTITIES[key].gloss_of(power_text(exponent, base, GLOSS_DIGITS))
            value = power_of(exponent, base)
            if value is None:
                yield NumberRow(QUANTITIES[key].name, Figure(power_text(exponent, base, self.digits)), gloss)
            else:
                yield self.made(QUANTITIES[key].name, value, power(base, mean, is_negative=is_negative), gloss)

    def text_rows(self) -> Iterator[NumberRow]:
        """What is told of documents, bytes and words."""
        summary, sums = self.summary, self.summary.sums
        if sums.documents:
            mean = self.cell(statistics.mean_document_perplexity(sums))
            yield NumberRow("perplexity, a row", mean, "mean over rows, each counted once: long ones weigh no more")
        if sums.bytes:
            yield NumberRow("bits per byte", self.cell(statistics.loss_per(sums.bytes, summary, "2")), "total/bytes")
        if sums.words:
            each = statistics.loss_per(sums.words, summary, self.base.text)
            yield NumberRow("loss per word", self.cell(each), f"{summary.unit}: total/words")
            power = self.cell(statistics.exponential(each, self.base.text))
            yield NumberRow("word perplexity", power, "of the loss per word")

    def truth_rows(self) -> Iterator[NumberRow]:
        """What the truth itself leaves open, and what the prediction adds to it."""
        summary = self.summary
        floor = statistics.truth_entropy(summary)
        yield NumberRow("H(P)", self.cell(floor), "the floor: no prediction goes below it")
        if math.isfinite(summary.mean):
            mean, total = statistics.mean_divergence(summary), statistics.total_divergence(summary)
            yield self.made("KL(P‖Q)", mean, self.shared(total), "what the prediction adds to the floor")

    def label_rows(self) -> Iterator[NumberRow]:
        """What needs a label."""
        summary, sums, base = self.summary, self.summary.sums, self.base
        k, proportions = len(summary.classes), statistics.entropy_of(sums.mass, base.text)
        sign = logarithm_sign(base)
        chance = Math(Formula(f"= {sign.text} {k}", rf"= {sign.latex} {k}"))
        uniform = self.cell(log_in_base(k, base.text))
        yield NumberRow("baseline, uniform", uniform, "knowing nothing", chance)
        yield NumberRow("baseline, proportions", self.cell(proportions), "knowing how often each class occurs")
        skill = statistics.skill(summary.mean, proportions)
        if skill is not None:
            saved = skill_of(of_double(summary.mean), of_double(proportions if skill else summary.mean))
            yield self.made("skill", skill, saved, "how much of that baseline is saved")
        yield NumberRow("accuracy", self.cell(statistics.accuracy(sums)), "the most probable class happened")
        brier = self.cell(statistics.brier(sums, weighted=summary.weighted))
        yield NumberRow("Brier score", brier, "mean squared difference")
