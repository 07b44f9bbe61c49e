"""A terminal of POSIX, in which xent is run and typed to."""

from __future__ import annotations

import os
import select
import sys
import time

if os.name == "posix":
    import pty


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
    os.waitpid(child, 0)
    os.close(terminal)
    return shown.decode()
