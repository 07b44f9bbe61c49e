"""`xent libraries`: every library's number for the same inputs, without the library."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from math import exp, isclose, isfinite, log
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import xentropy_cli
from xentropy_cli.cli.options.inputs import request_from
from xentropy_cli.conventions.answers import read_as_given
from xentropy_cli.conventions.catalogue.convention import KINDS, OPTIONS, kind_of
from xentropy_cli.conventions.catalogue.snippet import snippet
from xentropy_cli.conventions.catalogue.table import CONVENTIONS
from xentropy_cli.conventions.inputs import inputs_of
from xentropy_cli.core.clips import CLIPS, TORCH_LEAST_LOG
from xentropy_cli.errors import XentError

if TYPE_CHECKING:
    from conftest import Runner

    from xentropy_cli.conventions.catalogue.convention import Convention
    from xentropy_cli.conventions.inputs import Inputs

PACKAGE = Path(xentropy_cli.__file__).parent

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
    assert ran.status == 0
    shown = ran.out.replace("\\allowbreak ", "")
    assert all(key in shown for key in ("sklearn", "optax", "weka"))


def test_what_is_left_out_is_named_once_with_its_reason(call: Runner) -> None:
    """Every call stands in the table or in one sentence, and no sentence gives a reason that another gives."""
    for typed in ONE_OF_EACH.values():
        found = table(call, *typed.split())
        page = call("libraries", *typed.split()).out
        left_out = [line for line in page.splitlines() if "left out, since" in line]
        reasons = {row["unfit"] for row in found.values() if "unfit" in row}
        assert len(left_out) == len(reasons)
        for line in left_out:
            said, _, names = line.removesuffix(".").rpartition(": ")
            assert all(said.endswith(found[name]["unfit"]) for name in names.split(", "))
            assert int(said.split()[0]) == len(names.split(", "))
        assert sum(int(line.split()[0]) for line in left_out) == sum("unfit" in row for row in found.values())


def test_chosen_rows_and_columns_come_as_asked(call: Runner) -> None:
    """One event called impossible: the table is the rows named, in that order, with the columns named."""
    args = ("--pred", "1", "--label", "0", "--only", "torch-bce,sklearn,keras-cce", "--columns", "number, clip")
    assert list(table(call, *args)) == ["torch-bce", "sklearn", "keras-cce"]
    page = call("libraries", *args).out
    lines = [line.split(maxsplit=2) for line in page.splitlines()]
    assert ["name", "number", "clips at"] in lines
    assert ["torch-bce", "100.0000", "log ≥ −100"] in lines
    assert "\n1 call is left out, since it takes a row of classes: keras-cce.\n" in page
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


@pytest.mark.parametrize(
    "option",
    [
        ("--only", "weka"),
        ("--columns", "number"),
        ("--format", "json"),
        ("--quiet",),
        ("--all",),
        ("--picture", "calls"),
        ("--show", "chart"),
    ],
)
def test_a_program_and_a_table_are_two_answers(option: tuple[str, ...], call: Runner) -> None:
    ran = call("libraries", "--pred", "1", "--label", "0", "--code", "sklearn", *option)
    assert (ran.status, ran.out) == (2, "")
    assert f"--code and {option[0]} ask for two things." in ran.err


def test_a_program_goes_to_a_file_of_any_suffix(call: Runner, tmp_path: Path) -> None:
    path = tmp_path / "loss.py"
    assert call("libraries", "--pred", "0.9", "--label", "1", "--code", "sklearn", "-o", str(path)).status == 0
    assert "from sklearn.metrics import log_loss" in path.read_text("utf-8")


@pytest.mark.parametrize("name", ["torch", "PyTorch"])
def test_a_prefix_or_a_library_names_all_its_rows(name: str, call: Runner) -> None:
    ours = [key for key in CONVENTIONS if key.startswith("torch-")]
    args = ("--logits=2,1,0.1", "--label", "0")
    assert list(table(call, *args, "--only", name)) == ours
    program = call("libraries", *args, "--code", name).out
    fit = [key for key, row in table(call, *args, "--only", name).items() if "value" in row]
    assert [line.split()[1].rstrip(":") for line in program.splitlines() if line.startswith("# ")] == fit
    compile(program, name, "exec")


def test_a_key_that_begins_others_is_itself_alone(call: Runner) -> None:
    assert list(table(call, "--pred", "0.9", "--label", "1", "--only", "sklearn,mlnet")) == ["sklearn", "mlnet"]


def test_a_library_whose_calls_all_refuse_prints_no_program(call: Runner) -> None:
    ran = call("libraries", "--pred", "0.9", "--label", "1", "--code", "kaggle")
    assert (ran.status, ran.out) == (2, "")
    assert "takes a row of classes" in ran.err


ONE_OF_EACH = {
    "events": "--pred 0.7,0.8",
    "binary": "--pred 0.9,0.2 --label 1,0",
    "binary-soft": "--pred 0.9,0.2 --true 0.7,0.1 --as binary",
    "classes": "--logits=2,1,0.1 --logits=-1,0,3 --label 0,2",
    "distribution": "--true 0.5,0.3,0.2 --logits=2,1,0.1",
    "truth": "--true 0.5,0.25,0.25",
}
OPTIONS_TYPED = {
    "weight": "--weight 1,2",
    "class-weight": "--class-weight 1,2,3",
    "pos-weight": "--pos-weight 2",
    "label-smoothing": "--label-smoothing 0.1",
    "ignore-label": "--ignore-label 0",
    "sum": "--reduction sum",
}


@cache
def inputs_typed(text: str) -> Inputs:
    return inputs_of(read_as_given(request_from(text.split())))


def test_there_is_one_of_every_kind_and_option() -> None:
    assert list(ONE_OF_EACH) == list(KINDS)
    assert {kind: kind_of(inputs_typed(text)) for kind, text in ONE_OF_EACH.items()} == {kind: kind for kind in KINDS}
    assert list(OPTIONS_TYPED) == list(OPTIONS)


@pytest.mark.parametrize("row", CONVENTIONS.values(), ids=list(CONVENTIONS))
def test_a_row_takes_the_kinds_that_it_says_and_no_others(row: Convention) -> None:
    for kind, text in ONE_OF_EACH.items():
        inputs = inputs_typed(text)
        assert (row.unfit(inputs) == "") == (kind in row.takes), kind
        if kind in row.takes:
            assert isfinite(row.value(inputs))
            assert snippet(row, inputs)


@pytest.mark.parametrize("row", CONVENTIONS.values(), ids=list(CONVENTIONS))
def test_a_row_takes_the_options_that_it_says_and_no_others(row: Convention) -> None:
    """An option that the inputs cannot have together (--pos-weight of classes) is not asked for."""
    for kind in set(row.takes) - {"truth"}:
        for name, option in OPTIONS_TYPED.items():
            try:
                inputs = inputs_typed(f"{ONE_OF_EACH[kind]} {option}")
            except XentError:
                continue
            refused = OPTIONS[name].lacking if name not in row.options else ""
            assert row.unfit(inputs) == refused, (kind, name)
            if not refused:
                assert isfinite(row.value(inputs)), (kind, name)


def test_every_row_shows_what_it_takes_and_where_that_was_checked(call: Runner) -> None:
    found = table(call, "--pred", "0.9", "--label", "1")
    for key, row in CONVENTIONS.items():
        assert found[key]["takes"] == list(row.takes)
        assert found[key]["options"] == sorted(row.options)
        assert (found[key]["checked"], found[key]["quantity"]) == (row.checked, row.quantity)
    page = call(
        "libraries", "--pred", "0.9", "--label", "1", "--only", "mlnet", "--columns", "takes,options,checked"
    ).out
    assert "events, binary" in page
    assert "BinaryClassifierEvaluator.cs; not run here" in page


def test_the_headline_counts_calls_that_mean_the_same_quantity(call: Runner) -> None:
    """entropy(p) is H(P), a divergence is none, a perplexity is another thing, and bits are another unit: no loss is wrong."""
    rows = "scipy-entropy,scipy-kl,torchmetrics-perplexity,sklearn,weka"
    page = call("libraries", "--pred", "0.7,0.2,0.1", "--label", "0", "--only", rows).out
    assert "0 of 2 calls for cross-entropy give another number" in page
    assert "1 of 1 calls" not in call("libraries", "--true", "0.5,0.5", "--only", rows).out


UNITED = "torch-cross-entropy,sklearn,weka,scipy-kl,scipy-js,hf-perplexity"


@pytest.mark.parametrize(("base", "asked"), [("e", "nats"), ("2", "bits"), ("10", "bans"), ("3", "base-3 units")])
def test_numbers_in_several_units_name_theirs(call: Runner, base: str, asked: str) -> None:
    """SciPy can be told the base, Weka prints bits, the others nats; a root of a divergence and a perplexity have no unit."""
    args = ("libraries", "--logits=2,1,0.1", "--label", "0", "--base", base, "--only")
    rows = json.loads(call(*args, UNITED, "--format", "json").out)["libraries"]
    assert [row["unit"] for row in rows] == ["nats", "nats", "bits", asked, None, None]
    nats = {"nats": 1.0, "bits": log(2), asked: log(float(base)) if base != "e" else 1.0}
    loss = log(sum(exp(z - 2) for z in (2, 1, 0.1)))
    for row in rows[:4]:
        assert isclose(row["value"] * nats[row["unit"]], loss, rel_tol=1e-6)
        assert not row["differs"]
    page = call(*args, UNITED).out
    assert re.search(r"^name .* number +unit ", page, re.MULTILINE)
    strip = call(*args, UNITED, "--show", "chart").out
    assert re.search(r"0\.6016 bits weka", strip)
    assert "as printed" in strip
    alike = call(*args, "torch-cross-entropy,sklearn").out
    assert (" unit " in alike) == (base != "e")


def test_a_sum_with_weights_of_0_is_0_and_a_mean_is_each_librarys_own(call: Runner) -> None:
    """PyTorch's mean is 0 / 0, XGBoost says 0, and scikit-learn refuses; there is no exact value beside them."""
    args = ("--pred", "0.9,0.2", "--label", "1,0", "--weight", "0,0", "--only")
    record = json.loads(call("libraries", *args, "sklearn,xgboost-logloss,keras-bce,yardstick", "--format", "json").out)
    assert "value" not in record
    assert [row.get("value", row.get("unfit")) for row in record["libraries"]] == [
        "refuses weights that are all 0", 0.0, 0.0, "NaN",
    ]  # fmt: skip
    assert "Exact: none, since all weights are 0" in call("libraries", *args, "keras-bce").out
    assert "an exact value" in call("libraries", *args, "keras-bce", "--picture", "calls").err
    summed = call("compute", *args[:6], "--reduction", "sum", "-q")
    assert (summed.status, summed.out) == (0, "0\n")


def test_each_clip_is_written_once() -> None:
    """A number that a library clips at stands in core/clips.py, and is read from there wherever losses are worked out."""
    numbers = {clip.low for clip in CLIPS.values() if clip.text[:2] == "1e"}
    found = {
        path.relative_to(PACKAGE).as_posix()
        for folder in ("conventions/catalogue", "conventions/many_rows", "derivation", "scoring")
        for path in (PACKAGE / folder).rglob("*.py")
        for statement in ast.parse(path.read_text("utf-8")).body
        if not is_slack(statement)
        for node in ast.walk(statement)
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and node.value in numbers
    }
    assert found == set(), f"{found}: read the clip from xentropy_cli/core/clips.py"


def is_slack(statement: ast.stmt) -> bool:
    """Whether a statement names a tolerance: it may be of the size of a clip, and is none."""
    return isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]).endswith("SLACK")


@pytest.mark.parametrize("row", CONVENTIONS.values(), ids=list(CONVENTIONS))
def test_a_clip_is_one_of_the_table_of_clips(row: Convention) -> None:
    """PyTorch's BCE alone limits the logarithm instead."""
    words = {clip.words for clip in CLIPS.values()} | {"none", f"log ≥ −{-TORCH_LEAST_LOG:.0f}"}
    assert row.clip in words, f"{row.key} clips at {row.clip}: xentropy_cli/core/clips.py has no such clip"


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
