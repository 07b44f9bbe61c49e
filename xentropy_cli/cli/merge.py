"""`xent merge`: saved summaries of parts → exactly the summary of the whole."""

from __future__ import annotations

from typing import Any

import click

from xentropy_cli.cli.options.command import FileArgument, OutputOption, XentCommand
from xentropy_cli.cli.options.gates import gate_options, limits_of, with_limits
from xentropy_cli.cli.options.help_page import EXTRAS, OUTPUT, option_in
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options
from xentropy_cli.cli.output.streams import print_summary, saving, stdin
from xentropy_cli.cli.score import inputs

HELP = """Join saved summaries into that of all their rows.

The parts come from xent score --save-summary; - reads one from standard input. Sums are exact, so the result has the same
bits as xent score on all the rows at once, whatever the parts were and in whatever order they are joined.
"""

EXAMPLES = """\b
Examples:
  xent score predictions.csv --save-summary monday.json && xent merge monday.json
  xent score a.csv --save-summary a.json && xent score b.csv --save-summary b.json && xent merge a.json b.json -q
"""


@click.command("merge", cls=XentCommand, help=HELP, epilog=EXAMPLES)
@click.argument("files", cls=FileArgument, nargs=-1, required=True, metavar="FILE...")
@gate_options("--max", "Exit 1 when the mean is above X.")
@option_in(EXTRAS, "--calibration", is_flag=True, help="Show predictions beside what happened, in bins.")
@option_in(OUTPUT, "--save-summary", cls=OutputOption, metavar="FILE", help="Save the joined summary (-: print it).")
@output_options
def command(files: tuple[str, ...], **options: Any) -> int:
    """Read, merge, render."""
    from xentropy_cli.pages.score import ScoreResult
    from xentropy_cli.scoring.merging.merge_check import with_repeats
    from xentropy_cli.scoring.summary import merged, read_summary

    target, limits, save = choose_target(options), limits_of(options, "--max"), options["save_summary"]
    inputs(files)
    with opened(target) as write:
        with saving(save) as keep:
            summary = with_repeats(merged([read_summary(name, stdin()) for name in files], files), files)
            keep(summary)
        result = with_limits(ScoreResult(summary, calibration=options["calibration"]), limits)
        deliver(result, target, write)
    print_summary(save, summary)
    return int(bool(result.broken))
