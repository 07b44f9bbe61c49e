"""The blocks of lessons, and charts: what a page holds beside a calculation. A calculation may have a chart, and sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xentropy_cli.derivation.formula import Formula


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
    """Text in one style: "", "code", "emphasis", "strong", "link" with where it leads, or "lesson" with its topic.

    In a lesson that was not put together yet also "live", with what stands after the # of its link.
    """

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


class Grid(NamedTuple):
    """A table of phrases: the heads of its columns, and its rows, each with a cell a column."""

    heads: tuple[tuple[Phrase, ...], ...]
    rows: tuple[tuple[tuple[Phrase, ...], ...], ...]


class Quotation(NamedTuple):
    """What somebody else said."""

    runs: tuple[Phrase, ...]


class Displayed(NamedTuple):
    """A formula on a line of its own."""

    formula: Formula


class Verbatim(NamedTuple):
    """Lines as they are: a command (`is_command`), or what one printed."""

    text: str
    is_command: bool = False


LessonBlock = Chart | Section | Paragraph | Items | Quotation | Displayed | Grid | Verbatim
