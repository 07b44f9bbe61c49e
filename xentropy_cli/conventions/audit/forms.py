"""The parts that an expression is made of: numbers in their spellings, and functions by their names."""

from __future__ import annotations

import math

from xentropy_cli.conventions.audit.expression import Expression

VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
AGGREGATES = {"sum": "total", "fsum": "total", "mean": "mean", "average": "mean", "max": "max", "min": "min"}
WRAPPERS = {"tensor", "array", "float", "float32", "float64", "print"}

MOST_DECIMALS = 300
"""Digits after the point, or zeros before it, with which a unit of the last place is a double."""


class NoExpression(ValueError):  # noqa: N818  it is caught where another reading is tried
    """These tokens are no expression."""


def vulgar(text: str) -> Expression:
    """Read a fraction that is one character: ½."""
    top, bottom = VULGAR[text]
    return quotient(Expression("number", value=float(top)), Expression("number", value=float(bottom)))


def applied(name: str, argument: Expression) -> Expression:
    """A named function of an argument, or of several."""
    many = argument.parts if argument.kind == "vector" else (argument,)
    if name.startswith("log_"):
        return Expression("log", (argument, Expression("number", value=float(name[4:]))), name=name)
    if name in ("log", "ln"):
        return Expression("log", many, name=name)
    if name in AGGREGATES:
        return Expression(AGGREGATES[name], (argument,))
    if name in WRAPPERS or name == "round":
        return many[0] if name == "round" else argument
    one = Expression("number", value=1.0)
    table = {
        "exp": lambda: Expression("exp", (argument,)),
        "exp2": lambda: Expression("power", (Expression("number", value=2.0), argument)),
        "expm1": lambda: Expression("sum", (Expression("exp", (argument,)), Expression("minus", (one,)))),
        "log1p": lambda: Expression("log", (Expression("sum", (one, argument)),), name="ln"),
        "sigmoid": lambda: Expression("sigmoid", (argument,)),
        "σ": lambda: Expression("sigmoid", (argument,), name="σ"),
        "expit": lambda: Expression("sigmoid", (argument,)),
        "softmax": lambda: Expression("softmax", (argument,)),
        "abs": lambda: Expression("abs", (argument,)),
        "power": lambda: applied("pow", argument),
        "pow": lambda: Expression("power", many),
        "prod": lambda: Expression("product", many),
    }
    return table[name]() if name in table else refuse()


def number_of(text: str) -> Expression:
    """Read a number.

    >>> number_of("0.50").decimals, number_of("1e-3").decimals, number_of("14_336").value
    (2, 3, 14336.0)
    """
    digits = text.replace("_", "").replace("−", "-")
    value = float(digits)
    mantissa, _, power = digits.lower().partition("e")
    if text == "inf":
        return Expression("number", value=math.inf)
    decimals = len(mantissa.partition(".")[2]) - int(power or 0)
    if (not value and mantissa.strip("0.")) or math.isinf(value) or abs(decimals) > MOST_DECIMALS:
        raise NoExpression
    return Expression("number", value=value, decimals=decimals if "." in digits or power else None)


def double_of(text: str) -> Expression | None:
    """Read a number, or nothing where no double holds it.

    >>> double_of("1e400"), double_of("0.50").value
    (None, 0.5)
    """
    try:
        return number_of(text)
    except NoExpression:
        return None


def as_percent(number: Expression) -> Expression:
    """A number of hundredths."""
    return number._replace(value=number.value / 100, decimals=(number.decimals or 0) + 2, name="percent")


def quotient(top: Expression, bottom: Expression) -> Expression:
    """One expression over another."""
    return Expression("product", (top, Expression("over", (bottom,))))


def of_all(kind: str, parts: list[Expression]) -> Expression:
    """An expression of all its parts; one part stands for itself."""
    return parts[0] if len(parts) == 1 else Expression(kind, tuple(parts))


def refuse() -> Expression:
    """Say that this is no expression, where one is wanted."""
    raise NoExpression
