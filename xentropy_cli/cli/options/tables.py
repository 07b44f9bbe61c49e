"""The options of every command that reads tables of predictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from xentropy_cli.cli.options.command import FileOption
from xentropy_cli.cli.options.completing import complete_base, complete_clip, complete_columns, complete_file
from xentropy_cli.cli.options.help_page import EXTRAS, INPUT, OUTPUT, READING, WEIGHTS, Command, option_in, with_options

if TYPE_CHECKING:
    from collections.abc import Callable


def table_options(*, repeated: bool) -> Callable[[Command], Command]:
    """Add the options that say what the columns are and how the table is written; `repeated` for two predictions."""
    return with_options(*PREDICTION_OPTIONS[repeated], *TABLE_OPTIONS)


PREDICTION_OPTIONS = {
    repeated: (
        option_in(
            INPUT, "--label", metavar="COL", shell_complete=complete_columns, help="The column that says what happened."
        ),
        option_in(
            INPUT,
            "--true",
            metavar="COL,…",
            shell_complete=complete_columns,
            help="Columns of the true distribution: one-hot, soft, or counts with --normalize.",
        ),
        option_in(
            INPUT,
            "--pred",
            metavar="COL,…",
            shell_complete=complete_columns,
            multiple=repeated,
            help="Columns of probabilities: names, numbers, 3-7, prob_*.",
        ),
        option_in(
            INPUT,
            "--logits",
            metavar="COL,…",
            shell_complete=complete_columns,
            multiple=repeated,
            help="Columns of scores before softmax or sigmoid.",
        ),
        option_in(
            INPUT,
            "--logprobs",
            metavar="COL,…",
            shell_complete=complete_columns,
            multiple=repeated,
            help="Columns of natural logarithms of probabilities; of tokens also a column of lists, or a path into JSON.",
        ),
    )
    for repeated in (False, True)
}
TABLE_OPTIONS = (
    option_in(
        INPUT,
        "--nll",
        metavar="COL",
        shell_complete=complete_columns,
        help="A column of negative log-probabilities of what happened.",
    ),
    option_in(
        READING,
        "--log-base",
        type=click.Choice(["e", "2", "10"]),
        default="e",
        help="Base of the logarithms in the file.",
    ),
    option_in(
        EXTRAS, "--bytes", metavar="COL", shell_complete=complete_columns, help="Bytes of a row: tells bits per byte."
    ),
    option_in(
        EXTRAS, "--words", metavar="COL", shell_complete=complete_columns, help="Words of a row: tells loss per word."
    ),
    option_in(
        INPUT,
        "--long",
        metavar="ID,CLASS,PROB",
        shell_complete=complete_columns,
        help="Read one row a class: the columns of its id, its class and its probability.",
    ),
    option_in(INPUT, "--id", metavar="COL", shell_complete=complete_columns, help="A column that names the rows."),
    option_in(WEIGHTS, "--weight", metavar="COL", shell_complete=complete_columns, help="A column of weights."),
    option_in(
        EXTRAS, "--by", metavar="COL", shell_complete=complete_columns, help="Report each value of a column apart."
    ),
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
    option_in(
        OUTPUT, "--base", metavar="e|2|10|B", shell_complete=complete_base, help="Base of the logarithm.  [default: e]"
    ),
    option_in(READING, "--normalize", is_flag=True, help="Divide each row by its sum; takes counts."),
    option_in(READING, "--percent", is_flag=True, help="Take probabilities without a sign as percent: 30 is 0.3."),
    option_in(READING, "--as-is", is_flag=True, help="Use rows that do not add up to 1 as they are."),
    option_in(
        READING,
        "--clip",
        metavar="EPS|sklearn|keras|torch",
        shell_complete=complete_clip,
        help="Keep probabilities away from 0 and 1, and say so.",
    ),
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
        shell_complete=complete_file,
        help="Take the truth from another file: by row, or joined by --on.",
    ),
    option_in(
        INPUT,
        "--on",
        metavar="COL",
        shell_complete=complete_columns,
        help="The column that names the rows in all files.",
    ),
)


truth_options = with_options(*TRUTH_OPTIONS)
"""Adds the options that take the truth from another file."""
