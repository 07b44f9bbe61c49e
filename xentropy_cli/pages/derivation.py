"""A small calculation with its working, as a result: its page, its record, and what sentences are told from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xentropy_cli.derivation.model import SHOWN
from xentropy_cli.pages.result import DIGITS, Result

if TYPE_CHECKING:
    from collections.abc import Collection

    from xentropy_cli.derivation.model import Derivation, Question
    from xentropy_cli.pages.blocks import Block


class DerivationResult(Result):
    """A small calculation with its working; its page has those of its parts that are named."""

    def __init__(
        self,
        derivation: Derivation,
        parts: Collection[str] = SHOWN,
        picture: str | None = None,
        question: Question | None = None,
    ) -> None:
        """Keep what was worked out, which parts of it to show, which picture, and for lessons what was asked."""
        self.derivation = derivation
        self.parts = parts
        self.picture = picture
        self.question = question
        self.notes = derivation.notes

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:
        """Lay out the answer, how it was read, the working, and the notes."""
        from xentropy_cli.pages.parts.calculation import calculation_page

        return calculation_page(self.derivation, self.parts, self.picture, digits, every_row=every_row)

    def record(self) -> dict[str, Any]:
        """Name every field."""
        from xentropy_cli.pages.derivation_record import derivation_record

        return derivation_record(self.derivation)

    def facts(self) -> dict[str, Any]:
        """Name every field with its exact number, and what each slip would give."""
        from xentropy_cli.conventions.why.single import Slips
        from xentropy_cli.pages.derivation_record import derivation_facts

        found = derivation_facts(self.derivation)
        return found if self.question is None else {**found, "slip": Slips(self.question, self.derivation.value)}
