"""`xent audit`: the worked examples in a text, checked."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any

import click

from xentropy_cli.cli.options.command import FileArgument, XentCommand
from xentropy_cli.cli.options.help_page import EXTRAS, option_in
from xentropy_cli.cli.options.refusals import typed
from xentropy_cli.cli.output.deliver import choose_target, deliver, opened, output_options
from xentropy_cli.cli.output.streams import shown_name, source
from xentropy_cli.errors import BAD_DATA, XentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from xentropy_cli.conventions.audit.statements import Line

FOUND_WRONG = 1
LONGEST_LINE = 1 << 17
"""Bytes of a line that are read at once; a longer one is read in pieces."""

HELP = """Check the worked examples in a text.

Markdown, HTML, LaTeX, code and plain text are read (- is standard input): logarithms, powers, products and sums with a
stated value, losses of outcomes and probabilities in sentences and tables, softmax and sigmoid, distributions, entropies
and cross-entropies with their inputs. Each result is right, rounded, truncated or wrong; a wrong one is shown with the
right value and, where one fits, the slip that gives it. What was not read whole is left alone, counted, and listed by
--left-alone; where notation leaves several readings open, one that fits is enough.

Exit code 1 says that something is wrong; with --strict, that something is wrong or truncated.
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
    from xentropy_cli.conventions.audit.audit import Audit
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
        audits = []
        for name in files:
            audit = Audit(shown_name(name))
            audit.read(lines_of(name))
            audits.append(audit)
        deliver(AuditResult(audits, lists_left_alone=left_alone), target, write)
    counted = (WRONG, TRUNCATED) if strict else (WRONG,)
    return FOUND_WRONG if any(audit.counts[status] for audit in audits for status in counted) else 0


def lines_of(name: str) -> Iterator[Line]:
    """Read a file or standard input line by line, never more than a piece of a line at once."""
    with source(name) as stream:
        yield from decoded(stream, shown_name(name))


def decoded(stream: IO[bytes], name: str) -> Iterator[Line]:
    """Number and decode the lines of a stream; a document that is no text, and a byte that is none, is refused."""
    from xentropy_cli.conventions.audit.statements import Line

    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    number, column = 1, 0
    while piece := stream.readline(LONGEST_LINE):
        if number == 1 and not column:
            refuse_other_kind(piece, name)
        try:
            text = decoder.decode(piece)
        except UnicodeDecodeError as fault:
            raise _not_text(name, number, fault.object[fault.start]) from None
        if "\0" in text:
            raise _not_text(name, number, 0)
        is_whole = piece.endswith(b"\n") or len(piece) < LONGEST_LINE
        yield Line(number, text.rstrip("\r\n"), column, not is_whole)
        number, column = (number + 1, 0) if is_whole else (number, column + len(text))


OCR = "type what it says, or let a program for reading pictures (OCR) do so"
KINDS = {
    b"%PDF": ("a PDF", "pdftotext -layout FILE - | xent audit -"),
    b"PK\x03\x04": (
        "a zip archive, as .docx, .odt, .pptx, .xlsx and .epub files are",
        "pandoc FILE -t plain | xent audit -",
    ),
    b"\xd0\xcf\x11\xe0": (
        "an old Office document, as .doc, .xls and .ppt files are",
        "libreoffice --convert-to txt FILE",
    ),
    b"{\\rtf": ("a document in Rich Text Format", "pandoc FILE -t plain | xent audit -"),
    b"\x89PNG": ("a picture", OCR),
    b"\xff\xd8\xff": ("a picture", OCR),
    b"GIF8": ("a picture", OCR),
    b"\x1f\x8b": ("a file packed with gzip", "gzip -dc FILE | xent audit -"),
    b"7z\xbc\xaf": ("a file packed with 7-Zip", "unpack it first"),
    b"BZh": ("a file packed with bzip2", "bzip2 -dc FILE | xent audit -"),
    b"\xfd7zXZ": ("a file packed with xz", "xz -dc FILE | xent audit -"),
    b"(\xb5/\xfd": ("a file packed with zstd", "zstd -dc FILE | xent audit -"),
}
"""How files begin that are no text: what they are, and what makes a text of them."""


def refuse_other_kind(start: bytes, name: str) -> None:
    """Refuse a file that begins as none of text does, with what makes a text of it."""
    for mark, (kind, fix) in KINDS.items():
        if start.startswith(mark):
            raise XentError(
                "not-utf8",
                f"This is {kind}, and no text.",
                where=f"{name}, line 1",
                text=name,
                why="audit reads text: Markdown, HTML, LaTeX, or plain.",
                fix=f"Make a text of it first: {fix.replace('FILE', name if name != 'standard input' else 'FILE')}",
                status=BAD_DATA,
            )


def _not_text(name: str, line: int, byte: int) -> XentError:
    return XentError(
        "not-utf8",
        "This is not UTF-8 text.",
        where=f"{name}, line {line}",
        text=f"<0x{byte:02X}>",
        why="Text is read as UTF-8, so that no letter is guessed.",
        fix="Convert it first: iconv -f LATIN1 -t UTF-8; a PDF or a picture has to be turned into text.",
        status=BAD_DATA,
    )
