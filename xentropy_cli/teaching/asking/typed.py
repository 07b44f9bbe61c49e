"""What a person types for an answer → the number that it means, as exactly as it was typed."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from xentropy_cli.core.real import Ratio, Real, real
from xentropy_cli.errors import XentError
from xentropy_cli.inputs.notation import DECIMAL, Source, number, whole

MOST_CHARACTERS = 200
"""Characters of one answer."""

UNITS = {"nat": "nats", "nats": "nats", "bit": "bits", "bits": "bits", "ban": "bans", "bans": "bans"}
INFINITE = ("inf", "infinite", "infinity", "∞", "oo")
PLAIN = str.maketrans({"−": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " "})
LEADING = re.compile(r"(?:answer|it is)?\s*[=≈~]?\s*", re.IGNORECASE)
ENDS_IN_UNIT = re.compile(r"(.*?)[\s)]*\b(nats?|bits?|bans?)", re.IGNORECASE)
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


def read_answer(text: str, base: str = "e") -> Typed | None:
    """Read a number with a point or a comma, a fraction, a percentage, or arithmetic; None where it is none of these.

    `base` is that of a bare `log`.

    >>> read_answer("0,61 nats"), read_answer("12 %").value, read_answer("1/3").value
    (Typed(text='0,61 nats', value=real(61/100), decimals=2, unit='nats'), real(3/25), real(1/3))
    >>> read_answer("-ln(0.7)").value, read_answer("seven")
    (real(≈0.35667494393873245), None)
    """
    plain = LEADING.sub("", text.translate(PLAIN).strip(), count=1)
    if not plain or len(plain) > MOST_CHARACTERS:
        return None
    found = ENDS_IN_UNIT.fullmatch(plain)
    plain, unit = (found[1].strip(), UNITS[found[2].lower()]) if found else (plain, "")
    if plain.lower().lstrip("+") in INFINITE:
        return Typed(text, real(math.inf), None, unit)
    if comma := COMMA.fullmatch(plain):
        plain = f"{comma[1]}.{comma[2]}"
    return _decimal(text, plain, unit) or _worked_out(text, plain, unit, base)


def _decimal(text: str, plain: str, unit: str) -> Typed | None:
    """Read a decimal, a percentage or a fraction, as `compute` does."""
    plain = re.sub(r"\s+(?=%)|\s*(?=/)|(?<=/)\s*", "", plain)
    try:
        found = number(whole(Source("the answer", plain)))
    except XentError:
        return None
    is_whole = DECIMAL.fullmatch(plain) and "." not in plain and "e" not in plain.lower()
    return Typed(text, found.value, 0 if is_whole else found.decimals, unit)


def _worked_out(text: str, plain: str, unit: str, base: str) -> Typed | None:
    """Read arithmetic, as the audit of a text does."""
    from xentropy_cli.conventions.audit.expression import NoExpression, parse, value
    from xentropy_cli.conventions.audit.tokens import tokens

    try:
        found = value(parse(list(tokens(plain))), base if base in ("2", "10") else "e")
    except NoExpression:
        return None
    return Typed(text, real(found), None, unit) if math.isfinite(found) else None
