"""The prose of a lesson in character cells: sections, paragraphs, lists, and commands with what they print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.pages import lesson_blocks as lesson
from xentropy_cli.pictures.kinds import Drawing
from xentropy_cli.rendering.pictures.cells import Lettered, length, trimmed
from xentropy_cli.rendering.pictures.text import drawing_lines
from xentropy_cli.text import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDEST = 80
"""Cells; prose is not set wider."""

ONE_WORD = r"""(?:'[^']*'|"[^"]*"|\S)+"""
WORD = re.compile(ONE_WORD)
"""A word as a shell sees it, with the blanks it quotes."""

OPTION = re.compile(rf"--[\w-]+ (?!-){ONE_WORD}|{ONE_WORD}")
"""An option with its value, or a word."""

CONTINUED = " \\"
BLANK = re.compile(" (?!%)")
"""Where a text may be broken into lines: not between a number and its percent sign."""

BETWEEN = "  "
"""Between two columns of a table."""

REMARKED = re.compile(r"((?:xent|printf) .*?)(?: +(# .*)?)?")
"""A command as a page shows it, and the remark behind it."""

ROLES = {"": "", "code": "code", "emphasis": "emphasis", "strong": "head", "link": "link", "lesson": "code"}
INDENT = "    "
QUOTE = "│ "


def lesson_lines(block: lesson.LessonBlock | Drawing, most: int | None = None) -> Iterator[list[Lettered]]:  # noqa: C901, PLR0912  a case a kind
    """Write one block, its words filled to the width."""
    room = WIDEST if most is None else min(WIDEST, most)
    if isinstance(block, Drawing):
        yield from drawing_lines(block, most)
    elif isinstance(block, lesson.SceneBlock):
        for part in block.parts:
            yield from ([], *lesson_lines(part, most))
    elif isinstance(block, lesson.AskBlock):
        runs = tuple(lesson.Phrase(f"{mark}\u00a0{each}   ".lstrip()) for mark, each in lesson.marked(block.options))
        yield from filled(runs, room) if runs else ()
    elif isinstance(block, lesson.Section):
        yield [(visible(block.text), "section")]
    elif isinstance(block, lesson.Paragraph):
        yield from filled(block.runs, room)
    elif isinstance(block, lesson.Items):
        for at, row in enumerate(block.rows, 1):
            bullet = f"{at}. " if block.is_numbered else "• "
            for k, line in enumerate(filled(row, room - width(bullet))):
                yield [(bullet if k == 0 else " " * width(bullet), "dim"), *line]
    elif isinstance(block, lesson.Grid):
        yield from _grid_lines(block, room)
    elif isinstance(block, lesson.Quotation):
        yield from ([(QUOTE, "dim"), *line] for line in filled(block.runs, room - width(QUOTE)))
    elif isinstance(block, lesson.Displayed):
        yield [(INDENT, ""), (visible(block.formula.text), "symbol")]
    elif isinstance(block, lesson.Verbatim):
        role = "command" if block.is_command else "code"
        text = visible(block.text) if block.is_command else block.text
        shown = continued(text, most) if block.is_command and most is not None else with_room(text.split("\n"), most)
        yield from ([(visible(line), role)] for line in shown)
    else:
        raise TypeError(block)


def _grid_lines(grid: lesson.Grid, room: int) -> Iterator[list[Lettered]]:
    """Write a table, its cells filled to the widths of their columns, and a rule under the heads."""
    table = (grid.heads, *grid.rows)
    wide = [max(_length(row[k]) for row in table) for k in range(len(grid.heads))]
    least = [max(_longest_word(row[k]) for row in table) for k in range(len(grid.heads))]
    widths = narrowed(wide, least, room - len(BETWEEN) * (len(wide) - 1))
    for at, row in enumerate(table):
        cells = [list(filled(cell, most)) for cell, most in zip(row, widths, strict=True)]
        for k in range(max(map(len, cells))):
            parts = [cell[k] if k < len(cell) else [] for cell in cells]
            blanks = [(" " * (most - length(part)) + BETWEEN, "") for part, most in zip(parts, widths, strict=True)]
            yield trimmed([each for part, blank in zip(parts, blanks, strict=True) for each in (*part, blank)])
        if at == 0:
            yield [("─" * (sum(widths) + len(BETWEEN) * (len(widths) - 1)), "dim")]


def _length(runs: Sequence[lesson.Phrase]) -> int:
    return sum(width(visible(_shown(run))) for run in runs)


def _longest_word(runs: Sequence[lesson.Phrase]) -> int:
    return max(map(length, _words(runs)), default=1)


def narrowed(wide: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Take cells off the widest columns until all fit into the room, or no word of any could be set.

    >>> narrowed([10, 60, 60], [5, 5, 40], 80)
    [10, 30, 40]
    """
    widths = list(wide)
    while sum(widths) > room and (spare := [k for k, most in enumerate(widths) if most > least[k]]):
        widths[max(spare, key=widths.__getitem__)] -= 1
    return widths


def continued(command: str, most: int) -> Iterator[str]:
    r"""Break a command that is too long for a terminal, so that a shell still takes it as one, and options keep their values.

    >>> list(continued("$ xent compute --units --pred 0.7", 30)), list(continued("$ xent compute --pred 0.7,0.3", 13))
    (['$ xent compute --units \\', '  --pred 0.7'], ['$ xent \\', '  compute \\', '  --pred \\', '  0.7,0.3'])
    """
    if width(command) <= most:
        yield command
        return
    line = ""
    kept = [pair if width(f"  {pair}{CONTINUED}") <= most else WORD.findall(pair) for pair in OPTION.findall(command)]
    for word in (word for part in kept for word in ([part] if isinstance(part, str) else part)):
        if line and width(f"{line} {word}") > most - len(CONTINUED):
            yield line + CONTINUED
            line = word if width(f"  {word}{CONTINUED}") > most else f"  {word}"
        else:
            line = f"{line} {word}" if line else word
    yield line


def with_room(text: Sequence[str], most: int | None) -> Iterator[str]:
    r"""Put the remarks of commands above them, and break a command, where a line is too long for a terminal.

    >>> list(with_room(["xent explain doors # a lesson", "xent explain"], 24))
    ['# a lesson', 'xent explain doors', 'xent explain']
    """
    if most is None or max(map(width, text)) <= most:
        yield from text
        return
    for line in text:
        found = REMARKED.fullmatch(line)
        if found and found[2]:
            yield found[2]
        yield from continued(found[1], most) if found else (line,)


def filled(runs: Sequence[lesson.Phrase], room: int) -> Iterator[list[Lettered]]:
    """Fill lines with words, each in the role of its run; code is not broken, nor are words with no blank between."""
    line: list[Lettered] = []
    used = 0
    for word in _words(runs):
        long = length(word)
        if line and used + 1 + long > room:
            yield line
            line, used = [], 0
        used += long + bool(line)
        line = _joined(line, word)
    if line:
        yield line


def _joined(line: list[Lettered], word: list[Lettered]) -> list[Lettered]:
    """Put a word after a line; the blank between two words of one role has that role, too."""
    if not line:
        return word
    (*before, (text, role)), ((first, first_role), *rest) = line, word
    if role == first_role:
        return [*before, (f"{text} {first}", role), *rest]
    return [*line, (" ", ""), *word]


def _words(runs: Sequence[lesson.Phrase]) -> Iterator[list[Lettered]]:
    """Cut runs at their blanks; a word may hold pieces of several runs."""
    word: list[Lettered] = []
    for run in runs:
        text, role = visible(_shown(run)), ROLES[run.style]
        pieces = [text] if run.style in ("code", "lesson") else BLANK.split(text)
        for k, piece in enumerate(pieces):
            if k and word:
                yield word
                word = []
            if piece:
                word.append((piece, role))
    if word:
        yield word


def _shown(run: lesson.Phrase) -> str:
    """A link shows where it leads, for those who cannot follow it by a touch; a lesson shows as the command for it."""
    if run.style == "lesson":
        return f"xent explain {run.href}"
    return f"{run.text} ({run.href})" if run.style == "link" and run.href != run.text else run.text
