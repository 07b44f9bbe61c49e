"""Decimal text to doubles, eight digits at a time.

Eight ASCII digits fit one 64-bit word; three multiplications turn them into their value (Lemire, "Quickly parsing
eight digits", 2018). Here that is done to a whole column at once. A number d₁…dₙ · 10⁻ᵏ of at most 19 digits is a whole
number below 2⁶⁴ and a power of ten that a double holds exactly, so one division rounds correctly when the whole number
is below 2⁵³ (Clinger, "How to read floating point numbers accurately", 1990). Above that the division is done in two
doubles, and whatever lies too near to a tie is left to `float`. So is every cell of any other form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentropy_cli.arrays.elementary import two_product
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xentropy_cli.arrays.kinds import Flags, Floats, Indices, Words


PADDING = 64  # bytes needed before the first cell, so that no load leaves the buffer
WORD = 8
EXPONENT = 4  # the characters of e-05
POWERS = np.array([10.0**k for k in range(23)])
WHOLE_POWERS = np.array([10**k for k in range(20)], dtype=np.uint64)
ZEROS, CARRY, TOP = (np.uint64(int(c * 8, 16)) for c in ("30", "76", "80"))
EXACT = np.uint64(1 << 53)
KEEP = np.array([((1 << 64) - 1) >> 8 * (8 - n) << 8 * (8 - n) for n in range(9)], dtype=np.uint64)  # the last n bytes


class Column(NamedTuple):
    """The numbers of a column, the count of digits after each point, and which cells were not read."""

    values: Floats
    decimals: Indices
    unread: Indices


def last_words(buffer: NDArray[np.uint8], ends: Indices, count: int) -> list[Words]:
    """Return the last `count` times eight bytes before each end as numbers, the last eight first, lowest byte first.

    One load of them all costs as much as one of eight: numpy copies what is not aligned byte by byte.
    """
    size = WORD * count
    runs = np.ndarray(shape=(buffer.size - size + 1,), dtype=f"V{size}", buffer=buffer, strides=(1,))
    taken = runs[ends - size].view("<u8").reshape(-1, count)
    return [taken[:, k] for k in reversed(range(count))]


def eight_digits(word: Words) -> Words:
    """Return the value of eight digit values 0 … 9 in a word, the first digit in the lowest byte; the words are changed.

    >>> int(eight_digits(np.frombuffer(b"12345678", "<u8") ^ ZEROS)[0])
    12345678
    """
    word *= np.uint64(10 * 256 + 1)
    word >>= np.uint64(8)
    word &= np.uint64(0x00FF00FF00FF00FF)
    word *= np.uint64(100 * 65536 + 1)
    word >>= np.uint64(16)
    word &= np.uint64(0x0000FFFF0000FFFF)
    word *= np.uint64(10000 * 4294967296 + 1)
    word >>= np.uint64(32)
    return word


def digits_value(buffer: NDArray[np.uint8], ends: Indices, count: Indices | np.intp) -> tuple[Words, Flags]:
    """Return the whole number made by the last `count` (at most 19) characters before each end, and whether all are digits."""
    most = int(count.max()) if ends.size else 0
    total = doubt = np.zeros(ends.size, dtype=np.uint64)
    for step, word in enumerate(last_words(buffer, ends, max(-(-most // WORD), 1))):
        digits = word ^ ZEROS
        digits &= KEEP[np.clip(count - WORD * step, 0, WORD)]
        check = digits + CARRY
        check |= digits
        doubt = np.bitwise_or(doubt, check, out=check)
        value = eight_digits(digits)
        if step:
            value *= WHOLE_POWERS[WORD * step]
        total = np.add(total, value, out=value)
    return total, doubt & TOP == 0


def numbers(buffer: NDArray[np.uint8], starts: Indices, ends: Indices) -> Column:
    """Read cells [start, end) of the form [-]d.d…, [-]d[d[d]].d…, those with an exponent e-dd, and whole numbers.

    >>> text = bytes(PADDING) + b"0.125,-12.5,9.1e-05,nan" + bytes(PADDING)
    >>> buffer = np.frombuffer(text, np.uint8)
    >>> at = np.array([0, 6, 12, 20]) + PADDING
    >>> numbers(buffer, at, np.array([5, 11, 19, 23]) + PADDING)[0::2]
    (array([ 1.25e-01, -1.25e+01,  9.10e-05,  0.00e+00]), array([3]))
    """
    found = alike(buffer, starts, ends)
    if found is not None:
        return found
    minus = buffer[starts] == ord("-")
    first = starts + minus
    scaled = buffer[ends - EXPONENT] == ord("e")
    exponent = np.zeros(ends.size, dtype=np.intp)
    last, good = ends, np.ones(ends.size, dtype=np.bool_)
    if scaled.any():
        scaled &= ends - first > EXPONENT
        power, good = digits_value(buffer, ends, np.where(scaled, 2, 0))
        good &= ~scaled | (buffer[ends - 3] == ord("-"))
        exponent, last = power.astype(np.intp), ends - EXPONENT * scaled
    lead = integer_digits(buffer, first, last)
    pointed = lead < last - first
    decimals = last - first - lead - pointed
    fraction, fine = digits_value(buffer, last, np.minimum(decimals, 19))
    whole, whole_fine = leading(buffer, first, lead)
    length = lead + decimals
    # a long fraction may have one digit before the point, and that must be 0: 19 digits fit a word, 20 do not
    fits = (length <= 19) | ((decimals <= 19) & (whole == 0))  # noqa: PLR2004  10¹⁹ < 2⁶⁴
    good &= fine & whole_fine & (length > 0) & fits & (decimals + exponent <= 22) & (last > first)  # noqa: PLR2004
    good &= ~pointed | ((lead > 0) & (decimals > 0))
    mantissa = fraction + whole * WHOLE_POWERS[np.clip(decimals, 0, 19)]
    values, sure = divided(mantissa, np.where(good, decimals + exponent, 0))
    good &= sure
    values[minus] *= -1.0
    values[~good] = 0.0
    good &= (values != 1.0) | (fraction == 0)  # 0.99…9 that only rounds to 1 is another probability
    return Column(values + 0.0, np.where(scaled, -1, decimals), np.flatnonzero(~good))


def alike(buffer: NDArray[np.uint8], starts: Indices, ends: Indices) -> Column | None:
    """Read cells that are all of the form d.d…, with 1 to 18 digits behind the point; None if one is not."""
    if not ends.size or not bool((buffer[starts + 1] == ord(".")).all()):
        return None
    lead = buffer[starts] - np.uint8(48)
    decimals = ends - starts - 2
    fewest, most = int(decimals.min()), int(decimals.max())
    if int(lead.max()) > 9 or fewest < 1 or most > 18:  # noqa: PLR2004  a digit is 0 to 9; 10¹⁹ < 2⁶⁴
        return None
    count = np.intp(most) if fewest == most else decimals
    fraction, fine = digits_value(buffer, ends, count)
    if not fine.all():
        return None
    mantissa = fraction + lead.astype(np.uint64) * WHOLE_POWERS[count] if lead.any() else fraction
    values, sure = divided(mantissa, count)
    doubtful = ~sure | ((values == 1.0) & (fraction != 0))
    return Column(values, decimals, np.flatnonzero(doubtful))


def integer_digits(buffer: NDArray[np.uint8], first: Indices, last: Indices) -> Indices:
    """Return how many of the first three characters stand before a point; the whole length where there is no point."""
    lead = np.where(buffer[first + 1] == ord("."), 1, last - first)
    late = np.flatnonzero((lead != 1) & (last - first > 1))
    for at in (3, 2):
        lead[late] = np.where(buffer[first[late] + at] == ord("."), at, lead[late])
    shortest: Indices = np.minimum(lead, last - first)
    return shortest


def leading(buffer: NDArray[np.uint8], first: Indices, lead: Indices) -> tuple[Words, Flags]:
    """Return the value of up to three characters before the point, and whether they are digits."""
    digit = buffer[first] - np.uint8(48)
    good = (digit <= 9) & (lead <= 3)  # noqa: PLR2004
    value = digit.astype(np.uint64)
    more = np.flatnonzero(lead > 1)
    for at in (1, 2):
        rows = more[lead[more] > at]
        digit = buffer[first[rows] + at] - np.uint8(48)
        good[rows] &= digit <= 9  # noqa: PLR2004
        value[rows] = value[rows] * np.uint64(10) + digit
    return value, good


def divided(mantissa: Words, power: Indices | np.intp) -> tuple[Floats, Flags]:
    """Return mantissa / 10^power correctly rounded, and whether that is certain."""
    divisor = POWERS[power]
    quotient: Floats = mantissa.astype(np.float64) / divisor
    sure = np.ones(mantissa.size, dtype=np.bool_)
    long = np.flatnonzero(mantissa >= EXACT)
    if long.size:
        quotient[long], sure[long] = long_division(mantissa[long], np.broadcast_to(divisor, mantissa.shape)[long])
    return quotient, sure


def long_division(mantissa: Words, divisor: Floats) -> tuple[Floats, Flags]:
    """Return a 64-bit whole number divided by an exact double, and whether the rounding is certain."""
    high = (mantissa >> np.uint64(11)).astype(np.float64) * 2048.0
    low = (mantissa & np.uint64(2047)).astype(np.float64)
    first = (high + low) / divisor
    product, error = two_product(first, divisor)
    rest = (((high - product) + low) - error) / divisor
    total = first + rest
    lost = (first - total) + rest
    # a tie lies half a spacing away, a quarter below a power of two; close to one the last bits of `rest` could decide
    half = np.spacing(total) * 0.5
    away = np.minimum(np.abs(np.abs(lost) - half), np.abs(np.abs(lost) - half * 0.5))
    return total, away > half * 2.0**-40
