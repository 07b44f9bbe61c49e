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
    **dict.fromkeys("▏▎▍", ""),
    **dict.fromkeys("▌▋▊▉", "#"),
    **dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)),
}


def in_ascii(text: str) -> str:
    """Spell our symbols in ASCII; any other character stays, and is escaped by the stream that cannot carry it.

    >>> in_ascii("H(P, Q) = −log₂ q")
    'H(P, Q) = -log2 q'
    """
    return "".join(SPELLINGS.get(character, character) for character in text)
