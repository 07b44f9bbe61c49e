"""Two models on the same rows."""

from __future__ import annotations

import csv
import gzip
import json
import math
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from xentropy_cli import XentError, compare
from xentropy_cli.comparing.differences import t_quantile

if TYPE_CHECKING:
    from conftest import Runner

EXAMPLES = Path(__file__).parent.parent.parent / "examples" / "predictions"


def columns(n: int = 200) -> tuple[str, list[float]]:
    draw = random.Random(1)
    rows = [(draw.randrange(2), draw.random(), draw.random()) for _ in range(n)]
    gaps = [math.log((a if y else 1 - a) / (b if y else 1 - b)) for y, a, b in rows]
    return "y,a,b\n" + "".join(f"{y},{a!r},{b!r}\n" for y, a, b in rows), gaps


def compared(call: Runner, *argv: str, stdin: str = "") -> dict[str, Any]:
    ran = call("compare", *argv, "--format", "json", stdin=stdin)
    assert ran.status == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def of_columns(call: Runner, text: str, *argv: str) -> dict[str, Any]:
    return compared(call, "-", "--pred", "a", "--pred", "b", *argv, stdin=text)


def refused(call: Runner, code: str, *argv: str, stdin: str = "", status: int = 3) -> str:
    ran = call("compare", *argv, stdin=stdin)
    assert (ran.status, ran.out) == (status, ""), ran.err
    assert f"xent explain {code}\n" in ran.err
    return ran.err


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text)
    return str(folder / name)


def test_a_difference_is_that_of_the_paired_losses(call: Runner) -> None:
    stats = pytest.importorskip("scipy.stats")
    text, gaps = columns()
    found = of_columns(call, text)
    assert math.isclose(found["value"], math.fsum(gaps) / len(gaps), rel_tol=1e-12)
    test = stats.ttest_1samp(gaps, 0).confidence_interval(0.95)
    assert found["interval_t"] == pytest.approx([test.low, test.high], rel=1e-9)
    assert (found["won"], found["lost"]) == (sum(g < 0 for g in gaps), sum(g > 0 for g in gaps))
    spread = test.high - test.low
    assert found["interval_bootstrap"] == pytest.approx(
        [test.low, test.high], abs=spread / 8
    )  # n = 200: both near normal


@pytest.mark.parametrize("options", [(), ("--clip", "1e-3"), ("--base", "2"), ("--clip", "keras")])
def test_each_mean_has_the_bits_of_score(options: tuple[str, ...], call: Runner) -> None:
    text = columns()[0].replace("y,", "w,y,").replace("\n", "\n0.3,").removesuffix("0.3,")
    text = text.replace("\n0.3,1,", "\n2.7,1,")
    for weight in ((), ("--weight", "w")):
        found = of_columns(call, text, *options, *weight)
        for model in ("a", "b"):
            alone = call("score", "-", "--pred", model, *options, *weight, "-q", stdin=text)
            assert repr(found[model]["mean"]) == alone.out.strip()


def test_rows_tie_where_the_losses_are_the_same_double(call: Runner, tmp_path: Path) -> None:
    """Of p = 0.9 for class 1, class 0 has 1 − 0.9 = 0.09999999999999998, which is not 0.1."""
    a = write(tmp_path, "a.csv", "y,p\n0,0.9\n1,0.9\n0,0.5\n0,0.7\n")
    b = write(tmp_path, "b.csv", "y,prob_0,prob_1\n0,0.1,0.9\n1,0.1,0.9\n0,0.5,0.5\n0,0.3,0.7\n")
    found = compared(call, a, b)
    gaps = [row["difference"] for row in found["moved"]]
    assert [row["b"]["loss"] - row["a"]["loss"] for row in found["moved"]] == gaps
    assert (found["won"], found["lost"]) == (sum(gap < 0 for gap in gaps), sum(gap > 0 for gap in gaps))
    assert (len(gaps), found["tied"], found["moved"][0]["a"]["q"]) == (2, 2, 0.09999999999999998)
    assert max(map(abs, gaps)) < 1e-15


def test_an_infinite_loss_of_weight_0_adds_nothing(call: Runner) -> None:
    head, rows = "w,y,a,b\n", "1,1,0.9,0.8\n2,0,0.25,0.5\n"
    without, beside = (of_columns(call, head + more + rows, "--weight", "w") for more in ("", "0,1,0,0.5\n0,0,0.5,1\n"))
    assert (without["n"], beside["n"]) == (2, 4)
    for name in ("value", "standard_error", "interval_t", "weight"):
        assert beside[name] == without[name]


def test_a_weight_is_a_number_of_rows(call: Runner) -> None:
    """Weights are powers of two, so that no product is rounded."""
    rows = {"1,0.9,0.8": 0, "0,0.2,0.4": 1, "1,0.5,0.7": 2, "0,0.3,0.1": 4}
    once = of_columns(call, "w,y,a,b\n" + "".join(f"{w},{row}\n" for row, w in rows.items()), "--weight", "w")
    often = of_columns(call, "y,a,b\n" + "".join(f"{row}\n" * w for row, w in rows.items()))
    assert [once[name]["mean"] for name in "ab"] == [often[name]["mean"] for name in "ab"]
    assert (once["value"], once["weight"], often["n"], once["n"]) == (often["value"], 7, 7, 4)
    assert (once["won"], once["lost"]) == (2, 2)  # rows, whatever they weigh


def test_the_standard_error_of_weighted_rows_is_that_of_a_ratio(call: Runner) -> None:
    """Cochran, Sampling Techniques, 1977, 2.11, worked out here in the order of the book."""
    text, gaps = columns(30)
    draw = random.Random(3)
    weights = [draw.choice([0.25, 0.5, 2.0, 3.0]) for _ in gaps]
    head, *lines = text.splitlines()
    found = of_columns(
        call, "\n".join([f"w,{head}", *(f"{w},{x}" for w, x in zip(weights, lines, strict=True))]), "--weight", "w"
    )
    n, total = len(gaps), math.fsum(weights)
    mean = math.fsum(w * d for w, d in zip(weights, gaps, strict=True)) / total
    spread = math.fsum((w * d - mean * w) ** 2 for w, d in zip(weights, gaps, strict=True)) / (n - 1)
    error = math.sqrt(n * spread) / total
    assert found["value"] == pytest.approx(mean, rel=1e-12)
    assert found["standard_error"] == pytest.approx(error, rel=1e-12)
    half = t_quantile(n - 1) * error
    assert found["interval_t"] == pytest.approx([mean - half, mean + half], rel=1e-9)


def test_weights_of_one_and_rows_of_weight_zero_change_nothing(call: Runner) -> None:
    text, _ = columns(40)
    head, *lines = text.splitlines()
    plain = of_columns(call, text)
    ones = of_columns(call, "\n".join([f"w,{head}", *(f"1,{x}" for x in lines)]), "--weight", "w")
    zeros = of_columns(call, "\n".join([f"w,{head}", *(f"1,{x}\n0,1,0.9,0.1" for x in lines)]), "--weight", "w")
    for part in (ones, *ones["classes"]):
        assert part.pop("weighed") == part["n"]
    assert {**ones, "a": 0, "b": 0, "weight": 0} == {**plain, "a": 0, "b": 0, "weight": 0}
    for name in ("value", "standard_error", "interval_t", "interval_bootstrap", "weight"):
        assert zeros[name] == ones[name]
    assert (zeros["n"], ones["n"]) == (80, 40)


def test_extreme_numbers_are_right_or_refused(call: Runner) -> None:
    text = "w,y,a,b\n1e308,1,-1e300,-2e300\n1,1,-1e300,-1e300\n"
    found = compared(call, "-", "--logprobs", "a", "--logprobs", "b", stdin=text)
    assert (found["value"], found["standard_error"]) == (5e299, pytest.approx(5e299, rel=1e-15))
    refused(call, "too-extreme", "-", "--logprobs", "a", "--logprobs", "b", "--weight", "w", stdin=text)


def test_files_are_joined_by_row_or_by_id(call: Runner, tmp_path: Path) -> None:
    a = write(tmp_path, "a.csv", "id,y,p\n1,1,0.9\n2,0,0.2\n3,1,0.7\n")
    b = write(tmp_path, "b.csv", "id,y,p\n3,1,0.6\n 1,1,0.8\n2 ,0,0.1\n")  # blanks round a cell are none of its text
    found = compared(call, a, b, "--on", "id")
    assert found["value"] == pytest.approx(
        (math.log(0.9 / 0.8) + math.log(0.8 / 0.9) + math.log(0.7 / 0.6)) / 3, rel=1e-12
    )
    assert found["moved"][0]["a"]["id"] == "3"
    named = [write(tmp_path, f"{k}.csv", Path(name).read_text().replace("id", "row")) for k, name in enumerate((a, b))]
    assert compared(call, *named, "--on", "row")["value"] == found["value"]
    for other, code in (
        ("id,y,p\n3,1,0.6\n1,1,0.8\n", "missing-id"),
        ("id,y,p\n3,1,0.6\n1,1,0.8\n2,0,0.1\n4,0,0.1\n", "missing-id"),
        ("id,y,p\n3,1,0.6\n1,1,0.8\n2,0,0.1\n2,0,0.1\n", "duplicate-id"),
        ("id,y,p\n3,1,0.6\n1,0,0.8\n2,0,0.1\n", "labels-differ"),
        ("id,y,p\n3,1,0.6\n3,1,0.8\n2,0,0.1\n", "duplicate-id"),
    ):
        err = refused(call, code, a, write(tmp_path, "c.csv", other), "--on", "id")
        assert "--on id" not in err
    eight, nine = (write(tmp_path, f"{name}.csv", f"id,y,p\n{name},1,0.5\n") for name in ("23456789", "123456789"))
    refused(call, "missing-id", eight, nine, "--on", "id")
    refused(call, "missing-id", nine, eight, "--on", "id")
    long = [f"1,1,0.5\n{'y' * 70},1,0.25\n", f"{'y' * 70},1,0.5\n1,1,0.5\n"]
    ones, others = (write(tmp_path, f"long{k}.csv", f"id,y,p\n{rows}") for k, rows in enumerate(long))
    assert compared(call, ones, others, "--on", "id")["value"] == pytest.approx(math.log(0.25 / 0.5) / 2, rel=1e-12)
    assert "--on id" in refused(call, "labels-differ", a, b)
    assert "--id" not in refused(call, "no-column", a, b, "--on", "idd")
    refused(call, "rows-disagree", a, write(tmp_path, "d.csv", "id,y,p\n3,1,0.6\n2,0,0.8\n1,1,0.1\n"), "--id", "id")
    refused(call, "option-misfit", a, b, "--on", "id", "--id", "id", status=2)
    refused(call, "option-misfit", a, "--pred", "p", "--pred", "p", "--on", "id", status=2)


@pytest.mark.parametrize(
    ("b", "line", "first"),
    [
        ("3,1,0.6\n1,1,0.8\n3,1,0.6\n2,0,0.1\n", 4, 2),  # where id 3 comes again
        ("3,0,0.6\n1,1,0.8\n3,1,0.6\n2,0,0.1\n", 4, 2),  # the first of them seems to disagree
        ("1,1,0.8\n3,0,0.6\n2,1,0.6\n3,1,0.6\n2,0,0.1\n", 5, 3),  # and so does a row between them
        ("1,1,0.8\n4,0,0.6\n3,1,0.6\n2,0,0.1\n4,0,0.6\n", 6, 3),  # an id of which A has none
        ("1,1,0.8\n" * 3, 3, 2),
    ],
)
def test_an_id_that_stands_twice_is_refused_as_such_with_both_lines(
    b: str, line: int, first: int, call: Runner, tmp_path: Path
) -> None:
    head, rows = "id,y,p\n", "1,1,0.9\n2,0,0.2\n3,1,0.7\n"
    one, other = write(tmp_path, "a.csv", head + rows), write(tmp_path, "b.csv", head + b)
    for files in ((one, other), (other, one)):
        err = refused(call, "duplicate-id", *files, "--on", "id")
        assert f"stands twice in column id, first in line {first}.\n  in {other}:{line}:" in err


def test_a_row_that_disagrees_is_refused_as_such_where_its_id_stands_once(call: Runner, tmp_path: Path) -> None:
    """What is read on in search of a second one is no fault of its own, and neither is another id that stands twice."""
    a = write(tmp_path, "a.csv", "id,y,p\n1,1,0.9\n2,0,0.2\n3,1,0.7\n")
    for rest in ("3,1,x\n", "3,1,0.7\n3,1,0.7\n", "33,1,0.7\n"):
        b = write(tmp_path, "b.csv", f"id,y,p\n1,1,0.9\n2,1,0.2\n{rest}")
        assert f"{a}:3 and {b}:3" in refused(call, "labels-differ", a, b, "--on", "id")


@pytest.mark.parametrize(("blank", "column"), [("", 3), ("  ", 5), ('""', 4), ('" "', 4)])
def test_rows_without_an_id_are_never_joined(blank: str, column: int, call: Runner, tmp_path: Path) -> None:
    """The caret stands where the id would begin."""
    a = write(tmp_path, "a.csv", f"y,id,p\n1,1,0.9\n0,{blank},0.2\n1,3,0.7\n")
    b = write(tmp_path, "b.csv", f"y,id,p\n1,1,0.8\n0,{blank},0.2\n1,3,0.7\n0,{blank},0.2\n")
    whole = write(tmp_path, "whole.csv", "y,id,p\n1,1,0.9\n1,3,0.7\n")
    for files, name in (((a, b), a), ((whole, b), b)):
        err = refused(call, "empty-cell", *files, "--on", "id")
        drawn = f"    0,{blank},0.2\n    {'^':>{column}}\n"
        assert f"This row has no id.\n  in {name}:3:{column}:\n{drawn}" in err
    found = compared(call, a, b, "--on", "id", "--skip-bad")
    assert (found["n"], found["skipped"], found["value"]) == (2, 3, pytest.approx(math.log(0.9 / 0.8) / 2, rel=1e-12))
    assert f"bad are {a}:3, {b}:3, {b}:5." in found["notes"][0]["text"]
    same = write(tmp_path, "same.csv", Path(a).read_text())
    assert compared(call, a, same, "--id", "id")["n"] == 3  # here an id is but a name


def test_rows_without_an_id_are_none_of_columns_and_objects_either(call: Runner, tmp_path: Path) -> None:
    whole = write(tmp_path, "whole.csv", "y,id,p\n1,1,0.9\n1,3,0.5\n")
    lines = ['{"id": "1", "y": 1, "p": 0.9}', '{"id": null, "y": 1, "p": 0.7}', '{"y": 1, "p": 0.7}']
    write(tmp_path, "a.jsonl", "\n".join([*lines, '{"id": " ", "y": 1, "p": 0.7}', '{"id": 3, "y": 1, "p": 0.5}']))
    y, p = np.ones(5, dtype=int), np.array([0.9, 0.7, 0.7, 0.7, 0.5])
    np.savez(tmp_path / "texts.npz", y=y, p=p, id=np.array(["1", "", " ", "", "3"]))
    np.savez(tmp_path / "bytes.npz", y=y, p=p, id=np.array([b"1", b"", b" ", b"", b"3"]))
    names = ["a.jsonl", "texts.npz", "bytes.npz"]
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet

    pyarrow.parquet.write_table(pa.table({"y": y, "p": p, "id": ["1", None, "", " ", "3"]}), tmp_path / "a.parquet")
    for name in (*names, "a.parquet"):
        files = str(tmp_path / name), whole
        for pair in (files, files[::-1]):
            found = compared(call, *pair, "--on", "id", "--skip-bad")
            assert (found["n"], found["tied"], found["skipped"]) == (2, 2, 3), name
            refused(call, "bad-row" if name != "a.jsonl" else "empty-cell", *pair, "--on", "id")
    one = np.ones(2, dtype=int)
    np.savez(tmp_path / "floats.npz", y=one, p=p[:2], id=np.array([1, np.nan]))
    assert "and this one has none" in refused(call, "bad-row", str(tmp_path / "floats.npz"), whole, "--on", "id")


def test_only_the_prediction_is_the_models_own(call: Runner, tmp_path: Path) -> None:
    a = write(tmp_path, "a.csv", "y,p,w,site\n1,0.9,2,x\n0,0.2,1,z\n")
    b = write(tmp_path, "b.csv", "y,p,w,site\n1,0.9,2,x\n0,0.2,3,y\n")
    assert "weight" in refused(call, "rows-disagree", a, b, "--weight", "w")
    assert "group" in refused(call, "rows-disagree", a, b, "--by", "site")
    assert compared(call, a, b)["value"] == 0
    refused(call, "no-column", a, write(tmp_path, "c.csv", "y,p\n1,0.9\n0,0.2\n"), "--weight", "w")
    none = write(tmp_path, "none.csv", "y,p,w\n1,0.9,0\n0,0.2,0\n")
    refused(call, "bad-weight", none, none, "--weight", "w")


def test_classes_are_matched_by_name(call: Runner, tmp_path: Path) -> None:
    a = write(tmp_path, "a.csv", "label,prob_cat,prob_dog\ncat,0.9,0.1\ndog,0.4,0.6\n")
    b = write(tmp_path, "b.csv", "label,prob_dog,prob_cat\ncat,0.1,0.9\ndog,0.6,0.4\n")
    c = write(tmp_path, "c.csv", "label,prob_dog,prob_cat,prob_owl\ncat,0.1,0.9,0\ndog,0.6,0.4,0\n")
    same, more = compared(call, a, b), compared(call, a, c)
    assert (same["value"], same["tied"], same["notes"][0]["code"]) == (0, 2, "bootstrap")
    assert (more["value"], more["tied"]) == (0, 2)
    assert more["notes"][0] == {
        "code": "other-classes",
        "text": "Only B predicts owl; the classes of both were matched by name.",
    }
    assert [part["name"] for part in more["classes"]] == ["cat", "dog"]


def test_files_whose_labels_are_never_the_same_are_refused_at_once(call: Runner, tmp_path: Path) -> None:
    a = write(tmp_path, "a.csv", "label,prob_cat,prob_dog\ncat,0.9,0.1\n")
    b = write(tmp_path, "b.csv", "y,p\n1,0.9\n")
    events = write(tmp_path, "events.csv", "0.9\n")
    assert "cat, dog / 0, 1" in refused(call, "labels-differ", a, b)
    assert "no labels / 0, 1" in refused(call, "labels-differ", events, b)


def test_each_file_may_name_its_own_prediction(call: Runner, tmp_path: Path) -> None:
    a = write(tmp_path, "a.csv", "y,mine\n1,0.5\n0,0.5\n")
    b = write(tmp_path, "b.csv", "y,z\n1,0\n0,0\n")
    found = compared(call, a, b, "--pred", "mine", "--logits", "z")
    assert (found["value"], found["a"]["name"], found["tied"]) == (0, a, 2)
    assert "from logits" in found["b"]["read_as"]
    assert compared(call, b, a, "--logits", "z", "--pred", "mine")["a"]["name"] == b
    refused(call, "no-column", b, a, "--pred", "mine", "--logits", "z")
    for spec in ((), ("--pred", "mine")):
        assert "once for each" in refused(call, "no-column" if spec else "ambiguous-columns", a, b, *spec)
    both = write(tmp_path, "both.csv", "y,p,z\n1,0.5,1\n0,0.5,-1\n")
    first = compared(call, both, "--logits", "z", "--pred", "p")
    assert (first["a"]["name"], first["b"]["name"]) == ("z", "p")
    assert first["a"]["mean"] < first["b"]["mean"]
    assert compared(call, both, both, "--logits", "z", "--pred", "p")["value"] == first["value"]
    refused(call, "two-answers", both, "--logits", "z", "--pred", "p", "--clip", "1e-9", status=2)
    refused(call, "two-models", a, b, "--pred", "p", "--pred", "p", "--pred", "p", status=2)
    refused(call, "two-models", a, status=2)


def test_a_model_compared_with_itself_is_said_to_be(call: Runner, tmp_path: Path) -> None:
    a = write(tmp_path, "a.csv", "y,p\n1,0.5\n0,0.5\n")
    found = compared(call, a, a)
    assert (found["value"], found["notes"][0]["code"]) == (0, "same-model")
    refused(call, "stdin-twice", "-", "-", status=2)
    assert compared(call, a, "-", stdin="y,p\n1,0.5\n0,0.5\n")["b"]["name"] == "standard input"
    assert compared(call, a, "--pred", "p", "--pred", "p")["notes"][0]["code"] == "same-model"
    assert compared(call, a, a, "--pred", "p", "--pred", "2")["notes"][0]["code"] != "same-model"


def test_bad_rows_are_left_out_of_both_models(call: Runner, tmp_path: Path) -> None:
    a = write(tmp_path, "a.csv", "id,y,p\n1,1,0.9\n2,0,x\n3,1,0.7\n4,1,0.7\n5,0,0.1\n")
    b = write(tmp_path, "b.csv", "id,y,p\n1,1,0.8\n2,0,0.1\n3,1,0.6\n4,1,\n5,0,0.2\n")
    expected = (math.log(0.9 / 0.8) + math.log(0.7 / 0.6) + math.log(0.9 / 0.8)) / 3
    for join in ((), ("--on", "id")):
        found = compared(call, a, b, "--skip-bad", *join)
        assert found["value"] == pytest.approx(expected, rel=1e-12)
        assert (found["n"], found["skipped"]) == (3, 2)
        assert f"{a}:3, {b}:5" in found["notes"][0]["text"]
        refused(call, "not-a-number", a, b, *join)
    ragged = write(tmp_path, "ragged.csv", Path(b).read_text().replace("4,1,\n", "4,1\n"))
    err = refused(call, "missing-id", a, ragged, "--skip-bad", "--on", "id")
    assert "4 is not in" in err
    few = write(tmp_path, "few.csv", "id,y,p\n1,1,0.9\n2,0\n3,1,0.7\n5,0,0.1\n")
    other = write(tmp_path, "other.csv", "id,y,p\n1,1,0.9\n3,1,0.7\n4\n5,0,0.1\n")
    assert (compared(call, few, other, "--skip-bad", "--on", "id")["skipped"]) == 2
    both = "y,a,b\n1,0.9,0.8\n0,x,0.1\n1,0.7,0.6\n0,0.1,2\n2,x,x\n"
    found = of_columns(call, both, "--skip-bad")
    assert (found["n"], found["skipped"]) == (2, 3)
    assert "standard input:3, standard input:5, standard input:6." in found["notes"][0]["text"]
    for two in (("--pred", "a", "--pred", "b"), ("--pred", "b", "--pred", "a")):
        err = refused(call, "not-a-number", "-", *two, stdin=both)
        assert "standard input:3:3" in err
        assert "2 more rows have faults" in err


def test_an_infinite_model_loses_and_two_are_refused(call: Runner) -> None:
    text = "y,a,b\n1,0.5,0\n1,0.5,0.5\n"
    found = of_columns(call, text)
    assert (found["value"], found["mean_of_others"]) == ("Infinity", 0)
    assert compared(call, "-", "--pred", "b", "--pred", "a", stdin=text)["value"] == "-Infinity"
    refused(call, "both-infinite", "-", "--pred", "b", "--pred", "b", stdin=text)
    for form, value in (("value", "-inf\n"), ("csv", ",-inf")):
        assert value in call("compare", "-", "--pred", "b", "--pred", "a", "--format", form, stdin=text).out


def test_csv_holds_the_rows_that_moved_and_every_number(call: Runner) -> None:
    text = "y,a,b\n1,0.5,0.25\n1,0.5,0.5\n"
    out = call("compare", "-", "--pred", "a", "--pred", "b", "--format", "csv", stdin=text).out
    rows = list(csv.DictReader(out.splitlines()))
    found = of_columns(call, text)
    assert {row["name"]: row["value"] for row in rows if row["kind"] == "quantity"} == {
        "value": repr(found["value"]),
        "a.mean": repr(found["a"]["mean"]),
        "b.mean": repr(found["b"]["mean"]),
        "standard_error": repr(found["standard_error"]),
        "won": "0",
        "lost": "1",
        "tied": "1",
        "interval_t.from": repr(found["interval_t"][0]),
        "interval_t.to": repr(found["interval_t"][1]),
        "interval_bootstrap.from": "0",
        "interval_bootstrap.to": repr(found["interval_bootstrap"][1]),
        "skipped": "0",
    }
    moved = next(row for row in rows if row["kind"] == "moved")
    assert (moved["label"], moved["a.line"], moved["b.q"], moved["difference"]) == ("1", "2", "0.25", repr(math.log(2)))


def test_nothing_to_compare_is_refused(call: Runner, tmp_path: Path) -> None:
    a = write(tmp_path, "a.csv", "y,p\n")
    refused(call, "no-rows", a, a)
    refused(call, "rows-differ", a, "-", stdin="y,p\n1,0.5\n")
    refused(call, "no-rows", "-", "--pred", "a", "--pred", "b", "--skip-bad", stdin="y,a,b\n1,x,0.5\n")


def test_clipping_is_said_with_what_it_changed(call: Runner) -> None:
    found = of_columns(call, "y,a,b\n1,1e-9,0\n1,0.5,1e-9\n", "--clip", "1e-6")
    assert found["notes"][0]["text"].endswith("changed in 1 row of A and 2 of B.")
    assert found["value"] == pytest.approx(math.log(0.5 / 1e-6) / 2, rel=1e-12)


def test_max_increase_is_a_gate(call: Runner) -> None:
    text = "y,a,b\n1,0.5,0.4\n1,0.5,0.5\n"
    two = ("-", "--pred", "a", "--pred", "b", "--max-increase")
    # (ln 0.5 − ln 0.4) / 2 = 0.1116
    assert call("compare", *two, "0.1", stdin=text).status == 1
    assert call("compare", *two, "0.2", stdin=text).status == 0
    assert call("compare", *two, "-0.01", stdin=text).status == 1
    for limit in ("nan", "inf", "-inf", "x", ""):
        refused(call, "bad-value", *two, limit, stdin=text, status=2)
    assert call("score", "-", "--pred", "a", "--max", "nan", stdin=text).status == 2


def test_groups_are_compared_apart(call: Runner) -> None:
    text = "y,a,b,site\n1,0.5,0.4,x\n1,0.5,0.5,y\n1,0,0,z\n1,0.1,0.2,z\n"
    err = refused(call, "both-infinite", "-", "--pred", "a", "--pred", "b", "--by", "site", stdin=text)
    assert "--clip" in err
    found = of_columns(call, text.replace("0,0,z", "0,0.1,z"), "--by", "site")
    assert [(group["name"], group["n"], group["value"]) for group in found["groups"]] == [
        ("x", 1, pytest.approx(math.log(0.5 / 0.4))),
        ("y", 1, 0),
        ("z", 2, "-Infinity"),
    ]


def test_every_kind_of_file_gives_the_numbers_of_its_text(call: Runner, tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.feather
    import pyarrow.parquet

    names = {model: str(EXAMPLES / f"digits_{model}.csv") for model in "ab"}
    tables = {model: np.genfromtxt(name, delimiter=",", names=True, dtype=None) for model, name in names.items()}
    for model, table in tables.items():
        columns = {name: table[name] for name in table.dtype.names}
        np.savez(tmp_path / f"{model}.npz", **columns)
        np.save(tmp_path / f"{model}.npy", table)
        pyarrow.parquet.write_table(pa.table(columns), tmp_path / f"{model}.parquet")
        pyarrow.feather.write_feather(pa.table(columns), tmp_path / f"{model}.feather", compression="zstd")
        rows = [
            dict(zip(columns, row, strict=True)) for row in zip(*(c.tolist() for c in columns.values()), strict=True)
        ]
        write(tmp_path, f"{model}.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows))
        (tmp_path / f"{model}.csv.gz").write_bytes(gzip.compress(Path(names[model]).read_bytes(), 1))

    def numbers(found: dict[str, Any]) -> dict[str, Any]:
        moved = [(row["label"], row["difference"], row["a"]["q"]) for row in found["moved"]]
        return {**found, "moved": moved, "a": found["a"]["mean"], "b": found["b"]["mean"]}

    for join in (("--id", "id"), ("--on", "id")):
        whole = numbers(compared(call, names["a"], names["b"], *join, "--as-is"))
        for kind in ("npz", "npy", "parquet", "feather", "jsonl", "csv.gz"):
            found = compared(call, str(tmp_path / f"a.{kind}"), str(tmp_path / f"b.{kind}"), *join, "--as-is")
            assert numbers(found) == whole, kind
        mixed = compared(call, f"file://{tmp_path}/a.parquet", names["b"], *join, "--as-is")
        assert numbers(mixed) == whole
    twice = compared(call, str(tmp_path / "a.npz"), "--pred", "prob_*", "--pred", "prob_*", "--as-is")
    assert (twice["value"], twice["tied"]) == (0, 719)


def test_bad_rows_of_columns_are_left_out_of_both_models(call: Runner, tmp_path: Path) -> None:
    y, ids = np.array([1, 0, 1, 1, 0]), np.array(["é", "b", "c", "d", "e"])
    np.savez(
        tmp_path / "a.npz", id=ids, y=y, p=np.array([0.9, np.nan, 0.7, 0.7, 0.1]), q=np.array([0.8, 1, 2, 0.5, 0.1])
    )
    b = write(tmp_path, "b.csv", "id,y,p\né,1,0.8\nb,0,0.1\nc,1,0.6\nd,1,\ne,0,0.2\n")
    a = str(tmp_path / "a.npz")
    for join in ((), ("--on", "id")):
        found = compared(call, a, b, "--pred", "p", "--skip-bad", *join)
        assert found["value"] == pytest.approx((2 * math.log(0.9 / 0.8) + math.log(0.7 / 0.6)) / 3, rel=1e-12)
        assert (found["n"], found["skipped"]) == (3, 2)
        refused(call, "bad-row", a, b, "--pred", "p", *join)
    found = compared(call, a, "--pred", "p", "--pred", "q", "--skip-bad")
    assert (found["n"], found["skipped"]) == (3, 2)
    refused(call, "bad-row", a, "--pred", "p", "--pred", "q")


@pytest.mark.parametrize("how", [(), ("--on", "id")])
def test_columns_of_the_moved_rows_are_shown(how: tuple[str, ...], call: Runner, tmp_path: Path) -> None:
    """They are those of the second file; 20,000 rows are several blocks, and the moved row stands in the last."""
    rows = [f"r{k},{k % 2},{0.25 + k % 2 / 2},text {k}" for k in range(20_000)]
    (tmp_path / "a.csv").write_text("\n".join(["id,y,p,text", *rows]) + "\n")
    rows[19_999] = "r19999,1,0.125,the one"
    (tmp_path / "b.csv").write_text("\n".join(["id,y,p,text", *(rows[::-1] if how else rows)]) + "\n")
    asked = (str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "--columns", "text", *how)
    moved = json.loads(call("compare", *asked, "--format", "json").out)["moved"]
    assert [row["columns"] for row in moved] == [{"text": "the one"}]
    assert moved[0]["difference"] == pytest.approx(math.log(0.75 / 0.125), rel=1e-12)
    assert "the one" in call("compare", *asked).out


def test_columns_are_of_a_frame_and_of_one_file_too() -> None:
    frame = {"y": [1, 0], "a": [0.5, 0.5], "b": [0.5, 0.25], "text": ["left", "moved"]}
    assert compare(frame, pred=("a", "b"), columns=["text"]).moved[0]["columns"] == {"text": "moved"}
    with pytest.raises(XentError, match="no column nothing"):
        compare(frame, pred=("a", "b"), columns="nothing")


@pytest.mark.parametrize("form", ["csv", "json", "json lines", "pipe"])
def test_rows_that_moved_most_are_printed_with_both_losses(form: str, call: Runner, tmp_path: Path) -> None:
    """As the second file has them; the losses are −ln of what was given to what happened."""
    a, b = tmp_path / "a.csv", tmp_path / "b.csv"
    a.write_text("id,y,p\nu,1,0.9\nv,0,0.2\nw,1,0.7\n")
    b.write_text('id,y,p,t\nw,1,0.6,x\nv,0,0.4,"b, c"\nu,1,0.9,=z\n')
    if form == "json lines":
        names, *rows = csv.reader(b.read_text().splitlines())
        b.write_text("".join(json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in rows))
    second, stdin = ("-", b.read_text()) if form == "pipe" else (str(b), "")
    options = ("--format", "json") if form == "json" else ()
    ran = call("compare", str(a), second, "--on", "id", "--top", "2", "--rows", *options, stdin=stdin)
    assert ran.status == 0, ran.err
    are_objects = form.startswith("json")
    found = (
        [json.loads(line) for line in ran.out.splitlines()]
        if are_objects
        else list(csv.DictReader(ran.out.splitlines()))
    )
    wanted = [("v", "b, c", 0.8, 0.6), ("w", "x", 0.7, 0.6)]
    assert [(row["id"], row["t"]) for row in found] == [row[:2] for row in wanted]
    for row, (_, _, p, q) in zip(found, wanted, strict=True):
        for name, loss in (("loss_a", -math.log(p)), ("loss_b", -math.log(q)), ("difference", math.log(p / q))):
            assert float(row[name]) == pytest.approx(loss, rel=1e-14), name


def test_rows_of_a_comparison_refuse_what_has_no_place_there(call: Runner, tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    for file, text in ((one, "y,p\n1,0.9\n"), (two, "y,z,p,q\n1,0,0.9,0.8\n")):
        file.write_text(text)
    ran = call("compare", str(one), str(one), "--rows", "--by", "y")
    assert (ran.status, ran.out, "two-answers" in ran.err) == (2, "", True)
    ran = call("compare", str(one), str(one), str(one), "--rows")
    assert (ran.status, ran.out, "option-misfit" in ran.err) == (2, "", True)
    ran = call("compare", str(two), str(two), "--label", "y,z", "--pred", "p,q", "--as", "binary", "--rows")
    assert (ran.status, ran.out, "two-answers" in ran.err) == (2, "", True)
