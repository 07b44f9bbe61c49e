"""Text, numbers and formulas → LaTeX in ASCII alone: pdflatex takes whatever comes, and nothing in a text acts."""

from __future__ import annotations

import re
import unicodedata

from xentropy_cli.pages.blocks import GAP
from xentropy_cli.text import visible


def _pairs(table: str) -> dict[str, str]:
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


APART = "\u200b"
"""Keeps two characters apart; no visible text holds it."""

SPECIAL = {
    **{character: f"\\{character}" for character in "{}$&#%_"},
    **{character: f"{{{character}}}" for character in "[]*"},
    APART: "{}",
}
"""What LaTeX reads as its own; a bracket or a star at the start of a row would be an option of the row before."""

NAMED = _pairs(r"""
    \ textbackslash ^ textasciicircum ~ textasciitilde ` textasciigrave ' textquotesingle < textless > textgreater | textbar
    – textendash — textemdash ‘ textquoteleft ’ textquoteright “ textquotedblleft ” textquotedblright
    … dots ½ textonehalf ß ss æ ae œ oe ø o ł l Æ AE Œ OE Ø O Ł L ı i
""")
MATH = _pairs(r"""
    − - · \cdot ‖ \| ∞ \infty √ \surd ∂ \partial → \to ← \gets ↑ \uparrow ↓ \downarrow
    ² ^2 × \times ≤ \le ≥ \ge ≠ \ne ≈ \approx ± \pm ∈ \in
    ₀ _0 ₁ _1 ₂ _2 ₃ _3 ₄ _4 ₅ _5 ₆ _6 ₇ _7 ₈ _8 ₉ _9
    α \alpha β \beta γ \gamma δ \delta ε \varepsilon ζ \zeta η \eta θ \theta ι \iota κ \kappa λ \lambda
    μ \mu ν \nu ξ \xi π \pi ρ \rho σ \sigma τ \tau υ \upsilon φ \varphi χ \chi ψ \psi ω \omega
    Γ \Gamma Δ \Delta Θ \Theta Λ \Lambda Ξ \Xi Π \Pi Σ \Sigma Υ \Upsilon Φ \Phi Ψ \Psi Ω \Omega
""")
ACCENTS = {
    unicodedata.lookup(f"COMBINING {name}"): command
    for name, command in {
        "GRAVE ACCENT": "`",
        "ACUTE ACCENT": "'",
        "CIRCUMFLEX ACCENT": "^",
        "TILDE": "~",
        "DIAERESIS": '"',
        "MACRON": "=",
        "DOT ABOVE": ".",
        "BREVE": "u",
        "CARON": "v",
        "DOUBLE ACUTE ACCENT": "H",
        "RING ABOVE": "r",
        "CEDILLA": "c",
        "DOT BELOW": "d",
    }.items()
}
LONGEST_WORD = 24
DRAWN_TOGETHER = re.compile(r"([-,])(?=\1)")
"""Two of these would be drawn as one: as a dash, or as a quotation mark."""

NUMBER = re.compile(r"[-−]?\d*(\.\d+)?(e-?\d+)?…?( %)?|[-−]?∞|[-−]?\d+/\d+")
"""A number, or what is before or after its point."""
EXPONENT = re.compile(r"(?<=\d)e(-?\d+)")


def text(outside: str) -> str:
    r"""Write any text.

    >>> text("50 % of {été}, 猫")
    "50 \\% of \\{\\'{e}t\\'{e}\\}, \\textless{}U+732B\\textgreater{}"
    """
    shown = DRAWN_TOGETHER.sub(rf"\1{APART}", unicodedata.normalize("NFC", visible(outside)))
    return "".join(map(_character, shown))


def paragraph(outside: str) -> str:
    """Write text that may be broken into lines; a long word may be broken anywhere."""
    words = visible(outside).split(" ")
    return " ".join(
        text(word) if len(word) <= LONGEST_WORD else r"\allowbreak{}".join(map(text, word)) for word in words
    )


def tex_number(figure: str) -> str:
    r"""Write what `figures` wrote, for math mode.

    >>> tex_number("−2.220e-16"), tex_number("∞"), tex_number("58.4 %")
    ('-2.220 \\times 10^{-16}', '\\infty', '58.4\\,\\%')
    """
    if not NUMBER.fullmatch(figure):
        return rf"\text{{{text(figure)}}}"
    return formula(figure).replace(" %", r"\,\%")


def formula(latex: str) -> str:
    """Write the numbers in a formula of ours as LaTeX does."""
    return (
        EXPONENT.sub(r" \\times 10^{\1}", latex)
        .replace("∞", r"\infty ")
        .replace("…", r"\ldots ")
        .replace(GAP, r"\underline{\hspace{1.5cm}}")
        .rstrip()
        .replace("−", "-")
    )


def _character(character: str) -> str:
    if character in SPECIAL:
        return SPECIAL[character]
    if character in NAMED:
        return f"\\{NAMED[character]}{{}}"
    if character in MATH:
        return f"${MATH[character]}$"
    if character.isascii():
        return character
    letter, mark = unicodedata.normalize("NFD", character)[:1], unicodedata.normalize("NFD", character)[1:]
    if letter.isascii() and mark in ACCENTS:
        return f"\\{ACCENTS[mark]}{{{letter}}}"
    return rf"\textless{{}}U+{ord(character):04X}\textgreater{{}}"
