"""The NUMBER of `xent why`: what somebody got, as typed, its value and the unit of its last digit."""

from __future__ import annotations

import math
import re

from xentropy_cli.conventions.why.target import Target
from xentropy_cli.errors import XentError
from xentropy_cli.inputs.notation import Piece, Source, number, plain_number, refuse_hidden, rows_in, whole
from xentropy_cli.inputs.options import read_base
from xentropy_cli.inputs.request import option
from xentropy_cli.inputs.words import BASES_OF_UNITS, UNITS

FEWEST_EXPONENT = -300
NOT_FINITE = {"nan": math.nan, "inf": math.inf, "infinity": math.inf, "∞": math.inf}
"""What programs print where there is no number."""
LABEL = re.compile(r"\s*(?:[A-Za-z_][\w ./-]*(?:\([A-Za-z‖|,; ]*\))?\s*[:=≈]=?)?\s*[=≈~]?\s*")
"""What logs and people write before a number: loss: 0.1643, val_loss=0.1643, H(P, Q) = 0.1643, ≈0.1643."""
UNIT = re.compile(r"\s+(?i:(nat|bit|ban|shannon|hartley)s?)(?:\s*(?:/|per)\s*\w+)?\.?\s*$")
"""The unit behind a number: 1.927 bits, 3.4 nats per token."""


def read_target(text: str) -> Target:
    """Read NUMBER, also as a library prints it, with a label before it or a unit behind it.

    >>> read_target("0.6850")
    Target(text='0.6850', value=0.685, unit=0.0001, digits=4, base='')
    >>> read_target("tensor(1.3449, grad_fn=<NllLossBackward0>)").text, read_target("loss: 1.927 bits").base
    ('1.3449', '2')

    Raises XentError where it is no number, or no decimal.
    """
    source = Source("NUMBER", text)
    refuse_hidden(source)
    piece, base = _number_in(source)
    word = plain_number(piece.text).lower().lstrip("+-")
    if word in NOT_FINITE:
        value = -NOT_FINITE[word] if piece.text.startswith("-") else NOT_FINITE[word]
        return Target(piece.text, value, 0.0, 0, base)
    if not word or "/" in word or "%" in word:
        raise piece.refuse(
            "not-a-number",
            "This is not a number with digits to compare.",
            why="The digits of the number are what the hypotheses are held against.",
            fix="Type it as the other tool printed it, such as 0.6931",
        )
    value = float(number(piece).value)
    mantissa, _, exponent = word.partition("e")
    decimals = len(mantissa.partition(".")[2])
    power = int(exponent or 0) - decimals
    if power < FEWEST_EXPONENT or 0 < abs(value) < 10.0**FEWEST_EXPONENT:
        raise _too_small(piece.text)
    digits = len(mantissa.replace(".", "").lstrip("0")) or decimals
    return Target(piece.text, value, 10.0**power, max(digits, 1), base)


def _number_in(source: Source) -> tuple[Piece, str]:
    """The one number of a text and the base of its unit, if it has one; all of the text where it holds more or less."""
    told, label = UNIT.search(source.text), LABEL.match(source.text)
    start, end = label.end() if label else 0, told.start() if told else len(source.text)
    if start >= end:
        return whole(source), ""
    pieces = [piece for row in rows_in(Source("NUMBER", source.text[start:end])) for piece in row]
    if len(pieces) != 1:
        return whole(source), ""
    (piece,) = pieces
    a, b = piece.span
    base = BASES_OF_UNITS[told[1][:3].lower()] if told else ""
    return piece._replace(source=source, span=(start + a, start + b)), base


def base_asked(target: Target, base: object) -> object:
    """The base that is asked for: that of the unit behind the number, where it has one.

    >>> base_asked(read_target("1.927 bits"), None), base_asked(read_target("1.927"), "10")
    ('2', '10')

    Raises XentError where another base is asked for.
    """
    if not target.base or base is None:
        return target.base or base
    asked = read_base(option("--base", str(base)))
    if asked.text != target.base:
        unit = UNITS[target.base]
        raise XentError(
            "two-answers",
            f"The number is in {unit}, and --base {asked.text} asks for {asked.unit}.",
            where="--base",
            text=str(base),
            why="A unit behind NUMBER says in which base it is looked for.",
            fix=f"Leave --base out, or type NUMBER without {unit}.",
        )
    return base


def _too_small(text: str) -> XentError:
    return XentError(
        "too-extreme",
        f"{text} is too small to be compared.",
        where="NUMBER",
        text=text,
        why="Hypotheses are computed in doubles, as other tools do; so small a number has no digits left there.",
        fix="Check the exponent.",
    )
