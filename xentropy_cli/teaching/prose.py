"""The part of Markdown that pages are written in: sections, paragraphs, lists, tables, quotations, code, comments, links.

Anything else in a lesson is a paragraph, and shows as it was typed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.blocks import Heading
from xentropy_cli.pages.lesson_blocks import Grid, Items, Paragraph, Phrase, Quotation, Section, Verbatim
from xentropy_cli.teaching.lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.teaching.lines import SourceLine

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
    r"|\[(?P<lesson>[^\]]+)\]\((?P<topic>[\w-]+)\.md\)"
    r"|\[(?P<live>[^\]]+)\]\(#(?P<path>[^)\s]+)\)"
)
STYLES = ("code", "strong", "emphasis", "link", "lesson", "live")
COMMENT, COMMENT_END = "<!--", "-->"
QUOTED = ">"
INDENT = "    "
"""What stands before a line that is code."""


class Fence(NamedTuple):
    """A fenced block: the word after the fence, what follows that word, and its lines, an empty one where there are none."""

    language: str
    options: str
    lines: tuple[SourceLine, ...]
    is_closed: bool = True


class Comment(NamedTuple):
    """What a web page does not show: its text."""

    text: str


Written = Paragraph | Items | Quotation | Grid
"""What is made of phrases."""

Piece = Section | Written | Fence | Comment


class Placed(NamedTuple):
    """A piece and its lines."""

    piece: Piece
    lines: tuple[SourceLine, ...]


def markdown_blocks(text: str) -> Iterator[Block]:
    r"""Read a page that runs nothing and whose first line is its title; code stays as it is, and comments are left out.

    >>> [type(block).__name__ for block in markdown_blocks("# Files\n\nOne line.\n\n    xent score\n")]
    ['Heading', 'Paragraph', 'Verbatim']
    """
    for at, (piece, _) in enumerate(pieces(lines_of(text))):
        if isinstance(piece, Section):
            yield piece if at else Heading(piece.text)
        elif isinstance(piece, Fence):
            yield Verbatim("\n".join(piece.lines))
        elif not isinstance(piece, Comment):
            yield piece


def pieces(lines: Sequence[SourceLine]) -> Iterator[Placed]:
    r"""Cut lines into pieces.

    >>> [type(placed.piece).__name__ for placed in pieces(lines_of("## Try\n\nOne\ntwo.\n\n- a\n- b"))]
    ['Section', 'Paragraph', 'Items']
    """
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        piece, end = _piece(lines, at)
        yield Placed(piece, tuple(lines[at:end]))
        at = end


def _piece(lines: Sequence[SourceLine], at: int) -> tuple[Piece, int]:
    """Read the piece that begins on a line; return it and the line after it."""
    line = lines[at]
    if fence := FENCE.fullmatch(line):
        end = _until(lines, at + 1, lambda each: each.strip() == fence[1])
        language, _, options = fence[2].partition(" ")
        inside = tuple(lines[at + 1 : end]) or (line.saying(""),)
        return Fence(language, options.strip(), inside, is_closed=end < len(lines)), end + 1
    if heading := HEADING.fullmatch(line):
        return Section(heading[1]), at + 1
    if line.startswith(COMMENT):
        end = min(_until(lines, at, lambda each: COMMENT_END in each) + 1, len(lines))
        text = " ".join(each.strip() for each in lines[at:end])
        return Comment(text.removeprefix(COMMENT).partition(COMMENT_END)[0].strip()), end
    if line.startswith(INDENT):
        end = _until(lines, at, lambda each: not each.startswith(INDENT))
        return Fence("", "", tuple(each.saying(each.removeprefix(INDENT)) for each in lines[at:end])), end
    end = _until(lines, at, _ends_text)
    return prose_of(lines[at:end]), end


def _until(lines: Sequence[SourceLine], at: int, ends: Callable[[SourceLine], bool]) -> int:
    """The first line from one on that ends something, or the end of the file."""
    return next((k for k in range(at, len(lines)) if ends(lines[k])), len(lines))


def _ends_text(line: str) -> bool:
    return not line.strip() or line.startswith(COMMENT) or bool(FENCE.fullmatch(line) or HEADING.fullmatch(line))


def prose_of(lines: Sequence[str]) -> Written:
    """Read a table, whose second line is a border; a list or a quotation, if the first line starts one; else a paragraph."""
    if len(lines) > 1 and "|" in lines[0] and BORDER.fullmatch(lines[1].strip()):
        heads = _cells(lines[0])
        return Grid(heads, tuple((_cells(line) + ((),) * len(heads))[: len(heads)] for line in lines[2:]))
    first = ITEM.fullmatch(lines[0].strip())
    if lines[0].startswith(QUOTED):
        return Quotation(styled(" ".join(line.removeprefix(QUOTED).strip() for line in lines)))
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
    """Cut a text into runs of one style. Web addresses, lessons and paths into a record become links.

    >>> [run[:2] for run in styled("so `-ln q` is *long*")]
    [('so ', ''), ('-ln q', 'code'), (' is ', ''), ('long', 'emphasis')]
    >>> styled("[0.6](#mean)")
    (Phrase(text='0.6', style='live', href='mean'),)
    """
    runs, at = [], 0
    for found in STYLED.finditer(text):
        if found.start() > at:
            runs.append(Phrase(text[at : found.start()]))
        style = next(name for name in STYLES if found[name] is not None)
        runs.append(Phrase(found[style], style, found["href"] or found["topic"] or found["path"] or ""))
        at = found.end()
    if at < len(text):
        runs.append(Phrase(text[at:]))
    return tuple(runs)
