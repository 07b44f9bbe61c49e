"""Files and pipes as streams of UTF-8 bytes: opened, decompressed by content, transcoded, within stated limits."""

from __future__ import annotations

import codecs
import io
import os
from typing import IO, TYPE_CHECKING, Any

from xentropy_cli.errors import BAD_DATA, MISUSE, XentError
from xentropy_cli.tables.sources.access import STDIN, is_address, reading
from xentropy_cli.tables.sources.changes import changed, size_of
from xentropy_cli.tables.sources.event_streams import AnswerLines, is_event_stream
from xentropy_cli.tables.sources.json_arrays import ArrayLines, ObjectLines, is_array, is_over_lines
from xentropy_cli.tables.sources.produced import Produced
from xentropy_cli.tables.sources.unpacking import MAGIC, unpacked
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    Opener = Callable[[str, IO[bytes] | None], IO[bytes]]

BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
LONGEST_MAGIC = 8
EXPANSION_FROM = 64 << 20
MOST_EXPANSION = 250
TRANSCODED_AT_ONCE = 1 << 16
NEWLINE = 10
MANY_LINES = 1 << 16  # bytes from which NumPy counts faster, while other threads work
FIRST_LOOK = 256  # bytes that tell the encoding, and whether events or an array are cut into lines


def count_lines(data: bytes) -> int:
    r"""Count line ends: \n, \r\n and \r alike.

    >>> count_lines(b"a\nb\r\nc\rd\r\n")
    4
    """
    if b"\r" in data:
        return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    if len(data) < MANY_LINES:
        return data.count(b"\n")
    import numpy as np

    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == NEWLINE))


class Joined(Produced):
    """Bytes already read, then the rest of the stream, which goes into the reader's own memory."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        """Begin with the bytes."""
        self.ready, self.stream = head, stream

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # as in Produced
        """Give the bytes, then what the stream gives: nothing, where nothing waits in a pipe that does not block."""
        if self.ready:
            return super().readinto(buffer)
        return self.stream.readinto(buffer) or 0  # type: ignore[attr-defined]  # every binary stream has it


class Counted(Joined):
    """A binary stream that knows how many bytes it has given, and whose first bytes can be looked at."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Read the first bytes, enough to tell what the stream holds."""
        self.count = 0
        self.head = b""
        while len(self.head) < LONGEST_MAGIC and (more := stream.read(LONGEST_MAGIC - len(self.head))):
            self.head += more
        super().__init__(self.head, stream)

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # as in Produced
        """Count what is given."""
        count = super().readinto(buffer)
        self.count += count
        return count


class Transcoded(Produced):
    """A stream in another encoding, as UTF-8."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        """Decode strictly: a byte that means nothing is an error, never a question mark."""
        self.stream = stream
        self.decoder = codecs.getincrementaldecoder(encoding)("strict")

    def more(self, size: int) -> bytes:
        """Decode until there is something to give."""
        while raw := self.stream.read(min(size, TRANSCODED_AT_ONCE)):
            if text := self.decoder.decode(raw):
                return text.encode("utf-8", "surrogatepass")
        return self.decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")


class Source:
    """An open file or pipe: its name as shown, and its bytes as UTF-8."""

    def __init__(self, name: str, stream: IO[bytes], encoding: str | None) -> None:
        """Look at the first bytes and put the decoders they ask for in between."""
        self.is_stdin = name == STDIN
        self.name = "standard input" if self.is_stdin else name
        self.raw = Counted(stream)
        self.packed = next((kind for magic, kind in MAGIC.items() if self.raw.head.startswith(magic)), None)
        self.given, self.size = 0, size_of(stream)
        self.stream: IO[bytes] = io.BufferedReader(self.raw, 1 << 16)
        if self.packed:
            self.stream = unpacked(self.stream, self.packed, self.name)
        self.encoding = encoding or ""
        self.is_array = False  # whether it is one JSON array, which is cut into lines

    def start(self) -> None:
        """Take the byte order mark off, and transcode where it or the caller names another encoding."""
        head = self.read(FIRST_LOOK, patient=True)
        bom, found = next(((b, e) for b, e in BOMS.items() if head.startswith(b)), (b"", "utf-8"))
        self.encoding = found if bom else self.encoding or "utf-8"
        rest = Joined(head[len(bom) :], self.stream)
        transcode = codecs.lookup(self.encoding).name != "utf-8"
        self.stream = io.BufferedReader(Transcoded(rest, self.encoding) if transcode else rest, 1 << 16)  # type: ignore[arg-type]
        with reading(self.name):
            try:
                self.take_array()
            except UnicodeError as slip:
                raise bad_encoding(self.name, slip, self.encoding) from None

    def take_array(self) -> None:
        """Make lines of an array of objects, of objects that go over lines, and of answers in pieces; not of another stream."""
        head, first = b"", self.stream.peek(1)  # type: ignore[attr-defined]  # a BufferedReader
        if is_event_stream(first):
            self.stream = io.BufferedReader(AnswerLines(self.stream, self.name), 1 << 16)
        if is_over_lines(first):
            self.stream = io.BufferedReader(ObjectLines(self.stream, self.name), 1 << 16)
        if is_array(first) is not False:
            while is_array(head) is None and (more := self.stream.read(1)):
                head += more
            self.is_array = is_array(head) or False
            rest: Any = Joined(head, self.stream)
            self.stream = io.BufferedReader(ArrayLines(rest, self.name) if self.is_array else rest, 1 << 16)

    def close(self) -> None:
        """Close a file; standard input is left open."""
        if not self.is_stdin:
            self.raw.stream.close()

    def read(self, size: int, *, patient: bool = False) -> bytes:
        """Read exactly `size` bytes, fewer only at the end."""
        with reading(self.name):
            try:
                data = self.stream.read(size)
            except UnicodeError as slip:
                raise bad_encoding(self.name, slip, self.encoding) from None
        if not data and self.size and size_of(self.raw.stream) < max(self.size, self.raw.stream.tell()):
            raise changed(self.name, "It became shorter, so that its last row may be cut.")
        self.given += len(data)
        if self.packed and not patient and self.given > max(EXPANSION_FROM, MOST_EXPANSION * self.raw.count):
            raise XentError(
                "expands-too-much",
                f"{visible(self.name)} unpacks to more than {MOST_EXPANSION} times its size.",
                where=self.name,
                text=self.packed,
                why=f"Predictions pack to a third or a tenth; past {EXPANSION_FROM >> 20} MiB such a file may be a trap.",
                fix="If you trust it, unpack it yourself: gzip -dc FILE | xent score -",
                status=BAD_DATA,
            )
        return data


def bad_encoding(name: str, slip: UnicodeError, encoding: str) -> XentError:
    """Say which byte means nothing, where one is known."""
    shown, why = encoding, f"{slip}."
    if isinstance(slip, UnicodeDecodeError):
        around = bytes(slip.object[max(slip.start - 20, 0) : slip.start + 8])
        shown = around.decode("ascii", "backslashreplace").replace("\n", " ").replace("\r", " ").replace("\0", " ")
        why = f"Byte 0x{slip.object[slip.start]:02X}: {slip.reason}."
    return XentError(
        "bad-encoding",
        f"These bytes are not {encoding.upper()}.",
        where=name,
        text=shown or "?",
        span=(0, max(len(shown), 1)),
        why=why,
        fix="Leave --encoding out if the file is UTF-8, or name its encoding: --encoding latin-1 (or cp1252, utf-16, …).",
        status=BAD_DATA,
    )


NO_CHARACTERS = {"charmap", "idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape"}
"""What Python calls an encoding and no file is written in: notations of names and of literals, and a table without its map.

UTF-7 is one in which mail was written, and is read.
"""


def check_encoding(encoding: str) -> None:
    """Refuse a name that is no text encoding."""
    try:
        "".encode(encoding)
        if codecs.lookup(encoding).name.replace("-", "_") in NO_CHARACTERS:
            raise LookupError(encoding)  # noqa: TRY301  refused as the others are
    except (LookupError, ValueError):
        raise XentError(
            "unknown-encoding",
            f"There is no encoding {visible(encoding)}.",
            where="--encoding",
            text=encoding,
            why="It must be one that Python knows.",
            fix="Type utf-8, latin-1, cp1252, utf-16 or another of its kind.",
            status=MISUSE,
        ) from None


def open_stream(name: str, stdin: IO[bytes] | None) -> IO[bytes]:
    """Open a file or an address, or take standard input for `-`."""
    if is_address(name):
        from xentropy_cli.tables.sources.addresses import address_stream

        return address_stream(name)
    if name != STDIN:
        return open(name, "rb", buffering=0)
    if stdin is None:
        raise OSError(9, "it is closed")
    return stdin


def open_source(
    name: str, stdin: IO[bytes] | None, encoding: str | None = None, opener: Opener = open_stream
) -> Source:
    """Open a file or stream, and take the first look at it."""
    if encoding:
        check_encoding(encoding)
    with reading(name):
        source = Source(name, opener(name, stdin), encoding)
    try:
        source.start()
    except BaseException:
        source.close()
        raise
    return source


def file_head(name: str) -> bytes:
    """The first bytes of a regular file or an object; nothing of a pipe, whose bytes can be read only once."""
    with reading(name):
        if not (is_address(name) or os.path.isfile(name)):
            return b""
        with open_stream(name, None) as stream:
            return stream.read(LONGEST_MAGIC)
