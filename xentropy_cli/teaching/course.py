"""The lessons that come with xent, in reading order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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


def topics() -> tuple[str, ...]:
    """Name the lessons in reading order."""
    return tuple(text_of(FOLDER / ORDER).split())


def lesson_of(topic: str) -> Lesson:
    """Read a lesson that comes with xent."""
    return parse(text_of(FOLDER / f"{topic}.md"), f"{topic}.md", str(FOLDER))


def summary_of(topic: str) -> str:
    """Read the summary of a lesson."""
    lines = text_of(FOLDER / f"{topic}.md").split("\n")
    return next(line.partition(":")[2].strip() for line in lines if line.startswith("summary:"))
