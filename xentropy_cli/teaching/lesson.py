"""A lesson file → its facts, its prose, and its commands with the output that was recorded for each.

A lesson is Markdown with front matter. A block fenced `xent` holds one command, `$ xent …`, and its plain output; fenced
`xent yours` its command takes the reader's own numbers.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.errors import BAD_DATA, XentError
from xentropy_cli.inputs.request import READINGS
from xentropy_cli.pages.lesson_blocks import Section, Verbatim
from xentropy_cli.teaching.prose import Fence, Piece, pieces

if TYPE_CHECKING:
    from typing import TypeAlias

    from xentropy_cli.pages.lesson_blocks import Grid, Items, Paragraph

    Part: TypeAlias = Section | Paragraph | Items | Grid | Verbatim | "Command"

FACTS = ("title", "question", "summary", "next")
FACT = re.compile(r"([a-z-]+):\s*(.*?)\s*")
RULE = "---"
PROMPT = "$ "


class Command(NamedTuple):
    """A command of a lesson: its words after `xent`, its recorded output, its line, and whether it takes other numbers."""

    words: tuple[str, ...]
    recorded: str
    at: int
    takes_numbers: bool

    @property
    def text(self) -> str:
        """The command as one types it."""
        return shlex.join(["xent", *self.words])


class Lesson(NamedTuple):
    """A lesson; `parts` is its text cut at its section headings, and `reading` the reading its own numbers take."""

    file: str
    title: str
    question: str
    summary: str
    next: str
    reading: str | None
    parts: tuple[tuple[Part, ...], ...]
    folder: str = "."

    @property
    def commands(self) -> tuple[Command, ...]:
        """Every command, in order."""
        return tuple(each for part in self.parts for each in part if isinstance(each, Command))


def parse(text: str, file: str, folder: str = ".") -> Lesson:
    """Read a lesson, whose commands may read files in its folder.

    Raises XentError (bad-lesson), naming file and line, where its front matter or one of its blocks is not as it must be.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    facts, start = _facts(lines, file)
    parts: list[list[Part]] = [[]]
    for piece in pieces(lines[start:], start + 1):
        if isinstance(piece, Section) and parts[-1]:
            parts.append([])
        parts[-1].append(_part(piece, lines, file))
    return Lesson(
        file,
        facts["title"],
        facts["question"],
        facts["summary"],
        facts["next"],
        facts.get("reading"),
        tuple(tuple(part) for part in parts),
        folder,
    )


def _facts(lines: list[str], file: str) -> tuple[dict[str, str], int]:
    """Read the front matter; return it and the number of lines it takes."""
    if lines[0].strip() != RULE or RULE not in [line.strip() for line in lines[1:]]:
        raise bad_lesson(
            file,
            1,
            lines[0],
            "This lesson has no front matter.",
            why="A lesson opens with title, question, summary and next between two lines of ---.",
            fix="Open it so: ---, then title: …, question: …, summary: …, next: TOPIC, then ---.",
        )
    end = next(at for at, line in enumerate(lines) if at and line.strip() == RULE)
    facts = dict(_fact(line, at, file) for at, line in enumerate(lines[1:end], 2) if line.strip())
    missing = [name for name in FACTS if name not in facts]
    if missing:
        raise bad_lesson(
            file,
            1,
            lines[0],
            f"The front matter gives no {missing[0]}.",
            why="Every lesson has a title, a question, a summary and a next lesson.",
            fix=f"Add a line: {missing[0]}: …",
        )
    return facts, end + 1


def _fact(line: str, at: int, file: str) -> tuple[str, str]:
    """Read one line of front matter."""
    fact = FACT.fullmatch(line)
    if fact is None or fact[1] not in (*FACTS, "reading") or not fact[2]:
        raise bad_lesson(
            file,
            at,
            line,
            "This line of front matter says nothing known.",
            why=f"Front matter gives {', '.join(FACTS)}, and may give a reading.",
            fix="Write NAME: TEXT.",
        )
    if fact[1] == "reading" and fact[2] not in READINGS:
        raise bad_lesson(
            file,
            at,
            line,
            f"There is no reading {fact[2]}.",
            why=f"The readings are {', '.join(READINGS)}.",
            fix="Name one of them, or leave the line out.",
        )
    return fact[1], fact[2]


def _part(piece: Piece, lines: list[str], file: str) -> Part:
    """Take a fence for a command, or for lines to show as they are; leave prose alone."""
    if not isinstance(piece, Fence):
        return piece
    if not piece.is_closed:
        raise bad_lesson(
            file,
            piece.at,
            lines[piece.at - 1],
            "This block is not closed.",
            why="What follows would be taken for its output.",
            fix="Close it with a line of the same marks.",
        )
    if piece.language != "xent":
        return Verbatim("\n".join(piece.lines))
    if piece.options not in ("", "yours"):
        raise bad_lesson(
            file,
            piece.at,
            lines[piece.at - 1],
            f"A xent block has no option {piece.options}.",
            why="It may be marked yours: its command then takes the reader's numbers.",
            fix="Write xent, or xent yours.",
        )
    return _command(piece, file)


def _command(fence: Fence, file: str) -> Command:
    """Read `$ xent …` and the output under it."""
    line, at = (fence.lines[0], fence.at + 1) if fence.lines else ("", fence.at)
    try:
        words = shlex.split(line.removeprefix(PROMPT)) if line.startswith(PROMPT) else []
    except ValueError:
        raise bad_lesson(
            file,
            at,
            line,
            "A quotation mark is left open.",
            why="Words are read as a shell reads them.",
            fix="Close it.",
        ) from None
    if words[:1] != ["xent"]:
        raise bad_lesson(
            file,
            at,
            line,
            "This block holds no xent command.",
            why="Its first line is the command to run, and only xent is run in a lesson.",
            fix="Write: $ xent compute --pred 0.7,0.8,0.97",
        )
    recorded = "\n".join(fence.lines[1:]).strip("\n")
    return Command(tuple(words[1:]), recorded, at, fence.options == "yours")


def bad_lesson(file: str, at: int, line: str, message: str, *, why: str, fix: str) -> XentError:  # noqa: PLR0913
    """Make the error of one line of a lesson."""
    return XentError(
        "bad-lesson",
        message,
        where=f"{file}, line {at}",
        text=line or " ",
        span=(0, max(len(line), 1)),
        why=why,
        fix=fix,
        status=BAD_DATA,
    )
