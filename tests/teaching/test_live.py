"""What lessons say follows the numbers: the recorded text is the live one, and no sentence argues with its table.

The numbers and verdicts of a page are held against what its blocks print, by a table and a comparison of this file's own.
"""

from __future__ import annotations

import random
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from own_numbers import LIVELY, kinds_of, numbers, reading_of
from running import tries

from xentropy_cli.cli.lessons import run_lesson
from xentropy_cli.cli.lessons.recording import recorded
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.errors import XentError
from xentropy_cli.pages.lesson_blocks import Items, Paragraph, Phrase, Quotation, Section
from xentropy_cli.pictures.kinds import Areas, Bars, Chart, Strip
from xentropy_cli.rendering import render_document
from xentropy_cli.teaching.course import FOLDER, lesson_of, topics
from xentropy_cli.teaching.lesson import Command, parse
from xentropy_cli.teaching.live import Live
from xentropy_cli.teaching.numbers import Own

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Runner

    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.teaching.lesson import Lesson, Passage
    from xentropy_cli.teaching.prose import Written

INPUTS = 200 if tries(1) > 1 else 24  # the 200 of them are CI's
"""Random inputs a lesson: 200 before a change lands."""

MOST_REFUSED = 0.2
"""Of the random inputs some are refused, as they should be: no loss has a slope at infinity."""

SIGNS = {
    ">": "more larger higher longer above dearer worse rises surer positive",
    "=": "as_much as_many equal as_high as_long at as_dear as_good stays as_sure zero",
    "<": "less fewer smaller lower shorter below cheaper better falls less_sure negative",
}
"""The verdicts, typed here a second time: the sign that each one claims."""

STRONG = re.compile(
    r"\b(more|less|larger|smaller|higher|lower|fewer|longer|shorter|above|below|dearer|cheaper|worse|better|rises|falls|surer)\b"
)
DECIMAL = re.compile(r"(?<![\w.])\d*\.\d+(?:e-?\d+)?(?! %)|(?<![\w.])\d*\.\d+ %")
PROSE = (Paragraph, Items, Quotation)
PARTS = {"curve": Chart, "bend": Chart, "box(?:es)?": Areas, "bar": Bars, "arrow": Bars, "mark": Strip, "ruler": Strip}
"""What a sentence may point at, and the kind of picture that has it."""


def is_prose(block: object) -> bool:
    """Tell whether the lesson says it; the heading of a command's page stands on the page in bold."""
    is_heading = isinstance(block, Paragraph) and [run.style for run in block.runs] == ["strong"]
    return isinstance(block, PROSE) and not is_heading


class Said(NamedTuple):
    """A live text that was filled in: its word or number, the path or paths, and the two sides of a verdict as shown."""

    text: str
    href: str
    sides: tuple[str, ...]


class Page(NamedTuple):
    """A lesson run with some numbers: the blocks of its page, and every live text on it."""

    blocks: list[Block]
    said: list[Said]
    is_example: bool


def run(lesson: Lesson, own: Own, outputs: dict[tuple[object, ...], run_lesson.Output]) -> Page:
    """Put a page together; what a command gave before is not worked out again."""
    said: list[Said] = []
    output_of, text_of = run_lesson.output_of, Live.text_of

    def known(lesson: Lesson, command: Command, changed: Command) -> run_lesson.Output:
        key = (changed.words, command.repeats)
        if key not in outputs:
            output = output_of(lesson, command, changed)
            outputs[key] = output._replace(page=cache(output.page))
        return outputs[key]

    def noted(self: Live, run: Phrase) -> str | None:
        text = text_of(self, run)
        if text is not None:
            said.append(Said(text, run.href, sides_of(self, run.href)))
        return text

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_lesson, "output_of", known)
        patch.setattr(Live, "text_of", noted)
        patch.setattr(run_lesson, "refuse_others", lambda *_: None)  # a lesson of ours holds nothing that is refused
        pages = run_lesson.lesson_pages(lesson, own)
    return Page([block for page in pages for block in page], said, not own)


def sides_of(live: Live, href: str) -> tuple[str, ...]:
    """Both sides of a verdict, as they are shown."""
    if ":" not in href:
        return ()
    texts = href.split(":")
    return tuple(text if text[0].isdigit() else text_of_path(live, text) for text in texts)


def text_of_path(live: Live, path: str) -> str:
    return Live.text_of(live, Phrase("", "live", path)) or ""


def text_of(block: Block) -> str:
    """A text without the commands in it, which say nothing but what to type."""
    assert isinstance(block, PROSE)
    rows = block.rows if isinstance(block, Items) else (block.runs,)
    return " ".join("".join(run.text for run in row if run.style not in ("code", "lesson")) for row in rows)


def value_of(shown: str) -> float:
    """The number that a reader sees."""
    if shown.endswith("%"):
        return float(shown.removesuffix(" %")) / 100
    above, _, below = shown.replace("∞", "inf").replace("−", "-").partition("/")
    return float(above) / float(below or 1)


def contradictions(page: Page) -> Iterator[str]:
    """Everything on a page that its own tables do not bear out; what is told of the example alone may speak of any of them."""
    printed: set[str] = set()
    allowed = {each.text for each in page.said if each.href.startswith("slip.")}
    if page.is_example:
        allowed |= {number for block in page.blocks if not is_prose(block) for number in shown_in(block, type(block))}
    for block in page.blocks[len(("title", "question")) :]:
        if is_prose(block) and not isinstance(block, Quotation):
            for number in DECIMAL.findall(text_of(block)):
                if number not in printed and number not in allowed:
                    yield f"{number} stands in no table above: {text_of(block)}"
        elif not isinstance(block, Section):
            printed |= shown_in(block, type(block))
    yield from misdrawn(page)
    for each in page.said:
        if each.sides:
            a, b = map(value_of, each.sides)
            sign = ">" if a > b else "<" if a < b else "="
            if each.text.lower().replace(" ", "_") not in SIGNS[sign].split():
                yield f"{each.text} is said of {each.sides}"


def misdrawn(page: Page) -> Iterator[str]:
    """Sentences that speak of a part which the picture above them does not have."""
    drawn: Block | None = None
    for block in page.blocks:
        if isinstance(block, Section):
            drawn = None
        elif isinstance(block, Chart | Bars | Areas | Strip):
            drawn = block
        elif drawn is not None and is_prose(block):
            named = [kind for word, kind in PARTS.items() if re.search(rf"\b{word}s?\b", text_of(block))]
            if named and type(drawn) not in named:
                yield f"a {type(drawn).__name__} is drawn, and said is: {text_of(block)}"
            if "two curves" in text_of(block) and not (isinstance(drawn, Chart) and len(drawn.curves) > 1):
                yield f"there are no two curves: {text_of(block)}"


@lru_cache(maxsize=1000)
def shown_in(block: Block, kind: type) -> set[str]:
    """The numbers of a block.

    Most blocks with the lesson's own numbers are the same on the pages of all readers; tuples of two kinds may be equal.
    """
    assert isinstance(block, kind)
    return set(DECIMAL.findall(render_document([block], "plain")))


@cache
def fixed(topic: str) -> dict[tuple[object, ...], run_lesson.Output]:
    """What the commands of a lesson gave, kept from one input to the next."""
    assert topic
    return {}


@pytest.mark.parametrize("topic", topics())
def test_what_is_recorded_is_what_is_live(topic: str, request: pytest.FixtureRequest) -> None:
    path = FOLDER / f"{topic}.md"
    text = path.read_text("utf-8")
    now = recorded(text, path.name, str(FOLDER))
    if request.config.getoption("--record"):
        path.write_text(now, "utf-8")
        text = now
    assert text == now


@pytest.mark.parametrize("topic", topics())
def test_the_raw_file_shows_what_is_true_of_the_example_and_hides_the_rest(topic: str) -> None:
    """What stands in a comment is not shown on a web page, and must not be shown to one who brings no numbers."""
    lesson = lesson_of(topic)
    assert [passage.lines for passage in hidden(lesson)] == [
        p.lines for p in lesson.passages if p.binding.kind == "else"
    ]


def hidden(lesson: Lesson) -> list[Passage]:
    """The passages that are not shown with the lesson's own numbers."""
    kept = []
    live = Live(is_example=True)
    for passage in lesson.passages:
        if not live.shows(passage):
            kept.append(passage)
        elif isinstance(passage.block, Command):
            output = run_lesson.output_of(lesson, passage.block, passage.block)
            live.add(output.facts, passage.block.name)
    return kept


@pytest.mark.parametrize("topic", topics())
def test_a_decimal_of_a_sentence_stands_on_the_page(topic: str) -> None:
    where = (
        f"teaching/lessons/{topic}.md: a number of a sentence is read from a block or a quotation, or stands in none"
    )
    assert list(contradictions(run(lesson_of(topic), Own(()), fixed(topic)))) == [], where


@pytest.mark.parametrize("topic", LIVELY)
def test_no_sentence_argues_with_its_table(topic: str) -> None:
    lesson, rng, refused = lesson_of(topic), random.Random(topic), 0
    for _ in range(INPUTS):
        own = numbers(rng, lesson)
        try:
            page = run(lesson, own, fixed(topic))
        except XentError:
            refused += 1
            continue
        assert list(contradictions(page)) == [], own
        assert list(bare_blocks(lesson, page)) == [], own
    assert refused <= MOST_REFUSED * INPUTS


UNITS = {"e": "nats", "2": "bits", "10": "bans", "3": "base-3 units"}
COSTS = {key for key, row in QUANTITIES.items() if row.unit == "information"} | {"value", "surprisal"}
"""Fields that are in the unit of their block."""

NO_COST = ("gradient", "n", "repeated")


@pytest.mark.parametrize("base", UNITS)
@pytest.mark.parametrize("topic", LIVELY)
def test_a_cost_in_another_unit_than_the_reader_s_names_it(topic: str, base: str) -> None:
    """Blocks that do not take the base keep theirs, and their numbers stand beside those that do."""
    lesson, unit = lesson_of(topic), UNITS[base]
    for costs, said in costs_said(lesson, Own((("--base", base),))):
        for own_unit in costs - {unit}:
            assert own_unit in said, (base, own_unit)
        assert base == "e" or not re.search(r"\be to the power", said)


def costs_said(lesson: Lesson, own: Own) -> list[tuple[set[str], str]]:
    """For every piece of prose that is shown, the units of the costs in it, and what it says."""
    found = []
    filled = Live.filled

    def noted(self: Live, passage: Passage, block: Written, *, is_shown: bool) -> Written | None:
        made = filled(self, passage, block, is_shown=is_shown)
        if made is not None and is_shown:
            paths = [run.href for row in rows_of(block) for run in row if run.style == "live"]
            found.append(({unit for path in paths for unit in units_of(self, path)}, text_of(made)))
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Live, "filled", noted)
        run(lesson, own, {})
    return found


def units_of(live: Live, href: str) -> Iterator[str]:
    """The unit of a cost that is neither 0 nor infinite; both sides of a verdict on costs are in one."""
    sides = [side for side in href.split(":") if re.split(r"[.@]", side)[-1] in COSTS]
    units = set()
    for path in (
        side for side in sides if not side.startswith(NO_COST) and text_of_path(live, side) not in ("", "0", "∞")
    ):
        name = path.split(".")[0]
        block = name if isinstance(live.facts.record.get(name), dict) else ""
        place = re.sub(r"(\[[^]]*\]|\.min|\.max)?\.value$", "", path) + "[0]" if "libraries" in path else block
        units.add(text_of_path(live, f"{place}.unit".removeprefix(".")))
    assert len(units) < 2, href
    if ":" in href:
        assert not units or len(sides) == 2 or {*units} == {"nats"}, href
    else:
        yield from units


def bare_blocks(lesson: Lesson, page: Page) -> Iterator[str]:
    """The parts with the reader's numbers under which no sentence is left."""
    part: list[Block] = []
    for block in [*page.blocks, Section("")]:
        if not isinstance(block, Section):
            part.append(block)
            continue
        if any(getattr(each, "is_command", False) for each in part) and not any(map(is_prose, part)):
            yield f"{lesson.file}: nothing is said in {part[0]}"
        part = [block]


@pytest.mark.parametrize("topic", LIVELY)
def test_nothing_is_typed_that_only_the_example_bears_out(topic: str) -> None:
    where = (
        f"teaching/lessons/{topic}.md: read it from a block, or put the passage or its heading under <!-- example -->"
    )
    assert list(typed(lesson_of(topic))) == [], where


def typed(lesson: Lesson) -> Iterator[str]:
    """What is said of numbers outside links, code and what is bound to the example."""
    words = [word for each in lesson.commands for word in each.words if not word.startswith("-")]
    names = {name for word in words for name in re.findall(r"([a-z]+)=", word)}
    follows = False
    for part in lesson.parts:
        follows = False
        for passage in part.passages:
            if isinstance(passage.block, Command):
                follows = passage.block.takes_numbers
            if not isinstance(passage.block, PROSE) or "example" in (part.binding.kind, passage.binding.kind):
                continue
            rows = passage.block.rows if isinstance(passage.block, Items) else (passage.block.runs,)
            text = " ".join("".join(r.text for r in row if r.style not in ("live", "code", "lesson")) for row in rows)
            yield from DECIMAL.findall(text)
            used = names & set(re.findall(r"[a-z]+", text.lower()))
            yield from (f"{name}: {text}" for name in sorted(used) if follows)
            yield from (f"{found}: {text}" for found in STRONG.findall(text) if follows and not passage.binding.kind)


LIE = """---
title: T
question: Q?
summary: S
next: doors
reading: events
---
```xent yours
$ xent compute --pred duck=0.7,dog=0.8 --show terms
```
"""


@pytest.mark.parametrize(
    "lie",
    [
        "The total is [0.6](#total).",
        "The total is [below](#total:1/2) one half.",
        "The total is 0.5798.",
        "Most was lost on the duck.",
        "The first costs more.",
        "<!-- if n=3 -->\nThree things happened.",
        "<!-- else: Three things happened. -->",
    ],
)
def test_a_planted_lie_is_caught(lie: str) -> None:
    text = recorded(LIE, "lie.md", ".") + "\n" + lie + "\n"
    lesson = parse(text, "lie.md")
    caught = [
        recorded(text, "lie.md", ".") != text,
        [p.lines for p in hidden(lesson)] != [p.lines for p in lesson.passages if p.binding.kind == "else"],
        bool(list(typed(lesson))),
        bool(list(contradictions(run(lesson, Own((("--pred", "0.5"),)), {})))),
    ]
    assert any(caught) is not (lie == "<!-- else: Three things happened. -->")


def test_a_misspelt_path_names_file_line_and_characters() -> None:
    with pytest.raises(XentError) as caught:
        run(parse(LIE + "\nIt is\n[0.6](#terms[0].surprisl).\n", "lie.md"), Own(()), {})
    error = caught.value
    assert (error.code, error.where, error.status) == ("bad-lesson", "lie.md, line 13", 3)
    assert error.text[slice(*error.span)] == "surprisl"
    assert "surprisal" in error.fix


@pytest.mark.parametrize(
    ("topic", "line", "said", "unsaid"),
    [
        ("zero", "--pred=0.5,0 --label=1,0", "and prints nan, no number", "All of them print"),
        ("zero", "--pred=2/3,0.99,1,0.5 --label=1,0,1,0", "and prints nan, no number", "All of them print"),
        ("libraries", "--logits=2,1 --label=0 --base=2", "each in its unit", "some clip"),
        ("libraries", "--logits=20,0 --label=0", "digits that are not shown", "They agree"),
        ("libraries", "--pred=1,0 --label=0", "may print nan", "They agree"),
        ("training", "--logits=1,2,3 --true=0.2,0.3,0.5", "H(P) is not 0: the loss nears it", "a label"),
        ("gradient", "--logits=5 --label=1", "There is a single logit", "The slopes go from"),
        ("gradient", "--logits=5 --label=0", "There is a single logit", "is pulled up, with"),
        ("why-log", "--pred=0.5,0", "No digits run out", "The exact line goes on"),
        ("doors", "--pred=0.7,0.8 --base=2", "2 to the power of minus the total", "e to the power"),
    ],
)
def test_what_is_said_of_numbers_at_the_edge(topic: str, line: str, said: str, unsaid: str) -> None:
    own = Own(tuple((word.partition("=")[0], word.partition("=")[2]) for word in line.split()))
    text = " ".join(text_of(block) for block in run(lesson_of(topic), own, {}).blocks if is_prose(block))
    assert said in text
    assert unsaid not in text


@pytest.mark.parametrize("topic", LIVELY)
def test_some_picture_follows_the_reader(topic: str) -> None:
    lesson = lesson_of(topic)
    options = ODD[reading_of(lesson)][-1]
    own = Own(tuple((f"--{name}", options[name]) for name in kinds_of(lesson) if name in options))
    mine, example = (
        [block for block in run(lesson, numbers, {}).blocks if isinstance(block, Chart | Bars | Areas | Strip)]
        for numbers in (own, Own(()))
    )
    assert mine != example or not example


RECORDED = Path(__file__).parents[1] / "recorded" / "lessons"
ODD: dict[str, tuple[dict[str, str], ...]] = {
    "events": (
        {"pred": "1"},
        {"pred": "0.5,0.5"},
        {"pred": "0.3,0"},
        {"pred": "1/3,2/3,1"},
        {"pred": "0.0001,0.9999"},
        {"pred": "0.5,0.25", "base": "2"},
    ),
    "binary": (
        {"pred": "0.5", "logits": "0", "label": "1"},
        {"pred": "1,0", "logits": "40,-40", "label": "1,0"},
        {"pred": "1,0.5", "logits": "40,0", "label": "0,1"},
        {"pred": "0.2,0.2,0.2", "logits": "1,1,-3", "label": "0,0,0"},
        {"pred": "0.9,0.1,1/3", "logits": "2,-2,0.001", "label": "0,1,1"},
        {"pred": "0.9,0.3", "logits": "2,-1", "label": "1,0", "base": "10"},
    ),
    "categorical": (
        {"pred": "0.5,0.5", "logits": "0,0", "label": "0"},
        {"pred": "1,0,0", "logits": "1000,0,0", "label": "0"},
        {"pred": "0.6,0.4,0", "logits": "0,1000,-1000", "label": "2"},
        {"pred": "1/4,1/4,1/4,1/4", "logits": "1,1,1,1", "label": "3"},
        {"pred": "0.05,0.9,0.05", "logits": "-3,0.5,2", "label": "1"},
        {"pred": "0.25,0.5,0.25", "logits": "2,1,0", "label": "0", "base": "2"},
    ),
    "distribution": (
        {"true": "0.5,0.5", "pred": "0.5,0.5"},
        {"true": "1,0", "pred": "0.25,0.75"},
        {"true": "0.5,0.5,0", "pred": "0.5,0,0.5"},
        {"true": "1/3,1/3,1/3", "pred": "0.6,0.3,0.1"},
        {"true": "0.3,0.7", "pred": "0.7,0.3"},
        {"true": "0.4,0.6", "pred": "0.2,0.8", "base": "3"},
    ),
}
"""For each reading: alone, certain, impossible, all alike, turned over, and in another base."""


@pytest.mark.parametrize("topic", LIVELY)
def test_what_a_lesson_says_of_odd_numbers_is_recorded_to_be_read(topic: str, request: pytest.FixtureRequest) -> None:
    lesson, path = lesson_of(topic), RECORDED / f"{topic}.txt"
    said = []
    for options in ODD[reading_of(lesson)]:
        own = Own(tuple((f"--{name}", options[name]) for name in (*kinds_of(lesson), "base") if name in options))
        page = run(lesson, own, {})
        texts = [" ".join("".join(run.text for run in row) for row in rows_of(b)) for b in page.blocks if is_prose(b)]
        said.append("\n".join([" ".join("=".join(option) for option in own.options), *texts[1:]]))
    text = "\n\n\n".join(said) + "\n"
    if request.config.getoption("--record"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def rows_of(block: Block) -> tuple[tuple[Phrase, ...], ...]:
    assert isinstance(block, PROSE)
    return block.rows if isinstance(block, Items) else (block.runs,)


@pytest.mark.parametrize(
    ("topic", "own", "kept"),
    [
        ("categorical", ("--pred", "0.7,0.2,0.1"), "--label …"),
        ("binary", ("--pred", "0.7,0.2,0.1"), "--label …"),
        ("kl", ("--true", "0.2,0.3,0.5"), "--pred …"),
    ],
)
def test_numbers_that_do_not_fit_those_of_the_lesson_are_advised_to_come_together(
    topic: str, own: tuple[str, str], kept: str, call: Runner
) -> None:
    """The label of the lesson is the name of a class of its own, which no name of the reader's classes can answer."""
    ran = call("explain", topic, *own)
    assert (ran.status, ran.out) == (2, "")
    assert f"Give your own too: {kept}" in ran.err
