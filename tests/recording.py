"""Recorded cases: the pages (recorded/pages) and the refusals (recorded/errors), by their first lines.

A file starts with its command, `$ xent …`, and where that reads standard input, `< ` and a Python literal (`<- closed`, or
N times a literal). In the command \\u202e stands for that character.
"""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent / "recorded"
PAGES = sorted((HERE / "pages").glob("*.txt"))
ERRORS = sorted((HERE / "errors").glob("*.txt"))


class Case(NamedTuple):
    """The first lines of a file, what they run, and what is fed to it."""

    head: str
    argv: tuple[str, ...]
    stdin: bytes | None


def case_in(path: Path) -> Case:
    lines = path.read_text("utf-8").splitlines()
    command = re.sub(r"\\u([0-9a-f]{4})", lambda escape: chr(int(escape[1], 16)), lines[0].removeprefix("$ "))
    xent, *argv = shlex.split(command)
    assert xent == "xent", lines[0]
    if len(lines) < 2 or not lines[1].startswith("<"):
        return Case(lines[0], tuple(argv), b"")
    return Case("\n".join(lines[:2]), tuple(argv), fed(lines[1].removeprefix("<").strip()))


def fed(text: str) -> bytes | None:
    if text == "- closed":
        return None
    count, _, literal = text.rpartition(" times ")
    data = ast.literal_eval(literal)
    assert isinstance(data, bytes)
    return data * int(count or 1)
