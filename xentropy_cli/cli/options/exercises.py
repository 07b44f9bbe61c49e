"""Which exercises are asked: topics, level and seed, for every command that draws some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.errors import XentError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import click
    from click.shell_completion import CompletionItem

    from xentropy_cli.teaching.practice.exercise import Exercise

MOST_QUESTIONS = 100
LARGEST_SEED = 10**9 - 1
HARDEST = 3


def complete_exercises(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer the topics that have exercises."""
    from click.shell_completion import CompletionItem

    from xentropy_cli.teaching.practice.exercise import topics_with_exercises

    return [CompletionItem(topic) for topic in topics_with_exercises() if topic.startswith(begun)]


def some_seed() -> int:
    """A seed short enough to be typed again."""
    import secrets

    return secrets.randbelow(10_000)


def templates_of(words: Sequence[str], level: int | None) -> list[Exercise]:
    """Find the exercises of topics, or of all where none is named, up to a level.

    Raises XentError where a topic has none.
    """
    from xentropy_cli.teaching.lookup import look_up
    from xentropy_cli.teaching.practice.exercise import exercises

    rows = list(exercises().values())
    wanted = []
    for word in words:
        found = look_up(word)
        if found is None or not any(row.topic == found.name for row in rows):
            raise _no_exercises(word, [row.topic for row in rows])
        wanted.append(found.name)
    kept = [row for row in rows if (not wanted or row.topic in wanted) and row.level <= (level or HARDEST)]
    if not kept:
        raise XentError(
            "option-misfit",
            "There is no exercise of that level.",
            where="--level",
            text=f"--level {level}",
            span=(8, 9),
            why=f"The exercises of {', '.join(wanted)} are harder.",
            fix=f"Leave --level out: 1 is the easiest, {HARDEST} the hardest.",
        )
    return kept


def _no_exercises(word: str, topics: Sequence[str]) -> XentError:
    from xentropy_cli.text import nearest, visible

    near = nearest(word.lower(), topics)
    return XentError(
        "unknown-topic",
        f"There are no exercises about {visible(word)}.",
        where="the command line",
        text=word or " ",
        span=(0, max(len(word), 1)),
        why=f"There are some about {', '.join(dict.fromkeys(topics))}.",
        fix=f"Did you mean {near}?" if near else "Name one of these, or none: then all are mixed.",
    )
