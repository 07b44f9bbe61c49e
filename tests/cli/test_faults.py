"""With the k-th access to a file or stream failing, k = 1, 2, … until none fails: exit 4, old file intact, no stray file.

The same holds for a folder that is not there or may not be written, and for a full disk.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from xentropy_cli import score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Runner

FAULTY = Path(__file__).parents[1] / "faulty.py"
INPUT = "0.7\n0.8\n0.97\n"
OLD = "what was there before"
MOST = 60
LONGEST = 100
"""Seconds after which a job hangs."""


class Job(NamedTuple):
    """A command, whether it writes to a file, the accesses that it surely makes, and what is said where one fails."""

    argv: tuple[str, ...]
    path: str | None
    accesses: tuple[str, ...]
    failures: dict[str, str] = {"read!": "Cannot read"}  # noqa: RUF012  never changed
    stdin: str = INPUT


REPLACING = ("os.open", "write", "os.chmod", "os.replace")
OWN = {"open!": "Cannot read", "read!": "Cannot read"}
READING = {"read!": "Cannot read", "open!": "Cannot read"}
MODELS = "y,a,b\n1,0.9,0.8\n0,0.2,0.1\n"
PART = score([([1, 0], [0.5, 0.25])]).to_json()
JOBS = {
    "plain": Job(("compute", "--pred", "0.7,0.8"), None, ("write",)),
    "table": Job(("compute", "--pred", "0.7,0.8", "--format", "table"), None, ("write",)),
    "value of a pipe": Job(("compute", "--pred", "-", "-q"), None, ("read", "write")),
    "json file": Job(("compute", "--pred", "0.7,0.8", "-o", "x.json"), "x.json", REPLACING),
    "csv file of a pipe": Job(("compute", "--pred", "-", "-o", "x.csv"), "x.csv", ("read", *REPLACING)),
    "page": Job(("explain", "sum-not-one"), None, ("open", "read", "write"), OWN),
    "lesson": Job(("explain", "doors"), None, ("open", "read", "write"), OWN),
    "completion": Job(("completion", "bash"), None, ("write",)),
    "help": Job(("--help",), None, ("write",)),
    "scores": Job(("score", "-", "-q"), None, ("read", "write"), READING),
    "file of scores": Job(("score", "-", "-o", "x.html"), "x.html", ("read", *REPLACING), READING),
    "file of rows": Job(("score", "-", "--rows", "-o", "x.csv"), "x.csv", ("read", *REPLACING), READING),
    "summary": Job(("score", "-", "--save-summary", "x.json", "-q"), "x.json", ("read", *REPLACING), READING),
    "summary beside rows": Job(
        ("score", "-", "--save-summary", "x.json", "--rows"), "x.json", ("read", *REPLACING), READING
    ),
    "comparison": Job(
        ("compare", "-", "--pred", "a", "--pred", "b", "-o", "x.md"), "x.md", ("read", *REPLACING), READING, MODELS
    ),
    "merged": Job(("merge", "../../part.json", "-o", "x.tex"), "x.tex", ("open", "read", *REPLACING), READING),
    "merged summary": Job(
        ("merge", "../../part.json", "--save-summary", "x.json", "-q"), "x.json", ("open", "read", *REPLACING), READING
    ),
}
FILES = [name for name, job in JOBS.items() if job.path and job.argv[0] != "compute"]


class Attempt(NamedTuple):
    status: int
    out: str
    err: str
    accesses: list[str]


@pytest.fixture(scope="module")
def forks() -> Iterator[subprocess.Popen[str]]:
    """A process that runs jobs in forks of its own: what they import is imported once."""
    command = [sys.executable, str(FAULTY)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


def attempts(job: Job, number: str, folder: Path, forks: subprocess.Popen[str]) -> Iterator[Attempt]:
    """Run with no access failing, then with the first, the second, … in folders that hold nothing but the old output file."""
    (folder / "stdin").write_text(job.stdin)
    (folder / "part.json").write_text(PART)
    (folder / "home").mkdir()
    if job.path:
        (folder / "home" / job.path).write_text(OLD)
    assert forks.stdin is not None
    assert forks.stdout is not None
    forks.stdin.write(json.dumps([str(folder), number, *job.argv]) + "\n")
    forks.stdin.flush()
    alarm = threading.Timer(LONGEST, forks.kill)
    alarm.start()
    assert forks.stdout.readline() == "\n"
    alarm.cancel()
    for failing in range(MOST):
        if (folder / str(failing) / "status").exists():
            yield attempt(job, folder / str(failing) / "home")


def attempt(job: Job, home: Path) -> Attempt:
    """What one run left."""
    status, out, err, log = ((home.parent / name).read_text() for name in ("status", "out", "err", "log"))
    names = [path.name for path in home.iterdir()]
    assert names == ([job.path] if job.path else []), f"stray files: {names}"
    if job.path and int(status) and "os.replace" not in log.split():
        assert (home / job.path).read_text() == OLD
    return Attempt(int(status), out, err, log.splitlines())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks")
@pytest.mark.parametrize(
    ("name", "number"),
    [
        *((name, "EIO") for name in JOBS),
        *((name, "ENOSPC") for name in ("plain", "json file", "summary")),
        *((name, "EACCES") for name in ("json file", "comparison")),
    ],
)
def test_whatever_access_fails_is_told_and_leaves_the_old_file(
    name: str, number: str, tmp_path: Path, forks: subprocess.Popen[str]
) -> None:
    job = JOBS[name]
    runs = attempts(job, number, tmp_path, forks)
    whole = next(runs)
    assert whole.status == 0, whole
    assert all(line.startswith("read: ") for line in whole.err.splitlines()), whole
    assert set(job.accesses) <= set(whole.accesses), "the shim no longer sees what xent does"
    *failures, last = runs
    assert last == whole
    assert len(failures) == len(whole.accesses)
    for failing, ended in enumerate(failures):
        failed = ended.accesses[failing]
        assert failed.endswith("!"), "nothing failed"
        assert ended.status == 4, (failing, ended)
        assert {"error:", "why:", "fix:", "more:"} <= set(ended.err.split()), (failing, ended)
        assert job.failures.get(failed, "cannot be written.") in ended.err, (failing, ended)
        assert "Traceback" not in ended.err, (failing, ended)
        assert whole.out.startswith(ended.out), (failing, ended)
        assert not ended.out or job.path is None or "os.replace" in ended.accesses, (failing, ended)


@pytest.mark.parametrize("name", FILES)
def test_a_folder_that_is_not_there_is_told_before_anything_is_read(name: str, tmp_path: Path, call: Runner) -> None:
    job = JOBS[name]
    argv = (str(tmp_path / "no" / word) if word == job.path else word for word in job.argv)
    ran = call(*argv, stdin="not a number\n")
    assert (ran.status, ran.out) == (4, "")
    assert "cannot be written." in ran.err
    assert "No such file or directory" in ran.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
@pytest.mark.parametrize("name", FILES)
def test_a_full_disk_is_told(name: str, tmp_path: Path, call: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    job = JOBS[name]
    (tmp_path / "part.json").write_text(PART)
    (tmp_path / "x" / "y").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "x" / "y")
    form = ("--format", "json") if "-o" in job.argv else ()
    argv = ("/dev/full" if word == job.path else word for word in job.argv)
    ran = call(*argv, *form, stdin=job.stdin)
    assert (ran.status, ran.out) == (4, "")
    assert "No space left on device" in ran.err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.parametrize("name", FILES)
def test_a_folder_that_may_not_be_written_is_told(name: str, tmp_path: Path, call: Runner) -> None:
    job = JOBS[name]
    tmp_path.chmod(0o500)
    argv = (str(tmp_path / word) if word == job.path else word for word in job.argv)
    ran = call(*argv, stdin=job.stdin)
    tmp_path.chmod(0o700)
    assert (ran.status, ran.out, "Permission denied" in ran.err) == (4, "", True)
