"""A sheet of exercises → its pages, without an answer; and its key, with all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.pages.blocks import Block, Column, Figure, Heading, Table, Words
from xentropy_cli.pages.lesson_blocks import Paragraph, Phrase, Section
from xentropy_cli.pages.result import DIGITS, Result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.teaching.practice.sheet import Item, Sheet

RULE = "_" * 24
"""Where the answer goes."""


class WorksheetResult(Result):
    """A sheet of exercises, to be handed out."""

    def __init__(self, sheet: Sheet, logarithms: str = "") -> None:
        """Keep the sheet, and the line of logarithms that each copy carries."""
        self.sheet = sheet
        self.logarithms = logarithms

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:  # noqa: ARG002  the sheet's own
        """Lay out every copy, a sheet of its own each."""
        return (Heading(title_of(self.sheet)), *(block for item in self.sheet.items for block in self._blocks(item)))

    def _blocks(self, item: Item) -> Iterator[Block]:
        if item.place == 1:
            if self.sheet.copies > 1:
                yield Section(f"Copy {item.copy}", is_new_sheet=item.copy > 1)
            yield Paragraph((Phrase(f"Name: {RULE}"),))
            if self.logarithms:
                yield Paragraph((Phrase(self.logarithms),))
        first, *more = item.drawn.text.split("\n\n")
        yield Paragraph((Phrase(f"{item.place}. ", "strong"), Phrase(first)))
        yield from (Paragraph((Phrase(each),)) for each in more)
        problem = item.drawn.problem
        if problem.options:
            yield Paragraph((Phrase(" · ".join(f"{at} {each}" for at, each in enumerate(problem.options, 1))),))
        yield Paragraph((Phrase(f"Answer: {RULE} {problem.unit}".rstrip() + "   "), Phrase(item.id, "code")))

    def record(self) -> dict[str, Any]:
        """Name every field, and no answer; `value` counts the questions."""
        return {**_head(self.sheet), "questions": [asked_fields(item) for item in self.sheet.items]}

    @property
    def readings(self) -> tuple[str, ...]:
        """What was drawn."""
        return (f"{self.sheet.number} questions, {self.sheet.copies} copies, seed {self.sheet.seed}",)


class KeyResult(WorksheetResult):
    """The answers to a sheet, to be kept back; `solutions` are the pages of its commands, by id."""

    def __init__(self, sheet: Sheet, solutions: dict[str, tuple[Block, ...]] | None = None) -> None:
        """Keep the sheet, and the working of each question where that was asked for."""
        super().__init__(sheet)
        self.solutions = solutions or {}

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:  # noqa: ARG002  the sheet's own
        """Lay out one row a question; then the working of each, where that was asked for."""
        heads = (*(Column(Words(name)) for name in ("copy", "question")), Column(Words("id"), "left"))
        rows = tuple(
            (Figure(str(item.copy)), Figure(str(item.place)), Words(item.id), Words(item.drawn.problem.shown))
            for item in self.sheet.items
        )
        table = Table((*heads, Column(Words("answer"), "left")), rows)
        working = (block for id_, page in self.solutions.items() for block in (Section(id_), *map(_below, page)))
        return (Heading(f"Key: {title_of(self.sheet)}"), table, *working)

    def record(self) -> dict[str, Any]:
        """Name every field; `value` counts the questions."""
        rows = [
            {**asked_fields(item), "command": item.drawn.problem.command, "answer": item.drawn.problem.shown}
            for item in self.sheet.items
        ]
        return {**_head(self.sheet), "questions": rows}


def _below(block: Block) -> Block:
    return Paragraph((Phrase(block.text, "strong"),)) if isinstance(block, Heading) else block


def title_of(sheet: Sheet) -> str:
    """Name the topics, if they are few."""
    named = ", ".join(sheet.topics) if len(sheet.topics) <= MOST_NAMED else f"{len(sheet.topics)} topics"
    return f"{named[:1].upper()}{named[1:]}: {sheet.number} {'question' if sheet.number == 1 else 'questions'}"


MOST_NAMED = 4


def _head(sheet: Sheet) -> dict[str, Any]:
    return {"value": float(len(sheet.items)), "seed": sheet.seed, "copies": sheet.copies, "number": sheet.number}


def asked_fields(item: Item) -> dict[str, Any]:
    """Name the fields of a question, and not its answer."""
    problem = item.drawn.problem
    return {
        "id": item.id,
        "copy": item.copy,
        "place": item.place,
        "topic": item.drawn.exercise.topic,
        "text": item.drawn.text,
        "options": list(problem.options),
        **({"unit": problem.unit} if problem.unit else {}),
    }
