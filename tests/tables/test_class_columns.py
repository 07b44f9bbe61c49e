"""No column is ever guessed: a helper column of any name and content changes no number, and what is left out is named."""

from __future__ import annotations

import json
import random
import shlex
from itertools import product
from math import fsum, log
from typing import TYPE_CHECKING

import pytest
from running import tries

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

NAMES = (
    *(
        "doc",
        "id",
        "p",
        "confidence",
        "y_pred",
        "p_value",
        "prob_total",
        "score",
        "weight",
        "sample_weight",
        "x y",
        "a,b",
    ),
    *("logit", "logit_z", "target", "label2", "3", "p(", "total", "Ü"),
)
CONTENTS = {
    "zeros": ["0", "0", "0", "0"],
    "ones": ["1", "1", "1", "1"],
    "decisions": ["1", "0", "1", "0"],
    "shares": ["0.9", "0.8", "0.7", "0.6"],
    "numbers": ["17", "18", "19", "20"],
    "text": ["u", "v", "w", "u"],
}
KINDS = {
    "probabilities": ("label,cat,dog", ["cat,0.9,0.1", "dog,0.2,0.8", "cat,0.7,0.3", "dog,0.4,0.6"], ()),
    "counts": ("label,cat,dog", ["cat,9,1", "dog,2,8", "cat,7,3", "dog,4,6"], ("--normalize",)),
    "as is": ("label,cat,dog", ["cat,0.9,0.1", "dog,0.2,0.8", "cat,0.7,0.3", "dog,0.4,0.6"], ("--as-is",)),
    "numbered": ("label,0,1", ["0,0.9,0.1", "1,0.2,0.8", "0,0.7,0.3", "1,0.4,0.6"], ()),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_a_helper_column_changes_no_number(call: Runner, kind: str, name: str) -> None:
    for content, first in product(CONTENTS, (False, True)):
        check_helper(call, kind, content, name, first=first)


def check_helper(call: Runner, kind: str, content: str, name: str, *, first: bool) -> None:
    """The mean is −(ln 0.9 + ln 0.8 + ln 0.7 + ln 0.6)/4 = 0.299001… (bc -l); or the table is refused, and nothing printed."""
    where = f"{content}, {'before' if first else 'behind'}"
    header, rows, options = KINDS[kind]
    cell = f'"{name}"' if "," in name else name
    beside = [cell, *CONTENTS[content]]
    pairs = zip([header, *rows], beside, strict=True)
    text = "\n".join(f"{helper},{row}" if first else f"{row},{helper}" for row, helper in pairs) + "\n"
    ran = call("score", "--format", "json", *options, stdin=text)
    assert ran.status in {0, 3}, (where, ran.err)
    if ran.status:
        assert ran.out == "", where
        assert name not in {"doc", "confidence", "x y"} or content == "text" or options, where
        return
    found = json.loads(ran.out)
    assert found["mean"] == pytest.approx(0.2990011586691898, rel=1e-14), where
    assert found["read"]["predictions"] == header.split(",")[1:], where
    assert (name in found["read"].get("left_out", [])) is (content != "text"), where
    assert ("left-out" in [note["code"] for note in found["notes"]]) is (content != "text"), where


def table_of(draw: random.Random, *, beside: bool) -> tuple[str, float]:
    """Draw class columns that add up to 1, and perhaps the largest of them beside; and the mean of -log q.

    Without such a column some classes may be no label; with it all are.
    """
    k = draw.randint(2, 5)
    names, lines, losses = draw.sample(["A", "B", "cat", "dog", "0", "1", "2", "x y"], k), [], []
    for at in range(k + draw.randint(0, 3)):
        cuts = sorted(draw.sample(range(1, 100), k - 1))
        shares = [(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
        label = at % k if beside else draw.randrange(k - 1)
        losses.append(-log(shares[label]))
        lines.append([names[label], *(f"{x:.2f}" for x in [*shares, *([max(shares)] if beside else [])])])
    header = ["label", *names, *(["confidence"] if beside else [])]
    return "".join(f"{','.join(cells)}\n" for cells in [header, *lines]), fsum(losses) / len(losses)


@pytest.mark.parametrize("beside", [False, True])
def test_every_command_takes_the_same_columns_for_classes(beside: bool, call: Runner, tmp_path: Path) -> None:
    """Whatever a command says of sums: class columns that add up to 1 are known by that, also beside other numbers."""
    draw = random.Random(31)
    path = tmp_path / "p.csv"
    for _ in range(tries(4)):
        text, mean = table_of(draw, beside=beside)
        path.write_text(text)
        for argv in (
            ("score",),
            ("score", "--as-is"),
            ("score", "--normalize"),
            ("libraries",),
            ("why", f"{mean:.6f}"),
        ):
            ran = call(*argv, str(path), "--format", "json")
            assert ran.status == 0, (argv, text, ran)
            found = json.loads(ran.out)
            value = next(found[key] for key in ("exact", "mean", "value") if key in found)
            assert value == pytest.approx(mean, rel=1e-12), (argv, text)
        assert call("compare", str(path), str(path), "-q").out == "0\n"


@pytest.mark.parametrize("row", ["bird 0.7 0.2 0.1", "bird 0.7", "bird", "bird 0.7 0.2 0.05 0.05 0.1"])
def test_a_row_of_another_length_is_refused_before_columns_are_known(row: str, call: Runner) -> None:
    """A name with a blank in it makes two columns of one where blanks part columns: it was a bug."""
    ran = call("score", "-", stdin=f"label cat a dog bird\n{row}\n")
    assert (ran.status, ran.out) == (3, ""), ran


def test_the_command_of_a_refusal_settles_it(call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tables = {
        "sample_id,y_true,y_pred,y_prob\n0,1,1,0.73\n1,0,0,0.21\n2,1,0,0.38\n": (),
        "0 0.2 0.3 0.5\n2 0.1 0.1 0.8\n": (),
        "0.2,0.3,0.5,0.0\n0.1,0.1,0.8,2.0\n": (),
        "rained,y_prob\n1,0.73\n0,0.21\n": (),
        "y_cat,y_dog,p_cat,p_dog\n1,0,0.9,0.1\n0,1,0.2,0.8\n": (),
        "is_dog,is_cat,p_cat,p_dog\n0,1,0.9,0.1\n1,0,0.2,0.8\n": (),
        "label,negative,neutral,positive\n2,0.1,0.2,0.7\n0,0.6,0.3,0.1\n": (),
        "y_true,class_1,class_2,class_3\n2,0.1,0.2,0.7\n0,0.6,0.3,0.1\n": (),
        "y_true,class_1,class_2,class_3\n3,0.1,0.2,0.7\n1.0,0.6,0.3,0.1\n": (),
        "doc,label,cat,dog\n1,cat,9,1\n0,dog,2,8\n": ("--normalize",),
        "label,c d,dog,e\nc d,0.5,0.1,1\ndog,0.5,0.4,0\n": (),
    }
    for text, options in tables.items():
        (tmp_path / "a b.csv").write_text(text)
        ran = call("score", "a b.csv", *options)
        assert (ran.status, ran.out) == (3, ""), ran
        advised = ran.err.partition("Did you mean: ")[2].partition(" (or")[0].partition("\n")[0]
        settled = call(*shlex.split(advised)[1:], "-q")
        assert settled.status == 0 or "sum-not-one" in settled.err, (advised, settled.err)


def test_a_whole_label_with_a_point_names_the_column_without(call: Runner) -> None:
    """Labels become 1.0 where pandas met a missing one; −(ln 0.7 + ln 0.6)/2 = 0.433750… (bc -l)."""
    rows = (("1", "0.2,0.7,0.1"), ("0", "0.6,0.3,0.1"))
    for header, point in product(("y,0,1,2", "y,p_0,p_1,p_2", "y,p0,p1,p2"), ("", ".0")):
        text = "".join(f"{label}{point},{cells}\n" for label, cells in rows)
        ran = call("score", "-q", stdin=f"{header}\n{text}")
        assert (ran.status, float(ran.out)) == (0, pytest.approx(0.4337502838523616, rel=1e-14)), (header, point)


@pytest.mark.parametrize(("header", "cells"), [("cat,dog", "90%,10%"), ("cat,dog,cow", "90%,7.5 %,2.5%")])
def test_class_columns_in_percent_need_no_option(header: str, cells: str, call: Runner) -> None:
    assert call("score", "-q", stdin=f"label,{header}\ncat,{cells}\n").out == "0.10536051565782628\n"  # −ln 0.9
    comma = cells.replace(",", ";").replace(".", ",")
    assert call("score", "-q", stdin=f"label;{header.replace(',', ';')}\ncat;{comma}\n").out == "0.10536051565782628\n"


@pytest.mark.parametrize("missing", ["nan", "NA", "null", "None", "N/A", "?"])
@pytest.mark.parametrize("table", ["y,p\n1,0.9\n{},0.8\n0,0.2\n", "y,p_a,p_b\na,0.9,0.1\n{},0.8,0.2\nb,0.2,0.8\n"])
def test_a_missing_label_is_told_to_be_one_and_what_leaves_it_out(missing: str, table: str, call: Runner) -> None:
    """−(ln 0.9 + ln 0.8)/2 = 0.164252… (bc -l) without that row, by either of the two that are advised."""
    ran = call("score", stdin=table.format(missing))
    assert (ran.status, ran.out) == (3, "")
    advised = f"--ignore-label {shlex.quote(missing)}"
    assert advised in ran.err
    for options in (shlex.split(advised), ["--skip-bad"]):
        assert float(call("score", "-q", *options, stdin=table.format(missing)).out) == pytest.approx(
            0.16425203348601802
        )


def test_a_later_label_that_names_a_column_left_out_is_told_of(call: Runner) -> None:
    rows = "".join("cat,0.9,0.1,0\ndog,0.2,0.8,0\n" for _ in range(60))
    ran = call("score", stdin=f"label,cat,dog,cow\n{rows}cow,0,0,1\n")
    assert (ran.status, ran.out) == (3, "")
    assert "--classes cat,dog,cow" in ran.err
    assert call("score", "--classes", "cat,dog,cow", stdin=f"label,cat,dog,cow\n{rows}cow,0,0,1\n").status == 0


def test_a_cell_that_spans_lines_is_noted(call: Runner) -> None:
    ran = call("score", "--format", "json", stdin='y,p,note\n1,0.9,"a\n0,0.2,b\n1,0.7,c"\n0,0.4,d\n')
    found = json.loads(ran.out)
    assert found["n"] == 2
    assert "1 row with a line end in a quoted cell: standard input:2." in found["notes"][0]["text"]


def test_two_exchanged_columns_and_a_loss_above_the_baseline_are_noted(call: Runner) -> None:
    rows = "a,0.8,0.1,0.1\nb,0.1,0.1,0.8\nc,0.1,0.8,0.1\n" * 10
    found = json.loads(call("score", "--format", "json", stdin=f"y,p_a,p_b,p_c\n{rows}").out)
    notes = {note["code"]: note["text"] for note in found["notes"]}
    assert "columns of b and c exchanged, 66.7 %" in notes["exchanged"]
    assert found["skill"] < 0
    assert "no-skill" in notes


HEADS = ["P({})", "p({}) in %", "P({}) [percent]", "p_{}", "prob_{}", "p_f({})"]


@pytest.mark.parametrize("head", HEADS)
def test_a_class_is_named_by_what_stands_in_the_bracket(head: str, call: Runner) -> None:
    """Whatever follows the bracket in all columns; without one the whole rest is the name."""
    name = (lambda each: f"f({each})") if "f(" in head else str
    columns = ",".join(head.format(each) for each in ("cat", "dog", "owl"))
    text = f"label,{columns}\n{name('dog')},0.2,0.7,0.1\n"
    for options in ((), ("--pred", "2-4")):
        ran = call("score", "--label", "label", *options, "-q", stdin=text)
        assert (ran.status, float(ran.out)) == (0, pytest.approx(0.35667494393873245)), ran.err  # −ln 0.7


TABLES = {
    "csv": "confidence,label,cat,dog\n0.8,cat,0.7,0.3\n1,dog,0.4,0.6\n",
    "tsv": "confidence\tlabel\tcat\tdog\n0.8\tcat\t0.7\t0.3\n1\tdog\t0.4\t0.6\n",
    "jsonl": '{"confidence": 0.8, "label": "cat", "cat": 0.7, "dog": 0.3}\n'
    '{"confidence": 1, "label": "dog", "cat": 0.4, "dog": 0.6}\n',
    "csv, binary": "label,score,x\n0,0.1,5\n0,0.2,7\n1,0.9,1\n",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\r\n", "\n\n\n"])
def test_the_end_of_the_last_line_changes_no_meaning(table: str, end: str, call: Runner) -> None:
    """What columns are is read off the first rows, and the last of a short file is one of them."""
    whole, other = (call("score", "-", "-q", stdin=text) for text in (table, table.rstrip("\n") + end))
    assert (other.status, other.out) == (whole.status, whole.out), other
