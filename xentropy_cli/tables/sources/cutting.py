"""Streams of bytes → blocks of whole records, which can be read each by itself, by either reader and on any core."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.tables.sources.streams import count_lines
from xentropy_cli.tables.strict.records import SHOWN, Block, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.errors import XentError
    from xentropy_cli.tables.sources.streams import Source

BLOCK = 1 << 21
LONGEST_RECORD = 1 << 22
EMPTY_LINES = (b"\n\n", b"\r\r", b"\n\r", b"\n\r\n", b"\r\r\n")


def blocks(source: Source, quote: str, skip_lines: int = 0, size: int = BLOCK) -> Iterator[Block]:
    """Cut a stream into blocks of whole records; the file is closed when nobody takes more."""
    try:
        for number, block in enumerate(cut_blocks(source, quote.encode(), skip_lines, size)):
            yield block._replace(first=not number)
    finally:
        source.close()


def cut_blocks(source: Source, mark: bytes, skip_lines: int, size: int) -> Iterator[Block]:
    """Read, and yield up to the last whole record; the rest goes before what is read next.

    The first block, which tells what a table is, holds the last record of a short file even if no line end is behind it.
    """
    rest, line, after = b"", 1, None
    while True:
        more = source.read(max(size - len(rest), size // 4, 1)) if after is None else after
        ready, rest = cut(rest, more, mark)
        after = source.read(max(size // 4, 1)) if line == 1 and ready and rest else None
        if after == b"":
            ready, rest = ready + rest, b""
        if more and not ready and len(rest) > LONGEST_RECORD:
            raise too_long(Record(source.name, line, rest[:SHOWN].decode("utf-8", "replace")))
        if ready:
            kept, line, skip_lines = without_first_lines(ready, line, skip_lines)
            if kept:
                yield Block(kept, line, source.name)
                line += count_lines(kept)
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
    if end > 2 and not more.endswith(EMPTY_LINES, 0, end):  # noqa: PLR2004  before it an empty line may end in `rest`
        return b"".join((rest, memoryview(more)[:end])), more[end:]
    data = rest + more
    end = record_end(data, mark)
    if data.endswith(EMPTY_LINES, 0, end):
        end = before_empty_lines(data, end)
    if not data[:end].strip(b"\r\n"):
        end = 0  # nothing but empty lines: what follows decides about them
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
        rows = len(block.data) - len(block.data[start:].lstrip(b"\r\n"))  # behind empty lines, which go with them
        end = block.data.find(b"\n", max(start + size, rows)) + 1
        part = block.data[start : end or len(block.data)]
        if end:
            part = part[: before_empty_lines(part, len(part))]
        yield Block(part, line, block.name, block.first and not start)
        start, line = start + len(part), line + count_lines(part)


def too_long(place: Record) -> XentError:
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
