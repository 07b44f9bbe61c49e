"""Run a lesson: each of its commands for real, through the command group and no shell, and its page from what they give."""

from __future__ import annotations

import io
import re
import shlex
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING

import click

from xentropy_cli.cli.app import app
from xentropy_cli.cli.lessons.rules import is_switch, not_run, refuse_others
from xentropy_cli.cli.options.misuse import misuse
from xentropy_cli.cli.options.refusals import typed
from xentropy_cli.cli.output.deliver import Collector
from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.blocks import Block, Heading, Pointer, Prose, Remark
from xentropy_cli.pages.facts import Facts
from xentropy_cli.pages.lesson_blocks import Paragraph, Phrase, Section, Verbatim
from xentropy_cli.teaching.lesson import Command, Lesson
from xentropy_cli.teaching.live import Live
from xentropy_cli.teaching.numbers import BASE, PREDICTION, TRUTH, Own, replaced, taken
from xentropy_cli.teaching.prose import Fence, Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentropy_cli.teaching.asking.problem import Problem
    from xentropy_cli.teaching.lesson import Passage
    from xentropy_cli.teaching.practice.exercise import Exercise

OWN_NUMBERS = (
    "Commands take your numbers, and the text follows them; what is told of the lesson's own example is left out."
)
NOTHING_TO_ASK = "With these numbers there is nothing to choose; read on."
HEAD = (Heading, Prose, Remark)
"""What the block before has said of the same answer: its heading, how it was read, and the notes on it."""


class Output(NamedTuple):
    """What a command of a lesson gives: its page, laid out when it is asked for, and the record that paths lead into."""

    page: Callable[[], tuple[Block, ...]]
    facts: Facts


def lesson_pages(lesson: Lesson, own: Own, problems: list[Problem] | None = None) -> list[list[Block]]:
    """Run every command of a lesson and put its page together, part by part.

    Questions are on it only where there is a list for their records, which are put there in the same order.

    Raises XentError where a command is none that a lesson may hold, or fails, or where a path leads nowhere.
    """
    refuse_untaken(lesson, own)
    pages: list[list[Block]] = [[Heading(lesson.title), Paragraph((Phrase(lesson.question, "emphasis"),))]]
    if own:
        pages[0].append(Remark("own-numbers", OWN_NUMBERS))
    live = Live(is_example=not own)
    for at, part in enumerate(lesson.parts):
        if not live.is_bound(part.binding, part.passages[0]):
            continue
        page = [block for passage in part.passages for block in _shown(lesson, passage, own, live, problems)]
        if at and any(not isinstance(block, Section) for block in page):
            pages.append(page)
        elif not at:
            pages[0] += page
    return pages


def _shown(lesson: Lesson, passage: Passage, own: Own, live: Live, problems: list[Problem] | None) -> list[Block]:
    """Show one passage: the command and what it gives, or text with the numbers that the record gives."""
    is_shown, block = live.shows(passage), passage.block
    if isinstance(block, Command):
        return ran(lesson, block, own, live) if is_shown else []
    if isinstance(block, Fence):
        return question_blocks(lesson, block, own, problems) if is_shown and problems is not None else []
    if not isinstance(block, Written):
        return [block] if is_shown else []
    made = live.filled(passage, block, is_shown=is_shown) if is_shown or live.is_example else None
    return [made] if is_shown and made is not None else []


def question_blocks(lesson: Lesson, fence: Fence, own: Own, problems: list[Problem]) -> list[Block]:
    """Ask a question, with the reader's numbers where its command takes them; say so where they leave nothing to ask."""
    from xentropy_cli.teaching.asking.ask import ask_of, problem_of

    ask, run = ask_of(fence.lines), running(lesson, fence.lines[0].at)
    if fence.options != "yours" or not taken(ask.words, own):
        problem = problem_of(ask, run)
    else:
        try:
            problem = problem_of(ask._replace(words=replaced(ask.words, own, lesson.reading)), run)
        except XentError:
            problem = None  # numbers that a command refuses are told where the page runs it
    if problem is None:
        return [Paragraph((Phrase(NOTHING_TO_ASK),))]
    problems.append(problem)
    return [problem.block]


def ran(lesson: Lesson, command: Command, own: Own, live: Live) -> list[Block]:
    """Show a command and what it gives, and take its record."""
    takes_own = bool(own) and command.takes_numbers
    changed = command._replace(words=replaced(command.words, own, lesson.reading)) if takes_own else command
    output = output_of(lesson, command, changed)
    page = output.page()
    live.add(output.facts, command.name, page)
    return [Verbatim(f"$ {changed.text}", is_command=True), *map(below, page)]


def output_of(lesson: Lesson, command: Command, changed: Command) -> Output:
    """Run a command, and take the blocks or the text it would write."""
    try:
        refuse_others(lesson, changed)
        return _output(lesson, command, changed)
    except click.UsageError as error:
        raise _placed(misuse(error, changed.words), lesson, command, changed) from None


def _output(lesson: Lesson, command: Command, changed: Command) -> Output:
    collector = Collector()
    with (
        _placing(lesson, command, changed),
        chdir(lesson.folder),
        redirect_stdout(io.StringIO()),
        redirect_stderr(io.StringIO()),
        app.make_context("xent", list(changed.words), obj=collector) as context,
    ):
        app.invoke(context)

    def page() -> tuple[Block, ...]:
        if collector.text:
            return (Verbatim(collector.text.rstrip("\n")),)
        left_out = (Pointer, *HEAD) if command.repeats else Pointer
        with _placing(lesson, command, changed):
            return tuple(block for block in collector.page() if not isinstance(block, left_out))

    return Output(page, Facts(collector.facts, collector.digits))


@contextmanager
def _placing(lesson: Lesson, command: Command, changed: Command) -> Iterator[None]:
    """Name the place of a command in the errors that it raises."""
    try:
        yield
    except click.exceptions.Exit:
        raise not_run(lesson, command, "It only prints help or a version.") from None
    except XentError as error:
        raise _placed(error, lesson, command, changed) from None


def below(block: Block) -> Block:
    """A heading of a command's page does not head the page that it stands on."""
    return Paragraph((Phrase(block.text, "strong"),)) if isinstance(block, Heading | Section) else block


def _placed(error: XentError, lesson: Lesson, command: Command, changed: Command) -> XentError:
    """Name file and line in the error of a lesson's own command; one with the reader's numbers is the reader's."""
    if changed.words != command.words:
        error = _of_the_lesson(error, command, changed)
        advised = re.findall(r"--[a-z-]+", error.fix)
        if {*advised} <= {*PREDICTION, *TRUTH, *BASE} - {"--logprobs"}:
            return error
        whole = " ".join([changed.text, *[option for option in advised if is_switch(changed.words[0], option)][:1]])
        return error.adding(fix=f" Such options go with the command itself: {whole}")
    return error.changed(where=f"{lesson.file}, line {command.at}: {error.where}", status=BAD_DATA)


def _of_the_lesson(error: XentError, command: Command, changed: Command) -> XentError:
    """Advise to give all numbers that belong together, where the reader's and those of the lesson do not fit each other."""
    own = {word.partition("=")[0] for word in {*changed.words} - {*command.words}}
    if error.code == "option-misfit" and error.where.startswith("--") and error.where not in own:
        return _unlike(error, command, changed)
    kept = [name for name in (*PREDICTION, *TRUTH) if name in changed.words and name not in own]
    if not kept or error.code not in ("unknown-label", "lengths-differ"):
        return error
    what = f"{' and '.join(kept)} of the lesson {'stands' if len(kept) == 1 else 'stand'} beside your numbers"
    return error.changed(
        why=f"{error.why} {what}.", fix=f"Give your own too: {' '.join(f'{name} …' for name in kept)}."
    )


def _unlike(error: XentError, command: Command, changed: Command) -> XentError:
    """Refuse numbers of a kind to which an option of the lesson's own command, which nobody typed here, does not apply."""
    given = Own(tuple((name, value) for word in changed.words if word not in command.words
                      for name, equals, value in [word.partition("=")] if equals))  # fmt: skip
    had = {word.partition("=")[0] for word in command.words}
    like = " ".join(f"{name} …" for name in (*PREDICTION, *TRUTH) if name in had)
    asked = " ".join(dict.fromkeys((error.where, error.text)))
    numbers = "=".join(given.options[0])
    return typed(numbers, numbers).refuse(
        "option-misfit",
        "The lesson does not take these numbers.",
        why=f"Its command has {asked}. {error.why}",
        fix=f"Give numbers like those of the lesson: {like}{given.worked_out('; or work with yours directly: ')}",
    )


def refuse_untaken(lesson: Lesson, own: Own) -> None:
    """Refuse an option of the reader that no command of the lesson takes, and name what they take."""
    every = [each.words for each in lesson.commands if each.takes_numbers]
    for option in own.options:
        if not any(taken(words, Own((option,))) for words in every):
            used = {word.partition("=")[0] for words in every for word in words}
            names = [name for name in (*PREDICTION, *TRUTH, *BASE) if name in used or (used and name in BASE)]
            raise typed("=".join(option), option[0]).refuse(
                "option-misfit",
                f"No command of {lesson.file} takes {option[0]}.",
                why="It would take the place of numbers of the same kind, and there are none."
                f" This lesson takes {', '.join(names) or 'no numbers'}.",
                fix=f"Leave it out{own.worked_out(', or work with it directly: ')}",
            )


def running(lesson: Lesson, at: int) -> Callable[[tuple[str, ...]], Facts]:
    """Run the command of a question that stands in a line of a lesson, for its record."""

    def run(words: tuple[str, ...]) -> Facts:
        command = Command(words, at=at)
        return output_of(lesson, command, command).facts

    return run


def running_exercise(exercise: Exercise) -> Callable[[tuple[str, ...]], Facts]:
    """Run the command of an exercise, for its record."""
    return running(Lesson(exercise.file), exercise.lines[0].at)


def page_of_command(text: str, file: str) -> tuple[Block, ...]:
    """What a command of an exercise prints."""
    return output_of_words(tuple(shlex.split(text)[1:]), file).page()


def output_of_words(words: tuple[str, ...], file: str) -> Output:
    """What the words of a command give that stands in no lesson."""
    command = Command(words)
    return output_of(Lesson(file), command, command)
