"""Streams of bytes → blocks of whole lines → records → cells, strictly.

A record is a line, or several where a quoted cell holds a line end. Blocks are cut where a record ends, so each can be
read by itself, by either reader and on any thread.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.reading.sources import count_lines
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.reading.sources import Source

BLOCK = 1 << 20
LONGEST_RECORD = 1 << 22
SHOWN = 160  # characters of a line that an error shows
BLANKS = " \t"
EMPTY_LINES = (b"\n\n", b"\r\r", b"\n\r\n")


class Block(NamedTuple):
    """Whole records of one file, and the number of the first line."""

    data: bytes
    first_line: int
    name: str


class Place(NamedTuple):
    """A record and where it stands: its file, the number of its first line, its text."""

    name: str
    line: int
    text: str

    def refuse(self, code: str, message: str, span: tuple[int, int], *, why: str, fix: str) -> XentError:
        """Make the error that underlines part of the record, as it stands in the file."""
        text = self.text.replace("\r", " ").replace("\n", " ")
        start, end = span
        cut = max(0, min(start - SHOWN // 2, len(text) - SHOWN))
        shown = text[cut : cut + SHOWN] or " "
        inside = (start - cut, max(min(end - cut, len(shown)), start - cut + 1))
        where = f"{visible(self.name)}:{self.line}:{start + 1}"
        return XentError(code, message, where=where, text=shown, span=inside, why=why, fix=fix, status=BAD_DATA)


def blocks(source: Source, quote: str, skip_lines: int = 0, size: int = BLOCK) -> Iterator[Block]:
    """Cut a stream into blocks of whole records; the file is closed when nobody takes more."""
    try:
        yield from cut_blocks(source, quote.encode(), skip_lines, size)
    finally:
        source.close()


def cut_blocks(source: Source, mark: bytes, skip_lines: int, size: int) -> Iterator[Block]:
    """Read, and yield up to the last whole record; the rest goes before what is read next."""
    rest, line = b"", 1
    while True:
        more = source.read(max(size - len(rest), size // 4, 1))
        ready, rest = cut(rest, more, mark)
        if more and not ready and len(rest) > LONGEST_RECORD:
            raise too_long(Place(source.name, line, rest[:SHOWN].decode("utf-8", "replace")))
        if ready:
            kept, line, skip_lines = without_first_lines(ready, line, skip_lines)
            if kept:
                yield Block(kept, line, source.name)
                line += source.count_lines(kept)
        if not more:
            return


def cut(rest: bytes, more: bytes, mark: bytes) -> tuple[bytes, bytes]:
    r"""Split what was left over and what was read since into whole records and the rest; at the end all is whole.

    >>> cut(b"1,0", b".5\n0,0.", b'"')
    (b'1,0.5\n', b'0,0.')
    """
    if not more:
        return rest, b""
    end = record_end(more, b"") if not mark or (mark not in more and mark not in rest) else 0
    if end and not more.endswith(EMPTY_LINES, 0, end):
        return b"".join((rest, memoryview(more)[:end])), more[end:]
    data = rest + more
    end = record_end(data, mark)
    if data.endswith(EMPTY_LINES, 0, end):
        end = before_empty_lines(data, end)
    return data[:end], data[end:]


def before_empty_lines(data: bytes, end: int) -> int:
    r"""Return where the empty lines before `end` begin, which the next block has to judge, or `end` if there is nothing else.

    >>> before_empty_lines(b"1\n\n\n2", 4), before_empty_lines(b"\n\n", 2)
    (2, 2)
    """
    last = len(data[:end].rstrip(b"\r\n"))
    line_end = re.compile(rb"\r\n|\n|\r").match(data, last)
    return line_end.end() if last and line_end else end


def parts(block: Block, size: int, mark: bytes) -> Iterator[Block]:
    """Cut a block into parts of about so many bytes; one that holds a quote stays whole."""
    if mark and mark in block.data:
        yield block
        return
    start, line = 0, block.first_line
    while start < len(block.data):
        end = block.data.find(b"\n", start + size) + 1
        part = block.data[start : end or len(block.data)]
        if end:
            part = part[: before_empty_lines(part, len(part))]
        yield Block(part, line, block.name)
        start, line = start + len(part), line + count_lines(part)


def too_long(place: Place) -> XentError:
    """Refuse a record without end, before it fills the memory."""
    return place.refuse(
        "record-too-long",
        f"A record begins here that is longer than {LONGEST_RECORD >> 20} MiB.",
        (0, 1),
        why="Either this is no table of predictions, or a quote was opened and never closed.",
        fix="Look at this line; if quotes are plain text in this file: --quote ''.",
    )


def without_first_lines(data: bytes, line: int, skip: int) -> tuple[bytes, int, int]:
    """Take up to `skip` lines off the front."""
    while skip and data:
        match = re.search(rb"\r\n|\n|\r", data)
        data = data[match.end() :] if match else b""
        line, skip = line + 1, skip - 1
    return data, line, skip


def record_end(data: bytes, quote: bytes) -> int:
    r"""Return where the last whole record ends: behind a line end with an even number of quotes before it, or 0.

    >>> record_end(b'1,"a\n', b'"'), record_end(b'1,2\n3,"a\nb', b'"')
    (0, 4)
    """
    if not quote or quote not in data:
        return max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1)) + 1
    end, before = len(data), data.count(quote)
    while end:
        start = data.rfind(quote, 0, end) + 1
        if not before % 2:
            found = max(data.rfind(b"\n", start, end), data.rfind(b"\r", start, min(end, len(data) - 1)))
            if found >= 0:
                return found + 1
        end, before = max(start - 1, 0), before - 1
    return 0


def records(block: Block, quote: str, comment: str | None = None) -> Iterator[Place]:
    """Give the records of a block; comments are left out, blank lines are not."""
    text = decoded(block)
    if not quote or quote not in text:
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        lines = text.split("\n")
        if not lines[-1]:
            lines.pop()
        for number, line in enumerate(lines, block.first_line):
            if comment is None or not line.startswith(comment):
                yield Place(block.name, number, line)
        return
    yield from quoted_records(block, text, quote, comment)


def quoted_records(block: Block, text: str, quote: str, comment: str | None) -> Iterator[Place]:
    """Join the lines of a record while a quote is open."""
    held: list[str] = []
    first = number = block.first_line
    odd = 0
    for line in re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text):
        if held or comment is None or not line.startswith(comment):
            odd ^= line.count(quote) % 2
            held.append(line)
            if not odd:
                yield Place(block.name, first, "".join(held).rstrip("\r\n"))
                held = []
        number += 1
        first = first if held else number
    if held:
        yield Place(block.name, first, "".join(held))


def decoded(block: Block) -> str:
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
        raise Place(block.name, number, re.split(r"[\r\n]", text[start : start + SHOWN])[0]).refuse(
            "nul-byte",
            "There is a NUL byte here: this is not text.",
            (at - start, at - start + 1),
            why="Text in UTF-16 without a byte order mark looks so, and binary files do.",
            fix="If it is UTF-16: --encoding utf-16-le (or utf-16-be).",
        )
    return text


def not_utf8(block: Block, slip: UnicodeDecodeError, line: int) -> XentError:
    """Point at the first byte that is not UTF-8."""
    start = max(block.data.rfind(b"\n", 0, slip.start), block.data.rfind(b"\r", 0, slip.start)) + 1
    before = block.data[start : slip.start].decode("utf-8", "replace")
    after = re.split(r"[\r\n]", block.data[slip.start : slip.start + SHOWN].decode("utf-8", "replace"))[0]
    return Place(block.name, line, before + after).refuse(
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


def spans(place: Place, delimiter: str | None, quote: str) -> list[tuple[str, int, int]]:
    """Cut a record into cells with the spans they fill; refuse a quote that stands where none may.

    >>> spans(Place("f", 1, 'a, "b,""c"'), ",", '"')
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


def stray_quote(place: Place, start: int, quote: str) -> XentError:
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


def cells(place: Place, delimiter: str | None, quote: str) -> list[str]:
    """Cut a record into cells."""
    text = place.text
    if delimiter is None or delimiter == " " or (quote and quote in text):
        return [cell for cell, _, _ in spans(place, delimiter, quote)]
    found = text.split(delimiter)
    return [cell.strip(BLANKS) for cell in found] if " " in text or "\t" in text else found
