"""A row is worked out by its id as by its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

ROWS = "id,y,p\nr1,1,0.9\nr 2:x,0,0.2\nr3,1,0.7\n"


def test_an_id_and_its_line_give_one_page(call: Runner, tmp_path: Path) -> None:
    path, other = tmp_path / "p.csv", tmp_path / "q.csv"
    path.write_text(ROWS)
    other.write_text(ROWS.replace("id,", "name,"))
    for line, key in ((2, "r1"), (3, "r 2:x"), (4, "r3")):
        there = call("score", str(path), "--explain", str(line))
        assert there.status == 0
        assert call("score", str(path), "--explain", f"id={key}") == there
        assert call("score", str(other), "--id", "name", "--explain", f"id={key}") == there
        assert call("score", str(path), str(other), "--explain", f"{path}:id={key}") == there


def test_an_id_that_is_not_there_is_refused(call: Runner, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(ROWS)
    ran = call("score", str(path), "--explain", "id=r9")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: No good row has the id r9.\n")
