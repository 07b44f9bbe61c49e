"""What can be done to real numbers, each operation in three worlds: exact ratios, infinities, and enclosures."""

from __future__ import annotations

import math
import operator
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING

from xentropy_cli.core import interval
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from xentropy_cli.core.interval import Interval

LONGEST_PRODUCT = 4096
"""Bits of its factors up to which a product is kept as a ratio."""


class Operation(NamedTuple):
    """An operation on ratios (None where no ratio is known to come of it), on infinities and on enclosures.

    `neutral` is the second operand that has no effect; where the operation `commutes`, so is it as the first.
    """

    exact: Callable[..., Fraction | float | None]
    limit: Callable[..., float]
    enclose: Callable[..., Interval]
    neutral: int | None = None
    commutes: bool = False

    def __reduce__(self) -> str:
        """Cross from one process to another by its name in this module, since no function without a name can."""
        return next(name for name, value in globals().items() if value is self)


def _exact_product(*xs: Fraction) -> Fraction | None:
    bits = sum(x.numerator.bit_length() + x.denominator.bit_length() for x in xs)
    return math.prod(xs, start=Fraction(1)) if bits <= LONGEST_PRODUCT or not all(xs) else None


def _exact_log(x: Fraction) -> Fraction | float | None:
    if x == 0:
        return -math.inf
    return Fraction(0) if x == 1 else None


def _exact_sqrt(x: Fraction) -> Fraction | None:
    root = Fraction(math.isqrt(x.numerator), math.isqrt(x.denominator))
    return root if root * root == x else None


ADD = Operation(lambda *xs: reduce(operator.add, xs), lambda *xs: sum(xs), interval.add, neutral=0, commutes=True)
SUBTRACT = Operation(operator.sub, operator.sub, interval.subtract, neutral=0)
MULTIPLY = Operation(operator.mul, operator.mul, interval.multiply, neutral=1, commutes=True)
PRODUCT = Operation(_exact_product, lambda *xs: math.prod(xs), interval.product)
DIVIDE = Operation(operator.truediv, operator.truediv, interval.divide, neutral=1)
LOG = Operation(_exact_log, lambda x: x, interval.ln)
LOG1P = Operation(lambda x: Fraction(0) if x == 0 else None, lambda x: x, interval.log1p)
EXP = Operation(lambda x: Fraction(1) if x == 0 else None, lambda x: max(x, 0.0), interval.exp)
SQRT = Operation(_exact_sqrt, lambda x: x, interval.sqrt)
