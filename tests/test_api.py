"""xent from Python: the same numbers as the command, from whatever holds them."""

from __future__ import annotations

import json
import math
import pickle
import pydoc
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import xentropy_cli
from xentropy_cli import (
    Derivation,
    XentError,
    compare,
    cross_entropy,
    derive,
    entropy,
    js_divergence,
    kl_divergence,
    perplexity,
    render,
    score,
    surprisal,
)
from xentropy_cli.rendering import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Runner

DOORS = 0.6102777027376507  # ln(1250/679), WolframAlpha and bc -l agree


def test_every_public_name_is_there_and_no_other() -> None:
    assert all(getattr(xentropy_cli, name) for name in xentropy_cli.__all__)
    with pytest.raises(AttributeError, match="frobnicate"):
        _ = xentropy_cli.frobnicate


@pytest.mark.parametrize(
    "doors",
    [
        [0.7, 0.8, 0.97],
        (0.7, 0.8, 0.97),
        "0.7,0.8,0.97",
        "70% 80% 97%",
        ["0.7", "4/5", "97%"],
        [Decimal("0.7"), Fraction(4, 5), 0.97],
        {"duck": 0.7, "dog": 0.8, "cat": 0.97},
        np.array([0.7, 0.8, 0.97]),
        np.array([0.7, 0.8, 0.97], dtype=np.float32),
        list(np.array([0.7, 0.8, 0.97])),
    ],
    ids=lambda doors: type(doors).__name__,
)
def test_a_vector_is_anything_that_holds_numbers(doors: Any) -> None:
    """A float is the shortest decimal that names it, in its own precision: float32(0.7) is 7/10 too."""
    assert float(derive(pred=doors).value) == DOORS


@pytest.mark.parametrize(
    "rows",
    [[[0.7, 0.3], [0.4, 0.6]], np.array([[0.7, 0.3], [0.4, 0.6]]), ["0.7,0.3", "0.4,0.6"], [(0.7, 0.3), "2/5 3/5"]],
)
def test_rows_are_vectors_of_vectors(rows: Any) -> None:
    derived = derive(pred=rows, label=[0, 1])
    assert (derived.reading, derived.n) == ("categorical", 2)
    assert float(derived.value) == pytest.approx(-(math.log(0.7) + math.log(0.6)) / 2, rel=1e-15)


@pytest.mark.parametrize("label", ["cat", ["cat"], ("cat",), 0, [0], np.int64(0), np.array([0])])
def test_a_label_is_a_name_or_a_position(label: Any) -> None:
    assert float(derive(pred={"cat": 0.7, "dog": 0.3}, label=label).value) == 0.3566749439387324


@pytest.mark.parametrize("labels", [[1, 0], "1,0", [True, False], np.array([True, False]), ["yes", "no"]])
def test_binary_labels(labels: Any) -> None:
    assert float(derive(pred=[0.9, 0.2], label=labels).value) == pytest.approx(
        -(math.log(0.9) + math.log(0.8)) / 2, rel=1e-15
    )


def test_the_functions_give_the_textbook_values() -> None:
    """Cover and Thomas, example 2.3.1 (r = 1/2, s = 1/4), and 2.1.1; the rest by hand."""
    p, q = [0.5, 0.5], [0.75, 0.25]
    assert kl_divergence(p, q, 2) == 0.2075187496394219
    assert kl_divergence(q, p, 2) == 0.18872187554086714
    assert cross_entropy(p, q, 2) == 1.207518749639422
    assert entropy([0.5, 0.25, 0.125, 0.125], 2) == 1.75
    assert js_divergence([1, 0], [0, 1]) == math.log(2)
    assert surprisal("1/8", 2) == 3
    assert surprisal(0) == math.inf
    assert perplexity([0.25, 0.25]) == 4
    assert entropy([0.5, 0.5], "e") == math.log(2)


@pytest.mark.parametrize(
    ("function", "args", "code"),
    [
        (entropy, ([0.5, 0.6],), "sum-not-one"),
        (entropy, ([1.5, -0.5],), "not-a-probability"),
        (entropy, ([],), "empty"),
        (entropy, ([0.5, 0.5], 1), "bad-base"),
        (surprisal, (1.5,), "not-a-probability"),
        (surprisal, (-0.5,), "not-a-probability"),
        (surprisal, (math.nan,), "not-a-number"),
        (cross_entropy, ([1.0], [0.5, 0.5]), "lengths-differ"),
        (kl_divergence, ([0.5, 0.5], [0.5, 0.6]), "sum-not-one"),
        (js_divergence, ([0.5, 0.5], [0.5, math.inf]), "not-a-number"),
        (perplexity, ([],), "needs-numbers"),
        (perplexity, ([0.5, 2],), "not-a-probability"),
    ],
)
def test_a_function_refuses_what_the_command_refuses(function: Any, args: Any, code: str) -> None:
    with pytest.raises(XentError) as caught:
        function(*args)
    error = caught.value
    assert error.code == code
    assert all((error.message, error.where, error.why, error.fix))
    assert 0 <= error.span[0] < error.span[1]


def test_an_unknown_option_or_format_is_an_error_of_the_programmer() -> None:
    with pytest.raises(TypeError):
        derive(prde=[0.7])
    with pytest.raises(ValueError, match="plain"):
        render(derive(pred=[0.7]), "jsn")


OPTIONS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "doors": ({"pred": [0.7, 0.8, 0.97]}, ("--pred", "0.7,0.8,0.97")),
    "base": ({"pred": [0.7], "base": 2}, ("--pred", "0.7", "--base", "2")),
    "logits": ({"logits": [2, 1], "label": 0, "gradient": True}, ("--logits=2,1", "--label", "0", "--gradient")),
    "impossible logit": ({"logits": [2, -math.inf], "label": 0}, ("--logits=2,-inf", "--label", "0")),
    "weights": (
        {"pred": [0.7, 0.8], "weight": [1, 2], "weight_norm": "count"},
        ("--pred", "0.7,0.8", "--weight", "1,2", "--weight-norm", "count"),
    ),
    "clip": ({"pred": [0.7, 0], "clip": "keras"}, ("--pred", "0.7,0", "--clip", "keras")),
    "smoothing": (
        {"pred": [0.7, 0.3], "label": 0, "label_smoothing": 0.1},
        ("--pred", "0.7,0.3", "--label", "0", "--label-smoothing", "0.1"),
    ),
    "reading": ({"pred": [0.7, 0.3], "reading": "events"}, ("--pred", "0.7,0.3", "--as", "events")),
}


@pytest.mark.parametrize("name", OPTIONS)
@pytest.mark.parametrize("format_", ["plain", "json", "csv", "value", "html", "markdown", "latex", "svg"])
def test_python_and_the_command_write_the_same(name: str, format_: str, call: Runner) -> None:
    options, argv = OPTIONS[name]
    assert render(derive(**options), format_) == call("compute", *argv, "--format", format_).out


def test_a_derivation_shows_itself_in_a_notebook() -> None:
    html = derive(pred={"<script>alert(1)</script>": 0.7})._repr_html_()
    assert "0.3567" in html
    assert "<script" not in html
    assert "<html" not in html


def test_a_derivation_is_frozen() -> None:
    derived = derive(pred=[0.7, 0.8])
    assert isinstance(derived, Derivation)
    with pytest.raises(AttributeError):
        derived.n = 3  # type: ignore[misc]


def test_the_answer_is_the_value_of_the_last_step() -> None:
    for options, _ in OPTIONS.values():
        found = json.loads(render(derive(**options), "json"))
        assert found["value"] == found["steps"][-1]["value"] == found[found["quantity"]]


def test_the_package_shows_its_api_and_nothing_else() -> None:
    assert dir(xentropy_cli) == sorted([*xentropy_cli.__all__, "__version__"])


def test_help_names_every_function_and_no_machinery() -> None:
    shown = pydoc.plain(pydoc.render_doc(xentropy_cli))
    assert all(name in shown for name in xentropy_cli.__all__)
    assert (
        "__getattr__(name" not in shown.partition("CLASSES")[0] + shown.partition("FUNCTIONS")[2].partition("DATA")[0]
    )


@pytest.mark.parametrize("name", OPTIONS)
def test_every_quantity_is_an_attribute(name: str) -> None:
    derived = derive(**OPTIONS[name][0])
    for key, value in derived.quantities.items():
        assert getattr(derived, key) is value
        assert key in dir(derived)
        assert f"{value:.3f}" == f"{float(value):.3f}"
    with pytest.raises(AttributeError, match="there is no frobnicate"):
        _ = derived.frobnicate


def test_a_quantity_that_does_not_apply_is_refused_with_those_that_do() -> None:
    with pytest.raises(AttributeError, match="its quantities are total, mean"):
        _ = derive(pred=[0.7]).js_distance


@pytest.mark.parametrize("name", OPTIONS)
def test_a_derivation_crosses_a_process(name: str) -> None:
    derived = derive(**OPTIONS[name][0])
    again = pickle.loads(pickle.dumps(derived))
    assert isinstance(again, Derivation)
    assert render(again, digits=50) == render(derived, digits=50)
    assert render(again, "json") == render(derived, "json")


def test_a_summary_and_a_comparison_cross_a_process() -> None:
    batches = [(np.array([1, 0, 1]), np.array([0.9, 0.2, 0.7]))]
    summary, found = score(batches), compare(batches, [(np.array([1, 0, 1]), np.array([0.8, 0.1, 0.6]))])
    assert pickle.loads(pickle.dumps(summary)).fields() == summary.fields()
    assert pickle.loads(pickle.dumps(found)) == found


def test_an_error_crosses_a_process() -> None:
    with pytest.raises(XentError) as caught:
        derive(pred=[97])
    again = pickle.loads(pickle.dumps(caught.value))
    assert vars(again) == vars(caught.value)


@pytest.mark.parametrize(("name", "said"), [("preds", "did you mean pred?"), ("qqq", "there is no option qqq$")])
def test_an_option_that_does_not_exist_is_named(name: str, said: str) -> None:
    for call in (derive, xentropy_cli.libraries):
        with pytest.raises(TypeError, match=said.replace("?", r"\?")):
            call(**{name: [0.7]})


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: derive(pred=[0.5, 0.6], label=0), "normalize=True or as_is=True"),
        (lambda: derive(pred=[0.5, 0.5], label="x"), 'names="A,B,…"'),
        (derive, 'derive(pred="0.7,0.8,0.97")'),
        (lambda: cross_entropy([0.5, 0.6], [0.5, 0.5]), "divide each by their sum"),
        (lambda: entropy([0.5, 0.6]), "divide each by their sum"),
        (lambda: surprisal(1.2), "scores: logits"),
    ],
)
def test_a_refusal_of_numbers_speaks_python(call: Callable[[], object], said: str) -> None:
    with pytest.raises(XentError) as slip:
        call()
    assert said in slip.value.fix
    assert not re.search(r"(?<![-\w])--[a-z]|xent compute", slip.value.fix)


RESULTS: dict[str, Callable[[], Any]] = {
    "derive": lambda: derive(pred=[0.7, 0.8]),
    "score": lambda: score([1, 0, 1], [0.9, 0.2, 0.7]),
    "score, joined": lambda: score([1], [0.9]) + score([0], [0.2]),
    "score, saved": lambda: xentropy_cli.ScoreSummary.from_json(score([1], [0.9]).to_json()),
    "compare": lambda: compare([([1, 0], [0.9, 0.2])], [([1, 0], [0.8, 0.1])]),
    "compare, three": lambda: compare(
        {"y": [1, 0], "a": [0.9, 0.2], "b": [0.8, 0.1], "c": [0.7, 0.3]}, pred=("a", "b", "c")
    ),
    "libraries": lambda: xentropy_cli.libraries([1, 0], [0.9, 0.2]),
    "why": lambda: xentropy_cli.why("0.2370", [1, 0], [0.9, 0.2]),
    "audit": lambda: xentropy_cli.audit("ln(2) = 0.6931"),
}


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "table"])
def test_every_result_is_rendered_in_every_format(name: str, format_: str) -> None:
    made = RESULTS[name]()
    shown = render(made, format_)
    assert shown.strip()
    if not isinstance(made, Derivation | xentropy_cli.ScoreSummary):
        assert made.render(format_) == shown
    with pytest.raises(ValueError, match="format must be one of"):
        render(made, "table")


@pytest.mark.parametrize("what", [0.5, "0.7", [0.7], None, {"value": 1}])
def test_what_is_no_result_is_not_rendered_and_what_is_is_said(what: Any) -> None:
    with pytest.raises(TypeError, match="what derive, score, compare, libraries, why or audit gives"):
        render(what)


@pytest.mark.parametrize("name", [name for name, make in RESULTS.items() if name not in ("derive", "score, saved")])
def test_attributes_are_the_fields_of_json(name: str) -> None:
    """Field for field, those that are lists or dicts too; no method of a result has the name of a field."""
    made = RESULTS[name]()
    fields = json.loads(render(made, "json"))
    assert made.fields() == fields
    for field, value in fields.items():
        assert getattr(made, field) == value, field
        assert field in dir(made)


def test_a_score_has_its_rows_as_json_has_them_and_its_sums_beside() -> None:
    found = score({"y": [1, 0, 1], "p": [0.9, 0.2, 0.7], "g": ["u", "v", "u"]}, by="g")
    assert found.worst[0]["q"] == 0.7
    assert [group["name"] for group in found.groups] == list(found.summary.groups) == ["u", "v"]
    assert found.classes[0]["n"] == 1
    assert (found + found).n == sum([found, found]).n == 6
    assert (found + found.summary) == (found.summary + found) == found.merge(found)
    assert pickle.loads(pickle.dumps(found)) == found


def test_an_infinite_number_is_one_as_an_attribute() -> None:
    found = score([1, 0], [0, 0.5])
    assert found.mean == found.value == found.total == math.inf
    assert found.fields()["mean"] == "Infinity"
    assert found.infinite["count"] == 1


def test_several_models_are_ranked_as_the_command_does(call: Runner, tmp_path: Path) -> None:
    """By hand the means of −ln q: a (0.1054 + 0.2231) / 2, b (0.2231 + 0.1054) / 2, c (0.3567 + 0.3567) / 2."""
    columns = {"y": [1, 0], "a": [0.9, 0.2], "b": [0.8, 0.1], "c": [0.7, 0.3]}
    models = {name: {"y": columns["y"], "p": columns[name]} for name in "cba"}
    for name, frame in models.items():
        rows = zip(*frame.values(), strict=True)
        (tmp_path / f"{name}.csv").write_text("y,p\n" + "".join(f"{y},{p}\n" for y, p in rows))
    paths = [tmp_path / f"{name}.csv" for name in models]
    wanted = json.loads(call("compare", *map(str, paths), "--format", "json").out)["models"]
    batches = ([(frame["y"], frame["p"])] for frame in models.values())
    given = {
        "paths": compare(*paths),
        "frames": compare(*models.values()),
        "one frame": compare(columns, pred=("c", "b", "a")),
        "batches": compare(*batches),
        "iterators": compare(*(iter([(frame["y"], frame["p"])]) for frame in models.values())),
    }
    for how, found in given.items():
        assert [each["mean"] for each in found.models] == [each["mean"] for each in wanted], how
        assert [each["rank"] for each in found.models] == [1, 2, 3]
        assert math.isclose(found.models[2]["mean"], -math.log(0.7), rel_tol=1e-15)
    with pytest.raises(ValueError, match="by belongs to the difference of two models"):
        compare(*models.values(), by="y")


def test_no_more_models_than_have_names() -> None:
    with pytest.raises(ValueError, match="models at most"):
        compare(*[{"y": [1], "p": [0.5]}] * 27)
