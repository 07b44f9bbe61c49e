"""The pages of `xent explain` that are no lesson: about the tool, an error, a quantity; and the list of all lessons."""

from __future__ import annotations

import shlex
from textwrap import wrap
from typing import TYPE_CHECKING

from xentropy_cli.cli.options.refusals import typed
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.pages.blocks import Heading
from xentropy_cli.pages.lesson_blocks import Items, Paragraph, Phrase, Section
from xentropy_cli.teaching.course import aliases, fact_of, order
from xentropy_cli.teaching.lookup import REFERENCES, markdown_of, quantities_of, spelled, title_of, words
from xentropy_cli.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.derivation.quantities import Quantity
    from xentropy_cli.errors import XentError
    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.teaching.lookup import Found


def page_of(found: Found) -> list[Block]:
    """Make the page of what a word stands for, if that is no lesson."""
    if found.kind == "quantity":
        row = QUANTITIES[found.name]
        return [Heading(row.name[0].upper() + row.name[1:]), *row_blocks(row)]
    from xentropy_cli.teaching.reference_pages import markdown_blocks

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


START = "Start: xent explain doors"
ABOUT = "About the tool"
WIDEST = 80


def contents(width: int = WIDEST, rows: int | None = None) -> str:
    """List every lesson in reading order, one line each, and the pages about the tool; names alone where rows are few."""
    groups = _groups()
    widest = max(len(topic) for found in groups.values() for topic, _ in found)
    full = [START]
    for name, found in groups.items():
        full += ["", name, *(line for row in found for line in _line(row, widest, min(width, WIDEST)))]
    return "\n".join(full if rows is None or len(full) < rows else _names(groups, min(width, WIDEST))) + "\n"


def contents_page() -> list[Block]:
    """The same list as a page."""
    blocks: list[Block] = [Heading("Lessons")]
    questions = {part.name: [Paragraph((Phrase(part.question, "emphasis"),))] for part in order()}
    for name, found in _groups().items():
        items = tuple((Phrase(topic, "lesson", topic), Phrase(f": {said}{_also(topic)}")) for topic, said in found)
        blocks += [Section(name), *questions.get(name, ()), Items(items)]
    return blocks


def _also(topic: str) -> str:
    """What else a lesson is called."""
    others = ", ".join(alias for alias, named in aliases().items() if named == topic)
    return f" (also {others})" if others else ""


def _groups() -> dict[str, list[tuple[str, str]]]:
    groups = {part.name: [(topic, fact_of(topic, "summary")) for topic in part.topics] for part in order()}
    return {**groups, ABOUT: [(name, title_of(name)) for name in REFERENCES]}


def _line(row: tuple[str, str], widest: int, width: int) -> list[str]:
    """A name and what it is about; what does not fit hangs below."""
    topic, said = row
    return wrap(said, width, initial_indent=f"  {topic:{widest}}  ", subsequent_indent=" " * (widest + 4))


def _names(groups: dict[str, list[tuple[str, str]]], width: int) -> list[str]:
    """The names alone, each group in as few lines as it takes."""
    shown = [START, ""]
    for name, found in groups.items():
        names = ", ".join(topic for topic, _ in found)
        shown += wrap(names, width, initial_indent=f"{name:20}", subsequent_indent=" " * 20, break_on_hyphens=False)
    return [*shown, "", "What each is about: xent explain | more"]


def unknown_topic(topic: str) -> XentError:
    """Refuse words that name no page, with what was probably meant, or the pages that are about them."""
    near = nearest(spelled(topic), words())
    return typed(f"xent explain {topic}", topic or " ").refuse(
        "unknown-topic",
        f"There is no page {topic}.",
        why="It is no lesson, page about the tool, error or quantity, and no file that ends in .md.",
        fix=f"Did you mean xent explain {near}?" if near else _pages_about(topic),
    )


def _pages_about(topic: str) -> str:
    """Name the pages that these words may be about."""
    from xentropy_cli.teaching.search import pages_about

    found = "; ".join(f"xent explain {page}" for page in pages_about(topic))
    return f"It may be in one of these: {found}" if found else "See the lessons: xent explain"
