"""`xent libraries`: one input under every library's convention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import XentCommand
from xentropy_cli.cli.options.inputs import input_options, request_of
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options
from xentropy_cli.errors import XentError
from xentropy_cli.pages.libraries import COLUMNS, USUAL, LibrariesResult
from xentropy_cli.text import nearest

if TYPE_CHECKING:
    from collections.abc import Collection

    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.derivation.model import Question
    from xentropy_cli.inputs.request import Request

ROW = ("convention", "Each row of the table of xent libraries has a name, in its first column.")
COLUMN = ("column", "A row of the table has its name, and what --columns asks for.")

HELP = """Show what every library makes of the same numbers.

It takes what `xent compute` takes, and needs no library installed. Rows that do not add up to 1 are used as they are,
since that is what a library is given. Logits are given to a call that wants probabilities as their softmax, and
probabilities to one that wants logits as their logarithms. --code prints a program that gives a number of the table;
--only keeps some of its rows, in your order, and --columns some of its columns; csv and json have every column.
"""

EXAMPLES = """\b
Examples:
  xent libraries --pred 1,0 --pred 0,1 --label 1,0
  xent libraries --logits=2,1,0.1 --label 0 --format csv
  xent libraries --pred 0.9,0.2 --label 1,0 --code sklearn
  xent libraries --pred 1 --label 0 --only sklearn,keras-bce,torch-bce --columns library,clip,number
"""


@click.command(
    "libraries",
    cls=XentCommand,
    help=HELP,
    epilog=EXAMPLES,
    short_help="Show what every library makes of the same numbers.",
)
@click.option("--code", "wanted", metavar="NAME", help="Print the program of one row of the table.")
@click.option("--only", metavar="NAMES", help="Show these rows of the table only, separated by commas.")
@click.option("--columns", metavar="COLUMNS", help=f"Show these columns beside the name: {', '.join(COLUMNS)}.")
@input_options
@output_options
def command(wanted: str | None, only: str | None, columns: str | None, **options: Any) -> None:
    """Read, compute every convention, render."""
    from xentropy_cli.conventions.catalogue.table import CONVENTIONS
    from xentropy_cli.conventions.inputs import inputs_of
    from xentropy_cli.conventions.libraries import compare
    from xentropy_cli.derivation.derive import derive

    target = choose_target(options)
    if wanted is not None and (only, columns) != (None, None):
        raise _program_and_table("--only" if only is not None else "--columns")
    names, shown = tuple(CONVENTIONS), USUAL
    if only is not None:
        names = chosen("unknown-library", only, CONVENTIONS, ROW, option="--only")
    if columns is not None:
        shown = chosen("bad-value", columns, tuple(COLUMNS), COLUMN, option="--columns")
    question = read_as_given(request_of(options))
    with opened(target) as write:
        inputs = inputs_of(question)
        if wanted is not None:
            write(program_of(wanted, inputs))
            return
        deliver(LibrariesResult(compare(derive(question), inputs, names), shown), target, write)


def chosen(code: str, text: str, known: Collection[str], kind: tuple[str, str], *, option: str) -> tuple[str, ...]:
    """Take a list of names apart at its commas; each is known, and is shown once."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    for name in names:
        refuse_unknown(code, name, known, kind, option=option)
    return names


def refuse_unknown(code: str, name: str, known: Collection[str], kind: tuple[str, str], *, option: str) -> None:
    """Refuse a name that the table does not have, with the nearest one that it has."""
    if name in known:
        return
    near = nearest(name, list(known))
    raise XentError(
        code,
        f"There is no {kind[0]} {name}.",
        where=option,
        text=name,
        span=(0, max(len(name), 1)),
        why=kind[1],
        fix=f"Did you mean {near}?" if near else f"Type one of {', '.join(known)}.",
    )


def _program_and_table(option: str) -> XentError:
    """Refuse to leave a table's option unused beside a program."""
    return XentError(
        "two-answers",
        f"--code and {option} ask for two things.",
        where="the command line",
        text=f"--code {option}",
        span=(7, 7 + len(option)),
        why="--code prints one program, and no table to choose from.",
        fix=f"Keep one of them; for a table, leave --code out; for a program, {option}.",
    )


def read_as_given(request: Request) -> Question:
    """Read a request; rows that do not add up to 1 are used as they are, since that is what a library is given."""
    from xentropy_cli.inputs.readings import read

    try:
        return read(request)
    except XentError as refusal:
        if refusal.code != "sum-not-one":
            raise
        return read(request._replace(as_is=True))


def program_of(name: str, inputs: Inputs) -> str:
    """Write the program of one convention."""
    from xentropy_cli.conventions.catalogue.convention import Unfit
    from xentropy_cli.conventions.catalogue.snippet import snippet
    from xentropy_cli.conventions.catalogue.table import CONVENTIONS

    refuse_unknown("unknown-library", name, CONVENTIONS, ROW, option="--code")
    try:
        CONVENTIONS[name].value(inputs)
    except Unfit as reason:
        raise XentError(
            "unfit-inputs",
            f"{CONVENTIONS[name].library}'s {CONVENTIONS[name].call} cannot take these inputs.",
            where="--code",
            text=name,
            span=(0, len(name)),
            why=f"It {reason}.",
            fix="Choose another row: xent libraries without --code shows which calls take these inputs.",
        ) from None
    return snippet(CONVENTIONS[name], inputs)
