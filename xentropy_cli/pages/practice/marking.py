"""Marked answers → the blocks of their page, and their fields."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from xentropy_cli.pages.blocks import Block, Heading, Prose, Remark
from xentropy_cli.pages.practice.tallies import table_of, tallied, tally_table
from xentropy_cli.pages.result import DIGITS, Result
from xentropy_cli.scoring.score_notes import bad_left_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.scoring.bad_rows import BadRows
    from xentropy_cli.teaching.practice.sheet import Marked


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
