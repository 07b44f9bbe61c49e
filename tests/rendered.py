"""What the tests of the document formats share: pages to write, and for each format what a reader of it sees."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from xentropy_cli.api.numbers import derive
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.pages.blocks import (
    BLANK,
    Bar,
    Block,
    Column,
    Equation,
    Equations,
    Figure,
    Heading,
    Math,
    Prose,
    Remark,
    Table,
    Words,
)
from xentropy_cli.pages.derivation import DerivationResult
from xentropy_cli.rendering import FORMATS, render_document
from xentropy_cli.rendering.table import render_table

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

SVG = "{http://www.w3.org/2000/svg}"
DOCUMENTS = tuple(name for name, row in FORMATS.items() if row.is_document)
WIDE = 400
"""Cells of a terminal in which no table drops a column."""

CASES = {
    "events": {"pred": "0.7,0.8,0.97"},
    "pair": {"pred": "cat=0.7,dog=0.3", "true": "0.9,0.1"},
    "logits": {"logits": "2,1,-1", "label": "0", "gradient": True},
    "far logits": {"logits": "1000,0,-1000", "label": "1"},
    "fifty events": {"pred": ",".join(f"0.{n:02}" for n in range(1, 51))},
    "infinite": {"pred": "0.5,0"},
    "infinite pair": {"pred": "1,0", "true": "0.5,0.5"},
    "bits": {"pred": "0.75,0.25", "true": "1/2,50%", "base": "2"},
    "clipped": {"pred": "1,0", "true": "0.5,0.5", "clip": "sklearn"},
    "another base": {"pred": "1/3,70%,1e-400", "base": "2.5"},
    "binary": {"pred": "0.9,0.2,0.4", "label": "1,0,1", "weight": "1,2,3", "gradient": True},
    "truth alone": {"true": "0.5,0.25,0.25"},
}


def probabilities(draw: random.Random, count: int) -> str:
    return ",".join(f"{draw.randint(1, 99) / 100}" for _ in range(count))


def distribution(draw: random.Random, count: int) -> str:
    cuts = sorted(draw.sample(range(1, 100), count - 1))
    return ",".join(str((b - a) / 100) for a, b in zip([0, *cuts], [*cuts, 100], strict=True))


def logits(draw: random.Random, count: int) -> str:
    return ",".join(f"{draw.uniform(-3, 3):.2f}" for _ in range(count))


def labels(draw: random.Random, count: int, classes: int = 2) -> str:
    return ",".join(str(draw.randrange(classes)) for _ in range(count))


READINGS: dict[str, Callable[[random.Random, int], dict[str, Any]]] = {
    "events": lambda draw, n: {"pred": probabilities(draw, n), "squared_error": True, "units": True, "bytes": str(n + 1)},
    "weighted events": lambda draw, n: {"pred": probabilities(draw, n), "weight": probabilities(draw, n)},
    "events from logits": lambda draw, n: {"logits": logits(draw, n), "reading": "events"},
    "binary": lambda draw, n: {"pred": probabilities(draw, n), "label": labels(draw, n), "accuracy": True},
    "binary, in bits": lambda draw, n: {"logits": logits(draw, n), "label": labels(draw, n), "base": "2"},
    "class": lambda draw, n: {"logits": logits(draw, n), "label": labels(draw, 1, n), "gradient": True},
    "weighted class": lambda draw, n: {
        "pred": distribution(draw, n), "label": labels(draw, 1, n), "class_weight": probabilities(draw, n)
    },
    "smoothed class": lambda draw, n: {"logits": logits(draw, n), "label": "0", "label_smoothing": "0.1"},
    "classes": lambda draw, n: {"pred": [distribution(draw, n) for _ in range(3)], "label": labels(draw, 3, n)},
    "pair": lambda draw, n: {"true": distribution(draw, n), "pred": distribution(draw, n), "code": "huffman"},
    "pair, in bans": lambda draw, n: {"true": distribution(draw, n), "pred": distribution(draw, n), "base": "10"},
    "pairs": lambda draw, n: {
        "true": [distribution(draw, n) for _ in range(3)], "pred": [distribution(draw, n) for _ in range(3)]
    },
    "thirds": lambda _, n: {"pred": ["1/3,2/3", "2/3,1/3"], "label": "0,1", "weight": f"1/3,{n}"},
    "truth": lambda draw, n: {"true": distribution(draw, n), "base": "2.5"},
    "descent": lambda draw, n: {"logits": logits(draw, n), "true": distribution(draw, n), "descend": "2"},
}  # fmt: skip
"""The options of each kind of calculation with random numbers."""


def write(blocks: Sequence[Block], name: str) -> str:
    """Write a page in a format; that of a terminal in a wide one."""
    return render_table(blocks, WIDE) if name == "table" else render_document(blocks, name)


def page_of(case: str, digits: int = 4) -> tuple[Block, ...]:
    return DerivationResult(derive(**CASES[case])).page(digits)


def page_with(text: str) -> tuple[Block, ...]:
    """A page with a text in every place that text from outside may reach."""
    q = Formula("q", "q")
    rows = ((Words(text), Figure("0.5"), Bar(0, 0.5)), (Words(text), Figure("12"), Bar(0.5, 0.5, "divergence")))
    return (
        Heading(text),
        Prose(text),
        Table((Column(Words(text), "left"), Column(Math(q), "point"), Column(BLANK, "left")), rows),
        Equations((Equation(q, (q, Formula("0.5", "0.5")), text),)),
        Remark("clipped", text),
        Remark("clipped", f"again {text}"),
    )


class StrictReader(HTMLParser):
    """Reads HTML, and refuses what is not balanced."""

    EMPTY = frozenset({"meta"})
    INLINE = frozenset({"sup", "sub", "var", "i", "span", "strong", "code"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str, str]] = set()
        self.cells: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert len({name for name, _ in attrs}) == len(attrs)
        self.attributes |= {(tag, name, value or "") for name, value in attrs}
        if tag not in self.EMPTY:
            self.open.append(tag)
        if tag == "sup":
            self.text += "^"
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.text += "" if tag in self.INLINE else " "

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title"):
            self.text += data
            if "td" in self.open or "th" in self.open:
                self.cells[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    unknown_decl = handle_pi = handle_comment


def read_html(written: str) -> StrictReader:
    reader = StrictReader()
    reader.feed(written)
    reader.close()
    assert not reader.open
    return reader


def read_markdown(written: str) -> StrictReader:
    """Read Markdown as a page shows it that lets HTML through."""
    shown = MarkdownIt("commonmark").enable("table").render(written)
    return read_html(shown)


def read_svg(written: str) -> ET.Element:
    return ET.fromstring(written)  # noqa: S314  our own picture; that it parses is what is tested


def svg_texts(written: str) -> list[str]:
    """The texts of a picture; a raised part is marked with ^."""
    found = []
    for text in read_svg(written).iter(f"{SVG}text"):
        parts = [text.text or ""]
        for span in text:
            parts += ["^" if span.get("dy") == "-5" else "", span.text or "", span.tail or ""]
        found.append("".join(parts))
    return found


LATEX_SIGNS = (
    (r"\\underline\{\\hspace\{[^}]*\}\}", "______"),
    (r"\\rule\{[^}]*\}\{[^}]*\}|\\hspace\*\{[^}]*\}|\\multicolumn\{\d\}|\\begin\{tabular\}.*", ""),
    (r" \\times 10\^\{(-?\d+)\}", r"e\1"),
    (r"\\sqrt\{([^{}]*)\}", r"√\1"),
    (r"\\cdot", "·"),
    (r"\\ln ", "ln "),
    (r"\\ldots ?", "…"),
    (r"\^\{-([^{}]*)\}", r"^−\1"),
    (r"\^\{([^{}]*)\}", r"^\1"),
    (r"(\\log)_\{([\d.]+)\}", r"\1\2"),
    (r"\\textasciicircum\{\}", "^"),
    (r"\$ & \$(?=\.)", ""),
    (r"\}\$ & \$\\mathbf\{(?=\.)", ""),
    (r"\\infty ?", "∞"),
    (r"\$-\$", "−"),
    (r"\\tfrac12", "½"),
    (r"\{\}", ""),
    (r"(?<![\w^-])-(?=[\d.∞])", "−"),
)


def latex_text(written: str) -> str:
    """Roughly what the compiled document shows."""
    text = written.partition(r"\begin{document}")[2]
    for sign, meaning in LATEX_SIGNS:
        text = re.sub(sign, meaning, text)
    return text


SEEN = {
    "markdown": lambda written: read_markdown(written).text,
    "latex": latex_text,
    "html": lambda written: read_html(written).text,
    "svg": lambda written: "  ".join(svg_texts(written)),
    "plain": lambda written: written.replace("log[", "log"),
    "table": lambda written: written.replace("log[", "log"),
}
"""Of each document format what a reader sees of it: the text, without the marks."""

NUMBER = re.compile(r"(?<![\w.])−?\d+(?:\.\d+)?(?:e-?\d+)?|−?∞")


def numbers(name: str, written: str) -> list[str]:
    """Every number that a reader of the format sees, in no order."""
    return sorted(NUMBER.findall(SEEN[name](written).replace("log[", "log")))
