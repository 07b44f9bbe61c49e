"""Every fix that an error prints is run, for every recorded refusal: it works, or is refused for another reason.

The refusals are those of recorded/errors and of the tables of inputs (data/; refusals.jsonl holds nothing else, a command
line for nearly every fix there is); advice.py reads their fixes.
"""

from __future__ import annotations

import base64
import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from advice import READINGS, Trial, advice_in
from recording import ERRORS, case_in

from xentropy_cli.cli import run as running
from xentropy_cli.cli.options.typed_again import merged

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

LARGEST = 50_000
"""Bytes of a case; a few hold more, to be too long, and say nothing else."""


def found() -> Iterator[Any]:
    for path in ERRORS:
        case = case_in(path)
        if case.stdin is not None and len(case.stdin) < LARGEST:
            yield pytest.param(Trial(case.argv, case.stdin, {}), id=path.stem)
    for name in ("inputs.jsonl", "score_cases.jsonl", "refusals.jsonl"):
        for line in (DATA / name).read_text("utf-8").splitlines():
            case = json.loads(line)
            if case.get("expect", {"exit": 2}).get("exit", 0) > 1 and "env" not in case:
                words = case["argv"]
                files = {file: bytes_of(body) for file, body in case.get("files", {}).items()}
                stdin = bytes_of({"b64": case["stdin_b64"]} if "stdin_b64" in case else case.get("stdin", ""))
                if len(stdin) < LARGEST:
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


def gets_on(runs: Runs, trial: Trial, case: Trial, error: XentError) -> bool:
    """Tell whether a run works, or meets something else that is wrong with its input: not the option that was advised."""
    other = runs.refusal(trial)
    if other is None:
        return True
    new = {word.partition("=")[0] for word in trial.argv if word not in case.argv}
    is_about_it = any(word in f"{other.where} {other.message} {other.text}" for word in new)
    is_misplaced = other.code in NOT_FOR_THIS_COMMAND and error.code not in NOT_FOR_THIS_COMMAND
    return not (is_misplaced and is_about_it) and reason(other) != reason(error)


def reason(error: XentError) -> tuple[object, ...]:
    """What a refusal is about: another text in the same place that is refused by the same rule is no way on."""
    word = error.text[slice(*error.span)] if error.where == "the command line" else ""
    return error.code, error.where, error.span[0], error.why, word


@pytest.mark.parametrize("case", REFUSALS)
def test_every_fix_gets_on(case: Trial, runs: Runs) -> None:
    error = runs.refusal(case)
    assert error is not None
    for advice in advice_in(error, case):
        assert any(gets_on(runs, trial, case, error) for trial in advice.trials), (error.fix, advice)


def test_most_fixes_are_something_to_type() -> None:
    """The reader of fixes finds what they say: advice that it missed would be tested by nobody."""
    fixes = [re.search(r"^  fix: (.*)$", path.read_text("utf-8"), re.MULTILINE)[1] for path in ERRORS]  # type: ignore[index]
    by_hand = [fix for fix in fixes if not any(pattern.search(fix) for pattern, _ in READINGS)]
    assert len(by_hand) < len(fixes) / 4
    assert not [fix for fix in by_hand if re.search(r"(?<!after )(?<!rows of )(?<!-)--[a-z]", fix)]


@pytest.mark.parametrize("fix", ["Add --digits 200.", "Add --normalise.", "Type 97.0", "See xent frobnicate"])
def test_a_fix_that_does_not_work_is_found(fix: str, runs: Runs) -> None:
    case = Trial(("compute", "--pred", "97,1", "--label", "0"), b"", {})
    error = runs.refusal(case)
    assert error is not None
    error.fix = fix
    (advice,) = advice_in(error, case)
    assert not any(gets_on(runs, trial, case, error) for trial in advice.trials)


SUGGESTING = "id,truth_of_it,chance_of_it,w,g\n1,1,0.9,1,a\n2,0,0.2,2,b\n3,1,0.7,1,a\n"
"""Columns of which no name is known; one can be the label and one the probability."""
FURTHER = {
    "score": (
        ["score", "t.csv"],
        ["--by", "g", "--weight", "w", "--picture", "groups", "--top=2", "--require", "n = 3"],
    ),
    "score a pipe": (["score"], ["--by", "g", "-q", "--max", "9"]),
    "score -": (["score", "-"], ["--id", "id", "--base", "2", "--rows"]),
    "compare": (["compare", "t.csv", "t.csv"], ["--on", "id", "--by", "g", "--max-increase", "0.3"]),
    "libraries": (["libraries", "t.csv"], ["--only", "sklearn,torch-bce", "--format", "csv"]),
    "why": (["why", "0.2284", "t.csv"], ["--digits", "6"]),
}


@pytest.mark.parametrize("name", FURTHER)
@pytest.mark.parametrize("quoted", [False, True])
def test_a_suggested_command_keeps_all_that_was_typed(
    name: str, quoted: bool, call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it runs; names that a shell would cut are in quotes."""
    monkeypatch.chdir(tmp_path)
    table = (
        SUGGESTING.replace("truth_of_it", "it's true").replace("chance_of_it", "$chance of it")
        if quoted
        else SUGGESTING
    )
    (tmp_path / "t.csv").write_text(table)
    words, options = FURTHER[name]
    ran = call(*words, *options, stdin=table)
    found = re.search(
        r"[.…] Did you mean: (xent .*?)(?:\. Files with other .*)?$", ran.err.partition("fix: ")[2].splitlines()[0]
    )
    assert (ran.status, found is not None) == (3, True), ran
    again = shlex.split(found[1])[1:] if found else []
    assert again[: len(words) + len(options)] == [*words, *options]
    assert call(*again, stdin=table).status == 0, again


def test_an_option_that_is_suggested_takes_the_place_of_its_like() -> None:
    valued = {"--label", "--by", "--true", "--pred", "--nll"}
    assert merged(["--true", "a", "-", "--nll=b", "--by", "g"], ["--label", "y", "--pred", "p"], valued) == [
        *("-", "--by", "g", "--label", "y", "--pred", "p")
    ]
    assert merged(["--by", "--label", "--", "-x"], ["--label", "y"], valued) == [
        "--by",
        "--label",
        "--label",
        "y",
        "--",
        "-x",
    ]
