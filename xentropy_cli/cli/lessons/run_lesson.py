"""Run a lesson: each of its commands for real, through the command group and no shell, and its page from what they give."""

from __future__ import annotations

import io
from contextlib import chdir, redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING

import click

from xentropy_cli.cli.app import app
from xentropy_cli.cli.lessons.rules import not_run, refuse_others
from xentropy_cli.cli.misuse import misuse
from xentropy_cli.cli.output.deliver import Collector
from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.pages.blocks import Block, Heading, Pointer, Remark
from xentropy_cli.pages.lesson_blocks import Paragraph, Phrase, Section, Verbatim
from xentropy_cli.teaching.lesson import Command
from xentropy_cli.teaching.numbers import replaced

if TYPE_CHECKING:
    from xentropy_cli.teaching.lesson import Lesson
    from xentropy_cli.teaching.numbers import Own

OWN_NUMBERS = "Commands with your numbers show them; the text goes on about the lesson's own."


def lesson_pages(lesson: Lesson, own: Own) -> list[list[Block]]:
    """Run every command of a lesson and put its page together, part by part.

    Raises XentError where a command is none that a lesson may hold, or fails.
    """
    changes = any(each.takes_numbers and words_of(lesson, each, own) != each.words for each in lesson.commands)
    if own and not changes:
        raise _takes_no_numbers(lesson, own)
    pages: list[list[Block]] = [[Heading(lesson.title), Paragraph((Phrase(lesson.question, "emphasis"),))]]
    if own:
        pages[0].append(Remark("own-numbers", OWN_NUMBERS))
    for at, part in enumerate(lesson.parts):
        page = [
            block for each in part for block in ([each] if not isinstance(each, Command) else ran(lesson, each, own))
        ]
        if at:
            pages.append(page)
        else:
            pages[0] += page
    return pages


def words_of(lesson: Lesson, command: Command, own: Own) -> tuple[str, ...]:
    """The words of a command, with the reader's numbers where it takes them."""
    return replaced(command.words, own, lesson.reading) if own and command.takes_numbers else command.words


def ran(lesson: Lesson, command: Command, own: Own) -> list[Block]:
    """Show a command and what it gives."""
    changed = command._replace(words=words_of(lesson, command, own))
    try:
        refuse_others(lesson, changed)
        output = _output(lesson, command, changed)
    except click.UsageError as error:
        raise _placed(misuse(error, changed.words), lesson, command, changed) from None
    return [Verbatim(f"$ {changed.text}", is_command=True), *output]


def _output(lesson: Lesson, command: Command, changed: Command) -> list[Block]:
    """Run a command, and take the blocks or the text it would write."""
    collector = Collector()
    try:
        with chdir(lesson.folder), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            _invoke(changed, collector)
    except click.exceptions.Exit:
        raise not_run(lesson, command, "It only prints help or a version.") from None
    except XentError as error:
        raise _placed(error, lesson, command, changed) from None
    if collector.text:
        return [Verbatim(collector.text.rstrip("\n"))]
    return [_inside(block) for block in collector.blocks if not isinstance(block, Pointer)]


def _invoke(command: Command, collector: Collector) -> None:
    with app.make_context("xent", list(command.words), obj=collector) as context:
        app.invoke(context)


def _inside(block: Block) -> Block:
    """A heading of a command's page does not head the lesson."""
    return Paragraph((Phrase(block.text, "strong"),)) if isinstance(block, Heading | Section) else block


def _placed(error: XentError, lesson: Lesson, command: Command, changed: Command) -> XentError:
    """Name file and line in the error of a lesson's own command; one with the reader's numbers is the reader's."""
    if changed.words != command.words:
        return error
    return XentError(
        error.code,
        error.message,
        where=f"{lesson.file}, line {command.at}: {error.where}",
        text=error.text,
        span=error.span,
        why=error.why,
        fix=error.fix,
        status=BAD_DATA,
    )


def _takes_no_numbers(lesson: Lesson, own: Own) -> XentError:
    text = " ".join(f"{name}={value}" for name, value in own.options)
    return XentError(
        "option-misfit",
        f"No command of {lesson.file} takes these numbers.",
        where="the command line",
        text=text,
        span=(0, len(text)),
        why="They would take the place of numbers of the same kind, and it has none.",
        fix=f"Leave them out, or work with them directly: xent compute {text}",
    )
