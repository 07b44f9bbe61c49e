"""Columns of Python, .npz and Parquet give what JSON lines of the same rows give, under every option of what columns mean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from xentropy_cli import XentError, compare, score

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

LONG = {"id": list("aabb"), "class": list("xzzx"), "p": [0.7, 0.3, 0.4, 0.6], "y": list("xxzz"), "t": [1, 0, 0.5, 0.5]}
SOFT = {"pa": [0.5, 1, 0], "pb": [0.5, 0, 1], "qa": [0.7, 0.2, 0.1], "qb": [0.3, 0.8, 0.9]}
TOKENS = {
    "id": ["d1", "d2", "d3"],
    "lp": [[None, -1.0, -2.5], [-0.5, -0.25], [-1.0, -1.5, -0.125]],
    "b": [3, 4, 5],
    "w": [1, 2, 3],
}
CASES: dict[str, tuple[dict[str, list[Any]], dict[str, Any]]] = {
    "long": (LONG, {"long": "id,class,p", "label": "y"}),
    "long soft": (LONG, {"long": "id,class,p", "true": "t"}),
    "nll": ({"x": [0.3, 1.2, 0.0]}, {"nll": "x"}),
    "nll to base 2": ({"x": [0.3, 1.2]}, {"nll": "x", "log_base": 2}),
    "logarithms to base 10": ({"x": [-0.3, -1.2]}, {"logprobs": "x", "log_base": 10, "reading": "events"}),
    "percent": ({"y": [1, 0, 1], "p": [57, 29.5, 7]}, {"percent": True}),
    "soft": (SOFT, {"true": "pa,pb", "pred": "qa,qb"}),
    "several labels": ({"y_a": [1, 0], "y_b": [0, 1], "p_a": [0.7, 0.2], "p_b": [0.1, 0.6]},
                       {"label": "y_a,y_b", "pred": "p_a,p_b", "reading": "binary"}),
    "ignored": ({"y": [1, 0, -100], "p": [0.7, 0.2, 0.5]}, {"ignore_label": -100}),
    "tokens": (TOKENS, {"logprobs": "lp", "bytes": "b", "words": "w", "by": "id"}),
    "weighted tokens": (TOKENS, {"logprobs": "lp", "bytes": "b", "weight": "w"}),
    "bytes of rows": ({"x": [-0.5, -0.25], "n": [2, 3]}, {"logprobs": "x", "bytes": "n", "reading": "events"}),
}  # fmt: skip
FIELDS = (
    "value",
    "total",
    "n",
    "perplexity",
    "bits_per_byte",
    "loss_per_word",
    "documents",
    "accuracy",
    "groups",
    "ignored",
)


def typed(options: dict[str, Any]) -> list[str]:
    """The options of the command."""
    names = {"reading": "--as"}
    found = []
    for name, value in options.items():
        flag = names.get(name, f"--{name.replace('_', '-')}")
        found += [flag] if value is True else [flag, str(value)]
    return found


def wanted_of(call: Runner, columns: dict[str, list[Any]], options: dict[str, Any]) -> dict[str, Any]:
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    ran = call("score", "-", *typed(options), "--format", "json", stdin=text)
    assert ran.status == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_dict_of_columns_gives_what_json_lines_give(name: str, call: Runner) -> None:
    columns, options = CASES[name]
    wanted, found = wanted_of(call, columns, options), score(columns, **options).fields()
    for field in FIELDS:
        assert found.get(field) == wanted.get(field), field


@pytest.mark.parametrize("name", CASES)
def test_parquet_gives_what_json_lines_give(name: str, call: Runner, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    columns, options = CASES[name]
    file = tmp_path / "p.parquet"
    parquet.write_table(pytest.importorskip("pyarrow").table(columns), file)
    ran = call("score", str(file), *typed(options), "--format", "json")
    assert ran.status == 0, ran.err
    wanted, found = wanted_of(call, columns, options), json.loads(ran.out)
    for field in FIELDS:
        assert found.get(field) == wanted.get(field), field


def test_an_array_of_tokens_is_lists_of_one_length(call: Runner, tmp_path: Path) -> None:
    np.savez(tmp_path / "t.npz", lp=np.array([[-1.0, -2.0], [-0.5, -0.25]]), b=np.array([3, 4]))
    ran = call("score", str(tmp_path / "t.npz"), "--logprobs", "lp", "--bytes", "b", "--format", "json")
    found = json.loads(ran.out)
    assert (found["value"], found["documents"], found["n"]) == (3.75 / 4, 2, 4)
    rows = call("score", str(tmp_path / "t.npz"), "--logprobs", "lp", "--rows")
    assert [line.rpartition(",")[2] for line in rows.out.splitlines()] == ["loss", "3", "0.75"]
    assert call("score", str(tmp_path / "t.npz"), "--logprobs", "lp", "--explain", "2", "-q").out == "0.75\n"


BAD_LISTS = {
    "empty": ([], "The list is empty"),
    "nothing": (None, "The list is empty"),
    "a gap": ([-1.0, None], "missing"),
    "above 0": ([-1.0, 0.5], "at most 0"),
}


@pytest.mark.parametrize("name", BAD_LISTS)
def test_a_bad_list_is_refused_or_left_out(name: str) -> None:
    bad, told = BAD_LISTS[name]
    columns = {"lp": [[-1.0, -2.0], bad, [-3.0, -0.5]]}
    with pytest.raises(XentError, match=told):
        score(columns, logprobs="lp")
    found = score(columns, logprobs="lp", skip_bad=True)
    assert (found.n, found.skipped, found.total) == (4, 1, 6.5)


@pytest.mark.parametrize(
    ("columns", "options", "told"),
    [
        ({"x": [0.3, -1.2]}, {"nll": "x"}, "at least 0"),
        ({"x": [-0.3, -1.2], "b": [1, -2]}, {"logprobs": "x", "reading": "events", "bytes": "b"}, "bytes or words"),
        ({"y": [1, 0], "p": [70, 120]}, {"percent": True}, "from 0 to 1"),
    ],
)
def test_a_bad_row_of_columns_says_why(columns: dict[str, list[Any]], options: dict[str, Any], told: str) -> None:
    with pytest.raises(XentError, match=told):
        score(columns, **options)


def test_options_that_mean_nothing_for_a_frame_are_refused() -> None:
    frame = {"y": [1, 0], "p": [0.7, 0.2]}
    with pytest.raises(ValueError, match="truth joins files"):
        score(frame, truth="y.csv")
    with pytest.raises(ValueError, match="give truth too"):
        score(frame, on="id")
    with pytest.raises(ValueError, match="log_base cannot be 3"):
        score({"x": [-1.0]}, logprobs="x", log_base=3)


def test_arrays_of_distributions_and_frames_with_them() -> None:
    p, q = [[0.5, 0.5], [1, 0], [0, 1]], [[0.7, 0.3], [0.2, 0.8], [0.1, 0.9]]
    assert score(p, q, true=True).mean == score(SOFT, true=["pa", "pb"], pred=["qa", "qb"]).mean
    assert compare(SOFT, SOFT, true="pa,pb", pred="qa,qb").value == 0
    assert compare(LONG, LONG, long="id,class,p", label="y").value == 0
