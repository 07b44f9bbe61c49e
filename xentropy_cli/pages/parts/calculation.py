"""A derivation → the blocks of its page: what is shown, in which order, and to how many digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.core.real import is_infinite
from xentropy_cli.derivation.arithmetic import Operand, addition
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.derivation.remarks import lesson_for
from xentropy_cli.figures import figure
from xentropy_cli.pages.blocks import BLANK, GAP, Bar, Column, Figure, Heading, Math, Pointer, Prose, Remark, Words
from xentropy_cli.pages.equations import equation_blocks, operand_texts, said_once, table_blocks
from xentropy_cli.pages.parts.columns import Shown, number_column, side_by_side, text_column
from xentropy_cli.pages.parts.step_lines import step_lines
from xentropy_cli.pages.term_tables import term_table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from xentropy_cli.derivation.model import Derivation
    from xentropy_cli.pages.blocks import Block, Table

ANSWERS = {"total": "Total surprisal", "mean": "Mean surprisal", "cross_entropy": "Cross-entropy", "entropy": "Entropy"}


def calculation_page(
    derivation: Derivation, parts: Collection[str], picture: str | None, digits: int, *, every_row: bool
) -> tuple[Block, ...]:
    """Lay out the answer, how it was read, the working, and the notes; of the working those parts that are named."""
    made: dict[str, Callable[[], Iterable[Block]]] = {
        "terms": lambda: _terms(derivation, digits, every_row=every_row),
        "steps": lambda: equation_blocks(step_lines(derivation), digits),
        "breakdown": lambda: _breakdown(derivation, digits),
        "gradient": lambda: _gradient(derivation, digits, every_row=every_row),
        "further": lambda: _further(derivation, digits, every_row=every_row),
        "chart": lambda: _picture(derivation, digits, picture),
    }
    if tuple(parts) == ("chart",):
        return tuple(made["chart"]())
    more = [Pointer(lesson_for(derivation))] if "more" in parts else []
    blocks = (block for part in made if part in parts for block in made[part]())
    answer, unit = _answer(derivation), derivation.unit
    return (
        Heading(f"{answer}: {figure(derivation.value, digits)} {unit}", f"{answer}: {GAP} {unit}"),
        Prose(f"Read as: {derivation.read_as}."),
        *said_once(blocks),
        *(Remark(note.code, note.text) for note in derivation.notes if note.code != "step" or "gradient" in parts),
        *more,
    )


def _answer(derivation: Derivation) -> str:
    """Name the answer."""
    if derivation.reading == "distribution" and derivation.quantity in ("total", "mean"):
        of = "cross-entropy" if derivation.given_prediction else "entropy"
        return f"{derivation.quantity.capitalize()} {of}"
    return ANSWERS[derivation.quantity]


def _terms(derivation: Derivation, digits: int, *, every_row: bool) -> Iterator[Block]:
    table, has_misses = term_table(derivation, digits, every_row=every_row)
    yield from table_blocks(table, has_misses=has_misses)


def _further(derivation: Derivation, digits: int, *, every_row: bool) -> Iterator[Block]:
    if derivation.workings:
        from xentropy_cli.pages.parts.extras_tables import further_blocks

        yield from further_blocks(derivation, digits, every_row=every_row)


def _picture(derivation: Derivation, digits: int, name: str | None) -> Iterator[Block]:
    from xentropy_cli.pictures import PICTURES, picture_of

    yield picture_of(PICTURES, derivation, digits, name)


def _breakdown(derivation: Derivation, digits: int) -> Iterator[Block]:
    """H(P) and KL(P‖Q), end to end, beside H(P, Q); in a sentence where there is nothing but KL(P‖Q)."""
    if "cross_entropy" not in derivation.quantities:
        return
    if not derivation.quantities["entropy"]:
        values = [derivation.quantities[key] for key in ("total", "cross_entropy")]
        asked = (f"{QUANTITIES[key].symbol.text} = {GAP} {derivation.unit}" for key in ("entropy", "kl_divergence"))
        yield Prose(_all_divergence(derivation, *(figure(value, digits) for value in values)), "; ".join(asked))
        return
    keys, unit = ("entropy", "kl_divergence", "cross_entropy"), derivation.unit
    values = [derivation.quantities[key] for key in keys]
    parts = operand_texts(addition(*map(Operand, values[:2])), values[2], digits)
    figures = (*map(Figure, parts), Figure(figure(values[2], digits), is_total=True))
    columns = [
        Shown(Column(BLANK, "left"), tuple(Math(QUANTITIES[key].symbol) for key in keys)),
        Shown(Column(Words(unit if derivation.n == 1 else f"{unit} {_per(derivation)}"), "point"), figures),
    ]
    if not is_infinite(values[2]):
        entropy = max(0.0, min(1.0, float(values[0] / values[2])))
        bars = (Bar(0, entropy, "entropy"), Bar(entropy, 1 - entropy, "divergence"), Bar(0, 1, "whole"))
        columns.append(Shown(Column(BLANK, "left", 1), bars))
    columns.append(text_column("P: the truth, Q: the prediction", [QUANTITIES[key].gloss for key in keys], 2))
    yield side_by_side(columns, every_row=True)


def _all_divergence(derivation: Derivation, total: str, each: str) -> str:
    """Say what the cross-entropy is, where P is certain."""
    amount = f"{each} {derivation.unit}"
    if derivation.n > 1:
        amount = f"{total} {derivation.unit} in total, {each} {_per(derivation)}"
    why = "H(P) is 0 for what happened; what it was before is not known."
    if derivation.reading == "distribution":
        why = "H(P) is 0, since P is certain."
    return f"Cross-entropy: {amount}. All of it is KL(P‖Q): {why}"


def _per(derivation: Derivation) -> str:
    return "an event" if derivation.reading == "events" else "an example"


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
    if not derivation.gradient:
        return
    columns = [
        text_column("logit", [slope.name for slope in derivation.gradient]),
        number_column(Math(_slope_head(derivation)), [slope.value for slope in derivation.gradient], digits),
        number_column("central difference", [slope.difference for slope in derivation.gradient], digits),
    ]
    yield side_by_side(columns, every_row=every_row)
