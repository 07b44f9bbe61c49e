"""Every lesson runs as it is printed. `pytest tests/test_lessons.py --record` records what the commands print now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from click.testing import CliRunner

from xentropy_cli.cli.app import app
from xentropy_cli.pages.lesson_blocks import Items, Paragraph, Phrase, Section, Verbatim
from xentropy_cli.teaching.course import FOLDER, lesson_of, topics

if TYPE_CHECKING:
    from pathlib import Path

    from xentropy_cli.teaching.lesson import Command, Lesson

DECIMAL = re.compile(r"\d*\.\d+(?:e-?\d+)?")
FEWEST_WORDS, MOST_WORDS = 200, 520


def printed(command: Command) -> str:
    """What the command prints in a pipe."""
    result = CliRunner().invoke(app, list(command.words), catch_exceptions=False)
    assert result.exit_code == 0, (command.text, result.output)
    return "\n".join(line.rstrip() for line in result.stdout.strip("\n").split("\n"))


def record(path: Path, lesson: Lesson) -> None:
    """Put what every command prints under it."""
    lines = path.read_text("utf-8").split("\n")
    for command in reversed(lesson.commands):
        end = next(k for k in range(command.at, len(lines)) if lines[k].strip() == "```")
        lines[command.at : end] = printed(command).split("\n")
    path.write_text("\n".join(lines), "utf-8")


def prose_of(lesson: Lesson) -> list[str]:
    """Every text of a lesson that no command prints."""
    found = [lesson.title, lesson.question, lesson.summary]
    for each in (block for part in lesson.parts for block in part):
        if isinstance(each, Section):
            found.append(each.text)
        elif isinstance(each, Paragraph):
            found.append(said(each.runs))
        elif isinstance(each, Items):
            found += [said(row) for row in each.rows]
    return found


def numbers_in(text: str) -> list[str]:
    """The numbers with a decimal point in a text."""
    return DECIMAL.findall(text)


def said(runs: tuple[Phrase, ...]) -> str:
    """A text without the commands in it, which say nothing but what to type."""
    return "".join(run.text for run in runs if not (run.style == "code" and run.text.startswith("xent ")))


@pytest.mark.parametrize("topic", topics())
def test_every_command_prints_what_is_recorded(topic: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--record"):
        record(FOLDER / f"{topic}.md", lesson_of(topic))
    lesson = lesson_of(topic)
    assert lesson.commands
    for command in lesson.commands:
        assert command.recorded == printed(command), command.text


@pytest.mark.parametrize("topic", topics())
def test_prose_holds_no_decimal_that_no_command_prints_or_takes(topic: str) -> None:
    lesson = lesson_of(topic)
    shown = {
        number.rstrip("0") for command in lesson.commands for number in numbers_in(f"{command.text} {command.recorded}")
    }
    typed = {number for text in prose_of(lesson) for number in numbers_in(text)}
    assert {number for number in typed if number.rstrip("0") not in shown} == set()


@pytest.mark.parametrize("topic", topics())
def test_a_lesson_is_short_and_ends_with_something_to_try(topic: str) -> None:
    lesson = lesson_of(topic)
    assert FEWEST_WORDS <= len(" ".join(prose_of(lesson)).split()) <= MOST_WORDS
    assert lesson.parts[-1][0] == Section("Try")
    assert any("?" in text for text in prose_of(lesson)[3:]), "the reader is asked before being told"


def test_every_file_is_listed_once_and_every_next_lesson_exists() -> None:
    assert sorted(topics()) == sorted(path.stem for path in FOLDER.glob("*.md"))
    assert {lesson_of(topic).next for topic in topics()} <= set(topics())


@pytest.mark.parametrize("topic", topics())
def test_a_lesson_reads_on_from_the_one_before(topic: str) -> None:
    assert lesson_of(topic).next != topic
    assert len(lesson_of(topic).summary) <= 100


def test_the_lines_of_numpy_in_the_lesson_on_libraries_give_its_number() -> None:
    """And the old way, in doubles, gives NaN where the true loss is tiny."""
    texts = [each.text for part in lesson_of("libraries").parts for each in part if isinstance(each, Verbatim)]
    shift, loss = next(text for text in texts if "keepdims" in text).split("\n")
    names: dict[str, Any] = {"np": np, "z": np.array([[2, 1, 0.1]]), "y": np.array([0])}
    exec(shift, names)
    assert round(float(eval(loss, names)[0]), 6) == 0.417030
    with np.errstate(all="ignore"):
        softmax = np.exp([0.0, -1000.0]) / np.exp([0.0, -1000.0]).sum()
        assert np.isnan(-np.sum(np.array([1, 0]) * np.log(softmax)))
