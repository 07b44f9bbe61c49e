"""`xent explain`: the lessons, and the page of each error."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import XentCommand
from xentropy_cli.cli.options.completing import complete_base, complete_file
from xentropy_cli.cli.output.deliver import Target, document, opened, terminal_width
from xentropy_cli.cli.output.streams import read_file, read_stdin
from xentropy_cli.cli.present import wants_color
from xentropy_cli.errors import XentError
from xentropy_cli.rendering import format_of
from xentropy_cli.teaching.course import lesson_of, summary_of, text_of, topics
from xentropy_cli.teaching.numbers import Own
from xentropy_cli.text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.shell_completion import CompletionItem

    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.teaching.lesson import Lesson

PAGES = Path(__file__).parent.parent / "teaching" / "lessons" / "errors"
FORMATS = ("table", "plain", "markdown", "html", "latex")
NUMBERS = ("pred", "logits", "label", "true")

HELP = """Work through a lesson whose every number is computed as you read.

Without a topic, list the lessons in reading order. TOPIC is one of them, a lesson of your own (./lesson.md, or - for
standard input), or the code of an error: what it means, common causes, and the repair for each.

--pred, --logits, --label, --true and --base put your numbers in place of the lesson's, in every command that can take them.
"""

EXAMPLES = """\b
Examples:
  xent explain
  xent explain doors
  xent explain binary --pred 0.9,0.2 --label 1,0
  xent explain training --format html > training.html
  xent explain sum-not-one
"""


def complete_topic(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer the lessons that begin so, and their summaries; after ./ or any other path, the files there."""
    from click.shell_completion import CompletionItem

    if os.sep in begun:
        return [CompletionItem(begun, type="file")]
    return [CompletionItem(topic, help=summary_of(topic)) for topic in topics() if topic.startswith(begun)]


@click.command(
    "explain", cls=XentCommand, help=HELP, epilog=EXAMPLES, short_help="Explain cross-entropy, lesson by lesson."
)
@click.argument("topic", required=False, metavar="[TOPIC]", shell_complete=complete_topic)
@click.option("--pred", multiple=True, metavar="Q", help="Your predicted probabilities.")
@click.option("--logits", multiple=True, metavar="Z", help="Your logits.")
@click.option("--label", multiple=True, metavar="Y", help="Your labels.")
@click.option("--true", multiple=True, metavar="P", help="Your true distribution.")
@click.option("--base", metavar="e|2|10|B", shell_complete=complete_base, help="Base of the logarithm.")
@click.option("--step", is_flag=True, help="Wait for a key after each part, on a terminal; q leaves.")
@click.option("--pager", is_flag=True, help="Show the page in a pager.")
@click.option("-f", "--format", "format_", type=click.Choice(FORMATS), help="How to write the page.")
@click.option(
    "-o", "--output", metavar="FILE", shell_complete=complete_file, help="Write to a file; its suffix picks the format."
)
def command(topic: str | None, **options: Any) -> None:
    """List the lessons, or show one page."""
    target = _target(options)
    base = options.pop("base")
    numbers = tuple((f"--{name}", value) for name in NUMBERS for value in options.pop(name))
    own = Own(numbers if base is None else (*numbers, ("--base", base)))
    if topic is None:
        _refuse_numbers(own)
        _write(target, listed())
    elif topic in topics():
        _show(lesson_of(topic), topic, own, target, options)
    elif topic == "-" or topic.endswith(".md") or os.sep in topic:
        from xentropy_cli.cli.lessons.rules import files_of
        from xentropy_cli.cli.output.overwriting import refuse_overwriting
        from xentropy_cli.teaching.lesson import parse

        text, file = (read_stdin(), "standard input") if topic == "-" else (read_file(topic), topic)
        refuse_overwriting({"--output": target.path}, [topic])
        lesson = parse(text, file, os.path.dirname(topic) or ".")
        refuse_overwriting({"--output": target.path}, files_of(lesson))
        _show(lesson, topic, own, target, options)
    else:
        _refuse_numbers(own)
        _write(target, _error_page(topic, target))


def _target(options: dict[str, Any]) -> Target:
    """Take the output options off the others."""
    name, path = options.pop("format_"), options.pop("output")
    path = None if path == "-" else path
    chosen = name or (format_of(path) if path else None)
    if chosen is None:
        chosen = "table" if path is None and _is_terminal(sys.stdout) else "plain"
    if chosen not in FORMATS:
        raise XentError(
            "bad-value",
            f"A lesson cannot be written as {chosen}.",
            where="--output",
            text=path or "",
            span=(0, len(path or "")),
            why="The suffix picks the format, and a lesson is a page to read.",
            fix="End the name in .html, .md, .tex or .txt.",
        )
    return Target(chosen, path, 0, every_row=False)


def _is_terminal(stream: Any) -> bool:
    return stream is not None and bool(stream.isatty())


def _write(target: Target, text: str) -> None:
    with opened(target) as write:
        write(text)


def _show(lesson: Lesson, topic: str, own: Own, target: Target, options: dict[str, Any]) -> None:
    """Run a lesson and show it: at once, part by part, or in a pager."""
    from xentropy_cli.cli.lessons.run_lesson import lesson_pages

    pages = [*lesson_pages(lesson, own), _ending(lesson, topic)]
    if options["step"] and target.path is None and _is_terminal(sys.stdout) and _is_terminal(sys.stdin):
        _step(pages, lambda blocks: document(blocks, target))
        return
    text = document([block for page in pages for block in page], target)
    if options["pager"] and target.path is None and _is_terminal(sys.stdout):
        click.echo_via_pager(text, color=None if wants_color(is_terminal=True) else False)
    else:
        _write(target, text)


def _ending(lesson: Lesson, topic: str) -> list[Block]:
    """Say how to put in other numbers, how those are read, and which lesson to read next."""
    from xentropy_cli.pages.lesson_blocks import Paragraph, Phrase

    words = {word.partition("=")[0] for each in lesson.commands if each.takes_numbers for word in each.words}
    taken = " ".join(f"--{name} …" for name in NUMBERS if f"--{name}" in words)
    how = f", read as {lesson.reading}" if lesson.reading else ""
    numbers = (Phrase("Your own numbers: ", "strong"), Phrase(f"xent explain {topic} {taken}", "code"), Phrase(how))
    following = Paragraph((Phrase("Next: ", "strong"), Phrase(f"xent explain {lesson.next}", "code")))
    return [Paragraph(numbers), following] if taken else [following]


def _step(pages: Sequence[Sequence[Block]], draw: Callable[[Sequence[Block]], str]) -> None:
    """Show a part, wait for a key, and go on; q leaves."""
    prompt = "-- any key: on · q: leave --"
    for at, page in enumerate(pages):
        sys.stdout.write(("\n" if at else "") + draw(page))
        if at == len(pages) - 1:
            return
        sys.stdout.write(prompt)
        sys.stdout.flush()
        key = click.getchar()
        sys.stdout.write("\r" + " " * len(prompt) + "\r")
        if key in ("q", "Q", "\x04"):
            return


def listed() -> str:
    """List every lesson in reading order, one line each."""
    known = topics()
    widest = max(map(len, known))
    return "".join(f"{topic:{widest}}  {summary_of(topic)}\n" for topic in known)


def _refuse_numbers(own: Own) -> None:
    if own:
        text = " ".join(f"{name}={value}" for name, value in own.options)
        raise XentError(
            "option-misfit",
            "There is no lesson here to take these numbers.",
            where="the command line",
            text=text,
            span=(0, len(text)),
            why="They take the place of a lesson's own numbers.",
            fix=f"Name a lesson, such as xent explain doors; or type: xent compute {text}",
        )


def _error_page(code: str, target: Target) -> str:
    """Find the page of an error; a name that is neither lesson nor error gets one suggestion."""
    codes = [path.stem for path in PAGES.glob("*.md")]
    if code not in codes:
        raise _unknown_topic(code, codes)
    text = text_of(PAGES / f"{code}.md")
    if target.format in ("html", "latex"):
        raise XentError(
            "bad-value",
            f"The page of an error is not written as {target.format}.",
            where="the command line",
            text=f"xent explain {code}",
            span=(13, 13 + len(code)),
            why="It is Markdown, and shown as it is.",
            fix=f"Type: xent explain {code} --format markdown",
        )
    if target.format != "table":
        return text
    from xentropy_cli.rendering.table import render_markdown_page

    return render_markdown_page(text, terminal_width(), in_color=wants_color(is_terminal=_is_terminal(sys.stdout)))


def _unknown_topic(topic: str, codes: Sequence[str]) -> XentError:
    near = nearest(topic, [*topics(), *codes])
    return XentError(
        "unknown-topic",
        f"There is no page {topic}.",
        where="the command line",
        text=f"xent explain {topic}",
        span=(13, 13 + max(len(topic), 1)),
        why="It is neither a lesson, nor the code of an error, nor a file that ends in .md.",
        fix=f"Did you mean xent explain {near}?" if near else "See the lessons: xent explain",
    )
