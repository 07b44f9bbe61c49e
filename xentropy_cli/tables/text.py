"""Tables of text, delimited or JSON lines: blocks go by the fast reader, and by the strict one wherever there is a doubt."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from xentropy_cli.errors import XentError
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables import form as sniff
from xentropy_cli.tables.answers import known_answer, with_answer
from xentropy_cli.tables.column_roles import plan_of
from xentropy_cli.tables.fast.jsonlines import fast_reader
from xentropy_cli.tables.list_columns import with_entries
from xentropy_cli.tables.rows import BlockFaults
from xentropy_cli.tables.sources.cutting import blocks, parts
from xentropy_cli.tables.sources.drawings import NO_ROW, undrawn
from xentropy_cli.tables.strict import jsonlines
from xentropy_cli.tables.strict.json_forms import refuse_other_forms
from xentropy_cli.tables.strict.preamble import no_rows
from xentropy_cli.tables.strict.reader import Reader
from xentropy_cli.tables.strict.records import Block, Record, cells, records
from xentropy_cli.tables.strict.row_arrays import joined_rows, rows_of
from xentropy_cli.tables.table import Origin
from xentropy_cli.tables.tool_headers import weka_shape
from xentropy_cli.tables.wrapping import counting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xentropy_cli.inputs.notation import Piece
    from xentropy_cli.tables.answers import Answer
    from xentropy_cli.tables.codes import Codes
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.reading import Reading
    from xentropy_cli.tables.rows import Rows, Typed
    from xentropy_cli.tables.sources.streams import Source
    from xentropy_cli.tables.table import TableReader

PIECES, LEAST_PIECE = 8, 1 << 13


def opened_text(source: Source, reading: Reading) -> TextTable:
    """Look at the first block of a stream to find out how its table is written."""
    stream = blocks(source, reading.form.quote, reading.form.skip_lines, reading.block)
    first = next(stream, None)
    if first is None:
        raise no_rows(source.name, skipped=reading.form.skip_lines)
    first, delimiter = without_separator(first)
    head, stream = first, undrawn(first, stream)
    first = next(stream)
    if first is not head:
        reading = reading._replace(form=reading.form._replace(comment=reading.form.comment or NO_ROW))
    if delimiter is not None:
        reading = reading._replace(form=reading.form._replace(delimiter=reading.form.delimiter or delimiter))
    is_json = sniff.is_json(first)
    if is_json:
        return json_table(source, chain([first], stream), first, reading)
    shape = sniff.shape_of(first, reading.form, reading.wanted.specs)
    shape = weka_shape(shape, cut_rows(first, shape))
    return TextTable(source, shape, chain([first], stream), reading)


def cut_rows(block: Block, shape: Shape) -> Iterator[list[str]]:
    """The cells of the records of a block that can be cut."""
    for place in records(block, shape.quote, shape.comment):
        with suppress(XentError):
            yield cells(place, shape.delimiter, shape.quote)


def without_separator(first: Block) -> tuple[Block, str | None]:
    r"""Take off the first line with which a spreadsheet tells its delimiter, `sep=;`, and tell that.

    >>> block, delimiter = without_separator(Block(b"sep=;\r\ny;p\r\n", 1, "t.csv", True))
    >>> block.data, block.first_line, delimiter
    (b'y;p\r\n', 2, ';')
    """
    line, _, rest = first.data.partition(b"\n")
    match = re.fullmatch(rb'"?sep=([,;|\t])"?\r?', line, re.IGNORECASE)
    if match is None or not rest:
        return first, None
    return first._replace(data=rest, first_line=first.first_line + 1), match[1].decode()


def json_table(source: Source, stream: Iterator[Block], first: Block, reading: Reading) -> TextTable:
    """A table of JSON lines; answers of a known form, where nobody names a prediction, bring the names of their columns."""
    wanted, lists = reading.wanted, {}
    if wanted.reading == "binary":
        lists = jsonlines.lists_in(first)
        wanted = with_entries(wanted, lists)
    shape, answer = jsonlines.shape_of(first, wanted.specs, reading.form.decimal), None
    if wanted.prediction is None and wanted.label is None and wanted.true is None and wanted.long is None:
        found = jsonlines.first_object(first)
        answer = known_answer(found)
        if answer is None and wanted.reading is None and jsonlines.is_alone(first):
            refuse_other_forms(found, source.name)
    if answer is None:
        return TextTable(source, shape, stream, reading, Brought(lists=lists))
    paths = (answer.path, answer.bytes, answer.words)
    shape = jsonlines.shape_of(first, [*reading.wanted.specs, *(path for path in paths if path)], reading.form.decimal)
    return TextTable(source, shape, stream, reading, Brought(answer, lists))


class Brought(NamedTuple):
    """What brings the names of columns: a known form of answers, and lists that are taken apart, with their lengths."""

    answer: Answer | None = None
    lists: Mapping[str, int] = MappingProxyType({})


class TextTable:
    """A file or pipe of text."""

    def __init__(
        self,
        source: Source,
        shape: Shape,
        stream: Iterator[Block],
        reading: Reading,
        brought: Brought | None = None,
    ) -> None:
        """Keep what its first block told, and what brings the names of columns."""
        self.answer, self.lists = brought or Brought()
        self.source, self.shape, self.stream, self.reading = source, shape, stream, reading
        form = "table" if not shape.json else "json array" if source.is_array else "json lines"
        self.origin = Origin(source.name, form, source.encoding, writer=self.answer and self.answer.writer)

    @property
    def bytes_read(self) -> int:
        """How far it was read."""
        return self.source.raw.count

    def named(self, wanted: Wanted) -> Wanted:
        """Answers of a known form bring the names of their columns, and lists those of their entries."""
        wanted = with_entries(wanted, self.lists) if self.lists else wanted
        return wanted if self.answer is None else with_answer(wanted, self.answer)

    def plan(self, wanted: Wanted) -> Plan:
        """What each column is."""
        return plan_of(self.shape, self.named(wanted), self.source.name, self.reading.sum_option)

    def blocks(self, most: int | None = None) -> Iterator[Block]:
        """The text in blocks of whole records; one with a quote in it is never cut smaller."""
        if most is None:
            return self.stream
        mark = b"" if self.shape.json else self.shape.quote.encode()
        return (part for block in self.stream for part in parts(block, most, mark))

    def reader(self, plan: Plan, groups: Codes) -> TableReader:
        """What reads its blocks."""
        strict = Reader.of(self.shape, plan, self.reading)
        return counting(TextReader(strict, groups), self.reading.wanted)

    def close(self) -> None:
        """Close the file; standard input is left open."""
        self.source.close()


class TextReader:
    """Reads blocks of text; in one with a doubt the doubt is looked for, so that little is read row by row."""

    def __init__(self, strict: Reader, groups: Codes) -> None:
        """Share one fast reader, whose names only grow, where any block can be read by it."""
        self.strict, self.plan, self.groups = strict, strict.plan, groups
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
        size = 0 if self.fast is None else len(block.data) // PIECES
        if size < LEAST_PIECE:
            return [block]
        return list(parts(block, size, self.strict.shape.quote.encode()))

    def cells(self, block: Block, rows: Rows, shape: Shape) -> Iterable[list[str]]:
        """The cells of rows, under the names of this shape."""
        return map(self.strict._replace(shape=shape).cut, self.places(block, rows))

    def every_row(self, block: Block) -> Iterator[tuple[int, list[str]]]:
        """The line and cells of every row; a blank line is a row of a single column."""
        shape = self.strict.shape
        header = block.first and shape.has_header and not shape.json
        for place in records(block, shape.quote, shape.comment):
            is_blank = not place.text.strip()
            if header or (is_blank and (shape.fields > 1 or shape.json)):
                header = header and is_blank
                continue
            cells = [""] if is_blank else self.strict.cut(place)
            if len(cells) != shape.fields:
                raise self.strict.ragged(place, len(cells))
            yield place.line, cells

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
        return (place for place in self.strict.places(block, BlockFaults()) if place.line in lines)

    def keys(self, block: Block, rows: Rows) -> tuple[str, ...]:
        """The keys of all objects, in the order in which they are met."""
        if not self.strict.shape.json:
            return ()
        return tuple(dict.fromkeys(key for place in self.places(block, rows) for key in jsonlines.parsed(place)))

    def typed(self, block: Block, line: int) -> Typed | None:
        """The row that begins on a line, as it was typed."""
        found = (place for place in self.strict.places(block, BlockFaults()) if place.line == line)
        place = next((place for place in found if place.text.strip()), None)
        seen = None if self.strict.seen is None else set[str]()  # it may have been read before
        return None if place is None else self.strict._replace(seen=seen).typed(place)

    def no_such_row(self, line: int) -> XentError:
        """Refuse a line that holds no row."""
        return XentError(
            "no-such-line",
            f"No row begins on line {line}.",
            where="--explain",
            text=str(line),
            why="Lines are counted from 1, and the header counts; a blank line or a comment is no row.",
            fix="Take a line from the table of the worst rows.",
        )

    def piece(self, block: Block, line: int, column: int) -> Piece:
        """A cell of the row that begins on a line, where it stands."""
        place = next(place for place in self.strict.places(block, BlockFaults()) if place.line == line)
        return self.strict.piece(place, column)

    def settle(self) -> None:
        """Nothing is missing: who joins rows asks which ids were seen."""
