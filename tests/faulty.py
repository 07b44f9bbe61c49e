"""Run `xent` with the k-th access to a file or stream failing, k = 1, 2, … until none fails; job after job.

A job is a line of standard input, a list in JSON: FOLDER, ERRNO, and the arguments of xent. When it is done, an empty line
is answered. FOLDER holds `stdin` and a folder `home`; each run takes place in a copy k/home of that, and leaves its out, err,
log and status in the folder k. What the first run of a job, in which nothing fails, has imported is imported once, and each
run is a fork.
Every way in which xent can touch a file or stream is counted and named in LOG: `open` and os.open, each raw read and write
beneath Python's buffers, closing (which flushes), os.replace, chmod and stat of a target. The failing one is marked with !.
"""

from __future__ import annotations

import builtins
import errno
import gc
import io
import json
import os
import shutil
import sys
from contextlib import suppress
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

FLUSH_FAILED = 120
"""What Python exits with where standard output cannot be written when it ends."""


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


def run_failing(folder: Path, failing: int, number: int, argv: list[str]) -> None:
    """Run once, in a process that ends here: standard streams are files, and one access fails."""
    own = folder / str(failing)
    streams = [os.open(folder / "stdin", os.O_RDONLY)]
    streams += [os.open(own / name, os.O_WRONLY | os.O_CREAT) for name in ("out", "err")]
    for descriptor, stream in enumerate(streams):
        os.dup2(stream, descriptor)
    os.chdir(own / "home")
    modules = os.open(own / "modules", os.O_WRONLY | os.O_CREAT) if not failing else None
    faults = Faults(str(own / "log"), failing, number)
    from xentropy_cli.cli.run import run

    arm(faults)
    status = run(argv)
    if modules is not None:
        faults.write(modules, "\n".join(sys.modules).encode())
    os._exit(status if is_flushed() else FLUSH_FAILED)  # an end that frees all modules costs more than most runs


def is_flushed() -> bool:
    """Write what is left in the buffers of the standard streams, as Python does when it ends."""
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except OSError:
        return False
    return True


def main() -> None:
    for line in sys.stdin:
        folder, number, *argv = json.loads(line)
        run_all(Path(folder), getattr(errno, number), argv)
        print(flush=True)  # noqa: T201  the answer


def run_all(folder: Path, number: int, argv: list[str]) -> None:
    """Run a job: once with no access failing, then with the first, the second, …"""
    for failing in count():
        own = folder / str(failing)
        shutil.copytree(folder / "home", own / "home")
        child = os.fork()
        if not child:
            run_failing(folder, failing, number, argv)
        _, status = os.waitpid(child, 0)
        (own / "status").write_text(str(os.waitstatus_to_exitcode(status)))
        if not failing:
            for name in (own / "modules").read_text().split():
                with suppress(ImportError):  # a few are made by others, under names of their own
                    import_module(name)
            gc.freeze()  # no fork walks through all of it again
        elif "!" not in (own / "log").read_text():
            return


if __name__ == "__main__":
    main()
