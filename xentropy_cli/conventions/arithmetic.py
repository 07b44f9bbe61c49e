"""The arithmetic of conventions on plain doubles and singles, as programs have it: infinities and nan go through.

There is no array here, so that `xent libraries` needs no numpy. What many_rows/array_arithmetic.py has by the same name
does the same to arrays, so that the loss of a convention is written once.
"""

from __future__ import annotations

import math
import struct
from array import array
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Row = tuple[float, ...]
Rows = tuple[Row, ...]
Numbers = Any
"""A number of each example, or a row or a cell of each: a tuple of them, or an array."""

X = TypeVar("X")
larger, smaller = max, min


def single(x: float) -> float:
    """Round a double to the nearest single (float32).

    >>> single(0.1)
    0.10000000149011612
    """
    try:
        rounded: float = struct.unpack("f", struct.pack("f", x))[0]
    except OverflowError:
        return math.inf if x > 0 else -math.inf
    return rounded


def double(x: float) -> float:
    """Keep a double as it is.

    >>> double(0.1)
    0.1
    """
    return x


PRECISIONS: dict[str, Callable[[float], float]] = {"float32": single, "float64": double}


def in_precision(rows: Rows, precision: str) -> Rows:
    """Store rows in a precision.

    >>> in_precision(((0.1, 1e300),), "float32")
    ((0.10000000149011612, inf),)
    """
    return rows if precision == "float64" else tuple([tuple(array("f", row)) for row in rows])


def for_each(function: Callable[..., X], *columns: Iterable[object]) -> tuple[X, ...]:
    """Apply a function to each entry of one column, or of several side by side; or to each row.

    >>> for_each(float_quotient, (1.0, 3.0), (2.0, 4.0))
    (0.5, 0.75)
    """
    return tuple(map(function, *columns))


def each_cell(function: Callable[..., float], *rows: Rows) -> Rows:
    """Apply a function to each cell of rows."""
    return tuple(tuple(map(function, *beside)) for beside in zip(*rows, strict=True))


def all_cells(rows: Rows) -> Row:
    """All cells of rows, one after the other."""
    return tuple(cell for row in rows for cell in row)


def either(condition: object, yes: X, no: X) -> X:
    """The one of two."""
    return yes if condition else no


def picked(rows: Iterable[Row], columns: Iterable[int]) -> Row:
    """One entry of each row.

    >>> picked(((0.1, 0.9), (0.7, 0.3)), (1, 0))
    (0.9, 0.7)
    """
    return tuple(row[at] for row, at in zip(rows, columns, strict=True))


def looked_up(values: Row, places: Iterable[int]) -> Row:
    """The values at places."""
    return tuple(values[at] for at in places)


def column(rows: Rows, at: int) -> Row:
    """One column of rows."""
    return tuple(row[at] for row in rows)


def rows_of_one(values: Row) -> Rows:
    """One column as rows."""
    return tuple((value,) for value in values)


def ln(x: float) -> float:
    """The natural logarithm, -∞ at 0.

    >>> ln(0.0), ln(1.0)
    (-inf, 0.0)
    """
    return math.log(x) if x > 0 else -math.inf if x == 0 else math.nan


def log2(x: float) -> float:
    """The logarithm to base 2, -∞ at 0."""
    return math.log2(x) if x > 0 else -math.inf


def ln1p(x: float) -> float:
    """log(1 + x), -∞ at -1."""
    return math.log1p(x) if x > -1 else -math.inf


def exponential(x: float) -> float:
    """e^x; what overflows is infinite.

    >>> exponential(0.0), exponential(1000.0)
    (1.0, inf)
    """
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def float_quotient(a: float, b: float) -> float:
    """a / b, as IEEE 754 divides by 0.

    >>> float_quotient(1.0, 2.0), float_quotient(1.0, 0.0), float_quotient(0.0, 0.0)
    (0.5, inf, nan)
    """
    if b:
        return a / b
    return math.nan if not a or math.isnan(a) else math.copysign(math.inf, a)


def float_sum(values: Iterable[float]) -> float:
    """Add up, rounded once; nan and ∞ go through.

    >>> float_sum([0.1] * 10)
    1.0
    """
    found = list(values)
    return math.fsum(found) if all(map(math.isfinite, found)) else sum(found)


def row_means(rows: Rows) -> Row:
    """The mean of each row."""
    return tuple(float_sum(row) / len(row) for row in rows)


def weighted_sums(rows: Rows, weights: Row) -> Row:
    """Σ w x of each row."""
    return tuple(float_sum(w * x for w, x in zip(weights, row, strict=True)) for row in rows)


def log_softmax(z: Row) -> Row:
    """log q_k = z_k - log Σ e^{z_j}, without overflow.

    >>> log_softmax((0.0, 0.0))
    (-0.6931471805599453, -0.6931471805599453)
    """
    largest = max(z)
    if math.isinf(largest) or math.isnan(largest):
        return (math.nan,) * len(z)
    if len(z) == 2:  # noqa: PLR2004  of two classes one exponential tells both
        first, second = z
        rest = math.log(1 + math.exp(min(first, second) - largest))
        return (first - largest - rest, second - largest - rest)
    shifted = [each - largest for each in z]
    rest = math.log(sum(map(math.exp, shifted)))
    return tuple([each - rest for each in shifted])


def softmax_row(z: Row) -> Row:
    """q_k = e^{z_k} / Σ e^{z_j}.

    >>> softmax_row((0.0, 0.0))
    (0.5, 0.5)
    """
    largest = max(z)
    if math.isinf(largest) or math.isnan(largest):
        return (math.nan,) * len(z)
    raised = [math.exp(each - largest) for each in z]
    whole = math.fsum(raised)
    return tuple(each / whole for each in raised)


def sigmoid_row(z: float) -> Row:
    """1 - σ(z) and σ(z): the softmax of (0, z).

    >>> sigmoid_row(0.0)
    (0.5, 0.5)
    """
    return softmax_row((0.0, z))


def log1p_exp(x: float) -> float:
    """log(1 + e^x), the softplus.

    >>> log1p_exp(0.0)
    0.6931471805599453
    """
    return x + math.log1p(math.exp(-x)) if x > 0 else math.log1p(math.exp(x))


def kept(q: float, low: float, high: float) -> float:
    """Keep a number from `low` to `high`; nan goes through."""
    return low if q < low else min(q, high)


def kept_between(row: Sequence[float], low: float, high: float) -> Row:
    """Keep every entry from `low` to `high`.

    >>> kept_between((0.0, 0.5, 1.0), 0.1, 0.9)
    (0.1, 0.5, 0.9)
    """
    return tuple([low if q < low else min(q, high) for q in row])


def over_sum(row: Sequence[float], store: Callable[[float], float] = double) -> Row:
    """Divide a row by its sum.

    >>> over_sum((1.0, 3.0))
    (0.25, 0.75)
    """
    whole = store(sum(row))
    return tuple(store(float_quotient(q, whole)) for q in row)


def logs(row: Iterable[float], store: Callable[[float], float] = double) -> Row:
    """Take the logarithm of each entry.

    >>> logs((1.0, 0.0))
    (0.0, -inf)
    """
    found = tuple(row)
    try:
        natural = tuple(map(math.log, found))
    except ValueError:
        natural = tuple(map(ln, found))
    return natural if store is double else tuple(map(store, natural))


def cross(p: Sequence[float], log_q: Sequence[float]) -> float:
    """-Σ p · log q, with 0 · log 0 = 0.

    >>> cross((1.0, 0.0), (-0.5, -float("inf")))
    0.5
    """
    return -float_sum(p_k * l_k for p_k, l_k in zip(p, log_q, strict=True) if p_k)


def cross_as_written(p: Sequence[float], log_q: Sequence[float], store: Callable[[float], float] = double) -> float:
    """-Σ p · log q as a program writes it: 0 · -∞ is nan.

    >>> cross_as_written((1.0, 0.0), (-0.5, -float("inf")))
    nan
    """
    return -store(sum(store(p_k * l_k) for p_k, l_k in zip(p, log_q, strict=True)))


def kl(p: Row, q: Row) -> float:
    """Σ p · log(p / q), with 0 · log 0 = 0.

    >>> kl((1.0, 0.0), (0.5, 0.5))
    0.6931471805599453
    """
    return float_sum(p_k * (ln(p_k) - ln(q_k)) for p_k, q_k in zip(p, q, strict=True) if p_k)


def js(p: Row, q: Row) -> float:
    """The Jensen–Shannon divergence in nats.

    >>> round(js((1.0, 0.0), (0.0, 1.0)), 4)
    0.6931
    """
    m = tuple((a + b) / 2 for a, b in zip(p, q, strict=True))
    return (kl(p, m) + kl(q, m)) / 2
