"""A comparison as plain data: the one place that names the fields that scripts see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.arrays.exact_sum import exact_quotient
from xentropy_cli.comparing.differences import t_interval
from xentropy_cli.figures import json_number
from xentropy_cli.scoring.record import present, uncertainty
from xentropy_cli.scoring.sums import in_order

if TYPE_CHECKING:
    from xentropy_cli.comparing.comparison import Comparison, Loss, Moved
    from xentropy_cli.comparing.differences import Differences

Json = dict[str, Any]

MAY_BE_ABSENT = (
    *("weight", "mean_of_others", "standard_error", "weighed", "interval_t", "interval_bootstrap"),
    *("classes", "groups"),
)
"""The fields that do not apply to every comparison."""


def compare_record(found: Comparison) -> Json:
    """Name every field; what does not apply is absent."""
    every, interval, is_weighted = found.all, t_interval(found.all), found.weight is not None
    return {
        "quantity": "mean difference",
        "value": json_number(every.mean),
        "unit": found.unit,
        "base": found.base,
        "n": every.rows,
        **({"weight": json_number(exact_quotient(every.mass, 1))} if is_weighted else {}),
        "a": model(found.name_a, every.mean_a, every.infinite_a, found.read_a),
        "b": model(found.name_b, every.mean_b, every.infinite_b, found.read_b),
        **part(every, is_weighted=is_weighted),
        **({"interval_t": [json_number(end) for end in interval]} if interval else {}),
        **({"interval_bootstrap": [json_number(end) for end in found.bootstrap]} if found.bootstrap else {}),
        "joined_by": found.on or "row",
        "moved": [moved(pair) for pair in found.moved],
        **({"classes": parts(of_classes(found), is_weighted=is_weighted)} if found.classes else {}),
        **({"groups": parts(of_groups(found), is_weighted=is_weighted)} if found.groups else {}),
        "skipped": found.skipped,
        "outside": found.outside,
        "notes": [{"code": note.code, "text": note.text} for note in found.notes],
    }


def model(name: str, mean: float, infinite: int, read: str) -> Json:
    """One of the two models."""
    return {"name": name, "mean": json_number(mean), "infinite": infinite, "read_as": read}


def moved(pair: Moved) -> Json:
    """A row on which the losses differ much."""
    label = {} if pair.a.label is None else {"label": pair.a.label}
    cells = {"columns": dict(pair.b.cells)} if pair.b.cells else {}
    return {"a": place(pair.a), "b": place(pair.b), **label, "difference": json_number(pair.gap), **cells}


def of_classes(found: Comparison) -> dict[str, Differences]:
    """The classes that occur, in the order of the columns of A."""
    return {name: sums for name, sums in found.classes.items() if sums.rows}


def of_groups(found: Comparison) -> dict[str, Differences]:
    """The groups, by name or number."""
    return in_order(found.groups)


def parts(found: dict[str, Differences], *, is_weighted: bool) -> list[Json]:
    """Each class or group; the value is absent where the difference is not defined."""
    return [
        {
            "name": name,
            "n": sums.rows,
            **({"value": json_number(sums.mean)} if sums.is_defined else {}),
            **({"mean_a": json_number(sums.mean_a), "mean_b": json_number(sums.mean_b)} if sums.mass else {}),
            **part(sums, is_weighted=is_weighted),
        }
        for name, sums in found.items()
    ]


def part(sums: Differences, *, is_weighted: bool) -> Json:
    """What is said about the differences of any set of rows."""
    found = {
        **present(mean_of_others=sums.mean_of_others),
        **uncertainty(sums.standard_error, sums.n, weighted=is_weighted),
    }
    return {**found, "won": sums.won, "lost": sums.lost, "tied": sums.tied}


def place(loss: Loss) -> Json:
    """Where a row stands, and its loss."""
    found: Json = {"file": loss.file, "line": loss.line, "q": loss.truth, "loss": json_number(loss.loss)}
    return found if loss.key is None else {**found, "id": loss.key}
