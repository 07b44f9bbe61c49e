"""The script of our pages judges as the core does, and says the same; each page is complete without it."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from browser import needs_browser
from explained import lesson_in

from xentropy_cli.cli.lessons.run_lesson import lesson_pages, running_exercise
from xentropy_cli.core.real import real
from xentropy_cli.figures import MINUS, figure
from xentropy_cli.pages.blocks import Heading
from xentropy_cli.rendering.html import render_html
from xentropy_cli.rendering.script import script
from xentropy_cli.teaching.asking.judge import RIGHT, Talk, judge
from xentropy_cli.teaching.asking.problem import NUMBER, ORDER
from xentropy_cli.teaching.course import lesson_of, topics
from xentropy_cli.teaching.numbers import Own
from xentropy_cli.teaching.practice.exercise import drawn, exercises

if TYPE_CHECKING:
    from collections.abc import Sequence

    from browser import Browser

    from xentropy_cli.teaching.asking.problem import Problem


def test_the_script_is_small_and_does_nothing_that_a_policy_forbids() -> None:
    text = script()
    assert len(text.encode()) <= 16 * 1024
    assert len(text.splitlines()) <= 400
    assert "</" not in text
    assert not re.search(
        r"\beval\b|new Function|fetch\(|XMLHttp|import\(|localStorage|innerHTML|document\.write|setTimeout", text
    )


def test_the_policy_of_a_page_names_its_own_script_and_style() -> None:
    page = lesson_in("html", "doors").out
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)[0]
    assert policy.startswith("default-src 'none'; ")
    for tag in ('script type="module"', "style"):
        text = re.findall(rf"<{tag}>(.*?)</{tag.split()[0]}>", page, re.DOTALL)
        assert len(text) == 1
        assert f"{tag.split()[0]}-src 'sha256-{b64encode(sha256(text[0].encode()).digest()).decode()}'" in policy
    assert not re.search(r"\son\w+=|src=|@import|url\(|https?://(?!www\.w3\.org)", page)


@pytest.mark.parametrize("topic", topics())
def test_a_page_of_one_file_stays_small(topic: str) -> None:
    assert len(lesson_in("html", topic).out.encode()) <= 60_000


@needs_browser
def test_a_browser_runs_the_script_under_its_policy(browser: Browser) -> None:
    page = lesson_in("html", "doors").out
    in_templates = re.compile("<template>.*?</template>", re.DOTALL)
    assert "<button" not in in_templates.sub("", page)
    shown = in_templates.sub("", browser.opened(page))
    assert shown.count("<button") == 3 + 1  # the doors, and the hint
    assert shown.count('type="range"') == 3


@cache
def lesson_problems() -> Sequence[Problem]:
    found: list[Problem] = []
    for topic in topics():
        lesson_pages(lesson_of(topic), Own(()), found)
    return found


@cache
def exercise_problems() -> Sequence[Problem]:
    return [drawn(each, "7", running_exercise).problem for each in exercises().values()]


def answers_to(problem: Problem) -> list[list[str]]:
    """What somebody might say: each choice; orders; right numbers in several spellings, slips, and other numbers."""
    if problem.kind == ORDER:
        names = list(problem.answer) if isinstance(problem.answer, tuple) else []
        return [names, names[::-1], [*names[1:], names[0]], [names[0], *names[:0:-1]]]
    if problem.kind != NUMBER:
        return [[option] for option in problem.options]
    value = float(real(problem.answer))
    right = figure(real(problem.answer), problem.digits).replace(MINUS, "-")
    cut = f"{int(value * 1000) / 1000:.3f}"
    slips = [figure(real(each.value), problem.digits).replace(MINUS, "-") for each in problem.slips]
    spelled = [
        right,
        right.replace(".", ","),
        f"({right})",
        f"= {right} {problem.unit}",
        f"{float(right) * 100:.10g} %",
    ]
    return [
        [each]
        for each in (
            *spelled,
            cut,
            f"{value:.0f}",
            f"{value:.1f}",
            f"{value:.2f}",
            f"{right}{problem.unit}",
            "0",
            f"{value:.9f}",
            *slips,
            "0.123456",
            "x",
        )
    ]


DRIVER = """
const boxes = [...document.querySelectorAll(".ask")];
tell(DATA.map((typed, at) => {
  const box = boxes[at], field = box.querySelector("input");
  if (field) { field.value = typed[0]; box.querySelector("button").click(); }
  else for (const name of typed)
    [...box.querySelectorAll("li button")].find(each => each.textContent.replace(/^\\d+\\. /, "") === name).click();
  return [box.querySelector("[role=status]").textContent, box.querySelector("details").open];
}));
"""


@needs_browser
@pytest.mark.parametrize("kind", ["lessons", "exercises"])
def test_an_answer_is_met_in_a_page_as_it_is_in_a_terminal(kind: str, browser: Browser) -> None:
    """Only what `why` finds beyond the slips of a question is told in a terminal alone."""
    problems = lesson_problems() if kind == "lessons" else exercise_problems()
    cases = [(problem, typed) for problem in problems for typed in answers_to(problem)]
    page = render_html([Heading("T"), *(problem.block for problem, _ in cases)])
    said = browser.told(page, DRIVER.replace("DATA", json.dumps([typed for _, typed in cases])))
    assert len(said) == len(cases) > 60
    for (problem, typed), (shown, is_open) in zip(cases, said, strict=True):
        talk = Talk(problem)
        found, expected = judge(problem, " ".join(typed)), talk.reply(" ".join(typed))
        is_own = found.slip in {met.name for met in problem.slips} or problem.kind != NUMBER
        if found.kind == "wrong" and not is_own:
            assert shown.startswith(("The answer is ", "It is ")), (problem.command, typed, shown)
        else:
            assert shown == "\n".join(expected), (problem.command, typed)
        assert is_open is (found.kind == RIGHT)


SECOND = """
tell([...document.querySelectorAll(".ask")].map((box, at) => {
  const field = box.querySelector("input");
  for (const typed of DATA[at]) {
    if (field) { field.value = typed; box.querySelector("p button").click(); }
    else [...box.querySelectorAll("li button")].find(each => each.textContent === typed).click();
  }
  return [box.querySelector("[role=status]").textContent, box.querySelector("details").open];
}));
"""


@needs_browser
def test_a_second_wrong_answer_is_shown_the_working(browser: Browser) -> None:
    problems = [each for each in (*lesson_problems(), *exercise_problems()) if each.kind != ORDER]
    cases = []
    for problem in problems:
        others = [option for option in problem.options if option != problem.answer] or ["0.00123456"]
        cases.append((others * 2)[:2])
    said = browser.told(
        render_html([Heading("T"), *(problem.block for problem in problems)]),
        SECOND.replace("DATA", json.dumps(cases)),
    )  # fmt: skip
    for problem, typed, (shown, is_open) in zip(problems, cases, said, strict=True):
        talk = Talk(problem)
        last = [talk.reply(each) for each in typed][-1]
        assert last[-2] == f"$ {problem.command}"
        assert (shown.split("\n")[-1], is_open) == (last[-1], True)
