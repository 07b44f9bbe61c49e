"""What makes a result that does not fit doubtful: it may be meant otherwise, and is left alone."""

from __future__ import annotations

import math
import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.expression import (
    FUNCTIONS,
    Expression,
    has_function,
    is_of_counts,
    is_plain,
    is_rough,
    plain_number,
    walk,
)
from xentropy_cli.conventions.audit.judgement import LARGE_LOSS, WRONG, best, unit_of
from xentropy_cli.conventions.audit.reach import reaching
from xentropy_cli.conventions.audit.reasons import untaken, with_kind_changed
from xentropy_cli.conventions.audit.unrounded import BASE_TEN, CLOSE, MOST_CHANGED, each_changed, may_be_unrounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.conventions.audit.judgement import Verdict
    from xentropy_cli.conventions.audit.links import Side
    from xentropy_cli.conventions.audit.tokens import Token

ONE_UNIT = 1.5
"""So many units in its last place a result may be off that is only about right: its last digit is one more or less."""

OVERFLOWING = 80.0
"""A value, or its logarithm, that single precision may turn into an infinity."""

SUBNORMAL = 2.0**-126
"""Below it, single precision has fewer digits than it prints."""

SMALLEST_LARGE = 10.0

MINUS_ONE = Expression("minus", (Expression("number", value=1.0),))
"""What a power is taken of that gives a sign: of a symbol in number theory, (3/7)(7/3) = (-1)^3, and no fraction."""

BINARY = re.compile(r"(?=.*1.*1)[01]+\.[01]{3,}")
"""A number that may be one in base 2."""

BITS = re.compile(r"[01]+\.[01]{4,}")
"""Several numbers that may be: 0.1000 · 2^-4 = 0.00001."""

DEGREES = frozenset("3456789")
"""Degrees that are written at a root; a 2 before it is a factor."""

ZERO, TWO = Expression("number"), Expression("number", value=2.0)

PRINTING = ("#", "→", ">")
"""Signs of a program's output: its log may be a command that prints."""

LOGS_OF_TWO = ("log", "ln")
"""Logarithms whose base, if they have one, is an argument."""


def is_doubtful(verdict: Verdict, worked: Side, said: Side, equals: Token) -> bool:
    """Whether a result that does not fit may be a limit, a clipped or rounded value, or one in another unit."""
    right, stated = verdict.right[0], verdict.stated[0]
    whole = said.readings[0]
    parts = list(walk(verdict.expression))
    if math.isinf(right) or math.isinf(stated):
        if right == -stated:
            return equals.text != "="  # a limit, said of its size
        return abs(stated) > LARGE_LOSS if math.isinf(right) else abs(right) > OVERFLOWING
    if abs(stated) < SUBNORMAL:
        return True
    is_about = "≈" in equals.text
    return (
        (equals.text == "→" and not _has_result(worked, whole, equals))
        or _is_binary([token.text for token in (*worked.tokens, *said.tokens) if "." in token.text])
        or _is_range(worked.tokens)
        or _is_glued(worked.tokens)
        or _is_comment(worked, equals)
        or (is_of_counts(worked.readings[0]) and not any(part.kind in ("over", "power") for part in parts))
        or ((is_about or equals.text == "#") and is_rough(whole))
        or (is_about and is_plain(whole) and abs(right - stated) <= ONE_UNIT * unit_of(whole))
        or (is_about and abs(right - stated) <= CLOSE * abs(right) and any(map(_is_large_count, parts)))
        or (
            not is_plain(whole) and (_is_whole(whole) or (_is_fraction(worked.readings[0]) and not _is_fraction(whole)))
        )
        or (worked.readings[0].kind == "sigmoid" and not is_plain(whole) and not has_function(whole))
        or (is_plain(whole) and _is_fraction(verdict.expression) and stated == math.floor(right))
        or _is_rounded_up(verdict, whole)
        or (
            equals.text in PRINTING
            and _fits([with_kind_changed(verdict.expression, "log", untaken)], said.readings, is_about=False)
        )
        or any(part.kind == "power" and part.parts[0] == MINUS_ONE for part in walk(whole))
        or _goes_on(worked, said, is_about=is_about)
        or _has_lost_degree(worked.tokens)
        or _fits(reaching(worked.tokens), said.readings, is_about=is_about)
        or _fits_otherwise(verdict.expression, said, is_about=is_about)
        or may_be_unrounded(verdict, verdict.expression, whole)
    )


def _has_result(worked: Side, said: Expression, equals: Token) -> bool:
    """Whether an arrow stands right behind a logarithm or an exponential, and leads to its value: no change of one number."""
    is_worked = any(part.kind in (*FUNCTIONS, "total", "mean") for part in walk(worked.readings[0]))
    return is_plain(said) and is_worked and equals.start - worked.tokens[-1].end <= 1


def _is_whole(stated: Expression) -> bool:
    """Whether it is made of whole numbers alone; a step may go on with rounded ones: 3.125 + 1 = 3 + 1."""
    return all(part.decimals is None and part.kind not in (*FUNCTIONS, "over", "power") for part in walk(stated))


def _is_large_count(part: Expression) -> bool:
    """Whether it is a whole number of two digits or more."""
    return part.kind == "number" and part.decimals is None and part.value >= SMALLEST_LARGE


def _is_fraction(worked: Expression) -> bool:
    """Whether it is a whole number over another: such a side is what the other should give, 1/10 = 2/5 · 1/2, and no work.

    Of a program, it may be what is left without its rest: 8/3 = 2.0.
    """
    kinds = [part.kind for part in walk(worked)]
    return kinds == ["product", "number", "over", "number"] and is_of_counts(worked)


def _is_rounded_up(verdict: Verdict, said: Expression) -> bool:
    """Whether a whole number is the next one above a result with decimals: of people, of packs, of money to be paid."""
    is_whole = is_plain(said) and plain_number(said).decimals is None
    is_of_decimals = not is_of_counts(verdict.expression) and not has_function(verdict.expression)
    return is_whole and is_of_decimals and verdict.stated[0] == math.ceil(verdict.right[0])


def _goes_on(worked: Side, said: Side, *, is_about: bool) -> bool:
    """Whether the sum or product that follows begins with the result and goes on with it: 0.7 · 0.8 = 0.56 · 0.5 = 0.28."""
    whole = said.readings[0]
    heads = [whole._replace(parts=whole.parts[:at]) for at in range(1, len(whole.parts))]
    return whole.kind in ("sum", "product") and _fits(worked.readings, heads, is_about=is_about)


def _fits_otherwise(worked: Expression, said: Side, *, is_about: bool) -> bool:
    """Whether a result is right for what is often meant: a factor of a whole sum, a base before its argument, e^x ≈ 1 + x."""
    meant = [*_in_brackets(worked), _with_base_first(worked), *islice(each_changed(worked, _otherwise), MOST_CHANGED)]
    if is_about or not is_plain(said.readings[0]):
        meant.append(_to_first_order(worked))
    if plain_number(said.readings[0]).name == "percent":
        meant.append(Expression("sum", (worked, Expression("number", value=-1.0))))
    stated = [*said.readings, *(each.parts[0] for each in said.readings if each.kind == "minus" and _is_dash(said))]
    return _fits(meant, stated, is_about=is_about) or _fits([worked], stated, is_about=is_about)


def _fits(meant: Sequence[Expression], stated: Sequence[Expression], *, is_about: bool) -> bool:
    verdict = best(meant, stated, {}, is_about=is_about)
    return verdict is not None and verdict.status != WRONG


def _is_dash(said: Side) -> bool:
    """Whether its minus sign stands apart, - 68.00, as where it is subtracted in a row of a ledger."""
    return said.tokens[0].end < said.tokens[1].start


def _otherwise(part: Expression) -> Iterator[Expression]:
    """A product in which a function takes in the next factor, exp (-0.05)(2), and 10^-5 for e^-5 behind a factor.

    A σ may be another activation than the sigmoid: the rectifier max(0, x), or tanh x = 2 σ(2x) - 1.
    """
    if part.kind == "sigmoid" and part.name == "σ":
        (x,) = part.parts
        yield Expression("max", (Expression("vector", (ZERO, x)),))
        double = part._replace(parts=(Expression("product", (TWO, x)),))
        yield Expression("sum", (Expression("product", (TWO, double)), MINUS_ONE))
    for at, factor in enumerate(part.parts[:-1] if part.kind == "product" else ()):
        before, after, rest = part.parts[:at], part.parts[at + 1], part.parts[at + 2 :]
        if factor.kind in ("exp", "log") and after.kind != "over":
            whole = Expression("product", (factor.parts[0], after))
            yield part._replace(parts=(*before, factor._replace(parts=(whole, *factor.parts[1:])), *rest))
        if after.kind == "exp":
            power = Expression("power", (Expression("number", value=BASE_TEN), *after.parts))
            yield part._replace(parts=(*before, factor, power, *rest))


def _in_brackets(worked: Expression) -> Iterator[Expression]:
    """A sum with the brackets that may have been left out: -1/3 log 0.9 + log 0.8 behind its first factor, 12 + 13 / 2."""
    if worked.kind != "sum":
        return
    (first, *_), (*before, last) = worked.parts, worked.parts
    product, quotient = (part.parts[0] if part.kind == "minus" else part for part in (first, last))
    if product.kind == "product":
        whole = worked._replace(parts=(product.parts[-1], *worked.parts[1:]))
        meant = product._replace(parts=(*product.parts[:-1], whole))
        yield Expression("minus", (meant,)) if first.kind == "minus" else meant
    if quotient.kind == "product" and quotient.parts[-1].kind == "over":
        top = quotient._replace(parts=quotient.parts[:-1])
        whole = worked._replace(parts=(*before, Expression("minus", (top,)) if last.kind == "minus" else top))
        yield Expression("product", (whole, quotient.parts[-1]))


def _with_base_first(worked: Expression) -> Expression:
    """The expression with the two arguments of its logarithms turned, as in Julia: log(2, 0.3)."""
    parts = tuple(_with_base_first(part) for part in worked.parts)
    return worked._replace(parts=parts[::-1] if worked.kind == "log" and worked.name in LOGS_OF_TWO else parts)


def _to_first_order(worked: Expression) -> Expression:
    """The expression with 1 + x for e^x, x - 1 for ln x, but for a logarithm with a base of its own, 2 + 0.5/4 for √4.5."""
    if worked.name == "root" and worked.parts[0].kind == "number":
        return _root_to_first_order(worked)
    parts = tuple(_to_first_order(part) for part in worked.parts)
    if worked.kind not in ("exp", "log") or len(parts) > 1:
        return worked._replace(parts=parts)
    return Expression("sum", (*parts, Expression("number", value=1.0 if worked.kind == "exp" else -1.0)))


def _root_to_first_order(worked: Expression) -> Expression:
    """The root of a number as its tangent gives it where the root is the nearest whole number."""
    number, degree = worked.parts[0].value, worked.parts[1].parts[0].value
    near = round(number ** (1 / degree)) if number > 0 < degree else 0
    if not near:
        return worked
    return Expression("number", value=near + (number - near**degree) / (degree * near ** (degree - 1)))


def _is_binary(decimals: Sequence[str]) -> bool:
    """Whether numbers with a point may be in base 2."""
    return any(map(BINARY.fullmatch, decimals)) or (len(decimals) > 1 and all(map(BITS.fullmatch, decimals)))


def _is_range(own: Sequence[Token]) -> bool:
    """Whether it may be a range of numbers, 0.3-0.5, and no difference."""
    if len(own) != 3 or own[1].text != "-" or own[0].kind != "number" or own[2].kind != "number":  # noqa: PLR2004
        return False
    is_close = own[0].end == own[1].start and own[1].end == own[2].start
    return is_close and float(own[0].text.replace("_", "")) < float(own[2].text.replace("_", ""))


def _is_comment(worked: Side, equals: Token) -> bool:
    """Whether a percent sign in LaTeX begins a comment, 25/6 % ≈ 4.17: one that is meant has a backslash."""
    is_latex = (equals.text == "≈" and equals.end - equals.start > 1) or any(
        token.kind == "frac" for token in worked.tokens
    )
    return is_latex and any(token.kind == "percent" and token.text.strip() == "%" for token in worked.tokens)


def _has_lost_degree(own: Sequence[Token]) -> bool:
    """Whether a digit is glued to a root's sign: 3√0.5 may have been a cube root; in LaTeX it is a factor."""
    return any(
        sign.kind == "sqrt"
        and sign.end - sign.start == 1
        and token.end == sign.start
        and token.kind == "number"
        and token.text in DEGREES
        for token, sign in pairwise(own)
    )


def _is_glued(own: Sequence[Token]) -> bool:
    """Whether a base or an exponent may have lost its place in copying, or an argument: log20.5 for log2 0.5, 10-3, 1/log2."""
    opened = {token.start for token in own if token.kind == "open"}
    opened |= {own[-1].end} if [token.text for token in own[-3:]] in (["/", "log", "2"], ["/", "log", "10"]) else set()
    for token, after in pairwise(own):
        is_base = after.kind == "number" and (bool(re.match(r"(?:2|10)[0-9.]", after.text)) or after.end in opened)
        is_log = token.kind == "function" and token.text == "log" and is_base
        is_power = token.kind == "number" and token.text in ("10", "2") and after.text == "-"
        if token.end == after.start and (is_log or is_power):
            return True
    return False
