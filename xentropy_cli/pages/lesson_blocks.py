"""The blocks of lessons: what a page holds beside a calculation. A calculation may have a picture, and sections."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, TypeVar

from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentropy_cli.derivation.formula import Formula
    from xentropy_cli.pictures.kinds import Drawing


class Phrase(NamedTuple):
    """Text in one style: "", "code", "emphasis", "strong", "link" with where it leads, or "lesson" with its topic.

    Among linked pages code may lead somewhere, too.
    In a lesson that was not put together yet also "live", with what stands after the # of its link.
    """

    text: str
    style: str = ""
    href: str = ""


class Section(NamedTuple):
    """The heading of a part of a page; printed, it may begin a sheet of its own; on the web links may lead to its `anchor`."""

    text: str
    is_new_sheet: bool = False
    anchor: str = ""


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


class Judged(NamedTuple):
    """What an answer is judged by, where the page itself can do that: the kind of question and the right answer.

    `right` is a number (exactly written), a choice, or all names in their order; a slip is what it leads to, and what to say.
    """

    kind: str
    right: tuple[str, ...]
    digits: int = 0
    unit: str = ""
    slips: tuple[tuple[str, str], ...] = ()
    hints: tuple[str, ...] = ()


def marked(options: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Put before each option its number from 1; a letter where one begins or ends with a number, which would be taken for it.

    Options that are their own numbers have nothing before them.

    >>> marked(("duck", "dog")), marked(("0", "more")), marked(("1", "2"))
    ((('1', 'duck'), ('2', 'dog')), (('a', '0'), ('b', 'more')), (('', '1'), ('', '2')))
    """
    numbers = [str(at) for at in range(1, len(options) + 1)]
    if list(options) == numbers:
        return tuple(("", each) for each in options)
    has_numbers = any(each[:1].isdigit() or each[-1:].isdigit() for each in options)
    marks = ascii_lowercase if has_numbers and len(options) <= len(ascii_lowercase) else numbers
    return tuple(zip(marks, options, strict=False))


class AskBlock(NamedTuple):
    """A question of a lesson: what there is to choose from, its answer, and the command that gives it."""

    options: tuple[str, ...]
    answer: str
    command: str
    judged: Judged | None = None


class Slider(NamedTuple):
    """Something to move: its name, what people call it, and its values, as text, from `low` to `high` by `step`."""

    name: str
    label: str
    low: str
    high: str
    step: str
    start: str


class SceneBlock(NamedTuple):
    """A scene: how it stands still (question, picture, facts, command, goals), and what makes it move.

    `frame` is the picture without what moves, and `moving` what the script of a page shows and seeks, by name.
    """

    parts: tuple[Drawing | Section | Paragraph | Items | Verbatim, ...]
    sliders: tuple[Slider, ...]
    frame: Drawing
    moving: dict[str, Any]


LessonBlock = AskBlock | SceneBlock | Section | Paragraph | Items | Quotation | Displayed | Grid | Verbatim

Part = TypeVar("Part")


def rephrased(part: Part, change: Callable[[Phrase], Phrase]) -> Part:
    """Change every phrase in a block, however deep."""
    if isinstance(part, Phrase):
        return change(part)  # type: ignore[return-value]  # a phrase for a phrase
    if isinstance(part, tuple):
        inside = [rephrased(each, change) for each in part]
        return type(part)(*inside) if hasattr(part, "_fields") else tuple(inside)  # type: ignore[return-value]
    return part
