"""Exercises are data: drawn with any seed, their answer and slips lie apart, and each slip that is typed back is named."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import pytest
from running import tries

from xentropy_cli.cli.lessons.run_lesson import running_exercise
from xentropy_cli.core.real import Ratio, is_infinite, real
from xentropy_cli.errors import XentError
from xentropy_cli.figures import MINUS, figure
from xentropy_cli.teaching.asking.judge import RIGHT, UNREAD, WRONG, judge
from xentropy_cli.teaching.asking.problem import NUMBER, ORDER
from xentropy_cli.teaching.course import topics
from xentropy_cli.teaching.practice.draws import Drawer, is_kept, rule_of
from xentropy_cli.teaching.practice.exercise import EXERCISES, drawn, exercises, exercises_of, topics_with_exercises

if TYPE_CHECKING:
    from xentropy_cli.teaching.asking.problem import Problem

SEEDS = range(tries(8))
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
        f"{shown}{problem.unit}.",
        *([f"{shown} ({problem.unit})"] if problem.unit else []),
        f"{int(number * whole)} out of {whole}",
        *([f"{int(number)} {int(number * whole) % whole}/{whole}"] if number > 0 else []),
    ]
    if problem.unit in OTHER:
        unit, factor = OTHER[problem.unit]
        found.append(f"{Decimal(repr(float(real(problem.answer)))) * factor:.6f} {unit}")
    return found


@pytest.mark.parametrize("name", exercises())
def test_a_template_with_any_seed(name: str) -> None:
    exercise = exercises()[name]
    for seed in SEEDS:
        made = drawn(exercise, str(seed), running_exercise)
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
        for digits in range(problem.digits):
            typed = str(real(problem.answer).rounded(digits))
            if judge(problem, typed).kind != WRONG:
                assert abs(float(real(problem.answer))) >= 10**-digits, typed
        for met in problem.slips:
            found = judge(problem, figure(real(met.value), problem.digits))
            assert (found.kind, found.slip, found.said) == (WRONG, met.name, met.sentence), problem.command
            short = Decimal(repr(float(real(met.value))))
            if (
                short.is_finite() and len(str(short)) < 9 and not real(met.value) - real(short)
            ):  # 0.7 and 2 as people write them
                assert judge(problem, f"{short.normalize():f}").slip == met.name, problem.command


@pytest.mark.parametrize("name", exercises())
def test_who_marks_by_hand_from_the_key_is_at_one_with_mark(name: str) -> None:
    """What the key shows, rounded to the digits asked as either school has it, is right."""
    for seed in SEEDS:
        problem = drawn(exercises()[name], str(seed), running_exercise).problem
        if problem.kind == NUMBER:
            shown = Decimal(problem.shown.split()[0].replace(MINUS, "-"))
            step = Decimal(1).scaleb(-problem.digits)
            exact = real(problem.answer)
            value = Decimal(exact.value.numerator) / exact.value.denominator if isinstance(exact, Ratio) else shown
            for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN):
                assert shown.quantize(step, rounding) == value.quantize(step, rounding), problem.shown
                assert judge(problem, str(shown.quantize(step, rounding))).kind == RIGHT, problem.shown


def test_there_are_enough_and_each_has_its_lesson() -> None:
    assert len(exercises()) >= FEWEST
    assert set(topics_with_exercises()) == {path.stem for path in EXERCISES.glob("*.md")} <= set(topics())
    assert list(exercises()) == [
        row.name for topic in topics_with_exercises() for row in exercises().values() if row.topic == topic
    ]


def test_the_same_seed_gives_the_same_question_and_another_another() -> None:
    exercise = exercises()["binary-mean"]
    one, again, other = (drawn(exercise, seed, running_exercise) for seed in ("1", "1", "2"))
    assert (one.text, one.problem.command, one.check) == (again.text, again.problem.command, again.check)
    assert one.text != other.text
    assert len(one.check) == 2


def test_draws_are_made_of_random_alone_and_stay_as_they_are() -> None:
    """`random.Random("a").random()` gives 0.2720…, 0.0673…, 0.5999… in every Python from 3.2 on: quarters 1, 0 and 2."""
    assert Drawer("a").values([rule_of("draw: q = 3 of a b c d")]) == {"q": ("b", "a", "c")}
    first = Drawer("a").values([rule_of("draw: k, q = 1 of 3;1/3,2/3 3;1/3,2/3")])
    assert first == {"k": ("3",), "q": ("1/3", "2/3")}


def test_what_was_drawn_is_kept_only_as_it_must_be() -> None:
    both, unlike = rule_of("keep: y has 0 and 1"), rule_of("keep: p unlike q")
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
        drawn(exercises_of(WHOLE.replace(old, new), "mine", "mine.md")[0], "1", running_exercise)
    assert (refused.value.code, refused.value.message) == ("bad-lesson", said)


DRAW = "draw: q = 1 of 0.2 0.3"


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        (DRAW, f"{DRAW}\nkeep: z has 0 and 1", "z"),
        (DRAW, f"{DRAW}\nkeep: q unlike z", "z"),
        (DRAW, f"{DRAW}\nkeep: k unlike q", "k"),
        (DRAW, "draw: q = 1 of {q}", "{q}"),
        (DRAW, "draw: q = 1 of {p},0.2\ndraw: p = 1 of 0.2", "{p}"),
        (DRAW, f"draw: p, q = 1 of 1/4 1/8;7/8\n{DRAW}", "1/4 1/8;7/8"),
        (DRAW, "draw: p, q = 1 of 1/4;1/8;7/8", "1/4;1/8;7/8"),
        (DRAW, "draw: q = 1 of 1/8;7/8", "1/8;7/8"),
        (DRAW, "draw: q = 2 of 0.2,,0.3", "0.2,,0.3"),
        (DRAW, "draw: q = 9 different of 0.2 0.3", "0.2 0.3"),
        (DRAW, "draw: q = 2 different of 0.2 0.2", "0.2 0.2"),
        (DRAW, f"{DRAW}\ndraw: p = 2 different of {{q}}", "{q}"),
        (DRAW, "draw: q = 0 of 0.2", "draw: q = 0 of 0.2"),
        (DRAW, "draw: q = 101 of 0.2 0.3", "draw: q = 101 of 0.2 0.3"),
        (DRAW, f"draw: q = {'9' * 5000} of 0.2 0.3", f"draw: q = {'9' * 5000} of 0.2 0.3"),
        (DRAW, f"{DRAW}\ndraw: b = 100 of {{q}}\ndraw: b = 2 of {{b}} {{b}}", "draw: b = 2 of {b} {b}"),
        ("Text {q}", "Text\nand {w}", "{w}"),
        ("--pred {q}", "--pred {w}", "{w}"),
        ("answer: value", "answer: value\nhint: See {w}.", "{w}"),
    ],
)
def test_what_cannot_be_drawn_as_it_says_is_refused_when_the_file_is_read(old: str, new: str, marked: str) -> None:
    """The line that is refused is the one of the file that has this number, with a caret under what is wrong there."""
    text = WHOLE.replace(old, new, 1)
    with pytest.raises(XentError) as refused:
        exercises_of(text, "mine", "mine.md")
    fault = refused.value
    assert fault.code == "bad-lesson"
    assert fault.text is not None
    assert fault.span is not None
    assert fault.text[slice(*fault.span)] == marked
    assert text.splitlines()[int(fault.where.rpartition(" ")[2]) - 1] == fault.text


@pytest.mark.parametrize("line", ["level: 9", "draw: q = some of 0.2", "keep: y", "levle: 1"])
def test_a_line_that_says_nothing_known_is_told_what_it_may_be(line: str) -> None:
    with pytest.raises(XentError) as refused:
        exercises_of(WHOLE.replace("level: 1", line), "mine", "mine.md")
    kind = line.partition(":")[0]
    assert f"{kind if kind != 'levle' else 'draw'}: " in refused.value.fix


def test_entries_that_are_drawn_as_different_are_different() -> None:
    """Both draws of `p` are of four entries, of which three are different."""
    draws = [rule_of("draw: p = a shuffle of 1 2 3 3"), rule_of("draw: q = 3 different of {p}")]
    for seed in SEEDS:
        found = Drawer(str(seed)).values(draws)
        assert sorted(found["q"]) == ["1", "2", "3"]


def test_a_slip_that_has_too_few_digits_is_named_by_no_one() -> None:
    made = drawn(exercises()["smooth"], "1", running_exercise)
    assert judge(made.problem, "0").kind in (WRONG, UNREAD)
    assert not judge(made.problem, "0").slip
    assert not is_infinite(real(made.problem.answer))
