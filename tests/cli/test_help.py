"""The help of every command: purpose, examples, explanation, and each option under a heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from click.shell_completion import ShellComplete

from xentropy_cli.cli.app import COMMANDS, app
from xentropy_cli.cli.options.help_page import GROUPS, GroupedOption, HelpPage
from xentropy_cli.conventions.catalogue.table import CONVENTIONS
from xentropy_cli.pages.libraries import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

NAMES = ("", *COMMANDS)


def loaded(name: str) -> click.Command:
    command = app.get_command(click.Context(app), name) if name else app
    assert command is not None
    return command


@pytest.mark.parametrize("name", NAMES)
def test_every_option_is_declared_under_a_heading(name: str) -> None:
    """Use `option_in(GROUP, …)` of cli/options/help_page.py."""
    command = loaded(name)
    assert isinstance(command, HelpPage)
    options = [each for each in command.params if isinstance(each, click.Option)]
    assert [each.opts[0] for each in options if not isinstance(each, GroupedOption)] == []
    assert {each.group for each in options if isinstance(each, GroupedOption)} <= set(GROUPS)


@pytest.mark.parametrize("name", NAMES)
def test_help_shows_examples_first_and_every_option_once(name: str, call: Runner) -> None:
    out = call("help", *filter(None, [name])).out
    lines = out.splitlines()
    headings = [line.removesuffix(":") for line in lines if line.endswith(":") and not line.startswith(" ")]
    assert headings[0] == "Examples"
    assert [heading for heading in headings if heading in GROUPS] == [group for group in GROUPS if group in headings]
    for each in loaded(name).params:
        if isinstance(each, click.Option):
            assert sum(line.strip().startswith(tuple(each.opts)) for line in lines) >= 1, each.opts


@pytest.mark.parametrize("name", NAMES)
def test_every_value_has_a_name_for_people(name: str) -> None:
    """Never that of a type of click, such as INTEGER RANGE: give the option a metavar."""
    context = click.Context(loaded(name))
    options = [each for each in loaded(name).params if isinstance(each, click.Option) and not each.is_flag]
    others = [each for each in options if each.metavar is None and not isinstance(each.type, click.Choice)]
    assert [each.make_metavar(context) for each in others] == []


@pytest.mark.parametrize("name", NAMES)
def test_help_fits_a_window_of_eighty_columns(name: str, call: Runner) -> None:
    lines = call("help", *filter(None, [name])).out.splitlines()
    examples = [line for line in lines if line.startswith(("  xent ", "  printf "))]
    assert [line for line in lines if len(line) > 80 and line not in examples] == []


def completed(*words: str) -> list[str]:
    complete = ShellComplete(app, {}, "xent", "_XENT_COMPLETE").get_completions
    return [item.value for item in complete(list(words[:-1]), words[-1])]


@pytest.mark.parametrize("command", ["score", "compare"])
def test_a_shell_completes_the_columns_of_the_file_in_the_line(command: str, tmp_path: Path) -> None:
    table, lines = tmp_path / "p.csv", tmp_path / "p.jsonl"
    table.write_text("y;prob_a;prob_b;site\n0;0,9;0,1;x\n", "utf-8")
    lines.write_text('{"y": 1, "p": 0.9}\n', "utf-8")
    assert completed(command, str(table), "--label", "") == ["y", "prob_a", "prob_b", "site"]
    assert completed(command, str(table), "--pred", "prob_a,prob_") == ["prob_a,prob_a", "prob_a,prob_b"]
    assert completed(command, str(table), "--delimiter", ",", "--by", "") == ["y;prob_a;prob_b;site"]
    assert completed(command, str(lines), "--weight", "") == ["y", "p"]
    assert completed(command, str(tmp_path / "none.csv"), "--id", "") == []
    assert completed(command, "-", "--on", "") == []


def test_a_shell_completes_the_table_of_conventions() -> None:
    assert completed("libraries", "--code", "skl") == [name for name in CONVENTIONS if name.startswith("skl")]
    assert completed("libraries", "--only", "sklearn,op") == [
        f"sklearn,{name}" for name in CONVENTIONS if name.startswith("op")
    ]
    assert completed("libraries", "--columns", "") == list(COLUMNS)
