"""An arithmetic expression as a tree, and what its parts are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Expression(NamedTuple):
    """A sum, product, power, function, vector, symbol or number: `kind` names it, `parts` are its operands.

    A number has its value, and its digits after the point (None for a whole number written without one); a function and a
    symbol have a name.
    """

    kind: str
    parts: tuple[Expression, ...] = ()
    value: float = 0.0
    decimals: int | None = None
    name: str = ""


FUNCTIONS = ("log", "exp", "sigmoid", "softmax")
EXACTLY = 1e-9
OF_FRACTIONS = (7, 9, 11, 12)
"""The denominators of simple fractions that no few digits hold; thirds and sixths are twelfths."""

FEWEST_ROUNDED = 2
"""The digits after the point of a probability that may be a fraction."""

OF_PROBABILITY = 2
FEWEST_DIGITS = 2
"""The significant digits of a result; with fewer it is an order of magnitude."""


def walk(expression: Expression) -> Iterator[Expression]:
    """Every part of an expression, itself first."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(part.parts))


def has_open_log(expression: Expression) -> bool:
    """Whether a bare `log` stands in it, whose base is not written."""
    return any(part.kind == "log" and part.name != "ln" and len(part.parts) == 1 for part in walk(expression))


def is_plain(expression: Expression) -> bool:
    """Whether it is a number with or without a sign."""
    return expression.kind == "number" or (expression.kind == "minus" and expression.parts[0].kind == "number")


def plain_number(expression: Expression) -> Expression:
    """The number in a plain expression, without its sign."""
    return expression.parts[0] if expression.kind == "minus" else expression


def decimals_of(expression: Expression) -> int | None:
    """The digits after the point of a stated number, or the most of those of a vector."""
    numbers = expression.parts if expression.kind == "vector" else (expression,)
    if not all(is_plain(each) for each in numbers):
        return None
    return max(plain_number(each).decimals or 0 for each in numbers)


def digits_in(number: Expression) -> str:
    """The digits of a number, but for zeros before it."""
    return f"{number.value * 10.0 ** (number.decimals or 0):.0f}"


def has_function(worked: Expression) -> bool:
    """Whether a logarithm, an exponential or a root is taken in it."""
    return any(part.kind in FUNCTIONS or part.name == "root" for part in walk(worked))


def is_of_counts(worked: Expression) -> bool:
    """Whether it is arithmetic of whole numbers."""
    return all(part.decimals is None and part.kind not in FUNCTIONS for part in walk(worked))


def is_rough(stated: Expression) -> bool:
    """Whether a stated number has one significant digit, or is a power alone: an order of magnitude."""
    if stated.kind == "product" and stated.parts[0].kind == "number":
        return is_rough(stated.parts[0])
    if not is_plain(stated):
        return stated.kind in ("power", "exp")
    number = plain_number(stated)
    return len(digits_in(number) if number.decimals else digits_in(number).rstrip("0")) < FEWEST_DIGITS


def is_made_up(number: Expression) -> bool:
    """Whether it is a number from 0 to 1 with two digits after the point, as somebody types a probability."""
    return number.kind == "number" and number.decimals == OF_PROBABILITY and number.value <= 1


def fractions_near(q: float, decimals: int | None) -> list[float]:
    """The simple fractions that are q once they are rounded; none where q looks exact: of tenths, or of twentieths.

    >>> [[round(each, 4) for each in fractions_near(q, 2)] for q in (0.67, 0.43, 0.35)]
    [[0.6667], [0.4286], []]
    """
    if decimals is None or decimals < FEWEST_ROUNDED or abs(q * 20 - round(q * 20)) <= EXACTLY:
        return []
    near = sorted({round(q * below) / below for below in OF_FRACTIONS})
    return [each for each in near if abs(each - q) <= 10.0**-decimals / 2]
