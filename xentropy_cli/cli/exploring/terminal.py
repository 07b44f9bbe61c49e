"""The terminal: its other screen, keys one by one without an Enter, and its size. Whatever happens, it is left as it was."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from xentropy_cli.cli.output.ending import orderly_ends

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTER_SCREEN, LEAVE_SCREEN = "\x1b[?1049h\x1b[?25l\x1b[2J", "\x1b[?25h\x1b[?1049l"
HOME, END_OF_LINE, END_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"
WAIT = 0.2
"""Seconds after which the size of the terminal is looked at again."""

MOST_BYTES = 1024
USUAL_COLUMNS, USUAL_ROWS = 80, 24
KEY = re.compile(r"\x1b\[[0-9;]*[A-Za-z~]|\x1bO[A-Z]|[\x00\xe0].|.", re.DOTALL)
"""A key as a terminal sends it: of Unix an escape and letters, of Windows a sign and a letter."""

NAMES = {
    **dict.fromkeys(("\x1b[D", "\x1bOD", "\xe0K", "\x00K"), "left"),
    **dict.fromkeys(("\x1b[C", "\x1bOC", "\xe0M", "\x00M"), "right"),
    **dict.fromkeys(("\x1b[A", "\x1bOA", "\xe0H", "\x00H"), "up"),
    **dict.fromkeys(("\x1b[B", "\x1bOB", "\xe0P", "\x00P"), "down"),
    **dict.fromkeys(("\x1b[5~", "\xe0I", "\x00I"), "page up"),
    **dict.fromkeys(("\x1b[6~", "\xe0Q", "\x00Q"), "page down"),
    **dict.fromkeys(("\x1b[H", "\x1bOH", "\x1b[1~", "\xe0G", "\x00G"), "home"),
    **dict.fromkeys(("\x1b[F", "\x1bOF", "\x1b[4~", "\xe0O", "\x00O"), "end"),
    **dict.fromkeys(("\r", "\n"), "enter"),
    **dict.fromkeys(("\x7f", "\x08"), "backspace"),
    "\t": "tab",
    "\x1b[Z": "back tab",
    "\x1b": "escape",
    "\x04": "escape",
}
UNKNOWN = "unknown"


def keys_in(text: str) -> list[str]:
    r"""The keys of what a terminal sent, by name or by their one character.

    >>> keys_in("\x1b[C\x1b[C=0.5\r"), keys_in("\x1b"), keys_in("\x1b[1;5C")
    (['right', 'right', '=', '0', '.', '5', 'enter'], ['escape'], ['unknown'])
    """
    return [NAMES.get(key, key if len(key) == 1 else UNKNOWN) for key in KEY.findall(text)]


def read_keys() -> list[str]:
    """Wait for keys, all that are there; none where the wait is over. A terminal that is gone leaves."""
    if os.name == "nt":
        return keys_in(click.getchar())
    import select

    if not select.select([sys.stdin], [], [], WAIT)[0]:
        return []
    data = os.read(sys.stdin.fileno(), MOST_BYTES)
    return keys_in(data.decode("utf-8", "replace")) if data else ["escape"]


def size() -> tuple[int, int]:
    """Columns and rows of the terminal; the usual ones where it does not know its own."""
    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    return columns or USUAL_COLUMNS, rows or USUAL_ROWS


def show(text: str) -> None:
    """Write to the screen at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


@contextmanager
def other_screen() -> Iterator[None]:
    """Show another screen, where keys are read one by one; then the screen that was there before, after an error too."""
    with orderly_ends(), _keys_at_once():
        show(ENTER_SCREEN)
        try:
            yield
        finally:
            show(LEAVE_SCREEN)


@contextmanager
def _keys_at_once() -> Iterator[None]:
    """Hand over keys as they are pressed, and echo none; Ctrl-C interrupts, and Ctrl-Z does nothing.

    On Windows click reads so by itself; the empty command makes an old console obey escape codes.
    """
    if os.name == "nt":
        os.system("")  # noqa: S605, S607
        yield
        return
    import termios

    flags, characters = 3, 6
    before = termios.tcgetattr(sys.stdin)
    now = termios.tcgetattr(sys.stdin)
    now[flags] &= ~(termios.ECHO | termios.ICANON)
    now[characters][termios.VSUSP] = b"\x00"
    termios.tcsetattr(sys.stdin, termios.TCSADRAIN, now)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
