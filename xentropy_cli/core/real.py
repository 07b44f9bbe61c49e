"""Real numbers, exact until they are read.

A `Real` is a ratio of whole numbers, an infinity, or an operation on other reals. Nothing is rounded when it is built.
When it is read (`float`, `rounded`, `significant`) it is enclosed between two decimals with ever more digits, until both
ends of the enclosure round alike (Ziv, ACM Transactions on Mathematical Software 17, 1991).

>>> float(log(real("0.7")) + log(real("0.8")) + log(real("0.97")))
-0.6102777027376507
>>> real("0.7") * real("0.8") * real("0.97")
real(679/1250)
>>> log(real(2)).rounded(30)
Decimal('0.693147180559945309417232121458')
"""

from __future__ import annotations

import math
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from xentropy_cli.core import interval
from xentropy_cli.core.interval import Interval
from xentropy_cli.core.operations import ADD, DIVIDE, EXP, LOG, LOG1P, MULTIPLY, PRODUCT, SQRT, SUBTRACT, Operation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PRECISIONS = (40, 120, 400)
"""Digits tried in turn. Ends that differ even at 400 lie on both sides of a halfway point: see `Real.is_decided`."""

DIGITS_OF_DOUBLES = 1100
"""More than the significant digits of any double, or of a point halfway between two."""

MOST_EXPONENT = 2e18  # e to the power of that has a power of ten that a decimal holds

Read = TypeVar("Read")


class Real:
    """A real number known to as many digits as anyone asks for; build one with `real`."""

    __slots__ = ("_digits", "_enclosure")

    def __init__(self) -> None:
        """Nothing has been read yet."""
        self._digits = 0
        self._enclosure = interval.ANYWHERE

    def enclose(self, digits: int) -> Interval:
        """Enclose the value, working with `digits` digits or more: what was enclosed more narrowly is not worked out again."""
        if self._digits < digits:
            self._enclosure, self._digits = self._compute(digits), digits
        return self._enclosure

    def _compute(self, digits: int) -> Interval:
        raise NotImplementedError

    def __add__(self, other: object) -> Real:
        return _apply(ADD, self, real(other))

    def __sub__(self, other: object) -> Real:
        if self is other and isinstance(self, Computed):
            return real(0)  # which no number of digits would tell
        return _apply(SUBTRACT, self, real(other))

    def __rsub__(self, other: object) -> Real:
        return real(other) - self

    def __mul__(self, other: object) -> Real:
        return _apply(MULTIPLY, self, real(other))

    def __truediv__(self, other: object) -> Real:
        return _apply(DIVIDE, self, real(other))

    def __rtruediv__(self, other: object) -> Real:
        return real(other) / self

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> Real:
        return _apply(SUBTRACT, NOTHING, self)

    def __lt__(self, other: object) -> bool:
        return sign(self - real(other)) < 0

    def __gt__(self, other: object) -> bool:
        return sign(self - real(other)) > 0

    def __bool__(self) -> bool:
        return sign(self) != 0

    def __float__(self) -> float:
        """The nearest double, ties to even; never -0."""
        return self._agree(float) + 0.0

    def __repr__(self) -> str:
        return f"real({self.value})" if isinstance(self, Ratio) else f"real(≈{float(self)!r})"

    def __format__(self, spec: str) -> str:
        return format(float(self), spec) if spec else repr(self)

    def is_decided(self) -> bool:
        """Whether 400 digits tell which double is the nearest."""
        return any(float(low) == float(high) for low, high in map(self.enclose, PRECISIONS))

    def exponent_beyond(self) -> Real | None:
        """The exponent of an exponential whose power of ten has too many digits for a decimal; None of other numbers.

        >>> exp(real("-1e20")).exponent_beyond(), exp(real(-1000)).exponent_beyond()
        (real(-100000000000000000000), None)
        """
        return None

    def rounded(self, places: int) -> Decimal:
        """The nearest decimal with `places` digits after the point, ties to even; never -0."""
        step = Decimal(1).scaleb(-places)
        return abs(rounded) if not (rounded := self._agree(lambda end: _wide.quantize(end, step))) else rounded

    def significant(self, digits: int) -> Decimal:
        """The nearest decimal with `digits` significant digits, ties to even."""
        return self._agree(interval.nearest(digits).plus)

    def _agree(self, read: Callable[[Decimal], Read]) -> Read:
        """What both ends of the enclosure read as, once it is narrow enough."""
        for digits in PRECISIONS:
            low, high = map(read, self.enclose(digits))
            if low == high:
                return low
        return read(interval.halfway(PRECISIONS[-1], self.enclose(PRECISIONS[-1])))


class Ratio(Real):
    """A ratio of two whole numbers: anything typed, and what +, -, * and / make of it."""

    __slots__ = ("value",)

    def __init__(self, value: Fraction) -> None:
        """Keep the ratio, in lowest terms."""
        super().__init__()
        self.value = value

    def _compute(self, digits: int) -> Interval:
        return interval.of_ratio(digits, self.value)

    def is_decided(self) -> bool:
        """A ratio is known to the last digit."""
        return True

    def _agree(self, read: Callable[[Decimal], Read]) -> Read:
        """What both ends read as: with digits enough to tell the ratio from any halfway point that it is not."""
        for low, high in (map(read, self.enclose(digits)) for digits in PRECISIONS):
            if low == high:
                return low
        bits = self.value.numerator.bit_length() + self.value.denominator.bit_length()
        return read(self.enclose(DIGITS_OF_DOUBLES + bits).low)


class Infinite(Real):
    """Plus or minus infinity: -log 0, and the logit of an impossible class."""

    __slots__ = ("value",)

    def __init__(self, value: float) -> None:
        """Take `math.inf` or `-math.inf`."""
        super().__init__()
        self.value = value

    def _compute(self, digits: int) -> Interval:  # noqa: ARG002  it is the same to any number of digits
        return Interval(Decimal(self.value), Decimal(self.value))


class Computed(Real):
    """An operation on other reals, carried out when someone reads it."""

    __slots__ = ("operands", "operation")

    def __init__(self, operation: Operation, operands: tuple[Real, ...]) -> None:
        """Keep the recipe."""
        super().__init__()
        self.operation = operation
        self.operands = operands

    def exponent_beyond(self) -> Real | None:
        """The exponent, where this is e to the power of one that is too large."""
        is_beyond = self.operation is EXP and abs(float(self.operands[0])) > MOST_EXPONENT
        return self.operands[0] if is_beyond else None

    def _compute(self, digits: int) -> Interval:
        return self.operation.enclose(digits, *(operand.enclose(digits) for operand in self.operands))


def real(number: object) -> Real:
    """Read an int, a Fraction, a Decimal, a float (as the shortest decimal that names it) or a decimal text exactly.

    >>> real(0.1), real("1/3"), real(7)
    (real(1/10), real(1/3), real(7))
    """
    if isinstance(number, Real):
        return number
    if isinstance(number, Fraction):
        return Ratio(number)
    if isinstance(number, float):
        return Infinite(number) if math.isinf(number) else Ratio(Fraction(repr(float(number))))
    return Ratio(Fraction(number))  # type: ignore[call-overload]  # Fraction itself refuses what is no number


def sign(x: Real) -> int:
    """Return -1, 0 or 1; what 400 digits cannot tell from 0 is 0."""
    if isinstance(x, Ratio):
        return (x.value.numerator > 0) - (x.value.numerator < 0)  # many times quicker than asking a Fraction
    if isinstance(x, Computed) and x.operation is EXP:
        return 1
    for low, high in map(x.enclose, PRECISIONS):
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
    return 0


def is_infinite(x: Real) -> bool:
    """Tell whether it is plus or minus infinity."""
    return isinstance(x, Infinite)


def total(values: Iterable[Real]) -> Real:
    """The sum of any number of reals: the ratios among them exactly, the others at one go."""
    terms = list(values)
    exact = real(sum((x.value for x in terms if isinstance(x, Ratio)), Fraction(0)))
    others = [x for x in terms if not isinstance(x, Ratio)]
    return _apply(ADD, exact, *others) if others else exact


def product(values: Iterable[Real]) -> Real:
    """The product of any number of reals that are not negative."""
    return _apply(PRODUCT, *values)


def log(x: Real) -> Real:
    """The natural logarithm; of an exponential it is the exponent, whatever underflows on the way there."""
    return x.operands[0] if isinstance(x, Computed) and x.operation is EXP else _apply(LOG, x)


def log1p(x: Real) -> Real:
    """log(1 + x) for x ≥ 0, to full relative precision however small x is."""
    return _apply(LOG1P, x)


def exp(x: Real) -> Real:
    """The exponential; of a logarithm it is the number itself."""
    return x.operands[0] if isinstance(x, Computed) and x.operation is LOG else _apply(EXP, x)


def sqrt(x: Real) -> Real:
    """The square root of a number that is not negative."""
    return _apply(SQRT, x)


def _apply(operation: Operation, *operands: Real) -> Real:
    """Carry an operation out at once where that is exact, and keep it as a recipe otherwise."""
    kinds = set(map(type, operands))
    if Infinite in kinds:
        return real(operation.limit(*(x.value if isinstance(x, Infinite) else float(sign(x)) for x in operands)))
    if Computed not in kinds:
        exact = operation.exact(*[x.value for x in operands if isinstance(x, Ratio)])
        if exact is not None:
            return real(exact)
    elif Ratio in kinds and (neutral := _without_effect(operation, *operands)) is not None:
        return neutral
    return Computed(operation, operands)


def _without_effect(operation: Operation, *operands: Real) -> Real | None:
    """What is left of x + 0, x - 0, x · 1 and x / 1, where nothing needs to be carried out."""
    if len(operands) != 2:  # noqa: PLR2004  a sum of many is carried out
        return None
    x, y = operands
    if isinstance(y, Ratio):
        return x if y.value == operation.neutral else None
    return y if isinstance(x, Ratio) and operation.commutes and x.value == operation.neutral else None


NOTHING = Ratio(Fraction(0))

_wide = Context(prec=2000, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
