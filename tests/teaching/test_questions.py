"""A lesson asks before it shows: its answer comes from its numbers, and follows the reader's."""

from __future__ import annotations

import os
import random
import re
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

import pytest
from explained import lesson_in
from own_numbers import LIVELY, numbers
from terminal import on_a_terminal

from xentropy_cli.cli.lessons import run_lesson
from xentropy_cli.cli.lessons.recording import FIRST
from xentropy_cli.cli.lessons.run_lesson import lesson_pages, running_exercise
from xentropy_cli.pages.blocks import Pointer, Prose
from xentropy_cli.pages.lesson_blocks import AskBlock, Paragraph, Phrase, Section, Verbatim, marked
from xentropy_cli.rendering.prose.html import with_hidden
from xentropy_cli.teaching.asking.judge import RIGHT, WRONG, judge
from xentropy_cli.teaching.asking.problem import CHOICE
from xentropy_cli.teaching.course import FOLDER, lesson_of, text_of, topics
from xentropy_cli.teaching.lesson import parse
from xentropy_cli.teaching.numbers import Own
from xentropy_cli.teaching.practice.exercise import drawn, exercises
from xentropy_cli.teaching.prose import Fence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import Runner

    from xentropy_cli.teaching.asking.problem import Problem
    from xentropy_cli.teaching.lesson import Lesson

ASKING = [topic for topic in topics() if lesson_of(topic).asks]
NONE = Own(())
FEWEST = 24
READERS = 20


@cache
def problems_of(topic: str, own: Own = NONE) -> Sequence[Problem]:
    found: list[Problem] = []
    pages = lesson_pages(lesson_of(topic), own, found)
    assert sum(isinstance(block, AskBlock) for page in pages for block in page) == len(found)
    return found


@pytest.mark.parametrize("topic", ASKING)
def test_every_question_has_one_answer_and_every_wrong_choice_its_slip_and_the_repair(topic: str) -> None:
    """With the lesson's own numbers, and with those of readers."""
    lesson, rng = lesson_of(topic), random.Random(topic)
    readers = [numbers(rng, lesson) for _ in range(READERS if topic in LIVELY else 0)]
    problems = [*problems_of(topic), *(problem for own in readers for problem in asked_of(lesson, own))]
    assert len(problems_of(topic)) == 1 or topic == "ten-sentences"
    assert len(problems) > len(readers) / 2, "most readers are asked something"
    for problem in problems:
        assert problem.hints
        judged = [judge(problem, mark or each) for mark, each in marked(problem.options)]
        assert [each.kind for each in judged].count(RIGHT) == 1
        assert judge(problem, str(problem.answer)).kind == RIGHT
        for each in (each for each in judged if each.kind == WRONG):
            assert re.fullmatch(r"That is what comes out if [^.]+\. [A-Z].+\.", each.said), each.said
            assert each.slip
            assert not re.search(r"(?<!ln )[2-9]|\d\.?\d|%", each.said), "a slip is true of all numbers"


def asked_of(lesson: Lesson, own: Own) -> list[Problem]:
    """What is asked of a reader's numbers, or is said instead."""
    found: list[Problem] = []
    (fence,) = (each.block for each in lesson.passages if isinstance(each.block, Fence))
    (said,) = run_lesson.question_blocks(lesson, fence, own, found)
    assert isinstance(said, AskBlock) or said == Paragraph((Phrase(run_lesson.NOTHING_TO_ASK),))
    return found


def test_every_wrong_choice_of_an_exercise_and_of_a_first_lesson_has_its_slip() -> None:
    found = [drawn(each, "7", running_exercise).problem for each in exercises().values()]
    lesson_pages(parse(text_of(FIRST), "mine.md"), NONE, found)
    for problem in (each for each in found if each.kind == CHOICE):
        judged = [judge(problem, option) for option in problem.options if option != problem.answer]
        assert all(each.kind == WRONG and each.slip for each in judged), problem.command


@pytest.mark.parametrize("topic", ASKING)
def test_a_question_asks_one_thing(topic: str) -> None:
    for part in lesson_of(topic).parts:
        if any(isinstance(each.block, Fence) for each in part.passages):
            for reader in ("example", "else"):
                shown = [each for each in part.passages if each.binding.kind in ("", reader)]
                before = takewhile(lambda each: not isinstance(each.block, Fence), shown[1:])
                asked = "\n".join(line for each in before for line in each.lines).count("?")
                assert asked == 1 or (topic == "ten-sentences" and not asked)


def test_most_lessons_ask() -> None:
    assert len(ASKING) >= FEWEST


@pytest.mark.parametrize(
    ("topic", "typed", "answers"),
    [
        ("doors", "--pred a=0.9,b=0.2,c=0.5", ["b"]),
        ("doors", "--pred 0.5,0.5", []),
        ("surprise", "--pred 0.5", ["fewer than five"]),
        ("units", "--pred 1", ["all are alike"]),
        ("why-log", "--pred 0.001", ["within seven thousand"]),
        ("why-log", "--pred 0.0001,0.0001 --base 2", ["within a hundred"]),
        ("why-log", "--pred 0.99", ["later"]),
        ("entropy", "--true 0.5,0.5 --base 10", ["as much"]),
        ("cross-entropy", "--true 0.3,0.7 --pred 0.3,0.7", ["as much"]),
        ("entropy-vs-cross-entropy", "--true 1,0 --pred 0.5,0.5", ["0"]),
        ("kl", "--true 0.3,0.7 --pred 0.6,0.4", ["P while Q holds"]),
        ("coding", "--true 0.4,0.6 --pred 0.5,0.5 --base e", ["more"]),
        ("binary", "--pred 0.9,0.2 --label 0,1", ["1"]),
        ("logits", "--logits=40,0 --label 0", ["0"]),
        ("gradient", "--logits=0,5 --label 1", ["class 0"]),
        ("confident", "--pred 0.6 --label 1", ["less than a half"]),
        ("label-smoothing", "--pred 0.1,0.9 --label 0", ["lower it"]),
        ("calibration", "--logits=1 --label 1", ["one half"]),
        ("perplexity", "--pred 0.5,0.5", ["as large"]),
        ("mean-or-sum", "--pred 0.5", ["by four"]),
        ("baseline", "--true 0.9,0.1 --base 2", ["worse"]),
        ("training", "--logits=1,2 --label 0", ["as near to 0 as one likes"]),
        ("training", "--logits=0,0 --true 0.5,0.5", ["where it is now"]),
    ],
)
def test_a_question_follows_the_readers_numbers(topic: str, typed: str, answers: list[str]) -> None:
    """Where there is nothing to choose that is said; what is about the lesson's own example is still asked."""
    words = typed.replace("=", " ", 1).split() if typed.startswith("--logits") else typed.split()
    own = Own(tuple(zip(words[::2], words[1::2], strict=True)))
    assert [each.answer for each in problems_of(topic, own)] == answers


@pytest.mark.parametrize("topic", ASKING)
def test_the_answer_is_folded_at_the_end_or_not_there(topic: str, call: Runner) -> None:
    html, markdown, plain, latex = (lesson_in(name, topic).out for name in ("html", "markdown", "plain", "latex"))
    assert html.count("<details><summary>Show the answer, and go on</summary>") == len(problems_of(topic))
    assert "<script" not in call("explain", topic, "--format", "html", "--no-script").out
    assert html.count('<script type="application/json">') == len(problems_of(topic)) + bool(lesson_of(topic).scene)
    assert markdown.count("\n## Answers\n") == 1
    assert f"xent explain {topic} --ask\n" in plain
    assert "Answers" not in plain
    assert "\\subsection*{Answers}" in latex


@pytest.mark.parametrize("topic", ASKING)
def test_nothing_that_is_computed_stands_open_below_a_question(topic: str) -> None:
    blocks = [block for page in lesson_pages(lesson_of(topic), NONE, []) for block in page]
    *_, after = "\0".join("?" if isinstance(b, AskBlock) else kind(b) for b, _ in with_hidden(blocks)).partition("?")
    assert set(after.split("\0")) <= {"", "?", "Section", "Paragraph", "Items", "Quotation"}
    asked = [hidden for block, hidden in with_hidden(blocks) if isinstance(block, AskBlock)]
    assert all(hidden and not any(isinstance(block, AskBlock) for block in hidden) for hidden in asked)
    html = lesson_in("html", topic).out
    below = html[html.index('<div class="ask">') :]
    opened = re.sub(r"<details>.*?</details>|<section class=\"scene\">.*?</section>", "", below, flags=re.DOTALL)
    assert "$ xent" not in opened
    assert "<svg" not in opened


def kind(block: object) -> str:
    return type(block).__name__


def test_an_answer_hides_all_up_to_a_question_or_a_part_that_computes_nothing() -> None:
    ask = AskBlock(("a", "b"), "a", "xent compute 0.5")
    said, ran, head = Prose("Because."), Verbatim("$ xent compute 0.5", is_command=True), Section("More")
    assert list(with_hidden([ask])) == [(ask, [])]
    for blocks, hidden in (
        ([head, ran, said, Pointer("doors")], 3),
        ([said, head, ran, head, ran, head, said], 5),
        ([said, head, said, ask], 1),
        ([ran, ask], 1),
    ):
        assert next(iter(with_hidden([ask, *blocks]))) == (ask, blocks[:hidden])


def test_asking_needs_a_terminal_and_a_question(call: Runner) -> None:
    for argv in (("doors", "--ask"), ("libraries", "--ask")):
        ran = call("explain", *argv)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.endswith("more: xent explain option-misfit\n")


@pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")
@pytest.mark.parametrize(
    ("lines", "shown", "hidden"),
    [
        (
            ["cat", "duck"],
            ["That is what comes out if the largest probability was looked for.", "Right: duck.", "Try"],
            [],
        ),
        (["?", ""], ["A perfect forecaster would have given 1", "The answer: duck.", "Try"], []),
        (["x"], ["The product", "Try"], ["Right", "The answer"]),
        (["q"], ["Before you look"], ["The product", "Try"]),
    ],
)
def test_a_lesson_stops_at_its_question(lines: list[str], shown: list[str], hidden: list[str]) -> None:
    out = re.sub(r"\s+", " ", re.sub(r"\x1b\[[\d;]*m", "", on_a_terminal(["explain", "doors", "--ask"], lines)))
    assert [each for each in shown if each not in out] == []
    assert [each for each in hidden if each in out] == []


def test_the_exam_asks_all_ten_sentences_and_its_text_says_what_the_records_say() -> None:
    problems = problems_of("ten-sentences")
    said = re.findall(r"^(True|Half true|False)\. ", text_of(FOLDER / "ten-sentences.md"), re.MULTILINE)
    *sentences, working = problems
    assert [str(each.answer).capitalize() for each in sentences] == said
    assert len(said) == 10
    assert all(each.options == ("true", "half true", "false") and each.hints for each in sentences)
    assert working.answer.startswith("no")  # e^-0.685 = 0.504
