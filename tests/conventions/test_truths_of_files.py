"""`libraries` and `why` on a file work out what `score` does, whatever its truth: labels elsewhere, several, distributions."""

from __future__ import annotations

import json
import math
import random
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Runner

SIZES = {"few": 7, "more than are kept as typed": 300, "as arrays": 3000}


def split(draw: random.Random) -> tuple[str, str]:
    cut = draw.randint(1, 99)
    return f"{cut / 100:.2f}", f"{1 - cut / 100:.2f}"


def written(path: Path, name: str, head: str, rows: list[tuple[str, ...]]) -> str:
    (path / name).write_text("\n".join([head, *map(",".join, rows), ""]))
    return str(path / name)


def by_row(path: Path, draw: random.Random, n: int) -> list[str]:
    truth = written(path, "y.csv", "y", [(str(draw.randint(0, 1)),) for _ in range(n)])
    return [written(path, "p.csv", "p", [split(draw)[:1] for _ in range(n)]), "--truth", truth]


def by_id(path: Path, draw: random.Random, n: int) -> list[str]:
    ids = [f"r{k}" for k in range(n)]
    rows = [(key, *split(draw)) for key in ids]
    draw.shuffle(ids)
    truth = written(path, "y.csv", "id,label", [(key, draw.choice("ab")) for key in ids])
    return [written(path, "p.csv", "id,p_a,p_b", rows), "--truth", truth, "--on", "id"]


def soft(path: Path, draw: random.Random, n: int) -> list[str]:
    rows = [(*split(draw), *split(draw)) for _ in range(n)]
    return [written(path, "p.csv", "t_a,t_b,q_a,q_b", rows), "--true", "t_a,t_b", "--pred", "q_a,q_b"]


def soft_binary(path: Path, draw: random.Random, n: int) -> list[str]:
    rows = [(split(draw)[0], split(draw)[0]) for _ in range(n)]
    return [written(path, "p.csv", "t,q", rows), "--true", "t", "--pred", "q"]


def one_hot(path: Path, draw: random.Random, n: int) -> list[str]:
    rows = [(*draw.choice([("1", "0"), ("0", "1")]), *split(draw)) for _ in range(n)]
    return [written(path, "p.csv", "t_a,t_b,q_a,q_b", rows), "--true", "t_a,t_b", "--pred", "q_a,q_b"]


def several(path: Path, draw: random.Random, n: int) -> list[str]:
    rows = [(*draw.choices("01", k=2), split(draw)[0], split(draw)[0]) for _ in range(n)]
    return [
        written(path, "p.csv", "y_a,y_b,p_a,p_b", rows),
        "--label",
        "y_a,y_b",
        "--pred",
        "p_a,p_b",
        "--as",
        "binary",
    ]


def long(path: Path, draw: random.Random, n: int) -> list[str]:
    rows = []
    for k in range(n):
        label, shares = draw.choice("ab"), split(draw)
        rows += [(str(k), name, share, label) for name, share in zip("ab", shares, strict=True)]
    return [written(path, "p.csv", "id,class,p,y", rows), "--long", "id,class,p"]


KINDS: dict[str, Callable[[Path, random.Random, int], list[str]]] = {
    each.__name__: each for each in (by_row, by_id, soft, soft_binary, one_hot, several, long)
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_answer_is_that_of_score(kind: str, size: str, call: Runner, tmp_path: Path) -> None:
    args = KINDS[kind](tmp_path, random.Random(f"{kind}{size}"), SIZES[size])
    wanted = json.loads(call("score", *args, "--format", "json").out)["value"]
    ran = call("libraries", *args, "--format", "json")
    if size == "as arrays" and kind == "soft":
        assert (ran.status, ran.out) == (3, "")
        assert "head -1000" in ran.err
        return
    assert ran.status == 0, ran.err
    found = json.loads(ran.out)
    assert math.isclose(found["value"], wanted, rel_tol=1e-12)
    assert found["libraries"]


@pytest.mark.parametrize("kind", KINDS)
def test_why_finds_bits_in_them(kind: str, call: Runner, tmp_path: Path) -> None:
    args = KINDS[kind](tmp_path, random.Random(kind), 5)
    bits = json.loads(call("score", *args, "--format", "json", "--base", "2").out)["value"]
    ran = call("why", f"{bits:.6f}", *args, "--format", "json")
    assert ran.status == 0, ran.out + ran.err
    assert json.loads(ran.out)["causes"][0]["departures"] == "base-2"


def test_on_needs_a_truth(call: Runner) -> None:
    ran = call("libraries", "p.csv", "--on", "id")
    assert (ran.status, ran.out) == (2, "")
    assert "--on needs --truth" in ran.err
