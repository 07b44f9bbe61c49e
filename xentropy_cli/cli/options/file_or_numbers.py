"""The options of commands that take numbers as compute does, or a file of predictions as score does."""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.help_page import Command, first_example, with_options
from xentropy_cli.cli.options.inputs import NUMBER_LIKE, OPTIONS, input_options, request_of
from xentropy_cli.cli.options.refusals import misfit, typed, typed_flags
from xentropy_cli.cli.options.table_settings import settings_of
from xentropy_cli.cli.options.tables import TABLE_OPTIONS, TRUTH_OPTIONS
from xentropy_cli.cli.output.progress import progress
from xentropy_cli.cli.output.streams import STREAM, stdin
from xentropy_cli.errors import XentError
from xentropy_cli.inputs.request import ENTRY_KIND

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.conventions.answers import Asked


COLUMNS = ("label", "true", "pred", "logits", "logprobs", "nll")
OF_ALL_ROWS = ("id", "by", "bytes", "words")
"""Options of tables that change no number of all rows together."""


def made_by(option: Callable[[Command], Command]) -> click.Parameter:
    """The parameter that an option adds."""
    made: list[click.Parameter] = option(lambda: None).__click_params__  # type: ignore[arg-type, attr-defined]  # as click keeps them
    return made[0]


OF_NUMBERS = {flag for option in OPTIONS for flag in made_by(option).opts}
OF_TABLES = {made_by(option): option for option in (*TABLE_OPTIONS, *TRUTH_OPTIONS)}
OF_FILES = {
    str(made.name): option
    for made, option in OF_TABLES.items()
    if made.name not in OF_ALL_ROWS and not OF_NUMBERS & set(made.opts)
}
"""The options that only a file has, by the names of their values."""

file_or_numbers = with_options(input_options, *OF_FILES.values())
"""Adds the options that `compute` reads its numbers from, and those of tables beside them."""


def asked_for(file: str | None, options: dict[str, Any]) -> Asked:
    """Work out what was given: numbers exactly, a file by its rows. Takes the options of both off a command's options."""
    from xentropy_cli.conventions.answers import asked_by

    table = {name: options.pop(name) for name in OF_FILES}
    if file is None:
        for name, flag in typed_flags(table).items():
            value = table[name] if isinstance(table[name], str) else ""
            misfit(flag, f"{flag} {value}".rstrip(), "It says how a file is read, and none is named.")
        refuse_nothing(options)
        return asked_by(request_of(options))
    if file != STREAM and re.fullmatch(NUMBER_LIKE, file) and not os.path.exists(file):
        raise click.UsageError(f"Got unexpected extra argument ({file})", click.get_current_context())
    return asked_of_file(file, {**table, **dict.fromkeys(OF_ALL_ROWS)}, options)


def refuse_nothing(options: dict[str, Any]) -> None:
    """Refuse a command without numbers and without a file, with an example of its own."""
    if any(options[name] for name in ("label", "true", *ENTRY_KIND)):
        return
    context = click.get_current_context()
    raise typed(context.command_path).refuse(
        "needs-numbers",
        "There are no numbers here, and no file.",
        why="A prediction (--pred, --logits or --logprobs), a truth (--true) or a FILE of predictions is needed.",
        fix=f"Type it as in {first_example(context)}",
    )


def asked_of_file(file: str, table: dict[str, Any], options: dict[str, Any]) -> Asked:
    """Work out a file: columns are named as those of score, and all else is asked as of compute."""
    if names := options["names"]:
        why = "A file names its columns, and rows to be left out are no rows of it."
        misfit("--names", f"--names {names}", why)
    shared = {name: one_column(name, options.pop(name)) for name in COLUMNS}
    shared |= {name: options[name] for name in ("weight", "base", "normalize", "as_is", "clip")}
    shared["log_base"] = options.pop("log_base") or "e"
    shared["ignore_label"] = options.pop("ignore_label")
    if options["reading"] not in (None, "events", "binary"):
        misfit("--as", f"--as {options['reading']}", "The columns of a file tell one probability from several.")
    settings = settings_of({**table, **shared, "reading": options["reading"]}, bins=10, top=0)
    settings = settings if settings.normalize else settings._replace(as_is=True)
    from xentropy_cli.conventions.many_rows.whole_table import read_whole
    from xentropy_cli.conventions.table_inputs import asked_of_table

    try:
        with progress() as watch:
            whole = read_whole(file, settings, stdin(), watch)
    except XentError as error:
        raise error.changed(fix=as_this_command(error.fix)) from None
    taken = {**dict.fromkeys(COLUMNS, ()), **dict.fromkeys(("weight", "reading", "ignore_label", "log_base"))}
    return asked_of_table(whole, request_of({**options, **taken}))


def as_this_command(fix: str) -> str:
    """Advice that names the command for files, for one that takes any sum and perhaps a number before the file."""
    context = click.get_current_context()
    own = " ".join((context.command_path, *map(shlex.quote, filter(None, (context.params.get("number"),)))))
    fix = fix.replace("xent score", own)
    return fix if context.params["as_is"] else fix.replace(" --as-is", "")


def one_column(name: str, values: tuple[str, ...]) -> str | None:
    """The columns that an option names; refuse to name them twice."""
    if len(values) > 1:
        raise typed(values[1], where=f"--{name}").refuse(
            "two-answers",
            f"--{name} is given twice.",
            why="For a file it names columns, several of them separated by commas.",
            fix=f"Type --{name} {','.join(values)}",
        )
    return values[0] if values else None
