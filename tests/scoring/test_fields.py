"""The page about JSON names every field that `score` and `compare` print as JSON, and no other."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import xentropy_cli

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Runner

PAGE = (Path(xentropy_cli.__file__).parent / "reference" / "json.md").read_text("utf-8")
EXAMPLES = Path(__file__).parent.parent.parent / "examples" / "predictions"
Json = dict[str, Any]

MODELS = "id,y,w,site,a,b\n1,1,1,x,0.9,0.8\n2,0,2,y,0.2,0.1\n3,1,1,x,0.7,0.4\n"
RUNS: dict[str, list[tuple[tuple[str, ...], str]]] = {
    "score": [
        (("-", "--id", "id", "--by", "site", "--weight", "w", "--pred", "a", "--skip-bad"), MODELS + "4,1,1,x,7,0\n"),
        (("-", "--columns", "label"), "label,p\n1,0.5\n"),
        (("-", "--by", "site"), "y,p,site\n1,0,x\n0,0.2,x\n1,0.5,y\n"),
        (("-",), "0.5\n0.25\n"),
        (("-",), "label,cat,dog,n\ncat,0.9,0.1,3\ndog,0.2,0.8,5\n"),
        (("-", "--clip", "keras"), "y,p\n1,1.00001\n0,0.2\n"),
        (("-", "--truth", str(EXAMPLES / "iris_a.csv"), "--on", "id"), (EXAMPLES / "iris_b.csv").read_text()),
        (("-", "--logprobs", "l", "--bytes", "b", "--words", "w"), '{"l":[-1,-2],"b":9,"w":2}\n'),
        (("-", "--true", "t_*", "--pred", "q_*"), "t_a,t_b,q_a,q_b\n0.5,0.5,0.75,0.25\n"),
        (
            ("-", "--label", "y,z", "--pred", "p,q", "--as", "binary", "--ignore-label", "9"),
            "y,z,p,q\n1,0,0.9,0.1\n9,9,1,1\n",
        ),
    ],
    "compare": [
        (("-", "--pred", "a", "--pred", "b", "--by", "site", "--id", "id", "--weight", "w"), MODELS),
        (("-", "--pred", "a", "--pred", "b", "--columns", "a"), MODELS.replace("0.9", "0")),
        (("-", "--pred", "a", "--pred", "b", "--clip", "keras"), "y,a,b\n1,1.00001,0.9\n0,0.2,0.1\n"),
        ((str(EXAMPLES / "iris_a.csv"), str(EXAMPLES / "iris_b.csv"), "--on", "id"), ""),
    ],
}


def table_of(command: str) -> Iterator[tuple[list[str], set[str]]]:
    """The rows of a table of fields: the fields, and the names of what stands within them."""
    head = f"\n## {command}\n"
    assert PAGE.count(head) == 1
    rows = PAGE.partition(head)[2].partition("| field | holds |\n|---|---|\n")[2].partition("\n\n")[0]
    for row in rows.splitlines():
        fields, _, meaning = row.strip("|").partition("|")
        yield re.findall(r"`(\w+)(?:\[\])?`", fields), set(re.findall(r"`(\w+)(?:\[\])?`", meaning))


def names_within(value: object) -> set[str]:
    """The names of all fields within a value, however deep."""
    if isinstance(value, list):
        return set().union(*map(names_within, value)) if value else set()
    if isinstance(value, dict):
        return set(value).union(*map(names_within, value.values()))
    return set()


@pytest.fixture(params=RUNS)
def printed(request: pytest.FixtureRequest, call: Runner) -> tuple[str, list[Json]]:
    """A command, and what it prints of inputs that together have every field."""
    command = request.param
    runs = [call(command, *argv, "--format", "json", stdin=stdin) for argv, stdin in RUNS[command]]
    assert [ran.status for ran in runs] == [0] * len(runs), runs
    return command, [json.loads(ran.out) for ran in runs]


def test_every_field_is_in_the_table_and_the_other_way_round(printed: tuple[str, list[Json]]) -> None:
    command, records = printed
    fields = [field for row, _ in table_of(command) for field in row]
    assert len(fields) == len(set(fields))
    assert set(fields) == set().union(*records)


def test_the_same_holds_of_what_stands_within_a_field(printed: tuple[str, list[Json]]) -> None:
    command, records = printed
    for fields, told in table_of(command):
        assert told == set().union(*(names_within(record.get(field)) for record in records for field in fields)), fields
