"""`xent score`: a file or pipe of predictions → the mean loss and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.every_row import (
    explain_row,
    file_of,
    read_spot,
    refuse_beside_rows,
    refuse_other_answers,
    stream_rows,
)
from xentropy_cli.cli.options.command import FileArgument, OutputOption, XentCommand
from xentropy_cli.cli.options.completing import complete_words
from xentropy_cli.cli.options.gates import gate_options, limits_of, picture_options, with_limits, with_picture
from xentropy_cli.cli.options.help_page import EXTRAS, OUTPUT, option_in, whole_option
from xentropy_cli.cli.options.refusals import stdin_twice
from xentropy_cli.cli.options.table_settings import settings_of
from xentropy_cli.cli.options.tables import column_option, table_options, top_option, truth_options
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options
from xentropy_cli.cli.output.present import tell
from xentropy_cli.cli.output.progress import progress
from xentropy_cli.cli.output.streams import print_summary, saving, stdin

if TYPE_CHECKING:
    from xentropy_cli.scoring.settings import Settings
    from xentropy_cli.scoring.summary import ScoreSummary

HELP = """Score a file or pipe of predictions.

Reads tables (CSV, TSV and their kin), JSON lines, plain or compressed, in one pass; - or no FILE reads standard input.
Columns are named with the words of compute; well-known names (y, label, …; p, prob, …; prob_CLASS) need no option.
"""

EXAMPLES = """\b
Examples:
  xent score predictions.csv
  xent score predictions.csv --by group --weight w --calibration 10
  xent score predictions.csv --max 0.5 -q
  xent score predictions.csv --explain 3
  xent score predictions.csv --rows -o rows.csv
  printf 'y,p\\n1,0.9\\n0,0.2\\n1,0.7\\n' | xent score
"""


@click.command("score", cls=XentCommand, help=HELP, epilog=EXAMPLES)
@click.argument("files", cls=FileArgument, nargs=-1, metavar="[FILE]...")
@table_options(repeated=False)
@top_option("How many of the worst rows to show; with --rows only these.")
@column_option(EXTRAS, "--columns", "Show these columns of the worst rows, such as a text.", metavar="COL,…")
@whole_option(
    EXTRAS,
    "--calibration",
    (2, 1000),
    "Show predictions beside what happened, in so many bins, which are also those of the breakdown (10).",
    metavar="BINS",
)
@gate_options("--max", "Exit 1 when the mean is above X.")
@truth_options
@option_in(
    EXTRAS,
    "--explain",
    "spot",
    metavar="[FILE:]LINE|id=ID",
    callback=read_spot,
    help="Work out the row on this line, or with this id, as compute would.",
)
@option_in(
    EXTRAS,
    "--scheduler",
    metavar="local|tcp://…",
    shell_complete=complete_words("local", "tcp://"),
    help="Score the files as tasks of a Dask cluster.",
)
@option_in(
    EXTRAS, "--rows", "rows", is_flag=True, help="Print every row with its loss appended, as CSV or --format json."
)
@option_in(
    OUTPUT, "--save-summary", cls=OutputOption, metavar="FILE", help="Save exact sums for xent merge (-: print them)."
)
@picture_options("score")
@output_options
def command(files: tuple[str, ...], **options: Any) -> int:
    """Read, score, render."""
    target = choose_target(options)
    limits, save, calibration = limits_of(options, "--max"), options.pop("save_summary"), options.pop("calibration")
    picture, shown = options.pop("picture"), options.pop("shown")
    rows, spot, scheduler = options.pop("rows"), options.pop("spot"), options.pop("scheduler")
    names = inputs(files or ((spot.file,) if spot and spot.file else ()), options["truth"])
    settings = settings_of(options, bins=calibration or 10, top=options.pop("top"))
    if rows:
        refuse_beside_rows(target, saves_groups=save is not None)
        refuse_other_answers(spot, scheduler)
        return int(bool(stream_rows(names, settings, target, save, limits).broken))
    if spot is not None:
        explain_row(file_of(names, spot), settings, target, spot.line)
        return 0
    from xentropy_cli.pages.score import ScoreResult

    with opened(target) as write:
        with saving(save) as keep:
            summary = scored(names, settings, scheduler)
            keep(summary)
            if save is not None and summary.is_weightless and target.path is None:
                print_summary(save, summary)
                tell("note: All weights are 0, so there is no mean to print; the summary was saved for xent merge.\n")
                return 0
        result = with_limits(ScoreResult(summary, calibration=calibration is not None), limits)
        deliver(with_picture(result, "score", picture, shown), target, write)
    print_summary(save, summary)
    return int(bool(result.broken))


def scored(names: tuple[str, ...], settings: Settings, scheduler: str | None) -> ScoreSummary:
    """Score files here, or on a cluster."""
    if scheduler is not None:
        from xentropy_cli.scoring.merging.cluster import score_on_cluster

        return score_on_cluster(names, settings, scheduler)
    from xentropy_cli.scoring.score import score_files

    with progress() as watch:
        return score_files(names, settings, stdin(), watch)


def inputs(files: tuple[str, ...], truth: str | None = None) -> tuple[str, ...]:
    """The files to read; standard input if none is named, and not twice, nor for the truth too."""
    names = files or ("-",)
    every = names if truth is None else (*names, truth)
    if every.count("-") > 1:
        *_, last = (at for at, name in enumerate(every, 1) if name == "-")
        stdin_twice(" ".join(every[:last]), "-", "Put one of them into a file.")
    return names
