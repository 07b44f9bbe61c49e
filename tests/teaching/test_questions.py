"""A lesson asks before it shows: its answer comes from its numbers, and follows the reader's."""

from __future__ import annotations

import os
import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

import pytest
from terminal import on_a_terminal

from xentropy_cli.cli.lessons.run_lesson import lesson_pages
from xentropy_cli.pages.blocks import Pointer, Prose
from xentropy_cli.pages.lesson_blocks import AskBlock, Section
from xentropy_cli.rendering.prose.html import with_hidden
from xentropy_cli.teaching.asking.judge import RIGHT, WRONG, judge
from xentropy_cli.teaching.course import FOLDER, lesson_of, text_of, topics
from xentropy_cli.teaching.numbers import Own

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conftest import Runner

    from xentropy_cli.teaching.asking.problem import Problem

ASKING = [topic for topic in topics() if lesson_of(topic).asks]
NONE = Own(())
FEWEST = 24


@cache
def problems_of(topic: str, own: Own = NONE) -> Sequence[Problem]:
    found: list[Problem] = []
    pages = lesson_pages(lesson_of(topic), own, found)
    assert sum(isinstance(block, AskBlock) for page in pages for block in page) == len(found)
    return found


@pytest.mark.parametrize("topic", ASKING)
def test_every_question_has_one_answer_and_every_slip_is_a_choice(topic: str) -> None:
    problems = problems_of(topic)
    assert len(problems) == 1 or topic == "ten-sentences"
    for problem in problems:
        assert problem.hints
        assert judge(problem, str(problem.answer)).kind == RIGHT
        assert [judge(problem, str(at)).kind for at in range(1, len(problem.options) + 1)].count(RIGHT) == 1
        for met in problem.slips:
            assert judge(problem, str(met.value)) == (WRONG, met.sentence, met.name)


def test_most_lessons_ask() -> None:
    assert len(ASKING) >= FEWEST


def test_a_question_follows_the_readers_numbers_and_is_left_out_where_there_is_no_answer() -> None:
    assert [each.answer for each in problems_of("doors", Own((("--pred", "a=0.9,b=0.2,c=0.5"),)))] == ["b"]
    assert problems_of("doors", Own((("--pred", "0.5,0.5"),))) == []
    assert problems_of("entropy", Own((("--true", "0.5,0.5"),))) == []  # it is about the lesson's own coin


@pytest.mark.parametrize("topic", ASKING)
def test_the_answer_is_folded_at_the_end_or_not_there(topic: str, call: Runner) -> None:
    html, markdown, plain = (call("explain", topic, "--format", name).out for name in ("html", "markdown", "plain"))
    assert html.count("<details><summary>Show the answer</summary>") == len(problems_of(topic))
    assert "<script" not in call("explain", topic, "--format", "html", "--no-script").out
    assert html.count('<script type="application/json">') == len(problems_of(topic)) + bool(lesson_of(topic).scene)
    assert markdown.count("\n## Answers\n") == 1
    assert f"xent explain {topic} --ask\n" in plain
    assert "Answers" not in plain
    assert "\\subsection*{Answers}" in call("explain", topic, "--format", "latex").out


@pytest.mark.parametrize("topic", ASKING)
def test_what_follows_a_question_is_hidden_with_its_answer_up_to_the_next_heading(topic: str, call: Runner) -> None:
    blocks = [block for page in lesson_pages(lesson_of(topic), NONE, []) for block in page]
    stands_open = [block for block, _ in with_hidden(blocks)]
    hidden = [below for block, below in with_hidden(blocks) if isinstance(block, AskBlock)]
    for below in hidden:
        assert below
        assert not any(isinstance(block, Section) for block in below[1:])
    heads = [block.text for block in stands_open if isinstance(block, Section)]
    html = call("explain", topic, "--format", "html", "--no-script").out
    first, *after = (part.partition("</details>") for part in html.split("<details>"))
    assert len(after) == len(hidden)
    opened = first[0] + "".join(shown for _, _, shown in after)
    assert all(f"<h2>{escape(head)}</h2>" in opened for head in heads)
    assert sum(part.count("<h2>") for part, _, _ in after) == sum(isinstance(below[0], Section) for below in hidden)


def test_a_question_that_ends_a_page_hides_no_more_than_its_answer() -> None:
    ask = AskBlock(("a", "b"), "a", "xent compute 0.5")
    said, head = Prose("Because."), Section("More")
    assert list(with_hidden([ask])) == [(ask, [])]
    assert list(with_hidden([ask, head, said, ask, said, Pointer("doors")])) == [
        (ask, [head, said]), (ask, [said]), (Pointer("doors"), []),
    ]  # fmt: skip


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
            ["That is what comes out if the largest probability was looked for.", "Yes: duck.", "Try"],
            [],
        ),
        (["?", ""], ["A perfect forecaster would have given 1", "It is duck.", "Try"], []),
        (["a"], ["The product", "Try"], ["Yes", "It is duck"]),
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
