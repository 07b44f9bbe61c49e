"""Standard input, standard output and output files: whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from functools import cache
from typing import IO, TYPE_CHECKING

from xentropy_cli.cli.output.ending import orderly_ends
from xentropy_cli.cli.output.present import tell
from xentropy_cli.errors import BAD_DATA, NO_ACCESS, XentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentropy_cli.scoring.summary import ScoreSummary

STDOUT = "standard output"
STREAM = "-"  # in place of the name of a file

SEPARATORS = tuple(filter(None, (os.sep, os.altsep)))

MOST_BYTES = 64 << 20
"""Bytes of a text that is read whole."""

END_OF_INPUT = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"


class Keyboard(io.RawIOBase):
    """The standard input of a terminal: it says on stderr that it waits for a first line, and ends where its user ends it."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Nothing has been said or read yet."""
        self.stream = stream
        self.has_said = self.has_ended = False

    def readable(self) -> bool:
        """It can be read."""
        return True

    def fileno(self) -> int:
        """Name the terminal to the system."""
        return self.stream.fileno()

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # what io calls it with
        """Say that it waits, and read what is typed."""
        if not self.has_said:
            tell(f"xent reads what you type or paste here; {END_OF_INPUT} on a line of its own ends it.\n")
            self.has_said = True
        count: int = 0 if self.has_ended else self.stream.readinto(buffer)  # type: ignore[attr-defined]  # every raw stream
        self.has_ended = not count
        return count


@cache
def _keyboard(stream: io.BufferedReader) -> IO[bytes]:
    return io.BufferedReader(Keyboard(stream.raw))  # type: ignore[arg-type]  # a raw stream that is a FileIO


def stdin() -> IO[bytes] | None:
    """Standard input as bytes, if it is open."""
    if sys.stdin is None:
        return None
    if sys.stdin.closed or not sys.stdin.isatty():
        return sys.stdin.buffer
    return _keyboard(sys.stdin.buffer)


def shown_name(name: str) -> str:
    """How a file, or standard input, is called in messages."""
    return "standard input" if name == STREAM else name


@contextlib.contextmanager
def source(name: str) -> Iterator[IO[bytes]]:
    """Open a file, or standard input; raise XentError where it cannot be read."""
    typed = stdin() if name == STREAM else None
    if name == STREAM and typed is None:
        raise cannot_read(name, OSError("it is closed"))
    try:
        if typed is not None:
            yield typed
            return
        with open(name, "rb") as stream:
            yield stream
    except OSError as failure:
        raise cannot_read(name, failure) from None


def read_text(name: str) -> str:
    """Read a whole file, or all of standard input, as UTF-8.

    Raises XentError where it cannot be read, is too long, or is not UTF-8.
    """
    with source(name) as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) <= MOST_BYTES:
        return decoded(data, shown_name(name))
    raise XentError(
        "too-long",
        "There is too much on standard input." if name == STREAM else "There is too much in this file.",
        where=shown_name(name),
        text=f"more than {MOST_BYTES >> 20} MiB",
        span=(0, 9),
        why="A calculation that shows every term is for small inputs.",
        fix="Use xent score, which reads files of any length.",
        status=BAD_DATA,
    )


def decoded(data: bytes, name: str) -> str:
    """Decode text as UTF-8; a fault names the line it is in."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        shown = data[max(fault.start - 20, 0) : fault.start].decode("ascii", "replace") + f"<0x{data[fault.start]:02X}>"
        raise XentError(
            "not-utf8",
            "This is not UTF-8.",
            where=f"{name}, line {line}",
            text=shown.rpartition("\n")[2],
            span=(len(shown.rpartition("\n")[2]) - 6, len(shown.rpartition("\n")[2])),
            why="Text is read as UTF-8, so that no letter is guessed.",
            fix="Convert it first: iconv -f LATIN1 -t UTF-8",
            status=BAD_DATA,
        ) from None


def cannot_read(name: str, failure: OSError) -> XentError:
    """Make the error of a file or stream that cannot be read, as of a table."""
    from xentropy_cli.tables.sources.access import no_access

    return no_access(name, failure)


def cannot_write(name: str, failure: OSError) -> XentError:
    """Make the error of a file or stream that cannot be written."""
    reason = failure.strerror or str(failure)
    return XentError(
        "cannot-write",
        f"{name} cannot be written.",
        where="writing",
        text=name,
        why=f"The system says: {reason}.",
        fix="Send it somewhere else: -o FILE, or a pipe."
        if name == STDOUT
        else "Check that its folder exists, that you may write there, and that the disk has room.",
        status=NO_ACCESS,
    )


def write_stdout(text: str, encoding: str) -> None:
    """Write a whole result to standard output; a closed pipe is left to the caller."""
    if sys.stdout is None:
        raise cannot_write(STDOUT, OSError("it is closed"))
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode(encoding, "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as failure:
        raise cannot_write(STDOUT, failure) from None


@contextlib.contextmanager
def replacing(path: str) -> Iterator[Callable[[str], None]]:
    """Open a file to be replaced whole: its old content stays until the new one is complete.

    It is opened before the work starts, so that a folder that is not there is told at once. A device or pipe is written
    as it is, since there is nothing to replace.
    """
    target = os.path.realpath(path)
    try:
        if path.endswith(SEPARATORS):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as device:
                yield lambda text: _write_all(device.write, text)
            return
        with orderly_ends(), _replacement(target) as write:
            yield write
    except OSError as failure:
        raise cannot_write(path, failure) from None


@contextlib.contextmanager
def _replacement(target: str) -> Iterator[Callable[[str], None]]:
    """Write beside the target, then move the new file into its place; on any failure remove it."""
    import tempfile

    handle, beside = tempfile.mkstemp(prefix=".xent-", dir=os.path.dirname(target))
    try:
        with open(handle, "wb") as stream:
            yield lambda text: _write_all(stream.write, text)
        os.chmod(beside, _mode_for(target))
        os.replace(beside, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise


def _write_all(write: Callable[[bytes], object], text: str) -> None:
    write(text.encode("utf-8", "backslashreplace"))


def _mode_for(target: str) -> int:
    """The permissions of the file that is replaced, or those a new file gets."""
    try:
        return os.stat(target).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def refuse_nameless(flag: str, path: str | None) -> None:
    """Refuse to write to a file without a name."""
    if path == "":
        from xentropy_cli.cli.options.refusals import typed

        raise typed(f"{flag} ''", "''", where=flag).refuse(
            "empty",
            "The output file has no name.",
            why="A result is written to standard output, or to a file with a name.",
            fix=f"Type a name, such as {flag} result.json, or leave {flag} out.",
        )


@contextlib.contextmanager
def saving(path: str | None) -> Iterator[Callable[[ScoreSummary], None]]:
    """Open the file of a summary before the work starts; yield what writes the exact sums, whole or not at all."""
    if path is None or path == STREAM:
        yield lambda _: None
        return
    refuse_nameless("--save-summary", path)
    with replacing(path) as write:
        yield lambda summary: write(summary.to_json())


def print_summary(path: str | None, summary: ScoreSummary) -> None:
    """Write the exact sums to standard output, if that is where they go; the result is in its file by now."""
    if path == STREAM:
        write_stdout(summary.to_json(), "utf-8")
