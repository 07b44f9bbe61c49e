"""What makes a result that does not fit surely wrong: a slip that leads to it, or that it can be nothing else."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.expression import (
    Expression,
    has_function,
    is_of_counts,
    is_plain,
    is_rough,
    plain_number,
    walk,
)
from xentropy_cli.conventions.audit.judgement import NEARLY, WRONG, best, unit_of
from xentropy_cli.conventions.audit.reasons import MISPLACED, simple_reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.conventions.audit.judgement import Verdict

NEAR = 0.25
"""How far off, relatively, a result is that a slip may have given which is not known by name."""

NEAR_OF_FUNCTIONS = 0.28
"""The same where a logarithm, an exponential or a root is taken, which nothing else looks like."""

MOST_TERMS = 6
"""With more terms, one of them with another sign may be right by chance."""

FACTOR = 3.0
"""What one unit in the last place may make of a number, or a slip of an expression."""

SURE_PLACES = (0, 1, -1, -2)
"""How far a point may be misplaced; of 100 times too much, or of 1000 times, the result may be in percent, or in thousands."""

LOOSELY = 0.05
"""How far apart, relatively, the digits of two values may be that are the same in another unit."""


def surest(
    every: Sequence[Verdict], said: Expression, *, has_word: bool, is_open: bool, is_again: bool
) -> Verdict | None:
    """The reading that a result is called wrong by: one from which a slip leads to it, or the first where no doubt is left.

    The point of a count, or of a number with a word behind it, is not misplaced, nor is one that is far away: that is a
    percentage, or in another unit, and no less likely reading is needed. Where it is a second number for one result, with
    a word behind it, it is the same in that unit: √(1 + 2²) = 2.236 = 7.0 dB.
    """
    for verdict in every:
        if len(verdict.right) > 1 or _is_near(verdict, unit_of(said)):
            return verdict
        if slip := simple_reason(verdict, said):
            is_other = has_word or is_of_counts(verdict.expression) or _is_percent(said)
            places = _places(verdict)
            is_moved = (slip.startswith(MISPLACED) or places != 0) and is_other
            return None if is_moved or (is_again and has_word) or places not in SURE_PLACES else verdict
    if _has_wrong_sign(every, said):
        return every[0]
    return every[0] if not has_word and not is_open and _is_sure(every, said) else None


def _has_wrong_sign(every: Sequence[Verdict], said: Expression) -> bool:
    """Whether a step of a few terms is right once one of its signs is turned: 0.11 + 0.09 for 0.11 - 0.09."""
    terms = said.parts if said.kind == "sum" else ()
    if len(terms) > MOST_TERMS or not all(is_plain(part) for part in terms):
        return False
    turned = [
        said._replace(parts=(*terms[:at], _turned(part), *terms[at + 1 :])) for at, part in enumerate(terms) if at
    ]
    verdict = best([verdict.expression for verdict in every], [_turned(said), *turned], {}, is_about=False)
    return verdict is not None and verdict.status != WRONG


def _turned(part: Expression) -> Expression:
    return part.parts[0] if part.kind == "minus" else Expression("minus", (part,))


def _is_sure(every: Sequence[Verdict], said: Expression) -> bool:
    """Whether a result far off can be nothing else: of a logarithm or an exponential, in two digits or more, in no other unit.

    Of products and sums, signs and exponents get lost in copying: 0.25·2 is then 0.252, and 10^6 is 106.
    """
    worked = every[0].expression
    return (
        is_plain(said)
        and has_function(worked)
        and not _is_named(worked)
        and not _has_lost_exponent(worked)
        and not _is_percent(said)
        and not is_rough(said)
        and not any(map(_places, every))
    )


def _is_named(worked: Expression) -> bool:
    """Whether a σ of a symbol stands in it: it may be something else of it than the sigmoid, a deviation."""
    return any(part.kind == "sigmoid" and part.parts[0].kind == "name" for part in walk(worked))


def _is_near(verdict: Verdict, unit: float) -> bool:
    """Whether a stated value is not far off, or has one unit more or less in its last place: 0.02 for 0.1^2."""
    right, stated = abs(verdict.right[0]), abs(verdict.stated[0])
    off = abs(verdict.right[0] - verdict.stated[0])
    is_unit = off <= unit * (1 + NEARLY) and max(right, stated) <= FACTOR * min(right, stated)
    return is_unit or off <= (NEAR_OF_FUNCTIONS if has_function(verdict.expression) else NEAR) * right


def _has_lost_exponent(worked: Expression) -> bool:
    """Whether a power of ten may have lost its place in it: 2.5 × 106 for 2.5 × 10^6."""
    products = [part.parts for part in walk(worked) if part.kind == "product"]
    return any(re.fullmatch(r"10[0-9]{1,2}", f"{part.value:g}") for parts in products for part in parts[1:])


def _places(verdict: Verdict) -> int:
    """How many places the digits of the right value stand from their own in a stated one, or 0: 2.0 × 10^12 = 2 trillion."""
    right, stated = abs(verdict.right[0]), abs(verdict.stated[0])
    if not right or not stated or math.isinf(stated):
        return 0
    moved = math.log10(stated) - math.log10(right)
    return round(moved) if abs(10.0 ** (round(moved) - moved) - 1) <= LOOSELY else 0


def _is_percent(said: Expression) -> bool:
    """Whether a percent sign stands behind a stated number."""
    return plain_number(said).name == "percent"
