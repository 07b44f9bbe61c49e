"""Long inputs: blocks are read as arrays on both cores and tallied apart; exact sums make the order of no account."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeVar

from xentropy_cli.reading.sources import count_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from xentropy_cli.reading.records import Block
    from xentropy_cli.reading.tables import Found
    from xentropy_cli.scoring.course import Course
    from xentropy_cli.scoring.score import Opened, Settings
    from xentropy_cli.scoring.tally import Tally

Result = TypeVar("Result")

THREADS = 2
NEWLINE = 10
RETAINED = 1 << 21


def tally_blocks(
    opened: Opened,
    stream: Iterable[Block],
    settings: Settings,
    course: Course,
    watch: Callable[[str, int], None] | None,
) -> Tally:
    """Tally all blocks."""
    from xentropy_cli.scoring.score import new_tally

    total = new_tally(opened.plan, settings)
    for block, (tally, found) in in_order(opened, stream, BlockWork(opened, settings, total)):
        total.absorb(tally)
        if watch is not None:
            watch(opened.source.name, opened.source.raw.count)
        if found is not None and not course.note(found, block.name):
            break
    return total


def in_order(opened: Opened, stream: Iterable[Block], work: Callable[..., Result]) -> Iterator[tuple[Block, Result]]:
    """Do the same work on every block on both cores; at most one block a thread waits to be read."""
    from concurrent.futures import ThreadPoolExecutor

    keep_freed_memory()
    opened.source.count_lines = lines_of
    waiting: deque[tuple[Block, Future[Result]]] = deque()
    with ThreadPoolExecutor(THREADS) as pool:
        for number, block in enumerate(stream):
            waiting.append((block, pool.submit(work, block, first=not number)))
            if len(waiting) > THREADS:
                done, future = waiting.popleft()
                yield done, future.result()
        for done, future in waiting:
            yield done, future.result()


def keep_freed_memory() -> None:
    """Tell glibc to keep freed blocks of this size, by freeing one, instead of giving them back to the system each time."""
    import numpy as np

    np.empty(RETAINED)


def lines_of(data: bytes) -> int:
    """Count line ends, faster than bytes do."""
    import numpy as np

    if b"\r" in data:
        return count_lines(data)
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == NEWLINE))


class BlockWork:
    """Tally one block: as arrays, or by the strict reader where there is a doubt."""

    def __init__(self, opened: Opened, settings: Settings, total: Tally) -> None:
        """Share one fast reader, whose names only grow, and look at the total only for what is worth naming."""
        from xentropy_cli.reading.json_arrays import fast_reader

        self.opened, self.settings, self.total = opened, settings, total
        self.fast = fast_reader(opened.reader)

    def __call__(self, block: Block, *, first: bool) -> tuple[Tally, Found | None]:
        """Return the tally of a block, and what the strict reader found if it was asked."""
        from xentropy_cli.scoring.score import name_worst, new_tally, tally_found
        from xentropy_cli.scoring.tally_arrays import add_arrays

        tally = new_tally(self.opened.plan, self.settings)
        tally.least = self.total.floor
        arrays = self.fast.read(block, first=first) if self.fast.possible else None
        if arrays is None:
            found = self.opened.reader.read(block, first=first)
            tally_found(tally, found, block, self.opened)
            return tally, found
        add_arrays(tally, arrays, block.name, self.fast.group_names)
        name_worst(tally, block, self.opened)
        return tally, None
