"""Arrays of NumPy, .npy and .npz, compressed or not, a few rows at a time."""

from __future__ import annotations

import errno
import math
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from lzma import LZMAError
from tokenize import TokenError
from typing import IO, TYPE_CHECKING, Any

import numpy as np
from numpy.lib import format as npy

from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.tables.columnar.reader import ROWS, Columnar, unreadable
from xentropy_cli.tables.sources.access import is_address, no_access
from xentropy_cli.tables.sources.addresses import address_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

SUFFIX = ".npy"
AT_ONCE = 1 << 22  # bytes of all columns together
MOST_BY_COLUMNS = 1 << 30  # bytes of an array that is read whole
BY_ROWS = "Write it row by row: numpy.savez(FILE, y=labels, p=numpy.ascontiguousarray(probabilities))."
ZIP = b"PK"
ENCRYPTED = 1
WITH_COLUMNS = 2
NO_HEADER = (SyntaxError, TokenError)  # what NumPy meets in a damaged one


class Member(NamedTuple):
    """An array that waits in an open stream: its name, type and shape, and whether it stands column by column."""

    name: str
    stream: IO[bytes]
    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    by_columns: bool

    @property
    def row_bytes(self) -> int:
        """The bytes of one row."""
        return self.dtype.itemsize * math.prod(self.shape[1:])


def numpy_table(path: str) -> Columnar:
    """Open .npy (one array) or .npz (one array a column)."""
    with unpacking(path):
        stream: IO[bytes] = address_file(path) if is_address(path) else open(path, "rb")  # noqa: SIM115  closed behind its last rows
    try:
        is_archive = stream.read(len(ZIP)) == ZIP
        stream.seek(0)
        table = many_arrays(path, stream) if is_archive else one_array(path, stream)
    except BaseException:
        stream.close()
        raise
    return replace(table, batches=closed_behind(stream, table.batches))


def closed_behind(stream: IO[bytes], batches: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Close a file when nobody takes more of it."""
    with stream:
        yield from batches


def many_arrays(path: str, stream: IO[bytes]) -> Columnar:
    """The arrays of an archive, side by side."""
    with unpacking(path):
        archive = zipfile.ZipFile(stream)
        infos = archive.infolist()
        if any(info.flag_bits & ENCRYPTED for info in infos):
            raise unreadable(path, "it is encrypted")
        others = [info.filename for info in infos if not info.filename.endswith(SUFFIX)]
        if others:
            raise unreadable(path, f"{others[0]} in it is no array", f"Unpack it: unzip -p {path} | xent score -")
        named = [(info.filename.removesuffix(SUFFIX), archive.open(info)) for info in infos]
        members = [one_wide(member_of(path, name, array)) for name, array in named]
    for member in members:
        if member.dtype.names:
            raise unreadable(path, f"{member.name} is an array of records")
        if member.by_columns and member.row_bytes * member.shape[0] > MOST_BY_COLUMNS:
            raise unreadable(path, f"{member.name} is in Fortran order", BY_ROWS)
        if len(member.shape) not in (1, WITH_COLUMNS):
            raise unreadable(path, f"{member.name} has {len(member.shape)} dimensions")
    if len({member.shape[0] for member in members}) != 1:
        raise unreadable(path, "its arrays are not of one length")
    count = rows_at_once(members)
    batches = zip(*((turned if member.by_columns else pieces)(path, member, count) for member in members), strict=True)
    return Columnar(path, "npz", tuple(member.name for member in members), batches)


def one_wide(member: Member) -> Member:
    """Take an array of shape (n, 1), as a model with one output gives it, as a column of n numbers."""
    if member.shape[1:] != (1,):
        return member
    return member._replace(shape=member.shape[:1], by_columns=False)


def one_array(path: str, stream: IO[bytes]) -> Columnar:
    """One array: a column of events, the fields of records, or columns side by side."""
    member = one_wide(member_of(path, "its array", stream))
    found = pieces(path, member, rows_at_once([member]))
    if member.dtype.names and len(member.shape) == 1:
        names = member.dtype.names
        return Columnar(path, "npy", names, ([piece[name] for name in names] for piece in found))
    if len(member.shape) == 1:
        return Columnar(path, "npy", ("p",), ([piece] for piece in found))
    if len(member.shape) != WITH_COLUMNS:
        raise unreadable(path, f"it has {len(member.shape)} dimensions")
    first = next(found, None)  # so that a damaged header is noticed before it is believed
    names = tuple(str(k + 1) for k in range(member.shape[1]))
    every = found if first is None else chain([first], found)
    return Columnar(path, "npy", names, (list(piece.T) for piece in every))


def rows_at_once(members: Sequence[Member]) -> int:
    """How many rows fill the memory that is meant for them."""
    return max(1, min(ROWS, AT_ONCE // max(sum(member.row_bytes for member in members), 1)))


def member_of(path: str, name: str, stream: IO[bytes]) -> Member:
    """Read the header of an array."""
    with unpacking(path):
        version = npy.read_magic(stream)
        if version not in ((1, 0), (2, 0)):
            raise unreadable(path, f"{name} is in version {version[0]} of the format")
        read_header = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, by_columns, dtype = read_header(stream)
    if dtype.hasobject:
        raise unreadable(path, f"{name} holds Python objects, which are never unpickled")
    return Member(name, stream, dtype, shape, by_columns and len(shape) == WITH_COLUMNS)


def pieces(path: str, member: Member, count: int) -> Iterator[NDArray[Any]]:
    """The rows of an array, `count` at a time."""
    rows, start = member.shape[0], member.stream.tell()
    with unpacking(path):
        for first in range(0, rows, count):
            size = min(count, rows - first)
            if member.by_columns:
                yield columns_of(path, member, start, first, size)
            else:
                yield next_numbers(path, member, size * math.prod(member.shape[1:])).reshape(size, *member.shape[1:])
        if member.stream.read(1):
            raise unreadable(path, f"{member.name} goes on behind its last row")


def turned(path: str, member: Member, count: int) -> Iterator[NDArray[Any]]:
    """The rows of an array of an archive that stands column by column: it is read whole, since nobody seeks in an archive."""
    rows, columns = member.shape
    with unpacking(path):
        whole = next_numbers(path, member, rows * columns).reshape(columns, rows).T
        if member.stream.read(1):
            raise unreadable(path, f"{member.name} goes on behind its last row")
    for first in range(0, rows, count):
        yield whole[first : first + count]


def columns_of(path: str, member: Member, start: int, first: int, size: int) -> NDArray[Any]:
    """Some rows of an array that stands column by column."""
    found = []
    for k in range(member.shape[1]):
        member.stream.seek(start + (k * member.shape[0] + first) * member.dtype.itemsize)
        found.append(next_numbers(path, member, size))
    return np.stack(found, axis=-1)


def next_numbers(path: str, member: Member, count: int) -> NDArray[Any]:
    """The next numbers of an array."""
    parts, left = [], count * member.dtype.itemsize
    while left:  # no more at once than the file is known to hold: a damaged header may ask for anything
        parts.append(member.stream.read(min(left, AT_ONCE)))
        left -= len(parts[-1])
        if not parts[-1]:
            raise unreadable(path, f"{member.name} ends before its last row")
    return np.frombuffer(b"".join(parts), member.dtype, count)


@contextmanager
def unpacking(path: str) -> Iterator[None]:
    """Turn what can go wrong in a file, an archive or a header into a refusal."""
    try:
        yield
    except OSError as slip:
        if slip.errno in (None, errno.EINVAL):  # what bzip2 says of a bad stream, and a seek to where no file goes
            raise unreadable(path, str(slip)) from None
        raise no_access(path, slip) from None
    except (EOFError, ValueError, NotImplementedError, zipfile.BadZipFile, zlib.error, LZMAError, *NO_HEADER) as slip:
        raise unreadable(path, str(slip) or "it ends too early") from None
