"""`xent help [COMMAND]`: what `--help` says."""

from __future__ import annotations

import click

from xentropy_cli.cli.app import COMMANDS, app
from xentropy_cli.cli.options.command import XentCommand
from xentropy_cli.cli.options.completing import complete_words
from xentropy_cli.cli.options.help_page import OUTPUT, option_in
from xentropy_cli.cli.output.streams import write_stdout

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
        from xentropy_cli.cli.manual import manual

        write_stdout(manual(), "utf-8")
        return
    root = context.find_root()
    if name is None:
        click.echo(root.get_help())
        return
    _, wanted, _ = app.resolve_command(root, [name])
    if wanted is not None:
        click.echo(wanted.get_help(click.Context(wanted, info_name=name, parent=root)))
