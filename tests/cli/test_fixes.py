"""Every fix that an error prints is run, for every recorded refusal: it works, or is refused for another reason.

The refusals are those of recorded/errors and of the tables of inputs (data/); advice.py reads their fixes.
"""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from advice import Trial, advice_in
from recording import ERRORS, case_in

from xentropy_cli.cli import run as running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Runner

    from xentropy_cli.errors import XentError

DATA = Path(__file__).parents[1] / "data"
NOT_FOR_THIS_COMMAND = {
    "unknown-option", "missing-value", "extra-argument", "unknown-command", "bad-value", "misuse",
    "option-misfit", "two-answers",
}  # fmt: skip
"""What a person meets who types an option that does not belong there: no advice leads to it."""

LARGEST = 1_000_000
"""Bytes of a case; two hold more, to be too long, and say nothing else."""


def found() -> Iterator[Any]:
    for path in ERRORS:
        case = case_in(path)
        if case.stdin is not None and len(case.stdin) < LARGEST:
            yield pytest.param(Trial(case.argv, case.stdin, {}), id=path.stem)
    for name in ("inputs.jsonl", "score_cases.jsonl"):
        for line in (DATA / name).read_text("utf-8").splitlines():
            case = json.loads(line)
            if case["expect"].get("exit", 0) > 1 and "env" not in case:
                words = case["argv"]
                files = {file: bytes_of(body) for file, body in case.get("files", {}).items()}
                stdin = bytes_of({"b64": case["stdin_b64"]} if "stdin_b64" in case else case.get("stdin", ""))
                yield pytest.param(Trial(tuple(words[words[0] == "xent" :]), stdin, files), id=case["id"])


def bytes_of(body: str | dict[str, str]) -> bytes:
    if isinstance(body, str):
        return body.encode("utf-8", "surrogateescape")
    return base64.b64decode(body["b64"]) if "b64" in body else bytes_of(body["text"])


REFUSALS = list(found())


class Runs:
    """Runs of xent, each in a folder of its own that holds the files of its case, and what they were refused for."""

    def __init__(self, call: Runner, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.call, self.folder, self.patch = call, folder, patch
        self.caught: list[XentError] = []
        self.number = 0
        patch.setattr(running, "present", self.caught.append)

    def refusal(self, trial: Trial) -> XentError | None:
        self.number += 1
        folder = self.folder / str(self.number)
        folder.mkdir()
        for name, data in trial.files.items():
            (folder / name).write_bytes(data)
        self.caught.clear()
        with self.patch.context() as patch:
            patch.chdir(folder)
            ran = self.call(*trial.argv, stdin=trial.stdin)
        assert self.caught or ran.status in (0, 1), (trial.argv, ran)
        return self.caught[0] if self.caught else None


@pytest.fixture
def runs(call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runs:
    return Runs(call, tmp_path, monkeypatch)


def gets_on(runs: Runs, trial: Trial, error: XentError) -> bool:
    """Tell whether a run works, or meets something else that is wrong with its input."""
    other = runs.refusal(trial)
    if other is None:
        return True
    is_misplaced = other.code in NOT_FOR_THIS_COMMAND and error.code not in NOT_FOR_THIS_COMMAND
    return not is_misplaced and reason(other) != reason(error)


def reason(error: XentError) -> tuple[object, ...]:
    """What a refusal is about: another text in the same place that is refused by the same rule is no way on."""
    return error.code, error.where, error.span[0], error.why


@pytest.mark.parametrize("case", REFUSALS)
def test_every_fix_gets_on(case: Trial, runs: Runs) -> None:
    error = runs.refusal(case)
    assert error is not None
    for advice in advice_in(error, case):
        assert any(gets_on(runs, trial, error) for trial in advice.trials), (error.fix, advice)


def test_most_fixes_are_something_to_type(runs: Runs) -> None:
    """The reader of fixes finds what they say: advice that it missed would be tested by nobody."""
    cases = [param.values[0] for param in REFUSALS]
    errors = [(case, error) for case in cases if (error := runs.refusal(case))]
    told = [error for case, error in errors if any(True for _ in advice_in(error, case))]
    assert len(told) > 0.75 * len(errors)
    by_hand = [error.fix for case, error in errors if not any(True for _ in advice_in(error, case))]
    assert not [fix for fix in by_hand if re.search(r"(?<!after )(?<!rows of )(?<!-)--[a-z]", fix)]


@pytest.mark.parametrize("fix", ["Add --as events.", "Add --normalise.", "Type 97.0", "See xent frobnicate"])
def test_a_fix_that_does_not_work_is_found(fix: str, runs: Runs) -> None:
    case = Trial(("compute", "--pred", "97,1", "--label", "0"), b"", {})
    error = runs.refusal(case)
    assert error is not None
    error.fix = fix
    (advice,) = advice_in(error, case)
    assert not any(gets_on(runs, trial, error) for trial in advice.trials)
