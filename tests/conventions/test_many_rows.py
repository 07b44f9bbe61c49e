"""Arrays and rows are two engines with one meaning: over random inputs each is the other's oracle."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from functools import cache
from math import isclose, isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from xentropy_cli.api.numbers import request_of
from xentropy_cli.conventions.answers import read_as_given
from xentropy_cli.conventions.catalogue.table import CONVENTIONS
from xentropy_cli.conventions.inputs import inputs_of
from xentropy_cli.conventions.libraries import outcome, outcome_of_many
from xentropy_cli.conventions.many_rows import array_inputs
from xentropy_cli.conventions.many_rows.array_hypotheses import array_hypotheses
from xentropy_cli.conventions.many_rows.array_inputs import ArrayInputs, logs
from xentropy_cli.conventions.many_rows.array_losses import ARRAY_LOSSES
from xentropy_cli.conventions.why.hypotheses import hypotheses

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.departures import Departure, Hypothesis

OPTIONS: dict[str, dict[str, Any]] = {
    "binary": {"k": 2, "binary": True},
    "binary, weighted": {"k": 2, "binary": True, "weighted": True},
    "binary, pos_weight": {"k": 2, "binary": True, "pos_weight": 3},
    "binary logits": {"k": 2, "binary": True, "given": "logits"},
    "events": {"k": 2, "events": True},
    "events in lists": {"k": 2, "events": True, "lengths": (2, 3, 4)},
    "two classes": {"k": 2},
    "three classes": {"k": 3},
    "six classes": {"k": 6},
    "logits": {"k": 4, "given": "logits"},
    "logprobs": {"k": 3, "given": "logprobs"},
    "weighted": {"k": 3, "weighted": True},
    "class weights": {"k": 3, "class_weight": [1, 2, 0.5]},
    "smoothed": {"k": 3, "label_smoothing": 0.1},
    "in bits, summed": {"k": 3, "base": 2, "reduction": "sum"},
}
"""How many classes, of what kind, and what else is asked."""


def made(name: str) -> tuple[Inputs, ArrayInputs]:
    """The same random inputs, for rows and for arrays."""
    options = dict(OPTIONS[name])
    lengths = options.pop("lengths", ())
    draw, n, k = random.Random(name), 9, options.pop("k")
    are_events = options.pop("events", False)
    given, is_binary = options.pop("given", "pred"), options.pop("binary", False) or are_events
    z = [[round(draw.gauss(0, 2), 3) for _ in range(k)] for _ in range(n)]
    labels = [1] * n if are_events else [0, 1, *(draw.randrange(k) for _ in range(n - 2))]
    weights = [draw.randint(1, 4) for _ in range(n)] if options.pop("weighted", False) else None
    q = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    numbers: Any = {"pred": q, "logits": np.array(z), "logprobs": np.log(q)}[given]
    if is_binary:
        column = q[:, 1] if given == "pred" else numbers[:, 1]
        numbers = np.stack([1 - column if given == "pred" else 0 * column, column], axis=1)
        shown = {given: column.tolist(), "label": labels, "reading": "binary"}
        shown = {given: column.tolist(), "reading": "events"} if are_events else shown
    else:
        names = [f"c{(7 * each) % k}" for each in range(k)]
        shown = {given: [row.tolist() for row in numbers], "label": [names[each] for each in labels], "names": names}
    if weights is not None:
        shown["weight"] = weights
    rows = inputs_of(read_as_given(request_of({**shown, **options, "as_is": not is_binary or None})))
    rows = replace(rows, lengths=lengths)
    beside = None if weights is None else np.array(weights, float)
    return rows, ArrayInputs(rows, given, numbers, np.array(labels), beside)


@pytest.mark.parametrize("name", OPTIONS)
def test_each_call_gives_many_rows_the_number_that_it_gives_each(name: str) -> None:
    rows, arrays = made(name)
    known = 0
    for key in ARRAY_LOSSES:
        one, many = outcome(CONVENTIONS[key], rows, 1.0), outcome_of_many(CONVENTIONS[key], arrays, 1.0)
        assert one.unfit == many.unfit, key
        if one.value is not None and many.value is not None:
            known += 1
            precise = 1e-12 if CONVENTIONS[key].precision == "float64" else 3e-7
            assert isclose(one.value, many.value, rel_tol=precise), (key, one.value, many.value)
    assert known or "weight" in name or name == "smoothed"


@pytest.mark.parametrize("given", ["pred", "logprobs"])
def test_calls_give_many_rows_the_same_at_the_ends_and_with_weights_that_singles_round(given: str) -> None:
    """CatBoost gives nan where it is certain of the wrong class, BigQuery is documented without a number there."""
    yes, labels, weights = np.array([1.0, 0.0, 0.25, 1e-17]), [0, 0, 1, 1], [0.3, 0.1, 0.7, 1.1]
    typed = {given: (yes if given == "pred" else logs(yes)).tolist(), "label": labels, "reading": "binary"}
    for more, beside in (({}, None), ({"weight": weights}, np.array(weights))):
        rows = inputs_of(read_as_given(request_of({**typed, **more})))
        arrays = ArrayInputs(rows, given, np.array(rows.rows), np.array(labels), beside)
        for key in ARRAY_LOSSES:
            one, many = outcome(CONVENTIONS[key], rows, 1.0), outcome_of_many(CONVENTIONS[key], arrays, 1.0)
            assert one.unfit == many.unfit, key
            precise = 1e-14 if CONVENTIONS[key].precision == "float64" else 3e-7
            if one.value is not None:
                assert many.value == pytest.approx(one.value, rel=precise, nan_ok=True), key


def texts(each: Hypothesis) -> tuple[str, ...]:
    return tuple(text_of(how) for how in each.departures)


@cache
def text_of(how: Departure) -> str:
    return how.text


@pytest.mark.parametrize("name", OPTIONS)
def test_each_hypothesis_over_arrays_is_one_over_rows(name: str) -> None:
    rows, arrays = made(name)
    found: dict[tuple[str, ...], list[Hypothesis]] = {}
    for each in hypotheses(rows, 1.0):
        found.setdefault(texts(each), []).append(each)
    tried = list(array_hypotheses(arrays))
    assert len(tried) > 200
    for each in tried:
        same = found.get(texts(each), [])
        assert any(isclose(each.bits, other.bits) for other in same), each.sentence
        if isfinite(each.value):
            near = [isclose(each.value, other.value, rel_tol=1e-8, abs_tol=1e-10) for other in same]
            assert any(near), (each.sentence, each.value, [other.value for other in same])


def test_a_large_file_is_told_whole_and_what_is_left_out_is_said(
    call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = np.random.default_rng(3)
    q, labels = draw.dirichlet(np.ones(4), 400), draw.integers(0, 4, 400)
    path = tmp_path / "p.npz"
    np.savez(path, label=labels, pred=q)
    monkeypatch.setattr(array_inputs, "MOST_BY_ROW", 1000)
    mean = float(-logs(q[np.arange(400), labels]).mean())
    ran = call("libraries", str(path), "--format", "json")
    found = json.loads(ran.out)
    assert isclose(found["value"], mean, rel_tol=1e-13)
    assert "left out" in found["notes"][0]["text"]
    reversed_mean = float(-logs(q[np.arange(400), 3 - labels]).mean())
    ran = call("why", f"{reversed_mean:.6f}", str(path), "--format", "json")
    assert json.loads(ran.out)["causes"][0]["departures"] == "reversed"
    losses = -logs(q[np.arange(400), labels])
    batches = np.mean([losses[at : at + 32].mean() for at in range(0, 400, 32)])
    ran = call("why", f"{batches:.7f}", str(path), "--class-weight", "1,2,3,4", "--format", "json")
    assert json.loads(ran.out)["causes"][0]["departures"] == "no-weights batches"
