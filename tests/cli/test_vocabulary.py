"""JSON calls one thing by one name, in whichever command: what two commands say of the same rows is named alike and equal."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import click
import pytest

from xentropy_cli.cli.app import COMMANDS, app
from xentropy_cli.derivation.notes import NOTES
from xentropy_cli.inputs.request import READINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Runner

    Json = dict[str, Any]

ROWS = {
    "events": (("--pred", "0.7,0.8,0.97"), ("--as", "events", "--pred", "p"), "p\n0.7\n0.8\n0.97\n"),
    "binary": (("--pred", "0.9,0.2,0.7", "--label", "1,0,1"), (), "y,p\n1,0.9\n0,0.2\n1,0.7\n"),
    "categorical": (
        ("--pred", "cat=0.7,dog=0.3", "--pred", "cat=0.1,dog=0.9", "--label", "cat,dog"),
        (),
        "label,cat,dog\ncat,0.7,0.3\ndog,0.1,0.9\n",
    ),
}
"""The same rows for compute and for score, in each reading that both have."""

MORE = {
    "compare": (("-", "--pred", "a", "--pred", "b"), "y,a,b\n1,0.9,0.8\n0,0.2,0.1\n"),
    "quiz": (("binary", "--number", "2", "--seed", "7"), "1.204\n0.1\n"),
    "worksheet": (("binary", "--seed", "7"), ""),
    "mark": (("-",), "id,answer\ntotal-7-1.2-7w,2.34\n"),
    "audit": (("-",), "-ln(0.7) = 0.3567\n"),
    "libraries": (("--pred", "0.9,0.2", "--label", "1,0"), ""),
    "why": (("0.685", "--pred", "0.7,0.8,0.97"), ""),
}


def writes_json(name: str) -> bool:
    command = app.get_command(click.Context(app), name)
    choices = [each.type for each in command.params if each.name == "format_"] if command else []
    return any("json" in kind.choices for kind in choices if isinstance(kind, click.Choice))


def test_every_command_that_writes_json_is_held_to_the_vocabulary() -> None:
    assert {name for name in COMMANDS if writes_json(name)} == {"compute", "score", "merge", *MORE}


def answers(call: Runner, reading: str) -> tuple[Json, Json]:
    argv, columns, stdin = ROWS[reading]
    ran = call("compute", *argv, "--as", reading, "--squared-error", "--accuracy", "--format", "json")
    if ran.status:  # there is no accuracy of events
        ran = call("compute", *argv, "--as", reading, "--squared-error", "--format", "json")
    scored = call("score", *columns, "--format", "json", stdin=stdin)
    return json.loads(ran.out), json.loads(scored.out)


@pytest.mark.parametrize("reading", ROWS)
def test_compute_and_score_say_the_same_of_the_same_rows(reading: str, call: Runner) -> None:
    one, other = answers(call, reading)
    assert one["reading"] == other["reading"] == reading
    shared = {name for name in one.keys() & other.keys() if not isinstance(one[name], list | dict)}
    assert shared >= {"reading", "given", "unit", "base", "n", "mean", "total", "perplexity", "typical_probability"}
    for name in shared - {"value", "quantity"}:  # the answer of events is their total, of a file its mean
        same = math.isclose(one[name], other[name], rel_tol=1e-12) if isinstance(one[name], float) else None
        assert same or one[name] == other[name], name


@pytest.mark.parametrize("reading", ROWS)
def test_no_number_has_two_names(reading: str, call: Runner) -> None:
    """A number that compute calls one thing and score another would be found by its value."""
    one, other = answers(call, reading)
    alone = {name: x for name, x in one.items() if isinstance(x, float) and name not in other and x not in (0, 1)}
    for name, x in alone.items():
        twins = [theirs for theirs, y in other.items() if isinstance(y, float) and math.isclose(x, y, rel_tol=1e-9)]
        if name not in QUANTITIES:
            assert not twins, f"{name} is {twins} there"


QUANTITIES = {"entropy", "cross_entropy", "kl_divergence"}
"""Of one distribution by another: other quantities than a mean, which may well be the same number."""


def named(value: object) -> Iterator[tuple[str, object]]:
    """Every name of a record and its value, however deep."""
    for each in value if isinstance(value, list) else ():
        yield from named(each)
    if isinstance(value, dict):
        for name, each in value.items():
            yield name, each
            yield from named(each)


def records(call: Runner) -> Iterator[tuple[str, Json]]:
    for reading in ROWS:
        yield from zip(("compute", "score"), answers(call, reading), strict=True)
    for name, (argv, stdin) in MORE.items():
        yield name, json.loads(call(name, *argv, "--format", "json", stdin=stdin).out)


WORDS: dict[str, set[Any]] = {
    "reading": set(READINGS),
    "given": {"pred", "logits", "logprobs", "true"},
    "unit": {"nats", "bits", "bans", None},
    "status": {"right", "rounded", "truncated", "wrong"},
}
"""What a word of a record may be, wherever it stands; a root of a divergence has no unit."""


def test_a_word_of_a_record_is_one_of_those_agreed_on(call: Runner) -> None:
    for command, record in records(call):
        for name, value in named(record):
            assert name not in WORDS or value in WORDS[name], (command, name, value)
            if name == "notes":
                assert {note["code"] for note in value} <= set(NOTES), (command, value)  # type: ignore[attr-defined]
            if name == "read_as":
                assert isinstance(value, str), (command, value)
                assert " " in value, (command, value)
