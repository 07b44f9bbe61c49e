"""Sentences that follow the numbers: what a lesson says of its blocks, read from their records.

A live number is a link to an anchor, `[0.6](#mean)`; its text is what the record of the block above gives. A live verdict,
`[more](#a:b)`, compares two numbers of that record as they are shown. A passage is shown when all of it applies.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from xentropy_cli.pages.equations import MOST_EXTRA
from xentropy_cli.pages.facts import Facts
from xentropy_cli.pages.lesson_blocks import Phrase, rephrased
from xentropy_cli.pages.paths import PathError, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.errors import XentError
    from xentropy_cli.pages.blocks import Block
    from xentropy_cli.pages.paths import Path
    from xentropy_cli.teaching.lesson import Binding, Passage
    from xentropy_cli.teaching.prose import Written

LIVE = re.compile(r"\[([^\]]+)\]\(#([^)\s]+)\)")
"""A live text as it is written: what it says, and what it is read from."""

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

PRINTED = re.compile(r"\d+\.\d+(?:e[-−]?\d+)?")
WORDS = {word: family for family in reversed(FAMILIES) for word in family}


class Live:
    """The records of the blocks shown so far, and whether the passage before was shown.

    `is_example` tells that the lesson runs with its own numbers. Every path in it must then lead to something that the block
    has, so that an author's slip is found; with a reader's numbers a sentence that does not apply is left out instead.
    """

    def __init__(self, *, is_example: bool) -> None:
        """Nothing was shown yet."""
        self.is_example = is_example
        self.facts = Facts({})
        self._named: dict[str, object] = {}
        self._digits: dict[str, int | None] = {}
        self._printed: list[set[str]] = []
        self._was_shown = True

    def add(self, facts: Facts, name: str, page: tuple[Block, ...] = ()) -> None:
        """Take the record of a block: the paths after it lead there, and those that begin with its name.

        Its page tells with how many digits its numbers are printed.
        """
        self._printed.insert(0, {number for text in _texts(page) for number in PRINTED.findall(text)})
        if name:
            self._named[name] = facts.record
            self._digits[name] = facts.digits
        self.facts = Facts({**facts.record, **self._named}, facts.digits)

    def shows(self, passage: Passage) -> bool:
        """Tell whether a passage is to be shown, as far as what it is bound to goes.

        Raises XentError (bad-lesson) where a condition names what the block does not have.
        """
        is_wanted = self.is_bound(passage.binding, passage)
        if passage.binding.kind == "else":
            is_wanted = is_wanted and not self._was_shown
            self._was_shown = self._was_shown or is_wanted
        else:
            self._was_shown = is_wanted
        return is_wanted

    def is_bound(self, binding: Binding, passage: Passage) -> bool:
        """Tell whether what a binding asks for is the case."""
        if binding.kind == "example":
            return self.is_example
        try:
            return self.facts.holds(binding.condition)
        except PathError as fault:
            if not self.is_example:
                return False
            raise self._fault(passage, "", fault) from None

    def filled(self, passage: Passage, block: Written, *, is_shown: bool) -> Written | None:
        """Put the numbers and words that the record gives into a block; None where one of them does not apply.

        Raises XentError (bad-lesson) where a path leads nowhere, or a shown one to nothing.
        """
        missing = []

        def now(run: Phrase) -> Phrase:
            if run.style != "live":
                return run
            text = self._now(passage, run, is_shown=is_shown)
            if text is None:
                missing.append(run)
            return Phrase(text or "")

        made = rephrased(block, now)
        if missing:
            self._was_shown = False
        return None if missing else made

    def _now(self, passage: Passage, run: Phrase, *, is_shown: bool) -> str | None:
        """What a live text of a passage says now; None where it does not apply."""
        try:
            text = self.text_of(run)
        except PathError as fault:
            if self.is_example:
                raise self._fault(passage, run.href, fault) from None
            return None
        if text is None and self.is_example and is_shown:
            unmet = PathError("This does not apply to the lesson's own numbers.", (0, len(run.href)))
            raise self._fault(passage, run.href, unmet)
        return text

    def text_of(self, run: Phrase) -> str | None:
        """What a live text says now; None where it does not apply. Raises PathError."""
        if ":" not in run.href:
            return self._as_printed(path_of(run.href))
        if run.text.lower() not in WORDS:
            raise PathError(f"{run.text} is no verdict.", (0, len(run.href)), ["/".join(family) for family in FAMILIES])
        way = self.facts.way(run.href)
        return None if way is None else verdict(run.text, way)

    def _as_printed(self, path: Path) -> str | None:
        """What a path leads to, with the digits of the page: a row may need more, so that its numbers give one another."""
        digits = self._digits.get(path.steps[0].name, self.facts.digits) or 0

        @cache
        def shown(extra: int) -> str:
            return self.facts._replace(digits=digits + extra).shown(path) or ""

        ways = ((printed, extra) for printed in self._printed for extra in range(MOST_EXTRA + 1))
        found = (shown(extra) for printed, extra in ways if shown(extra).lstrip("−") in printed)
        return next(found, None) or self.facts.shown(path)

    def _fault(self, passage: Passage, href: str, fault: PathError) -> XentError:
        """Name file, line and characters of a path that leads nowhere."""
        mark = f"](#{href})" if href else "<!--"
        line = next((line for line in passage.lines if mark in line), passage.lines[0])
        at = line.find(mark) + 3
        written = line.part(at + fault.span[0], at + fault.span[1]) if href else line
        return written.fault(
            fault.message,
            why="A path leads into the record of the block above it, which --format json prints.",
            fix=fault.advice,
        )


def _texts(part: object) -> Iterator[str]:
    """Every text in some blocks."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part[: len(part) - hasattr(part, "says")]:  # what a picture says in its last field is not seen
            if not isinstance(each, float):
                yield from _texts(each)


def verdict(recorded: str, way: int) -> str:
    """Choose the word of a family that is true, by whether a is smaller than b (-1), alike (0) or larger (1).

    >>> verdict("More", -1), verdict("rises", 0)
    ('Less', 'stays')
    """
    word = WORDS[recorded.lower()][1 - way]
    return word.capitalize() if recorded[:1].isupper() else word
