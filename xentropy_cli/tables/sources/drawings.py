"""Tables that a program draws for people: rules round the header and between rows, boxes, a last line that counts the rows."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.tables.strict.records import Block

UPRIGHT, LEVEL = ("│┃║┆┇┊┋╎╏", "─━═┄┅┈┉╌╍")
ASCII = {sign.encode(): b"|" for sign in UPRIGHT} | {sign.encode(): b"-" for sign in LEVEL}
SIGN, CORNER = rb"\xe2[\x94\x95][\x80-\xbf]", b"+"
"""A sign that boxes are drawn with, and what one becomes that is no line."""

NO_ROW = "┼"
"""What a rule between rows is made to begin with: it is passed over as a comment."""

RULE, NAMELESS = rb"[-:=+|\s]*", rb"[-:=+|\s\d.,%]*"  # below a row of numbers dashes are a row, and a bad one
LONG = rb"[-=]{2}"
RULE_BETWEEN = rb"(?m)^(?:(?=[^\n]*[-=]{3})[-:=+| \t\r]+|[ \t\r]*\+[ \t\r+]*)$"
NAMED_RULE = rb"\s*\+-(?:[^+]*-\+)+\s*"
"""A rule in which the names of columns stand, as ClickHouse draws it."""

SIZE = rb"shape: \(\d+, \d+\)\s*|# A tibble: .*"
"""What polars and R write above a table."""

TYPES = rb"[|\s]*(?:(?:---|<\w+>|[iuf]\d+|str|cat|enum|bool|u?int\d+|float|double|varchar|boolean|decimal\S*)[|\s]*)+"
"""A line of types below a header, as polars, DuckDB and R write it."""

FOOT = rb"\n[|\s]*\(?\d[\d,]* rows?\b[^\n]*(?:\n[-+|\s\xe2\x94\xbc]*)?(?:Time: [^\n]*\s*)?\Z"
"""The number of rows below a table, as psql, MySQL and DuckDB write it, perhaps within a box."""

FRAME = rb"\n\s*\[\d+ rows x \d+ columns\]\s*\Z"
"""What pandas writes below a table, which is short enough to be printed."""

FRAME_END, SIGNS = b"columns]", (b"--", b"==", b"\xe2\x94", b"\xe2\x95", b"shape: (", b"# A tibble")
"""What is looked for before any pattern: most tables hold none of it, and patterns cost as much as a thousand rows."""

HEAD, TAIL = 6, 400
"""Lines of a file that may belong to its header, and bytes that may belong to its foot."""


def undrawn(first: Block, rest: Iterator[Block]) -> Iterator[Block]:
    r"""Take off what draws a table: the rules round its header, which then stands in the line above its rows, and its foot.

    Rules between rows, and the last, become comments. The blocks of a table that is not drawn stay as they are.

    >>> from xentropy_cli.tables.strict.records import Block
    >>> [block] = undrawn(Block(b"+---+\n| p |\n+---+\n|0.5|\n+---+\n1 row in set\n", 1, "t", True), iter(()))
    >>> block.data.decode(), block.first_line
    ('| p |\n|0.5|\n┼+---+\n', 3)
    """
    held = without_head(first)
    if held is first:
        yield from chain([first], rest)
        return
    for block in rest:
        yield held._replace(data=with_comments(in_ascii(held.data)))
        held = block
    yield held._replace(data=without_foot(with_comments(in_ascii(held.data))))


def without_head(first: Block) -> Block:
    r"""Take off what stands above a header, and between it and the rows; a block that holds no such thing as it is.

    >>> from xentropy_cli.tables.strict.records import Block
    >>> block = without_head(Block(b"| y | p |\n|---|:--|\n| 1 | 0.9 |\n", 1, "t.md", True))
    >>> block.data, block.first_line
    (b'| y | p |\n| 1 | 0.9 |\n', 2)
    """
    lines = first.data.split(b"\n", HEAD)
    tail = first.data[-TAIL:]
    if not any(sign in line for line in lines[:HEAD] for sign in SIGNS) and not tail.rstrip().endswith(FRAME_END):
        return first
    if frame := re.search(FRAME, tail):
        return first._replace(data=first.data[: len(first.data) - len(frame[0]) + 1])
    plain = list(map(in_ascii, lines[:HEAD]))
    if re.fullmatch(NAMED_RULE, plain[0]) and not is_rule(plain[0]):
        names = b"|".join(name.strip(b"-") for name in plain[0].split(b"+"))
        return first._replace(data=b"\n".join((names, *lines[1:])))
    return below_rules(first, lines, plain)


def below_rules(first: Block, lines: Sequence[bytes], plain: Sequence[bytes]) -> Block:
    """Put the header in the line above its rows; `plain` are those of the lines that may belong to it, in ASCII."""
    if not any(map(is_rule, plain)) and re.fullmatch(SIZE, plain[0]) is None:
        return first
    above = next((k for k, line in enumerate(plain) if re.fullmatch(rb"%b|%b" % (RULE, SIZE), line) is None), 0)
    below = next((k for k, line in enumerate(plain[above + 1 :], above + 1) if not is_head(line)), len(plain))
    is_named = re.fullmatch(NAMELESS, plain[above]) is None
    if not is_named or not (above or any(map(is_rule, plain[above + 1 : below]))):
        below = above + 1
    if not above and below == 1:
        return first
    return first._replace(data=b"\n".join((lines[above], *lines[below:])), first_line=first.first_line + below - 1)


def is_rule(line: bytes) -> bool:
    """Tell whether a line is drawn, and holds nothing."""
    return re.search(LONG, line) is not None and re.fullmatch(RULE, line) is not None


def is_head(line: bytes) -> bool:
    """Tell whether a line below the names of columns belongs to the header."""
    return is_rule(line) or re.fullmatch(TYPES, line) is not None


def in_ascii(data: bytes) -> bytes:
    """Write the signs of boxes in ASCII.

    >>> in_ascii("├───┼───┤".encode())
    b'+---+---+'
    """
    return re.sub(SIGN, lambda match: ASCII.get(match[0], CORNER), data)


def with_comments(data: bytes) -> bytes:
    """Make comments of the rules between rows."""
    return re.sub(RULE_BETWEEN, lambda match: NO_ROW.encode() + match[0], data)


def without_foot(data: bytes) -> bytes:
    r"""Take off the number of rows.

    >>> without_foot(b"1|0.9\n(1 row)\n\n")
    b'1|0.9\n'
    """
    foot = re.search(FOOT, data[-TAIL:])
    return data if foot is None else data[: len(data) - len(foot[0]) + 1]
