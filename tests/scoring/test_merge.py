"""Summaries are joined only if they are whole, unchanged and scored alike; a refusal says which setting differs, and where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Runner

ROWS = "y,p\n1,0.9\n0,0.2\n1,0.7\n"


def saved(call: Runner, folder: Path, name: str, *options: str, rows: str = ROWS) -> str:
    path = str(folder / name)
    assert call("score", "-", "-q", "--save-summary", path, *options, stdin=rows).status == 0
    return path


def test_a_summary_from_a_pipe_is_read_and_only_once(call: Runner, tmp_path: Path) -> None:
    text = (tmp_path / saved(call, tmp_path, "a.json")).read_text()
    assert call("merge", "-", "-q", stdin=text).out == call("score", "-", "-q", stdin=ROWS).out
    assert "Standard input is asked for twice" in call("merge", "-", "-", stdin=text).err
    assert call("merge", "-", stdin=None).status == 4


CHANGES = {
    "a sum": lambda found: found["sums"].update(squares="0x5"),
    "a count": lambda found: found["sums"].update(n=-1),
    "a name": lambda found: found.update(classes=["1", "0"]),
    "a missing field": lambda found: found.pop("worst"),
    "a missing digest": lambda found: found.pop("sha256"),
    "another digest": lambda found: found.update(sha256="0"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_summary_is_refused(call: Runner, tmp_path: Path, change: str) -> None:
    path = tmp_path / saved(call, tmp_path, "a.json")
    found = json.loads(path.read_text())
    CHANGES[change](found)
    path.write_text(json.dumps(found))
    ran = call("merge", str(path))
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith("error: This is not a summary, or it was changed since xent saved it.\n")


@pytest.mark.parametrize("text", ["[" * 100_000, "[]", "1", '{"sha256": "0", "n": ' + "9" * 5000 + "}"])
def test_what_is_no_summary_is_refused(call: Runner, text: str) -> None:
    ran = call("merge", "-", stdin=text)
    assert (ran.status, ran.out) == (3, "")
    assert "xent explain bad-summary" in ran.err


def test_a_summary_laid_out_anew_is_the_same(call: Runner, tmp_path: Path) -> None:
    path = tmp_path / saved(call, tmp_path, "a.json")
    before = call("merge", str(path), "--format", "json")
    path.write_text(json.dumps(dict(reversed(json.loads(path.read_text()).items()))))
    assert call("merge", str(path), "--format", "json") == before


UNLIKE: dict[str, tuple[tuple[str, ...], tuple[str, ...], str, str, str]] = {
    "clip": ((), ("--clip", "sklearn"), "--clip", "none", "sklearn"),
    "bounds": (("--clip", "1e-3"), ("--clip", "1e-15"), "--clip", "from 0.001 to 0.999", "from 1e-15 to 0.999999999999999"),
    "base": ((), ("--base", "2"), "--base", "e", "2"),
    "bins": ((), ("--calibration", "7"), "--calibration", "10", "7"),
    "classes": ((), ("--positive", "0"), "class 1", "0", "1"),
    "weight": ((), ("--weight", "p", "--pred", "p"), "--weight", "no", "yes"),
    "by": ((), ("--by", "y", "--label", "y"), "--by", "none", "y"),
    "kind": ((), ("--as", "events", "--pred", "p"), "the kind of prediction", "binary", "events"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNLIKE)
def test_the_refusal_names_the_setting_both_values_and_both_files(call: Runner, tmp_path: Path, name: str) -> None:
    of_a, of_b, setting, value_a, value_b = UNLIKE[name]
    a, b = saved(call, tmp_path, "a.json", *of_a), saved(call, tmp_path, "b.json", *of_b)
    ran = call("merge", a, b)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith(
        f"error: {a} and {b} were not scored alike.\n  in {setting}:\n    {value_a} / {value_b}\n"
    )
    assert f"and {setting} differs." in ran.err


def test_files_that_hold_different_classes_are_called_by_their_names(call: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("y,p_a,p_b\na,0.5,0.5\n")
    (tmp_path / "b.csv").write_text("y,p_a,p_c\na,0.5,0.5\n")
    ran = call("score", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"))
    assert "b.csv were not scored alike.\n  in class 2:\n    b / c\n" in ran.err


def test_one_file_under_two_names_is_noted(tmp_path: Path, call: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """By another path, a link, or a second name on the disk; a copy is another file."""
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("y,p\n1,0.9\n0,0.2\n")
    assert call("score", "-", "-q", "--save-summary", "a.json", stdin="y,p\n1,0.9\n0,0.2\n").status == 0
    for suffix, command in (("csv", ["score"]), ("json", ["merge"]), ("csv", ["compare"])):
        file = f"a.{suffix}"
        Path(f"soft.{suffix}").unlink(missing_ok=True)
        Path(f"hard.{suffix}").unlink(missing_ok=True)
        Path(f"soft.{suffix}").symlink_to(file)
        Path(f"hard.{suffix}").hardlink_to(file)
        Path(f"copy.{suffix}").write_bytes(Path(file).read_bytes())
        code = "same-model" if command == ["compare"] else "repeated"
        for other in (file, f"./{file}", f"soft.{suffix}", f"hard.{suffix}", f"copy.{suffix}"):
            notes = json.loads(call(*command, file, other, "--format", "json").out)["notes"]
            assert (code in [note["code"] for note in notes]) == (other != f"copy.{suffix}"), (command, other)
