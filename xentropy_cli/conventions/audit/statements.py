"""The lines of a text → statements: a line, with the lines that go on with it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_LINES = 200
MOST_OF_SUM = 10_000
"""Of a sum with a term a line; of what was opened and never closed it is far fewer."""

MOST_CHARACTERS = 1 << 17
DIGIT = re.compile(r"[0-9½⅓⅔¼¾]")
MATH = re.compile(
    r"(?P<both>\$\$)"
    r"|(?P<open>\\begin\s?\{(?:aligned|align|equation|gather|gathered|split|multline|eqnarray|alignat)\*?\}|(?<!\\)\\\[)"
    r"|(?P<close>\\end\s?\{(?:aligned|align|equation|gather|gathered|split|multline|eqnarray|alignat)\*?\}|(?<!\\)\\\])"
)
GOES_ON = re.compile(
    r"(?P<indent>[\s>]*)(?:&\s?)?(?P<sign>=(?![=>])|≈|≃|≅|\\approx(?![a-z])|\\simeq(?![a-z])|&(?:asymp|approx);|[+·×⋅÷](?=\s?[\d(\\a-zA-Z½¼¾.])"
    r"|\s(?:[-−–]|&minus;)\s?(?=[\d(\\lL½.]))(?P<gap>\s?)"
)
OPERAND = re.compile(r"(?:[0-9½¼¾)\]}%$`]|</\w+>)\s*(?:\\\\)?\s*$")
OPEN_END = re.compile(r"(?:(?<![=<>!])=|≈|\\approx|\\simeq|[+·×−]|[\d)\]}]\s-|\\cdot|\\times)\s*\$?\s*(?:\\\\)?\s*$")
PROMPT = re.compile(r"\s*(?:>>>|julia>|In\s?\[\d+\]:|>(?=\s*-?\w))\s*(?P<code>.*)")
RESULT = re.compile(r"\s*(?:Out\s?\[\d+\]:\s*|\[1\]\s+)?(?:tensor|array|np\.float\d+|[-−]?[0-9.]|\[)")
BULLET = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s")


BORDER = r"(?:[\u2502\u2503\u2506\u2507\u250a-\u254b\u254e\u254f\u2551-\u257f]|[\u2500-\u257f]{2,})"
"""A stroke of a box, a table or a tree that is drawn with characters; one that lies may be a minus sign, but for several."""

STROKES = "".join(map(chr, range(0x2500, 0x2580)))
BOX_START = re.compile(rf"\s*(?:(?:[#>*%]+|//+)\s*)?(?P<strokes>{BORDER}[\s{STROKES}]*)")
ROW_START = re.compile(r"\s*<tr[\s>]", re.IGNORECASE)
TABLE_ROW = re.compile(r"<tr[\s>]|</tr|</table", re.IGNORECASE)


class Line(NamedTuple):
    """A line of a text, or a piece of a long one: its number and text, how much of it came before, if it goes on."""

    number: int
    text: str
    column: int = 0
    goes_on: bool = False


class Statement(NamedTuple):
    """Lines that belong together, as one text."""

    lines: tuple[Line, ...]

    @property
    def is_prompt(self) -> bool:
        """Whether it is what was typed at a prompt, and its result."""
        return len(self.lines) > 1 and _is_prompt(self.lines[0].text, self.lines[1].text)

    @property
    def text(self) -> str:
        """The lines with line breaks between them."""
        return "\n".join(line.text for line in self.lines)

    @property
    def is_table(self) -> bool:
        """Whether a bar in it is the border of a cell."""
        text = self.lines[0].text.strip()
        return text.startswith("|") or text.count(" | ") > 1

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column, counted from 1, of a character of the text."""
        starts, at = [], 0
        for line in self.lines:
            starts.append(at)
            at += len(line.text) + 1
        index = bisect_right(starts, offset) - 1
        return self.lines[index].number, self.lines[index].column + offset - starts[index] + 1


def unboxed(line: Line) -> Line:
    """The line without the strokes of a box at its ends, if there is more in it; places stay.

    >>> unboxed(Line(1, "\u2502 ln 2 = 0.693 \u2502")).text
    '  ln 2 = 0.693'
    """
    text = line.text
    if not text.strip(f"{STROKES} \t\r"):
        return line
    start = None if line.column else BOX_START.match(text)
    if start:
        text = text[: start.start("strokes")] + " " * len(start["strokes"]) + text[start.end() :]
    is_closed = not line.goes_on and text.rstrip().endswith(tuple(STROKES))
    return line._replace(text=text.rstrip(f"{STROKES} \t\r") if is_closed else text)


def statements(lines: Iterable[Line]) -> Iterator[Statement]:
    """Join lines to statements, and leave out what has no digit."""
    held: list[Line] = []
    size = depth = 0
    is_row = False
    for line in lines:
        is_room = len(held) < (MOST_LINES if depth or is_row else MOST_OF_SUM) and size < MOST_CHARACTERS
        is_row = is_row and not ROW_START.match(line.text)
        if held and not (is_room and (depth or is_row or _belongs(held[-1], line, goes_on=len(held) > 1))):
            yield Statement(tuple(held))
            held, size, depth = [], 0, 0
        depth = _depth(line.text, depth)
        is_row = is_row_open(line.text, is_row=is_row)
        if held or depth or is_row or DIGIT.search(line.text):
            held.append(line)
            size += len(line.text)
    if held:
        yield Statement(tuple(held))


def _depth(text: str, depth: int) -> int:
    """How many environments of displayed mathematics are open after this line."""
    if "$$" not in text and "\\" not in text:
        return depth
    for match in MATH.finditer(text):
        step = 1 if match["open"] else -1
        depth = int(not depth) if match["both"] else max(0, depth + step)
    return depth


def is_row_open(text: str, *, is_row: bool) -> bool:
    """Whether a row of an HTML table is open after this line, if one was before it."""
    found = TABLE_ROW.findall(text) if "<" in text else []
    return found[-1][:3].lower() == "<tr" if found else is_row


def _belongs(before: Line, line: Line, *, goes_on: bool) -> bool:
    """Whether a line goes on with the one before it, which may itself go on with another."""
    if before.goes_on or line.column or not line.text.strip() or not before.text.strip():
        return False
    if _is_prompt(before.text, line.text) or _is_argument(before.text, line.text):
        return True
    found = GOES_ON.match(line.text)
    if found is None:
        return bool(OPEN_END.search(before.text)) and bool(DIGIT.search(before.text)) and not BULLET.match(line.text)
    sign, is_indented = found["sign"].strip(), bool(found["indent"]) or "&" in found[0]
    if sign == "=":
        return is_indented or bool(found["gap"]) or line.text.strip() == "="
    if sign in ("-", "−", "–", "&minus;"):
        return (
            _indent(line.text) >= _indent(before.text) + (not goes_on)
            and bool(OPERAND.search(before.text))
            and (goes_on or not BULLET.match(before.text))
        )
    return sign not in "+·×⋅÷" or bool(OPERAND.search(before.text))


def _is_argument(before: str, text: str) -> bool:
    """Whether a line of LaTeX begins with the second argument of a fraction."""
    return text.lstrip().startswith("{") and before.rstrip().endswith("}") and "frac" in before


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _is_prompt(before: str, after: str) -> bool:
    """Whether these are what was typed at a prompt, and its result; of two commands in a line, it is the first one's."""
    prompt = PROMPT.match(before)
    if not prompt or ";" in prompt["code"] or PROMPT.match(after) or not RESULT.match(after):
        return False
    return not before.lstrip().startswith("> ") or after.lstrip().startswith("[1]")
