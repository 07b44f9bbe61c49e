"""Tokens → an expression, under each reading that the notation leaves open: how far `log a/b`, `x/2y` and `2^a/b` reach."""

from __future__ import annotations

import contextlib
import itertools
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.expression import Expression
from xentropy_cli.conventions.audit.forms import NoExpression, applied, as_percent, number_of, of_all, quotient, vulgar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.conventions.audit.tokens import Token

CHOICES = {
    "log": ("quotient", "primary", "product"),
    "exponent": ("primary", "quotient"),
    "implicit": ("left", "tight"),
    "divisor": ("power", "product"),
    "call": ("outside", "inside"),
    "sign": ("outside", "inside"),
    "mixed": ("product", "sum"),
    "over": ("left", "right"),
    "bottom": ("first", "whole"),
    "brace": ("bracket", "invisible"),
    "glued": ("product", "power"),
}
"""What notation leaves open, and its readings, the likeliest first."""

LIKELIEST = {question: answers[0] for question, answers in CHOICES.items()}
REACHES = {"quotient": "/", "product": "*/", "primary": " "}
"""The signs that the argument of a logarithm without brackets goes over, by the answer to `log`."""

MOST_QUESTIONS = 6
"""With more, nothing is read: so many readings would take long, and of a few the one that fits may be missed."""

DEEPEST = 40
"""Brackets in brackets: Python's own stack bounds them."""

CLOSES = {"(": ")", "[": "]", "{": "}"}
STARTS = {"function", "frac", "sqrt", "open", "name"}
"""A factor that may follow another without a sign between them."""

DEPTHS = {"open": 1, "close": -1}


def readings(tokens: Sequence[Token]) -> list[Expression]:
    """Read all tokens as one expression, once for each answer to the questions that came up, the likeliest first.

    >>> from xentropy_cli.conventions.audit.tokens import tokens
    >>> from xentropy_cli.conventions.audit.evaluation import Setting, scalar
    >>> [round(scalar(each, Setting()).value, 3) for each in readings(tokens("ln 1/3"))]
    [-1.099, 0.0]

    Raises NoExpression where they are none.
    """
    first = Reader(tokens, LIKELIEST)
    found = {first.whole(): None}
    questions = sorted(first.asked)
    if len(questions) > MOST_QUESTIONS:
        raise NoExpression
    for answers in itertools.product(*(CHOICES[question] for question in questions)):
        with contextlib.suppress(NoExpression):
            found[Reader(tokens, LIKELIEST | dict(zip(questions, answers, strict=True))).whole()] = None
    return list(found)


class Reader:
    """A recursive descent over tokens."""

    def __init__(self, tokens: Sequence[Token], reading: dict[str, str]) -> None:
        """Start at the first token, with an answer to every question."""
        self.tokens = list(tokens)
        self.reading = reading
        self.asked: set[str] = set()
        self.at = self.depth = 0

    def whole(self) -> Expression:
        """Read every token."""
        found = self.sum()
        if self.at < len(self.tokens):
            raise NoExpression
        return found

    def answer(self, question: str) -> str:
        """The answer to a question, which is noted."""
        self.asked.add(question)
        return self.reading[question]

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

    def sum(self) -> Expression:
        """Terms with + and - between them."""
        parts = [self.signed()]
        while token := self.take("op", "+-"):
            part = self.signed()
            parts.append(part if token.text == "+" else Expression("minus", (part,)))
        return of_all("sum", parts)

    def signed(self) -> Expression:
        """A product with or without a sign before it."""
        sign = self.take("op", "+-")
        inner = self.product()
        return self._sign_inside(inner) if sign and sign.text == "-" else inner

    def _sign_inside(self, inner: Expression) -> Expression:
        """-0.2^2: the sign is outside the power, or belongs to the number."""
        if inner.kind == "power" and inner.parts[0].kind == "number" and self.answer("sign") == "inside":
            base, exponent = inner.parts
            return inner._replace(parts=(Expression("minus", (base,)), exponent))
        return Expression("minus", (inner,))

    def product(self) -> Expression:
        """Factors with *, / or nothing between them."""
        parts = [self.power()]
        while True:
            if token := self.take("op", "*/"):
                part = self._factor()
                if token.text == "/":
                    part = self._divisor(part)
                parts.append(part if token.text == "*" else Expression("over", (part,)))
            elif self._is_mixed(parts[-1]):
                parts[-1] = Expression(self.answer("mixed"), (parts[-1], self.power()))
            elif self._is_glued():
                is_power = self.answer("glued") == "power"
                parts[-1:] = [Expression("power", (parts[-1], self.power()))] if is_power else [parts[-1], self.power()]
            elif self._is_implicit():
                parts.append(self.power())
            else:
                return of_all("product", parts)

    def _divisor(self, part: Expression) -> Expression:
        """What is divided by: x/2y and x/2·y may mean x/(2y), 1 ÷ 1/15 be 1 ÷ (1/15), and 1/1+e^-2 be 1/(1+e^-2)."""
        parts, kind = [part], "product"
        if self._is_implicit():
            while self.answer("implicit") == "tight" and self._is_implicit():
                parts.append(self.power())
        elif self.peek("op", "*"):
            while self.answer("divisor") == self._reach() and self.take("op", "*"):
                parts.append(self._factor())
        elif self.peek("op", "/") and not self._is_wide():
            if self.answer("over") == "right":
                self.at += 1
                parts.append(Expression("over", (self._factor(),)))
        elif self.peek("op", "+") and self.answer("bottom") == "whole":
            kind, self.reading = "sum", self.reading | {"bottom": "first"}
            while self.take("op", "+"):
                parts.append(self.product())
        return of_all(kind, parts)

    def _reach(self) -> str:
        """Over what a divisor goes on: a power of ten that comes next is no factor apart, in 3.1 · 10^4."""
        ahead = [token.text for token in self.tokens[self.at + 1 : self.at + 3]]
        return "power" if ahead == ["10", "^"] else "product"

    def _is_wide(self) -> bool:
        """Whether a blank is before the next sign: in 4/5 / 2/5 that divides last."""
        return self.tokens[self.at].start > self.tokens[self.at - 1].end

    def _is_mixed(self, before: Expression) -> bool:
        """Whether a fraction follows a whole number: 2¼ is more than 2, or twice a quarter."""
        is_whole = before.kind == "number" and before.decimals is None
        return is_whole and bool(self.peek("vulgar") or self.peek("frac"))

    def _is_implicit(self) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].kind in STARTS

    def _is_glued(self) -> bool:
        """Whether a number with decimals touches a bracket that holds a sign, (8/14)0.811: a factor, or a lost exponent."""
        if not self.peek("number") or "." not in self.tokens[self.at].text:
            return False
        before, token = self.tokens[self.at - 1 : self.at + 1]
        opened = next((at for at in range(self.at - 1, -1, -1) if self.tokens[at].kind == "open"), self.at)
        has_sign = any(inner.kind == "op" for inner in self.tokens[opened : self.at])
        return before.kind == "close" and before.end == token.start and has_sign

    def _factor(self) -> Expression:
        """A power with its own sign."""
        if self.take("op", "-"):
            return Expression("minus", (self.power(),))
        self.take("op", "+")
        return self.power()

    def power(self) -> Expression:
        """A primary, perhaps to a power."""
        if (token := self.peek("name", "e")) and token.text == "e":
            self.at += 1
            if not self.take("op", "^"):
                raise NoExpression
            return Expression("exp", (self.exponent(),))
        base = self.primary()
        if not self.take("op", "^"):
            return base
        exponent = self.exponent()
        if base.kind == "log" and self.answer("call") == "inside":
            return base._replace(parts=(Expression("power", (base.parts[0], exponent)), *base.parts[1:]))
        return Expression("power", (base, exponent))

    def exponent(self) -> Expression:
        """A primary with its own sign, or a quotient of two."""
        if token := self.take("power"):
            return number_of(token.text)
        is_negative = bool(self.take("op", "-"))
        is_bare = not self.peek("open")
        found = self.primary()
        if is_bare and self.peek("op", "/") and self.answer("exponent") == "quotient":
            self.at += 1
            found = quotient(found, self.primary())
        return Expression("minus", (found,)) if is_negative else found

    def primary(self) -> Expression:
        """A number, a symbol, a function, a fraction, or an expression in brackets, none of them too deep in others."""
        if self.depth > DEEPEST:
            raise NoExpression
        self.depth += 1
        found = self._primary()
        self.depth -= 1
        return found

    def _primary(self) -> Expression:
        if token := self.take("number"):
            found = number_of(token.text)
            return as_percent(found) if self.take("percent") else found
        if token := self.take("vulgar") or self.take("name"):
            return vulgar(token.text) if token.kind == "vulgar" else Expression("name", name=token.text)
        if token := self.take("function"):
            return self.function(token.text)
        if self.take("frac"):
            return quotient(self._argument(), self._argument())
        if token := self.take("sqrt"):
            return self._root(token.text)
        return self.bracket()

    def bracket(self) -> Expression:
        """An expression in brackets, or several: a vector."""
        token = self.take("open")
        if not token:
            raise NoExpression
        parts = [self.sum()]
        while self.take("comma"):
            parts.append(self.sum())
        if not self.take("close", CLOSES[token.text]):
            raise NoExpression
        return of_all("vector", parts)

    def _argument(self) -> Expression:
        """An argument as TeX takes it: what is in braces, or one digit."""
        if (token := self.peek("number")) and token.text.isdigit() and len(token.text) > 1:
            self.tokens[self.at : self.at + 1] = [token._replace(text=text) for text in (token.text[0], token.text[1:])]
        return self.primary()

    def _root(self, degree: str) -> Expression:
        root = number_of(degree) if degree else Expression("number", value=2.0)
        if self.take("open", "["):
            root = self.sum()
            if not self.take("close", "]"):
                raise NoExpression
        return Expression("power", (self.primary(), Expression("over", (root,))), name="root")

    def function(self, name: str) -> Expression:
        """A function and its argument."""
        if name == "sqrt":
            return self._root("")
        if name.startswith(("log", "ln")):
            self._without_braces()
        return applied(name, self.bracket() if self.peek("open") else self._bare())

    def _without_braces(self) -> None:
        """Take away braces round a sum, which TeX does not print: log{2 - 1} looks as log 2 - 1 does."""
        if not self.peek("open", "{") or self.answer("brace") == "bracket":
            return
        depth = 0
        for end in range(self.at, len(self.tokens)):
            depth += DEPTHS.get(self.tokens[end].kind, 0)
            if not depth:
                self.tokens = [*self.tokens[: self.at], *self.tokens[self.at + 1 : end], *self.tokens[end + 1 :]]
                return

    def _bare(self) -> Expression:
        """The argument of a function without brackets: log 1/3 is a logarithm of 1/3, or a third of one."""
        parts = [self.power()]
        signs = REACHES[self.answer("log")] if self.peek("op", "*/") else " "
        while token := self.take("op", signs):
            part = self.power()
            parts.append(part if token.text == "*" else Expression("over", (part,)))
        return of_all("product", parts)
