"""The prose of a lesson and its charts as HTML. Every text is escaped."""

from __future__ import annotations

from html import escape
from itertools import takewhile
from typing import TYPE_CHECKING

from xentropy_cli.pages import lesson_blocks as lesson
from xentropy_cli.pages.blocks import Pointer
from xentropy_cli.pictures.kinds import Drawing
from xentropy_cli.rendering.pictures.svg import drawing_element, picture_style
from xentropy_cli.rendering.play import asking, moving
from xentropy_cli.rendering.prose.html_text import html_code, html_formula, html_text
from xentropy_cli.rendering.style import beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.pages.blocks import Block

TAGS = {"code": "code", "emphasis": "em", "strong": "strong"}

ENDS = (lesson.AskBlock, lesson.SceneBlock, lesson.Section, Pointer)
"""What is never part of an answer, and ends it."""

SHEET_STYLE = "\n.xent .sheet{break-before:page}"


def every_style() -> str:
    """The style of all that a lesson may hold."""
    return beside("lesson.css") + picture_style() + beside("play.css")


def style_of(blocks: Sequence[Block]) -> str:
    """The style that these blocks need beyond that of a calculation."""
    prose = beside("lesson.css") if any(isinstance(block, lesson.LessonBlock | Drawing) for block in blocks) else ""
    prose += SHEET_STYLE if any(isinstance(block, lesson.Section) and block.is_new_sheet for block in blocks) else ""
    prose += beside("play.css") if has_play(blocks) else ""
    return prose + (picture_style() if any(isinstance(block, Drawing | lesson.SceneBlock) for block in blocks) else "")


def has_play(blocks: Sequence[Block]) -> bool:
    """Tell whether there is something on a page that its script brings to life."""
    return any(
        isinstance(block, lesson.SceneBlock) or (isinstance(block, lesson.AskBlock) and block.judged)
        for block in blocks
    )


def lesson_html(block: lesson.LessonBlock | Drawing, hidden: str = "") -> str:  # noqa: C901, PLR0911  one a kind of block
    """Write one block; `hidden` is what a question hides."""
    if isinstance(block, Drawing):
        return drawing_element(block)
    if isinstance(block, lesson.AskBlock):
        return _asked(block, hidden)
    if isinstance(block, lesson.SceneBlock):
        return _scene(block)
    if isinstance(block, lesson.Displayed):
        return f'<p class="formula">{html_formula(block.formula.text)}</p>'
    if isinstance(block, lesson.Section):
        sheet = ' class="sheet"' if block.is_new_sheet else ""
        anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
        return f"<h2{sheet}{anchor}>{html_text(block.text)}</h2>"
    if isinstance(block, lesson.Paragraph):
        return f"<p>{_phrases(block.runs)}</p>"
    if isinstance(block, lesson.Items):
        tag = "ol" if block.is_numbered else "ul"
        items = "".join(f"<li>{_phrases(row)}</li>\n" for row in block.rows)
        return f"<{tag}>\n{items}</{tag}>"
    if isinstance(block, lesson.Grid):
        return "\n".join(['<div class="scroll"><table class="prose">', *_rows(block), "</table></div>"])
    if isinstance(block, lesson.Quotation):
        return f"<blockquote><p>{_phrases(block.runs)}</p></blockquote>"
    if not isinstance(block, lesson.Verbatim):
        raise TypeError(block)
    lines = "\n".join(html_code(line) for line in block.text.split("\n"))
    return f"<pre><code>{lines}</code></pre>"


def _asked(block: lesson.AskBlock, hidden: str) -> str:
    """Write a question: its options, and folded its answer with what it hides."""
    options = "".join(f"<li>{html_text(each)}</li>" for each in block.options)
    kind = ' type="a"' if any(mark == "a" for mark, _ in lesson.marked(block.options)) else ""
    shown = f"<ol{kind}>{options}</ol>\n" if options else ""
    answer = f"<p>{html_text(block.answer)}</p>\n<pre><code>$ {html_code(block.command)}</code></pre>"
    fold = "\n".join(
        filter(None, ("<details><summary>Show the answer, and go on</summary>", answer, hidden, "</details>"))
    )
    return f'<div class="ask">\n{shown}{asking(block)}{fold}\n</div>'


def with_hidden(blocks: Sequence[Block]) -> Iterator[tuple[Block, Sequence[Block]]]:
    """Give every block that stands open, a question with what its answer hides: all that might give it away.

    That goes up to the next question, with the heading above it, or to a heading below which nothing is computed.
    """
    at = 0
    while at < len(blocks):
        end = at + 1
        if isinstance(blocks[at], lesson.AskBlock):
            while end < len(blocks) and not _stands_open(blocks, end):
                end += 1
        yield blocks[at], blocks[at + 1 : end]
        at = end


def _stands_open(blocks: Sequence[Block], at: int) -> bool:
    """Tell whether a block ends an answer; a heading does where no command stands below it, or a question does."""
    if not isinstance(blocks[at], lesson.Section):
        return isinstance(blocks[at], ENDS)
    part = list(takewhile(lambda block: not isinstance(block, ENDS), blocks[at + 1 :]))
    is_asked = isinstance(next(iter(blocks[at + 1 + len(part) :]), None), lesson.AskBlock)
    return is_asked or not any(isinstance(block, lesson.Verbatim) and block.is_command for block in part)


def _scene(block: lesson.SceneBlock) -> str:
    """Write a scene: how it stands still, and what its script takes from there."""
    parts = "\n".join(map(lesson_html, block.parts))
    return f'<section class="scene">\n{parts}\n{moving(block)}</section>'


def _rows(grid: lesson.Grid) -> Iterator[str]:
    """Write the rows of a table, its heads above them."""
    yield f"<thead><tr>{''.join(f'<th>{_phrases(head)}</th>' for head in grid.heads)}</tr></thead>"
    rows = (f"<tr>{''.join(f'<td>{_phrases(cell)}</td>' for cell in row)}</tr>" for row in grid.rows)
    yield from ["<tbody>", *rows, "</tbody>"]


def _phrases(runs: Sequence[lesson.Phrase]) -> str:
    return "".join(map(_phrase, runs))


def _phrase(run: lesson.Phrase) -> str:
    if run.style == "link":
        return f'<a href="{escape(run.href)}">{html_text(run.text)}</a>'
    if run.style == "lesson":
        return f'<a href="{escape(run.href)}.html"><code>xent explain {html_text(run.href)}</code></a>'
    tag, text = TAGS.get(run.style), html_code(run.text) if run.style == "code" else html_text(run.text)
    shown = f"<{tag}>{text}</{tag}>" if tag else text
    return f'<a href="{escape(run.href)}">{shown}</a>' if run.href and tag else shown
