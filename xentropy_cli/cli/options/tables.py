"""The options of every command that reads tables of predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import FileOption
from xentropy_cli.cli.options.completing import complete_columns
from xentropy_cli.cli.options.help_page import EXTRAS, INPUT, READING, WEIGHTS, Command, option_in, with_options
from xentropy_cli.cli.options.shared import AS_IS, BASE, CLIP, NORMALIZE

if TYPE_CHECKING:
    from collections.abc import Callable


def column_option(
    group: str, flag: str, text: str, *, metavar: str = "COL", **more: Any
) -> Callable[[Command], Command]:
    """Declare an option that names columns, which a shell completes."""
    return option_in(group, flag, metavar=metavar, shell_complete=complete_columns, help=text, **more)


def top_option(text: str) -> Callable[[Command], Command]:
    """Declare how many rows are shown."""
    return option_in(
        EXTRAS, "--top", metavar="N", type=click.IntRange(0, 1000), default=5, show_default=True, help=text
    )


def table_options(*, repeated: bool) -> Callable[[Command], Command]:
    """Add the options that say what the columns are and how the table is written; `repeated` for two predictions."""
    predictions = (
        column_option(INPUT, flag, text, metavar="COL,…", multiple=repeated) for flag, text in PREDICTIONS.items()
    )
    return with_options(*TRUTH_COLUMNS, *predictions, *TABLE_OPTIONS)


TRUTH_COLUMNS = (
    column_option(INPUT, "--label", "The column that says what happened."),
    column_option(
        INPUT, "--true", "Columns of the true distribution: one-hot, soft, or counts with --normalize.", metavar="COL,…"
    ),
)
PREDICTIONS = {
    "--pred": "Columns of probabilities: names, numbers, 3-7, prob_*.",
    "--logits": "Columns of scores before softmax or sigmoid.",
    "--logprobs": "Columns of natural logarithms of probabilities; of tokens also a column of lists, or a path into JSON.",
}
TABLE_OPTIONS = (
    column_option(INPUT, "--nll", "A column of negative log-probabilities of what happened."),
    option_in(
        READING,
        "--log-base",
        type=click.Choice(["e", "2", "10"]),
        default="e",
        help="Base of the logarithms in the file.",
    ),
    column_option(EXTRAS, "--bytes", "Bytes of a row: tells bits per byte."),
    column_option(EXTRAS, "--words", "Words of a row: tells loss per word."),
    column_option(
        INPUT,
        "--long",
        "Read one row a class: the columns of its id, its class and its probability.",
        metavar="ID,CLASS,PROB",
    ),
    column_option(INPUT, "--id", "A column that names the rows."),
    column_option(WEIGHTS, "--weight", "A column of weights."),
    column_option(EXTRAS, "--by", "Report each value of a column apart."),
    option_in(READING, "--classes", metavar="A,B,…", help="Class names, in the order of the columns (binary: NO,YES)."),
    option_in(READING, "--ignore-label", metavar="Y", help="Leave rows with this label out, and count them."),
    option_in(READING, "--positive", metavar="CLASS", help="The class a single probability is for."),
    option_in(
        READING,
        "--as",
        "reading",
        type=click.Choice(["events", "binary"]),
        help="Take a column as events that happened, or each of several labels as binary.",
    ),
    BASE,
    NORMALIZE,
    option_in(READING, "--percent", is_flag=True, help="Take probabilities without a sign as percent: 30 is 0.3."),
    AS_IS,
    CLIP,
    option_in(READING, "--skip-bad", is_flag=True, help="Leave bad rows out, and count them."),
    option_in(READING, "--delimiter", metavar="CHAR", help="What separates cells: a character, tab or blank."),
    option_in(READING, "--header/--no-header", default=None, help="Whether the first row names the columns."),
    option_in(READING, "--quote", default='"', metavar="CHAR", help="The quote character; '' for none."),
    option_in(READING, "--decimal", type=click.Choice([".", ","]), help="The decimal mark."),
    option_in(READING, "--comment", metavar="TEXT", help="Pass over lines that begin with it."),
    option_in(
        READING, "--skip-lines", type=click.IntRange(0), default=0, metavar="N", help="Pass over the first N lines."
    ),
    option_in(READING, "--encoding", metavar="NAME", help="The encoding, where it is not UTF-8."),
)
TRUTH_OPTIONS = (
    option_in(
        INPUT,
        "--truth",
        cls=FileOption,
        metavar="FILE",
        help="Take the truth from another file: by row, or joined by --on.",
    ),
    column_option(INPUT, "--on", "The column that names the rows in all files."),
)

truth_options = with_options(*TRUTH_OPTIONS)
"""Adds the options that take the truth from another file."""
