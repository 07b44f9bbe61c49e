"""Where the cells of a block stand: its delimiters and line ends, found in a few passes over its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.fast.digits import PADDING
from xentropy_cli.tables.strict.records import BLANKS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xentropy_cli.arrays.kinds import Indices
    from xentropy_cli.tables.form import Shape


NEWLINE, RETURN, COMMA, ASCII = 10, 13, ord(","), 127
RUNS = (b"  ", b"\t", b"\n ", b" \n", b" \r")  # where blanks are not one delimiter each


class Cells(NamedTuple):
    """Where the cells of a block end in its buffer: one row a record, one column a field; `shift` is 1 for CR LF."""

    buffer: NDArray[np.uint8]
    marks: Indices
    shift: int

    def starts(self, column: int) -> Indices:
        """Where the cells of a column begin."""
        if column:
            return self.marks[:, column - 1] + 1
        first = np.empty(self.marks.shape[0], dtype=np.intp)
        first[0], first[1:] = PADDING, self.marks[:-1, -1] + 1
        return first

    def ends(self, column: int) -> Indices:
        """Where the cells of a column end."""
        ends = self.marks[:, column]
        return ends - self.shift if column == self.marks.shape[1] - 1 else ends


def text_in(buffer: NDArray[np.uint8], start: int, end: int) -> str:
    """The text of a span of a buffer, without the blanks round it."""
    return buffer[start:end].tobytes().decode("utf-8", "replace").strip(BLANKS)


def cells_of(data: bytes, start: int, shape: Shape) -> Cells | None:
    """Find every cell behind the first `start` bytes, if all rows are alike and no byte is in doubt."""
    header = data[:start].removesuffix(b"\n").removesuffix(b"\r")
    if start and (not header.strip() or b"\r" in header or header.startswith((shape.comment or "\n").encode())):
        return None  # the header stands behind blank lines or comments, or ends sooner
    if shape.delimiter == " " and any(run in b"\n" + data[start:] for run in RUNS):
        return None
    rows: bytes | memoryview | None = memoryview(data)[start:]
    if shape.quote and shape.quote.encode() in data:
        rows = unquoted(data[start:], shape)
    if rows is None:
        return None
    buffer = padded(rows, b"" if data.endswith(b"\n") else b"\n")
    if not is_text(buffer, data):
        return None
    return plain_cells(buffer, shape) or other_cells(buffer, shape)


def unquoted(data: bytes, shape: Shape) -> bytes | None:
    """Take off quotes that stand round whole cells which need none; None if one stands elsewhere, or a cell needs it."""
    mark = shape.quote.encode()
    if len(mark) > 1 or shape.delimiter == " " or shape.comment == shape.quote:
        return None
    text = np.frombuffer(b"\n" + data + b"\n", np.uint8)
    quotes = np.flatnonzero(text == ord(mark))
    opening, closing = quotes[: quotes.size // 2 * 2 : 2], quotes[1::2]
    is_end = (text == NEWLINE) | (text == RETURN)
    if shape.delimiter is not None:
        is_end |= text == ord(shape.delimiter)
    ends_before = np.cumsum(is_end, dtype=np.int32)
    is_whole = is_end[opening - 1] & is_end[closing + 1] & (ends_before[opening] == ends_before[closing])
    is_blank = (text == ord(" ")) | (text == ord("\t"))
    needs_none = is_whole & ~is_blank[opening + 1] & ~is_blank[closing - 1]
    return data.replace(mark, b"") if quotes.size % 2 == 0 and bool(needs_none.all()) else None


def padded(data: bytes | memoryview, end: bytes) -> NDArray[np.uint8]:
    """Put digits, which end no cell, before and behind the data."""
    buffer = np.empty(PADDING + len(data) + len(end) + PADDING, np.uint8)
    buffer[:PADDING] = buffer[-PADDING:] = ord("0")
    buffer[PADDING : PADDING + len(data)] = np.frombuffer(data, np.uint8)
    buffer[PADDING + len(data) : -PADDING] = np.frombuffer(end, np.uint8)
    return buffer


def plain_cells(buffer: NDArray[np.uint8], shape: Shape) -> Cells | None:
    """Find the cells of rows where no byte up to the comma is anything but a delimiter or a line end.

    Quotes, blanks, NUL and most characters that begin a comment come before the comma in ASCII, so a block that holds one
    of them has other marks than its rows should have.
    """
    if max(map(ord, (shape.quote or ",") + (shape.comment or ","))) > COMMA:
        return None
    delimiter = "" if shape.delimiter is None else shape.delimiter
    marks = buffer <= COMMA
    if delimiter and ord(delimiter) > COMMA:
        marks |= buffer == ord(delimiter)
    found = np.flatnonzero(marks)
    kinds = buffer.take(found).tobytes()
    for end in ("\n", "\r\n"):
        row = (delimiter * (shape.fields - 1) + end).encode()
        if kinds == row * (found.size // len(row)) and kinds:
            table: Indices = found.reshape(-1, len(row))
            ends = table if end == "\n" else np.delete(table, -2, axis=1)
            return Cells(buffer, ends, len(end) - 1)
    return None


def other_cells(buffer: NDArray[np.uint8], shape: Shape) -> Cells | None:
    """Find the cells of rows that hold blanks and the like, if no byte is in doubt."""
    data = buffer[PADDING:-PADDING].tobytes()
    if any(mark and mark.encode() in data for mark in (shape.quote, shape.comment, "\0", "\r")):
        return None
    at_end = buffer == NEWLINE
    marks = at_end if shape.delimiter is None else at_end | (buffer == ord(shape.delimiter))
    found = np.flatnonzero(marks)
    rows = int(np.count_nonzero(at_end))
    if not rows or found.size != rows * shape.fields:
        return None
    table: Indices = found.reshape(rows, shape.fields)
    return Cells(buffer, table, 0) if bool(at_end[table[:, -1]].all()) else None


def is_text(buffer: NDArray[np.uint8], data: bytes) -> bool:
    """Tell whether bytes are UTF-8."""
    if int(buffer.max()) <= ASCII:
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
