"""The tables that tools write, each by an example in the form of its documentation: the same two rows, so the same mean."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import xentropy_cli
from xentropy_cli.tables.answers import ANSWERS, Answer
from xentropy_cli.tables.tool_headers import HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Runner

FOLDER = Path(__file__).parent.parent / "data" / "tools"
MEAN = -(math.log(0.8) + math.log(0.3)) / 2  # a row of class no with 0.8 for it, one of class yes with 0.3

FILES: dict[str, tuple[tuple[str, ...], float]] = {
    "bigquery.jsonl": ((), MEAN),
    "caret.csv": ((), MEAN),
    "catboost.tsv": ((), MEAN),
    "excel.csv": ((), -(math.log(0.8) + math.log(0.3)) / 2),
    "h2o.csv": ((), MEAN),
    "huggingface.jsonl": (("--pred", "scores"), MEAN),
    "knime.csv": ((), MEAN),
    "libsvm.txt": (("--truth", str(FOLDER / "libsvm_y.txt")), MEAN),
    "mlr3.csv": ((), MEAN),
    "percent.csv": ((), MEAN),
    "rapidminer.csv": ((), MEAN),
    "sklearn.csv": ((), MEAN),
    "spark.jsonl": (("--pred", "probability"), MEAN),
    "weka.csv": ((), MEAN),
    "vllm.json": ((), MEAN),
    "llamacpp.json": ((), MEAN),
    "llamacpp_probs.json": ((), MEAN),
    "lm_eval.jsonl": ((), 75.0),
    "trainer_state.json": ((), MEAN),
    "openai_chat.json": ((), MEAN),
    "openai_responses.json": ((), MEAN),
    "openai_batch.jsonl": ((), MEAN),
    "ollama.json": ((), MEAN),
    "gemini.json": ((), MEAN),
    "tgi.json": ((), MEAN),
    "huggingface_zero_shot.jsonl": ((), MEAN),
    "libsvm_classes.txt": (("--truth", str(FOLDER / "libsvm_classes_y.txt")), MEAN),
    "r_table.txt": ((), MEAN),
    "tidymodels.csv": (("--label", "Class"), -(math.log(0.8) + math.log(0.7)) / 2),
}


@pytest.mark.parametrize("name", FILES)
def test_the_table_of_a_tool_is_read(name: str, call: Runner) -> None:
    options, mean = FILES[name]
    ran = call("score", str(FOLDER / name), *options, "--format", "json")
    assert ran.status == 0, ran.err
    assert math.isclose(json.loads(ran.out)["value"], mean, rel_tol=1e-14 if options or name.endswith("csv") else 1e-9)


def test_every_file_is_tested_and_every_tool_is_on_the_page() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*FILES, "libsvm_y.txt", "libsvm_classes_y.txt"}
    page = (Path(xentropy_cli.__file__).parent / "reference" / "inputs.md").read_text("utf-8")
    assert all(f"| {tool} |" in page for tool in HEADERS)


def weka_text(rows: list[str], classes: int, more: str = "") -> str:
    return "\n".join([f"inst#,actual,predicted,error,distribution{',' * (classes - 1)}{more}", *rows, ""])


def test_a_class_that_weka_names_late_is_known_by_its_number(call: Runner) -> None:
    rows = [f"{k},1:a b,1:a b,,*0.9,0.1,0,5.1" for k in range(1, 301)]
    rows.append("301,3:c,2:b,+,0.2,*0.5,0.3,5.1")
    ran = call("score", "-", "--format", "json", stdin=weka_text(rows, 3, ",sepal"))
    found = json.loads(ran.out)
    assert math.isclose(found["total"], -300 * math.log(0.9) - math.log(0.3), rel_tol=1e-14)
    assert [row["name"] for row in found["classes"]] == ["a b", "b", "c"]


@pytest.mark.parametrize("label", ["1:?", "2:?", "?", "4:owl", "1:cat"])
def test_what_is_no_class_of_weka_is_refused(label: str, call: Runner) -> None:
    rows = ["1,1:dog,1:dog,,*0.8,0.1,0.1", f"2,{label},1:dog,+,*0.7,0.2,0.1"]
    ran = call("score", "-", stdin=weka_text(rows, 3))
    assert (ran.status, ran.out) == (3, "")
    assert ":3:3" in ran.err


def test_what_weka_decided_is_not_enough(call: Runner) -> None:
    ran = call("score", "-", stdin="inst#,actual,predicted,error,prediction\n1,1:no,1:no,,0.8\n2,2:yes,1:no,+,0.7\n")
    assert (ran.status, ran.out) == (3, "")
    assert "-distribution" in ran.err


def test_samples_bring_their_words_and_bytes(call: Runner) -> None:
    found = json.loads(call("score", str(FOLDER / "lm_eval.jsonl"), "--format", "json").out)
    assert found["loss_per_word"] == 150 / 30
    assert math.isclose(found["bits_per_byte"], 150 / 130 / math.log(2), rel_tol=1e-14)


def test_a_token_with_alternatives_is_not_guessed(call: Runner) -> None:
    entry = {"11": {"logprob": -0.5, "rank": 2}, "9": {"logprob": -0.2, "rank": 1}}
    text = json.dumps({"choices": [{"prompt_logprobs": [None, entry, {"12": {"logprob": -1.5}}]}]})
    ran = call("score", "-", stdin=text)
    assert (ran.status, ran.out) == (3, "")
    assert "prompt_logprobs=0" in ran.err


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".json") and name != "llamacpp_probs.json"])
def test_an_answer_may_be_indented_or_on_one_line(name: str, call: Runner) -> None:
    held = json.loads((FOLDER / name).read_text("utf-8"))
    for text in (json.dumps(held), json.dumps(held, indent=2), json.dumps([held])):
        assert math.isclose(float(call("score", "-", "-q", stdin=text).out), MEAN, rel_tol=1e-9)


def test_decisions_beside_probabilities_are_told_apart(call: Runner) -> None:
    text = "sample_id,y_true,y_pred,y_prob\n0,1,1,0.73\n1,0,0,0.21\n2,1,0,0.38\n"
    ran = call("score", "-", stdin=text)
    assert (ran.status, ran.out) == (3, "")
    assert "--pred y_prob" in ran.err


def test_what_svm_predict_decided_is_no_truth(call: Runner) -> None:
    ran = call("score", str(FOLDER / "libsvm.txt"))
    assert (ran.status, ran.out) == (3, "")
    assert "--truth" in ran.err


@pytest.mark.parametrize("cells", [("30", "80"), ("30%", "80%"), ("30.0", "80")])
def test_percent_without_a_sign(cells: tuple[str, str], call: Runner) -> None:
    text = f"date,pop,observed\na,{cells[0]},0\nb,{cells[1]},1\n"
    ran = call("score", "-", "--label", "observed", "--pred", "pop", "--percent", "-q", stdin=text)
    assert math.isclose(float(ran.out), -(math.log(0.7) + math.log(0.8)) / 2, rel_tol=1e-15)


def test_weights_that_nobody_asked_for_are_noted(call: Runner) -> None:
    text = "y,p,sample_weight\n1,0.9,2\n0,0.2,1\n"
    assert "sample_weight" in call("score", "-", "-q", stdin=text).err
    assert "not used" not in call("score", "-", "-q", "--weight", "sample_weight", stdin=text).err


def test_a_first_row_of_names_and_numbers_over_other_cells_is_a_header(call: Runner) -> None:
    text = "match;1;X;2;result\na;0.5;0.25;0.25;1\nb;0.2;0.4;0.4;X\n"
    ran = call("score", "-", "--pred", "2-4", "--label", "result", "-q", stdin=text)
    assert math.isclose(float(ran.out), -(math.log(0.5) + math.log(0.4)) / 2, rel_tol=1e-15), ran.err


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u2009", "\u202f"])
@pytest.mark.parametrize(("delimiter", "point"), [(",", "."), (";", ","), ("\t", ",")])
def test_a_blank_may_stand_before_the_sign_of_percent(blank: str, delimiter: str, point: str, call: Runner) -> None:
    text = "".join(
        f"{y}{delimiter}{p}\n" for y, p in [("y", "p"), ("1", f"45{point}2{blank}%"), ("0", f"20{point}5{blank}%")]
    )
    wanted = -(math.log(0.452) + math.log(0.795)) / 2
    ran = call("score", "-", "-q", stdin=text)
    assert math.isclose(float(ran.out), wanted, rel_tol=1e-14), ran.err
    typed = call("compute", "--pred", f"45.2{blank}%, 20.5{blank}%", "--label", "1,0", "-q")
    assert math.isclose(float(typed.out), wanted, rel_tol=1e-14), typed.err


def nested(path: str, value: object) -> Any:
    """An object in which a path leads to a value."""
    for step in reversed(path.split(".")):
        key = "7" if step == "*" else step.removesuffix("?")
        value = [0.0] * int(step) + [value] if step.isdecimal() else {key: value}
    return value


@pytest.mark.parametrize("answer", ANSWERS, ids=str)
def test_every_form_of_answers_is_known_by_its_path(answer: Answer, call: Runner) -> None:
    number = {"logprobs": -0.5, "nll": 0.5, "pred": 0.5}[answer.scale]
    found = nested(answer.path, number)
    for path in (answer.bytes, answer.words):
        if path is not None:  # beside the number, in the same list
            key, _, place = path.partition(".")
            found[key] = [number] * int(place) + [4] if key not in found else [found[key][0], 4]
    if answer.beside is not None:
        found[answer.beside] = []
    ran = call("score", "-", "--format", "json", stdin=json.dumps(found))
    assert ran.status == 0, ran.err
    shown = json.loads(ran.out)
    assert math.isclose(shown["total"], -math.log(0.5) if answer.scale == "pred" else 0.5, rel_tol=1e-15)
    assert answer.scale == shown["given"]


@pytest.mark.parametrize(
    "part",
    [lambda c: c, lambda c: c["logprobs"], lambda c: c["logprobs"]["content"]],
    ids=["choice", "logprobs", "tokens"],
)
def test_parts_of_an_answer_are_known_too(part: Callable[[Any], Any], call: Runner) -> None:
    choice = json.loads((FOLDER / "openai_chat.json").read_text("utf-8"))["choices"][0]
    ran = call("score", "-", "-q", stdin=json.dumps(part(choice)))
    assert math.isclose(float(ran.out), MEAN, rel_tol=1e-9), ran.err


def test_the_first_list_may_be_of_one_token(call: Runner) -> None:
    ran = call("score", "-", "--logprobs", "lp", "-q", stdin='{"lp":[-0.5]}\n{"lp":[-1,-3]}\n')
    assert float(ran.out) == 1.5  # (0.5 + 1 + 3) / 3


def test_features_behind_labels_are_told_apart(call: Runner, tmp_path: Path) -> None:
    (tmp_path / "test.svm").write_text("+1 1:0.5 3:1\n-1 2:0.25\n")
    ran = call("score", str(FOLDER / "libsvm.txt"), "--truth", str(tmp_path / "test.svm"))
    assert (ran.status, ran.out) == (3, "")
    assert "cut -d' ' -f1" in ran.err
