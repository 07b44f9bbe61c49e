"""The lines of a file that somebody writes, each with its place, so that what is wrong in one can be shown there."""

from __future__ import annotations

import re
import shlex
from typing import Self

from xentropy_cli.errors import BAD_DATA, XentError

ENTRY = re.compile(r"(?P<name>[a-z]+):\s*(?P<value>.*\S)\s*")
"""What a line says of something: NAME: VALUE."""

PROMPT = "$ "
"""What stands before a command."""


class SourceLine(str):
    """A line, or a part of one, its number and its file."""

    __slots__ = ("at", "file", "start", "whole")
    at: int
    file: str
    start: int
    whole: str

    def __new__(cls, text: str, at: int = 1, file: str = "") -> Self:
        """Keep where it stands."""
        line = super().__new__(cls, text)
        line.at, line.file, line.start, line.whole = at, file, 0, text
        return line

    def saying(self, text: str) -> SourceLine:
        """Another text in its place."""
        return SourceLine(text, self.at, self.file)

    def part(self, start: int, end: int) -> SourceLine:
        """Some of its characters, which know the line that they are of."""
        part = self.saying(self[start:end])
        part.start, part.whole = self.start + start, self.whole
        return part

    def fault(self, message: str, *, why: str, fix: str) -> XentError:
        """Make the error that underlines it."""
        where, span = f"{self.file}, line {self.at}", (self.start, self.start + len(self))
        return XentError(
            "bad-lesson",
            message,
            where=where,
            text=self.whole,
            span=span if self else None,
            why=why,
            fix=fix,
            status=BAD_DATA,
        )


def command_of(line: SourceLine, missing: str) -> tuple[str, ...]:
    """Read the words of a command after `$ xent`; raise XentError (bad-lesson), perhaps that it is missing."""
    try:
        words = shlex.split(line.removeprefix(PROMPT)) if line.startswith(PROMPT) else []
    except ValueError:
        raise line.fault(
            "A quotation mark is left open.", why="Words are read as a shell reads them.", fix="Close it."
        ) from None
    if words[:1] != ["xent"]:
        raise line.fault(
            missing,
            why="Its first line is the command to run, and only xent is run in a lesson.",
            fix="Write: $ xent compute --pred 0.7,0.8,0.97",
        )
    return tuple(words[1:])


def lines_of(text: str, file: str = "") -> list[SourceLine]:
    r"""Cut the text of a file into its lines.

    >>> [(line, line.at) for line in lines_of("one\r\ntwo")]
    [('one', 1), ('two', 2)]
    """
    return [SourceLine(line, at, file) for at, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1)]
