"""Whatever documents xent runs: README, the examples at the end of every --help, the pages of errors, and examples/."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from xentropy_cli.cli.app import COMMANDS, app
from xentropy_cli.rendering import FORMATS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted(
    (Path(sys.modules["xentropy_cli"].__file__ or "").parent / "teaching" / "lessons" / "errors").glob("*.md")
)
DRAWN = ("txt", "md", "tex", "html", "svg", "json", "csv")


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as a user pastes it, with the xent under test first on PATH and a home of its own."""
    commands = Path(sys.executable).parent
    env = {**os.environ, "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder), "PYTHONUTF8": "1"}
    (folder / ".config" / "fish" / "completions").mkdir(parents=True, exist_ok=True)
    env["PROFILE"] = str(folder / "profile.ps1")
    return subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def help_examples() -> list[tuple[str, str]]:
    """Every example that a --help shows, beside its command."""
    found = []
    for name, command in [("", app), *((name, app.get_command(click.Context(app), name)) for name in COMMANDS)]:
        assert command is not None
        assert command.epilog, f"xent {name} --help ends without examples"
        lines = command.epilog.partition("Examples:\n")[2].splitlines()
        found += [(name, line.strip()) for line in lines if line.strip()]
    return found


FILES = {
    "predictions.csv": "id,y,p,group,w\n1,1,0.9,a,1\n2,0,0.2,b,2\n3,1,0.7,a,1\n4,0,0.4,b,1\n",
    "a.csv": "id,y,p,group\n1,1,0.9,a\n2,0,0.2,b\n3,1,0.7,a\n",
    "b.csv": "id,y,p,group\n1,1,0.8,a\n2,0,0.1,b\n3,1,0.6,a\n",
    "article.md": "The first door costs -ln(0.7) = 0.3567 nats.\n",
}
"""The files that examples speak of, as a reader might have them."""


def with_files(folder: Path) -> Path:
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize(("name", "line"), help_examples())
def test_an_example_of_help_runs_as_pasted(name: str, line: str, tmp_path: Path) -> None:
    with_files(tmp_path)
    done = shell(line, tmp_path)
    said = "".join(said for said in done.stderr.splitlines() if not said.startswith("read: "))
    assert (done.returncode, said) == (0, ""), f"{name}: {done.stderr}"


def test_every_summary_begins_with_a_capital_and_fits_a_line() -> None:
    assert all(summary[0].isupper() and summary.endswith(".") and len(summary) <= 60 for summary in COMMANDS.values())


def commands_of_readme() -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    lines = [line.partition("   #")[0].rstrip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if "xent " in line and "venv" not in line]


@pytest.mark.parametrize("line", commands_of_readme())
def test_a_command_of_the_readme_runs(line: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    done = shell(line, tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_session_of_the_readme_prints_what_it_shows(tmp_path: Path) -> None:
    sessions = re.findall(r"^```console\n\$ (.*?)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert sessions
    for line, shown in sessions:
        assert shell(line, tmp_path).stdout == shown


def test_the_python_of_the_readme_runs() -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    scope: dict[str, object] = {}
    exec(code, scope)
    for line in code.splitlines():
        expression, hash_, shown = line.partition("   # ")
        if hash_ and re.fullmatch(r"[0-9.]+", shown):
            assert repr(eval(expression, scope)) == shown


def test_the_readme_names_every_format_and_command() -> None:
    assert all(f"`{name}`" in README or f"|{name}" in README or f"{name}|" in README for name in FORMATS)
    assert all(f"xent {name}" in README for name in COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_command_of_an_error_page_works(page: Path, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    lines = [line.strip() for line in text.partition("\nThis works:\n")[2].splitlines() if line.startswith("    ")]
    assert lines
    for line in lines:
        assert shell(line, tmp_path).returncode == 0
    assert text.startswith("# ")
    assert "| cause | repair |" in text


def test_examples_are_what_xent_draws(tmp_path: Path) -> None:
    done = shell(f"sh '{ROOT}/examples/make.sh' '{tmp_path}'", tmp_path)
    assert done.returncode == 0, done.stderr
    for suffix in DRAWN:
        assert (tmp_path / f"doors.{suffix}").read_bytes() == (ROOT / "examples" / f"doors.{suffix}").read_bytes()
    page = (tmp_path / "dice.html").read_text("utf-8")
    assert "KL(<var>P</var>‖<var>Q</var>)" in page
    assert "A loaded die" in page


def test_a_shell_loop_prints_a_number_a_line(tmp_path: Path) -> None:
    done = shell(f"sh '{ROOT}/examples/sweep.sh'", tmp_path)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [row[0] for row in rows] == ["0.5", "0.7", "0.9", "0.97", "0.99"]
    assert [round(float(row[1]), 4) for row in rows] == [
        1.2730,
        0.9365,
        0.6852,
        0.6103,
        0.5899,
    ]  # by a pocket calculator


READINGS = (
    "--pred 0.7,0.8,0.97",
    "--pred 0.9,0.2 --label 1,0 --weight 1,3",
    "--logits 2,1,0.1 --label 0 --gradient",
    "--pred 0.7,0.3 --pred 0.5,0.5 --label 0,-100 --ignore-label -100",
    "--pred 0.7,0.3 --true 0.5,0.5",
    "--pred 0.7,0.3 --pred 0.5,0.5 --true 0.5,0.5 --true 1,0",
    "--true 1/2,1/4,1/4",
    "--logits 2,1 --label 0 --descend 2 --squared-error --gradient --accuracy --units --bytes 3",
    "--pred 0.9,0.2 --label 1,0 --squared-error",
    "--true 0.5,0.5 --pred 0.2,0.8 --code huffman",
    "--pred 0.9 --times 10",
)


def names_in(value: object) -> set[str]:
    """Every name of a field, however deep."""
    if isinstance(value, dict):
        return set(value).union(*map(names_in, value.values()))
    return set().union(*map(names_in, value)) if isinstance(value, list) else set()


def test_the_readme_documents_every_field_of_json_and_no_other(tmp_path: Path) -> None:
    table = README.partition("### JSON")[2].partition("CSV has")[0]
    documented = set(re.findall(r"`([a-z_]+)(?:\[\])?`", table)) - {"float", "pred", "logits", "logprobs", "true"}
    printed = set()
    for options in READINGS:
        out = shell(f"xent compute {options} --format json", tmp_path).stdout
        printed |= names_in(json.loads(out))
    assert printed == documented
