"""What a person types for an answer → the number that it means, as exactly as it was typed."""

from __future__ import annotations

import math
import re

from xentropy_cli.core.real import Ratio, Real, real
from xentropy_cli.errors import XentError
from xentropy_cli.inputs.notation import DECIMAL, Source, number, whole
from xentropy_cli.named_tuple import NamedTuple

MOST_CHARACTERS = 200
"""Characters of one answer."""

INFINITE = ("inf", "infinite", "infinity", "∞", "oo")
PLAIN = str.maketrans({"−": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " "})
LEADING = re.compile(r"(?:answer|it is)?\s*[=≈~]?\s*", re.IGNORECASE)
UNITS = {"nat": "nats", "bit": "bits", "sh": "bits", "shannon": "bits", "ban": "bans", "dit": "bans", "hartley": "bans"}
ENDS_IN_UNIT = re.compile(
    rf"(.*?)\s*(\(?)(?<![a-z])({'|'.join(UNITS)})s?(?:\s*(?:/|per\b)\s*[a-z]+)?(\)?)", re.IGNORECASE
)
OUT_OF = re.compile(r"(\d+)\s*(?:out )?of (?:the )?(\d+)", re.IGNORECASE)
MIXED = re.compile(r"(?<![\d.,])([+-]?)(\d{1,9})\s+(\d{1,9})\s*/\s*(\d{1,9})")
COMMA = re.compile(r"([+-]?[0-9]*),([0-9]+\s*%?)")


class Typed(NamedTuple):
    """A number as typed: its text and value, its digits after the point (None: it was typed exactly), and its unit."""

    text: str
    value: Real
    decimals: int | None
    unit: str = ""

    @property
    def digits(self) -> int | None:
        """How many digits it has, zeros in front left out; None where it was typed exactly."""
        if self.decimals is None or not isinstance(self.value, Ratio):
            return None
        return len(str(abs(int(self.value.value * 10**self.decimals))).lstrip("0"))


def read_answer(text: str) -> tuple[Typed, ...]:
    """Read a number with a point or a comma, a fraction, a percentage, or arithmetic; all that it may mean, or nothing.

    A fraction may be mixed (2 9/16) or told in words (3 of 4), and a unit stand right behind the number.

    >>> read_answer("0,61 nats"), read_answer("12 %")[0].value, read_answer("1/3")[0].value
    ((Typed(text='0,61 nats', value=real(61/100), decimals=2, unit='nats'),), real(3/25), real(1/3))
    >>> [round(float(each.value), 3) for each in read_answer("log 2")], read_answer("seven")
    ([0.693, 1.0, 0.301], ())
    """
    plain = LEADING.sub("", text.translate(PLAIN).strip(), count=1).removesuffix(".").rstrip()
    if not plain or len(plain) > MOST_CHARACTERS:
        return ()
    found = ENDS_IN_UNIT.fullmatch(plain)
    plain, unit = (found[1] + ")" * (len(found[4]) > len(found[2])), UNITS[found[3].lower()]) if found else (plain, "")
    if plain.lower().lstrip("+") in INFINITE:
        return (Typed(text, real(math.inf), None, unit),)
    if comma := COMMA.fullmatch(plain):
        plain = f"{comma[1]}.{comma[2]}"
    plain = OUT_OF.sub(r"\1/\2", MIXED.sub(_improper, plain))
    if decimal := _decimal(text, plain, unit):
        return (decimal,)
    from xentropy_cli.conventions.audit.answers import answers

    plain = re.sub(r"\s*([-+*/·])\s*", r"\1", plain)
    return tuple(Typed(text, real(each.value), None, unit) for each in answers(plain) if math.isfinite(each.value))


def _improper(mixed: re.Match[str]) -> str:
    whole_, top, bottom = map(int, mixed.groups()[1:])
    return f"{mixed[1]}{whole_ * bottom + top}/{bottom}"


def _decimal(text: str, plain: str, unit: str) -> Typed | None:
    """Read a decimal, a percentage or a fraction, as `compute` does."""
    plain = re.sub(r"\s+(?=%)|\s*(?=/)|(?<=/)\s*", "", plain)
    try:
        found = number(whole(Source("the answer", plain)))
    except XentError:
        return None
    is_whole = DECIMAL.fullmatch(plain) and "." not in plain and "e" not in plain.lower()
    return Typed(text, found.value, 0 if is_whole else found.decimals, unit)
