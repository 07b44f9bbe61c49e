"""A gate speaks: what breaks a limit is said on stderr, on the page and in JSON, for every command that takes limits."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from xentropy_cli.pages.score import ScoreResult
from xentropy_cli.scoring.python import score

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

ROWS = "y,p,r,g\n1,0.9,0.8,a\n0,0.2,0.4,a\n1,0.3,0.1,b\n0,0.6,0.6,b\n"
BROKEN = "limit: 0.6122 nats is above --max 0.5 (by 0.1122; standard error 0.2663)\n"
"""The losses are 0.10536, 0.22314, 1.20397, 0.91629; their mean is 0.61219, its standard error 0.53256 / √4."""


@pytest.fixture
def commands(call: Runner, tmp_path: Path) -> dict[str, tuple[list[str], str, str]]:
    """For each command with limits: a line, what it reads, and the option for its answer."""
    (tmp_path / "part.json").touch()
    call("score", "-", "--pred", "p", "--by", "g", "--save-summary", str(tmp_path / "part.json"), stdin=ROWS)
    return {
        "score": (["score", "-", "--pred", "p", "--by", "g"], ROWS, "--max"),
        "merge": (["merge", str(tmp_path / "part.json")], "", "--max"),
        "compare": (["compare", "-", "--pred", "p", "--pred", "r", "--by", "g"], ROWS, "--max-increase"),
    }


@pytest.mark.parametrize("form", ["value", "csv", "json", "plain", "html"])
@pytest.mark.parametrize("name", ["score", "merge"])
def test_what_breaks_a_limit_is_said_beside_every_format(
    name: str, form: str, call: Runner, commands: dict[str, Any]
) -> None:
    line, stdin, option = commands[name]
    ran = call(*line, option, "0.5", "--format", form, stdin=stdin)
    assert ran.status == 1
    assert [said for said in ran.err.splitlines(keepends=True) if said.startswith("limit: ")] == [BROKEN]
    within = call(*line, option, "0.6122", "--format", form, stdin=stdin)
    assert (within.status, "limit: " in within.err) == (0, False)


def test_quiet_is_quiet(call: Runner, commands: dict[str, Any]) -> None:
    for line, stdin, option in commands.values():
        assert call(*line, option, "9", "-q", stdin=stdin).err == ""


@pytest.mark.parametrize("name", ["score", "merge", "compare"])
def test_every_limit_is_checked_and_told(name: str, call: Runner, commands: dict[str, Any]) -> None:
    line, stdin, option = commands[name]
    number = "mean" if name != "compare" else "value"
    limits = [option, "-9", "--require", f"groups.*.{number} < 0.2", "--require", f"n = 4 and n > 4 and {number} < 9"]
    ran = call(*line, *limits, "--format", "json", stdin=stdin)
    said, found = ran.err, json.loads(ran.out)
    assert ran.status == 1
    assert (found["limit"], found["holds"]) == (-9.0, False)
    assert [each["holds"] for each in found["limits"]] == [False, False, False]
    names = [[(each["name"], each["holds"]) for each in limit["checks"]] for limit in found["limits"]]
    means = {group["name"]: group[number] for group in found["groups"]}
    assert names == [
        [("value", False)],
        [(f"groups.{group}.{number}", means[group] < 0.2) for group in "ab"],
        [("n", True), ("n", False), (number, True)],
    ]
    assert said.count("limit: ") == 2 + sum(mean >= 0.2 for mean in means.values())
    assert "limit: n 4 is not above 4: --require 'n = 4 and n > 4" in said
    page = call(*line, *limits, stdin=stdin).out
    assert "n 4 is 4: --require" in page
    assert "--max" in page


def test_the_two_that_no_rounding_tells_apart_are_told_apart(call: Runner) -> None:
    """ln 2 is 0.69314718055994…; a limit 3e-10 below it shows as the same four digits."""
    ran = call("score", "-", "--max", "0.6931471802", "-q", stdin="y,p\n1,0.5\n")
    assert ran.err == "limit: 0.69314718056 nats is above --max 0.6931471802 (by 0.00000000036)\n"


def test_a_limit_is_the_number_that_was_typed(call: Runner) -> None:
    """Held exactly against the shortest digits of the mean: equal is not above, one digit more is not, one less is."""
    found = json.loads(call("score", "-", "--format", "json", stdin="y,p\n1,0.7\n").out)["mean"]
    for text, status in ((repr(found), 0), (f"{found!r}1", 0), (repr(found)[:-1] + "0", 1)):
        assert call("score", "-", "--max", text, "-q", stdin="y,p\n1,0.7\n").status == status, text


def test_an_infinite_mean_is_above_every_limit(call: Runner) -> None:
    ran = call("score", "-", "--max", "1e300", "--require", "miscalibration < 1", "-q", stdin="y,p\n1,0\n")
    assert (ran.status, ran.err.count("limit: ")) == (1, 2)
    assert "limit: ∞ nats is above --max 1e300\n" in ran.err
    assert "limit: miscalibration is not in this result: --require 'miscalibration < 1'\n" in ran.err


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("acuracy > 1", "acuracy"),
        ("accuracy > acuracy", "acuracy"),
        ("groups.*.men < 1", "men"),
        ("worst < 1", " < 1"),
        ("unit < 5", "unit < 5"),
        ("5 <= unit", "5 <= unit"),
        ("reading > mean", "reading > mean"),
        ("accuracy >", "accuracy >"),
        ("1 < 2 or 3", "1 < 2 or 3"),
        ("0.5", "0.5"),
        ("", " "),
    ],
)
def test_a_limit_on_no_field_is_refused(text: str, marked: str, call: Runner) -> None:
    ran = call("score", "-", "--by", "g", "--pred", "p", "--require", text, stdin=ROWS)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines()[1] == "  in --require:"
    caret = ran.err.splitlines()[3]
    assert ran.err.splitlines()[2][caret.index("^") : caret.rindex("^") + 1].strip() in marked or not text


def test_every_field_that_a_record_may_have_can_be_asked_for() -> None:
    """A name that does not apply is no misspelt one: over random tables with a fixed seed, facts name what any record has."""
    chance = random.Random(15)
    results = []
    for _ in range(60):
        n, events = chance.randint(1, 4), chance.random() < 0.2
        rows = [(chance.randint(0, 1), chance.choice([0.0, 0.3, 0.5, 1.0]), chance.choice([0.5, 1])) for _ in range(n)]
        labels, q, weights = ([row[k] for row in rows] for k in range(3))
        batch = ([1] * n if events else labels, q, weights) if chance.random() < 0.5 else (labels, q)
        results.append(ScoreResult(score([batch])))
    names = {name for result in results for name in result.record()}
    assert {"infinite", "decomposition", "skill", "weight", "standard_error"} <= names
    assert all(names | {"miscalibration"} <= set(result.facts()) for result in results)


@pytest.mark.parametrize("text", ["nan", "inf", "1_0", "half", "1e999"])
def test_a_limit_is_a_finite_number(text: str, call: Runner, commands: dict[str, Any]) -> None:
    for line, stdin, option in commands.values():
        ran = call(*line, option, text, stdin=stdin)
        assert (ran.status, ran.out, "A limit is a finite number" in ran.err) == (2, "", True), ran


@pytest.mark.parametrize("text", ["accuracy", "mean <= 9 and accuracy", "groups.*.mean"])
def test_a_field_alone_is_no_gate(text: str, call: Runner) -> None:
    """A shell makes `--require accuracy` of `--require accuracy > 0.9`, and every model would pass."""
    ran = call("score", "-", "--require", text, stdin=ROWS)
    assert (ran.status, ran.out) == (2, "")
    assert "in quotes, with its limit" in ran.err
