"""What pictures in character cells share: titles, fills and their key, and names placed so that none overlap."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from xentropy_cli.text import abridged, visible, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Lettered = tuple[str, str]
"""A text and its role."""

FILLS = "█▒░▓"
"""What tells the pieces of a bar, and boxes, from their neighbours without colour."""

LONGEST_NAME = 24
"""Characters of the name of a row or a piece; of what is longer the middle is left out."""


def fill(at: int) -> str:
    """What fills the piece or box at a place."""
    return FILLS[at % len(FILLS)]


def length(line: Iterable[Lettered]) -> int:
    """The cells that a line takes."""
    return sum(width(text) for text, _ in line)


def trimmed(line: list[Lettered]) -> list[Lettered]:
    """A line without blanks at its end."""
    while line and not line[-1][0].strip():
        line = line[:-1]
    return [*line[:-1], (line[-1][0].rstrip(), line[-1][1])] if line else line


def title_lines(title: str, most: int) -> Iterator[list[Lettered]]:
    """Write a title, in as many lines as it needs."""
    yield from ([(line, "head")] for line in wrap(visible(title), most))


def key_lines(names: Mapping[str, tuple[int, str]], most: int) -> Iterator[list[Lettered]]:
    """Names beside the fills of their places, in as many lines as they need."""
    line: list[Lettered] = []
    for name, (at, role) in names.items():
        parts = [(fill(at), role), (f" {visible(name)}   ", "")]
        if line and length((*line, *parts)) > most:
            yield line
            line = []
        line += parts
    if line:
        yield line


def placed(names: Iterable[tuple[int, str]], columns: int) -> list[str]:
    """Write names over their cells in as few rows as have none over another.

    >>> placed([(0, "a"), (1, "bc"), (9, "d")], 10)
    ['a        d', ' bc']
    """
    rows: list[str] = []
    for cell, name in sorted(names):
        start = max(0, min(cell, columns - width(name)))
        at = next((k for k, row in enumerate(rows) if len(row) + 2 <= start or not row), len(rows))
        if at == len(rows):
            rows.append("")
        rows[at] = rows[at].ljust(start) + name
    return rows


def cut_to(name: str, most: int = LONGEST_NAME) -> str:
    """Cut the middle out of a name that is too wide: names that begin alike often differ at their end."""
    return abridged(visible(name), max(most, len("a…z")))


def widest(texts: Sequence[str]) -> int:
    """The width of the widest of these."""
    return max(map(width, texts), default=0)
