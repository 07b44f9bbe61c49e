"""Rows of two files are paired by row only where no column of ids says that the same rows stand in another order."""

from __future__ import annotations

import json
import math
import random
import re
import shlex
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

DRAW = random.Random(9)
IDS = [f"r{k}" for k in range(12)]
LABELS = {name: DRAW.randrange(2) for name in IDS}
CHANCES = {name: round(DRAW.uniform(0.1, 0.9), 3) for name in IDS}
OTHERS = {name: round(DRAW.uniform(0.1, 0.9), 3) for name in IDS}


def mean(chances: dict[str, float]) -> float:
    return -math.fsum(math.log(p if LABELS[name] else 1 - p) for name, p in chances.items()) / len(IDS)


def written(path: Path, order: list[str], **columns: dict[str, float] | dict[str, str] | dict[str, int]) -> None:
    rows = [{column: values[name] for column, values in columns.items()} for name in order]
    if path.suffix == ".jsonl":
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    else:
        path.write_text("\n".join([",".join(columns), *(",".join(map(str, row.values())) for row in rows)]) + "\n")


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
@pytest.mark.parametrize("key", ["id", "Sample_ID", "uuid", "row id"])
def test_another_order_is_refused_and_joined_as_is_advised(
    key: str, suffix: str, call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = {name: name for name in IDS}
    a, b, truth = (tmp_path / f"{name}{suffix}" for name in ("a", "b", "truth"))
    alike = sorted(IDS, key=LABELS.__getitem__)  # labels that are the same row by row betray nothing
    written(a, alike, **{key: names, "y": LABELS, "p": CHANCES})
    for _ in range(3):
        halves = [[name for name in IDS if LABELS[name] == y] for y in (0, 1)]
        order = [name for half in halves for name in DRAW.sample(half, len(half))]
        written(b, order, **{key: names, "y": LABELS, "p": OTHERS})
        written(truth, order, **{key: names, "label": LABELS})
        written(tmp_path / f"pred{suffix}", DRAW.sample(IDS, len(IDS)), **{key: names, "p": OTHERS})
        for args, wanted in (
            (("compare", a.name, b.name), mean(OTHERS) - mean(CHANCES)),
            (("score", f"pred{suffix}", "--truth", truth.name), mean(OTHERS)),
        ):
            ran = call(*args, "-q")
            assert (ran.status, ran.out) == (3, ""), args
            advised = re.search(r"fix: Join rows by it: (--on .*?);", ran.err)
            assert advised, ran.err
            assert float(call(*args, "-q", *shlex.split(advised[1])).out) == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize(
    ("column", "here", "there"),
    [
        ("id", IDS, IDS),
        ("id", IDS, [name.upper() for name in IDS]),
        ("index", IDS, IDS[::-1]),
        ("user_id", ["u", "v"] * 6, ["v", "u"] * 6),
    ],
)
def test_no_other_column_keeps_rows_from_being_paired(
    column: str, here: list[str], there: list[str], call: Runner, tmp_path: Path
) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path, cells, chances in zip(paths, (here, there), (CHANCES, OTHERS), strict=True):
        names = dict(zip(IDS, cells, strict=True))
        written(path, IDS, **{column: names, "y": LABELS, "p": chances})
    ran = call("compare", *map(str, paths), "-q")
    assert float(ran.out) == pytest.approx(mean(OTHERS) - mean(CHANCES), rel=1e-12), ran.err
