"""Text from outside, made safe to show: nothing in it may act, hide, or pass for something else."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800\u3164\uffa0")
"""Characters that show nothing and that no category gives away."""

ACTS = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\r(?!\n)"
"""The pattern of characters that a terminal obeys."""

SUREST = 0.7
"""How alike two words must be for one to be suggested for the other."""

FEW = 3
"""Things of one kind that a sentence names."""

MOST_MARKS = 4
"""Combining marks in a row that are shown; a letter of a living language needs no more."""


MOST_DIGITS = 18
"""Digits of a number that may count something: nothing that is counted has more."""


def place_in(text: str) -> int:
    """The number that digits write, to count to it: of a longer one the first digits, which are beyond everything as well.

    >>> place_in("007"), place_in("9" * 5000)
    (7, 999999999999999999)
    """
    return int(text.lstrip("0")[:MOST_DIGITS] or "0")


def visible(text: str) -> str:
    r"""Show every control, bidirectional, invisible or unassigned character as its code point.

    >>> visible("cat\x1b[31m\u202e")
    'cat<U+001B>[31m<U+202E>'
    >>> visible("z" + "\u0489" * 5).count("<U+0489>")
    1
    """
    if text.isascii() and text.isprintable():
        return text
    shown, marks = [], 0
    for character in text:
        marks = marks + 1 if is_mark(character) else 0
        shown.append(f"<U+{ord(character):04X}>" if is_hidden(character) or marks > MOST_MARKS else character)
    return "".join(shown)


def harmless(text: str) -> str:
    r"""Show what acts in a terminal, controls and changes of direction, as code points; line ends and tabs stay.

    >>> harmless("two\nlines \x1b[31m \U0001f468\u200d\U0001f469") == "two\nlines <U+001B>[31m \U0001f468\u200d\U0001f469"
    True
    """
    if text.replace("\n", "").isprintable():
        return text
    return re.sub(ACTS, lambda found: f"<U+{ord(found[0]):04X}>", text)


@lru_cache(maxsize=1024)
def is_hidden(character: str) -> bool:
    """Tell whether a reader cannot see the character for what it is."""
    category = unicodedata.category(character)
    is_odd_space = category == "Zs" and character != " "
    is_selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return category[0] == "C" or category in ("Zl", "Zp") or is_odd_space or is_selector or character in INVISIBLE


@lru_cache(maxsize=1024)
def is_mark(character: str) -> bool:
    """Tell whether the character is set on the one before it, and takes no cell of its own."""
    return unicodedata.category(character) in ("Mn", "Me")


def name_of(character: str) -> str:
    """Name a character for a person who cannot tell it from another.

    >>> name_of("\u2212")
    'U+2212 MINUS SIGN'
    """
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def width(text: str) -> int:
    """Count the terminal cells the text takes: two for a wide character, none for a combining mark.

    >>> width("cat"), width("猫")
    (3, 2)
    """
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


@lru_cache(maxsize=1024)
def _cells(character: str) -> int:
    return 0 if is_mark(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1


def abridged(text: str, most: int) -> str:
    """Leave out the middle of a text that takes more cells than there are.

    >>> abridged("probability_of_a_duck", 11), abridged("duck", 11)
    ('proba…_duck', 'duck')
    """
    if width(text) <= most:
        return text
    half = (most - 1) // 2
    first, last = text[:half], text[-half:]
    while width(first) > half:
        first = first[:-1]
    while width(last) > half:
        last = last[1:]
    return f"{first}…{last}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the one known word that was probably meant; None where nothing is near. Capitals do not matter.

    >>> nearest("comptue", ["compute", "explain"]), nearest("DOG", ["cat", "dog"])
    ('compute', 'dog')
    """
    from difflib import get_close_matches

    by_letters: dict[str, str] = {}
    for each in known:
        by_letters.setdefault(each.casefold(), each)
    near = get_close_matches(word.casefold(), list(by_letters), n=1, cutoff=SUREST)
    return by_letters[near[0]] if near else None


def typed(text: str) -> str:
    """Write a name from outside as it is typed in a shell: in quotes where that would cut it, or read it as more than text.

    >>> typed("duck"), typed("true class")
    ('duck', "'true class'")
    """
    from shlex import quote

    return quote(visible(text))


def typed_file(name: str) -> str:
    """Write the name of a file as it is typed in a shell, where one that begins with a hyphen is no option.

    >>> typed_file("-dash.csv"), typed_file("-"), typed_file("my file.csv")
    ('./-dash.csv', '-', "'my file.csv'")
    """
    return typed(f"./{name}" if name.startswith("-") and name != "-" else name)


def first_few(texts: Sequence[str], most: int = FEW, count: int | None = None) -> str:
    """Name the first of some things, and say how many more there are (of `count`, where not all are named here).

    >>> first_few(["a", "b", "c"], 2), first_few(["a", "b"], 2)
    ('a, b and 1 more', 'a, b')
    """
    more = (len(texts) if count is None else count) - most
    return ", ".join(texts[:most]) + (f" and {more} more" if more > 0 else "")


def counted(n: int, noun: str) -> str:
    """Write a count with its noun.

    >>> counted(1, "weight"), counted(3, "class")
    ('1 weight', '3 classes')
    """
    plural = f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{n} {noun if n == 1 else plural}"


def were(n: int, noun: str) -> str:
    """Begin a sentence about what was done to some things.

    >>> were(1, "bad row"), were(2, "bad row")
    ('1 bad row was', '2 bad rows were')
    """
    return f"{counted(n, noun)} {'was' if n == 1 else 'were'}"


def there_are(n: int, noun: str) -> str:
    """Begin a sentence that counts something.

    >>> there_are(1, "weight")
    'There is 1 weight'
    """
    return f"There {'is' if n == 1 else 'are'} {counted(n, noun)}"
