"""What a refusal advises where numbers or labels look like something else: in files of every kind, and in both commands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conftest import Ran, Runner

KINDS = ("csv", "jsonl", "npz")
COMMANDS = ("score", "compare")


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=COMMANDS)
def command(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def written(folder: Path, kind: str, y: Sequence[Any], p: Sequence[Any]) -> str:
    """A table of labels and predictions: a number a row, or one for each class."""
    path = folder / f"t.{kind}"
    if kind == "npz":
        np.savez(path, y=np.array(y), p=np.array(p))
    elif kind == "jsonl":
        path.write_text("".join(json.dumps({"y": a, "p": b}) + "\n" for a, b in zip(y, p, strict=True)))
    else:
        rows = [b if isinstance(b, list) else [b] for b in p]
        names = ["p"] if len(rows[0]) == 1 else [f"p_{k}" for k in range(len(rows[0]))]
        lines = [",".join(map(str, [a, *row])) for a, row in zip(y, rows, strict=True)]
        path.write_text("\n".join([",".join(["y", *names]), *lines]) + "\n")
    return str(path)


def ran(call: Runner, command: str, path: str, *options: str) -> Ran:
    return call(command, *([path] if command == "score" else [path, path]), *options)


def fix_of(ended: Ran) -> str:
    assert ended.status == 3 or "--classes" in ended.err, ended
    assert ended.out == ""
    return next(line for line in ended.err.split("\n") if line.startswith("  fix: ")).removeprefix("  fix: ")


def test_labels_as_a_column_of_an_array_are_labels(tmp_path: Path, command: str, call: Runner) -> None:
    """Shape (n, 1) is what many programs save: n labels, of two classes and of more."""
    for p in ([0.9, 0.2, 0.7], [[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]]):
        flat = ran(call, command, written(tmp_path, "npz", [1, 0, 1], p), "-q")
        column = ran(call, command, written(tmp_path, "npz", [[1], [0], [1]], p), "-q")
        assert column == flat
        assert column.status == 0, column


@pytest.mark.parametrize("p", [[1.85, 2.1, 3.4], [[1.85, 2.1], [3.4, 1.3], [1.5, 2.75]]], ids=["one", "classes"])
def test_decimal_odds_are_turned_round(p: list[Any], tmp_path: Path, kind: str, command: str, call: Runner) -> None:
    """A bookmaker's 1.85 means 1/1.85 (less his margin); dividing by the sum of the odds would mean nothing."""
    fix = fix_of(ran(call, command, written(tmp_path, kind, [0, 1, 0], p)))
    assert "1/1.85" in fix
    assert "--normalize" not in fix


def test_two_texts_as_labels_are_named(tmp_path: Path, kind: str, command: str, call: Runner) -> None:
    path = written(tmp_path, kind, ["malignant", "benign", "benign"], [0.9, 0.2, 0.3])
    ended = ran(call, command, path)
    assert fix_of(ended) == "Type --positive malignant or --positive benign"
    assert "malignant and benign" in ended.err
    assert ran(call, command, path, "--positive", "malignant", "-q").status == 0


def test_texts_of_more_than_two_kinds_need_more_columns(tmp_path: Path, kind: str, command: str, call: Runner) -> None:
    ended = ran(call, command, written(tmp_path, kind, ["a", "b", "c"], [0.9, 0.2, 0.3]))
    assert "a column of probabilities of its own" in fix_of(ended)


@pytest.mark.parametrize("classes", ["a,b,c,d", "a,b"])
def test_a_wrong_number_of_classes_is_counted(
    classes: str, tmp_path: Path, kind: str, command: str, call: Runner
) -> None:
    p = [[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]]
    ended = ran(call, command, written(tmp_path, kind, [0, 1], p), "--classes", classes)
    what = "columns" if kind == "csv" else "numbers"
    assert f"error: {classes.count(',') + 1} names for 3 {what}.\n" in ended.err
    assert fix_of(ended) == "Give 3 names, separated by commas: --classes A,B,…"
    assert f"    {classes}\n    {'^' * len(classes)}\n" in ended.err


@pytest.mark.parametrize("command", ["score"])
def test_flags_that_add_up_to_more_than_1_may_be_labels_by_themselves(
    tmp_path: Path, kind: str, command: str, call: Runner
) -> None:
    path = tmp_path / f"t.{kind}"
    y, p = [[1, 1], [0, 0]], [[0.9, 0.4], [0.2, 0.3]]
    if kind == "csv":
        path.write_text("t_a,t_b,p_a,p_b\n1,1,0.9,0.4\n0,0,0.2,0.3\n")
        columns = ["--true", "t_a,t_b", "--pred", "p_a,p_b"]
        assert call(command, str(path), *columns, "--as", "binary", "-q").status == 0
    else:
        written(tmp_path, kind, y, p)
        columns = ["--true", "y"]
    fix = fix_of(call(command, str(path), *columns))
    assert "true or false by itself" in fix
    assert ("--as binary" in fix) == (kind == "csv")
    assert "--logits" not in fix


OUTSIDE = [[1.0000098, 0.3, -0.00002, 0.6], [[1.0000098, -0.0000098], [0.3, 0.7], [0.0, 1.00001], [0.6, 0.4]]]
WITHIN = [[1.0, 0.3, 0.0, 0.6], [[1.0, 0.0], [0.3, 0.7], [0.0, 1.0], [0.6, 0.4]]]


@pytest.mark.parametrize(("outside", "within"), list(zip(OUTSIDE, WITHIN, strict=True)), ids=["one", "classes"])
def test_what_rounding_left_outside_is_clipped_and_counted(  # noqa: PLR0913, PLR0917  what a case is made of
    outside: list[Any], within: list[Any], tmp_path: Path, kind: str, command: str, call: Runner
) -> None:
    """--clip takes it for 0 or 1, so the answer is that of 0 and 1 clipped; without it the advice is --clip."""
    labels = [0, 1, 0, 1]
    path = written(tmp_path, kind, labels, outside)
    assert "--clip" in fix_of(ran(call, command, path))
    found = json.loads(ran(call, command, path, "--clip", "1e-15", "--format", "json").out)
    path = written(tmp_path, kind, labels, within)
    expected = json.loads(ran(call, command, path, "--clip", "1e-15", "--format", "json").out)
    sides = 1 if command == "score" else 2
    assert found.pop("outside") == 2 * sides
    notes = [note["text"] for note in found.pop("notes") if note["code"] == "just-outside"]
    assert notes == [
        f"{2 * sides} predictions were outside 0 to 1 by at most 0.0001, and taken for 0 or 1 before clipping."
    ]
    assert expected.pop("outside") == 0
    expected.pop("notes")
    assert found == expected


@pytest.mark.parametrize("value", [1.0002, -0.0002])
def test_what_rounding_does_not_explain_is_not_clipped(
    value: float, tmp_path: Path, kind: str, command: str, call: Runner
) -> None:
    path = written(tmp_path, kind, [0, 1], [value, 0.3])
    assert ran(call, command, path, "--clip", "1e-15").status == 3
    assert "--clip" not in fix_of(ran(call, command, path))


def test_a_truth_is_never_clipped(tmp_path: Path, call: Runner) -> None:
    path = tmp_path / "t.csv"
    path.write_text("t_a,t_b,p_a,p_b\n1.00001,0,0.9,0.1\n")
    ended = call("score", str(path), "--true", "t_a,t_b", "--pred", "p_a,p_b", "--clip", "1e-15")
    assert ended.status == 3


@pytest.mark.parametrize(
    "options",
    [
        ["--pred", "1.00001,0.5"],
        ["--pred", "1.00001,0.5", "--label", "1,0"],
        ["--pred", "1.00001,-0.00001", "--label", "0"],
    ],
)
def test_compute_takes_the_same_numbers(options: list[str], call: Runner) -> None:
    refused = call("compute", *options)
    assert "fix: If rounding left it there, add --clip 1e-15" in refused.err
    clipped = call("compute", *options, "--clip", "1e-15", "--format", "json")
    found = json.loads(clipped.out)
    exact = [option.replace("1.00001", "1").replace("-0.00001", "0") for option in options]
    expected = json.loads(call("compute", *exact, "--clip", "1e-15", "--format", "json").out)
    assert found["notes"][0]["code"] == "just-outside"
    assert found["value"] == expected["value"]
    assert found["terms"] == expected["terms"]


def test_all_rows_bad_is_a_refusal_in_every_kind_of_table(tmp_path: Path, call: Runner) -> None:
    """A block without one good row is an array without rows, of as many columns."""
    tables = {
        "y,p\n1,x\n": [],
        "label,cat,dog\ncat,x,1\n": ["--pred", "cat,dog"],
        "t_a,t_b,p_a,p_b\n1,1,0.9,0.4\n": ["--true", "t_a,t_b", "--pred", "p_a,p_b"],
        "t,p\n0.5,x\n": ["--true", "t", "--pred", "p"],
        "y,p,w,n\n1,x,1,2\n": ["--weight", "w", "--bytes", "n"],
        "p\nx\n": ["--pred", "p", "--as", "events"],
    }
    for text, options in tables.items():
        (tmp_path / "t.csv").write_text(text)
        assert call("score", str(tmp_path / "t.csv"), *options).status == 3, text
        assert call("score", str(tmp_path / "t.csv"), *options, "--skip-bad").status == 3, text


def test_a_column_that_was_0_at_first_is_noticed_where_it_is_not(tmp_path: Path, kind: str, call: Runner) -> None:
    """Under --normalize no sum tells that a class is missing: cow is 0 in the sample, no label, and then 5."""
    rows = [("cat", 3, 1, 0), ("dog", 1, 3, 0)] * 100
    names = ("label", "cat", "dog", "cow")

    def score(rows: list[tuple[Any, ...]], *options: str) -> Ran:
        path = tmp_path / f"t.{kind}"
        if kind == "npz":
            np.savez(
                path, **{name: np.array(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
            )
        elif kind == "jsonl":
            path.write_text("".join(json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in rows))
        else:
            path.write_text("\n".join(",".join(map(str, row)) for row in (names, *rows)) + "\n")
        return call("score", str(path), "--normalize", "-q", *options)

    assert score(rows).status == 0
    ended = score([*rows, ("cat", 3, 1, 5)])
    assert fix_of(ended).startswith("If it is one: --classes cat,dog,cow; if not: --pred cat,dog.")
    assert "Is cow a class?" in ended.err
    few, every = score(rows), score([*rows, ("cat", 3, 1, 5)], "--classes", "cat,dog,cow")
    assert few.status == every.status == 0
    assert float(every.out) > float(few.out)


def test_a_cell_that_spans_lines_is_noted_by_compare_too(tmp_path: Path, call: Runner) -> None:
    text = 'y,p,t\n1,0.9,"a\n0,0.2,b\n1,0.7,c"\n0,0.3,d\n'
    (tmp_path / "a.csv").write_text(text)
    (tmp_path / "b.csv").write_text(text.replace("0.9", "0.8"))
    for argv in (
        ["score", str(tmp_path / "a.csv")],
        ["compare", str(tmp_path / "a.csv"), str(tmp_path / "b.csv")],
        ["compare", str(tmp_path / "a.csv"), "--pred", "p", "--pred", "p"],
    ):
        notes = json.loads(call(*argv, "--format", "json").out)["notes"]
        assert "joined-lines" in [note["code"] for note in notes], argv
