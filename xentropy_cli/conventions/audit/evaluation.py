"""The value of an expression, and how far it may move when its decimals were rounded."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import sigmoid_row, softmax_row
from xentropy_cli.conventions.audit.expression import digits_in, fractions_near, is_made_up, walk
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xentropy_cli.conventions.audit.expression import Expression

HALF_OF_THREE = 0.005
"""Half a unit in the last of three significant digits is no more of the number."""

LARGE_ARGUMENT = 10.0
SMALLEST_CUT = 10.0
"""In units of its last place, what a number of two digits is at least."""

EPSILON = 2.0**-52


class Ball(NamedTuple):
    """A value, and how far the exact one may be: if its operands were rounded, and from double arithmetic."""

    value: float
    rough: float = 0.0
    noise: float = 0.0


Value = tuple[Ball, ...]
"""One ball, or those of a vector."""


class NoValue(ValueError):  # noqa: N818  it is caught where another reading is tried
    """An expression without a value: a symbol in it is not known, or it is out of the reach of doubles."""


class Setting(NamedTuple):
    """What an expression leaves open: the base of a bare `log`, and the values of symbols."""

    base: float = math.e
    given: Mapping[str, Expression] = {}


def evaluate(expression: Expression, setting: Setting) -> Value:
    """Work out the value, or the values of a vector.

    >>> from xentropy_cli.conventions.audit.expression import Expression
    >>> evaluate(Expression("log", (Expression("number", value=0.0),)), Setting())[0].value
    -inf
    """
    if expression.kind == "vector":
        return tuple(scalar(part, setting) for part in expression.parts)
    if expression.kind == "softmax":
        return _softmax(expression, setting)
    return (scalar(expression, setting),)


def scalar(expression: Expression, setting: Setting) -> Ball:
    """Work out the value of what is no vector."""
    if expression.kind not in RULES:
        raise NoValue
    try:
        ball = RULES[expression.kind](expression, setting)
    except (ArithmeticError, ValueError):
        raise NoValue from None
    if math.isnan(ball.value):
        raise NoValue
    return ball


def has_rounded(expression: Expression, given: Mapping[str, Expression] = {}, *, is_argument: bool = False) -> bool:
    """Whether a number in it looks like a rounded one: then the others may be rounded too; `is_argument`: in an e^x.

    A probability that a logarithm is taken of is what was given: of two digits, ln(0.62), it may only be a simple fraction.
    """
    number = given.get(expression.name) if expression.kind == "name" else expression
    if number is not None and number.kind == "number":
        return _looks_rounded(number, is_argument=is_argument)
    if expression.kind == "log" and _is_given(expression.parts[0], given):
        return False
    is_argument = is_argument or expression.kind in ("exp", "sigmoid", "softmax")
    return any(has_rounded(part, given, is_argument=is_argument) for part in expression.parts)


def _is_given(argument: Expression, given: Mapping[str, Expression]) -> bool:
    """Whether the argument of a logarithm holds one number with decimals, a probability of two: 0.62, 1 - 0.62, 1/0.62.

    One that was worked out before is not given.
    """
    numbers = [part for part in walk(argument) if part.decimals is not None]
    if len(numbers) != 1 or not is_made_up(numbers[0]) or digits_in(numbers[0]) in given:
        return False
    return not fractions_near(numbers[0].value, numbers[0].decimals)


def _looks_rounded(number: Expression, *, is_argument: bool = False) -> bool:
    """Numbers of two digits after the point or more do, but for twentieths; those of one, above 1, but for halves.

    As an argument of e^x, one digit is typed as it is, unless others stand before the point: 88.7.
    """
    value, decimals = number.value, number.decimals
    if decimals is None or decimals <= 0:
        return decimals is not None and 10.0**-decimals / 2 <= HALF_OF_THREE * abs(value)
    if decimals == 1:
        return abs(value) > (LARGE_ARGUMENT if is_argument else 1) and not (value * 2).is_integer()
    return decimals > 2 or not (value * 20).is_integer()  # noqa: PLR2004


def _number(expression: Expression, setting: Setting) -> Ball:  # noqa: ARG001  one of the rules
    """A typed number: it may be off by half a unit, or by one if it was cut off; 0.7 and whole numbers are exact.

    Of one digit, 0.01, it is off by half a unit at most: cut off, nothing would be left of it.
    """
    value, decimals = expression.value, expression.decimals
    is_exact = decimals is None or (decimals == 1 and abs(value) <= 1)
    unit = 10.0 ** -(decimals or 0)
    is_cut = decimals != 1 and abs(value) >= SMALLEST_CUT * unit and _looks_rounded(expression)
    return Ball(value, 0.0 if is_exact else unit * (1.0 if is_cut else 0.5), EPSILON / 2 * abs(value))


def _name(expression: Expression, setting: Setting) -> Ball:
    if expression.name not in setting.given:
        raise NoValue
    return scalar(setting.given[expression.name], Setting(setting.base))


def _sum(expression: Expression, setting: Setting) -> Ball:
    balls = [scalar(part, setting) for part in expression.parts]
    _, *errors = zip(*balls, strict=True)
    return Ball(
        math.fsum(ball.value for ball in balls), *(min(math.fsum(each), 2 * math.hypot(*each)) for each in errors)
    )


def _product(expression: Expression, setting: Setting) -> Ball:
    balls = [scalar(part, setting) for part in expression.parts]
    zeros = [ball for ball in balls if not ball.value]
    if zeros:
        rest = math.prod(ball.value for ball in balls if ball.value) if len(zeros) == 1 else 0.0
        return Ball(0.0, *(abs(rest) * e if math.isfinite(rest) else 0.0 for e in zeros[0][1:]))
    value = math.prod(ball.value for ball in balls)
    if not value or (math.isinf(value) and all(math.isfinite(ball.value) for ball in balls)):
        raise NoValue
    return _scaled(value, [(ball, 1.0) for ball in balls])


def _scaled(value: float, factors: Sequence[tuple[Ball, float]]) -> Ball:
    """A value whose relative error is the sum of those of its factors, each to a power."""
    if math.isinf(value):
        return Ball(value)
    errors = [
        [abs(value * power * error / ball.value) for error in ball[1:]]
        for ball, power in factors
        if math.isfinite(ball.value)
    ]
    rough, noise = (math.fsum(each) for each in zip(*errors, strict=True))
    return Ball(value, rough, noise + EPSILON * abs(value))


def _over(expression: Expression, setting: Setting) -> Ball:
    (part,) = expression.parts
    ball = scalar(part, setting)
    return Ball(0.0) if math.isinf(ball.value) else _scaled(1 / ball.value, [(ball, 1.0)])


def _power(expression: Expression, setting: Setting) -> Ball:
    x, y = (scalar(part, setting) for part in expression.parts)
    value = math.pow(x.value, y.value)
    if not value and x.value:
        raise NoValue
    if not value or math.isinf(value):
        return Ball(value)
    return _plus(_scaled(value, [(x, y.value)]), y, abs(value * math.log(abs(x.value))))


def _plus(ball: Ball, other: Ball, slope: float) -> Ball:
    return Ball(ball.value, *(e + slope * f for e, f in zip(ball[1:], other[1:], strict=True)))


def _log(expression: Expression, setting: Setting) -> Ball:
    if len(expression.parts) == 1:
        (argument,), base = expression.parts, math.e if expression.name == "ln" else setting.base
    else:
        argument, written = expression.parts
        base = scalar(written, setting).value
    ball = scalar(argument, setting)
    if not ball.value:
        return Ball(-math.inf)
    exact = EXACT_LOGS.get(base)
    value = exact(ball.value) if exact else math.log(ball.value, base)
    slope = 1 / (ball.value * abs(math.log(base)))
    return Ball(value, slope * ball.rough, slope * ball.noise + EPSILON * abs(value))


EXACT_LOGS: dict[float, Callable[[float], float]] = {math.e: math.log, 2.0: math.log2, 10.0: math.log10}


def _exp(expression: Expression, setting: Setting) -> Ball:
    ball = scalar(expression.parts[0], setting)
    value = math.exp(ball.value)
    if not value and math.isfinite(ball.value):
        raise NoValue
    return (
        Ball(value) if not math.isfinite(value) or not value else _plus(Ball(value, 0.0, EPSILON * value), ball, value)
    )


def _sigmoid(expression: Expression, setting: Setting) -> Ball:
    ball = scalar(expression.parts[0], setting)
    no, yes = sigmoid_row(ball.value)
    return _plus(Ball(yes, 0.0, EPSILON * yes), ball, yes * no)


def _softmax(expression: Expression, setting: Setting) -> Value:
    logits = evaluate(expression.parts[0], setting)
    if len(logits) == 1 or not all(math.isfinite(ball.value) for ball in logits):
        raise NoValue
    q = softmax_row(tuple(ball.value for ball in logits))
    rough = max(ball.rough for ball in logits)
    return tuple(Ball(each, 2 * each * (1 - each) * rough, 4 * EPSILON) for each in q)


def _of_many(function: Callable[[Iterator[float]], float]) -> Callable[[Expression, Setting], Ball]:
    """A function of a vector, or of several numbers."""

    def rule(expression: Expression, setting: Setting) -> Ball:
        balls = evaluate(expression.parts[0], setting)
        value = function(ball.value for ball in balls)
        return Ball(value, *(math.fsum(errors) for errors in list(zip(*balls, strict=True))[1:]))

    return rule


def _mean(values: Iterator[float]) -> float:
    many = list(values)
    return math.fsum(many) / len(many)


def _minus(expression: Expression, setting: Setting) -> Ball:
    ball = scalar(expression.parts[0], setting)
    return ball._replace(value=-ball.value)


RULES: dict[str, Callable[[Expression, Setting], Ball]] = {
    "number": _number,
    "name": _name,
    "minus": _minus,
    "over": _over,
    "sum": _sum,
    "product": _product,
    "power": _power,
    "exp": _exp,
    "log": _log,
    "sigmoid": _sigmoid,
    "total": _of_many(math.fsum),
    "mean": _of_many(_mean),
    "max": _of_many(max),
    "min": _of_many(min),
    "abs": _of_many(lambda values: abs(next(values))),
}
