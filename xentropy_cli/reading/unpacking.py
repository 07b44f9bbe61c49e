"""Compressed streams, known by their first bytes."""

from __future__ import annotations

from typing import IO

from xentropy_cli.errors import BAD_DATA, NO_ACCESS, XentError
from xentropy_cli.text import visible

MAGIC = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\0": "xz", b"\x28\xb5\x2f\xfd": "zstd"}


def unpacked(stream: IO[bytes], kind: str, name: str) -> IO[bytes]:
    """Put the decompressor of that kind in between."""
    if kind == "gzip":
        import gzip

        return gzip.GzipFile(fileobj=stream)  # type: ignore[return-value]  # a binary stream in all but name
    if kind == "bzip2":
        import bz2

        return bz2.BZ2File(stream)
    if kind == "xz":
        import lzma

        return lzma.LZMAFile(stream)
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
    unpacking: IO[bytes] = zstd.ZstdFile(stream)
    return unpacking


def needs_extra(name: str, what: str, extra: str) -> XentError:
    """Say what to install for this kind of file."""
    return XentError(
        "needs-extra",
        f"{visible(name)} needs the extra '{extra}'.",
        where=name,
        text=what,
        span=(0, len(what)),
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
        span=(0, len(what or "end of file")),
        why="The compressed data end too early or do not fit their checksum, so part of the rows may be missing.",
        fix="Copy or download the file again; gzip -t FILE checks it.",
        status=BAD_DATA,
    )
