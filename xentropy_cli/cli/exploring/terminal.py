"""The terminal: its other screen, keys one by one without an Enter, and its size. Whatever happens, it is left as it was."""

from __future__ import annotations

import os
import re
import select
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xentropy_cli.cli.output.ending import orderly_ends

if sys.platform != "win32":
    import signal
    import termios
    import tty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENTER_SCREEN, LEAVE_SCREEN = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J", "\x1b[?7h\x1b[?25h\x1b[?1049l"
"""The other screen has no cursor, and cuts a line that is too long; the screen before it has one, and breaks the line."""

HOME, END_OF_LINE, END_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"
WAIT = 0.2
"""Seconds after which the size of the terminal is looked at again."""

MOST_BYTES = 1024
USUAL_COLUMNS, USUAL_ROWS = 80, 24
KEY = re.compile(r"\x1b[\[O](?P<unix>[0-9;]*[A-Za-z~])|[\x00\xe0](?P<windows>.)|(?P<plain>.)", re.DOTALL)
"""A key as a terminal sends it: of Unix an escape and letters, of Windows a sign and a letter, or one character."""

NAMES = {
    "unix": {"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end", "1~": "home", "4~": "end",
             "5~": "page up", "6~": "page down", "Z": "back tab"},
    "windows": {"H": "up", "P": "down", "M": "right", "K": "left", "G": "home", "O": "end", "I": "page up", "Q": "page down"},
    "plain": {"\r": "enter", "\n": "enter", "\x7f": "backspace", "\x08": "backspace", "\t": "tab", "\x1b": "escape",
              "\x04": "escape"},
}  # fmt: skip
UNKNOWN = "unknown"


def keys_in(text: str) -> list[str]:
    r"""The keys of what a terminal sent, by name or by their one character.

    >>> keys_in("\x1b[C\x1b[C=0.5\r"), keys_in("\x1b"), keys_in("\x1b[1;5C")
    (['right', 'right', '=', '0', '.', '5', 'enter'], ['escape'], ['unknown'])
    """
    keys = ((str(found.lastgroup), found[str(found.lastgroup)]) for found in KEY.finditer(text))
    return [NAMES[kind].get(key, key if kind == "plain" else UNKNOWN) for kind, key in keys]


def read_keys() -> list[str]:
    """Wait for keys, all that are there; none where the wait is over. A terminal that is gone leaves."""
    if sys.platform == "win32":
        return keys_in(_console_text())
    if not select.select([sys.stdin], [], [], WAIT)[0]:
        return []
    data = os.read(sys.stdin.fileno(), MOST_BYTES)
    return keys_in(data.decode("utf-8", "replace")) if data else ["escape"]


def _console_text() -> str:
    """What was typed at a console of Windows, which hands over Ctrl-C as a character."""
    text = ""
    if sys.platform == "win32":
        import msvcrt

        end = time.monotonic() + WAIT
        while not msvcrt.kbhit() and time.monotonic() < end:
            time.sleep(WAIT / 20)
        while msvcrt.kbhit():
            text += msvcrt.getwch()
        if "\x03" in text:
            raise KeyboardInterrupt
    return text


def size() -> tuple[int, int]:
    """Columns and rows of the terminal; the usual ones where it does not know its own."""
    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    return columns or USUAL_COLUMNS, rows or USUAL_ROWS


class Screen:
    """The other screen of the terminal, where keys are read one by one and not echoed."""

    def __init__(self) -> None:
        """Nothing is changed yet."""
        self.size = (0, 0)
        self.modes: list[Any] = []

    def enter(self) -> None:
        """Show it. On Windows the empty command makes an old console obey escape codes."""
        if sys.platform == "win32":
            os.system("")  # noqa: S605, S607
        else:
            self.modes = termios.tcgetattr(sys.stdin)
            tty.setcbreak(sys.stdin, termios.TCSADRAIN)
            signal.signal(signal.SIGTSTP, self.stop)
        self.write(ENTER_SCREEN)

    def leave(self) -> None:
        """Show what was there before, and let the terminal do as it did."""
        self.write(LEAVE_SCREEN)
        if sys.platform != "win32":
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self.modes)
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)

    def write(self, text: str) -> None:
        """Write at once."""
        sys.stdout.write(text)
        sys.stdout.flush()

    def draw(self, screenful: Callable[[int, int], str]) -> None:
        """Draw for the size that it has now."""
        self.size = size()
        self.write(screenful(*self.size))

    def pressed(self) -> list[str]:
        """Wait for keys; none where it has another size, or is none of its own any more, and is to be drawn anew."""
        while not (keys := read_keys()) and size() == self.size:
            pass
        return keys

    def stop(self, *_: object) -> None:
        """Stop for Ctrl-Z with the terminal as it was, until a shell lets it go on; then all is to be drawn anew."""
        if sys.platform != "win32":
            self.leave()
            os.kill(os.getpid(), signal.SIGTSTP)
            self.enter()
            self.size = (0, 0)


@contextmanager
def other_screen() -> Iterator[Screen]:
    """Show another screen; then the screen that was there before, after an error too."""
    screen = Screen()
    with orderly_ends():
        screen.enter()
        try:
            yield screen
        finally:
            screen.leave()
