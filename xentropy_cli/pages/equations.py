"""Equations that anybody can check: their operands have the digits that give the printed result on a calculator."""

from __future__ import annotations

from decimal import Decimal
from math import isinf
from typing import TYPE_CHECKING

from xentropy_cli.core.real import exp, is_infinite, log, real
from xentropy_cli.derivation.arithmetic import Arithmetic, Operand
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.figures import INFINITY, MINUS, added, figure, given, percent
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.blocks import GAP, Block, Cell, Equation, Equations, Figure, Math, Remark, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xentropy_cli.core.real import Real

MOST_EXTRA = 3
"""How many more digits than its result an operand may have."""

MOST_EXACT = 1000
"""The power of ten up to which a printed number is read as a ratio of whole numbers; beyond, those grow too long."""

GLOSS_DIGITS = 2
"""Digits of a number that is said in words."""

GOES_ON = "…"
ROUNDED_ONCE = f"Where digits go on ({GOES_ON}), the result is rounded once, from the exact value."


class Line(NamedTuple):
    """An equation to be written: symbol = a form without numbers, if any = its operands = value unit, and a gloss.

    `asked_gloss` is the gloss without answers, where that is another.
    """

    symbol: Formula
    value: Real
    unit: str = ""
    gloss: str = ""
    form: Formula | None = None
    arithmetic: Arithmetic | None = None
    asked_gloss: str = ""


def equation_blocks(lines: Iterable[Line], digits: int) -> Iterator[Block]:
    """Write equations under each other, and say so where one does not follow from its printed digits."""
    rows = tuple(equation(line, digits) for line in lines)
    if rows:
        yield Equations(rows)
    if any(GOES_ON in side.text for row in rows for side in row.sides):
        yield Remark("rounding", ROUNDED_ONCE)


def equation(line: Line, digits: int) -> Equation:
    """Write an equation, its result to `digits` digits after the point."""
    sides = [] if line.form is None else [line.form]
    asked = [*sides]
    if line.arithmetic is not None:
        sides.append(worked(line.arithmetic, line.value, digits))
        asked.append(unworked(line.arithmetic, digits))
    blank = Equation(line.symbol, (*asked, with_unit(GAP, line.unit)), line.asked_gloss or line.gloss)
    return Equation(line.symbol, (*sides, with_unit(figure(line.value, digits), line.unit)), line.gloss, blank)


def unworked(arithmetic: Arithmetic, digits: int) -> Formula:
    """Write the operands that were given, with room for the others.

    >>> from xentropy_cli.derivation.arithmetic import Operand, quotient
    >>> unworked(quotient(Operand(real("0.61")), Operand(real(3), is_given=True)), 4).text
    '______/3'
    """
    kept = (operand.is_given and not operand.is_asked for operand in arithmetic.operands)
    texts = (
        operand_text(operand, digits) if is_kept else GAP
        for operand, is_kept in zip(arithmetic.operands, kept, strict=True)
    )
    return arithmetic.write(*texts)


def worked(arithmetic: Arithmetic, value: Real, digits: int) -> Formula:
    """Write the operands with as few more digits as give the printed value; with … where three more do not.

    >>> from xentropy_cli.derivation.arithmetic import Operand, power
    >>> from xentropy_cli.derivation.model import Base
    >>> mean = real("0.20342590090124")
    >>> made = power(Base(None, "e", "nats"), Operand(mean), is_negative=True)
    >>> worked(made, made.evaluate(mean), 4).text  # e^−0.2034 would be 0.8160
    'e^−0.20343'
    """
    return arithmetic.write(*operand_texts(arithmetic, value, digits))


def operand_texts(arithmetic: Arithmetic, value: Real, digits: int) -> list[str]:
    """The text of each operand; one with … goes on, since its printed digits do not give the printed value."""
    extra = extra_digits([(arithmetic, value)], digits)
    if extra is not None:
        return [operand_text(operand, digits + extra) for operand in arithmetic.operands]
    texts = [operand_text(operand, digits + MOST_EXTRA) for operand in arithmetic.operands]
    pairs = zip(texts, arithmetic.operands, strict=True)
    return [
        text if operand.is_given and not number_of(text) - operand.value else text + GOES_ON for text, operand in pairs
    ]


def extra_digits(equations: Sequence[tuple[Arithmetic, Real]], digits: int) -> int | None:
    """The fewest more digits of operands with which every equation gives its printed value; None if three are too few."""
    return fewest_more(lambda extra: all(gives(arithmetic, value, digits, extra) for arithmetic, value in equations))


def fewest_more(holds: Callable[[int], bool]) -> int | None:
    """The fewest more digits with which something holds; None if three are too few."""
    return next((extra for extra in range(MOST_EXTRA + 1) if holds(extra)), None)


def operand_text(operand: Operand, digits: int) -> str:
    """Write an operand: as it was typed where that is short, or to so many digits."""
    return given(operand.value, digits) if operand.is_given else figure(operand.value, digits)


def gives(arithmetic: Arithmetic, value: Real, digits: int, extra: int) -> bool:
    """Tell whether a calculator gives the printed value from the printed operands; infinity needs none."""
    if is_infinite(value) or any(is_infinite(operand.value) for operand in arithmetic.operands):
        return True
    printed = (number_of(operand_text(operand, digits + extra)) for operand in arithmetic.operands)
    return figure(arithmetic.evaluate(*printed), digits) == figure(value, digits)


def share_follows(part: Real, whole: str, share: float) -> bool:
    """Tell whether a calculator gives a printed share from the printed part and whole.

    >>> share_follows(number_of("0.3567"), "0.6103", 0.58445), share_follows(number_of("0.3567"), "0.6103", 0.58451)
    (True, False)
    """
    return percent(float(part / number_of(whole))) == percent(share)


def of_double(x: float) -> Operand:
    """A double as an operand: its own value, exactly."""
    return Operand(real(x if isinf(x) else Decimal(x)))


def difference_of(less: float, of: float) -> Arithmetic:
    """A number less another."""
    operands = of_double(of), of_double(less)
    return Arithmetic(operands, lambda b, a: Formula(f"{b} − {a}", f"{b} - {a}"), lambda b, a: b - a)


def cut_text(x: Real | float, digits: int, extra: int | None) -> str:
    """Write a number of a column whose equations need so many more digits; with … where three more do not do."""
    return figure(x, digits + MOST_EXTRA) + GOES_ON if extra is None else figure(x, digits + extra)


def made_cell(arithmetic: Arithmetic, value: Real | float, digits: int) -> Math:
    """How a number of a table is made, as a cell beside it."""
    formula = worked(arithmetic, of_double(value).value if isinstance(value, float) else value, digits)
    return Math(Formula(f"= {formula.text}", f"= {formula.latex}"))


def rounding_remark(blocks: Iterable[Block]) -> Iterator[Remark]:
    """Say so where digits of a table go on."""
    cells = (cell for block in blocks if isinstance(block, Table) for row in block.rows for cell in row)
    if any(GOES_ON in _text(cell) for cell in cells if isinstance(cell, Math | Figure)):
        yield Remark("rounding", ROUNDED_ONCE)


def number_of(text: str) -> Real:
    """Read back a number that `figures` wrote for people; a fraction is shown as it was typed.

    >>> float(number_of("−4.248e-18")), number_of("1/3")
    (-4.248e-18, real(1/3))
    """
    if text.startswith("e^"):
        return exp(number_of(text.removeprefix("e^")))
    mantissa, _, exponent = text.replace(MINUS, "-").partition("e")
    if not exponent:
        return real(mantissa)
    if abs(int(exponent)) <= MOST_EXACT:
        return real(f"{mantissa}e{exponent}")
    return real(mantissa) * exp(int(exponent) * log(real(10)))


def with_unit(number: str, unit: str) -> Formula:
    """Write a number and its unit, if it has one, as a formula."""
    latex = f"e^{{{number[2:]}}}" if number.startswith("e^") else number
    return Formula(f"{number} {unit}", rf"{latex}\ \text{{{unit}}}") if unit else Formula(number, latex)


def table_blocks(table: Table, *, has_misses: bool = False) -> Iterator[Block]:
    """Show a table, and say so where its rounded cells do not add up to the total under them, or a row does not follow.

    Cells add up only where all are shown.
    """
    yield table
    missed = [] if table.hidden or not table.footer else list(_missed_sums(table))
    if missed:
        whole = "the total is" if len(missed) == 1 else "each total is"
        whole = "every number is" if has_misses else whole
        text = f"The rounded terms{', those'.join(missed)}; {whole} rounded only once, from the exact terms."
        yield Remark("rounding", text)
    elif has_misses:
        yield Remark("rounding", "Every number of a table is rounded only once, from its exact value.")


def _missed_sums(table: Table) -> Iterator[str]:
    """What the terms of a column add up to as they are shown, where that is not the total as it is shown."""
    (sums,) = table.footer
    summed = [k for k, sum_ in enumerate(sums) if isinstance(sum_, Figure) and INFINITY not in sum_.text]
    for k in summed:
        cells = (row[k] for row in table.rows)
        shown = added([cell.text for cell in cells if isinstance(cell, Figure)], _text(sums[k]))
        if shown != _text(sums[k]):
            of = f" of {_text(table.columns[k].head)}" if len(summed) > 1 else ""
            yield f"{of} add up to {shown}"


def said_once(blocks: Iterable[Block]) -> Iterator[Block]:
    """Leave out a remark that was made before."""
    made = set()
    for block in blocks:
        if not isinstance(block, Remark) or block not in made:
            yield block
        if isinstance(block, Remark):
            made.add(block)


def _text(cell: Cell) -> str:
    """The text of a cell."""
    return cell.formula.text if isinstance(cell, Math) else getattr(cell, "text", "")
