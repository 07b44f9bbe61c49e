"""The lessons that come with xent, in reading order."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.teaching.lesson import parse

if TYPE_CHECKING:
    from xentropy_cli.teaching.lesson import Lesson

FOLDER = Path(__file__).parent / "lessons"
ORDER = "order.txt"


def text_of(page: Path) -> str:
    """Read a page that comes with xent; what fails once it is open names it too."""
    try:
        return page.read_text("utf-8")
    except OSError as failure:
        failure.filename = str(page)
        raise


class CoursePart(NamedTuple):
    """A part of the reading order: its name, the question that it is about, and its lessons, with a few words on each."""

    name: str
    question: str
    topics: dict[str, str]


@cache
def order() -> tuple[CoursePart, ...]:
    """Read the parts in reading order: `NAME: QUESTION`, and below it a line for each lesson, `TOPIC: FEW WORDS`."""
    parts = []
    for block in text_of(FOLDER / ORDER).split("\n\n"):
        (name, question), *lessons = (line.split(": ", 1) for line in block.splitlines())
        parts.append(CoursePart(name, question, dict(lessons)))
    return tuple(parts)


def topics() -> tuple[str, ...]:
    """Name the lessons in reading order."""
    return tuple(topic for part in order() for topic in part.topics)


def lesson_of(topic: str) -> Lesson:
    """Read a lesson that comes with xent."""
    return parse(text_of(FOLDER / f"{topic}.md"), f"{topic}.md", str(FOLDER))


def fact_of(topic: str, name: str) -> str:
    """Read one line of the front matter of a lesson, and no more of it; "" where it has none."""
    lines = text_of(FOLDER / f"{topic}.md").split("\n")
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(f"{name}:")), "")


@cache
def aliases() -> dict[str, str]:
    """Map every other name of a lesson to its topic."""
    named = ((alias.strip(), topic) for topic in topics() for alias in fact_of(topic, "also").split(","))
    return {alias: topic for alias, topic in named if alias}
