"""`xent help [COMMAND]`: what `--help` says."""

from __future__ import annotations

import click

from xentropy_cli.cli.app import COMMANDS, app
from xentropy_cli.cli.options.command import XentCommand
from xentropy_cli.cli.options.completing import complete_words

EXAMPLES = """\b
Examples:
  xent help
  xent help score
"""


@click.command("help", cls=XentCommand, epilog=EXAMPLES, short_help="Show the help of a command.")
@click.argument("name", required=False, metavar="[COMMAND]", shell_complete=complete_words(*COMMANDS))
@click.pass_context
def command(context: click.Context, name: str | None) -> None:
    """Show the help of a command, or of xent itself."""
    root = context.find_root()
    if name is None:
        click.echo(root.get_help())
        return
    _, wanted, _ = app.resolve_command(root, [name])
    if wanted is not None:
        click.echo(wanted.get_help(click.Context(wanted, info_name=name, parent=root)))
