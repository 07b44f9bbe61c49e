"""Parquet, Feather and text from any file system that Arrow knows: the bits of a local text, or a refusal."""

from __future__ import annotations

import gzip
import io
import lzma
import math
import random
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from xentropy_cli import score
from xentropy_cli.scoring.score import score_file
from xentropy_cli.scoring.settings import Settings

pa = pytest.importorskip("pyarrow")
fs = pytest.importorskip("pyarrow.fs")
feather = pytest.importorskip("pyarrow.feather")
parquet = pytest.importorskip("pyarrow.parquet")

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Runner

DRAW = random.Random(1)
ROWS = [(DRAW.randrange(2), DRAW.random(), DRAW.choice("ab")) for _ in range(500)]
TABLE = pa.table({"y": [row[0] for row in ROWS], "p": [row[1] for row in ROWS], "site": [row[2] for row in ROWS]})
WANT = score_file("-", Settings(), io.BytesIO(("y,p\n" + "".join(f"{y},{p!r}\n" for y, p, _ in ROWS)).encode())).sums
WRITERS: dict[str, Callable[[Any, Any], object]] = {"parquet": parquet.write_table, "feather": feather.write_feather}


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A file system in memory that answers to mock:// as S3 does to s3://."""
    system = fs._MockFileSystem()  # noqa: SLF001  the only one in memory that Arrow has
    true = fs.FileSystem.from_uri

    def from_uri(address: str) -> tuple[Any, str]:
        return (system, address.removeprefix("mock://")) if address.startswith("mock:") else true(address)

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
    return system


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_in_memory_has_the_bits_of_its_text(kind: str, call: Runner) -> None:
    assert score(f"mock://bucket/t.{kind}").summary.sums == WANT
    ran = call("score", f"mock://bucket/t.{kind}", "--rows")
    assert ran.out.count("\n") == len(ROWS) + 1
    ran = call("score", f"mock://bucket/t.{kind}", "--explain", f"mock://bucket/t.{kind}:2")
    y, p, _ = ROWS[1]
    assert ran.out == call("compute", "--pred", repr(p), "--label", str(y), "--as", "binary").out, ran.err


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize(
    ("name", "code", "status"),
    [
        ("folder.parquet", "cannot-read", 4),
        ("missing.parquet", "cannot-read", 4),
        ("missing/t.feather", "cannot-read", 4),
        ("cut.parquet", "unreadable-table", 3),
        ("cut.feather", "unreadable-table", 3),
        ("none.parquet", "no-rows", 3),
        ("none.feather", "no-rows", 3),
    ],
)
def test_what_is_not_there_or_is_no_table_is_refused(name: str, code: str, status: int, call: Runner) -> None:
    for more in ((), ("--rows",)):
        ran = call("score", f"mock://bucket/{name}", *more)
        assert (ran.status, ran.out, code in ran.err) == (status, "", True), ran.err


@pytest.mark.parametrize("address", ["foo://x/t.parquet", "://", "file://", "s3://a b/t.parquet", "mock://x.parquet"])
def test_an_address_that_leads_nowhere_is_refused(address: str, call: Runner) -> None:
    for command in ("score", "merge"):
        ran = call(command, address)
        assert (ran.status, ran.out, "cannot-read" in ran.err) == (4, "", True), ran.err


TEXT = "y,p,site\n" + "".join(f"{y},{p!r},{site}\n" for y, p, site in ROWS)
BODIES: dict[str, bytes] = {
    "t.csv": TEXT.encode(),
    "no-suffix": TEXT.encode(),
    "t.csv.gz": gzip.compress(TEXT.encode()),
    "t.xz": lzma.compress(TEXT.encode()),
    "utf16.csv": TEXT.encode("utf-16"),
    "misnamed.parquet": TEXT.encode(),
    "t.jsonl": "".join(f'{{"y": {y}, "p": {p!r}}}\n' for y, p, _ in ROWS).encode(),
    "predictions.csv": b"id,p\na,0.5\nb,0.5\n",
    "truth.csv": b"id,y\nb,1\na,0\n",
}


@pytest.mark.parametrize("name", ["https://example.org/a.csv", "http://localhost:1/a b.parquet"])
def test_of_the_web_nothing_is_fetched_and_the_pipe_that_does_is_named(name: str, call: Runner) -> None:
    ran = call("score", name)
    assert (ran.status, ran.out) == (4, "")
    assert f"  fix: Pipe it: curl -L {shlex.quote(name)} | xent score -\n" in ran.err


@pytest.fixture(params=["mock://bucket/", "file://"])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the bodies are."""
    if request.param == "file://":
        for name, body in BODIES.items():
            (tmp_path / name).write_bytes(body)
        return f"file://{tmp_path.as_posix()}/"
    system = request.getfixturevalue("memory")
    for name, body in BODIES.items():
        with system.open_output_stream(f"bucket/{name}", compression=None) as stream:
            stream.write(body)
    return str(request.param)


def test_text_at_an_address_is_text_whatever_its_name(base: str, call: Runner) -> None:
    for name in BODIES.keys() - {"predictions.csv", "truth.csv"}:
        assert score(base + name).summary.sums == WANT, name
        rows = call("score", base + name, "--rows")
        assert (rows.status, rows.out.count("\n")) == (0, len(ROWS) + (name != "t.jsonl")), rows.err
    ran = call("score", base + "t.csv", "--explain", "3", "-q")
    assert float(ran.out) == pytest.approx(-math.log(ROWS[1][1] if ROWS[1][0] else 1 - ROWS[1][1])), ran.err
    joined = call("score", base + "predictions.csv", "--truth", base + "truth.csv", "--on", "id", "--base", "2", "-q")
    assert joined.out == "1\n", joined.err


@pytest.mark.usefixtures("memory")
def test_columns_at_an_address_are_columns_whatever_their_name(memory: Any) -> None:
    for kind, write in WRITERS.items():
        body = io.BytesIO()
        write(TABLE, body)
        with memory.open_output_stream(f"bucket/{kind}.csv") as stream:
            stream.write(body.getvalue())
        assert score(f"mock://bucket/{kind}.csv").summary.sums == WANT
    body = io.BytesIO()
    np.savez(body, y=TABLE["y"].to_numpy(), p=TABLE["p"].to_numpy())
    with memory.open_output_stream("bucket/arrays.csv") as stream:
        stream.write(body.getvalue())
    assert score("mock://bucket/arrays.csv").summary.sums == WANT


def test_long_text_at_an_address_has_the_bits_of_a_file(base: str, memory: Any, tmp_path: Path, call: Runner) -> None:
    lines = "y,p\n" + "".join(f"{y},{p!r}\n" for y, p, _ in ROWS) * 250
    (tmp_path / "long.csv").write_text(lines)
    with memory.open_output_stream("bucket/long.csv") as stream:
        stream.write(lines.encode())
    assert len(lines) > 2 << 20
    want = call("score", str(tmp_path / "long.csv"), "-q").out
    assert want
    assert call("score", f"{base}long.csv", "-q").out == want


def test_a_summary_at_an_address_is_merged(base: str, memory: Any, tmp_path: Path, call: Runner) -> None:
    saved = score(base + "t.csv").to_json()
    (tmp_path / "part.json").write_text(saved)
    with memory.open_output_stream("bucket/part.json") as stream:
        stream.write(saved.encode())
    assert call("merge", f"{base}part.json", "-q").out == call("merge", str(tmp_path / "part.json"), "-q").out != ""


class Broken(io.RawIOBase):
    """A connection that breaks."""

    def readinto(self, _: Any) -> int:  # type: ignore[override]  # what it is called with
        raise OSError("AWS Error NETWORK_CONNECTION")


def test_what_breaks_on_the_way_is_not_called_damage(call: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    system = type("System", (), {"open_input_stream": staticmethod(lambda *_, **__: Broken())})()
    monkeypatch.setattr(fs, "FileSystem", type("FileSystem", (), {"from_uri": staticmethod(lambda _: (system, ""))}))
    ran = call("score", "mock://bucket/t.csv")
    assert (ran.status, ran.out, "The system says: AWS Error NETWORK_CONNECTION." in ran.err) == (4, "", True), ran.err


def test_an_address_without_the_extra_is_refused(call: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    ran = call("score", "s3://bucket/t.csv")
    assert (ran.status, ran.out, "needs-extra" in ran.err) == (4, "", True), ran.err


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


PEAK = Path(__file__).parent.parent / "peak.py"
LONG: dict[str, Callable[[Any, Path], object]] = {
    "one row group": lambda table, path: parquet.write_table(
        table, path, row_group_size=len(table), compression="none"
    ),
    "many batches": lambda table, path: feather.write_feather(table, str(path), chunksize=10_000),
}


@pytest.mark.skipif(sys.platform == "win32", reason="no resource usage there")
@pytest.mark.parametrize("way", LONG)
def test_memory_stays_the_same_however_long_the_columns(way: str, tmp_path: Path) -> None:
    peaks = []
    for rows in (200_000, 500_000):
        ids = pa.FixedSizeBinaryArray.from_buffers(
            pa.binary(100), rows, [None, pa.py_buffer(DRAW.randbytes(100 * rows))]
        )
        LONG[way](pa.table({"id": ids, "y": np.zeros(rows, np.int8), "p": np.full(rows, 0.5)}), tmp_path / "t")
        peaks.append(peak_of(tmp_path / "t"))
    assert peaks[1] - peaks[0] < 16 << 20


@pytest.mark.skipif(sys.platform == "win32", reason="no resource usage there")
def test_a_batch_of_any_length_is_scored_a_few_rows_at_a_time(tmp_path: Path) -> None:
    peaks = []
    for rows in (50_000, 500_000):
        table = pa.table({"y": np.zeros(rows, np.int8), "p": np.full(rows, 0.5)})
        feather.write_feather(table, str(tmp_path / "t"), chunksize=rows, compression="uncompressed")
        peaks.append(peak_of(tmp_path / "t"))
    assert peaks[1] - peaks[0] < 16 << 20  # the batch itself has 4 MB more


def peak_of(path: Path) -> int:
    """The most memory that it takes to score a file."""
    command = [sys.executable, PEAK, "score", path, "-q"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "0.6931471805599453\n"
    return int(done.stderr.split()[-1])


@pytest.mark.parametrize("name", ["y", "p"])
def test_a_page_that_does_not_fit_its_checksum_is_refused(name: str, tmp_path: Path, call: Runner) -> None:
    """A byte of a number changed in a page: a wrong number, unless the checksum of the page is looked at."""
    import pyarrow.parquet as pq

    path, numbers = tmp_path / "t.parquet", {"y": [1, 0, 1], "p": [0.9, 0.2, 0.7]}
    settings = {"compression": "none", "use_dictionary": False, "write_page_checksum": True}
    pq.write_table(pa.table(numbers), path, **settings)
    assert call("score", str(path), "-q").status == 0
    data = bytearray(path.read_bytes())
    sought = pa.array(numbers[name]).buffers()[1].to_pybytes()[:24]
    at = bytes(data).index(sought)
    data[at + 8] ^= 1
    path.write_bytes(data)
    ran = call("score", str(path), "-q")
    assert (ran.status, ran.out) == (3, ""), ran
