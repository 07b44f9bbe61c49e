"""Run `xent` with the k-th access to a file or stream failing: python faulty.py LOG K ERRNO [ARGUMENT]…

Every way in which xent can touch a file or stream is counted and named in LOG: `open` and os.open, each raw read and write
beneath Python's buffers, closing (which flushes), os.replace, chmod and stat of a target. The failing one is marked with !.
K = 0 lets all of them pass.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import sys
from typing import Any


class Faults:
    """Counts accesses, and makes one of them fail."""

    def __init__(self, log: str, failing: int, number: int) -> None:
        self.log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.write = os.write
        self.failing = failing
        self.number = number
        self.count = 0

    def access(self, name: str, path: str | None = None) -> None:
        self.count += 1
        is_failing = self.count == self.failing
        self.write(self.log, f"{name}{'!' * is_failing}\n".encode())
        if is_failing:
            raise OSError(self.number, os.strerror(self.number), path)


class FaultyFile(io.FileIO):
    """A raw file whose reads and writes are counted."""

    faults: Faults

    def readinto(self, buffer: Any) -> int | None:
        self.faults.access("read")
        return super().readinto(buffer)

    def readall(self) -> bytes:
        self.faults.access("read")
        return super().readall()

    def write(self, data: Any) -> int | None:
        self.faults.access("write")
        return super().write(data)


def arm(faults: Faults) -> None:
    """Put counted files and functions in the place of the real ones."""
    FaultyFile.faults = faults

    def faulty_open(file: Any, mode: str = "r", buffering: int = -1, *args: Any, **more: Any) -> Any:
        if not isinstance(file, int):
            faults.access("open", str(file))
        raw = FaultyFile(file, mode.replace("b", "").replace("t", ""))
        if buffering == 0:
            return raw
        stream = io.BufferedWriter(raw) if raw.writable() else io.BufferedReader(raw)
        return stream if "b" in mode else io.TextIOWrapper(stream, *args, **more)

    builtins.open = io.open = faulty_open  # type: ignore[assignment]
    for name in (
        "open",
        "read",
        "write",
        "replace",
        "rename",
        "link",
        "fsync",
        "fdatasync",
        "chmod",
        "fchmod",
        "truncate",
    ):
        if hasattr(os, name):
            setattr(os, name, counted(faults, f"os.{name}", getattr(os, name)))
    sys.stdin = io.TextIOWrapper(io.BufferedReader(FaultyFile(0, "r", closefd=False)), "utf-8")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(FaultyFile(1, "w", closefd=False)), "utf-8")


def counted(faults: Faults, name: str, function: Any) -> Any:
    def access(*args: Any, **more: Any) -> Any:
        faults.access(name)
        return function(*args, **more)

    return access


def main() -> None:
    log, failing, number, *argv = sys.argv[1:]
    from xentropy_cli.cli.run import run

    arm(Faults(log, int(failing), getattr(errno, number)))
    sys.exit(run(argv))


if __name__ == "__main__":
    main()
