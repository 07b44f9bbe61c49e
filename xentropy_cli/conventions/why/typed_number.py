"""The NUMBER of `xent why`: what somebody got, as typed, its value and the unit of its last digit."""

from __future__ import annotations

from xentropy_cli.conventions.why.target import Target
from xentropy_cli.errors import XentError
from xentropy_cli.inputs.notation import Source, number, refuse_hidden, whole

FEWEST_EXPONENT = -300


def read_target(text: str) -> Target:
    """Read NUMBER.

    >>> read_target("0.6850")
    Target(text='0.6850', value=0.685, unit=0.0001, digits=4)

    Raises XentError where it is no number, or no decimal.
    """
    source = Source("NUMBER", text)
    refuse_hidden(source)
    piece = whole(source)
    word = piece.text.lower().lstrip("+-")
    if word in ("inf", "infinity", "nan", "") or "/" in word or "%" in word:
        raise piece.refuse(
            "not-a-number",
            "This is not a number with digits to compare.",
            why="The digits of the number are what the hypotheses are held against.",
            fix="Type it as the other tool printed it, such as 0.6931; what libraries make of an infinite loss: xent libraries",
        )
    value = float(number(piece).value)
    mantissa, _, exponent = word.partition("e")
    decimals = len(mantissa.partition(".")[2])
    power = int(exponent or 0) - decimals
    if power < FEWEST_EXPONENT or 0 < abs(value) < 10.0**FEWEST_EXPONENT:
        raise _too_small(piece.text)
    digits = len(mantissa.replace(".", "").lstrip("0")) or decimals
    return Target(piece.text, value, 10.0**power, max(digits, 1))


def _too_small(text: str) -> XentError:
    return XentError(
        "too-extreme",
        f"{text} is too small to be compared.",
        where="NUMBER",
        text=text,
        why="Hypotheses are computed in doubles, as other tools do; so small a number has no digits left there.",
        fix="Check the exponent.",
    )
