"""`xent compare`: two models on the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.every_row import refuse_beside_rows, stream_moved
from xentropy_cli.cli.options.command import FileArgument, XentCommand
from xentropy_cli.cli.options.gates import gate_options, limits_of, picture_options, with_limits, with_picture
from xentropy_cli.cli.options.help_page import EXTRAS, option_in
from xentropy_cli.cli.options.refusals import misfit, typed, typed_flags
from xentropy_cli.cli.options.table_settings import refuse_clashes, settings_of
from xentropy_cli.cli.options.tables import column_option, table_options, top_option, truth_options
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options
from xentropy_cli.cli.output.progress import progress
from xentropy_cli.cli.output.streams import stdin
from xentropy_cli.cli.score import inputs

if TYPE_CHECKING:
    from xentropy_cli.comparing.asked import Asked
    from xentropy_cli.pages.result import Result

OF_TWO = ("most", "by", "top", "columns", "seed", "rows", "picture", "shown")
"""Options that mean nothing for more than two models."""

HELP = """Compare two models on the same rows.

Give two files, or one file and two predictions (--pred twice). The answer is the mean loss of the second minus that of the
first: below 0, the second is better. Differences are paired, so what both find hard cancels. Two files whose predictions are
named differently, or are on two scales, take --pred, --logits or --logprobs once for each, in the order of the files.
Three models or more are ranked by their means, each beside how far it is from the best.
"""

EXAMPLES = """\b
Examples:
  xent compare a.csv b.csv
  xent compare a.csv b.csv --on id --by group
  xent compare a.csv b.csv --max-increase 0.3 -q
  xent compare a.csv b.csv a.csv --on id
  printf 'y,a,b\\n1,0.9,0.8\\n0,0.2,0.1\\n' | xent compare - --pred a --pred b
"""


@click.command("compare", cls=XentCommand, help=HELP, epilog=EXAMPLES)
@click.argument("files", cls=FileArgument, nargs=-1, required=True, metavar="A [B]...")
@table_options(repeated=True)
@truth_options
@top_option("How many moved rows to show, or to print with --rows.")
@column_option(
    EXTRAS, "--columns", "Show these columns of the moved rows, as the second file has them.", metavar="COL,…"
)
@option_in(EXTRAS, "--rows", is_flag=True, help="Print the moved rows with both losses, as CSV or --format json.")
@option_in(EXTRAS, "--seed", metavar="N", type=int, default=0, show_default=True, help="Seed of the bootstrap.")
@gate_options("--max-increase", "Exit 1 when the mean rises by more than X.")
@picture_options("compare")
@output_options
def command(files: tuple[str, ...], **options: Any) -> int:
    """Read, compare, render."""
    target, limits, rows = choose_target(options), limits_of(options, "--max-increase"), options.pop("rows")
    inputs(files, options["truth"])
    asked = question(files, options)
    from xentropy_cli.comparing.compare import compare
    from xentropy_cli.comparing.ranking import rank
    from xentropy_cli.pages.comparison import ComparisonResult
    from xentropy_cli.pages.ranking import RankingResult

    if asked.is_of_several:
        refuse_what_is_of_two(files, options)
    if rows:
        refuse_beside_rows(target)
        return int(bool(stream_moved(asked, target, limits).broken))
    with opened(target) as write:
        with progress() as watch:
            if asked.is_of_several:
                found: Result = RankingResult(rank(asked, stdin(), watch))
            else:
                found = ComparisonResult(compare(asked, stdin(), watch))
        result = with_limits(found, limits)
        deliver(with_picture(result, "compare", options["picture"], options["shown"]), target, write)
    return int(bool(result.broken))


def question(files: tuple[str, ...], options: dict[str, Any]) -> Asked:
    """Tell which two models are meant: two files, or two predictions of one; options stand in the order as typed."""
    from xentropy_cli.comparing.asked import SCALES, Asked

    specs = tuple((name, spec) for name in options if name in SCALES for spec in options[name])
    are_alike = len(files) == 1 or len(specs) in (0, 1, len(files))
    if not are_alike or len(files) * max(len(specs), 1) == 1:
        raise typed(" ".join((*files, *(f"--{name} {spec}" for name, spec in specs)))).refuse(
            "two-models",
            "Two models are compared.",
            why="They are two files (with --pred once for both, or once for each), or one file and two predictions in it.",
            fix="xent compare A.csv B.csv, or: xent compare FILE --pred a --pred b",
        )
    options.update(dict.fromkeys(SCALES))
    for name, spec in specs:
        refuse_clashes({**options, name: spec})
    if len(files) == 1 and options["on"] is not None and options["truth"] is None:
        misfit("--on", options["on"], "Both predictions stand in the same row of one file.", where="--on")
    if options["on"] is not None and options["id"] is not None:
        misfit("--id", options["id"], f"Rows are joined by {options['on']}, which names them.", where="--id")
    of_truth = options["on"] if options["truth"] is not None else None
    settings = settings_of({**options, "on": of_truth}, bins=10, top=options["top"])
    return Asked(files, specs, settings, options["on"], options["seed"])


def refuse_what_is_of_two(files: tuple[str, ...], options: dict[str, Any]) -> None:
    """Refuse what a ranking of several models has no place for, and a pipe, which is read once."""
    for name, flag in typed_flags(OF_TWO).items():
        misfit(flag, str(options.get(name) or ""), "It belongs to the difference of two models.", where=flag)
    if "-" in files:
        misfit("-", "-", "Several models are read more than once, and a pipe is gone when it was read.", where="-")
