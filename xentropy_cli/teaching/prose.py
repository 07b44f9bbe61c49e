"""The part of Markdown that lessons are written in: sections, paragraphs, lists, tables, fences, and styles within a line.

Anything else in a lesson is a paragraph, and shows as it was typed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.pages.lesson_blocks import Grid, Items, Paragraph, Phrase, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FENCE = re.compile(r"(`{3,}|~{3,})\s*(.*?)\s*")
HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*")
ITEM = re.compile(r"(?:[-*+]|(\d{1,9})[.)])\s+(.*)")
BORDER = re.compile(r"\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?")
"""The line under the heads of a table."""

BETWEEN = re.compile(r"(?<!\\)\|")
"""What stands between two cells; one that belongs to a cell is written with a backslash."""

STYLED = re.compile(
    r"(?P<ticks>`+)(?P<code>.+?)(?P=ticks)"
    r"|\*\*(?P<strong>[^*\s](?:[^*]*[^*\s])?)\*\*"
    r"|\*(?P<emphasis>[^*\s](?:[^*]*[^*\s])?)\*"
    r"|\[(?P<link>[^\]]+)\]\((?P<href>https?://[^)\s]+)\)"
)


class Fence(NamedTuple):
    """A fenced block: the word after the fence, what follows that word, its lines, and the line the fence opens on."""

    language: str
    options: str
    lines: tuple[str, ...]
    at: int
    is_closed: bool


Piece = Section | Paragraph | Items | Grid | Fence


def pieces(lines: Sequence[str], first: int = 1) -> Iterator[Piece]:
    """Cut lines, of which the first is number `first` of its file, into pieces.

    >>> [type(piece).__name__ for piece in pieces(["## Try", "", "One", "two.", "", "- a", "- b"])]
    ['Section', 'Paragraph', 'Items']
    """
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif fence := FENCE.fullmatch(line):
            end = _closing(lines, at, fence[1])
            language, _, options = fence[2].partition(" ")
            yield Fence(language, options.strip(), tuple(lines[at + 1 : end]), first + at, end < len(lines))
            at = end + 1
        elif heading := HEADING.fullmatch(line):
            yield Section(heading[1])
            at += 1
        else:
            end = next((k for k in range(at, len(lines)) if _ends_text(lines[k])), len(lines))
            yield _text(lines[at:end])
            at = end


def _closing(lines: Sequence[str], at: int, mark: str) -> int:
    """The line that closes a fence, or the end of the file."""
    return next((k for k in range(at + 1, len(lines)) if lines[k].strip() == mark), len(lines))


def _ends_text(line: str) -> bool:
    return not line.strip() or bool(FENCE.fullmatch(line) or HEADING.fullmatch(line))


def _text(lines: Sequence[str]) -> Paragraph | Items | Grid:
    """Make a table of lines whose second is a border, a list of lines whose first is an item, a paragraph of all others."""
    if len(lines) > 1 and "|" in lines[0] and BORDER.fullmatch(lines[1].strip()):
        heads = _cells(lines[0])
        return Grid(heads, tuple((_cells(line) + ((),) * len(heads))[: len(heads)] for line in lines[2:]))
    first = ITEM.fullmatch(lines[0].strip())
    if first is None:
        return Paragraph(styled(" ".join(line.strip() for line in lines)))
    rows: list[str] = []
    for line in lines:
        item = ITEM.fullmatch(line.strip())
        if item:
            rows.append(item[2])
        else:
            rows[-1] += " " + line.strip()
    return Items(tuple(styled(row) for row in rows), is_numbered=first[1] is not None)


def _cells(line: str) -> tuple[tuple[Phrase, ...], ...]:
    r"""Cut a line of a table at its bars.

    >>> [cell[0].text for cell in _cells(r"| `e\|2` | base |")]
    ['e|2', 'base']
    """
    inner = re.sub(r"^\s*\||(?<!\\)\|\s*$", "", line)
    return tuple(styled(cell.replace(r"\|", "|").strip()) for cell in BETWEEN.split(inner))


def styled(text: str) -> tuple[Phrase, ...]:
    """Cut a text into runs of one style. Only web addresses become links.

    >>> [run[:2] for run in styled("so `-ln q` is *long*")]
    [('so ', ''), ('-ln q', 'code'), (' is ', ''), ('long', 'emphasis')]
    """
    runs, at = [], 0
    for found in STYLED.finditer(text):
        if found.start() > at:
            runs.append(Phrase(text[at : found.start()]))
        style = next(name for name in ("code", "strong", "emphasis", "link") if found[name] is not None)
        runs.append(Phrase(found[style], style, found["href"] or ""))
        at = found.end()
    if at < len(text):
        runs.append(Phrase(text[at:]))
    return tuple(runs)
