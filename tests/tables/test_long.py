"""Long tables, one row a class: they mean what the wide table of the same numbers means."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

LONG = ("--long", "key,what,share")
ROWS = [
    ("a", "cat", "0.7", "cat"),
    ("a", "dog", "0.2", "cat"),
    ("a", "cow", "0.1", "cat"),
    ("b", "dog", "0.5", "cow"),
    ("b", "cat", "0.25", "cow"),
    ("b", "cow", "0.25", "cow"),
]
SHAPES = (",", ";", "\t", "json")


def long_text(rows: list[tuple[str, ...]], form: str = ",", names: str = "key,what,share,y") -> str:
    head = names.split(",")
    if form == "json":
        return "".join(json.dumps(dict(zip(head, row, strict=True))) + "\n" for row in rows)
    return "".join(form.join(row) + "\n" for row in (head, *rows))


def wide_text(rows: list[tuple[str, ...]], classes: list[str]) -> str:
    ids = list(dict.fromkeys(row[0] for row in rows))
    shares = {(key, name): share for key, name, share, *_ in rows}
    labels = {row[0]: row[3] for row in rows}
    body = (",".join([key, labels[key], *(shares[key, name] for name in classes)]) for key in ids)
    return "\n".join([f"id,y,{','.join(f'p_{name}' for name in classes)}", *body, ""])


def fields(call: Runner, text: str, *options: str) -> dict[str, Any]:
    ran = call("score", "-", *options, "--format", "json", stdin=text)
    assert ran.status == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def drawn_rows(seed: int) -> tuple[list[tuple[str, ...]], list[str]]:
    """Rows in any order, with classes of any number; every share has two digits, and those of an id add up to 1."""
    draw = random.Random(seed)
    classes = draw.sample(["cat", "dog", "cow", "owl", "7", "ox"], draw.randint(2, 6))
    rows = []
    for k in range(draw.randint(1, 9)):
        cuts = sorted(draw.choices(range(1, 100), k=len(classes) - 1))
        shares = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
        label = draw.choice(classes)
        rows += [(f"r{k}", name, f"{share / 100:.2f}", label) for name, share in zip(classes, shares, strict=True)]
    draw.shuffle(rows)
    return rows, classes


@pytest.mark.parametrize("seed", range(12))
def test_a_long_table_means_what_the_wide_one_means(seed: int, call: Runner) -> None:
    rows, classes = drawn_rows(seed)
    asked = ("--classes", ",".join(classes))
    found = fields(call, long_text(rows, SHAPES[seed % len(SHAPES)]), *LONG, *asked)
    wanted = fields(call, wide_text(rows, classes), "--pred", "p_*", "--id", "id", *asked)
    for name in ("value", "total", "n", "accuracy", "brier", "baseline", "classes", "decomposition"):
        assert found[name] == wanted[name], name
    assert [(row["id"], row["loss"]) for row in found["worst"]] == [(r["id"], r["loss"]) for r in wanted["worst"]]


def test_a_row_is_explained_and_printed_as_one(call: Runner) -> None:
    text = long_text(ROWS)
    shown = call("score", "-", *LONG, "--explain", "id=b", "--format", "json", stdin=text)
    assert json.loads(shown.out)["value"] == 1.3862943611198906  # ln 4
    assert call("score", "-", *LONG, "--explain", "5", "-q", stdin=text).out == "1.3862943611198906\n"
    printed = call("score", "-", *LONG, "--rows", stdin=text).out.splitlines()
    assert printed[0] == "key,y,share_cat,share_dog,share_cow,loss"
    assert printed[2].startswith("b,cow,0.25,0.5,0.25,1.386")


def test_a_truth_of_each_class_and_one_of_another_file(call: Runner, tmp_path: Path) -> None:
    soft = [(key, name, share, "1" if name == label else "0") for key, name, share, label in ROWS]
    wanted = fields(call, long_text(ROWS), *LONG)
    assert fields(call, long_text(soft), *LONG, "--true", "y")["value"] == wanted["value"]
    (tmp_path / "y.csv").write_text("key,y\nb,cow\na,cat\n")
    bare = long_text([row[:3] for row in ROWS], names="key,what,share")
    joined = fields(call, bare, *LONG, "--truth", str(tmp_path / "y.csv"), "--on", "key")
    assert joined["value"] == wanted["value"]


def test_two_long_tables_are_compared(call: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(long_text(ROWS))
    (tmp_path / "b.csv").write_text(long_text(ROWS[3:] + ROWS[:3]))
    ran = call("compare", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), *LONG, "--on", "key", "--format", "json")
    assert json.loads(ran.out)["value"] == 0, ran.err


REFUSED = {
    "a class twice": (ROWS[0], ("a", "dog", "0.7", "cat"), 3, "two rows of class dog"),
    "a class left out": (ROWS[3], None, 5, "no row of class dog"),
    "another label": (ROWS[1], ("a", "dog", "0.2", "dog"), 3, "another y here than on line 2"),
    "no number": (ROWS[4], ("b", "cat", "0.2x", "cow"), 6, "not a number"),
    "another sum": (ROWS[4], ("b", "cat", "0.35", "cow"), 5, "add up to 1.1"),
    "no id": (ROWS[4], ("", "cat", "0.25", "cow"), 6, "no id"),
    "no class": (ROWS[4], ("b", "", "0.25", "cow"), 6, "no value"),
    "no label": (ROWS[3], ("b", "dog", "0.5", ""), 6, "another y"),
}
"""A row, what stands in its place, and the line that is told."""


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_with_an_id_is_told_where_it_stands(name: str, call: Runner) -> None:
    good, bad, line, told = REFUSED[name]
    rows = [bad if row == good else row for row in ROWS]
    ran = call("score", "-", *LONG, stdin=long_text([row for row in rows if row is not None]))
    assert (ran.status, ran.out) == (3, "")
    assert told in ran.err
    assert f"standard input:{line}:" in ran.err


def test_a_label_that_is_no_class_is_refused(call: Runner) -> None:
    rows = [(*row[:3], "owl") if row[0] == "b" else row for row in ROWS]
    ran = call("score", "-", *LONG, stdin=long_text(rows))
    assert (ran.status, ran.out) == (3, "")
    assert "There is no class owl" in ran.err
    assert "standard input:5:11" in ran.err


def test_a_bad_id_is_left_out_whole(call: Runner) -> None:
    found = fields(call, long_text(ROWS[:3] + ROWS[4:]), *LONG, "--skip-bad")
    assert (found["n"], found["skipped"]) == (1, 1)


@pytest.mark.parametrize(
    "others", [("--pred", "share"), ("--id", "key"), ("--as", "binary"), ("--logits", "share"), ("--nll", "share")]
)
def test_what_the_option_names_already_is_refused(others: tuple[str, str], call: Runner) -> None:
    ran = call("score", "-", *LONG, *others, stdin=long_text(ROWS))
    assert (ran.status, ran.out) == (2, "")
    assert "exclude each other" in ran.err


def test_under_clip_a_share_may_lie_just_outside_as_in_a_wide_table(call: Runner) -> None:
    rows = [("a", "cat", "1.00001", "cat"), ("a", "dog", "-0.00001", "cat")]
    options = ("--clip", "1e-15", "--label", "y")
    long = fields(call, long_text(rows), *LONG, *options)
    wide = fields(call, wide_text(rows, ["cat", "dog"]), *options)
    assert [long[name] for name in ("value", "outside")] == [wide[name] for name in ("value", "outside")]
