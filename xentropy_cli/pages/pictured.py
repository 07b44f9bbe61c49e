"""A result with a picture of its fields, below its page or in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.pages.result import DIGITS, Result
from xentropy_cli.pictures import picture_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xentropy_cli.notes import Note
    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.pictures import Picture


class Pictured(Result):
    """The result itself, but for one more block on its page."""

    def __init__(self, result: Result, table: Mapping[str, Picture], name: str | None, *, is_alone: bool) -> None:
        """Keep the result, and which picture of the table to draw (the first that fits, where none is named)."""
        self.result = result
        self.table = table
        self.name = name
        self.is_alone = is_alone
        self.chooses_columns = result.chooses_columns

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:
        """Lay out the page with the picture, or the picture alone."""
        drawing = picture_of(self.table, self.result.record(), digits, self.name)
        return (drawing,) if self.is_alone else (*self.result.page(digits, every_row=every_row), drawing)

    def record(self) -> dict[str, Any]:
        """Name the fields of the result."""
        return self.result.record()

    @property
    def readings(self) -> tuple[str, ...]:
        """How the input of the result was read."""
        return self.result.readings

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes of the result."""
        return self.result.notes
