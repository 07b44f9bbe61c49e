"""Entries as they are typed: what each is read as, where a fault in it is underlined, and the numbers at every limit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from xentropy_cli.errors import XentError
from xentropy_cli.inputs.notation import Source, named, number, row_of, rows_in, split, whole
from xentropy_cli.inputs.standard_input import few_enough

if TYPE_CHECKING:
    from collections.abc import Callable


def refused(reading: Callable[[], object]) -> XentError:
    """The error of a reading."""
    with pytest.raises(XentError) as raised:
        reading()
    return raised.value


def underlined(error: XentError) -> str:
    """The characters under which the carets stand."""
    start, end = error.span
    return error.text[start:end]


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("0.7", Fraction(7, 10)),
        ("-.5", Fraction(-1, 2)),
        ("+5.", Fraction(5)),
        ("2e-3", Fraction(1, 500)),
        ("2E+1", Fraction(20)),
        ("70%", Fraction(7, 10)),
        ("70 %", Fraction(7, 10)),
        ("70\u202f%", Fraction(7, 10)),
        ("3/4", Fraction(3, 4)),
        ("0.3/0.4", Fraction(3, 4)),
        ("¾", Fraction(3, 4)),
        ("⅒", Fraction(1, 10)),
        ("7⁄8", Fraction(7, 8)),
        ("0.7f", Fraction(7, 10)),
        ("0.7F", Fraction(7, 10)),
        ("0.7d", Fraction(7, 10)),
        ("0.7D", Fraction(7, 10)),
        ("7f16", Fraction(7)),
        ("0.7f32", Fraction(7, 10)),
        ("7f64", Fraction(7)),
    ],
)
def test_an_entry_is_the_number_that_was_typed(text: str, exact: Fraction) -> None:
    assert getattr(number(whole(Source("--pred", text))).value, "value", None) == exact


@pytest.mark.parametrize(
    ("text", "decimals"), [("0.70", 2), ("1", 0), ("70%", 2), ("1/3", None), ("7e-1", None), ("0.70f", 2)]
)
def test_the_typed_digits_are_counted(text: str, decimals: int | None) -> None:
    assert number(whole(Source("--pred", text))).decimals == decimals


@pytest.mark.parametrize("text", ["0." + "3" * 3998, "1e308", "-1e308", "1e-100000", "0e100000", "1e-099999"])
def test_a_number_at_its_limit_is_read(text: str) -> None:
    assert number(whole(Source("--pred", text))).piece.text == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0." + "3" * 3999, "This number has 4001 characters."),
        ("1.1e308", "1.1e308 is further from 0 than 1e308."),
        ("-1.1e308", "-1.1e308 is further from 0 than 1e308."),
        ("1e100001", "The exponent of 1e100001 is out of reach."),
        ("1e-100001", "The exponent of 1e-100001 is out of reach."),
        ("1e" + "0" * 8, "The exponent of 1e00000000 is out of reach."),
    ],
)
def test_a_number_beyond_its_limit_is_refused(text: str, message: str) -> None:
    error = refused(lambda: number(whole(Source("--pred", text))))
    assert (error.code, error.message, underlined(error)) == ("too-extreme", message, text)


def test_as_many_entries_as_fit_a_page_are_read_from_standard_input() -> None:
    half, more = row_of("standard input", ["1"] * 10_000), row_of("standard input", ["0.5", "1"])
    assert few_enough([half, half]) == (half, half)
    error = refused(lambda: few_enough([half, half, more]))
    assert (error.code, error.message, underlined(error)) == ("too-long", "There are more than 20000 numbers.", "0.5")


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("0.7,0.8", ["0.7", "0.8"]),
        ("  0.7 ,\t0.8  ", ["0.7", "0.8"]),
        ("0.7 0.8", ["0.7", "0.8"]),
        ("70 % 80%", ["70 %", "80%"]),
        ("[0.7, '0.8']", ["0.7", "0.8"]),
    ],
)
def test_each_entry_knows_where_it_stood(text: str, entries: list[str]) -> None:
    pieces = split(Source("--pred", text))
    assert [piece.text for piece in pieces] == entries
    assert [text[slice(*piece.span)] for piece in pieces] == entries


def test_texts_are_laid_out_in_a_row_with_their_names() -> None:
    pieces = row_of("pred", ["0.7", "0.25", "0"], ["a", None, "c"])
    assert [piece.source.text[slice(*piece.span)] for piece in pieces] == ["0.7", "0.25", "0"]
    assert [piece.name for piece in pieces] == ["a", None, "c"]
    assert [piece.name for piece in row_of("pred", ["0.7", "0.25"])] == [None, None]


@pytest.mark.parametrize(
    ("text", "name", "entry"),
    [
        ("duck=0.7", "duck", "0.7"),
        ("duck = 0.7", "duck", "0.7"),
        ('"duck": 0.7', "duck", "0.7"),
        ("a:b=0.7", "a:b", "0.7"),
        ("0.7", None, "0.7"),
    ],
)
def test_a_name_is_taken_off_its_entry(text: str, name: str | None, entry: str) -> None:
    piece = named(whole(Source("--pred", text)))
    assert (piece.name, piece.text) == (name, entry)
    assert text[slice(*piece.span)] == entry


def test_a_name_is_taken_off_once() -> None:
    piece = named(whole(Source("--pred", "a=b=0.7")))
    assert named(piece) == piece == (piece[0], piece[1], piece[2], "a=b")


@pytest.mark.parametrize(
    ("text", "code", "message", "mark"),
    [
        ("", "empty", "There is nothing here.", " "),
        ("[]", "empty", "There is nothing here.", "[]"),
        ("0.7,,0.8", "empty", "An entry is missing.", ","),
        ("0.7,'',0.8", "empty", "An entry is missing.", "'"),
        ("0.5,1/0", "not-a-number", "1/0 divides by zero.", "1/0"),
        ("0.5, =0.7", "empty", "A name is missing before the equals sign.", "=0.7"),
        ("0.5, :0.7", "empty", "A name is missing before the colon.", ":0.7"),
        (
            "0.5\u200b,1",
            "invisible-character",
            "There is an invisible character here: U+200B ZERO WIDTH SPACE.",
            "\u200b",
        ),
        ("0.5\udc80,1", "not-utf8", "There is a byte here that is not UTF-8: 0x80.", "\udc80"),
        ("0.5\udcff,1", "not-utf8", "There is a byte here that is not UTF-8: 0xFF.", "\udcff"),
        ("0.5\udc7f,1", "invisible-character", "There is an invisible character here: U+DC7F.", "\udc7f"),
        ("0.5\udd00,1", "invisible-character", "There is an invisible character here: U+DD00.", "\udd00"),
    ],
)
def test_what_is_refused_is_underlined(text: str, code: str, message: str, mark: str) -> None:
    error = refused(lambda: [number(named(piece)) for piece in split(Source("--pred, row 2", text))])
    assert (error.code, error.message, underlined(error)) == (code, message, mark)
    if message == "There is nothing here.":
        assert error.fix == "Type its entries, separated by commas, after --pred."
        assert error.span == (0, max(len(text), 1))


def test_a_piece_of_blanks_alone_has_a_place_to_underline() -> None:
    assert whole(Source("--pred", "")).span == (0, 1)
    assert whole(Source("--pred", " 0.7 ")).span == (0, 5)


def test_rows_that_were_pasted_are_refused_for_what_cannot_be_seen() -> None:
    assert underlined(refused(lambda: rows_in(Source("--pred", "[[0.7, 0.3\u2060]]")))) == "\u2060"
