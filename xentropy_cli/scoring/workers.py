"""Long inputs: two threads read blocks as arrays and add them up, which is the same in any order, for sums are exact."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from xentropy_cli.tables.sources.cutting import parts
from xentropy_cli.tables.sources.streams import count_lines
from xentropy_cli.tables.strict.reader import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from xentropy_cli.scoring.bad_rows import Course
    from xentropy_cli.scoring.score import Opened, Settings
    from xentropy_cli.scoring.tally import Tally
    from xentropy_cli.tables.strict.records import Block

Result = TypeVar("Result")

THREADS = 2
NEWLINE = 10
RETAINED = 1 << 21
PIECES, LEAST_PIECE = 8, 1 << 13


def tally_blocks(
    opened: Opened,
    stream: Iterable[Block],
    settings: Settings,
    course: Course,
    watch: Callable[[str, int], None] | None,
) -> Tally:
    """Tally all blocks."""
    prepare(opened)
    work = BlockWork(opened, settings)
    try:
        for block, found in in_order(stream, work):
            if watch is not None:
                watch(opened.source.name, opened.source.raw.count)
            if found is not None and not course.note(found, block.name):
                break
    finally:
        opened.source.close()
    work.total.take_groups()
    return work.total


def prepare(opened: Opened) -> None:
    """Get ready for many blocks."""
    keep_freed_memory()
    opened.source.count_lines = lines_of


def in_order(stream: Iterable[Block], work: Callable[..., Result]) -> Iterator[tuple[Block, Result]]:
    """Do the same work on every block on both cores; at most one block a thread waits to be read."""
    from concurrent.futures import ThreadPoolExecutor

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
    """Tallies blocks: as arrays, or by the strict reader where there is a doubt."""

    def __init__(self, opened: Opened, settings: Settings) -> None:
        """Share one fast reader, whose names only grow."""
        from xentropy_cli.scoring.score import new_tally
        from xentropy_cli.scoring.tally_arrays import add_arrays, arrays_for
        from xentropy_cli.tables.fast.jsonlines import fast_reader

        self.add_arrays = add_arrays
        self.opened, self.settings = opened, settings
        self.fast = fast_reader(opened.reader)
        self.total = new_tally(opened.plan, settings)
        self.adding = Lock()
        if opened.plan.by is not None:
            self.total.by_group = arrays_for(self.total, self.fast.group_names)

    def __call__(self, block: Block, *, first: bool) -> Found | None:
        """Add a block to the total; return what the strict reader found if it was asked."""
        from xentropy_cli.scoring.score import new_tally

        tally = new_tally(self.opened.plan, self.settings)
        tally.least, tally.by_group = self.total.floor, self.total.by_group
        found = self.add(tally, block, first=first)
        with self.adding:
            self.total.absorb(tally)
        return found

    def add(self, tally: Tally, block: Block, *, first: bool) -> Found | None:
        """Add a block to a tally; in one with a doubt the doubt is looked for, so that little is read row by row."""
        from xentropy_cli.scoring.score import name_worst, tally_found

        arrays = self.fast.read(block, first=first) if self.fast.possible else None
        if arrays is not None:
            self.add_arrays(tally, arrays, block.name)
            name_worst(tally, block, self.opened)
            return None
        pieces = self.pieces(block)
        if len(pieces) == 1:
            found = self.opened.reader.read(block, first=first)
            tally_found(tally, found, block, self.opened)
            found.rows.clear()
            return found
        found = Found()
        for number, piece in enumerate(pieces):
            found.join(self.add(tally, piece, first=first and not number) or Found())
        return found

    def pieces(self, block: Block) -> list[Block]:
        """Cut a block with a doubt, if one without could be read faster."""
        size = len(block.data) // PIECES
        if size < LEAST_PIECE or not self.fast.possible:
            return [block]
        return list(parts(block, size, self.opened.shape.quote.encode()))
