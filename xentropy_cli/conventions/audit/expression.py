"""Tokens → an arithmetic expression, and its value. The base of a bare `log` is left open until it is evaluated."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xentropy_cli.conventions.audit.tokens import Token

DEEPEST = 40
LARGEST_POWER = 1000.0
CLOSES = {"(": ")", "[": "]", "{": "}"}


class Expression(NamedTuple):
    """A sum, product, power, function or number: `kind` names it, `parts` are its operands.

    A number has its value, and its digits after the point (None for a whole number written without one).
    """

    kind: str
    parts: tuple[Expression, ...] = ()
    value: float = 0.0
    decimals: int | None = None
    base: str = ""


class NoExpression(ValueError):  # noqa: N818  it is caught where another reading is tried
    """These tokens are no expression."""


def parse(tokens: Sequence[Token]) -> Expression:
    """Read all tokens as one expression.

    >>> from xentropy_cli.conventions.audit.tokens import tokens
    >>> value(parse(list(tokens("0.5 * 0.5 - (1 - 0.5)"))), "e")
    -0.25

    Raises NoExpression where they are none.
    """
    reader = Reader(tokens)
    found = reader.sum(0)
    if reader.at != len(tokens):
        raise NoExpression
    return found


class Reader:
    """A recursive descent over tokens."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        """Start at the first token."""
        self.tokens = tokens
        self.at = 0

    def peek(self, kind: str, texts: str = "") -> Token | None:
        """The next token, if it is of this kind and one of these texts."""
        if self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.kind == kind and (not texts or token.text in texts):
                return token
        return None

    def take(self, kind: str, texts: str = "") -> Token | None:
        """The next token, taken."""
        token = self.peek(kind, texts)
        self.at += token is not None
        return token

    def sum(self, depth: int) -> Expression:
        """Terms with + and - between them."""
        if depth > DEEPEST:
            raise NoExpression
        parts = [self.product(depth)]
        while token := self.take("op", "+-"):
            part = self.product(depth)
            parts.append(part if token.text == "+" else Expression("minus", (part,)))
        return parts[0] if len(parts) == 1 else Expression("sum", tuple(parts))

    def product(self, depth: int) -> Expression:
        """Factors with *, / or nothing between them."""
        if self.take("op", "-"):
            return Expression("minus", (self.product(depth + 1),))
        if self.take("op", "+"):
            return self.product(depth + 1)
        parts = [self.power(depth)]
        while True:
            if token := self.take("op", "*/"):
                minus = bool(self.take("op", "-"))
                part = self.power(depth)
                part = Expression("minus", (part,)) if minus else part
                parts.append(part if token.text == "*" else Expression("over", (part,)))
            elif self.peek("log") or self.peek("frac") or self.peek("exp") or self.peek("open", "("):
                parts.append(self.power(depth))
            else:
                return parts[0] if len(parts) == 1 else Expression("product", tuple(parts))

    def power(self, depth: int) -> Expression:
        """A primary, perhaps to a power."""
        if self.take("word", "e"):
            if not self.take("op", "^"):
                raise NoExpression
            return Expression("exp", (self.exponent(depth),))
        base = self.primary(depth)
        if self.take("op", "^"):
            return Expression("power", (base, self.exponent(depth)))
        return base

    def exponent(self, depth: int) -> Expression:
        """A primary with its own sign."""
        if self.take("op", "-"):
            return Expression("minus", (self.primary(depth + 1),))
        return self.primary(depth)

    def primary(self, depth: int) -> Expression:
        """A number, a function of a primary, a fraction, or an expression in brackets."""
        if depth > DEEPEST:
            raise NoExpression
        if token := self.take("number"):
            return number(token.text)
        if token := self.take("log"):
            return Expression("log", (self.primary(depth + 1),), base=token.text)
        for kind in ("exp", "sqrt"):
            if self.take(kind):
                return Expression(kind, (self.primary(depth + 1),))
        if self.take("frac"):
            top, bottom = self.primary(depth + 1), self.primary(depth + 1)
            return Expression("product", (top, Expression("over", (bottom,))))
        if token := self.take("open"):
            inside = self.sum(depth + 1)
            if not self.take("close", CLOSES[token.text]):
                raise NoExpression
            return inside
        raise NoExpression


def number(text: str) -> Expression:
    """Read a number or a percentage."""
    digits = text.rstrip("%\\ ")
    decimals = len(digits.partition(".")[2].lower().partition("e")[0])
    if "%" in text:
        return Expression("number", value=float(digits) / 100, decimals=decimals + 2)
    exponent = int(digits.lower().partition("e")[2] or 0)
    has_point = "." in digits or exponent
    return Expression("number", value=float(digits), decimals=decimals - exponent if has_point else None)


def value(expression: Expression, base: str) -> float:
    """Evaluate, with a bare `log` to this base; nan where there is no value."""
    try:
        return VALUES[expression.kind](expression, base)
    except (ValueError, OverflowError, ZeroDivisionError):
        return math.nan


def _sum(expression: Expression, base: str) -> float:
    return math.fsum(value(part, base) for part in expression.parts)


def _product(expression: Expression, base: str) -> float:
    return math.prod(value(part, base) for part in expression.parts)


def _power(expression: Expression, base: str) -> float:
    x, y = (value(part, base) for part in expression.parts)
    if abs(y) > LARGEST_POWER or x < 0:
        return math.nan
    return float(x**y)


def _log(expression: Expression, base: str) -> float:
    return math.log(value(expression.parts[0], base)) / LOGS[expression.base or base]


LOGS = {"e": 1.0, "2": math.log(2), "10": math.log(10)}

VALUES: dict[str, Callable[[Expression, str], float]] = {
    "number": lambda e, _: e.value,
    "minus": lambda e, base: -value(e.parts[0], base),
    "over": lambda e, base: 1 / value(e.parts[0], base),
    "sum": _sum,
    "product": _product,
    "power": _power,
    "exp": lambda e, base: math.exp(value(e.parts[0], base)),
    "sqrt": lambda e, base: math.sqrt(value(e.parts[0], base)),
    "log": _log,
}


def walk(expression: Expression) -> list[Expression]:
    """Every part of an expression, itself first."""
    return [expression, *(inner for part in expression.parts for inner in walk(part))]
