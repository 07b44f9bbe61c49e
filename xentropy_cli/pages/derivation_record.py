"""A derivation as plain data: the one place that names the fields that scripts see, and that sentences are told from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.core.real import Real
from xentropy_cli.derivation.quantities import QUANTITIES, in_base
from xentropy_cli.figures import json_number
from xentropy_cli.pages.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.derivation.extras.records import Working
    from xentropy_cli.derivation.model import Derivation


def derivation_record(derivation: Derivation) -> dict[str, Any]:
    """Name every field. What does not apply is absent; every number is the nearest double."""
    found: dict[str, Any] = plain(derivation_facts(derivation))
    return found


def plain(node: Any) -> Any:
    """Write exact numbers as doubles, and leave out what does not apply."""
    if isinstance(node, Fact):
        return json_number(node.value)
    if isinstance(node, dict):
        return {name: plain(value) for name, value in node.items() if value is not None}
    return [plain(each) for each in node] if isinstance(node, list) else node


def derivation_facts(derivation: Derivation) -> dict[str, Any]:
    """Name every field, its numbers exact; what does not apply is None."""
    return {
        "reading": derivation.reading,
        "read_as": derivation.read_as,
        "given": derivation.given or "true",
        "quantity": derivation.quantity,
        "value": Fact(derivation.value),
        "unit": derivation.unit,
        "base": derivation.base.text,
        "n": derivation.n,
        "ignored": derivation.ignored or None,
        "terms": _terms(derivation),
        "classes": _rows(derivation.classes, CLASS_FIELDS),
        **{name: Fact(value) for name, value in derivation.quantities.items()},
        "denominator": {"name": derivation.denominator.name, "value": Fact(derivation.denominator.value, "given")},
        "gradient": _rows(derivation.gradient, SLOPE_FIELDS),
        **_workings(derivation),
        "steps": [
            {
                "symbol": in_base(step.symbol, derivation.base).text,
                "formula": in_base(step.formula, derivation.base).text,
                "operands": [Fact(operand) for operand in step.operands],
                "value": Fact(step.value),
            }
            for step in derivation.steps
        ],
        "notes": [{"code": note.code, "text": note.text} for note in derivation.notes],
        **dict.fromkeys(key for key in QUANTITIES if key not in derivation.quantities),
    }


def _terms(derivation: Derivation) -> list[dict[str, Any]]:
    """One row a term; of a binary prediction also what was given for class 1: its probability, and its logit."""
    rows = _rows(derivation.terms, TERM_FIELDS) or []
    for row in rows:
        row |= {"prediction": None, "logit": None}
    if derivation.reading == "binary":
        for row, example in zip(rows, derivation.examples, strict=False):
            row["prediction"] = Fact(example.q[1], "given") if example.q else None
            row["logit"] = Fact(example.logits[0], "given") if example.logits else None
    return rows


def _workings(derivation: Derivation) -> dict[str, Any]:
    """Each further working: its results by name, and its rows under its key."""
    found: dict[str, Any] = {}
    for working in derivation.workings:
        found |= {each.key: None if each.value is None else Fact(each.value) for each in working.outcomes}
        if working.rows:
            found[working.key] = [_named(working, row) for row in working.rows]
    return found


def _named(working: Working, row: tuple[str | Real | None, ...]) -> dict[str, Any]:
    """A row by the names of its fields; several fields of one name, one a class, are a list."""
    found: dict[str, Any] = {}
    names = [field.key for field in working.fields]
    for field, value in zip(working.fields, row, strict=True):
        kind = "computed" if field.kind == "computed" else "given"
        fact = Fact(value, kind) if isinstance(value, Real) else value
        found[field.key] = fact if names.count(field.key) == 1 else [*found.get(field.key, []), fact]
    return found


TERM_FIELDS = ("name", "label", "p", "q", "surprisal", "weight", "entropy", "kl_divergence", "value", "share")
CLASS_FIELDS = ("name", "logit", "p", "q", "surprisal", "entropy", "cross_entropy", "kl_divergence")
SLOPE_FIELDS = ("name", "value", "difference")
KINDS = {"p": "given", "q": "given", "logit": "given", "weight": "given", "share": "share"}
"""How tables show a field, where they do not show it as a computed number."""


def _rows(parts: Iterable[object], fields: tuple[str, ...]) -> list[dict[str, Any]] | None:
    return [_present(part, fields) for part in parts] or None


def _present(part: object, fields: tuple[str, ...]) -> dict[str, Any]:
    """The fields of a part."""
    found = {name: getattr(part, name) for name in fields}
    return {name: Fact(x, KINDS.get(name, "computed")) if isinstance(x, Real) else x for name, x in found.items()}
