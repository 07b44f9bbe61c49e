"""The table of commands. A command's module is loaded when the command is called, and not before."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from xentropy_cli import __version__
from xentropy_cli.cli.options.help_page import OUTPUT, HelpPage, option_in

COMMANDS = {
    "compute": "Work out a small calculation, term by term.",
    "explain": "Explain cross-entropy, lesson by lesson.",
    "explore": "Move numbers, and watch what follows.",
    "quiz": "Answer questions, and learn from slips.",
    "worksheet": "Print exercises to hand out.",
    "mark": "Mark the answers to a worksheet.",
    "course": "Write all lessons as pages for a browser.",
    "score": "Score a file or pipe of predictions.",
    "compare": "Compare two models on the same rows.",
    "merge": "Join saved summaries of parts.",
    "libraries": "Show what every library makes of the same numbers.",
    "why": "Find what turns these inputs into that number.",
    "audit": "Check the worked examples in a text.",
    "completion": "Print a shell's completion script.",
    "help": "Show the help of a command.",
}

OTHER_NAMES = {
    **dict.fromkeys(("learn", "lesson", "lessons", "topics", "tutorial", "teach"), "explain"),
    **dict.fromkeys(("play", "scene", "scenes", "slider", "sliders"), "explore"),
    **dict.fromkeys(("practice", "practise", "test", "questions"), "quiz"),
    **dict.fromkeys(("site", "website"), "course"),
    **dict.fromkeys(("calc", "calculate", "loss", "cross-entropy", "entropy", "kl"), "compute"),
    **dict.fromkeys(("eval", "evaluate", "logloss", "log-loss"), "score"),
    **dict.fromkeys(("diff", "vs"), "compare"),
    **dict.fromkeys(("check", "verify"), "audit"),
    **dict.fromkeys(("man", "usage"), "help"),
}
"""Words that people try first, and the command that each of them means."""

HELP = """Compute cross-entropy in the terminal, and show the working.

Type what was predicted, and what happened if you know it; xent prints every term, the total, and the entropy and KL
divergence it is made of.
"""

EXAMPLES = """\b
Examples:
  xent compute 0.7 0.8 0.97
  xent compute --pred 0.9,0.2 --label 1,0
  xent score predictions.csv
  xent compare a.csv b.csv
  xent explain
"""


def command_named(name: str) -> click.Command:
    """Load a command of the table."""
    command: click.Command = import_module(f"xentropy_cli.cli.{name}").command
    command.short_help = COMMANDS[name]
    return command


class Commands(HelpPage, click.Group):
    """A group that knows its commands by name and summary, and loads one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """List the commands in the order of a first visit."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        """Load a command."""
        return command_named(cmd_name) if cmd_name in COMMANDS else None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands above the options."""
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click's
        """Write the table of commands without loading one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _version(ctx: click.Context, _: click.Parameter, value: Any) -> None:
    """Print the version; click's own option looks for a translation of its help at every start."""
    if value and not ctx.resilient_parsing:
        click.echo(f"xent {__version__}")
        ctx.exit()


@click.command("xent", cls=Commands, help=HELP, epilog=EXAMPLES, invoke_without_command=True)
@option_in(
    OUTPUT,
    "-V",
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help="Print the version.",
)
@click.pass_context
def app(context: click.Context) -> None:
    """Show the help where no command is named."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
