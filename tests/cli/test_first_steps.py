"""A newcomer's first ten minutes: no first word is refused without leading on."""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from xentropy_cli import __version__, derive, render
from xentropy_cli.cli.app import COMMANDS, OTHER_NAMES
from xentropy_cli.cli.options.misuse import misuse
from xentropy_cli.derivation.extras import WORKINGS
from xentropy_cli.derivation.remarks import LESSONS
from xentropy_cli.inputs.request import READINGS
from xentropy_cli.rendering import FORMATS
from xentropy_cli.teaching.course import topics

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Runner

posix = pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")


def test_xent_alone_prints_the_help(call: Runner) -> None:
    assert call() == call("--help") == call("help")
    assert call().status == 0
    assert call().out.startswith("Usage: xent ")


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_what_the_option_says(name: str, call: Runner) -> None:
    assert call("help", name) == call(name, "--help")
    assert call("help", name).out.startswith(f"Usage: xent {name} ")


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_the_version(flag: str, call: Runner) -> None:
    assert call(flag) == (0, f"xent {__version__}\n", "")


@pytest.mark.parametrize("word", OTHER_NAMES)
def test_another_name_of_a_command_leads_to_it(word: str, call: Runner) -> None:
    assert OTHER_NAMES[word] in COMMANDS
    assert word not in COMMANDS
    ran = call(word, "x")
    assert (ran.status, ran.out) == (2, "")
    assert f"fix: Type xent {OTHER_NAMES[word]} x\n" in ran.err


def test_a_file_alone_leads_to_score(call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.csv").write_text("y,p\n1,0.9\n")
    assert "fix: Type xent score p.csv\n" in call("p.csv").err
    assert "xent score p.csv" in call("compute", "p.csv").err


def test_what_click_objects_to_otherwise_is_told_too() -> None:
    error = misuse(click.UsageError("These do not go together."), ["compute", "a"])
    assert (error.code, error.text) == ("misuse", "xent compute a")


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("0.7 0.8 0.97", "0.7,0.8,0.97"),
        ("0.7, 0.8, 0.97", "0.7,0.8,0.97"),
        ("0.7,0.8,0.97", "0.7,0.8,0.97"),
        (".7 80% 97/100", ".7,80%,97/100"),
        ("'[0.7,' 0.8, '0.97]'", "0.7,0.8,0.97"),
        ("duck=0.7 dog=0.8", "duck=0.7,dog=0.8"),
        ("0.9 0.2 --label 1,0", "0.9,0.2 --label 1,0"),
        ("--base 2 0.5 0.25", "0.5,0.25 --base 2"),
        ("-", "0.7,0.8"),
    ],
)
def test_numbers_that_stand_alone_are_predictions(typed: str, row: str, call: Runner) -> None:
    alone = call("compute", *shlex.split(typed), stdin="0.7\n0.8\n")
    given = call("compute", "--pred", *shlex.split(row))
    assert alone.status == 0, alone
    assert alone.out.replace("; numbers without an option are --pred", "", 1) == given.out
    assert "; numbers without an option are --pred." in alone.out


@pytest.mark.parametrize("typed", ["0.7 cat", "--pred 0.7 0.8", "--logits=2,1 0.8", "predictions", "--label 0 x1"])
def test_other_words_that_stand_alone_are_refused(typed: str, call: Runner) -> None:
    ran = call("compute", *shlex.split(typed))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith("more: xent explain extra-argument\n")


FIXES = [
    ("help doors", "Type xent explain doors"),
    ("perplexity", "Type xent explain perplexity"),
    ("-v", "Did you mean -V?"),
    ("--max 0.5 a.csv", "Type xent score --max 0.5 a.csv"),
    ("--frobnicate", "See xent --help"),
    ("course", "Type it as in xent course -o site/; see xent course --help"),
    ("merge", "Type it as in xent merge monday.json; see xent merge --help"),
    ("why 0.36", "Type it as in xent why 0.685 --pred 0.7,0.8,0.97"),
    ("libraries", "Type it as in xent libraries --pred 1,0 --pred 0,1 --label 1,0"),
    ("compute --pred [0.7, 0.3] --label 0", "Put it in quotes: --pred '[0.7, 0.3]'"),
    ("compute --pred=[0.7, 0.2, 0.1] --label 0", "Put it in quotes: --pred '[0.7, 0.2, 0.1]'"),
    ("compute --pred cat=0.7, dog=0.3 --label cat", "Put it in quotes: --pred 'cat=0.7, dog=0.3'"),
    ("compute --pred 0.7 0.2 0.1 --label 0", "Type --pred 0.7,0.2,0.1, or repeat the option for another row."),
    ("compute --pred=0.7 0.3 --label 0", "Type --pred=0.7,0.3, or repeat the option for another row."),
    ("compute --label 1 0 --pred 0.9,0.2", "Type --label 1,0, or repeat the option for another row."),
    ("compute --logits -1 2 -3 --label 0", "Type --logits=-1,2,-3, or repeat the option for another row."),
    ("compute \u2013pred 0.7", "Did you mean --pred?"),
    ("compute 0.7 \u2014base 2", "Did you mean --base?"),
    ("compute --pred cat=0.7,dog=0.3 --label Dog", "Did you mean dog?"),
    ("compute 0.7 --digits 200", "Type one of them, such as --digits 100"),
    ("compute 0.7 --digits 3.5", "Type one of them, such as --digits 3"),
    ("quiz --number 0", "Type one of them, such as --number 1"),
    ("explain inputs --base 2", "Name a lesson, such as xent explain doors"),
    ("explain doors --pred 0.9,0.2 --label 1,0",
     "Leave it out, or work with it directly: xent compute --pred=0.9,0.2 --label=1,0"),
    ("explain perplexity --label 1", "Leave it out"),
    ("explain doors -o doors.pdf", "Take one of them, or name the format, such as --format plain."),
]  # fmt: skip
"""What a newcomer types, and the line that leads on, written by hand: the words are cut at blanks, as a shell does."""


@pytest.mark.parametrize(("typed", "fix"), FIXES)
def test_the_first_slips_are_met_with_what_to_type(typed: str, fix: str, call: Runner) -> None:
    ran = call(*typed.split())
    assert (ran.status, ran.out) == (2, "")
    assert f"  fix: {fix}\n" in ran.err


def test_of_two_words_alike_the_one_that_stands_alone_is_underlined(call: Runner) -> None:
    underlined = "    xent compute --true 0.5 0.5 --pred 0.75,0.25\n                            ^^^\n"
    assert underlined in call("compute", "--true", "0.5", "0.5", "--pred", "0.75,0.25").err


GRAMMAR = [
    ("--pred cat=0.7,dog=0.3 --label cow", "The classes are cat, dog, or by position 0 or 1."),
    ("--pred 0.9 --label 1,0", "Give 1 label; or one label alone"),
    ("--pred 0.9,0.1 --true 0.5,0.5 --true 1,0", "Give 1 row of --true"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "said"), GRAMMAR)
def test_one_is_no_plural(typed: str, said: str, call: Runner) -> None:
    assert said in call("compute", *typed.split()).err


@pytest.mark.parametrize("text", ["y,p\n1,2\n", "y,p\n1,2\n0,3\n"])
@pytest.mark.parametrize("command", [("score", "t.csv"), ("why", "0.5", "t.csv")])
def test_to_leave_bad_rows_out_is_no_advice_where_all_are_bad(
    text: str, command: tuple[str, ...], call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text(text, "utf-8")
    ran = call(*command, "--label", "y", "--pred", "p")
    assert (ran.status, "--skip-bad" in ran.err) == (3, False)
    (tmp_path / "t.csv").write_text("y,p\n1,2\n0,0.5\n", "utf-8")
    ran = call(*command, "--label", "y", "--pred", "p")
    assert (ran.status, "--skip-bad" in ran.err) == (3, True)


def test_a_certain_prediction_is_no_negative_zero(call: Runner) -> None:
    assert "−0 " not in call("compute", "1", "1").out
    assert "typical q  = e^0 = 1.0000" in call("compute", "1", "1").out


def test_one_question_was_not_answered(call: Runner) -> None:
    assert " 1 was not answered." in call("quiz", "--number", "1", "--seed", "7", stdin="").out


QUOTED = [
    ("true class,p\n1,0.9\n", ("--label", "true clas"), "Did you mean --label 'true class'?"),
    ("y,p\nNew York,0.9\nRome,0.2\n", ("--positive", "new york"), "Did you mean --positive 'New York'?"),
    ("y,p\nNew York,0.9\nNew York,0.2\n", ("--positive", "New York"), "--classes 'OTHER,New York'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "options", "fix"), QUOTED)
def test_a_name_with_a_blank_is_advised_in_quotes(text: str, options: tuple[str, ...], fix: str, call: Runner) -> None:
    ran = call("score", "--pred", "p", *options, stdin=text)
    assert (ran.status, ran.out) == (3, "")
    assert fix in ran.err


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("label,prob_cat,prob_dog\n1,0.9,0.1\n", ()),
        ('{"label": 1, "probs": [0.9, 0.1]}\n', ("--classes", "cat,dog")),
    ],
)
def test_a_position_for_a_class_with_a_name_leads_on(text: str, options: tuple[str, ...], call: Runner) -> None:
    ran = call("score", *options, stdin=text)
    assert (ran.status, ran.out) == (3, "")
    assert "If labels are positions, so that 1 stands for dog: --classes 0,1\n" in ran.err
    assert call("score", "--classes", "0,1", "-q", stdin=text).out == "2.3025850929940455\n"  # −ln 0.1


WAITS = (("compute", "--pred", "-"), ("score",), ("audit", "-"), ("explain", "-"), ("merge", "-"))


@posix
@pytest.mark.parametrize("argv", WAITS, ids=lambda argv: argv[0])
def test_a_command_that_waits_for_the_keyboard_says_so(argv: tuple[str, ...]) -> None:
    controller, terminal = pty.openpty()
    os.write(controller, b"\x04")
    done = subprocess.run(
        [sys.executable, "-m", "xentropy_cli", *argv], stdin=terminal, capture_output=True, timeout=60, check=False
    )
    os.close(controller)
    os.close(terminal)
    assert done.stderr.startswith(b"xent reads what you type or paste here; Ctrl-D on a line of its own ends it.\n")
    assert done.stderr.count(b"you type") == 1


@posix
def test_what_is_typed_is_read(tmp_path: Path) -> None:
    controller, terminal = pty.openpty()
    os.write(controller, b"y,p\n1,0.5\n0,0.5\n\x04")
    command = [sys.executable, "-m", "xentropy_cli", "score", "-q", "--base", "2"]
    done = subprocess.run(command, stdin=terminal, capture_output=True, timeout=60, check=False, cwd=tmp_path)
    os.close(controller)
    os.close(terminal)
    assert done.stdout == b"1\n"  # two coins, one bit each


def test_a_pipe_is_not_told_that_it_waits(xent: Runner) -> None:
    assert xent("compute", "--pred", "-", stdin=b"0.7\n").err == ""


def test_every_reading_and_every_working_has_a_lesson() -> None:
    assert set(LESSONS) == {*READINGS, "truth"}
    assert {*LESSONS.values(), *(row.lesson for row in WORKINGS.values())} <= set(topics())


@pytest.mark.parametrize("name", [name for name, row in FORMATS.items() if name != "table"])
def test_a_page_for_people_ends_with_its_lesson(name: str) -> None:
    written = render(derive(pred=[0.9, 0.2], label=[1, 0]), name)
    shown = re.sub(r"<[^>]*>", "", written).replace("\\end{document}", "").rstrip("\n`}")
    assert shown.endswith("xent explain binary") is FORMATS[name].is_document
    if name == "html":
        assert '<p class="more">more: <a href="binary.html">xent explain binary</a></p>' in written


def test_show_leaves_the_lesson_out(call: Runner) -> None:
    assert "more:" not in call("compute", "--pred", "0.7", "--show", "terms").out


def test_a_picture_of_two_certain_mistakes_is_drawn(call: Runner) -> None:
    ran = call("compute", "--pred", "1,1", "--label", "0,0", "--chart")
    assert ran.status == 0, ran
