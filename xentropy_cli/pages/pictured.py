"""A result with a picture of its fields, below its page or in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.pages.result import DIGITS, Around, Result
from xentropy_cli.pictures import TABLES, fitting, picture_of

if TYPE_CHECKING:
    from xentropy_cli.pages.blocks import Block


class Pictured(Around):
    """The result itself, but for one more block on its page."""

    def __init__(self, result: Result, command: str, name: str | None, *, is_alone: bool) -> None:
        """Keep the result, and which picture of a command to draw (the first that fits, where none is named)."""
        super().__init__(result)
        self.table = TABLES[command]
        self.name = name
        self.is_alone = is_alone
        self.kept_picture = None

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:
        """Lay out the page with the picture, or the picture alone."""
        drawing = picture_of(self.table, self.result.record(), digits, self.name)
        return (drawing,) if self.is_alone else (*self.result.page(digits, every_row=every_row), drawing)


def as_kept(result: Result) -> Result:
    """The result as it is on a page that people keep: with its picture, if it has one that fits."""
    kept = result.kept_picture
    if kept is None or kept[1] not in fitting(TABLES[kept[0]], result.record()):
        return result
    return Pictured(result, *kept, is_alone=False)
