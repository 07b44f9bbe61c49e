"""Tokens → the sides of every equals sign: what stands on it as a whole, or nothing."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.forms import NoExpression
from xentropy_cli.conventions.audit.grammar import readings
from xentropy_cli.conventions.audit.tokens import EDGE, Token
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.conventions.audit.expression import Expression

BOUNDARIES = {"word", "stop", "cell", "row", "relation", "arrow", "comma"}
VALUES = {"number", "close", "percent", "vulgar", "power"}
NUMBERS = {"number", "vulgar", "junk"}
NAMED = {"name", "word", "open", "comma", "stop"}


class Side(NamedTuple):
    """One side of an equals sign: its readings, its tokens, and what is said of its form.

    No readings: it could not be read whole. A label is a symbol, or a function of something: what is defined, not a value.
    """

    readings: tuple[Expression, ...]
    tokens: Sequence[Token]
    is_label: bool = False
    fills: bool = False

    @property
    def has_number(self) -> bool:
        """Whether a number stands in it."""
        return any(token.kind in NUMBERS for token in self.tokens)

    @property
    def is_name(self) -> bool:
        """Whether it is a symbol, or a word with what is before it, or nothing."""
        kinds = [token.kind for token in self.tokens]
        return not kinds or (kinds[-1] in ("name", "word") and NAMED.issuperset(kinds))


class Link(NamedTuple):
    """Two sides with an equals sign between them."""

    left: Side
    equals: Token
    right: Side


def links(found: Sequence[Token], *, cut: tuple[bool, bool] = (False, False)) -> list[Link]:
    """Every equals sign with its sides; `cut` says if the text begins or ends within a longer line."""
    joined = without_breaks(found)
    places = [at for at, token in enumerate(joined) if token.kind == "equals"]
    edges = [-1, *places, len(joined)]
    segments = [without_borders(joined[a + 1 : b]) for a, b in pairwise(edges)]
    lefts = [left_side(each, is_cut=cut[0] and not at) for at, each in enumerate(segments[:-1])]
    rights = [right_side(each, is_cut=cut[1] and at == len(places)) for at, each in enumerate(segments[1:], 1)]
    return [Link(left, joined[at], right) for left, at, right in zip(lefts, places, rights, strict=True)]


def without_breaks(found: Sequence[Token]) -> list[Token]:
    """Leave out the line breaks of markup that a sign follows: the expression goes on."""
    kept: list[Token] = []
    goes_on = False
    for token in reversed(found):
        if token.kind != "row":
            goes_on = token.kind == "equals" or (token.kind == "op" and token.text in "+*/")
        if token.kind != "row" or not goes_on:
            kept.append(token)
    return kept[::-1]


def without_borders(segment: Sequence[Token]) -> Sequence[Token]:
    """A segment without the borders of cells at its ends: an equals sign may have a cell of its own."""
    kept = [at for at, token in enumerate(segment) if token.kind not in ("cell", "row")]
    return segment[kept[0] : kept[-1] + 1] if kept else ()


def left_side(segment: Sequence[Token], *, is_cut: bool = False) -> Side:
    """What stands left of an equals sign, back to a word, a stop, a border or the start."""
    start = _start(segment)
    own = segment[start:]
    name, before = [EDGE, EDGE, *segment][start : start + 2]
    if not own:
        return Side((), segment[start - 2 : start] if before.kind == "word" else segment[-1:])
    if is_cut and before is EDGE:
        return Side((), own)
    is_symbol = before.kind == "close" or (before.kind == "word" and len(before.text) == 1)
    if is_symbol and own[0].kind == "op" and not _is_unary(before, own):
        return Side((), own)
    is_call = before.end == own[0].start and own[0].kind == "open" and before.kind in ("word", "close")
    is_keyword = before.kind == "open" and name.end == before.start and name.kind in ("word", "name", "function")
    if is_call or is_keyword or is_label(own):
        return Side((), own, is_label=not is_keyword or is_label(own))
    return _read(_signs(own), own, fills=start == 0)


def _is_unary(before: Token, own: Sequence[Token]) -> bool:
    """Whether a sign belongs to what follows it: it has a blank before it and none behind."""
    return own[0].start > before.end and len(own) > 1 and own[0].end == own[1].start


def _start(segment: Sequence[Token]) -> int:
    """The first token of the side that ends a segment."""
    closing: list[int] = []
    at = len(segment)
    while at:
        token = segment[at - 1]
        if token.kind == "close":
            if not closing and at < len(segment) and _is_remark(segment, at - 1):
                return at
            closing.append(at)
        elif token.kind == "open":
            if not closing:
                return at
            closing.pop()
        elif not closing and token.kind in BOUNDARIES and not _is_decimal(segment, at - 1):
            return at
        at -= 1
    return max(closing, default=0)


def _is_remark(segment: Sequence[Token], at: int) -> bool:
    """Whether the bracket that closes here holds words and nothing else."""
    words = list(takewhile(lambda token: token.kind in ("word", "stop", "comma"), reversed(segment[:at])))
    before = segment[: at - len(words)]
    return bool(words) and bool(before) and before[-1].kind == "open"


def _is_decimal(segment: Sequence[Token], at: int) -> bool:
    """Whether a comma stands between two digits: no list of a sentence is written like that."""
    around = segment[at - 1 : at + 2]
    is_glued = all(one.end == other.start for one, other in pairwise(around))
    return is_glued and [token.kind for token in around] == ["number", "comma", "number"]


def _signs(own: Sequence[Token]) -> list[Sequence[Token]]:
    """The readings of a dash before an expression: a minus sign, or a mark of the text."""
    first = own[0]
    if first.kind == "maybe":
        return [[Token("op", "-", first.start, first.end), *own[1:]], own[1:]]
    if first.kind == "op" and first.text == "-" and all(token.start != first.end for token in own):
        return [own, own[1:]]
    return [own[1:]] if first.text == "+" else [own]


def right_side(segment: Sequence[Token], *, is_cut: bool = False) -> Side:
    """What stands right of an equals sign, up to a word, a stop, a border or the end."""
    end = _end(segment)
    own = _without_remark(segment[:end])
    if not own or (is_cut and end == len(segment)):
        return Side((), own)
    if is_label(own):
        return Side((), own, is_label=True)
    return _read(_ends(own), own)


def _end(segment: Sequence[Token]) -> int:
    opening: list[int] = []
    for at, token in enumerate(segment):
        if token.kind == "open":
            opening.append(at)
        elif token.kind == "close":
            if not opening:
                return at
            opening.pop()
        elif not opening and token.kind in BOUNDARIES and not _is_decimal(segment, at):
            return at
    return opening[0] if opening else len(segment)


def _bracket_behind(own: Sequence[Token]) -> int:
    """Where a bracket begins behind a value and ends the side: it may be a factor, or a remark; or the end of the side."""
    for at in range(1, len(own)):
        if own[at].kind == "open" and own[at - 1].kind in VALUES and own[at].start > own[at - 1].end:
            return at if own[-1].kind == "close" else len(own)
    return len(own)


def _without_remark(own: Sequence[Token]) -> Sequence[Token]:
    """A side without a bracket behind its value that is no factor: 1.204 (natural log)."""
    at = _bracket_behind(own)
    return own[:at] if at < len(own) and own[at].text != "{" and not _read([own], own).readings else own


def _ends(own: Sequence[Token]) -> list[Sequence[Token]]:
    """The readings of what follows a value: a factor in brackets, or a remark; a dash; dots that say that digits go on."""
    at = _bracket_behind(own)
    found = [own] if at == len(own) else [own[:at], own]
    if own[-1].kind == "dots" or own[-1].text == "-":
        found.append(own[:-1])
    return found


def is_label(own: Sequence[Token]) -> bool:
    """Whether it is a symbol with its brackets and exponents, such as f(x), H(0.25), x^2: something with a name."""
    own = [token for token in own if token.kind != "maybe"]
    if not own or own[0].kind != "name" or own[0].text == "e":
        return False
    depth = 0
    for before, token in pairwise(own):
        depth += (token.kind == "open") - (token.kind == "close")
        if not depth and token.kind != "close" and "^" not in (before.text, token.text):
            return False
    return True


def _read(variants: list[Sequence[Token]], own: Sequence[Token], *, fills: bool = False) -> Side:
    found: list[Expression] = []
    for variant in variants:
        try:
            found.extend(readings(variant))
        except NoExpression:
            continue
    if found and own[-1].kind == "dots":
        found = [each._replace(name="dots") for each in found]
    return Side(tuple(found), own, fills=fills)
