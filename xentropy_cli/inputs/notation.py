"""Vectors as people type them: `0.7,0.8,0.97`, `[0.7, 0.8]`, `70% 80%`, `1/3`, `duck=0.7,dog=0.8`.

A `Source` is a text and the place it came from. `split` cuts it into pieces, each of which remembers where it stood, so
that whatever is found wrong with one later can be underlined.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from xentropy_cli.core.real import Real, real
from xentropy_cli.errors import MISUSE, XentError
from xentropy_cli.inputs.pasted import Span, Titled, inside_calls, unquoted
from xentropy_cli.inputs.sums_to_one import typed_decimals
from xentropy_cli.inputs.words import MINUS, WIDE
from xentropy_cli.named_tuple import NamedTuple
from xentropy_cli.text import is_hidden, name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

BLANKS = f"\t\n\r{WIDE}"
"""What stands between numbers like a blank: pages and programs print no-break, thin and figure spaces."""

SMUGGLED = "\udc80", "\udcff"
"""How Python hands over bytes of the command line that are not UTF-8."""

MOST_CHARACTERS = 4000
"""Characters in one number."""

LARGEST_EXPONENT = 100_000
"""The exponent of a typed number; 10^100000 is still written out exactly in a few milliseconds."""

MOST_ENTRIES = 20_000
"""Numbers in one calculation; `xent score` reads files of any length."""

LARGEST_NUMBER = 10**308

DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
SUFFIXED = rf"(?a:({DECIMAL.pattern})f(?:16|32|64)|((?=.*\.){DECIMAL.pattern})[fFdD])"
"""A number as C, Java and Rust write one: 0.7f, 0.7d, 0.7f32."""
JULIA = rf"(?a:({DECIMAL.pattern})f(0|-[0-9]+))"  # of 32 bits: 0.7f0, 7f-1
ENTRY = r"\S+(?:\s+%(?!\S))?"
"""An entry between blanks; one may stand before its % sign, as many languages write it."""
PLAIN = frozenset("0123456789.,+-%/eE ")  # of a row that no program printed
VULGAR = frozenset("¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")
"""Fractions of one character."""
FRACTION_SLASH = "\u2044"
"""What stands in the fractions that programs and pages make of 1/2."""


class Source(NamedTuple):
    """A text from outside, where it stood (`--pred`, `standard input, line 3`), and the exit code of a fault in it."""

    where: str
    text: str
    status: int = MISUSE


class Piece(NamedTuple):
    """One entry of a vector: its text, and the span of its source that it fills."""

    text: str
    source: Source
    span: tuple[int, int]
    name: str | None = None

    def refuse(self, code: str, message: str, *, why: str, fix: str) -> XentError:
        """Make the error that underlines this entry."""
        where, text, status = self.source
        return XentError(code, message, where=where, text=text, span=self.span, why=why, fix=fix, status=status)


class Number(NamedTuple):
    """A number as typed: its exact value, and its digits after the point (None: a fraction, or an exponent)."""

    value: Real
    piece: Piece
    decimals: int | None


Row = tuple[Piece, ...]


def whole(source: Source) -> Piece:
    """Take a source as a single piece."""
    return Piece(source.text.strip(), source, (0, max(len(source.text), 1)))


def row_of(name: str, texts: Sequence[str], names: Sequence[str | None] | None = None) -> Row:
    """Take texts that are entries already as the pieces of a vector.

    >>> [piece.span for piece in row_of("pred", ["0.7", "0.25"])]
    [(0, 3), (5, 9)]
    """
    source = Source(name, ", ".join(texts))
    starts = accumulate((len(f"{text}, ") for text in texts[:-1]), initial=0)
    return tuple(
        Piece(text, source, (start, start + len(text)), key)
        for text, start, key in zip(texts, starts, names or [None] * len(texts), strict=True)
    )


def split(source: Source) -> Row:
    """Cut a vector into its entries, at its commas, or at its blanks where it has no comma.

    >>> [piece.text for piece in split(Source("--pred", "[0.7, 0.8]"))]
    ['0.7', '0.8']
    """
    refuse_hidden(source)
    return split_span(source, inside_calls(source.text, Span(0, len(source.text))))


def rows_in(source: Source) -> tuple[Row, ...]:
    """Cut what was pasted into rows: a list of lists holds several.

    >>> [[piece.text for piece in row] for row in rows_in(Source("--pred", "[[0.7, 0.3], [0.2, 0.8]]"))]
    [['0.7', '0.3'], ['0.2', '0.8']]
    """
    refuse_hidden(source)
    if PLAIN.issuperset(source.text):
        return (split(source),)
    from xentropy_cli.inputs.printed import row_spans

    rows = row_spans(source.text)
    return tuple(tuple(piece for entry in entries for piece in entries_in(source, entry)) for entries in rows)


def entries_in(source: Source, entry: Span | Titled) -> Row:
    """The entries of part of a row, or the one that has its name beside or below it."""
    if isinstance(entry, Titled):
        return (_piece(source, *entry.span)._replace(name=entry.name),)
    return split_span(source, entry)


def split_span(source: Source, span: Span) -> Row:
    """Cut part of a source into its entries."""
    start, end = span
    inside = source.text[start:end]
    spans = _between_commas(inside) if "," in inside else [match.span() for match in re.finditer(ENTRY, inside)]
    if not spans:
        raise whole(source).refuse(
            "empty",
            "There is nothing here.",
            why="A vector needs at least one entry.",
            fix=f"Type its entries, separated by commas, after {_option(source)}.",
        )
    return tuple(_piece(source, start + a, start + b) for a, b in spans)


def _between_commas(text: str) -> list[tuple[int, int]]:
    """Spans between commas, blanks at both ends left out."""
    spans, at = [], 0
    for part in text.split(","):
        lead = len(part) - len(part.lstrip())
        spans.append((at + lead, at + lead + len(part.strip())))
        at += len(part) + 1
    return spans


def _piece(source: Source, start: int, end: int) -> Piece:
    start, end = unquoted(source.text, start, end)
    piece = Piece(source.text[start:end], source, (start, end))
    if start == end:
        raise piece._replace(span=(start, start + 1)).refuse(
            "empty",
            "An entry is missing.",
            why="Two commas with nothing between them, or a comma at an end, may stand for a lost number.",
            fix="Type the missing entry, or take the comma out.",
        )
    return piece


def refuse_hidden(source: Source) -> None:
    """Refuse a character that the reader cannot see: it came with a paste, and may hide another text."""
    for at, character in enumerate(source.text):
        if character in BLANKS or not is_hidden(character):
            continue
        if SMUGGLED[0] <= character <= SMUGGLED[1]:
            raise Piece(character, source, (at, at + 1)).refuse(
                "not-utf8",
                f"There is a byte here that is not UTF-8: 0x{ord(character) & 0xFF:02X}.",
                why="Text is read as UTF-8, so that no letter is guessed.",
                fix="Type it again in a terminal that uses UTF-8.",
            )
        raise Piece(character, source, (at, at + 1)).refuse(
            "invisible-character",
            f"There is an invisible character here: {name_of(character)}.",
            why="It often comes with text copied from a page or a document, and it is not part of a number or name.",
            fix="Delete it, or type the text again by hand.",
        )


def named(piece: Piece) -> Piece:
    """Take the name off an entry: `duck=0.7` is 0.7, named duck, and so is `"duck": 0.7`.

    >>> named(split(Source("--pred", "duck=0.7"))[0])[:1], named(split(Source("--pred", "duck=0.7"))[0]).name
    (('0.7',), 'duck')
    """
    name, equals, text = piece.text.rpartition("=" if "=" in piece.text else ":")
    name = name.strip()
    name = name[slice(*unquoted(name, 0, len(name)))]
    if piece.name is not None or not equals:
        return piece
    if not name.strip():
        raise piece.refuse(
            "empty",
            f"A name is missing before the {'equals sign' if equals == '=' else 'colon'}.",
            why="An entry is a number, or NAME=NUMBER.",
            fix=f"Type a name: cat={text.strip()}; or only the number: {text.strip()}",
        )
    end = piece.span[1]
    return Piece(text.strip(), piece.source, (end - len(text.lstrip()), end), name.strip())


def number(piece: Piece) -> Number:
    """Read a decimal, a percentage or a fraction exactly.

    >>> number(split(Source("--pred", "70%"))[0]).value
    real(7/10)
    """
    if len(piece.text) > MOST_CHARACTERS:
        raise piece.refuse(
            "too-extreme",
            f"This number has {len(piece.text)} characters.",
            why=f"A number may have up to {MOST_CHARACTERS} characters.",
            fix="Type fewer digits; twenty are more than any measurement has.",
        )
    text = plain_number(piece.text).replace(MINUS, "-")
    top, slash, bottom = text.partition("/")
    value = _fraction(piece, top, bottom) if slash else _decimal(piece, without_percent(text))
    if abs(value) > LARGEST_NUMBER:
        raise piece.refuse(
            "too-extreme",
            f"{piece.text} is further from 0 than 1e308.",
            why="Every result is also given as a double, and the largest double is 1.8e308.",
            fix="Check the exponent.",
        )
    exact = real(value / 100 if piece.text.endswith("%") else value)
    return Number(exact, piece, typed_decimals(text))


def without_percent(text: str) -> str:
    """A number without its % sign, and without a blank before that.

    >>> without_percent("30 %"), without_percent("30%"), without_percent("30")
    ('30', '30', '30')
    """
    return text[:-1].rstrip() if text.endswith("%") else text


def plain_number(text: str) -> str:
    """Write a fraction of one character, or with its own slash, with that of the keyboard; leave the suffix of a float out.

    >>> plain_number("¾"), plain_number("0.7f"), plain_number("7f-1"), plain_number("0.7")
    ('3/4', '0.7', '7e-1', '0.7')
    """
    if text in VULGAR or FRACTION_SLASH in text:
        from unicodedata import normalize

        return normalize("NFKC", text).replace(FRACTION_SLASH, "/")
    if julian := re.fullmatch(JULIA, text) if "f" in text else None:
        return "e".join(julian.groups())
    suffixed = re.fullmatch(SUFFIXED, text) if text[-1:] in "fFdD246" else None
    return suffixed.group(1) or suffixed.group(2) if suffixed else text


def _fraction(piece: Piece, top: str, bottom: str) -> Fraction:
    above, below = _decimal(piece, top), _decimal(piece, bottom)
    if not below:
        raise piece.refuse(
            "not-a-number",
            f"{piece.text} divides by zero.",
            why="Nothing can be divided by 0.",
            fix="Type a fraction such as 1/3, or a decimal such as 0.5.",
        )
    return above / below


def _decimal(piece: Piece, text: str) -> Fraction:
    if not DECIMAL.fullmatch(text):
        from xentropy_cli.inputs.mistakes import not_a_number

        raise not_a_number(piece)
    exponent = text.lower().partition("e")[2]
    if exponent and (len(exponent) > len(str(LARGEST_EXPONENT)) + 1 or abs(int(exponent)) > LARGEST_EXPONENT):
        raise piece.refuse(
            "too-extreme",
            f"The exponent of {text} is out of reach.",
            why=f"Numbers are kept exactly, with exponents from -{LARGEST_EXPONENT} to {LARGEST_EXPONENT}.",
            fix="Type 0 for a probability that small, or check the exponent.",
        )
    return Fraction(text)


def _option(source: Source) -> str:
    return source.where.partition(",")[0]
