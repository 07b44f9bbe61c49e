"""Nothing is silent: what no page shows is said on stderr, once, and no result takes the place of what it was made from."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from xentropy_cli.cli.run import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Runner

BAD = "y,p\n1,0.9\n0,7\n0,0.2\n"
LEFT_OUT = "note: 1 bad row was left out, as asked: standard input:3.\n"


@pytest.mark.parametrize("how", [("-q",), ("--format", "value"), ("--format", "csv")])
def test_notes_that_are_not_in_the_result_are_on_stderr(call: Runner, how: tuple[str, ...]) -> None:
    assert LEFT_OUT in call("score", "-", "--skip-bad", *how, stdin=BAD).err


READ = "read: 2 rows of binary predictions of class 1; label in column y, prediction in column p\n"


@pytest.mark.parametrize("how", [(), ("--format", "json"), ("--format", "html")])
def test_what_is_in_the_result_is_not_said_again(call: Runner, how: tuple[str, ...]) -> None:
    ran = call("score", "-", "--skip-bad", *how, stdin=BAD)
    assert ran.err == (READ if "json" in how else "")
    assert "1 bad row was left out, as asked: standard input" in ran.out


def test_merge_and_compare_say_their_notes_too(call: Runner, tmp_path: Path) -> None:
    part = str(tmp_path / "a.json")
    call("score", "-", "--skip-bad", "--save-summary", part, stdin=BAD)
    assert LEFT_OUT in call("merge", part, "-q").err
    ran = call(
        "compare", "-", "--pred", "p", "--pred", "r", "--clip", "0.3", "-q", stdin="y,p,r\n1,0.9,0.8\n0,0.2,0.6\n"
    )
    assert [line for line in ran.err.splitlines() if line.startswith("note: ")] == [
        "note: As asked, probabilities were kept from 0.3 to 0.7: changed in 2 rows of A and 1 of B."
    ]


class Terminal:
    """A stream that passes for a terminal, before another."""

    def __init__(self, stream: object) -> None:
        self.stream = stream

    def __getattr__(self, name: str) -> object:
        return (lambda: True) if name == "isatty" else getattr(self.stream, name)


@pytest.fixture
def terminals(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make these streams pass for terminals."""

    def pretend(*names: str) -> None:
        monkeypatch.setenv("TERM", "dumb")
        for name in names:
            monkeypatch.setattr(sys, name, Terminal(getattr(sys, name)))

    return pretend


SAID_BESIDE = {
    "a page in a pipe": (("stderr",), (), False),
    "stderr in a file": (("stdout",), (), False),
    "a number": (("stdout", "stderr"), ("-q",), False),
    "a page in a file": (("stdout", "stderr"), ("-o", os.devnull, "--format", "plain"), True),
    "data": (("stdout", "stderr"), ("--format", "csv"), True),
    "rows": (("stdout", "stderr"), ("--rows", "--format", "plain"), True),
}
"""Which streams are terminals, the options, and whether the reading is said on stderr."""


@pytest.mark.parametrize("name", SAID_BESIDE)
def test_the_reading_is_said_where_no_page_beside_it_says_it(
    capfd: pytest.CaptureFixture[str], terminals: Callable[..., None], tmp_path: Path, name: str
) -> None:
    (tmp_path / "a.csv").write_text("y,p\n1,0.9\n")
    streams, more, is_said = SAID_BESIDE[name]
    terminals(*streams)
    assert run(["score", str(tmp_path / "a.csv"), *more]) == 0
    assert capfd.readouterr().err.startswith("read: 1 row of") is is_said


def test_the_names_of_a_reading_are_cut(call: Runner) -> None:
    long = "probability_of_what_is_asked_about_in_this_study"
    ran = call(
        "score", "-", "--label", f"y_{long}", "--pred", long, "--format", "json", stdin=f"y_{long},{long}\n1,0.9\n"
    )
    assert ran.err.endswith("label in column y_probabili…_this_study, prediction in column probability…_this_study\n")
    assert long in ran.out


def test_a_terminal_is_told_the_reading_once(
    capfd: pytest.CaptureFixture[str], terminals: Callable[..., None], tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("y,p\n1,0.9\n")
    terminals("stdout", "stderr")
    assert run(["score", str(tmp_path / "a.csv")]) == 0
    assert run(["compare", str(tmp_path / "a.csv"), str(tmp_path / "a.csv")]) == 0
    found = capfd.readouterr()
    assert (found.err, found.out.count("Read as: 1 row")) == ("", 2)


def test_an_input_is_never_written(call: Runner, tmp_path: Path) -> None:
    path, other, link = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "link.csv"
    path.write_text("y,p\n1,0.9\n")
    other.write_text("y,p\n1,0.9\n")
    os.link(path, link)
    part = str(tmp_path / "part.json")
    call("score", str(path), "--save-summary", part)
    for argv in (
        ("score", str(path), "-o", str(path)),
        ("score", str(path), "--rows", "-o", str(link)),
        ("score", str(path), "--save-summary", str(tmp_path / "." / "a.csv")),
        ("score", str(path), "--truth", str(other), "--on", "y", "-o", str(other)),
        ("compare", str(path), str(other), "-o", str(other)),
        ("merge", part, "--save-summary", part),
        ("audit", str(path), "-o", str(link)),
    ):
        ran = call(*argv)
        assert (ran.status, ran.out) == (2, ""), argv
        assert " names a file that is read: " in ran.err, argv
        assert ran.err.endswith("more: xent explain same-file\n")
    assert path.read_text() == other.read_text() == "y,p\n1,0.9\n"


def test_two_results_are_not_written_to_one_file(call: Runner, tmp_path: Path) -> None:
    path, new = str(tmp_path / "a.csv"), str(tmp_path / "s.json")
    (tmp_path / "a.csv").write_text("y,p\n1,0.9\n")
    ran = call("score", path, "-o", new, "--save-summary", str(tmp_path / "." / "s.json"))
    assert (ran.status, ran.out, os.path.exists(new)) == (2, "", False)
    assert ran.err.startswith("error: --output and --save-summary name one file: ")
    assert call("score", path, "-o", os.devnull, "--save-summary", os.devnull).status == 0


def test_weights_are_not_called_rows(call: Runner) -> None:
    out = call("score", "-", "--weight", "w", "--calibration", "10", stdin="y,p,w\n1,0.9,1.5\n0,0.2,2\n").out
    heads = [line.split()[:2] for line in out.splitlines() if line.startswith(("class ", "bin "))]
    assert heads == [["class", "weight"], ["bin", "weight"]]


def test_bounds_of_a_clip_are_the_doubles_that_were_used(call: Runner) -> None:
    text = "note: As asked, probabilities were kept from 0.3 to 0.7; this changed 1 row.\n"
    assert text in call("score", "-", "--clip", "0.3", "-q", stdin="y,p\n1,0.9\n1,0.5\n").err
    text = "note: As asked, probabilities were kept from 0.12345678 to 0.87654322; this changed 2 rows.\n"
    assert text in call("score", "-", "--clip", "0.12345678", "-q", stdin="y,p\n1,0.9\n1,0.1\n").err


GOOD_ROWS = "0,0.2\n" * 9
QUOTES = {
    "one": "y,p\n" + '1,0.9\n1,"0.9\n' + GOOD_ROWS,
    "two": "y,p\n" + '1,0.9\n1,"0.9\n' + GOOD_ROWS + '1,"0.8\n' + GOOD_ROWS,
    "two that fit": "y,p\n" + '1,0.9\n1,"0.9\n' + GOOD_ROWS + '1,0.8"\n' + GOOD_ROWS,
    "behind a bad row": "y,p\n" + '1,0.9\n1,9\n1,"0.9\n' + GOOD_ROWS,
    "behind many": "y,p\n" + f"1,0.9{' ' * 54}\n" * 40_000 + '1,"0.9\n' + GOOD_ROWS,
}


@pytest.mark.parametrize("name", QUOTES)
def test_rows_behind_a_stray_quote_are_not_left_out_with_it(call: Runner, name: str) -> None:
    for command in (("score", "-"), ("compare", "-", "--pred", "p", "--logits", "p")):
        ran = call(*command, "--skip-bad", stdin=QUOTES[name])
        assert (ran.status, ran.out) == (3, "")
        assert "so --skip-bad does not leave them out." in ran.err
        assert "--skip-bad" not in call(*command, stdin=QUOTES[name]).err


def test_a_text_of_several_lines_in_a_bad_row_is_left_out_with_it(call: Runner) -> None:
    text = 'y,p,text\n1,0.9,a\n0,7,"b\nc"\n0,0.2,"d\ne"\n'
    ran = call("score", "-", "--skip-bad", "-q", stdin=text)
    assert ran.status == 0
    assert "note: 1 bad row was left out, as asked: standard input:3." in ran.err.splitlines()


@pytest.mark.parametrize("before", [1, 36_000])
def test_counts_out_of_reach_are_refused(call: Runner, before: int) -> None:
    text = "y,a,b\n" + f"0,1,3{' ' * 54}\n" * before + "0,1e308,1e308\n"
    ran = call("score", "-", "--pred", "a,b", "--normalize", "--classes", "0,1", stdin=text)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith("error: 1e308 is beyond 1e300.\n")


OF_ALL_ROWS = {
    "--max": ("0.5",),
    "--save-summary": ("part.json",),
    "--by": ("y",),
    "--calibration": ("10",),
    "--top": ("5",),
    "--scheduler": ("local",),
    "--skip-bad": (),
}


@pytest.mark.parametrize("option", OF_ALL_ROWS)
def test_what_is_about_all_rows_is_refused_beside_one(call: Runner, option: str) -> None:
    ran = call("score", "-", "--explain", "2", option, *OF_ALL_ROWS[option], stdin="y,p\n1,0.9\n")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {option} and --explain 2 exclude each other.\n")


def test_a_line_to_explain_is_of_one_file(call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("y,p\n1,0.5\n")
    (tmp_path / "b:7.csv").write_text("y;p\n1;0.25\n")
    for argv, want in (
        (("a.csv", "--explain", "2"), "1\n"),
        (("a.csv", "b:7.csv", "--explain", "a.csv:2"), "1\n"),
        (("a.csv", "b:7.csv", "--explain", "b:7.csv:002"), "2\n"),
        (("--explain", "b:7.csv:2"), "2\n"),
        (("-", "a.csv", "--explain", "-:1"), "3\n"),
    ):
        ran = call("score", *argv, "--base", "2", "-q", stdin="0.125\n")
        assert (ran.status, ran.out) == (0, want), ran.err
    for argv, fix in (
        (("a.csv", "b:7.csv", "--explain", "2"), "--explain a.csv:2"),
        (("a.csv", "--explain", "c.csv:2"), "--explain a.csv:2"),
        (("a.csv", "--explain", "c.csv:"), "See --explain"),
        (("a.csv", "--explain", "0"), "See --explain"),
    ):
        ran = call("score", *argv)
        assert (ran.status, ran.out, fix in ran.err.partition("fix: ")[2]) == (2, "", True), ran.err


def test_files_that_were_read_otherwise_are_told_apart(call: Runner, tmp_path: Path) -> None:
    texts = {
        "a": "y,p\n1,0.9\n0,0.2\n",
        "b": "label;prob\n1;0,9\n0;0,25\n",
        "c": "y,p\n1,0.9\n",
        "d": "label;prob\n1;0,9\n0;0,25\n",
    }
    paths = {name: str(tmp_path / f"{name}.csv") for name in texts}
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text)
        call("score", paths[name], "--save-summary", f"{paths[name]}.json", "--decimal", "," if name in "bd" else ".")
    ran = call("score", *paths.values(), "-q")
    note = next(line for line in ran.err.splitlines() if line.startswith("note: "))
    said = "label in column label, prediction in column prob; delimiter semicolon, with a header, decimal commas)."
    assert note.startswith(
        f"note: Not read as {paths['a']} was: {paths['b']}, {paths['d']} (binary predictions of class 1; "
    )
    assert note.endswith(said)
    assert call("merge", *(f"{path}.json" for path in paths.values()), "-q") == ran
    assert call("score", paths["a"], paths["c"], "-q").err == ""


@pytest.mark.parametrize("options", [("-o",), ("--save-summary",), ("--rows", "-o")])
def test_a_file_that_is_standard_input_is_never_written(options: tuple[str, ...], xent: Runner, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("y,p\n1,0.9\n")
    for command in ("score", "merge", "audit") if options == ("-o",) else ("score",):
        with path.open("rb") as stream:
            ran = xent(command, "-", *options, "./a.csv", stdin_file=stream)
        assert (ran.status, ran.out, path.read_text()) == (2, "", "y,p\n1,0.9\n")
        assert ran.err.startswith(f"error: {options[-1].replace('-o', '--output')} names a file that is read: ./a.csv.")


def test_a_file_called_as_standard_input_is_not_taken_for_it(
    xent: Runner, call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "-").write_text("kept")
    assert xent("score", "-", "-q", "-o", "./-", stdin="y,p\n1,0.5\n").status == 0
    assert (tmp_path / "-").read_text() == "0.6931471805599453\n"
    monkeypatch.chdir(tmp_path)
    assert call("score", "-", "-o", "a.txt", stdin="y,p\n1,0.5\n").status == 0


@pytest.mark.parametrize("options", [(), ("--rows",)])
def test_a_summary_goes_to_standard_output_where_nothing_else_does(
    options: tuple[str, ...], call: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = "y,p\n1,0.5\n"
    ran = call("score", "-", *options, "--save-summary", "-", "-o", "result.csv", stdin=given)
    assert ran.status == 0, ran.err
    assert "0.6931471805599453" in (tmp_path / "result.csv").read_text()
    joined = call("merge", "-", "--save-summary", "-", "-o", "joined.csv", stdin=ran.out)
    assert (joined.status, joined.out) == (0, ran.out)
    for command, text in (("score", given), ("merge", ran.out)):
        refused = call(command, "-", *(options if command == "score" else ()), "--save-summary", "-", stdin=text)
        assert (refused.status, refused.out, "--save-summary - -o FILE" in refused.err) == (2, "", True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["joined.csv", "result.csv"]
    unwritten = call("score", "-", "--save-summary", "-", "-o", "no/r.txt", stdin=given)
    assert (unwritten.status, unwritten.out) == (4, "")


def test_a_summary_without_a_name_is_refused(call: Runner) -> None:
    ran = call("score", "-", "--save-summary", "", stdin="y,p\n1,0.5\n")
    assert (ran.status, ran.out, "xent explain empty" in ran.err) == (2, "", True)
