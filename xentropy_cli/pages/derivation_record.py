"""A derivation as plain data: the one place that names the fields that scripts see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.derivation.quantities import in_base
from xentropy_cli.figures import json_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.extras.records import Working
    from xentropy_cli.derivation.model import Derivation


def derivation_record(derivation: Derivation) -> dict[str, Any]:
    """Name every field. What does not apply is absent; every number is the nearest double."""
    return {
        "reading": derivation.reading,
        "read_as": derivation.read_as,
        "given": derivation.given or "true",
        "quantity": derivation.quantity,
        "value": json_number(derivation.value),
        "unit": derivation.unit,
        "base": derivation.base.text,
        "n": derivation.n,
        **({"ignored": derivation.ignored} if derivation.ignored else {}),
        "terms": [_present(term, TERM_FIELDS) for term in derivation.terms],
        **({"classes": [_present(row, CLASS_FIELDS) for row in derivation.classes]} if derivation.classes else {}),
        **{name: json_number(value) for name, value in derivation.quantities.items()},
        "denominator": {"name": derivation.denominator.name, "value": json_number(derivation.denominator.value)},
        **({"gradient": [_present(s, SLOPE_FIELDS) for s in derivation.gradient]} if derivation.gradient else {}),
        **_workings(derivation),
        "steps": [
            {
                "symbol": in_base(step.symbol, derivation.base).text,
                "formula": in_base(step.formula, derivation.base).text,
                "operands": [json_number(operand) for operand in step.operands],
                "value": json_number(step.value),
            }
            for step in derivation.steps
        ],
        "notes": [{"code": note.code, "text": note.text} for note in derivation.notes],
    }


def _workings(derivation: Derivation) -> dict[str, Any]:
    """Each further working: its results by name, and its rows under its key."""
    found: dict[str, Any] = {}
    for working in derivation.workings:
        found |= {outcome.key: json_number(outcome.value) for outcome in working.outcomes}
        if working.rows:
            found[working.key] = [_named(working, row) for row in working.rows]
    return found


def _named(working: Working, row: tuple[str | Real | None, ...]) -> dict[str, Any]:
    """A row by the names of its fields; several fields of one name, one a class, are a list."""
    found: dict[str, Any] = {}
    names = [field.key for field in working.fields]
    for name, value in zip(names, row, strict=True):
        if value is not None:
            plain = value if isinstance(value, str) else json_number(value)
            found[name] = plain if names.count(name) == 1 else [*found.get(name, []), plain]
    return found


TERM_FIELDS = ("name", "label", "p", "q", "surprisal", "weight", "entropy", "kl_divergence", "value")
CLASS_FIELDS = ("name", "logit", "p", "q", "surprisal", "entropy", "cross_entropy", "kl_divergence")
SLOPE_FIELDS = ("name", "value", "difference")


def _present(part: object, fields: tuple[str, ...]) -> Mapping[str, Any]:
    """The fields of a part that apply to it."""
    found = {name: getattr(part, name) for name in fields}
    return {name: x if isinstance(x, str) else json_number(x) for name, x in found.items() if x is not None}
