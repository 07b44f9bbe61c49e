"""A quiz that has ended → its last page, and its fields."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from xentropy_cli.pages.blocks import Block, Heading, Pointer, Prose
from xentropy_cli.pages.practice.tallies import slip_table, tallied, tally_table
from xentropy_cli.pages.result import DIGITS, Result

if TYPE_CHECKING:
    from xentropy_cli.pages.practice.tallies import Tally
    from xentropy_cli.teaching.practice.session import Session, Turn


class QuizResult(Result):
    """How a quiz went: by topic, and by slip."""

    def __init__(self, session: Session, share: float) -> None:
        """Keep the quiz, and the share of its questions that must be right at once."""
        self.session = session
        self.share = share

    @property
    def is_passed(self) -> bool:
        """Whether enough of all questions were right at once."""
        return self.session.right >= self.share * self.session.number

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:  # noqa: ARG002  counts only
        """Lay out what was right, by topic; the slips, by name; and what to read."""
        session = self.session
        topics = tallied(session.turns, lambda turn: turn.drawn.exercise.topic)
        slips = Counter((slip,) for turn in session.turns for slip in turn.slips).most_common()
        return (
            Heading(f"{session.right} of {session.number} right at once"),
            Prose(self.readings[0]),
            *([tally_table("topic", topics)] if topics else []),
            *([slip_table(("slip",), slips)] if slips else []),
            *([Pointer(weakest)] if (weakest := weakest_of(topics)) else []),
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

    @property
    def readings(self) -> tuple[str, ...]:
        """What was asked, and how to be asked the same again."""
        session = self.session
        missing = session.number - len(session.turns)
        left = f" {missing} {'was' if missing == 1 else 'were'} not answered." if missing else ""
        passed = "Passed" if self.is_passed else "Not passed"
        return (f"{passed}: {self.share:.0%} were to be right.{left} The same questions again: --seed {session.seed}.",)


def weakest_of(topics: dict[str, Tally]) -> str:
    """The topic with the smallest share of right answers; "" where all were right."""
    weak = {topic: right / asked for topic, (right, asked) in topics.items() if right < asked}
    return min(weak, key=weak.__getitem__) if weak else ""


def _fields(turn: Turn) -> dict[str, Any]:
    """Name the fields of a question."""
    problem, exercise = turn.drawn.problem, turn.drawn.exercise
    return {
        "id": exercise.name,
        "topic": exercise.topic,
        "text": turn.drawn.text,
        "command": problem.command,
        "answer": problem.shown,
        "typed": list(turn.typed),
        "right": turn.is_right,
        "slips": list(turn.slips),
        "hints": turn.hints,
    }
