"""Our own symbols in ASCII, for terminals that have no others. Each is spelled to the same effect on every page."""

from __future__ import annotations

from typing import TypeVar

SPELLINGS: dict[str, str] = {
    "−": "-",
    "–": "-",
    "·": "*",
    "‖": "||",
    "∞": "inf",
    "Σ": "sum",
    "Π": "prod",
    "√": "sqrt ",
    "½": "1/2",
    "∂": "d",
    "ε": "eps",
    "→": "->",
    "…": "...",
    "←": "<-",
    "↑": "^",
    "↓": "v",
    "—": "-",
    "²": "^2",
    **dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)),
}

UPPER, LOWER = 0x1B, 0xE4
"""The dots of a cell of braille that lie in its upper two rows, and in its lower two."""

BRAILLE = range(0x2801, 0x2900)


def braille_in_ascii(code: int) -> str:
    """Draw a cell of braille by the height of its dots.

    >>> braille_in_ascii(0x2801), braille_in_ascii(0x2840), braille_in_ascii(0x28FF)
    ("'", '.', ':')
    """
    dots = code - BRAILLE.start + 1
    return ":" if dots & UPPER and dots & LOWER else "'" if dots & UPPER else "."


GLYPHS_IN_ASCII = str.maketrans("█─▏▎▍▌▋▊▉…●┤│└•┼┄┊░▒▓┃╌○▲△▼▶◀", "#-   ####.o+|+*+.::+%|-O^^v><") | {
    code: braille_in_ascii(code) for code in BRAILLE
}
"""What rules and bars are drawn with: one cell for one cell, after everything is lined up."""

Part = TypeVar("Part")


def in_ascii(text: str, encoding: str = "ascii") -> str:
    r"""Spell our symbols in ASCII, and escape any other character that the encoding lacks.

    >>> in_ascii("H(P, Q) = −log₂ é")
    'H(P, Q) = -log2 \\xe9'
    """
    spelled_out = "".join(SPELLINGS.get(character, character) for character in text)
    return spelled_out.encode(encoding, "backslashreplace").decode(encoding)


def spelled(part: Part, encoding: str = "ascii") -> Part:
    """Spell every text in a block, however deep, before its columns are lined up."""
    if isinstance(part, str):
        return in_ascii(part, encoding)  # type: ignore[return-value]  # a text for a text
    if isinstance(part, tuple):
        inside = [spelled(each, encoding) for each in part]
        return type(part)(*inside) if hasattr(part, "_fields") else tuple(inside)  # type: ignore[return-value]
    return part
