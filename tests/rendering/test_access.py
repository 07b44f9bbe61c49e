"""Rules of accessibility: names, roles, order of focus, contrast, the size of what is touched; before and after the script."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from browser import needs_browser

from xentropy_cli.cli.lessons.run_scene import scene_block
from xentropy_cli.pages.blocks import Heading
from xentropy_cli.pages.lesson_blocks import AskBlock, Judged
from xentropy_cli.rendering.html import render_html
from xentropy_cli.rendering.site import site_style
from xentropy_cli.rendering.style import beside
from xentropy_cli.teaching.scenes.table import scenes

if TYPE_CHECKING:
    from pathlib import Path

    from browser import Browser

SCENES = scenes()

QUESTIONS = (
    AskBlock(("a", "b"), "b", "xent compute 0.5", Judged("choice", ("b",), hints=("h",))),
    AskBlock(("a", "b"), "a < b", "xent compute 0.5", Judged("order", ("a", "b"))),
    AskBlock((), "0.5 nats", "xent compute 0.5", Judged("number", ("0.5",), 3, "nats")),
)
VOID = ("input", "meta", "link", "br")


class Page(HTMLParser):
    """Every element of a page: its tag, its attributes, its own and inner text, and the tags around it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], list[str], tuple[str, ...]]] = []
        self.open: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        around = tuple(self.elements[at][0] for at in self.open)
        self.elements.append((tag, {name: value or "" for name, value in attrs}, [], around))
        if tag not in VOID:
            self.open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, [], ()))

    def handle_endtag(self, _tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for at in self.open:
            self.elements[at][2].append(data)


def faults(text: str) -> list[str]:
    """What a page has that nobody could use who does not see it, or has no pointer."""
    page, found = Page(text), []
    ids = [facts["id"] for _, facts, _, _ in page.elements if "id" in facts]
    labels = [(facts.get("for"), "".join(said)) for tag, facts, said, _ in page.elements if tag == "label"]
    labelled = {name for name, said in labels if name and said.strip()}
    found += [f"twice: {each}" for each in set(ids) if ids.count(each) > 1]
    found += [f"label of nothing: {each}" for each in labelled - set(ids)]
    for tag, facts, said, around in page.elements:
        has_text = bool("".join(said).strip()) or bool(facts.get("aria-label"))
        if tag == "input" and not (facts.get("aria-label") or facts.get("id") in labelled or "label" in around):
            found.append(f"an input without a name: {facts}")
        if tag in ("button", "a", "summary", "h1", "h2", "title", "li", "th") and not has_text and tag != "th":
            found.append(f"{tag} without text")
        if (tag == "nav" or facts.get("role") in ("img", "group")) and not facts.get("aria-label"):
            found.append(f"{tag} {facts} without a name")
        if "tabindex" in facts or "autofocus" in facts or any(name.startswith("on") for name in facts):
            found.append(f"{tag} {facts} is out of order")
        if tag == "button" and facts.get("type") != "button":
            found.append("a button that sends")
    tags = [tag for tag, *_ in page.elements]
    heads = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    found += [] if heads[:1] == [1] and heads.count(1) == 1 and set(heads) <= {1, 2} else [f"headings {heads}"]
    found += [] if tags.count("main") == 1 and '<html lang="en">' in text else ["no main, or no language"]
    return found


def test_every_page_of_the_course_is_named_and_in_order(site: Path) -> None:
    pages = {path.name: path.read_text("utf-8") for path in site.glob("*.html")}
    assert len(pages) > 100
    assert {name: found for name, text in pages.items() if (found := faults(text))} == {}


def test_the_rules_find_what_they_are_for() -> None:
    page = render_html([Heading("T")])
    for planted in (
        "<input>",
        "<button type=button></button>",
        '<svg role="img"></svg>',
        "<h1>x</h1>",
        '<a tabindex="1">x</a>',
    ):
        assert faults(page.replace("</main>", f"{planted}</main>")) != []
    assert faults(page) == []


def playing() -> str:
    return render_html([Heading("T"), *QUESTIONS, *map(scene_block, SCENES)])


@needs_browser
def test_what_the_script_puts_in_is_named_and_in_order(browser: Browser) -> None:
    shown = browser.opened(playing())
    assert faults(shown) == []
    page = Page(shown.replace("<template>", "<div>").replace("</template>", "</div>"))
    sliders = [facts for tag, facts, *_ in page.elements if facts.get("type") == "range"]
    assert len(sliders) == sum(len(scene.controls) for scene in SCENES)
    assert all(facts["aria-valuetext"].startswith(f"{facts['value']}, ") for facts in sliders)
    assert len([1 for _, facts, *_ in page.elements if facts.get("role") == "status"]) == len(QUESTIONS) + len(SCENES)


SIZES = """
const touched = [...document.querySelectorAll("button, input, summary, .controls label, nav a")];
tell(touched.map(each => [each.outerHTML.slice(0, 60), each.getBoundingClientRect().height])
  .filter(([, high]) => high < 44));
"""
MOVED = """
const [section] = document.querySelectorAll(".scene"), range = section.querySelector("input");
const before = [section.querySelector("svg").getAttribute("aria-label"), section.lastElementChild.textContent];
range.value = "0.5";
range.dispatchEvent(new Event("input"));
const during = section.lastElementChild.textContent;
range.dispatchEvent(new Event("change"));
tell([before, during, section.lastElementChild.textContent, section.querySelector("svg").getAttribute("aria-label"),
  range.getAttribute("aria-valuetext"), section.querySelectorAll("input")[1].value, section.querySelectorAll("svg").length]);
"""


@needs_browser
def test_what_is_touched_is_large_enough(browser: Browser) -> None:
    assert browser.told(playing(), SIZES) == []


@needs_browser
def test_a_reader_is_told_on_change_and_not_at_every_step(browser: Browser) -> None:
    before, during, after, picture, value, typed, drawings = browser.told(playing(), MOVED)
    assert before[1] == during == ""
    assert after == value == "0.5, total 0.9467 nats"  # -ln(0.5 * 0.8 * 0.97)
    assert picture == "total 0.9467 nats" != before[0]
    assert (typed, drawings) == ("0.5", 1)


def luminance(color: str) -> float:
    """WCAG 2.2: relative luminance."""
    whole = "".join(2 * each for each in color) if len(color) == 3 else color
    parts = [int(whole[k : k + 2], 16) / 255 for k in (0, 2, 4)]
    lit = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(ink: str, ground: str, share: float) -> str:
    pairs = [(int(ink[k : k + 2], 16), int(ground[k : k + 2], 16)) for k in (0, 2, 4)]
    return "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def test_text_stands_out_from_its_ground_in_light_and_dark() -> None:
    """All text has the colour of the page, at most so much fainter, but for names within coloured boxes, which are black."""
    style = site_style()
    grounds = re.findall(r"body\{[^}]*--page:#([0-9a-f]+);color:#([0-9a-f]+)", style)
    assert len(grounds) == 2
    faint = min(float(each) for each in re.findall(r"\.xent[^{]*\{[^}]*opacity:([.\d]+)", style))
    for ground, ink in grounds:
        whole = "ffffff" if ground == "fff" else ground
        assert contrast(ink, whole) >= 7
        assert contrast(mixed(ink, whole, faint), whole) >= 4.5
        assert contrast(ink, mixed("808080", whole, 0.13)) >= 4.5  # code, on its grey
    boxes = re.findall(r"\.plot \.fill-\w+\{fill:#([0-9A-F]{6})\}", style)
    assert len(boxes) == 4
    assert all(contrast("000000", box.lower()) >= 4.5 for box in boxes)
    assert ".inside{fill:#000}" in style
    assert not re.search(r"(?<!accent-)(?<!-)color:#", beside("play.css") + beside("site.css"))
    assert not re.search(r"animation|transition|[;{]order:|row-reverse|column-reverse", style)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_page_without_script_has_the_scene_as_it_stands(scene: object) -> None:
    block = next(scene_block(each) for each in SCENES if each is scene)
    text = render_html([Heading("T"), *block.parts])
    assert "<script" not in text
    assert "<input" not in text
    assert '<svg class="chart" role="img"' in text
    assert faults(text) == []


def test_a_command_is_broken_before_its_options_alone_and_no_number_before_its_percent_sign(site: Path) -> None:
    """On a phone a line is short: `--digits 3` broken inside its name, or `58 %` in two lines, is read as something else."""
    pages = [path.read_text("utf-8") for path in site.glob("*.html")]
    codes = [code for page in pages for code in re.findall(r"<code>(.*?)</code>", page, re.DOTALL)]
    assert sum("<wbr/>--" in code for code in codes) > 200
    assert [code for code in codes if re.search(r" --?[a-z]", code)] == []
    assert "pre:has(wbr){white-space:pre}" in site_style()
    prose = [re.sub(r"<(code|script|svg)\b.*?</\1>|<[^>]*>", "", page, flags=re.DOTALL) for page in pages]
    assert [found for page in prose for found in re.findall(r".{20}\d %", page)] == []
    assert sum(page.count("\u00a0%") for page in prose) > 20
