"""What the words beside an expression make doubtful."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.conventions.audit.tokens import Token

OPERATING = frozenset(
    """
    minus negative neg times plus half twice double doubled triple square squared root divided per over
    average mean median difference max min maximum minimum absolute inverse reciprocal base of sqrt times mal
    durch geteilt hälfte negativ negativen moins fois divisé menos por log logarithm ln exp exponential sin
    cos tan tanh arctan softplus relu gcd floor ceil round sign argmax argmin hundred million millions
    billion billions trillion thousand thousands mio mrd dozen percentage points
    """.split()  # noqa: SIM905  easier to read than a list
)
"""Words that calculate: an expression beside one of them is not the whole of it."""

VERBS = frozenset(
    """
    is are was be equals becomes gives get yields have as so thus hence then because since where
    """.split()  # noqa: SIM905  easier to read than a list
)
PROSE = frozenset(
    """
    and or so that is are was the with by to we get gives have thus hence then therefore if for from as total
    loss entropy means i.e und also dann et donc y entonces where because since giving namely answer result
    probability likelihood find obtain compute computes calculate
    """.split()  # noqa: SIM905  easier to read than a list
)
"""Words after which an expression in brackets begins, and no argument."""

SUBJECTS = frozenset(
    """
    and or so that hence thus then therefore i.e also dann et donc y namely since because
    product quotient ratio value number result expression loss entropy surprisal surprise term probability likelihood
    """.split()  # noqa: SIM905  easier to read than a list
)
"""Words after which an expression may be the subject of a verb behind it; it is an object in: the loss for 0.5 · 2 is 0.3."""

UNITS = frozenset(
    """
    nat nats bit bits ban bans shannon shannons hartley hartleys sh dit dits bps
    """.split()  # noqa: SIM905  easier to read than a list
)
SCALES = re.compile(
    r"(?:[kMGTPµmn]?i?[BbWVAJNmgsLlH]|[kMGTµmn]?Hz|sec|secs|seconds?|ms|µs|ns|min|mins|minutes?|hours?|hrs?|h|days?|weeks?|months?|years?|yr|yrs|m|cm|mm|km|nm"
    r"|kg|mg|g|K|k|M|G|T|bn|db|dB|pt|pts|px|bytes?|[KMGT]?FLOPS?|FLOPs|USD|EUR|EV|eV|mol|deg|rad|ppm|bp|x|X|e|oz|lb|lbs|ft|inch|inches)(?:/\w+)?"
)
FACTORIAL = "!"
OPERANDS = ("number", "close", "percent", "power", "vulgar")
"""What a dash may be a minus sign after."""

PLAIN_LENGTH = 2
"""The tokens of a number with its sign."""


def doubts_before(before: Sequence[Token], own: Sequence[Token], *, is_verb: bool = False) -> bool:
    """Whether something before an expression may belong to it, or a verb behind it to what stands before."""
    if not before:
        return _is_range(own) or _is_glued(own)
    last = before[-1]
    return (
        (last.kind == "word" and _is_tied(before, own, is_verb=is_verb))
        or (is_verb and last.kind == "relation")
        or (last.kind == "stop" and last.text == "–" and before[-2:][0].kind in OPERANDS)
        or (last.kind == "row" and last.text == "\\\\" and own[0].text == "-" and len(before) > PLAIN_LENGTH)
        or (own[0].kind == "op" and own[0].text == "+" and last.kind != "row")
        or _is_range(own)
        or _is_glued(own)
    )


def _is_tied(before: Sequence[Token], own: Sequence[Token], *, is_verb: bool) -> bool:
    """Whether the words before an expression calculate with it, name it, or have it as their object."""
    words = [token.text.lower() for token in _words_at_end(before)]
    is_argument = own[0].kind == "open" or _is_ordinal(own)
    is_dash = own[0].kind == "op" and own[0].text == "-" and _is_spaced(before[-1], own)
    return (
        (is_verb and words[-1] not in SUBJECTS)
        or bool(OPERATING & set(words))
        or ((is_argument or is_dash) and words[-1] not in PROSE)
    )


def _words_at_end(before: Sequence[Token]) -> list[Token]:
    """The last two words before an expression, back to a verb."""
    found: list[Token] = []
    for token in reversed(before[-2:]):
        if token.kind != "word":
            break
        found.insert(0, token)
        if token.text.lower() in VERBS:
            break
    return found


def _is_ordinal(own: Sequence[Token]) -> bool:
    """Whether it is a whole number alone: after a word it may say which one, as in column 2."""
    return len(own) == 1 and own[0].kind == "number" and own[0].text.isdigit()


def _is_spaced(last: Token, own: Sequence[Token]) -> bool:
    """Whether a dash has blanks on both sides."""
    return own[0].start > last.end and len(own) > 1 and own[1].start > own[0].end


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


def doubts_after(after: Sequence[Token], own: Sequence[Token]) -> tuple[bool, bool]:
    """Whether a value is surely the whole of it, and whether a word that may be a unit follows."""
    if not after or _is_range(own):
        return not _is_range(own), False
    first = after[0]
    is_sum = first.kind == "row" and len(after) > 1 and after[1].text == "-" and len(own) > PLAIN_LENGTH
    if is_sum or (first.kind == "stop" and first.text == FACTORIAL and own[-1].end == first.start):
        return False, False
    if first.kind != "word" or first.text.lower() in UNITS:
        return True, False
    is_part = first.text.lower() in OPERATING or first.start == own[-1].end or SCALES.fullmatch(first.text)
    return not is_part, True
