"""What is known to be no part of an equation: words before and behind it, units, and what markup puts between its signs."""

from __future__ import annotations

import re

OPENING = frozenset(
    """
    so thus hence then therefore and or but because since where namely also i.e e.g example total equals
    is are was be gives give gets get got yields becomes means costs cost have has find obtain compute calculate
    need needs expect expected says say shows show prints returns
    pay pays just only exactly simply however conversely similarly likewise finally whereas clearly indeed
    und also dann daher ist et donc soit est y entonces luego es son é são
    есть равна равно равен тогда значит поэтому هو هي أي إذن يساوي تساوي وهو وهي
    """.split()  # noqa: SIM905  easier to read than a list
)
"""Words after which an expression begins that owes them nothing."""

QUANTITIES = frozenset(
    """
    loss entropy surprisal surprise gain perplexity probability likelihood answer result value solution
    verlust entropie überraschung ergebnis perte pérdida entropía sorpresa resultado perda entropia risultato
    потеря потери энтропия результат الخسارة الإنتروبيا المفاجأة النتيجة
    损失 熵 交叉熵 信息量 結果 结果 損失 エントロピー 情報量 손실 엔트로피
    """.split()  # noqa: SIM905
)
"""Words for what an expression is worth: it begins after them, and after `of` behind them."""

COPULAS = re.compile(r"[^\x00-\u2fff]*(?:[为為是即则則得]|等于|等於|[はがも]|는|은|이|가)")
"""Words of Chinese, Japanese and Korean that end with `is`, or with the sign of a subject: no blank parts them."""

SUBJECTS = frozenset("so thus hence then therefore and because since also und donc y".split())  # noqa: SIM905
"""Words after which it may be the subject of a verb; it is an object in: the loss for 0.5 · 2 is 0.3."""

LEADING = frozenset("for with using".split())  # noqa: SIM905
"""Words that lead to an equation where they begin a sentence: For log2(8) = 3, ..."""

UNITS = frozenset(
    """
    nat nats bit bits бит бита битов нат натов ban bans shannon shannons hartley hartleys sh dit dits
    比特 奈特 ビット ナット 비트 나트
    """.split()  # noqa: SIM905  easier to read than a list
)

CLOSING = UNITS | frozenset(
    """
    so thus hence then therefore and or but because since where which while when if as for with by here this that
    we it the a is in from to at not rather instead und oder also dann et donc y o entonces
    です である でした 입니다 이다
    """.split()  # noqa: SIM905  easier to read than a list
)
"""Words that may follow a result and are no part of it: units of information, and those that begin another thought."""

AMBIGUOUS = frozenset(("a", "in"))
"""Words that are units as well: of an are or a year, and of an inch."""

GIVING = frozenset("at for with if when where let set given using assume suppose say für bei mit".split())  # noqa: SIM905
"""Words before a symbol that say that it is given a value."""

FIRST_GLUED = "\u3000"
"""The first letter of the scripts that part no words by blanks."""

FENCE = re.compile(r"[$`]|\\[()\[\]]")
"""Where a formula begins or ends in Markdown and LaTeX."""

OPENING_FENCE, CLOSING_FENCE = re.compile(r"([$`]|\\\()\s?$"), re.compile(r"\s?([$`]|\\\))")
"""The end of what stands before a formula, and the start of what stands behind it."""

BLANKS = r"[ \t\xa0\u2000-\u200b\u202f\u205f\u2060-\u2064]"
GAP = re.compile(
    rf"(?:{BLANKS}{{1,2}}(?!{BLANKS})|\s*\n[\s>]*|&|\\[,;:! ]|\\\\|\*\*|__"
    r"|\\(?:left|right|[bB]igg?[lrm]?|displaystyle|limits|nonumber|boxed|mathbf|boldsymbol)(?![a-z])"
    r"|</?(?:b|i|u|em|strong|code|var|p)>|&(?:nbsp|thinsp);)*"
)
"""What may stand between two signs of an equation."""

ROW_END = re.compile(r"\\\\|\n|&[a-z]")
"""Where a line of an aligned formula ends, or a blank of HTML: any other & parts two columns."""

FENCES = re.compile(r"[$`]|\A\s*\n\s*(?:Out\s?\[\d+\]:|\[1\])|\\[()]")
"""What may stand beside a verb or another sign of a result: the ends of formulas, and the mark of a notebook's result."""

WIDE = re.compile(rf"{BLANKS}{{3,}}")
"""Blanks between two columns, except beside an equals sign."""

INVISIBLE = re.compile(r"[\u200b\u2061-\u2064]")
"""A sign without width, as web pages have them: the bars of fractions and the places of exponents get lost with them."""

SIGNS = re.compile(r"[⋅−\u200b\u2061]"), re.compile(r"\\(?:cdot|log|ln|frac|times)(?![a-z])")
"""Both in one text: a formula was copied from a web page twice, as it looks and as it is written, with nothing between."""
