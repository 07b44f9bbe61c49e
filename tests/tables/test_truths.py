"""A truth that is not one label: distributions, several labels a row, another file, labels left out."""

from __future__ import annotations

import json
import math
import random
from typing import TYPE_CHECKING, Any

import mpmath
import numpy as np
import pytest

import xentropy_cli
from xentropy_cli.scoring.losses import measure_rows
from xentropy_cli.scoring.method import Method
from xentropy_cli.tables.rows import Rows

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

SOFT = "id,p_cat,p_dog,q_dog,q_cat\n1,0.8,0.2,0.3,0.7\n2,0.1,0.9,0.8,0.2\n"
HARD = "y,s_a,s_b,s_c,p_a,p_b,p_c\na,1,0,0,0.7,0.2,0.1\nc,0,0,1,0.2,0.2,0.6\nb,0,1,0,0.5,0.25,0.25\n"


def score(call: Runner, text: str, *args: str) -> dict[str, Any]:
    ran = call("score", "-", *args, "--format", "json", stdin=text)
    assert ran.status == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def cross(p: list[float], q: list[float]) -> float:
    return math.fsum(-a * math.log(b) for a, b in zip(p, q, strict=True) if a)


def test_a_distribution_gives_its_cross_entropy_and_the_floor(call: Runner) -> None:
    found = score(call, SOFT, "--true", "p_cat,p_dog", "--pred", "q_dog,q_cat")  # matched by name: cat with cat
    wanted = (cross([0.8, 0.2], [0.7, 0.3]) + cross([0.1, 0.9], [0.2, 0.8])) / 2
    floor = (cross([0.8, 0.2], [0.8, 0.2]) + cross([0.1, 0.9], [0.1, 0.9])) / 2
    assert math.isclose(found["value"], wanted, rel_tol=1e-14)
    assert math.isclose(found["entropy"], floor, rel_tol=1e-14)
    assert math.isclose(found["kl_divergence"], wanted - floor, rel_tol=1e-12)
    assert "accuracy" not in found


@pytest.mark.parametrize("options", [(), ("--clip", "0.3"), ("--base", "2"), ("--as-is",)])
def test_columns_of_exactly_one_1_are_labels(call: Runner, options: tuple[str, ...]) -> None:
    by_label = score(call, HARD, "--label", "y", "--pred", "p_*", *options)
    one_hot = score(call, HARD, "--true", "s_c,s_a,s_b", "--pred", "p_*", *options)
    for field in ("value", "total", "standard_error", "accuracy", "baseline", "classes", "brier"):
        assert one_hot[field] == by_label[field]
    assert one_hot["entropy"] == 0


def test_counts_are_divided_by_their_sum(call: Runner) -> None:
    text = "v_a,v_b,p_a,p_b\n3,1,0.5,0.5\n0,7,1,3\n"
    found = score(call, text, "--true", "v_*", "--pred", "p_*", "--normalize")
    wanted = (cross([0.75, 0.25], [0.5, 0.5]) + cross([0, 1], [0.25, 0.75])) / 2
    assert math.isclose(found["value"], wanted, rel_tol=1e-14)


@pytest.mark.parametrize(
    ("text", "true", "said"),
    [
        ("x,z,q_a,q_b\n1,0,0.7,0.3\n", "x,z", "matched by position"),
        ("t_b,t_a,q_a,q_b\n0,1,0.7,0.3\n", "t_b,t_a", "truth in columns t_a, t_b, prediction"),
        ("v;q\n[1, 0];[0.7, 0.3]\n", "v", "truth in column v"),
        ("v,q\n0.7,0.7\n", "v", "truth in column v"),
    ],
)
def test_how_columns_are_matched_is_said(text: str, true: str, said: str, call: Runner) -> None:
    preds = "q" if ",q\n" in text or ";q\n" in text else "q_a,q_b"
    ran = call("score", "-", "--true", true, "--pred", preds, stdin=text)
    assert ran.status == 0, ran.err
    assert said in " ".join(ran.out.split())


def test_names_that_say_half_are_refused(call: Runner) -> None:
    ran = call("score", "-", "--true", "t_a,t_x", "--pred", "q_a,q_b", stdin="t_a,t_x,q_a,q_b\n1,0,0.7,0.3\n")
    assert (ran.status, ran.out, "ambiguous-columns" in ran.err) == (3, "", True)


@pytest.mark.parametrize("method", [Method("classes", s, "e", has_distributions=True) for s in ("pred", "logits")])
def test_every_scale_gives_the_expected_loss_of_labels(method: Method) -> None:
    rng = np.random.default_rng(7)
    p, q = (rng.dirichlet(np.ones(4), 50) for _ in range(2))
    q = np.log(q) if method.scale == "logits" else q
    labels = p.argmax(axis=1)
    lines = np.arange(50)
    found = measure_rows(method, Rows(lines, labels, q, p=p)).loss
    each = [measure_rows(method, Rows(lines, np.full(50, k), q)).loss for k in range(4)]
    assert np.allclose(found, sum(p[:, k] * each[k] for k in range(4)), rtol=1e-14)


def test_truth_of_probability_0_costs_nothing_and_else_all(call: Runner) -> None:
    found = score(call, "t_a,t_b,q_a,q_b\n1,0,1,0\n", "--true", "t_*", "--pred", "q_*")
    assert found["value"] == 0
    endless = score(call, "t_a,t_b,q_a,q_b\n0.9,0.1,1,0\n", "--true", "t_*", "--pred", "q_*")
    assert (endless["value"], endless["kl_divergence"]) == ("Infinity", "Infinity")


def test_rows_near_1_keep_their_digits_in_a_soft_binary_truth(call: Runner) -> None:
    found = score(call, "t,p\n0.5,0.99999999999999994\n", "--true", "t", "--pred", "p")
    assert math.isclose(found["value"], 0.5 * (6e-17 - math.log(6e-17)), rel_tol=1e-14)


def test_two_files_are_paired_by_row(call: Runner, tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("0.9\n0.2\n0.7\n")
    (tmp_path / "y.txt").write_text("1\n0\n1\n")
    wanted = -(math.log(0.9) + math.log(0.8) + math.log(0.7)) / 3
    ran = call("score", str(tmp_path / "p.txt"), "--truth", str(tmp_path / "y.txt"), "--format", "json")
    assert math.isclose(json.loads(ran.out)["value"], wanted, rel_tol=1e-14)
    assert "by row" in ran.err
    (tmp_path / "y.txt").write_text("1\n0\n")
    ran = call("score", str(tmp_path / "p.txt"), "--truth", str(tmp_path / "y.txt"))
    assert (ran.status, ran.out, "rows-differ" in ran.err) == (3, "", True)


@pytest.mark.parametrize("soft", [False, True])
def test_two_arrays_are_paired_by_row(call: Runner, tmp_path: Path, *, soft: bool) -> None:
    rng = np.random.default_rng(3)
    p = rng.dirichlet(np.ones(3), 40)
    y = rng.integers(0, 3, 40)
    truth = rng.dirichlet(np.ones(3), 40) if soft else y
    np.save(tmp_path / "p.npy", p)
    np.save(tmp_path / "y.npy", truth)
    options = ("--true", "1-3") if soft else ()
    ran = call("score", f"{tmp_path}/p.npy", "--truth", f"{tmp_path}/y.npy", *options, "--format", "json")
    assert ran.status == 0, ran.err
    wanted = -(truth * np.log(p)).sum(axis=1).mean() if soft else -np.log(p[np.arange(40), y]).mean()
    assert math.isclose(json.loads(ran.out)["value"], wanted, rel_tol=1e-13)


def test_a_solution_file_brings_distributions_and_groups_by_id(call: Runner, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,winner_a,winner_b,topic\n2,0,1,x\n1,0.5,0.5,y\n")
    (tmp_path / "q.csv").write_text("id,p_a,p_b\n1,0.75,0.25\n2,0.2,0.8\n")
    options = ("--truth", f"{tmp_path}/t.csv", "--on", "id", "--true", "winner_*", "--pred", "p_*", "--by", "topic")
    ran = call("score", f"{tmp_path}/q.csv", *options, "--format", "json")
    found = json.loads(ran.out)
    groups = {group["name"]: group["mean"] for group in found["groups"]}
    assert math.isclose(groups["x"], -math.log(0.8), rel_tol=1e-14)
    assert math.isclose(groups["y"], cross([0.5, 0.5], [0.75, 0.25]), rel_tol=1e-14)
    worked = call("score", f"{tmp_path}/q.csv", *options[:8], "--explain", "2", "-q")
    assert float(worked.out) == pytest.approx(groups["y"], rel=1e-14)


def test_bad_rows_keep_their_place_in_two_files(call: Runner, tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("0.9\n7\n0.2\n")
    (tmp_path / "y.txt").write_text("1\n1\n0\n")
    ran = call("score", f"{tmp_path}/p.txt", "--truth", f"{tmp_path}/y.txt", "--skip-bad", "--format", "json")
    assert math.isclose(json.loads(ran.out)["total"], -math.log(0.9) - math.log(0.8), rel_tol=1e-14)


def test_several_labels_are_cells(call: Runner) -> None:
    text = "id,y_a,y_b,p_b,p_a\n1,1,0,0.2,0.9\n2,0,1,0.5,0.1\n"
    found = score(call, text, "--label", "y_a,y_b", "--pred", "p_b,p_a", "--as", "binary")
    wanted = -(math.log(0.9) + math.log(0.8) + math.log(0.9) + math.log(0.5)) / 4
    assert math.isclose(found["value"], wanted, rel_tol=1e-14)
    assert (found["n"], found["rows"], found["labels"]) == (4, 2, 2)
    assert [group["name"] for group in found["groups"]] == ["a", "b"]
    bad = score(call, text + "3,1,1,7,0.5\n", "--label", "y_*", "--pred", "p_*", "--as", "binary", "--skip-bad")
    assert (bad["value"], bad["skipped"]) == (found["value"], 1)


def test_several_labels_need_a_word(call: Runner) -> None:
    ran = call("score", "-", "--label", "a,b", "--pred", "c,d", stdin="a,b,c,d\n1,0,0.5,0.5\n")
    assert ran.status == 3
    assert "--as binary" in ran.err
    assert "--true a,b" in ran.err


@pytest.mark.parametrize("no", ["N", "no", "F", "false", "n", "0"])
@pytest.mark.parametrize("yes", ["Y", "YES", "T", "True", "1"])
def test_words_for_yes_and_no(yes: str, no: str, call: Runner) -> None:
    found = score(call, f"y,p\n{yes},0.9\n{no},0.2\n")
    assert math.isclose(found["total"], -math.log(0.9) - math.log(0.8), rel_tol=1e-14)


def test_the_header_again_is_no_label(call: Runner) -> None:
    ran = call("score", "-", stdin="y,p\n1,0.9\ny,p\n0,0.2\n")
    assert "The header stands here again" in ran.err


def test_ignored_labels_are_left_out_and_counted(call: Runner) -> None:
    text = "i,y,p0,p1\n1,1,0.1,0.9\n2,-100,0.5,0.5\n3,0,0.8,0.2\n"
    found = score(call, text, "--label", "y", "--pred", "p0,p1", "--classes", "0,1", "--ignore-label", "-100")
    assert math.isclose(found["total"], -math.log(0.9) - math.log(0.8), rel_tol=1e-14)
    assert (found["n"], found["ignored"], found["skipped"]) == (2, 1, 0)
    alone = call("score", "-", "--label", "y", "--pred", "p1", "--ignore-label", "1", stdin="i,y,p1\n1,1,0.9\n")
    assert (alone.status, "nothing-left" in alone.err) == (3, True)


@pytest.mark.parametrize("scale", ["logits", "pred"])
def test_two_models_are_compared_by_a_distribution(call: Runner, scale: str) -> None:
    text = "t_a,t_b,q_a,q_b,r_a,r_b\n0.8,0.2,0.7,0.3,0.9,0.1\n0,1,0.5,0.5,0.25,0.75\n"
    named = ("--true", "t_*", f"--{scale}", "q_*", f"--{scale}", "r_*")
    found = json.loads(call("compare", "-", *named, "--format", "json", stdin=text).out)
    each = [score(call, text, "--true", "t_*", f"--{scale}", spec)["value"] for spec in ("q_*", "r_*")]
    assert math.isclose(found["value"], each[1] - each[0], rel_tol=1e-12)


def test_a_label_of_several_columns_in_an_archive_names_its_way(call: Runner, tmp_path: Path) -> None:
    y = np.array([[1, 0], [0, 1]])
    np.savez(tmp_path / "d.npz", y=y, p=np.array([[0.9, 0.1], [0.2, 0.8]]))
    assert "--true y" in call("score", f"{tmp_path}/d.npz").err
    found = call("score", f"{tmp_path}/d.npz", "--true", "y", "--pred", "p", "-q")
    assert math.isclose(float(found.out), -(math.log(0.9) + math.log(0.8)) / 2, rel_tol=1e-14)


@pytest.mark.parametrize("labels", [(3,), (3, 1)])
@pytest.mark.parametrize("predictions", [(3,), (3, 1)])
def test_a_column_of_one_number_is_a_column(
    call: Runner, tmp_path: Path, labels: tuple[int, ...], predictions: tuple[int, ...]
) -> None:
    y, p = np.array([1, 0, 1]).reshape(labels), np.array([0.9, 0.2, 0.7]).reshape(predictions)
    np.savez(tmp_path / "d.npz", y=y, p=p)
    wanted = -(math.log(0.9) + math.log(0.8) + math.log(0.7)) / 3
    assert math.isclose(float(call("score", f"{tmp_path}/d.npz", "-q").out), wanted, rel_tol=1e-14)


def test_compute_names_the_way_of_a_soft_label_and_of_several(call: Runner) -> None:
    assert "--true 0.8,0.1 --as binary" in call("compute", "--pred", "0.9,0.2", "--label", "0.8,0.1").err
    several = call("compute", "--pred", "0.8,0.2,0.1", "--pred", "0.2,0.6,0.7", "--true", "1,0,0", "--true", "0,1,1")
    assert "--as binary" in several.err


def soft_file(path: Path, name: str, rows: list[str]) -> str:
    (path / name).write_text("\n".join(["id,ta,tb,qa,qb", *rows, ""]))
    return str(path / name)


@pytest.mark.parametrize("on", [(), ("--on", "id")])
def test_the_truths_of_two_models_are_the_same_as_a_whole(on: tuple[str, ...], call: Runner, tmp_path: Path) -> None:
    """In both rows the second class is the most probable one, in both files."""
    options = ("--true", "ta,tb", "--pred", "qa,qb", *on, "-q")
    a = soft_file(tmp_path, "a.csv", ["1,0.2,0.8,0.5,0.5", "2,0.4,0.6,0.5,0.5"])
    same = soft_file(tmp_path, "b.csv", ["1,0.2,0.8,0.4,0.6", "2,0.40000001,0.59999999,0.5,0.5"])
    assert call("compare", a, same, *options).status == 0
    other = soft_file(tmp_path, "c.csv", ["1,0.2,0.8,0.4,0.6", "2,0.3,0.7,0.5,0.5"])
    ran = call("compare", a, other, *options)
    assert (ran.status, ran.out) == (3, "")
    assert "a.csv:3" in ran.err
    assert "c.csv:3" in ran.err
    assert "b=0.600000 / a=0.300000" in ran.err
    bad = soft_file(tmp_path, "d.csv", ["1,0.2,0.8,0.4,0.6", "2,0.3,0.9,0.5,0.5"])
    assert call("compare", a, bad, *options, "--skip-bad").status == 0


@pytest.mark.parametrize(
    ("truth", "where", "told"),
    [
        ("y,id\n1,a\n0, \n", ":3:4", "no id"),
        ("y,id\n1,a\n0,a\n", ":3:3", "a stands twice"),
        ("y,id\n1,a\n0,b\n1,c\n", ":4, column id", "c has a label and no prediction"),
    ],
)
def test_an_id_that_does_not_join_is_shown_where_it_stands(
    truth: str, where: str, told: str, call: Runner, tmp_path: Path
) -> None:
    (tmp_path / "y.csv").write_text(truth)
    ran = call("score", "-", "--truth", str(tmp_path / "y.csv"), "--on", "id", stdin="id,p\na,0.9\nb,0.2\n")
    assert (ran.status, ran.out) == (3, "")
    assert told in ran.err
    assert f"y.csv{where}" in ran.err


@pytest.mark.parametrize(
    ("truth", "is_header"),
    [
        ("cat\ndog\ncat\n", False),
        ("dog\ncat\ncat\n", False),
        ("species\ncat\ndog\ncat\n", True),
        ("label\ncat\ndog\ncat\n", True),
    ],
)
def test_the_first_label_of_a_column_of_text_is_no_header(
    truth: str, is_header: bool, call: Runner, tmp_path: Path
) -> None:
    (tmp_path / "y.txt").write_text(truth)
    ran = call(
        "score",
        "-",
        "--truth",
        str(tmp_path / "y.txt"),
        "--format",
        "json",
        stdin="p_cat,p_dog\n0.9,0.1\n0.2,0.8\n0.7,0.3\n",
    )
    labels = truth.split()[is_header:]
    chances = [{"cat": 0.9, "dog": 0.1}, {"cat": 0.2, "dog": 0.8}, {"cat": 0.7, "dog": 0.3}]
    wanted = -math.fsum(math.log(row[label]) for row, label in zip(chances, labels, strict=True)) / 3
    assert math.isclose(json.loads(ran.out)["value"], wanted, rel_tol=1e-14), ran.err


def near(draw: random.Random) -> tuple[list[str], list[str]]:
    """P and a Q that may be as near as 1e-9, over three classes, as typed: both add up to 1."""
    first, second = draw.randint(1, 5 * 10**8), draw.randint(1, 4 * 10**8)
    moved = draw.choice([0, 1, 1000, 10**6, 10**8])
    both = ((first, second), (first + moved, second))
    return tuple([f"{x / 1e9:.9f}" for x in (a, b, 10**9 - a - b)] for a, b in both)  # type: ignore[return-value]


@pytest.mark.parametrize("base", ["e", "2", "10"])
@pytest.mark.parametrize("given", ["--pred", "--logits", "--logprobs"])
def test_a_divergence_does_not_cancel_where_the_prediction_is_near_the_truth(
    given: str, base: str, call: Runner
) -> None:
    # from the typed digits, with 50 digits, by mpmath
    draw, head = random.Random(f"{given}{base}"), ",".join(f"{side}_{k}" for side in "tq" for k in range(3))
    for _ in range(8):
        p, q = near(draw)
        if given != "--pred":
            q = [f"{math.log(float(x)):.15f}" for x in q]
        found = score(call, f"{head}\n{','.join(p + q)}\n", "--true", "t_*", given, "q_*", "--base", base)
        with mpmath.workdps(50):
            truth, heights = [mpmath.mpf(x) for x in p], [mpmath.mpf(x) for x in q]
            total = mpmath.fsum(map(mpmath.exp, heights)) if given == "--logits" else 1
            heights = heights if given == "--pred" else [mpmath.exp(z) / total for z in heights]
            gap = mpmath.fsum(a * mpmath.log(a / b) for a, b in zip(truth, heights, strict=True))
            exact = float(gap / (1 if base == "e" else mpmath.log(int(base))))
        rounded = 1e-15 if given == "--logprobs" else 1e-22  # Q of the rounded logarithms does not add up to 1
        assert math.isclose(found["kl_divergence"], exact, rel_tol=1e-5, abs_tol=rounded), (p, q)
        assert found["kl_divergence"] >= 0 or exact < 0


CELLS = {1: ((1, 0), (0.9, 0.2), (0.8, 0.1)), 2: ((0, 1), (0.1, 0.5), (0.2, 0.6)), 3: ((0, 1), (0.7, 0.6), (0.5, 0.7))}
"""By its id: what happened of labels a and b, and what two models gave each."""
OF_TWO = ("--label", "y_a,y_b", "--pred", "p_a,p_b", "--as", "binary")


def cell_losses(model: int) -> list[float]:
    return [-math.log(q if y else 1 - q) for row in CELLS.values() for y, q in zip(row[0], row[model], strict=True)]


def several_labels(path: Path, form: str) -> tuple[str, str, str]:
    """The truth and both models in files of one form: rows of another order in CSV, the same in all others."""
    names = [path / f"{name}.{form}" for name in ("truth", "one", "two")]
    orders = [(3, 1, 2), (1, 2, 3), (2, 3, 1)] if form == "csv" else [(1, 2, 3)] * 3
    heads = ("y_a,y_b", "p_a,p_b", "p_a,p_b")
    for k, (name, order, head) in enumerate(zip(names, orders, heads, strict=True)):
        rows = [(at, *CELLS[at][k]) for at in order]
        if form == "npy":
            np.save(name, np.array([row[1:] for row in rows]))
        elif form == "jsonl":
            keys = ("id", *head.split(","))
            name.write_text("".join(json.dumps(dict(zip(keys, row, strict=True))) + "\n" for row in rows))
        elif form == "parquet":
            arrow = pytest.importorskip("pyarrow")
            columns = dict(zip(("id", *head.split(",")), map(list, zip(*rows, strict=True)), strict=True))
            pytest.importorskip("pyarrow.parquet").write_table(arrow.table(columns), name)
        else:
            name.write_text("\n".join([f"id,{head}", *(",".join(map(str, row)) for row in rows), ""]))
    truth, one, two = map(str, names)
    return truth, one, two


@pytest.mark.parametrize("form", ["csv", "jsonl", "npy", "parquet"])
def test_several_labels_come_from_another_file(form: str, call: Runner, tmp_path: Path) -> None:
    truth, one, two = several_labels(tmp_path, form)
    options = ("--truth", truth, *(("--on", "id") if form == "csv" else ()))
    options += ("--as", "binary") if form == "npy" else OF_TWO
    each = [math.fsum(cell_losses(model)) / 6 for model in (1, 2)]
    for file, wanted in zip((one, two), each, strict=True):
        found = json.loads(call("score", file, *options, "--format", "json").out)
        assert math.isclose(found["value"], wanted, rel_tol=1e-14)
        assert (found["n"], found["rows"], found["labels"]) == (6, 3, 2)
    ran = call("compare", one, two, *options, "--format", "json")
    assert math.isclose(json.loads(ran.out)["value"], each[1] - each[0], rel_tol=1e-12), ran.err
    worked = json.loads(call("score", one, *options, "--explain", "2", "--format", "json").out)
    row = {"csv": 0, "jsonl": 1, "npy": 1, "parquet": 1}[form]  # line 2 is the first row of a table with a header
    assert math.isclose(worked["value"], math.fsum(cell_losses(1)[2 * row : 2 * row + 2]) / 2, rel_tol=1e-14)


@pytest.mark.parametrize("soft", [(0.75, 0.25), (1, 1), (0, 0)])
def test_several_probabilities_of_a_truth_are_each_by_itself(
    soft: tuple[float, float], call: Runner, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(f"t_b,t_a\n{soft[1]},{soft[0]}\n")
    options = ("--truth", str(tmp_path / "t.csv"), "--true", "t_a,t_b", "--pred", "p_a,p_b", "--as", "binary", "-q")
    ran = call("score", "-", *options, stdin="p_a,p_b\n0.9,0.2\n")
    wanted = [cross([p, 1 - p], [q, 1 - q]) for p, q in zip(soft, (0.9, 0.2), strict=True)]
    assert math.isclose(float(ran.out), math.fsum(wanted) / 2, rel_tol=1e-14), ran.err


def test_several_labels_of_another_file_need_a_word(call: Runner, tmp_path: Path) -> None:
    truth, one, _ = several_labels(tmp_path, "csv")
    ran = call("score", one, "--truth", truth, "--on", "id", *OF_TWO[:4])
    assert (ran.status, ran.out) == (3, "")
    assert "--label y_a,y_b --as binary" in ran.err
    (tmp_path / "t.csv").write_text("id,y_a,y_b\n1,1,0\n2,0,1\n3,0,2\n")
    ran = call("score", one, "--truth", str(tmp_path / "t.csv"), "--on", "id", *OF_TWO)
    assert (ran.status, ran.out, "There is no class 2" in ran.err) == (3, "", True)


@pytest.mark.parametrize("on", [(), ("--on", "id")])
def test_cells_of_two_models_pair_whatever_is_left_out(on: tuple[str, ...], call: Runner, tmp_path: Path) -> None:
    """Files of thousands of rows, of other lengths, of which either leaves another row out."""
    rng = np.random.default_rng(5)
    y, p = rng.integers(0, 2, (9000, 2)), rng.uniform(0.01, 0.99, (2, 9000, 2)).round(4)
    bad = (17, 8000)
    for k, name in enumerate("ab"):
        pads = "x" * (40 * k + 1)
        rows = [
            f"{at},{y[at, 0]},{y[at, 1]},{'?' if at == bad[k] else p[k, at, 0]},{p[k, at, 1]},{pads}"
            for at in range(9000)
        ]
        (tmp_path / f"{name}.csv").write_text("\n".join(["id,y_a,y_b,p_a,p_b,pad", *rows, ""]))
    files = (str(tmp_path / "a.csv"), str(tmp_path / "b.csv"))
    found = json.loads(call("compare", *files, *OF_TWO, *on, "--skip-bad", "--format", "json").out)
    loss = -np.log(np.where(y == 1, p, 1 - p))
    kept = np.delete(loss[1] - loss[0], bad, axis=0)
    assert math.isclose(found["value"], kept.mean(), rel_tol=1e-12)
    assert found["n"] == kept.size


@pytest.mark.parametrize("on", [(), ("--on", "id")])
def test_two_models_are_compared_with_the_truth_of_another_file(
    on: tuple[str, ...], call: Runner, tmp_path: Path
) -> None:
    order = ("1", "0", "2") if on else ("0", "1", "2")
    (tmp_path / "y.csv").write_text("\n".join(["id,y", *(f"{key},{'101'[int(key)]}" for key in order), ""]))
    (tmp_path / "a.csv").write_text("id,p\n0,0.9\n1,0.2\n2,0.7\n")
    (tmp_path / "b.csv").write_text("id,p\n0,0.8\n1,0.1\n2,0.6\n")
    files = [str(tmp_path / name) for name in ("a.csv", "b.csv")]
    options = ("--truth", str(tmp_path / "y.csv"), "--pred", "p", *on, "-q")
    wanted = math.log(9 / 8 * 8 / 9 * 7 / 6) / 3
    assert math.isclose(float(call("compare", *files, *options).out), wanted, rel_tol=1e-12)
    (tmp_path / "b.csv").write_text("id,p\n0,0.8\n1,0.1\n")
    ran = call("compare", *files, *options)
    assert (ran.status, ran.out) == (3, ""), ran.err


@pytest.mark.parametrize("form", ["npz", "jsonl", "json", "frame", "lists"])
@pytest.mark.parametrize("named", [True, False])
def test_lists_of_labels_are_taken_apart(form: str, call: Runner, tmp_path: Path, *, named: bool) -> None:
    y, p = [list(row[0]) for row in CELLS.values()], [list(row[1]) for row in CELLS.values()]
    wanted = math.fsum(cell_losses(1)) / 6
    options = {"label": "y", "pred": "p"} if named else {}
    if form in ("frame", "lists"):
        frame = {"y": np.array(y), "p": np.array(p)} if form == "frame" else {"y": y, "p": p}
        found = xentropy_cli.score(frame, reading="binary", **options)
        assert math.isclose(found.mean, wanted, rel_tol=1e-14)
        return
    file = tmp_path / f"d.{form}"
    rows = [json.dumps({"id": at, "y": y_, "p": p_}) for at, (y_, p_) in enumerate(zip(y, p, strict=True))]
    if form == "npz":
        np.savez(file, y=np.array(y), p=np.array(p))
    else:
        file.write_text("\n".join(rows) if form == "jsonl" else f"[{','.join(rows)}]")
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    ran = call("score", str(file), *words, "--as", "binary", "--format", "json")
    assert math.isclose(json.loads(ran.out)["value"], wanted, rel_tol=1e-14), ran.err
    refused = call("score", str(file), *words)
    assert (refused.status, refused.out) == (3, "")
    assert "--label y --as binary" in refused.err
    assert "--true y" in refused.err


@pytest.mark.parametrize(
    "names", [("y_0", "y_1", "p_0", "p_1"), ("0_y", "1_y", "p.0", "p.1"), ("a", "b", "prob_a", "prob_b")]
)
def test_a_prediction_is_named_after_its_label_and_not_after_a_class(names: tuple[str, ...], call: Runner) -> None:
    """The labels hold 0 and 1, and so do the names of their predictions."""
    text = f"{','.join(names)}\n1,0,0.9,0.2\n0,1,0.1,0.5\n"
    found = score(call, text, "--label", ",".join(names[:2]), "--pred", ",".join(names[2:]), "--as", "binary")
    wanted = -(math.log(0.9) + math.log(0.8) + math.log(0.9) + math.log(0.5)) / 4
    assert math.isclose(found["value"], wanted, rel_tol=1e-14)


def test_a_solution_may_name_its_columns_as_the_submission_does(call: Runner, tmp_path: Path) -> None:
    names = "winner_a,winner_b,winner_tie"
    (tmp_path / "t.csv").write_text(f"id,{names}\n7,0,0,1\n3,1,0,0\n")
    (tmp_path / "p.csv").write_text(f"id,{names}\n3,0.4,0.35,0.25\n7,0.3,0.2,0.5\n")
    for pred in (names, "winner_*", "2-4"):
        options = ("--truth", f"{tmp_path}/t.csv", "--on", "id", "--true", "winner_*", "--pred", pred, "-q")
        ran = call("score", f"{tmp_path}/p.csv", *options)
        assert math.isclose(float(ran.out), -(math.log(0.4) + math.log(0.5)) / 2, rel_tol=1e-14), ran.err


@pytest.mark.parametrize("shape", [(3,), (3, 1)])
@pytest.mark.parametrize("command", ["score", "compare"])
def test_arrays_of_one_dimension_are_labels_and_probabilities(
    command: str, shape: tuple[int, ...], call: Runner, tmp_path: Path
) -> None:
    for name, values in (("y", [1, 0, 1]), ("a", [0.9, 0.2, 0.7]), ("b", [0.8, 0.1, 0.6])):
        np.save(tmp_path / f"{name}.npy", np.array(values).reshape(shape))
    files = [f"{tmp_path}/{name}.npy" for name in ("ab" if command == "compare" else "a")]
    ran = call(command, *files, "--truth", f"{tmp_path}/y.npy", "-q")
    wanted = math.log(9 / 8 * 8 / 9 * 7 / 6) / 3 if command == "compare" else -math.log(0.9 * 0.8 * 0.7) / 3
    assert math.isclose(float(ran.out), wanted, rel_tol=1e-12), ran.err
    swapped = call("score", f"{tmp_path}/y.npy", files[0])
    assert (swapped.status, swapped.out) == (3, "")
    assert f"score {files[0]} --truth {tmp_path}/y.npy" in swapped.err


def test_arrays_of_several_columns_name_both_ways(call: Runner, tmp_path: Path) -> None:
    np.save(tmp_path / "y.npy", np.array([[1, 0], [0, 1]]))
    np.save(tmp_path / "p.npy", np.array([[0.9, 0.1], [0.5, 0.5]]))
    files = (f"{tmp_path}/p.npy", "--truth", f"{tmp_path}/y.npy")
    ran = call("score", *files)
    assert (ran.status, ran.out) == (3, "")
    assert "--label 1-2 --as binary" in ran.err
    wanted = -math.log(0.9 * 0.5) / 2
    assert math.isclose(float(call("score", *files, "--true", "1-2", "-q").out), wanted, rel_tol=1e-14)
    binary = float(call("score", *files, "--label", "1-2", "--as", "binary", "-q").out)
    assert math.isclose(binary, -(2 * math.log(0.9) + 2 * math.log(0.5)) / 4, rel_tol=1e-14)


def test_arrays_of_several_labels_a_row_are_those_of_a_frame() -> None:
    """With one weight a row, which counts for each of its cells."""
    y, p, w = [[1, 0], [0, 1]], [[0.9, 0.2], [0.3, 0.6]], [2, 1]
    frame = xentropy_cli.score({"y": y, "p": p, "w": w}, reading="binary", weight="w")
    found = xentropy_cli.score(np.array(y), np.array(p), reading="binary", weight=w)
    assert (found.mean, found.n, list(found.summary.groups)) == (frame.mean, 4, ["0", "1"])
    assert found.mean == pytest.approx(-(2 * math.log(0.9 * 0.8) + math.log(0.7 * 0.6)) / 6, rel=1e-15)
    alike = xentropy_cli.compare([(y, p, w)], [(y, p, w)], reading="binary")
    assert (alike.a["mean"], alike.weight) == (found.mean, 6)
