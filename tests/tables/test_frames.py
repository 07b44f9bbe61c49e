"""Frames, arrays and tensors: they give what a file of the same columns gives, or are refused in words."""

from __future__ import annotations

import inspect
import json
import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from xentropy_cli import Score, XentError, compare, derive, libraries, score, why
from xentropy_cli.inputs.request import Request
from xentropy_cli.scoring.python import TableOptions
from xentropy_cli.scoring.python_words import KEYWORDS
from xentropy_cli.tables.columnar.arrays import array_of

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
    assert score({"label": ["b", "a"], "prob_a": [0.3, 0.6], "prob_b": [0.7, 0.4]}).read["classes"] == ["a", "b"]
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
            assert getattr(each, name) == value, name
            assert name in dir(each)
            assert name in ("value", "items") or not hasattr(dict, name), "a field that a method hides"
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


P = [[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.2, 0.2, 0.6], [0.3, 0.3, 0.4]]
OF = [0, 1, 2, 0]
HIDDEN = [False, True, False, False]


class View(Tensor):
    """A tensor that numpy takes only once its view is worked out, as one whose sign is turned lazily."""

    is_lazy = True

    def detach(self) -> View:
        return self

    def resolve_neg(self) -> Tensor:
        return Tensor(self.values, is_on_graph=False)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        raise RuntimeError("Can't call numpy() on Tensor that has negative bit set.")


class Unreal(Tensor):
    """A tensor without numbers."""

    def detach(self) -> Unreal:
        return self

    def cpu(self) -> Tensor:
        raise NotImplementedError("Cannot copy out of meta tensor; no data!")


def tensors(kind: str) -> dict[str, Any]:
    """The predictions of Y and of OF as tensors of a library: its own, or a stand-in where it is not installed."""
    if kind == "torch":
        torch = pytest.importorskip("torch")
        return {
            "on the graph": torch.tensor(A, requires_grad=True) * 1,
            "bfloat16": torch.tensor(A, dtype=torch.bfloat16, requires_grad=True),
            "a view": torch.conj(torch.tensor([-a * 1j for a in A])).imag,
            "one column": torch.tensor(A)[:, None],
            "every other": torch.tensor([each for a in A for each in (a, 9.0)])[::2],
            "numbers": [torch.tensor(a, requires_grad=True) for a in A],
            "narrow rows": torch.tensor(P, dtype=torch.bfloat16),
        }
    if kind == "jax":
        jax = pytest.importorskip("jax")
        return {
            "compiled": jax.jit(lambda a: a * 1)(jax.numpy.array(A)),
            "bfloat16": jax.numpy.array(A, dtype=jax.numpy.bfloat16),
            "numbers": [jax.numpy.array(a, dtype=jax.numpy.bfloat16) for a in A],
            "narrow rows": jax.numpy.array(P, dtype=jax.numpy.bfloat16),
        }
    cut = (np.array(P, np.float32).view(np.uint32) + 0x8000 & 0xFFFF0000).view(np.float32)
    return {
        "on the graph": Tensor(A),
        "bfloat16": Tensor(A, "torch.bfloat16"),
        "a view": View(A),
        "one column": Tensor([[a] for a in A]),
        "numbers": [Tensor(a) for a in A],
        "narrow rows": Tensor(cut, "torch.bfloat16"),
    }


@pytest.mark.parametrize("kind", ["torch", "jax", "stand-in"])
def test_tensors_give_what_lists_give(kind: str) -> None:
    """bfloat16 keeps 8 binary digits, so a sum may miss 1 by 1/256 a class, and never by more than 0.02."""
    for name, given in tensors(kind).items():
        labels, known = (OF, P) if name == "narrow rows" else (Y, A)
        assert score(labels, given).mean == pytest.approx(score(labels, known).mean, abs=2e-3), name
        assert libraries(labels, given).value == pytest.approx(score(labels, known).mean, abs=2e-3), name


def test_a_sum_is_held_to_the_precision_that_numbers_had() -> None:
    wide = np.add(P, [0.004, 0.0, 0.0])
    assert score(OF, Tensor(wide, "torch.bfloat16")).n == len(OF)
    with pytest.raises(XentError, match="add up to"):
        score(OF, Tensor(wide))
    with pytest.raises(XentError, match="add up to"):
        score(OF, Tensor(np.add(P, [0.021, 0.0, 0.0]), "torch.bfloat16"))


def test_derive_takes_tensors() -> None:
    assert float(derive(pred=Tensor(A), label=np.array(Y)).value) == float(derive(pred=A, label=Y).value)
    assert float(derive(pred={"a": Tensor(0.5), "b": Tensor(0.5)}, label=np.array(0)).value) == -np.log(0.5)
    with pytest.raises(XentError, match="missing value"):
        derive(pred=np.ma.array(A, mask=HIDDEN), label=Y)


RECORDS = np.array(list(zip(Y, A, strict=True)), dtype=[("y", "i8"), ("p", "f8")])
MASKED = {
    "predictions": (Y, np.ma.array(A, mask=HIDDEN)),
    "labels": (np.ma.array(Y, mask=HIDDEN), A),
    "rows": (OF, np.ma.array(P, mask=[[h, False, False] for h in HIDDEN])),
    "records": (np.ma.array(RECORDS, mask=[(False, hidden) for hidden in HIDDEN]),),
}


@pytest.mark.parametrize("given", MASKED.values(), ids=list(MASKED))
def test_what_is_masked_is_a_bad_row(given: tuple[Any, ...]) -> None:
    for ask in (score, libraries, lambda *data: why("0.3", *data)):
        with pytest.raises(XentError, match="row 2"):
            ask(*given)
    assert score(*given, skip_bad=True).n == len(Y) - 1


NOTHING = [None, float("nan"), np.datetime64("NaT"), type("NAType", (), {"__str__": lambda _: "<NA>"})()]


@pytest.mark.parametrize("missing", NOTHING, ids=["None", "nan", "NaT", "NA"])
def test_a_missing_label_is_no_class(missing: Any) -> None:
    """Of two labels, one of which is missing, the missing one once was the other class."""
    labels = np.array(["b", missing, "b", "a"], dtype=object)
    with pytest.raises(XentError, match=r"\(none\)"):
        score(labels, A, positive="b")
    with pytest.raises(XentError, match="no label but b"):
        score(labels[:3], A[:3], positive="b")
    assert score({"y": labels, "p": A}, positive="b", skip_bad=True).n == len(A) - 1


def test_a_null_of_an_arrow_dictionary_is_no_class() -> None:
    """numpy.asarray of such a column gives its last entry."""
    pa = pytest.importorskip("pyarrow")
    labels = pa.chunked_array([pa.array(["b", None, "b", "a"]).dictionary_encode()])
    for given in ((pa.table({"y": labels, "p": A}),), (labels, A)):
        with pytest.raises(XentError, match=r"\(none\)"):
            score(*given, positive="b")


REFUSED = {
    "a single number": (Y, 0.5),
    "a generator": ((y for y in Y), A),
    "a text": ("1010", A),
    "a set": (set(Y), A),
    "three dimensions": (Y, np.array(A)[:, None, None]),
    "times": (Y, np.arange(4).astype("m8[s]")),
    "dates": (Y, np.arange(4).astype("M8[D]")),
    "complex numbers": (Y, np.array(A, complex)),
    "objects": (Y, [object()] * 4),
    "no data": (Y, Unreal(A)),
    "a column of one value": ({"y": Y, "p": 0.5},),
    "a connection": (object(),),
}


@pytest.mark.parametrize("given", REFUSED.values(), ids=list(REFUSED))
def test_what_holds_no_numbers_is_refused_in_words(given: tuple[Any, ...]) -> None:
    with pytest.raises(XentError) as refused:
        score(*given)
    assert refused.value.code in ("unreadable-table", "bad-row")


def test_predictions_with_names_are_matched_by_them() -> None:
    names = ["c", "a", "b"]
    turned = {name: [row["abc".index(name)] for row in P] for name in names}
    labels = ["abc"[k] for k in OF]
    mean = score(OF, P).mean
    assert score(labels, turned).mean == libraries(labels, Frame(turned)).value == mean
    assert score(OF, Frame({"abc".index(name): column for name, column in turned.items()})).mean == mean
    assert score(labels, Frame(turned), weight=[1, 2, 3, 4]).mean == score(OF, P, weight=[1, 2, 3, 4]).mean
    assert score(OF, Frame({k: [row[k] for row in P] for k in (0, 1, 2)})).mean == mean
    with pytest.raises(XentError, match="none of the classes c, a, b"):
        score(OF, Frame(turned))
    with pytest.raises(ValueError, match="labels are given themselves"):
        score(Y, A, label="y")


def test_the_named_index_of_a_frame_is_a_column() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"y": Y, "p": A}).set_index("y")
    assert score(frame).mean == score(Y, A).mean


def test_columns_without_names_are_named_by_numbers() -> None:
    assert score(Frame({0: Y, 1: A}), label=0, pred=[1]).n == len(Y)


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
    assert set(KEYWORDS) <= {*TableOptions.__annotations__, *inspect.signature(compare).parameters, *Request._fields}


ODD_COLUMNS = (
    "t",
    "it's",
    'say "y"',
    "a b",
    "a,b",
    "('y', '')",
    ("y", ""),
    "back\\slash",
    "(y)",
    "--y",
    "y;",
    "é",
    "a=b",
    "1",
)
SUGGESTED: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "score": (score, {"by": "g", "weight": "w", "top": 2, "base": 2}),
    "compare": (compare, {"by": "g", "seed": 3, "on": "id"}),
    "libraries": (libraries, {"base": 2}),
    "why": (lambda frame, **options: why(0.2284, frame, **options), {"base": "e"}),
}


@pytest.mark.parametrize("called", SUGGESTED)
@pytest.mark.parametrize("label", ODD_COLUMNS)
@pytest.mark.parametrize("pred", ["q", "the q's", 'q"', ("p", "a"), "q, r"])
def test_a_suggested_call_is_python_that_works_and_keeps_all_options(called: str, label: Any, pred: Any) -> None:
    function, options = SUGGESTED[called]
    frame = Frame({"id": IDS, label: Y, pred: A, "g": ["u", "v", "u", "v"], "w": [2, 3, 2, 3]})
    given = (frame, frame) if called == "compare" else (frame,)
    with pytest.raises(XentError) as slip:
        function(*given, **options)
    text = slip.value.fix.partition("Did you mean: ")[2]
    names = {"frame": frame, "a": frame, "b": frame, called: function}
    found = eval(text, {"__builtins__": {}}, names)
    assert found.fields()
    for name, value in options.items():
        assert f"{name}={value}" in text or f'{name}="{value}"' in text, text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (([1, 0, 1], [0.2, 0.3]), "There are 3 labels and 2 predictions."),
        (([1, 0, 1], [[0.2, 0.3, 0.5]]), "predictions.T"),
        (([1, 0], [0.2, 0.3], [1]), "There are 2 labels, 2 predictions and 1 weight."),
        (([1, 0, 1], [[0.2, 0.3, 0.5], [0.1, 0.1, 0.8]]), "predictions.T"),
    ],
)
def test_arrays_of_different_lengths_are_refused_as_such(given: tuple[Any, ...], said: str) -> None:
    labels, predictions, *weight = given
    calls = [lambda: score([given]), lambda: compare([given], [given])]
    if not weight:
        calls += [lambda: score(labels, predictions), lambda: libraries(labels, predictions)]
    for call in calls:
        with pytest.raises(XentError) as slip:
            call()
        assert slip.value.code == "lengths-differ"
        assert said in f"{slip.value.message} {slip.value.fix}"


def test_a_refusal_of_arrays_names_no_column_of_theirs() -> None:
    """What it says to type works: one truth a row as distributions, or labels by themselves."""
    labels, predictions = np.eye(3)[[0, 1]], [[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]]
    with pytest.raises(XentError) as slip:
        score(labels, predictions)
    assert slip.value.fix == 'Type reading="binary" for labels by themselves, or true=True for one truth.'
    assert score(labels, predictions, reading="binary").n == 6
    assert score(labels, predictions, true=True).n == 2


STRUCTS = [
    {"y": "a", "p": {"a": 0.9, "b": 0.1}},
    {"y": "b", "p": {"a": 0.2, "b": 0.8}},
    {"y": "b", "p": {"b": 0.5, "a": 0.5}},
]
SCORES = [{"y": row["y"], "p": [{"label": k, "score": q} for k, q in row["p"].items()]} for row in STRUCTS]  # type: ignore[attr-defined]
OF_STRUCTS: dict[str, Callable[[list[dict[str, Any]]], Any]] = {
    "rows": lambda rows: rows,
    "dict": lambda rows: {name: [row[name] for row in rows] for name in rows[0]},
    "frame": lambda rows: Frame({name: [row[name] for row in rows] for name in rows[0]}),
    "arrow": lambda rows: pytest.importorskip("pyarrow").table({name: [row[name] for row in rows] for name in rows[0]}),
    "relation": lambda rows: Relation({name: [row[name] for row in rows] for name in rows[0]}),
}


@pytest.mark.parametrize("kind", OF_STRUCTS)
@pytest.mark.parametrize("rows", [STRUCTS, SCORES], ids=["structs", "labels and scores"])
@pytest.mark.parametrize("name", ["p", "out", "p.q"])
def test_structs_are_read_as_json_lines_are(kind: str, rows: list[dict[str, Any]], name: str, tmp_path: Path) -> None:
    """By hand −(ln 0.9 + ln 0.8 + ln 0.5) / 3; a column under another name is named, as in a file."""
    rows = [{"y": row["y"], name: row["p"]} for row in rows]
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    options = {} if name == "p" else {"label": "y", "pred": name}
    frame = OF_STRUCTS[kind](rows)
    found = score(frame, **options)
    assert found.mean == pytest.approx(-(math.log(0.9) + math.log(0.8) + math.log(0.5)) / 3, rel=1e-15)
    assert [row["name"] for row in found.classes] == ["a", "b"]
    if name != "p.q":
        assert found.summary.sums == score(tmp_path / "t.jsonl", **options).summary.sums
    assert libraries(frame, **options).value == pytest.approx(found.mean, rel=1e-15)
    assert compare(frame, frame, **options).value == 0
    assert score(frame, label="y", pred=f"{name}.b,{name}.a", classes=["b", "a"]).mean == found.mean


@pytest.mark.parametrize("kind", ["rows", "dict", "arrow"])
def test_a_struct_with_other_fields_is_a_bad_row(kind: str) -> None:
    rows = [*STRUCTS, {"y": "a", "p": {"a": 0.9}}, {"y": "a", "p": None}]
    with pytest.raises(XentError, match="row 4"):
        score(OF_STRUCTS[kind](rows))
    assert (score(OF_STRUCTS[kind](rows), skip_bad=True).n, score(OF_STRUCTS[kind](rows), skip_bad=True).skipped) == (
        3,
        2,
    )


def test_structs_of_a_file_of_columns_are_read(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = [{"y": "a", "out": {"scores": {"a": 0.9, "b": 0.1}}, "top": {f"t{k}": 0.5}} for k in range(3)]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "t.parquet")
    assert score(tmp_path / "t.parquet", label="y", pred="out.scores").mean == -math.log(0.9)


def test_a_struct_with_fields_that_no_row_before_had_is_a_bad_row(monkeypatch: pytest.MonkeyPatch) -> None:
    from xentropy_cli.tables.columnar import frames

    monkeypatch.setattr(frames, "ROWS", 2)
    rows = [*STRUCTS, {"y": "a", "p": {"a": 0.8, "b": 0.1, "c": 0.1}}]
    with pytest.raises(XentError, match="row 4"):
        score(rows)


@pytest.mark.parametrize(
    "given", [(Y, A), ({"y": Y, "p": A},), ([(Y, A)],), ([{"y": y, "p": p} for y, p in zip(Y, A, strict=True)],)]
)
def test_rows_are_called_and_counted_alike_in_refusals_and_pages(given: tuple[Any, ...]) -> None:
    """The dearest of the four is the last, at place 3: −ln 0.6; the row that is made bad is refused under the same name."""
    found = score(*given, top=1)
    assert found.worst[0]["line"] == 4
    assert "row 4" in found.render("plain")
    with pytest.raises(XentError, match="row 4"):
        score({"y": Y, "p": [*A[:3], 7]})
    page = compare({"y": Y, "p": A}, {"y": Y, "p": [*A[:3], 0.9]}).render("plain")
    assert "row 4" in page
    assert "line 4" not in page
