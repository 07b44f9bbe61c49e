"""A text → its spellings: what its commas and backslashes may mean, before it is cut into tokens; places stay."""

from __future__ import annotations

import re

DECIMAL_COMMA = re.compile(
    r"(?:(?<![\w.,])|(?<=[₀-₉])|(?<=l[ng])|(?<=log))([0-9]+)(?:,|\{,\})([0-9]+)(?![\w,]|\.[0-9])"
)
DECIMAL_POINT = re.compile(r"[0-9]\.[0-9]|(?<!\w)\.[0-9]")
SURELY_DECIMAL = re.compile(
    r"(?:log|ln|lg)(?:_?\{?(?:10|2|e|[₀-₉]+)\}?)?\s*\(?\s*[0-9]+,[0-9]+|(?<![\w.,(\[{])[0-9]+,[0-9]+(?![\w,)\]}]|\.[0-9])|[0-9]\{,\}[0-9]",
    re.IGNORECASE,
)
THOUSANDS = re.compile(r"(?<![\w.,])([1-9][0-9]{0,2})((?:(?:,|\{,\}|,?\\[,!]|[\u2009\u202f'’])[0-9]{3})+)(?![0-9,])")
ESCAPED = re.compile(
    r"\\{2}(?=(?:[dt]?frac|sqrt|log|ln|exp|cdot|times|approx|left|right|text|mathrm|sum|sigma)(?![a-z]))"
)
"""A command of LaTeX in a string of a program: its backslash is doubled."""

BRACKETS = re.compile(r"(?<=[\w^*/+-])\\\(([^()\n]*?)\\\)")
"""Brackets of a formula, escaped as Markdown lets one: e^\\(-2\\); those of LaTeX round a formula follow a blank."""

SQUARE = re.compile(r"(?<=[*^/+·×-])(\s?)\\\[([^\[\]\n]*?)\\\]")
"""Square brackets behind a sign, escaped the same way."""


EMPHASIS = re.compile(
    r"(?m:(^[ \t>]*|[=≈:,;!?(\[]\s?|\.\s|[^\W\d_]{2}\s)(?:\*(?=[^\s*])((?:[^*\n]|\s\*\s)+?)(?<=[^\s*])\*"
    r"|_(?=[^\s_])((?:[^_\n]|\w_(?=[\w{]))+?)(?<=[^\s_])_)(?=[.,;:!?)\]]*(?:\s|$)))"
)
"""What Markdown shows in italics, behind a word or a sign of the text: no product."""

DASH = re.compile(r"(?<=[\d)\]}])\s–\s(?=[\d.(\[\\a-zA-Z½¼¾])")
"""A dash between two terms, with blanks round it as in a text."""

POWER = re.compile(r"(?<=[\d)\]}]) \*\* (?=[-−+]?[\w.(])|(?<=\b[a-zA-Z]) \*\* (?=[-−+]?[\w.(])")
APART = re.compile(r"(?:^|(?<=[ \t]))\*\*(?=[ \t])", re.MULTILINE)
"""Two stars with blanks round them: the sign of a power between two operands; no emphasis begins or ends with a blank."""

LOG = re.compile(r"(?:log|ln|l[gbd])(?![a-z])", re.IGNORECASE)
EQUALS = re.compile(r"=|≈|\\approx(?![a-z])")
FORMULA = re.compile(
    r"(?:[\s0-9.()\[\]{}+*/^·×⋅∗–−-]|\\(?:cdot|times|[dt]?frac|left|right)(?![a-z])|\\?(?:log|ln)(?![a-z])_?)+"
)
"""What is a formula whole, between two equals signs: numbers, signs and logarithms, with no word to part them."""

TERM_END = re.compile(r"[=≈:;\n]|\s–\s")

NOTHING = "\u2060"
"""A character without width, which keeps the places of those behind it."""


def _without_emphasis(text: str) -> str:
    """A text without the stars or underscores of italics."""
    return EMPHASIS.sub(lambda m: f"{m[1]}{NOTHING}{m[2] or m[3]}{NOTHING}", text) if re.search(r"[*_]", text) else text


def spellings(text: str) -> list[str]:
    r"""Every spelling of a text, with the backslashes of strings and Markdown as LaTeX has them.

    >>> spellings(r"e^\(-2\) = 0.135")
    ['e^ (-2 ) = 0.135']
    """
    plain = _plain(text)
    found = readings_of_commas(plain)
    minus = with_minus(plain)
    return found if minus == plain else [*found, *readings_of_commas(minus)]


def _with_powers(text: str) -> str:
    """A text with one sign for each power that is written as 0.5 ** 2, where no ** with blanks round it is another's."""
    powers = POWER.findall(text)
    return POWER.sub(" ^  ", text) if powers and len(powers) == len(APART.findall(text)) else text


def _plain(text: str) -> str:
    plain = BRACKETS.sub(r" (\1 )", ESCAPED.sub(r" \\", _without_emphasis(_with_powers(text))))
    return SQUARE.sub(r"\1 [\2 ]", plain)


def with_minus(text: str) -> str:
    """A text with minus signs for the dashes that stand between two logarithms, or in a formula between two equals signs.

    >>> with_minus("-0.5 log 0.5 – 0.5 log 0.5 = 1 – as log 1 is 0")
    '-0.5 log 0.5 - 0.5 log 0.5 = 1 – as log 1 is 0'
    >>> with_minus("gain = 0.94 – 0.8 = 0.14 – a bit")
    'gain = 0.94 - 0.8 = 0.14 – a bit'
    """
    if "–" not in text:
        return text

    def sign(dash: re.Match[str]) -> str:
        before, after = TERM_END.split(text[: dash.start()])[-1], TERM_END.split(text[dash.end() :], maxsplit=1)[0]
        is_minus = (LOG.search(before) and LOG.search(after)) or _is_in_formula(text, dash)
        return dash[0].replace("–", "-") if is_minus else dash[0]

    return DASH.sub(sign, text)


def _is_in_formula(text: str, dash: re.Match[str]) -> bool:
    """Whether nothing but a formula stands round a dash, from the equals sign before it to the one behind it."""
    _, *before = EQUALS.split(text[: dash.start()])
    *after, _ = EQUALS.split(text[dash.end() :])
    return bool(before and after) and bool(FORMULA.fullmatch(before[-1] + dash[0] + after[0]))


def readings_of_commas(text: str) -> list[str]:
    """A text with its commas as decimal points, as separators of thousands, and as they are: places stay.

    Beside 0,35, a decimal comma for sure, 1,150 has one too.

    >>> readings_of_commas("-ln(0,7) = 0,3567"), readings_of_commas("7 · 2,048 = 14,336.0")
    (['-ln(0.7) = 0.3567'], ['7 · 2_048 = 14_336.0', '7 · 2,048 = 14,336.0'])
    """
    if "," not in text and not THOUSANDS.search(text):
        return [text]
    found = []
    has_point = bool(DECIMAL_POINT.search(text))
    if not has_point and SURELY_DECIMAL.search(text):
        found.append(
            DECIMAL_COMMA.sub(lambda m: m[1] + "." + "_" * (len(m[0]) - len(m[1]) - len(m[2]) - 1) + m[2], text)
        )
    is_other = found and not all(THOUSANDS.fullmatch(match[0]) for match in DECIMAL_COMMA.finditer(text))
    if THOUSANDS.search(text) and not is_other:
        found.append(THOUSANDS.sub(lambda m: m[1] + re.sub(r"[^0-9]", "_", m[2]), text))
    return found if found and DECIMAL_COMMA.search(text) and not has_point else [*found, text]
