"""Whatever documents xent runs: README, the examples at the end of every --help, the pages of errors, and examples/."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import click
import pytest
from pasted import commands_in, run_python, shell, with_files

import xentropy_cli
from xentropy_cli.cli.app import COMMANDS, app
from xentropy_cli.rendering import FORMATS
from xentropy_cli.teaching.lookup import REFERENCES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted((Path(xentropy_cli.__file__).parent / "teaching" / "lessons" / "errors").glob("*.md"))
JSON = (Path(xentropy_cli.__file__).parent / "reference" / "json.md").read_text("utf-8")
DRAWN = ("txt", "md", "tex", "html", "svg", "json", "csv")


def help_examples() -> list[tuple[str, str]]:
    """Every example that a --help shows, beside its command."""
    found = []
    for name, command in [("", app), *((name, app.get_command(click.Context(app), name)) for name in COMMANDS)]:
        assert command is not None
        assert command.epilog, f"xent {name} --help ends without examples"
        lines = command.epilog.partition("Examples:\n")[2].splitlines()
        found += [(name, line.strip()) for line in lines if line.strip()]
    return found


@pytest.mark.parametrize(("name", "line"), help_examples())
def test_an_example_of_help_runs_as_pasted(name: str, line: str, tmp_path: Path) -> None:
    with_files(tmp_path)
    done = shell(line, tmp_path)
    said = "".join(said for said in done.stderr.splitlines() if not said.startswith("read: "))
    if name == "quiz":  # it asks on stderr, and nobody answers
        assert ("1 of " in said, done.returncode) == (True, 0 if "--pass 0" in line else 1)
    elif line.startswith("xent explore "):  # and this draws on a terminal
        assert ("needs a terminal" in said, done.returncode) == (True, 2)
    else:
        assert (done.returncode, said) == (0, ""), f"{name}: {done.stderr}"


def test_every_summary_begins_with_a_capital_and_fits_a_line() -> None:
    assert all(summary[0].isupper() and summary.endswith(".") and len(summary) <= 60 for summary in COMMANDS.values())


@pytest.mark.parametrize("line", commands_in(README))
def test_a_command_of_the_readme_runs(line: str, tmp_path: Path) -> None:
    done = shell(line, with_files(tmp_path))
    assert done.returncode == 0, done.stderr


def test_the_readme_is_two_screens_and_leads_to_every_page() -> None:
    assert len(README.splitlines()) <= 120
    assert all(f"[{name}](xentropy_cli/reference/{name}.md)" in README for name in REFERENCES)


def test_a_session_of_the_readme_prints_what_it_shows(tmp_path: Path) -> None:
    sessions = re.findall(r"^```console\n\$ (.*?)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert sessions
    for line, shown in sessions:
        assert shell(line, tmp_path).stdout == shown


def test_the_python_of_the_readme_runs() -> None:
    run_python(README)


def test_the_readme_names_every_format_and_command() -> None:
    assert all(re.search(rf"\b{name}\b", README) for name in FORMATS)
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


def test_the_picture_of_the_course_is_of_what_it_is_now(site: Path) -> None:
    """A browser draws it; here is held of what. After a change: sh examples/screens.sh."""
    page = (site / "entropy.html").read_text("utf-8")
    scene = re.search(r'<section class="scene">.*?</section>\n', page, re.DOTALL)
    assert scene
    seen = scene[0].encode() + (site / "xent.css").read_bytes()
    assert hashlib.sha256(seen).hexdigest() == (ROOT / "examples" / "course.sha256").read_text().strip()


def test_examples_are_what_xent_draws(tmp_path: Path) -> None:
    done = shell(f"sh '{ROOT}/examples/make.sh' '{tmp_path}'", tmp_path)
    assert done.returncode == 0, done.stderr
    for suffix in DRAWN:
        assert (tmp_path / f"doors.{suffix}").read_bytes() == (ROOT / "examples" / f"doors.{suffix}").read_bytes()
    page = (tmp_path / "dice.html").read_text("utf-8")
    assert "KL(<var>P</var>‖<var>Q</var>)" in page
    assert "A loaded die" in page


GATES = re.findall(r"run: (xent .*)$", (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("line", GATES)
def test_a_gate_of_the_workflow_holds_and_can_break(line: str, tmp_path: Path) -> None:
    folder, summary = with_files(tmp_path), tmp_path / "summary.md"
    named = f"export GITHUB_STEP_SUMMARY='{summary}'; "
    done = shell(named + line, folder)
    assert done.returncode == 0, done.stderr
    assert summary.read_text("utf-8").startswith("# Mean ")
    limit = re.sub(r"(--max|--max-increase) [0-9.]+", r"\1 -9", line)
    broken = shell(named + limit, folder)
    assert (broken.returncode, "is above --max" in broken.stderr) == (1, True), broken.stderr


def test_the_workflow_has_the_gates_that_the_page_shows() -> None:
    page = (Path(xentropy_cli.__file__).parent / "reference" / "files.md").read_text("utf-8")
    shown = re.findall(r"run: (xent \w+) .*(--max\S*) .*(--format markdown >> \S+)", page)
    assert shown == [
        re.fullmatch(r"(xent \w+) .*(--max\S*) .*(--format markdown >> \S+)", line).groups() for line in GATES
    ]  # type: ignore[union-attr]  # all match


def unstyled(notebook: Path) -> list[str]:
    """The sources and outputs of a notebook, whatever its pages look like."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    found = []
    for cell in cells:
        found.append("".join(cell["source"]))
        for out in cell.get("outputs", ()):
            text = "".join(out["data"].get("text/html", out["data"]["text/plain"]))
            found.append(re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL))
    return found


def test_the_notebook_is_what_its_cells_give(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    kept = ROOT / "examples" / "notebook.ipynb"
    done = shell(f"python '{ROOT}/examples/notebook.py' '{tmp_path}/n.ipynb'", tmp_path)
    assert done.returncode == 0, done.stderr
    if request.config.getoption("--record"):
        kept.write_bytes((tmp_path / "n.ipynb").read_bytes())
    assert unstyled(tmp_path / "n.ipynb") == unstyled(kept), "python examples/notebook.py writes it again"
    assert any("Mean loss: 0.1080 nats" in text for text in unstyled(kept))


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
    "--logits 2,1 --label 0 --descend 2 --squared-error --gradient --accuracy --units --bytes 3 --words 2",
    "--pred 0.9,0.2 --label 1,0 --squared-error",
    "--true 0.5,0.5 --pred 0.2,0.8 --code huffman",
    "--pred 0.9 --times 10",
    "--logits=3,1 --label 1,0 --as binary --temperatures 1/2,2,4",
)


def names_in(value: object) -> set[str]:
    """Every name of a field, however deep."""
    if isinstance(value, dict):
        return set(value).union(*map(names_in, value.values()))
    return set().union(*map(names_in, value)) if isinstance(value, list) else set()


def test_the_page_about_json_has_every_field_of_compute_and_no_other(tmp_path: Path) -> None:
    table = JSON.partition("\n## compute\n")[2].partition("\n## score\n")[0]
    documented = set(re.findall(r"`([a-z_]+)(?:\[\])?`", table)) - {"float", "pred", "logits", "logprobs", "true"}
    printed = set()
    for options in READINGS:
        out = shell(f"xent compute {options} --format json", tmp_path).stdout
        printed |= names_in(json.loads(out))
    assert printed == documented
