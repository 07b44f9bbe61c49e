"""What people type for an option: the words of other tools, names of columns, and values without their option."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click
import pytest

from xentropy_cli.cli.app import COMMANDS, command_named
from xentropy_cli.cli.options.other_words import OTHER_WORDS, meant

if TYPE_CHECKING:
    from tests.running import Runner

WORDS = [
    ("compute --y-true 1", "Did you mean --label?"),
    ("compute --y_pred 0.7", "Did you mean --pred?"),
    ("compute --probs 0.7", "Did you mean --pred?"),
    ("compute -p 0.7", "Did you mean --pred?"),
    ("score a.csv --sample_weight w", "Did you mean --weight?"),
    ("score a.csv --sep ;", "Did you mean --delimiter?"),
    ("score a.csv --eps 1e-7", "Did you mean --clip?"),
    ("compute 0.7 --json", "Did you mean --format json?"),
    ("compute 0.7 --sum", "Did you mean --reduction sum?"),
    ("compute 0.7 --binary", "Did you mean --as binary?"),
    ("compute 0.7 --pos_weight 3", "Did you mean --pos-weight?"),
    ("compute 0.7 --ln", "Type --base e"),
    ("compute -ln 0.7", "Type --base e"),
    ("compute 0.7 --log", "Type --base 2 for bits, --base e for nats, --base 10 for bans."),
    ("score a.csv --class_weight 1,2", "See xent score --help"),
    ("compute 0.7 --sep ;", "See xent compute --help"),
    ("score --file a.csv", "See xent score --help"),
]  # fmt: skip
"""Words, and the line that leads on, written by hand."""


@pytest.mark.parametrize(("typed", "fix"), WORDS)
def test_what_other_tools_call_it_leads_to_what_it_is_called_here(typed: str, fix: str, call: Runner) -> None:
    ran = call(*typed.split())
    assert (ran.status, ran.out) == (2, "")
    assert f"  fix: {fix}\n" in ran.err


def test_an_option_of_another_command_is_told_to_be_that_and_not_taken_for_one_like_it(call: Runner) -> None:
    assert "  why: xent score does not know it; xent compute does.\n" in call("score", "a.csv", "--pos-weight", "3").err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_word_leads_to_an_option_that_the_command_takes(command: str) -> None:
    known = command_named(command).params
    for word in sorted({name for words in OTHER_WORDS.values() for name in words}):
        if typed := meant(f"--{word}", known):
            option, *value = shlex.split(typed)
            (parameter,) = (each for each in known if option in each.opts)
            assert not value or value[0] in parameter.type.choices, word  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_value_of_an_option_typed_as_one_leads_to_an_option(command: str) -> None:
    known = command_named(command).params
    for parameter in known:
        for choice in parameter.type.choices if isinstance(parameter.type, click.Choice) else ():
            typed = meant(f"--{choice}", known)
            assert typed, choice
            assert any(typed.split()[0] in each.opts for each in known), choice


def test_every_option_with_other_words_is_one_of_a_command() -> None:
    options = {name for command in COMMANDS for each in command_named(command).params for name in each.opts}
    assert {typed.split()[0] for typed in OTHER_WORDS} <= options
