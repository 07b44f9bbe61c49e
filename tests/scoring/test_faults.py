"""What fails while a file is read or a result is written: a message, an empty stdout, the old file intact."""

from __future__ import annotations

import gc
import io
import weakref
from typing import TYPE_CHECKING

import pytest

from xentropy_cli.errors import XentError
from xentropy_cli.scoring.score import score_file
from xentropy_cli.scoring.settings import Settings
from xentropy_cli.tables.column_roles import plan_of
from xentropy_cli.tables.columns import Wanted
from xentropy_cli.tables.form import Form, shape_of
from xentropy_cli.tables.sources import streams
from xentropy_cli.tables.sources.streams import Source
from xentropy_cli.tables.strict.reader import Reader
from xentropy_cli.tables.strict.records import Block

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

GOOD = b"y,p\n" + b"1,0.9\n0,0.2\n" * 200


class Failing(io.RawIOBase):
    """A stream whose k-th read fails."""

    def __init__(self, data: bytes, k: int) -> None:
        self.data, self.left = io.BytesIO(data), k

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        self.left -= 1
        if not self.left:
            raise OSError(5, "Input/output error")
        return self.data.readinto(memoryview(buffer)[:100])


def outcome(stream: Failing) -> tuple[str, int] | None:
    try:
        score_file("-", Settings(), stream)  # type: ignore[arg-type]
    except XentError as error:
        return error.code, error.status
    return None


def test_the_kth_read_fails_for_every_k() -> None:
    whole = Failing(GOOD, 10**6)
    assert outcome(whole) is None
    reads = 10**6 - whole.left
    assert reads > len(GOOD) // 100
    for k in range(1, reads + 1):
        assert outcome(Failing(GOOD, k)) == ("cannot-read", 4), k
    assert outcome(Failing(GOOD, reads + 1)) is None


def test_a_result_file_stays_as_it_was_when_the_input_is_bad(tmp_path: Path, call: Runner) -> None:
    for name in ("out.json", "part.json"):
        (tmp_path / name).write_text("old")
    bad = tmp_path / "bad.csv"
    bad.write_bytes(GOOD + b"1,7\n")
    ran = call("score", str(bad), "-o", str(tmp_path / "out.json"), "--save-summary", str(tmp_path / "part.json"))
    assert (ran.status, ran.out) == (3, "")
    assert {path.name: path.read_text() for path in tmp_path.iterdir() if path != bad} == {
        "out.json": "old",
        "part.json": "old",
    }


def test_a_folder_that_is_not_there_and_a_file_that_vanished_are_told(tmp_path: Path, call: Runner) -> None:
    assert call("score", "-", "-o", str(tmp_path / "no" / "out.json"), stdin=GOOD).status == 4
    assert call("score", "-", "--save-summary", str(tmp_path / "no" / "part.json"), stdin=GOOD).status == 4
    ran = call("score", str(tmp_path / "gone.csv"))
    assert (ran.status, "cannot-read" in ran.err) == (4, True)


def test_a_bomb_is_refused_and_a_record_without_end_too(monkeypatch: pytest.MonkeyPatch) -> None:
    import gzip

    monkeypatch.setattr(streams, "EXPANSION_FROM", 1 << 22)
    packed = gzip.compress(b"y,p\n" + b"1,0.5\n" * (1 << 20), 9)
    with pytest.raises(XentError) as caught:
        score_file("-", Settings(), io.BytesIO(packed))
    assert caught.value.code == "expands-too-much"
    with pytest.raises(XentError) as caught:
        score_file("-", Settings(), io.BytesIO(b'y,p\n1,"' + b"0\n" * (3 << 20)))
    assert caught.value.code == "record-too-long"


def test_standard_input_is_left_open() -> None:
    stream = io.BytesIO(GOOD)
    source = Source("-", stream, None)
    source.close()
    assert not stream.closed


def test_a_block_with_a_fault_goes_without_a_search_for_cycles() -> None:
    block = Block(b"y,p\n1,0.9\n0,0.1\n1,x\n", 1, "-", first=True)
    shape = shape_of(block, Form())
    gc.disable()
    try:
        _, found = Reader(shape, plan_of(shape, Wanted(), "-")).read(block)
        fault, kept = found.fault, weakref.ref(found)
        del found
        assert fault is not None
        assert kept() is None
    finally:
        gc.enable()
