"""The fast reader of JSON lines: objects that hold the same keys in the same order become rows of a table.

As with tables, any doubt about a block, and `read` returns None: other keys, strings with anything to escape, nested values.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.reading.arrays import Arrays, FastReader

if TYPE_CHECKING:
    from xentropy_cli.reading.records import Block
    from xentropy_cli.reading.tables import Reader

NUMBER = rb"-?+(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+"
VALUE = rb'("[^"\\,\x00-\x20]*+"|' + NUMBER + rb"|true|false)"


class FastJson:
    """Reads blocks of one file as the strict reader would, or not at all."""

    def __init__(self, reader: Reader) -> None:
        """Read the same columns of a table without a header."""
        shape = reader.shape
        keys = (rb'"%s": ?%s' % (re.escape(name.encode()), VALUE) for name in shape.names)
        self.pattern = re.compile(rb"^\{%s\}\r?$" % b", ?".join(keys), re.MULTILINE)
        delimiter = "," if shape.fields > 1 else None
        self.table = FastReader(
            reader._replace(shape=shape._replace(json=False, has_header=False, delimiter=delimiter))
        )
        self.possible = self.table.possible
        self.group_names = self.table.group_names

    def read(self, block: Block, *, first: bool) -> Arrays | None:
        """Read a block, or return None at any doubt."""
        rows = self.pattern.findall(block.data)
        if len(rows) != block.data.count(b"\n") + (not block.data.endswith(b"\n")):
            return None
        lines = rows if self.table.reader.shape.fields == 1 else map(b",".join, rows)
        return self.table.read(block._replace(data=b"\n".join(lines).replace(b'"', b"") + b"\n"), first=first)


def fast_reader(reader: Reader) -> FastReader | FastJson:
    """The fast reader for this kind of file."""
    return FastJson(reader) if reader.shape.json else FastReader(reader)
