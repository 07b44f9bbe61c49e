"""Every lesson is as it must be. `pytest tests/teaching --record` records what the commands print and the sentences say now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from click.testing import CliRunner

from xentropy_cli.cli.app import app
from xentropy_cli.pages.lesson_blocks import Items, Paragraph, Phrase, Section, Verbatim
from xentropy_cli.teaching.course import FOLDER, aliases, lesson_of, topics

if TYPE_CHECKING:
    from xentropy_cli.teaching.lesson import Command, Lesson

FEWEST_WORDS, MOST_WORDS = 200, 560


def printed(command: Command) -> str:
    """What the command prints in a pipe, but for the lesson that its page ends with: that is not told within a lesson."""
    result = CliRunner().invoke(app, list(command.words), catch_exceptions=False)
    assert result.exit_code == 0, (command.text, result.output)
    lines = [line.rstrip() for line in result.stdout.strip("\n").split("\n")]
    return "\n".join(lines[:-2] if lines[-1].startswith("more: xent explain ") else lines)


def prose_of(lesson: Lesson) -> list[str]:
    """Every text of a lesson that no command prints."""
    found = [lesson.title, lesson.question, lesson.summary]
    for each in (passage.block for passage in lesson.passages if passage.binding.kind != "else"):
        if isinstance(each, Section):
            found.append(each.text)
        elif isinstance(each, Paragraph):
            found.append(said(each.runs))
        elif isinstance(each, Items):
            found += [said(row) for row in each.rows]
    return found


def said(runs: tuple[Phrase, ...]) -> str:
    """A text without the commands in it, which say nothing but what to type."""
    return "".join(run.text for run in runs if not (run.style == "code" and run.text.startswith("xent ")))


@pytest.mark.parametrize("topic", topics())
def test_every_command_prints_what_is_recorded(topic: str) -> None:
    """One that repeats the one before leaves out its heading, and shows what else that prints."""
    lesson = lesson_of(topic)
    assert lesson.commands
    for command in lesson.commands:
        if command.repeats:
            assert command.recorded in printed(command)
        else:
            assert command.recorded == printed(command), command.text


@pytest.mark.parametrize("topic", topics())
def test_a_lesson_is_short_and_ends_with_something_to_try(topic: str) -> None:
    lesson = lesson_of(topic)
    assert FEWEST_WORDS <= len(" ".join(prose_of(lesson)).split()) <= MOST_WORDS
    assert lesson.parts[-1].passages[0].block == Section("Try")
    assert any("?" in text for text in prose_of(lesson)[3:]), "the reader is asked before being told"


def test_every_file_is_listed_once_and_every_next_lesson_exists() -> None:
    assert sorted(topics()) == sorted(path.stem for path in FOLDER.glob("*.md"))
    for topic, following in zip(topics(), [*topics()[1:], topics()[0]], strict=True):
        assert lesson_of(topic).next == following, f"next: of teaching/lessons/{topic}.md, by order.txt"


def test_no_name_stands_for_two_lessons() -> None:
    named = [alias for topic in topics() for alias in lesson_of(topic).also.split(", ") if alias]
    assert sorted(named) == sorted(aliases())
    assert set(named) & set(topics()) == set()


@pytest.mark.parametrize("topic", topics())
def test_a_lesson_reads_on_from_the_one_before(topic: str) -> None:
    assert lesson_of(topic).next != topic
    assert len(lesson_of(topic).summary) <= 100


def test_the_lines_of_numpy_in_the_lesson_on_libraries_give_its_number() -> None:
    """And the old way, in doubles, gives NaN where the true loss is tiny."""
    texts = [p.block.text for p in lesson_of("libraries").passages if isinstance(p.block, Verbatim)]
    shift, loss = next(text for text in texts if "keepdims" in text).split("\n")
    names: dict[str, Any] = {"np": np, "z": np.array([[2, 1, 0.1]]), "y": np.array([0])}
    exec(shift, names)
    assert round(float(eval(loss, names)[0]), 6) == 0.417030
    with np.errstate(all="ignore"):
        softmax = np.exp([0.0, -1000.0]) / np.exp([0.0, -1000.0]).sum()
        assert np.isnan(-np.sum(np.array([1, 0]) * np.log(softmax)))
