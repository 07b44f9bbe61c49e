"""What is said on stderr beside a result: how the input was read, and the notes that the result itself does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.cli.output.present import tell
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.notes import Note


def say_readings(readings: Iterable[str]) -> None:
    """Say how the input was read, so that a wrong reading cannot pass unseen."""
    tell("".join(f"read: {visible(words)}\n" for words in readings))


def say_limits(broken: Iterable[str]) -> None:
    """Say which limits do not hold."""
    tell("".join(f"limit: {words}\n" for words in broken))


def say_notes(notes: Iterable[Note]) -> None:
    """Say what was changed, left out or looks wrong."""
    tell("".join(f"note: {visible(note.text)}\n" for note in notes))
