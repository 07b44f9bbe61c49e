"""A sheet of exercises → its pages, without an answer; and its key, with all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.pages.blocks import Block, Heading
from xentropy_cli.pages.lesson_blocks import Paragraph, Phrase, Section, marked
from xentropy_cli.pages.practice.answers import table_of
from xentropy_cli.pages.result import DIGITS, Result
from xentropy_cli.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.teaching.practice.sheet import Item

MOST_NAMED = 4
"""Topics that are named in the title."""

RULE = "_" * 24
"""Where the answer goes."""


class WorksheetResult(Result):
    """A sheet of exercises, to be handed out."""

    def __init__(self, items: Sequence[Item], seed: int, logarithms: str = "") -> None:
        """Keep the questions, copy by copy, and the line of logarithms that each copy carries."""
        self.items, self.seed, self.logarithms = items, seed, logarithms
        self.copies, self.number = items[-1].copy, items[-1].place
        topics = dict.fromkeys(item.drawn.exercise.topic for item in items)
        named = ", ".join(topics) if len(topics) <= MOST_NAMED else f"{len(topics)} topics"
        self.title = f"{named[:1].upper()}{named[1:]}: {counted(self.number, 'question')}"

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:  # noqa: ARG002  the sheet's own
        """Lay out every copy, a sheet of its own each."""
        return (Heading(self.title), *(block for item in self.items for block in self._asked(item)))

    def _asked(self, item: Item) -> Iterator[Block]:
        if item.place == 1:
            if self.copies > 1:
                yield Section(f"Copy {item.copy}", is_new_sheet=item.copy > 1)
            yield from (Paragraph((Phrase(text),)) for text in (f"Name: {RULE}", self.logarithms) if text)
        problem, (first, *more) = item.drawn.problem, item.drawn.text.split("\n\n")
        yield Paragraph((Phrase(f"{item.place}. ", "strong"), Phrase(first)))
        options = " · ".join(f"{mark} {each}".lstrip() for mark, each in marked(problem.options))
        yield from (Paragraph((Phrase(text),)) for text in (*more, options) if text)
        yield Paragraph((Phrase(f"Answer: {RULE} {problem.unit}".rstrip() + "   "), Phrase(item.id, "code")))

    def record(self) -> dict[str, Any]:
        """Name every field; `value` counts the questions."""
        head = {"value": float(len(self.items)), "seed": self.seed, "copies": self.copies, "number": self.number}
        return {**head, "questions": list(map(self._fields, self.items))}

    def _fields(self, item: Item) -> dict[str, Any]:
        """Name the fields of a question, and not its answer."""
        exercise, text, problem = item.drawn
        return {
            "id": item.id,
            "copy": item.copy,
            "place": item.place,
            "topic": exercise.topic,
            "text": text,
            "options": list(problem.options),
            **({"unit": problem.unit} if problem.unit else {}),
        }


class KeyResult(WorksheetResult):
    """The answers to a sheet, to be kept back; `solutions` are the pages of its commands, by id."""

    def __init__(self, items: Sequence[Item], seed: int, solutions: dict[str, tuple[Block, ...]]) -> None:
        """Keep the questions, and the working of each where that was asked for."""
        super().__init__(items, seed)
        self.solutions = solutions

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:  # noqa: ARG002  the sheet's own
        """Lay out one row a question; then the working of each, where that was asked for."""
        rows = [
            {"copy": item.copy, "question": item.place, "id": item.id, "answer": item.drawn.problem.shown}
            for item in self.items
        ]
        working = (block for id_, page in self.solutions.items() for block in (Section(id_), *page))
        return (Heading(f"Key: {self.title}"), table_of(rows), *working)

    def record(self) -> dict[str, Any]:
        """Name every field; a whole number is no row of a CSV, which holds questions alone and can itself be marked."""
        return {**super().record(), "value": len(self.items)}

    def _fields(self, item: Item) -> dict[str, Any]:
        """Name the fields of a question, and its answer."""
        problem = item.drawn.problem
        return {**super()._fields(item), "command": problem.command, "answer": problem.shown}
