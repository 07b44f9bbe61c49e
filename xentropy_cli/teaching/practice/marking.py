"""Answers to questions that are known by their ids → what was right, and which slips were made how often."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.teaching.asking.judge import RIGHT, Judgement, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xentropy_cli.teaching.practice.exercise import Drawn


class Marked(NamedTuple):
    """An answer that was marked: whose it is, the id and the question, what was typed, and what it is."""

    student: str
    id: str
    drawn: Drawn
    typed: str
    judgement: Judgement

    @property
    def is_right(self) -> bool:
        """Whether it is right."""
        return self.judgement.kind == RIGHT


class Tally(NamedTuple):
    """How many answers were right, and how many there are."""

    right: int
    asked: int


def marked(student: str, id_: str, made: Drawn, typed: str) -> Marked:
    """Judge one answer; nothing typed is no answer."""
    found = judge(made.problem, typed) if typed else Judgement("missing", "There is no answer.")
    return Marked(student, id_, made, typed, found)


def tallied(rows: Iterable[Marked], key: Callable[[Marked], str]) -> dict[str, Tally]:
    """Count what was right under each key, in the order in which they come."""
    found: dict[str, Tally] = {}
    for row in rows:
        right, asked = found.get(key(row), Tally(0, 0))
        found[key(row)] = Tally(right + row.is_right, asked + 1)
    return found


def slips_made(rows: Iterable[Marked]) -> list[tuple[str, str, int]]:
    """Count each slip of each exercise, the most frequent first."""
    found = Counter((row.drawn.exercise.name, row.judgement.slip) for row in rows if row.judgement.slip)
    return [(name, slip, n) for (name, slip), n in found.most_common()]
