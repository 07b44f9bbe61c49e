"""Recorded text, whole: what people read (recorded/pages) and every refusal (recorded/errors). `pytest --record` rewrites it.

recording.py tells how a case is written. Adding one is adding a file with its first lines, and recording it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from recording import ERRORS, PAGES, Case, case_in

import xentropy_cli
from xentropy_cli.text import width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Ran, Runner

ROOT = Path(xentropy_cli.__file__).parent
TESTS = sorted(path for path in Path(__file__).parents[1].rglob("test_*.py") if path != Path(__file__))
WIDTHS = (30, 60, 80, 120)


def run(case: Case, call: Runner, *more: str, columns: int = 80) -> Ran:
    return call(*case.argv, *more, stdin=case.stdin, env={"COLUMNS": str(columns)})  # type: ignore[arg-type]


def compare(path: Path, text: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--record"):
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text, f"{path.name}: see pytest --record in CONTRIBUTING.md"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page(path: Path, call: Runner, request: pytest.FixtureRequest) -> None:
    """The plain page, and the table without colour, whole, at every width."""
    case = case_in(path)
    sections = {"plain": run(case, call)}
    sections |= {f"table, {n} columns": run(case, call, "--format", "table", columns=n) for n in WIDTHS}
    for name, ran in sections.items():
        assert (ran.status, ran.err) == (0, ""), (name, ran)
    text = "".join(f"\n=== {name}\n{ran.out}" for name, ran in sections.items())
    assert "\x1b" not in text
    for n in WIDTHS[1:]:
        assert max(map(len, sections[f"table, {n} columns"].out.splitlines())) <= n
    compare(path, f"{case.head}\n{text}", request)


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_refusal(
    path: Path, call: Runner, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of stderr, nothing on stdout, and the code that the file is named after."""
    monkeypatch.chdir(tmp_path)
    case = case_in(path)
    ran = run(case, call)
    code = path.stem.partition(".")[0]
    assert ran.out == "", ran
    assert ran.err.endswith(f"\n  more: xent explain {code}\n"), ran
    compare(path, f"{case.head}\n{ran.err}exit {ran.status}\n", request)


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_a_refusal_underlines_what_it_quotes(path: Path) -> None:
    """The caret is under the text, not beyond it, and no field is empty."""
    lines = path.read_text("utf-8").splitlines()
    at = next((k for k, line in enumerate(lines) if line.startswith("error: ")), None)
    assert at is not None, "record it: pytest --record"
    message, where, quoted, caret, why, fix = lines[at : at + 6]
    assert message.removeprefix("error: ").strip()[-1] in ".?"
    assert where.strip().startswith("in ")
    assert where.endswith(":")
    assert set(caret.strip()) == {"^"}
    assert len(caret.rstrip()) <= width(quoted) + 1
    assert why.removeprefix("  why: ").strip().endswith(".")
    assert fix.removeprefix("  fix: ").strip()


def codes_raised() -> Iterator[str]:
    """The code of every error in the source: the first text handed to XentError, or to a function that makes one."""
    for text in (path.read_text("utf-8") for path in ROOT.rglob("*.py")):
        if not re.search(r"\b(XentError|refuse|code)\b", text):
            continue  # it has no function that takes a code either
        nodes = list(ast.walk(ast.parse(text)))
        makers = {"XentError", "refuse", *makers_among(nodes)}
        for node in nodes:
            if isinstance(node, ast.Call) and name_of(node.func) in makers:
                texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
                yield from (code for code in texts[:2] if code.replace("-", "").isalnum() and code.islower())


def makers_among(nodes: list[ast.AST]) -> set[str]:
    """Functions that take a `code`."""
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    takers = {node.name for node in functions if any(arg.arg == "code" for arg in node.args.args)}
    return {name for name in takers if name != "_note"}  # which makes a note of a result


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


CODES = sorted(set(codes_raised()))


def test_the_codes_are_found() -> None:
    assert len(CODES) > 25
    assert {"not-a-number", "cannot-write", "unknown-command", "sum-not-one"} <= set(CODES)


NEEDS_A_FILE = {
    "bad-row", "bad-summary", "expands-too-much", "needs-extra", "rows-differ", "two-models", "unreadable-table",
}  # fmt: skip
"""Refusals of files that text in a pipe cannot be, and of what no command brings about; not recorded."""


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_page_and_a_recorded_refusal(code: str) -> None:
    page = (ROOT / "teaching" / "lessons" / "errors" / f"{code}.md").read_text("utf-8")
    assert page.startswith("# ")
    assert len(page.splitlines()) > 5
    if code in NEEDS_A_FILE:
        return
    is_recorded = any(path.stem.partition(".")[0] == code for path in ERRORS)
    assert is_recorded or any(f'"{code}"' in path.read_text("utf-8") for path in TESTS), f"nothing shows {code}"


def test_every_page_of_an_error_is_of_a_code_that_is_raised() -> None:
    assert {path.stem for path in (ROOT / "teaching" / "lessons" / "errors").glob("*.md")} == set(CODES)
