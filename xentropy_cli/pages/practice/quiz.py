"""A quiz that has ended → its last page, and its fields."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from xentropy_cli.pages.blocks import Block, Heading, Pointer, Prose
from xentropy_cli.pages.practice.tallies import table_of, tallied, tally_table
from xentropy_cli.pages.result import DIGITS, Result

if TYPE_CHECKING:
    from xentropy_cli.teaching.practice.session import Session, Turn


class QuizResult(Result):
    """How a quiz went: by topic, and by slip."""

    def __init__(self, session: Session, share: float) -> None:
        """Keep the quiz, and the share of its questions that must be right at once."""
        self.session, self.share = session, share

    @property
    def is_passed(self) -> bool:
        """Whether enough of all questions were right at once."""
        return self.session.right >= self.share * self.session.number

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:  # noqa: ARG002  counts only
        """Lay out what was right, by topic; the slips, by name; and the lesson of the topic with the least."""
        turns = self.session.turns
        topics = tallied((turn.drawn.exercise.topic, turn.talk.is_right_at_once) for turn in turns)
        slips = Counter(slip for turn in turns for slip in turn.talk.slips).most_common()
        weak = {each["name"]: each["right"] / each["asked"] for each in topics if each["right"] < each["asked"]}
        return (
            Heading(f"{self.session.right} of {self.session.number} right at once"),
            Prose(self._outcome()),
            *([tally_table("topic", topics)] if topics else []),
            *([table_of([{"times": n, "slip": slip} for slip, n in slips])] if slips else []),
            *([Pointer(min(weak, key=weak.__getitem__))] if weak else []),
        )

    def record(self) -> dict[str, Any]:
        """Name every field; `value` is the share that was right at once."""
        session = self.session
        return {
            "value": session.right / session.number,
            "seed": session.seed,
            "number": session.number,
            "asked": len(session.turns),
            "right": session.right,
            "passed": self.is_passed,
            "questions": [_fields(turn) for turn in session.turns],
        }

    def _outcome(self) -> str:
        """Whether it was passed, what was not answered, and how to be asked the same again."""
        missing = self.session.number - len(self.session.turns)
        left = f" {missing} {'was' if missing == 1 else 'were'} not answered." if missing else ""
        passed, seed = "Passed" if self.is_passed else "Not passed", self.session.seed
        return f"{passed}: {self.share:.0%} were to be right.{left} The same questions again: --seed {seed}."


def _fields(turn: Turn) -> dict[str, Any]:
    """Name the fields of a question."""
    (exercise, text, problem), talk = turn.drawn, turn.talk
    return {
        "id": exercise.name,
        "topic": exercise.topic,
        "text": text,
        "command": problem.command,
        "answer": problem.shown,
        "typed": talk.typed,
        "right": talk.is_right_at_once,
        "slips": talk.slips,
        "hints": talk.hints,
    }
