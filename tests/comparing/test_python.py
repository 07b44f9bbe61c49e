"""`compare` from Python gives the record that the command prints as JSON, and refuses what it refuses."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from xentropy_cli import XentError, compare

if TYPE_CHECKING:
    from conftest import Runner

EXAMPLES = Path(__file__).parent.parent.parent / "examples" / "predictions"
A, B = EXAMPLES / "digits_a.csv", EXAMPLES / "digits_b.csv"
TEXT = "id,y,w,site,a,z\n1,1,1,x,0.9,2\n2,0,2,y,0,-1\n3,1,1,x,0.7,0.5\n4,0,1,z,x,0\n"


@pytest.mark.parametrize(
    ("argv", "options"),
    [
        ((A, B, "--on", "id", "--top", "3", "--seed", "7"), {"on": "id", "top": 3, "seed": 7}),
        ((A, B, "--base", "2", "--by", "label", "--label", "label"), {"base": 2, "by": "label", "label": "label"}),
        ((A, "--pred", "prob_*", "--pred", "prob_*", "--id", "id"), {"pred": ("prob_*", "prob_*"), "id": "id"}),
        ((A, B, "--pred", "prob_*", "--label", "label"), {"pred": "prob_*", "label": "label"}),
    ],
)
def test_the_record_is_that_of_the_command(argv: tuple[str | Path, ...], options: dict[str, Any], call: Runner) -> None:
    printed = json.loads(call("compare", *map(str, argv), "--format", "json").out)
    files = [name for name in argv if isinstance(name, Path)]
    assert compare(*files, **options) == printed
    assert compare(*map(str, files), **options) == printed


def test_each_model_may_have_a_scale_of_its_own(call: Runner, tmp_path: Path) -> None:
    path = tmp_path / "both.csv"
    path.write_text(TEXT)
    more = {"weight": "w", "by": "site", "skip_bad": True}
    argv = ("--weight", "w", "--by", "site", "--skip-bad", "--format", "json")
    for specs, pairs in (
        (("--pred", "a", "--logits", "z"), {"pred": ("a", None), "logits": (None, "z")}),
        (("--logits", "z", "--pred", "a"), {"pred": (None, "a"), "logits": ("z", None)}),
    ):
        found = compare(path, **pairs, **more)  # type: ignore[arg-type]
        assert found == json.loads(call("compare", str(path), *specs, *argv).out)
        assert (found["n"], found["skipped"]) == (3, 1)


def test_arrays_give_the_numbers_of_a_file(tmp_path: Path) -> None:
    draw = np.random.default_rng(5)
    labels, weights = draw.integers(0, 3, 60), draw.integers(0, 5, 60)
    a, b = (draw.dirichlet([1, 1, 1], 60) for _ in range(2))
    np.savez(tmp_path / "a.npz", label=labels, pred=a, weight=weights)
    np.savez(tmp_path / "b.npz", label=labels, pred=b, weight=weights)
    whole = compare(tmp_path / "a.npz", tmp_path / "b.npz", weight="weight")
    parts = [[(labels[at], q[at], weights[at]) for at in (slice(20), slice(20, 60))] for q in (a, b)]
    found = compare(parts[0], iter(parts[1]))
    for name in (
        "value",
        "n",
        "weight",
        "standard_error",
        "interval_t",
        "interval_bootstrap",
        "won",
        "lost",
        "classes",
    ):
        assert found[name] == whole[name], name
    assert (found["a"]["name"], found["b"]["name"]) == ("a", "b")
    logits = compare([(labels, np.log(a))], [(labels, a)], logits=("z", None), pred=(None, "p"))
    assert math.isclose(logits["a"]["mean"], logits["b"]["mean"], rel_tol=1e-14)


def test_an_infinite_difference_is_a_text_that_float_reads() -> None:
    found = compare([([1, 1], [0.5, 0.5])], [([1, 1], [0.5, 0.0])])
    assert (found["value"], float(found["value"]), found["mean_of_others"]) == ("Infinity", math.inf, 0)


def test_rows_that_do_not_belong_together_are_refused() -> None:
    with pytest.raises(XentError) as raised:
        compare([([1, 0], [0.5, 0.5])], [([1, 1], [0.5, 0.5])])
    assert (raised.value.code, raised.value.where) == ("labels-differ", "a:2 and b:2")
    with pytest.raises(XentError) as raised:
        compare([([1, 0], [0.5, 0.5])], [([1], [0.5])])
    assert raised.value.code == "rows-differ"


BATCH = [([1], [0.5])]


@pytest.mark.parametrize(
    ("models", "options", "message"),
    [
        ((A,), {}, "two models"),
        ((A,), {"pred": "prob_*"}, "two models"),
        ((BATCH,), {"pred": ("a", "b")}, "are paths"),
        ((A, BATCH), {}, "are paths"),
        ((A, B), {"pred": ("a", "b"), "logits": "z"}, "of pred, logits"),
        ((A, B), {"pred": ("a", None)}, "of pred, logits"),
        ((A, B), {"pred": "a", "logits": "z"}, "of pred, logits"),
        ((A, B), {"on": "id", "id": "id"}, "on joins"),
        ((A,), {"on": "id", "pred": ("prob_*", "prob_*")}, "on joins"),
        ((BATCH, BATCH), {"on": "id"}, "on joins"),
        ((BATCH, [([1], [0.5], [2])]), {}, "weighs the same"),
    ],
)
def test_what_are_not_two_models_is_refused(models: tuple[Any, ...], options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compare(*models, **options)


@pytest.mark.parametrize("pred", [["p", "q"], ("p",), ("p", "q", "r")])
def test_what_names_no_column_and_no_pair_is_refused(pred: object) -> None:
    with pytest.raises(ValueError, match="a tuple of one for each"):
        compare("a.csv", "b.csv", pred=pred)  # type: ignore[arg-type]
