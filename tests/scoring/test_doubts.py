"""A file that can be read in two ways is read by what stands in it, or refused with what to type; no row is lost unsaid."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner

GOOD = (0.10536051565782628 + 0.2231435513142097 + 0.35667494393873245) / 3  # −ln .9, −ln .8, −ln .7


def value(call: Runner, text: str, *argv: str) -> float:
    ran = call("score", "-", "-q", *argv, stdin=text)
    assert ran.status == 0, ran.err
    return float(ran.out)


def fix_of(call: Runner, text: str, *argv: str, code: str) -> str:
    ran = call("score", "-", "-q", *argv, stdin=text)
    assert (ran.status in (2, 3), ran.out) == (True, ""), ran
    assert ran.err.rstrip().endswith(f"more: xent explain {code}"), ran.err
    return ran.err.partition("  fix: ")[2]


DATA = [
    ("a,1,0.9\nb,0,0.2\nc,1,0.7\n", "--label 2 --pred 3"),
    ("a,1,0.9\nb,0,0.2\nc,1,0.7\n", "--label 2 --pred 3 --no-header"),
    ("0,0.2\n1,0.9\n1,0.7\n", "--label 1 --pred 2"),
    ("1,0.9\n0,0.2\n1,0.7\n", "--label 1 --pred 2"),
    ("1,0.9\n0,0.2\n1,0.7\n", ""),
    ("0.9,1\n0.2,0\n0.7,1\n", "--label 2 --pred 1"),
    ("1,0.9,first\n0,0.2,second\n1,0.7,third\n", "--label 1 --pred 2"),
    ("1,1,0.9\n2,0,0.2\n3,1,0.7\n", "--id 1 --label 2 --pred 3"),
    ("y,0.9\nn,0.2\ny,0.7\n", "--label 1 --pred 2 --classes n,y"),
    ("p,0.9\nn,0.2\np,0.7\n", "--label 1 --pred 2 --classes n,p"),
    ('b,"0.1 0.9"\na,"0.8 0.2"\nb,"0.3 0.7"\n', "--label 1 --pred 2 --classes a,b"),
]


@pytest.mark.parametrize(("text", "argv"), DATA)
def test_a_first_row_that_reads_as_data_is_data(call: Runner, text: str, argv: str) -> None:
    assert math.isclose(value(call, text, *argv.split()), GOOD, rel_tol=1e-12)


HEADERS = [
    ("y,p\n1,0.9\n0,0.2\n1,0.7\n", "--label 1 --pred 2"),
    ("y,0,1\n1,0.1,0.9\n0,0.8,0.2\n1,0.3,0.7\n", ""),
    ("y,0,1\n1,0.1,0.9\n0,0.8,0.2\n1,0.3,0.7\n", "--label y --pred 2,3"),
    ("y,0,1\n1,0.1,0.9\n0,0.8,0.2\n1,0.3,0.7\n", "--label y --pred 0,1"),
    ("y,p,0.5\n1,0.9,3\n0,0.2,3\n1,0.7,3\n", ""),
    ("2020,2021\n1,0.9\n0,0.2\n1,0.7\n", "--label 2020 --pred 2021"),
    ("won,0.5,chance\n1,0.1,0.9\n0,0.8,0.2\n1,0.3,0.7\n", "--label won --pred chance"),
]


@pytest.mark.parametrize(("text", "argv"), HEADERS)
def test_a_first_row_of_names_is_a_header(call: Runner, text: str, argv: str) -> None:
    assert math.isclose(value(call, text, *argv.split()), GOOD, rel_tol=1e-12)


def test_the_number_of_a_column_is_not_the_name_of_a_class(call: Runner) -> None:
    refused = fix_of(call, "1,0.9\n2,0.2\n", "--label", "1", "--pred", "2", code="unknown-label")
    assert "--classes 1,2 (or 2,1)" in refused


A5 = "y,p_no,p_yes\nyes,0.1,0.9\nno,0.8,0.2\nyes,0.3,0.7\n"
A6 = "y,p_yes,p_no\nyes,0.9,0.1\nno,0.2,0.8\nyes,0.7,0.3\n"


@pytest.mark.parametrize("text", [A5, A6])
@pytest.mark.parametrize("classes", ["no,yes", "yes,no"])
def test_classes_are_matched_with_columns_by_name(call: Runner, text: str, classes: str) -> None:
    assert math.isclose(value(call, text, "--classes", classes), GOOD, rel_tol=1e-12)


def test_files_with_their_columns_in_another_order_are_joined_by_classes(call: Runner, tmp_path: Path) -> None:
    names = [str(tmp_path / "a5.csv"), str(tmp_path / "a6.csv")]
    for name, text in zip(names, (A5, A6), strict=True):
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)
    ran = call("score", *names, "-q", "--classes", "no,yes")
    assert ran.status == 0, ran.err
    assert math.isclose(float(ran.out), GOOD, rel_tol=1e-12)


def test_classes_that_contradict_the_names_of_columns_are_refused(call: Runner) -> None:
    assert "--classes yes,no in any order" in fix_of(call, A6, "--classes", "no,maybe", code="ambiguous-columns")
    one = "y,p_yes\nyes,0.9\nno,0.2\nyes,0.7\n"
    assert "--classes no,yes" in fix_of(call, one, "--classes", "yes,no", code="ambiguous-columns")
    assert math.isclose(value(call, one, "--classes", "no,yes"), GOOD, rel_tol=1e-12)


def test_classes_of_other_names_are_taken_in_the_order_of_the_columns_and_said_to_be(call: Runner) -> None:
    text = A5.replace("yes,0", "1,0").replace("no,0", "0,0")
    assert math.isclose(float(call("score", "-", "-q", "--classes", "0,1", stdin=text).out), GOOD, rel_tol=1e-12)
    page = call("score", "-", "--classes", "0,1", stdin=text).out
    assert "prediction in columns p_no, p_yes, taken for these classes in this order" in page


@pytest.mark.parametrize(
    "text", ["y,p\n1,0.9\n0,1.1\n", "y,p\n1,2\n0,0.5\n", "y,p\n0,5\n", "p\n2\n3\n", "y,logit\n1,2\n"]
)
def test_one_number_in_a_row_is_divided_by_nothing(call: Runner, text: str) -> None:
    fix_of(call, text, "--normalize", code="option-misfit")
    ran = call("score", "-", "-q", stdin=text)
    assert "--normalize" not in ran.err


def test_rows_lost_behind_a_stray_quote_are_not_left_out(call: Runner) -> None:
    head, tail = "y,p\n" + "1,0.9\n" * 5, "0,0.2\n" * 9
    for torn in ('1,"0.9\n', '1,"0.9\n0,0.2\n0,0.2"\n', '"1,0.9\n0,0.2\n",0.5\n'):
        for argv in ((), ("--skip-bad",)):
            ran = call("score", "-", *argv, stdin=head + torn + tail)
            assert (ran.status, ran.out) == (3, "")
            assert "leave bad rows out" not in ran.err
    assert value(call, head + '1,"0.9"x\n', "--skip-bad") == value(call, head)
    note = 'note,y,p\n"two\nlines",1,0.9\n"two\nlines",1,1.9\n'
    assert value(call, note, "--skip-bad") == value(call, "y,p\n1,0.9\n")


DOUBTS = [
    ("y;logit\n1;1.234,5\n0;-2.000,5\n", "", "--decimal ,"),
    ('y,logit\n1,"1,234.5"\n0,"-2,000.5"\n', "", "brackets"),
    ("y;logit\n1;1,234\n0;-2,000\n", "", "--decimal ,"),
    ("y;logit\n1;1 234,5\n0;-2 000,5\n", "", "brackets"),
    ("y;z;w\n1;0,5;1.500\n0;-0,2;2.000\n", "--logits z --weight w", "without the point"),
    ('y,p\n0,"0,9"\n', "", "--decimal ,"),
]


@pytest.mark.parametrize(("text", "argv", "fix"), DOUBTS)
def test_a_number_that_may_be_another_is_refused(call: Runner, text: str, argv: str, fix: str) -> None:
    assert fix in fix_of(call, text, *argv.split(), code="not-a-number")


def test_a_decimal_comma_is_found_in_any_column_or_said(call: Runner) -> None:
    assert value(call, "y;z;w\n1;0,5;1,500\n0;-0,2;2\n", "--logits", "z", "--weight", "w") == value(
        call, "y,z,w\n1,0.5,1.5\n0,-0.2,2\n", "--logits", "z", "--weight", "w"
    )
    assert value(call, "y;logit\n1;1,234\n0;-2,000\n", "--decimal", ",") == value(call, "y,logit\n1,1.234\n0,-2\n")
    late = "y;p;w\n" + "1;1;3\n" * 200 + "0;0,2;2\n"
    assert "--decimal ," in fix_of(call, late, "--weight", "w", code="not-a-number")
    assert value(call, late, "--weight", "w", "--decimal", ",") > 0


PAIRS = [
    '{"y":0,"p":[1,0]}\n{"y":1,"p":[0.1,0.9]}\n',
    '{"p":[1,0],"y":0}\n{"p":[0.1,0.9],"y":1}\n',
    'y,p\n0,"1,0"\n1,"0.1,0.9"\n',
    'y,p\n0,"[1,0]"\n1,"[0.1,0.9]"\n',
]


@pytest.mark.parametrize("text", PAIRS)
def test_two_whole_numbers_are_a_row_of_two_classes(call: Runner, text: str) -> None:
    assert math.isclose(value(call, text), 0.10536051565782628 / 2, rel_tol=1e-12)


def test_two_whole_logits_are_a_row_of_two_classes(call: Runner) -> None:
    expected = (math.log1p(math.exp(-1)) + math.log1p(math.exp(-8))) / 2
    assert math.isclose(value(call, '{"y":0,"logits":[2,1]}\n{"y":1,"logits":[1,9]}\n'), expected, rel_tol=1e-12)
    assert math.isclose(value(call, 'y,logits\n0,"2,1"\n1,"1,9"\n', "--decimal", "."), expected, rel_tol=1e-12)


@pytest.mark.parametrize(
    "text",
    ['{"y":0,"p":[0.9,[0.1]]}\n', '{"y":0,"p":["0,5","0.5"]}\n', 'y,p\n0,"[0.1, 0.9"\n', 'y,p\n0,"0.1, 0.9]"\n'],
)
def test_brackets_that_do_not_fit_are_no_vector(call: Runner, text: str) -> None:
    fix_of(call, text, code="not-a-number")


def test_what_double_precision_loses_is_refused_with_what_it_keeps(call: Runner) -> None:
    assert "--logits" in fix_of(call, "y,z\n0,-1e-400\n", "--logprobs", "z", code="too-extreme")
    weights = "y,p,w\n0,0.5,{0}\n1,0.25,{1}\n"
    assert "Multiply" in fix_of(call, weights.format("1e-400", "3e-400"), "--weight", "w", code="too-extreme")
    assert value(call, weights.format("1", "3"), "--weight", "w") == pytest.approx(math.log(2) * 7 / 4, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "argv"),
    [
        ("y,a,b\nb,1e308,-1e308\n", "--label y --logits a,b"),
        ("y,a,b\nb,-1e308,-1\n", "--label y --logprobs a,b --as-is"),
        ("y,a,b\nb,1e308,1e308\n", "--label y --pred a,b --normalize"),
        ("y,p,w\n1,0.5,1e308\n", "--weight w"),
    ],
)
def test_numbers_at_the_end_of_double_precision_are_refused(call: Runner, text: str, argv: str) -> None:
    fix_of(call, text, *argv.split(), code="too-extreme")


def test_a_range_of_columns_counts_upwards(call: Runner) -> None:
    text = "y,a,b\na,0.9,0.1\n"
    assert "--pred 2-3" in fix_of(call, text, "--label", "y", "--pred", "3-2", code="no-column")
    assert math.isclose(value(call, text, "--label", "y", "--pred", "2-3"), 0.10536051565782628, rel_tol=1e-12)


FIXES = [
    ("y,a,b\na,-0.1,-0.2\n", "--logprobs a,b", "sum-not-one", "--as-is", "--normalize"),
    ("y,p\n0,True\n", "", "not-a-number", "--label COLUMN", "--label True"),
    ("y,a,b\na,inf,0\n", "--logits a,b", "not-a-number", "finite", "--logits"),
    ("y,p,w\n0,0.2,inf\n", "--weight w", "not-a-number", "finite", "--logits"),
    ("y,p\n-1,0.2\n1,0.3\n", "", "unknown-label", "--classes=-1,1", "Did you mean"),
    ("y,p\n00,0.2\n1,0.3\n", "", "unknown-label", "--classes 00,1", "Did you mean"),
    ("y,p\nyess,0.2\nno,0.3\n", "", "unknown-label", "Did you mean yes?", "--classes"),
    ("y,a,b\na,-1,2\n", "--pred a,b --normalize", "not-a-probability", "without --normalize", "weight"),
    ('y,p\n0,"0.5\n1,0.5"\n', "", "not-a-number", "--quote ''", "characters"),
    ("y;p\n0;0.5\n", "--quote ab", "bad-value", "'' for none", "';'"),
    ("y,p\nspam,0.2\nham,0.3\neggs,0.3\n", "--positive spam", "ambiguous-columns", "a column", "NO,YES"),
    (
        "y,p\n" + "spam,0.9\n" * 200 + "ham,0.2\n",
        "--positive spam",
        "ambiguous-columns",
        "--classes OTHER,spam",
        "Besides",
    ),
    ("y,p\n1,0.2\n2,0.3\n", "--positive 3", "ambiguous-columns", "one of these labels", "Besides"),
    ("y,p\n1,0.2\ny,p\n0,0.3\n", "", "unknown-label", "xent score A B", "--classes"),
    ("y,p\n1,0.2\n0,0.3\n", "--by y", "ambiguous-columns", "--label y", "--as"),
]


@pytest.mark.parametrize("case", FIXES, ids=range(len(FIXES)))
def test_what_is_advised_can_be_typed(call: Runner, case: tuple[str, ...]) -> None:
    text, argv, code, fix, never = case
    advice = fix_of(call, text, *argv.split(), code=code)
    assert fix in advice
    assert never not in advice


def test_labels_are_listed_where_one_is_missing(call: Runner) -> None:
    ran = call("score", "-", "--positive", "3", stdin="y,p\n1,0.2\n2,0.3\n")
    assert "in standard input, column y:\n    1, 2\n" in ran.err


def test_an_id_without_a_prediction_is_found_in_the_truth(call: Runner, tmp_path: Path) -> None:
    truth, pred = tmp_path / "t.csv", tmp_path / "pt.csv"
    truth.write_text("id,y\n1,1\n2,0\n4,1\n", "utf-8")
    pred.write_text("id,p\n1,0.9\n2,0.2\n", "utf-8")
    ran = call("score", str(pred), "--truth", str(truth), "--on", "id")
    assert f"in {truth}:4, column id:\n    4\n" in ran.err
    truth.write_text("id,y\n1,1\n2,maybe\n", "utf-8")
    ran = call("score", str(pred), "--truth", str(truth), "--on", "id")
    assert f"in {truth}:3, label of 2:\n    maybe\n" in ran.err


def test_where_every_row_is_bad_the_first_is_shown(call: Runner) -> None:
    ran = call("score", "-", "--skip-bad", stdin="y,p\n1,2\n0,3\n")
    assert (ran.status, ran.out) == (3, "")
    assert "in standard input:2:3:" in ran.err
    assert "2 of 2 are bad" in ran.err


def test_ids_are_not_read_as_labels_are(call: Runner, tmp_path: Path) -> None:
    truth, pred = tmp_path / "t.csv", tmp_path / "p.csv"
    for ids, other in ((("a", "b"), "A"), (("7", "8"), "7.0")):
        truth.write_text(f"id,y\n{ids[0]},1\n{ids[1]},0\n", "utf-8")
        pred.write_text(f"id,p\n{ids[0]},0.5\n{ids[1]},0.5\n{other},0.5\n", "utf-8")
        ran = call("score", str(pred), "--truth", str(truth), "--on", "id")
        assert (ran.status, ran.out) == (3, "")
        assert f"{other} is not in the file of the truth" in ran.err


def test_rows_without_an_id_are_not_joined_with_each_other(call: Runner, tmp_path: Path) -> None:
    truth, pred = tmp_path / "t.csv", tmp_path / "p.csv"
    pred.write_text("id,p\n1,0.5\n,0.5\n", "utf-8")
    truth.write_text("id,y\n1,1\n,0\n", "utf-8")
    ran = call("score", str(pred), "--truth", str(truth), "--on", "id")
    assert (ran.status, ran.out) == (3, "")
    assert f"{truth}:3" in ran.err
    assert "This row has no id." in ran.err
    truth.write_text("id,y\n1,1\n2,0\n", "utf-8")
    ran = call("score", str(pred), "--truth", str(truth), "--on", "id")
    assert (ran.status, f"{pred}:3:1" in ran.err) == (3, True)


@pytest.mark.parametrize("form", ["csv", "jsonl", "npz"])
def test_percent_is_offered_for_percents_and_not_for_what_rounding_left(
    form: str, call: Runner, tmp_path: Path
) -> None:
    for q, offered in ((1.0000098, "--clip"), (70.0, "--percent")):
        file = tmp_path / f"q.{form}"
        if form == "npz":
            np.savez(file, y=np.array([1, 0]), q=np.array([q, 0.2]))
        else:
            lines = [f"1,{q}", "0,0.2"] if form == "csv" else [f'{{"y": 1, "q": {q}}}', '{"y": 0, "q": 0.2}']
            file.write_text("\n".join((["y,q"] if form == "csv" else []) + lines), "utf-8")
        fix = next(line for line in call("score", str(file)).err.splitlines() if "fix:" in line)
        assert [option in fix for option in ("--clip", "--percent")] == [offered == "--clip", offered == "--percent"], (
            fix
        )
