"""Two threads on one file: the bits of one block, the same refusals, and a clean end by any signal."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from xentropy_cli.scoring.score import score_file
from xentropy_cli.scoring.settings import Settings
from xentropy_cli.tables.columns import Wanted

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

ROWS = 100_000
WHOLE = 1 << 23  # bytes: all rows in one block


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """Rows with ids, weights and groups, and a header before them."""
    draw = random.Random(7)
    rows = (
        f"r{k},{draw.randrange(2)},{draw.random():.9f},{draw.randrange(1, 9) / 4},g{draw.randrange(300)}"
        for k in range(ROWS)
    )
    return ["id,label,prob,weight,site", *rows]


def written(path: Path, lines: list[str]) -> str:
    """Write lines."""
    path.write_text("\n".join(lines) + "\n")
    return str(path)


@pytest.mark.parametrize(
    "wanted", [Wanted(), Wanted(weight="weight", id="id"), Wanted(by="site"), Wanted(weight="weight", by="site")]
)
def test_two_threads_give_the_bits_of_one_block(tmp_path: Path, lines: list[str], wanted: Wanted) -> None:
    path = written(tmp_path / "long.csv", lines)
    shared = score_file(path, Settings(wanted, block=1 << 17))
    assert shared == score_file(path, Settings(wanted, block=WHOLE))
    assert len(shared.groups) == (300 if wanted.by else 0)


def test_bad_rows_are_left_out_and_counted_in_the_order_of_the_file(tmp_path: Path, lines: list[str]) -> None:
    bad = list(lines)
    for at in range(500, ROWS, 1700):
        bad[at] = f"r{at},1,1.5,1,g0"
    path = written(tmp_path / "bad.csv", bad)
    shared = score_file(path, Settings(skip_bad=True, block=1 << 17))
    assert shared == score_file(path, Settings(skip_bad=True, block=WHOLE))
    assert shared.skipped == len(range(500, ROWS, 1700))
    assert [line for _, line in shared.skipped_rows] == [at + 1 for at in range(500, ROWS, 1700)][
        : len(shared.skipped_rows)
    ]


def test_the_first_fault_is_the_one_refused(tmp_path: Path, lines: list[str], call: Runner) -> None:
    bad = list(lines)
    bad[60_000] = bad[90_000] = "r,1,1.5,1,g0"
    ran = call("score", written(tmp_path / "bad.csv", bad))
    assert (ran.status, ran.out) == (3, "")
    assert "bad.csv:60001:5" in ran.err
    assert "One more row has a fault." in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on POSIX")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_ends_it_without_a_word(how: signal.Signals, lines: list[str], tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "xentropy_cli", "score", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    assert process.stdin is not None
    process.stdin.write("\n".join([*lines, *lines[1:]]).encode())  # returns when nearly all of it is read
    process.stdin.flush()
    process.send_signal(how)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (-how, b"", b"")
