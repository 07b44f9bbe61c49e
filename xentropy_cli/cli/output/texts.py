"""The lines of a text in a file or on standard input; what is no text is refused with what makes one of it."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from xentropy_cli.cli.output.streams import shown_name, source
from xentropy_cli.errors import BAD_DATA, XentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from xentropy_cli.conventions.audit.statements import Line

LONGEST_LINE = 1 << 17
"""Bytes of a line that are read at once; a longer one is read in pieces."""

ENOUGH = 64
"""Bytes that tell of what kind a file is."""


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
            refuse_other_kind(piece + stream.read(ENOUGH) if piece.startswith(ZIP) else piece, name)
        rest = stream.readline(LONGEST_LINE) if piece.endswith(b"\r") else b""  # of two signs that end a line
        is_whole = (rest or piece).endswith(b"\n") or len(rest or piece) < LONGEST_LINE
        try:
            text = decoder.decode(piece + rest)
        except UnicodeDecodeError as fault:
            raise _not_text(
                name, number + fault.object.count(b"\r", 0, fault.start), fault.object[fault.start]
            ) from None
        if "\0" in text:
            raise _not_text(name, number, 0)
        *before, last = text.removesuffix("\n").removesuffix("\r").split("\r")
        for part in before:
            yield Line(number, part, column)
            number, column = number + 1, 0
        yield Line(number, last, column, not is_whole)
        number, column = (number + 1, 0) if is_whole else (number, column + len(last))


OCR = "type what it says, or let a program for reading pictures (OCR) do so"
ZIP = b"PK\x03\x04"
KINDS = {
    b"%PDF": ("a PDF", "pdftotext -layout FILE - | xent audit -"),
    ZIP: ("a zip archive", "unzip -p FILE | xent audit -"),
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


DOCUMENT = re.compile(
    rb"PK\x03\x04.{26}(?:\[Content_Types\]|mimetype|_rels/|docProps/|word/|xl/|ppt/|META-INF/)", re.DOTALL
)
DOCUMENTS = (".docx", ".odt", ".pptx", ".xlsx", ".epub")
OF_DOCUMENT = (
    f"a document in a zip archive, as {', '.join(DOCUMENTS)} files are",
    "pandoc FILE -t plain | xent audit -",
)
"""What a zip archive is that begins with the name of a part of one, or is named as one."""

WIDE = {codecs.BOM_UTF32_LE: "UTF-32", codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
WITHOUT_MARK = re.compile(rb"(?:[^\0]\0){2}"), re.compile(rb"(?:\0[^\0]){2}")


def refuse_other_kind(start: bytes, name: str) -> None:
    """Refuse a file that begins as none of text does, or as text of another encoding, with what makes a text of it."""
    file = name if name != "standard input" else "FILE"
    if encoding := encoding_of(start):
        raise _refusal(
            name,
            f"This is text in {encoding}, and not in UTF-8.",
            why="Text is read as UTF-8, so that no letter is guessed.",
            fix=f"Convert it first: iconv -f {encoding} -t UTF-8 {file} | xent audit -",
        )
    for mark, (kind, fix) in KINDS.items():
        if start.startswith(mark):
            is_document = DOCUMENT.match(start) or (mark == ZIP and name.lower().endswith(DOCUMENTS))
            kind, fix = OF_DOCUMENT if is_document else (kind, fix)  # noqa: PLW2901  the finer one
            raise _refusal(
                name,
                f"This is {kind}, and no text.",
                why="audit reads text: Markdown, HTML, LaTeX, or plain.",
                fix=f"Make a text of it first: {fix.replace('FILE', file)}",
            )


def encoding_of(start: bytes) -> str:
    """The encoding that the first bytes of a text tell, where it is not UTF-8: by their mark, or by the zeros of Latin letters.

    >>> encoding_of("ln 2".encode("utf-16")), encoding_of("ln 2".encode("utf-16-be")), encoding_of(b"ln 2")
    ('UTF-16', 'UTF-16BE', '')
    """
    little, big = WITHOUT_MARK
    marked = next((encoding for mark, encoding in WIDE.items() if start.startswith(mark)), "")
    return marked or ("UTF-16LE" if little.match(start) else "UTF-16BE" if big.match(start) else "")


def _refusal(name: str, message: str, *, why: str, fix: str) -> XentError:
    return XentError("not-utf8", message, where=f"{name}, line 1", text=name, why=why, fix=fix, status=BAD_DATA)


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
