"""Frames, arrays and tensors: they give what a file of the same columns gives, or are refused in words."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from xentropy_cli import Score, XentError, compare, libraries, score, why
from xentropy_cli.scoring.python import TableOptions
from xentropy_cli.scoring.python_words import KEYWORDS
from xentropy_cli.tables.columnar.frames import array_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Y, A, B = [1, 0, 1, 0], [0.9, 0.2, 0.7, 0.4], [0.8, 0.3, 0.6, 0.4]
IDS = ["r1", "r2", "r3", "r4"]


class Series:
    """A column that numpy takes by `__array__`, as those of pandas and polars are."""

    def __init__(self, values: list[Any]) -> None:
        self.values = values

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return np.array(self.values, dtype=dtype)


class Frame:
    """Named columns, as a frame of pandas or polars has them."""

    def __init__(self, columns: dict[Any, list[Any]]) -> None:
        self.columns, self.values = list(columns), columns

    def __getitem__(self, name: Any) -> Series:
        return Series(self.values[name])


class Relation:
    """Columns that are no arrays, and an Arrow stream of them, as a relation of DuckDB."""

    def __init__(self, columns: dict[str, list[Any]]) -> None:
        self.table = pytest.importorskip("pyarrow").table(columns)
        self.columns = list(columns)

    def __getitem__(self, name: str) -> object:
        return object()

    def __arrow_c_stream__(self, requested: Any = None) -> Any:
        return self.table.__arrow_c_stream__(requested)


class Tensor:
    """A tensor of PyTorch: taken off its graph and its device before numpy takes it."""

    def __init__(self, values: Any, dtype: str = "torch.float32", *, is_on_graph: bool = True) -> None:
        self.values, self.dtype, self.is_on_graph = np.asarray(values, np.float32), dtype, is_on_graph

    def detach(self) -> Tensor:
        return Tensor(self.values, self.dtype, is_on_graph=False)

    def cpu(self) -> Tensor:
        return self

    def float(self) -> Tensor:
        return Tensor(self.values, is_on_graph=self.is_on_graph)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        if self.is_on_graph:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad.")
        if self.dtype == "torch.bfloat16":
            raise TypeError("Got unsupported ScalarType BFloat16")
        return self.values


class Lazy:
    """A query of polars or Spark that is not yet worked out."""

    columns = ("y", "p")

    def collect(self) -> None:
        raise AssertionError("nobody asked for it")


class Broken:
    """A stream whose library fails."""

    def __arrow_c_stream__(self, requested: Any = None) -> Any:
        raise RuntimeError("the connection is in use")


def test_a_query_that_is_not_worked_out_is_refused_with_how_to() -> None:
    with pytest.raises(XentError, match=r"collect\(\)"):
        score(Lazy())


def test_what_a_library_says_of_its_stream_is_told() -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(XentError, match="the connection is in use"):
        score(Broken())


def test_an_array_of_records_is_a_frame() -> None:
    records = np.array(list(zip(Y, A, strict=True)), dtype=[("y", "i8"), ("p", "f8")])
    assert score(records).mean == score(Y, A).mean


def arrow(columns: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("pyarrow").table(columns)


KINDS = {"dict": dict, "frame": Frame, "relation": Relation, "arrow": arrow}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of the same columns."""
    found = tmp_path / "p.csv"
    rows = zip(IDS, Y, A, B, strict=True)
    found.write_text("id,y,a,b\n" + "".join(f"{i},{y},{a},{b}\n" for i, y, a, b in rows))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_gives_what_its_file_gives(kind: str, path: Path) -> None:
    frame = KINDS[kind]({"id": IDS, "y": Y, "a": A, "b": B})
    there, here = score(path, pred="a", id="id"), score(frame, pred=["a"], id="id")
    assert isinstance(here, Score)
    assert (here.mean, here.accuracy, here.skill) == (there.mean, there.accuracy, there.skill)
    assert [row["id"] for row in here.fields()["worst"]] == [row["id"] for row in there.fields()["worst"]]
    frames = [KINDS[kind]({"id": IDS[::way], "y": Y[::way], "a": A[::way]}) for way in (1, -1)]
    assert compare(*frames, on="id", pred="a").value == 0
    both = compare(KINDS[kind]({"y": Y, "a": A, "b": B}), pred=("a", "b"))
    assert both.value == compare(path, pred=("a", "b")).value
    assert why("0.5", KINDS[kind]({"y": Y, "p": A})).exact == score(Y, A).mean
    assert libraries(KINDS[kind]({"y": Y, "p": A})).value == score(Y, A).mean


def test_frames_follow_the_rules_for_columns() -> None:
    assert score({"label": ["b", "a"], "prob_a": [0.3, 0.6], "prob_b": [0.7, 0.4]}).classes == ("a", "b")
    with pytest.raises(XentError, match="column"):
        score({"x": [1, 2], "z": [3, 4]})
    assert score(Frame({0: Y, 1: A}), label="0", pred="1").n == 4


def test_arrays_stand_side_by_side() -> None:
    assert score(Y, A).mean == score([(Y, A)]).mean
    assert score(Y, A, weight=[1, 2, 3, 4]).mean == score([(Y, A, [1, 2, 3, 4])]).mean
    logits = np.log(A) - np.log1p(-np.array(A))
    assert score(Y, logits, logits=True).mean == pytest.approx(score(Y, A).mean, rel=1e-14)
    rows = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]])
    assert score(["cat", "dog"], rows, classes=["cat", "dog", "fox"]).n == 2


@pytest.mark.parametrize("dtype", ["torch.float32", "torch.bfloat16"])
def test_a_tensor_is_read(dtype: str) -> None:
    values = [0.5, 0.25, 0.75, 0.5]
    assert score(Y, Tensor(values, dtype)).mean == score(Y, np.array(values, np.float32)).mean


def test_what_is_no_array_is_refused_in_words() -> None:
    class Lazy:
        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            raise TypeError("this is abstract: it has no values yet")

    for slip in (lambda: score(Y, Lazy()), lambda: score({"y": Y, "p": Lazy()}), lambda: score(Y, np.float64(0.5))):
        with pytest.raises(XentError) as refusal:
            slip()
        assert "\n  fix: " in str(refusal.value)
    with pytest.raises(XentError, match="rows"):
        score({"y": Y, "p": A[:2]})
    assert array_of(np.float32(0.5)).ndim == 0


def test_results_name_their_fields_and_show_their_page() -> None:
    found = [score(Y, A), compare([(Y, A)], [(Y, B)]), libraries(Y, A), why("0.5", Y, A)]
    for each in found:
        html = each._repr_html_()
        assert html.startswith('<div class="xent">')
        assert "<html" not in html
        fields = each.fields()
        for name, value in fields.items():
            if name not in ("classes", "groups", "worst", "infinite", "read", "skipped"):
                assert getattr(each, name) == value, name
        with pytest.raises(AttributeError, match="the fields are"):
            each.nowhere  # noqa: B018  what a slip of the hand asks for
    assert isinstance(found[0] + found[0], Score)


def test_rows_come_as_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    import types

    library = types.ModuleType("pandas")
    library.DataFrame = lambda rows: ("frame", rows)  # type: ignore[attr-defined]  # what is called of it
    monkeypatch.setitem(__import__("sys").modules, "pandas", library)
    whole = score(Y, A)
    assert whole.to_frame("worst") == ("frame", whole.fields()["worst"])
    assert libraries(Y, A).to_frame()[1][0]["name"] == "sklearn"
    with pytest.raises(ValueError, match="those that have are"):
        whole.to_frame("mean")


def test_text_is_audited_as_a_file() -> None:
    from xentropy_cli import audit

    assert (audit("ln(2) = 0.6931\nln(3) = 1.0896\n").wrong, audit("ln(2) = 0.6931").wrong) == (1, 0)


CALLS: dict[str, tuple[Callable[[], object], str]] = {
    "no label": (lambda: score({"t": [1, 0], "q": [0.9, 0.2]}), 'score(frame, label="t", pred="q")'),
    "words": (lambda: score({"y": ["a", "b"], "p": [0.9, 0.2]}), 'positive="a" or positive="b"'),
    "percent": (lambda: score({"y": [1, 0], "p": [90, 20]}), "percent=True"),
    "no column": (lambda: score({"y": [1, 0], "p": [0.9, 0.2]}, weight="w"), "in weight: w"),
    "lists": (lambda: score({"y": [[1, 0]], "p": [[0.9, 0.2]]}), 'label="y", reading="binary"'),
    "ignored": (lambda: score({"y": [0, -100], "p0": [0.9, 0.2], "p1": [0.1, 0.8]}), 'ignore_label="-100"'),
    "names": (lambda: score({"y": ["b"], "u": [0.9], "v": [0.1]}, pred=["u", "v"]), 'classes=["A", "B", …]'),
    "sum": (lambda: score([0, 1], [[0.9, 0.2], [0.5, 0.5]]), "normalize=True or as_is=True"),
    "compare": (lambda: compare({"t": [1], "q": [0.9]}, {"t": [1], "q": [0.8]}), 'label="t", pred="q"'),
    "libraries": (lambda: libraries({"t": [1, 0], "q": [0.9, 0.2]}), 'label="t", pred="q"'),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_refusal_of_a_frame_speaks_python(name: str) -> None:
    call, said = CALLS[name]
    with pytest.raises(XentError) as slip:
        call()
    assert said in str(slip.value)
    assert not re.search(r"(?<![-\w])--[a-z]|xent (score|compare)", f"{slip.value.fix} {slip.value.where}")


def test_every_keyword_of_a_refusal_is_one() -> None:
    assert set(KEYWORDS) <= {*TableOptions.__annotations__, *inspect.signature(compare).parameters}
