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


def _unit_field(unit: str, head: Formula, own: tuple[Field, ...]) -> Field:
    """The column of a unit, made from q where that stands beside it."""
    made = partial(core.surprisal, base=BASES[unit])
    return Field(unit, head, made_from=("q",), made=made) if own else Field(unit, head)


def units_working(question: Question, found: Derivation, asked: Further) -> Working:  # noqa: ARG001  the signature of a working
    """Write every term and the answer in each unit."""
    base = question.base.value
    events = [term.q for term in found.terms] if question.reading == "events" and not found.is_weighted else []
    heads = FORMULAS if events else {unit: Formula(unit, rf"\text{{{unit}}}") for unit in BASES}
    own = (Field("q", Formula("q", "q"), "given"),) if events else ()
    fields = (Field("name", Formula("", "")), *own, *(_unit_field(unit, heads[unit], own) for unit in BASES))
    rows: tuple[tuple[str | Real | None, ...], ...] = tuple(
        (
            term.name,
            *((q,) if own else ()),
            *(core.surprisal(q, to) if q is not None else converted(term.value, base, to) for to in BASES.values()),
        )
        for term, q in zip(found.terms, events or (None,) * len(found.terms), strict=True)
    )
    total = found.quantities["total"]
    sums = (None, *(None for _ in own), *(converted(total, base, to) for to in BASES.values()))
    return Working("units", "In every unit", fields, rows, sums, tuple(_answer(found, base, unit) for unit in BASES))


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
