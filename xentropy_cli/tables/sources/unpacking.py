"""Compressed streams, known by their first bytes."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from xentropy_cli.errors import BAD_DATA, NO_ACCESS, XentError
from xentropy_cli.tables.sources.produced import Produced
from xentropy_cli.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable

UNPACKED_AT_ONCE = 1 << 16
MAGIC = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\0": "xz", b"\x28\xb5\x2f\xfd": "zstd"}


def unpacked(stream: IO[bytes], kind: str, name: str) -> IO[bytes]:
    """Put the decompressor of that kind in between."""
    if kind == "gzip":
        import gzip

        return gzip.GzipFile(fileobj=stream)  # type: ignore[return-value]  # a binary stream in all but name
    if kind == "bzip2":
        import bz2

        return Unpacked(stream, bz2.BZ2Decompressor)  # type: ignore[return-value]  # as above
    if kind == "xz":
        import lzma

        return Unpacked(stream, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ), b"\0")  # type: ignore[return-value]  # as above
    return unpacked_zstd(stream, name)


def unpacked_zstd(stream: IO[bytes], name: str) -> IO[bytes]:
    """Use the zstd of Python 3.14, else that of pyarrow."""
    try:
        from compression import zstd
    except ImportError:
        try:
            import pyarrow as pa
        except ImportError:
            raise needs_extra(name, "Zstandard", "arrow") from None
        packed: IO[bytes] = pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), "zstd")
        return packed
    return Unpacked(stream, zstd.ZstdDecompressor)  # type: ignore[return-value]  # as above


class Unpacked(Produced):
    """Compressed streams one behind the other; unlike those of the library it takes no other bytes for the end."""

    def __init__(self, stream: IO[bytes], make: Callable[[], Any], padding: bytes = b"") -> None:
        """Begin the first stream; between two there may be padding."""
        self.stream, self.make, self.padding = stream, make, padding
        self.decompressor = make()

    def more(self, size: int) -> bytes:
        """Unpack until there is something to give."""
        data = b""
        while not data:
            if self.decompressor.eof:
                packed = self.following()
                if not packed:
                    return b""
                self.decompressor = self.make()
            elif self.decompressor.needs_input:
                packed = self.stream.read(UNPACKED_AT_ONCE)
                if not packed:
                    raise EOFError("the compressed stream ends before its end is marked")
            else:
                packed = b""
            data = self.decompressor.decompress(packed, size)
        return data

    def following(self) -> bytes:
        """The first bytes behind a stream and its padding."""
        packed: bytes = self.decompressor.unused_data or self.stream.read(UNPACKED_AT_ONCE)
        while packed and not packed.lstrip(self.padding):
            packed = self.stream.read(UNPACKED_AT_ONCE)
        return packed.lstrip(self.padding)


def needs_extra(name: str, what: str, extra: str) -> XentError:
    """Say what to install for this kind of file."""
    return XentError(
        "needs-extra",
        f"{visible(name)} needs the extra '{extra}'.",
        where=name,
        text=what,
        why=f"{what} is read by a library that xent does not install by itself.",
        fix=f"Install it: pip install 'xentropy-cli[{extra}]'",
        status=NO_ACCESS,
    )


def damaged(name: str, what: str) -> XentError:
    """Say that a packed file is cut short or damaged."""
    return XentError(
        "damaged-file",
        f"{visible(name)} is cut short or damaged.",
        where=name,
        text=what or "end of file",
        why="The compressed data end too early or do not fit their checksum, so part of the rows may be missing.",
        fix="Copy or download the file again; gzip -t FILE checks it.",
        status=BAD_DATA,
    )
