"""Two threads for the blocks of long inputs: what is made of them comes in order, and few wait in memory."""

from __future__ import annotations

from collections import deque
from contextlib import AbstractContextManager
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future, ThreadPoolExecutor

Given = TypeVar("Given")
Made = TypeVar("Made")

THREADS = 2
RETAINED = 1 << 21


class Workers(AbstractContextManager["Workers"]):
    """Threads that begin with the second block of anything; where blocks depend on those before, all is done `in_turn`."""

    def __init__(self, *, in_turn: bool = False) -> None:
        """Begin none."""
        self.in_turn = in_turn
        self.pool: ThreadPoolExecutor | None = None

    def __exit__(self, *_: object) -> None:
        """Wait for what is being done."""
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)

    def in_order(self, work: Callable[[Given], Made], given: Iterable[Given]) -> Iterator[Made]:
        """Give what is made of each thing in turn; at most one a thread waits to be made."""
        stream = iter(given)
        head = list(islice(stream, 2))
        if self.in_turn or len(head) < 2:  # noqa: PLR2004  one block needs no other thread
            yield from map(work, chain(head, stream))
            return
        pool, waiting = self.threads(), deque["Future[Made]"]()
        for each in chain(head, stream):
            waiting.append(pool.submit(work, each))
            if len(waiting) > THREADS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def threads(self) -> ThreadPoolExecutor:
        """The threads; and glibc is told, by freeing one, to keep freed blocks of this size for the next."""
        if self.pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self.pool = ThreadPoolExecutor(THREADS)
            np.empty(RETAINED)
        return self.pool
