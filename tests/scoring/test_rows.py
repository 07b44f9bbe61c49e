"""`score --rows`: every row with its loss, the same bytes by either reader, and nothing before every row was checked."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from readers import FAST, STRICT, read_by

from xentropy_cli.cli import every_row as command
from xentropy_cli.figures import shortest, shortest_of
from xentropy_cli.rendering.rows import Safe, as_csv, as_json_lines
from xentropy_cli.scoring import rows as scoring
from xentropy_cli.scoring import score as engine
from xentropy_cli.scoring.losses import measure
from xentropy_cli.scoring.method import Method
from xentropy_cli.scoring.rows import scored_blocks
from xentropy_cli.scoring.settings import Settings
from xentropy_cli.tables.columns import Wanted
from xentropy_cli.tables.form import Form
from xentropy_cli.tables.sources import reopening as twice

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Runner

PEAK = Path(__file__).parent.parent / "peak.py"
GOOD = "id,y,p\na,1,0.9\nb,0,0.2\nc,1,0.7\n"
SCORED = "id,y,p,loss\na,1,0.9,0.10536051565782628\nb,0,0.2,0.22314355131420976\nc,1,0.7,0.35667494393873245\n"
PLAIN = ["a", "b c", "-1.5", "7", "0.5", "é", "", "x-y", "a+b", "[red]"]
ODD = ["=1+1", "-inf", "@x", " padded", "padded ", '"q,uoted"', "a\tb", "\u202e", "a\u0301", "x,y", "x;y", "\x1b[31m"]


@st.composite
def tables(draw: Any) -> tuple[bytes, str]:
    """A table of an id, a label and a probability, and its delimiter; some cells must be changed to be safe."""
    delimiter = draw(st.sampled_from(",;\t|"))
    cells = st.sampled_from(PLAIN + ODD * draw(st.integers(0, 1)))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    lines = [delimiter.join(("id", "y", "p"))]
    for _ in range(draw(st.integers(1, 20))):
        cell = draw(cells)
        if delimiter in cell and '"' not in cell:
            cell = f'"{cell}"'
        lines.append(
            delimiter.join((cell, draw(st.sampled_from("01")), draw(st.sampled_from(["0.5", "1", "0", "2e-1"]))))
        )
    return (end.join(lines) + draw(st.sampled_from(["", end]))).encode(), delimiter


def printed(data: bytes, delimiter: str, block: int, reader: str, write: Callable[..., Any]) -> str:
    asked = Settings(Wanted(label="y", pred="p"), Form(delimiter=delimiter, header=True), block=block)
    with pytest.MonkeyPatch.context() as patch:
        read_by(reader, patch)
        patch.setattr(scoring, "PART", block // 3)
        blocks = scored_blocks(["-"], asked, io.BytesIO(data))
        return "".join(write(blocks, Safe()) if write is as_csv else write(blocks))


@given(tables(), st.integers(1, 120))
def test_both_readers_and_all_block_sizes_print_the_same_bytes(table: tuple[bytes, str], block: int) -> None:
    data, delimiter = table
    block = max(block, data.index(b"\n") + 1)
    for write in (as_csv, as_json_lines):
        whole = printed(data, delimiter, 1 << 20, STRICT, write)
        assert printed(data, delimiter, 1 << 20, FAST, write) == whole
        assert printed(data, delimiter, block, STRICT, write) == whole
        assert printed(data, delimiter, block, FAST, write) == whole


@given(tables())
def test_the_rows_are_those_of_the_input_with_its_losses(table: tuple[bytes, str]) -> None:
    data, delimiter = table
    given_rows = list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter))
    want = [["id", "y", "p", "loss"]]
    for cells in given_rows[1:]:
        loss = measure(Method("binary", "pred"), np.array([int(cells[1])]), np.array([float(cells[2])])).loss[0]
        want.append([*(Safe()(cell.strip(" \t")) for cell in cells), shortest(loss)])
    assert list(csv.reader(io.StringIO(printed(data, delimiter, 64, FAST, as_csv), newline=""))) == want


@given(st.lists(st.floats(min_value=0, allow_nan=False)))
def test_many_numbers_are_written_as_each_by_itself(values: list[float]) -> None:
    assert shortest_of(values) == [shortest(value) for value in values]


def test_rows_of_a_file_a_pipe_a_fifo_and_a_redirection_are_the_same(
    tmp_path: Path, xent: Runner, call: Runner
) -> None:
    path = tmp_path / "good.csv"
    path.write_text(GOOD)
    assert call("score", str(path), "--rows").out == SCORED
    assert call("score", "-", "--rows", stdin=GOOD).out == SCORED
    with path.open("rb") as stream:
        assert xent("score", "-", "--rows", stdin_file=stream).out == SCORED
    path.write_text("a line before the table\n" + GOOD)
    with path.open("rb", buffering=0) as stream:
        stream.readline()
        assert xent("score", "-", "--rows", stdin_file=stream).out == SCORED
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for text, status, out in ((GOOD, 0, SCORED), (GOOD + "d,1,7\n", 3, "")):
        writer = threading.Thread(target=fifo.write_text, args=(text,))
        writer.start()
        ran = call("score", str(fifo), "--rows")
        writer.join()
        assert (ran.status, ran.out) == (status, out)


def test_a_file_needs_no_temporary_file_and_a_long_pipe_one(
    tmp_path: Path, call: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "y,p\n" + "1,0.5\n" * 2000
    monkeypatch.setattr(twice, "HELD", 10_000)
    path = tmp_path / "long.csv"
    path.write_text(text)
    monkeypatch.setattr("tempfile.TemporaryFile", lambda *_, **__: pytest.fail("a temporary file"))
    assert call("score", str(path), "--rows").out.count("\n") == 2001

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    ran = call("score", "-", "--rows", stdin=text)
    assert (ran.status, ran.out) == (4, "")
    assert "No space left on device" in ran.err
    assert "TMPDIR" in ran.err


def test_labels_from_a_pipe_are_kept_too(tmp_path: Path, call: Runner) -> None:
    path = tmp_path / "p.csv"
    path.write_text("id,p\na,0.9\nb,0.2\n")
    argv = ("score", str(path), "--rows", "--truth", "-", "--on", "id")
    ran = call(*argv, stdin="id,y\nb,0\na,1\n")
    assert ran.out == "id,p,loss\na,0.9,0.10536051565782628\nb,0.2,0.22314355131420976\n"
    ran = call(*argv, stdin="id,y\nb,0\na,1\nc,1\n")
    assert (ran.status, ran.out, "missing-id" in ran.err) == (3, "", True)


def rewritten(path: Path, text: str) -> None:
    """Put another text into the same file; its size and time of change stay."""
    before = path.stat()
    with path.open("r+") as stream:
        stream.write(text)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


BETWEEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "grown": (lambda path: path.write_text(GOOD + "d,1,0.5\n"), "another size"),
    "truncated": (lambda path: path.write_text(GOOD[:-3]), "changed-file"),
    "replaced": (lambda path: path.with_name("new").replace(path), "changed-file"),
    "gone": (lambda path: path.unlink(), "is gone"),
    "rewritten": (lambda path: rewritten(path, GOOD.replace("0.7", "7.0")), "now "),
}


@pytest.mark.parametrize("how", BETWEEN)
def test_a_file_that_changed_between_the_passes_is_refused(
    how: str, tmp_path: Path, call: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, real = tmp_path / "p.csv", engine.score_files
    for name in ("p.csv", "new"):
        (tmp_path / name).write_text(GOOD)
    change, said = BETWEEN[how]

    def scored(*asked: Any) -> Any:
        found = real(*asked)
        change(path)
        return found

    monkeypatch.setattr(engine, "score_files", scored)
    ran = call("score", str(path), "--rows")
    assert (ran.status, ran.out) == (4, ""), ran
    assert said in ran.err


def test_a_file_that_changed_while_its_rows_were_printed_leaves_no_file(
    tmp_path: Path, call: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, real = tmp_path / "p.csv", command.write_rows
    path.write_text(GOOD)

    def write_rows(*asked: Any, **more: Any) -> None:
        real(*asked, **more)
        path.write_text(GOOD + "d,1,0.5\n")

    monkeypatch.setattr(command, "write_rows", write_rows)
    ran = call("score", str(path), "--rows", "-o", str(tmp_path / "out.csv"))
    assert (ran.status, "changed-file" in ran.err) == (4, True)
    assert [each.name for each in tmp_path.iterdir()] == ["p.csv"]


def test_columns_of_numbers_give_the_rows_of_their_text(tmp_path: Path, call: Runner) -> None:
    labels, p = np.array([1, 0, 1]), np.array([0.9, 0.2, 0.7])
    want = SCORED.replace("id,", "").replace("a,", "").replace("b,", "").replace("c,", "")
    np.savez(tmp_path / "t.npz", y=labels, p=p)
    assert call("score", str(tmp_path / "t.npz"), "--rows").out == want
    np.save(tmp_path / "t.npy", np.rec.fromarrays([labels, p], names="y,p"))
    assert call("score", str(tmp_path / "t.npy"), "--rows").out == want
    np.savez(tmp_path / "bad.npz", y=np.array([1, 0, 1, 0, 1]), p=np.array([0.9, 7, 0.2, 0.2, 0.7]))
    ran = call("score", str(tmp_path / "bad.npz"), "--rows")
    assert (ran.status, ran.out) == (3, "")
    ran = call("score", str(tmp_path / "bad.npz"), "--rows", "--skip-bad", "--format", "json")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [(row["y"], row["p"]) for row in rows] == [("1", "0.9"), ("1", "0.2"), ("0", "0.2"), ("1", "0.7")]
    assert "note: 1 bad row was left out, as asked: " in ran.err


def test_rows_of_parquet(tmp_path: Path, call: Runner) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet

    pyarrow.parquet.write_table(pa.table({"id": list("abc"), "y": [1, 0, 1], "p": [0.9, 0.2, 0.7]}), tmp_path / "t")
    assert call("score", str(tmp_path / "t"), "--rows").out == SCORED


JSON_LINES = '{"y": 1, "p": 0.90, "of": {"name": "\u00e9\u202e"}}\n\n {"p": 0.2,"y": 0 } \n{"y":1,"p":7e-1}\n'
JSON_SCORED = (
    '{"y": 1, "p": 0.90, "of": {"name": "\\u00e9\\u202e"}, "loss": 0.10536051565782628}\n'
    '{"p": 0.2,"y": 0 , "loss": 0.22314355131420976}\n'
    '{"y":1,"p":7e-1, "loss": 0.35667494393873245}\n'
)


def test_json_lines_keep_their_objects(call: Runner) -> None:
    ran = call("score", "-", "--rows", stdin=JSON_LINES)
    assert ran.out == JSON_SCORED
    assert [json.loads(line)["p"] for line in ran.out.splitlines()] == [0.9, 0.2, 0.7]
    assert (
        call("score", "-", "--rows", "--format", "csv", stdin=JSON_LINES).out.splitlines()[2]
        == "0,0.2,,0.22314355131420976"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", '{"y": 1, "p": 0.5, "more": [1]}', '{"p": 0.5, "y": "\\u0031"}'])
def test_both_readers_print_the_same_json_lines(end: str, last: str) -> None:
    lines = [f'{{"y": {k % 2}, "p": {k / 100}}}' for k in range(1, 100)]
    data = end.join([*lines, last] if last else lines).encode()
    for write in (as_csv, as_json_lines):
        whole = printed(data, ",", 1 << 20, STRICT, write)
        assert whole.count("\n") == 99 + bool(last) + (write is as_csv)
        for block in (100, 1000, 1 << 20):
            assert printed(data, ",", block, FAST, write) == whole


def test_a_loss_that_is_there_already_stays(call: Runner) -> None:
    once = call("score", "-", "--rows", stdin=GOOD).out
    twice = call("score", "-", "--rows", "--pred", "p", "--label", "y", stdin=once)
    assert twice.out.splitlines()[:2] == ["id,y,p,loss,loss_2", "a,1,0.9,0.10536051565782628,0.10536051565782628"]
    twice = call("score", "-", "--rows", "--pred", "p", stdin='{"y": 1, "p": 0.5, "loss": 3}\n')
    assert twice.out == '{"y": 1, "p": 0.5, "loss": 3, "loss_2": 0.6931471805599453}\n'


def test_files_of_other_columns_are_not_put_under_one_header(tmp_path: Path, call: Runner) -> None:
    for name, text in (("a", GOOD), ("b", GOOD), ("c", "y,p\n1,0.9\n"), ("d", "id,p,y\na,0.9,1\n")):
        (tmp_path / name).write_text(text)

    def rows(*names: str, form: str = "csv") -> Any:
        return call("score", *(str(tmp_path / name) for name in names), "--rows", "--format", form)

    assert rows("a", "b").out == SCORED + SCORED.partition("\n")[2]
    for other in "cd":
        ran = rows("a", other)
        assert (ran.status, ran.out, "other-columns" in ran.err) == (3, "", True)
        assert rows("a", other, form="json").out.count("\n") == 4


def test_rows_leave_a_summary_and_a_gate(tmp_path: Path, call: Runner) -> None:
    part = tmp_path / "part.json"
    ran = call("score", "-", "--rows", "--max", "0.1", "--save-summary", str(part), stdin=GOOD)
    assert (ran.status, ran.out) == (1, SCORED)
    assert ran.err.startswith("read: 3 rows of binary predictions")
    assert call("merge", str(part), "-q").out == "0.22839300363692283\n"


@pytest.mark.parametrize("other", [("--explain", "2"), ("--scheduler", "local")])
def test_rows_and_another_answer_are_not_both_given(other: tuple[str, str], call: Runner) -> None:
    ran = call("score", "-", "--rows", *other, stdin=GOOD)
    assert (ran.status, ran.out, "two-answers" in ran.err) == (2, "", True)


def test_a_header_alone_has_no_rows(call: Runner) -> None:
    ran = call("score", "-", "--rows", stdin="y,p\n")
    assert (ran.status, ran.out, "no-rows" in ran.err) == (3, "", True)


@pytest.mark.skipif(sys.platform == "win32", reason="no resource usage there")
def test_memory_stays_the_same_however_many_rows_are_printed(tmp_path: Path) -> None:
    peaks, lines = [], "".join(f"{'r' * 86}{k},{k % 2},0.{k}\n" for k in range(100_000, 120_000)).encode()
    for times in (4, 9):  # 8 MB, 18 MB: more than wait to be read
        path = tmp_path / "p.csv"
        path.write_bytes(b"id,y,p\n" + lines * times)
        command = [sys.executable, PEAK, "score", path, "--rows"]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
        peaks.append(int(done.stderr.split()[-1]))
    assert peaks[1] - peaks[0] < 8 << 20


def test_what_does_not_act_stays_as_it_stands_and_what_would_is_counted(call: Runner) -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    rows = [["two\nlines", "1", "0.9"], [family, "0", "0.2"], ["\u00a0\x1b[31m", "1", "0.5"], ["=1+1", "0", "0.5"]]
    data = "id,y,p\n" + "".join(f'"{name}",{y},{p}\n' for name, y, p in rows)
    ran = call("score", "-", "--rows", stdin=data)
    names = [row[0] for row in csv.reader(io.StringIO(ran.out, newline=""))]
    assert names == ["id", "two\nlines", family, "\u00a0<U+001B>[31m", "'=1+1"]
    assert "note: 2 cells are not written as they stand" in ran.err


def test_an_object_that_has_a_loss_of_its_own_keeps_it(call: Runner) -> None:
    ran = call("score", "-", "--rows", stdin='{"y": 1, "p": 0.5}\n{"y": 1, "p": 0.5, "loss": 4}\n')
    assert [json.loads(line) for line in ran.out.splitlines()] == [
        {"y": 1, "p": 0.5, "loss": 0.6931471805599453},
        {"y": 1, "p": 0.5, "loss": 4, "loss_2": 0.6931471805599453},
    ]


OBJECTS = (
    '{"y": 1, "p": 0.5}\n'
    '{"y": 1, "p": 7, "bad": 1}\n'
    '{"z": [1, 2], "p": 0.5, "y": 0, "loss": "\u2028"}\n'
    '{"y": 1, "p": 0.5, "a": "x"}\n'
)


def test_a_table_of_objects_has_a_column_for_every_key_of_its_rows(
    call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loss = "0.6931471805599453"
    want = f'y,p,z,loss,a,loss_2\n1,0.5,,,,{loss}\n0,0.5,"[1,2]",\u2028,,{loss}\n1,0.5,,,x,{loss}\n'
    for reader in (STRICT, FAST):
        with monkeypatch.context() as patch:
            read_by(reader, patch)
            assert call("score", "-", "--rows", "-f", "csv", "--skip-bad", stdin=OBJECTS).out == want
    first, _, _, last, _ = OBJECTS.split("\n")
    (tmp_path / "a").write_text(first)
    (tmp_path / "b").write_text(last)
    ran = call("score", str(tmp_path / "a"), str(tmp_path / "b"), "--rows", "-f", "csv")
    assert ran.out == f"y,p,a,loss\n1,0.5,,{loss}\n1,0.5,x,{loss}\n"
    (tmp_path / "c").write_text("y,p\n1,0.5\n")
    assert call("score", str(tmp_path / "b"), str(tmp_path / "c"), "--rows", "-f", "csv").status == 3


def test_more_keys_than_a_table_can_have_columns_are_refused(call: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "MOST_KEYS", 4)
    ran = call("score", "-", "--rows", "-f", "csv", "--skip-bad", stdin=OBJECTS)
    assert (ran.status, ran.out, "--format json" in ran.err) == (3, "", True), ran.err


def test_digits_are_refused_where_a_program_reads_the_rows_and_taken_where_people_do(call: Runner) -> None:
    for form in ((), ("-f", "csv"), ("-f", "json")):
        ran = call("score", "-", "--rows", "--digits", "2", *form, stdin="y,p\n1,0.5\n")
        assert (ran.status, ran.out, "--rows and --digits exclude" in ran.err) == (2, "", True), ran.err
    assert "0.69 |" in call("score", "-", "--rows", "--digits", "2", "-f", "markdown", stdin="y,p\n1,0.5\n").out


@pytest.mark.parametrize("option", [("--by", "g"), ("--columns", "g"), ("--calibration", "4"), ("-q",)])
def test_options_about_all_rows_together_are_refused_beside_rows(option: tuple[str, ...], call: Runner) -> None:
    ran = call("score", "-", "--rows", *option, stdin="y,p,g\n1,0.9,a\n")
    assert (ran.status, ran.out) == (2, "")
    assert "exclude each other" in ran.err


@pytest.mark.parametrize("text", ["y,p\n", '"y" ; "p"\n', "id\ty\tp\n"])
@pytest.mark.parametrize("command", [("score", "-"), ("libraries", "-"), ("why", "0.5", "-")])
def test_a_header_alone_is_quoted_and_not_called_empty(command: tuple[str, ...], text: str, call: Runner) -> None:
    said = call(*command, stdin=text).err
    assert ("\n    " + ",".join(re.findall(r"\w+", text)) + "\n") in said
    assert "empty" not in said
    assert "(empty)" in call(*command, stdin="\n").err
