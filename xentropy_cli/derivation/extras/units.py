"""The same information in nats, bits and bans: 1 nat = 1/ln 2 bits = 1/ln 10 bans."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xentropy_cli.core import definitions as core
from xentropy_cli.core.real import Real, log, real
from xentropy_cli.derivation.arithmetic import Arithmetic, Operand
from xentropy_cli.derivation.extras.records import Field, Outcome, Working
from xentropy_cli.derivation.formula import Formula

if TYPE_CHECKING:
    from xentropy_cli.derivation.extras.records import Further
    from xentropy_cli.derivation.model import Derivation, Question

BASES = {"nats": None, "bits": real(2), "bans": real(10)}
FORMULAS = {
    "nats": Formula("−ln q", r"-\ln q"),
    "bits": Formula("−log₂ q", r"-\log_2 q"),
    "bans": Formula("−log₁₀ q", r"-\log_{10} q"),
}


def units_working(question: Question, found: Derivation, asked: Further) -> Working:  # noqa: ARG001  the signature of a working
    """Write every term and the answer in each unit."""
    base = question.base.value
    events = [term.q for term in found.terms] if question.reading == "events" and not found.is_weighted else []
    fields = [Field("name", Formula("", ""), [term.name for term in found.terms])]
    fields += [Field("q", Formula("q", "q"), events, "given")] if events else []
    for unit, to in BASES.items():
        total = converted(found.quantities["total"], base, to)
        column = Field(unit, Formula(unit, rf"\text{{{unit}}}"), total=total)
        if events:
            made = partial(core.surprisal, base=to)
            cells = [made(q) for q in events if q is not None]
            column = column._replace(head=FORMULAS[unit], cells=cells, made_from=("q",), made=made)
        else:
            column = column._replace(cells=[converted(term.value, base, to) for term in found.terms])
        fields.append(column)
    return Working("units", "In every unit", tuple(fields), tuple(_answer(found, base, unit) for unit in BASES))


def converted(value: Real, base: core.Base, to: core.Base) -> Real:
    """Change the unit: x in base b is x · ln b / ln c in base c.

    >>> float(converted(real(1), real(2), None))
    0.6931471805599453
    """
    if base is to or (base is not None and to is not None and not base - to):
        return value
    nats = value if base is None else value * log(base)
    return nats if to is None else nats / log(to)


def _answer(found: Derivation, base: core.Base, unit: str) -> Outcome:
    name = {"total": "total", "mean": "mean", "entropy": "H(P)", "cross_entropy": "H(P, Q)"}[found.quantity]
    latex = name if "(" in name else rf"\text{{{name}}}"
    to = BASES[unit]
    outcome = Outcome(f"value_in_{unit}", Formula(name, latex), converted(found.value, base, to), unit)
    return outcome if base is not None or to is None else outcome._replace(arithmetic=_from_nats(found.value, to))


def _from_nats(nats: Real, to: Real) -> Arithmetic:
    """Nats over the natural logarithm of the other base."""
    return Arithmetic(
        (Operand(nats),),
        lambda text: Formula(f"{text}/ln {float(to):g}", rf"{text} / \ln {float(to):g}"),
        lambda value: value / log(to),
    )
