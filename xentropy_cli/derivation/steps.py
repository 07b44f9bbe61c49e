"""The way from the terms to the answer, which is the value of the last step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.model import Step
from xentropy_cli.derivation.quantities import QUANTITIES

if TYPE_CHECKING:
    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.model import ClassRow, Denominator, Term


def steps_to(
    asked: str,
    terms: tuple[Term, ...],
    classes: tuple[ClassRow, ...],
    quantities: dict[str, Real],
    denominator: Denominator,
) -> tuple[Step, ...]:
    """Lead from the terms to the quantity that was asked for."""
    values = tuple(term.value for term in terms)
    total = _step("total", values, quantities)._replace(formula=_sum_of(terms, classes))
    if asked == "total":
        return (total,)
    if asked == "entropy":
        return (_step("entropy", values, quantities),)
    if asked == "cross_entropy" and denominator.name == "n":
        last = _step("cross_entropy", values, quantities)
        return (*_floor_and_gap(classes, quantities), last._replace(formula=_sum_of(terms, classes)))
    mean = _step(asked, (quantities["total"], denominator.value), quantities)
    return (total, mean._replace(formula=denominator.formula))


def _sum_of(terms: tuple[Term, ...], classes: tuple[ClassRow, ...]) -> Formula:
    """Write what the terms are: surprisals, parts of a cross-entropy, or whole entropies; weighted or not."""
    first = terms[0]
    is_weighted = any(term.weight is not None for term in terms)
    if first.entropy is not None:
        symbol = QUANTITIES["cross_entropy" if first.kl_divergence is not None else "entropy"].symbol
        addend = Formula(f"w·{symbol.text}", rf"w \cdot {symbol.latex}") if is_weighted else symbol
        return Formula(f"Σ {addend.text}", rf"\sum {addend.latex}")
    if first.q is None:
        return QUANTITIES["entropy"].formula
    if [term.name for term in terms] == [row.name for row in classes]:
        return QUANTITIES["cross_entropy"].formula
    return Formula("Σ w·(−log q)", r"\sum w \cdot (-\log q)") if is_weighted else QUANTITIES["total"].formula


def _floor_and_gap(classes: tuple[ClassRow, ...], quantities: dict[str, Real]) -> tuple[Step, ...]:
    """H(P) and KL(P‖Q) of two distributions, each from its own terms."""
    entropies, divergences = tuple(row.entropy for row in classes), tuple(row.kl_divergence for row in classes)
    if not any(entropies):
        return ()
    known = tuple(value for value in divergences if value is not None)
    return _step("entropy", entropies, quantities), _step("kl_divergence", known, quantities)


def _step(key: str, operands: tuple[Real, ...], quantities: dict[str, Real]) -> Step:
    row = QUANTITIES[key]
    return Step(row.symbol, row.formula, operands, quantities[key])
