"""Parquet and Feather from any file system that Arrow knows: the bits of their text, or a refusal."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from xentropy_cli import score
from xentropy_cli.scoring.score import Settings, score_file

pa = pytest.importorskip("pyarrow")
fs = pytest.importorskip("pyarrow.fs")
feather = pytest.importorskip("pyarrow.feather")
parquet = pytest.importorskip("pyarrow.parquet")

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Runner

DRAW = random.Random(1)
ROWS = [(DRAW.randrange(2), DRAW.random(), DRAW.choice("ab")) for _ in range(500)]
TABLE = pa.table({"y": [row[0] for row in ROWS], "p": [row[1] for row in ROWS], "site": [row[2] for row in ROWS]})
WANT = score_file("-", Settings(), io.BytesIO(("y,p\n" + "".join(f"{y},{p!r}\n" for y, p, _ in ROWS)).encode())).sums
WRITERS: dict[str, Callable[[Any, Any], object]] = {"parquet": parquet.write_table, "feather": feather.write_feather}


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system in memory that answers to mock:// as S3 does to s3://."""
    system = fs._MockFileSystem()  # noqa: SLF001  the only one in memory that Arrow has

    def from_uri(address: str) -> tuple[Any, str]:
        return system, address.removeprefix("mock://")

    monkeypatch.setattr(fs, "FileSystem", type("FileSystem", (), {"from_uri": staticmethod(from_uri)}))
    system.create_dir("bucket/folder.parquet")
    for kind, write in WRITERS.items():
        body = io.BytesIO()
        write(TABLE, body)
        for name, data in (
            (f"t.{kind}", body.getvalue()),
            (f"cut.{kind}", body.getvalue()[:-9]),
            (f"none.{kind}", b""),
        ):
            with system.open_output_stream(f"bucket/{name}") as stream:
                stream.write(data)


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_in_memory_has_the_bits_of_its_text(kind: str, call: Runner) -> None:
    assert score(f"mock://bucket/t.{kind}").sums == WANT
    ran = call("score", f"mock://bucket/t.{kind}", "--rows")
    assert ran.out.count("\n") == len(ROWS) + 1


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize(
    ("name", "code", "status"),
    [
        ("folder.parquet", "cannot-read", 4),
        ("missing.parquet", "cannot-read", 4),
        ("missing/t.feather", "cannot-read", 4),
        ("cut.parquet", "unreadable-table", 3),
        ("cut.feather", "unreadable-table", 3),
        ("none.parquet", "unreadable-table", 3),
        ("none.feather", "unreadable-table", 3),
    ],
)
def test_what_is_not_there_or_is_no_table_is_refused(name: str, code: str, status: int, call: Runner) -> None:
    for more in ((), ("--rows",)):
        ran = call("score", f"mock://bucket/{name}", *more)
        assert (ran.status, ran.out, code in ran.err) == (status, "", True), ran.err


@pytest.mark.parametrize("address", ["foo://x/t.parquet", "://", "file://", "s3://a b/t.parquet", "mock://x.parquet"])
def test_an_address_that_leads_nowhere_is_refused(address: str, call: Runner) -> None:
    ran = call("score", address)
    assert (ran.status, ran.out, "cannot-read" in ran.err) == (4, "", True), ran.err


DAMAGED = """
import random, sys
from xentropy_cli import errors, score
path, draw, refused = sys.argv[1], random.Random(1), 0
whole = open(path, "rb").read()
for _ in range(100):
    data = bytearray(whole)
    data[draw.randrange(6, len(data))] ^= draw.randrange(1, 256)
    open(path, "wb").write(data if draw.random() < 0.7 else data[: draw.randrange(6, len(data))])
    try:
        score(path)
    except errors.XentError as error:
        refused += error.status in (2, 3)
print(refused)
"""


@pytest.mark.parametrize("kind", WRITERS)
def test_damage_is_refused_and_never_ends_the_process(kind: str, tmp_path: Path) -> None:
    WRITERS[kind](TABLE, str(tmp_path / "t"))
    done = subprocess.run([sys.executable, "-c", DAMAGED, tmp_path / "t"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


COLUMNS: dict[str, tuple[dict[str, Any], float | None]] = {
    "whole": ({"y": [1, 0], "p": [[0.5, 0.5], [0.25, 0.75]]}, 1.0397207708399179),  # (ln 2 + ln 4) / 2
    "one list is shorter": ({"y": [1, 0], "p": [[0.5, 0.5], [1.0]]}, None),
    "one list is missing": ({"y": [1, 0], "p": [[0.5, 0.5], None]}, None),
    "a number in a list is missing": ({"y": [1, 0], "p": [[0.5, 0.5], [0.5, None]]}, None),
    "a label is missing": ({"y": [1, None], "p": [0.5, 0.25]}, None),
    "a number is missing": ({"y": [1, 0], "p": [0.5, None]}, None),
    "structures": ({"y": [1, 0], "p": [{"a": 1.0}, {"a": 0.5}]}, None),
    "bytes that are no text": ({"y": [b"1", b"\xff"], "p": [0.5, 0.25]}, None),
    "bytes that are text": ({"y": [b"1", b"1"], "p": [0.5, 0.25]}, 1.0397207708399179),
    "text": ({"y": ["1", "1"], "p": ["0.5", "0.25"]}, 1.0397207708399179),
    "yes and no": ({"y": [True, True], "p": [0.5, 0.25]}, 1.0397207708399179),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_of_any_kind_are_scored_or_refused(name: str, tmp_path: Path, call: Runner) -> None:
    columns, mean = COLUMNS[name]
    for write in WRITERS.values():
        write(pa.table(columns), str(tmp_path / "t"))
        ran = call("score", str(tmp_path / "t"), "-q")
        if mean is None:
            assert (ran.status, ran.out, "bad-row" in ran.err) == (3, "", True), ran.err
        else:
            assert ran.out == f"{mean!r}\n", ran.err
