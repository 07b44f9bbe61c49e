"""Blocks of whole records → records → cells, strictly. A record is a line, or several where a quoted cell holds a line end."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from xentropy_cli.errors import BAD_DATA
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.sources.streams import count_lines
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.errors import XentError
    from xentropy_cli.inputs.notation import Piece

SHOWN = 160  # characters of a line that an error shows
BLANKS = " \t"
TAR_AT = 257  # where an archive of tar says that it is one


class Block(NamedTuple):
    """Whole records of one file, and the number of the first line; the `first` block opens with the header, if there is one."""

    data: bytes
    first_line: int
    name: str
    first: bool = False


class Record(NamedTuple):
    """A record and where it stands: its file, the number of its first line, its text."""

    name: str
    line: int
    text: str

    def piece(self, start: int, end: int) -> Piece:
        """Take a span, as it stands in the file, for an entry in the notation of `compute`, which explains its mistakes."""
        from xentropy_cli.inputs import notation

        text = self.text.replace("\r", " ").replace("\n", " ")
        cut = max(0, min(start - SHOWN // 2, len(text) - SHOWN))
        shown = text[cut : cut + SHOWN] or " "
        where = f"{visible(self.name)}:{self.line}:{start + 1}"
        inside = (start - cut, max(min(end - cut, len(shown)), start - cut + 1))
        return notation.Piece(self.text[start:end], notation.Source(where, shown, BAD_DATA), inside)

    def refuse(self, code: str, message: str, span: tuple[int, int], *, why: str, fix: str) -> XentError:
        """Make the error that underlines a span."""
        return self.piece(*span).refuse(code, message, why=why, fix=fix)


def records(block: Block, quote: str, comment: str | None = None) -> Iterator[Record]:
    """Give the records of a block; comments are left out, blank lines are not."""
    text = decoded_text(block)
    if not quote or quote not in text:
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        lines = text.split("\n")
        if not lines[-1]:
            lines.pop()
        for number, line in enumerate(lines, block.first_line):
            if comment is None or not line.startswith(comment):
                yield Record(block.name, number, line)
        return
    yield from quoted_records(block, text, quote, comment)


def quoted_records(block: Block, text: str, quote: str, comment: str | None) -> Iterator[Record]:
    """Join the lines of a record while a quote is open."""
    held: list[str] = []
    first = number = block.first_line
    odd = 0
    for line in re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text):
        if held or comment is None or not line.startswith(comment):
            odd ^= line.count(quote) % 2
            held.append(line)
            if not odd:
                yield Record(block.name, first, "".join(held).rstrip("\r\n"))
                held = []
        number += 1
        first = first if held else number
    if held:
        yield Record(block.name, first, "".join(held))


def decoded_text(block: Block) -> str:
    """Decode the block, refusing what is not UTF-8 or not text."""
    try:
        text = block.data.decode()
    except UnicodeDecodeError as slip:
        line = block.first_line + count_lines(block.data[: slip.start])
        raise not_utf8(block, slip, line) from None
    if "\0" in text:
        at = text.index("\0")
        start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
        number = block.first_line + count_lines(text[:at].encode())
        raise Record(block.name, number, re.split(r"[\r\n]", text[start : start + SHOWN])[0]).refuse(
            "nul-byte",
            "There is a NUL byte here: this is not text.",
            (at - start, at - start + 1),
            why="Text in UTF-16 without a byte order mark looks so, and binary files do.",
            fix="If it is UTF-16: --encoding utf-16-le (or utf-16-be)."
            if block.data[TAR_AT : TAR_AT + 5] != b"ustar"
            else "This is an archive of tar: take one file out of it: tar -xOf ARCHIVE FILE | xent score -",
        )
    return text


def not_utf8(block: Block, slip: UnicodeDecodeError, line: int) -> XentError:
    """Point at the first byte that is not UTF-8."""
    start = max(block.data.rfind(b"\n", 0, slip.start), block.data.rfind(b"\r", 0, slip.start)) + 1
    before = block.data[start : slip.start].decode("utf-8", "replace")
    after = re.split(r"[\r\n]", block.data[slip.start : slip.start + SHOWN].decode("utf-8", "replace"))[0]
    return Record(block.name, line, before + after).refuse(
        "not-utf8",
        f"This is not UTF-8: byte 0x{block.data[slip.start]:02X}.",
        (len(before), len(before) + 1),
        why="Another encoding would give other names, so none is guessed.",
        fix="Name the encoding of the file: --encoding latin-1 (or cp1252, …).",
    )


@cache
def cell_pattern(delimiter: str, quote: str) -> re.Pattern[str]:
    """The pattern of one cell and the delimiter or end behind it."""
    d, q = re.escape(delimiter), re.escape(quote)
    if delimiter == " ":
        return re.compile(rf"[ \t]*(?:{q}((?:[^{q}]|{q}{q})*){q}|([^{q} \t]*))([ \t]+|$)")
    blank = "[ \t]*" if delimiter != "\t" else " *"
    return re.compile(rf"{blank}(?:{q}((?:[^{q}]|{q}{q})*){q}{blank}|([^{q}{d}]*))({d}|$)")


def spans(place: Record, delimiter: str | None, quote: str) -> list[tuple[str, int, int]]:
    """Cut a record into cells with the spans they fill; refuse a quote that stands where none may.

    >>> spans(Record("f", 1, 'a, "b,""c"'), ",", '"')
    [('a', 0, 1), ('b,"c', 4, 9)]
    """
    text = place.text
    if delimiter is None:
        return [trimmed(text, 0, len(text), quote)]
    if not quote or quote not in text:
        return [trimmed(text, start, end, "") for start, end in plain_spans(text, delimiter)]
    found, at, pattern = [], 0, cell_pattern(delimiter, quote)
    while True:
        match = pattern.match(text, at)
        if match is None:
            raise stray_quote(place, at, quote)
        if match[1] is not None:
            found.append((match[1].replace(quote * 2, quote), match.start(1), match.end(1)))
        else:
            found.append(trimmed(text, match.start(2), match.end(2), ""))
        at = match.end()
        if at == len(text) and (not match[3] or delimiter == " "):
            return found


def plain_spans(text: str, delimiter: str) -> Iterator[tuple[int, int]]:
    """Spans of the cells of a record without quotes."""
    if delimiter == " ":
        yield from (match.span() for match in re.finditer(r"[^ \t]+", text))
        return
    start = 0
    for part in text.split(delimiter):
        yield start, start + len(part)
        start += len(part) + 1


def trimmed(text: str, start: int, end: int, quote: str) -> tuple[str, int, int]:
    """Take the blanks off both ends of a cell, and one pair of quotes where the whole record is a cell."""
    cell = text[start:end]
    lead = len(cell) - len(cell.lstrip(BLANKS))
    cell = cell.strip(BLANKS)
    if quote and len(cell) > 1 and cell[0] == quote == cell[-1]:
        return cell[1:-1].replace(quote * 2, quote), start + lead + 1, start + lead + len(cell) - 1
    return cell, start + lead, start + lead + len(cell)


def stray_quote(place: Record, start: int, quote: str) -> XentError:
    """Point at the quote that does not fit."""
    text = place.text
    at = text.index(quote, start)
    if text[start:at].strip(BLANKS) == "":  # the cell begins with a quote: find the one that should end it
        closing = re.compile(rf"{re.escape(quote)}(?!{re.escape(quote)})")
        inner = re.sub(re.escape(quote) * 2, "  ", text[at + 1 :])
        match = closing.search(inner)
        if match is None:
            return place.refuse(
                "open-quote",
                "This quote is never closed.",
                (at, at + 1),
                why="Everything behind it would become one cell.",
                fix=f"Take it out, or close it; if {quote} is plain text in this file: --quote '' or another character.",
            )
        at += match.start() + 1
    return place.refuse(
        "stray-quote",
        "There is a quote in the middle of a cell.",
        (at, at + 1),
        why="A quoted cell is quoted from end to end, and a quote inside it is doubled (RFC 4180).",
        fix=f"Write the cell as {quote}…{quote * 2}…{quote}; if {quote} is plain text in this file: --quote ''.",
    )


def cells(place: Record, delimiter: str | None, quote: str) -> list[str]:
    """Cut a record into cells."""
    text = place.text
    if delimiter is None or delimiter == " " or (quote and quote in text):
        return known_cells(text, [cell for cell, _, _ in spans(place, delimiter, quote)])
    found = text.split(delimiter)
    found = [cell.strip(BLANKS) for cell in found] if " " in text or "\t" in text else found
    return known_cells(text, found)


def known_cells(text: str, found: list[str]) -> list[str]:
    """The cells of a record; lists as Python writes them are read through."""
    if "[" not in text:
        return found
    from xentropy_cli.tables.strict.known_values import known_cell

    return list(map(known_cell, found))
