"""`xent score --explain [FILE:]LINE`: one row of a file as `compute` would work it out."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, NamedTuple

import click

from xentropy_cli.cli.options.refusals import clash, typed, typed_flags
from xentropy_cli.cli.output.deliver import Target, deliver, opened
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from xentropy_cli.errors import XentError
    from xentropy_cli.scoring.settings import Settings

OF_ALL_ROWS = ("most", "limits", "save_summary", "by", "calibration", "top", "columns", "scheduler", "skip_bad")
"""Options that mean nothing for one row."""


class Spot(NamedTuple):
    """A line of a text or a row of columns, counted from 1, or the id of a row, and the file if it was named."""

    file: str | None
    line: int | str

    def __str__(self) -> str:
        """Write it as it is typed."""
        place = str(self.line) if isinstance(self.line, int) else f"id={self.line}"
        return place if self.file is None else f"{self.file}:{place}"


def spot_of(text: str, context: click.Context, option: click.Parameter) -> Spot:
    """Read where a row stands: LINE or id=ID, after FILE: where it is named."""
    named = re.fullmatch(r"(?:(.+):)?id=(.+)", text, re.DOTALL)
    if named is not None:
        return Spot(named[1], named[2])
    found = re.fullmatch(r"(?:(.+):)?0*([1-9][0-9]{0,17})", text, re.DOTALL | re.ASCII)
    if found is None:
        raise click.BadParameter(
            "A row is named by its line, counted from 1, by FILE:LINE, or by id=ID", context, option
        )
    return Spot(found[1], int(found[2]))


def file_of(names: tuple[str, ...], spot: Spot) -> str:
    """The file that holds the row; refuse what says nothing about one row, and a line that may be that of several files."""
    for flag in typed_flags(OF_ALL_ROWS).values():
        clash(flag, f"--explain {spot}", "One is about all rows, the other works one out.")
    if spot.file is None and len(names) == 1:
        return names[0]
    if spot.file not in names:
        raise which_file(names, spot)
    return spot.file


def which_file(names: tuple[str, ...], spot: Spot) -> XentError:
    """Refuse a line without its file, and a file that is not scored."""
    text = str(spot)
    if spot.file is None:
        message, why = "Several files are given, and this line is that of no one.", "Each of them may have a row there."
    else:
        message, why = f"{visible(spot.file)} is none of the files.", "FILE:LINE names a file as it is named before."
    return (
        typed(text, where="--explain")
        ._replace(span=(0, len(spot.file or text)))
        .refuse(
            "bad-value",
            message,
            why=why,
            fix=f"Name the file, such as --explain {spot._replace(file=names[0])}",
        )
    )


def explain_row(name: str, settings: Settings, target: Target, line: int | str, stdin: IO[bytes] | None) -> int:
    """Show one row as compute would."""
    from xentropy_cli.api.numbers import derive
    from xentropy_cli.pages.derivation import DerivationResult
    from xentropy_cli.scoring.explain import request_for

    with opened(target) as write:
        deliver(DerivationResult(derive(**request_for(name, settings, stdin, line))), target, write)
    return 0
