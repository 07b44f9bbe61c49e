"""The fast reader of JSON lines: objects that hold the same keys in the same order become rows of a table.

As with tables, any doubt about a block, and `read` returns None: other keys, strings with anything to escape, nested values.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.tables.fast.reader import FastReader
from xentropy_cli.tables.form import Shape
from xentropy_cli.tables.strict.row_arrays import spread_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentropy_cli.tables.codes import Codes
    from xentropy_cli.tables.column_roles import Plan
    from xentropy_cli.tables.rows import Rows
    from xentropy_cli.tables.strict.reader import Reader
    from xentropy_cli.tables.strict.records import Block

NUMBER = rb"-?+(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+"
VALUE = rb'("[^"\\,\x00-\x20]*+"|' + NUMBER + rb"|true|false)"


STRING = rb'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"'
UNREAD = rb"(?:" + STRING + rb"|" + NUMBER + rb"|true|false|null)"
LIST = rb"\[([-+0-9.eE, ]++)\]"


def objects_of(names: Sequence[str], values: Sequence[bytes]) -> re.Pattern[bytes]:
    """The pattern of lines that are objects of these keys in this order, with such values."""
    keys = (rb'"%s": ?%s' % (re.escape(name.encode()), value) for name, value in zip(names, values, strict=True))
    return re.compile(rb"^\{%s\}\r?$" % b", ?".join(keys), re.MULTILINE)


class FastTokens:
    """Reads lists of logarithms from objects that are else flat; columns that nobody reads may hold any text."""

    def __init__(self, reader: Reader, groups: Codes) -> None:
        """Read all but the list as a table, with one number in its place."""
        shape, plan = reader.shape, reader.plan
        self.at = plan.preds[0]
        self.kept = sorted(
            {
                self.at,
                *(k for _, k in plan.sizes),
                *(k for k in (plan.id, plan.weight, plan.by, plan.on) if k is not None),
            }
        )
        values = [LIST if k == self.at else VALUE if k in self.kept else UNREAD for k in range(shape.fields)]
        self.pattern = objects_of(shape.names, values)

        sizes = tuple((what, self.kept.index(k)) for what, k in plan.sizes)
        plan = moved(plan, self.kept.index)._replace(preds=(self.kept.index(self.at),), sizes=sizes)
        self.table = FastReader(reader._replace(shape=plain(shape._replace(fields=len(self.kept))), plan=plan), groups)
        listed = Shape(None, ("q",), has_header=False, fields=1)
        self.lists = FastReader(
            reader._replace(
                shape=listed, plan=plan._replace(preds=(0,), id=None, weight=None, by=None, on=None, sizes=())
            ),
            groups,
        )
        self.possible = self.table.possible

    def read(self, block: Block) -> Rows | None:
        """Read a block, or return None at any doubt."""
        rows = self.pattern.findall(block.data)
        if len(rows) != block.data.count(b"\n") + (not block.data.endswith(b"\n")):
            return None
        at, is_alone = self.kept.index(self.at), len(self.kept) == 1
        lists = rows if is_alone else [row[at] for row in rows]
        counts = np.array([text.count(b",") + 1 for text in lists], dtype=np.intp)
        tokens = b"\n".join(lists).translate(None, b" ").replace(b",", b"\n") + b"\n"
        q = self.lists.read(block._replace(data=tokens, first=False))
        one = b"1" if self.table.reader.plan.scale == "nll" else b"-1"
        lines = (one if is_alone else b",".join((*row[:at], one, *row[at + 1 :])) for row in rows)
        found = self.table.read(block._replace(data=(b"\n".join(lines) + b"\n").translate(None, b'" ')))
        return None if q is None or found is None else spread_rows(found, counts, q.q)


class FastJson:
    """Reads blocks of one file as the strict reader would, or not at all."""

    def __init__(self, reader: Reader, groups: Codes) -> None:
        """Read the same columns of a table without a header; a list of numbers, one a class, becomes as many columns."""
        shape, at = reader.shape, reader.plan.preds[0]
        values = [VALUE] * shape.fields
        if reader.plan.vector:
            reader = spread(reader)
            values[at] = rb"\[(%s)\]" % b", ?".join([NUMBER] * len(reader.plan.classes))
        self.pattern = objects_of(shape.names, values)
        self.one_value = shape.fields == 1
        self.table = FastReader(reader._replace(shape=plain(reader.shape)), groups)
        self.possible = self.table.possible

    def read(self, block: Block) -> Rows | None:
        """Read a block, or return None at any doubt."""
        rows = self.pattern.findall(block.data)
        if len(rows) != block.data.count(b"\n") + (not block.data.endswith(b"\n")):
            return None
        data = b"\n".join(rows if self.one_value else map(b",".join, rows)) + b"\n"
        return self.table.read(block._replace(data=data.translate(None, b'" ')))


def plain(shape: Shape) -> Shape:
    """A table of as many columns, separated by commas."""
    return shape._replace(json=False, has_header=False, delimiter="," if shape.fields > 1 else None)


def spread(reader: Reader) -> Reader:
    """Read the numbers of a list from columns of their own."""
    plan, count = reader.plan, len(reader.plan.classes)
    at = plan.preds[0]
    plan = moved(plan, lambda column: column if column < at else column + count - 1)
    return reader._replace(
        shape=reader.shape._replace(fields=reader.shape.fields + count - 1),
        plan=plan._replace(preds=tuple(range(at, at + count))),
    )


def moved(plan: Plan, place: Callable[[int], int]) -> Plan:
    """The plan of a table whose columns stand in other places, with a number where a list stood."""
    columns = {part: getattr(plan, part) for part in ("label", "id", "weight", "by", "on")}
    new = {part: None if column is None else place(column) for part, column in columns.items()}
    return plan._replace(vector=False, **new)  # type: ignore[arg-type]  # the columns among its fields


def fast_reader(reader: Reader, groups: Codes) -> FastReader | FastJson | FastTokens | None:
    """The fast reader for this kind of file; None where no block can be read by it."""
    if reader.shape.json and reader.plan.are_tokens:
        return FastTokens(reader, groups)
    found = FastJson(reader, groups) if reader.shape.json else FastReader(reader, groups)
    return found if found.possible else None
