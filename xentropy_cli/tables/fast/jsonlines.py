"""The fast reader of JSON lines: objects that hold the same keys in the same order become rows of a table.

As with tables, any doubt about a block, and `read` returns None: other keys, strings with anything to escape, nested values.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.tables.fast.reader import FastReader

if TYPE_CHECKING:
    from xentropy_cli.tables.codes import Codes
    from xentropy_cli.tables.form import Shape
    from xentropy_cli.tables.rows import Rows
    from xentropy_cli.tables.strict.reader import Reader
    from xentropy_cli.tables.strict.records import Block

NUMBER = rb"-?+(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+"
VALUE = rb'("[^"\\,\x00-\x20]*+"|' + NUMBER + rb"|true|false)"


class FastJson:
    """Reads blocks of one file as the strict reader would, or not at all."""

    def __init__(self, reader: Reader, groups: Codes) -> None:
        """Read the same columns of a table without a header; a list of numbers, one a class, becomes as many columns."""
        shape, at = reader.shape, reader.plan.preds[0]
        values = [VALUE] * shape.fields
        if reader.plan.vector:
            reader = spread(reader)
            values[at] = rb"\[(%s)\]" % b", ?".join([NUMBER] * len(reader.plan.classes))
        keys = (
            rb'"%s": ?%s' % (re.escape(name.encode()), value) for name, value in zip(shape.names, values, strict=True)
        )
        self.pattern = re.compile(rb"^\{%s\}\r?$" % b", ?".join(keys), re.MULTILINE)
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

    def moved(column: int | None) -> int | None:
        return column if column is None or column < at else column + count - 1

    return reader._replace(
        shape=reader.shape._replace(fields=reader.shape.fields + count - 1),
        plan=plan._replace(
            vector=False,
            preds=tuple(range(at, at + count)),
            label=moved(plan.label),
            id=moved(plan.id),
            weight=moved(plan.weight),
            by=moved(plan.by),
        ),
    )


def fast_reader(reader: Reader, groups: Codes) -> FastReader | FastJson | None:
    """The fast reader for this kind of file; None where no block can be read by it."""
    found = FastJson(reader, groups) if reader.shape.json else FastReader(reader, groups)
    return found if found.possible else None
