"""Verdicts: the words that a sentence may use to compare two numbers, and which of them is true."""

from __future__ import annotations

FAMILIES = (
    ("more", "as much", "less"),
    ("more", "as many", "fewer"),
    ("larger", "equal", "smaller"),
    ("higher", "as high", "lower"),
    ("longer", "as long", "shorter"),
    ("above", "at", "below"),
    ("dearer", "as dear", "cheaper"),
    ("worse", "as good", "better"),
    ("rises", "stays", "falls"),
    ("surer", "as sure", "less sure"),
    ("positive", "zero", "negative"),
)
"""Each for a > b, a = b and a < b. A word that stands in two families belongs to the first."""

WORDS = {word: family for family in reversed(FAMILIES) for word in family}


def verdict(recorded: str, way: int) -> str:
    """Choose the word of a family that is true, by whether a is smaller than b (-1), alike (0) or larger (1).

    >>> verdict("More", -1), verdict("rises", 0)
    ('Less', 'stays')
    """
    word = WORDS[recorded.lower()][1 - way]
    return word.capitalize() if recorded[:1].isupper() else word
