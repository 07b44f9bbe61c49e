"""What a page is made of: blocks, and the cells in them. Numbers in a block are already written (`figures`).

Every document renderer handles every kind of block and cell; a test walks through them. What states a computed number
says what stands in its place on a page without answers (`blank`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from xentropy_cli.derivation.formula import Formula
    from xentropy_cli.pages.lesson_blocks import LessonBlock
    from xentropy_cli.pictures.kinds import Drawing


class Words(NamedTuple):
    """Text, ours or from outside; a renderer escapes it either way."""

    text: str
    is_answer: bool = False


class Figure(NamedTuple):
    """A number as written by `figures`; `is_total` where it is a result of the whole, `is_given` where nobody computed it."""

    text: str
    is_total: bool = False
    is_given: bool = False


class Math(NamedTuple):
    """A symbol or formula."""

    formula: Formula


class Bar(NamedTuple):
    """A bar from `start` to `start + length`, in shares of the width of its column; `role` picks its colour."""

    start: float
    length: float
    role: str = "share"


class Gap(NamedTuple):
    """Room to write an answer of so many characters."""

    width: int


Cell = Words | Figure | Math | Bar | Gap
BLANK = Words("")

GAP = "______"
"""Room to write an answer, within a text or a formula."""


class Column(NamedTuple):
    """A column: its head, its alignment (left, right, or at the decimal point), and when it goes.

    Where a table is too wide, columns are dropped from the highest `drop` down; those with 0 stay. The text of one that `wraps`
    goes on in lines below before any other is dropped for it, as long as it has room enough.
    """

    head: Cell
    align: str = "right"
    drop: int = 0
    wraps: bool = False


class Heading(NamedTuple):
    """The title of the page, and what it is without answers, where that is less."""

    text: str
    asked: str = ""


class Prose(NamedTuple):
    """A sentence, and what it is without answers, where that is less."""

    text: str
    asked: str = ""


class Table(NamedTuple):
    """Rows of cells; an empty row stands for the rows that are not shown, which `hidden` counts."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    footer: tuple[tuple[Cell, ...], ...] = ()
    hidden: int = 0


class Equation(NamedTuple):
    """symbol = side = side …, its meaning in a few words, and the equation without answers, where it has some."""

    symbol: Formula
    sides: tuple[Formula, ...]
    gloss: str = ""
    asked: Equation | None = None


class Equations(NamedTuple):
    """Equations under each other, lined up at the first equals sign."""

    rows: tuple[Equation, ...]


class Remark(NamedTuple):
    """A note under the result."""

    code: str
    text: str


class Pointer(NamedTuple):
    """Where to read on: the topic of a lesson, after one word on why."""

    topic: str
    word: str = "more"
    is_linked: bool = True
    """Whether the page of the lesson may lie beside this one; a handout goes out alone."""

    @property
    def command(self) -> str:
        """What one types to read it."""
        return f"xent explain {self.topic}"


Block: TypeAlias = "Heading | Prose | Table | Equations | Remark | Pointer | LessonBlock | Drawing"
"""Any block; those of lessons and charts are in `lesson_blocks`, which few pages load."""
