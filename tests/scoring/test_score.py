"""The numbers of `xent score`: against scikit-learn, against each other, and under what must not change them."""

from __future__ import annotations

import io
import json
import math
import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentropy_cli import Score, ScoreSummary, XentError, score
from xentropy_cli.scoring.record import record
from xentropy_cli.scoring.score import score_files
from xentropy_cli.scoring.settings import Settings
from xentropy_cli.tables.columns import Wanted

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

GOOD = "y,p\n1,0.9\n0,0.2\n1,0.7\n"
binary_rows = st.lists(st.tuples(st.integers(0, 1), st.floats(1e-6, 1 - 1e-6)), min_size=2, max_size=40)
exact_in_doubles = st.integers(1, 2**12 - 1).map(lambda k: k / 2**12)
dyadic_rows = st.lists(st.tuples(st.integers(0, 1), exact_in_doubles), min_size=2, max_size=40)


def scored(text: str, base: str = "e", **wanted: Any) -> dict[str, Any]:
    return record(score_files(["-"], Settings(wanted=Wanted(**wanted), base=base), io.BytesIO(text.encode())))


def table(rows: list[tuple[int, float]]) -> str:
    return "y,p\n" + "".join(f"{y},{p!r}\n" for y, p in rows)


def class_table(seed: int, names: list[str], n: int = 60) -> tuple[str, list[str], np.ndarray[Any, Any]]:
    rng = np.random.default_rng(seed)
    q = rng.dirichlet(np.ones(len(names)), size=n)
    labels = [names[k] for k in rng.integers(0, len(names), size=n)]
    labels[: len(names)] = names
    lines = [f"{label}," + ",".join(map(repr, row)) for label, row in zip(labels, q.tolist(), strict=True)]
    return "label," + ",".join(names) + "\n" + "\n".join(lines) + "\n", labels, q


@given(dyadic_rows)
def test_binary_scores_agree_with_scikit_learn(rows: list[tuple[int, float]]) -> None:
    """1 − p is exact in doubles here: elsewhere scikit-learn rounds it, and xent takes the digits as they are typed."""
    metrics = pytest.importorskip("sklearn.metrics")
    y, p = [row[0] for row in rows], [row[1] for row in rows]
    found = scored(table(rows))
    assert math.isclose(
        found["mean"], metrics.log_loss(y, p, labels=[0, 1]), rel_tol=1e-12, abs_tol=1e-15
    )  # it takes log(1 − p)
    assert math.isclose(found["brier"], metrics.brier_score_loss(y, p), rel_tol=1e-12, abs_tol=1e-15)
    assert found["accuracy"] == metrics.accuracy_score(y, [int(x > 0.5) for x in p])
    if 0 < sum(y) < len(y):
        assert math.isclose(found["skill"], metrics.d2_log_loss_score(y, p, labels=[0, 1]), rel_tol=1e-9, abs_tol=1e-12)


@given(st.integers(0, 2**32), st.sampled_from([["bird", "cat", "dog"], ["0", "1", "2", "10"]]))
def test_class_scores_agree_with_scikit_learn_and_columns_are_matched_by_name(seed: int, names: list[str]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    shuffled = random.Random(seed).sample(names, len(names))
    text, labels, q = class_table(seed, shuffled)
    found = scored(text)
    in_order = q[:, [shuffled.index(name) for name in sorted(names)]]
    for ours, theirs in (("mean", "log_loss"), ("brier", "brier_score_loss"), ("skill", "d2_log_loss_score")):
        scale = {"scale_by_half": False} if ours == "brier" else {}
        want = getattr(metrics, theirs)(labels, in_order, labels=sorted(names), **scale)
        assert math.isclose(found[ours], want, rel_tol=1e-10, abs_tol=1e-12)
    likeliest = [shuffled[k] for k in q.argmax(axis=1)]
    assert math.isclose(found["accuracy"], metrics.accuracy_score(labels, likeliest), rel_tol=1e-15)
    assert [row["name"] for row in found["classes"]] == (names if names[0] == "0" else shuffled)


@given(st.integers(0, 2**32))
def test_losses_and_baselines_agree_with_scipy(seed: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    names = ["bird", "cat", "dog"]
    text, labels, q = class_table(seed, names)
    found = scored(text)
    truth = np.array([[float(label == name) for name in names] for label in labels])
    assert math.isclose(found["mean"], stats.entropy(truth, q, axis=1).mean(), rel_tol=1e-12)
    assert math.isclose(found["standard_error"], stats.sem(stats.entropy(truth, q, axis=1)), rel_tol=1e-10)
    assert math.isclose(found["baseline"]["proportions"], stats.entropy(truth.sum(axis=0)), rel_tol=1e-12)


def test_weights_agree_with_scikit_learn_and_count_as_repeated_rows() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    draw = random.Random(3)
    rows = [(draw.randrange(2), draw.random(), draw.randrange(1, 4)) for _ in range(50)]
    text = "y,p,w\n" + "".join(f"{y},{p!r},{w}\n" for y, p, w in rows)
    found = scored(text, weight="w")
    want = metrics.log_loss([r[0] for r in rows], [r[1] for r in rows], sample_weight=[r[2] for r in rows])
    assert math.isclose(found["mean"], want, rel_tol=1e-12)
    repeated = scored(table([(y, p) for y, p, w in rows for _ in range(w)]))
    for name in ("mean", "total", "brier", "accuracy", "skill", "perplexity"):
        assert math.isclose(found[name], repeated[name], rel_tol=1e-13)


def test_a_row_of_weight_0_is_counted_and_adds_nothing() -> None:
    rows = [(1, 0.9, 2), (0, 0.25, 1), (1, 0.5, 0.5)]
    head, lines = "y,p,w\n", [f"{y},{p},{w}\n" for y, p, w in rows]
    without, beside = scored(head + "".join(lines), weight="w"), scored(head + "1,0,0\n" + "".join(lines), weight="w")
    assert (without.pop("n"), beside.pop("n")) == (3, 4)
    for name in ("mean", "total", "standard_error", "brier", "accuracy", "weight", "skill", "decomposition"):
        assert beside[name] == without[name], name
    assert beside["infinite"] == {"count": 0, "rows": []}
    assert [row["line"] for row in beside["worst"]] == [row["line"] + 1 for row in without["worst"]]


@pytest.mark.parametrize("rows", [2, 200_000])
def test_a_weighted_loss_that_is_no_double_is_refused(rows: int) -> None:
    with pytest.raises(XentError) as caught:
        scored("y,z,w\n" + "1,0.5,1\n" * rows + "0,1e300,1e100\n", logits="z", weight="w")
    assert caught.value.message == "A weight times a loss is out of reach of doubles."


@given(binary_rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_bit_of_any_number(rows: list[tuple[int, float]], shuffler: random.Random) -> None:
    one, two = scored(table(rows)), scored(table(shuffler.sample(rows, len(rows))))
    for name in ("mean", "total", "standard_error", "brier", "decomposition", "classes", "calibration"):
        assert one[name] == two[name]


@given(binary_rows)
def test_the_breakdown_adds_up_to_the_mean_and_miscalibration_is_never_negative(rows: list[tuple[int, float]]) -> None:
    found = scored(table(rows))
    parts = found["decomposition"]
    added = math.fsum((parts["label_entropy"], -parts["resolution"], parts["miscalibration"]))
    assert abs(added - found["mean"]) <= 2 * math.ulp(
        max(found["mean"], parts["label_entropy"], abs(parts["resolution"]))
    )
    assert parts["miscalibration"] >= 0


NOTHING_TOLD = {
    "one label": [(1, q) for q in (0.9, 0.2, 0.6, 0.35, 0.71)],
    "one label, all alike": [(0, 0.3)] * 7,
    "the proportion": [(int(i % 3 == 0), 1 / 3) for i in range(30)],
    "a half": [(i % 2, 0.5) for i in range(10)],
    "another constant": [(int(i % 7 == 0), 0.3) for i in range(70)],
}
"""Rows of which no prediction tells a label apart: one label only, each in a bin of its own, or the same for all."""


@pytest.mark.parametrize("base", ["e", "2", "10", "3", "1.5"])
@pytest.mark.parametrize("form", NOTHING_TOLD)
def test_what_tells_nothing_apart_has_a_resolution_of_0(form: str, base: str) -> None:
    rows = NOTHING_TOLD[form]
    found = scored(table(rows), base=base)
    parts = found["decomposition"]
    assert parts["resolution"] == 0
    if form.startswith("one label"):
        assert (parts["label_entropy"], parts["miscalibration"]) == (0, found["mean"])
    elif form != "another constant":
        assert (found["skill"], parts["miscalibration"]) == (0, 0)


@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from(["e", "2", "10"]))
def test_a_forecast_of_the_proportions_has_neither_skill_nor_resolution(ones: int, zeros: int, base: str) -> None:
    found = scored(table([(1, ones / (ones + zeros))] * ones + [(0, ones / (ones + zeros))] * zeros), base=base)
    assert (found["skill"], found["decomposition"]["resolution"], found["decomposition"]["miscalibration"]) == (0, 0, 0)


def test_the_standard_error_is_that_of_a_mean_and_zero_for_equal_losses() -> None:
    rows = [(1, 0.9), (0, 0.2), (1, 0.7), (0, 0.6)]
    losses = [-math.log(p if y else 1 - p) for y, p in rows]
    want = np.std(losses, ddof=1) / math.sqrt(len(losses))
    assert math.isclose(scored(table(rows))["standard_error"], want, rel_tol=1e-12)
    assert scored(table([(1, 0.3)] * 1000))["standard_error"] == 0


@pytest.mark.parametrize("weight", [None, "w"])
@pytest.mark.parametrize("classes", [2, 3, 4, 5, 12])
def test_a_class_is_told_as_the_group_of_its_rows_is(classes: int, weight: str | None) -> None:
    """Groups are added up in other arrays than classes, and few classes in another way than many."""
    names = [f"c{k}" for k in range(classes)]
    text, _, _ = class_table(classes, names, 300)
    head, *lines = text.splitlines()
    weighted = [f"{line},{k % 7 / 4}" for k, line in enumerate(lines)]
    found = scored("\n".join([f"{head},w", *weighted]), label="label", by="label", weight=weight)
    groups = {row["name"]: row for row in found["groups"]}
    assert [row["name"] for row in found["classes"]] == names
    for row in found["classes"]:
        group = groups[row["name"]]
        assert row["standard_error"] > 0
        assert {name: row[name] for name in ("mean", "standard_error", "accuracy")} == {
            name: group[name] for name in ("mean", "standard_error", "accuracy")
        }
        own = [float(line.rsplit(",", 1)[1]) for line in weighted if line.startswith(f"{row['name']},")]
        count, rows = ("weighed", sum(w > 0 for w in own)) if weight else ("n", len(own))
        assert row[count] == group[count] == rows


def test_a_class_with_one_row_or_an_infinite_loss_has_no_standard_error() -> None:
    lone, endless = (
        scored("y,p\n1,0.9\n0,0.2\n0,0.4\n")["classes"][::-1],
        scored("y,p\n1,0\n1,0.5\n1,0.2\n0,0.4\n")["classes"][1:],
    )
    for row in (lone[0], *endless):
        assert "standard_error" not in row
    assert lone[1]["standard_error"] == pytest.approx(
        math.log(0.8 / 0.6) / 2, rel=1e-12
    )  # half of how far the two lie apart


def test_bits_of_powers_of_two_are_whole(call: Runner) -> None:
    ran = call("score", "-", "--base", "2", "--format", "json", stdin="p\n0.125\n0.25\n0.5\n")
    assert (json.loads(ran.out)["total"], json.loads(ran.out)["unit"]) == (6, "bits")


def test_an_infinite_row_is_named_and_the_mean_of_the_others_stands_beside() -> None:
    found = scored("y,p\n1,0.9\n1,0\n")
    assert found["mean"] == found["total"] == "Infinity"
    assert found["infinite"] == {
        "count": 1,
        "rows": [{"file": "standard input", "line": 3}],
        "mean_of_others": 0.10536051565782628,  # −ln 0.9
    }
    assert "decomposition" not in found
    assert "standard input:3" in found["notes"][0]["text"]


def test_parts_merge_to_the_bits_of_the_whole() -> None:
    draw = random.Random(5)
    rows = [(draw.randrange(2), draw.random(), draw.choice("ab")) for _ in range(300)]
    lines = [f"{y},{p!r},{site}" for y, p, site in rows]
    settings = Settings(wanted=Wanted(by="site"))

    def summary(part: list[str]) -> ScoreSummary:
        return score_files(["-"], settings, io.BytesIO(("y,p,site\n" + "\n".join(part) + "\n").encode()))

    whole = summary(lines)
    parts = [summary(lines[start : start + 70]) for start in range(0, 300, 70)]
    saved = [ScoreSummary.from_json(part.to_json()) for part in reversed(parts)]
    joined = sum(saved[1:], saved[0])
    for name in ("sums", "groups", "method", "classes"):
        assert getattr(joined, name) == getattr(whole, name)
    assert [row[:1] + row[3:] for row in joined.worst] == [row[:1] + row[3:] for row in whole.worst]
    assert (joined.mean, joined.total) == (whole.mean, whole.total)


def test_a_summary_reads_back_as_itself_and_another_kind_is_not_joined() -> None:
    one = score([([0, 1], [0.5, 0.0])], base=2)
    assert Score.from_json(one.to_json()) == one
    assert ScoreSummary.from_json(one.to_json()) == one.summary
    with pytest.raises(XentError) as caught:
        one.merge(score([([0, 1], [0.5, 0.2])]))
    assert caught.value.code == "summaries-differ"


NOTED = {
    "constant": table([(k % 2, 0.3) for k in range(30)]),
    "decisions": table([(k % 2, float(k % 2)) for k in range(30)]),
    "flipped": table([(k % 2, 0.1 + 0.8 * (1 - k % 2) + k / 1000) for k in range(30)]),
    "applied-twice": table([(k % 2, 0.52 + 0.2 * (k % 2) + k / 10000) for k in range(30)]),
    "off-by-one": "label,0,1,2\n" + "0,0.1,0.1,0.8\n1,0.8,0.1,0.1\n2,0.1,0.8,0.1\n" * 10,
}


@pytest.mark.parametrize("code", NOTED)
def test_a_file_that_looks_wrong_is_noted(code: str) -> None:
    assert code in [note["code"] for note in scored(NOTED[code])["notes"]]


def test_a_row_of_weight_0_does_not_hide_that_all_others_are_decisions() -> None:
    rows = "y,p,w\n" + "1,1,1\n0,0,2\n" * 15 + "1,0.5,0\n"
    assert "decisions" in [note["code"] for note in scored(rows, weight="w")["notes"]]


def test_a_good_file_is_not_noted() -> None:
    draw = random.Random(6)
    q = [draw.random() for _ in range(200)]
    assert scored(table([(int(draw.random() < p), p) for p in q]))["notes"] == []


@pytest.mark.parametrize("code", ["gzip", "bz2", "lzma"])
def test_compressed_input_is_known_by_its_content(code: str, call: Runner) -> None:
    packed = __import__(code).compress(GOOD.encode())
    assert call("score", "-", "-q", stdin=packed).out == "0.22839300363692283\n"
    if code == "gzip":
        ran = call("score", "-", "-q", stdin=packed[:-6])
        assert (ran.status, ran.out) == (3, "")
        assert "damaged-file" in ran.err


JSON_LINES = [
    '{"y": 1, "p": 0.9}\n{"y": 0, "p": 0.2}\n{"y": 1, "p": 0.7}\n',
    '{"y": 1, "probs": [0.1, 0.9]}\n{"y": 0, "probs": [0.8, 0.2]}\n{"y": 1, "probs": [0.3, 0.7]}\n',
    '{"y": "b", "q": {"a": 0.1, "b": 0.9}}\n{"y": "a", "q": {"b": 0.2, "a": 0.8}}\n{"y": "b", "q": {"a": 0.3, "b": 0.7}}\n',
]


@pytest.mark.parametrize("text", JSON_LINES)
def test_json_lines_hold_numbers_lists_or_objects(text: str) -> None:
    assert scored(text)["mean"] == pytest.approx(0.22839300363692283, rel=1e-14)


@pytest.mark.parametrize(
    "text", ['{"y": 1, "p": 0.5, "p": 0.9}\n', '{"y": "a", "q": {"a": 0.5, "b": 0.5, "a": 0.5}}\n']
)
def test_a_key_that_stands_twice_is_refused(text: str, call: Runner) -> None:
    good = text.replace(', "p": 0.9', "").replace(', "a": 0.5}', "}")
    ran = call("score", "-", stdin=good + text)
    assert (ran.status, ran.out, "stands twice" in ran.err) == (3, "", True), ran.err
    assert call("score", "-", "-q", stdin=good).out == "0.6931471805599453\n"


TABLES = {
    "no header": "1,0.9\n0,0.2\n1,0.7\n",
    "numbered class columns out of order": "label,prob_1,prob_0\n1,0.9,0.1\n0,0.2,0.8\n1,0.7,0.3\n",
    "blanks": "y p\n1 0.9\n0   0.2\n1 0.7\n",
    "percent and fraction": "y,p\n1,90%\n0,1/5\n1,0.7\n",
    "two names, one probability named for the second": "y,p_spam\nspam,0.9\nham,0.2\nspam,0.7\n",
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_many_forms_are_the_same_three_rows(name: str) -> None:
    assert math.isclose(scored(TABLES[name])["mean"], 0.22839300363692283, rel_tol=1e-15)


def test_comments_and_lines_above_are_passed_over_when_asked(call: Runner) -> None:
    text = "made by a model\n# y is the label\n" + GOOD.replace("0,0.2", "# half way\n0,0.2")
    ran = call("score", "-", "-q", "--skip-lines", "1", "--comment", "#", stdin=text)
    assert ran.out == "0.22839300363692283\n"


def test_bad_rows_stop_the_run_or_are_left_out_and_counted(call: Runner) -> None:
    text = GOOD + "1,1.5\n0,x\n1,\n"
    ran = call("score", "-", stdin=text)
    assert (ran.status, ran.out) == (3, "")
    assert "standard input:5:3" in ran.err
    assert "2 more rows have faults" in ran.err
    found = json.loads(call("score", "-", "--skip-bad", "--format", "json", stdin=text).out)
    assert (found["mean"], found["n"], found["skipped"]) == (0.22839300363692283, 3, 3)
    assert found["notes"] == [
        {
            "code": "skipped",
            "text": "3 bad rows were left out, as asked: standard input:5, standard input:6, standard input:7.",
        }
    ]


def test_every_row_comes_back_with_its_loss(call: Runner) -> None:
    out = call("score", "-", "--rows", stdin="id,y,p\na,1,0.5\n=b,0,0.5\n").out
    assert out == "id,y,p,loss\na,1,0.5,0.6931471805599453\n'=b,0,0.5,0.6931471805599453\n"
    lines = call("score", "-", "--rows", "--format", "json", stdin="y,p\n1,0\n").out
    assert json.loads(lines) == {"y": "1", "p": "0", "loss": "Infinity"}
    ran = call("score", "-", "--rows", stdin="y,p\n1,0.5\n1,7\n")
    assert (ran.status, ran.out) == (3, "")


def test_a_line_is_worked_out_as_compute_would(call: Runner) -> None:
    want = call("compute", "--pred", "0.2", "--label", "0", "--as", "binary").out
    assert call("score", "-", "--explain", "3", stdin=GOOD).out == want
    ran = call("score", "-", "--explain", "1", stdin=GOOD)
    assert (ran.status, "no-such-line" in ran.err) == (2, True)


def test_max_is_a_gate(call: Runner) -> None:
    assert call("score", "-", "-q", "--max", "0.2", stdin=GOOD).status == 1
    assert call("score", "-", "-q", "--max", "0.3", stdin=GOOD).status == 0


def test_labels_may_come_from_another_file(call: Runner, tmp_path: Any) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text("id,y\na,1\nb,0\nc,1\n")

    def run(rows: str) -> Any:
        return call("score", "-", "--truth", str(truth), "--on", "id", "-q", stdin="id,p\n" + rows)

    assert run("c,0.7\na,0.9\nb,0.2\n").out == "0.22839300363692283\n"
    for rows, code in (("c,0.7\na,0.9\n", "missing-id"), ("c,0.7\nc,0.7\n", "duplicate-id"), ("d,0.7\n", "missing-id")):
        ran = run(rows)
        assert (ran.status, ran.out) == (3, "")
        assert code in ran.err


def test_one_cell_may_hold_all_classes() -> None:
    assert scored('y,probs\n0,"0.7,0.2,0.1"\n1,[0.1 0.8 0.1]\n', pred="probs")["mean"] == pytest.approx(
        0.2899092476264711, rel=1e-14
    )


def test_equal_shares_have_the_entropy_of_a_uniform_guess() -> None:
    for k in range(2, 12):
        rows = "".join(f"{label},{','.join(['1'] * k)}\n" for label in range(k))
        data = f"label,{','.join(f'prob_{j}' for j in range(k))}\n{rows}".encode()
        found = record(score_files(["-"], Settings(normalize=True), io.BytesIO(data)))
        assert found["baseline"]["proportions"] == found["baseline"]["uniform"], k


def test_a_file_that_is_added_twice_is_noted(tmp_path: Path, call: Runner) -> None:
    (tmp_path / "a.csv").write_text(GOOD)
    names = [str(tmp_path / "a.csv")] * 3
    assert call("score", *names).out.count("a.csv was added twice") == 1
    call("score", names[0], "--save-summary", str(tmp_path / "a.json"))
    assert "a.csv was added twice" in call("merge", *[str(tmp_path / "a.json")] * 2).out
    assert "added twice" not in call("score", *names[:1]).out


def test_groups_named_by_numbers_are_in_their_order() -> None:
    rows = "y,p,site\n" + "".join(f"1,0.5,{site}\n" for site in (10, 9, 100, -1))
    assert [group["name"] for group in scored(rows, by="site")["groups"]] == ["-1", "9", "10", "100"]
    mixed = [group["name"] for group in scored(rows + "0,0.5,a\n", by="site")["groups"]]
    assert mixed == ["-1", "10", "100", "9", "a"]


@pytest.mark.parametrize(
    "data",
    [
        (np.array([1, 0]), np.array([0.9, 0.2])),
        [([1, 0], [0.9, 0.2]), ([1, 0], [[0.1, 0.9], [0.8, 0.2]])],
        [([1, 0], [0.9, 0.2]), ([1, 0], [0.9, 0.2], [1, 2])],
        [(1, 0.5)],
    ],
)
def test_what_is_no_batch_of_arrays_is_refused_in_words(data: Any) -> None:
    with pytest.raises(XentError, match=r"\[\(labels, predictions\)\]|a row of numbers for each"):
        score(data)


def test_a_column_of_probabilities_is_as_good_as_an_array_of_them() -> None:
    y, p = np.array([1, 0, 1]), np.array([0.9, 0.2, 0.7])
    assert score([(y, p[:, None])]) == score([(y, p)])


def test_a_summary_tells_all_its_fields_and_can_be_summed() -> None:
    parts = [score([([1, 0, 1], [0.9, 0.2, 0.7])]), score([([0], [0.5])])]
    whole = sum(parts)
    assert isinstance(whole, Score)
    assert (whole.n, whole.fields()["n"]) == (4, 4)
    assert whole.fields()["accuracy"] == 0.75 + 0.25


def test_an_infinite_mean_has_no_standard_error() -> None:
    assert "standard_error" not in scored("y,p\n1,0\n1,0.5\n1,0.25\n")
