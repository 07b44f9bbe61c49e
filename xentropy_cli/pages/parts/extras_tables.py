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
            has_misses = any(_misses(working, k, digits) for k in range(len(working.fields)))
            yield from table_blocks(side_by_side(columns, every_row=every_row), has_misses=has_misses)
        yield from equation_blocks(_lines(derivation, working), digits)


def _misses(working: Working, k: int, digits: int) -> bool:
    """Tell whether some number of a column does not follow from those that are printed beside it."""
    field, keys = working.fields[k], [field.key for field in working.fields]
    if field.made is None:
        return False
    at = [keys.index(key) for key in field.made_from]
    for row in working.rows:
        if any(row[i] is None for i in (k, *at)):
            continue  # a class that never comes has no word, and no length
        operands = [Operand(row[i], working.fields[i].kind != "computed") for i in at]  # type: ignore[arg-type]  # numbers
        if not gives(Arithmetic(tuple(operands), Formula, field.made), row[k], digits, 0):  # type: ignore[arg-type]
            return True
    return False


def _column(derivation: Derivation, working: Working, k: int, digits: int) -> Shown:
    field = working.fields[k]
    is_given = k == 0 or (field.kind == "given" and not is_asked(derivation, field.head.text))
    cells = tuple(_cell(field, row[k], digits, is_given=is_given) for row in working.rows)
    is_text = all(isinstance(row[k], str) for row in working.rows)
    align = "left" if is_text else "point" if field.kind == "given" else "right"
    formula = in_base(field.head, derivation.base)
    head = Words(f"{formula.text}({field.of})") if field.of else Math(formula)
    if not working.sums:
        return Shown(Column(head, align, field.drop), cells)
    sum_ = working.sums[k]
    footer = Words("total") if k == 0 else BLANK if sum_ is None else Figure(figure(sum_, digits), is_total=True)
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
