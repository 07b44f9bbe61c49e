"""What makes a result that does not fit doubtful: it may be meant otherwise, and is left alone."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.evaluation import NoValue, Setting, scalar
from xentropy_cli.conventions.audit.expression import Expression, is_plain, plain_number, walk
from xentropy_cli.conventions.audit.judgement import LARGE_LOSS, NEARLY, WRONG, best, unit_of
from xentropy_cli.conventions.audit.reasons import MISPLACED, reason, simple_reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xentropy_cli.conventions.audit.judgement import Verdict
    from xentropy_cli.conventions.audit.links import Side
    from xentropy_cli.conventions.audit.tokens import Token

FUNCTIONS = ("log", "exp", "sigmoid", "softmax")
FEWEST_OF_ABOUT = 2
"""The significant digits of a result that is only about right; with fewer it is an order of magnitude."""

OVERFLOWING = 80.0
"""A value, or its logarithm, that single precision may turn into an infinity."""

CLOSE = 0.01
"""How far off, relatively, a result may be that is only about right, where a whole number of two digits may be rounded."""

SMALLEST_LARGE = 10.0

NEAR = 0.25
"""How far off, relatively, a result is that a slip may have given which is not known by name."""

NEAR_OF_FUNCTIONS = 0.28
"""The same where a logarithm, an exponential or a root is taken, which nothing else looks like."""

MOST_PLACES = 300
"""Powers of ten by which a point may have moved, and 10^n is a double."""

FACTOR = 3.0
"""What one unit in the last place may make of a number."""


def is_doubtful(verdict: Verdict, worked: Side, said: Side, equals: Token) -> bool:
    """Whether a result that does not fit may be a limit, a clipped or rounded value, or one in another unit."""
    right, stated = verdict.right[0], verdict.stated[0]
    whole = said.readings[0]
    parts = list(walk(worked.readings[0]))
    if math.isinf(right) or math.isinf(stated):
        return abs(stated) > LARGE_LOSS if math.isinf(right) else abs(right) > OVERFLOWING
    is_about = "≈" in equals.text
    return (
        equals.text == "→"
        or _is_range(worked.tokens)
        or _is_glued(worked.tokens)
        or (_is_of_counts(worked.readings[0]) and not any(part.kind in ("over", "power") for part in parts))
        or ((is_about or equals.text == "#") and significant(whole) < FEWEST_OF_ABOUT)
        or (is_about and abs(right - stated) <= CLOSE * abs(right) and any(map(_is_large_count, parts)))
        or (
            not is_plain(whole) and (_is_whole(whole) or (_is_fraction(worked.readings[0]) and not _is_fraction(whole)))
        )
        or _goes_on(worked, said, is_about=is_about)
        or _is_rounded_step(verdict, worked.readings[0], whole)
    )


def first_slip(every: Iterable[Verdict], said: Expression, *, has_word: bool) -> Verdict | None:
    """The likeliest reading from whose value a slip leads to the stated one; two that have nothing in common are read amiss.

    The point of a count, or of a number with a word behind it, is not misplaced: it is a percentage, or in another unit,
    and no less likely reading is needed.
    """
    for at, verdict in enumerate(every):
        if len(verdict.right) > 1 or _is_near(verdict, unit_of(said)):
            return verdict
        slip = simple_reason(verdict, said) or (reason(verdict, said) if not at else "")
        if slip:
            is_moved = slip.startswith(MISPLACED) or _is_moved(verdict, unit_of(said))
            is_other = has_word or _is_of_counts(verdict.expression) or _is_percent(said)
            return None if is_moved and is_other else verdict
    return None


def _is_near(verdict: Verdict, unit: float) -> bool:
    """Whether a stated value is not far off, or has one unit more or less in its last place: 0.02 for 0.1^2."""
    right, stated = abs(verdict.right[0]), abs(verdict.stated[0])
    off = abs(verdict.right[0] - verdict.stated[0])
    has_function = any(part.kind in FUNCTIONS or part.name == "root" for part in walk(verdict.expression))
    is_unit = off <= unit * (1 + NEARLY) and max(right, stated) <= FACTOR * min(right, stated)
    return is_unit or off <= (NEAR_OF_FUNCTIONS if has_function else NEAR) * right


def _is_moved(verdict: Verdict, unit: float) -> bool:
    """Whether a stated value has the digits of the right one, at any power of ten: 2.0 × 10^12 = 2 trillion."""
    right, stated = abs(verdict.right[0]), abs(verdict.stated[0])
    if not right or not stated:
        return False
    places = round(math.log10(stated) - math.log10(right))
    return 0 < abs(places) <= MOST_PLACES and abs(right * 10.0**places - stated) <= unit / 2


def _is_percent(said: Expression) -> bool:
    """Whether a percent sign stands behind a stated number."""
    return plain_number(said).name == "percent"


def _is_of_counts(worked: Expression) -> bool:
    """Whether it is arithmetic of whole numbers."""
    return all(part.decimals is None and part.kind not in FUNCTIONS for part in walk(worked))


def significant(stated: Expression) -> int:
    """The significant digits of a stated number: those of the factor of a power, none of a power alone."""
    if stated.kind == "product" and stated.parts[0].kind == "number":
        return significant(stated.parts[0])
    if not is_plain(stated):
        return 0 if stated.kind in ("power", "exp") else FEWEST_OF_ABOUT
    number = plain_number(stated)
    digits = f"{number.value * 10.0 ** (number.decimals or 0):.0f}"
    return len(digits if number.decimals else digits.rstrip("0"))


def _is_whole(stated: Expression) -> bool:
    """Whether it is made of whole numbers alone; a step may go on with rounded ones: 3.125 + 1 = 3 + 1."""
    return all(part.decimals is None and part.kind not in (*FUNCTIONS, "over", "power") for part in walk(stated))


def _is_large_count(part: Expression) -> bool:
    """Whether it is a whole number of two digits or more."""
    return part.kind == "number" and part.decimals is None and part.value >= SMALLEST_LARGE


def _is_fraction(worked: Expression) -> bool:
    """Whether it is a whole number over another: such a side is what the other should give, 1/10 = 2/5 · 1/2, and no work."""
    kinds = [part.kind for part in walk(worked)]
    return kinds == ["product", "number", "over", "number"] and _is_of_counts(worked)


def _goes_on(worked: Side, said: Side, *, is_about: bool) -> bool:
    """Whether the sum or product that follows begins with the result and goes on with it: 0.7 · 0.8 = 0.56 · 0.5 = 0.28."""
    whole = said.readings[0]
    heads = [whole._replace(parts=whole.parts[:at]) for at in range(1, len(whole.parts))]
    verdict = best(worked.readings, heads, {}, is_about=is_about) if whole.kind in ("sum", "product") else None
    return verdict is not None and verdict.status != WRONG


def _is_rounded_step(verdict: Verdict, worked: Expression, said: Expression) -> bool:
    """Whether a step goes on with whole numbers to which decimals were rounded: the root of 50^2 + 21.65^2 = 2500 + 469."""
    if (
        is_plain(said)
        or said.kind == "vector"
        or len(verdict.right) > 1
        or all(part.decimals is None for part in walk(worked))
    ):
        return False
    try:
        ball = scalar(_loosened(said), Setting(verdict.base))
    except NoValue:
        return False
    return abs(verdict.right[0] - verdict.stated[0]) <= ball.rough


def _loosened(expression: Expression) -> Expression:
    """The expression with its large whole numbers as rounded ones, but for those of a power."""
    if expression.kind == "power" and expression.name != "root":
        return expression
    if _is_large_count(expression):
        return expression._replace(decimals=0)
    return expression._replace(parts=tuple(map(_loosened, expression.parts)))


def _is_range(own: Sequence[Token]) -> bool:
    """Whether it may be a range of numbers, 0.3-0.5, and no difference."""
    if len(own) != 3 or own[1].text != "-" or own[0].kind != "number" or own[2].kind != "number":  # noqa: PLR2004
        return False
    is_close = own[0].end == own[1].start and own[1].end == own[2].start
    return is_close and float(own[0].text.replace("_", "")) <= float(own[2].text.replace("_", ""))


def _is_glued(own: Sequence[Token]) -> bool:
    """Whether a base or an exponent may have lost its place in copying: log20.5 for log2 0.5, 10-3 for 10^-3."""
    for token, after in pairwise(own):
        if token.end != after.start:
            continue
        if (
            token.kind == "function"
            and token.text == "log"
            and after.kind == "number"
            and re.match(r"(?:2|10)[0-9.]", after.text)
        ):
            return True
        if token.kind == "number" and token.text in ("10", "2") and after.kind == "op" and after.text == "-":
            return True
    return False
