"""A summary that somebody made, with a hash that fits: merged, or refused as what it is, and never a bug."""

from __future__ import annotations

import copy
import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from running import tries

from xentropy_cli.scoring.summary import digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Runner

INPUTS = {
    "binary": ("y,p,g\n1,0.9,a\n0,0.2,b\n1,0,a\n0,0.4,a\n", ("--by", "g")),
    "classes": ("label,cat,dog,emu\ncat,0.9,0.1,0\ndog,0.4,0.6,0\nemu,0,0,1\n", ()),
    "weighted": ("y,p,w\n1,0.9,2\n0,0.2,0\n1,0.7,0.5\n", ("--weight", "w")),
    "events": ("p\n0.9\n0.2\n", ()),
    "clipped": ("y,p\n1,0\n0,0.2\n", ("--clip", "keras")),
}
HOSTILE: tuple[Any, ...] = (
    None, True, False, -1, 0, 7, 10**30, -0.5, 1.5, "", "x", "-0x5", "0x7", "nan", "inf", [], [1], {}, {"a": 1}, "\x1b[31m"
)  # fmt: skip
COUNTS = (
    "n",
    "finite",
    "mass",
    "infinite",
    "infinite_mass",
    "correct",
    "squares",
    "brier",
    "decided",
    "clipped",
    "off",
)


def saved(kind: str, call: Runner) -> dict[str, Any]:
    stdin, more = INPUTS[kind]
    ran = call("score", "-", *more, "--save-summary", "-", "-o", "/dev/null", "--format", "plain", stdin=stdin)
    assert ran.status == 0, ran
    found: dict[str, Any] = json.loads(ran.out)
    found.pop("sha256")
    return found


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything that a summary holds."""
    if path:
        yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(inner, (*path, key))


def changed(summary: dict[str, Any], path: tuple[Any, ...], value: Any) -> str:
    """Put a value in its place, and a hash that fits."""
    whole = copy.deepcopy(summary)
    part: Any = whole
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return json.dumps({**whole, "sha256": digest(whole)})


@pytest.mark.parametrize("kind", INPUTS)
def test_what_xent_saves_is_taken(kind: str, call: Runner) -> None:
    ran = call("merge", "-", stdin=changed(saved(kind, call), ("top",), 5))
    assert ran.status == 0, ran


@pytest.mark.parametrize("kind", INPUTS)
def test_a_hostile_summary_is_merged_or_refused(kind: str, call: Runner) -> None:
    summary, draw = saved(kind, call), random.Random(1)
    for path in places(summary):
        for value in draw.sample(HOSTILE, min(tries(3), len(HOSTILE))):
            ran = call("merge", "-", "--format", draw.choice(("plain", "json")), stdin=changed(summary, path, value))
            assert ran.status in (0, 3), (path, value, ran)
            if ran.status:
                assert (ran.out, "more: xent explain bad-summary" in ran.err) == ("", True), (path, value, ran)
            assert "\x1b" not in ran.out + ran.err, (path, value)


@pytest.mark.parametrize("kind", INPUTS)
@pytest.mark.parametrize("value", ["-0x5", "-0x1"])
def test_a_negative_count_is_refused(kind: str, value: str, call: Runner) -> None:
    summary = saved(kind, call)
    for path in places(summary):
        is_count = path[0] in ("sums", "groups") and any(name in COUNTS for name in path)
        if is_count and not isinstance(at(summary, path), list):
            ran = call("merge", "-", stdin=changed(summary, path, value))
            assert (ran.status, "bad-summary" in ran.err) == (3, True), (path, ran)


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


@pytest.mark.parametrize("name", ["n", "finite", "mass", "infinite", "cross", "cells"])
def test_sums_that_do_not_go_together_are_refused(name: str, call: Runner, tmp_path: Path) -> None:
    summary = saved("binary", call)
    path: tuple[Any, ...] = {"n": ("sums", "n"), "cells": ("sums", "cells", 0, 2)}.get(name, ("sums", name, 0))
    (tmp_path / "part.json").write_text(changed(summary, path, hex(int(at(summary, path), 16) + 1)))
    ran = call("merge", str(tmp_path / "part.json"))
    assert (ran.status, ran.out, "bad-summary" in ran.err) == (3, "", True), ran


@pytest.mark.parametrize("kind", ["binary", "classes", "events"])
def test_squares_of_a_class_smaller_than_its_losses_allow_are_refused(kind: str, call: Runner) -> None:
    """Of every class by itself: those of all together may hold where one does not."""
    summary = saved(kind, call)
    squares = summary["sums"]["squares"]
    for k in (k for k, square in enumerate(squares) if int(square, 16)):
        ran = call("merge", "-", stdin=changed(summary, ("sums", "squares", k), "0x0"))
        assert (ran.status, "its squares are smaller" in ran.err) == (3, True), (k, ran)


@pytest.mark.parametrize("kind", INPUTS)
def test_a_number_in_other_words_than_xent_s_is_refused(kind: str, call: Runner) -> None:
    """Nor is a text taken for a number, a number or a truth value for a text, or another spelling of the same."""
    summary = saved(kind, call)
    for path in places(summary):
        value = at(summary, path)
        if path[:2] == ("sums", "faint") and value == 0:
            continue  # a band, which may be below 0
        for other in OTHERS.get(type(value), lambda _: [])(value):
            ran = call("merge", "-", stdin=changed(summary, path, other))
            assert (ran.status, "bad-summary" in ran.err) == (3, True), (path, value, other, ran)


OTHERS: dict[type, Any] = {
    int: lambda x: [float(x), str(x), True, -1 - x],
    str: lambda x: [True, 0, f"{x}0" if x.replace(".", "", 1).isdigit() and "." in x else -0.5],
    bool: lambda x: [int(x), str(x)],
}


def test_a_line_of_no_file_is_refused(call: Runner) -> None:
    ran = call("merge", "-", stdin=changed(saved("binary", call), ("worst", 0, 2), 0))
    assert (ran.status, "bad-summary" in ran.err) == (3, True)
