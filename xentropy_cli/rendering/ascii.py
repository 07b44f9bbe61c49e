"""Our own symbols in ASCII, for terminals that have no others. Each is spelled to the same effect on every page."""

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
    "█": "#",
    "─": "-",
    "●": "o",
    "┤": "+",
    "│": "|",
    "└": "+",
    "⌈": "ceil(",
    "⌉": ")",
    **dict.fromkeys("▏▎▍", ""),
    **dict.fromkeys("▌▋▊▉", "#"),
    **dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)),
}


UPPER, LOWER = 0x1B, 0xE4
"""The dots of a braille cell that lie in its upper two rows, and in its lower two."""


def braille_in_ascii(character: str) -> str:
    """Draw a cell of braille by the height of its dots.

    >>> braille_in_ascii(chr(0x2801)), braille_in_ascii(chr(0x2840)), braille_in_ascii(chr(0x28FF))
    ("'", '.', ':')
    """
    dots = ord(character) - BRAILLE[0]
    return " " if not dots else ":" if dots & UPPER and dots & LOWER else "'" if dots & UPPER else "."


BRAILLE = range(0x2800, 0x2900)
SPELLINGS |= {chr(code): braille_in_ascii(chr(code)) for code in BRAILLE}


def in_ascii(text: str) -> str:
    """Spell our symbols in ASCII; any other character stays, and is escaped by the stream that cannot carry it.

    >>> in_ascii("H(P, Q) = −log₂ q")
    'H(P, Q) = -log2 q'
    """
    return "".join(SPELLINGS.get(character, character) for character in text)
