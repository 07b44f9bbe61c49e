"""Files that may not be written: those that are read, and one for two results."""

from __future__ import annotations

import os
import stat
import sys
from itertools import combinations
from typing import TYPE_CHECKING

from xentropy_cli.cli.options.refusals import typed
from xentropy_cli.cli.output.streams import STREAM
from xentropy_cli.tables.sources.changes import status_of
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def refuse_overwriting(outputs: Mapping[str, str | None], inputs: Iterable[str]) -> None:
    """Refuse an output that is an input, and two outputs to one file; outputs are given by their options.

    Every command comes through here before it opens anything, whether it is sent to a file or redirected to one.
    """
    is_on_stdout = outputs.get("--output") in (None, STREAM)
    if outputs.get("--save-summary") == STREAM and is_on_stdout:
        raise typed("--save-summary -", "-", where="--save-summary").refuse(
            "same-file",
            "The result and the summary would both be on standard output.",
            why="What reads one of them would find the other in it.",
            fix="Give the result a file: --save-summary - -o FILE",
        )
    named = {flag: path for flag, path in outputs.items() if path not in (None, "", STREAM)}
    read = list(inputs)
    if is_on_stdout or STREAM in outputs.values():
        refuse_stdout(read)
    for flag, path in named.items():
        if any(is_one_file(path, name) for name in read):
            raise typed(path, where=flag).refuse(
                "same-file",
                f"{flag} names a file that is read: {visible(path)}.",
                why="The result would take the place of what it was made from.",
                fix=f"Name another file: {flag} FILE",
            )
    for (first, path), (second, other) in combinations(named.items(), 2):
        if is_one_file(path, other):
            raise typed(other, where=second).refuse(
                "same-file",
                f"{first} and {second} name one file: {visible(path)}.",
                why="The second would take the place of the first.",
                fix=f"Name another file: {second} FILE",
            )


def refuse_stdout(read: Iterable[str]) -> None:
    """Refuse a redirection to a file that is read: what is written would be read as its next rows."""
    status = status_of(sys.stdout.buffer) if hasattr(sys.stdout, "buffer") else None
    if status is None or not stat.S_ISREG(status.st_mode):
        return
    for name in read:
        other = _status(name)
        if other is not None and os.path.samestat(status, other):
            raise typed(name, where="standard output").refuse(
                "same-file",
                f"Standard output is a file that is read: {visible(name)}.",
                why="The result would take the place of what it is made from, or be read behind it.",
                fix="Send it to another file: -o FILE",
            )


def _status(name: str) -> os.stat_result | None:
    """The status of a file, or of standard input; None for what is not there."""
    if name == STREAM:
        return None if sys.stdin is None else status_of(sys.stdin.buffer)
    try:
        return os.stat(name)
    except (OSError, ValueError):
        return None


def is_one_file(path: str, other: str) -> bool:
    """Tell whether two names lead to one file, the other perhaps standard input; a device holds nothing that could be lost."""
    if other == STREAM:
        status = _status(STREAM)
        return os.path.isfile(path) and status is not None and os.path.samestat(status, os.stat(path))
    if os.path.exists(path) and os.path.exists(other):
        return os.path.isfile(path) and os.path.samefile(path, other)
    return os.path.realpath(path) == os.path.realpath(other)
