"""`xent explain`: the lessons, and pages about the tool, its errors and its quantities."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.lessons.topic_pages import contents, contents_page, page_of, unknown_topic
from xentropy_cli.cli.options.command import TopicArgument, XentCommand, is_file
from xentropy_cli.cli.options.completing import complete_names, complete_words
from xentropy_cli.cli.options.help_page import EXTRAS, INPUT, OUTPUT, option_in
from xentropy_cli.cli.options.refusals import typed
from xentropy_cli.cli.output.deliver import Target, choose_target, document, file_option, lacks_symbols, opened
from xentropy_cli.cli.output.present import is_terminal, wants_color
from xentropy_cli.cli.output.streams import STREAM, read_text, shown_name
from xentropy_cli.pages.blocks import Remark
from xentropy_cli.rendering import FORMATS
from xentropy_cli.rendering.ascii import in_ascii
from xentropy_cli.teaching.course import fact_of, lesson_of, topics
from xentropy_cli.teaching.lookup import REFERENCES, look_up, spelled, title_of
from xentropy_cli.teaching.numbers import TYPED, Own

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.teaching.asking.problem import Problem
    from xentropy_cli.teaching.lesson import Lesson

PAGES = tuple(name for name, row in FORMATS.items() if row.is_document and name != "svg")
"""The formats of a page of many parts; a drawing is one."""

ASKING = ("html", "markdown", "latex")
"""The formats whose pages hold the questions of a lesson; a terminal asks them with --ask."""

HELP = """Work through a lesson whose every number is computed as you read.

Without a topic, list the lessons in reading order. TOPIC is one of them, a lesson of your own (./lesson.md, or - for
standard input), a page about the tool, a quantity, or the code of an error: what it means, its causes, and the repairs.
Words that name none of these are looked for in what the pages are about.

--pred, --logits, --label, --true and --base put your numbers in place of the lesson's, in every command that can take them.
"""

EXAMPLES = """\b
Examples:
  xent explain
  xent explain doors
  xent explain binary --pred 0.9,0.2 --label 1,0
  xent explain training --format html > training.html
  xent explain files
  xent explain js-distance
  xent explain sum-not-one
"""


def known_topics() -> Iterator[tuple[str, str]]:
    """The lessons and pages about the tool, and what each is about."""
    yield from ((topic, fact_of(topic, "summary")) for topic in topics())
    yield from ((name, title_of(name)) for name in REFERENCES)


@click.command("explain", cls=XentCommand, help=HELP, epilog=EXAMPLES)
@click.argument("topic", cls=TopicArgument, nargs=-1, metavar="[TOPIC]", shell_complete=complete_names(known_topics))
@option_in(INPUT, "--pred", multiple=True, metavar="Q", help="Your predicted probabilities.")
@option_in(INPUT, "--logits", multiple=True, metavar="Z", help="Your logits.")
@option_in(INPUT, "--label", multiple=True, metavar="Y", help="Your labels.")
@option_in(INPUT, "--true", multiple=True, metavar="P", help="Your true distribution.")
@option_in(
    OUTPUT, "--base", metavar="e|2|10|B", shell_complete=complete_words("e", "2", "10"), help="Base of the logarithm."
)
@option_in(EXTRAS, "--step", is_flag=True, help="Wait for a key after each part, on a terminal; q leaves.")
@option_in(EXTRAS, "--ask", is_flag=True, help="Answer its questions before you read on, on a terminal.")
@option_in(EXTRAS, "--pager", is_flag=True, help="Show the page in a pager.")
@option_in(EXTRAS, "--new", is_flag=True, help="Write a first lesson of your own: --new mine.md.")
@option_in(EXTRAS, "--record", is_flag=True, help="Fill in what a lesson of your own prints and says.")
@option_in(OUTPUT, "--no-script", is_flag=True, help="Leave the script out of an HTML page.")
@option_in(OUTPUT, "-f", "--format", "format_", type=click.Choice(PAGES), help="How to write the page.")
@file_option
def command(topic: tuple[str, ...], **options: Any) -> None:
    """List the lessons, or show one page."""
    show(topic_of(topic), options)


def topic_of(words: tuple[str, ...]) -> str | None:
    """Join the words of a name; a file stands alone."""
    if len(words) > 1 and any(word == "-" or is_file(word) for word in words):
        raise click.UsageError(f"Got unexpected extra argument ({words[1]})", click.get_current_context())
    return " ".join(words) if words else None


def show(topic: str | None, options: dict[str, Any]) -> None:
    """Show what was asked for, in the format that was asked for."""
    target = _target(options)
    base = options.pop("base")
    numbers = tuple((f"--{name}", value) for name in TYPED for value in options.pop(name))
    own = Own(numbers if base is None else (*numbers, ("--base", base)))
    if _is_written(topic, own, new=options.pop("new"), record=options.pop("record")):
        return
    if topic is None:
        _refuse_numbers(own)
        _write(target, topic_list(target))
    elif topic == STREAM or is_file(topic):
        from xentropy_cli.cli.lessons.rules import files_of
        from xentropy_cli.cli.output.overwriting import refuse_overwriting
        from xentropy_cli.teaching.lesson import parse

        lesson = parse(read_text(topic), shown_name(topic), os.path.dirname(topic) or ".")
        refuse_overwriting({"--output": target.path}, files_of(lesson))
        _show(lesson, topic, own, target, options)
    elif (found := look_up(topic)) is None:
        raise unknown_topic(topic)
    elif found.kind == "lesson":
        _show(lesson_of(found.name), topic, own, target, options)
    else:
        _refuse_numbers(own)
        _print(document(page_of(found), target), target, options)


def _is_written(topic: str | None, own: Own, *, new: bool, record: bool) -> bool:
    """Write the file of an author's own lesson, where that was asked for."""
    if not (new or record):
        return False
    flag = "--new" if new else "--record"
    if topic is None or not topic.endswith(".md") or own or (new and record):
        raise typed(f"xent explain {flag} {topic or ''}".rstrip(), flag).refuse(
            "option-misfit",
            f"{flag} takes the file of a lesson of your own, and nothing else.",
            why="It writes that file: the lessons that come with xent stay as they are.",
            fix=f"Type: xent explain {flag} mine.md",
        )
    from xentropy_cli.cli.lessons.recording import record_file, write_first

    write_first(topic) if new else record_file(topic)
    return True


def _target(options: dict[str, Any]) -> Target:
    """Take the output options off the others."""
    target = choose_target(options, PAGES)
    if target.format not in PAGES:
        raise typed(target.path or "", where="--output").refuse(
            "bad-value",
            f"A lesson cannot be written as {target.format}.",
            why="The suffix picks the format, and a lesson is a page to read.",
            fix=f"End the name in {', '.join(FORMATS[each].suffixes[0] for each in PAGES if FORMATS[each].suffixes)}.",
        )
    return target


def _write(target: Target, text: str) -> None:
    with opened(target) as write:
        write(text)


def _show(lesson: Lesson, called: str, own: Own, target: Target, options: dict[str, Any]) -> None:
    """Run a lesson and show it: at once, part by part, or in a pager; it says so where it was called by another name."""
    from xentropy_cli.cli.lessons.lesson_page import answers_page, scene_page, whole_lesson, without_script
    from xentropy_cli.cli.lessons.stepping import stepped

    def draw(blocks: Sequence[Block]) -> str:
        return document(blocks, target)

    topic = called if called == STREAM or is_file(called) else lesson.file.removesuffix(".md")
    asks = options["ask"]
    if asks:
        _refuse_asking(lesson, topic, target)
    problems: list[Problem] | None = [] if asks or target.format in ASKING else None
    pages = whole_lesson(lesson, topic, own, problems)
    if topic not in (called, spelled(called)):
        pages[0].insert(1, Remark("other-name", f"{spelled(called)} is told in this lesson, {topic}."))
    if target.format == "html":
        pages.insert(-1, scene_page(topic))
    if options["no_script"]:
        pages = without_script(pages)
    steps = options["step"] and target.path is None and is_terminal(sys.stdout) and is_terminal(sys.stdin)
    if asks:
        from xentropy_cli.cli.lessons.asking import ROOM, read_through

        parts = pages if steps else [[block for page in pages for block in page]]
        read_through(parts, problems or (), lambda held: stepped(held, draw, ROOM))
        return
    if problems and target.format != "html":
        pages.insert(-1, answers_page(problems))
    if steps:
        stepped(pages, draw)
        return
    _print(document([block for page in pages for block in page], target), target, options)


def _refuse_asking(lesson: Lesson, topic: str, target: Target) -> None:
    """Refuse to ask where nobody sits, and where there is nothing to ask."""
    if lesson.asks and target.path is None and is_terminal(sys.stdout) and is_terminal(sys.stdin):
        return
    raise typed(f"xent explain {topic} --ask", "--ask").refuse(
        "option-misfit",
        "--ask needs a terminal." if lesson.asks else f"{topic} has no question.",
        why="It waits for your answers before it shows what follows."
        if lesson.asks
        else "A lesson asks where it has a fence ask.",
        fix=f"Type: xent explain {topic}; for questions from a pipe: xent quiz {topic}",
    )


def _print(text: str, target: Target, options: dict[str, Any]) -> None:
    """Write a page, or show it in a pager."""
    if options["pager"] and target.path is None and is_terminal(sys.stdout):
        click.echo_via_pager(text, color=None if wants_color(sys.stdout) else False)
    else:
        _write(target, text)


def topic_list(target: Target) -> str:
    """List the lessons: on a terminal as its size allows, as a page in the formats of pages."""
    if target.format not in ("table", "plain"):
        return document(contents_page(FORMATS[target.format].suffixes[0]), target)
    if target.path is not None:
        return contents()
    size = os.get_terminal_size(sys.stdout.fileno()) if is_terminal(sys.stdout) else ()
    listed = contents(*size, in_color=wants_color(sys.stdout))
    return in_ascii(listed) if lacks_symbols() else listed


def _refuse_numbers(own: Own) -> None:
    if own:
        raise typed(" ".join(f"{name}={value}" for name, value in own.options)).refuse(
            "option-misfit",
            "There is no lesson here to take these numbers.",
            why="They take the place of a lesson's own numbers.",
            fix=f"Name a lesson, such as xent explain doors{own.worked_out('; or type: ')}",
        )
