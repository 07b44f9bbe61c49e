"""`xent compare`: two models on the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.output import choose_target, opened, output_options, write_result
from xentropy_cli.cli.score import inputs, stdin
from xentropy_cli.cli.table_options import settings_of, table_options
from xentropy_cli.errors import XentError

if TYPE_CHECKING:
    from xentropy_cli.scoring.compare import Comparison
    from xentropy_cli.scoring.score import Settings

HELP = """Compare two models on the same rows.

Give two files, or one file and two predictions (--pred twice). The answer is the mean loss of the second minus that of the
first: below 0, the second is better. Differences are paired, so what both find hard cancels.
"""

EXAMPLES = """\b
Examples:
  printf 'y,a,b\\n1,0.9,0.8\\n0,0.2,0.1\\n' | xent compare - --pred a --pred b
  printf 'y,a,b\\n1,0.9,0.8\\n0,0.2,0.1\\n' | xent compare - --pred a --pred b --format json
"""

SCALES = ("pred", "logits", "logprobs")


@click.command("compare", help=HELP, epilog=EXAMPLES, short_help="Compare two models on the same rows.")
@click.argument("files", nargs=-1, required=True, metavar="A [B]")
@table_options(repeated=True)
@click.option("--on", metavar="COL", help="Join the rows of two files by this column.")
@click.option("--top", type=click.IntRange(0, 1000), default=5, show_default=True, help="How many moved rows to show.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the bootstrap.")
@click.option("--max-increase", type=float, metavar="X", help="Exit 1 when the mean rises by more than X.")
@output_options
def command(files: tuple[str, ...], **options: Any) -> int:
    """Read, compare, render."""
    target = choose_target(options)
    with opened(target) as write:
        found = comparison(inputs(files), options)

        def blocks() -> Any:
            from xentropy_cli.compare_page import compare_page

            return compare_page(found, target.digits, every_row=target.every_row)

        def record() -> dict[str, Any]:
            from xentropy_cli.compare_page import compare_record

            return compare_record(found)

        write_result(target, write, blocks, record)
    return int(options["max_increase"] is not None and found.all.mean > options["max_increase"])


def comparison(files: tuple[str, ...], options: dict[str, Any]) -> Comparison:
    """Read two files, or two predictions of one."""
    from xentropy_cli.scoring.compare import compare_columns, compare_files

    specs = [(name, spec) for name in SCALES for spec in options[name]]
    for name in SCALES:
        options[name] = options[name][0] if options[name] else None
    if len(files) == 1 and len(specs) == 2:  # noqa: PLR2004  two models
        for name in SCALES:
            options[name] = None
        refuse_on(options["on"])
        return compare_columns(files[0], (specs[0], specs[1]), asked(options), stdin(), options["seed"])
    if len(files) != 2 or len(specs) > 1:  # noqa: PLR2004  two models
        text = " ".join(files)
        raise XentError(
            "two-models",
            "Two models are compared.",
            where="the command line",
            text=text,
            span=(0, len(text)),
            why="They are two files, or one file and two predictions in it.",
            fix="xent compare A.csv B.csv, or: xent compare FILE --pred a --pred b",
        )
    return compare_files((files[0], files[1]), asked(options), stdin(), options["on"], options["seed"])


def asked(options: dict[str, Any]) -> Settings:
    """Read the options; weights have no part in paired differences."""
    if options["weight"] is not None:
        raise misfit("--weight", options["weight"], "Paired differences count every row once.")
    return settings_of(options, bins=10, top=options["top"])


def misfit(flag: str, text: str, why: str) -> XentError:
    """Refuse an option that means nothing here."""
    return XentError(
        "option-misfit",
        f"{flag} means nothing here.",
        where=flag,
        text=text or " ",
        span=(0, max(len(text), 1)),
        why=why,
        fix=f"Leave {flag} out.",
    )


def refuse_on(on: str | None) -> None:
    """Rows of one file need no joining."""
    if on is not None:
        raise misfit("--on", on, "Both predictions stand in the same row of one file.")
