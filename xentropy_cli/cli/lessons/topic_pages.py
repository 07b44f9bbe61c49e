"""The pages of `xent explain` that are no lesson: about the tool, an error, a quantity; and the list of all lessons."""

from __future__ import annotations

import shlex
from itertools import zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING

from xentropy_cli.cli.app import OTHER_NAMES
from xentropy_cli.cli.options.refusals import typed
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.pages.blocks import Heading
from xentropy_cli.pages.lesson_blocks import Items, Paragraph, Phrase, Section
from xentropy_cli.rendering.ansi import painted
from xentropy_cli.teaching.course import aliases, fact_of, order, topics
from xentropy_cli.teaching.lookup import REFERENCES, markdown_of, quantities_of, spelled, title_of, words
from xentropy_cli.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentropy_cli.derivation.quantities import Quantity
    from xentropy_cli.errors import XentError
    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.teaching.lookup import Found

    Line = Sequence[tuple[str, str]]


def page_of(found: Found) -> list[Block]:
    """Make the page of what a word stands for, if that is no lesson."""
    if found.kind == "quantity":
        row = QUANTITIES[found.name]
        return [Heading(row.name[0].upper() + row.name[1:]), *row_blocks(row)]
    from xentropy_cli.teaching.prose import markdown_blocks

    return list(markdown_blocks(markdown_of(found)))


def row_blocks(row: Quantity) -> Iterator[Block]:
    """Show a quantity, its example worked out now."""
    from xentropy_cli.cli.options.inputs import request_from
    from xentropy_cli.derivation.derive import derive
    from xentropy_cli.inputs.readings import read
    from xentropy_cli.pages.quantity import quantity_blocks

    _, _, *words = shlex.split(row.example)
    yield from quantity_blocks(row, derive(read(request_from(words))))


def rows_of_lesson(topic: str) -> list[Block]:
    """Show the quantities that a lesson is about, under a heading."""
    blocks = [block for row in quantities_of(topic) for block in row_blocks(row)]
    return [Section("In short"), *blocks] if blocks else []


START = (("Start: ", ""), ("xent explain doors", "code"))
ABOUT = "About the tool"
LINKED = (".html", ".md")
"""The suffixes of pages on which the name of a lesson is a link."""

WIDEST = 80
COLUMN, NAMED, GAP = 39, 15, 2
"""Cells of each of two columns, of a name in it, and between them."""


def contents(width: int = WIDEST, rows: int | None = None, *, in_color: bool = False) -> str:
    """List the lessons in reading order and the pages about the tool, a line each; in two columns where rows are few."""
    named = max(map(len, (*topics(), *REFERENCES)))
    lines = [line for name, found in _groups() for line in _group(name, found, named, min(width, WIDEST))]
    if rows is not None and len(lines) + 1 >= rows and width >= WIDEST:
        lines = _in_two_columns()
    return "".join(f"{painted(line, in_color=in_color)}\n" for line in (START, *lines))


def _group(name: str, rows: Iterable[tuple[str, str]], named: int, width: int) -> list[Line]:
    """A heading, and below it the names with what each is about; what does not fit hangs there."""
    lines: list[Line] = [[(name, "section")]]
    for topic, said in rows:
        first, *more = wrap(said, width - named - 4)
        lines.append([(f"  {topic:{named}}  ", "symbol"), (first, "")])
        lines += [[(" " * (named + 4) + each, "")] for each in more]
    return lines


def _in_two_columns() -> list[Line]:
    """The names with a few words on each, so that all of them stand on a screen of 24 rows."""
    about = [[(f"  {names}", "symbol")] for names in wrap(", ".join(REFERENCES), COLUMN - 2)]
    groups = [_group(part.name, part.topics.items(), NAMED, COLUMN) for part in order()]
    groups.append([[(ABOUT, "section")], *about])
    left: list[Line] = []
    right: list[Line] = []
    for group in groups:
        column = left if 2 * len(left) < sum(map(len, groups)) else right
        column += [[], *group]
    return [
        [*first, (" " * (COLUMN + GAP - sum(len(text) for text, _ in first)), ""), *second] if second else first
        for first, second in zip_longest(left, right, fillvalue=())
    ]


def contents_page(suffix: str = "") -> list[Block]:
    """The same list as a page; where names of lessons are links in files with its suffix, it says where these lead."""
    blocks: list[Block] = [Heading("Lessons")]
    if suffix in LINKED:
        one, whole = Phrase(f"xent explain doors -o doors{suffix}", "code"), Phrase("xent course -o site/", "code")
        words = "Links lead to files beside this one: ", " writes one, ", " all of them for a browser."
        blocks.append(Paragraph((Phrase(words[0]), one, Phrase(words[1]), whole, Phrase(words[2]))))
    questions = {part.name: [Paragraph((Phrase(part.question, "emphasis"),))] for part in order()}
    for name, found in _groups():
        items = tuple((Phrase(topic, "lesson", topic), Phrase(f": {said}{_also(topic)}")) for topic, said in found)
        blocks += [Section(name), *questions.get(name, ()), Items(items)]
    return blocks


def _also(topic: str) -> str:
    """What else a lesson is called."""
    others = ", ".join(alias for alias, named in aliases().items() if named == topic)
    return f" (also {others})" if others else ""


def _groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every heading of the list, with the names below it and what each is about."""
    lessons = [(part.name, [(topic, fact_of(topic, "summary")) for topic in part.topics]) for part in order()]
    return [*lessons, (ABOUT, [(name, title_of(name)) for name in REFERENCES])]


def unknown_topic(topic: str) -> XentError:
    """Refuse words that name no page, with what was probably meant, or the pages that are about them."""
    command, near = OTHER_NAMES.get(spelled(topic)), _name_near(spelled(topic))
    return typed(f"xent explain {topic}", topic or " ").refuse(
        "unknown-topic",
        f"There is no page {topic}.",
        why="It is no lesson, page about the tool, error or quantity, and no file that ends in .md.",
        fix=f"Type xent {command}"
        if command
        else f"Did you mean xent explain {near}?"
        if near
        else _pages_about(topic),
    )


def _name_near(asked: str) -> str | None:
    """The name that was probably meant: `nan-loss` is no slip for `nll-loss`, as nan is a name itself."""
    near = nearest(asked, words())
    return near if near and set(asked.split("-")) & set(words()) <= set(near.split("-")) else None


def _pages_about(topic: str) -> str:
    """Name the pages that these words may be about."""
    from xentropy_cli.teaching.search import pages_about

    found = "; ".join(f"xent explain {page}" for page in pages_about(topic))
    return f"It may be in one of these: {found}" if found else "See the lessons: xent explain"
