"""The files of the course: every page that `xent explain` shows, each linked to the others, and a list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.cli.lessons.lesson_page import scene_page, whole_lesson
from xentropy_cli.cli.lessons.topic_pages import ABOUT, contents_page, page_of, row_blocks
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.pages.blocks import Heading, Pointer
from xentropy_cli.pages.lesson_blocks import Grid, Items, Paragraph, Phrase, Quotation, Section
from xentropy_cli.rendering.script import script
from xentropy_cli.rendering.site import INDEX, SCRIPT, STYLE_SHEET, Way, site_index, site_page, site_style
from xentropy_cli.teaching.course import fact_of, lesson_of, sections, topics
from xentropy_cli.teaching.lookup import REFERENCES, Found, errors, look_up, markdown_of
from xentropy_cli.teaching.numbers import Own

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.teaching.asking.problem import Problem

GLOSSARY = "glossary.html"
COMMAND = "xent explain "
ERRORS = "Errors"
WORDS = "Glossary"
START = (
    Phrase("Begin with "),
    Phrase("doors", "lesson", "doors"),
    Phrase(". Every number on these pages was computed by xent, and every command can be typed: "),
    Phrase("xent explain doors", "code"),
    Phrase(" shows the same page in a terminal, with your own numbers if you like."),
)


def course_files() -> Iterator[tuple[str, str]]:
    """Make every file of the course: its name and its text."""
    yield STYLE_SHEET, site_style()
    yield SCRIPT, script()
    yield INDEX, site_index(_linked(_index()))
    order = topics()
    for part, names in sections().items():
        for name in names:
            at = order.index(name)
            before, after = (_entry(order[k]) if 0 <= k < len(order) else None for k in (at - 1, at + 1))
            yield _file(name), site_page(_linked(_lesson(name)), Way(part, before, after))
    for part, kind, found in ((ABOUT, "reference", REFERENCES), (ERRORS, "error", errors())):
        for name in found:
            yield _file(name), site_page(_linked(page_of(Found(kind, name))), Way(part))
    yield GLOSSARY, site_page(_linked(_glossary()), Way(WORDS))


def _entry(topic: str) -> tuple[str, str]:
    return _file(topic), fact_of(topic, "title")


def _file(name: str) -> str:
    return f"{name}.html"


def _lesson(topic: str) -> list[Block]:
    """The page of a lesson with its questions; the way to the next one is not part of it."""
    problems: list[Problem] = []
    pages = whole_lesson(lesson_of(topic), topic, Own(()), problems)
    pages.insert(-1, scene_page(topic))
    return [block for page in pages for block in page if not isinstance(block, Pointer)]


def _index() -> list[Block]:
    """The list that `xent explain` prints, then the quantities and the errors."""
    listed = contents_page()
    words = tuple(
        (Phrase(row.name, "link", _address(row.key)), Phrase(f": {row.meaning}")) for row in QUANTITIES.values()
    )
    codes = tuple((Phrase(code, "link", _file(code)), Phrase(f": {_title(code)}")) for code in errors())
    return [Heading("xent: lessons on cross-entropy"), Paragraph(START), *listed[1:],
            Section(WORDS), Items(words), Section(ERRORS), Items(codes)]  # fmt: skip


def _title(code: str) -> str:
    return markdown_of(Found("error", code)).partition("\n")[0].removeprefix("# ")


def _glossary() -> Iterator[Block]:
    """Every quantity with its formula, its worked example, what it means and where it is from."""
    yield Heading(WORDS)
    for row in QUANTITIES.values():
        yield Section(row.name[0].upper() + row.name[1:], anchor=_anchor(row.key))
        yield from row_blocks(row)


def _anchor(key: str) -> str:
    return key.replace("_", "-")


def _address(key: str) -> str:
    return f"{GLOSSARY}#{_anchor(key)}"


def _linked(blocks: Sequence[Block] | Iterator[Block]) -> list[Block]:
    """Let the names of lessons, and commands that do nothing but show a page, lead to these pages."""
    return [_with_links(block) for block in blocks]


def _with_links(block: Block) -> Block:
    if isinstance(block, Paragraph | Quotation):
        return block._replace(runs=_runs(block.runs))
    if isinstance(block, Items):
        return block._replace(rows=tuple(map(_runs, block.rows)))
    if isinstance(block, Grid):
        return Grid(tuple(map(_runs, block.heads)), tuple(tuple(map(_runs, row)) for row in block.rows))
    return block


def _runs(runs: Sequence[Phrase]) -> tuple[Phrase, ...]:
    return tuple(map(_phrase, runs))


def _phrase(run: Phrase) -> Phrase:
    if run.style == "lesson":
        return Phrase(run.text, "link", _file(run.href))
    if run.style != "code" or not run.text.startswith(COMMAND):
        return run
    found = look_up(run.text.removeprefix(COMMAND))
    if found is None:
        return run
    return run._replace(href=_address(found.name) if found.kind == "quantity" else _file(found.name))
