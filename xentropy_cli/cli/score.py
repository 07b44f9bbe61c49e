"""`xent score`: a file or pipe of predictions → the mean loss and where it comes from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from xentropy_cli.cli.options.command import FileArgument, FileOption, XentCommand
from xentropy_cli.cli.options.completing import complete_columns, complete_file, complete_scheduler
from xentropy_cli.cli.options.gates import gate_options, limits_of, with_limits
from xentropy_cli.cli.options.help_page import EXTRAS, INPUT, OUTPUT, option_in
from xentropy_cli.cli.options.picture import picture_options, with_picture
from xentropy_cli.cli.options.tables import clash, settings_of, table_options
from xentropy_cli.cli.output.deliver import (
    Target,
    choose_target,
    deliver,
    opened,
    output_options,
    write_page,
)
from xentropy_cli.cli.output.progress import progress
from xentropy_cli.cli.output.saving import only_saved, print_summary, saving
from xentropy_cli.cli.output.stderr import say_limits, say_notes, say_readings
from xentropy_cli.cli.output.streams import stdin
from xentropy_cli.cli.present import tell
from xentropy_cli.errors import XentError
from xentropy_cli.pictures import SCORE_PICTURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.cli.options.one_row import Spot
    from xentropy_cli.pages.gated import Limit
    from xentropy_cli.pages.result import Result
    from xentropy_cli.scoring.rows import Keys
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

OF_A_PAGE = {
    "by": "--by",
    "calibration": "--calibration",
    "top": "--top",
    "quiet": "--quiet",
    "picture": "--picture",
    "shown": "--show",
}
"""Options that mean nothing where every row is printed."""


def read_spot(context: click.Context, option: click.Parameter, text: str | None) -> Spot | None:
    """Read where the row stands that is to be worked out, if one is."""
    if text is None:
        return None
    from xentropy_cli.cli.options.one_row import spot_of

    return spot_of(text, context, option)


@click.command("score", cls=XentCommand, help=HELP, epilog=EXAMPLES, short_help="Score a file or pipe of predictions.")
@click.argument("files", cls=FileArgument, nargs=-1, metavar="[FILE]...", shell_complete=complete_file)
@table_options(repeated=False)
@option_in(
    EXTRAS,
    "--top",
    type=click.IntRange(0, 1000),
    default=5,
    show_default=True,
    help="How many of the worst rows to show.",
)
@option_in(
    EXTRAS,
    "--calibration",
    type=click.IntRange(2, 1000),
    metavar="BINS",
    help="Show predictions beside what happened, in so many bins, which are also those of the breakdown (10).",
)
@gate_options("--max", "Exit 1 when the mean is above X.")
@option_in(
    INPUT,
    "--truth",
    cls=FileOption,
    metavar="FILE",
    shell_complete=complete_file,
    help="Take the truth from another file: by row, or joined by --on.",
)
@option_in(
    INPUT, "--on", metavar="COL", shell_complete=complete_columns, help="The column that names the rows in both files."
)
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
    shell_complete=complete_scheduler,
    help="Score the files as tasks of a Dask cluster.",
)
@option_in(
    EXTRAS, "--rows", "rows", is_flag=True, help="Print every row with its loss appended, as CSV or --format json."
)
@option_in(
    OUTPUT,
    "--save-summary",
    metavar="FILE",
    shell_complete=complete_file,
    help="Save exact sums for xent merge (-: print them).",
)
@picture_options(SCORE_PICTURES)
@output_options
def command(files: tuple[str, ...], **options: Any) -> int:
    """Read, score, render."""
    one_thread()
    chosen = options["format_"] is not None or options["output"] is not None
    target = choose_target(options)
    limits, save, calibration = limits_of(options, "--max"), options.pop("save_summary"), options.pop("calibration")
    if options["truth"] is None and options["on"] is not None:
        raise needs_truth(options["on"])
    picture, shown = options.pop("picture"), options.pop("shown")
    rows, spot, scheduler = options.pop("rows"), options.pop("spot"), options.pop("scheduler")
    names = inputs(files or ((spot.file,) if spot and spot.file else ()))
    inputs((*names, *(() if options["truth"] is None else (options["truth"],))))
    settings = settings_of(options, bins=calibration or 10, top=options.pop("top"))
    if settings.wanted.reading == "binary" and (rows or spot):
        clash("--as binary", "--rows" if rows else f"--explain {spot}", "Of several labels a row has a loss for each.")
    if rows:
        refuse_beside_rows(spot, scheduler, save, target.format if chosen else "csv")
        return int(bool(stream_rows(names, settings, target, save, limits, is_chosen=chosen).broken))
    if spot is not None:
        from xentropy_cli.cli.options.one_row import explain_row, file_of

        return explain_row(file_of(names, spot), settings, target, spot.line, stdin())
    from xentropy_cli.pages.score import ScoreResult

    with opened(target) as write:
        with saving(save) as keep:
            summary = scored(names, settings, scheduler)
            keep(summary)
            if save is not None and summary.is_weightless and target.path is None:
                return only_saved(save, summary)
        result = with_limits(ScoreResult(summary, calibration=calibration is not None), limits)
        deliver(with_picture(result, SCORE_PICTURES, picture, shown), target, write)
    print_summary(save, summary)
    return int(bool(result.broken))


def one_thread() -> None:
    """Set up numpy, before it is loaded, to start without threads that nobody needs."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def scored(names: tuple[str, ...], settings: Settings, scheduler: str | None, keys: Keys | None = None) -> ScoreSummary:
    """Score files here, or on a cluster; `keys` takes those of JSON lines, as they are met."""
    if scheduler is not None:
        from xentropy_cli.scoring.merging.cluster import score_on_cluster

        return score_on_cluster(names, settings, scheduler)
    from xentropy_cli.scoring.score import score_files

    with progress() as watch:
        return score_files(names, settings, stdin(), watch, keys)


def stream_rows(  # noqa: PLR0913  what a run of score is made of
    names: tuple[str, ...],
    settings: Settings,
    target: Target,
    save: str | None,
    limits: tuple[Limit, ...],
    *,
    is_chosen: bool,
) -> Result:
    """Read the input twice: check every row, then print each with its loss."""
    from xentropy_cli.pages.score import ScoreResult
    from xentropy_cli.scoring.rows import Keys
    from xentropy_cli.scoring.settings import weightless
    from xentropy_cli.tables.sources.reopening import Twice

    target = target if is_chosen else target._replace(format="csv")
    keys = Keys() if is_chosen and target.format != "json" else None
    truth = () if settings.truth is None else (settings.truth,)
    with opened(target) as write, Twice((*names, *truth), stdin()) as twice:
        with saving(save) as keep:
            summary = scored(names, settings._replace(opener=twice.first), None, keys)
            twice.settle()
            keep(summary)
        if not is_chosen and summary.read.format in ("json lines", "json array"):
            target = target._replace(format="json")
        if save is None and summary.is_weightless:
            raise weightless(summary.read)
        result = with_limits(ScoreResult(summary), limits)
        say_readings(result.short_readings)
        say_notes(result.notes)
        say_limits(result.broken)
        write_rows(names, settings._replace(opener=twice.again), target, write, keys)
        twice.settle()
    print_summary(save, summary)
    return result


def write_rows(
    names: tuple[str, ...],
    settings: Settings,
    target: Target,
    write: Callable[[str], None],
    keys: Keys | None,
) -> None:
    """Write the rows as they come, or laid out as a page."""
    from xentropy_cli.rendering import FORMATS
    from xentropy_cli.rendering.rows import Safe, as_csv, as_json_lines
    from xentropy_cli.scoring.rows import checked_keys, scored_blocks

    columns = () if target.format == "json" else checked_keys(names, settings, stdin(), keys.known if keys else ())
    blocks = scored_blocks(names, settings, stdin(), columns)
    if FORMATS[target.format].is_document:
        from xentropy_cli.pages.score import rows_page

        write_page(rows_page(blocks, target.digits), target, write)
        return
    safe = Safe()
    for text in as_json_lines(blocks) if target.format == "json" else as_csv(blocks, safe):
        write(text)
    if safe.altered:
        are = "cell is" if safe.altered == 1 else "cells are"
        tell(
            f"note: {safe.altered} {are} not written as they stand: in a terminal or a spreadsheet something would act.\n"
        )


def refuse_beside_rows(spot: Spot | None, scheduler: str | None, save: str | None, form: str) -> None:
    """Refuse what asks for something else than every row; groups may go into a summary."""
    from xentropy_cli.rendering import FORMATS

    context = click.get_current_context()
    if context.get_parameter_source("digits") is ParameterSource.COMMANDLINE and not FORMATS[form].is_document:
        clash("--rows", "--digits", "What a program reads is written in full; --format plain rounds for people.")
    for name, flag in OF_A_PAGE.items():
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE and not (name == "by" and save):
            clash("--rows", flag, "One prints every row, the other is about all rows together.")
    if spot is not None:
        clash("--rows", f"--explain {spot}", "One prints every row, the other works one out.")
    if scheduler is not None:
        clash("--rows", f"--scheduler {scheduler}", "Rows are printed here in their order; a cluster sends back sums.")


def needs_truth(on: str) -> XentError:
    """Refuse --on without --truth."""
    text = on or " "
    return XentError(
        "option-misfit",
        "--on needs --truth.",
        where="--on",
        text=text,
        span=(0, len(text)),
        why="Labels from another file are joined to the predictions by a column that names the rows in both.",
        fix="Type: --truth FILE --on COLUMN",
    )


def inputs(files: tuple[str, ...]) -> tuple[str, ...]:
    """The files to read; standard input if none is named, and not twice."""
    names = files or ("-",)
    if names.count("-") > 1:
        text = " ".join(names)
        raise XentError(
            "stdin-twice",
            "Standard input is asked for twice.",
            where="the command line",
            text=text,
            span=(text.rindex("-"), text.rindex("-") + 1),
            why="What was read once is gone.",
            fix="Put one of them into a file.",
        )
    return names
