"""Why a stated value is wrong: the slip that gives it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.evaluation import NoValue, Setting, scalar
from xentropy_cli.conventions.audit.expression import Expression, is_plain, plain_number, walk
from xentropy_cli.conventions.audit.judgement import BASES, digits_of, unit_of
from xentropy_cli.conventions.inputs import Inputs
from xentropy_cli.conventions.why.search import find
from xentropy_cli.conventions.why.target import Target
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentropy_cli.conventions.audit.judgement import Verdict

MOST_EVENTS = 20
MOST_PLACES = 2
MISPLACED = "the point is misplaced"
MOST_PARTS = 50
FEWEST_DIGITS = 2
FEWEST_LESS_ONE = 5
"""Of fewer digits, one may be missing by chance."""

FEWEST_DOORS = 3
NEAR = 12
"""So many lines after a product of probabilities, logarithms are taken to be of the same ones."""

NAMES = {BASES[0]: "the natural logarithm", BASES[1]: "the logarithm to base 2", BASES[2]: "the logarithm to base 10"}


class Slip(NamedTuple):
    """An expression that is not the one that was written: what was done, or what is odd, and the expression with it."""

    text: str
    corrected: Expression


def reason(verdict: Verdict, said: Expression) -> str:
    """Name the slip, or nothing."""
    (right, *_), (stated, *_), unit = verdict.right, verdict.stated, unit_of(said)
    if math.isinf(right) and right == -stated:
        return "the sign is wrong"
    digits = len(digits_of(stated, unit))
    if not is_plain(said) or not math.isfinite(stated) or digits < FEWEST_DIGITS:
        return ""
    if simple := simple_reason(verdict, said):
        return simple
    events = surprisals(verdict.expression)
    if not events or len(events) > MOST_EVENTS:
        return ""
    found = find(Target(f"{plain_number(said).value:g}", stated, unit, digits), of_events(events), right)
    causes = [cause.hypothesis for cause in found.causes if cause.hypothesis.departures]
    return "; ".join(each.text for each in causes[0].departures) if causes else ""


def simple_reason(verdict: Verdict, said: Expression) -> str:
    """Name a slip of the sign, the base, the point, a digit, or a term too few; or nothing."""
    if not is_plain(said):
        return ""
    (right, *_), (stated, *_), unit = verdict.right, verdict.stated, unit_of(said)
    for number, text in _simple(verdict):
        if abs(number - stated) <= unit / 2 and abs(stated) >= unit:
            return text
    if right * stated <= 0:
        return ""
    digits = [digits_of(value, unit) for value in (right, stated)]
    written = len(digits_of(1.0, unit)) if max(map(len, digits)) > FEWEST_DIGITS else 0
    return _of_digits(*(each.zfill(written) for each in digits))


def _of_digits(right: str, stated: str) -> str:
    """Whether two digits changed places, one became another, or one of several was left out."""
    if len(stated) < FEWEST_DIGITS:
        return ""
    if len(right) == len(stated) + 1 >= FEWEST_LESS_ONE:
        is_less_one = any(stated == right[:at] + right[at + 1 :] for at in range(len(right)))
        return "a digit was left out" if is_less_one else ""
    changed = [(a, b) for a, b in zip(right, stated, strict=False) if a != b]
    if len(right) != len(stated) or len(changed) > 2:  # noqa: PLR2004  that changed places
        return ""
    is_swap = len(changed) > 1 and changed[0] == changed[1][::-1]
    return "two digits changed places" if is_swap else "one digit is another" if len(changed) == 1 else ""


def _simple(verdict: Verdict) -> Iterator[tuple[float, str]]:
    """The sign, the point, the base, and a term or factor too few."""
    right, expression = verdict.right[0], verdict.expression
    yield -right, "the sign is wrong"
    for places in range(1, MOST_PLACES + 1):
        for number in (right * 10.0**places, right / 10.0**places):
            yield number, f"{MISPLACED} by {places}"
    for base, name in NAMES.items():
        yield from _value(_to_base(expression), base, f"that is {name}")
    for slip in slips(expression):
        yield from _value(slip.corrected, verdict.base, slip.text)


def slips(expression: Expression) -> Iterator[Slip]:
    """The expression as other slips leave it: a term or factor too few, one number of an operand for another.

    >>> from xentropy_cli.conventions.audit.grammar import readings
    >>> from xentropy_cli.conventions.audit.tokens import tokens
    >>> found = [slip.text for slip in slips(readings(tokens("-(ln(0.7) + 2^1.5)"))[0])]
    >>> found[:4]
    ['term 1 was left out', 'term 2 was left out', '1 − p was taken for p', 'the logarithm was not taken']
    >>> found[4:]
    ['1 / p was taken for −log p', 'e was taken for the base 2', 'the mean was taken']
    """
    yield from _with_part_left_out(expression)
    kinds = {part.kind for part in walk(expression)}
    for kind, change, text in CHANGES:
        if kind in kinds and (other := with_kind_changed(expression, kind, change)) != expression:
            yield Slip(text, other)
    inner = expression.parts[0] if expression.kind == "minus" else expression
    if inner.kind == "sum":
        count = Expression("number", value=float(len(inner.parts)))
        yield Slip("the mean was taken", Expression("product", (expression, Expression("over", (count,)))))


def _with_part_left_out(expression: Expression) -> Iterator[Slip]:
    """A sum or product without one of its terms or factors; of a sum in brackets too."""
    parts = expression.parts
    if expression.kind in ("sum", "product") and len(parts) <= MOST_PARTS:
        noun = "term" if expression.kind == "sum" else "factor"
        for at in range(len(parts)):
            yield Slip(f"{noun} {at + 1} was left out", expression._replace(parts=(*parts[:at], *parts[at + 1 :])))
    for at, part in enumerate(parts) if expression.kind in ("minus", "product") else ():
        if part.kind in ("sum", "minus"):
            for slip in _with_part_left_out(part):
                yield Slip(slip.text, expression._replace(parts=(*parts[:at], slip.corrected, *parts[at + 1 :])))


def _complement(part: Expression) -> Expression:
    """A logarithm of 1 − p, a sigmoid of −x."""
    argument = Expression("minus", (part.parts[0],))
    if part.kind == "log":
        argument = Expression("sum", (Expression("number", value=1.0), argument))
    return part._replace(parts=(argument, *part.parts[1:]))


def untaken(part: Expression) -> Expression:
    """What a logarithm is taken of."""
    return part.parts[0]


def _inverse(part: Expression) -> Expression:
    """−1/p for log p."""
    return Expression("minus", (Expression("over", part.parts[:1]),))


def _of_two(part: Expression) -> Expression:
    """2^x for e^x."""
    return Expression("power", (Expression("number", value=2.0), *part.parts))


def _of_e(part: Expression) -> Expression:
    """e^x for 2^x."""
    base, exponent = part.parts
    return Expression("exp", (exponent,)) if base.value == TWO else part


def _not_squared(part: Expression) -> Expression:
    """The number that a square is taken of, without a sign."""
    base, exponent = part.parts
    return Expression("abs", (base,)) if exponent.value == TWO else part


TWO = 2.0
CHANGES: tuple[tuple[str, Callable[[Expression], Expression], str], ...] = (
    ("log", _complement, "1 − p was taken for p"),
    ("log", untaken, "the logarithm was not taken"),
    ("log", _inverse, "1 / p was taken for −log p"),
    ("sigmoid", _complement, "the sign of the logit is wrong"),
    ("exp", _of_two, "2 was taken for the base e"),
    ("power", _of_e, "e was taken for the base 2"),
    ("power", _not_squared, "the square was not taken"),
)


def with_kind_changed(expression: Expression, kind: str, change: Callable[[Expression], Expression]) -> Expression:
    """The expression with every part of a kind changed."""
    whole = expression._replace(parts=tuple(with_kind_changed(part, kind, change) for part in expression.parts))
    return change(whole) if whole.kind == kind else whole


def _value(expression: Expression, base: float, text: str) -> Iterator[tuple[float, str]]:
    try:
        yield scalar(expression, Setting(base)).value, text
    except NoValue:
        return


def _to_base(expression: Expression) -> Expression:
    """The expression with every logarithm in the open base."""
    parts = tuple(_to_base(part) for part in expression.parts)
    return Expression("log", parts[:1], name="log") if expression.kind == "log" else expression._replace(parts=parts)


def surprisals(expression: Expression) -> tuple[float, ...]:
    """The probabilities whose surprisals are added up in an expression: -log(0.7) - log(0.8).

    >>> from xentropy_cli.conventions.audit.grammar import readings
    >>> from xentropy_cli.conventions.audit.tokens import tokens
    >>> surprisals(readings(tokens("-log(0.7) - log(0.8)"))[0])
    (0.7, 0.8)
    """
    if expression.kind == "minus" and expression.parts[0].kind == "sum":
        inner = expression.parts[0]
        return surprisals(inner._replace(parts=tuple(Expression("minus", (part,)) for part in inner.parts)))
    parts = expression.parts if expression.kind == "sum" else (expression,)
    logs = [part.parts[0] for part in parts if part.kind == "minus" and part.parts[0].kind == "log"]
    numbers = tuple(log.parts[0].value for log in logs if 0 < log.parts[0].value <= 1)
    return numbers if len(numbers) == len(parts) else ()


def of_events(q: tuple[float, ...]) -> Inputs:
    """The inputs of events that happened."""
    return Inputs(
        reading="events",
        given="pred",
        rows=tuple((1 - each, each) for each in q),
        truth=((0.0, 1.0),) * len(q),
        labels=(1,) * len(q),
        classes=("0", "1"),
        names=tuple(str(at) for at, _ in enumerate(q, 1)),
        base=None,
        reduction="sum",
    )


class Doors:
    """The probabilities that were multiplied last: a sum of logarithms soon after is of the same ones."""

    def __init__(self) -> None:
        """Nothing was multiplied yet."""
        self.factors: tuple[float, ...] = ()
        self.line = 0

    def slip(self, expression: Expression, line: int) -> Slip | None:
        """Notice a sum of as many surprisals in which one probability is another."""
        if expression.kind == "product" and all(
            part.kind == "number" and 0 < part.value < 1 for part in expression.parts
        ):
            self.factors, self.line = tuple(part.value for part in expression.parts), line
            return None
        taken = surprisals(expression)
        if len(taken) != len(self.factors) or len(taken) < FEWEST_DOORS or line - self.line > NEAR:
            return None
        strange = [(one, other) for one, other in zip(taken, self.factors, strict=True) if one != other]
        if len(strange) != 1:
            return None
        ((one, other),) = strange
        text = f"log({one:.12g}) was taken, where {other:.12g} was multiplied in line {self.line}"
        return Slip(text, _with(expression, one, other))


def _with(expression: Expression, old: float, new: float) -> Expression:
    """The expression with one number changed."""
    if expression.kind == "number" and expression.value == old:
        return expression._replace(value=new)
    return expression._replace(parts=tuple(_with(part, old, new) for part in expression.parts))
