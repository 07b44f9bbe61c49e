"""The records of further workings: what was asked for, and its table with its results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.arithmetic import Arithmetic
    from xentropy_cli.derivation.formula import Formula
    from xentropy_cli.derivation.notes import Note


class Further(NamedTuple):
    """A further working that was asked for: its key in `workings.WORKINGS`, its numbers, and which kind of it."""

    key: str
    amounts: tuple[Real, ...] = ()
    kind: str = ""


class Field(NamedTuple):
    """A column of a further working: its name for scripts, its head, its cells, and when it goes where there is little room.

    Its numbers are computed, `given` (shown as typed) or `count`ed. `of` names the class it is about, in words from outside.
    `made` works each out from those that stand under the keys `made_from` in its row, where its head says so. A cell that
    does not apply is None. `total` is their sum, where that is to be shown.
    """

    key: str
    head: Formula
    cells: Sequence[str | Real | None] = ()
    kind: str = "computed"
    drop: int = 0
    of: str = ""
    made_from: tuple[str, ...] = ()
    made: Callable[..., Real] | None = None
    total: Real | None = None


class Outcome(NamedTuple):
    """A result of a further working: its name for scripts, symbol = form = arithmetic = value, its unit ("": a bare number).

    A result that does not apply to these numbers has no value, and is not shown.
    """

    key: str
    symbol: Formula
    value: Real | None
    unit: str = ""
    gloss: str = ""
    form: Formula | None = None
    arithmetic: Arithmetic | None = None


class Working(NamedTuple):
    """A further table beside the answer, column by column, what comes of it, and its lesson."""

    key: str
    title: str
    fields: tuple[Field, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    notes: tuple[Note, ...] = ()
    lesson: str = ""

    @property
    def rows(self) -> tuple[tuple[str | Real | None, ...], ...]:
        """The table, row by row."""
        return tuple(zip(*(field.cells for field in self.fields), strict=True))

    @property
    def records(self) -> list[dict[str, Any]]:
        """The table, each row by the keys of its fields."""
        return [dict(zip((field.key for field in self.fields), row, strict=True)) for row in self.rows]
