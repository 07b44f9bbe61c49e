"""Every Markdown that xent writes is read by CommonMark as it was meant: what is bold is bold, and no mark is left over."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from explained import lesson_in
from markdown_it import MarkdownIt
from rendered import CASES

from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.pages.lesson_blocks import Paragraph, Phrase
from xentropy_cli.rendering import render_document
from xentropy_cli.teaching.course import topics
from xentropy_cli.teaching.lookup import REFERENCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Runner
    from markdown_it.token import Token

PAGES = {
    **{name: ("explain", name) for name in (*topics(), *REFERENCES, *QUANTITIES, "sum-not-one")},
    "contents": ("explain",),
    "worksheet": ("worksheet", "doors", "entropy"),
    "quiz sheet": ("worksheet", "kl", "--copies", "2"),
    **{name: ("compute", *(f"--{key}={value}" for key, value in options.items() if isinstance(value, str)))
       for name, options in CASES.items() if name != "logits"},
    "libraries": ("libraries", "--pred", "0.7"),
    "why": ("why", "0.685", "--pred", "0.7,0.8,0.97"),
}  # fmt: skip


def texts(tokens: list[Token]) -> Iterator[str]:
    """What is shown as text, code apart."""
    for token in tokens:
        if token.type == "text":
            yield token.content
        yield from texts(token.children or [])


@pytest.mark.parametrize("name", PAGES)
def test_no_mark_is_left_over(call: Runner, name: str) -> None:
    done = lesson_in("markdown", name) if name in topics() else call(*PAGES[name], "--format", "markdown")
    assert done.status == 0, done.err
    shown = list(texts(MarkdownIt("commonmark").enable("table").parse(done.out)))
    assert shown
    assert [text for text in shown if "**" in text or "](" in text] == []


def test_what_is_strong_is_read_as_strong_whatever_blanks_stand_at_its_ends() -> None:
    random = Random(3)
    for _ in range(400):
        words = [random.choice(("Source: ", " half", "a", " two words ", " ", "−0.5", "(x) ")) for _ in range(3)]
        style = random.choice(("strong", "emphasis"))
        runs = (Phrase(f"{words[0]} "), Phrase(words[1], style), Phrase(f" {words[2]}"))
        read = MarkdownIt("commonmark").render(render_document([Paragraph(runs)], "markdown"))
        tag = "strong" if style == "strong" else "em"
        assert (f"<{tag}>{words[1].strip()}</{tag}>" in read) == bool(words[1].strip()), (runs, read)
        assert "*" not in read
