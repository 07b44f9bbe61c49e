"""What a person probably meant by an entry that is not a number, or not a probability."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, getcontext
from typing import TYPE_CHECKING

from xentropy_cli.figures import given
from xentropy_cli.inputs.bounds import FIX_NOT_TOLD, SLACK, WHY_NOT_TOLD, is_just_outside
from xentropy_cli.text import name_of

if TYPE_CHECKING:
    from xentropy_cli.core.real import Real
    from xentropy_cli.errors import XentError
    from xentropy_cli.inputs.notation import Number, Piece

MISSING = {"nan", "na", "n/a", "null", "none", "-", "?", ""}
INFINITE = {"inf", "infinity", "∞"}
TRUTHS = {"true", "false", "yes", "no"}
DECIMAL_COMMAS = r"\s*[\[(]?\s*(?:0,[0-9]+|1,0+)(?:(?:\s*[,;]\s*|\s+)(?:0,[0-9]+|1,0+))*\s*[\])]?\s*"
"""Numbers from 0 to 1 with decimal commas, whatever stands between them."""
DECIMAL_ODDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{1,3}")
"""How a bookmaker writes what one unit of money may become."""

PLAIN = r"(?a:(?:\d+\.?\d*|\.\d+)(?:/\d+|(?:[eE][+-]?\d+)?%?))"
FACTORS = re.compile(rf"{PLAIN}(?:\s*[*\u00d7\u00b7\u22c5\u2219]\s*{PLAIN})+")
DECIMAL_DOT = re.compile(r"\d+[\u00b7\u22c5\u2219]\d+")
"""A product of numbers, and a dot that marks decimals, as in `0\u00b77`."""
SHORT = r"(?a:([01]|0?\.\d{1,20}))"
REST, POWER = re.compile(rf"1\s*[-\u2212]\s*{SHORT}"), re.compile(rf"{SHORT}\s*(?:\^|\*\*)\s*([1-9])")
"""What a probability leaves of 1, and one times itself."""

FRACTION_CALL = r"(?:\w+\.)*Fraction\(\s*(\d+)\s*,\s*(\d+)\s*\)"
"""How Python prints a fraction."""

GAP = r"(?i:\[(?=.*[\[,]\s*(?:null|none|nan)?\s*[,\]])[-+.0-9eE,\sa-z]*\])"
"""A list in which an entry is missing."""

MOST_PERCENT = 100


def if_percent(value: float) -> str:
    """What stands behind the fix of a number in a table, where one option may read them all; not where rounding left it.

    >>> if_percent(12.5), if_percent(1.0000098)
    (' If all of them are percent: --percent', '')
    """
    return " If all of them are percent: --percent" if 1 + SLACK < value <= MOST_PERCENT else ""


def not_a_number(piece: Piece) -> XentError:
    """Explain an entry that cannot be read as a number."""
    if fix := _worked_out(piece):
        return piece.refuse("not-a-number", "This is not a number.", why="Nothing is calculated in an entry.", fix=fix)
    odd = next((character for character in piece.text if not character.isascii()), None)
    word = piece.text.lower().lstrip("+-")
    if odd is not None and word not in INFINITE:
        return _look_alike(piece, odd)
    if not piece.text:
        why, fix = "There is nothing here.", "Type a number."
    elif piece.text.lower() in MISSING or word in MISSING:
        why, fix = (
            "A missing value has no surprisal, and none is made up for it.",
            "Leave the entry out, or type its value.",
        )
    elif re.fullmatch(GAP, piece.text):
        why, fix = (
            "An entry of this list is missing (null), and no number is made up for it.",
            "Leave the entry out, or type its value; in a list of tokens only the first may be null: nothing predicted it.",
        )
    elif word in INFINITE:
        why, fix = "A probability is finite; only a logit may be -inf.", "Type a number, or give scores with --logits."
    elif word in TRUTHS:
        why, fix = (
            "It is a label: it says what happened, not how probable it was.",
            f"Give it as a label: --label {piece.text}",
        )
    else:
        why, fix = "A number is a decimal (0.7, 1e-3), a percentage (70%) or a fraction (1/3).", _repaired(piece)
    return piece.refuse("not-a-number", "This is not a number.", why=why, fix=fix)


def _worked_out(piece: Piece) -> str | None:
    """What to type for a calculation: the factors of a product that is the whole row, since its page has it; or the result."""
    text, row = piece.text, piece.source.text.strip()
    if FACTORS.fullmatch(row) and not DECIMAL_DOT.fullmatch(row):
        return f"Type the factors, separated by commas: {','.join(re.findall(PLAIN, row))}"
    if rest := REST.fullmatch(text):
        return f"Type its result: {1 - Decimal(rest[1]):f}"
    if (power := POWER.fullmatch(text)) and len(power[1]) * int(power[2]) < getcontext().prec:
        return f"Type its result: {Decimal(power[1]) ** int(power[2]):f}"
    if FACTORS.fullmatch(text) and not DECIMAL_DOT.fullmatch(text):
        return "Type its result, or its factors as entries of their own."
    return None


def _look_alike(piece: Piece, odd: str) -> XentError:
    start = piece.span[0] + piece.text.index(odd)
    plain = "".join(_plain(character) for character in piece.text)
    return piece._replace(span=(start, start + 1)).refuse(
        "look-alike",
        f"{name_of(odd)} is not part of a number.",
        why="Numbers are typed with the digits 0 to 9, a point and a hyphen; this character only looks like one of them.",
        fix=f"Type it again: {plain}" if re.fullmatch(rf"[+-]?{PLAIN}", plain) else "Type the number again by hand.",
    )


def _plain(character: str) -> str:
    """The ASCII character that a look-alike stands for, or the character itself."""
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.digit(character))
    if "MINUS" in unicodedata.name(character, "") or unicodedata.category(character) == "Pd":
        return "-"
    if "DOT" in unicodedata.name(character, "") or "STOP" in unicodedata.name(character, ""):
        return "."
    return unicodedata.normalize("NFKC", character)


def _repaired(piece: Piece) -> str:
    """What to type instead, where the text shows it."""
    points = with_points(piece.source.text)
    if points is not None:
        return points
    slashed = re.sub(FRACTION_CALL, r"\1/\2", piece.source.text)
    if slashed != piece.source.text:
        return f"Type fractions with a slash: {slashed}"
    if piece.span == (0, len(piece.source.text)) and "," in piece.text:
        return "Type a single number."
    numbers = re.findall(r"[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?%?", piece.text)
    if ";" in piece.text or "|" in piece.text or ("," in piece.source.text and ";" in piece.source.text):
        return "Separate numbers by commas, and write decimals with a point: 0.7,0.8"
    return f"Type only the number: {numbers[0]}" if len(numbers) == 1 else "Type numbers separated by commas: 0.7,0.8"


def not_a_probability(number: Number, *, alone: bool = False) -> XentError:
    """Explain a number that lies outside 0 to 1; one that stands alone in its row is no count to be divided by a sum."""
    piece = number.piece
    fix = with_points(piece.source.text)
    if fix is None:
        is_truth = piece.source.where.startswith("--true")
        fix = rather(piece.text, number.value, alone=alone, is_truth=is_truth)
    return piece.refuse(
        "not-a-probability",
        f"{piece.text} is not a probability.",
        why="A probability lies between 0 (impossible) and 1 (certain).",
        fix=fix,
    )


def not_a_surprisal(piece: Piece) -> XentError:
    """Refuse the surprisal of more than 1."""
    return piece.refuse(
        "not-a-probability",
        f"{piece.text} is not a negative log-probability.",
        why="A probability is at most 1, so the negative of its logarithm is at least 0.",
        fix="Are these the logarithms themselves? Then give them with --logprobs.",
    )


def not_told(piece: Piece) -> XentError:
    """Refuse a mark in the place of a log-probability."""
    message = f"{piece.text} is a mark, and no log-probability."
    return piece.refuse("not-a-probability", message, why=WHY_NOT_TOLD, fix=FIX_NOT_TOLD)


def with_points(text: str) -> str | None:
    """What to type in place of decimal commas, if these are some.

    >>> with_points("0,7,0,8"), with_points("0,7;0,2;0,1"), with_points("3,1")
    ('If commas mark decimals, type points: 0.7,0.8', 'If commas mark decimals, type points: 0.7,0.2,0.1', None)
    """
    if not re.fullmatch(DECIMAL_COMMAS, text):
        return None
    numbers = [found.replace(",", ".") for found in re.findall("[01],[0-9]+", text)]
    return f"If commas mark decimals, type points: {','.join(numbers)}"


def rather(text: str, value: Real, *, alone: bool, is_truth: bool) -> str:
    """What to type instead of a number outside 0 to 1: it may be rounding, odds, a percentage, a count or a score."""
    fix = None if is_truth else rounding_or_odds(text, float(value))
    if fix is not None:
        return fix
    if text.replace(".", "", 1).isdigit() and 1 < float(value) <= MOST_PERCENT:
        others = [*(() if alone else ("counts (--normalize)",)), *(() if is_truth else ("scores (--logits)",))]
        asked = f"; or are these {' or '.join(others)}?" if others else "."
        return f"Type {text}% or {given(value / 100, 12)}{asked}"
    return f"Type a probability{'.' if is_truth else '; or are these scores? Then give them with --logits.'}"


def rounding_or_odds(text: str, value: float) -> str | None:
    """What to do about a prediction that rounding may have left above 1, or that looks like a bookmaker's odds.

    >>> rounding_or_odds("1.85", 1.85)
    'If these are decimal odds, take 1/odds: 1/1.85; if percentages, 1.85%; scores: --logits.'
    """
    if is_just_outside(value):
        return "If rounding left it there, add --clip 1e-15, which allows 0.0001 beyond 0 and 1."
    if DECIMAL_ODDS.fullmatch(text):
        return f"If these are decimal odds, take 1/odds: 1/{text}; if percentages, {text}%; scores: --logits."
    return None
