"""Which exercises are asked: topics, level and seed, for every command that draws some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import TopicArgument, is_file
from xentropy_cli.cli.options.completing import complete_names
from xentropy_cli.cli.options.help_page import INPUT, Command, whole_option, with_options
from xentropy_cli.cli.options.refusals import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from xentropy_cli.teaching.practice.exercise import Exercise

MOST_QUESTIONS = 100
LARGEST_SEED = 10**9 - 1
HARDEST = 3


def known_topics() -> Iterator[tuple[str, str]]:
    """The topics that have exercises, and what each is about."""
    from xentropy_cli.teaching.course import fact_of
    from xentropy_cli.teaching.practice.exercise import topics_with_exercises

    return ((topic, fact_of(topic, "summary")) for topic in topics_with_exercises())


complete_topic = complete_names(known_topics)


def drawing_options(number: int, called: str) -> Callable[[Command], Command]:
    """Add what every command that draws exercises takes: topics, how many questions (as it is called there), level and seed."""
    return with_options(
        click.argument("topics", cls=TopicArgument, nargs=-1, metavar="[TOPIC]...", shell_complete=complete_topic),
        whole_option(INPUT, "--number", (1, MOST_QUESTIONS), f"How many questions{called}.", default=number),
        whole_option(INPUT, "--level", (1, HARDEST), "None harder than this.", metavar="1|2|3"),
        whole_option(INPUT, "--seed", (0, LARGEST_SEED), "The same questions each time."),
    )


def seed_of(options: Mapping[str, Any]) -> int:
    """The seed that was typed, or one short enough to be typed again."""
    import secrets

    return secrets.randbelow(10_000) if options["seed"] is None else int(options["seed"])


def known_exercises(files: Iterable[str]) -> dict[str, Exercise]:
    """Those that come with xent, by name, and those of these files.

    Raises XentError where a file cannot be read or is none of exercises, and where two have one name: the ids on a sheet
    name them.
    """
    from xentropy_cli.cli.output.streams import read_text
    from xentropy_cli.teaching.practice.exercise import exercises, own_exercises

    found = dict(exercises())
    for file in dict.fromkeys(files):
        for row in own_exercises(read_text(file), file):
            if row.name in found:
                raise row.head.fault(
                    f"There are two exercises named {row.name}.",
                    why=f"The other stands in {found[row.name].file}, and the id on a sheet names its exercise.",
                    fix=f"Name yours otherwise: ## my-{row.name}",
                )
            found[row.name] = row
    return found


def templates_of(words: Sequence[str], level: int | None) -> list[Exercise]:
    """Find the exercises of topics and files, or all that come with xent where none is named, up to a level.

    Raises XentError where a topic has none, and for a file that is none of exercises.
    """
    from xentropy_cli.teaching.lookup import known_topic

    rows = known_exercises(filter(is_file, words)).values()
    topics = dict.fromkeys(row.topic for row in rows)
    named = [word if is_file(word) else known_topic(word, topics, "exercise", ": then all are mixed") for word in words]
    kept = [
        row
        for row in rows
        if (not words or row.topic in named or row.file in named) and row.level <= (level or HARDEST)
    ]
    if not kept:
        raise typed(str(level), where="--level").refuse(
            "option-misfit", "There is no exercise of that level.", why=f"The exercises of {', '.join(words)} are harder.",
            fix=f"Leave --level out: 1 is the easiest, {HARDEST} the hardest.")  # fmt: skip
    return kept
