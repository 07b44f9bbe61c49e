"""The lines of a file that somebody writes, each with its place, so that what is wrong in one can be shown there."""

from __future__ import annotations

import re
from typing import Self

from xentropy_cli.errors import BAD_DATA, XentError

ENTRY = re.compile(r"(?P<name>[a-z]+):\s*(?P<value>.*\S)\s*")
"""What a line says of something: NAME: VALUE."""


class SourceLine(str):
    """A line, its number and its file."""

    __slots__ = ("at", "file")
    at: int
    file: str

    def __new__(cls, text: str, at: int = 1, file: str = "") -> Self:
        """Keep where it stands."""
        line = super().__new__(cls, text)
        line.at, line.file = at, file
        return line

    def saying(self, text: str) -> SourceLine:
        """Another text in its place."""
        return SourceLine(text, self.at, self.file)

    def fault(self, message: str, *, why: str, fix: str, span: tuple[int, int] | None = None) -> XentError:
        """Make the error that underlines it, or some of its characters."""
        where = f"{self.file}, line {self.at}"
        return XentError(
            "bad-lesson", message, where=where, text=str(self), span=span, why=why, fix=fix, status=BAD_DATA
        )


def lines_of(text: str, file: str = "") -> list[SourceLine]:
    r"""Cut the text of a file into its lines.

    >>> [(line, line.at) for line in lines_of("one\r\ntwo")]
    [('one', 1), ('two', 2)]
    """
    return [SourceLine(line, at, file) for at, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1)]
