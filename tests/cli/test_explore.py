"""`xent explore`: what keys do, that every frame fits, and that the terminal is left as it was, however it ends."""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
from functools import cache
from typing import TYPE_CHECKING

import pytest
from click.shell_completion import ShellComplete
from terminal import Terminal

from xentropy_cli.cli.app import app
from xentropy_cli.cli.exploring import frame as exploring
from xentropy_cli.cli.exploring import terminal as reading
from xentropy_cli.cli.exploring.frame import LEAST_COLUMNS, LEAST_ROWS, frame
from xentropy_cli.cli.exploring.terminal import ENTER_SCREEN, LEAVE_SCREEN, keys_in
from xentropy_cli.cli.lessons.run_scene import computed
from xentropy_cli.errors import XentError
from xentropy_cli.teaching.scenes.exploration import Exploration
from xentropy_cli.teaching.scenes.table import scene_named, scenes
from xentropy_cli.text import width

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from conftest import Runner

    from xentropy_cli.cli.lessons.run_scene import Computed
    from xentropy_cli.teaching.scenes.scene import Scene

SCENES = scenes()

RIGHT, LEFT, UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END = (
    "\x1b[C",
    "\x1b[D",
    "\x1b[A",
    "\x1b[B",
    "\x1b[5~",
    "\x1b[6~",
    "\x1b[H",
    "\x1b[F",
)

WAYS = {
    "doors": (f"{DOWN}{DOWN}" + LEFT * 8, f"g{PAGE_UP * 3}{UP}{PAGE_UP * 2}{UP}=0.5\r"),
    "areas": (f"=7\r{DOWN * 3}", f"g=1\r{DOWN}=1\r{DOWN}=1\r{DOWN}=1\r", f"g{HOME}{DOWN}{HOME}{UP}{UP}{HOME}"),
    "belief": (f"{DOWN}=85%\r", "g=0.15\r", f"g{UP}=9/10\r{DOWN}=0.9\r"),
    "both": (f"{DOWN * 4}=1\r", f"g{UP * 4}=1\r{DOWN}=1\r{DOWN}=2\r{DOWN}=8\r{DOWN}=8\r{DOWN}=1\r", f"g{HOME}"),
    "code": (f"=1\r{DOWN}=1\r", f"g=4\r{DOWN}=2\r", f"g{UP}{HOME}{DOWN}{DOWN}=8\r"),
    "turn": (f"{PAGE_DOWN * 8}\t{LEFT}", f"g{UP}=0.835\r", f"g{END}"),
    "softmax": (f"{DOWN * 3}{PAGE_UP}", f"g{PAGE_DOWN}{UP}{UP}{PAGE_DOWN}{LEFT * 5}"),
    "heat": (RIGHT * 9, f"g{PAGE_UP * 3}"),
}
"""The keys of a student who reaches the goals of a scene, one after the other."""


def found_in(shown: Exploration) -> Computed:
    return computed_once(shown.scene, tuple(shown.state.items()), shown.scene.pictures[shown.picture])


@cache
def computed_once(scene: Scene, state: tuple[tuple[str, Fraction], ...], picture: str) -> Computed:
    return computed(scene, dict(state), picture)


def explored(scene: Scene, keys: str) -> Exploration:
    """Press keys, and look at each frame."""
    shown = Exploration(scene)
    for key in keys_in(keys):
        shown.press(key)
        shown.judge(found_in(shown).facts)
    return shown


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_every_goal_is_reached_by_keys(scene: Scene) -> None:
    for at in range(len(scene.goals)):
        shown = explored(scene, "".join(WAYS[scene.name][: at + 1]))
        assert shown.goal == at
        assert at in shown.reached, scene.typed(shown.state)
    assert len(shown.reached) == len(scene.goals)


def screens(scene: Scene) -> Iterator[Exploration]:
    """Each text that a scene may show, with each picture, at each end of its controls; and typing, a refusal, help."""
    for keys in (
        "",
        "=99",
        "=99\r",
        "?",
        "=0.33333333333\r",
        *(f"{'g' * at}{RIGHT}" for at in range(1, len(scene.goals) + 1)),
    ):
        yield explored(scene, keys)
    for end in (HOME, END):
        for picture in range(len(scene.pictures)):
            shown = explored(scene, DOWN.join(end for _ in scene.controls) + "p" * picture)
            for goal in range(len(scene.goals)):
                shown.goal = goal
                shown.reached = {goal}
                yield shown


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_every_frame_fits(scene: Scene) -> None:
    for shown in screens(scene):
        found = found_in(shown)
        for columns, rows in ((LEAST_COLUMNS, LEAST_ROWS), (80, 24), (100, 30), (120, 40)):
            lines = ["".join(text for text, _ in line) for line in frame(shown, found, columns, rows)]
            text = "\n".join(lines)
            assert len(lines) <= rows, text
            assert max(map(width, lines)) <= columns, text
            if not shown.shows_help:
                assert re.sub(r" \\\n +", " ", text).count(f"$ {scene.typed(shown.state)}\n") == 1
                assert lines[-1]


@pytest.mark.parametrize(("columns", "rows"), [(59, 40), (200, 23), (20, 5)])
def test_a_terminal_that_is_too_small_is_told(columns: int, rows: int) -> None:
    shown = Exploration(SCENES[0])
    lines = frame(shown, computed(shown.scene, shown.state, "total"), columns, rows)
    assert "A scene needs" in lines[0][0][0] + "".join(text for text, _ in lines[0])
    assert len(lines) <= rows


def test_the_question_comes_first_and_then_a_goal() -> None:
    shown = Exploration(SCENES[0])
    found = computed(shown.scene, shown.state, "total")

    def text() -> str:
        return " ".join("".join(part for part, _ in line) for line in frame(shown, found, 80, 24))

    assert "Guess first: Each door" in text()
    shown.press("?")
    assert "ten steps" in text()
    shown.press("q")
    assert not shown.has_left
    shown.press("right")
    assert "Goal 1 of 2: Make the total one bit" in text()


def test_what_is_typed_is_taken_or_refused_and_can_be_left() -> None:
    shown = explored(SCENES[0], "=0.55\x7f\x7f.9\r")
    assert (shown.state["duck"], shown.typed, shown.message) == (
        SCENES[0].start["duck"],
        None,
        "0..9: This is not a number.",
    )
    shown = explored(SCENES[0], "0.5\r=0.9\x1b")
    assert float(shown.state["duck"]) == 0.5
    assert shown.typed is None
    assert explored(SCENES[0], "=1.5\r").message == "1.5: duck takes a number from 0.01 to 1."


def test_r_goes_back_and_unknown_keys_do_nothing() -> None:
    shown = explored(SCENES[0], f"{RIGHT * 3}{DOWN}{LEFT}r")
    assert shown.state == SCENES[0].start
    assert vars(explored(SCENES[0], "\x1b[15~z\x1a")) == vars(Exploration(SCENES[0]))


def test_nothing_is_erased_behind_a_line_which_may_be_full() -> None:
    """The cursor stands on the last character of a full line, and what erases from there on erases it, too."""
    for line in exploring.screenful(explored(SCENES[0], RIGHT), 80, 24).split("\n"):
        assert re.fullmatch(r"(?:\x1b\[H)?\x1b\[[KJ][^\x1b]*(?:\x1b\[[0-9;]*m[^\x1b]*)*", line), line


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_terminal_without_our_symbols_gets_ascii(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exploring, "lacks_symbols", lambda: True)
    for keys in ("", "?", RIGHT, "=1", "p"):
        shown = exploring.screenful(explored(scene, keys), 80, 24)
        assert shown.isascii(), shown
        assert "\\x" not in shown
        assert "\\u" not in shown


on_unix = pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal of POSIX")
XENT = ("-m", "xentropy_cli", "explore", "binary")


@on_unix
def test_leaving_restores_the_screen_and_prints_the_last_command(call: Runner) -> None:
    terminal = Terminal(*XENT)
    first = terminal.until("q leave")
    assert first.startswith(ENTER_SCREEN)
    assert "Guess first" in first
    assert terminal.modes != terminal.before
    terminal.type(RIGHT * 3 + DOWN + LEFT)
    terminal.until("--pred 0.93 --label 0")
    terminal.type("q")
    code, rest = terminal.left()
    assert code == 0
    assert rest.endswith(f"{LEAVE_SCREEN}xent compute --pred 0.93 --label 0\r\n")
    assert terminal.modes == terminal.before
    assert call(*shlex.split(rest.rpartition(LEAVE_SCREEN)[2])[1:]).status == 0


@on_unix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_restores_the_screen(name: str) -> None:
    """After Ctrl-C, as after q, the last command stays; who ends the process otherwise has no need of it."""
    terminal = Terminal(*XENT)
    terminal.until("q leave")
    if name == "SIGINT":
        terminal.type("\x03")
    else:
        terminal.kill(getattr(signal, name))
    code, rest = terminal.left()
    assert code == -getattr(signal, name)
    assert rest.endswith(LEAVE_SCREEN + "xent compute --pred 0.9 --label 1\r\n" * (name == "SIGINT"))
    assert terminal.modes == terminal.before


@on_unix
def test_a_new_size_draws_a_new_frame() -> None:
    terminal = Terminal(*XENT)
    terminal.until("q leave")
    terminal.resize(50, 20)
    terminal.until("q leaves")
    terminal.resize(100, 30)
    assert "Guess first" in terminal.until("q leave")
    terminal.type("\x1b")
    assert terminal.left()[0] == 0
    assert terminal.modes == terminal.before


SHELL = """
import os, signal, sys
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
child = os.fork()
if not child:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.executable, [sys.executable, "-m", "xentropy_cli", "explore", "binary"])
while os.WIFSTOPPED(status := os.waitpid(child, os.WUNTRACED)[1]):
    os.tcsetpgrp(0, os.getpgrp())
    print("stopped", flush=True)
    sys.stdin.readline()
    os.tcsetpgrp(0, child)
    os.kill(child, signal.SIGCONT)
os.tcsetpgrp(0, os.getpgrp())
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""What a shell does with a program that Ctrl-Z stops: a program without one is not stopped by it."""


@on_unix
def test_ctrl_z_restores_the_screen_and_coming_back_draws_it_again() -> None:
    terminal = Terminal("-c", SHELL)
    terminal.until("q leave")
    terminal.type(RIGHT)
    terminal.until("--pred 0.91 --label 1")
    for _ in range(2):
        terminal.type("\x1a")
        terminal.until(LEAVE_SCREEN)
        terminal.until("stopped")
        assert terminal.modes == terminal.before
        terminal.type("\n")
        terminal.until(ENTER_SCREEN)
        terminal.until("--pred 0.91 --label 1")
        assert terminal.modes != terminal.before
    terminal.type("q")
    assert terminal.left()[0] == 0
    assert terminal.modes == terminal.before


class Console:
    """The console of Windows: what was typed comes one character at a time."""

    def __init__(self, *typed: str) -> None:
        self.typed = list("".join(typed))

    def kbhit(self) -> bool:
        return bool(self.typed)

    def getwch(self) -> str:
        return self.typed.pop(0)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("\xe0K\xe0M\xe0H\xe0P", ["left", "right", "up", "down"]),
        ("\x00I\x00Q\xe0G\xe0O\t\r\x08", ["page up", "page down", "home", "end", "tab", "enter", "backspace"]),
        ("=1/3\r\x1bq", ["=", "1", "/", "3", "enter", "escape", "q"]),
        ("\x1a", ["\x1a"]),
        ("", []),
    ],
)
def test_the_keys_of_windows(typed: str, keys: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WAIT", 0.01)
    monkeypatch.setitem(sys.modules, "msvcrt", Console(typed))
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        found = reading.read_keys()
    assert found == keys


def test_ctrl_c_on_windows_interrupts_and_the_screen_is_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "msvcrt", Console("q\x03"))
    monkeypatch.setattr(reading, "size", lambda: (80, 24))
    monkeypatch.setattr(reading.os, "system", lambda _: 0)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        with pytest.raises(KeyboardInterrupt), reading.other_screen() as screen:  # noqa: PT012  its end is tested
            screen.draw(lambda columns, rows: f"{columns} x {rows}")
            screen.pressed()
    assert capsys.readouterr().out == f"{ENTER_SCREEN}80 x 24{LEAVE_SCREEN}"


@pytest.mark.parametrize("scene", SCENES[:-1], ids=lambda scene: scene.name)
def test_a_scene_begins_with_numbers_that_move_in_it(scene: Scene) -> None:
    """Whatever state keys lead to, the numbers of its command lead there at once; a temperature is none of them."""
    for keys in ("", f"{RIGHT * 3}{DOWN}{LEFT}", f"{PAGE_UP}{DOWN}{PAGE_DOWN}", f"{END}{DOWN * 3}{LEFT * 2}"):
        command = scene.typed(explored(scene, keys).state)
        found = re.findall(r"(--(?:pred|logits|label|true))[ =](\S+)", command)
        own = {option: re.sub(r"\w+=", "", text) for option, text in found if option in scene.moved}
        assert scene.typed(scene.started(own)) == command


@pytest.mark.parametrize(
    ("words", "code", "marked"),
    [
        (("doors", "--pred", "0.9,0.8"), "lengths-differ", "0.9,0.8"),
        (("doors", "--pred", "0.9,0.8,2"), "bad-value", "2"),
        (("kl", "--pred", "1,x,1"), "not-a-number", "x"),
        (("kl", "--true", "0.5,0.3,0.2"), "bad-value", "0.5"),
        (("cross-entropy", "--pred", "0.3,0.6"), "sum-not-one", "0.6"),
        (("calibration", "--logits", "1,2"), "option-misfit", "--logits"),
        (("--pred", "0.5"), "option-misfit", "--pred"),
    ],
)
def test_numbers_that_no_scene_begins_with_are_refused(
    words: tuple[str, ...], code: str, marked: str, call: Runner
) -> None:
    done = call("explore", *words)
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith(f"more: xent explain {code}\n")
    text, carets = done.err.splitlines()[2:4]
    assert text[carets.index("^") : carets.rindex("^") + 1] == marked


@on_unix
def test_an_error_restores_the_screen() -> None:
    program = (
        "import sys, xentropy_cli.cli.exploring.frame as explore\n"
        "from xentropy_cli.cli.run import run\n"
        "first = iter([True])\n"
        "def broken(scene, state, picture, found=explore.computed):\n"
        "    if next(first, False): return found(scene, state, picture)\n"
        "    raise ValueError('broken')\n"
        "explore.computed = broken\n"
        "sys.exit(run(['explore', 'binary']))\n"
    )
    terminal = Terminal("-c", program)
    terminal.until("q leave")
    terminal.type(RIGHT)
    code, rest = terminal.left()
    assert code == 70
    assert re.fullmatch(
        rf"(?:\x1b\[[KJ])*{re.escape(LEAVE_SCREEN)}xent 0\.1\.0 has a bug: ValueError.*", rest, re.DOTALL
    )
    assert terminal.modes == terminal.before


def test_without_a_terminal_the_command_is_the_fix(call: Runner) -> None:
    for scene in SCENES:
        done = call("explore", scene.topic)
        assert (done.status, done.out) == (2, "")
        assert f"Type what it begins with: {scene.typed(scene.start)}\n" in done.err
        assert call(*shlex.split(scene.typed(scene.start))[1:]).status == 0


def test_scenes_are_listed_and_found_by_other_names(call: Runner) -> None:
    listed = call("explore").out
    assert [line.split()[0] for line in listed.splitlines()[2:]] == [scene.topic for scene in SCENES]
    assert [scene_named(word).name for word in ("nll", "BCE", "softmax", "js", "huffman", "Heat")] == [
        "doors",
        "turn",
        "softmax",
        "both",
        "code",
        "heat",
    ]
    with pytest.raises(XentError, match="no scene about units"):
        scene_named("units")


def test_a_shell_completes_the_scenes() -> None:
    complete = ShellComplete(app, {}, "xent", "_XENT_COMPLETE").get_completions
    assert [item.value for item in complete(["explore"], "c")] == ["cross-entropy", "coding", "calibration"]
