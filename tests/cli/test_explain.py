"""`xent explain`: the list, the lessons with other numbers, pages in files, own lessons, and what is refused."""

from __future__ import annotations

import contextlib
import os
import re
import select
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.shell_completion import ShellComplete
from explained import lesson_in
from terminal import Terminal

from xentropy_cli.cli.app import COMMANDS, app
from xentropy_cli.cli.lessons.topic_pages import contents
from xentropy_cli.pages.lesson_blocks import Verbatim
from xentropy_cli.rendering.prose.text import lesson_lines
from xentropy_cli.teaching.course import lesson_of, order, topics
from xentropy_cli.teaching.lesson import parse
from xentropy_cli.teaching.lookup import REFERENCES, title_of
from xentropy_cli.teaching.prose import pieces, styled
from xentropy_cli.text import width

if TYPE_CHECKING:
    from conftest import Runner

FRONT = "---\ntitle: T\nquestion: Q?\nsummary: S\nnext: doors\n---\n"
BLOCK = "```xent\n$ xent compute --pred 0.5\n```\n"
EXAMPLE = Path(__file__).parents[2] / "examples" / "dice.md"


def test_the_list_has_a_line_for_every_lesson_in_reading_order(call: Runner) -> None:
    out = call("explain").out
    assert out.startswith("Start: xent explain doors\n")
    assert max(map(width, out.splitlines())) <= 80
    rows = [line.split(maxsplit=1) for line in out.splitlines() if re.match(r"  \S", line)]
    assert rows == [
        *([topic, lesson_of(topic).summary] for topic in topics()),
        *([name, title_of(name)] for name in REFERENCES),
    ]


def test_the_list_fits_a_screen_of_24_rows_with_the_line_that_is_typed_next() -> None:
    lines = contents(80, 24).splitlines()
    assert lines[0] == "Start: xent explain doors"
    assert len(lines) <= 23
    assert max(map(width, lines)) <= 80
    cells = {cell.strip() for line in lines for cell in (line[:41], line[41:])}
    told = [f"{topic:15}  {words}" for part in order() for topic, words in part.topics.items()]
    assert cells >= {*told, *(part.name for part in order())}
    assert all(re.search(rf"\b{name}\b", "\n".join(lines)) for name in REFERENCES)
    assert contents(120, 100) == contents()


def test_the_list_is_written_in_ascii_where_there_is_nothing_else(call: Runner) -> None:
    out = call("explain", encoding="ascii").out
    assert "  kl                        KL(P||Q): " in out
    assert "\\u" not in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("name", ["html", "markdown", "latex"])
def test_the_list_is_a_page_in_the_formats_of_pages(name: str, call: Runner) -> None:
    out = call("explain", "--format", name).out
    told = "Links lead to files beside this one" in out
    assert out.count("xent explain") == len(topics()) + len(REFERENCES) + told
    assert told == (name != "latex")


@pytest.mark.parametrize("suffix", ["html", "md"])
def test_the_pages_of_a_list_and_of_lessons_lead_to_each_other(suffix: str, call: Runner) -> None:
    """As files beside each other: `next`, the names of lessons in prose, and every entry of the list."""
    known, found, form = {*topics(), *REFERENCES}, {}, {"md": "markdown"}.get(suffix, suffix)
    for name in ("", *topics()):
        text = (lesson_in(form, name) if name else call("explain", "--format", form)).out
        found[name] = {*re.findall(rf'(?:href="|\]\()([a-z-]+)\.{suffix}', text)}
        bare = r"(?<!>)<code>xent explain ([a-z-]+)</code>" if suffix == "html" else r"(?<!\[)`xent explain ([a-z-]+)`"
        prose = re.findall(bare, text)
        assert found[name] <= known
        assert {each for each in prose if each in topics()} <= {lesson_of(name).next if name else ""}, name
    assert found[""] == known
    assert any(found[name] for name in topics())


def test_a_first_lesson_is_written_once_and_runs(call: Runner, tmp_path: Path) -> None:
    path = str(tmp_path / "mine.md")
    assert call("explain", "--new", path).status == 0
    text = Path(path).read_text("utf-8")
    assert call("explain", path).status == 0
    assert call("explain", path, "--record").status == 0
    assert Path(path).read_text("utf-8") == text
    assert "exists" in call("explain", "--new", path).err
    assert call("explain", "doors", "--record").status == 2


KINDS_OF_TEXT = ("It is {}.", "- it is {}", "> It is {}.", "|a|b|\n|---|---|\n|it is|{}|", "|{}|b|\n|---|---|\n|1|2|")


@pytest.mark.parametrize("form", ["plain", "table", "markdown", "html", "latex"])
@pytest.mark.parametrize("prose", KINDS_OF_TEXT)
def test_a_live_number_is_one_in_every_kind_of_text(prose: str, form: str, call: Runner, tmp_path: Path) -> None:
    bare, path = tmp_path / "bare.md", tmp_path / "mine.md"
    bare.write_text(FRONT + BLOCK, "utf-8")
    path.write_text(FRONT + BLOCK + "\n" + prose.format("[0](#total)") + "\n", "utf-8")
    assert call("explain", str(path), "--record").status == 0
    assert "[0.6931](#total)" in path.read_text("utf-8")  # ln 2
    before, after = (call("explain", str(each), "--format", form).out for each in (bare, path))
    assert after.count("0.6931") == before.count("0.6931") + 1
    assert "#total" not in after


FAULTS = {
    "a command": "```xent\n$ xent compute --pred 1.5\n```",
    "a path": "It is [0.6931](#totl).",
    "a path in a table": "| total |\n|---|\n| [0.6931](#totl) |",
    "a verdict": "It is [grander](#total:mean).",
    "a condition": "<!-- if totl>1 -->\nIt is much.",
    "a path that is hidden": "<!-- else: It is [0.6931](#totl). -->",
    "a question": "```ask\n$ xent compute --pred 0.5\nanswer: totl\ndigits: 3\nhint: Add them up.\n```",
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_lesson_that_is_refused_is_not_recorded_and_stays_as_it_was(name: str, call: Runner, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text(f"{FRONT}{BLOCK}\nIt is [0](#total).\n\n{FAULTS[name]}\n", "utf-8")
    before = path.read_bytes()
    shown, recorded = (call("explain", str(path), *more) for more in (("--format", "html"), ("--record",)))
    assert (shown.status, recorded.status, recorded.out) == (3, 3, "")
    assert recorded.err == shown.err
    assert path.read_bytes() == before


def test_the_readers_numbers_are_in_every_block_that_takes_them(call: Runner) -> None:
    out = call("explain", "binary", "--pred", "0.9,0.2", "--label", "1,0").out
    commands = [line for line in out.splitlines() if line.startswith("$ ")]
    assert len(commands) == sum(command.takes_numbers for command in lesson_of("binary").commands)
    assert all("--pred=0.9,0.2" in line and "--label=1,0" in line for line in commands)
    assert "Mean surprisal: 0.164252 nats" in out  # (-ln 0.9 - ln 0.8) / 2 = (0.105361 + 0.223144) / 2
    assert "the text follows them" in out


def test_one_side_alone_leaves_the_lessons_other_side(call: Runner) -> None:
    out = call("explain", "cross-entropy", "--pred", "0.99,0.01").out
    assert "--true 0.5,0.5 --pred=0.99,0.01 --as distribution --base 2 --digits 6 --show terms --show breakdown" in out


def test_the_lessons_own_numbers_turned_over_are_not_told_of_the_readers(call: Runner) -> None:
    done = call("explain", "binary", "--pred", "0.9,0.2", "--label", "1,0")
    assert "Call 0 what was 1." in done.out
    assert "0.197635" not in done.out  # the mean of the lesson's own numbers
    assert "0.1,0.9,0.2,0.7" in call("explain", "binary").out


def test_a_base_alone_changes_the_unit(call: Runner) -> None:
    out = call("explain", "doors", "--base", "10").out
    assert "Total surprisal: 0.265040 bans" in out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("explain doors --pred 0.7,97", "97 is not a probability."),
        ("explain doors --label 1", "No command of doors.md takes --label."),
        ("explain entropy --pred 0.5,0.5", "This lesson takes --true, --base."),
        ("explain binary --pred 0.9,0.2", "There are 2 predictions and 4 labels."),
        ("explain coding --logits 1,x --true 1,0", "This is not a number."),
        ("explain doors --base 1", "1 is not the base of a logarithm of surprise."),
    ],
)
def test_numbers_that_do_not_fit_get_the_error_that_compute_gives(call: Runner, line: str, said: str) -> None:
    done = call(*line.split())
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert "^" in done.err
    assert ".md, line" not in done.err


@pytest.mark.parametrize(
    ("line", "said", "status"),
    [
        ("explain dors", "Did you mean xent explain doors?", 2),
        ("explain sum-not-on", "Did you mean xent explain sum-not-one?", 2),
        ("explain qqqqqq", "See the lessons: xent explain", 2),
        ("explain sum-not-one --pred 0.5", "Name a lesson", 2),
        ("explain --pred 0.5", "Name a lesson", 2),
        ("explain doors -o doors.json", "A lesson cannot be written as json.", 2),
        ("explain doors -o doors.svg", "A lesson cannot be written as svg.", 2),
        ("explain ./nowhere.md", "Cannot read ./nowhere.md.", 4),
        ("explain doors -o nowhere/doors.html", "nowhere/doors.html cannot be written.", 4),
    ],
)
def test_what_cannot_be_shown_says_why(call: Runner, line: str, said: str, status: int) -> None:
    done = call(*line.split())
    assert (done.status, done.out) == (status, "")
    assert said in done.err


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("Hello.\n", 1, "This lesson has no front matter."),
        ("", 1, "This lesson has no front matter."),
        (FRONT.replace("question: Q?\n", ""), 1, "The front matter gives no question."),
        (FRONT.replace("next: doors\n", ""), 1, "The front matter gives no next."),
        (FRONT.replace("summary: S", "summery: S"), 4, "This line of front matter says nothing known."),
        (FRONT.replace("next: doors", "next: doors\nreading: tea"), 6, "There is no reading tea."),
        (FRONT + "```xent\n$ rm -rf x\n```\n", 8, "This block holds no xent command."),
        (FRONT + "```xent\n```\n", 7, "This block holds no xent command."),
        (FRONT + "```xent\n$ xent compute --pred '0.5\n```\n", 8, "A quotation mark is left open."),
        (FRONT + "```xent loud\n$ xent compute --pred 0.5\n```\n", 7, "A xent block has no option loud."),
        (FRONT + "```xent\n$ xent compute --pred 0.5\n", 7, "This block is not closed."),
        (FRONT + "```xent\n$ xent merge a.json\n```\n", 8, "A lesson cannot run this."),
        (FRONT + "```xent\n$ xent explain doors\n```\n", 8, "A lesson cannot run this."),
        (FRONT + "```xent\n$ xent\n```\n", 8, "A lesson cannot run this."),
        (FRONT + "```xent\n$ xent compute --help\n```\n", 8, "A lesson cannot run this."),
        (FRONT + "```xent\n$ xent compute --pred -\n```\n", 8, "A lesson cannot run this."),
        (FRONT + "```xent\n$ xent compute --pred 0.5 -o /tmp/x.txt\n```\n", 8, "A lesson cannot run this."),
        (FRONT + "```xent\n$ xent compute --pred 0.5 -qo/tmp/x.txt\n```\n", 8, "A lesson cannot run this."),
        (FRONT + "```xent\n$ xent compute --pred 0.5 --output=/tmp/x.txt\n```\n", 8, "A lesson cannot run this."),
        (FRONT + BLOCK + "```xent\n$ xent compute --pred 1.5\n```\n", 11, "1.5 is not a probability."),
        (FRONT + "```xent\n$ xent compute --prod 0.5\n```\n", 8, "There is no option --prod"),
        (FRONT + "```xent\n$ xent compute --pred 0.5 --base 2 --base e\n```\n", 8, "--base is given twice"),
        (FRONT + "```xent\n$ xent compute /etc/passwd\n```\n", 8, "/etc/passwd stands alone"),
    ],
)
def test_a_lesson_that_is_not_as_it_must_be_names_file_and_line(
    call: Runner, tmp_path: Path, text: str, line: int, said: str
) -> None:
    path = tmp_path / "mine.md"
    path.write_text(text, "utf-8")
    done = call("explain", str(path))
    assert (done.status, done.out) == (3, "")
    assert said in done.err
    assert f"mine.md, line {line}" in done.err
    assert os.listdir(tmp_path) == ["mine.md"]


def test_a_lesson_that_is_not_utf8_names_file_and_line(call: Runner, tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_bytes(FRONT.encode() + b"caf\xe9\n")
    done = call("explain", str(tmp_path / "mine.md"))
    assert (done.status, done.out) == (3, "")
    assert "mine.md, line 7" in done.err


def test_the_example_of_a_teacher_becomes_a_page(call: Runner, tmp_path: Path) -> None:
    lesson = parse(EXAMPLE.read_text("utf-8"), "dice.md")
    shutil.copy(EXAMPLE, tmp_path / "dice.md")
    done = call("explain", str(tmp_path / "dice.md"), "-o", str(tmp_path / "dice.html"))
    assert (done.status, done.out) == (0, "")
    written = (tmp_path / "dice.html").read_text("utf-8")
    assert f"<h1>{lesson.title}</h1>" in written
    assert not re.search(r"<script|src=|@import|url\(|https?://(?!www\.w3\.org)", written)


@pytest.mark.parametrize("topic", topics())
@pytest.mark.parametrize("name", ["plain", "markdown", "html", "latex"])
def test_every_lesson_is_a_page_in_every_format(topic: str, name: str) -> None:
    done = lesson_in(name, topic)
    assert (done.status, done.err) == (0, "")
    assert "\x1b" not in done.out


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize("topic", ["doors", "binary", "training", "gradient"])
def test_pdflatex_takes_a_lesson(topic: str, tmp_path: Path) -> None:
    (tmp_path / "page.tex").write_text(lesson_in("latex", topic).out, "utf-8")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]


needs_score = pytest.mark.skipif("score" not in COMMANDS, reason="this xent scores no files")


@needs_score
@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (FRONT + "```xent\n$ xent score ../other.csv\n```\n", 8, "../other.csv lies outside the lesson's folder"),
        (FRONT + "```xent\n$ xent score /etc/passwd\n```\n", 8, "/etc/passwd lies outside the lesson's folder"),
        (
            FRONT + "```xent\n$ xent compute --pred @/etc/passwd\n```\n",
            8,
            "/etc/passwd lies outside the lesson's folder",
        ),
        (FRONT + "```xent\n$ xent compute --pred 1 --names=@../a.txt\n```\n", 8, "../a.txt lies outside"),
        (FRONT + "```xent\n$ xent why 0.5 --weight @s3://b/a --pred 1\n```\n", 8, "s3://b/a is an address"),
        (FRONT + "```xent\n$ xent score a.csv --truth=../b.csv --on id\n```\n", 8, "../b.csv lies outside"),
        (FRONT + "```xent\n$ xent score nowhere.csv\n```\n", 8, "nowhere.csv"),
        (FRONT + "```xent\n$ xent score\n```\n", 8, "A lesson has no standard input."),
        (FRONT + "```xent\n$ xent score a.csv --save-summary b.json\n```\n", 8, "A lesson writes no file"),
    ],
)
def test_a_lesson_reads_only_files_beside_it(call: Runner, tmp_path: Path, text: str, line: int, said: str) -> None:
    test_a_lesson_that_is_not_as_it_must_be_names_file_and_line(call, tmp_path, text, line, said)


@needs_score
def test_a_lesson_scores_a_file_beside_it_and_no_link_leads_out(call: Runner, tmp_path: Path) -> None:
    (tmp_path / "mails.csv").write_text("y,p\n1,0.9\n0,0.2\n", "utf-8")
    lesson = tmp_path / "mine.md"
    for options, shown in (("", "Mean loss: 0.1643 nats"), (" -q", "0.164252033486018"), (" --rows", "1,0.9,")):
        lesson.write_text(f"{FRONT}```xent\n$ xent score mails.csv{options}\n```\n", "utf-8")
        done = call("explain", str(lesson))
        assert (done.status, done.err) == (0, "")
        assert shown in done.out
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "link.csv").symlink_to(tmp_path / "mails.csv")
    (tmp_path / "inner" / "mine.md").write_text(f"{FRONT}```xent\n$ xent score link.csv\n```\n", "utf-8")
    assert "lies outside" in call("explain", str(tmp_path / "inner" / "mine.md")).err


def test_prose_from_outside_does_not_act(call: Runner, tmp_path: Path) -> None:
    told = "<script>alert(1)</script> [a](javascript:alert(1)) \x1b[31mred\n\n- `<b>` & **x**\n"
    (tmp_path / "mine.md").write_text(
        FRONT.replace("title: T", "title: <i>T</i>").replace("next: doors", "next: javascript:alert(2)") + told + BLOCK,
        "utf-8",
    )
    out = call("explain", str(tmp_path / "mine.md"), "--format", "html").out
    assert "<script" not in out
    assert "<i>T" not in out
    assert "href" not in out
    assert "&lt;U+001B&gt;" in out
    assert "\x1b" not in call("explain", str(tmp_path / "mine.md")).out


def test_step_waits_for_nobody_in_a_pipe(xent: Runner) -> None:
    assert xent("explain", "units", "--step").out == xent("explain", "units").out


@pytest.mark.parametrize("topic", topics())
def test_a_refusal_of_numbers_speaks_of_what_was_typed(topic: str, call: Runner) -> None:
    """Or of what else the lesson has beside it: an option of its command, which nobody typed, is no place of a fault."""
    for given in (
        ("--pred=0.2,0.8", "--label=0"),
        ("--pred=0.5",),
        ("--logits=2,1", "--label=1,0"),
        ("--logits=2,1,0.1", "--true=0.5,0.3,0.2"),
    ):
        done = call("explain", topic, *given)
        where = re.search(r"^  in (.*):$", done.err, re.MULTILINE)
        if done.status:
            assert where
            assert where[1] in ("the command line", "--label", "--true", *(word.partition("=")[0] for word in given))
            assert f"xent compute {given[0]}" in done.err or where[1] != "the command line", done.err


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal of POSIX")
@pytest.mark.parametrize(("topic", "rows"), [("kl", 24), ("entropy", 24), ("doors", 12), ("units", 60)])
def test_step_shows_no_more_at_once_than_fits_the_screen(topic: str, rows: int, call: Runner) -> None:
    """A blank line parts what was shown from what follows; it may leave the screen."""
    terminal = Terminal("-m", "xentropy_cli", "explain", topic, "--step", rows=rows)
    shown = []
    with contextlib.suppress(OSError):  # the end
        while True:
            shown.append(terminal.until("q: leave --").rpartition("-- any key")[0].replace("\r", ""))
            while terminal.modes == terminal.before:  # until then keys are thrown away
                time.sleep(0.01)
            terminal.type(" ")
    code, rest = terminal.left()
    shown = [screen.strip(" ").removeprefix("\n") for screen in [*shown, rest.replace("\r", "")]]
    assert (code, max(screen.count("\n") for screen in shown) < rows) == (0, True)
    whole = call("explain", topic, "--format", "table", env={"COLUMNS": "80"}).out
    assert "".join(shown).split() == whole.split()


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal of POSIX")
@pytest.mark.parametrize("options", [("--ask",), ("--ask", "--step")])
def test_what_is_asked_waits_where_a_page_is_higher_than_the_screen(options: tuple[str, ...]) -> None:
    """What stands before a question and behind its answer leaves room for both; with --step each part waits."""
    terminal = Terminal("-m", "xentropy_cli", "explain", "accuracy", *options, rows=24)
    shown, waits = [""], 0
    with contextlib.suppress(OSError):  # the end
        while True:
            if select.select([terminal.end], [], [], 0.1)[0]:
                terminal.shown += os.read(terminal.end, 65536)
            text = terminal.shown.decode("utf-8", "ignore").replace("\r", "")
            if text.endswith("> "):
                terminal.type("\n")
            elif not text.endswith("q: leave --") or terminal.modes == terminal.before:
                continue
            else:
                terminal.type(" ")
                waits += 1
            shown.append(text)
            terminal.shown = b""
    code, _ = terminal.left()
    screens = [re.sub(r"^ *\n?|-- any key.*$", "", each) for each in [*shown, text]]
    assert code == 0
    assert waits >= (2 if "--step" in options else 1)
    assert max(screen.count("\n") for screen in screens) < 24
    assert "The answer: nearly the whole bit." in "".join(screens)


def test_only_web_addresses_are_links() -> None:
    assert styled("[here](https://example.org)")[0].href == "https://example.org"
    assert styled("[here](file:///etc/passwd)")[0].style == ""


def test_a_paragraph_ends_where_something_else_begins() -> None:
    kinds = [
        type(placed.piece).__name__
        for placed in pieces(["text", "## Head", "text", "```", "code", "```", "1. one", "   more"])
    ]
    assert kinds == ["Paragraph", "Section", "Paragraph", "Fence", "Items"]


def test_a_lesson_loads_no_numpy() -> None:
    code = "import sys; from xentropy_cli.cli.run import run; run(['explain', 'doors']); print('numpy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.stdout.endswith("False\n")


def test_a_shell_completes_topics_and_leaves_paths_to_itself() -> None:
    complete = ShellComplete(app, {}, "xent", "_XENT_COMPLETE").get_completions
    assert [item.value for item in complete(["explain"], "bin")] == ["binary", "binary-or-categorical"]
    assert len(complete(["explain"], "")) == len(topics()) + len(REFERENCES)
    assert [item.type for item in complete(["explain"], "./less")] == ["file"]


def test_a_long_command_is_broken_so_that_a_shell_takes_it_as_one() -> None:
    """Not inside quotes, and only where a terminal is narrow."""
    command = "$ xent compute --pred 'a big duck=0.7,dog=0.8' --digits 6 --show terms"
    block = Verbatim(command, is_command=True)
    narrow = [line[0][0] for line in lesson_lines(block, 40)]
    assert max(map(len, narrow)) <= 40
    assert all(line.endswith(" \\") for line in narrow[:-1])
    assert shlex.split("\n".join(narrow).replace("\\\n", "")) == shlex.split(command)
    assert [line[0][0] for line in lesson_lines(block)] == [command]


@pytest.mark.parametrize("name", REFERENCES)
def test_no_line_of_a_page_about_the_tool_is_longer_than_a_terminal(
    name: str, call: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The remark behind a command stands above it where the terminal is narrow; nothing of either is lost."""
    texts = {}
    for columns in ("80", "200"):
        monkeypatch.setenv("COLUMNS", columns)
        texts[columns] = call("explain", name, "--format", "table").out
    assert max(map(width, texts["80"].splitlines())) <= 80
    words = [sorted(re.findall(r"[^\s\\─]+", text)) for text in texts.values()]
    assert words[0] == words[1]


@pytest.mark.parametrize(
    "words",
    [
        ("cross-entropy", "--pred", "0.5,0.2"),
        ("kl", "--true", "0.5,0.2"),
        ("entropy", "--true", "2,1,1"),
        ("categorical", "--pred", "0.5,0.2,0.2", "--label", "1"),
        ("gradient", "--true", "0.5,0.2,0.2"),
    ],
)
def test_an_option_that_a_lesson_does_not_take_is_advised_with_a_command_that_has_it(
    words: tuple[str, ...], call: Runner
) -> None:
    refused = call("explain", *words)
    assert refused.status == 2
    advised = re.search(r"command itself: xent (.*)", refused.err)
    assert advised, refused.err
    assert "--normalize" in advised[1]
    done = call(*shlex.split(advised[1]))
    assert (done.status, done.err) == (0, "")
    assert "divided by it" in done.out


VALUES = {
    "score": (("--clip", "--base", "--scheduler"), ("", "-o", "--truth", "--save-summary")),
    "compare": (("--clip", "--base"), ("", "-o")),
    "merge": ((), ("", "--save-summary", "-o")),
    "audit": ((), ("", "-o")),
    "compute": (("--clip", "--base"), ("-o",)),
    "explain": (("--base",), ("-o",)),
}
WORDS = {"--clip": ["sklearn", "keras", "torch"], "--base": ["e", "2", "10"], "--scheduler": ["local", "tcp://"]}


@pytest.mark.parametrize("command", VALUES)
def test_a_shell_completes_files_and_the_words_of_an_option(command: str) -> None:
    complete = ShellComplete(app, {}, "xent", "_XENT_COMPLETE").get_completions
    words, files = VALUES[command]
    for option in words:
        assert [item.value for item in complete([command, option], "")] == WORDS[option]
        assert [item.value for item in complete([command, option], WORDS[option][1][0])] == WORDS[option][1:2]
    for option in files:
        before = [command, option] if option else [command]
        assert [(item.value, item.type) for item in complete(before, "pre")] == [("pre", "file")], option
