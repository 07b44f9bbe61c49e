"""Tables in the Markdown of lessons: read as they are shown on any web page, and written in every document format."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from xentropy_cli.pages.lesson_blocks import Grid
from xentropy_cli.rendering import FORMATS, render_document
from xentropy_cli.rendering.table import render_table
from xentropy_cli.teaching.prose import pieces
from xentropy_cli.text import width

TEXT = r"""
| option | does |
|---|:---:|
| `--base e\|2\|10` | nats, **bits**, bans, or any other base above 1 that a reader may want to see the answer in |
| `--all` |
"""
WORDS = ("option", "does", "--base e|2|10", "nats", "bits", "--all")


def grid() -> Grid:
    (found,) = (placed.piece for placed in pieces(TEXT.strip().split("\n")))
    assert isinstance(found, Grid)
    return found


def test_a_table_is_read_with_its_bars_and_a_short_row_filled_up() -> None:
    found = grid()
    assert [[run.text for run in head] for head in found.heads] == [["option"], ["does"]]
    assert [run.text for run in found.rows[0][0]] == ["--base e|2|10"]
    assert found.rows[1][1] == ()


def test_a_bar_without_a_line_of_dashes_makes_no_table() -> None:
    assert [type(placed.piece).__name__ for placed in pieces(["P | Q", "is no table"])] == ["Paragraph"]


@pytest.mark.parametrize("name", [name for name, row in FORMATS.items() if row.is_document and name != "table"])
def test_a_table_is_written_in_every_document_format(name: str) -> None:
    written = render_document([grid()], name)
    seen = re.sub(r"<[^>]*>", "", written).replace(r"\textbar{}", "|").replace("-{}-", "--").replace(r"\|", "|")
    assert all(word in seen for word in WORDS), written


def test_markdown_is_read_back_as_the_same_table() -> None:
    html = MarkdownIt().enable("table").render(render_document([grid()], "markdown"))
    assert html.count("<tr>") == 1 + len(grid().rows)
    assert "<code>--base e|2|10</code>" in html


@pytest.mark.parametrize("most", [40, 60, 80, 120])
def test_a_table_of_words_fits_the_window(most: int) -> None:
    assert all(width(line) <= most for line in render_table([grid()], most, in_color=False).splitlines())
