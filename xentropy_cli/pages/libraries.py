"""A comparison of libraries → the blocks of its page, and its fields."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentropy_cli.figures import figure
from xentropy_cli.pages.blocks import BLANK, Block, Cell, Column, Figure, Heading, Prose, Remark, Table, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.conventions.libraries import Comparison, Outcome

MOST_DIGITS = 17

COLUMNS = {
    "library": Column(Words("library"), "left", 3),
    "call": Column(Words("call"), "left", 1),
    "expects": Column(Words("expects"), "left", 1),
    "precision": Column(Words("precision"), "left", 1),
    "clip": Column(Words("clips at"), "left", 1),
    "takes": Column(Words("takes"), "left", 1),
    "options": Column(Words("options"), "left", 1),
    "number": Column(Words("number")),
    "difference": Column(Words("− exact")),
    "does": Column(Words("what it does"), "left", 2),
    "checked": Column(Words("checked"), "left", 1),
}
"""What may stand beside the name of a row."""

USUAL: tuple[str, ...] = ("library", "call", "number", "difference", "does")


def libraries_page(comparison: Comparison, digits: int, shown: Sequence[str] = USUAL) -> tuple[Block, ...]:
    """Lay out one table of numbers, and one of the calls that cannot take these inputs."""
    fit, exact = comparison.fit, comparison.exact
    unfit = [row for row in comparison.outcomes if row.value is None]
    return (
        Heading(_headline(comparison, digits)),
        Prose(f"Read as: {comparison.derivation.read_as}."),
        *([_numbers(fit, exact, digits, shown)] if fit else []),
        *([_refusals(unfit)] if unfit else []),
        Prose("A program that gives a number of this table: xent libraries … --code NAME"),
        *(Remark(note.code, note.text) for note in comparison.derivation.notes),
    )


def _headline(comparison: Comparison, digits: int) -> str:
    """Say what is exact, and how many of the calls that mean to compute it give something else."""
    derivation, meant = comparison.derivation, comparison.of_same_quantity
    if comparison.exact is None:
        return f"Exact: none, since all weights are 0; {len(comparison.fit)} calls give something"
    others = sum(row.differs for row in meant)
    exact = f"{figure(derivation.value, digits)} {derivation.unit}"
    return f"Exact: {exact}; {others} of {len(meant)} calls give another number"


def _numbers(rows: Sequence[Outcome], exact: float | None, digits: int, shown: Sequence[str]) -> Table:
    columns = (Column(Words("name"), "left"), *(COLUMNS[name] for name in shown))
    return Table(columns, tuple(_cells(row, exact, digits, shown) for row in rows))


def _cells(row: Outcome, exact: float | None, digits: int, shown: Sequence[str]) -> tuple[Cell, ...]:
    convention, value = row.convention, row.value if row.value is not None else math.nan
    cells: dict[str, Cell] = {
        "library": Words(f"{convention.library} {convention.version}"),
        "call": Words(convention.call),
        "expects": Words(convention.expects),
        "precision": Words(convention.precision),
        "clip": Words(convention.clip),
        "takes": Words(", ".join(convention.takes)),
        "options": Words(", ".join(sorted(convention.options)) or "none"),
        "number": Figure(_written(value, digits)),
        "difference": _difference_cell(row, exact, digits),
        "does": Words(convention.does),
        "checked": Words(convention.checked),
    }
    return (Words(convention.key), *(cells[name] for name in shown))


def _written(value: float, digits: int) -> str:
    return "nan" if math.isnan(value) else figure(value, min(digits, MOST_DIGITS))


def _difference_cell(row: Outcome, exact: float | None, digits: int) -> Cell:
    """Leave blank what is the same, and what is no distance: that of another quantity."""
    if row.value is None or exact is None or not (row.differs and row.is_same_quantity):
        return BLANK
    return Figure(_difference(row.value, exact, digits))


def _difference(value: float, exact: float, digits: int) -> str:
    """Write how far a value lies from the exact one; from infinity every finite value is as far."""
    if math.isinf(exact) or math.isnan(value):
        return "finite" if math.isfinite(value) else "nan" if math.isnan(value) else "infinite"
    text = _written(value - exact, digits)
    return f"+{text}" if value > exact else text.replace("-", "−")


def _refusals(rows: Sequence[Outcome]) -> Table:
    columns = (Column(Words("name"), "left"), Column(Words("call"), "left", 1), Column(Words("why not"), "left"))
    return Table(columns, tuple((Words(r.convention.key), Words(r.convention.call), Words(r.unfit)) for r in rows))


def libraries_record(comparison: Comparison) -> dict[str, Any]:
    """Name every field; what does not apply is absent."""
    derivation = comparison.derivation
    return {
        "read_as": derivation.read_as,
        **({} if comparison.exact is None else {"value": in_json(comparison.exact)}),
        "unit": derivation.unit,
        "libraries": [_fields(row) for row in comparison.outcomes],
        "notes": [{"code": note.code, "text": note.text} for note in derivation.notes],
    }


FACTS = (
    "call",
    "quantity",
    "expects",
    "precision",
    "does",
    "reduction",
    "clip",
    "class_order",
    "smoothing_kind",
    "base",
    "checked",
)


def _fields(row: Outcome) -> dict[str, Any]:
    return {
        "name": row.convention.key,
        "library": row.convention.library,
        "version": row.convention.version,
        **({"unfit": row.unfit} if row.value is None else {"value": in_json(row.value), "differs": row.differs}),
        **{name: getattr(row.convention, name) for name in FACTS},
        "rescales": row.convention.rescales,
        "takes": list(row.convention.takes),
        "options": sorted(row.convention.options),
    }


def in_json(value: float) -> float | str:
    """A double as JSON has it: infinity and nan as text.

    >>> in_json(float("nan")), in_json(float("inf")), in_json(0.5)
    ('NaN', 'Infinity', 0.5)
    """
    if math.isnan(value):
        return "NaN"
    return value if math.isfinite(value) else "Infinity" if value > 0 else "-Infinity"
