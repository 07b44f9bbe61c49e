"""The rows of a long table, gathered by their ids: one entry an id, with a row for each class."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from xentropy_cli.errors import BAD_DATA
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.long.mistakes import class_missing, class_twice, labels_differ, no_class, other_class
from xentropy_cli.tables.strict.cells import missing
from xentropy_cli.tables.strict.reader import Reader
from xentropy_cli.tables.strict.records import Record
from xentropy_cli.tables.strict.row_mistakes import header_again, no_id
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.errors import XentError
    from xentropy_cli.inputs.notation import Piece
    from xentropy_cli.tables.rows import BlockFaults
    from xentropy_cli.tables.strict.reader import StrictRow


class Parts(NamedTuple):
    """Which columns of a long table name the id and the class, and which hold a number for it."""

    id: int
    name: int
    pred: int
    true: int | None
    alike: frozenset[int]  # columns that mean something, and so hold the same in all rows of an id


class Entry(Record):
    """The rows of one id, by their classes; it stands where the first of them does."""

    reader: Reader
    rows: dict[str, tuple[Record, list[str]]]
    columns: Sequence[tuple[str | None, int]]
    fault: XentError | None

    @classmethod
    def at(cls, place: Record, reader: Reader) -> Entry:
        """Begin an entry with its first row."""
        entry = cls(*place)
        entry.reader, entry.rows, entry.columns, entry.fault = reader, {}, (), None
        return entry

    @property
    def first(self) -> tuple[Record, list[str]]:
        """The first row."""
        return next(iter(self.rows.values()))

    def cells(self) -> list[str]:
        """The cells that all rows share, then one for each class; empty where its row is missing."""
        found = (self.first if name is None else self.rows.get(name) for name, _ in self.columns)
        return ["" if row is None else row[1][k] for row, (_, k) in zip(found, self.columns, strict=True)]

    def piece_of(self, columns: tuple[int, ...]) -> Piece:
        """A cell where it stands; or the numbers of several rows, side by side."""
        name, k = self.columns[columns[0]]
        place = (self.first if name is None else self.rows[name])[0]
        if len(columns) == 1:
            return self.reader.piece(place, k)
        from xentropy_cli.inputs.notation import Piece, Source

        every = self.cells()
        text = ", ".join(f"{self.columns[k][0]}={every[k]}" for k in columns)
        return Piece(text, Source(f"{visible(self.name)}:{self.line}:1", text, BAD_DATA), (0, len(text)))


class Pivot:
    """Gathers rows by their ids."""

    def __init__(self, reader: Reader, parts: Parts, classes: tuple[str, ...]) -> None:
        """Nothing was read yet; the classes are those that are asked for, or all that are met."""
        self.reader, self.parts, self.asked = reader, parts, classes
        self.entries: dict[str, Entry] = {}
        self.classes: dict[str, int] = dict.fromkeys(classes, 0)  # with the line where each stands first
        taken = {parts.id, parts.name, parts.pred, parts.true}
        self.shared = [k for k in range(reader.shape.fields) if k not in taken]

    def add(self, place: Record) -> None:
        """Put a row to those of its id."""
        reader, parts = self.reader, self.parts
        cells = reader.cut(place)
        if len(cells) != reader.shape.fields:
            raise reader.ragged(place, len(cells))
        if tuple(cells) == reader.shape.names and not reader.shape.json:
            raise header_again(reader.piece(place, parts.id), cells[parts.id])
        key, name = cells[parts.id], cells[parts.name]
        if not key:
            raise no_id(reader.piece(place, parts.id))
        if not name:
            raise missing(reader.piece(place, parts.name))
        entry = self.entries.get(key)
        if entry is None:
            entry = self.entries[key] = Entry.at(place, reader)
        entry.fault = entry.fault or self.fault_of(entry, place, cells)
        entry.rows.setdefault(name, (place, cells))
        self.classes.setdefault(name, place.line)

    def fault_of(self, entry: Entry, place: Record, cells: Sequence[str]) -> XentError | None:
        """What is wrong with one more row of an id; columns that vary within it and mean nothing are dropped."""
        parts, reader = self.parts, self.reader
        key, name = cells[parts.id], cells[parts.name]
        if self.asked and name not in self.asked:
            return other_class(reader.piece(place, parts.name), self.asked)
        if not entry.rows:
            return None
        if name in entry.rows:
            return class_twice(reader.piece(place, parts.name), key, name, entry.rows[name][0].line)
        first, others = entry.first
        for k in [k for k in self.shared if cells[k] != others[k]]:
            if k in parts.alike:
                return labels_differ(reader.piece(place, k), reader.shape.names[k], key, others[k], first.line)
            self.shared.remove(k)
        return None

    def settled(self) -> list[Entry]:
        """The entries in the order of their first rows, each with what it lacks; refuse a table of one class."""
        names, parts = self.ordered(), self.parts
        if len(names) < 2 and self.entries:  # noqa: PLR2004  classes
            entry = next(iter(self.entries.values()))
            raise no_class(self.reader.piece(entry.first[0], parts.name))
        columns = [(None, parts.id), *((None, k) for k in self.shared), *((name, parts.pred) for name in names)]
        if parts.true is not None:
            columns += [(name, parts.true) for name in names]
        for key, entry in self.entries.items():
            entry.columns = columns
            lacks = [name for name in names if name not in entry.rows]
            if lacks:
                place = self.reader.piece(entry.first[0], parts.id)
                entry.fault = entry.fault or class_missing(place, key, lacks[0], self.classes[lacks[0]])
        return list(self.entries.values())

    def ordered(self) -> list[str]:
        """The classes as they are asked for, or in the order of numbers, or as they are met."""
        names = list(self.classes)
        are_numbers = not self.asked and all(name.isdecimal() for name in names)
        return sorted(names, key=int) if are_numbers else names


class LongBlock(NamedTuple):
    """Some entries that follow each other."""

    entries: list[Entry]
    first_line: int


class LongReader(Reader):
    """Reads entries by the rules of the strict reader; each number is shown where it stands."""

    def places(self, block: LongBlock, found: BlockFaults) -> Iterator[Record]:  # type: ignore[override]  # noqa: ARG002  entries for lines
        """The entries."""
        return iter(block.entries)

    def cut(self, place: Record) -> list[str]:
        """The cells of an entry."""
        return cast("Entry", place).cells()

    def row(self, place: Record) -> StrictRow:
        """Read an entry."""
        fault = cast("Entry", place).fault
        if fault is not None:
            raise fault
        return super().row(place)

    def piece_of(self, columns: tuple[int, ...], place: Record) -> Piece:
        """A cell where it stands, or several."""
        return cast("Entry", place).piece_of(columns)
