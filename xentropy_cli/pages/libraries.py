"""A comparison of libraries → the blocks of its page, and its fields."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from xentropy_cli.conventions.catalogue.convention import KINDS
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.figures import figure, json_number
from xentropy_cli.pages.blocks import BLANK, Block, Cell, Column, Figure, Heading, Prose, Remark, Table, Words
from xentropy_cli.pages.equations import difference_of, extra_digits, of_double
from xentropy_cli.pages.result import DIGITS, MOST_DIGITS, Result

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.conventions.libraries import CallResult, Comparison

DIFFERENCES_ROUNDED = "Each difference is rounded once, from all digits of both numbers."

COLUMNS = {
    "library": Column(Words("library"), "left", 3),
    "call": Column(Words("call"), "left", 2),
    "expects": Column(Words("expects"), "left", 1),
    "precision": Column(Words("precision"), "left", 1),
    "clip": Column(Words("clips at"), "left", 1),
    "takes": Column(Words("takes"), "left", 1),
    "options": Column(Words("options"), "left", 1),
    "number": Column(Words("number")),
    "unit": Column(Words("unit"), "left"),
    "difference": Column(Words("− exact")),
    "does": Column(Words("what it does"), "left", 1, wraps=True),
    "checked": Column(Words("checked"), "left", 1),
}
"""What may stand beside the name of a row."""

USUAL: tuple[str, ...] = ("library", "call", "number", "difference", "does")


class LibrariesResult(Result):
    """One input under every library's convention; its page has those of the columns that are named."""

    kept_picture = "libraries", "calls"

    def __init__(self, comparison: Comparison, shown: Sequence[str] = USUAL) -> None:
        """Keep the comparison, and what to show of it."""
        self.comparison = comparison
        self.shown = shown
        self.notes = comparison.derivation.notes

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:  # noqa: ARG002  all are shown
        """Lay out a table of numbers, and tell why the other calls cannot take these inputs."""
        fit, exact = self.comparison.fit, self.comparison.exact
        unfit = [row for row in self.comparison.outcomes if row.value is None]
        shown = _with_units(self.shown, fit, self.comparison.derivation.unit)
        columns = (Column(Words("name"), "left"), *(COLUMNS[name] for name in shown))
        extra = _extra(fit, digits) if "difference" in shown and exact is not None else 0
        return (
            Heading(_headline(self.comparison, digits, extra or 0)),
            Prose(f"Read as: {self.comparison.derivation.read_as}."),
            *([Table(columns, tuple(_cells(row, digits, extra or 0, shown) for row in fit))] if fit else []),
            *([Prose(DIFFERENCES_ROUNDED)] if extra is None else []),
            *_left_out(unfit),
            *([Prose(_kinds(self.comparison.outcomes))] if "takes" in self.shown else []),
            *([Prose("A program that gives a number of this table: xent libraries … --code NAME")] if fit else []),
            *(Remark(note.code, note.text) for note in self.notes),
        )

    def record(self) -> dict[str, Any]:
        """Name every field of every row."""
        derivation = self.comparison.derivation
        return {
            "read_as": derivation.read_as,
            **({} if self.comparison.exact is None else {"value": json_number(self.comparison.exact)}),
            "unit": derivation.unit,
            "quantity": self.comparison.quantity,
            "libraries": [_fields(row) for row in self.comparison.outcomes],
            "notes": [{"code": note.code, "text": note.text} for note in self.notes],
        }


def _with_units(shown: Sequence[str], rows: Sequence[CallResult], unit: str) -> tuple[str, ...]:
    """The columns, and behind the numbers their units, where some are not in the unit of the answer."""
    is_mixed = any(row.unit not in ("", unit) for row in rows) and "unit" not in shown
    return tuple(each for name in shown for each in ((name, "unit") if is_mixed and name == "number" else (name,)))


def _extra(rows: Sequence[CallResult], digits: int) -> int | None:
    """The fewest more digits of the numbers with which each, less the exact one, gives the difference beside it."""
    found = [
        (row.exact, row.value)
        for row in rows
        if row.differs and row.is_same_quantity and row.value is not None and row.exact is not None
    ]
    made = [(difference_of(a, b), of_double(b - a).value) for a, b in found if math.isfinite(b - a)]
    return extra_digits(made, min(digits, MOST_DIGITS))


def _headline(comparison: Comparison, digits: int, extra: int) -> str:
    """Say what is exact, and how many of the calls that mean to compute it give something else."""
    derivation, meant = comparison.derivation, comparison.of_same_quantity
    if comparison.exact is None:
        return f"Exact: none, since all weights are 0; {len(comparison.fit)} calls give something"
    others = sum(row.differs for row in meant)
    exact = f"{figure(derivation.value, digits + extra)} {derivation.unit}"
    name = QUANTITIES[comparison.quantity].name
    return f"Exact: {exact}; {others} of {len(meant)} calls for {name} give another number"


def _cells(row: CallResult, digits: int, extra: int, shown: Sequence[str]) -> tuple[Cell, ...]:
    convention, value = row.convention, row.value if row.value is not None else math.nan
    made: dict[str, Cell] = {
        "library": Words(f"{convention.library} {convention.version}"),
        "takes": Words(", ".join(convention.takes)),
        "options": Words(", ".join(sorted(convention.options)) or "none"),
        "number": Figure(_written(value, digits + extra)),
        "unit": Words(row.unit),
        "difference": _difference_cell(row, digits),
    }
    cells = (made[name] if name in made else Words(getattr(convention, name)) for name in shown)
    return (Words(convention.key), *cells)


def _written(value: float, digits: int) -> str:
    return "nan" if math.isnan(value) else figure(value, min(digits, MOST_DIGITS))


def _difference_cell(row: CallResult, digits: int) -> Cell:
    """Leave blank what is the same, and what is no distance: that of another quantity."""
    if row.value is None or row.exact is None or not (row.differs and row.is_same_quantity):
        return BLANK
    return Figure(_difference(row.value, row.exact, digits))


def _difference(value: float, exact: float, digits: int) -> str:
    """Write how far a value lies from the exact one; from infinity every finite value is as far."""
    if math.isinf(exact) or math.isnan(value):
        return "finite" if math.isfinite(value) else "nan" if math.isnan(value) else "infinite"
    text = _written(value - exact, digits)
    return f"+{text}" if value > exact else text


def _kinds(rows: Sequence[CallResult]) -> str:
    """Say what the kinds of inputs are that these rows take."""
    taken = {kind for row in rows for kind in row.convention.takes}
    return "; ".join(f"{kind}: {words}" for kind, words in KINDS.items() if kind in taken) + "."


def _left_out(rows: Sequence[CallResult]) -> Iterator[Prose]:
    """One sentence a reason, with the names of all calls that it keeps out."""
    names: dict[str, list[str]] = {}
    for row in rows:
        names.setdefault(row.unfit, []).append(row.convention.key)
    for reason, alike in names.items():
        calls = "1 call is left out, since it" if len(alike) == 1 else f"{len(alike)} calls are left out, since each"
        yield Prose(f"{calls} {reason}: {', '.join(alike)}.")


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


def _fields(row: CallResult) -> dict[str, Any]:
    return {
        "name": row.convention.key,
        "library": row.convention.library,
        "version": row.convention.version,
        **({"unfit": row.unfit} if row.value is None else {"value": json_number(row.value), "differs": row.differs}),
        "unit": row.unit or None,
        **{name: getattr(row.convention, name) for name in FACTS},
        "rescales": row.convention.rescales,
        "takes": list(row.convention.takes),
        "options": sorted(row.convention.options),
    }
