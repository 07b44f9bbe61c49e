"""The lessons that come with xent, in reading order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xentropy_cli.teaching.lesson import parse

if TYPE_CHECKING:
    from xentropy_cli.teaching.lesson import Lesson

FOLDER = Path(__file__).parent.parent / "lessons"
ORDER = "order.txt"


def topics() -> tuple[str, ...]:
    """Name the lessons in reading order."""
    return tuple((FOLDER / ORDER).read_text("utf-8").split())


def lesson_of(topic: str) -> Lesson:
    """Read a lesson that comes with xent."""
    return parse((FOLDER / f"{topic}.md").read_text("utf-8"), f"{topic}.md", str(FOLDER))


def summary_of(topic: str) -> str:
    """Read the summary of a lesson and nothing else of it."""
    with (FOLDER / f"{topic}.md").open(encoding="utf-8") as lines:
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("summary:"))
