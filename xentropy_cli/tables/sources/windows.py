"""Parts of a file mapped into memory, one window at a time, behind the methods of a stream.

A map of the whole file would count as memory in use, and a mapped file that is cut short ends the process at the next look
at it. So each window is small, is mapped right behind a look at the size of the file, and is copied and let go at once.
"""

from __future__ import annotations

import os
import zlib
from mmap import ACCESS_READ, ALLOCATIONGRANULARITY, mmap
from typing import IO
from zipfile import BadZipFile


class Mapped:
    """The bytes of a file from a place on: all of them, or so many, whose CRC-32 is known and checked behind the last."""

    def __init__(self, stream: IO[bytes], start: int = 0, size: int | None = None, crc: int = 0) -> None:
        """Begin at the place."""
        self.stream, self.start, self.size, self.crc = stream, start, size, crc
        self.at = self.sum = 0

    def tell(self) -> int:
        """How far it was read."""
        return self.at

    def seek(self, at: int) -> int:
        """Go on elsewhere."""
        self.at = at
        return at

    def read(self, size: int) -> bytes:
        """Take the next bytes from the map; fewer where the file ends."""
        begin = self.start + self.at
        left = os.fstat(self.stream.fileno()).st_size - begin
        size = max(min(size, left if self.size is None else min(left, self.size - self.at)), 0)
        found = self.window(begin, size) if size else b""
        self.at += size
        if self.size is not None:
            self.sum = zlib.crc32(found, self.sum)
            if self.at == self.size and self.sum != self.crc:
                raise BadZipFile("its CRC-32 does not fit")
        return found

    def window(self, begin: int, size: int) -> bytes:
        """Map from the border of a page on."""
        skip = begin % ALLOCATIONGRANULARITY
        with mmap(self.stream.fileno(), skip + size, access=ACCESS_READ, offset=begin - skip) as mapped:
            return mapped[skip:]


def can_be_mapped(stream: IO[bytes]) -> bool:
    """Tell whether a stream is a file that can be mapped: not so an object of a store, nor files of some file systems."""
    try:
        mmap(stream.fileno(), 1, access=ACCESS_READ).close()
    except (OSError, ValueError):
        return False
    return True
