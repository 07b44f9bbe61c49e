"""Two processes share a long file: each works on every other block with a core, and a lock, of its own.

Threads do not: numpy takes and gives back Python's lock at every step, and of short steps half the time goes by in waiting.
The processes are forked, so that they begin with all that is loaded and known, and end without a word (`os._exit`: what
`multiprocessing` does on the way out would move the position of a shared standard input). Blocks reach them through
shared memory. Each keeps sums of its own; exact sums make it all one who has added what.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import traceback
from collections import deque
from contextlib import suppress
from mmap import mmap
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from xentropy_cli.errors import NO_ACCESS, XentError
from xentropy_cli.scoring.sums import making_many
from xentropy_cli.tables.sources.streams import is_address
from xentropy_cli.tables.strict.records import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.scoring.workers import BlockWork
    from xentropy_cli.tables.strict.reader import Found

PROCESSES = 2
AHEAD = 2  # blocks that a process may have before it
SLOT = 5 << 18  # bytes of a block; a longer one, which holds a very long record, goes through the pipe
WORTH_IT = 1 << 18  # a process for shorter blocks, which a caller may ask for, costs more than it gives


class Task(NamedTuple):
    """A block: where its bytes stand in shared memory, or the bytes themselves."""

    data: slice | bytes
    first_line: int
    name: str
    first: bool


class Worker(NamedTuple):
    """A process, the pipe of its tasks and that of its answers."""

    pid: int
    tasks: IO[bytes]
    answers: IO[bytes]


def crew_for(work: BlockWork, block: Block) -> Crew | None:
    """Fork, where that is safe and worth it, and no block needs to know of those before it; None otherwise."""
    if sys.platform != "linux" or not work.settings.may_fork or threading.active_count() > 1:
        return None
    if (
        signal.getsignal(signal.SIGCHLD) == signal.SIG_IGN
    ):  # inherited from who started us: no process can be waited for
        return None
    if len(os.sched_getaffinity(0)) == 1 or len(block.data) < WORTH_IT or work.opened.reader.seen is not None:
        return None
    if is_address(work.opened.source.name):  # Arrow has threads of its own, which Python does not count
        return None
    try:
        return Crew(work)
    except OSError:  # the system gives no more processes, pipes or memory
        return None


class Crew:
    """The processes, and the memory they share."""

    def __init__(self, work: BlockWork) -> None:
        """Fork; a Ctrl-C meanwhile waits until it can be told who is meant."""
        self.work = work
        self.shared = mmap(-1, SLOT * PROCESSES * AHEAD)
        self.workers: list[Worker] = []
        self.answered = 0
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            for _ in range(PROCESSES):
                self.workers.append(self.forked())
        except OSError:
            self.close()
            raise
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def share(self, stream: Iterable[Block]) -> Iterator[tuple[str, Found | None]]:
        """Work on every block; give the name of its file and what was found, in order. Then `work` has all the sums."""
        try:
            names: deque[str] = deque()
            for number, block in enumerate(stream):
                # a block in the pipe waits until it is read, so that no answer may be waiting to be read
                while len(names) == PROCESSES * AHEAD or (names and len(block.data) > SLOT):
                    yield names.popleft(), self.answer()
                self.hand(block, number)
                names.append(block.name)
            while names:
                yield names.popleft(), self.answer()
            self.gather()
        finally:
            self.close()

    def forked(self) -> Worker:
        """Begin one process, which holds no end of a pipe but its own."""
        ends: list[int] = []
        try:
            ends += os.pipe()
            ends += os.pipe()
            pid = os.fork()
        except OSError:
            for end in ends:
                os.close(end)
            raise
        task_end, tasks, answers, answer_end = ends
        if not pid:
            try:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                for other in self.workers:
                    other.tasks.close()
                    other.answers.close()
                os.close(tasks)
                os.close(answers)
                with suppress(EOFError, OSError):  # nobody waits for an answer any more
                    serve(self.work, self.shared, os.fdopen(task_end, "rb"), os.fdopen(answer_end, "wb"))
            finally:
                os._exit(0)
        os.close(task_end)
        os.close(answer_end)
        return Worker(pid, os.fdopen(tasks, "wb"), os.fdopen(answers, "rb"))

    def hand(self, block: Block, number: int) -> None:
        """Give the block of this number to the process whose turn it is; what held its slot before was answered."""
        data: slice | bytes = block.data
        if len(block.data) <= SLOT:
            start = number % (PROCESSES * AHEAD) * SLOT
            data = slice(start, start + len(block.data))
            self.shared[data] = block.data
        send(self.workers[number % PROCESSES].tasks, Task(data, block.first_line, block.name, not number))

    def answer(self) -> Found | None:
        """Return what was found in the next block, or raise what was raised."""
        found: Found | None = receive(self.workers[self.answered % PROCESSES].answers)
        self.answered += 1
        return found

    def gather(self) -> None:
        """Add what each process has added up."""
        with making_many():
            for worker in self.workers:
                send(worker.tasks, None)
                self.work.total.absorb(receive(worker.answers))

    def close(self) -> None:
        """End the processes, whatever they do."""
        for worker in self.workers:
            os.kill(worker.pid, signal.SIGKILL)
            os.waitpid(worker.pid, 0)
            with suppress(BrokenPipeError):
                worker.tasks.close()
            worker.answers.close()
        self.shared.close()


def serve(work: BlockWork, shared: mmap, tasks: IO[bytes], answers: IO[bytes]) -> None:
    """Do one task after the other, and hand in the sums at the end."""
    while (task := pickle.load(tasks)) is not None:  # noqa: S301  it comes from our own process
        data = shared[task.data] if isinstance(task.data, slice) else task.data
        try:
            send(answers, work(Block(data, task.first_line, task.name), first=task.first))
        except (XentError, OverflowError, MemoryError) as slip:
            send(answers, slip)
        except Exception:  # noqa: BLE001  a bug of ours, to be seen where it is waited for
            send(answers, RuntimeError(traceback.format_exc()))
    work.total.take_groups()
    work.total.by_group = None
    send(answers, work.total)


def send(pipe: IO[bytes], thing: object) -> None:
    """Write a thing into a pipe whose other end may be gone, which is noticed when an answer is missing."""
    with suppress(BrokenPipeError):
        pickle.dump(thing, pipe, pickle.HIGHEST_PROTOCOL)
        pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Read a thing from a pipe; raise it, if it was raised."""
    try:
        thing = pickle.load(pipe)  # noqa: S301  it comes from our own process
    except (EOFError, pickle.UnpicklingError):
        raise lost() from None
    if isinstance(thing, Exception):
        raise thing
    return thing


def lost() -> XentError:
    """Say that a process did not live to answer."""
    return XentError(
        "worker-lost",
        "A process that read part of the file was ended from outside.",
        where="xent score",
        text="score",
        span=(0, 5),
        why="Systems that run out of memory end processes so; what it had added up is gone with it.",
        fix="Run it again, with fewer programs beside it.",
        status=NO_ACCESS,
    )
