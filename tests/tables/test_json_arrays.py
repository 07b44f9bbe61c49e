"""A file that is one JSON array of objects is read as the same objects one a line."""

from __future__ import annotations

import io
import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from xentropy_cli.tables.sources.json_arrays import ArrayLines

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

WRITERS = {
    "on one line": json.dumps,
    "without blanks": lambda rows: json.dumps(rows, separators=(",", ":")),
    "indented": lambda rows: json.dumps(rows, indent=2),
    "an object a line": lambda rows: "[\n\t" + ",\n\t".join(map(json.dumps, rows)) + "\n]\n",
    "with blanks round it": lambda rows: f" \r\n {json.dumps(rows)}\r\n\n",
}


def drawn_rows(seed: int) -> list[dict[str, Any]]:
    draw = random.Random(seed)
    texts = ["plain", 'a "quote"', "{brace", "}, {", "back\\slash", "a, b", "é\u2028", "[", ""]
    return [
        {
            "y": draw.randint(0, 1),
            "p": draw.randint(1, 99) / 100,
            "text": draw.choice(texts),
            "more": {"x": [1, {"z": 2}]},
        }
        for _ in range(draw.randint(1, 40))
    ]


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("seed", range(3))
def test_an_array_means_what_its_objects_mean(name: str, seed: int, call: Runner) -> None:
    rows = drawn_rows(seed)
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    options = ("--label", "y", "--pred", "p", "--id", "text", "--format", "json")
    found = call("score", "-", *options, stdin=WRITERS[name](rows))
    wanted = json.loads(call("score", "-", *options, stdin=lines).out)
    assert found.status == 0, found.err
    assert json.loads(found.out) | {"read": None} == wanted | {"read": None}


class Slow(io.BytesIO):
    """A stream that gives little at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 1, 7))


@pytest.mark.parametrize("name", WRITERS)
def test_it_does_not_matter_where_a_stream_is_cut(name: str) -> None:
    rows = drawn_rows(7)
    text = WRITERS[name](rows).encode()
    found = io.BufferedReader(ArrayLines(Slow(text), "f")).read()
    assert [json.loads(line) for line in found.splitlines()] == rows


def test_a_row_is_explained_by_its_number(call: Runner, tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    file.write_text('[{"y":1,"p":0.9},{"y":0,"p":0.2}]')
    assert (
        call("score", str(file), "--explain", "2", "-q").out == "0.22314355131420976\n"
    )  # −ln 0.8 = 0.22314355131420975577…
    assert call("score", str(file), "--rows").out.splitlines()[1].startswith('{"y":0,"p":0.2, "loss": 0.223')


BROKEN = {
    '[{"y":1,"p":0.9}': "ends early",
    '[{"y":1,"p":0.9},': "ends early",
    '[{"y":1,"p":0.9},{"y":0,"p': "ends early",
    '[{"y":1,"p":0.9}{"y":0,"p":0.2}]': "Here , or ] should stand",
    '[{"y":1,"p":0.9},{"y":0,"p":0.2}]]': "stands behind the array",
    '[{"y":1,"p":0.9},{"y":0,"p":0.}]': "not JSON",
    '[{"y":1,"p":0.9},{"y":0,"p":0.},{"y":0,"p":0.2}]': "not JSON",
    '[{"y":1,"p":0.9},3]': "not an object",
    '[{"y":1,"p":0.9},{"y":0,"p":1.2}]': "not a probability",
    "[]": "no rows",
    '[{"y":1,"y":0,"p":0.9}]': "twice",
}


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_wrong_with_an_array_is_told(text: str, call: Runner) -> None:
    ran = call("score", "-", stdin=text)
    assert (ran.status, ran.out) == (3, "")
    assert BROKEN[text] in ran.err
