"""Marked answers → the blocks of their page, and their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.figures import percent
from xentropy_cli.pages.blocks import Block, Column, Figure, Heading, Prose, Remark, Table, Words
from xentropy_cli.pages.result import DIGITS, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.notes import Note
    from xentropy_cli.teaching.practice.marking import Marked, Tally


class MarkingResult(Result):
    """What students answered: right and asked for each of them, and for each exercise with its slips."""

    def __init__(  # noqa: PLR0913  all that the page says
        self,
        rows: Sequence[Marked],
        students: dict[str, Tally],
        templates: dict[str, Tally],
        slips: Sequence[tuple[str, str, int]],
        *,
        lists_answers: bool = False,
        skipped: int = 0,
        notes: Sequence[Note] = (),
    ) -> None:
        """Keep the answers, their counts, whether each answer is listed, and how many rows were left out."""
        self.rows, self.students, self.templates, self.slips = rows, students, templates, slips
        self.lists_answers, self.skipped = lists_answers, skipped
        self._notes = tuple(notes)

    @property
    def right(self) -> int:
        """How many answers are right."""
        return sum(row.is_right for row in self.rows)

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:  # noqa: ARG002  counts only
        """Lay out the students, the exercises, the slips, and every answer where that was asked for."""
        return (
            Heading(f"{self.right} of {len(self.rows)} answers right"),
            *([_tallies("student", self.students)] if any(self.students) else []),
            _tallies("exercise", self.templates),
            *([_slips(self.slips)] if self.slips else [Prose("No slip was recognised.")]),
            *([_answers(self.rows)] if self.lists_answers else []),
            *(Remark(note.code, note.text) for note in self.notes),
        )

    def record(self) -> dict[str, Any]:
        """Name every field; `value` is the share of right answers."""
        return {
            "value": self.right / len(self.rows),
            "right": self.right,
            "asked": len(self.rows),
            "students": [{"name": name, **tally._asdict()} for name, tally in self.students.items() if name],
            "templates": [{"name": name, **tally._asdict()} for name, tally in self.templates.items()],
            "slips": [{"template": name, "slip": slip, "n": n} for name, slip, n in self.slips],
            **({"answers": [_fields(row) for row in self.rows]} if self.lists_answers else {}),
            "skipped": self.skipped,
            "notes": [note._asdict() for note in self.notes],
        }

    @property
    def readings(self) -> tuple[str, ...]:
        """Nothing was left open."""
        return ()

    @property
    def notes(self) -> tuple[Note, ...]:
        """Say which rows were left out."""
        return self._notes


def _tallies(head: str, tallies: dict[str, Tally]) -> Table:
    heads = (Column(Words(head), "left"), *(Column(Words(name)) for name in ("right", "asked", "share")))
    rows = (
        (Words(name), Figure(str(right)), Figure(str(asked)), Figure(percent(right / asked)))
        for name, (right, asked) in tallies.items()
    )
    return Table(heads, tuple(rows))


def _slips(slips: Sequence[tuple[str, str, int]]) -> Table:
    heads = (Column(Words("times")), Column(Words("exercise"), "left"), Column(Words("slip"), "left"))
    return Table(heads, tuple((Figure(str(n)), Words(name), Words(slip)) for name, slip, n in slips))


def _answers(rows: Sequence[Marked]) -> Table:
    heads = tuple(Column(Words(name), "left") for name in ("student", "id", "answer", "", "what to say"))
    return Table(heads, tuple(_row(row) for row in rows))


def _row(row: Marked) -> tuple[Words, ...]:
    mark = "right" if row.is_right else "not yet"
    return Words(row.student), Words(row.id), Words(row.typed), Words(mark), Words(row.judgement.said)


def _fields(row: Marked) -> dict[str, Any]:
    return {
        "student": row.student,
        "id": row.id,
        "typed": row.typed,
        "right": row.is_right,
        "slip": row.judgement.slip,
        "said": row.judgement.said,
    }
