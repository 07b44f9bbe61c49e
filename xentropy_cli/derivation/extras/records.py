"""The records of further workings: what was asked for, and its table with its results."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.arithmetic import Arithmetic
    from xentropy_cli.derivation.formula import Formula
    from xentropy_cli.notes import Note


class Further(NamedTuple):
    """A further working that was asked for: its key in `workings.WORKINGS`, its numbers, and which kind of it."""

    key: str
    amounts: tuple[Real, ...] = ()
    kind: str = ""


class Field(NamedTuple):
    """A column of a further working: its name for scripts, its head, and when it goes where there is little room.

    Its numbers are computed, `given` (shown as typed) or `count`ed. `of` names the class it is about, in words from outside.
    `made` works each out from those that stand under the keys `made_from` in its row, where its head says so.
    """

    key: str
    head: Formula
    kind: str = "computed"
    drop: int = 0
    of: str = ""
    made_from: tuple[str, ...] = ()
    made: Callable[..., Real] | None = None


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
    """A further table beside the answer, row by row, what comes of it, and its lesson; an absent cell is None."""

    key: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[str | Real | None, ...], ...]
    sums: tuple[Real | None, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    notes: tuple[Note, ...] = ()
    lesson: str = ""
