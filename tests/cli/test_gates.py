"""A gate speaks: what breaks a limit is said on stderr, on the page and in JSON, for every command that takes limits."""

from __future__ import annotations

import json
import random
import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest

from xentropy_cli.pages.facts import Facts
from xentropy_cli.pages.paths import PathError, condition_of, path_of
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
        ("worst < 1", "worst"),
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


ODD_NAMES = ("1", "2", "0", "-1", "0.5", "b", "a b", "a.b", "max", "min", "last", "*", "and", "x and y", "mean", "[1]",
             "it's", "a]b", "a=b", "<3", "", " ", "é", "猫", "e\u0301", "\x1b[31m", "a\nb", "\u202e",
             "name", "n=1", "@")  # fmt: skip


def test_a_path_that_a_message_prints_leads_to_the_same_value_and_to_no_other() -> None:
    """Over tables of rows with hostile names, drawn with a fixed seed, each row with a value that no other row has."""
    chance = random.Random(10)
    for _ in range(300):
        names = [chance.choice(ODD_NAMES) for _ in range(chance.randint(1, 6))]
        names = names if chance.random() < 0.3 else list(dict.fromkeys(names))
        rows = [
            {"mean": k + 0.25} if chance.random() < 0.05 else {"name": n, "mean": k + 0.25} for k, n in enumerate(names)
        ]
        facts = Facts({"groups": rows, "n": 3})
        printed = list(facts.each(path_of("groups.*.mean")))
        assert [value for _, value in printed] == [row["mean"] for row in rows]
        for name, value in printed:
            assert "'" not in name
            part, other = condition_of(f"{name} = {value} and n = 3")
            assert facts.checks(part) == [(name, value, part.right, True)], names
            assert facts.holds((other,))


@pytest.mark.parametrize("name", ["score", "merge", "compare"])
def test_what_a_message_names_can_be_pasted(name: str, call: Runner, commands: dict[str, Any]) -> None:
    line, stdin, _ = commands[name]
    stdin = stdin.replace(",a\n", ",2\n").replace(",b\n", ",1\n")
    if name == "merge":
        call("score", "-", "--pred", "p", "--by", "g", "--save-summary", line[1], stdin=stdin)
    limit = "groups.*.n < 2 and classes.*.n < 2"
    said = re.findall(r"limit: (\S+) (\d) is not below", call(*line, "--require", limit, "-q", stdin=stdin).err)
    assert len(said) == 4
    for path, number in said:
        ran = call(*line, "--require", f"{path} < {number}", "-q", stdin=stdin)
        assert (ran.status, f"limit: {path} {number} is not below {number}" in ran.err) == (1, True)
        assert call(*line, "--require", f"{path} = {number}", "-q", stdin=stdin).status == 0


def test_digits_that_may_be_a_name_or_a_place_are_refused_with_both_spellings(call: Runner) -> None:
    """By hand: −ln 0.9 = 0.1054 of class 1, −ln 0.5 = 0.6931 of class 2, which stands at place 1."""
    rows = "label,p_1,p_2\n1,0.9,0.1\n2,0.5,0.5\n"
    ran = call("score", "-", "--require", "classes.1.mean < 1", stdin=rows)
    assert (ran.status, "[name=1], or [1]" in ran.err) == (2, True)
    for path, mean in (("[name=1]", "0.1054"), ("[1]", "0.6931"), ("[name=2]", "0.6931"), (".last", "0.6931")):
        assert (
            f"mean {mean} is above 0"
            in call("score", "-", "-q", "--require", f"classes{path}.mean <= 0", stdin=rows).err
        )
    assert call("score", "-", "-q", "--require", "calibration.0.n = 1", stdin=rows).status == 0  # rows without names


COUNTS = {
    "score": ("infinite", "skipped", "ignored", "outside"),
    "compare": ("skipped", "outside", "a.infinite", "b.infinite"),
}


@pytest.mark.parametrize("name", COUNTS)
def test_what_is_counted_is_a_number_also_where_it_is_0(name: str, call: Runner, commands: dict[str, Any]) -> None:
    line, stdin, _ = commands[name]
    for field in (*COUNTS[name], *(("classes.*.infinite", "groups.*.infinite") if name == "score" else ())):
        assert call(*line, "-q", "--require", f"{field} = 0", stdin=stdin).status == 0, field
    ran = call(*line, "-q", "--require", f"{COUNTS[name][0]} = 1", stdin=stdin)
    assert f"limit: {COUNTS[name][0]} 0 is not 1" in ran.err


def test_infinite_is_how_many_are(call: Runner) -> None:
    ran = call("score", "-", "-q", "--require", "infinite = 0", stdin="y,p\n1,0\n0,0.5\n")
    assert (ran.status, ran.err.splitlines()[0]) == (
        1,
        "limit: infinite 1 is not 0 (by 1.0000): --require 'infinite = 0'",
    )
    assert call("score", "-", "-q", "--require", "infinite.count = 1", stdin="y,p\n1,0\n0,0.5\n").status == 0


def test_no_field_that_counts_is_absent_where_it_would_be_0() -> None:
    """Over random tables with a fixed seed: a whole number that one record has at a place, all have that are of its kind."""
    chance = random.Random(11)
    of_kind = {"rows", "labels", "documents", "soft", "weighed", "n"}  # what only some tables have, and not how many
    seen: dict[str, int] = {}
    most = 0
    for _ in range(60):
        rows = [(chance.randint(0, 1), chance.choice([0.0, 0.3, 0.5, 1.0])) for _ in range(chance.randint(1, 4))]
        record = score([tuple(map(list, zip(*rows, strict=True)))]).fields()
        counts = {name for name, value in record.items() if isinstance(value, int) or "count" in str(value)[:9]}
        counts |= {
            f"classes.{name}" for row in record["classes"] for name, value in row.items() if isinstance(value, int)
        }
        most += 1
        for name in counts - of_kind:
            seen[name] = seen.get(name, 0) + 1
    assert {"infinite", "classes.infinite", "skipped", "ignored", "outside"} <= set(seen)
    assert set(seen.values()) == {most}, seen


@pytest.mark.parametrize("text", [".9", "90%", "90.0%", "9/10", "9e-1", "+0.9", "0.90", "+90%", "900e-3"])
def test_a_limit_takes_every_spelling_of_a_number(text: str) -> None:
    for sides in (f"x = {text}", f"{text} = x", f"x={text}", f"x >= {text} and 2. > x"):
        assert Facts({"x": 0.9}).holds(condition_of(sides)), sides


BROKEN_LIMITS = ("difference <= 0", "acuracy > 1", "worst < 1", "moved < 1", "groups < 1", "groups.*.men < 1", "groups.3.n < 1",
                 "groups.0.n < 1", "classes.c.n < 1", "groups.c.n > 1", "groups.max < 1", "a < 1", "read < 1", "unit < 5",
                 "n <", "groups.*.difference < 1", "interval_t < 1", "notes < 1", "", "1 < 2 or 3",
                 "n < oops", "groups.*.name < 2")  # fmt: skip


@pytest.mark.parametrize("name", ["score", "merge", "compare"])
@pytest.mark.parametrize("text", BROKEN_LIMITS)
def test_what_a_refusal_of_a_limit_says_to_type_is_taken(
    name: str, text: str, call: Runner, commands: dict[str, Any]
) -> None:
    line, stdin, _ = commands[name]
    ran = call(*line, "-q", "--require", text, stdin=stdin)
    fix = ran.err.partition("fix: ")[2].partition("\n")[0]
    assert (ran.status, "--require" in fix) == (2, True), ran
    option = shlex.split(fix.partition("--require ")[2])[0]
    again = call(*line, "-q", "--require", option, stdin=stdin)
    assert again.status in (0, 1), (option, again)
    assert "is not in this result" not in again.err


@pytest.mark.parametrize("text", ["groups.1.n", "groups.c.n", "groups.max", "groups", "infinite.rows"])
def test_what_a_refused_path_may_go_on_with_is_said(text: str) -> None:
    facts = Facts({"groups": [{"name": "1", "n": 2}], "infinite": {"count": 0, "rows": [{"line": 3}]}})
    with pytest.raises(PathError) as caught:
        facts.leaves(path_of(text))
    assert caught.value.names
