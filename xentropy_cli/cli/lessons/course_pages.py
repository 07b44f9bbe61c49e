"""The files of the course: every page that `xent explain` shows, each linked to the others, and a list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.cli.lessons.lesson_page import scene_page, whole_lesson
from xentropy_cli.cli.lessons.topic_pages import ABOUT, contents_page, page_of, row_blocks
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.pages.blocks import Heading, Pointer
from xentropy_cli.pages.lesson_blocks import Items, Phrase, Section, rephrased
from xentropy_cli.rendering.script import script
from xentropy_cli.rendering.site import INDEX, SCRIPT, STYLE_SHEET, site_index, site_page, site_style
from xentropy_cli.teaching.course import fact_of, lesson_of, order
from xentropy_cli.teaching.lookup import REFERENCES, Found, errors, look_up, title_of
from xentropy_cli.teaching.numbers import Own
from xentropy_cli.teaching.prose import prose_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.teaching.asking.problem import Problem

GLOSSARY = "glossary.html"
COMMAND = "xent explain "
ERRORS = "Errors"
WORDS = "Glossary"
START = (
    "Begin with [doors](doors.md). Every number on these pages was computed by xent, and every command can be typed: "
    "`xent explain doors` shows the same page in a terminal, with your own numbers if you like."
)


def course_files() -> Iterator[tuple[str, str]]:
    """Make every file of the course: its name and its text."""
    yield STYLE_SHEET, site_style()
    yield SCRIPT, script()
    yield INDEX, site_index(_linked(_index()))
    lessons = [(part.name, topic) for part in order() for topic in part.topics]
    entries = [None, *((_file(topic), fact_of(topic, "title")) for _, topic in lessons), None]
    for (part, topic), before, after in zip(lessons, entries, entries[2:], strict=False):
        yield _file(topic), site_page(_linked(_lesson(topic)), part, before, after)
    for part, kind, found in ((ABOUT, "reference", REFERENCES), (ERRORS, "error", errors())):
        for name in found:
            yield _file(name), site_page(_linked(page_of(Found(kind, name))), part)
    yield GLOSSARY, site_page(_linked(_glossary()), WORDS)


def _file(name: str) -> str:
    return f"{name}.html"


def _lesson(topic: str) -> Iterator[Block]:
    """The page of a lesson with its questions; the way to the next one is not part of it."""
    problems: list[Problem] = []
    *parts, ending = whole_lesson(lesson_of(topic), topic, Own(()), problems)
    return (block for page in (*parts, scene_page(topic), ending) for block in page if not isinstance(block, Pointer))


def _index() -> Iterator[Block]:
    """The list that `xent explain` prints, then the quantities and the errors."""
    yield from (Heading("xent: lessons on cross-entropy"), prose_of([START]), *contents_page()[1:])
    words = ((row.name, f"{GLOSSARY}#{_anchor(row.key)}", row.meaning) for row in QUANTITIES.values())
    codes = ((code, _file(code), title_of(code, "error")) for code in errors())
    for name, rows in ((WORDS, words), (ERRORS, codes)):
        yield Section(name)
        yield Items(tuple((Phrase(text, "link", href), Phrase(f": {said}")) for text, href, said in rows))


def _glossary() -> Iterator[Block]:
    """Every quantity with its formula, its worked example, what it means and where it is from."""
    yield Heading(WORDS)
    for row in QUANTITIES.values():
        yield Section(row.name[0].upper() + row.name[1:], anchor=_anchor(row.key))
        yield from row_blocks(row)


def _anchor(key: str) -> str:
    return key.replace("_", "-")


def _linked(blocks: Iterable[Block]) -> list[Block]:
    """Let the names of lessons, and commands that do nothing but show a page, lead to these pages."""
    return [rephrased(block, _link) for block in blocks]


def _link(run: Phrase) -> Phrase:
    if run.style == "lesson":
        return Phrase(run.text, "link", _file(run.href))
    is_command = run.style == "code" and run.text.startswith(COMMAND)
    found = look_up(run.text.removeprefix(COMMAND)) if is_command else None
    if found is None:
        return run
    is_word = found.kind == "quantity"
    return run._replace(href=f"{GLOSSARY}#{_anchor(found.name)}" if is_word else _file(found.name))
