"""`xent help [COMMAND]`: what `--help` says, or the manual page that is made of it: summaries, examples, every option."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from xentropy_cli import __version__
from xentropy_cli.cli.app import COMMANDS, HELP, app, command_named
from xentropy_cli.cli.options.command import XentCommand
from xentropy_cli.cli.options.completing import complete_words
from xentropy_cli.cli.options.help_page import GROUPS, OUTPUT, group_of, option_in
from xentropy_cli.cli.output.streams import write_stdout

if TYPE_CHECKING:
    from collections.abc import Iterator

RAW = "\b"
"""The mark of click before a paragraph whose lines stay as they are."""

EXAMPLES = """\b
Examples:
  xent help
  xent help score
  xent help --man > xent.1
"""


@click.command("help", cls=XentCommand, epilog=EXAMPLES)
@click.argument("name", required=False, metavar="[COMMAND]", shell_complete=complete_words(*COMMANDS))
@option_in(OUTPUT, "--man", "is_manual", is_flag=True, help="Print the manual page instead, for man to show.")
@click.pass_context
def command(context: click.Context, name: str | None, *, is_manual: bool) -> None:
    """Show the help of a command, or of xent itself."""
    if is_manual:
        write_stdout(manual(), "utf-8")
        return
    root = context.find_root()
    if name is None:
        click.echo(root.get_help())
        return
    _, wanted, _ = app.resolve_command(root, [name])
    if wanted is not None:
        click.echo(wanted.get_help(click.Context(wanted, info_name=name, parent=root)))


def manual() -> str:
    """Write the whole page in the language of man."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    from xentropy_cli.teaching.lookup import Found, markdown_of

    yield f'.TH XENT 1 "" "xent {__version__}" "User Commands"'
    yield from (".SH NAME", "xent \\- compute cross\\-entropy in the terminal, and show the working")
    yield from (".SH SYNOPSIS", "\\fBxent\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]")
    yield ".SH DESCRIPTION"
    yield from _paragraphs(HELP)
    yield from _paragraphs(app.epilog or "")
    for name, summary in COMMANDS.items():
        yield from _command(name, summary)
    yield ".SH EXIT STATUS"
    for code, meaning in re.findall(r"^\| (\d+) \| (.*) \|$", markdown_of(Found("reference", "formats")), re.MULTILINE):
        yield from (".TP", f"\\fB{code}\\fR", escaped(meaning.replace("`", "")))
    yield from (".SH AUTHORS", "xent developers")
    yield from (".SH SEE ALSO", "\\fBxent explain\\fR lists the lessons and the pages about the tool.")


def _command(name: str, summary: str) -> Iterator[str]:
    """Write the section of one command."""
    command = command_named(name)
    inner = click.Context(command, info_name=name, parent=click.Context(app, info_name="xent"))
    yield f".SH XENT {name.upper()}"
    yield escaped(summary)
    yield from (".PP", f"\\fBxent {name}\\fR {escaped(' '.join(command.collect_usage_pieces(inner)))}")
    yield from _paragraphs(command.epilog or "")
    yield from _paragraphs((command.help or "").partition("\n\n")[2])
    for group in GROUPS:
        options = [each for each in command.params if isinstance(each, click.Option) and group_of(each) == group]
        if options:
            yield f".SS {group}"
        for each in options:
            names, said = each.get_help_record(inner) or ("", "")
            yield from (".TP", f"\\fB{escaped(names)}\\fR", escaped(said))


def _paragraphs(text: str) -> Iterator[str]:
    """Fill paragraphs, and leave those alone that click leaves alone."""
    for paragraph in filter(None, text.strip("\n").split("\n\n")):
        lines = [escaped(line) for line in paragraph.split("\n") if line.strip(RAW)]
        is_raw = paragraph.startswith(RAW)
        yield from (".PP", *([".nf"] if is_raw else []), *lines, *([".fi"] if is_raw else []))


def escaped(text: str) -> str:
    r"""Keep a line from being read as a request, and its backslashes and hyphens as they are.

    >>> escaped(".7 is --pred")
    '\\&.7 is \\-\\-pred'
    """
    shown = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{shown}" if shown.startswith((".", "'")) else shown
