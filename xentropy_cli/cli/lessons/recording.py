"""The file of a lesson of one's own: a first one that runs, and one with what its commands print and its sentences say now."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from xentropy_cli.cli.lessons.run_lesson import lesson_pages, output_of
from xentropy_cli.cli.options.refusals import typed
from xentropy_cli.cli.output.streams import read_text, replacing
from xentropy_cli.pages.lesson_blocks import Phrase
from xentropy_cli.pages.paths import PathError
from xentropy_cli.rendering import render_document
from xentropy_cli.teaching.course import FOLDER, text_of
from xentropy_cli.teaching.lesson import Command, parse
from xentropy_cli.teaching.lines import lines_of
from xentropy_cli.teaching.live import LIVE, Live
from xentropy_cli.teaching.numbers import Own

if TYPE_CHECKING:
    import re

    from xentropy_cli.teaching.lesson import Lesson, Passage

FIRST = FOLDER.parent / "new_lesson.md"


def write_first(path: str) -> None:
    """Write a lesson that shows what one may hold, to a file that is not there yet.

    Raises XentError where the file exists: a lesson is never overwritten by another.
    """
    if os.path.lexists(path):
        raise typed(path, where="--new").refuse(
            "same-file",
            f"{path} exists.",
            why="A new lesson takes the place of no file.",
            fix="Give it another name.",
        )
    with replacing(path) as write:
        write(recorded(text_of(FIRST), path, os.path.dirname(path) or "."))


def record_file(path: str) -> None:
    """Fill in what the commands of a lesson print and what its sentences say; on a fault the file stays as it was.

    Raises XentError where the lesson is not as it must be, or a command of it fails.
    """
    text, folder = read_text(path), os.path.dirname(path) or "."
    lesson_pages(parse(text, path, folder), Own(()), [])  # what is refused where it is shown
    now = recorded(text, path, folder)
    with replacing(path) as write:
        write(now)


def recorded(text: str, file: str, folder: str) -> str:
    """Put under every command what it prints, and into every live link what it says, with the lesson's own numbers.

    Raises XentError where the lesson is not as it must be, or a command of it fails.
    """
    lesson = parse(text, file, folder)
    live = Live(is_example=True)
    lines: list[str] = [*lines_of(text)]
    edits = []
    for passage in lesson.passages:
        if not live.shows(passage):
            continue
        start = passage.lines[0].at - 1
        end = start + len(passage.lines)
        if isinstance(passage.block, Command):
            edits.append((start + 2, end - 1, _printed(lesson, passage.block, live)))
        else:
            edits.append((start, end, _said(passage, live)))
    for start, end, found in reversed(edits):
        lines[start:end] = found
    return "\n".join(lines)


def _printed(lesson: Lesson, command: Command, live: Live) -> list[str]:
    """What a command prints in a pipe, without what the block before has said already."""
    output = output_of(lesson, command, command)
    page = output.page()
    live.add(output.facts, command.name, page)
    return [line.rstrip() for line in render_document(page, "plain").strip("\n").split("\n")]


def _said(passage: Passage, live: Live) -> list[str]:
    """The lines of a text, each live link with what it says now."""

    def now(link: re.Match[str]) -> str:
        try:
            text = live.text_of(Phrase(" ".join(link[1].split()), "live", link[2]))
        except PathError:
            text = None
        return link[0] if text is None else f"[{text}](#{link[2]})"

    return LIVE.sub(now, "\n".join(passage.lines)).split("\n")
