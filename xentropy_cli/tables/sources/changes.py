"""Files that change while they are read: found out, and refused."""

from __future__ import annotations

import io
import os
import stat
from typing import IO

from xentropy_cli.errors import NO_ACCESS, XentError
from xentropy_cli.text import visible

State = tuple[int, int, int, int]


def state(status: os.stat_result) -> State | None:
    """What tells one content of a regular file from another; None for what can be read only once."""
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def status_of(stream: IO[bytes]) -> os.stat_result | None:
    """The status of an open file; None for a stream that is no file of the system."""
    try:
        return os.fstat(stream.fileno())
    except (AttributeError, io.UnsupportedOperation):
        return None


def size_of(stream: IO[bytes]) -> int:
    """The size of an open file; 0 for what is no regular file."""
    status = status_of(stream)
    return status.st_size if status is not None and stat.S_ISREG(status.st_mode) else 0


def changed(name: str, why: str) -> XentError:
    """Refuse a file that did not hold still."""
    return XentError(
        "changed-file",
        f"{visible(name)} changed while it was read.",
        where="FILE",
        text=name,
        why=why,
        fix="Wait until nobody writes to it, or score a copy.",
        status=NO_ACCESS,
    )
