"""A text as HTML: escaped, and not broken where a line that ends there would be read amiss."""

from __future__ import annotations

import re
from html import escape

from xentropy_cli.pages.blocks import GAP
from xentropy_cli.rendering.typeset import Run, runs
from xentropy_cli.text import visible

LINE = (
    '<span role="img" aria-label="to fill in" '
    'style="display:inline-block;width:{width}ch;height:{height}em;border-bottom:1px solid"></span>'
)
"""A line to write on, as high as a text or, in a table, as a row that a hand writes in."""

SCHEME = re.compile(r"(?<=[A-Za-z0-9]):(?=[^\s&])")
"""A colon inside a word, as in an address: written as a reference, so that nothing that makes links of text finds one."""

EXPONENT = re.compile(r"[\d.]+e-\d+")
SHARE = re.compile(r"(?<=\d) (?=%)")
OPTION = re.compile(r" (?=--?[a-z])")


def html_text(text: str) -> str:
    r"""Escape a text; a browser breaks no number at the sign of its exponent, and none before its percent sign.

    >>> html_text("10 % < 1e-7")
    '10\xa0% &lt; <span class="number">1e-7</span>'
    """
    escaped = SCHEME.sub("&#58;", escape(visible(text)))
    return EXPONENT.sub(r'<span class="number">\g<0></span>', SHARE.sub("\u00a0", escaped))


def html_code(text: str) -> str:
    """Escape code; a command may be broken before an option, and nowhere else.

    >>> html_code("xent score --top 3 -q")
    'xent score <wbr/>--top 3 <wbr/>-q'
    """
    return OPTION.sub(" <wbr/>", SCHEME.sub("&#58;", escape(visible(text))))


def html_formula(formula: str) -> str:
    """Write a formula, with its powers above the line and its variables slanted; what is to fill in as a line to write on."""
    return "".join(map(_run, runs(formula))).replace(GAP, LINE.format(width=len(GAP), height=1))


def _run(run: Run) -> str:
    text = f"<var>{escape(run.text)}</var>" if run.is_variable else html_text(run.text)
    return text if run.place == "on" else f"<{run.place}>{text}</{run.place}>"
