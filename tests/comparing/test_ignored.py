"""Rows that were asked not to count, in both files of a comparison: they keep their places, and are told."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

LABELS = ["1", "-1", "1", "0", "-1"]
A, B = [0.9, 0.5, 0.3, 0.2, 0.7], [0.8, 0.5, 0.4, 0.4, 0.7]


def written(path: Path, labels: list[str], numbers: list[float]) -> str:
    rows = (f"r{k},{y},{p}" for k, (y, p) in enumerate(zip(labels, numbers, strict=True)))
    path.write_text("id,y,p\n" + "\n".join(rows) + "\n", "utf-8")
    return str(path)


def compared(call: Runner, *args: str) -> dict[str, Any]:
    ran = call("compare", *args, "--format", "json")
    assert ran.status == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


@pytest.mark.parametrize("on", [(), ("--on", "id")])
def test_rows_that_both_ignore_are_left_out_and_told(on: tuple[str, ...], call: Runner, tmp_path: Path) -> None:
    files = written(tmp_path / "a.csv", LABELS, A), written(tmp_path / "b.csv", LABELS, B)
    found = compared(call, *files, "--ignore-label=-1", *on)
    gaps = [math.log(0.9 / 0.8), math.log(0.3 / 0.4), math.log(0.8 / 0.6)]
    assert found["n"] == 3
    assert math.isclose(found["value"], math.fsum(gaps) / 3, rel_tol=1e-12)
    (note,) = [each["text"] for each in found["notes"] if each["code"] == "ignored"]
    assert note.startswith("2 rows")


@pytest.mark.parametrize("on", [(), ("--on", "id")])
def test_a_row_that_one_file_ignores_has_another_label_in_the_other(
    on: tuple[str, ...], call: Runner, tmp_path: Path
) -> None:
    """As many rows count in both; without their places row 3 of one would be held against row 2 of the other."""
    others = ["1", "1", "-1", "0", "-1"]
    files = written(tmp_path / "a.csv", LABELS, A), written(tmp_path / "b.csv", others, B)
    ran = call("compare", *files, "--ignore-label=-1", *on)
    assert (ran.status, ran.out) == (3, "")
    if not on:
        assert "a.csv:3" in ran.err
        assert "b.csv:3" in ran.err


def test_two_predictions_of_one_file_ignore_the_same_rows(call: Runner, tmp_path: Path) -> None:
    rows = (f"{y},{p},{q}" for y, p, q in zip(LABELS, A, B, strict=True))
    (tmp_path / "one.csv").write_text("y,p,q\n" + "\n".join(rows) + "\n", "utf-8")
    found = compared(call, str(tmp_path / "one.csv"), "--pred", "p", "--pred", "q", "--ignore-label=-1")
    assert found["n"] == 3
    assert [each["text"][:6] for each in found["notes"] if each["code"] == "ignored"] == ["2 rows"]


def test_cells_of_several_labels_are_ignored_and_left_out_one_by_one(call: Runner, tmp_path: Path) -> None:
    """Of the rows the first has two cells that count, the second one; the third is bad in both files, the fourth in b."""
    head = "y_a,y_b,p_a,p_b\n"
    (tmp_path / "a.csv").write_text(head + "1,0,0.9,0.2\n-1,1,0.5,0.6\n0,oops,0.3,0.4\n1,1,0.8,0.7\n", "utf-8")
    (tmp_path / "b.csv").write_text(head + "1,0,0.7,0.3\n-1,1,0.5,0.6\n0,oops,0.3,0.4\n1,1,1.8,0.7\n", "utf-8")
    columns = ("--label", "y_a,y_b", "--pred", "p_a,p_b", "--as", "binary")
    found = compared(
        call, str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), *columns, "--ignore-label=-1", "--skip-bad"
    )
    assert (found["n"], found["skipped"]) == (3, 4)
    assert math.isclose(found["value"], (math.log(0.9 / 0.7) + math.log(0.8 / 0.7)) / 3, rel_tol=1e-12)
    texts = {each["code"]: each["text"] for each in found["notes"]}
    assert texts["skipped"].startswith("4 cells")
    assert texts["ignored"].startswith("1 cell ")
