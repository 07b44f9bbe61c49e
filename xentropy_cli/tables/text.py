"""Tables of text, delimited or JSON lines: blocks go by the fast reader, and by the strict one wherever there is a doubt."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from xentropy_cli.errors import XentError
from xentropy_cli.tables import form as sniff
from xentropy_cli.tables.column_roles import plan_of
from xentropy_cli.tables.fast.jsonlines import fast_reader
from xentropy_cli.tables.form import no_rows
from xentropy_cli.tables.rows import BlockFaults
from xentropy_cli.tables.sources.cutting import blocks, parts
from xentropy_cli.tables.strict import jsonlines
from xentropy_cli.tables.strict.reader import Reader
from xentropy_cli.tables.strict.records import Block, Record, records
from xentropy_cli.tables.strict.row_arrays import joined_rows, rows_of
from xentropy_cli.tables.table import Origin
from xentropy_cli.tables.truth import joined_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.tables.codes import Codes
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.reading import Reading
    from xentropy_cli.tables.rows import Rows, Typed
    from xentropy_cli.tables.sources.streams import Source

PIECES, LEAST_PIECE = 8, 1 << 13


def opened_text(source: Source, reading: Reading) -> TextTable:
    """Look at the first block of a stream to find out how its table is written."""
    stream = blocks(source, reading.form.quote, reading.form.skip_lines, reading.block)
    first = next(stream, None)
    if first is None:
        raise no_rows(source.name)
    is_json = sniff.is_json(first)
    shape = jsonlines.shape_of(first) if is_json else sniff.shape_of(first, reading.form, reading.wanted.specs)
    return TextTable(source, shape, chain([first], stream), reading)


class TextTable:
    """A file or pipe of text."""

    def __init__(self, source: Source, shape: Shape, stream: Iterator[Block], reading: Reading) -> None:
        """Keep what its first block told."""
        self.source, self.shape, self.stream, self.reading = source, shape, stream, reading
        self.truth: dict[str, str] | None = None  # the labels of ids, from another file
        form = "json lines" if shape.json else "table"
        self.origin = Origin(source.name, form, source.encoding, reading.truth)

    @property
    def bytes_read(self) -> int:
        """How far it was read."""
        return self.source.raw.count

    def plan(self, wanted: Wanted) -> Plan:
        """What each column is."""
        if self.truth is None:
            return plan_of(self.shape, wanted, self.source.name, self.reading.sum_option)
        return joined_plan(self.shape, wanted, self.source.name, self.reading, self.truth)

    def blocks(self, most: int | None = None) -> Iterator[Block]:
        """The text in blocks of whole records; one with a quote in it is never cut smaller."""
        if most is None:
            return self.stream
        mark = b"" if self.shape.json else self.shape.quote.encode()
        return (part for block in self.stream for part in parts(block, most, mark))

    def reader(self, plan: Plan, groups: Codes) -> TextReader:
        """What reads its blocks."""
        reading = self.reading
        seen = None if self.truth is None else set[str]()
        strict = Reader(self.shape, plan, any_sum=reading.any_sum, normalize=reading.normalize, seen=seen)
        return TextReader(strict, groups, reading)

    def close(self) -> None:
        """Close the file; standard input is left open."""
        self.source.close()


class TextReader:
    """Reads blocks of text; in one with a doubt the doubt is looked for, so that little is read row by row."""

    def __init__(self, strict: Reader, groups: Codes, reading: Reading) -> None:
        """Share one fast reader, whose names only grow, where any block can be read by it."""
        self.strict, self.plan, self.groups, self.reading = strict, strict.plan, groups, reading
        self.is_sequential = strict.seen is not None
        self.fast = fast_reader(strict, groups)

    def read(self, block: Block) -> tuple[Rows, BlockFaults]:
        """The good rows of a block as arrays, and what is to be said about the others."""
        rows = None if self.fast is None else self.fast.read(block)
        if rows is not None:
            return rows, BlockFaults()
        pieces = self.pieces(block)
        if len(pieces) == 1:
            found_rows, found = self.strict.read(block)
            return rows_of(found_rows, self.plan, self.groups), found
        every: list[Rows] = []
        found = BlockFaults()
        for piece in pieces:
            rows, behind = self.read(piece)
            found.join(behind, sum(part.size for part in every))
            every.append(rows)
        return joined_rows(every), found

    def pieces(self, block: Block) -> list[Block]:
        """Cut a block with a doubt, if one without could be read faster."""
        size = len(block.data) // PIECES
        if size < LEAST_PIECE or self.fast is None:
            return [block]
        return list(parts(block, size, self.strict.shape.quote.encode()))

    def cells(self, block: Block, rows: Rows, shape: Shape) -> Iterable[list[str]]:
        """The cells of rows, under the names of this shape."""
        return map(self.strict._replace(shape=shape).cut, self.places(block, rows))

    def text(self, block: Block, rows: Rows) -> str | None:
        """Rows as they stand, one a line; None where one may be more than a line."""
        shape = self.strict.shape
        if shape.quote and shape.quote.encode() in block.data:
            return None
        header = block.first and shape.has_header and not shape.json
        text = block.data.decode().replace("\r\n", "\n")
        text = text if text.endswith("\n") else f"{text}\n"
        if "\r" not in text and text.count("\n") == rows.size + header:
            return text.partition("\n")[2] if header else text
        return "".join(f"{place.text}\n" for place in self.places(block, rows))

    def places(self, block: Block, rows: Rows) -> Iterator[Record]:
        """The records of rows."""
        lines = set(rows.lines.tolist())
        shape = self.strict.shape
        return (place for place in records(block, shape.quote, shape.comment) if place.line in lines)

    def keys(self, block: Block, rows: Rows) -> tuple[str, ...]:
        """The keys of all objects, in the order in which they are met."""
        if not self.strict.shape.json:
            return ()
        return tuple(dict.fromkeys(key for place in self.places(block, rows) for key in jsonlines.parsed(place)))

    def typed(self, block: Block, line: int) -> Typed | None:
        """The row that begins on a line, as it was typed."""
        header = block.first and self.strict.shape.has_header and not self.strict.shape.json
        for place in records(block, self.strict.shape.quote, self.strict.shape.comment):
            if place.line == line and place.text.strip():
                return None if header else self.strict.typed(place)
            header = header and not place.text.strip()
        return None

    def no_such_row(self, line: int) -> XentError:
        """Refuse a line that holds no row."""
        return XentError(
            "no-such-line",
            f"No row begins on line {line}.",
            where="--explain",
            text=str(line),
            span=(0, len(str(line))),
            why="Lines are counted from 1, and the header counts; a blank line or a comment is no row.",
            fix="Take a line from the table of the worst rows.",
        )

    def settle(self) -> None:
        """Refuse a truth that has rows without a prediction."""
        self.strict.refuse_unseen(self.reading.truth or "", self.reading.on or "")
