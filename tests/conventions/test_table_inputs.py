"""`why` and `libraries` of a file: what the same numbers give when they are typed, exactly where rows are few."""

from __future__ import annotations

import json
import random
import shlex
from math import exp, fsum, isclose
from typing import TYPE_CHECKING, Any

import pytest
from running import tries

from xentropy_cli.conventions.many_rows import array_inputs, whole_table

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

FILES = {
    "binary": ("y,p\n1,0.9\n0,0.2\n", ("--pred", "0.9,0.2", "--label", "1,0"), ()),
    "events": ("p\n0.9\n0.2\n", ("--pred", "0.9,0.2"), ("--as", "events", "--pred", "p")),
    "binary logits": ("y,z\n1,2\n0,-1.5\n", ("--logits=2,-1.5", "--label", "1,0"), ("--logits", "z")),
    "binary logprobs": ("y,l\n1,-0.1\n0,-2\n", ("--logprobs=-0.1,-2", "--label", "1,0"), ("--logprobs", "l")),
    "weighted": (
        "y,p,w\n1,0.9,2\n0,0.2,0.5\n",
        ("--pred", "0.9,0.2", "--label", "1,0", "--weight", "2,0.5"),
        ("--weight", "w"),
    ),
    "classes": (
        "y,prob_b,prob_a,prob_c\na,0.2,0.7,0.1\nc,0.5,0.25,0.25\n",
        ("--pred", "b=0.2,a=0.7,c=0.1", "--pred", "b=0.5,a=0.25,c=0.25", "--label", "a,c"),
        (),
    ),
    "logits": (
        "y,a,b,c\na,2,1,0.1\nc,0,-3,1\n",
        ("--logits=a=2,b=1,c=0.1", "--logits=a=0,b=-3,c=1", "--label", "a,c"),
        ("--logits", "a,b,c"),
    ),
    "not adding up": (
        "y,a,b\na,0.7,0.2\nb,0.5,0.5\n",
        ("--pred", "a=0.7,b=0.2", "--pred", "a=0.5,b=0.5", "--label", "a,b"),
        ("--pred", "a,b"),
    ),
    "smoothed": (
        "y,a,b\na,0.7,0.3\nb,0.5,0.5\n",
        ("--pred", "a=0.7,b=0.3", "--pred", "a=0.5,b=0.5", "--label", "a,b", "--label-smoothing", "0.1"),
        ("--pred", "a,b", "--label-smoothing", "0.1"),
    ),
    "class weights": (
        "y,a,b\na,0.7,0.3\nb,0.5,0.5\n",
        ("--pred", "a=0.7,b=0.3", "--pred", "a=0.5,b=0.5", "--label", "a,b", "--class-weight", "2,1"),
        ("--pred", "a,b", "--class-weight", "2,1"),
    ),
    "a sum in bits": (
        "y,p\n1,0.9\n0,0.2\n",
        ("--pred", "0.9,0.2", "--label", "1,0", "--base", "2", "--reduction", "sum"),
        ("--base", "2", "--reduction", "sum"),
    ),
}
"""A file, what is typed for the same numbers, and what is typed beside the file."""


def fields(call: Runner, *argv: str) -> Any:
    ran = call(*argv, "--format", "json")
    assert ran.status in (0, 1), ran
    return json.loads(ran.out)


LISTS = {
    "jsonl": lambda rows: "".join(json.dumps({"logprobs": row}) + "\n" for row in rows),
    "json": lambda rows: json.dumps([{"logprobs": row} for row in rows]),
    "csv": lambda rows: "logprobs\n" + "".join(f'"{row}"\n' for row in rows),
    "null first": lambda rows: "".join(json.dumps({"logprobs": [None, *row]}) + "\n" for row in rows),
}


@pytest.mark.parametrize("most", [5000, 20], ids=["rows", "arrays"])
@pytest.mark.parametrize("form", LISTS)
def test_lists_of_events_are_their_tokens_and_may_be_averaged_by_list(
    form: str, most: int, call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each list was taken once for each of its tokens; its tokens are known to belong together."""
    monkeypatch.setattr(array_inputs, "MOST_BY_ROW", most)
    monkeypatch.setattr(whole_table, "MOST_TYPED", 256 if most > 256 else 10)
    draw, path = random.Random(form), tmp_path / f"s.{form.partition(' ')[0].replace('null', 'jsonl')}"
    for _ in range(tries(2)):
        rows = [[-round(draw.expovariate(0.8), 3) for _ in range(at % 5 + draw.randint(1, 9))] for at in range(5)]
        path.write_text(LISTS[form](rows))
        total, means = -fsum(map(fsum, rows)), [-fsum(row) / len(row) for row in rows]
        made = {
            "list-perplexities": fsum(map(exp, means)) / len(rows),
            "list-totals": total / len(rows),
            "list-means": fsum(means) / len(rows),
        }
        for key, number in made.items():
            found = fields(call, "why", f"{number:.7g}", str(path), "--logprobs", "logprobs")
            assert found["exact"] == pytest.approx(total, rel=1e-12)
            assert f"{sum(map(len, rows))} tokens of {len(rows)} rows" in found["read_as"]
            assert found["causes"][0]["departures"] == key
        scored = fields(call, "score", str(path), "--logprobs", "logprobs")
        assert scored["total"] == pytest.approx(total, rel=1e-12)


@pytest.mark.parametrize("name", FILES)
def test_a_file_gives_what_its_numbers_give(name: str, call: Runner, tmp_path: Path) -> None:
    text, typed, options = FILES[name]
    path = tmp_path / "p.csv"
    path.write_text(text)
    there, here = (fields(call, "libraries", *argv) for argv in (typed, (str(path), *options)))
    assert (here["libraries"], here["value"], here["unit"]) == (there["libraries"], there["value"], there["unit"])
    there, here = (fields(call, "why", "0.4123", *argv) for argv in (typed, (str(path), *options)))
    for each in (there, here):
        del each["read_as"]
        each["notes"] = [note["code"] for note in each["notes"] if note["code"] != "other-reading"]
    assert here == there
    here = fields(call, "libraries", str(path), *options)
    assert here["read_as"].startswith("2 rows of ")


@pytest.mark.parametrize("n", [5, 100, 3000])
def test_rows_whose_sums_miss_1_are_said_once_as_a_score_says_it(n: int, call: Runner, tmp_path: Path) -> None:
    """Few rows are derived one by one, more worked out in doubles, very many as arrays."""
    path = tmp_path / "p.csv"
    path.write_text("y,a,b\n" + "a,0.33,0.66\nb,0.5,0.5\na,0.335,0.664\n" * n)
    notes = [fields(call, *argv, str(path))["notes"] for argv in (("score",), ("why", "0.9"), ("libraries",))]
    said = [[note for note in each if note["code"] == "rounded-sum"] for each in notes]
    assert [note["text"] for note in said[0]] == [
        f"{2 * n} rows were used as typed, with a sum that misses 1 by up to 0.010000."
    ]
    assert said[1] == said[2] == said[0]


@pytest.mark.parametrize("name", FILES)
def test_many_rows_are_worked_out_in_doubles_and_it_is_said(
    name: str, call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, _, options = FILES[name]
    path = tmp_path / "p.csv"
    path.write_text(text)
    exact = fields(call, "libraries", str(path), *options)
    monkeypatch.setattr(whole_table, "MOST_TYPED", 0)
    found = fields(call, "libraries", str(path), *options)
    assert isclose(found["value"], exact["value"], rel_tol=1e-14)
    sums = [note["code"] for note in exact["notes"] if note["code"] == "sum-as-is"]
    assert [note["code"] for note in found["notes"]] == [*sums, "doubles"]
    for row, other in zip(found["libraries"], exact["libraries"], strict=True):
        assert row.get("unfit") == other.get("unfit")
        if "unfit" not in row:
            assert isclose(float(row["value"]), float(other["value"]), rel_tol=1e-6, abs_tol=1e-15), row["name"]


def test_a_cause_is_found_for_hundreds_of_rows(call: Runner, tmp_path: Path) -> None:
    """The mean in bits of 300 rows, made here by math.log2 of what happened."""
    chance = random.Random(4)
    rows = [(chance.randint(0, 1), round(chance.uniform(0.01, 0.99), 3)) for _ in range(300)]
    from math import log2

    bits = -sum(log2(p if y else 1 - p) for y, p in rows) / len(rows)
    path = tmp_path / "p.csv"
    path.write_text("y,p\n" + "".join(f"{y},{p}\n" for y, p in rows))
    found = fields(call, "why", f"{bits:.6f}", str(path))
    assert found["causes"][0]["departures"] == "base-2"


def test_bad_rows_stop_or_are_left_out_and_said(call: Runner, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("y,p\n1,0.9\n0,7\n0,0.2\n")
    ran = call("libraries", str(path))
    assert (ran.status, ran.out, f"{path}:3" in ran.err) == (3, "", True)
    found = fields(call, "libraries", str(path), "--skip-bad")
    assert found["notes"][0] == {"code": "skipped", "text": "1 bad row was left out, as asked."}


@pytest.mark.parametrize("command", [("libraries",), ("why", "0.5")])
@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("{}", "--names", "a,b"), "option-misfit"),
        (("{}", "--as", "distribution"), "option-misfit"),
        (("{}", "--pred", "p", "--pred", "q"), "two-answers"),
        (("{}", "--pred", "p", "--logits", "p"), "two-answers"),
        (("--pred", "0.5", "--label", "1", "--delimiter", ";"), "option-misfit"),
        (("0.7",), "extra-argument"),
        (("nowhere.csv",), "cannot-read"),
    ],
)
def test_what_fits_only_numbers_or_only_a_file_is_refused(
    command: tuple[str, ...], options: tuple[str, ...], code: str, call: Runner, tmp_path: Path
) -> None:
    path = tmp_path / "p.csv"
    path.write_text("y,p\n1,0.9\n0,0.2\n")
    ran = call(*command, *(each.format(path) for each in options))
    assert (ran.status in (2, 4), ran.out) == (True, ""), ran
    assert ran.err.endswith(f"more: xent explain {code}\n"), ran.err


@pytest.mark.parametrize("command", [("libraries",), ("why", "0.5")])
@pytest.mark.parametrize("more", [(), ("--as-is",)])
def test_advice_on_a_file_names_the_command_that_was_typed(
    command: tuple[str, ...], more: tuple[str, ...], call: Runner, tmp_path: Path
) -> None:
    """The command that settles which columns are meant is run as printed; --as-is is said only to who said it."""
    path = tmp_path / "t.csv"
    path.write_text("label,0,1,extra\n0,0.9,0.1,0.9\n1,0.2,0.6,0.8\n")
    refused = call(*command, str(path), *more)
    fix = refused.err.partition("Did you mean: ")[2].partition(" (or,")[0]
    assert refused.status == 3
    assert shlex.split(fix) == ["xent", *command, str(path), "--label", "label", "--pred", "0,1", *more]
    assert call(*shlex.split(fix)[1:]).out


def test_standard_input_is_a_file_too(call: Runner) -> None:
    ran = call("why", "0.2370", "-", stdin="y,p\n1,0.9\n0,0.2\n")
    assert (ran.status, ran.out.splitlines()[0]) == (0, "0.2370: in bits: the logarithm to base 2 was taken")
    ran = call("why", "-0.1643", "-", stdin="y,p\n1,0.9\n0,0.2\n")
    assert ran.out.startswith("-0.1643: the minus sign is missing")


@pytest.mark.parametrize("weights", [(1, 1), (2, 1)])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_of_several_cells_a_row_keras_adds_up_the_means_of_rows(
    reduction: str, weights: tuple[int, int], call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed, from a file in doubles, and from one as arrays; a weight a row counts for each of its cells."""
    from math import log

    cells = [(-log(0.9), -log(0.8), -log(0.5)), (-log(0.7), -log(0.6), -log(0.75))]
    exact = sum(w * sum(row) for w, row in zip(weights, cells, strict=True))
    keras = sum(w * sum(row) / 3 for w, row in zip(weights, cells, strict=True))
    if reduction == "mean":  # Keras divides by the rows, whatever they weigh
        exact, keras = exact / 3 / sum(weights), keras / 2
    path = tmp_path / "p.csv"
    path.write_text(f"a,b,c,p,q,r,w\n1,0,1,.9,.2,.5,{weights[0]}\n0,1,0,.3,.6,.25,{weights[1]}\n")
    typed = (
        "--pred",
        ".9,.2,.5",
        "--pred",
        ".3,.6,.25",
        "--label",
        "1,0,1",
        "--label",
        "0,1,0",
        "--weight",
        "{},{}".format(*weights),
    )
    file = (str(path), "--label", "a,b,c", "--pred", "p,q,r", "--weight", "w")
    for given, most in ((typed, 5000), (file, 5000), (file, 0)):
        monkeypatch.setattr(array_inputs, "MOST_BY_ROW", most)
        found = fields(call, "libraries", *given, "--as", "binary", "--reduction", reduction)
        values = {row["name"]: row["value"] for row in found["libraries"] if "value" in row}
        assert isclose(found["value"], exact, rel_tol=1e-14)
        for name in ("keras-bce", "keras-bce-logits"):
            assert isclose(values[name], keras, rel_tol=1e-6), name
        for name in ("torch-bce", "torch-bce-logits"):
            assert isclose(values[name], exact if reduction == "sum" else exact * sum(weights) / 2, rel_tol=1e-6), name
        if given is not typed:
            assert found["read_as"].startswith("6 cells of 2 rows of binary predictions")
