"""What an equation does with its operands: how it is written, and how a person with a calculator evaluates it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.core import definitions as core
from xentropy_cli.core.real import Real, product, sqrt, total
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.derivation.model import Base


class Operand(NamedTuple):
    """A number of an equation, computed or given; a given one is shown as it was typed.

    `is_asked` tells of one that is shown so and was worked out all the same.
    """

    value: Real
    is_given: bool = False
    is_asked: bool = False


class Arithmetic(NamedTuple):
    """An operation on operands: `write` puts their texts into a formula, `evaluate` works out what they give."""

    operands: tuple[Operand, ...]
    write: Callable[..., Formula]
    evaluate: Callable[..., Real]


def quotient(dividend: Operand, divisor: Operand) -> Arithmetic:
    """a/b, with brackets round a fraction.

    >>> from xentropy_cli.core.real import real
    >>> quotient(Operand(real(1)), Operand(real("7/3"))).write("1", "7/3").text
    '1/(7/3)'
    """

    def write(*texts: str) -> Formula:
        return _same("/".join(f"({text})" if "/" in text else text for text in texts))

    return Arithmetic((dividend, divisor), write, lambda a, b: a / b)


def addition(*addends: Operand) -> Arithmetic:
    """a + b + ….

    >>> from xentropy_cli.core.real import real
    >>> made = addition(Operand(real(1)), Operand(real(2)))
    >>> made.write("1", "2").text, float(made.evaluate(real(1), real(2)))
    ('1 + 2', 3.0)
    """
    return Arithmetic(addends, lambda *texts: _same(" + ".join(texts)), lambda *values: total(values))


def multiplication(*factors: Operand) -> Arithmetic:
    """a · b · …."""
    return Arithmetic(
        factors,
        lambda *texts: Formula(" · ".join(texts), r" \cdot ".join(texts)),
        lambda *values: product(values),
    )


def power(base: Base, exponent: Operand, *, is_negative: bool = False) -> Arithmetic:
    """base^x, or base^−x; nothing is −0."""

    def written(x: str) -> Formula:
        signed = f"−{x}" if is_negative and x != "0" else x
        return Formula(f"{base.text}^{signed}", rf"{base.text}^{{{signed}}}")

    return Arithmetic((exponent,), written, lambda x: core.power(-x if is_negative else x, base.value))


def root(radicand: Operand) -> Arithmetic:
    """√a."""
    return Arithmetic((radicand,), lambda a: Formula(f"√{a}", rf"\sqrt{{{a}}}"), sqrt)


def _same(text: str) -> Formula:
    return Formula(text, text)
