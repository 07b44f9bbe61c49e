"""A calculation without its answers: the same page, with room to write where a number was computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.pages.blocks import Bar, Equations, Figure, Gap, Heading, Pointer, Prose, Remark, Table, Words
from xentropy_cli.pages.parts.columns import side_by_side, text_column
from xentropy_cli.pages.result import DIGITS, Around
from xentropy_cli.pages.term_tables import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xentropy_cli.derivation.model import Derivation
    from xentropy_cli.pages.blocks import Block, Cell
    from xentropy_cli.pages.derivation import DerivationResult

BEFORE = 4
"""Characters of room before the digits after the point: a sign, a whole number, the point. No room tells what fills it."""

TELLING = frozenset({"rounding", "infinite", "undecided", "denominator"})
"""Remarks about the answers."""


class Blank(Around):
    """A calculation whose page has room for the answers; its record has them, and is not for handing out."""

    def __init__(self, result: DerivationResult) -> None:
        """Keep the calculation."""
        super().__init__(result)
        self.derivation = result.derivation

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:
        """Lay out the page without its answers, and what they follow from where the page does not show it."""
        heading, reading, *rest = self.result.page(digits, every_row=every_row)
        return tuple(blanked((heading, reading, *_inputs(self.derivation, digits), *rest), BEFORE + digits))


def blanked(blocks: Iterable[Block], width: int) -> Iterator[Block]:
    """Take the answers out of blocks, with room for so many characters in each cell.

    >>> list(blanked([Heading("Total: 0.61 nats", "Total: ______ nats")], 8))
    [Heading(text='Total: ______ nats', asked='')]
    """
    for block in blocks:
        if isinstance(block, Heading | Prose):
            yield type(block)(block.asked or block.text)
        elif isinstance(block, Equations):
            yield Equations(tuple(row.asked or row for row in block.rows))
        elif isinstance(block, Table):
            yield _table(block, Gap(width))
        elif isinstance(block, Pointer):
            yield block._replace(is_linked=False)
        elif not (isinstance(block, Remark) and block.code in TELLING):
            yield block


def _table(table: Table, gap: Gap) -> Table:
    """Leave its bars out, and room for every answer."""
    bars = {k for row in table.rows for k, cell in enumerate(row) if isinstance(cell, Bar)}

    def cut(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(gap if _is_answer(cell) else cell for k, cell in enumerate(cells) if k not in bars)

    columns = tuple(column for k, column in enumerate(table.columns) if k not in bars)
    return table._replace(columns=columns, rows=tuple(map(cut, table.rows)), footer=tuple(map(cut, table.footer)))


def _is_answer(cell: Cell) -> bool:
    if isinstance(cell, Figure):
        return not cell.is_given
    return isinstance(cell, Words) and cell.is_answer


def _inputs(derivation: Derivation, digits: int) -> Iterator[Table]:
    """Every number of several examples over classes, of which the page shows only what follows from them."""
    if derivation.classes or derivation.reading not in ("categorical", "distribution"):
        return
    rows = [(example, k) for example in derivation.examples for k in range(len(example.classes))]
    page = Page(derivation, digits)
    columns = [
        text_column("example", ["" if k else example.name for example, k in rows]),
        text_column("class", [example.classes[k] for example, k in rows]),
    ]
    if derivation.reading == "distribution":
        columns.append(page.givens("p", [example.p[k] for example, k in rows]))
    if derivation.examples[0].logits:
        columns.append(page.givens("z", [example.logits[k] for example, k in rows]))
    if derivation.given_prediction:
        columns.append(page.givens("q", [example.q[k] for example, k in rows]))
    yield side_by_side(columns, every_row=True)
