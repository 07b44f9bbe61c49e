"""Inputs that are read twice: a file is opened again, and must not have changed; what flows only once is kept."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Self

from xentropy_cli.errors import NO_ACCESS, XentError
from xentropy_cli.tables.sources.access import STDIN, reading
from xentropy_cli.tables.sources.changes import State, changed, state, status_of
from xentropy_cli.tables.sources.produced import Produced
from xentropy_cli.tables.sources.streams import open_stream

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

HELD = 1 << 20  # bytes of a pipe kept in memory; more go to a temporary file


class Twice:
    """Inputs by name: `first` opens one to be checked, `again` to be used, and `settle` tells whether it is the same."""

    def __init__(self, names: Iterable[str], stdin: IO[bytes] | None) -> None:
        """Note how each file looks before anything is read of it."""
        self.stdin = stdin
        self.start = stdin.tell() if stdin is not None and self.state(STDIN) is not None else 0
        self.before = {name: self.state(name) for name in names}
        self.kept: dict[str, IO[bytes]] = {}

    def __enter__(self) -> Self:
        """Hold what is kept."""
        return self

    def __exit__(self, kind: type[BaseException] | None, slip: BaseException | None, at: TracebackType | None) -> None:
        """Let go of what was kept."""
        for held in self.kept.values():
            held.close()

    def state(self, name: str) -> State | None:
        """How a file looks now; None for what can be read only once, or is no file."""
        if name != STDIN:
            return state(os.stat(name)) if os.path.isfile(name) else None
        status = None if self.stdin is None else status_of(self.stdin)
        return None if status is None else state(status)

    def first(self, name: str, stdin: IO[bytes] | None) -> IO[bytes]:
        """Open for the first time, and keep what cannot be opened again."""
        from tempfile import SpooledTemporaryFile

        stream = open_stream(name, stdin)
        if self.before[name] is not None:
            return stream
        self.kept[name] = SpooledTemporaryFile(HELD)  # noqa: SIM115  closed at the end of all
        return _Keeping(stream, self.kept[name])  # type: ignore[return-value]  # a binary stream in all but name

    def again(self, name: str, stdin: IO[bytes] | None) -> IO[bytes]:
        """Open once more what was read to its end."""
        if name in self.kept:
            self.kept[name].seek(0)
            return _Kept(self.kept[name])  # type: ignore[return-value]  # as above
        if stdin is not None and name == STDIN:
            stdin.seek(self.start)
        return open_stream(name, stdin)

    def settle(self) -> None:
        """Raise XentError if a file is another than it was at first."""
        for name, before in self.before.items():
            if before is not None:
                with reading(name):
                    now = self.state(name)
                if now != before:
                    what = "is gone" if now is None else "has another size or time of change"
                    raise changed(
                        "standard input" if name == STDIN else name,
                        f"Its rows are checked before they are printed, and by now it {what}.",
                    )


class _Keeping(Produced):
    """A stream that is kept as it is read."""

    def __init__(self, stream: IO[bytes], kept: IO[bytes]) -> None:
        self.stream, self.kept = stream, kept

    def more(self, size: int) -> bytes:
        data = self.stream.read(size) or b""
        try:
            self.kept.write(data)
        except OSError as slip:
            raise no_room(slip) from None
        return data

    def close(self) -> None:
        self.stream.close()
        super().close()


class _Kept(Produced):
    """What was kept, from its beginning; closing this leaves it there."""

    def __init__(self, kept: IO[bytes]) -> None:
        self.kept = kept

    def more(self, size: int) -> bytes:
        return self.kept.read(size)


def no_room(slip: OSError) -> XentError:
    """Say that a pipe could not be kept."""
    return XentError(
        "cannot-write",
        "The temporary file cannot be written.",
        where="writing",
        text="a temporary file",
        why=f"The rows of a pipe wait there until the last was found good. The system says: {slip.strerror or slip}.",
        fix="Write the pipe to a file with room for it, and name that; or name a folder with room: TMPDIR=FOLDER xent …",
        status=NO_ACCESS,
    )
