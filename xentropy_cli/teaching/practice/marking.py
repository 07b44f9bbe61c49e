"""An answer to a question that is known by its id → what was right, and which slip was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.teaching.asking.judge import RIGHT, Judgement, judge

if TYPE_CHECKING:
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


def marked(student: str, id_: str, made: Drawn, typed: str) -> Marked:
    """Judge one answer; nothing typed is no answer."""
    found = judge(made.problem, typed) if typed else Judgement("missing", "There is no answer.")
    return Marked(student, id_, made, typed, found)
