"""What every result can do: lay out its page, name its fields, say how it was read, and what is to be known beside it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xentropy_cli.notes import Note
    from xentropy_cli.pages.blocks import Block

DIGITS = 4
"""Digits after the point, unless others are asked for."""


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
    @abstractmethod
    def readings(self) -> tuple[str, ...]:
        """How the input was read, in words; one text for each model, where there are several."""

    @property
    @abstractmethod
    def notes(self) -> tuple[Note, ...]:
        """What was changed, left out or looks wrong."""
