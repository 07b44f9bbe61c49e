"""A text of Markdown, HTML, LaTeX, code or plain sentences → the tokens of the arithmetic in it, each with its place."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.statements import BORDER
from xentropy_cli.conventions.audit.words import UNITS
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Token(NamedTuple):
    """A piece of arithmetic or of the text around it: its kind, its text in plain spelling, and its place.

    Arithmetic: `number`, `vulgar` (½), `function` (text: its name), `frac`, `sqrt`, `name` (a symbol), `op` (one of
    + - * / ^), `power` (a raised number), `open`, `close`, `comma`, `percent`, `dots`, `maybe` (a minus sign or a bullet).
    Around it: `equals` (text: =, ≈ or a verb), `arrow`, `relation`, `cell` (a border in a table), `row` (a line break of
    markup), `word`, `stop`. `junk` is what belongs to no arithmetic that is read here.
    """

    kind: str
    text: str
    start: int
    end: int


EDGE = Token("edge", "", -1, -1)
"""What stands before the first token of a text or of a part of it, and behind the last one."""

LOGS = {"ln": "ln", "lg": "log", "log": "log", "ld": "log_2", "lb": "log_2"}
FUNCTIONS = (
    "log", "ln", "lg", "ld", "lb", "log2", "log10", "log1p", "exp", "expm1", "exp2", "sqrt", "pow", "sigmoid", "softmax", "abs",
    "round", "tensor", "array", "float", "float32", "float64", "sum", "mean", "max", "min", "print", "expit", "prod", "fsum",
    "average", "power",
)  # fmt: skip
MODULES = frozenset(
    "np numpy math Math cmath torch tf jax jnp lax F K mx nd cp cupy xp scipy sp mp mpmath sympy Base".split()  # noqa: SIM905
)
"""Modules of programs whose log is a logarithm."""

NAMED = "|".join(FUNCTIONS)
WRAPPED = r"(?:mathrm|operatorname\*?|text|textrm|textit|textbf|textsf|mathsf|mathit|mathbf|rm|mbox|hbox)"
SUBSCRIPT = r"(?:\s?_\s?(?:\{[^{}]{1,40}\}|\\?[^\W_]+)|<sub>[^<>]{1,40}</sub>|[₀-₉ₐ-ₜᵢⱼ]+)"
OF_INFORMATION = "|".join(sorted(UNITS))
GREEK = "α-ωΑ-ΡΤ-Ωϕϵ"

PATTERN = re.compile(
    r"(?P<escape>\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069])"
    r"|(?P<prompt>(?m:^)[ \t]*(?:>>>|\.\.\.|julia>|In\s?\[\d+\]:|Out\s?\[\d+\]:|\[1\](?=\s+-?[0-9.])))"
    r"|(?P<comment><!--.{0,2000}?-->)"
    r"|(?P<bullet>\A[ \t>]*[*+•▪●◦](?=\s)|(?m:^)[ \t>]*(?:\(?[0-9]{1,2}[.)](?![0-9])|\(?[a-zA-Z][.)]|\#+)(?=\s))"
    r"|(?P<quote>(?m:^)[ \t]*>[> ]*)"
    r"|(?P<maybe>\A[ \t]*[-–](?=\s))"
    r"|(?P<percent>\s?\\{0,2}%|\s?\\percent|\s(?i:percent|per cent|prozent)\b)"
    r"|(?P<dash>—|//+|/\*+(?=\s)|(?<=\s)\*+/|\s–(?=\s))"
    r"|(?P<blank>[ \n]+)"
    r"|(?P<plain>(?!(?i:log|ln|lg|ld|lb|exp|inf))[A-Za-z]{2,}(?=[\s,;:!?]|\.\s))"
    r"|(?P<entity>&(?:[A-Za-z]{2,12}\d{0,2}|\#\d{2,6}|\#[xX][0-9A-Fa-f]{2,6});)"
    r"|(?P<sup><sup>)|(?P<endsup></su[pb]>)"
    rf"|(?P<log>(?:\\(?:{WRAPPED}\s?\{{\s?)?|(?<![^\W\d])(?:[A-Za-z_]\w*\.)*)(?P<which>(?i:log|ln|lg|l[db](?!\d)))(?![a-zA-Z])\s?\}}?"
    r"(?P<under>\s?_\s?(?:\{\s*(?:[0-9]{1,3}|e)\s*\}|10(?![0-9])|[2-9]|e)|\s?<sub>\s*(?:[0-9]{1,3}|e)\s*</sub>|[₀-₉]+|ₑ"
    r"|(?:10|2)(?=\s*[(\[{]|\s+[-0-9.\\½¼¾⅓⅔]|\s+[^\W\d_](?![^\W_])|\\[dt]?frac)|1p(?=\s?\())?)"
    rf"|(?P<function>(?:\\?(?:{WRAPPED}\s?\{{\s?)?|(?:[A-Za-z_]\w*\.)+)(?i:{NAMED})(?![\w.])\s?\}}?(?=\s?[(\[{{]|\s*\\(?:left|[bB]ig)|\s?\\?exp))"
    r"|(?P<exp>\\exp\b)"
    r"|(?P<sigmoid>(?:σ|\\sigma)(?=\s?(?:\\left\s?)?\(\s?[-−+]?\s?(?:[0-9.]|[xz]\s?\))))"
    r"|(?P<frac>\\[dtc]?frac(?![a-z]))"
    r"|(?P<sqrt>\\sqrt(?![a-z])|[√∛])"
    r"|(?P<dots>\\[lcd]?dots[bcmio]?(?![a-z])|\.{2,}|…|⋯)"
    r"|(?P<matrix>\\(?:begin|end)\s?\{(?:[a-zA-Z]*matrix|d?r?cases)\*?\})"
    r"|(?P<row>\\\\|\\begin\s?\{[a-z]+\*?\}(?:\{[lcr| ]*\})?|\\end\s?\{[a-z]+\*?\}"
    r"|</?(?:br|p|li|ul|ol|tr|div|h[1-6]|table|pre|dd|dt)\b[^<>]{0,200}>|\$\$)"
    rf"|(?P<cell></?t[dh]\b[^<>]{{0,200}}>|\t|\\q?quad(?![a-z])|{BORDER})"
    r"|(?P<times>\\(?:cdot|times|ast)(?![a-z])|[·⋅×∗•∙]|(?<=[\d)\]}%. $])[xX](?=[ $]*[(\d.]))"
    r"|(?P<over>\\div(?![a-z])|(?<!/)[/÷∕⁄](?!/))"
    r"|(?P<near>\\(?:approx(?:eq)?|simeq|cong|doteq)(?![a-z])|≈|≃|≅|≐|≒|~=|=~)"
    r"|(?P<relation>[!<>:≠]=|=<(?![/a-zA-Z])|\\(?:neq?|leq?|geq?|leqslant|geqslant|ll|gg|lt|gt|in|notin|mid|propto|equiv|sim)(?![a-z])|[<>≤≥≠∈∉≪≫∝∼](?![/a-zA-Z]))"
    r"|(?P<arrow>=>|-+>|→|⇒|⟹|⟶|➜|\\(?:to|(?:long|Long)?(?:right|Right)arrow|implies)(?![a-z]))"
    r"|(?P<skip>[ \n\r\f\v\xa0\u2000-\u200d\u202f\u205f\u2060\ufeff\u2061-\u2064]+|\\[,;:!> ]|[`\"“”„']"
    r"|\\(?:left|right|[bB]igg?[lrm]?|displaystyle|textstyle|limits|nonumber|notag|boldsymbol|mathbf"
    rf"|mathrm(?!\s?\{{\s?(?i:{OF_INFORMATION})\s?\}})|boxed|bf|rm|small|large)(?![a-z])\s?\.?"
    r"|\\(?:label|tag|hspace|vspace|phantom|color|textcolor)\*?\{[^{}]*\}|\\[()\[\]]|\$|&|\*\*(?![\w({]|\.\d)|(?<![\w)}\]])\*\*|__|~"
    r"|</?(?!sup\b|sub\b|td\b|th\b)[a-zA-Z][^<>]{0,300}>)"
    rf"|(?P<words>\\{WRAPPED}\s?\{{[^{{}}]{{0,120}}\}})"
    r"|(?P<infinity>∞|\\infty\b|(?<![\w.])(?:np\.|math\.)?(?i:inf|infinity)\b)"
    r"|(?P<junk>https?://[^\s)>\]]+|[0-9]+(?:\.[0-9]+){2,}|[0-9]+:[0-9]+|0[0-9]+(?![.,\d])|--+)"
    r"|(?P<scaled>[0-9]+(?:\.[0-9]+)?(?:[kKMGTB]|bn)(?![\w^(/']))"
    r"|(?P<number>(?:[0-9]+(?:_+[0-9]{3})*(?:\._*[0-9]+)?|\.[0-9]+)(?:[eE][-+−]?[0-9]{1,3}(?![\w.]))?)"
    r"|(?P<vulgar>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])"
    r"|(?P<raised>[⁻⁺]?[⁰¹²³⁴-⁹]+)"
    rf"|(?P<name>(?:\\[a-zA-Z]+|[{GREEK}](?![^\W\d])|[^\W\d_](?![^\W_]))(?:\{{[^{{}}]{{1,20}}\}})?{SUBSCRIPT}*['′*]{{0,2}}(?<!\*))"
    r"|(?P<ident>[^\W\d_]\w*)"
    r"|(?P<equals>={1,3})"
    r"|(?P<power>\*\*|\^)"
    r"|(?P<star>\\?\*)"
    r"|(?P<minus>[-−–‐‑﹣－])"
    r"|(?P<plus>[+＋])"
    r"|(?P<open>\\[{]|[(\[{（])"
    r"|(?P<close>\\[}]|[)\]}）])"
    r"|(?P<comma>[,;，；、])"
    r"|(?P<stop>[.:?!。：？！\u2190-\u21ff\u25a0-\u27bf\U0001f000-\U0001faff]|\\(?:q?ed|square|blacksquare|checkmark)\b)"
    r"|(?P<bar>\\?\|+)"
    r"|(?P<any>.)",
    re.DOTALL,
)

OPERATORS = {"times": "*", "star": "*", "power": "^", "minus": "-", "plus": "+", "over": "/"}
SAME = frozenset("relation arrow cell row frac dots open close comma percent vulgar stop number junk".split())  # noqa: SIM905
BRACKETS = {"\\{": "{", "\\}": "}", "（": "(", "）": ")"}
WORD = re.compile(r"[aAIà]|[^\W\d_]{2,}|(?=.{4})[^\W\d_]+(?:_[^\W\d_]+)+")
"""A word of a sentence or a name of a program, such as d_loss: no symbol, such as p_i."""

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺₀₁₂₃₄₅₆₇₈₉", "0123456789-+0123456789")
EQUAL_WORDS = frozenset("is equals gives yields ist ergibt vaut donne".split())  # noqa: SIM905
ABOUT = frozenset("about approximately roughly nearly around equal to circa etwa rund environ approx".split())  # noqa: SIM905


def tokens(text: str, *, is_table: bool = False) -> list[Token]:
    r"""Cut a text into tokens; markup that only decorates is left out.

    >>> [token.text for token in tokens(r"$-\log_2 (0.5) \approx 1$")]
    ['-', 'log_2', '(', '0.5', ')', '≈', '1']
    """
    return list(_with_verbs(_cut(text, is_table=is_table)))


def _cut(text: str, *, is_table: bool) -> Iterator[Token]:
    for match in PATTERN.finditer(text):
        kind = match.lastgroup or "any"
        if kind == "blank":
            continue
        if kind == "plain":
            yield Token("word", match[0], *match.span())
        elif match["log"] is not None:
            yield Token(*_log(match), match.start(), match.end())
        elif kind in OPERATORS:
            yield Token("op", OPERATORS[kind], *match.span())
        elif kind in SAME:
            yield Token(kind, BRACKETS.get(match[0], match[0]), *match.span())
        elif kind not in ("skip", "blank", "prompt", "quote", "escape"):
            yield from _special(kind, match, is_table=is_table)


def _log(match: re.Match[str]) -> tuple[str, str]:
    """A function and the name of its logarithm: `ln`, `log` (of an open base), `log_2`, or `log1p`.

    Of a program, only those of modules that calculate: console.log prints, and logger.log is none of arithmetic.
    """
    module = re.findall(r"([A-Za-z_]\w*)\.", match["log"])
    if module and module[-1] not in MODULES:
        return ("function", "print") if module[-1] == "console" else ("junk", "")
    return "function", _logarithm(match, is_called=bool(module))


def _logarithm(match: re.Match[str], *, is_called: bool) -> str:
    which = match["which"].lower()
    base = re.sub(r"[\s_{}]|</?sub>", "", match["under"] or "").translate(RAISED)
    if base == "1p":
        return "log1p"
    if base in ("e", "ₑ"):
        return "ln"
    if base:
        return f"log_{base}"
    return "ln" if is_called else LOGS[which]


def _special(kind: str, match: re.Match[str], *, is_table: bool) -> Iterator[Token]:
    start, end = match.span()
    text = match[0]
    if kind == "entity":
        inner = html.unescape(text)
        if inner != text:
            yield from (token._replace(start=start, end=end) for token in _cut(inner, is_table=is_table))
    elif kind in ("function", "exp", "sigmoid"):
        yield Token("function", _function(kind, text), start, end)
    elif kind == "sup":
        yield from (Token("op", "^", start, end), Token("open", "{", start, end))
    elif kind == "endsup":
        yield Token("close", "}", start, end)
    elif kind == "raised":
        yield from (Token("op", "^", start, end), Token("power", text.translate(RAISED), start, end))
    elif kind in ("name", "ident"):
        yield Token("word" if WORD.fullmatch(text) else "name", text, start, end)
    elif kind == "sqrt":
        yield Token("sqrt", "3" if text == "∛" else "", start, end)
    elif kind == "bar":
        yield Token("cell" if is_table and text == "|" else "junk", text, start, end)
    else:
        yield Token(*PLAIN.get(kind, ("junk", text)), start, end) if kind != "words" else _words(text, start, end)


PLAIN = {
    "near": ("equals", "≈"),
    "equals": ("equals", "="),
    "infinity": ("number", "inf"),
    "dash": ("stop", "–"),
    "bullet": ("row", ""),
    "maybe": ("maybe", "-"),
}


def _words(text: str, start: int, end: int) -> Token:
    """The text in a text command of LaTeX: words, or a symbol of several letters."""
    inner = text[text.index("{") + 1 : -1].strip()
    is_word = "\\text" in text or "box" in text or inner.lower() in UNITS
    return Token("word" if is_word else "name", inner, start, end)


def _function(kind: str, text: str) -> str:
    if kind == "sigmoid":
        return "σ"
    return "exp" if kind == "exp" else re.findall(r"[a-z0-9]+", text.lower())[-1]


def _with_verbs(found: Iterator[Token]) -> Iterator[Token]:
    """Read `is about` before a number as an equals sign."""
    held: list[Token] = []
    last = ""
    for token in found:
        if held and token.kind == "word" and token.text.lower() in ABOUT:
            held.append(token)
            continue
        if held:
            is_value = token.kind == "number" or (token.kind == "op" and token.text == "-")
            near = " ≈" if any(word.text not in ("to", "equal") for word in held[1:]) else ""
            verb = held[0].text.lower() + near
            yield from [Token("equals", verb, held[0].start, held[-1].end)] if is_value else held
            held = []
        if token.kind == "word" and token.text.lower() in EQUAL_WORDS:
            held = [token]
        elif last != "equals" or token.kind != "word" or token.text.lower() not in ABOUT:
            yield token
        last = token.kind
    yield from held
