"""A derivation → its equations: the way to the answer, the checks on it, and the quantities beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.derivation.arithmetic import Arithmetic, Operand, addition, multiplication, power, quotient, root
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.quantities import QUANTITIES, in_base
from xentropy_cli.figures import figure
from xentropy_cli.pages.blocks import GAP
from xentropy_cli.pages.equations import GLOSS_DIGITS, Line
from xentropy_cli.pages.term_tables import is_asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.derivation.model import Derivation

MOST_FACTORS = 6
"""Probabilities up to which a product is written out."""

CHECK = Formula("check", r"\text{check}")
WEIGHTED = Formula("w·(−log q)", r"w \cdot (-\log q)")
RELATIVES = ("reverse_kl_divergence", "js_divergence", "js_distance", "total_variation")
IDENTITY = Formula("H(P) + KL(P‖Q)", r"H(P) + \mathrm{KL}(P \,\|\, Q)")


def step_lines(derivation: Derivation) -> Iterator[Line]:
    """Every equation of the page, in order."""
    quantities = derivation.quantities
    has_many = len(derivation.terms) > 1 and derivation.reading != "distribution"
    if "likelihood" in quantities and has_many:
        yield from _product_and_check(derivation)
    if derivation.classes and len(derivation.terms) == 1 and derivation.is_weighted:
        yield _weighted_total(derivation)
    if "mean" in quantities and (derivation.is_weighted or len(derivation.examples) > 1):
        yield _mean(derivation)
    is_soft = derivation.reading == "distribution" or len(derivation.classes) == len(derivation.terms) > 1
    if "cross_entropy" in quantities and is_soft:
        parts = addition(Operand(quantities["entropy"]), Operand(quantities["kl_divergence"]))
        yield _line(derivation, "cross_entropy", parts)._replace(form=IDENTITY)
    if derivation.quantity == "entropy":
        yield _line(derivation, "entropy")
    yield from _relatives(derivation)
    for key, is_negative in (("typical_probability", True), ("perplexity", False)):
        if key in quantities:
            made = power(derivation.base, Operand(quantities["mean"]), is_negative=is_negative)
            is_beyond = quantities[key].exponent_beyond() is not None  # shown as the power that it is
            yield _line(derivation, key, None if is_beyond else made)._replace(form=None)


def _line(derivation: Derivation, key: str, arithmetic: Arithmetic | None = None) -> Line:
    """The equation of a quantity: its formula, and the operands it is made of here."""
    row, value = QUANTITIES[key], derivation.quantities[key]
    unit = derivation.unit if row.unit == "information" else ""
    form = None if row.formula == row.symbol else in_base(row.formula, derivation.base)
    gloss, asked = row.gloss_of(figure(value, GLOSS_DIGITS)), row.gloss_of(GAP)
    return Line(row.symbol, value, unit, gloss, form, arithmetic, asked)


def _product_and_check(derivation: Derivation) -> Iterator[Line]:
    """The product of all probabilities, and the same from the total."""
    line = _line(derivation, "likelihood")
    asked = is_asked(derivation, "q")
    factors = [Operand(term.q, is_given=True, is_asked=asked) for term in derivation.terms if term.q is not None]
    if len(factors) <= MOST_FACTORS:
        line = line._replace(form=None, arithmetic=multiplication(*factors))
    yield line
    again = power(derivation.base, Operand(derivation.quantities["total"]), is_negative=True)
    yield Line(CHECK, line.value, gloss="gives the product again", arithmetic=again)


def _weighted_total(derivation: Derivation) -> Line:
    """The weight of a single prediction times its surprisal."""
    (term,) = derivation.terms
    factors = [
        operand
        for operand in (term.weight and Operand(term.weight, is_given=True), term.surprisal and Operand(term.surprisal))
        if operand
    ]
    form = in_base(WEIGHTED, derivation.base)
    return _line(derivation, "total", multiplication(*factors))._replace(form=form)


def _mean(derivation: Derivation) -> Line:
    """The total over its denominator."""
    denominator = derivation.denominator
    divisor = Operand(denominator.value, is_given=True, is_asked=denominator.name != "n")
    divided = quotient(Operand(derivation.quantities["total"]), divisor)
    key = "cross_entropy" if "cross_entropy" in derivation.quantities else derivation.quantity
    of = {"cross_entropy": "the cross-entropy", "entropy": "the entropy"}.get(key, "")
    gloss = f"{denominator.formula.text}, {of}" if of else denominator.formula.text
    return _line(derivation, "mean", divided)._replace(form=None, gloss=gloss, asked_gloss=gloss)


def _relatives(derivation: Derivation) -> Iterator[Line]:
    """The other comparisons of two distributions."""
    for key in RELATIVES:
        if key in derivation.quantities:
            made = root(Operand(derivation.quantities["js_divergence"])) if key == "js_distance" else None
            yield _line(derivation, key, made)
