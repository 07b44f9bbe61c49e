"""Rows at the edges of doubles, in every kind of file: no run ends in a bug, and what is finite stays a finite number.

Every number of every record is walked: no NaN, no −0, no infinity unless a row is infinite (or a power of a finite mean is
beyond doubles). Parts of a file, whatever they hold, merge to the record of the whole.
"""

from __future__ import annotations

import json
import math
import random
from typing import TYPE_CHECKING, Any

import pytest
from running import tries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from conftest import Runner

LOGITS = (0, -0.5, 3, 37, -37, 40, 709, -709, 746, -746, 1000, -1000, 1e15, -1e15, 1e300, -1e300, 1e-300, "-inf")
LOGPROBS = (0, -0.5, -3, -1e-17, -1e-300, -5e-324, -37, -709, -746, -1000, -1e15, -1e300, "-inf")
PROBABILITIES = (0, 1, 0.5, 0.3, 1e-17, 1e-300, 5e-324, 2e-308, 0.9999999999999999, "0.99999999999999994", 0.999)
WEIGHTS = (0, 1, 2, 0.1, 1e-300, 5e-324, 1e100, 1e-17, 1e16)
COUNTS = (0, 1, 3, 1e-300, 5e-324, 1e300, 1e-17, 0.1)
POWERS = {"perplexity", "perplexity_a", "perplexity_b"}
NAMES = ("c0", "c1", "c2", "c3", "c4")
SEEDS = range(tries(20))


def table(draw: random.Random) -> tuple[list[str], list[str], list[str]]:
    """A header with rows, a second set of predictions for the same rows, and the options that read both."""
    kind, scale = draw.choice(("binary", "binary", "classes", "events")), draw.choice(("pred", "logits", "logprobs"))
    by_shares = kind == "classes" and scale == "pred"
    pool: Sequence[Any] = (
        COUNTS if by_shares else {"pred": PROBABILITIES, "logits": LOGITS, "logprobs": LOGPROBS}[scale]
    )
    if kind != "classes" and scale == "logits":
        pool = (*pool, "inf")
    classes = draw.choice((2, 3, 5)) if kind == "classes" else 1
    names = list(NAMES[:classes])
    few = draw.sample(list(pool), min(len(pool), draw.choice((1, 2, 4, 9))))
    heavy = draw.sample(WEIGHTS, draw.choice((1, 2, 4)))
    labels = [draw.choice(names if kind == "classes" else ["0", "1"]) for _ in range(draw.choice((1, 3, 12, 30)))]

    def predictions() -> str:
        return ",".join(str(draw.choice(few)) for _ in range(classes))

    beside = [f"{draw.choice(heavy)},{draw.choice('gh')},{k}" for k in range(len(labels))]
    head = ",".join(["y", *names, "w", "g", "id"])
    files = [[head, *(f"{y},{predictions()},{rest}" for y, rest in zip(labels, beside, strict=True))] for _ in range(2)]
    options = ["--label", "y"] if kind != "events" else ["--as", "events"]
    options += [f"--{scale}", ",".join(names), "--skip-bad"]
    if kind == "classes":
        options += ["--as-is"] if scale == "logprobs" else ["--normalize"] if by_shares else []
    options += (
        draw.choice(([], ["--weight", "w"])) + draw.choice(([], ["--by", "g"])) + draw.choice(([], ["--base", "2"]))
    )
    return files[0], files[1], options


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a record that holds no others, with the last key above it."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, key)
    else:
        yield key, value


def refuse_constant(text: str) -> None:
    raise AssertionError(f"{text} is not JSON")


def checked(text: str) -> Any:
    """Read a record, and hold every number in it to what is promised."""
    found = json.loads(text, parse_constant=refuse_constant)
    losses = [value for key, value in leaves(found) if key in {"loss", "loss_a", "loss_b", "a", "b"}]
    has_infinite = "Infinity" in losses or "infinite" in text
    for key, value in leaves(found):
        assert value not in {"NaN", "nan", "inf", "-inf"} or key in NAMES, key  # a cell, as it stands in the file
        if value in {"Infinity", "-Infinity"}:
            assert key in POWERS or has_infinite, (key, value)
        if isinstance(value, float):
            assert math.isfinite(value), (key, value)
            assert value or math.copysign(1, value) > 0, (key, value)
    return found


def outcome(call: Runner, *argv: str) -> Any:
    """Run a command: it refuses what it does not take, and otherwise its record holds."""
    ran = call(*argv, "--format", "json")
    assert ran.status in {0, 2, 3}, (argv, ran.err)
    assert bool(ran.out) is (ran.status == 0), (argv, ran.out, ran.err)
    return [checked(line) for line in ran.out.splitlines()] if "--rows" in argv else ran.out and checked(ran.out)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_row_is_too_hostile(call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    draw = random.Random(seed)
    one, two, options = table(draw)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "whole.csv").write_text("\n".join(one) + "\n")
    (tmp_path / "other.csv").write_text("\n".join(two) + "\n")
    whole = outcome(call, "score", "whole.csv", *options)
    page = call("score", "whole.csv", *options, "--calibration", "5", "--format", "plain")
    assert page.status == (0 if whole else 3), page.err
    assert "nan" not in page.out.lower()
    without_groups = [option for option in options if option not in {"--by", "g"}]
    assert bool(outcome(call, "score", "whole.csv", *without_groups, "--rows")) is bool(whole)
    for line in draw.sample(range(2, len(one) + 1), min(3, len(one) - 1)):
        outcome(call, "score", "whole.csv", *without_groups, "--explain", str(line))
    outcome(call, "compare", "whole.csv", "other.csv", *options)
    if whole:
        assert merged_parts(call, one, options) == without_places(whole)


def merged_parts(call: Runner, rows: list[str], options: list[str]) -> dict[str, Any]:
    """Cut a file into parts of a few rows, save what each comes to, and join them."""
    saved = []
    for start in range(1, len(rows), 5):
        with open("part.csv", "w", encoding="utf-8") as part:
            part.write("\n".join([rows[0], *rows[start : start + 5]]) + "\n")
        ran = call("score", "part.csv", *options, "--save-summary", f"{start}.json", "-q")
        assert ran.status == 0 or "No row is left" in ran.err, ran.err
        saved += [f"{start}.json"] * (ran.status == 0)
    return without_places(checked(call("merge", *saved, "--format", "json").out))


@pytest.mark.parametrize(("z", "label", "value"), [("inf", 1, 0.0), ("-inf", 0, 0.0), ("inf", 0, "Infinity")])
def test_the_logit_of_a_sigmoid_may_be_infinite(call: Runner, z: str, label: int, value: float | str) -> None:
    computed = call("compute", f"--logits={z}", "--label", str(label), "--format", "json")
    scored = call("score", "--logits", "z", "--format", "json", stdin=f"y,z\n{label},{z}\n")
    assert json.loads(computed.out)["mean"] == json.loads(scored.out)["mean"] == value


def test_the_logits_of_a_softmax_may_not_be_plus_infinity(call: Runner) -> None:
    assert call("compute", "--logits=inf,0", "--label", "1").status == 2
    assert call("score", "--logits", "a,b", stdin="y,a,b\na,inf,0\n").status == 3


def test_a_wrong_row_of_any_confidence_is_broken_down(call: Runner) -> None:
    """Each row is alone in its bin, so that KL is its loss: z, and log 2; e^−800 is below all doubles."""
    for z in (37, 800, 1e300):
        found = json.loads(call("score", "--logits", "z", "--format", "json", stdin=f"y,z\n0,{z}\n1,0\n").out)
        assert found["decomposition"]["miscalibration"] == pytest.approx((z + math.log(2)) / 2, rel=1e-15)
    page = call("score", "--logits", "z", stdin="y,z\n0,1000\n1,0\n").out
    assert "5.076e-435" in page  # e^−1000, by bc -l: 5.0759588975e-435


def test_a_part_of_weight_0_has_a_summary_and_no_mean(call: Runner, tmp_path: Path) -> None:
    path = str(tmp_path / "part.json")
    rows = "y,p,w\n1,0.9,0\n"
    ran = call("score", "--weight", "w", "--save-summary", path, stdin=rows)
    assert (ran.status, ran.out) == (0, "")
    assert "no mean to print" in ran.err
    assert call("merge", path).status == call("score", "--weight", "w", stdin=rows).status == 3


def without_places(record: dict[str, Any]) -> dict[str, Any]:
    """A record without what names files and lines, and without bad rows: a part of nothing else is refused."""
    return {
        name: value for name, value in record.items() if name not in {"read", "notes", "worst", "infinite", "skipped"}
    }
