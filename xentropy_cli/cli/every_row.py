"""`xent score --rows`: every row of the input with its loss, or only the worst."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from xentropy_cli.cli.options.gates import with_limits
from xentropy_cli.cli.options.table_settings import clash
from xentropy_cli.cli.output.deliver import Target, opened, write_page
from xentropy_cli.cli.output.present import tell
from xentropy_cli.cli.output.progress import progress
from xentropy_cli.cli.output.saving import print_summary, saving
from xentropy_cli.cli.output.stderr import say_limits, say_notes, say_readings
from xentropy_cli.cli.output.streams import stdin

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.cli.options.one_row import Spot
    from xentropy_cli.pages.gated import Limit
    from xentropy_cli.pages.result import Result
    from xentropy_cli.scoring.rows import Keys
    from xentropy_cli.scoring.settings import Settings
    from xentropy_cli.scoring.worst import Worst

OF_A_PAGE = {
    "by": "--by",
    "calibration": "--calibration",
    "columns": "--columns",
    "quiet": "--quiet",
    "picture": "--picture",
    "shown": "--show",
}
"""Options that mean nothing where every row is printed."""


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
    from xentropy_cli.scoring.score import score_files
    from xentropy_cli.scoring.settings import weightless
    from xentropy_cli.tables.sources.reopening import Twice

    target = target if is_chosen else target._replace(format="csv")
    keys = Keys() if is_chosen and target.format != "json" else None
    truth = () if settings.truth is None else (settings.truth,)
    with opened(target) as write, Twice((*names, *truth), stdin()) as twice:
        with saving(save) as keep:
            with progress() as watch:
                summary = score_files(names, settings._replace(opener=twice.first), stdin(), watch, keys)
            twice.settle()
            if summary.read.labels:
                clash("--as binary", "--rows", "Of several labels a row has a loss for each.")
            keep(summary)
        if not is_chosen and summary.read.format in ("json lines", "json array"):
            target = target._replace(format="json")
        if save is None and summary.is_weightless:
            raise weightless(summary.read)
        result = with_limits(ScoreResult(summary), limits)
        say_readings(result.short_readings)
        say_notes(result.notes)
        say_limits(result.broken)
        worst = summary.worst if is_given("top") else None
        write_rows(names, settings._replace(opener=twice.again), target, write, keys, worst=worst)
        twice.settle()
    print_summary(save, summary)
    return result


def write_rows(  # noqa: PLR0913  as above
    names: tuple[str, ...],
    settings: Settings,
    target: Target,
    write: Callable[[str], None],
    keys: Keys | None,
    *,
    worst: tuple[Worst, ...] | None,
) -> None:
    """Write the rows as they come, or laid out as a page; of all rows only the worst, where these are given."""
    from xentropy_cli.rendering import FORMATS
    from xentropy_cli.rendering.rows import Safe, as_csv, as_json_lines
    from xentropy_cli.scoring.rows import checked_keys, scored_blocks

    columns = () if target.format == "json" else checked_keys(names, settings, stdin(), keys.known if keys else ())
    blocks = scored_blocks(names, settings, stdin(), columns, worst)
    if FORMATS[target.format].is_document:
        from xentropy_cli.pages.score import rows_page

        page = rows_page(blocks, target.digits)
        write_page(lambda: page, target, write)
        return
    safe = Safe()
    for text in as_json_lines(blocks) if target.format == "json" else as_csv(blocks, safe):
        write(text)
    if safe.altered:
        are = "cell is" if safe.altered == 1 else "cells are"
        tell(
            f"note: {safe.altered} {are} not written as they stand: in a terminal or a spreadsheet something would act.\n"
        )


def is_given(name: str) -> bool:
    """Tell whether an option was typed."""
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


def refuse_beside_rows(spot: Spot | None, scheduler: str | None, save: str | None, form: str) -> None:
    """Refuse what asks for something else than every row; groups may go into a summary."""
    from xentropy_cli.rendering import FORMATS

    if is_given("digits") and not FORMATS[form].is_document:
        clash("--rows", "--digits", "What a program reads is written in full; --format plain rounds for people.")
    for name, flag in OF_A_PAGE.items():
        if is_given(name) and not (name == "by" and save):
            clash("--rows", flag, "One prints every row, the other is about all rows together.")
    if spot is not None:
        clash("--rows", f"--explain {spot}", "One prints every row, the other works one out.")
    if scheduler is not None:
        clash("--rows", f"--scheduler {scheduler}", "Rows are printed here in their order; a cluster sends back sums.")
