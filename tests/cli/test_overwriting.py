"""What is read is never written, by any command, whatever names it has; and nothing half written is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import click
import pytest

from xentropy_cli.cli.app import COMMANDS, app
from xentropy_cli.cli.options.command import OUTPUTS, NumbersOption, ReadsFiles

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Ran, Runner

LESSON = """---
title: T
question: Q?
summary: S.
next: doors
---

```xent
$ xent score rows.csv
```
"""
ROWS = "y,p\n1,0.9\n0,0.2\n"
NUMBERS = "0.7 0.8 0.97\n"


def loaded(name: str) -> click.Command:
    command = app.get_command(click.Context(app), name)
    assert command is not None
    return command


WRITERS = [name for name in COMMANDS if any(each.name == "output" for each in loaded(name).params)]
FILES = [(name, each) for name in WRITERS for each in loaded(name).params if isinstance(each, ReadsFiles)]
JOINING = [name for name in WRITERS if any(each.name == "on" for each in loaded(name).params)]
STREAMS = [(name, option) for name in ("compute", "libraries", "why") for option in ("--pred", "--logits", "--true")]
"""Options of numbers that take - for standard input."""
NUMBERED = [(name, each) for name in WRITERS for each in loaded(name).params if isinstance(each, NumbersOption)]
"""Options of numbers that take @FILE."""


def refused(ran: Ran, path: Path, text: str) -> None:
    assert (ran.status, ran.out) == (2, ""), ran
    assert ran.err.endswith("more: xent explain same-file\n"), ran
    assert path.read_text() == text


def test_the_parameters_are_found() -> None:
    assert {name for name, _ in FILES} >= {"score", "compare", "merge", "audit", "why", "libraries", "mark"}
    assert {each for name in COMMANDS for p in loaded(name).params if (each := str(p.name)) in OUTPUTS} == set(OUTPUTS)


@pytest.mark.parametrize("way", ["itself", "link", "hard link", "other name"])
@pytest.mark.parametrize(("name", "parameter"), FILES, ids=str)
def test_no_command_writes_over_a_file_that_it_names(
    name: str, parameter: click.Parameter, way: str, call: Runner, tmp_path: Path
) -> None:
    path, other = tmp_path / "rows.csv", tmp_path / "o.csv"
    path.write_text(ROWS)
    if way == "link":
        other.symlink_to(path)
    elif way == "hard link":
        os.link(path, other)
    target = {"itself": "rows.csv", "other name": "./rows.csv"}.get(way, "o.csv")
    argv = (
        [*(["0.5"] if name == "why" else []), "rows.csv"]
        if isinstance(parameter, click.Argument)
        else [f"{parameter.opts[0]}=rows.csv", *(["--on=y"] if name in JOINING else []), "-"]
    )
    refused(call(name, *argv, "-o", target, "--format", "plain", folder=tmp_path), path, ROWS)


@pytest.mark.parametrize(("name", "parameter"), NUMBERED, ids=str)
def test_no_command_writes_over_a_file_of_numbers(
    name: str, parameter: click.Parameter, call: Runner, tmp_path: Path
) -> None:
    path = tmp_path / "v.txt"
    path.write_text(NUMBERS)
    (tmp_path / "other.txt").symlink_to(path)
    number = ["0.3"] if name == "why" else []
    for target in ("v.txt", "other.txt"):
        argv = (*number, parameter.opts[0], "@v.txt", "-o", target, "--format", "plain")
        refused(call(name, *argv, folder=tmp_path), path, NUMBERS)


def test_every_option_that_takes_standard_input_for_numbers_takes_a_file() -> None:
    assert {name for name, _ in NUMBERED} == {name for name, _ in STREAMS}
    assert {each.opts[0] for _, each in NUMBERED} >= {"--pred", "--logits", "--true", "--label", "--weight", "--names"}


@pytest.mark.parametrize(("name", "option"), STREAMS)
def test_no_command_writes_over_the_file_that_is_standard_input(
    name: str, option: str, xent: Runner, tmp_path: Path
) -> None:
    path = tmp_path / "v.txt"
    path.write_text(NUMBERS)
    number = ("0.3",) if name == "why" else ()
    with path.open() as stream:
        refused(xent(name, *number, option, "-", "-o", "v.txt", stdin_file=stream), path, NUMBERS)


@pytest.mark.parametrize("output", ["rows.csv", "lesson.md"])
def test_a_lesson_is_not_written_over_nor_what_it_scores(output: str, call: Runner, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(ROWS)
    (tmp_path / "lesson.md").write_text(LESSON)
    text = (tmp_path / output).read_text()
    argv = ("explain", "./lesson.md", "-o", output, "--format", "plain")
    refused(call(*argv, folder=tmp_path), tmp_path / output, text)


@pytest.mark.parametrize("argv", [("score", "rows.csv", "--rows"), ("score", "-"), ("audit", "rows.csv")])
def test_a_redirection_to_what_is_read_is_refused(argv: tuple[str, ...], xent: Runner, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(ROWS)
    with path.open("a") as out, path.open() as stream:
        refused(xent(*argv, stdin_file=stream, stdout=out), path, ROWS)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_leaves_nothing_half_written(name: str, tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "xentropy_cli", "score", "-", "-o", "out.json"]
    with subprocess.Popen(argv, cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 30
        while not list(tmp_path.glob(".xent-*")) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.2)
        process.send_signal(getattr(signal, name))
        err = process.stderr.read() if process.stderr else b""
        assert process.wait(30) == -getattr(signal, name)
    assert (list(tmp_path.iterdir()), err) == ([], b"")


OUTSIDE = (
    "file:///etc/passwd",
    "s3://bucket/rows.csv",
    "gs://bucket/rows.csv",
    "pipe",
    "../rows.csv",
    "/dev/null",
    ".",
)


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_lesson_reads_only_plain_files_beside_it(name: str, call: Runner, xent: Runner, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")  # whoever reads it waits for ever: a process of its own is ended
    for command in (f"score {name}", f"score rows.csv --truth {name} --on y", f"compare rows.csv {name}"):
        (tmp_path / "lesson.md").write_text(LESSON.replace("score rows.csv", command))
        ran = xent("explain", "./lesson.md") if name == "pipe" else call("explain", "./lesson.md", folder=tmp_path)
        assert (ran.status, ran.out) == (3, ""), ran
        assert ran.err.endswith("more: xent explain bad-lesson\n"), ran
