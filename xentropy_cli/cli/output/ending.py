"""Ends that a signal says best."""

from __future__ import annotations

import os
import sys


def end_by(name: str) -> int:
    """End by the signal itself, so that a shell loop stops (Ctrl-C) and a pipeline knows (a closed pipe)."""
    abandon_stdout()
    import signal

    number: int | None = getattr(signal, name, None)
    if number is None or os.name != "posix":
        return 130 if name == "SIGINT" else 141
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    return 128 + number


def abandon_stdout() -> None:
    """Keep the interpreter from flushing, as it exits, what nobody reads."""
    if sys.stdout is not None:
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())
