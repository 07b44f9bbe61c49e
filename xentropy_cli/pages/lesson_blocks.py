"""The blocks of lessons: what a page holds beside a calculation. A calculation may have a picture, and sections."""

from __future__ import annotations

from typing import NamedTuple

from xentropy_cli.pictures.kinds import Drawing


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


LessonBlock = Drawing | Section | Paragraph | Items | Verbatim
