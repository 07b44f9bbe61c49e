"""Exercises are data: drawn with any seed, their answer and slips lie apart, and each slip that is typed back is named."""

from __future__ import annotations

import os
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from xentropy_cli.cli.lessons.run_lesson import running_file
from xentropy_cli.core.real import is_infinite, real
from xentropy_cli.errors import XentError
from xentropy_cli.figures import MINUS, figure
from xentropy_cli.teaching.asking.judge import RIGHT, UNREAD, WRONG, judge
from xentropy_cli.teaching.asking.problem import NUMBER, ORDER
from xentropy_cli.teaching.course import topics
from xentropy_cli.teaching.practice.draws import Drawer, draw_of, is_kept, keep_of
from xentropy_cli.teaching.practice.exercise import EXERCISES, drawn, exercises, exercises_of, topics_with_exercises

if TYPE_CHECKING:
    from xentropy_cli.teaching.asking.problem import Problem

SEEDS = range(int(os.environ.get("XENT_SEEDS", "40")))
"""Draws of each template; before a release each passes 500, too."""

FEWEST = 25
OTHER = {"nats": ("bits", Decimal("1.4426950408889634")), "bits": ("nats", Decimal("0.6931471805599453"))}


def spellings(problem: Problem) -> list[str]:
    """The right number, as six people would type it."""
    shown = figure(real(problem.answer), problem.digits).replace(MINUS, "-")
    number = Decimal(shown)
    whole = 10**problem.digits
    found = [
        shown,
        shown.replace(".", ","),
        f"{int(number * whole)}/{whole}",
        f"{number * 100} %",
        f"({shown})",
        f"= {shown} {problem.unit}",
    ]
    if problem.unit in OTHER:
        unit, factor = OTHER[problem.unit]
        found.append(f"{Decimal(repr(float(real(problem.answer)))) * factor:.6f} {unit}")
    return found


@pytest.mark.parametrize("name", exercises())
def test_a_template_with_any_seed(name: str) -> None:
    exercise = exercises()[name]
    for seed in SEEDS:
        made = drawn(exercise, str(seed), running_file)
        problem = made.problem
        assert "{" not in made.text + problem.command
        assert "](#" not in made.text
        assert problem.hints
        if problem.kind != NUMBER:
            typed = " ".join(problem.answer) if problem.kind == ORDER else str(problem.answer)
            assert judge(problem, typed).kind == RIGHT
            for met in problem.slips:
                assert judge(problem, str(met.value)) == (WRONG, met.sentence, met.name)
            continue
        assert [each for each in spellings(problem) if judge(problem, each).kind != RIGHT] == [], problem.command
        for met in problem.slips:
            found = judge(problem, figure(real(met.value), problem.digits))
            assert (found.kind, found.slip, found.said) == (WRONG, met.name, met.sentence), problem.command


def test_there_are_enough_and_each_has_its_lesson() -> None:
    assert len(exercises()) >= FEWEST
    assert set(topics_with_exercises()) == {path.stem for path in EXERCISES.glob("*.md")} <= set(topics())
    assert list(exercises()) == [
        row.name for topic in topics_with_exercises() for row in exercises().values() if row.topic == topic
    ]


def test_the_same_seed_gives_the_same_question_and_another_another() -> None:
    exercise = exercises()["binary-mean"]
    one, again, other = (drawn(exercise, seed, running_file) for seed in ("1", "1", "2"))
    assert (one.text, one.problem.command, one.check) == (again.text, again.problem.command, again.check)
    assert one.text != other.text
    assert len(one.check) == 2


def test_draws_are_made_of_random_alone_and_stay_as_they_are() -> None:
    """`random.Random("a").random()` gives 0.2720…, 0.0673…, 0.5999… in every Python from 3.2 on: quarters 1, 0 and 2."""
    assert Drawer("a").values([draw_of("q = 3 of a b c d")]) == {"q": ("b", "a", "c")}  # type: ignore[list-item]
    first = Drawer("a").values([draw_of("k, q = 1 of 3;1/3,2/3 3;1/3,2/3")])  # type: ignore[list-item]
    assert first == {"k": ("3",), "q": ("1/3", "2/3")}


def test_what_was_drawn_is_kept_only_as_it_must_be() -> None:
    both, unlike = keep_of("y has 0 and 1"), keep_of("p unlike q")
    assert both is not None
    assert unlike is not None
    assert [is_kept([both], {"y": y}) for y in (("0", "1"), ("1", "1"))] == [True, False]
    assert [is_kept([unlike], {"p": ("1",), "q": q}) for q in (("1",), ("2",))] == [False, True]


WHOLE = (
    "## mine\nlevel: 1\ndraw: q = 1 of 0.2 0.3\n\nText {q}.\n\n```ask\n$ xent compute --pred {q}\nanswer: value\n```\n"
)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("level: 1", "level: 4", "This line of an exercise says nothing known."),
        ("1 of", "some of", "This line of an exercise says nothing known."),
        ("Text {q}.", "", "This exercise is not whole."),
        ("```ask", "```xent", "This exercise is not whole."),
        ("## mine", "## My own", "This exercise is not whole."),
        ("answer: value", "answer: value\nslip: value: it is the same", "No numbers of mine keep its slips apart."),
    ],
)
def test_an_exercise_that_is_not_as_it_must_be_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(XentError) as refused:
        drawn(exercises_of(WHOLE.replace(old, new), "mine", "mine.md")[0], "1", running_file)
    assert (refused.value.code, refused.value.message) == ("bad-lesson", said)


def test_a_slip_that_has_too_few_digits_is_named_by_no_one() -> None:
    made = drawn(exercises()["smooth"], "1", running_file)
    assert judge(made.problem, "0").kind in (WRONG, UNREAD)
    assert not judge(made.problem, "0").slip
    assert not is_infinite(real(made.problem.answer))
