"""For those who write a lesson: a first one that runs, and the numbers of one filled in."""

from __future__ import annotations

import os
from pathlib import Path

from xentropy_cli.cli.lessons.recording import recorded
from xentropy_cli.cli.output.streams import read_text, replacing
from xentropy_cli.errors import XentError
from xentropy_cli.teaching.course import text_of

FIRST = Path(__file__).parents[2] / "teaching" / "new_lesson.md"


def write_first(path: str) -> None:
    """Write a lesson that shows what one may hold, to a file that is not there yet.

    Raises XentError where the file exists: a lesson is never overwritten by another.
    """
    if os.path.lexists(path):
        raise XentError(
            "same-file",
            f"{path} exists.",
            where="--new",
            text=path,
            why="A new lesson takes the place of no file.",
            fix="Give it another name.",
        )
    with replacing(path) as write:
        write(recorded(text_of(FIRST), path, os.path.dirname(path) or "."))


def record_file(path: str) -> None:
    """Fill in what the commands of a lesson print and what its sentences say; on a fault the file stays as it was.

    Raises XentError where the lesson is not as it must be, or a command of it fails.
    """
    text = recorded(read_text(path), path, os.path.dirname(path) or ".")
    with replacing(path) as write:
        write(text)
