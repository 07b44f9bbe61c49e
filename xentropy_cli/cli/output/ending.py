"""Ends that a signal says best."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Ended(BaseException):
    """Somebody asked this process to end, by a signal of this name."""


ENDS = ("SIGTERM", "SIGHUP")


@contextmanager
def orderly_ends() -> Iterator[None]:
    """Let a signal that would end the process at once raise Ended meanwhile, so that nothing half written is left behind."""
    import signal
    import threading

    owner = os.getpid()

    def end(number: int, _frame: object) -> None:
        if os.getpid() != owner:  # in a worker, which has nothing to tidy
            os._exit(128 + number)
        raise Ended(signal.Signals(number).name)

    numbers = [getattr(signal, name) for name in ENDS if hasattr(signal, name)]
    is_main = threading.current_thread() is threading.main_thread()
    caught = [number for number in numbers if is_main and signal.getsignal(number) is signal.SIG_DFL]
    for number in caught:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in caught:
            signal.signal(number, signal.SIG_DFL)


class CtrlC:
    """Lets Ctrl-C end some work at once, and the process only when all is said that there is to say of it."""

    def __init__(self) -> None:
        """Nobody has pressed it yet."""
        self.was_pressed = False

    def __enter__(self) -> None:
        """Begin the work."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        """End the work."""
        self.was_pressed = kind is KeyboardInterrupt
        return self.was_pressed

    def ends(self) -> None:
        """End the process, if it was pressed."""
        if self.was_pressed:
            raise KeyboardInterrupt


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
