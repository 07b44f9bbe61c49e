"""Tokens → an expression, under each reading that the notation leaves open: how far `log a/b`, `x/2y` and `2^a/b` reach."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.choices import CHOICES, MOST_COMPARED, MOST_READINGS, REACHES, Reading
from xentropy_cli.conventions.audit.expression import Expression, is_deeper
from xentropy_cli.conventions.audit.forms import NoExpression, applied, as_percent, number_of, quotient, refuse, vulgar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentropy_cli.conventions.audit.tokens import Token

DEEPEST, DEEPEST_TREE = 40, 150  # brackets, and any operations: none deeper can be worked out
CLOSES = {"(": ")", "[": "]", "{": "}"}
STARTS = {"function", "frac", "sqrt", "open", "name"}
"""A factor that may follow another without a sign between them."""

DEPTHS = {"open": 1, "close": -1}


def readings(tokens: Sequence[Token]) -> Iterator[Expression]:
    """Read all tokens as one expression, once for each answer to the questions that came up.

    >>> from xentropy_cli.conventions.audit.tokens import tokens
    >>> from xentropy_cli.conventions.audit.evaluation import Setting, scalar
    >>> [round(scalar(each, Setting()).value, 3) for each in readings(tokens("ln 1/3"))]
    [-1.099, 0.0]

    Raises NoExpression where they are none.
    """
    first = Reader(tokens, Reading())
    likeliest = first.whole()
    names = sorted(first.asked)
    if math.prod(len(CHOICES[name]) for name in names) > MOST_READINGS:
        raise NoExpression
    yield likeliest
    seen = {likeliest} if len(tokens) < MOST_COMPARED else set()
    for answers in itertools.islice(itertools.product(*(CHOICES[name] for name in names)), 1, None):
        try:
            found = Reader(tokens, Reading()._replace(**dict(zip(names, answers, strict=True)))).whole()
        except NoExpression:
            continue
        if found not in seen:
            yield found
            seen.add(found)


def of_all(kind: str, parts: list[Expression]) -> Expression:
    """An expression of all its parts; one part stands for itself."""
    return parts[0] if len(parts) == 1 else Expression(kind, tuple(parts))


class Reader:
    """A recursive descent over tokens."""

    def __init__(self, tokens: Sequence[Token], reading: Reading) -> None:
        """Start at the first token."""
        self.tokens = list(tokens)
        self.reading = reading
        self.asked: set[str] = set()
        self.at = 0

    def whole(self) -> Expression:
        """Read every token."""
        self.at = 0
        found = self.sum(0)
        if self.at != len(self.tokens) or is_deeper(found, DEEPEST_TREE):
            raise NoExpression
        return found

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
        parts = [self.signed(depth)]
        while token := self.take("op", "+-"):
            part = self.signed(depth)
            parts.append(part if token.text == "+" else Expression("minus", (part,)))
        return of_all("sum", parts)

    def signed(self, depth: int) -> Expression:
        """A product with or without a sign before it."""
        if self.take("op", "-"):
            inner = self.signed(depth + 1) if self.peek("op", "+-") else self.product(depth)
            return self._sign_inside(inner)
        self.take("op", "+")
        return self.product(depth)

    def _sign_inside(self, inner: Expression) -> Expression:
        """-0.2^2: the sign is outside the power, or belongs to the number."""
        if inner.kind == "power" and inner.parts[0].kind == "number":
            self.asked.add("sign")
            if self.reading.sign == "inside":
                return inner._replace(parts=(Expression("minus", inner.parts[:1]), *inner.parts[1:]))
        return Expression("minus", (inner,))

    def product(self, depth: int) -> Expression:
        """Factors with *, / or nothing between them."""
        if depth > DEEPEST:
            raise NoExpression
        parts = [self.power(depth)]
        while True:
            if token := self.take("op", "*/"):
                part = self._factor(depth)
                if token.text == "/":
                    part = self._divisor(part, depth)
                parts.append(part if token.text == "*" else Expression("over", (part,)))
            elif self._is_mixed():
                self.asked.add("mixed")
                parts[-1] = Expression(self.reading.mixed, (parts[-1], self.power(depth)))
            elif self._is_implicit():
                parts.append(self.power(depth))
            else:
                return of_all("product", parts)

    def _divisor(self, part: Expression, depth: int) -> Expression:
        """What is divided by: x/2y and x/2·y may mean x/(2y), 1 ÷ 1/15 be 1 ÷ (1/15), and 1/1+e^-2 be 1/(1+e^-2)."""
        if self._is_implicit():
            self.asked.add("implicit")
            while self.reading.implicit == "tight" and self._is_implicit():
                part = Expression("product", (part, self.power(depth)))
        elif self.peek("op", "*"):
            self.asked.add("divisor")
            wanted = "power" if self._is_scientific() else "product"
            while self.reading.divisor == wanted and self.take("op", "*"):
                part = Expression("product", (part, self._factor(depth)))
        elif self.peek("op", "/") and not self._is_wide():
            self.asked.add("over")
            if self.reading.over == "right":
                self.at += 1
                part = Expression("product", (part, Expression("over", (self._factor(depth),))))
        elif self.peek("op", "+"):
            self.asked.add("bottom")
            while self.reading.bottom == "whole" and self.take("op", "+"):
                part = Expression("sum", (part, self.product(depth + 1)))
        return part

    def _is_scientific(self) -> bool:
        """Whether a power of ten comes next, behind a sign: 3.1 · 10^4 is one number, of which 10^4 is no factor apart."""
        return [token.text for token in self.tokens[self.at + 1 : self.at + 3]] == ["10", "^"]

    def _is_wide(self) -> bool:
        """Whether the next sign has blanks round it: in 4/5 / 2/5 the wide one divides last."""
        before, sign, after = (self.tokens[at : at + 1] for at in range(self.at - 1, self.at + 2))
        return bool(after) and sign[0].start > before[0].end and after[0].start > sign[0].end

    def _is_mixed(self) -> bool:
        """Whether a fraction follows a whole number: 2¼ is more than 2, or twice a quarter."""
        if self.at == 0 or not (self.peek("vulgar") or self.peek("frac")):
            return False
        before = self.tokens[self.at - 1]
        return before.kind == "number" and before.text.isdigit()

    def _is_implicit(self) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].kind in STARTS

    def _factor(self, depth: int) -> Expression:
        """A power with its own sign."""
        if self.take("op", "-"):
            return Expression("minus", (self.power(depth),))
        self.take("op", "+")
        return self.power(depth)

    def power(self, depth: int) -> Expression:
        """A primary, perhaps to a power."""
        if (token := self.peek("name", "e")) and token.text == "e":
            self.at += 1
            if not self.take("op", "^"):
                raise NoExpression
            return Expression("exp", (self.exponent(depth),))
        base = self.primary(depth)
        while self.take("op", "^"):
            exponent = self.exponent(depth)
            if base.kind == "log":
                self.asked.add("call")
            if base.kind == "log" and self.reading.call == "inside":
                base = base._replace(parts=(Expression("power", (base.parts[0], exponent)), *base.parts[1:]))
            else:
                base = Expression("power", (base, exponent))
        return base

    def exponent(self, depth: int) -> Expression:
        """A primary with its own sign, or a quotient of two."""
        if token := self.take("power"):
            return number_of(token.text) if token.text.lstrip("-+").isdigit() else refuse()
        is_negative = bool(self.take("op", "-"))
        is_bare = not self.peek("open")
        found = self.primary(depth + 1)
        if is_bare and found.kind == "number" and self.peek("op", "/") and self._next_is("number"):
            self.asked.add("exponent")
            if self.reading.exponent == "quotient":
                self.at += 1
                found = Expression("product", (found, Expression("over", (self.primary(depth + 1),))))
        return Expression("minus", (found,)) if is_negative else found

    def _next_is(self, kind: str) -> bool:
        return self.at + 1 < len(self.tokens) and self.tokens[self.at + 1].kind == kind

    def primary(self, depth: int) -> Expression:
        """A number, a symbol, a function, a fraction, or an expression in brackets."""
        if depth > DEEPEST:
            raise NoExpression
        if token := self.take("number"):
            found = number_of(token.text)
            return as_percent(found) if self.take("percent") else found
        if token := self.take("vulgar") or self.take("name"):
            return vulgar(token.text) if token.kind == "vulgar" else Expression("name", name=token.text)
        if token := self.take("function"):
            return self.function(token.text, depth)
        if self.take("frac"):
            return quotient(self._argument(depth), self._argument(depth))
        if token := self.take("sqrt"):
            return self._root(token.text, depth)
        return self.bracket(depth)

    def bracket(self, depth: int) -> Expression:
        """An expression in brackets, or several: a vector."""
        token = self.take("open")
        if not token:
            raise NoExpression
        parts = [self.sum(depth + 1)]
        while self.take("comma"):
            parts.append(self.sum(depth + 1))
        if not self.take("close", CLOSES[token.text]):
            raise NoExpression
        return of_all("vector", parts)

    def _argument(self, depth: int) -> Expression:
        """An argument as TeX takes it: what is in braces, or one digit."""
        if (token := self.peek("number")) and token.text.isdigit() and len(token.text) > 1:
            self.tokens[self.at : self.at + 1] = [token._replace(text=text) for text in (token.text[0], token.text[1:])]
        return self.primary(depth + 1)

    def _root(self, degree: str, depth: int) -> Expression:
        root = number_of(degree) if degree else Expression("number", value=2.0)
        if self.take("open", "["):
            root = self.sum(depth + 1)
            if not self.take("close", "]"):
                raise NoExpression
        return Expression("power", (self.primary(depth + 1), Expression("over", (root,))), name="root")

    def function(self, name: str, depth: int) -> Expression:
        """A function and its argument."""
        if name == "sqrt":
            return self._root("", depth)
        is_log = name.startswith(("log", "ln"))
        if is_log:
            self._without_braces()
        argument = (
            self.bracket(depth) if self.peek("open") else self._bare(depth) if is_log or name == "exp" else refuse()
        )
        return applied(name, argument)

    def _without_braces(self) -> None:
        """Take away braces round a sum, which TeX does not print: log{2 - 1} looks as log 2 - 1 does."""
        if not self.peek("open", "{"):
            return
        depth = 0
        for end in range(self.at, len(self.tokens)):
            depth += DEPTHS.get(self.tokens[end].kind, 0)
            if not depth:
                break
            if depth == 1 and end > self.at + 1 and self.tokens[end].kind == "op" and self.tokens[end].text in "+-":
                self.asked.add("brace")
        if not depth and "brace" in self.asked and self.reading.brace == "invisible":
            self.tokens = [*self.tokens[: self.at], *self.tokens[self.at + 1 : end], *self.tokens[end + 1 :]]

    def _bare(self, depth: int) -> Expression:
        """The argument of a function without brackets: log 1/3 is a logarithm of 1/3, or a third of one."""
        if self.peek("op", "-"):
            raise NoExpression
        parts = [self.power(depth + 1)]
        if self.peek("op", "*/"):
            self.asked.add("log")
        while token := self.take("op", REACHES[self.reading.log] or " "):
            part = self.power(depth + 1)
            parts.append(part if token.text == "*" else Expression("over", (part,)))
            if self.reading.log == "quotient":
                break
        return of_all("product", parts)
