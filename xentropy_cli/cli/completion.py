"""`xent completion SHELL`: the script that lets a shell complete xent's commands and options."""

from __future__ import annotations

import os
import sys

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

from xentropy_cli.cli.options.command import XentCommand
from xentropy_cli.cli.output.streams import write_stdout

EXAMPLES = """\b
Examples:
  xent completion bash >> ~/.bashrc
  xent completion zsh >> ~/.zshrc
  xent completion fish > ~/.config/fish/completions/xent.fish
  xent completion powershell >> $PROFILE
"""

POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $env:%(complete_var)s = "powershell_complete"
    $env:COMP_WORDS = $commandAst.ToString()
    $env:COMP_CWORD = $wordToComplete
    %(prog_name)s | ForEach-Object {
        $value, $help = $_ -split "`t", 2
        if (-not $help) { $help = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $help)
    }
    $env:%(complete_var)s = $null
    $env:COMP_WORDS = $null
    $env:COMP_CWORD = $null
}
"""


class PowerShellComplete(ShellComplete):
    """Completion for PowerShell, which click does not bring."""

    name = "powershell"
    source_template = POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """Take the words typed so far, and the one being typed."""
        words, incomplete = split_arg_string(os.environ["COMP_WORDS"]), os.environ["COMP_CWORD"]
        return words[1:-1] if incomplete else words[1:], incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Write a completion and its help."""
        return f"{item.value}\t{item.help or ''}"


SHELLS: dict[str, type[ShellComplete]] = {
    "bash": BashComplete,
    "zsh": ZshComplete,
    "fish": FishComplete,
    "powershell": PowerShellComplete,
}


def register() -> None:
    """Make the shell that click does not know complete too."""
    add_completion_class(PowerShellComplete, PowerShellComplete.name)


@click.command("completion", cls=XentCommand, epilog=EXAMPLES)
@click.argument("shell", type=click.Choice(list(SHELLS)))
def command(shell: str) -> None:
    """Print the script that lets a shell complete xent's commands and options."""
    from xentropy_cli.cli.app import app

    complete = SHELLS[shell](app, {}, "xent", "_XENT_COMPLETE")
    script = complete.source_template % complete.source_vars()  # source() would run bash to ask for its version
    write_stdout(f"{script}\n", getattr(sys.stdout, "encoding", None) or "utf-8")
