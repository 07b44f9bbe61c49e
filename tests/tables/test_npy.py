"""Arrays of NumPy are read a few rows at a time, whatever way they are stored, and refused where they are no table."""

from __future__ import annotations

import io
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from xentropy_cli import XentError, score
from xentropy_cli.tables.columnar import npy

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Runner

PEAK = Path(__file__).parent.parent / "peak.py"
ROWS = 1000
LABELS = np.arange(ROWS) % 3
CHANCES = np.random.default_rng(0).dirichlet((1, 1, 1), ROWS)
WANT = score([(LABELS, CHANCES)]).sums


def zipped(path: Path, members: dict[str, Any], compression: int) -> None:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, values in members.items():
            body = io.BytesIO()
            np.save(body, values)
            archive.writestr(f"{name}.npy", body.getvalue())


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize(("at_once", "rows"), [(1, 30), (100, 300), (1 << 22, ROWS)])
def test_an_archive_has_the_bits_of_its_arrays(
    compression: int, at_once: int, rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In blocks of a row or of a few, as few rows tell what a thousand do."""
    monkeypatch.setattr(npy, "AT_ONCE", at_once)
    labels, chances = LABELS[:rows], CHANCES[:rows]
    want = score([(labels, chances)]).sums
    zipped(tmp_path / "t.npz", {"y": labels.astype(">i2"), "probs": chances}, compression)
    assert score(tmp_path / "t.npz").sums == want
    zipped(tmp_path / "t.npz", {"y": labels, **{f"prob_{k}": chances[:, k] for k in range(3)}}, compression)
    assert score(tmp_path / "t.npz").sums == want


TABLE = np.column_stack([LABELS, CHANCES])
LAYOUTS: dict[str, Callable[[], Any]] = {
    "row by row": lambda: TABLE,
    "column by column": lambda: np.asfortranarray(TABLE),
    "every other row": lambda: np.repeat(TABLE, 2, axis=0)[::2],
    "big-endian": lambda: TABLE.astype(">f8"),
    "records": lambda: np.rec.fromarrays([LABELS, *CHANCES.T], names="1,2,3,4"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("at_once", [500, 1 << 22])
def test_one_array_may_be_laid_out_in_any_way(
    layout: str, at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(npy, "AT_ONCE", at_once)
    np.save(tmp_path / "t.npy", LAYOUTS[layout]())
    assert score(tmp_path / "t.npy", label="1", pred="2,3,4", classes=("0", "1", "2")).sums == WANT


def stored(path: Path) -> None:
    zipped(path, {"1": LABELS, **{str(k + 2): CHANCES[:, k] for k in range(3)}}, zipfile.ZIP_STORED)


@pytest.mark.parametrize(
    "save", [lambda path: np.save(path, TABLE), lambda path: np.save(path, TABLE.T.copy().T), stored]
)
def test_what_is_not_compressed_is_read_a_few_rows_at_a_time(
    save: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path / "t.npy")
    monkeypatch.setattr(npy, "AT_ONCE", 1000)
    assert score(tmp_path / "t.npy", label="1", pred="2,3,4", classes=("0", "1", "2")).sums == WANT


def test_one_column_holds_events(tmp_path: Path, call: Runner) -> None:
    np.save(tmp_path / "t.npy", np.array([0.5, 0.25], dtype=np.float32))
    assert call("score", str(tmp_path / "t.npy"), "--base", "2", "-q").out == "1.5\n"


@pytest.mark.parametrize(
    "beside",
    [
        {"classes": np.array(["cat", "dog", "cow"])},
        {"loss": np.array(0.3), "epoch": np.array(5)},
        {"x_train": np.zeros((7, 4)), "weights_1": np.zeros((3, 2, 2)), "": np.zeros(0)},
    ],
)
def test_what_stands_beside_the_rows_in_an_archive_is_passed_over(
    beside: dict[str, Any], tmp_path: Path, call: Runner
) -> None:
    for order in (1, -1):
        arrays = dict([*{"y_true": LABELS, "y_prob": CHANCES, **beside}.items()][::order])
        np.savez(tmp_path / "t.npz", **arrays)
        assert score(tmp_path / "t.npz").sums == WANT
    np.savez(tmp_path / "t.npz", a=LABELS, b=CHANCES, c=np.zeros(4), **beside)
    ran = call("score", str(tmp_path / "t.npz"), "--label", "a", "--pred", "b")
    assert (ran.status, ran.out) == (3, ""), "without a well-known name nothing tells which length is that of the rows"


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_an_archive_may_hold_arrays_that_stand_column_by_column(
    save: Callable[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `predict_proba` of scikit-learn's naive Bayes gives them."""
    p = np.random.default_rng(0).dirichlet([1, 1, 1], 2000)
    y = np.arange(2000) % 3
    save(tmp_path / "c.npz", y=y, p=p)
    save(tmp_path / "f.npz", y=y, p=np.asfortranarray(p))
    monkeypatch.setattr(npy, "AT_ONCE", 1000)
    assert score(tmp_path / "f.npz").sums == score(tmp_path / "c.npz").sums
    monkeypatch.setattr(npy, "MOST_BY_COLUMNS", 1000)
    with pytest.raises(XentError, match="ascontiguousarray"):
        score(tmp_path / "f.npz")


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "objects.npz": (lambda path: np.savez(path, y=[1], p=np.array([None])), "p holds Python objects"),
    "objects.npy": (lambda path: np.save(path, np.array([None])), "its array holds Python objects"),
    "records.npz": (lambda path: np.savez(path, t=np.zeros(3, "i8,f8")), "t is an array of records"),
    "lengths.npz": (lambda path: np.savez(path, y=np.zeros(3), p=np.zeros(4)), "not of one length: y 3, p 4"),
    "number.npz": (lambda path: np.savez(path, y=1, p=0.5), "no array with rows"),
    "number.npy": (lambda path: np.save(path, 0.5), "it has 0 dimensions"),
    "cube.npz": (lambda path: np.savez(path, p=np.zeros((2, 2, 2))), "p has 3 dimensions"),
    "cube.npy": (lambda path: np.save(path, np.zeros((2, 2, 2))), "it has 3 dimensions"),
    "empty.npz": (np.savez, "no array with rows"),
    "one-hot.npz": (
        lambda path: np.savez(path, y=np.eye(2), p=np.eye(2)),
        "--true y",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_table_is_refused(name: str, tmp_path: Path, call: Runner) -> None:
    write, said = BAD[name]
    write(tmp_path / name)
    ran = call("score", str(tmp_path / name))
    assert (ran.status, ran.out, "unreadable-table" in ran.err) == (3, "", True), ran.err
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("more", [(), ("--rows",)])
def test_arrays_in_a_pipe_are_refused_with_what_to_do(more: tuple[str, ...], call: Runner) -> None:
    for save in (np.save, np.savez):
        body = io.BytesIO()
        save(body, np.array([0.5, 0.25]))  # type: ignore[operator]  # both take a file and an array
        ran = call("score", "-", *more, stdin=body.getvalue())
        assert (ran.status, ran.out, "only text is read here" in ran.err) == (3, "", True), ran.err


def test_members_that_are_no_arrays_are_refused(tmp_path: Path, call: Runner) -> None:
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("predictions.csv", "y,p\n1,0.9\n")
    ran = call("score", str(tmp_path / "t.zip"))
    assert (ran.status, ran.out, "unreadable-table" in ran.err) == (3, "", True), ran.err
    assert "predictions.csv in it is no array" in ran.err
    assert f"fix: Unpack it: unzip -p {tmp_path / 't.zip'} | xent score -" in ran.err


TWO = [[0.9, 0.1], [0.2, 0.8]]
BAD_ROWS: dict[str, tuple[dict[str, object], tuple[str, ...], str, str]] = {
    "complex": ({"y": [0, 1], "p": np.array([0.2, 0.9], complex)}, (), "no real number", "Repair"),
    "label": ({"y": ["cat", "dog"], "p": TWO}, (), "The label cat is none of the classes 0, 1.", "--classes A,B,…"),
    "sum": ({"y": [0, 1], "p": [[0.75, 0.5], [0.2, 0.8]]}, (), "The numbers add up to 1.25, not 1.", "--normalize"),
    "range": ({"y": [0, 1], "p": [1.5, 0.2]}, (), "A probability is from 0 to 1", "--logits"),
    "nothing": ({"y": [0, 1], "p": [[0, 0], [1, 0]]}, ("--normalize",), "a finite sum above 0", "Repair"),
    "too much": ({"y": [0, 1], "p": [[1e308, 1e308], [1, 0]]}, ("--normalize",), "a finite sum above 0", "Repair"),
    "missing": ({"y": [0, 1], "p": [[np.nan, 1], [1, 0]]}, (), "A number is missing", "Repair"),
    "weight": ({"y": [0, 1], "p": [0.5, 0.5], "w": [-1, 1]}, ("--weight", "w"), "The weight is missing, negative", "--weight"),
    "logprobs": ({"y": [0, 1], "p": [0.5, -0.5]}, ("--logprobs", "p"), "at most 0", "--logits"),
    "logits": ({"y": [0, 1], "p": [[np.inf, 0], [1, 0]]}, ("--logits", "p"), "below infinity", "Repair"),
}  # fmt: skip


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_is_refused_with_its_own_reason(name: str, tmp_path: Path, call: Runner) -> None:
    arrays, options, why, fix = BAD_ROWS[name]
    np.savez(tmp_path / "t.npz", **{key: np.array(value) for key, value in arrays.items()})  # type: ignore[arg-type]  # arrays
    ran = call("score", str(tmp_path / "t.npz"), *options)
    assert (ran.status, ran.out, "row 1:" in ran.err) == (3, "", True), ran.err
    reasons = {line.split(":")[0].strip(): line for line in ran.err.splitlines()}
    assert why in reasons["why"]
    assert fix in reasons["fix"]


def test_whole_numbers_one_a_class_are_no_number_with_a_comma(tmp_path: Path, call: Runner) -> None:
    np.savez(tmp_path / "t.npz", y=np.array([1, 0]), p=np.array([[2, 2], [1, 3]]))
    assert call("score", str(tmp_path / "t.npz"), "--normalize", "--base", "2", "-q").out == "1.5\n"


def test_names_for_the_classes_of_text_labels_are_taken(tmp_path: Path, call: Runner) -> None:
    np.savez(tmp_path / "t.npz", y=np.array(["cat", "dog"]), p=np.array(TWO))
    assert call("score", str(tmp_path / "t.npz"), "--classes", "cat,dog", "-q").status == 0


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_damaged_archive_is_refused_wherever_the_damage_is(compression: int, tmp_path: Path, call: Runner) -> None:
    path = tmp_path / "t.npz"
    zipped(path, {"y": LABELS[:20] % 2, "p": CHANCES[:20, 0]}, compression)
    whole = path.read_bytes()
    want = call("score", str(path), "-q").out
    for at in range(2, len(whole), 7):
        path.write_bytes(whole[:at])
        ran = call("score", str(path))
        assert (ran.status, ran.out) == (3, ""), (at, ran)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        ran = call("score", str(path), "-q")
        assert (ran.status == 3 and not ran.out) or ran.out == want, (at, ran)


@pytest.mark.filterwarnings("error")
def test_a_damaged_header_is_refused(tmp_path: Path, call: Runner) -> None:
    path = tmp_path / "t.npy"
    np.save(path, np.array([0.5, 0.25]))
    whole = path.read_bytes()
    for at in range(10, whole.index(b"}") + 1):
        path.write_bytes(whole[:at] + b"(" + whole[at + 1 :])
        ran = call("score", str(path), "-q")
        assert (ran.status == 3 and not ran.out) or ran.out == "1.0397207708399179\n", (at, ran)


def test_a_cut_array_and_one_that_goes_on_are_refused(tmp_path: Path, call: Runner) -> None:
    path = tmp_path / "t.npy"
    np.save(path, np.full(100, 0.5))
    whole = path.read_bytes()
    for data, said in (
        (whole[:-1], "ends before"),
        (whole + whole, "goes on"),
        (whole[:50], "EOF"),
        (whole[:9], "EOF"),
    ):
        path.write_bytes(data)
        ran = call("score", str(path))
        assert (ran.status, ran.out, "unreadable-table" in ran.err) == (3, "", True), ran.err
        assert said in ran.err, ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="no resource usage there")
@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_memory_stays_the_same_however_long_the_arrays(save: Any, tmp_path: Path) -> None:
    peaks = []
    for rows in (20_000, 60_000):  # ids of 1 KB: 60 MB
        path = tmp_path / f"{rows}.npz"
        save(path, id=np.zeros(rows, "U256"), y=np.zeros(rows, np.int8), p=np.full(rows, 0.5))
        command = [sys.executable, PEAK, "score", path, "--id", "id", "-q"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        path.unlink()
        assert done.stdout == "0.6931471805599453\n"
        peaks.append(int(done.stderr.split()[-1]))
    assert peaks[1] - peaks[0] < 16 << 20


SINGLE = np.array([[0.3, 0.3, 0.4], [0.1, 0.7, 0.2]], np.float32)
ONE = ",".join(repr(float(q)) for q in SINGLE[1])
EXPLAINED: dict[str, tuple[dict[str, Any], tuple[str, ...], tuple[str, ...]]] = {
    "binary": ({"y": [0, 1], "p": [0.5, 0.2]}, (), ("--pred", "0.2", "--label", "1", "--as", "binary")),
    "events": ({"p": [0.5, 0.2]}, (), ("--pred", "0.2", "--as", "events")),
    "columns": ({"y": ["a", "b"], "p_a": [0.5, 0.25], "p_b": [0.5, 0.75]}, (), ("--pred", "a=0.25,b=0.75", "--label", "b")),
    "logits": ({"y": [0, 1], "z": [[1, 2], [-np.inf, 2]]}, ("--logits", "z"), ("--logits=0=-inf,1=2", "--label", "1")),
    "counts": ({"y": [0, 1], "p": [[1, 2, 1], [2, 3, 5]]}, ("--normalize",), ("--pred", "0=2,1=3,2=5", "--label", "1")),
    "single": ({"y": [0, 1], "p": SINGLE}, ("--as-is",), ("--pred", ONE, "--label", "1", "--names", "0,1,2")),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPLAINED)
def test_a_row_of_columns_is_worked_out_as_compute_would(
    name: str, tmp_path: Path, call: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(npy, "AT_ONCE", 1)
    arrays, options, same = EXPLAINED[name]
    np.savez(tmp_path / "t.npz", **{key: np.array(value) for key, value in arrays.items()})
    changed = [option for option in options if option in ("--normalize", "--as-is")]
    ran = call("score", str(tmp_path / "t.npz"), *options, "--explain", "2")
    want, _, note = call("compute", *same, *changed).out.partition("Note: --pred")
    assert ran.out.partition("Note: Pred") == (want, "Note: Pred" if note else "", note), ran.err
    ran = call("score", str(tmp_path / "t.npz"), *options, "--explain", "3")
    assert (ran.status, ran.out, "There is no row 3." in ran.err) == (2, "", True), ran.err


def test_a_sum_that_single_precision_leaves_is_explained_as_it_was_scored(tmp_path: Path, call: Runner) -> None:
    np.savez(tmp_path / "t.npz", y=[0], p=[[0.5000004, 0.5]])
    ran = call("score", str(tmp_path / "t.npz"), "--explain", "1")
    assert (
        ran.status,
        "adds up to 1.0000004 and is used as typed: that is 1 within what single precision leaves." in ran.out,
    ) == (0, True), ran.err


def test_a_bad_row_is_not_explained(tmp_path: Path, call: Runner) -> None:
    np.savez(tmp_path / "t.npz", y=[0, 1], p=[0.5, 1.5])
    ran = call("score", str(tmp_path / "t.npz"), "--explain", "2")
    assert (ran.status, ran.out, "row 2:" in ran.err, "bad-row" in ran.err) == (3, "", True, True), ran.err


def test_a_truth_that_would_not_be_joined_is_refused(tmp_path: Path, call: Runner) -> None:
    np.savez(tmp_path / "t.npz", id=[1, 2], y=[0, 1], p=[0.5, 0.5])
    (tmp_path / "truth.csv").write_text("id,y\n1,1\n2,1\n")
    for more in ((), ("--rows",), ("--explain", "1")):
        ran = call("score", str(tmp_path / "t.npz"), "--truth", str(tmp_path / "truth.csv"), "--on", "id", *more)
        assert (ran.status, ran.out, "option-misfit" in ran.err) == (3, "", True), ran.err


def test_bytes_behind_the_last_number_are_refused_in_both_orders(tmp_path: Path) -> None:
    table = np.array([[0.5], [0.25]])
    for name, array in (("c.npy", table), ("f.npy", np.asfortranarray(np.hstack([table, 1 - table])))):
        np.save(tmp_path / name, array)
        score(tmp_path / name, pred="1", reading="events")
        with (tmp_path / name).open("ab") as stream:
            stream.write(b"junk")
        with pytest.raises(XentError) as caught:
            score(tmp_path / name, pred="1", reading="events")
        assert caught.value.code in {"unreadable-table", "damaged-file"}


def test_a_header_is_not_believed_before_there_are_numbers(tmp_path: Path) -> None:
    header = {"descr": "<f8", "fortran_order": False, "shape": (1, 10**9)}
    with (tmp_path / "wide.npy").open("wb") as stream:
        np.lib.format.write_array_header_1_0(stream, header)
        stream.write(bytes(24))
    tracemalloc.start()
    try:
        with pytest.raises(XentError):
            score(tmp_path / "wide.npy")
        assert tracemalloc.get_traced_memory()[1] < 64 << 20
    finally:
        tracemalloc.stop()


def test_blanks_round_a_group_are_none_of_its_name_in_columns_too(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("y,p,g\n1,0.5,a\n1,0.5, a\n0,0.5,a \n")
    np.savez(tmp_path / "t.npz", y=np.array([1, 1, 0]), p=np.full(3, 0.5), g=np.array(["a", " a", "a "]))
    text, columns = (score(tmp_path / name, by="g").groups for name in ("t.csv", "t.npz"))
    assert text == columns
    assert list(text) == ["a"]
