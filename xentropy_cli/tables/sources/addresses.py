"""Files of an object store by their addresses (s3://bucket/x.csv), through the file systems of pyarrow, an extra."""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from xentropy_cli.tables.sources.access import WEB, no_access
from xentropy_cli.tables.sources.produced import Produced
from xentropy_cli.tables.sources.unpacking import needs_extra

if TYPE_CHECKING:
    from collections.abc import Iterator

AT_ONCE = 1 << 20  # bytes of one request


def address_stream(name: str) -> IO[bytes]:
    """Open an address to be read once from its beginning."""
    with reaching(name):
        system, path = file_system(name)
        # its ending tells nothing: what is packed is known by its first bytes, as of any file
        return Addressed(name, system.open_input_stream(path, compression=None, buffer_size=AT_ONCE))  # type: ignore[return-value]  # a binary stream in all but name


def address_file(name: str) -> Any:
    """Open an address to be read at any place."""
    with reaching(name):
        system, path = file_system(name)
        return system.open_input_file(path)


def file_system(name: str) -> tuple[Any, str]:
    """The file system of an address, and the path there."""
    from pyarrow import fs

    system, path = fs.FileSystem.from_uri(name)
    return system, path


class Addressed(Produced):
    """The bytes at an address; what goes wrong on the way there is no fault of theirs."""

    def __init__(self, name: str, stream: Any) -> None:
        """Take an open stream of Arrow."""
        self.name, self.stream = name, stream

    def more(self, size: int) -> bytes:
        """The next bytes."""
        with reaching(self.name):
            data: bytes = self.stream.read(size)
            return data

    def close(self) -> None:
        """Let go of the address."""
        self.stream.close()
        super().close()


@contextmanager
def reaching(name: str) -> Iterator[None]:
    """Turn what can go wrong on the way to an address into a refusal; of the web nothing is fetched."""
    if name.startswith(WEB):
        raise no_access(name, OSError())
    try:
        import pyarrow as pa
    except ImportError:
        raise needs_extra(name, "An address", "arrow") from None
    try:
        yield
    except (OSError, pa.ArrowException) as slip:
        raise no_access(name, slip if isinstance(slip, OSError) else OSError(str(slip))) from None
