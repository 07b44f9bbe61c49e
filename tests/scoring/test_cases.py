"""Command lines and what comes of them: exit code, numbers, and pieces of text."""

from __future__ import annotations

import base64
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from running import run_here

if TYPE_CHECKING:
    from running import Ran

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "score_cases.jsonl").read_text("utf-8").split("\n")
    if line
]


def run(case: dict[str, Any], folder: Path) -> Ran:
    for name, body in case.get("files", {}).items():
        (folder / name).write_bytes(body["text"].encode("utf-8", "surrogateescape"))
    argv = list(case["argv"][1:])
    if {"mean", "total"} & case["expect"].keys():
        argv[1:1] = ["--format", "json"]
    given = (
        base64.b64decode(case["stdin_b64"])
        if "stdin_b64" in case
        else case.get("stdin", "").encode("utf-8", "surrogatepass")
    )
    return run_here(*argv, stdin=given, folder=folder)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_command_line_gives_what_is_recorded(case: dict[str, Any], tmp_path: Path) -> None:
    (status, out, err), expect = run(case, tmp_path), case["expect"]
    assert status == expect.get("exit", 0), err
    assert "Traceback" not in err
    if status in (2, 3, 4):
        assert out == ""
        for part in ("in ", "why:", "fix:", "more: xent explain "):
            assert part in err
    for name in {"mean", "total"} & expect.keys():
        got = json.loads(out)[name]
        assert math.isclose(float(got), float(expect[name]), rel_tol=1e-12) or float(got) == float(expect[name])
    for piece in expect.get("stdout_not", []):
        assert piece not in out.lower()
    if expect.get("no_escape"):
        assert "\x1b" not in out + err
