"""Options that do not go together, or mean nothing where they stand: how one is found, and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.inputs.notation import Piece


def typed_flags(names: Iterable[str]) -> dict[str, str]:
    """Those of these parameters of the command that were typed, and the flag of each."""
    context = click.get_current_context()
    flags = {each.name: each.opts[-1] for each in context.command.params}
    typed = (name for name in names if context.get_parameter_source(name) is ParameterSource.COMMANDLINE)
    return {name: flags[name] for name in typed}


def typed(text: str, word: str = "", *, where: str = "the command line") -> Piece:
    """What was typed, or a word of it, to be underlined in a refusal."""
    from xentropy_cli.inputs.request import option

    return option(where, text, word)


def clash(first: str, second: str, why: str) -> NoReturn:
    """Refuse two options that exclude each other."""
    raise typed(f"{first} {second}", second).refuse(
        "two-answers",
        f"{first} and {second} exclude each other.",
        why=why,
        fix="Keep one of them.",
    )


def misfit(flag: str, text: str, why: str, *, where: str = "the command line") -> NoReturn:
    """Refuse an option that means nothing here."""
    raise typed(text, where=where).refuse(
        "option-misfit",
        f"{flag} means nothing here.",
        why=why,
        fix=f"Leave {flag} out.",
    )


def stdin_twice(text: str, second: str, fix: str) -> NoReturn:
    """Refuse to read standard input for two things."""
    raise typed(text, second).refuse(
        "stdin-twice",
        "Standard input is asked for twice.",
        why="What was read once is gone.",
        fix=fix,
    )
