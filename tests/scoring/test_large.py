"""Long inputs, other kinds of files, and what can fail on the way."""

from __future__ import annotations

import gzip
import math
import os
import random
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from xentropy_cli import score
from xentropy_cli.errors import XentError
from xentropy_cli.scoring.score import score_file
from xentropy_cli.scoring.settings import Settings

if TYPE_CHECKING:
    from conftest import Runner

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
ROWS = 150_000


@pytest.fixture(scope="module")
def long_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file past the limit up to which plain Python is used."""
    draw = random.Random(1)
    path = tmp_path_factory.mktemp("long") / "long.csv"
    with path.open("w") as stream:
        stream.write("id,label,prob\n")
        stream.writelines(f"{k},{draw.randrange(2)},{draw.random():.10f}\n" for k in range(ROWS))
    return path


def test_a_long_file_a_pipe_gzip_and_shards_have_the_same_bits(long_file: Path, tmp_path: Path, call: Runner) -> None:
    whole = score_file(str(long_file), Settings())
    assert whole.n == ROWS
    data = long_file.read_bytes()
    assert call("score", "-", "-q", stdin=data).out == f"{whole.mean!r}\n"
    packed = tmp_path / "long.csv.gz"
    packed.write_bytes(gzip.compress(data, 1))
    assert score_file(str(packed), Settings()).sums == whole.sums
    head, *lines = data.splitlines(keepends=True)
    parts = []
    for start in range(0, ROWS, 40_000):
        part = tmp_path / f"part{start}.csv"
        part.write_bytes(head + b"".join(lines[start : start + 40_000]))
        parts.append(score_file(str(part), Settings()))
    joined = parts[3] + parts[1] + parts[0] + parts[2]
    assert joined.sums == whole.sums


def test_a_fault_deep_in_a_long_file_is_found_where_it_stands(long_file: Path, tmp_path: Path, call: Runner) -> None:
    lines = long_file.read_text().splitlines()
    lines[123_455] = "123454,1,1.5"
    bad = tmp_path / "bad.csv"
    bad.write_text("\n".join(lines) + "\n")
    ran = call("score", str(bad))
    assert (ran.status, ran.out) == (3, "")
    assert "bad.csv:123456:10" in ran.err


def test_columns_of_numbers_have_the_bits_of_their_text(long_file: Path, tmp_path: Path) -> None:
    table = np.loadtxt(long_file, delimiter=",", skiprows=1)
    whole = score_file(str(long_file), Settings()).sums
    np.savez(tmp_path / "t.npz", label=table[:, 1].astype(int), prob=table[:, 2])
    assert score(tmp_path / "t.npz").sums == whole
    batches = ((table[k : k + 7000, 1].astype(int), table[k : k + 7000, 2]) for k in range(0, ROWS, 7000))
    assert score(batches).sums == whole
    pa = pytest.importorskip("pyarrow")
    import pyarrow.feather
    import pyarrow.parquet

    columns = pa.table({"label": table[:, 1].astype(int), "prob": table[:, 2]})
    pyarrow.parquet.write_table(columns, tmp_path / "t.parquet")
    pyarrow.feather.write_feather(columns, tmp_path / "t.feather", compression="zstd")
    assert score(tmp_path / "t.parquet").sums == whole
    assert score(tmp_path / "t.feather").sums == whole
    assert score(f"file://{tmp_path}/t.parquet").sums == whole


def test_bad_rows_of_columns_are_refused_with_their_row(tmp_path: Path, call: Runner) -> None:
    np.savez(tmp_path / "t.npz", p=np.array([0.5, np.nan, 1.5, 0.5]), y=np.array([1, 0, 1, 2]))
    ran = call("score", str(tmp_path / "t.npz"))
    assert (ran.status, ran.out) == (3, "")
    assert "t.npz, row 2" in ran.err
    assert "2 more rows have faults" in ran.err
    assert call("score", str(tmp_path / "t.npz"), "--skip-bad", "-q").out == "0.6931471805599453\n"


def test_two_dask_workers_give_the_same_bits(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    from xentropy_cli.scoring.merging.cluster import score_on_cluster

    names = []
    for part, stem in enumerate(("digits_a", "digits_b")):
        path = tmp_path / f"{part}.csv"
        path.write_bytes((EXAMPLES / "predictions" / f"{stem}.csv").read_bytes())
        names.append(str(path))
    alone = score_file(names[0], Settings()) + score_file(names[1], Settings())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a cluster closes its sockets in its own time
        assert score_on_cluster(names, Settings(), "local") == alone


@pytest.mark.parametrize("script", ["gate.sh", "shards.sh", "pipes.sh", "report.sh", "jq.sh"])
def test_an_example_script_runs(script: str, tmp_path: Path) -> None:
    import shutil

    if script == "jq.sh" and shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(["sh", EXAMPLES / script], capture_output=True, text=True, cwd=tmp_path, env=env, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    if script == "shards.sh":
        merged, at_once = (line.split()[-1] for line in done.stdout.splitlines())
        assert merged == at_once


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
def test_a_closed_pipe_and_ctrl_c_end_the_run_by_their_signals(long_file: Path) -> None:
    command = [sys.executable, "-m", "xentropy_cli", "score"]
    rows = subprocess.Popen([*command, str(long_file), "--rows"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert rows.stdout is not None
    assert rows.stdout.readline() == b"id,label,prob,loss\n"
    rows.stdout.close()
    assert rows.wait(60) == -signal.SIGPIPE
    assert rows.stderr is not None
    assert b"Traceback" not in rows.stderr.read()
    rows.stderr.close()
    waiting = subprocess.Popen([*command, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert waiting.stdin is not None
    waiting.stdin.write(b"y,p\n" + b"1,0.5\n" * 50_000)  # returns when nearly all of it is read
    waiting.stdin.flush()
    time.sleep(0.2)  # by then it waits for more
    waiting.send_signal(signal.SIGINT)
    assert waiting.wait(60) == -signal.SIGINT
    for stream in (waiting.stdin, waiting.stdout, waiting.stderr):
        assert stream is not None
        stream.close()


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
def test_ctrl_c_ends_the_printing_of_rows(long_file: Path) -> None:
    command = [sys.executable, "-m", "xentropy_cli", "score", str(long_file), "--rows"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as rows:
        assert rows.stdout is not None
        assert rows.stderr is not None
        assert rows.stdout.readline() == b"id,label,prob,loss\n"
        rows.send_signal(signal.SIGINT)
        assert rows.wait(60) == -signal.SIGINT
        assert b"Traceback" not in rows.stderr.read()


def test_a_file_that_holds_no_table_is_refused(tmp_path: Path, call: Runner) -> None:
    (tmp_path / "t.npy").write_bytes(b"\x93NUMPY\x01\x00")
    np.savez(tmp_path / "t.npz", y=np.zeros(3), p=np.zeros(4))
    for name in ("t.npy", "t.npz"):
        ran = call("score", str(tmp_path / name))
        assert (ran.status, ran.out) == (3, "")
        assert "unreadable-table" in ran.err


def test_a_missing_extra_is_named(tmp_path: Path, call: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran = call("score", str(tmp_path / "t.parquet"))
    assert (ran.status, ran.out) == (4, "")
    assert "pip install 'xentropy-cli[arrow]'" in ran.err
    ran = call("score", str(tmp_path / "t.parquet"), "--scheduler", "local")
    assert "pip install 'xentropy-cli[dask]'" in ran.err


def test_a_longer_file_has_rows_without_a_partner(tmp_path: Path, call: Runner) -> None:
    (tmp_path / "a.csv").write_text("y,p\n1,0.9\n0,0.2\n")
    (tmp_path / "b.csv").write_text("y,p\n1,0.9\n")
    ran = call("compare", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"))
    assert (ran.status, ran.out) == (3, "")
    assert "rows-differ" in ran.err


def test_text_in_columns_is_read_by_the_rules_for_cells(tmp_path: Path) -> None:
    for text in ("1_0e-2", " \u0660.\u0665 ", "0x1p-1", "nan"):
        np.savez(tmp_path / "t.npz", y=np.array([1, 0]), p=np.array(["0.5", text]))
        with pytest.raises(XentError) as caught:
            score(tmp_path / "t.npz")
        assert caught.value.code == "bad-row"
    np.savez(tmp_path / "t.npz", y=np.array([1, 0]), z=np.array([["1", "2"], ["0", "-Inf"]]))
    assert score(tmp_path / "t.npz", label="y", logits="z").mean == pytest.approx(math.log1p(math.exp(-1)) / 2)


def test_counts_in_columns_may_be_as_large_as_in_text(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("y,prob_0,prob_1\n0,3e200,1e200\n")
    np.savez(tmp_path / "t.npz", y=np.array([0]), prob_0=np.array([3e200]), prob_1=np.array([1e200]))
    text, columns = (score(tmp_path / name, normalize=True).mean for name in ("t.csv", "t.npz"))
    assert text == columns == pytest.approx(math.log(4 / 3))


def test_ids_of_bytes_are_named_as_text(tmp_path: Path) -> None:
    np.savez(tmp_path / "t.npz", id=np.array([b"r1"]), y=np.array([1]), p=np.array([0.5]))
    assert score(tmp_path / "t.npz", id="id").worst[0].id == "r1"
