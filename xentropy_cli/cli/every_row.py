"""Rows: with `--rows` all that were scored, or only the worst, or those that moved most; with `--explain` one, worked out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from xentropy_cli.cli.options.gates import with_limits
from xentropy_cli.cli.options.refusals import clash, typed, typed_flags
from xentropy_cli.cli.output.deliver import Target, deliver, opened, write_page
from xentropy_cli.cli.output.present import say, tell
from xentropy_cli.cli.output.progress import progress
from xentropy_cli.cli.output.streams import print_summary, saving, stdin
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentropy_cli.comparing.asked import Asked
    from xentropy_cli.pages.gated import Limit
    from xentropy_cli.pages.result import Result
    from xentropy_cli.scoring.rows import ScoredBlock
    from xentropy_cli.scoring.settings import Settings

OF_A_PAGE = ("by", "calibration", "columns", "quiet", "picture", "shown")
"""Options that mean nothing where every row is printed."""
OF_ALL = ("most", "limits", "save_summary", "by", "calibration", "top", "columns", "scheduler", "skip_bad")
"""Options that mean nothing for one row."""


class Spot(NamedTuple):
    """A line of a text or a row of columns, counted from 1, or the id of a row, and the file if it was named."""

    file: str | None
    line: int | str

    def __str__(self) -> str:
        """Write it as it is typed."""
        place = str(self.line) if isinstance(self.line, int) else f"id={self.line}"
        return place if self.file is None else f"{self.file}:{place}"


def read_spot(context: click.Context, option: click.Parameter, text: str | None) -> Spot | None:
    """Read where a row stands, if one is asked for: LINE or id=ID, after FILE: where it is named."""
    if text is None:
        return None
    named = re.fullmatch(r"(?:(.+):)?id=(.+)", text, re.DOTALL)
    if named is not None:
        return Spot(named[1], named[2])
    found = re.fullmatch(r"(?:(.+):)?0*([1-9][0-9]{0,17})", text, re.DOTALL | re.ASCII)
    if found is None:
        raise click.BadParameter(
            "A row is named by its line, counted from 1, by FILE:LINE, or by id=ID", context, option
        )
    return Spot(found[1], int(found[2]))


def stream_rows(
    names: tuple[str, ...], settings: Settings, target: Target, save: str | None, limits: tuple[Limit, ...]
) -> Result:
    """Read the input twice: check every row, then print each with its loss."""
    from xentropy_cli.pages.score import ScoreResult
    from xentropy_cli.scoring.rows import Keys, checked_keys, scored_blocks
    from xentropy_cli.scoring.score import score_files
    from xentropy_cli.scoring.settings import weightless
    from xentropy_cli.tables.sources.reopening import Twice

    target = of_rows(target)
    keys = Keys() if target.is_chosen and target.format != "json" else None
    truth = () if settings.truth is None else (settings.truth,)
    with opened(target) as write, Twice((*names, *truth), stdin()) as twice:
        with saving(save) as keep:
            with progress() as watch:
                summary = score_files(names, settings._replace(opener=twice.first), stdin(), watch, keys)
            twice.settle()
            if summary.read.labels:
                clash("--as binary", "--rows", "Of several labels a row has a loss for each.")
            keep(summary)
        if not target.is_chosen and summary.read.format in ("json lines", "json array"):
            target = target._replace(format="json")
        if save is None and summary.is_weightless:
            raise weightless(summary.read)
        result = told(with_limits(ScoreResult(summary), limits))
        worst = [(row.file, row.line) for row in summary.worst] if typed_flags(["top"]) else None
        again = settings._replace(opener=twice.again)
        columns = () if target.format == "json" else checked_keys(names, again, stdin(), keys.known if keys else ())
        write_rows(scored_blocks(names, again, stdin(), columns, worst), target, write)
        twice.settle()
    print_summary(save, summary)
    return result


def told(result: Result) -> Result:
    """Say beside the rows what a page would say."""
    say("read", result.readings)
    say("note", (note.text for note in result.notes))
    say("limit", result.broken)
    return result


def stream_moved(asked: Asked, target: Target, limits: tuple[Limit, ...]) -> Result:
    """Compare, then print the rows that moved most as the second file has them, which is read again."""
    from xentropy_cli.comparing.compare import compare
    from xentropy_cli.comparing.moved_rows import moved_blocks, moved_keys, second_table
    from xentropy_cli.pages.comparison import ComparisonResult
    from xentropy_cli.tables.sources.reopening import Twice

    target = of_rows(target)
    truth = () if asked.settings.truth is None else (asked.settings.truth,)
    with opened(target) as write, Twice((*asked.files, *truth), stdin()) as twice:
        first, again = (
            asked._replace(settings=asked.settings._replace(opener=each)) for each in (twice.first, twice.again)
        )
        with progress() as watch:
            found = compare(first, stdin(), watch)
        twice.settle()
        shape, plan = second_table(again, stdin())
        if plan.cells or plan.are_tokens:
            of_several = "--as binary" if plan.cells else "lists of tokens"
            clash(of_several, "--rows", "Of several numbers a row each has a loss of its own.")
        target = target._replace(format="json") if shape.json and not target.is_chosen else target
        result = told(with_limits(ComparisonResult(found), limits))
        keys = moved_keys(again, found.moved, stdin()) if shape.json and target.format != "json" else ()
        write_rows(moved_blocks(again, found.moved, stdin(), keys), target, write)
        twice.settle()
    return result


def write_rows(blocks: Iterator[ScoredBlock], target: Target, write: Callable[[str], None]) -> None:
    """Write rows as they come, or laid out as a page."""
    from xentropy_cli.rendering import FORMATS
    from xentropy_cli.rendering.rows import Safe, as_csv, as_json_lines

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


def of_rows(target: Target) -> Target:
    """Where rows go: as CSV, unless something else was asked for."""
    return target if target.is_chosen else target._replace(format="csv")


def refuse_beside_rows(target: Target, *, saves_groups: bool = False) -> None:
    """Refuse what asks for something else than rows; groups may go into a summary."""
    from xentropy_cli.rendering import FORMATS

    if typed_flags(["digits"]) and not FORMATS[of_rows(target).format].is_document:
        clash("--rows", "--digits", "What a program reads is written in full; --format plain rounds for people.")
    for name, flag in typed_flags(OF_A_PAGE).items():
        if not (name == "by" and saves_groups):
            clash("--rows", flag, "One prints every row, the other is about all rows together.")


def refuse_other_answers(spot: Spot | None, scheduler: str | None) -> None:
    """Refuse two answers to one question of score."""
    if spot is not None:
        clash("--rows", f"--explain {spot}", "One prints every row, the other works one out.")
    if scheduler is not None:
        clash("--rows", f"--scheduler {scheduler}", "Rows are printed here in their order; a cluster sends back sums.")


def file_of(names: tuple[str, ...], spot: Spot) -> str:
    """The file that holds the row; refuse what says nothing about one row, and a line that may be that of several files."""
    for flag in typed_flags(OF_ALL).values():
        clash(flag, f"--explain {spot}", "One is about all rows, the other works one out.")
    if spot.file is None and len(names) == 1:
        return names[0]
    if spot.file in names:
        return spot.file
    if spot.file is None:
        message, why = "Several files are given, and this line is that of no one.", "Each of them may have a row there."
    else:
        message, why = f"{visible(spot.file)} is none of the files.", "FILE:LINE names a file as it is named before."
    place = typed(str(spot), where="--explain")._replace(span=(0, len(spot.file or str(spot))))
    fix = f"Name the file, such as --explain {spot._replace(file=names[0])}"
    raise place.refuse("bad-value", message, why=why, fix=fix)


def explain_row(name: str, settings: Settings, target: Target, line: int | str) -> None:
    """Show one row as compute would."""
    from xentropy_cli.api.numbers import derive
    from xentropy_cli.pages.derivation import DerivationResult
    from xentropy_cli.scoring.explain import request_for

    with opened(target) as write:
        deliver(DerivationResult(derive(**request_for(name, settings, stdin(), line))), target, write)
