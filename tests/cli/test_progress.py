"""The line that tells how far a long file was read: on a terminal, after one second, taken away, and never in a pipe."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from xentropy_cli.cli.lessons.run_lesson import running_exercise
from xentropy_cli.cli.output.progress import CLEAR, collected, line, progress
from xentropy_cli.cli.run import run
from xentropy_cli.teaching.practice.exercise import exercises
from xentropy_cli.teaching.practice.session import Deck
from xentropy_cli.teaching.practice.sheet import sheet_of
from xentropy_cli.text import width

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pty = pytest.importorskip("pty")


class Terminal:
    """A terminal of 80 columns: what is written to `slave` can be read as it would be shown."""

    def __init__(self) -> None:
        import termios

        self.master, self.slave = pty.openpty()
        termios.tcsetwinsize(self.slave, (24, 80))

    def shown(self) -> str:
        """Everything that was written until now."""
        os.set_blocking(self.master, False)
        text = b""
        while True:
            try:
                text += os.read(self.master, 1 << 16)
            except BlockingIOError:
                return text.decode()


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    found = Terminal()
    yield found
    os.close(found.master)
    os.close(found.slave)


def test_it_is_drawn_after_a_second_five_times_a_second_at_most_and_taken_away(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes(bytes(1 << 22))
    clock = 0.0
    with open(terminal.slave, "w", closefd=False) as stderr:
        monkeypatch.setattr(sys, "stderr", stderr)
        with progress(lambda: clock) as watch:
            assert watch is not None
            watch(str(path), 1 << 20)
            clock = 0.99
            watch(str(path), 1 << 20)
            assert terminal.shown() == ""
            clock = 1.0
            watch(str(path), 1 << 21)
            whole = line(str(path), 1 << 21, 80)
            assert whole.startswith("[###############               ]  50% ")
            assert whole.endswith("p.csv: 2 MiB")
            assert terminal.shown() == CLEAR + whole
            clock = 1.15
            watch(str(path), 3 << 20)
            assert terminal.shown() == ""
            clock = 1.25
            watch(str(path), 3 << 20)
            assert "75%" in terminal.shown()
        assert terminal.shown() == CLEAR


def test_it_is_taken_away_where_the_file_is_refused_and_nothing_is_where_nothing_was_drawn(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open(terminal.slave, "w", closefd=False) as stderr:
        monkeypatch.setattr(sys, "stderr", stderr)
        for late, want in ((5.0, CLEAR + "x: 0 MiB" + CLEAR), (0.0, "")):
            times = iter((0.0, late, late, late))
            with contextlib.suppress(ValueError), progress(lambda: next(times)) as watch:  # noqa: B023  it is used here
                assert watch is not None
                watch("x", 0)
                raise ValueError
            assert terminal.shown() == want


@pytest.mark.parametrize("name", ["p.csv", "/a/very/long/path" * 9 + "/p.csv", "猫" * 70, "a\nb\x1b[2J", "-"])
@pytest.mark.parametrize("columns", [80, 60])
def test_it_never_takes_more_than_a_line(name: str, columns: int) -> None:
    shown = line(name, 123 << 20, columns)
    assert width(shown) < columns
    assert shown.isprintable()
    assert shown.endswith(": 123 MiB")


def test_a_terminal_that_is_dumb_gets_none(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    with open(terminal.slave, "w", closefd=False) as stderr:
        monkeypatch.setattr(sys, "stderr", stderr)
        monkeypatch.setenv("TERM", "dumb")
        with progress() as watch:
            assert watch is None


def test_the_questions_that_are_drawn_are_counted_on_it(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    templates = list(exercises().values())[:2]
    with open(terminal.slave, "w", closefd=False) as stderr:
        monkeypatch.setattr(sys, "stderr", stderr)
        for name in ("FIRST_AFTER", "AT_MOST_EVERY"):
            monkeypatch.setattr(f"xentropy_cli.cli.output.progress.{name}", 0.0)
        collected(sheet_of(Deck(templates, running_exercise), 7, 2, 2), "drawing questions: {} of 4")
    told = [f"{CLEAR}drawing questions: {count} of 4" for count in (1, 2, 3, 4)]
    assert terminal.shown() == "".join(told) + CLEAR


def test_the_pages_of_a_course_are_counted_on_it(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    with open(terminal.slave, "w", closefd=False) as stderr:
        monkeypatch.setattr(sys, "stderr", stderr)
        monkeypatch.setattr("xentropy_cli.cli.output.progress.FIRST_AFTER", 0.0)
        assert run(["course", "-o", str(folder)]) == 0
    shown = terminal.shown()
    assert " pages made" in shown
    assert shown.endswith(f"{CLEAR}Open {folder}/index.html in a browser.\r\n")


AT_ONCE = """
import sys
from xentropy_cli.cli import run
from xentropy_cli.cli.output import progress
progress.FIRST_AFTER = progress.AT_MOST_EVERY = 0.0
sys.exit(run.run(["score", *sys.argv[1:]]))
"""


@pytest.mark.parametrize("last", ["1,0.5\n", "1,7\n"])
def test_a_command_draws_it_on_stderr_and_takes_it_away_before_it_says_anything(
    last: str, terminal: Terminal, tmp_path: Path
) -> None:
    path = tmp_path / "p.csv"
    path.write_text("y,p\n" + "1,0.5\n" * 600_000 + last)
    command = [sys.executable, "-c", AT_ONCE, str(path), "-q"]
    plain = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=terminal.slave, env=plain, check=False)
    drawn, _, said = terminal.shown().rpartition(CLEAR)
    assert drawn.count(CLEAR + "[") > 2
    assert said.startswith("error: " if last == "1,7\n" else "note: Every row")
    assert done.stdout == (b"" if last == "1,7\n" else b"0.6931471805599453\n")
    piped = subprocess.run(command, capture_output=True, check=False)
    assert piped.stdout == done.stdout
    assert piped.stderr.decode().split() == said.split()
