"""The pages about the tool: what they show runs, every option and field in them exists, and none is missing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
from pasted import FILES, commands_in, run_python, shell, with_files

from xentropy_cli.cli.app import COMMANDS, app
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.pages.parts.calculation import ANSWERS
from xentropy_cli.rendering import FORMATS
from xentropy_cli.teaching.course import aliases, topics
from xentropy_cli.teaching.lookup import REFERENCE, REFERENCES, errors, look_up, quantities_of, words

if TYPE_CHECKING:
    from conftest import Runner

TEXTS = {name: (REFERENCE / f"{name}.md").read_text("utf-8") for name in REFERENCES}
LINES = [(name, line) for name, text in TEXTS.items() for line in commands_in(text)]


def options_of(command: str) -> set[str]:
    found = app.get_command(click.Context(app), command)
    assert found is not None
    return {flag for each in found.params for flag in (*each.opts, *each.secondary_opts) if flag.startswith("--")}


OPTIONS = {name: options_of(name) for name in COMMANDS} | {"xent": {"--version", "--help"}}


def test_every_page_in_the_folder_is_listed_and_no_other() -> None:
    assert {path.stem for path in REFERENCE.glob("*.md")} == set(REFERENCES)


SAVED = re.findall(r"^````markdown\n(.*?)^````\n\nSaved as `(\S+)`", TEXTS["teaching"], re.MULTILINE | re.DOTALL)
"""Files that the page about teaching shows, and the names under which its commands read them."""


@pytest.mark.parametrize(("name", "line"), LINES)
def test_a_command_of_a_page_runs_as_pasted(name: str, line: str, tmp_path: Path) -> None:
    """Beside files that a reader may have, and those that the page has shown: there is no folder of the project."""
    for text, file in [(text, file) for file, text in FILES.items()] + SAVED:
        (tmp_path / file).write_text(text, "utf-8")
    done = shell(line, tmp_path)
    assert done.returncode == 0, (name, done.stderr)


def test_the_python_of_its_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(with_files(tmp_path))
    run_python(TEXTS["python"])


def code_in(text: str) -> str:
    """All that is set as code: in blocks for a shell, and within lines."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    within = [found[1] for found in re.findall(r"(?<!`)(`)([^`\n]+)`(?!`)", text)]
    return "\n".join([*blocks, *within])


@pytest.mark.parametrize("name", REFERENCES)
def test_every_option_on_a_page_exists(name: str) -> None:
    """Whatever looks like an option in code is one of some command, or of the programs named beside it."""
    others = {"--extra"}
    found = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", code_in(TEXTS[name])))
    assert found - set().union(*OPTIONS.values()) - others == set()


@pytest.mark.parametrize(
    ("pages", "commands"),
    [
        (("inputs", "formats"), ("compute",)),
        (("inputs", "formats", "conventions"), ("libraries", "why", "audit")),
        (("files", "formats", "inputs"), ("score", "compare", "merge")),
        (("teaching", "formats", "inputs"), ("explain", "explore", "quiz", "worksheet", "mark")),
    ],
)
def test_every_option_stands_on_a_page(pages: tuple[str, ...], commands: tuple[str, ...]) -> None:
    """An option that is missing here belongs into xentropy_cli/reference/, on the page of its command."""
    text = "".join(TEXTS[page] for page in pages)
    options = set().union(*(OPTIONS[command] for command in commands)) - {"--help", "--quiet"}
    assert {option for option in options if not re.search(rf"{option}(?![a-z-])", text)} == set()


def names_in(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(names_in, value.values()))
    return set().union(*map(names_in, value)) if isinstance(value, list) else set()


OTHERS = {
    "quiz": ("quiz --number 1 --seed 7",),
    "worksheet": ("worksheet binary --seed 7",),
    "mark": ("mark marked.csv --rows",),
    "libraries": ("libraries --pred 1,0 --pred 1,0 --label 0,1",),
    "why": (
        "why 0.685 --pred 0.7,0.8,0.97",
        "why 5 --pred 0.7,0.8,0.97",
        "why 0.61 --pred 0.7,0.8,0.97",
        "why 123.45678 --pred 0.7",
    ),
    "audit": ("audit article.md", "audit wrong.md --left-alone"),
}


@pytest.mark.parametrize("command", OTHERS)
def test_the_fields_of_json_are_documented(
    command: str, call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(with_files(tmp_path))
    (tmp_path / "marked.csv").write_text("student,id,answer\nAda,total-7-1.2-7w,0.781\n", "utf-8")
    (tmp_path / "wrong.md").write_text("So -ln(0.7) = 0.5146, and H(X) = -ln(0.7) * f(3) = 0.4.\n", "utf-8")
    row = next(line for line in TEXTS["json"].splitlines() if line.startswith(f"| `{command}` |"))
    documented = {"code", "text", *re.findall(r"`([a-z_]+)(?:\[\])?`", row.partition("` |")[2])}
    printed = set().union(
        *(names_in(json.loads(call(*line.split(), "--format", "json", stdin="0.5\n").out)) for line in OTHERS[command])
    )
    assert printed - documented == set()
    assert documented - printed <= {"code", "text", "notes"}


def test_the_page_about_formats_names_every_format_and_suffix() -> None:
    for name, row in FORMATS.items():
        assert f"| `{name}` |" in TEXTS["formats"], f"name {name} in reference/formats.md"
        assert not row.suffixes or f"`{row.suffixes[0]}`" in TEXTS["formats"]


@pytest.mark.parametrize("form", ["plain", "table", "markdown", "html", "latex"])
@pytest.mark.parametrize("name", [*REFERENCES, "sum-not-one", "js_distance", "total"])
def test_a_page_is_shown_in_every_format(name: str, form: str, call: Runner) -> None:
    ran = call("explain", name, "--format", form)
    assert (ran.status, ran.err) == (0, ""), ran
    assert ran.out.strip()
    assert "\n|---" not in ran.out or form == "markdown"


def test_a_word_is_looked_up_in_one_order() -> None:
    assert look_up("entropy") == ("lesson", "entropy")
    assert look_up("json") == ("reference", "json")
    assert look_up("bad-json") == ("error", "bad-json")
    assert look_up("BCE") == ("lesson", "binary")
    assert look_up("JS_distance") == look_up("js-distance") == ("quantity", "js_distance")
    assert look_up("frobnicate") is None


def test_no_word_stands_for_two_things() -> None:
    """An alias that is a lesson, a page or an error would never be found: take it out of the front matter."""
    names = [*topics(), *REFERENCES, *errors()]
    assert len(names) == len(set(names))
    assert set(aliases()) & set(names) == set()
    assert all(look_up(word) for word in words())


@pytest.mark.parametrize("key", QUANTITIES)
def test_a_quantity_is_explained_by_its_row(key: str, call: Runner) -> None:
    """Symbol, formula, meaning, source and a worked number, in its lesson or on a page of its own."""
    row = QUANTITIES[key]
    ran = call("explain", key)
    assert ran.status == 0, f"{key}: see its row in derivation/quantities.py"
    shown = ran.out.replace("\n", " ")
    assert row.reference.split(",")[0] in shown
    assert f"{row.symbol.text} = " in shown
    assert row.example in shown
    assert all(part in shown for part in row.gloss.split("{}"))


def test_a_lesson_of_a_quantitys_name_ends_with_its_row(call: Runner) -> None:
    assert {topic for topic in topics() if quantities_of(topic)} >= {"entropy", "cross-entropy", "kl", "perplexity"}
    assert set(ANSWERS) <= set(QUANTITIES)
    assert "In short\n" in call("explain", "entropy").out
    assert "In short\n" not in call("explain", "logits").out


def test_the_exercises_of_the_page_are_those_of_the_example() -> None:
    """Who has installed xent has no folder of examples, and reads of none in a command."""
    assert SAVED
    assert not [line for _, line in LINES if "examples/" in line]
    assert (Path(__file__).parents[2] / "examples" / "coffee.md").read_text("utf-8").rstrip() in TEXTS["teaching"]


def test_no_two_commands_of_the_page_write_the_same_new_lesson() -> None:
    """Somebody pastes them from top to bottom in one folder, and a lesson is never written over another."""
    made = [line for name, line in LINES if name == "teaching" and "--new" in line]
    assert len({re.findall(r"--new (\S+)", line)[0] for line in made}) == len(made)


def test_the_files_of_the_examples_are_read_by_some() -> None:
    assert all(any(file in line for _, line in LINES) or file == "both.csv" for file in FILES)
