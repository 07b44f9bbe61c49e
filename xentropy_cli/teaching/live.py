"""Sentences that follow the numbers: what a lesson says of its blocks, read from their records.

A live number is a link to an anchor, `[0.6](#mean)`; its text is what the record of the block above gives. A live verdict,
`[more](#a:b)`, compares two numbers of that record as they are shown. A passage is shown when all of it applies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.pages.facts import Facts
from xentropy_cli.pages.lesson_blocks import Grid, Items, Paragraph, Phrase, Quotation
from xentropy_cli.pages.paths import PathError, operand_of, path_of
from xentropy_cli.teaching.faults import bad_lesson
from xentropy_cli.teaching.words import FAMILIES, WORDS, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentropy_cli.errors import XentError
    from xentropy_cli.teaching.lesson import Binding, Lesson, Passage

Block = Paragraph | Items | Quotation | Grid


class Live:
    """The records of the blocks shown so far, and whether the passage before was shown.

    `is_example` tells that the lesson runs with its own numbers. Every path in it must then lead to something that the block
    has, so that an author's slip is found; with a reader's numbers a sentence that does not apply is left out instead.
    """

    def __init__(self, lesson: Lesson, *, is_example: bool) -> None:
        """Nothing was shown yet."""
        self.lesson = lesson
        self.is_example = is_example
        self.facts = Facts({})
        self._named: dict[str, object] = {}
        self._was_shown = True

    def add(self, facts: Facts, name: str) -> None:
        """Take the record of a block: the paths after it lead there, and those that begin with its name."""
        if name:
            self._named[name] = facts.record
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

    def filled(self, passage: Passage, block: Block, *, is_shown: bool) -> Block | None:
        """Put the numbers and words that the record gives into a block; None where one of them does not apply.

        Raises XentError (bad-lesson) where a path leads nowhere, or a shown one to nothing.
        """
        made = [self._runs(passage, runs, is_shown=is_shown) for runs in _texts(block)]
        kept = tuple(runs for runs in made if runs is not None)
        if len(kept) < len(made):
            self._was_shown = False
            return None
        return _with_texts(block, kept)

    def _runs(self, passage: Passage, runs: Iterable[Phrase], *, is_shown: bool) -> tuple[Phrase, ...] | None:
        made = [self._run(passage, run, is_shown=is_shown) for run in runs]
        return None if None in made else tuple(run for run in made if run is not None)

    def _run(self, passage: Passage, run: Phrase, *, is_shown: bool) -> Phrase | None:
        if run.style != "live":
            return run
        try:
            text = self.text_of(run)
        except PathError as fault:
            if not self.is_example:
                return None
            raise self._fault(passage, run.href, fault) from None
        if text is None and self.is_example and is_shown:
            raise self._fault(
                passage, run.href, PathError("This does not apply to the lesson's own numbers.", (0, len(run.href)))
            )
        return None if text is None else Phrase(text)

    def text_of(self, run: Phrase) -> str | None:
        """What a live text says now; None where it does not apply.

        Raises PathError.
        """
        first, colon, second = run.href.partition(":")
        if not colon:
            return self.facts.shown(path_of(run.href))
        if run.text.lower() not in WORDS:
            raise PathError(f"{run.text} is no verdict.", (0, len(run.href)), ["/".join(family) for family in FAMILIES])
        sides = [self.facts.values(operand_of(text, at)) for text, at in ((first, 0), (second, len(first) + 1))]
        if any(len(side) != 1 for side in sides):
            return None
        return verdict(run.text, self.facts.seen(sides[0][0], sides[1][0]))

    def _fault(self, passage: Passage, href: str, fault: PathError) -> XentError:
        """Name file, line and characters of a path that leads nowhere."""
        mark = f"](#{href})" if href else "<!--"
        k = next((k for k, line in enumerate(passage.lines) if mark in line), 0)
        line = passage.lines[k]
        at = line.find(mark) + 3 if href else 0
        span = (at + fault.span[0], at + fault.span[1]) if href else (0, len(line))
        return bad_lesson(
            self.lesson.file,
            passage.at + k,
            line,
            fault.message,
            why="A path leads into the record of the block above it, which --format json prints.",
            fix=fault.advice,
            span=span,
        )


def _texts(block: Block) -> Sequence[tuple[Phrase, ...]]:
    """The texts of a block, from first to last."""
    if isinstance(block, Grid):
        return [*block.heads, *(cell for row in block.rows for cell in row)]
    return block.rows if isinstance(block, Items) else (block.runs,)


def _with_texts(block: Block, texts: tuple[tuple[Phrase, ...], ...]) -> Block:
    """The same block with other texts."""
    if isinstance(block, Grid):
        n = len(block.heads)
        return Grid(texts[:n], tuple(texts[at : at + n] for at in range(n, len(texts), n)))
    return block._replace(rows=texts) if isinstance(block, Items) else type(block)(texts[0])
