"""A line of Markdown, HTML, LaTeX or plain text → the tokens of the arithmetic in it, each with its place in the line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Token(NamedTuple):
    """A piece of arithmetic: its kind, its text in plain spelling, and its place.

    Kinds: `number`, `log` (text: its base, or "" where none is written), `exp`, `sqrt`, `frac`, `op` (one of + - * / ^),
    `open`, `close`, `equals`, `comma`, `cell` (the border of a table's cell), `word` (any other word: it ends an expression).
    """

    kind: str
    text: str
    start: int
    end: int


SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
BASE = (
    r"(?:\s*_\s*\{?\s*(?P<under>10|2|e)\s*\}?|<sub>\s*(?P<tag>10|2|e)\s*</sub>"
    r"|(?P<low>[₀-₉]+)|(?P<digits>10|2)(?=\s*[({]))?"
)

PATTERN = re.compile(
    r"(?P<skip>\s+|</?(?:span|b|i|em|strong|code|p|li|tr|math|mrow|mn|mo|mi|var|div|br|font)\b[^<>]{0,200}>"
    r"|\\[,;:! ]|\\q?quad\b|\\(?:left|right|big|Big|displaystyle|mathrm|text|mathbf|operatorname)\b"
    r"|\\[()\[\]]|\\\\|\$|`|&(?=\s*(?:=|\\approx))|__|~)"
    r"|(?P<cell></?t[dh]\b[^<>]{0,200}>|\|)"
    r"|(?P<frac>\\[dt]?frac\b)"
    rf"|(?P<log>\\?(?:log|ln|lg)(?![a-zA-Z]){BASE})"
    r"|(?P<exp>\\?exp\b)"
    r"|(?P<sqrt>\\?sqrt\b|√)"
    r"|(?P<number>(?<![\w.])(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?(?![\w]|\.[0-9])\s?(?:\\?%)?)"
    r"|(?P<not>[!<>:]=|=>|->|→|\\neq?\b|\\l?eq?q?\b|\\geq?\b|≤|≥|≠)"
    r"|(?P<equals>={1,3}|≈|≃|≅|≐|\\approx\b|\\simeq\b|&(?:asymp|approx|thickapprox);"
    r"|\b(?:is|equals|gives)(?:\s+(?:about|approximately|roughly|nearly|equal to))?(?=\s+[−–\-$`*]{0,3}\\?[0-9.]))"
    r"|(?P<times>\\(?:cdot|times|ast)\b|&(?:middot|times|sdot);|[·⋅×∗•])"
    r"|(?P<power>\*\*(?=[\w({])(?<=[\w)}]\*\*)|\^)"
    r"|(?P<bold>\*\*)"
    r"|(?P<star>\\?\*)"
    r"|(?P<minus>&minus;|[-−–])"
    r"|(?P<plus>\+)"
    r"|(?P<over>[/÷])"
    r"|(?P<open>[(\[{])"
    r"|(?P<close>[)\]}])"
    r"|(?P<comma>[,;])"
    r"|(?P<word>[^\W\d_]+|[0-9][\w.]*|.)",
    re.DOTALL,
)

OPERATORS = {"times": "*", "star": "*", "power": "^", "minus": "-", "plus": "+", "over": "/"}
KEPT = {"cell", "number", "frac", "log", "exp", "sqrt", "open", "close", "equals", "comma", "word"}


DECIMAL_COMMA = re.compile(r"(?<![\w.,])([0-9]+),([0-9]+)(?![\w,]|\.[0-9])")
DECIMAL_POINT = re.compile(r"[0-9]\.[0-9]|(?<!\w)\.[0-9]")
SURELY_DECIMAL = re.compile(
    r"(?:log|ln|lg)(?:_?\{?(?:10|2|e|[₀-₉]+)\}?)?\s*\(?\s*[0-9]+,[0-9]+|(?<![\w.,(\[{])[0-9]+,[0-9]+(?![\w,)\]}]|\.[0-9])"
)


def with_points(line: str) -> str:
    """Write decimal commas as points, in a line that has no point: its places stay.

    >>> with_points("-ln(0,7) = 0,3567"), with_points("[0,1] and 0.5"), with_points("class [0,1]")
    ('-ln(0.7) = 0.3567', '[0,1] and 0.5', 'class [0,1]')
    """
    if "," not in line or DECIMAL_POINT.search(line) or not SURELY_DECIMAL.search(line):
        return line
    return DECIMAL_COMMA.sub(r"\1.\2", line)


def tokens(line: str) -> Iterator[Token]:
    r"""Cut a line into tokens; markup that only decorates is left out.

    >>> [token.text for token in tokens(r"$-\log_2 (0.5) \approx 1$")]
    ['-', '2', '(', '0.5', ')', '=', '1']
    """
    for match in PATTERN.finditer(with_points(line)):
        kind = match.lastgroup or "word"
        kind = next((name for name in ("log",) if match[name]), kind)
        if kind in OPERATORS:
            yield Token("op", OPERATORS[kind], *match.span())
        elif kind == "log":
            yield Token("log", _base(match), *match.span())
        elif kind == "equals":
            yield Token("equals", "=", *match.span())
        elif kind in KEPT:
            yield Token(kind, match[0], *match.span())
        elif kind == "not":
            yield Token("word", match[0], *match.span())


def _base(match: re.Match[str]) -> str:
    """The base that is written at a logarithm."""
    name = match["log"].lstrip("\\")
    if name.startswith("ln"):
        return "e"
    if name.startswith("lg"):
        return "10"
    return match["under"] or match["tag"] or (match["low"] or "").translate(SUBSCRIPTS) or match["digits"] or ""
