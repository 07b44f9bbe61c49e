"""The worst rows: the columns that are shown of them, and as rows by themselves."""

from __future__ import annotations

import csv
import io
import json
import math
import random
from typing import TYPE_CHECKING

import pytest

from xentropy_cli import score

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

TEXTS = ['a "good", film', "x | y", "=1+1", "\u001b[31m", "", "long " * 30]


def drawn(seed: int, count: int = 60) -> list[dict[str, object]]:
    draw = random.Random(seed)
    return [
        {
            "id": f"r{k}",
            "text": draw.choice(TEXTS),
            "y": draw.randint(0, 1),
            "p": draw.randint(1, 99) / 100,
            "o": {"n": [k]},
        }
        for k in range(count)
    ]


def loss(row: dict[str, object]) -> float:
    q = float(str(row["p"]))
    return -math.log(q if row["y"] else 1 - q)


def table(rows: list[dict[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "text", "y", "p"])
    writer.writerows([row["id"], row["text"], row["y"], row["p"]] for row in rows)
    return out.getvalue()


@pytest.mark.parametrize("form", ["table", "json"])
def test_the_columns_of_the_worst_rows_are_those_of_their_lines(form: str, call: Runner) -> None:
    rows = drawn(1)
    text = table(rows) if form == "table" else "".join(json.dumps(row) + "\n" for row in rows)
    ran = call("score", "-", "--columns", "id,text", "--top", "7", "--format", "json", stdin=text)
    found = json.loads(ran.out)["worst"]
    first = 2 if form == "table" else 1
    assert len(found) == 7
    for row in found:
        own = rows[row["line"] - first]
        assert row["columns"] == {"id": own["id"], "text": own["text"]}
    page = call("score", "-", "--columns", "id,text", "--format", "plain", stdin=text).out
    assert "\u001b" not in page
    assert str(found[0]["columns"]["id"]) in page


@pytest.mark.parametrize("block", [1, 500, 1 << 20])
def test_it_does_not_matter_where_blocks_end(block: int) -> None:
    from xentropy_cli.scoring.python import settings_of
    from xentropy_cli.scoring.score import score_table
    from xentropy_cli.tables.opening import open_table

    settings = settings_of(columns="id", top=5)._replace(block=block)
    stream = io.BytesIO(table(drawn(2, 300)).encode())
    found = score_table(open_table("-", settings.reading, stream), settings)
    rows = drawn(2, 300)
    wanted = sorted(range(300), key=lambda k: (-loss(rows[k]), k))[:5]
    assert [row.cells for row in found.worst] == [(("id", f"r{k}"),) for k in wanted]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_only_the_worst_rows_are_written(form: str, call: Runner, tmp_path: Path) -> None:
    rows = drawn(3)
    file = tmp_path / "p.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    ran = call("score", str(file), "--rows", "--top", "4", "--format", form)
    wanted = sorted(rows, key=lambda row: -loss(row))[:4]
    if form == "json":
        found = [json.loads(line) for line in ran.out.splitlines()]
        assert [{**row, "loss": None} for row in found] == [{**row, "loss": None} for row in wanted]
    else:
        found = list(csv.DictReader(io.StringIO(ran.out)))
        assert [row["id"] for row in found] == [row["id"] for row in wanted]
    assert [math.isclose(float(row["loss"]), loss(own)) for row, own in zip(found, wanted, strict=True)] == [True] * 4


def test_python_shows_columns_too() -> None:
    frame = {"y": [1, 0], "p": [0.9, 0.8], "text": ["fine", "bad"]}
    assert score(frame, columns="text", top=1).worst[0]["columns"] == {"text": "bad"}


def test_columns_are_of_the_page_of_all_rows(call: Runner) -> None:
    for other in (("--rows",), ("--explain", "2")):
        ran = call("score", "-", "--columns", "text", *other, stdin=table(drawn(4)))
        assert (ran.status, ran.out) == (2, "")
