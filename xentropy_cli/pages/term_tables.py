"""Which columns show the terms of a derivation, for each reading. Every number is read from the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.quantities import in_base
from xentropy_cli.figures import figure, given, percent
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.blocks import BLANK, Bar, Column, Figure, Math, Table, Words
from xentropy_cli.pages.parts.columns import (
    FIRST_ROWS,
    MOST_ROWS,
    Shown,
    figure_column,
    number_column,
    side_by_side,
    text_column,
)
from xentropy_cli.pages.row_equations import RowDigits, class_digits, term_digits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.derivation.model import Derivation

SURPRISAL = Formula("−log q", r"-\log q")
WEIGHTED_SURPRISAL = Formula("w·(−log q)", r"w \cdot (-\log q)")
OWN_SURPRISAL = Formula("−log p", r"-\log p")
CROSS_PART = Formula("p·(−log q)", r"p \cdot (-\log q)")
ENTROPY_PART = Formula("p·(−log p)", r"p \cdot (-\log p)")
KL_PART = Formula("p·log(p/q)", r"p \cdot \log(p / q)")
WEIGHTED_PART = Formula("w·p·(−log q)", r"w \cdot p \cdot (-\log q)")
SHIFTED = Formula("z − max z", r"z - \max z")
EXPONENTIAL = Formula("e^(z − max z)", r"e^{z - \max z}")
REST = Formula("ln Σ e^(z − max z)", r"\ln \sum e^{z - \max z}")
ENTROPY = Formula("H(P)", "H(P)")
CROSS_ENTROPY = Formula("H(P, Q)", "H(P, Q)")
WEIGHTED_ENTROPY = Formula("w·H(P, Q)", r"w \cdot H(P, Q)")
KL = Formula("KL(P‖Q)", r"\mathrm{KL}(P \,\|\, Q)")


class Page(NamedTuple):
    """What every column needs to know: the derivation, and the digits to show."""

    derivation: Derivation
    digits: int
    more: RowDigits = RowDigits()

    def head(self, formula: Formula) -> Math:
        """Write a formula at the head of a column."""
        return Math(in_base(formula, self.derivation.base))

    def figures(self, formula: Formula, rows: Iterable[Any], name: str, *, drop: int = 0, sum_of: str = "") -> Shown:
        """A column of computed numbers, with a quantity as its sum."""
        values = [getattr(row, name) for row in rows]
        found = number_column(self.head(formula), values, self.digits + self.more.terms, drop)
        return found._replace(footer=self.total(sum_of)) if sum_of else found

    def operands(self, formula: Formula, rows: Iterable[Any], name: str, *, drop: int = 0) -> Shown:
        """A column of computed numbers that others of their row are made from."""
        values = [getattr(row, name) for row in rows]
        return number_column(self.head(formula), values, self.digits + self.more.computed, drop)

    def givens(self, symbol: str, values: Iterable[Any], *, drop: int = 0) -> Shown:
        """A column of numbers as they were typed."""
        is_given = not is_asked(self.derivation, symbol)
        digits = self.digits + self.more.given
        cells = tuple(Figure(given(value, digits), is_given=is_given) for value in values)
        latex = symbol.replace("max", r"\max")
        return Shown(Column(Math(Formula(symbol, latex)), "point", drop), cells)

    def total(self, quantity: str) -> Figure:
        """A quantity in the line of sums."""
        return Figure(figure(self.derivation.quantities[quantity], self.digits + self.more.terms), is_total=True)


def is_asked(derivation: Derivation, symbol: str) -> bool:
    """Tell whether a column that is shown as typed follows from another of the page, and so is part of an exercise.

    A softmax follows from its logits, what a binary prediction gave to what happened from Q(1), and a smoothed truth from
    its note.
    """
    has_logits = derivation.given == "logits"
    own = "q" if derivation.given_prediction else "p"
    turned = symbol == "q" and derivation.reading == "binary"
    labelled = derivation.examples[0].label is not None
    smoothed = symbol == "p" and labelled and any(note.code == "smoothed" for note in derivation.notes)
    return symbol == "max z" or turned or smoothed or (has_logits and symbol in (own, "Q(1)"))


def term_table(derivation: Derivation, digits: int, *, every_row: bool) -> tuple[Table, bool]:
    """Lay out the terms: one row a class of a single example, one row an example otherwise.

    It comes with whether a row does not follow from its printed numbers.
    """
    is_long = not every_row and len(derivation.classes or derivation.terms) > MOST_ROWS
    first = FIRST_ROWS if is_long else None
    if derivation.classes:
        more = class_digits(derivation, derivation.classes[:first], digits)
        page = Page(derivation, digits, more)
        columns = _pair_columns(page) if derivation.given_prediction else _truth_columns(page)
    else:
        more = term_digits(derivation, derivation.terms[:first], digits)
        page = Page(derivation, digits, more)
        columns = _example_columns(page) if derivation.terms[0].entropy is not None else _outcome_columns(page)
    return side_by_side(columns, every_row=every_row), more.has_misses


def _names(head: str, names: Iterable[str]) -> Shown:
    return Shown(Column(Words(head), "left"), tuple(Words(name) for name in names), Words("total"))


def _labels(page: Page) -> list[Shown]:
    labels = [term.label for term in page.derivation.terms]
    return [text_column("label", labels)] if any(labels) else []


def _outcome_columns(page: Page) -> list[Shown]:
    """One row an event or a labelled prediction."""
    terms = page.derivation.terms
    columns = [
        _names("event" if page.derivation.reading == "events" else "example", (t.name for t in terms)),
        *_labels(page),
    ]
    columns += _prediction_columns(page)
    columns.append(page.givens("q", (t.q for t in terms)))
    if all(t.weight is None for t in terms):
        columns.append(page.figures(SURPRISAL, terms, "surprisal", sum_of="total"))
    else:
        columns.append(page.operands(SURPRISAL, terms, "surprisal", drop=2))
        columns.append(page.givens("w", (t.weight for t in terms), drop=1))
        columns.append(page.figures(WEIGHTED_SURPRISAL, terms, "value", sum_of="total"))
    return [*columns, *_share_columns(page)]


def _prediction_columns(page: Page) -> list[Shown]:
    """What q came from: the prediction for class 1, or the logits and how their softmax was made stable."""
    derivation = page.derivation
    if derivation.reading != "categorical" and derivation.given == "logits":
        return [page.givens("z", (e.logits[0] for e in derivation.examples), drop=4)]
    if derivation.reading == "binary":
        return [page.givens("Q(1)", (e.q[1] for e in derivation.examples), drop=4)]
    parts = [t.log_sum_exp for t in derivation.terms if t.log_sum_exp is not None]
    if not parts:
        return []
    return [
        page.givens("z", (part.logit for part in parts), drop=4),
        page.givens("max z", (part.largest for part in parts), drop=5),
        page.figures(REST, parts, "rest", drop=6),
    ]


def _share_columns(page: Page) -> list[Shown]:
    """The running total, and each term's share of the total as a number and a bar."""
    terms = page.derivation.terms
    if len(terms) == 1 or terms[0].running is None:
        return []
    columns = [number_column("running total", [t.running for t in terms], page.digits + page.more.terms, 7)]
    shares = [float(t.share) for t in terms if t.share is not None]
    if shares:
        columns.append(figure_column("share", map(percent, shares), 8))
        columns.append(Shown(Column(BLANK, "left", 9), tuple(Bar(0, share) for share in shares)))
    return columns


def _example_columns(page: Page) -> list[Shown]:
    """One row a pair of distributions, or a distribution alone."""
    derivation, terms = page.derivation, page.derivation.terms
    columns = [_names("example", (t.name for t in terms)), *_labels(page)]
    if not derivation.given_prediction:
        return [*columns, page.figures(ENTROPY, terms, "entropy", sum_of="total"), *_share_columns(page)]
    head = CROSS_ENTROPY if all(t.weight is None for t in terms) else WEIGHTED_ENTROPY
    return [
        *columns,
        page.operands(ENTROPY, terms, "entropy", drop=2),
        page.operands(KL, terms, "kl_divergence", drop=1),
        page.figures(head, terms, "value", sum_of="total"),
        *_share_columns(page),
    ]


def _truth_columns(page: Page) -> list[Shown]:
    """One row a class of a truth alone."""
    rows = page.derivation.classes
    return [
        _names("class", (row.name for row in rows)),
        *_softmax_columns(page),
        page.givens("p", (row.p for row in rows)),
        page.operands(OWN_SURPRISAL, rows, "own_surprisal"),
        page.figures(ENTROPY_PART, rows, "entropy", sum_of="total"),
        *_share_columns(page),
    ]


def _softmax_columns(page: Page) -> list[Shown]:
    """The logits, and the exponentials that their softmax is made of."""
    rows = page.derivation.classes
    if rows[0].logit is None:
        return []
    return [
        page.givens("z", (row.logit for row in rows), drop=4),
        page.figures(SHIFTED, rows, "shifted", drop=6),
        page.figures(EXPONENTIAL, rows, "exponential", drop=5),
    ]


def _pair_columns(page: Page) -> list[Shown]:
    """One row a class of a truth and a prediction."""
    derivation, rows = page.derivation, page.derivation.classes
    columns = [
        _names("class", (row.name for row in rows)),
        *_softmax_columns(page),
        page.givens("p", (row.p for row in rows)),
        page.givens("q", (row.q for row in rows)),
        page.operands(SURPRISAL, rows, "surprisal", drop=3),
    ]
    if derivation.is_weighted or "cross_entropy" not in derivation.quantities:
        weighted = number_column(page.head(WEIGHTED_PART), [t.value for t in derivation.terms], page.digits)
        if len(weighted.cells) == len(rows):
            return [*columns, weighted._replace(footer=page.total("total"))]
        return [*columns, page.figures(CROSS_PART, rows, "cross_entropy")]
    columns.append(page.figures(CROSS_PART, rows, "cross_entropy", sum_of="cross_entropy"))
    if derivation.reading == "distribution" or len(derivation.terms) > 1:
        columns.append(page.figures(ENTROPY_PART, rows, "entropy", drop=2, sum_of="entropy"))
        columns.append(page.figures(KL_PART, rows, "kl_divergence", drop=1, sum_of="kl_divergence"))
    return columns
