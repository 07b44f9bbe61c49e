"""`xent audit`: the worked examples in a text, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import FileArgument, XentCommand
from xentropy_cli.cli.options.help_page import EXTRAS, option_in
from xentropy_cli.cli.options.refusals import typed
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options
from xentropy_cli.cli.output.streams import shown_name
from xentropy_cli.cli.output.texts import lines_of
from xentropy_cli.errors import BAD_DATA, XentError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.conventions.audit.audit import Audit

FOUND_WRONG = 1
HELP = """Check the worked examples in a text.

Markdown, HTML, LaTeX, code and plain text are read (- is standard input): logarithms, powers, products and sums with a
stated value, losses of outcomes and probabilities in sentences and tables, softmax and sigmoid, distributions, entropies
and cross-entropies with their inputs. Each result is right, rounded, truncated or wrong; a wrong one is shown with the
right value and, where one fits, the slip that gives it. What was not read whole is left alone, counted, and listed by
--left-alone; where notation leaves several readings open, one that fits is enough.

Exit code 1 says that something is wrong; with --strict, that something is wrong or truncated. Of several files, one that is
no text is named at the end, with exit code 3; the others are checked.
"""

EXAMPLES = """\b
Examples:
  xent audit article.md
  echo '-ln(0.7) = 0.3567' | xent audit -
  echo '0.7 * 0.8 * 0.97 = 0.543' | xent audit - --format json
"""


@click.command("audit", cls=XentCommand, help=HELP, epilog=EXAMPLES)
@click.argument("files", cls=FileArgument, nargs=-1, metavar="FILE...")
@option_in(EXTRAS, "--left-alone", is_flag=True, help="List what was left alone, since it was not read whole.")
@option_in(EXTRAS, "--strict", is_flag=True, help="Exit 1 for a truncated result too.")
@output_options
def command(files: tuple[str, ...], left_alone: bool, strict: bool, **options: Any) -> int:  # noqa: FBT001  as click passes them
    """Read every file line by line, check, render."""
    from xentropy_cli.conventions.audit.judgement import TRUNCATED, WRONG
    from xentropy_cli.pages.audit import AuditResult

    target = choose_target(options)
    if not files:
        raise typed("xent audit").refuse(
            "missing-value",
            "There is no file to check.",
            why="FILE is a text with worked examples; - is standard input.",
            fix="Type its name: xent audit article.md",
        )
    with opened(target) as write:
        audits, refused = audited(files)
        counted = (WRONG, TRUNCATED) if strict else (WRONG,)
        result = AuditResult(audits, refused, lists_left_alone=left_alone, counted=counted)
        deliver(result, target, write)
    return refused[0].status if refused else FOUND_WRONG if result.value else 0


def audited(files: Sequence[str]) -> tuple[list[Audit], list[XentError]]:
    """Check every file; of several, one that is no text keeps none of the others from being checked."""
    from xentropy_cli.conventions.audit.audit import Audit

    audits, refused = [], []
    for name in files:
        audit = Audit(shown_name(name))
        try:
            audit.read(lines_of(name))
        except XentError as refusal:
            if refusal.status != BAD_DATA:
                raise
            refused.append(refusal)
        else:
            audits.append(audit)
    if not audits:
        raise refused[0]
    return audits, refused
