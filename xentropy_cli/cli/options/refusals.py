"""Options that do not go together, or mean nothing where they stand: how one is found, and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import click
from click.core import ParameterSource

from xentropy_cli.errors import XentError

if TYPE_CHECKING:
    from collections.abc import Iterable


def typed_flags(names: Iterable[str]) -> dict[str, str]:
    """Those of these parameters of the command that were typed, and the flag of each."""
    context = click.get_current_context()
    flags = {each.name: each.opts[-1] for each in context.command.params}
    typed = (name for name in names if context.get_parameter_source(name) is ParameterSource.COMMANDLINE)
    return {name: flags[name] for name in typed}


def clash(first: str, second: str, why: str) -> NoReturn:
    """Refuse two options that exclude each other."""
    text = f"{first} {second}"
    raise XentError(
        "two-answers",
        f"{first} and {second} exclude each other.",
        where="the command line",
        text=text,
        span=(len(first) + 1, len(text)),
        why=why,
        fix="Keep one of them.",
    )


def misfit(flag: str, text: str, why: str, *, where: str = "the command line") -> NoReturn:
    """Refuse an option that means nothing here."""
    raise XentError(
        "option-misfit",
        f"{flag} means nothing here.",
        where=where,
        text=text,
        why=why,
        fix=f"Leave {flag} out.",
    )


def stdin_twice(text: str, span: tuple[int, int], fix: str) -> NoReturn:
    """Refuse to read standard input for two things."""
    raise XentError(
        "stdin-twice",
        "Standard input is asked for twice.",
        where="the command line",
        text=text,
        span=span,
        why="What was read once is gone.",
        fix=fix,
    )
