"""Which pages words that name none are about: their names, titles, questions, summaries and headings, and the glossary."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.teaching.course import FOLDER, aliases, fact_of, text_of, topics
from xentropy_cli.teaching.lookup import REFERENCE, REFERENCES, errors, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_SUGGESTED = 3
NAME, TITLE, TOLD, HEADING = 6, 4, 3, 2
"""How much a word counts by where it stands."""

SHORTEST_STEM, LONGEST_ENDING = 5, 3
"""Letters that two forms of a word share at least, and that each of them has more at most."""

HEADING_LINE = re.compile(r"^#+ (.*)$", re.MULTILINE)
IN_EVERY_LESSON = {"Before you look", "Try"}
WORD = re.compile(r"[^\W_]+")
SMALL_WORDS = frozenset(
    WORD.findall(
        "a about an and are as at be by can do does for from how i in is it its me my of on or that the to two was what when "
        "where which why with you your"
    )
)


def pages_about(words: str) -> list[str]:
    """Name up to three pages that at least half of these words lead to, the best first: rare words count more.

    >>> pages_about("squared error")[0], pages_about("overfitting")
    ('confident', [])
    """
    asked = [word for word in _words(words) if word not in SMALL_WORDS]
    places = tuple(_places())
    scores: dict[str, float] = {}
    counts: dict[str, int] = {}
    for weights in (_weights(word, places) for word in asked):
        for page, weight in weights.items():
            scores[page] = scores.get(page, 0.0) + weight / len(weights)
            counts[page] = counts.get(page, 0) + 1
    enough = [page for page, count in counts.items() if 2 * count >= len(asked)]
    return sorted(enough, key=lambda page: (-counts[page], -scores[page]))[:MOST_SUGGESTED]


def _weights(word: str, places: Sequence[tuple[str, int, str]]) -> dict[str, int]:
    """The pages that a word stands on, and how much it counts there."""
    found: dict[str, int] = {}
    for page, weight, text in places:
        if weight > found.get(page, 0) and any(is_form_of(word, other) for other in _words(text)):
            found[page] = weight
    return found


def is_form_of(word: str, other: str) -> bool:
    """Tell whether two words are forms of one.

    >>> is_form_of("bit", "bits"), is_form_of("smoothed", "smoothing"), is_form_of("softer", "softmax")
    (True, True, False)
    """
    if word.removesuffix("s") == other.removesuffix("s"):
        return True
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
    return shared >= SHORTEST_STEM and max(len(word), len(other)) - shared <= LONGEST_ENDING


def _words(text: str) -> Sequence[str]:
    return WORD.findall(text.lower())


def _places() -> Iterator[tuple[str, int, str]]:
    """Every text that is looked through: its page, how much a word in it counts, and the text."""
    for topic in topics():
        headings = HEADING_LINE.findall(text_of(FOLDER / f"{topic}.md"))
        yield topic, NAME, topic
        yield topic, TITLE, fact_of(topic, "title")
        yield topic, TOLD, f"{fact_of(topic, 'question')} {fact_of(topic, 'summary')}"
        yield topic, HEADING, " ".join(each for each in headings if each not in IN_EVERY_LESSON)
    yield from ((topic, NAME, alias) for alias, topic in aliases().items())
    for row in QUANTITIES.values():
        name = row.key.replace("_", "-")
        page = aliases().get(name, name)
        yield page, NAME, row.name
        yield page, TOLD, f"{row.meaning} {row.gloss}"
    for name in REFERENCES:
        title, *headings = HEADING_LINE.findall(text_of(REFERENCE / f"{name}.md"))
        yield name, TITLE, title
        yield name, HEADING, " ".join(headings)
    yield from ((code, TOLD, title_of(code, "error")) for code in errors())
