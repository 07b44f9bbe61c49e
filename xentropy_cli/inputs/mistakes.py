"""What a person probably meant by an entry that is not a number, or not a probability."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from xentropy_cli.figures import given
from xentropy_cli.text import name_of

if TYPE_CHECKING:
    from xentropy_cli.errors import XentError
    from xentropy_cli.inputs.notation import Number, Piece

MISSING = {"nan", "na", "n/a", "null", "none", "-", "?", ""}
INFINITE = {"inf", "infinity", "∞"}
TRUTHS = {"true", "false", "yes", "no"}
DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]+")
DECIMAL_ODDS = re.compile(r"[1-9][0-9]?\.[0-9]{2}")
"""How a bookmaker writes what one unit of money may become."""

MOST_PERCENT = 100


def not_a_number(piece: Piece) -> XentError:
    """Explain an entry that cannot be read as a number."""
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


def _look_alike(piece: Piece, odd: str) -> XentError:
    start = piece.span[0] + piece.text.index(odd)
    plain = "".join(_plain(character) for character in piece.text)
    return piece._replace(span=(start, start + 1)).refuse(
        "look-alike",
        f"{name_of(odd)} is not part of a number.",
        why="Numbers are typed with the digits 0 to 9, a point and a hyphen; this character only looks like one of them.",
        fix=f"Type it again: {plain}" if plain.isascii() else "Type the number again by hand.",
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
    if piece.span == (0, len(piece.source.text)) and "," in piece.text:
        return "Type a single number."
    numbers = re.findall(r"[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?%?", piece.text)
    if ";" in piece.text or "|" in piece.text or ("," in piece.source.text and ";" in piece.source.text):
        return "Separate numbers by commas, and write decimals with a point: 0.7,0.8"
    return f"Type only the number: {numbers[0]}" if len(numbers) == 1 else "Type numbers separated by commas: 0.7,0.8"


def not_a_probability(number: Number, *, alone: bool = False) -> XentError:
    """Explain a number that lies outside 0 to 1; one that stands alone in its row is no count to be divided by a sum."""
    piece, value = number.piece, number.value
    is_truth = piece.source.where.startswith("--true")
    fix = "Type a probability" + ("." if is_truth else "; or are these scores? Then give them with --logits.")
    if DECIMAL_COMMA.fullmatch(piece.source.text.strip()) and piece.source.text.lstrip().startswith("0"):
        fix = f"Type a decimal point: {piece.source.text.strip().replace(',', '.')}"
    elif number.decimals is not None and 1 < float(value) <= MOST_PERCENT and "%" not in piece.text:
        others = [*(() if alone else ("counts (--normalize)",)), *(() if is_truth else ("scores (--logits)",))]
        asked = f"; or are these {' or '.join(others)}?" if others else "."
        fix = f"Type {piece.text}% or {given(value / 100, 12)}{asked}"
        if DECIMAL_ODDS.fullmatch(piece.text):
            fix = f"If these are decimal odds, take 1/odds: 1/{piece.text}; if percentages, {piece.text}%; scores: --logits."
    return piece.refuse(
        "not-a-probability",
        f"{piece.text} is not a probability.",
        why="A probability lies between 0 (impossible) and 1 (certain).",
        fix=fix,
    )
