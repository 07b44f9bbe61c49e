"""A line on stderr that tells how far a long work has come: on a terminal, after one second."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from xentropy_cli.cli.output.deliver import columns_behind
from xentropy_cli.cli.output.present import is_terminal
from xentropy_cli.cli.output.streams import shown_name
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FIRST_AFTER = 1.0
AT_MOST_EVERY = 0.2
CELLS = 30
CLEAR = "\r\x1b[K"

Item = TypeVar("Item")


@contextmanager
def progress(
    now: Callable[[], float] = time.monotonic, say: Callable[[str, int, int], str] | None = None
) -> Iterator[Callable[[str, int], None] | None]:
    """Give what is told a file and how many bytes of it were read; None where nobody watches. Take the line away.

    `say` words the line where something else is counted; it is given the columns that there are.
    """
    if not is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
        yield None
        return
    begun, shown = now(), 0.0

    def watch(name: str, count: int) -> None:
        nonlocal shown
        if now() - begun < FIRST_AFTER or now() - shown < AT_MOST_EVERY:
            return
        shown = now()
        sys.stderr.write(CLEAR + (say or line)(name, count, columns_behind(sys.stderr)))
        sys.stderr.flush()

    try:
        yield watch
    finally:
        if shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()


def collected(items: Iterable[Item], said: str) -> list[Item]:
    """Take every item, and tell meanwhile how many there are: `said` has {} for it."""
    found = []
    with progress(say=lambda _name, count, _columns: said.format(count)) as watch:
        for item in items:
            found.append(item)
            if watch:
                watch("", len(found))
    return found


def line(name: str, count: int, columns: int) -> str:
    """Draw how far a file was read, in less than so many columns; of a pipe only the amount is known.

    >>> line("-", 3 << 20, 80)
    'standard input: 3 MiB'
    """
    size = os.path.getsize(name) if os.path.isfile(name) else 0
    amount, bar = f": {count >> 20} MiB", ""
    if size:
        share = min(count / size, 1.0)
        bar = f"[{'#' * int(share * CELLS):{CELLS}}] {share:4.0%} "
    return bar + shortened(visible(shown_name(name)), columns - len(bar) - len(amount) - 1) + amount


def shortened(name: str, cells: int) -> str:
    """Keep the end of a name that takes more than so many cells.

    >>> shortened("part.csv", 8), shortened("folder/part.csv", 8)
    ('part.csv', '…art.csv')
    """
    if width(name) <= cells:
        return name
    while name and width(name) >= cells:
        name = name[1:]
    return f"…{name}"
