"""One quantity: its symbol, its formula with a worked number, what it means, and where it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.derivation.quantities import in_base
from xentropy_cli.figures import figure
from xentropy_cli.pages.blocks import Equation, Equations
from xentropy_cli.pages.equations import GLOSS_DIGITS
from xentropy_cli.pages.lesson_blocks import Paragraph, Phrase, Verbatim

if TYPE_CHECKING:
    from xentropy_cli.derivation.model import Derivation
    from xentropy_cli.derivation.quantities import Quantity
    from xentropy_cli.pages.blocks import Block

DIGITS = 6


def quantity_blocks(row: Quantity, example: Derivation) -> tuple[Block, ...]:
    """Lay out a quantity beside what its example gives; a surprisal is the total of its one event."""
    found = example.quantities.get(row.key, example.value)
    number = figure(found, DIGITS)
    unit = example.unit if row.unit == "information" else ""
    value = type(row.formula)(f"{number} {unit}".rstrip(), rf"{number}\ \text{{{unit}}}" if unit else number)
    sides = [side for side in (in_base(row.formula, example.base), value) if side.text != row.symbol.text]
    meaning = row.meaning[0].upper() + row.meaning[1:]
    return (
        Equations((Equation(row.symbol, tuple(sides), row.gloss_of(figure(found, GLOSS_DIGITS))),)),
        Verbatim(f"$ {row.example}", is_command=True),
        Paragraph((Phrase(f"{row.name[0].upper()}{row.name[1:]}: ", "strong"), Phrase(f"{meaning}."))),
        Paragraph((Phrase("Source: ", "strong"), Phrase(f"{row.reference}."))),
    )
