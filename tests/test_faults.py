"""With the k-th access to a file or stream failing, k = 1, 2, … until none fails: exit 4, old file intact, no stray file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

FAULTY = Path(__file__).parent / "faulty.py"
INPUT = "0.7\n0.8\n0.97\n"
OLD = "what was there before"
MOST = 40


class Job(NamedTuple):
    """A command, whether it writes to a file, and the accesses that it surely makes."""

    argv: tuple[str, ...]
    path: str | None
    accesses: tuple[str, ...]
    failures: dict[str, str] = {"read!": "read"}  # noqa: RUF012  never changed


REPLACING = ("os.open", "write", "os.chmod", "os.replace")
JOBS = {
    "plain": Job(("compute", "--pred", "0.7,0.8"), None, ("write",)),
    "table": Job(("compute", "--pred", "0.7,0.8", "--format", "table"), None, ("write",)),
    "value of a pipe": Job(("compute", "--pred", "-", "-q"), None, ("read", "write")),
    "json file": Job(("compute", "--pred", "0.7,0.8", "-o", "x.json"), "x.json", REPLACING),
    "csv file of a pipe": Job(("compute", "--pred", "-", "-o", "x.csv"), "x.csv", ("read", *REPLACING)),
    "page": Job(("explain", "sum-not-one"), None, ("open", "read", "write"), {"open!": "read"}),
    "completion": Job(("completion", "bash"), None, ("write",)),
    "help": Job(("--help",), None, ("write",)),
}


class Attempt(NamedTuple):
    status: int
    out: str
    err: str
    accesses: list[str]


def attempt(job: Job, failing: int, number: str, folder: Path) -> Attempt:
    """Run with one access failing, in a folder that holds nothing but the old output file."""
    log = folder / "log"
    home = folder / f"{number}{failing}"
    home.mkdir()
    if job.path:
        (home / job.path).write_text(OLD)
    command = [sys.executable, str(FAULTY), str(log), str(failing), number, *job.argv]
    done = subprocess.run(command, input=INPUT, capture_output=True, text=True, cwd=home, timeout=60, check=False)
    accesses = log.read_text().splitlines()
    log.unlink()
    names = [path.name for path in home.iterdir()]
    assert names == ([job.path] if job.path else []), f"stray files: {names}"
    if job.path and done.returncode:
        assert (home / job.path).read_text() == OLD
    return Attempt(done.returncode, done.stdout, done.stderr, accesses)


@pytest.mark.parametrize(
    ("name", "number"),
    [*((name, "EIO") for name in JOBS), ("json file", "ENOSPC"), ("json file", "EACCES"), ("plain", "ENOSPC")],
)
def test_whatever_access_fails_is_told_and_leaves_the_old_file(name: str, number: str, tmp_path: Path) -> None:
    job = JOBS[name]
    whole = attempt(job, 0, number, tmp_path)
    assert (whole.status, whole.err) == (0, ""), whole
    assert set(job.accesses) <= set(whole.accesses), "the shim no longer sees what xent does"
    for failing in range(1, MOST):
        ended = attempt(job, failing, number, tmp_path)
        if failing > len(whole.accesses):
            assert ended == whole
            return
        failed = ended.accesses[failing - 1]
        assert failed.endswith("!"), "nothing failed"
        assert ended.status == 4, (failing, ended)
        assert {"error:", "why:", "fix:", "more:"} <= set(ended.err.split()), (failing, ended)
        assert f"cannot be {job.failures.get(failed, 'written')}." in ended.err, (failing, ended)
        assert "Traceback" not in ended.err, (failing, ended)
        assert whole.out.startswith(ended.out), (failing, ended)
    pytest.fail(f"more than {MOST} accesses")
