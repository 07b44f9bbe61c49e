"""`xent audit`: the worked examples in a text, checked."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import FileArgument, XentCommand
from xentropy_cli.cli.options.completing import complete_file
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options
from xentropy_cli.cli.output.streams import cannot_read, stdin
from xentropy_cli.errors import BAD_DATA, XentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

FOUND_WRONG = 1
LONGEST_LINE = 1 << 16
"""Bytes of a line that are read at once; a longer one is read in pieces."""

HELP = """Check the worked examples in a text.

Markdown, HTML, LaTeX and plain text are read (- is standard input): logarithms with a stated value, products and sums,
probabilities that should add up to 1, entropies and cross-entropies with their inputs. Each result is right, rounded,
truncated or wrong; a wrong one is shown with the right value and, where one fits, the slip that gives it. What cannot be
read is left alone and counted.

Exit code 1 says that something is wrong.
"""

EXAMPLES = """\b
Examples:
  xent audit article.md
  echo '-ln(0.7) = 0.3567' | xent audit -
  echo '0.7 * 0.8 * 0.97 = 0.543' | xent audit - --format json
"""


@click.command("audit", cls=XentCommand, help=HELP, epilog=EXAMPLES, short_help="Check the worked examples in a text.")
@click.argument("files", cls=FileArgument, nargs=-1, metavar="FILE...", shell_complete=complete_file)
@output_options
def command(files: tuple[str, ...], **options: Any) -> int:
    """Read every file line by line, check, render."""
    from xentropy_cli.conventions.audit.audit import WRONG, Audit
    from xentropy_cli.pages.audit import AuditResult

    target = choose_target(options)
    if not files:
        raise _no_file()
    with opened(target) as write:
        audits = []
        for name in files:
            audit = Audit("standard input" if name == "-" else name)
            audit.read(lines_of(name))
            audits.append(audit)
        deliver(AuditResult(audits), target, write)
    return FOUND_WRONG if any(audit.counts[WRONG] for audit in audits) else 0


def lines_of(name: str) -> Iterator[tuple[int, str]]:
    """Read a file or standard input line by line, never more than a piece of a line at once."""
    shown = "standard input" if name == "-" else name
    try:
        if name != "-":
            with open(name, "rb") as stream:
                yield from decoded(stream, shown)
        elif (typed := stdin()) is None:
            raise cannot_read(shown, OSError("it is closed"))
        else:
            yield from decoded(typed, shown)
    except OSError as failure:
        raise cannot_read(shown, failure) from None


def decoded(stream: IO[bytes], name: str) -> Iterator[tuple[int, str]]:
    """Number and decode the lines of a stream; a byte that is no text is refused."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    number = 1
    while piece := stream.readline(LONGEST_LINE):
        try:
            text = decoder.decode(piece)
        except UnicodeDecodeError as fault:
            raise _not_text(name, number, fault.object[fault.start]) from None
        if "\0" in text:
            raise _not_text(name, number, 0)
        yield number, text.rstrip("\r\n")
        number += piece.endswith(b"\n")


def _not_text(name: str, line: int, byte: int) -> XentError:
    shown = f"<0x{byte:02X}>"
    return XentError(
        "not-utf8",
        "This is not UTF-8 text.",
        where=f"{name}, line {line}",
        text=shown,
        span=(0, len(shown)),
        why="Text is read as UTF-8, so that no letter is guessed.",
        fix="Convert it first: iconv -f LATIN1 -t UTF-8; a PDF or a picture has to be turned into text.",
        status=BAD_DATA,
    )


def _no_file() -> XentError:
    return XentError(
        "missing-value",
        "There is no file to check.",
        where="the command line",
        text="xent audit",
        span=(0, 10),
        why="FILE is a text with worked examples; - is standard input.",
        fix="Type its name: xent audit article.md",
    )
