"""What a name stands for, and what to say where it cannot be read."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from xentropy_cli.errors import NO_ACCESS, XentError
from xentropy_cli.tables.sources.unpacking import damaged
from xentropy_cli.text import typed, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STDIN = "-"
WEB = ("https://", "http://")


def is_address(name: str) -> bool:
    """Tell whether a name is that of an object in a store, and not of a local file."""
    return "://" in name


def repeated_files(names: Sequence[str]) -> list[str]:
    """The names that lead to a file that was named before, by this name or another."""
    seen: set[tuple[int, int]] = set()
    found = []
    for name in names:
        if name == STDIN or is_address(name) or not os.path.isfile(name):
            continue
        status = os.stat(name)
        place = status.st_dev, status.st_ino
        found += [name] * (place in seen)
        seen.add(place)
    return found


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn what can go wrong while reading into a refusal."""
    try:
        yield
    except OSError as slip:
        if slip.errno is None or isinstance(slip, EOFError):  # gzip.BadGzipFile, and bz2 for a bad stream
            raise damaged(name, str(slip)) from None
        raise no_access(name, slip) from None
    except EOFError as slip:
        raise damaged(name, str(slip)) from None
    except ValueError as slip:
        if isinstance(slip, UnicodeError):
            raise
        raise no_access(name, OSError(22, str(slip))) from None  # a NUL in the name
    except Exception as slip:
        if type(slip).__module__ == "zlib" or type(slip).__name__ in {"LZMAError", "ZstdError"}:
            raise damaged(name, str(slip)) from None
        raise


def no_access(name: str, slip: OSError) -> XentError:
    """Say why a file or standard input cannot be read."""
    reasons = {
        FileNotFoundError: ("There is no such file.", "Check the name and the folder; ls shows what is there."),
        IsADirectoryError: ("It is a folder.", "Name a file in it; ls shows what is there."),
        PermissionError: ("You may not read it.", f"Ask its owner, or: chmod u+r {typed(name)}"),
    }
    if name == STDIN:
        name, is_closed = "standard input", slip.errno in (None, errno.EBADF)
        reasons = {type(slip): ("It is closed.", "Name a file, or pipe something into it.")} if is_closed else {}
    if name.startswith(WEB):
        reasons = {type(slip): ("Another program fetches it.", f"Pipe it: curl -L {typed(name)} | xent score -")}
    why, fix = reasons.get(
        type(slip), ("The system says: " + (slip.strerror or str(slip)) + ".", "Try again, or copy it.")
    )
    return XentError(
        "cannot-read",
        f"Cannot read {visible(name)}.",
        where="FILE",
        text=name,
        why=why,
        fix=fix,
        status=NO_ACCESS,
    )
