"""What holds of every option of every command: a second value for one value is refused, and a limit is a finite number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
import pytest
from running import for_each, run_here

from xentropy_cli.cli.app import COMMANDS, app
from xentropy_cli.cli.options.command import XentCommand
from xentropy_cli.cli.options.gates import Number
from xentropy_cli.derivation.notes import NOTES, OF_THE_PAGE

if TYPE_CHECKING:
    from conftest import Runner


def loaded(name: str) -> click.Command:
    command = app.get_command(click.Context(app), name)
    assert command is not None
    return command


OPTIONS = [(name, each) for name in COMMANDS for each in loaded(name).params if isinstance(each, click.Option)]
ROWS = ("pred", "logits", "logprobs", "nll", "true", "label")
REPEATABLE = {
    "compute": {*ROWS, "parts"},
    "libraries": {*ROWS},
    "why": {*ROWS},
    "explain": {*ROWS} - {"logprobs", "nll"},
    "score": {"limits"},
    "merge": {"limits"},
    "mark": {"exercises"},
    "compare": {"pred", "logits", "logprobs", "limits"},
}
"""The options that are one row, label, model, part, limit or file each time."""


def spelled(option: click.Option, name: str) -> list[str]:
    return [name] if option.is_flag else [f"{name}=1"]


def shown(value: object) -> str:
    return value if isinstance(value, str) else str(getattr(value, "name", value))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_of_the_one_class(name: str) -> None:
    assert isinstance(loaded(name), XentCommand)
    assert all(option.type is not click.FLOAT for _, option in OPTIONS), "click's float takes nan"


@pytest.mark.parametrize("name", COMMANDS)
def test_what_may_be_repeated_is_declared(name: str) -> None:
    found = {option.name for command, option in OPTIONS if command == name and option.multiple}
    assert found == REPEATABLE.get(name, set())


NAMED = {f"{command} {option.opts[0]}": (command, option) for command, option in OPTIONS}


@for_each(NAMED)
def test_an_option_of_one_value_refuses_a_second(name: str) -> None:
    command, option = NAMED[name]
    names = [*option.opts, *option.secondary_opts]
    for first, second in zip(names, [*names[1:], names[0]], strict=True):
        ran = run_here(command, *spelled(option, first), *spelled(option, second))
        if option.multiple or (option.is_flag and not option.secondary_opts):
            assert "is given twice" not in ran.err, ran
        else:
            assert (ran.status, ran.out) == (2, ""), ran
            assert ran.err.startswith(f"error: {second} is given twice.\n"), ran
            assert ran.err.endswith("more: xent explain two-answers\n"), ran


LIMITS = [(command, option.opts[0]) for command, option in OPTIONS if isinstance(option.type, Number)]


def test_the_limits_are_found() -> None:
    assert {command for command, _ in LIMITS} == {"score", "merge", "compare"}


@pytest.mark.parametrize("value", ["nan", "-nan", "inf", "-inf", "1e999", "", "x", "1_0", "\u0661"])
@pytest.mark.parametrize(("command", "name"), LIMITS)
def test_a_limit_is_a_finite_number(command: str, name: str, value: str, call: Runner) -> None:
    ran = call(command, "a", "b", f"{name}={value}")
    assert (ran.status, ran.out) == (2, ""), ran
    assert ran.err.endswith("more: xent explain bad-value\n"), ran


@pytest.mark.parametrize(
    ("command", "option"), [(name, each.opts[0]) for name, each in OPTIONS if not (each.is_flag or each.count)]
)
def test_an_option_in_the_place_of_a_value_is_no_value(command: str, option: str, call: Runner) -> None:
    """`--logits --format plain` took `--format` for a column, and then could not read a file named plain."""
    ran = call(command, option, "--help")
    assert (ran.status, ran.out) == (2, ""), ran.err
    assert f"{option} lacks its value" in ran.err
    assert "--help stands in its place" in ran.err


@for_each(NAMED)
def test_a_short_name_takes_what_its_long_one_takes(name: str) -> None:
    command, option = loaded(NAMED[name][0]), NAMED[name][1]
    short = [text for text in option.opts if not text.startswith("--")]
    long = [text for text in option.opts if text.startswith("--")]
    for value in () if option.is_flag else ("=x", "="):
        found = [
            command.make_parser(click.Context(command)).parse_args([text + value])[0]
            for text in (*short[:1], *long[:1])
        ]
        assert all(each == found[0] for each in found)


def test_an_equals_sign_makes_any_text_a_value(call: Runner) -> None:
    assert (
        call("score", "-", "--pred=--format", "--label", "y", "-q", stdin="y,--format\n1,0.5\n").out
        == "0.6931471805599453\n"
    )


@pytest.mark.parametrize(
    ("argv", "text", "code"),
    [
        (("score", "-"), "y,p\n1,0.9\n\n0,0.2\n", "blank-lines"),
        (("compare", "-", "--pred", "p", "--pred", "q"), "y,p,q\n1,0.9,0.8\n0,0.2,0.1\n", "bootstrap"),
        (("compute", "--logits=1,0", "--label", "0", "--gradient"), "", "step"),
        (("compute", "--logits=1,0", "--label", "0", "--descend", "2"), "", "descent"),
    ],
)
def test_where_only_the_number_is_asked_for_notes_of_the_page_are_not_said(
    argv: tuple[str, ...], text: str, code: str, call: Runner
) -> None:
    """Others are: what they tell changes the meaning of the number."""
    assert code in {note["code"] for note in json.loads(call(*argv, "--format", "json", stdin=text).out)["notes"]}
    assert call(*argv, "-q", stdin=text).err == ""
    assert {code} <= OF_THE_PAGE < set(NOTES)


def test_a_column_that_was_not_used_is_told_beside_the_number_alone(call: Runner) -> None:
    """It may hold weights, with which the number would be another."""
    assert "sample_weight" in call("score", "-", "-q", stdin="y,p,sample_weight\n1,0.9,2\n0,0.2,3\n").err
