"""A terminal of POSIX, in which xent is run and typed to."""

from __future__ import annotations

import os
import select
import signal
import struct
import sys
import time
from typing import Any

if os.name == "posix":
    import fcntl
    import pty
    import termios


def on_a_terminal(argv: list[str], lines: list[str]) -> str:
    """Type lines, each when it is asked for."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm", COLUMNS="80", NO_COLOR="1")
        os.execv(  # noqa: S606  it is this very program
            sys.executable, [sys.executable, "-m", "xentropy_cli", *argv]
        )
    shown, end = b"", time.monotonic() + 30
    try:
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.1)[0]:
                data = os.read(terminal, 65536)
                if not data:
                    break
                shown += data
            elif shown.endswith(b"> ") and lines:
                os.write(terminal, lines.pop(0).encode() + b"\n")
    except OSError:
        pass  # the other end is closed: it has ended
    if time.monotonic() >= end:
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    return shown.decode()


class Terminal:
    """A program of Python that runs on a terminal: what it shows, keys typed to it, and how it ended."""

    def __init__(self, *argv: str, columns: int = 80, rows: int = 24) -> None:
        """Start it."""
        self.child, self.end = pty.fork()
        if self.child == 0:
            for name in ("COLUMNS", "LINES"):
                os.environ.pop(name, None)
            os.environ.update(TERM="xterm", NO_COLOR="1")
            time.sleep(0.1)  # the size is set meanwhile
            os.execv(sys.executable, [sys.executable, *argv])  # noqa: S606  it is this very program
        self.resize(columns, rows)
        self.before = self.modes
        self.shown = b""

    @property
    def modes(self) -> list[Any]:
        """How the terminal treats keys."""
        return termios.tcgetattr(self.end)

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def until(self, text: str) -> str:
        """Read until it shows this; what it has shown since the last time."""
        end = time.monotonic() + 30
        while text.encode() not in self.shown:
            assert time.monotonic() < end, f"no {text!r} in {self.shown.decode()}"
            if select.select([self.end], [], [], 0.1)[0]:
                self.shown += os.read(self.end, 65536)
        before, _, self.shown = self.shown.partition(text.encode())
        return before.decode("utf-8", "replace") + text

    def type(self, keys: str) -> None:
        os.write(self.end, keys.encode())

    def kill(self, number: int) -> None:
        os.kill(self.child, number)

    def left(self) -> tuple[int, str]:
        """Wait until it ends: its exit code (below 0: a signal), and what it has shown since the last time."""
        shown, end = self.shown, time.monotonic() + 30
        try:
            while time.monotonic() < end:
                if select.select([self.end], [], [], 0.1)[0]:
                    data = os.read(self.end, 65536)
                    if not data:
                        break
                    shown += data
        except OSError:
            pass  # the other end is closed
        if time.monotonic() >= end:
            self.kill(signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
        return code, shown.decode("utf-8", "replace")
