"""Rows of a table that are equations: with more digits in the columns they are made from, or said to be rounded."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from xentropy_cli.core.definitions import kl_term, part, surprisal
from xentropy_cli.core.real import Real, exp, is_infinite
from xentropy_cli.derivation.arithmetic import Arithmetic, Operand, addition, multiplication
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.figures import figure
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.pages.equations import MOST_EXTRA, extra_digits, fewest_more, gives, number_of, share_follows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from xentropy_cli.derivation.model import ClassRow, Derivation, Term

    Made = tuple[Arithmetic, Real]


class RowDigits(NamedTuple):
    """How many more digits numbers have: those that were given, those that others are made from, and the terms of a total.

    Terms have more where their running total or their shares would not follow else. `has_misses` tells that a row does not
    follow from its printed numbers nevertheless.
    """

    given: int = 0
    computed: int = 0
    has_misses: bool = False
    terms: int = 0


def term_digits(derivation: Derivation, terms: Sequence[Term], digits: int) -> RowDigits:
    """The digits of a table of terms: -log q from q, w times that, or H(P) + KL(P‖Q), the running total, and the share."""
    misses = not _are_parts(derivation, terms, digits)
    if terms[0].entropy is not None:
        sums = [
            (addition(Operand(t.entropy), Operand(t.kl_divergence)), t.value)
            for t in terms
            if t.entropy is not None and t.kl_divergence is not None and t.weight is None
        ]
        extra = extra_digits(sums, digits)
        return RowDigits(0, extra or 0, misses or extra is None)
    products = [
        (multiplication(Operand(t.weight, is_given=True), Operand(t.surprisal)), t.value)
        for t in terms
        if t.weight is not None and t.surprisal is not None
    ]
    logs = [(t.q, t.surprisal) for t in terms if t.q is not None and t.surprisal is not None]
    if not products and (more := fewest_more(lambda k: _are_parts(derivation, terms, digits + k))):
        found = _merged(derivation, [], logs, [], digits + more, has_misses=False)
        return found._replace(given=found.given + more, terms=more)
    return _merged(derivation, products, logs, [], digits, has_misses=misses)


def class_digits(derivation: Derivation, rows: Sequence[ClassRow], digits: int) -> RowDigits:
    """The digits of a table of classes: -log q from q, p times that, and the parts of H(P) and KL(P‖Q)."""
    base = derivation.base.value
    terms = derivation.terms
    misses = not (_follow_each_other(terms, digits) and all(_is_power(row, digits) for row in rows))
    misses |= not (derivation.given_prediction or _are_shares_of(terms[-1].running, terms, digits))
    own = [(_made(lambda p: part(p, surprisal(p, base)), row.p), row.entropy) for row in rows]
    if not derivation.given_prediction:
        products = [_product(row.p, row.own_surprisal, row.entropy) for row in rows]
        return _merged(
            derivation, products, [(row.p, row.own_surprisal) for row in rows], own, digits, has_misses=misses
        )
    whole = [row for row in rows if row.q is not None and row.surprisal is not None]
    products = [_product(row.p, row.surprisal, row.cross_entropy) for row in whole if row.cross_entropy is not None]  # type: ignore[arg-type]
    if derivation.is_weighted or "cross_entropy" not in derivation.quantities:
        products = []
    elif derivation.reading == "distribution" or len(derivation.terms) > 1:
        own += [
            (_made(lambda p, q: kl_term(p, q, base), row.p, row.q), row.kl_divergence)  # type: ignore[arg-type]
            for row in whole
            if row.kl_divergence is not None
        ]
    else:
        own = []
    logs = [(row.q, row.surprisal) for row in whole]
    return _merged(derivation, products, logs, own, digits, has_misses=misses)  # type: ignore[arg-type]  # both are there


def _is_power(row: ClassRow, digits: int) -> bool:
    """Tell whether e^(z − max z) follows from the exponent beside it."""
    if row.shifted is None or row.exponential is None:
        return True
    return gives(Arithmetic((Operand(row.shifted),), Formula, exp), row.exponential, digits, 0)


def _product(p: Real, surprise: Real, value: Real) -> Made:
    """p times a surprise, with 0 · ∞ = 0."""
    return Arithmetic((Operand(p, is_given=True), Operand(surprise)), Formula, part), value


def _made(evaluate: Callable[..., Real], *given: Real) -> Arithmetic:
    """A number that is made from numbers that were given."""
    return Arithmetic(tuple(Operand(x, is_given=True) for x in given), Formula, evaluate)


def _merged(  # noqa: PLR0913  the equations of a table, by what they are made from
    derivation: Derivation,
    products: Sequence[Made],
    logs: Iterable[tuple[Real, Real]],
    own: Sequence[Made],
    digits: int,
    *,
    has_misses: bool,
) -> RowDigits:
    """The fewest digits with which all equations hold: first of products, then of what their surprisals are made from."""
    base = derivation.base.value
    computed = extra_digits(products, digits)
    wide = digits + (computed or 0)
    every = [(_made(lambda q: surprisal(q, base), q), s, wide) for q, s in logs] + [(*made, digits) for made in own]
    for extra in range(computed or 0, (computed or 0) + MOST_EXTRA + 1):
        if all(gives(made, value, shown, digits + extra - shown) for made, value, shown in every):
            return RowDigits(extra, computed or 0, has_misses or computed is None)
    return RowDigits(0, computed or 0, has_misses=True)


def _are_parts(derivation: Derivation, terms: Sequence[Term], digits: int) -> bool:
    """Tell whether running totals and shares follow from terms of so many digits."""
    return _follow_each_other(terms, digits) and _are_shares_of(derivation.terms[-1].running, terms, digits)


def _follow_each_other(terms: Sequence[Term], digits: int) -> bool:
    """Tell whether each running total follows from the one before it."""
    for before, term in pairwise(terms):
        if before.running is None or term.running is None or is_infinite(term.running):
            return True
        shown = number_of(figure(before.running, digits)) + number_of(figure(term.value, digits))
        if figure(shown, digits) != figure(term.running, digits):
            return False
    return True


def _are_shares_of(total: Real | None, terms: Sequence[Term], digits: int) -> bool:
    """Tell whether the share of each term follows from the term and the total."""
    shares = [(figure(t.value, digits), float(t.share)) for t in terms if t.share is not None]
    return total is None or all(share_follows(number_of(part), figure(total, digits), share) for part, share in shares)
