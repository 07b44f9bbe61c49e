"""The one place where a number becomes text.

A number is a `Real`, or a double that a file was scored with. People get `figure` (rounded to the digits they asked for),
`given` (a number as it was typed, where that is short) and `percent`; programs get `shortest`, and `json_number` in records.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.core.real import Real

INFINITY = "∞"
MINUS = "−"

LARGEST_FIXED = 15
"""The power of ten from which a number is written with an exponent."""

SMALLEST_FIXED = -7
"""The power of ten below which a typed number is written with an exponent."""

LONGEST_GIVEN = 24
"""Characters up to which a typed number is shown whole."""

LONGEST_SUM = 1000
"""Digits within which numbers as they are shown add up."""

LARGEST_DENOMINATOR = 12
"""A fraction up to twelfths is shown as one."""

SMALL_SHARE, NO_SHARE = 0.0005, 1e-9
"""Between them a share is written with two digits; with one decimal it would be 0.0 %, as smaller ones are."""

EIGHTHS = " ▏▎▍▌▋▊▉"
"""A cell filled from the left, by eighths."""


def shortest(x: Real | float) -> str:
    """Write the shortest digits that read back to the same double.

    >>> shortest(0.1 + 0.2), shortest(0.0), shortest(1e22), shortest(float("inf"))
    ('0.30000000000000004', '0', '1e22', 'inf')
    """
    return repr(float(x) + 0.0).removesuffix(".0").replace("e+", "e").replace("e-0", "e-")


def json_number(x: Real | float) -> float | str:
    """Return the nearest double, or text for what JSON has no number for (the ProtoJSON convention).

    >>> json_number(0.5), json_number(float("inf")), json_number(float("nan")), json_number(-0.0)
    (0.5, 'Infinity', 'NaN', 0.0)
    """
    double = float(x) + 0.0
    if math.isfinite(double):
        return double
    return "NaN" if math.isnan(double) else "Infinity" if double > 0 else "-Infinity"


def shortest_of(values: Sequence[float]) -> list[str]:
    """Write many doubles as `shortest` does, at once.

    >>> shortest_of([0.1 + 0.2, 0.0, 10.0, 1e22, 1e-05, float("inf")])
    ['0.30000000000000004', '0', '10', '1e22', '1e-5', 'inf']
    """
    if not values:
        return []
    text = f"{[value + 0.0 for value in values]},"[1:].replace("]", "")
    return text.replace(".0,", ",").replace("e+", "e").replace("e-0", "e-")[:-1].split(", ")


def figure(x: Real | float, digits: int) -> str:
    """Write a number for people: `digits` digits after the point, or as many significant ones if those were all 0.

    >>> figure(0.61027770273765, 4), figure(-4.248354255291589e-18, 4), figure(0.0, 4), figure(float("inf"), 4)
    ('0.6103', '−4.248e-18', '0', '∞')
    """
    return _signed(_figure(x, digits))


def _signed(text: str) -> str:
    """Write a minus sign as people do."""
    return f"{MINUS}{text[1:]}" if text.startswith("-") else text


def _figure(x: Real | float, digits: int) -> str:
    if isinstance(x, float | int):
        return _figure_of_double(x, digits) if x else "0"
    return _figure_of_real(x, digits)


@lru_cache(maxsize=1024)
def _figure_of_real(x: Real, digits: int) -> str:
    """Write an exact number, which never changes; a page asks for one up to ten times: in cells, in sums, in equations."""
    exponent = x.exponent_beyond()
    if exponent is not None:
        return f"e^{figure(exponent, digits)}"
    if not x:
        return "0"
    shown = x.significant(max(digits, 1))
    if shown.is_infinite():
        return INFINITY if shown > 0 else f"-{INFINITY}"
    if -digits <= shown.adjusted() < LARGEST_FIXED or (digits == 0 and shown.adjusted() < 0 and x.rounded(0)):
        return f"{x.rounded(digits):f}"
    return _exponent(f"{shown:.{max(digits, 1) - 1}e}")


def given(x: Real, digits: int) -> str:
    """Write a number that somebody typed: as it is where that is short, rounded and marked so otherwise.

    >>> from xentropy_cli.core.real import real
    >>> given(real("0.97"), 4), given(real("1/3"), 4), given(real("1e-400"), 4), given(real("1/17"), 4)
    ('0.97', '1/3', '1e-400', '0.0588')
    """
    ratio = getattr(x, "value", None)
    if ratio is None or isinstance(ratio, float):
        return figure(x, digits)
    exact = _terminating(x) if ratio.denominator > LARGEST_DENOMINATOR or _ends(ratio.denominator) else str(ratio)
    return _signed(exact) if exact is not None and len(exact) <= LONGEST_GIVEN else figure(x, digits)


def added(shown: Sequence[str], stated: str) -> str:
    """Add numbers as they are shown, and write the sum to the unit of the sum that is stated.

    >>> added(["0.3567", "0.2231"], "0.5798"), added(["1.2e-400", "1.2e-400"], "2.5e-400")
    ('0.5798', '2.4e-400')
    """
    from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal

    wide = Context(prec=LONGEST_SUM, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
    sum_ = Decimal(0)
    for each in shown:
        sum_ = wide.add(sum_, Decimal(each.replace(MINUS, "-")))
    sum_ = wide.quantize(sum_, Decimal(stated.replace(MINUS, "-")))
    text = _exponent(f"{sum_:e}") if "e" in stated else f"{sum_:f}"
    return text.replace("-", MINUS, 1) if text.startswith("-") else text


def percent(share: float) -> str:
    """Write a share of a whole.

    >>> percent(0.584447), percent(0.0000042)
    ('58.4 %', '0.00042 %')
    """
    if NO_SHARE <= share < SMALL_SHARE:
        return f"{shortest(float(f'{share * 100:.2g}'))} %"
    return f"{share * 100:.1f} %"


def _ends(denominator: int) -> bool:
    """Tell whether a ratio with this denominator has a finite decimal expansion."""
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    return denominator == 1


def _terminating(x: Real) -> str | None:
    """The whole decimal expansion, if it has an end within reach."""
    shown = x.significant(LONGEST_GIVEN)
    if x.enclose(40) != (shown, shown):
        return None
    shown = shown.normalize()
    return f"{shown:f}" if SMALLEST_FIXED <= shown.adjusted() < LONGEST_GIVEN else f"{shown:e}".replace("e+", "e")


def _figure_of_double(x: float, digits: int) -> str:
    """Write a double: its own value is rounded, which Python does correctly."""
    if math.isnan(x):
        return "NaN"
    if math.isinf(x):
        return INFINITY if x > 0 else f"-{INFINITY}"
    shown, fixed = f"{x:.{max(digits, 1) - 1}e}", f"{x:.{digits}f}"
    is_fixed = -digits <= int(shown.partition("e")[2]) < LARGEST_FIXED
    return fixed if is_fixed or (digits == 0 and abs(x) < 1 and float(fixed)) else _exponent(shown)


def _exponent(shown: str) -> str:
    """Write an exponent without a plus or a leading 0."""
    mantissa, exponent = shown.lower().split("e")
    return f"{mantissa}e{int(exponent)}"


def eighths(long: float) -> str:
    """A bar so many cells long, in blocks of an eighth of a cell; it is seen, however short.

    >>> eighths(2.25), eighths(0.001)
    ('██▎', '▏')
    """
    blocks = max(round(long * 8), 1)
    return ("█" * (blocks // 8) + EIGHTHS[blocks % 8]).rstrip()
