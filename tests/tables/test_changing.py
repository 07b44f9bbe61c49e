"""A file that another program touches while it is read: read as it was opened, to the end it has by then, or refused."""

from __future__ import annotations

import io
import os
import threading
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import pytest

from xentropy_cli.errors import XentError
from xentropy_cli.scoring.score import score_file
from xentropy_cli.scoring.settings import Settings
from xentropy_cli.tables.columnar.npy import numpy_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS = 40_000
TEXT = "y,p\n" + "".join(f"{k % 2},0.{k % 89999 + 10000}\n" for k in range(ROWS))
MORE = "1,0.5\n" * 1000


class Touched(io.FileIO):
    """A file to which something is done before its fifth read."""

    def __init__(self, name: str, touch: Callable[[], object]) -> None:
        super().__init__(name)
        self.touch, self.left = touch, 5

    def count(self) -> None:
        self.left -= 1
        if not self.left:
            self.touch()

    def read(self, size: int | None = -1) -> bytes | None:
        self.count()
        return super().read(size)

    def readinto(self, buffer: Any) -> int | None:
        self.count()
        return super().readinto(buffer)


def scored(path: Path, touch: Callable[[], object]) -> int:
    """The count of rows, where the file is touched while the second of its blocks is read."""

    def opener(name: str, _: IO[bytes] | None) -> IO[bytes]:
        return Touched(name, touch)

    return score_file(str(path), Settings(block=1 << 16, opener=opener)).n


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "p.csv"
    found.write_text(TEXT)
    return found


def test_a_file_that_vanishes_or_is_replaced_is_read_as_it_was(path: Path) -> None:
    other = path.with_name("other.csv")
    other.write_text("y,p\n1,7\n")
    assert scored(path, lambda: os.replace(other, path)) == ROWS
    path.write_text(TEXT)
    assert scored(path, path.unlink) == ROWS


def test_a_file_that_grows_is_read_to_the_end_it_has_by_then(path: Path) -> None:
    def grow() -> None:
        with path.open("a") as stream:
            stream.write(MORE)

    assert scored(path, grow) == ROWS + 1000


@pytest.mark.parametrize("size", [0, 1000, 300_000])
def test_a_file_that_became_shorter_is_refused(size: int, path: Path) -> None:
    with pytest.raises(XentError) as caught:
        scored(path, lambda: os.truncate(path, size))
    assert (caught.value.code, caught.value.status) == ("changed-file", 4)


def test_arrays_that_became_shorter_are_refused(tmp_path: Path) -> None:
    for name, save in (("t.npy", np.save), ("t.npz", np.savez)):
        path = tmp_path / name
        save(path, np.full(1 << 20, 0.5))  # type: ignore[operator]  # both take a name and an array
        batches = numpy_table(str(path)).batches
        next(batches)
        os.truncate(path, 1 << 19)
        with pytest.raises(XentError) as caught:
            list(batches)
        assert caught.value.code == "unreadable-table"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_read_like_any_other(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    writer = threading.Thread(target=fifo.write_text, args=(TEXT,))
    writer.start()
    assert score_file(str(fifo), Settings()).n == ROWS
    writer.join()
