"""What a page is made of: blocks, and the cells in them. Numbers in a block are already written (`figures`).

Every document renderer handles every kind of block and cell; a test walks through them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xentropy_cli.model import Formula


class Words(NamedTuple):
    """Text, ours or from outside; a renderer escapes it either way."""

    text: str


class Figure(NamedTuple):
    """A number as written by `figures`; `is_total` where it is a result of the whole."""

    text: str
    is_total: bool = False


class Math(NamedTuple):
    """A symbol or formula."""

    formula: Formula


class Bar(NamedTuple):
    """A bar from `start` to `start + length`, in shares of the width of its column; `role` picks its colour."""

    start: float
    length: float
    role: str = "share"


Cell = Words | Figure | Math | Bar
BLANK = Words("")


class Column(NamedTuple):
    """A column: its head, its alignment (left, right, or at the decimal point), and when it goes.

    Where a table is too wide, columns are dropped from the highest `drop` down; those with 0 stay.
    """

    head: Cell
    align: str = "right"
    drop: int = 0


class Heading(NamedTuple):
    """The title of the page."""

    text: str


class Prose(NamedTuple):
    """A sentence."""

    text: str


class Table(NamedTuple):
    """Rows of cells; an empty row stands for the rows that are not shown, which `hidden` counts."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    footer: tuple[tuple[Cell, ...], ...] = ()
    hidden: int = 0


class Equation(NamedTuple):
    """symbol = side = side …, and its meaning in a few words."""

    symbol: Formula
    sides: tuple[Formula, ...]
    gloss: str = ""


class Equations(NamedTuple):
    """Equations under each other, lined up at the first equals sign."""

    rows: tuple[Equation, ...]


class Remark(NamedTuple):
    """A note under the result."""

    code: str
    text: str


class Tick(NamedTuple):
    """A place on an axis, and the number written there."""

    at: float
    text: str


class Axis(NamedTuple):
    """What an axis shows, from where to where, and its ticks. Coordinates are in its own units."""

    name: Formula
    low: float
    high: float
    ticks: tuple[Tick, ...]


class Curve(NamedTuple):
    """A line through points (x, y); `role` picks its colour, and its name stands at the point numbered `named_at`."""

    name: Formula
    points: tuple[tuple[float, float], ...]
    role: str
    named_at: int


class Mark(NamedTuple):
    """A point of the reader's own numbers, with its name."""

    x: float
    y: float
    name: str


class Chart(NamedTuple):
    """Curves over two axes, and marks on them. All points lie within the axes."""

    title: str
    x: Axis
    y: Axis
    curves: tuple[Curve, ...]
    marks: tuple[Mark, ...] = ()


class Phrase(NamedTuple):
    """Text in one style: "", "code", "emphasis", "strong", or "link", with where it leads."""

    text: str
    style: str = ""
    href: str = ""


class Section(NamedTuple):
    """The heading of a part of a page."""

    text: str


class Paragraph(NamedTuple):
    """A paragraph of a lesson."""

    runs: tuple[Phrase, ...]


class Items(NamedTuple):
    """A list, bulleted or numbered."""

    rows: tuple[tuple[Phrase, ...], ...]
    is_numbered: bool = False


class Verbatim(NamedTuple):
    """Lines as they are: a command (`is_command`), or what one printed."""

    text: str
    is_command: bool = False


LessonBlock = Chart | Section | Paragraph | Items | Verbatim
"""What lessons are made of beside the blocks of a calculation; a calculation may have sections and a chart."""

Block = Heading | Prose | Table | Equations | Remark | LessonBlock
