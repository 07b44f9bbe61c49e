"""Logarithm and exponential from the four operations alone, with the same bits on every machine.

`math.log` and `numpy.log` differ in the last bit, and each differs from one processor to the next. A sum that must be the
same for a small file (plain Python) and a large one (numpy), on one machine or on ten, needs one definition. The formulas
below use only +, −, × and ÷, which IEEE 754 rounds in one way, so the same lines run on a float and on a float64 array.

Source: the reductions and polynomials of fdlibm (Sun Microsystems 1993: e_log.c, s_log1p.c, e_exp.c; e_log2.c of FreeBSD
for other bases). Error below one unit in the last place; tests hold that against an arbitrary-precision oracle.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from decimal import Context, Decimal

    from xentropy_cli.arrays.kinds import Floats

    Real = TypeVar("Real", float, Floats)

LN2_HIGH, LN2_LOW = float.fromhex("0x1.62e42fee00000p-1"), float.fromhex("0x1.a39ef35793c76p-33")
HALF_ROOT = 0.7071067811865476
SPLIT = 134217729.0  # 2²⁷ + 1: multiplying by it cuts a double into two halves of 26 bits
MOST_SPLIT = 2.0**990  # above it that product overflows
A1, A2, A3, A4, A5, A6, A7 = (
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
)
B1, B2, B3, B4, B5 = (
    1.66666666666666019037e-01,
    -2.77777777770155933842e-03,
    6.61375632143793436117e-05,
    -1.65339022054652515390e-06,
    4.13813679705723846039e-08,
)


def tail(f: Real, half_square: Real) -> Real:
    """Return log(1 + f) − f + f²/2, for √½ < 1 + f < √2."""
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = w * (A2 + w * (A4 + w * A6))
    even = z * (A1 + w * (A3 + w * (A5 + w * A7)))
    return s * (half_square + (even + odd))


def negative_log(k: Real, f: Real, c: Real) -> Real:
    """Return −(k ln 2 + log(1 + f) + c), for √½ < 1 + f < √2 and a correction c far below 1.

    >>> negative_log(-1.0, 0.0, 0.0)
    0.6931471805599453
    """
    half_square = 0.5 * f * f
    return ((half_square - (tail(f, half_square) + (k * LN2_LOW + c))) - f) - k * LN2_HIGH


def ln_of_base(base: str, exact: Context) -> Decimal:
    """Return ln b of a base as it was read, 2.5 or 4/3, to nearly the digits of a context.

    >>> from decimal import Context
    >>> f"{ln_of_base('4/3', Context(prec=20)):.12f}"
    '0.287682072452'
    """
    from decimal import Decimal

    top, _, bottom = base.partition("/")
    return exact.ln(exact.divide(Decimal(top), Decimal(bottom or 1)))


@cache
def base_constants(base: str) -> tuple[float, float, float, float]:
    """Return 1/ln b and log_b 2, each as a sum of two doubles of which the first has at most 26 bits."""
    from decimal import Context, Decimal

    exact = Context(prec=60)
    scale = exact.divide(Decimal(1), ln_of_base(base, exact))
    two = exact.multiply(exact.ln(Decimal(2)), scale)
    high, two_high = halved(float(scale)), halved(float(two))
    low, two_low = exact.subtract(scale, Decimal(high)), exact.subtract(two, Decimal(two_high))
    return high, float(low), two_high, float(two_low)


@cache
def log_of_base(base: str) -> float:
    """Return ln b, correctly rounded.

    >>> log_of_base("10")
    2.302585092994046
    """
    from decimal import Context

    return float(ln_of_base(base, Context(prec=60)))


def log_in_base(x: int, base: str) -> float:
    """Return log x of a whole number, correctly rounded.

    >>> log_in_base(2, "e"), log_in_base(3, "e"), log_in_base(1024, "2")
    (0.6931471805599453, 1.0986122886681098, 10.0)
    """
    if x == 2 and base == "e":  # noqa: PLR2004  what nearly every file asks for, without loading decimal
        return LN2_HIGH + LN2_LOW
    from decimal import Context, Decimal

    exact = Context(prec=60)
    nats = exact.ln(Decimal(x))
    return float(nats if base == "e" else exact.divide(nats, ln_of_base(base, exact)))


def halved(x: Real) -> Real:
    """Return x with its last 27 bits rounded away."""
    t = x * SPLIT
    return t - (t - x)


def negative_log_pair(k: Real, f: Real, c: Real, base: str = "e") -> tuple[Real, Real]:
    """Return the same as `negative_log` as a sum of two doubles, which a product with it needs to be rounded once.

    >>> negative_log_pair(-3.0, 0.0, 0.0, "2")
    (3.0, 0.0)
    """
    square, error = two_product(f, 0.5 * f)
    high, first = two_sum(k * -LN2_HIGH, -f)
    high, second = two_sum(high, square)
    low = (first + second + error) - (tail(f, square) + c + k * LN2_LOW)
    high, low = two_sum(high, low)
    if base != "e":
        scale_high, scale_low, _, _ = base_constants(base)
        product, error = two_product(high, scale_high)  # type: ignore[type-var, arg-type]  # a number fits an array
        high, low = two_sum(product, error + (high * scale_low + low * scale_high))
    return high, low


def negative_log_base(k: Real, f: Real, c: Real, base: str) -> Real:
    """Return the same as `negative_log` in another base: exact at powers of two in base 2.

    >>> negative_log_base(-3.0, 0.0, 0.0, "2")
    3.0
    """
    scale_high, scale_low, two_high, two_low = base_constants(base)
    half_square = 0.5 * f * f
    high = halved(f - half_square)
    low = ((f - high) - half_square) + (tail(f, half_square) + c)
    product = high * scale_high
    rest = k * two_low + ((low + high) * scale_low + low * scale_high)
    whole = k * two_high
    total = whole + product
    return -((rest + ((whole - total) + product)) + total) + 0.0


def exp_parts(k: Real, x: Real, c: Real) -> tuple[Real, Real]:
    """Return exp(x + c − k ln 2) as a sum of two doubles, for |x − k ln 2| ≤ ½ ln 2 and c far below 1."""
    high = x - k * LN2_HIGH
    low = k * LN2_LOW - c
    r = high - low
    t = r * r
    p = r - t * (B1 + t * (B2 + t * (B3 + t * (B4 + t * B5))))
    rest = (r * p) / (2.0 - p)
    first = 1.0 + high
    second = (1.0 - first) + high + (rest - low)
    total = first + second
    return total, (first - total) + second


def two_sum(a: Real, b: Real) -> tuple[Real, Real]:
    """Return a + b rounded, and what rounding left out (Knuth)."""
    total = a + b
    shadow = total - a
    return total, (a - (total - shadow)) + (b - shadow)


def two_product(a: Real, b: Real) -> tuple[Real, Real]:
    """Return a · b rounded, and what rounding left out (Dekker)."""
    product = a * b
    a1, b1 = halved(a), halved(b)
    a2, b2 = a - a1, b - b1
    return product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2


def two_quotient(high: Real, low: Real, divisor: Real) -> tuple[Real, Real]:
    """Return (high + low) / divisor as a sum of two doubles, for a low far below high."""
    first = high / divisor
    product, error = two_product(first, divisor)
    return first, (((high - product) - error) + low) / divisor
