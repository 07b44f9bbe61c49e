"""Two models on the same rows."""

from __future__ import annotations

import json
import math
import random
from typing import TYPE_CHECKING, Any

import pytest

from xentropy_cli.scoring.differences import Differences, Resampler, t_quantile

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner


def columns(n: int = 200) -> tuple[str, list[float]]:
    draw = random.Random(1)
    rows = [(draw.randrange(2), draw.random(), draw.random()) for _ in range(n)]
    gaps = [math.log((a if y else 1 - a) / (b if y else 1 - b)) for y, a, b in rows]
    return "y,a,b\n" + "".join(f"{y},{a!r},{b!r}\n" for y, a, b in rows), gaps


def compared(call: Runner, *argv: str, stdin: str = "") -> dict[str, Any]:
    ran = call("compare", *argv, "--format", "json", stdin=stdin)
    assert ran.status == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_a_difference_is_that_of_the_paired_losses(call: Runner) -> None:
    stats = pytest.importorskip("scipy.stats")
    text, gaps = columns()
    found = compared(call, "-", "--pred", "a", "--pred", "b", stdin=text)
    assert math.isclose(found["value"], math.fsum(gaps) / len(gaps), rel_tol=1e-12)
    test = stats.ttest_1samp(gaps, 0).confidence_interval(0.95)
    assert found["interval_t"] == pytest.approx([test.low, test.high], rel=1e-9)
    assert (found["won"], found["lost"]) == (sum(g < 0 for g in gaps), sum(g > 0 for g in gaps))
    spread = test.high - test.low
    assert found["interval_bootstrap"] == pytest.approx(
        [test.low, test.high], abs=spread / 8
    )  # n = 200: both near normal


@pytest.mark.parametrize("freedom", [1, 2, 5, 30, 1000])
def test_quantiles_of_t_are_those_of_scipy(freedom: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    assert t_quantile(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-9)


def test_the_bootstrap_repeats_and_groups_rows_past_five_hundred() -> None:
    draw = random.Random(2)
    gaps = [draw.gauss(0.1, 1) for _ in range(5000)]
    found = []
    for _ in range(2):
        resampler, sums = Resampler(7), Differences()
        for gap in gaps:
            resampler.add(gap)
        sums.add([(0.0, gap) for gap in gaps])
        found.append(resampler.interval())
    assert found[0] == found[1]
    low, high = found[0] or (0, 0)
    error = sums.standard_error or 0
    assert low == pytest.approx(sums.mean - 1.96 * error, abs=0.4 * error)
    assert high == pytest.approx(sums.mean + 1.96 * error, abs=0.4 * error)


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text)
    return str(folder / name)


def test_files_are_joined_by_row_or_by_id(call: Runner, tmp_path: Path) -> None:
    a = write(tmp_path, "a.csv", "id,y,p\n1,1,0.9\n2,0,0.2\n3,1,0.7\n")
    b = write(tmp_path, "b.csv", "id,y,p\n3,1,0.6\n1,1,0.8\n2,0,0.1\n")
    found = compared(call, a, b, "--on", "id")
    assert found["value"] == pytest.approx(
        (math.log(0.9 / 0.8) + math.log(0.8 / 0.9) + math.log(0.7 / 0.6)) / 3, rel=1e-12
    )
    assert found["moved"][0]["a"]["id"] == "3"
    for other, code in (
        ("id,y,p\n3,1,0.6\n1,1,0.8\n", "missing-id"),
        ("id,y,p\n3,1,0.6\n1,1,0.8\n2,0,0.1\n2,0,0.1\n", "duplicate-id"),
        ("id,y,p\n3,1,0.6\n1,0,0.8\n2,0,0.1\n", "labels-differ"),
    ):
        ran = call("compare", a, write(tmp_path, "c.csv", other), "--on", "id")
        assert (ran.status, ran.out) == (3, "")
        assert code in ran.err
    assert "labels-differ" in call("compare", a, b).err


def test_an_infinite_model_loses_and_two_are_refused(call: Runner) -> None:
    text = "y,a,b\n1,0.5,0\n1,0.5,0.5\n"
    assert compared(call, "-", "--pred", "a", "--pred", "b", stdin=text)["value"] == "Infinity"
    assert compared(call, "-", "--pred", "b", "--pred", "a", stdin=text)["value"] == "-Infinity"
    assert "both-infinite" in call("compare", "-", "--pred", "b", "--pred", "b", stdin=text).err


def test_max_increase_is_a_gate(call: Runner) -> None:
    text = "y,a,b\n1,0.5,0.4\n1,0.5,0.5\n"
    # (ln 0.5 − ln 0.4) / 2 = 0.1116
    assert call("compare", "-", "--pred", "a", "--pred", "b", "--max-increase", "0.1", stdin=text).status == 1
    assert call("compare", "-", "--pred", "a", "--pred", "b", "--max-increase", "0.2", stdin=text).status == 0


def test_groups_are_compared_apart_and_weights_are_refused(call: Runner) -> None:
    text = "y,a,b,site\n1,0.5,0.4,x\n1,0.5,0.5,y\n"
    found = compared(call, "-", "--pred", "a", "--pred", "b", "--by", "site", stdin=text)
    assert [(group["name"], group["n"]) for group in found["groups"]] == [("x", 1), ("y", 1)]
    assert "option-misfit" in call("compare", "-", "--pred", "a", "--pred", "b", "--weight", "site", stdin=text).err
