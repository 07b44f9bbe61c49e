"""`xent why`: what turns these inputs into that number."""

from __future__ import annotations

import re
from typing import Any

import click

from xentropy_cli.cli.options.command import FileArgument, XentCommand
from xentropy_cli.cli.options.file_or_numbers import asked_for, file_or_numbers
from xentropy_cli.cli.options.refusals import typed
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options

NOT_FOUND = 1
NEGATIVE = re.compile(r"-(?:[0-9.][0-9.eE+-]*|(?i:inf|infinity|nan))(?:\s[\w\s./]*)?")

HELP = """Find what turns these inputs into that number.

NUMBER is what somebody else got, as it was printed; a unit behind it ("0.685 bits") is the base that is asked for. The options
are those of xent compute or, for a FILE, of xent score. Library conventions and common slips are tried, alone and together,
and those whose value has the digits of NUMBER are listed, the likeliest first, each with how to put it right. A number of few
digits fits by chance: what chance accounts for is not named. Of nan and inf it tells which formulas and calls give them.

Exit code 1 says that nothing was found, or nothing that could be named.
"""

EXAMPLES = """\b
Examples:
  xent why 0.685 --pred 0.7,0.8,0.97
  xent why 0.2284 predictions.csv
  xent why 0.8021 --logits=2,1,0.1 --label 0
  xent why 36.0437 --pred 1,0 --pred 0,1 --label spam,ham --names spam,ham
"""


class WithNumber(XentCommand):
    """A command whose argument may be a negative number."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Move a negative number that no option takes behind `--`, so that it is no option."""
        valued = {
            name
            for p in self.params
            if isinstance(p, click.Option) and not p.is_flag
            for name in (*p.opts, *p.secondary_opts)
        }
        for at, word in enumerate(args):
            before = args[at - 1] if at else ""
            if word == "--":
                break
            if NEGATIVE.fullmatch(word) and before not in valued:
                args = [*args[:at], *args[at + 1 :], "--", word]
                break
        return super().parse_args(ctx, args)


@click.command("why", cls=WithNumber, help=HELP, epilog=EXAMPLES)
@click.argument("number", required=False, metavar="NUMBER")
@click.argument("file", cls=FileArgument, required=False, metavar="[FILE]")
@file_or_numbers
@output_options
def command(number: str | None, file: str | None, **options: Any) -> int:
    """Read, try every hypothesis, render."""
    from xentropy_cli.conventions.why.search import explain
    from xentropy_cli.conventions.why.typed_number import base_asked, read_target
    from xentropy_cli.pages.verdict import VerdictResult

    target = choose_target(options)
    if number is None:
        raise typed("xent why").refuse(
            "missing-value",
            "There is no number to explain.",
            why="NUMBER is what another tool or person got from these inputs.",
            fix="Type it first: xent why 0.685 --pred 0.7,0.8,0.97",
        )
    if file is not None and NEGATIVE.fullmatch(file):
        number, file = file, number
    wanted = read_target(number)
    options["base"] = base_asked(wanted, options["base"])
    with opened(target) as write:
        verdict = explain(wanted, asked_for(file, options))
        if target.format == "value" and not verdict.causes:
            return NOT_FOUND
        deliver(VerdictResult(verdict), target, write)
    return 0 if verdict.causes else NOT_FOUND
