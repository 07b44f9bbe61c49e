"""How many answers were right, and which slips were made how often: of a quiz that has ended, of answers that were marked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from xentropy_cli.figures import percent
from xentropy_cli.pages.blocks import Block, Column, Figure, Heading, Pointer, Prose, Remark, Table, Words
from xentropy_cli.pages.result import DIGITS, Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xentropy_cli.derivation.notes import Note
    from xentropy_cli.scoring.bad_rows import BadRows
    from xentropy_cli.teaching.practice.session import Session, Turn
    from xentropy_cli.teaching.practice.sheet import Marked


class QuizResult(Result):
    """How a quiz went: by topic, and by slip."""

    def __init__(self, session: Session, share: float) -> None:
        """Keep the quiz, and the share of its questions that must be right at once."""
        self.session, self.share = session, share

    @property
    def notes(self) -> tuple[Note, ...]:  # type: ignore[override]  # nobody sets those of a quiz
        """What came again, since there was nothing else to ask."""
        return self.session.deck.notes

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
            *(Remark(note.code, note.text) for note in self.notes),
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
            "notes": [note._asdict() for note in self.notes],
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


class MarkingResult(Result):
    """What students answered: right and asked for each of them, and for each exercise with its slips."""

    def __init__(self, rows: Sequence[Marked], bad_rows: BadRows, *, lists_answers: bool = False) -> None:
        """Count the answers, and keep whether each is listed, and which rows were left out."""
        self.rows, self.bad_rows, self.lists_answers = rows, bad_rows, lists_answers
        self.right = sum(row.is_right for row in rows)
        self.students = tallied((row.student, row.is_right) for row in rows)
        self.templates = tallied((row.drawn.exercise.name, row.is_right) for row in rows)
        made = Counter((row.drawn.exercise.name, row.judgement.slip) for row in rows if row.judgement.slip)
        self.slips = made.most_common()
        if bad_rows.bad:
            from xentropy_cli.scoring.score_notes import bad_left_out  # a quiz needs nothing that scores files

            self.notes = (bad_left_out(bad_rows.skipped_rows, bad_rows.bad, bad_rows.skipped_ids),)

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:  # noqa: ARG002  counts only
        """Lay out the students, the exercises, the slips, and every answer where that was asked for."""
        slips = [{"times": n, "exercise": name, "slip": slip} for (name, slip), n in self.slips]
        answers = [
            {"student": row.student, "id": row.id, "answer": row.typed, "": "right" if row.is_right else "not yet",
             "what to say": row.judgement.said}
            for row in self.rows
        ]  # fmt: skip
        return (
            Heading(f"{self.right} of {len(self.rows)} answers right"),
            *([tally_table("student", self.students)] if any(each["name"] for each in self.students) else []),
            tally_table("exercise", self.templates),
            table_of(slips) if slips else Prose("No slip was recognised."),
            *([table_of(answers)] if self.lists_answers else []),
            *(Remark(note.code, note.text) for note in self.notes),
        )

    def record(self) -> dict[str, Any]:
        """Name every field; `value` is the share of right answers."""
        answers = [
            {"student": row.student, "id": row.id, "typed": row.typed, "right": row.is_right,
             "slip": row.judgement.slip, "said": row.judgement.said}
            for row in self.rows
        ]  # fmt: skip
        return {
            "value": self.right / len(self.rows),
            "right": self.right,
            "asked": len(self.rows),
            "students": [each for each in self.students if each["name"]],
            "templates": self.templates,
            "slips": [{"template": name, "slip": slip, "n": n} for (name, slip), n in self.slips],
            **({"answers": answers} if self.lists_answers else {}),
            "skipped": self.bad_rows.bad,
            "notes": [note._asdict() for note in self.notes],
        }


def tallied(answers: Iterable[tuple[str, bool]]) -> list[dict[str, Any]]:
    """Count what was right and what was asked under each name, in the order in which they come.

    >>> tallied([("doors", True), ("units", True), ("doors", False)])
    [{'name': 'doors', 'right': 1, 'asked': 2}, {'name': 'units', 'right': 1, 'asked': 1}]
    """
    right, asked = Counter[str](), Counter[str]()
    for name, is_right in answers:
        right[name] += is_right
        asked[name] += 1
    return [{"name": name, "right": right[name], "asked": n} for name, n in asked.items()]


def tally_table(head: str, tallies: Iterable[Mapping[str, Any]]) -> Table:
    """One row a name, and the share of what was right."""
    return table_of([
        {head: name, "right": right, "asked": asked, "share": Figure(percent(right / asked))}
        for name, right, asked in (each.values() for each in tallies)
    ])  # fmt: skip


def table_of(rows: Sequence[Mapping[str, object]]) -> Table:
    """Write rows under the names of their cells: words stand to the left, and numbers to the right."""
    columns = (Column(Words(head), "left" if isinstance(cell, str) else "right") for head, cell in rows[0].items())
    return Table(tuple(columns), tuple(tuple(map(_cell, row.values())) for row in rows))


def _cell(cell: object) -> Words | Figure:
    return cell if isinstance(cell, Figure) else Words(cell) if isinstance(cell, str) else Figure(str(cell))
