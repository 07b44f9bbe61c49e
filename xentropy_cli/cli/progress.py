"""A line on stderr that grows while a long file is read: on a terminal, after one second."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_AFTER = 1.0
AT_MOST_EVERY = 0.2
CELLS = 30
CLEAR = "\r\x1b[K"


def progress() -> Callable[[str, int], None] | None:
    """Return what is told the file and how many bytes of it were read; None where nobody watches."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        return None
    begun, shown = time.monotonic(), [0.0]

    def watch(name: str, count: int) -> None:
        now = time.monotonic()
        if now - begun < FIRST_AFTER or now - shown[0] < AT_MOST_EVERY:
            return
        shown[0] = now
        sys.stderr.write(CLEAR + line(name, count))
        sys.stderr.flush()

    return watch


def line(name: str, count: int) -> str:
    """Draw how far a file was read; of a pipe only the amount is known.

    >>> line("-", 3 << 20)
    '-: 3 MiB'
    """
    try:
        size = os.path.getsize(name) if os.path.isfile(name) else 0
    except OSError:
        size = 0
    amount = f"{visible(name)}: {count >> 20} MiB"
    if not size:
        return amount
    share = min(count / size, 1.0)
    return f"[{'#' * int(share * CELLS):{CELLS}}] {share:4.0%} {amount}"


def clear(watch: Callable[[str, int], None] | None) -> None:
    """Take the line away."""
    if watch is not None and sys.stderr is not None:
        sys.stderr.write(CLEAR)
