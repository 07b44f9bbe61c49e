"""A page shown part by part, and no more at once than fits the screen."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from xentropy_cli.cli.output.streams import write_stdout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentropy_cli.pages.blocks import Block

FEWEST_ROWS = 4
"""Lines of a part that are shown at once, however low a terminal is."""

UNKNOWN = 10**6
"""Lines of a terminal that does not tell its size."""

PROMPT = "-- any key: on · q: leave --"


def stepped(pages: Sequence[Sequence[Block]], draw: Callable[[Sequence[Block]], str], room: int = 0) -> bool:
    """Show parts, each or as much of it as fits the screen with some room, and wait for a key between; tell whether q left."""
    most = max((os.get_terminal_size(sys.stdout.fileno()).lines or UNKNOWN) - 1 - room, FEWEST_ROWS)
    screens = [("\n" if at and not k else "") + screen
               for at, page in enumerate(pages) for k, screen in enumerate(screens_of(draw(page), most))]  # fmt: skip
    for screen in screens[:-1]:
        write_stdout(screen + PROMPT, "utf-8")
        key = click.getchar()
        write_stdout("\r" + " " * len(PROMPT) + "\r", "utf-8")
        if key in ("q", "Q", "\x04"):
            return True
    write_stdout("".join(screens[-1:]), "utf-8")
    return False


def screens_of(text: str, most: int) -> list[str]:
    r"""Break text that is higher than a screen, at a blank line where one lies in the lower half of it.

    >>> screens_of("a\nb\n\nc\nd\n", 4), screens_of("a\nb\nc\n", 2)
    (['a\nb\n\n', 'c\nd\n'], ['a\nb\n', 'c\n'])
    """
    lines, screens = text.splitlines(keepends=True), []
    while len(lines) > most:
        blank = next((at for at in range(most, most // 2, -1) if not lines[at - 1].strip()), most)
        screens.append("".join(lines[:blank]))
        lines = lines[blank:]
    return [*screens, "".join(lines)]
