"""A binary stream whose bytes are produced a part at a time: decoded, unpacked, or cut out of another."""

from __future__ import annotations

import io


class Produced(io.RawIOBase):
    """A stream to be read once; whoever makes one says what comes next."""

    ready: bytes = b""

    def more(self, size: int) -> bytes:
        """The next bytes, about so many; nothing at the end."""
        raise NotImplementedError

    def readable(self) -> bool:
        """Every stream here can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # what io calls it with
        """Give the next bytes; those that find no room wait."""
        ready = self.ready or self.more(len(buffer))
        part, self.ready = ready[: len(buffer)], ready[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)
