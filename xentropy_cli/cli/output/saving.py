"""Where the exact sums for `xent merge` go: a file, or standard output."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from xentropy_cli.cli.output.deliver import refuse_nameless
from xentropy_cli.cli.output.present import tell
from xentropy_cli.cli.output.streams import STREAM, replacing, write_stdout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentropy_cli.scoring.summary import ScoreSummary


@contextmanager
def saving(path: str | None) -> Iterator[Callable[[ScoreSummary], None]]:
    """Open the file of a summary before the work starts; yield what writes the exact sums, whole or not at all."""
    if path is None or path == STREAM:
        yield lambda _: None
        return
    refuse_nameless("--save-summary", path)
    with replacing(path) as write:
        yield lambda summary: write(summary.to_json())


def print_summary(path: str | None, summary: ScoreSummary) -> None:
    """Write the exact sums to standard output, if that is where they go; the result is in its file by now."""
    if path == STREAM:
        write_stdout(summary.to_json(), "utf-8")


def only_saved(save: str, summary: ScoreSummary) -> int:
    """Say that a part of weight 0 has a summary to be joined with others, and no mean to be printed."""
    print_summary(save, summary)
    tell("note: All weights are 0, so there is no mean to print; the summary was saved for xent merge.\n")
    return 0
