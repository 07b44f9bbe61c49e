"""A long table as a wide one: `--long ID,CLASS,PROB`. It is kept whole, since the rows of an id may stand apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.errors import MISUSE, XentError
from xentropy_cli.tables.column_roles import Plan, plan_of
from xentropy_cli.tables.columns import resolve, resolve_one
from xentropy_cli.tables.form import SAMPLE, Shape
from xentropy_cli.tables.known_names import LABELS
from xentropy_cli.tables.long.pivot import LongBlock, LongReader, Parts, Pivot
from xentropy_cli.tables.rows import BlockFaults
from xentropy_cli.tables.strict.preamble import no_rows
from xentropy_cli.tables.strict.reader import Reader
from xentropy_cli.tables.strict.records import Record
from xentropy_cli.tables.text import TextReader, TextTable
from xentropy_cli.tables.wrapping import counting
from xentropy_cli.text import place_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.tables.codes import Codes
    from xentropy_cli.tables.columns import Wanted
    from xentropy_cli.tables.reading import Reading
    from xentropy_cli.tables.rows import Rows
    from xentropy_cli.tables.table import Table, TableReader

AT_ONCE = 1 << 13  # entries of a block
WIDE = 3


class LongTable:
    """A table of which an id has a row for each class."""

    def __init__(self, table: Table, reading: Reading) -> None:
        """Read all of it."""
        self.table, self.reading = table, reading
        self.origin = table.origin._replace(format=f"long {table.origin.format}")
        self.parts = parts_of(table.shape, reading.wanted, table.origin.file, has_truth=reading.truth is not None)
        written = table.shape if isinstance(table, TextTable) else table.shape._replace(delimiter=",", quote='"')
        strict = Reader(written, Plan("events", "pred", None, (self.parts.pred,), (), {}))
        pivot = Pivot(strict, self.parts, reading.wanted.classes)
        for place in places(table, strict):
            pivot.add(place)
        self.entries, self.classes, self.shared = pivot.settled(), pivot.ordered(), pivot.shared
        if not self.entries:
            raise no_rows(table.origin.file, table.shape.names)
        self.shape = self.wide()

    @property
    def bytes_read(self) -> int | None:
        """How far it was read."""
        return self.table.bytes_read

    def wide(self) -> Shape:
        """One column for the id, one for what all rows of an id share, and one for each class."""
        shape, parts = self.table.shape, self.parts
        columns = [shape.names[k] for k in (parts.id, *self.shared)]
        for k in (parts.pred, parts.true):
            columns += [] if k is None else [f"{shape.names[k]}_{name}" for name in self.classes]
        names = tuple(columns) if shape.has_header else tuple(str(k + 1) for k in range(len(columns)))
        sample = tuple(tuple(entry.cells()) for entry in self.entries[:SAMPLE] if entry.fault is None)
        return shape._replace(names=names, fields=len(names), sample=sample, json=False, comment=None)

    def named(self, wanted: Wanted) -> Wanted:
        """Name the columns of the wide table."""
        start, count = 2 + len(self.shared), len(self.classes)
        own = {name: str(self.place(getattr(wanted, name))) for name in ("label", "weight", "by", "on")
               if getattr(wanted, name) is not None and self.place(getattr(wanted, name)) is not None}  # fmt: skip
        true = None if self.parts.true is None else f"{start + count}-{start + 2 * count - 1}"
        return wanted._replace(
            id="1", pred=f"{start}-{start + count - 1}", true=true, classes=tuple(self.classes), **own
        )

    def place(self, spec: str) -> int | None:
        """The number of a column of the wide table that is named as one of the long table; None if it is none of these."""
        names = self.table.shape.names
        at = names.index(spec) if spec in names else place_in(spec) - 1 if spec.isdecimal() else -1
        kept = (self.parts.id, *self.shared)
        return kept.index(at) + 1 if at in kept else None

    def plan(self, wanted: Wanted) -> Plan:
        """What each column is."""
        return plan_of(self.shape, self.named(wanted), self.origin.file, self.reading.sum_option)

    def blocks(self, most: int | None = None) -> Iterator[LongBlock]:  # noqa: ARG002  it was read already
        """The entries in order."""
        for start in range(0, len(self.entries), AT_ONCE):
            some = self.entries[start : start + AT_ONCE]
            yield LongBlock(some, some[0].line)

    def reader(self, plan: Plan, groups: Codes) -> TableReader:
        """What reads its blocks."""
        strict = LongReader.of(self.shape, plan, self.reading)
        return counting(EntriesReader(strict, groups), self.reading.wanted)

    def close(self) -> None:
        """Close the table."""
        self.table.close()


class EntriesReader(TextReader):
    """Reads blocks of entries."""

    def __init__(self, strict: LongReader, groups: Codes) -> None:
        """Read them all strictly."""
        super().__init__(strict, groups)
        self.fast = None

    def every_row(self, block: LongBlock) -> Iterator[tuple[int, list[str]]]:  # type: ignore[override]  # entries for lines
        """The line and the cells of every entry."""
        return ((entry.line, entry.cells()) for entry in block.entries)

    def text(self, block: LongBlock, rows: Rows) -> None:  # type: ignore[override]  # as above
        """Nothing: an entry is many lines."""


def places(table: Table, strict: Reader) -> Iterable[Record]:
    """Every row of a table; those of columns are written as text."""
    if isinstance(table, TextTable):
        for block in table.blocks():
            yield from strict.places(block, BlockFaults())
        return
    reader = table.reader(strict.plan, None)  # type: ignore[arg-type]  # no groups are read
    for block in table.blocks():
        for line, cells in reader.every_row(block):
            yield Record(table.origin.file, line, ",".join(map(quoted, cells)))


def quoted(cell: str) -> str:
    """Write a cell so that it is read back as it stands.

    >>> quoted("a"), quoted("a, b")
    ('a', '"a, b"')
    """
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & {",", '"', "\n", "\r"} else cell


def parts_of(shape: Shape, wanted: Wanted, name: str, *, has_truth: bool) -> Parts:
    """The columns that --long names, and those that must be alike in all rows of an id."""
    spec = wanted.long or ""
    found = resolve(spec, shape, "--long", name)
    if len(found) != WIDE or len(set(found)) != WIDE:
        raise not_three(spec, len(found))
    true = resolve_one(wanted.true, shape, "--true", name) if wanted.true is not None and not has_truth else None
    alike: set[int] = set()
    for option in ("label", "weight", "by"):
        each = getattr(wanted, option)
        if each is not None and not (has_truth and option != "weight"):
            alike.add(resolve_one(each, shape, f"--{option}", name))
    if wanted.label is None and true is None and not has_truth:
        alike |= {k for k, column in enumerate(shape.names) if column.lower() in LABELS}
    key, named, pred = found
    return Parts(key, named, pred, true, frozenset(alike - {*found} - {true}))


def not_three(spec: str, count: int) -> XentError:
    """Refuse more or fewer columns."""
    return XentError(
        "lengths-differ",
        f"--long names {count} {'column' if count == 1 else 'columns'}, and a long table has three that matter.",
        where="--long",
        text=spec,
        why="They are the one of the ids, the one of the classes, and the one of the probabilities.",
        fix="Type --long ID,CLASS,PROB with their names or numbers; the label is named with --label COL.",
        status=MISUSE,
    )
