"""Further workings → blocks: the table of each, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.derivation.arithmetic import Arithmetic, Operand
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.quantities import in_base
from xentropy_cli.figures import figure, given
from xentropy_cli.pages.blocks import BLANK, Block, Cell, Column, Figure, Math, Words
from xentropy_cli.pages.equations import Line, equation_blocks, gives, table_blocks
from xentropy_cli.pages.lesson_blocks import Section
from xentropy_cli.pages.parts.columns import Shown, side_by_side
from xentropy_cli.pages.term_tables import is_asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.extras.records import Field, Working
    from xentropy_cli.derivation.model import Derivation


def further_blocks(derivation: Derivation, digits: int, *, every_row: bool) -> Iterator[Block]:
    """Lay out every further working under a heading of its own."""
    for working in derivation.workings:
        yield Section(working.title)
        if working.rows:
            columns = [_column(derivation, working, k, digits) for k in range(len(working.fields))]
            has_misses = any(_misses(working, field, digits) for field in working.fields)
            yield from table_blocks(side_by_side(columns, every_row=every_row), has_misses=has_misses)
        yield from equation_blocks(_lines(derivation, working), digits)


def _misses(working: Working, field: Field, digits: int) -> bool:
    """Tell whether some number of a column does not follow from those that are printed beside it."""
    if field.made is None:
        return False
    sources = [next(each for each in working.fields if each.key == key) for key in field.made_from]
    for value, *made_from in zip(field.cells, *(each.cells for each in sources), strict=True):
        if value is None or any(x is None for x in made_from):
            continue  # a class that never comes has no word, and no length
        operands = [Operand(x, each.kind != "computed") for x, each in zip(made_from, sources, strict=True)]
        if not gives(Arithmetic(tuple(operands), Formula, field.made), value, digits, 0):
            return True
    return False


def _column(derivation: Derivation, working: Working, k: int, digits: int) -> Shown:
    field = working.fields[k]
    is_given = k == 0 or (field.kind == "given" and not is_asked(derivation, field.head.text))
    cells = tuple(_cell(field, value, digits, is_given=is_given) for value in field.cells)
    is_text = all(isinstance(value, str) for value in field.cells)
    align = "left" if is_text else "point" if field.kind == "given" else "right"
    formula = in_base(field.head, derivation.base)
    head = Words(f"{formula.text}({field.of})") if field.of else Math(formula)
    footer: Cell = BLANK if field.total is None else Figure(figure(field.total, digits), is_total=True)
    if k == 0 and any(each.total is not None for each in working.fields):
        footer = Words("total")
    return Shown(Column(head, align, field.drop), cells, footer)


def _cell(field: Field, value: str | Real | None, digits: int, *, is_given: bool) -> Cell:
    if value is None:
        return BLANK
    if isinstance(value, str):
        return Words(value, is_answer=not is_given)
    return Figure(figure(value, digits) if field.kind == "computed" else given(value, digits), is_given=is_given)


def _lines(derivation: Derivation, working: Working) -> Iterator[Line]:
    """symbol = form = operands = value unit."""
    for outcome in working.outcomes:
        if outcome.value is None:
            continue
        form = outcome.form and in_base(outcome.form, derivation.base)
        yield Line(outcome.symbol, outcome.value, outcome.unit, outcome.gloss, form, outcome.arithmetic)
