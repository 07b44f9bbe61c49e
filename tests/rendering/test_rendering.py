from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rendered import (
    CASES,
    DOCUMENTS,
    SEEN,
    SVG,
    numbers,
    page_of,
    page_with,
    read_html,
    read_markdown,
    read_svg,
    svg_texts,
    write,
)
from running import tries

from xentropy_cli.api.numbers import derive
from xentropy_cli.cli.options.inputs import request_from
from xentropy_cli.conventions.answers import asked_of
from xentropy_cli.conventions.libraries import compare_libraries
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.inputs.readings import read
from xentropy_cli.pages import blocks
from xentropy_cli.pages.blocks import (
    Bar,
    Column,
    Equation,
    Equations,
    Figure,
    Gap,
    Heading,
    Math,
    Pointer,
    Prose,
    Remark,
    Table,
    Words,
)
from xentropy_cli.pages.derivation import DerivationResult
from xentropy_cli.pages.lesson_blocks import (
    AskBlock,
    Displayed,
    Grid,
    Items,
    LessonBlock,
    Paragraph,
    Phrase,
    Quotation,
    SceneBlock,
    Section,
    Verbatim,
)
from xentropy_cli.pages.libraries import LibrariesResult
from xentropy_cli.pictures.kinds import (
    Areas,
    Axis,
    Bars,
    Box,
    Chart,
    Curve,
    Drawing,
    Panel,
    Piece,
    Place,
    Row,
    Strip,
    Tick,
)
from xentropy_cli.rendering import FORMATS, render_document, render_record
from xentropy_cli.rendering.ascii import SPELLINGS
from xentropy_cli.rendering.html import html_fragment
from xentropy_cli.rendering.style import STYLE
from xentropy_cli.rendering.table import render_table
from xentropy_cli.rendering.tex import text
from xentropy_cli.text import visible
from xentropy_cli.text import width as cells

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEX_ESCAPE = re.compile(r"\\[{}$&#%_]|\\[A-Za-z]+\{\}|\\['`^~\"=.uvHrcd]\{[A-Za-z]\}|\$[^$]*\$")
"""Everything that may stand for a character."""

HOSTILE = (
    "<script>alert(1)</script>",
    "</text><script>alert(1)</script>",
    "</title></style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "&lt;&#60;&amp;",
    "]]><!-- --><?x?>",
    r"\input{/etc/passwd}",
    r"\end{document}\write18{ls}",
    "$x$ %y #z ~t ^u _v_ {w} & \\",
    "[2cm]",
    "*",
    "a|b",
    r"a\|b",
    "`code` ``more`` `",
    "**bold** _em_ ~~gone~~ # not a heading",
    "- item",
    "1. item",
    "=====",
    "+ plus",
    "![image](http://example.com/x.png)",
    "[link](javascript:alert(1))",
    "https://example.com/a_b_c www.example.com a@b.org @octocat #1 :cat:",
    "`https://example.com`|",
    "two\nlines\r\nand a\ttab",
    "\x00\x1b[31mred\x1b[0m\x9b31m",
    "\u202egnp.exe\u202c \u2066x\u2069 \u200b\u200d\ufeff",
    "Z" + "\u0335\u0321\u0489\u0334" * 12,
    "lone \ud800 surrogate and \ufffe noncharacter",
    "猫 été Ångström Łódź ß straße ἀ б ½ ε λ −1 a--b ''quoted'' <<x>> ,,y",
    "x" * 300,
    "[bold red]rich[/]",
    "=cmd|' /C calc'!A0",
    "",
    "    four blanks",
)

MARKDOWN_TAGS = {"h1", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "strong", "code"}
HTML_TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "h1",
    "p",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "dl",
    "dt",
    "dd",
    "var",
    "span",
    "i",
}
SVG_TAGS = {"svg", "title", "desc", "style", "rect", "g", "text", "tspan"}
HTML_VALUES = re.compile(
    r"en|utf-8|viewport|width=device-width, initial-scale=1|xent|scroll|left( short| long)?|point|((left|point) )?math|track"
    r"|number|note|gloss|bar (share|divergence)|width:1\.5ch|left:\d+\.\d\d%;width:\d+\.\d\d%"
)
LATEX_OURS = {
    "documentclass",
    "begin",
    "end",
    "section",
    "textit",
    "toprule",
    "midrule",
    "bottomrule",
    "hspace",
    "textcolor",
    "rule",
    "multicolumn",
    "qquad",
    "allowbreak",
    "raggedright",
    "arraybackslash",
}
LATEX_LETTERS = {"textless", "textgreater", "textbar", "textbackslash", "textasciicircum", "textasciitilde"}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("case", CASES)
def test_every_format_shows_the_numbers_that_plain_shows(case: str, name: str) -> None:
    shown = numbers("plain", render_document(page_of(case), "plain"))
    assert len(shown) > 10
    assert numbers(name, write(page_of(case), name)) == shown


@pytest.mark.parametrize("name", DOCUMENTS)
def test_digits_reach_every_format(name: str) -> None:
    # −ln 0.5432 by mpmath, at 40 digits
    assert ".610277702737650680598195089216" in render_document(page_of("events", 30), name)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_unknown_kind_of_block_or_cell_fails_loudly(name: str) -> None:
    with pytest.raises(TypeError):
        render_document([Heading("x"), object()], name)  # type: ignore[list-item]
    strange: Any = ("strange",)
    for table in (
        Table((Column(Words("a")),), ((strange,),)),
        Table((Column(strange),), ((Words("a"),),)),
        Table((Column(Words("a")),), (), ((strange,),)),
    ):
        with pytest.raises(TypeError):
            render_document([table], name)


@pytest.mark.parametrize("case", CASES)
def test_a_minus_is_one_in_every_table(case: str) -> None:
    """The sign that people write; a hyphen stands only before an exponent."""
    shown = [block for block in page_of(case) if not isinstance(block, Remark)]
    for name in DOCUMENTS:
        assert not re.search(r"(?<![\w-])-\.?\d", SEEN[name](write(shown, name))), name


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_bar_that_is_not_0_is_drawn(name: str) -> None:
    def drawn(*bars: Bar) -> str:
        columns = (Column(Words("n"), "left"), Column(Words("bar"), "left"))
        return write([Table(columns, tuple((Words("n"), bar) for bar in bars))], name)

    assert drawn(Bar(0, 0), Bar(0, 1)) != drawn(Bar(0, 1e-6), Bar(0, 1))
    assert drawn(Bar(0.999999, 0), Bar(0, 1)) != drawn(Bar(0.999999, 1e-6), Bar(0, 1))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_gradient_descent_names_its_classes(name: str) -> None:
    """Also where a class is called like a function, which no format takes for one."""
    page = DerivationResult(derive(logits="log=2,a^b=1,base=0", label="log", descend="1")).page()
    seen = SEEN[name](write(page, name))
    assert all(f"q({each})" in seen for each in ("log", "a^b", "base"))


def test_four_binary_predictions_fit_a_terminal() -> None:
    """Of 24 rows and 80 columns, with room for the prompt of the shell."""
    page = DerivationResult(derive(pred="0.9,0.2,0.65,0.71", label="1,0,1,1")).page()
    assert len(render_document(page, "table").splitlines()) <= 23


@pytest.mark.parametrize("digits", [4, 8])
@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_what_a_library_does_is_told_whole_at_every_usual_width(width: int, digits: int) -> None:
    """A text that has no room beside its number goes on below it, and no number is lost for it."""
    request = request_from(["--pred", "0.9,0.2,0.6", "--label", "1,0,1"])
    result = LibrariesResult(compare_libraries(asked_of(read(request))))
    lines = render_table(result.page(digits), width).splitlines()
    assert max(map(cells, lines)) <= width
    end = next(at for at, line in enumerate(lines) if "left out, since" in line)
    column = next(line.index("what it does") for line in lines if "what it does" in line)
    told = " ".join(line[column:].strip() for line in lines[:end])
    for row in result.comparison.fit:
        assert row.convention.does in told
        assert any(line.startswith(f"{row.convention.key} ") for line in lines)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_rows_that_are_not_shown_are_counted(name: str) -> None:
    table = Table((Column(Words("n"), "left"), Column(Words("q"), "point")), ((Words("1"), Figure("0.5")), ()), (), 7)
    assert "7 more rows (--all shows them)" in SEEN[name](write([table], name))


Q = Formula("q", "q")
AXES = (Axis(Q, 0.0, 1.0, (Tick(0.5, "0.5"),)), Axis(Formula("cost", "cost"), 0.0, 2.0, (Tick(1.0, "1"),)))
BLOCKS: dict[type, tuple[Any, str]] = {
    Heading: (Heading("what a heading says"), "what a heading says"),
    Prose: (Prose("what a sentence says"), "what a sentence says"),
    Table: (Table((Column(Words("head"), "left"),), ((Words("what a cell says"),),)), "what a cell says"),
    Equations: (Equations((Equation(Q, (Formula("0.5", "0.5"),), "what it means"),)), "what it means"),
    Remark: (Remark("clipped", "what a note says"), "what a note says"),
    Pointer: (Pointer("binary", "where it goes on"), "explain binary"),
    Grid: (Grid(((Phrase("head"),),), (((Phrase("what a row says"),),),)), "what a row says"),
    Quotation: (Quotation((Phrase("what somebody says"),)), "what somebody says"),
    AskBlock: (AskBlock(("a {$ duck", "dog"), "dog", "xent compute --pred 0.7"), "dog"),
    SceneBlock: (
        SceneBlock((Paragraph((Phrase("what stands still"),)),), (), Strip("f", AXES[:1]), {"picture": "total"}),
        "what stands still",
    ),
    Displayed: (Displayed(Formula("H(P)", "H(P)")), "H(P)"),
    Chart: (Chart("what is drawn", *AXES, (Curve(Q, ((0.0, 0.0), (1.0, 2.0)), "share", 0),)), "what is drawn"),
    Bars: (Bars("bars drawn", AXES[0], (Row("a", (Piece(0.5, "share"),), "0.5"),)), "bars drawn"),
    Areas: (Areas("areas drawn", *AXES, (Panel("p", (Box("a", 1.0, 1.0),), "1"),)), "areas drawn"),
    Strip: (Strip("a line drawn", AXES[:1], marks=(Place(0.5, "here"),)), "a line drawn"),
    Section: (Section("what a part is about"), "what a part is about"),
    Paragraph: (Paragraph((Phrase("what a lesson says"),)), "what a lesson says"),
    Items: (Items(((Phrase("what an item says"),),)), "what an item says"),
    Verbatim: (Verbatim("what was printed"), "what was printed"),
}
"""One block of each kind, and a text that every format shows of it."""
CELLS: dict[type, tuple[Any, str]] = {
    Words: (Words("what a cell says"), "what a cell says"),
    Figure: (Figure("0.8125"), ".8125"),
    Math: (Math(Formula("H(P)", "H(P)")), "H(P)"),
    Bar: (Bar(0, 0.5), ""),
    Gap: (Gap(8), ""),
}


def test_every_kind_of_block_and_cell_has_its_row_here() -> None:
    kinds = {kind for kind in vars(blocks).values() if isinstance(kind, type) and kind.__module__ == blocks.__name__}
    parts = {Formula, Column, Equation}
    assert kinds - parts == {kind for kind in (*BLOCKS, *CELLS) if kind.__module__ == blocks.__name__}
    assert set(get_args(LessonBlock | Drawing)) == {
        *(kind for kind in BLOCKS if kind.__module__ == Section.__module__),
        *get_args(Drawing),
    }


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("kind", BLOCKS)
def test_every_format_draws_every_kind_of_block(kind: type, name: str) -> None:
    block, shown = BLOCKS[kind]
    assert shown in re.sub(r"\s+", " ", SEEN[name](write([block], name)))


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("kind", CELLS)
def test_every_format_draws_every_kind_of_cell(kind: type, name: str) -> None:
    cell, shown = CELLS[kind]
    columns = (Column(Words("n"), "left"), Column(Words("head")))
    drawn = write([Table(columns, ((Words("1"), cell),))], name)
    assert shown in SEEN[name](drawn)
    assert drawn != write([Table(columns, ((Words("1"), Words("")),))], name)


@pytest.mark.parametrize("outside", HOSTILE)
@pytest.mark.parametrize("name", FORMATS)
def test_outside_text_is_shown_and_nothing_in_it_acts(name: str, outside: str) -> None:
    CHECKS[name](outside)


@settings(max_examples=tries(60))
@given(st.text(st.one_of(st.characters(), st.sampled_from("\\`*_{}[]<>|#$&~^%@:/.-+=!'\" \n1a")), max_size=20))
def test_no_text_acts_in_any_format(outside: str) -> None:
    for name in FORMATS:
        CHECKS[name](outside)


def check_html(outside: str) -> None:
    written = render_document(page_with(outside), "html")
    read = read_html(written)
    assert read.tags <= HTML_TAGS
    assert all(HTML_VALUES.fullmatch(value) for _, _, value in read.attributes)
    assert read.cells[0] == visible(outside)
    assert read.cells[3] == visible(outside)
    assert all(character.isprintable() or character == "\n" for character in written)


def check_svg(outside: str) -> None:
    written = render_document(page_with(outside), "svg")
    root = read_svg(written)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= SVG_TAGS
    assert svg_texts(written).count(visible(outside)) >= 3 or not visible(outside).strip()
    assert root.findtext(f"{SVG}title") == visible(outside)


def check_markdown(outside: str) -> None:
    read = read_markdown(render_document(page_with(outside), "markdown"))
    assert read.tags <= MARKDOWN_TAGS
    assert not {name for _, name, _ in read.attributes} - {"style"}
    assert read.cells[0] == visible(outside).strip()
    assert read.cells[3] == visible(outside).strip()
    assert len(read.cells) == 9
    assert read.text.count(f"Note: again {visible(outside)}".rstrip()) == 1


def check_latex(outside: str) -> None:
    written = render_document(page_with(outside), "latex")
    assert written.isascii()
    assert not re.search(r"[\\#%&_~^$`]", TEX_ESCAPE.sub("", text(outside)))
    body = written.partition(r"\begin{document}")[2].replace(r"\\", "").replace(r"\{", "").replace(r"\}", "")
    assert body.count("{") == body.count("}")
    assert body.count(r"\end{document}") == 1
    commands = set(re.findall(r"\\([A-Za-z]+)", body))
    letters = set(re.findall(r"\\([A-Za-z]+)", "".join(map(text, visible(outside)))))
    assert commands <= LATEX_OURS | LATEX_LETTERS | letters
    assert not letters & {"input", "write", "end", "begin", "csname", "catcode"}


def check_plain(outside: str) -> None:
    check_lines(render_document(page_with(outside), "plain"), outside)


def check_table(outside: str) -> None:
    check_lines(write(page_with(outside), "table"), outside)


def check_lines(written: str, outside: str) -> None:
    """No character acts in a terminal; the whole text stands there as often as it was given, line ends aside."""
    assert all(character.isprintable() or character == "\n" for character in written)
    shown = re.sub(r"\s+", "", visible(outside))
    assert not shown or re.sub(r"\s+", "", written).count(shown) >= len(page_with("x"))


def record_with(text: str) -> dict[str, Any]:
    """A record with a text in every place that text from outside may reach."""
    return {
        "value": 0.5,
        "terms": [{"name": text, "label": text, "value": 0.5}],
        "notes": [{"code": "x", "text": text}],
    }


def check_json(outside: str) -> None:
    written = render_record(record_with(outside), "json")
    assert all(" " <= character <= "~" or character == "\n" for character in written)
    assert json.loads(written, parse_constant=pytest.fail) == record_with(outside)


def check_csv(outside: str) -> None:
    written = render_record(record_with(outside), "csv")
    assert all(character.isprintable() or character == "\n" for character in written)
    head, term, *_ = csv.reader(io.StringIO(written))
    for cell in (term[head.index("name")], term[head.index("label")]):
        assert cell.removeprefix("'") == visible(outside).removeprefix("'")
        assert not cell.startswith(("=", "+", "-", "@"))


def check_value(outside: str) -> None:
    assert render_record(record_with(outside), "value") == "0.5\n"


CHECKS: dict[str, Callable[[str], None]] = {
    "table": check_table,
    "plain": check_plain,
    "markdown": check_markdown,
    "latex": check_latex,
    "html": check_html,
    "svg": check_svg,
    "json": check_json,
    "csv": check_csv,
    "value": check_value,
}
"""Of each format what no text from outside may do to it."""


def test_a_link_like_word_is_code_so_that_no_page_links_it() -> None:
    written = render_document([Prose("see https://example.com and @octocat")], "markdown")
    assert written == "see `https://example.com` and `@octocat`\n"


def test_markdown_lists_the_notes() -> None:
    assert "* Note: x y\n* Note: again x y\n" in render_document(page_with("x y"), "markdown")


def test_the_html_page_is_complete_and_asks_nothing_of_others() -> None:
    written = render_document(page_of("pair"), "html")
    assert written.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>Cross-entropy: 0.4414 nats</title>" in written
    assert not re.search(r"<script|<link|@import|url\(|https?:", written)


def test_a_fragment_styles_only_itself() -> None:
    written = derive(pred=[0.7, 0.8, 0.97])._repr_html_()
    read_html(written)
    assert written == html_fragment(page_of("events"))
    selectors = re.findall(r"(?:^|\})\s*([^{}@]+)\{", re.sub(r"@media[^{]*\{", "}", STYLE))
    assert len(selectors) > 20
    assert all(part.startswith(".xent") for selector in selectors for part in selector.split(","))


@pytest.mark.parametrize("case", CASES)
def test_nothing_in_a_picture_lies_outside_it(case: str) -> None:
    root = read_svg(render_document(page_of(case), "svg"))
    _, _, wide, high = map(float, root.get("viewBox", "").split())
    for element in [
        *root.iter(f"{SVG}text"),
        *(rect for rect in root.iter(f"{SVG}rect") if rect.get("class") != "ground"),
    ]:
        length = float(element.get("textLength") or element.get("width") or "nan")
        assert float(element.get("x", "nan")) + length <= wide - 56 + 0.01
        assert float(element.get("y", "nan")) <= high - 56 + 0.01


def test_bars_are_as_long_as_their_shares() -> None:
    root = read_svg(render_document(page_of("pair"), "svg"))
    bars = {rect.get("class"): rect for rect in root.iter(f"{SVG}rect")}
    whole, entropy = (float(bars[role].get("width", "nan")) for role in ("whole", "entropy"))
    # H(P) / H(P, Q) = 0.32508 / 0.44142, worked out with bc -l
    assert entropy / whole == pytest.approx(0.73645, abs=1e-4)


def test_numbers_line_up_at_their_points() -> None:
    """Whatever the font: in a picture the text from the point on starts at one place in the whole column."""
    root = read_svg(render_document(page_of("events"), "svg"))
    places = set()
    for element in root.iter(f"{SVG}text"):
        if element.text in ("0.7", "0.8", "0.97"):
            places.add(
                round(float(element.get("x", "nan")) + float(element.get("textLength", "nan")) / len(element.text), 1)
            )
    assert len(places) == 1


def test_our_symbols_need_no_replacement_in_latex() -> None:
    assert not [symbol for symbol in SPELLINGS if "U+" in text(symbol)]
    assert text("\u00e9") == text("e\u0301") == r"\'{e}"
    assert text("猫") == r"\textless{}U+732B\textgreater{}"


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_pdflatex_takes_every_page(tmp_path: Path) -> None:
    blocks = [block for case in CASES for block in page_of(case)]
    blocks += [block for outside in HOSTILE for block in page_with(outside)]
    blocks += [block for outside in ("x" * 300, "W" * 300, "long word " * 50) for block in page_with(outside)]
    row = (Words("word " * 100), Figure("0.5"))
    blocks.append(Table((Column(Words("a"), "left"), Column(Words("b"), "point")), (row,) * 100))
    (tmp_path / "page.tex").write_text(render_document(blocks, "latex"), encoding="ascii")
    command = ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "page.tex"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, encoding="latin-1")
    assert ran.returncode == 0, ran.stdout[-2000:]
    assert "/etc/passwd" not in "".join(re.findall(r"\(([^\s()]+)", ran.stdout))
    assert "Overfull" not in ran.stdout
    assert "Missing character" not in ran.stdout


def test_the_style_of_a_part_outdoes_that_of_a_notebook() -> None:
    """JupyterLab aligns all cells right by a rule of two classes and an element."""
    style = html_fragment(page_of("events")).partition("<style>")[2].partition("</style>")[0]
    rules = [rule.partition("{")[0].strip() for rule in re.sub(r"@media[^{]*{", "", style).split("}") if "{" in rule]
    assert all(each.count(".xent") == 2 or each == ".xent" for rule in rules for each in rule.split(","))
