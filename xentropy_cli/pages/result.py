"""What every result can do: lay out its page, name its fields, say how it was read, and what is to be known beside it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xentropy_cli.derivation.notes import Note
    from xentropy_cli.pages.blocks import Block

DIGITS = 4
"""Digits after the point, unless others are asked for."""

MOST_DIGITS = 17
"""More digits than these tell nothing of a double."""


class Result(ABC):
    """One answer of xent. Every format is a function of its page or of its record, and computes nothing."""

    readings: tuple[str, ...] = ()
    """How columns of files were read, a line each, said beside the page too; none where no columns were chosen."""

    notes: tuple[Note, ...] = ()
    """What was changed, left out or looks wrong."""

    broken: tuple[str, ...] = ()
    """Which of the limits that were asked for do not hold, each in a sentence."""

    kept_picture: tuple[str, str] | None = None
    """The picture that stands on a page which people keep, if there is one: the command that has it, and its name."""

    @abstractmethod
    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:
        """Lay out what people read, computed numbers to `digits` digits after the point."""

    @abstractmethod
    def record(self) -> dict[str, Any]:
        """Name every field that programs read. `value` is the answer; what does not apply is absent."""

    def facts(self) -> dict[str, Any]:
        """Name every field that the text of a lesson may speak of: the record, with exact numbers where there are some."""
        return self.record()


class Around(Result):
    """A result with something more: all that is not said otherwise is that of the result within."""

    def __init__(self, result: Result) -> None:
        """Keep the result, and take over what is to be said beside its page."""
        self.result = result
        self.readings, self.notes = result.readings, result.notes
        self.broken, self.kept_picture = result.broken, result.kept_picture

    def record(self) -> dict[str, Any]:
        """Name the fields of the result."""
        return self.result.record()

    def facts(self) -> dict[str, Any]:
        """Name what sentences may speak of."""
        return self.result.facts()
