"""What a shell offers for a value: the files there are, or the few words it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import click
    from click.shell_completion import CompletionItem


def complete_file(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Leave the names of files to the shell."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


def complete_words(*words: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Offer the words that begin so; a value may be another."""

    def complete(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in words if word.startswith(begun)]

    return complete


complete_base = complete_words("e", "2", "10")
complete_clip = complete_words("sklearn", "keras", "torch")
complete_scheduler = complete_words("local", "tcp://")
