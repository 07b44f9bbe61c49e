"""`xent libraries`: one input under every library's convention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import FileArgument, XentCommand
from xentropy_cli.cli.options.completing import complete_list
from xentropy_cli.cli.options.file_or_numbers import asked_for, file_or_numbers
from xentropy_cli.cli.options.gates import picture_options, with_picture
from xentropy_cli.cli.options.help_page import EXTRAS, option_in
from xentropy_cli.cli.options.refusals import typed, typed_flags
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options
from xentropy_cli.pages.libraries import COLUMNS, USUAL, LibrariesResult
from xentropy_cli.text import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from xentropy_cli.conventions.inputs import Inputs

OF_A_TABLE = ("only", "columns", "format_", "quiet", "every_row", "picture", "shown")
"""Options that mean nothing for a program."""


HELP = """Show what every library makes of the same numbers.

It takes what `xent compute` takes, or a FILE as `xent score` does, and needs no library installed. Rows that do not add up
to 1 are used as they are, since that is what a library is given. Logits are given to a call that wants probabilities
as their softmax, and
probabilities to one that wants logits as their logarithms. --code prints a program that gives a number of the table;
--only keeps some of its rows, in your order, and --columns some of its columns; csv and json have every column.
A row is named as in its first column; the beginning of several names (torch) or a library's name means all of them.
"""

EXAMPLES = """\b
Examples:
  xent libraries --pred 1,0 --pred 0,1 --label 1,0
  xent libraries predictions.csv
  xent libraries --logits=2,1,0.1 --label 0 --format csv
  xent libraries --pred 0.9,0.2 --label 1,0 --code sklearn
  xent libraries --pred 1 --label 0 --only sklearn,keras-bce,torch-bce --columns library,clip,number
"""


def known_rows() -> Iterable[str]:
    """The names of the rows of the table."""
    from xentropy_cli.conventions.catalogue.table import CONVENTIONS

    return CONVENTIONS


@click.command("libraries", cls=XentCommand, help=HELP, epilog=EXAMPLES)
@click.argument("file", cls=FileArgument, required=False, metavar="[FILE]")
@option_in(
    EXTRAS,
    "--code",
    "wanted",
    metavar="NAME",
    shell_complete=complete_list(known_rows),
    help="Print the program of one row of the table.",
)
@option_in(
    EXTRAS,
    "--only",
    metavar="NAMES",
    shell_complete=complete_list(known_rows),
    help="Show these rows of the table only, separated by commas.",
)
@option_in(
    EXTRAS,
    "--columns",
    metavar="COLUMNS",
    shell_complete=complete_list(lambda: COLUMNS),
    help=f"Show these columns beside the name: {', '.join(COLUMNS)}.",
)
@file_or_numbers
@picture_options("libraries")
@output_options
def command(file: str | None, wanted: str | None, only: str | None, columns: str | None, **options: Any) -> None:
    """Read, compute every convention, render."""
    from xentropy_cli.conventions.catalogue.table import CONVENTIONS
    from xentropy_cli.conventions.libraries import compare_libraries

    if wanted is not None:
        _refuse_table()
        options["format_"] = "plain"
    target = choose_target(options)
    picture, alone = options.pop("picture"), options.pop("shown")
    names = tuple(CONVENTIONS) if only is None else conventions_named(only, option="--only")
    shown = USUAL if columns is None else columns_named(columns)
    with opened(target) as write:
        asked = asked_for(file, options)
        if wanted is not None:
            write(program_of(wanted, asked.inputs))
            return
        result = LibrariesResult(compare_libraries(asked, names), shown)
        deliver(with_picture(result, "libraries", picture, alone), target, write)


def conventions_named(text: str, *, option: str) -> tuple[str, ...]:
    """Find the rows that a list of names stands for; each name is known, and each row is shown once."""
    from xentropy_cli.conventions.catalogue.table import families, keys_named, known_names

    found: dict[str, None] = {}
    for name in (each.strip() for each in text.split(",")):
        keys = keys_named(name)
        if not keys:
            raise typed(name, where=option).refuse(
                "unknown-library",
                f"There is no convention {name}.",
                why="Each row of the table of xent libraries has a name, in its first column.",
                fix=_meant(name, known_names(), families()),
            )
        found |= dict.fromkeys(keys)
    return tuple(found)


def columns_named(text: str) -> tuple[str, ...]:
    """Take a list of columns apart at its commas; each is known, and is shown once."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    for name in names:
        if name not in COLUMNS:
            raise typed(name, where="--columns").refuse(
                "bad-value",
                f"There is no column {name}.",
                why="A row of the table has its name, and what --columns asks for.",
                fix=_meant(name, COLUMNS, COLUMNS),
            )
    return names


def _meant(name: str, known: Collection[str], listed: Collection[str]) -> str:
    """Advise to take the nearest name that there is, or one of a list."""
    near = nearest(name, list(known))
    return f"Did you mean {near}?" if near else f"Type one of {', '.join(listed)}."


def _refuse_table() -> None:
    """Refuse what belongs to a table beside a program: its rows, its columns, its format."""
    for flag in typed_flags(OF_A_TABLE).values():
        raise typed(f"--code {flag}", flag).refuse(
            "two-answers",
            f"--code and {flag} ask for two things.",
            why="--code prints a program, and no table.",
            fix=f"Keep one of them; for a table, leave --code out; for a program, {flag}.",
        )


def program_of(name: str, inputs: Inputs) -> str:
    """Write the program of one convention; of several, the programs of those that can take these inputs."""
    from xentropy_cli.conventions.catalogue.snippet import commented, snippet
    from xentropy_cli.conventions.catalogue.table import CONVENTIONS
    from xentropy_cli.conventions.libraries import outcome

    rows = [outcome(CONVENTIONS[key], inputs, None) for key in conventions_named(name, option="--code")]
    fit = [row.convention for row in rows if row.value is not None]
    if not fit:
        first = rows[0]
        raise typed(name, where="--code").refuse(
            "unfit-inputs",
            f"{first.convention.library}'s {first.convention.call} cannot take these inputs.",
            why=f"It {first.unfit}.",
            fix="Leave --code out, and the table shows which calls take these inputs.",
        )
    return snippet(fit[0], inputs) if len(rows) == 1 else "\n".join(commented(row, inputs) for row in fit)
