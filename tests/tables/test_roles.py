"""What a column is taken for: what its name tells, or it is refused; never the class opposite, and no crash without labels."""

from __future__ import annotations

import json
import random
import re
import shlex
from itertools import product
from math import fsum, log
from typing import TYPE_CHECKING

import numpy as np
import pytest
from running import tries

from xentropy_cli.tables.class_columns import PREFIXES, SCALED_PREFIXES
from xentropy_cli.tables.known_names import PREDICTIONS
from xentropy_cli.tables.roles.class_names import NEGATIONS, WORDS, whole_label
from xentropy_cli.tables.roles.decisions import DECIDED
from xentropy_cli.tables.tool_headers import HEADERS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Ran, Runner

TOOLS = {
    "tidymodels": ".pred_{}",
    "mlr3": "prob.{}",
    "CatBoost": "Probability:Class={}",
    "RapidMiner": "confidence({})",
    "KNIME": "P (y={})",
    "H2O": "p{}",
    "BigQuery ML": "predicted_{}_probs",
    "Weka": "distribution of {}",
}
"""How each tool of the table names the column of a class."""
OWN = [f"{prefix}{{}}" + (")" if prefix.endswith("(") else "") for prefix in PREFIXES]
HANDS = [
    *("P(y={})", "p(y = {})", "P(Y={}|x)", "prob_class_{}", "prob_class{}", "p_hat_{}", "pred_prob_{}", "class_{}"),
    *("probClass{}", "class_{}_prob", "prob_{}_class", "p({}) in %", "prediction_{}", "prob{}", "score-{}"),
]
NAMED = [*TOOLS.values(), *OWN, *HANDS]
"""How columns are named after a class: by tools, by the known prefixes, by people."""
RIGHT = 0.16425203348601802  # −(ln 0.9 + ln 0.8)/2 (bc -l)
ZERO, ONE = ([word for word, value in WORDS.items() if value == told] for told in "01")


def mean_of(ran: Ran) -> float:
    assert ran.status == 0, ran.err
    return float(ran.out)


def advised(ran: Ran) -> list[list[str]]:
    """The commands that a refusal prints, and the options of one that it names beside the same input."""
    assert (ran.status, ran.out) == (3, ""), ran
    fix = ran.err.partition("fix: ")[2].partition("\n")[0]
    command = fix.partition("Did you mean: ")[2]
    options = re.findall(r"which: (--pred [^,()…]+?)(?: \(|$| Did)", fix)
    return [shlex.split(text)[2:] for text in [command] if text] + [["-", *shlex.split(text)] for text in options]


def test_every_tool_has_an_example() -> None:
    assert TOOLS.keys() == HEADERS.keys()
    for tool, form in TOOLS.items():
        assert re.fullmatch(HEADERS[tool], form.format("0")), tool


@pytest.mark.parametrize("form", [*NAMED, *(f"{prefix}{{}}" for prefix in SCALED_PREFIXES), "{}"])
@pytest.mark.parametrize(
    "options", [(), ("-q",), ("--as", "events"), ("--as", "binary"), ("--true", "2-3"), ("--format", "json")]
)
def test_classes_without_a_label_are_refused(form: str, options: tuple[str, ...], call: Runner) -> None:
    """It was a crash, of every command."""
    header = ",".join(["id", *(form.format(name) for name in ("cat", "dog"))])
    for text in (f"{header}\n1,.7,.3\n2,.2,.8\n", json.dumps(dict(zip(header.split(","), [1, 0.7, 0.3], strict=True)))):
        ran = call("score", *options, stdin=text)
        assert (ran.status, ran.out) == (3, ""), (text, ran)
        assert "--label" in ran.err or options[0] == "--true"
        for argv in (("libraries", "-"), ("why", "0.3", "-")):
            assert call(*argv, stdin=text).status in (2, 3)


def test_columns_of_numbers_without_a_label_are_refused(call: Runner, tmp_path: Path) -> None:
    shares = np.array([[0.7, 0.3], [0.2, 0.8]])
    np.save(tmp_path / "p.npy", shares)
    np.savez(tmp_path / "p.npz", probs=shares)
    for name in ("p.npy", "p.npz"):
        ran = call("score", str(tmp_path / name))
        assert (ran.status, ran.out) == (3, ""), ran


@pytest.mark.parametrize("options", [("--label", "1"), ("--label", "1", "-q"), ("--id", "1"), ("--weight", "1")])
@pytest.mark.parametrize("text", ["1\n0\n1\n", "1 0.5\n0 0.2\n", "0.5 1\n0.2 0\n"])
def test_a_column_that_is_taken_is_no_other_one(options: tuple[str, ...], text: str, call: Runner) -> None:
    ran = call("score", *options, stdin=text)
    assert ran.status in (0, 3), ran
    if ran.status == 0:  # the label is named, and one other column is left
        assert (options[0], " " in text) == ("--label", True), ran


@pytest.mark.parametrize("form", NAMED)
def test_one_column_is_of_the_class_that_it_is_named_after(form: str, call: Runner) -> None:
    """Unasked, under --pred, and by every command that is printed: the right mean, or a refusal; and some way works."""
    cases = [
        *product([*(word for word in ZERO if word != "-1"), "False", "NO"], [("0", "1")]),
        *([] if form.partition("{}")[0][-1:].isalnum() else [("-1", ("-1", "1")), ("a b", ("a b", "c b"))]),
        *product(["0", "False"], [("0.0", "1.0"), ("no", "yes")]),
        ("No", ("No", "Yes")),
        ("ham", ("ham", "spam")),
        ("neg", ("neg", "pos")),
    ]
    for word, labels in random.Random(form).sample(cases, min(tries(6), len(cases))):
        name = form.format(word)
        text = f'y,"{name}"\n{labels[1]},0.1\n{labels[0]},0.8\n'
        found = [call("score", "-q", *options, stdin=text) for options in ((), ("--pred", "2"))]
        if found[0].status:
            found += [call("score", *argv, "-q", stdin=text) for argv in advised(found[0])]
        for ran in found:
            if ran.status:
                assert (ran.status, ran.out) == (3, ""), (name, labels, ran)
            else:
                assert float(ran.out) == pytest.approx(RIGHT, rel=1e-14), (name, labels)
        assert any(ran.status == 0 for ran in found), (name, labels, found[0].err)


@pytest.mark.parametrize("form", NAMED)
def test_one_column_named_after_class_1_is_of_class_1(form: str, call: Runner) -> None:
    for word in (*ONE, "True"):
        text = f"y,{form.format(word)}\n1,0.9\n0,0.2\n"
        assert mean_of(call("score", "-q", "--pred", "2", stdin=text)) == pytest.approx(RIGHT, rel=1e-14), word


@pytest.mark.parametrize("prefix", [form for form in OWN if form != "p({})"] + list(SCALED_PREFIXES))
@pytest.mark.parametrize("word", ["ham", "value", "wrong", "error", "max", "old", "7", "spam", "not_1", "not_0"])
def test_a_name_that_tells_no_label_is_refused_with_positive(prefix: str, word: str, call: Runner) -> None:
    name = prefix.format(word) if "{" in prefix else prefix + word
    sign = "-" if "log" in name else ""
    text = f"y,{name}\n1,{sign}0.9\n0,{sign}0.2\n"
    ran = call("score", "-q", stdin=text)
    assert (ran.status, ran.out) == (3, ""), ran
    assert "--positive 1 or --positive 0" in ran.err
    for value, shares in (("1", [0.9, 0.8]), ("0", [0.1, 0.2])):
        chosen = mean_of(call("score", "-q", "--positive", value, stdin=text))
        assert sign or chosen == pytest.approx(-fsum(map(log, shares)) / 2, rel=1e-14)


@pytest.mark.parametrize("name", ["p-1", "prob-1", "class-1"])
def test_a_hyphen_is_not_told_from_a_minus_sign(name: str, call: Runner) -> None:
    ran = call("score", "-q", "--pred", name, stdin=f"y,{name}\n1,0.9\n-1,0.2\n")
    assert (ran.status, ran.out) == (3, ""), ran


@pytest.mark.parametrize("word", [*sorted(NEGATIONS), "~", "1-", "y!="])
@pytest.mark.parametrize("label", ["1", "0", "spam"])
def test_what_is_negated_is_never_the_class(word: str, label: str, call: Runner) -> None:
    no, yes = ("ham", "spam") if label == "spam" else ("0", "1")
    text = (
        f"y,prob_{word}_{label}\n{yes},0.9\n{no},0.2\n" if word.isalpha() else f"y,{word}{label}\n{yes},0.9\n{no},0.2\n"
    )
    for options in ((), ("--pred", "2")):
        ran = call("score", "-q", *options, stdin=text)
        assert (ran.status, ran.out) == (3, ""), (options, ran)


ORDERS = [("0", "1"), ("1", "0"), ("0", "1", "2"), ("2", "0", "1"), ("cat", "dog"), ("no", "yes"), ("Yes", "No")]


@pytest.mark.parametrize("form", [*NAMED, "class{}", "category {}", "{}_prob", "LABEL_{}"])
@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_class_columns_are_matched_by_what_tells_their_names_apart(
    form: str, order: tuple[str, ...], call: Runner
) -> None:
    """In whatever order they stand, and whatever all names have around the class: never by position."""
    draw = random.Random(f"{form}{order}")
    for as_named in draw.sample((str, str.lower, str.upper), min(tries(1), 3)):
        lines, losses = [], []
        for at in range(len(order) + 2):
            shares = [draw.randint(1, 99) for _ in order]
            label = at % len(order)
            losses.append(-log(shares[label] / sum(shares)))
            lines.append(",".join([order[label], *map(str, shares)]))
        header = ",".join(["y", *(form.format(as_named(name)) for name in order)])
        text = "\n".join([header, *lines, ""])
        settled = [(), ("--pred", f"2-{len(order) + 1}")]
        if all(map(str.isdecimal, order)):
            settled.append(("--pred", f"2-{len(order) + 1}", "--classes", ",".join(sorted(order))))
        for options in settled:
            ran = call("score", "-q", "--normalize", *options, stdin=text)
            if options or ran.status == 0 or form in OWN:
                assert mean_of(ran) == pytest.approx(fsum(losses) / len(losses), rel=1e-12), (header, options)


def test_the_labels_of_hugging_face_are_the_classes_that_they_count(call: Runner) -> None:
    """−(ln 0.7 + ln 0.9)/2 = 0.231018… (bc -l), in whatever order each row has them."""
    rows = [(1, [("LABEL_1", 0.7), ("LABEL_0", 0.3)]), (0, [("LABEL_0", 0.9), ("LABEL_1", 0.1)])]
    text = "".join(
        json.dumps({"label": y, "prediction": [{"label": name, "score": p} for name, p in told]}) + "\n"
        for y, told in rows
    )
    for options in ((), ("--classes", "0,1"), ("--classes", "1,0")):
        assert mean_of(call("score", "-q", *options, stdin=text)) == pytest.approx(0.23101772979827936, rel=1e-14)


DECISION_NAMES = ["predicted_label", "PredictedClass", "pred_class", "decision", "argmax", "prediction", "y_pred"]
PROBABILITIES = sorted(PREDICTIONS - {"prediction", "y_pred"})


def test_decisions_are_known_by_these_names() -> None:
    assert {re.sub("[^a-z0-9]", "", name.lower()) for name in DECISION_NAMES} <= DECIDED


@pytest.mark.parametrize("decision", DECISION_NAMES)
@pytest.mark.parametrize("no", ["0", "ham"])
def test_a_probability_beside_decisions_is_not_taken_for_that_of_class_1(decision: str, no: str, call: Runner) -> None:
    yes = {"0": "1", "ham": "spam"}[no]
    for probability in PROBABILITIES:
        text = f"label,{decision},{probability}\n{yes},{yes},0.9\n{no},{no},0.8\n"  # of what was decided
        assert advised(call("score", stdin=text)) == []
        text = f"label,{decision},{probability}\n{yes},{yes},0.9\n{no},{no},0.2\n"  # of the second class
        commands = advised(call("score", stdin=text))
        found = [call("score", *argv, "-q", stdin=text) for argv in commands]
        assert all(ran.status or float(ran.out) == pytest.approx(RIGHT, rel=1e-14) for ran in found), commands
        assert any(ran.status == 0 for ran in found), (text, commands)


def test_a_name_that_tells_its_class_stands_beside_decisions(call: Runner) -> None:
    for decision in ("predicted_label", "PredictedClass", "decision", "argmax"):
        ran = call("score", "-q", stdin=f"label,prob_0,{decision}\n1,0.1,1\n0,0.8,0\n")
        assert mean_of(ran) == pytest.approx(RIGHT, rel=1e-14)


def test_lists_that_add_up_to_1_are_no_events_unless_asked(call: Runner) -> None:
    draw = random.Random(7)
    for _ in range(tries(20)):
        k = draw.randint(2, 5)
        cuts = [sorted(draw.sample(range(1, 100), k - 1)) for _ in range(draw.randint(1, 4))]
        rows = [[(b - a) / 100 for a, b in zip([0, *cut], [*cut, 100], strict=True)] for cut in cuts]
        for key, change in (("probs", float), ("logprobs", log)):
            text = "".join(json.dumps({key: list(map(change, row))}) + "\n" for row in rows)
            ran = call("score", "-q", stdin=text)
            assert (ran.status, ran.out) == (3, ""), text
            assert "--label" in ran.err
            option = ("--logprobs", key) if key == "logprobs" else ("--pred", key)
            asked = call("score", "-q", "--as", "events", *option, stdin=text)
            every = [-log(x) for row in rows for x in row]
            assert mean_of(asked) == pytest.approx(fsum(every) / len(every), rel=1e-12)


@pytest.mark.parametrize(
    "options",
    [
        ("--label", "y", "--pred", "y"),
        ("--label", "y", "--pred", "p", "--weight", "y"),
        ("--true", "p", "--pred", "p", "--as", "binary"),
        ("--pred", "y"),
    ],
)
def test_a_column_has_one_part(options: tuple[str, ...], call: Runner) -> None:
    ran = call("score", *options, stdin="y,p\n1,0.9\n0,0.2\n")
    assert (ran.status, ran.out) == (3, ""), ran
    assert "is given as --" in ran.err


def test_labels_beside_predictions_that_are_not_used_are_noted(call: Runner, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("id,y,p\n1,1,0.9\n2,0,0.2\n3,1,0.6\n")
    (tmp_path / "t.csv").write_text("id,y\n1,0\n2,1\n3,1\n")
    for options in (("--on", "id"), ()):
        ran = call("score", str(tmp_path / "p.csv"), "--truth", str(tmp_path / "t.csv"), *options, "-q")
        assert mean_of(ran) == pytest.approx(-(log(0.1) + log(0.2) + log(0.6)) / 3, rel=1e-14)
        assert "Not used: column y" in ran.err


@pytest.mark.parametrize("command", ["score", "compare"])
def test_a_label_to_be_ignored_that_no_row_has_is_noted(command: str, call: Runner) -> None:
    preds = ("--pred", "p") if command == "score" else ("--pred", "p", "--pred", "q")
    for label, is_there in (("7", False), ("0", True), ("-100", False)):
        ran = call(
            command, "-", *preds, f"--ignore-label={label}", "--format", "json", stdin="y,p,q\n1,0.9,0.8\n0,0.2,0.4\n"
        )
        texts = [note["text"] for note in json.loads(ran.out)["notes"]]
        assert any(f"No row has the label {label}" in text for text in texts) is not is_there, texts
        assert any("left out for the label" in text for text in texts) is is_there


FORMATS = ["{:d}", "{:d}.0", "{:d}.00", "{:.18e}", "{:e}", "{:+d}", "{:d}e0", "{:.1f}"]


@pytest.mark.parametrize("form", FORMATS)
def test_whole_labels_are_known_however_programs_write_them(form: str, call: Runner) -> None:
    """As 0 and 1, and as the names of class columns."""
    zero, one = (form.format(int(k) if "d" in form else float(k)) for k in (0, 1))
    assert mean_of(call("score", "-q", stdin=f"y,p\n{one},0.9\n{zero},0.2\n")) == pytest.approx(RIGHT, rel=1e-14)
    text = f"y,p_1,p_0\n{one},0.9,0.1\n{zero},0.2,0.8\n"
    assert mean_of(call("score", "-q", stdin=text)) == pytest.approx(RIGHT, rel=1e-12)


def test_a_whole_number_has_one_name_and_no_other_text_has_it() -> None:
    draw = random.Random(3)
    for _ in range(tries(200)):
        number = draw.choice([0, 1, -1, draw.randint(-500, 500), draw.randint(-(10**12), 10**12)])
        assert {whole_label(text) for text in (f"{number}", f"{number}.0", f"{number:.18e}", f"{number}e0")} == {
            str(number)
        }
        for other in (f"{number}.5", f"{number}.0000000000000000001", f"0{number}", f"{number}x", f"{number}e-1"):
            assert whole_label(other) == other


def test_what_savetxt_writes_is_read_with_its_header(call: Runner, tmp_path: Path) -> None:
    rows = np.array([[1, 0.9], [0, 0.2]])
    for delimiter, form in product((" ", ",", ";", "\t"), ("%.18e", "%g")):
        path = tmp_path / "rows.txt"
        np.savetxt(path, rows, fmt=form, delimiter=delimiter, header=delimiter.join(("y", "p")))
        assert mean_of(call("score", str(path), "-q")) == pytest.approx(RIGHT, rel=1e-14), (delimiter, form)


def test_two_other_labels_are_named_in_the_fix(call: Runner) -> None:
    text = "y,p\n2,0.9\n1,0.2\n"
    ran = call("score", stdin=text)
    assert "--classes 1,2" in ran.err
    assert mean_of(call("score", "-q", "--classes", "1,2", stdin=text)) == pytest.approx(RIGHT, rel=1e-14)
