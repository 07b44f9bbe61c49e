"""The way from the terms to the answer, which is the value of the last step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.model import Step
from xentropy_cli.quantities import QUANTITIES

if TYPE_CHECKING:
    from xentropy_cli.model import ClassRow, Denominator, Term
    from xentropy_cli.real import Real


def steps_to(
    asked: str,
    terms: tuple[Term, ...],
    classes: tuple[ClassRow, ...],
    quantities: dict[str, Real],
    denominator: Denominator,
) -> tuple[Step, ...]:
    """Lead from the terms to the quantity that was asked for."""
    values = tuple(term.value for term in terms)
    if asked == "total":
        return (_step("total", values, quantities),)
    if asked == "entropy":
        return (_step("entropy", values, quantities),)
    if asked == "cross_entropy" and denominator.name == "n":
        return (*_floor_and_gap(classes, quantities), _step("cross_entropy", values, quantities))
    mean = _step(asked, (quantities["total"], denominator.value), quantities)
    return (_step("total", values, quantities), mean._replace(formula=denominator.formula))


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
