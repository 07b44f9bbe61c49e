"""`xent libraries`: every library's number for the same inputs, without the library."""

from __future__ import annotations

import json
import subprocess
import sys
from math import isclose, log
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

CERTAIN = ("--pred", "1,0", "--pred", "1,0", "--label", "0,1")


def table(call: Runner, *args: str) -> dict[str, Any]:
    ran = call("libraries", *args, "--format", "json")
    assert (ran.status, ran.err) == (0, "")
    return {row["name"]: row for row in json.loads(ran.out)["libraries"]}


def test_one_certain_mistake_under_each_clip(call: Runner) -> None:
    """Half the loss of one impossible class: each value from the clip that the library's source states."""
    found = table(call, *CERTAIN)
    expected = {
        "sklearn": -log(2**-52) / 2,
        "sklearn-float32": -log(2**-23) / 2,
        "sklearn-1.2": -log(1e-15) / 2,
        "keras-cce": -log(1e-7) / 2,
        "torch-bce": 50,
        "xgboost-mlogloss": -log(1e-16) / 2,
        "lightgbm-mlogloss": -log(1e-15) / 2,
        "weka": 1074 / 2,
    }
    for name, value in expected.items():
        assert isclose(found[name]["value"], value, rel_tol=1e-6), name
        assert found[name]["differs"]
    assert found["torch-cross-entropy"]["value"] == "Infinity"
    assert not found["torch-cross-entropy"]["differs"]


def test_sorted_labels_swap_the_columns(call: Runner) -> None:
    args = ("--pred", "0.7,0.3", "--names", "spam,ham", "--label", "spam")
    found = table(call, *args)
    assert isclose(found["sklearn"]["value"], -log(0.3))
    assert isclose(found["torch-cross-entropy"]["value"], -log(0.7), rel_tol=1e-6)


def test_weights_of_classes_divide_or_not(call: Runner) -> None:
    args = ["--logits", "0.2,0.3,0.5", "--logits", "0.5,0.2,0.3", "--label", "2,1", "--class-weight", "2,4,6"]
    found = table(call, *args)
    assert round(found["torch-cross-entropy"]["value"], 4) == 1.0598
    assert round(found["torch-cross-entropy-soft"]["value"], 4) == 5.2992
    assert found["sklearn"]["unfit"] == "has no class weights"


def test_a_call_that_cannot_take_the_inputs_says_so(call: Runner) -> None:
    found = table(call, "--true", "0.5,0.5", "--pred", "0.75,0.25")
    assert found["sklearn"]["unfit"] == "takes labels, not distributions"
    assert "value" not in found["sklearn"]
    assert found["xgboost-logloss"]["unfit"] == "takes one probability an example"
    assert "takes labels, not distributions" in call("libraries", "--true", "0.5,0.5", "--pred", "0.75,0.25").out


def test_a_truth_alone_has_an_entropy_only(call: Runner) -> None:
    found = table(call, "--true", "0.5,0.5", "--base", "2")
    assert found["scipy-entropy"]["value"] == 1
    assert found["keras-cce"]["unfit"] == "needs a prediction"


@pytest.mark.parametrize("name", ["table", "plain", "markdown", "latex", "html", "svg", "csv"])
def test_every_format_shows_every_call(name: str, call: Runner) -> None:
    ran = call("libraries", *CERTAIN, "--format", name, env={"COLUMNS": "200"})
    assert (ran.status, ran.err) == (0, "")
    shown = ran.out.replace("\\allowbreak ", "")
    assert all(key in shown for key in ("sklearn", "optax", "weka"))


def test_chosen_rows_and_columns_come_as_asked(call: Runner) -> None:
    """One event called impossible: the table is the rows named, in that order, with the columns named."""
    args = ("--pred", "1", "--label", "0", "--only", "torch-bce,sklearn,keras-cce", "--columns", "number, clip")
    assert list(table(call, *args)) == ["torch-bce", "sklearn", "keras-cce"]
    lines = [line.split(maxsplit=2) for line in call("libraries", *args).out.splitlines()]
    assert ["name", "number", "clips at"] in lines
    assert ["torch-bce", "100.0000", "log ≥ −100"] in lines
    assert ["keras-cce", "losses.CategoricalCrossentropy()", "takes a row of classes"] in lines
    assert not any(line[:1] == ["weka"] for line in lines)


def test_rows_that_all_refuse_leave_the_table_of_reasons(call: Runner) -> None:
    shown = call("libraries", "--pred", "1", "--label", "0", "--only", "keras-cce").out
    assert "0 of 0 calls" in shown
    assert "takes a row of classes" in shown
    assert "what it does" not in shown


@pytest.mark.parametrize(
    ("option", "value", "message", "fix"),
    [
        ("--only", "sklearn,keras-cc", "There is no convention keras-cc.", "Did you mean keras-cce?"),
        ("--columns", "numbr", "There is no column numbr.", "Did you mean number?"),
        ("--only", "", "There is no convention .", "Type one of sklearn,"),
        ("--code", "torch-bc", "There is no convention torch-bc.", "Did you mean torch-bce?"),
    ],
)
def test_an_unknown_row_or_column_gets_a_suggestion(
    option: str, value: str, message: str, fix: str, call: Runner
) -> None:
    ran = call("libraries", "--pred", "1", "--label", "0", option, value)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err
    assert fix in ran.err


@pytest.mark.parametrize("option", [("--only", "weka"), ("--columns", "number")])
def test_a_program_and_a_part_of_the_table_are_two_answers(option: tuple[str, str], call: Runner) -> None:
    ran = call("libraries", "--pred", "1", "--label", "0", "--code", "sklearn", *option)
    assert (ran.status, ran.out) == (2, "")
    assert f"--code and {option[0]} ask for two things." in ran.err


def test_the_bare_value_is_the_exact_one(call: Runner) -> None:
    args = ("--pred", "0.9,0.2", "--label", "1,0", "-q")
    assert call("libraries", *args).out == call("compute", *args).out


@pytest.mark.parametrize(
    "name", ["torch-cross-entropy", "keras-cce", "xgboost-mlogloss", "yardstick", "kaggle", "sklearn"]
)
def test_hostile_names_stay_literals_in_a_program(name: str, call: Runner) -> None:
    """A class named like code is a quoted text in the program, if it is there at all."""
    evil = '"); import os #$q\\'
    ran = call("libraries", "--pred", "0.7,0.3", "--names", f"a,{evil}", "--label", "a", "--code", name)
    assert (ran.status, ran.err) == (0, "")
    if name != "yardstick":
        compile(ran.out, name, "exec")
    assert "\nimport os" not in ran.out


@pytest.mark.skipif(sys.platform == "win32", reason="the program is written in this platform's newlines")
def test_a_program_without_a_library_prints_the_same_number(call: Runner, tmp_path: Path) -> None:
    """Kaggle's and Weka's rules need numpy only."""
    for name in ("kaggle", "weka"):
        args = ("--pred", "0.7,0.2,0.1", "--pred", "0,0.5,0.5", "--label", "0,0")
        (tmp_path / "program.py").write_text(call("libraries", *args, "--code", name).out, "utf-8")
        done = subprocess.run([sys.executable, tmp_path / "program.py"], capture_output=True, text=True, check=True)
        assert isclose(float(done.stdout), table(call, *args)[name]["value"], rel_tol=1e-12)
