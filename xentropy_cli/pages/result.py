"""What every result can do: lay out its page, name its fields, say how it was read, and what is to be known beside it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentropy_cli.notes import Note
    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.pictures import Picture

DIGITS = 4
"""Digits after the point, unless others are asked for."""

MOST_DIGITS = 17
"""More digits than these tell nothing of a double."""


class Result(ABC):
    """One answer of xent. Every format is a function of its page or of its record, and computes nothing."""

    chooses_columns = False
    """Whether columns of a file were taken for this and that: then how it was read is said beside the page too."""

    @abstractmethod
    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:
        """Lay out what people read, computed numbers to `digits` digits after the point."""

    @abstractmethod
    def record(self) -> dict[str, Any]:
        """Name every field that programs read. `value` is the answer; what does not apply is absent."""

    def facts(self) -> dict[str, Any]:
        """Name every field that the text of a lesson may speak of: the record, with exact numbers where there are some."""
        return self.record()

    @property
    def broken(self) -> tuple[str, ...]:
        """Which of the limits that were asked for do not hold, each in a sentence."""
        return ()

    @property
    def readings(self) -> tuple[str, ...]:
        """How the input was read, in words; one text for each model, where there are several."""
        return ()

    @property
    def short_readings(self) -> tuple[str, ...]:
        """The same for a line each: names are cut, and what is usual is left out."""
        return self.readings

    @property
    def kept_picture(self) -> tuple[Mapping[str, Picture], str] | None:
        """The picture that stands on a page which people keep, if there is one: its table, and its name there."""
        return None

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was changed, left out or looks wrong."""
        return ()


class Around(Result):
    """A result with something more: all that is not said otherwise is that of the result within."""

    def __init__(self, result: Result) -> None:
        """Keep the result."""
        self.result = result
        self.chooses_columns = result.chooses_columns

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:
        """Lay out the page of the result."""
        return self.result.page(digits, every_row=every_row)

    def record(self) -> dict[str, Any]:
        """Name the fields of the result."""
        return self.result.record()

    def facts(self) -> dict[str, Any]:
        """Name what sentences may speak of."""
        return self.result.facts()

    @property
    def broken(self) -> tuple[str, ...]:
        """The limits of the result that do not hold."""
        return self.result.broken

    @property
    def readings(self) -> tuple[str, ...]:
        """How the input of the result was read."""
        return self.result.readings

    @property
    def short_readings(self) -> tuple[str, ...]:
        """The same, each in a line."""
        return self.result.short_readings

    @property
    def kept_picture(self) -> tuple[Mapping[str, Picture], str] | None:
        """The picture of the result."""
        return self.result.kept_picture

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes of the result."""
        return self.result.notes
