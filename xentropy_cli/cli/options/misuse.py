"""What click objects to, as an error of ours: the command as typed, the word at fault, and one suggestion."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

import click

from xentropy_cli.cli.app import COMMANDS, OTHER_NAMES, command_named
from xentropy_cli.cli.options.command import GivenTwice, ValueForgotten
from xentropy_cli.cli.options.help_page import first_example
from xentropy_cli.cli.options.loose_words import cut_value, is_number, loose_places, whole_row
from xentropy_cli.cli.options.other_words import meant
from xentropy_cli.errors import XentError
from xentropy_cli.inputs.words import BASES_OF_UNITS
from xentropy_cli.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

UNIT = r"--?(?:(units?|in)(?:=(.*))?|(bits?|nats?|bans?|shannons?|hartleys?|ln|log(?:-?(?:2|10))?))"
"""How people ask for a unit."""
OWN_OPTIONS = "xent has a few of its own: --version or -V, --help or -h."
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
"""What a word processor makes of a hyphen, or of two."""


def misuse(error: click.UsageError, args: Sequence[str]) -> XentError:  # noqa: PLR0911  one a kind of objection
    """Turn click's objection into a record."""
    command = error.ctx.command_path if error.ctx else " ".join(("xent", *(arg for arg in args[:1] if arg in COMMANDS)))
    if isinstance(error, click.NoSuchOption):
        return _unknown_option(error, args, command)
    if "No such command" in error.message:
        return _unknown_command(args)
    if isinstance(error, click.MissingParameter):
        return _missing_argument(error, args, command)
    if isinstance(error, click.BadParameter):
        return _bad_value(error, args)
    if "unexpected extra argument" in error.message:
        return _extra_argument(error, args, command)
    if isinstance(error, GivenTwice):
        why, fix = "It takes one value, and neither wins over the other.", "Keep one of them."
        return _typed(args, error.option_name, "two-answers", error.message, why=why, fix=fix)
    if isinstance(error, click.BadOptionUsage):
        return _bad_usage(error, args, command)
    if isinstance(error, ValueForgotten):
        return _without_value(args, error.name, error.after)
    message = error.format_message().rstrip(".")
    return _typed(args, "", "misuse", message, why=f"{command} has another form.", fix=f"See {command} --help")


def _typed(  # noqa: PLR0913  a record has as many fields
    args: Sequence[str], word: str, code: str, message: str, *, why: str, fix: str, option: str = ""
) -> XentError:
    """Underline a word (the value of `option`, where that is given) in the command as it was typed."""
    typed = ["xent", *args]
    text, spans = "", []
    for token in map(shlex.quote, typed):
        spans.append((len(text), len(text) + len(token)))
        text += f"{token} "
    spans.append((0, len(text) - 1))
    return XentError(
        code,
        f"{message}.",
        where="the command line",
        text=text[:-1],
        span=spans[_place(typed, word, option)],
        why=why,
        fix=fix,
    )


def _place(typed: Sequence[str], word: str, option: str) -> int:
    """Find the word at fault, alone or as --option=value; the place beyond the last word stands for all of them."""
    for k, token in enumerate(typed):
        is_value = not option or typed[k - 1] == option
        if word and (
            (token == word and is_value) or token.startswith((f"{option}={word}", f"{word}=", f"{option}{word}"))
        ):
            return k
    return len(typed)


def _missing_argument(error: click.MissingParameter, args: Sequence[str], command: str) -> XentError:
    choices = _choices(error.param)
    name = error.param.human_readable_name if error.param else "an argument"
    if isinstance(error.param, click.Option):
        name = f"{error.param.opts[0]} {error.param.metavar or ''}".rstrip()
    return _typed(
        args,
        "",
        "missing-value",
        f"{name} is missing",
        why=f"{command} needs it.",
        fix=f"Type {command} {choices[0]}, or another of {', '.join(choices)}."
        if choices
        else f"Type it as in {first_example(error.ctx)}; see {command} --help",
    )


def _bad_usage(error: click.BadOptionUsage, args: Sequence[str], command: str) -> XentError:
    """Tell of an option without its value, and of a switch with one."""
    name = error.option_name
    if "does not take a value" in error.message:
        base = BASES_OF_UNITS.get(
            next((arg.partition("=")[2] for arg in args if arg.startswith(f"{name}=")), "")[:3].lower()
        )
        unit = f"; to give the answer in that unit, type --base {base}" if name == "--units" and base else "."
        why, fix = "It is a switch, there or not.", f"Type {name} alone{unit}"
        return _typed(args, name, "extra-argument", f"{name} takes no value", why=why, fix=fix)
    why, fix = "This option takes a value.", f"Type one after it; see {command} --help"
    return _typed(args, name, "missing-value", f"{name} lacks its value", why=why, fix=fix)


def _without_value(args: Sequence[str], option: str, after: str) -> XentError:
    """Tell of an option behind which another one stands in the place of a value."""
    why, fix = f"{after} stands in its place.", f"Type a value after {option}; or, if it is that text, {option}={after}"
    return _typed(args, option, "missing-value", f"{option} lacks its value", why=why, fix=fix)


def _unknown_option(error: click.NoSuchOption, args: Sequence[str], command: str) -> XentError:
    word = next((arg for arg in args if arg.startswith(error.option_name)), error.option_name)
    if is_number(word):
        return _bare_numbers(args, word, args.index(word))
    known = _options_of(error)
    is_word = word[:2].lstrip("-") and len(word) > len("-f")
    near, owner = _option_meant(f"-{word}" if is_word else error.option_name, error)
    message, why = f"There is no option {error.option_name}", f"{command} does not know it."
    fix = f"Did you mean {near}?" if near else f"See {command} --help"
    if "--base" in known and (unit := re.fullmatch(UNIT, word)):
        asked = unit[2] or unit[3] or [*args, "", ""][args.index(word) + 1]
        why, fix = "The unit of the answer follows from the base of the logarithm.", _base_of(asked)
    elif command == "xent":
        message, why = f"{word} is not an option of xent itself", OWN_OPTIONS
        if owner:
            why = "The options of a calculation stand after the name of its command."
            fix = f"Type xent {owner} {shlex.join(args)}"
    elif owner:
        why = f"{command} does not know it; xent {owner} does."
    return _typed(args, word, "unknown-option", message, why=why, fix=fix)


def _option_meant(word: str, error: click.UsageError) -> tuple[str | None, str | None]:
    """The option that was meant, by what others call it or by letters that differ; else the command that knows the word."""
    if known := meant(word, _parameters_of(error)):
        return known, None
    option = word.partition("=")[0].replace("_", "-")
    owners = (name for name in COMMANDS if any(option in each.opts for each in command_named(name).params))
    if owner := next(owners, None):
        return None, owner
    letters = {known.lstrip("-"): known for known in [*_options_of(error), "--help"]}
    return letters.get(nearest(option.lstrip("-"), letters) or ""), None


def _base_of(unit: str) -> str:
    """What to type for a unit.

    >>> _base_of("bits"), _base_of("")
    ('Type --base 2', 'Type --base 2 for bits, --base e for nats, --base 10 for bans.')
    """
    base = BASES_OF_UNITS.get(unit[:3].lower())
    return f"Type --base {base}" if base else "Type --base 2 for bits, --base e for nats, --base 10 for bans."


def _bare_numbers(args: Sequence[str], word: str, at: int) -> XentError:
    """Tell which option a number is for: the one that is there already, or else the likeliest."""
    given = next((arg.partition("=")[0] for arg in args if arg.startswith(("--pred", "--log"))), None)
    why, fix = "Numbers are given to an option, which says what they are.", f"Type --pred {word}"
    if row := whole_row(args, at):
        why = "An option takes one value: a vector's numbers are joined by commas."
        fix = f"Type {row}, or repeat the option for another row."
    elif given:
        fix = f"Type all numbers of a row after {given}, joined by commas, or leave {word} out."
    elif word.startswith("-"):
        fix = f"Type --logits={word}"
    return _typed(args, word, "extra-argument", f"{word} stands alone", why=why, fix=fix, option=args[at - 1])


def _unknown_command(args: Sequence[str]) -> XentError:
    """Name the command that was meant: by another of its names, by what it is given, or by letters that differ."""
    from xentropy_cli.teaching.lookup import look_up

    words = [arg for arg in args if arg != "help"]
    word = next((arg for arg in words if not arg.startswith("-")), "")
    rest = " ".join(words[words.index(word) + 1 :]) if word in words else ""
    why, near = "It is none of xent's.", nearest(word, COMMANDS)
    if word.lower() in OTHER_NAMES:
        why, fix = "It goes by another name.", f"Type xent {OTHER_NAMES[word.lower()]} {rest}".rstrip()
    elif is_number(word):
        why, fix = "Numbers stand after the name of a command.", f"Type xent compute {word} {rest}".rstrip()
    elif look_up(word):
        why, fix = "It is something to read about.", f"Type xent explain {word}"
    elif os.path.isfile(word):
        why, fix = "Files stand after the name of a command.", f"Type xent score {word} {rest}".rstrip()
    else:
        fix = f"Did you mean xent {near}?" if near else f"The commands are {', '.join(COMMANDS)}."
    return _typed(args, word, "unknown-command", f"There is no command {word}", why=why, fix=fix)


def _extra_argument(error: click.UsageError, args: Sequence[str], command: str) -> XentError:
    extra = error.message.partition("(")[2].rpartition(")")[0]
    word = max((arg for arg in args if f"{extra} ".startswith(f"{arg} ")), key=len, default=extra)
    at = next((k for k in loose_places(args, _parameters_of(error)) if args[k] == word), 0)
    option, before = ("", "", *args)[at : at + 2]
    if before.startswith("--") and option.startswith("--"):
        return _without_value(args, option, before)
    code, message = "extra-argument", f"{word or 'An empty text'} stands alone"
    if whole := cut_value(args, at):
        why, fix = "A shell cuts what is typed at its blanks, unless it is in quotes.", f"Put it in quotes: {whole}"
    elif word.startswith(tuple(DASHES)) and (near := _option_meant(f"--{word.lstrip(DASHES)}", error)[0]):
        code, message, fix = "unknown-option", f"There is no option {word}", f"Did you mean {near}?"
        why = "It begins with another dash than the hyphen, as a word processor makes it."
    elif is_number(word):
        return _bare_numbers(args, word, at)
    else:
        why, fix = f"{command} takes no such argument.", f"Give it to an option, or leave it out; see {command} --help"
        if os.path.isfile(word):
            fix = f"A file of predictions is scored: xent score {word}"
        elif word.startswith("@"):
            fix = f"Type --pred {shlex.quote(word)}"
    return _typed(args, word, code, message, why=why, fix=fix)


def _options_of(error: click.UsageError) -> list[str]:
    """The names of the options of a command."""
    return [name for each in _parameters_of(error) for name in each.opts if name.startswith("-")]


def _parameters_of(error: click.UsageError) -> list[click.Parameter]:
    return error.ctx.command.params if error.ctx else []


def _bad_value(error: click.BadParameter, args: Sequence[str]) -> XentError:
    """Tell of a value that is none of those allowed: of an option, or else of an argument."""
    names = error.param.opts if error.param else []
    option, value = next(((arg, value) for arg, value in _values(args) if arg in names), ("", args[-1]))
    name = option or (error.param.human_readable_name if error.param else "")
    choices = _choices(error.param)
    near = nearest(value, choices)
    why, fix = f"{error.message.rstrip('.')}.", f"See {name} in --help."
    if choices:
        shown = [choice if choice[0].isalnum() else f'"{choice}"' for choice in choices]
        why = f"It is one of {', '.join(shown)}."
        fix = f"Did you mean {near}?" if near else f"Type one of them, such as {shown[0]}."
    elif error.param and isinstance(error.param.type, click.IntRange):
        why = f"It is a whole number from {error.param.type.min} to {error.param.type.max}."
        fix = f"Type one of them, such as {name} {_within(error.param.type, value)}"
    return _typed(args, value, "bad-value", f"{name} cannot be {value}", why=why, fix=fix, option=option)


def _within(limits: click.IntRange, value: str) -> int | None:
    """The whole number within the limits that is nearest to what was typed; the least, where that is no number.

    >>> _within(click.IntRange(0, 100), "200"), _within(click.IntRange(0, 100), "3.5"), _within(click.IntRange(1), "x")
    (100, 3, 1)
    """
    typed = re.fullmatch(r"([+-]?\d{1,9})(?:\.\d*)?", value)
    if typed is None or limits.min is None:
        return limits.min
    return max(limits.min, int(typed[1]) if limits.max is None else min(limits.max, int(typed[1])))


def _choices(parameter: click.Parameter | None) -> list[str]:
    kind = parameter.type if parameter else None
    return [str(choice) for choice in kind.choices] if isinstance(kind, click.Choice) else []


def _values(args: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pair every option, and every word that is none, with the value that follows it."""
    for arg, after in zip(args, (*args[1:], ""), strict=True):
        name, equals, value = arg.partition("=")
        is_short = arg[:1] == "-" and arg[1:2].isalpha() and len(arg) > len("-f")
        yield (arg[:2], arg[2:]) if is_short else (name, value) if equals else (arg, after)
