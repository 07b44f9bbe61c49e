"""What is said on stderr beside a result: how the input was read, and the notes that the result itself does not hold."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from xentropy_cli.cli.present import tell
from xentropy_cli.rendering import FORMATS
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.cli.output.deliver import Target
    from xentropy_cli.notes import Note

WITHOUT_NOTES = ("value", "csv")
OF_AN_INTERVAL = "bootstrap"
"""The note that says nothing about a bare number."""


def say_beside(target: Target, readings: Iterable[str], notes: Iterable[Note]) -> None:
    """Say what a page says too, unless it is shown on the same terminal, and the notes of what is no page."""
    if not is_shown_there(target):
        say_readings(readings)
    if target.format in WITHOUT_NOTES:
        say_notes(note for note in notes if target.format == "csv" or note.code != OF_AN_INTERVAL)


def is_shown_there(target: Target) -> bool:
    """Tell whether the result is a page, on the terminal that stderr goes to."""
    streams = (sys.stdout, sys.stderr)
    is_page = FORMATS[target.format].is_document and target.path is None
    return is_page and all(stream is not None and stream.isatty() for stream in streams)


def say_readings(readings: Iterable[str]) -> None:
    """Say how the input was read, so that a wrong reading cannot pass unseen."""
    tell("".join(f"read: {visible(words)}\n" for words in readings))


def say_notes(notes: Iterable[Note]) -> None:
    """Say what was changed, left out or looks wrong."""
    tell("".join(f"note: {visible(note.text)}\n" for note in notes))
