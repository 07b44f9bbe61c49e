"""Worked arithmetic in a text, found and checked line by line."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.audit.expression import Expression, NoExpression, parse, value, walk
from xentropy_cli.conventions.audit.reasons import reason
from xentropy_cli.conventions.audit.tokens import Token, tokens
from xentropy_cli.conventions.audit.vectors import stated_quantities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RIGHT, ROUNDED, TRUNCATED, WRONG = "right", "rounded", "truncated", "wrong"
ORDER = (RIGHT, ROUNDED, TRUNCATED, WRONG)
BASES = ("e", "2", "10")
MOST_TOKENS = 80
MOST_FINDINGS = 10_000
EXACT = 1e-15
DIGITS_OF_A_ROUNDED = 3
"""A typed number with so many digits after the point may be one that was rounded."""

MARKS = ("=", "≈", "≃", "≅", "≐", "\\approx", "\\simeq", "&a", " is ", " equals ", " gives ", "[", "(", "{")
"""One of these stands in every line that states a result."""

DIGIT = re.compile("[0-9]")


class Finding(NamedTuple):
    """A worked result: where it stands, the text, the place of the stated number in it, and what is right."""

    file: str
    line: int
    column: int
    text: str
    span: tuple[int, int]
    status: str
    stated: float
    right: float
    decimals: int | None
    why: str = ""


class Claim(NamedTuple):
    """An expression and the value that is stated for it, with the tokens of both; it may stand in the line before."""

    expression: Expression
    stated: Expression
    tokens: Sequence[Token]
    said: Sequence[Token]
    is_carried: bool = False


class Audit:
    """The check of one text: what was found, how often, and what could not be read."""

    def __init__(self, file: str) -> None:
        """Start with nothing read."""
        self.file = file
        self.findings: list[Finding] = []
        self.counts = dict.fromkeys(ORDER, 0)
        self.unread = 0
        self.factors: tuple[tuple[float, ...], int] = ((), 0)
        self.logs: list[float] = []
        self.carried: Sequence[Token] = ()

    def read(self, lines: Iterable[tuple[int, str]]) -> None:
        """Check every line."""
        for number, line in lines:
            if not line.strip():
                self.carried = ()
            elif any(mark in line for mark in MARKS) and DIGIT.search(line):
                self._line(number, line)

    def _line(self, number: int, line: str) -> None:
        found = [*self._arithmetic(number, line), *self._quantities(number, line)]
        for finding in found:
            self.counts[finding.status] += 1
            if len(self.findings) < MOST_FINDINGS:
                self.findings.append(finding)
        self.unread += not found and looks_worked(line)

    def _quantities(self, number: int, line: str) -> Iterator[Finding]:
        for each in stated_quantities(line):
            start, end = each.span
            yield Finding(self.file, number, start + 1, line[each.start : end], (start - each.start, end - each.start),
                          each.status, each.stated, each.right, each.decimals, each.why)  # fmt: skip

    def _arithmetic(self, number: int, line: str) -> Iterator[Finding]:
        found = list(tokens(line))
        before, self.carried = self.carried, last_segment(found)
        for claim in claims(found, before):
            status, right, base = judged(claim)
            place, end = claim.said[0].start, claim.said[-1].end
            start = place if claim.is_carried else min(claim.tokens[0].start, place)
            last = end if claim.is_carried else max(claim.tokens[-1].end, end)
            stated = value(claim.stated, "e")
            why = reason(claim.expression, stated, claim.stated, right) if status == WRONG else ""
            stray = self._strays(claim, number)
            if stray and status != WRONG:
                status, why, right = WRONG, stray.text, value(stray.corrected, base)
            yield Finding(self.file, number, place + 1, line[start:last], (place - start, end - start), status, stated,
                          right, decimals_of(claim.stated), why)  # fmt: skip

    def _strays(self, claim: Claim, number: int) -> Stray | None:
        """Notice logarithms of other numbers than the probabilities that were multiplied before."""
        if factors := plain_factors(claim.expression):
            self.factors, self.logs = (factors, number), []
            return None
        logs = [part for part in walk(claim.expression) if part.kind == "log" and part.parts[0].kind == "number"]
        self.logs += [log.parts[0].value for log in logs]
        known, line = self.factors
        if not known or len(self.logs) < len(known):
            return None
        pairs = zip(self.logs[-len(known) :], known, strict=True)
        self.logs = []
        strange = [(taken, instead) for taken, instead in pairs if taken != instead]
        place = next((log.parts[0] for log in reversed(logs) if strange and log.parts[0].value == strange[0][0]), None)
        if len(strange) != 1 or place is None:
            return None
        taken, instead = strange[0]
        text = f"log({taken:.12g}) was taken, where {instead:.12g} was multiplied in line {line}"
        return Stray(text, _moved(claim.expression, place, instead))


class Stray(NamedTuple):
    """A logarithm of another number than was multiplied before: what is odd, and the expression put right."""

    text: str
    corrected: Expression


def plain_factors(expression: Expression) -> tuple[float, ...]:
    """The factors of a product of probabilities; nothing for any other expression."""
    factors = expression.parts if expression.kind == "product" else ()
    return tuple(part.value for part in factors) if all(f.kind == "number" and 0 < f.value < 1 for f in factors) else ()


def looks_worked(line: str) -> bool:
    """Tell whether a line that yielded nothing has a sign of a result: an operator or logarithm left of an equals sign."""
    head = line.partition("=")[0] if "=" in line else ""
    return bool(re.search(r"[0-9]\s*(?:[·×*+]|\\cdot|\\times)\s*[0-9]|(?:log|ln)[^=]{0,20}[0-9]", head))


def last_segment(found: Sequence[Token]) -> Sequence[Token]:
    """What stands after the last equals sign of a line: the next line may go on from it."""
    places = [at for at, token in enumerate(found) if token.kind == "equals"]
    return found[places[-1] + 1 :] if places else found


def claims(found: Sequence[Token], before_it: Sequence[Token] = ()) -> Iterator[Claim]:
    """Every expression that an equals sign joins to a value, or to another expression.

    A line that starts with an equals sign goes on from the end of the line before it.
    """
    places = [at for at, token in enumerate(found) if token.kind == "equals"]
    edges = [-1, *places, len(found)]
    segments = [without_borders(found[a + 1 : b]) for a, b in pairwise(edges)]
    goes_on = bool(places) and not segments[0]
    for at, (before, after) in enumerate(pairwise(segments)):
        is_carried = goes_on and at == 0
        left, right = suffix(before_it if is_carried else before), prefix(after)
        if left is None or right is None:
            continue
        if is_plain(left[0]) and not is_plain(right[0]) and not is_carried:
            left, right = right, left
        if is_worth(left[0]):
            yield Claim(left[0], right[0], left[1], right[1], is_carried)


def without_borders(segment: Sequence[Token]) -> Sequence[Token]:
    """A segment without the borders of cells at its ends: an equals sign may have a cell of its own."""
    kept = [at for at, token in enumerate(segment) if token.kind != "cell"]
    return segment[kept[0] : kept[-1] + 1] if kept else ()


Parsed = tuple[Expression, "Sequence[Token]"] | None


def suffix(segment: Sequence[Token]) -> Parsed:
    """The longest expression at the end of a segment."""
    if not segment or segment[-1].kind not in ("number", "close"):
        return None
    for start in range(_first(segment), len(segment)):
        if (found := _parsed(segment[start:])) is not None:
            return found
    return None


def _first(segment: Sequence[Token]) -> int:
    """The first token that an expression at the end may start with: none reaches over a word, a comma or two numbers."""
    at = len(segment) - 1
    while at > max(0, len(segment) - MOST_TOKENS) and not _parts(segment[at - 1], segment[at]):
        at -= 1
    return at


def _parts(before: Token, after: Token) -> bool:
    """Whether no expression holds these two next to each other."""
    is_word = before.kind in ("word", "comma", "cell") and before.text != "e"
    return is_word or (after.kind == "number" and before.kind in ("number", "close"))


def prefix(segment: Sequence[Token]) -> Parsed:
    """The longest expression at the start of a segment."""
    for end in range(_last(segment), 0, -1):
        if (found := _parsed(segment[:end])) is not None:
            return found
    return None


def _last(segment: Sequence[Token]) -> int:
    """How many tokens an expression at the start may take."""
    most = min(len(segment), MOST_TOKENS)
    at = min(1, most)
    while at < most and not _parts(segment[at - 1], segment[at]):
        at += 1
    return at


def _parsed(part: Sequence[Token]) -> Parsed:
    try:
        return parse(part), part
    except NoExpression:
        return None


def is_plain(expression: Expression) -> bool:
    """Whether it is a number with or without a sign."""
    return expression.kind == "number" or (expression.kind == "minus" and expression.parts[0].kind == "number")


def is_worth(expression: Expression) -> bool:
    """Whether it is worked arithmetic: a logarithm or root, or an operation on numbers that are not all whole."""
    parts = walk(expression)
    if is_plain(expression):
        return False
    return any(
        part.kind in ("log", "exp", "sqrt") or (part.kind == "number" and part.decimals is not None) for part in parts
    )


def judged(claim: Claim) -> tuple[str, float, str]:
    """The status of a claim, the right value, and the base of a bare log: the one that serves the claim best."""
    bases = BASES if any(part.kind == "log" and not part.base for part in walk(claim.expression)) else ("e",)
    found = []
    for base in bases:
        right = value(claim.expression, base)
        if not math.isnan(right):
            found.append((ORDER.index(_status(claim, right, base)), bases.index(base), right))
    if not found:
        return WRONG, math.nan, "e"
    status, at, right = min(found)
    return ORDER[status], right, bases[at]


def _status(claim: Claim, right: float, base: str) -> str:
    stated = value(claim.stated, base)
    off = abs(right - stated)
    if off <= EXACT * max(1.0, abs(right)):
        return RIGHT
    decimals = decimals_of(claim.stated)
    slack = slack_of(claim.expression, base)
    if not is_plain(claim.stated):
        return ROUNDED if off <= slack_of(claim.stated, base, least=1) + slack else WRONG
    unit = 10.0 ** -(decimals or 0)
    if off <= unit / 2 * (1 + 1e-9):
        return ROUNDED
    if right * stated >= 0 and 0 < abs(right) - abs(stated) < unit:
        return TRUNCATED
    return ROUNDED if off <= unit / 2 + slack else WRONG


def decimals_of(stated: Expression) -> int | None:
    """The digits after the point of a stated number."""
    return (stated.parts[0] if stated.kind == "minus" else stated).decimals if is_plain(stated) else None


def slack_of(expression: Expression, base: str, least: int = DIGITS_OF_A_ROUNDED) -> float:
    """How far the value may move when its long decimals were rounded: half a unit in the last place of each."""
    middle = value(expression, base)
    moved = [
        value(_moved(expression, part, part.value + 10.0**-part.decimals / 2), base)
        for part in walk(expression)
        if part.kind == "number" and part.decimals is not None and part.decimals >= least
    ]
    return sum(abs(each - middle) for each in moved if not math.isnan(each))


def _moved(expression: Expression, part: Expression, new: float) -> Expression:
    """The expression with one number changed."""
    if expression is part:
        return expression._replace(value=new)
    return expression._replace(parts=tuple(_moved(inner, part, new) for inner in expression.parts))
