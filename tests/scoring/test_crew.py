"""Two processes on one file: the bits of one, the same refusals, and nobody left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from xentropy_cli.errors import XentError
from xentropy_cli.scoring import crew as crews
from xentropy_cli.scoring import workers as fast
from xentropy_cli.scoring.score import Settings, score_file
from xentropy_cli.tables.columns import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Runner

    from xentropy_cli.scoring.summary import ScoreSummary
    from xentropy_cli.tables.strict.records import Block

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]
ROWS = 200_000
FORKED = Settings(may_fork=True)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of clusters leave threads behind, and some machines have one core: both would forbid forking."""
    monkeypatch.setattr(crews.threading, "active_count", lambda: 1)
    monkeypatch.setattr(crews.os, "sched_getaffinity", lambda _: {0, 1})


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """Rows with ids, weights and groups, and a header before them."""
    draw = random.Random(7)
    rows = (
        f"r{k},{draw.randrange(2)},{draw.random():.9f},{draw.randrange(1, 9) / 4},g{draw.randrange(300)}"
        for k in range(ROWS)
    )
    return ["id,label,prob,weight,site", *rows]


@pytest.fixture
def long_file(tmp_path: Path, lines: list[str]) -> Path:
    """A file that is worth two processes."""
    return written(tmp_path / "long.csv", lines)


def written(path: Path, lines: list[str]) -> Path:
    """Write lines."""
    path.write_text("\n".join(lines) + "\n")
    return path


def both_ways(path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> tuple[ScoreSummary, ScoreSummary]:
    """Score a file in two processes, seen to be forked, and in threads."""
    forks: list[int] = []
    fork = os.fork

    def counted() -> int:
        forks.append(pid := fork())
        return pid

    monkeypatch.setattr(crews.os, "fork", counted)
    shared = score_file(str(path), settings._replace(may_fork=True))
    assert len(forks) == crews.PROCESSES
    for pid in forks:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    return shared, score_file(str(path), settings)


@pytest.mark.parametrize(
    "wanted", [Wanted(), Wanted(weight="weight", id="id"), Wanted(by="site"), Wanted(weight="weight", by="site")]
)
def test_two_processes_give_the_bits_of_threads(
    long_file: Path, wanted: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared, threads = both_ways(long_file, Settings(wanted), monkeypatch)
    assert shared == threads
    assert len(shared.groups) == (300 if wanted.by else 0)


def test_bad_rows_are_left_out_and_counted_in_the_order_of_the_file(
    tmp_path: Path, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = list(lines)
    for at in range(500, ROWS, 1700):
        bad[at] = f"r{at},1,1.5,1,g0"
    path = written(tmp_path / "bad.csv", bad)
    shared, threads = both_ways(path, Settings(skip_bad=True), monkeypatch)
    assert shared == threads
    assert shared.skipped == len(range(500, ROWS, 1700))
    assert [line for _, line in shared.skipped_rows] == [at + 1 for at in range(500, ROWS, 1700)][
        : len(shared.skipped_rows)
    ]


def test_the_first_fault_is_the_one_refused(tmp_path: Path, lines: list[str], call: Runner) -> None:
    bad = list(lines)
    bad[150_000] = bad[190_000] = "r,1,1.5,1,g0"
    ran = call("score", str(written(tmp_path / "bad.csv", bad)))
    assert (ran.status, ran.out) == (3, "")
    assert "bad.csv:150001:5" in ran.err
    assert "One more row has a fault." in ran.err


def test_a_quoted_cell_longer_than_a_slot_crosses_whole(
    tmp_path: Path, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    long_id = '"' + "a,\n" * (crews.SLOT // 2) + '"'
    odd = [*lines[:100_000], f"{long_id},1,0.5,1,g1", *lines[100_000:]]
    shared, threads = both_ways(written(tmp_path / "odd.csv", odd), Settings(), monkeypatch)
    assert shared == threads
    assert shared.n == ROWS + 1


class Failing:
    """Work that goes wrong on the third block."""

    def __init__(self, work: fast.BlockWork, end: Callable[[], None]) -> None:
        self.work, self.settings, self.opened, self.total = work, work.settings, work.opened, work.total
        self.end, self.left = end, 2

    def __call__(self, block: Block, *, first: bool) -> object:
        self.left -= 1
        if not self.left:
            self.end()
        return self.work(block, first=first)


def refusal(path: Path, end: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> XentError:
    """Return what is raised when the work of a process goes wrong."""
    crew_for = crews.crew_for
    monkeypatch.setattr(crews, "crew_for", lambda work, block: crew_for(Failing(work, end), block))  # type: ignore[arg-type]
    with pytest.raises(XentError) as caught:
        score_file(str(path), FORKED)
    return caught.value


def test_what_is_raised_in_a_process_is_raised_here(long_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def overflow() -> None:
        raise OverflowError

    assert refusal(long_file, overflow, monkeypatch).code == "too-extreme"


def test_a_bug_in_a_process_brings_its_traceback(long_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slip() -> None:
        raise UnicodeDecodeError("utf-8", b"", 0, 1, "a slip of ours")

    crew_for = crews.crew_for
    monkeypatch.setattr(crews, "crew_for", lambda work, block: crew_for(Failing(work, slip), block))  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match=r"in slip\n(.|\n)*a slip of ours"):
        score_file(str(long_file), FORKED)


def test_a_process_that_is_ended_is_missed(long_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slip = refusal(long_file, lambda: os.kill(os.getpid(), signal.SIGKILL), monkeypatch)
    assert (slip.code, slip.status) == ("worker-lost", 4)


def test_a_program_with_threads_is_not_forked(long_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crews.threading, "active_count", lambda: 2)
    monkeypatch.setattr(crews.os, "fork", lambda: pytest.fail("forked"))
    assert score_file(str(long_file), FORKED).n == ROWS


@pytest.mark.parametrize("name", ["fork", "pipe"])
def test_where_nothing_can_be_forked_threads_do_the_work(
    long_file: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, calls = getattr(os, name), []

    def refuse_the_second() -> object:
        calls.append(name)
        if len(calls) == 2:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return work()

    want = score_file(str(long_file), FORKED)
    before = os.listdir("/proc/self/fd")
    monkeypatch.setattr(crews.os, name, refuse_the_second)
    assert score_file(str(long_file), FORKED) == want
    assert len(calls) == 2
    assert len(os.listdir("/proc/self/fd")) == len(before)


def test_where_nobody_hears_of_the_end_of_a_process_none_is_forked(
    long_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crews.os, "fork", lambda: pytest.fail("forked"))
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert score_file(str(long_file), FORKED).n == ROWS
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_long_blocks_and_long_answers_do_not_wait_for_each_other(
    tmp_path: Path, lines: list[str], call: Runner
) -> None:
    long_label = "x" * (crews.SLOT + 300_000)
    bad = list(lines)
    for at in range(60_000, 190_000, 20_000):
        bad[at] = f"r,{long_label},0.5,1,g0"
    ran = call("score", str(written(tmp_path / "bad.csv", bad)))
    assert (ran.status, ran.out) == (3, "")
    assert "bad.csv:60001:3" in ran.err
    assert "6 more rows have faults." in ran.err
    assert len(ran.err) < 10_000


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nobody_stays_behind_when_xent_is_ended(how: signal.Signals, lines: list[str], tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "xentropy_cli", "score", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    assert process.stdin is not None
    process.stdin.write("\n".join(lines).encode())
    process.stdin.flush()
    found = children_of(process.pid)
    assert len(found) == crews.PROCESSES
    process.send_signal(how)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (-how, b"", b"")
    until = time.monotonic() + 20
    while any(map(is_alive, found)):
        assert time.monotonic() < until
        time.sleep(0.01)


def children_of(pid: int) -> list[int]:
    """Wait until a process has its children."""
    found: list[int] = []
    until = time.monotonic() + 20
    while len(found) < crews.PROCESSES and time.monotonic() < until:
        found = [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        time.sleep(0.01)
    return found


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that waits for its parent to hear of its end does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
