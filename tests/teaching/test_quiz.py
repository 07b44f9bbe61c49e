"""A quiz asks, names slips, gives hints, brings back what was not right; on a terminal and from a pipe."""

from __future__ import annotations

import json
import os
import re
import signal
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from terminal import Terminal, on_a_terminal

from xentropy_cli.cli.app import COMMANDS
from xentropy_cli.cli.lessons.asking import Asker
from xentropy_cli.cli.lessons.run_lesson import running_exercise
from xentropy_cli.cli.quiz import hold, working_of
from xentropy_cli.teaching.asking.judge import Talk
from xentropy_cli.teaching.asking.problem import NUMBER, ORDER
from xentropy_cli.teaching.practice.exercise import drawn, exercises
from xentropy_cli.teaching.practice.session import Session, with_again

if TYPE_CHECKING:
    from conftest import Ran, Runner

    from xentropy_cli.teaching.asking.problem import Problem

NUMBER_ASKED = 8


def answer_to(problem: Problem) -> str:
    if problem.kind == ORDER:
        return " ".join(problem.answer)  # type: ignore[arg-type]  # an order is names
    return problem.shown if problem.kind == NUMBER else str(problem.answer)


def answers(seed: int, *, are_right: bool = True) -> str:
    """What one has to type to have all of a quiz of that seed right."""
    session = Session(list(exercises().values()), NUMBER_ASKED, seed, running_exercise)
    lines = []
    for drawn_, talk in session.questions(1):
        lines.append(answer_to(drawn_.problem) if are_right else "no idea")
        talk.reply(lines[-1])
    return "\n".join(lines)


class Typist(Asker):
    """Somebody at a terminal who types these lines."""

    def __init__(self, *lines: str) -> None:
        super().__init__()
        self.is_terminal, self.lines = True, list(lines)

    def _line(self) -> str | None:
        return self.lines.pop(0)


def quiz(call: Runner, seed: int, typed: str, *more: str) -> Ran:
    return call("quiz", "--seed", str(seed), "--number", str(NUMBER_ASKED), *more, stdin=typed)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_all_right_is_passed(seed: int, call: Runner) -> None:
    ran = quiz(call, seed, answers(seed), "-f", "json")
    record = json.loads(ran.out)
    assert (ran.status, record["right"], record["asked"], record["passed"], record["value"]) == (0, 8, 8, True, 1)
    assert [each["slips"] for each in record["questions"]] == [[]] * NUMBER_ASKED


def test_nothing_right_is_not(call: Runner) -> None:
    ran = quiz(call, 1, answers(1, are_right=False), "-f", "json")
    assert (ran.status, json.loads(ran.out)["right"]) == (1, 0)
    assert quiz(call, 1, "no idea\n", "--pass", "0").status == 0


@pytest.mark.parametrize("typed", ["", "q\n", "0.5"])
def test_the_end_of_a_pipe_ends_the_quiz(typed: str, call: Runner) -> None:
    ran = quiz(call, 4, typed, "-f", "json")
    assert (ran.status, json.loads(ran.out)["asked"]) == (1, 1 if typed == "0.5" else 0)


def test_the_same_seed_asks_the_same_and_nothing_is_kept(call: Runner) -> None:
    assert quiz(call, 5, answers(5)) == quiz(call, 5, answers(5))
    assert quiz(call, 5, "").err != quiz(call, 6, "").err


def test_no_template_comes_twice_running_and_what_was_wrong_comes_again() -> None:
    for seed in range(20):
        session = Session(list(exercises().values())[:6], 10, seed, running_exercise)
        for at, (made, talk) in enumerate(session.questions(1)):
            talk.reply("77" if at == 1 else answer_to(made.problem))
        names = [turn.drawn.exercise.name for turn in session.turns]
        assert all(a != b for a, b in pairwise(names))
        assert names[5] == names[1] or names[1] in (names[4], names[6])
        assert session.turns[5].drawn.text != session.turns[1].drawn.text or names[5] != names[1]
    assert with_again(["a", "b", "c"], 1) == ["a", "b", "c"]


def test_a_quiz_asks_nothing_twice_while_there_is_more(call: Runner) -> None:
    """There are seven numbers to square, and a quiz of one exercise has no other to turn to."""
    session = Session([exercises()["square"]], 7, 1, running_exercise)
    assert len({made.text for made, talk in session.questions(1) if talk.reply("")}) == 7
    assert session.deck.notes == ()
    ran = call("quiz", "confident", "--number", "8", "--seed", "1", stdin="\n" * 8)
    assert "square has no more than 7 different questions: some come again." in ran.out


def test_a_slip_is_named_then_comes_a_hint_then_the_working() -> None:
    problem = drawn(exercises()["one"], "1", running_exercise).problem
    met, slip = Talk(problem), next(each for each in problem.slips if each.name == "label-unused")
    first = met.reply(f"{float(slip.value):.3f}")
    assert first == [slip.sentence, "Once more."]
    assert met.reply("77") == ["The answer is less than that.", f"$ {problem.command}", f"The answer: {problem.shown}."]
    assert (met.is_over, met.is_right, met.slips) == (True, False, ["label-unused"])

    hinted = Talk(problem)
    assert hinted.reply("?") == [problem.hints[0]]
    assert hinted.reply("?") == ["There are no more hints; Enter shows the answer."]
    assert hinted.reply(answer_to(problem)) == [f"Yes: {problem.shown}."]
    assert (hinted.is_right, hinted.is_right_at_once) == (True, False)


def test_nothing_is_said_to_be_wrong_alone_or_praised() -> None:
    """Whatever is typed first is met by more than a word, and no word of praise is ours."""
    for exercise in exercises().values():
        problem = drawn(exercise, "9", running_exercise).problem
        for typed in ("77", "-77", "0.001", "1", "2", "3"):
            said = " ".join(Talk(problem).reply(typed))
            assert len(said.split()) > 1
            assert not {"wrong", "incorrect", "great", "well", "good", "correct"} & set(
                said.lower().replace(".", "").split()
            )
            assert problem.shown not in said or said.startswith(("Yes", "Right"))


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("kitten",), "unknown-topic"),
        (("libraries",), "unknown-topic"),
        (("logits", "--level", "1"), "option-misfit"),
        (("--pass", "2"), "bad-value"),
        (("--pass", "x"), "not-a-number"),
        (("--number", "0"), "bad-value"),
        (("--number", "101"), "bad-value"),
        (("--seed", "-1"), "bad-value"),
        (("--level", "4"), "bad-value"),
    ],
)
def test_what_cannot_be_asked_is_refused(argv: tuple[str, ...], code: str, call: Runner) -> None:
    ran = call("quiz", *argv)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith(f"more: xent explain {code}\n"), ran


def test_a_topic_has_other_names_and_its_exercises(call: Runner) -> None:
    assert "· binary\n" in call("quiz", "bce", "--seed", "1", stdin="").err
    assert "quiz" in COMMANDS


@pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")
def test_on_a_terminal_there_are_hints_and_one_more_try() -> None:
    out = on_a_terminal(["quiz", "binary", "--number", "1", "--seed", "7"], ["?", "1.204", "", "q"])
    assert 'What probability had "no spam"?' in out or "Write beside each mail" in out
    assert "Enter: show · ?: hint · q: leave" in out
    assert "That is what comes out if " in out
    assert "$ xent compute --pred" in out
    assert "0 of 1 right at once" in out
    assert (
        max(len(line) for line in out.replace("\r", "").split("\n") if "$ xent" not in line and "\x1b" not in line)
        <= 80
    )


@pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")
@pytest.mark.parametrize("name", exercises())
def test_an_answer_that_is_shown_stands_on_the_screen_with_the_next_question(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is the last line below its working, so that what scrolls off a screen of 24 lines is not the answer."""
    made = drawn(exercises()[name], "8", running_exercise)
    Typist("").ask(Talk(made.problem), partial(working_of, made))
    lines = capsys.readouterr().err.rstrip("\n").split("\n")
    assert lines[-1] == f"The answer: {made.problem.shown}."
    assert any(line.startswith("$ xent compute") for line in lines[:-1])
    hold(Session([exercises()[name]], 1, 8, running_exercise), Typist("q"))
    asked = capsys.readouterr().err.rstrip("\n").split("\n")
    assert len(asked) + 2 < 24, "with the answer and a blank line above it a question fits a screen"


@pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")
def test_ctrl_c_shows_what_was_answered_and_ends_the_process() -> None:
    terminal = Terminal("-m", "xentropy_cli", "quiz", "binary", "--number", "3", "--seed", "7")
    terminal.until("> ")
    terminal.type("77\n")
    terminal.until("> ")
    terminal.type("\x03")
    code, shown = terminal.left()
    assert code == -signal.SIGINT
    assert "\r\n0 of 3 right at once\r\n" in shown
    assert "2 were not answered." in shown


def test_a_working_is_headed_by_its_answer_or_by_none() -> None:
    """What was asked is not always what a command leads with: its headline would then look like the answer."""
    for exercise in exercises().values():
        made = drawn(exercise, "5", running_exercise)
        head = working_of(made).partition("\n")[0]
        number, _, unit = made.problem.shown.partition(" ")
        if re.fullmatch(r"[A-Z][^:]*: .*\d.*", head) and made.problem.kind == NUMBER:
            shown = head.rpartition(": ")[2].split()
            assert float(shown[0]) == pytest.approx(float(number), abs=10**-made.problem.digits), (exercise.name, head)
            assert shown[1:] == [unit], (exercise.name, head)
