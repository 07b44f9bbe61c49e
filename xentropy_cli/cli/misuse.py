"""What click objects to, as an error of ours: the command as typed, the word at fault, and one suggestion."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from xentropy_cli.cli.app import COMMANDS
from xentropy_cli.errors import XentError
from xentropy_cli.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NUMBERS = r"-?[0-9.][0-9.,eE%/ -]*"


def misuse(error: click.UsageError, args: Sequence[str]) -> XentError:
    """Turn click's objection into a record."""
    command = error.ctx.command_path if error.ctx else "xent"
    if isinstance(error, click.NoSuchOption):
        return _unknown_option(error, args, command)
    if "No such command" in error.message:
        return _unknown_command(args)
    if isinstance(error, click.BadParameter):
        return _bad_value(error, args)
    if "unexpected extra argument" in error.message:
        return _extra_argument(error, args, command)
    if isinstance(error, click.BadOptionUsage):
        return _typed(
            args,
            error.option_name,
            "missing-value",
            error.message.rstrip("."),
            why="This option takes a value.",
            fix=f"Type one after it; see {command} --help",
        )
    return _typed(
        args,
        "",
        "misuse",
        error.message.rstrip("."),
        why="The command could not be understood.",
        fix=f"See {command} --help",
    )


def _typed(  # noqa: PLR0913  a record has as many fields
    args: Sequence[str], word: str, code: str, message: str, *, why: str, fix: str
) -> XentError:
    """Underline a word in the command as it was typed."""
    import shlex

    text = shlex.join(["xent", *args])
    quoted = shlex.quote(word) if word else text
    start = max(text.find(quoted), 0)
    end = start + len(quoted)
    return XentError(code, f"{message}.", where="the command line", text=text, span=(start, end), why=why, fix=fix)


def _unknown_option(error: click.NoSuchOption, args: Sequence[str], command: str) -> XentError:
    word = next((arg for arg in args if arg.startswith(error.option_name)), error.option_name)
    if re.fullmatch(NUMBERS, word):
        return _bare_numbers(args, word)
    known = [name for parameter in error.ctx.command.params for name in parameter.opts] if error.ctx else []
    near = nearest(error.option_name, [*known, "--help"])
    fix = f"Did you mean {near}?" if near else f"See {command} --help"
    return _typed(
        args,
        word,
        "unknown-option",
        f"There is no option {error.option_name}",
        why=f"{command} does not know it.",
        fix=fix,
    )


def _bare_numbers(args: Sequence[str], word: str) -> XentError:
    return _typed(
        args,
        word,
        "extra-argument",
        f"{word} stands alone",
        why="Numbers are given to an option, which says what they are.",
        fix=f"Type --logits={word}" if word.startswith("-") else f"Type --pred {word}",
    )


def _unknown_command(args: Sequence[str]) -> XentError:
    word = next((arg for arg in args if not arg.startswith("-")), "")
    near = nearest(word, COMMANDS)
    fix = f"Did you mean xent {near}?" if near else f"The commands are {', '.join(COMMANDS)}."
    return _typed(args, word, "unknown-command", f"There is no command {word}", why="It is none of xent's.", fix=fix)


def _extra_argument(error: click.UsageError, args: Sequence[str], command: str) -> XentError:
    word = error.message.partition("(")[2].rpartition(")")[0].split()[0]
    before = args[args.index(word) - 1] if word in args else ""
    if re.fullmatch(NUMBERS, word) and re.fullmatch(NUMBERS, before):
        return _typed(
            args,
            word,
            "extra-argument",
            f"{word} stands alone",
            why="An option takes one value: a vector's numbers are joined by commas.",
            fix=f"Type {before},{word} as one value, or repeat the option for another row.",
        )
    if re.fullmatch(NUMBERS, word):
        return _bare_numbers(args, word)
    return _typed(
        args,
        word,
        "extra-argument",
        f"{word} stands alone",
        why=f"{command} takes no such argument.",
        fix=f"Give it to an option, or leave it out; see {command} --help",
    )


def _bad_value(error: click.BadParameter, args: Sequence[str]) -> XentError:
    names = error.param.opts if error.param else []
    word, value = next(((arg, value) for arg, value in _values(args) if arg in names), ("", ""))
    kind = error.param.type if error.param else None
    choices = [str(choice) for choice in kind.choices] if isinstance(kind, click.Choice) else []
    near = nearest(value, choices)
    fix = f"Did you mean {near}?" if near else f"Type one of {', '.join(choices)}." if choices else ""
    name = word or (error.param.human_readable_name if error.param else "")
    return _typed(
        args,
        value or word,
        "bad-value",
        f"{name} cannot be {value}" if value else error.message.rstrip("."),
        why=error.message.rstrip("."),
        fix=fix or f"See {name} in --help.",
    )


def _values(args: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pair every option, and every word that is none, with the value that follows it."""
    for arg, after in zip(args, (*args[1:], ""), strict=True):
        name, equals, value = arg.partition("=")
        yield (name, value) if equals else (arg, after)
