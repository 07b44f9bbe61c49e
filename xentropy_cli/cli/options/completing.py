"""What a shell offers for a value: files, the few words it may be, the columns of the file in the line, rows of a table."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click
    from click.shell_completion import CompletionItem

    Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def complete_words(*words: str) -> Complete:
    """Offer the words that begin so; a value may be another."""
    return complete_names(lambda: ((word, None) for word in words))


def complete_names(known: Callable[[], Iterable[tuple[str, str | None]]]) -> Complete:
    """Offer the names that begin so, each with what it is about; where a path has begun, the files there."""

    def complete(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        found = [CompletionItem(name, help=said) for name, said in known() if name.startswith(begun)]
        return found or [CompletionItem(begun, type="file")] * (os.sep in begun)

    return complete


def complete_list(known: Callable[[], Iterable[str]]) -> Complete:
    """Offer the names that a list may hold."""

    def complete(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        return offered(known(), begun)

    return complete


def offered(known: Iterable[str], begun: str) -> list[CompletionItem]:
    """Offer what may follow in a list of names that is separated by commas."""
    from click.shell_completion import CompletionItem

    before, comma, last = begun.rpartition(",")
    return [CompletionItem(f"{before}{comma}{name}") for name in known if name.startswith(last)]


def complete_columns(context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer the columns of the first file in the line, written as its options say; none where it cannot be read."""
    from xentropy_cli.cli.options.table_settings import form_of
    from xentropy_cli.errors import XentError
    from xentropy_cli.tables.opening import open_table
    from xentropy_cli.tables.reading import Reading

    files = context.params.get("files") or context.args  # where the option that is completed still lacks its value
    if not files or files[0] == "-":
        return []
    try:
        with closing(open_table(files[0], Reading(form=form_of(context.params)))) as table:
            return offered(table.shape.names, begun)
    except (XentError, OSError):
        return []
