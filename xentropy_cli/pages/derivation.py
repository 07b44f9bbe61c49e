"""A derivation → the blocks of its page: what is shown, in which order, and to how many digits."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from xentropy_cli.core.real import is_infinite, real, total
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.model import PARTS
from xentropy_cli.derivation.quantities import QUANTITIES, in_base
from xentropy_cli.figures import figure, given
from xentropy_cli.pages.blocks import (
    BLANK,
    Bar,
    Block,
    Cell,
    Column,
    Equation,
    Equations,
    Figure,
    Heading,
    Math,
    Prose,
    Remark,
    Table,
    Words,
)
from xentropy_cli.pages.result import DIGITS, Result
from xentropy_cli.pages.term_tables import MOST_ROWS, Shown, side_by_side, term_table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.model import Derivation
    from xentropy_cli.notes import Note

MOST_FACTORS = 6
ANSWERS = {"total": "Total surprisal", "mean": "Mean surprisal", "cross_entropy": "Cross-entropy", "entropy": "Entropy"}


class DerivationResult(Result):
    """A small calculation with its working; its page has those of its parts that are named."""

    def __init__(self, derivation: Derivation, parts: Collection[str] = PARTS[:-1]) -> None:
        """Keep what was worked out, and which parts of it to show."""
        self.derivation = derivation
        self.parts = parts

    def page(self, digits: int = DIGITS, *, every_row: bool = False) -> tuple[Block, ...]:
        """Lay out the answer, how it was read, the working, and the notes."""
        return _page(self.derivation, digits, every_row=every_row, parts=self.parts)

    def record(self) -> dict[str, Any]:
        """Name every field."""
        from xentropy_cli.pages.derivation_record import derivation_record

        return derivation_record(self.derivation)

    @property
    def readings(self) -> tuple[str, ...]:
        """How the numbers were read."""
        return (self.derivation.read_as,)

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes of the derivation."""
        return self.derivation.notes


def _page(derivation: Derivation, digits: int, *, every_row: bool, parts: Collection[str]) -> tuple[Block, ...]:
    made: dict[str, Callable[[], Iterable[Block]]] = {
        "terms": lambda: _terms(derivation, digits, every_row=every_row),
        "steps": lambda: _equation_block(derivation, digits),
        "breakdown": lambda: _breakdown(derivation, digits),
        "gradient": lambda: _gradient(derivation, digits, every_row=every_row),
        "further": lambda: _further(derivation, digits, every_row=every_row),
        "chart": lambda: _chart(derivation),
    }
    return (
        Heading(f"{_answer(derivation)}: {figure(derivation.value, digits)} {derivation.unit}"),
        Prose(f"Read as: {derivation.read_as}."),
        *(block for part in PARTS if part in parts for block in made[part]()),
        *(Remark(note.code, note.text) for note in derivation.notes if note.code != "step" or "gradient" in parts),
    )


def _answer(derivation: Derivation) -> str:
    """Name the answer."""
    if derivation.reading == "distribution" and derivation.quantity in ("total", "mean"):
        of = "cross-entropy" if derivation.given_prediction else "entropy"
        return f"{derivation.quantity.capitalize()} {of}"
    return ANSWERS[derivation.quantity]


def _terms(derivation: Derivation, digits: int, *, every_row: bool) -> Iterator[Block]:
    yield term_table(derivation, digits, every_row=every_row)
    yield from _rounding(derivation, digits, inf if every_row else MOST_ROWS)


def _further(derivation: Derivation, digits: int, *, every_row: bool) -> Iterator[Block]:
    if derivation.workings:
        from xentropy_cli.pages.extras_tables import further_blocks

        yield from further_blocks(derivation, digits, every_row=every_row)


def _chart(derivation: Derivation) -> Iterator[Block]:
    from xentropy_cli.pages.charts import chart_of

    yield chart_of(derivation)


def _equation_block(derivation: Derivation, digits: int) -> Iterator[Equations]:
    equations = tuple(_equations(derivation, digits))
    if equations:
        yield Equations(equations)


def _rounding(derivation: Derivation, digits: int, most: float) -> Iterator[Remark]:
    """Say so when the rounded terms, where all of them are shown, do not add up to the rounded total."""
    values, sum_ = [term.value for term in derivation.terms], derivation.quantities["total"]
    if is_infinite(sum_) or len(values) > most:
        return
    shown = figure(total(real(figure(value, digits)) for value in values), digits)
    if shown != figure(sum_, digits):
        text = f"The rounded terms add up to {shown}; the total is rounded only once, from the exact terms."
        yield Remark("rounding", text)


def _equations(derivation: Derivation, digits: int) -> Iterator[Equation]:
    """The way to the answer, the checks on it, and the quantities beside it."""
    written = Written(derivation, digits)
    has_many = len(derivation.terms) > 1 and derivation.reading != "distribution"
    if "likelihood" in derivation.quantities and has_many:
        yield from _product_and_check(derivation, written)
    if derivation.classes and len(derivation.terms) == 1 and derivation.is_weighted:
        yield _weighted_total(derivation, written)
    if derivation.is_weighted or len(derivation.examples) > 1:
        yield _mean(derivation, written)
    is_soft = derivation.reading == "distribution" or len(derivation.classes) == len(derivation.terms) > 1
    if "cross_entropy" in derivation.quantities and is_soft:
        yield _identity(written)
    if derivation.quantity == "entropy":
        yield written.equation("entropy", QUANTITIES["entropy"].formula)
    for key in ("reverse_kl_divergence", "js_divergence", "js_distance"):
        if key in derivation.quantities:
            yield written.equation(key, QUANTITIES[key].formula)
    if "typical_probability" in derivation.quantities:
        yield written.equation("typical_probability", written.power(f"−{written.number('mean')}"))
    if "perplexity" in derivation.quantities:
        yield written.equation("perplexity", written.power(written.number("mean")))


class Written:
    """The quantities of a derivation as text."""

    def __init__(self, derivation: Derivation, digits: int) -> None:
        """Keep what every number needs."""
        self.derivation = derivation
        self.digits = digits

    def number(self, key: str) -> str:
        """Write a quantity."""
        return figure(self.derivation.quantities[key], self.digits)

    def value(self, key: str) -> Formula:
        """Write a quantity with its unit."""
        unit = self.derivation.unit if QUANTITIES[key].unit == "information" else ""
        return _plain(f"{self.number(key)} {unit}".rstrip())

    def power(self, exponent: str) -> Formula:
        """Write a power of the base."""
        base = self.derivation.base.text
        return Formula(f"{base}^{exponent}", rf"{base}^{{{exponent.replace('−', '-')}}}")

    def equation(self, key: str, *sides: Formula) -> Equation:
        """Write a quantity, how it is made, and its value."""
        row = QUANTITIES[key]
        shown = [in_base(side, self.derivation.base) for side in sides if side != row.symbol]
        return Equation(row.symbol, (*shown, self.value(key)), row.gloss)


def _plain(text: str) -> Formula:
    """Write a number, or a number and its unit, as a formula."""
    number, _, unit = text.partition(" ")
    return Formula(text, rf"{number}\ \text{{{unit}}}" if unit else number)


def _product_and_check(derivation: Derivation, written: Written) -> Iterator[Equation]:
    """The product of all probabilities, and the same from the total."""
    factors = [given(term.q, written.digits) for term in derivation.terms if term.q is not None]
    sides = [QUANTITIES["likelihood"].formula]
    if len(factors) <= MOST_FACTORS:
        sides = [Formula(" · ".join(factors), r" \cdot ".join(factors))]
    yield written.equation("likelihood", *sides)
    check = Formula("check", r"\text{check}")
    power = written.power(f"−{written.number('total')}")
    yield Equation(check, (power, written.value("likelihood")), "the product again")


def _weighted_total(derivation: Derivation, written: Written) -> Equation:
    """The weight of a single prediction times its surprisal."""
    (term,) = derivation.terms
    by = Formula("w·(−log q)", r"w \cdot (-\log q)")
    factors = [text(x, written.digits) for text, x in ((given, term.weight), (figure, term.surprisal)) if x is not None]
    return written.equation("total", by, Formula(" · ".join(factors), r" \cdot ".join(factors)))


def _mean(derivation: Derivation, written: Written) -> Equation:
    """The total over its denominator."""
    quotient = _plain(f"{written.number('total')}/{given(derivation.denominator.value, written.digits)}")
    return written.equation("mean", derivation.denominator.formula, quotient)


def _identity(written: Written) -> Equation:
    """H(P) + KL(P‖Q) = H(P, Q)."""
    sum_ = Formula("H(P) + KL(P‖Q)", r"H(P) + \mathrm{KL}(P \,\|\, Q)")
    parts = f"{written.number('entropy')} + {written.number('kl_divergence')}"
    return written.equation("cross_entropy", sum_, Formula(parts, parts))


def _breakdown(derivation: Derivation, digits: int) -> Iterator[Table]:
    """H(P) and KL(P‖Q), end to end, beside H(P, Q)."""
    if "cross_entropy" not in derivation.quantities:
        return
    keys = ("entropy", "kl_divergence", "cross_entropy")
    values = [derivation.quantities[key] for key in keys]
    symbols: tuple[Cell, ...] = tuple(Math(QUANTITIES[key].symbol) for key in keys)
    figures = tuple(
        Figure(figure(value, digits), is_total=key == keys[-1]) for key, value in zip(keys, values, strict=True)
    )
    glosses = tuple(Words(QUANTITIES[key].gloss) for key in keys)
    columns = [Shown(Column(BLANK, "left"), symbols), Shown(Column(Words(_per_example(derivation))), figures)]
    if not is_infinite(values[2]) and values[2]:
        entropy = max(0.0, min(1.0, float(values[0] / values[2])))
        bars = (Bar(0, entropy, "entropy"), Bar(entropy, 1 - entropy, "divergence"), Bar(0, 1, "whole"))
        columns.append(Shown(Column(BLANK, "left", 1), bars))
    columns.append(Shown(Column(Words("P: the truth, Q: the prediction"), "left", 2), glosses))
    yield side_by_side(columns, every_row=True)


def _per_example(derivation: Derivation) -> str:
    if derivation.n == 1:
        return derivation.unit
    return f"{derivation.unit} an {'event' if derivation.reading == 'events' else 'example'}"


def _slope_head(derivation: Derivation) -> Formula:
    """∂/∂z, and how it is made of q and p where one formula holds for every row."""
    if derivation.is_weighted or "perplexity" not in derivation.quantities:
        return Formula("∂/∂z", r"\partial / \partial z")
    slope = "Q(1) − y" if derivation.reading == "binary" else "q − p"
    divisors = ["n"] if derivation.n > 1 and derivation.quantity != "total" else []
    if derivation.base.value is not None:
        divisors.append(f"ln {derivation.base.text}")
    if divisors:
        slope = f"({slope}) / " + " / ".join(divisors)
    latex = slope.replace("−", "-").replace("ln", r"\ln")
    return Formula(f"∂/∂z = {slope}", rf"\partial / \partial z = {latex}")


def _gradient(derivation: Derivation, digits: int, *, every_row: bool) -> Iterator[Table]:
    """Every slope of the answer, beside the central difference."""

    def cells(values: Sequence[Real | None]) -> tuple[Cell, ...]:
        return tuple(BLANK if value is None else Figure(figure(value, digits)) for value in values)

    if not derivation.gradient:
        return
    columns = [
        Shown(Column(Words("logit"), "left"), tuple(Words(slope.name) for slope in derivation.gradient)),
        Shown(Column(Math(_slope_head(derivation))), cells([slope.value for slope in derivation.gradient])),
        Shown(Column(Words("central difference")), cells([slope.difference for slope in derivation.gradient])),
    ]
    yield side_by_side(columns, every_row=every_row)
