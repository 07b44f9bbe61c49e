"""`xent worksheet`: exercises to hand out, every copy with numbers of its own, and their key in another file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import OutputOption, XentCommand
from xentropy_cli.cli.options.exercises import drawing_options, seed_of, templates_of
from xentropy_cli.cli.options.help_page import EXTRAS, INPUT, OUTPUT, option_in, whole_option
from xentropy_cli.cli.options.refusals import typed
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options
from xentropy_cli.cli.output.present import say
from xentropy_cli.cli.output.progress import collected
from xentropy_cli.cli.output.streams import STREAM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.cli.output.deliver import Target
    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.teaching.practice.sheet import Item

MOST_COPIES = 200

HELP = """Print exercises to hand out, each copy with its own numbers.

TOPIC is a lesson that has exercises, or a file of your own (./mine.md); without one all are mixed. Every copy asks the
same, with other numbers, and the same seed gives the same bytes. The answers go to the file of --key, and never onto the
sheet. Under each question stands an id, by which `xent mark` draws it again.
"""

EXAMPLES = """\b
Examples:
  xent worksheet binary --seed 7 --number 4
  xent worksheet doors entropy --seed 7 --copies 3 -o sheet.tex --key key.csv
  xent worksheet --level 1 --seed 1 -o sheet.html --key key.html --solutions
"""


@click.command("worksheet", cls=XentCommand, help=HELP, epilog=EXAMPLES)
@drawing_options(5, " a copy")
@whole_option(INPUT, "--copies", (1, MOST_COPIES), "How many copies.", default=1)
@option_in(EXTRAS, "--no-logs", is_flag=True, help="Leave out the line of logarithms.")
@option_in(OUTPUT, "--key", cls=OutputOption, metavar="FILE", help="Write the answers to another file.")
@option_in(OUTPUT, "--solutions", is_flag=True, help="Add the working to the key.")
@output_options
def command(topics: tuple[str, ...], **options: Any) -> None:
    """Draw, and write sheet and key."""
    from contextlib import ExitStack

    from xentropy_cli.cli.lessons.run_lesson import running_exercise
    from xentropy_cli.pages.practice.worksheet import KeyResult, WorksheetResult
    from xentropy_cli.teaching.practice.session import Deck
    from xentropy_cli.teaching.practice.sheet import logarithms, sheet_of

    key = key_of(options.pop("key"), options)
    target = choose_target(options)
    seed, copies, number = seed_of(options), options["copies"], options["number"]
    deck = Deck(templates_of(topics, options["level"]), running_exercise)
    with ExitStack() as stack:
        write = stack.enter_context(opened(target))
        write_key = stack.enter_context(opened(key)) if key else None
        items = collected(sheet_of(deck, seed, copies, number), f"drawing questions: {{}} of {copies * number}")
        if key and write_key:
            solutions = solutions_of(items) if options["solutions"] else {}
            deliver(KeyResult(items, seed, solutions), key, write_key)
        deliver(WorksheetResult(items, seed, "" if options["no_logs"] else logarithms()), target, write)
        say("note", (note.text for note in deck.notes))


def key_of(key: str | None, options: dict[str, Any]) -> Target | None:
    """Where the key goes; none where none is asked for.

    Raises XentError where that is standard output, where the sheet may go, or where its working is asked for without it.
    """
    if key is None and options["solutions"]:
        raise typed("--solutions").refuse(
            "option-misfit", "--solutions has no key to go to.", why="The working stands in the key, and never on the sheet.",
            fix="Name the key, too: --key key.html --solutions")  # fmt: skip
    if key is None:
        return None
    if key == STREAM:
        raise typed(key, where="--key").refuse(
            "same-file", "The key would stand on the sheet.", why="The sheet is handed out.",
            fix="Name another file, such as --key key.csv.")  # fmt: skip
    return choose_target({**options, "format_": None, "output": key, "quiet": False, "every_row": True})


def solutions_of(items: Sequence[Item]) -> dict[str, tuple[Block, ...]]:
    """The page of every question's command, by id."""
    from xentropy_cli.cli.lessons.run_lesson import below, page_of_command

    pages = (tuple(map(below, page_of_command(i.drawn.problem.command, i.drawn.exercise.file))) for i in items)
    return dict(zip((item.id for item in items), collected(pages, "working out the key: {}"), strict=True))
