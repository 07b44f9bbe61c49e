"""One cell → one double, strictly; the slow questions are asked only of a cell that is no plain decimal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.figures import shortest
from xentropy_cli.inputs.bounds import LARGEST_LOG, NOT_TOLD, is_just_outside, is_not_told
from xentropy_cli.inputs.words import plain_cell
from xentropy_cli.tables.form import CERTAIN, IMPOSSIBLE, decimal_value

if TYPE_CHECKING:
    from fractions import Fraction

    from xentropy_cli.errors import XentError
    from xentropy_cli.inputs.notation import Number, Piece


COUNTED = ("weight", "count", "size")
LARGEST = {
    "pred": 1.0,
    "weight": 1e100,
    "size": 1e100,
    "count": 1e300,
    **dict.fromkeys(("logits", "logprobs", "nll"), LARGEST_LOG),
}
"""So that differences and sums within a row, and weights times weights, stay within double precision."""
NEAR_ONE = 0.99  # above it 1 − q is taken from the digits: below it the double tells it to the last bits but three
NEARLY_CERTAIN = (
    1.0 - 1e-6
)  # above it so is −log q: the double tells fewer than ten digits of how much less than 1 it is
VANISHING = {"pred": (0.0, 1.0), "logprobs": (0.0,), "nll": (0.0,), **dict.fromkeys(COUNTED, (0.0,))}
"""The numbers that a text may round to and then mean another surprisal, or nothing."""


class Unquoted(str):
    """A number of JSON as it is written, with a point whatever decimal mark the texts have."""

    __slots__ = ()


def is_unquoted(cell: str) -> bool:
    """Tell whether a cell is a number of JSON without quotes."""
    return isinstance(cell, Unquoted)


def quick(cell: str, scale: str) -> float | None:
    """Read a plain decimal in range; None leaves the cell to `careful`.

    >>> quick("0.25", "pred"), quick("1.5", "pred"), quick("-1.5", "logits"), quick("nan", "pred")
    (0.25, None, -1.5, None)
    """
    value = decimal_value(cell)
    if value is None:
        return None
    if scale == "logits":
        return value + 0.0 if value and abs(value) <= LARGEST[scale] else None
    if scale == "logprobs":
        return value if -LARGEST[scale] <= value < 0.0 and value != NOT_TOLD else None
    if scale in COUNTED or scale == "nll":
        return value if 0.0 < value <= LARGEST[scale] else None
    # a text that only rounds to 0 or 1 is another probability, with another surprisal
    return value if 0.0 < value < 1.0 else None


def careful(piece: Piece, scale: str, decimal: str, *, alone: bool = False, clips: bool = False) -> float:
    """Read any cell that `compute` would read, or refuse it; `alone` tells that its row holds no other prediction.

    Where it `clips`, a probability may lie just outside 0 to 1.
    """
    from xentropy_cli.inputs import notation
    from xentropy_cli.tables.strict import cell_mistakes

    piece = piece._replace(text=plain_cell(piece.text))
    endless = endless_number(piece.text.lower(), scale, alone=alone)
    if endless is not None:
        return endless
    if decimal == "," or decimal_value(piece.text) is None:
        slip = cell_mistakes.misread(piece, scale, decimal)
        if slip is not None:
            raise slip
    text = piece.text.replace(",", ".") if decimal == "," else piece.text
    piece = piece._replace(text=text)
    if not text:
        raise missing(piece)
    read = notation.number(piece)
    value = float(read.value)
    if clips and scale == "pred" and is_just_outside(value):
        return value
    slip = out_of_range(read, value, scale, alone=alone)
    if slip is not None:
        raise slip
    if abs(value) > LARGEST[scale]:
        raise cell_mistakes.beyond(piece, scale, shortest(LARGEST[scale]))
    if scale != "logits" and value in VANISHING[scale] and exact(text) != value:
        raise cell_mistakes.vanished(piece, scale, value)
    return value + 0.0


def out_of_range(read: Number, value: float, scale: str, *, alone: bool) -> XentError | None:
    """Refuse a number that its scale does not hold."""
    from xentropy_cli.inputs.mistakes import if_percent, not_a_probability, not_a_surprisal, not_told
    from xentropy_cli.tables.strict import cell_mistakes

    piece = read.piece
    if scale == "pred" and (read.value < 0 or read.value > 1):
        return not_a_probability(read, alone=alone).adding(fix=if_percent(value))
    if scale == "logprobs" and value > 0:
        return cell_mistakes.above_0(piece)
    if is_not_told(value, scale, alone=alone):
        return not_told(piece)
    if scale == "nll" and value < 0:
        return not_a_surprisal(piece)
    if scale in COUNTED and value < 0:
        return cell_mistakes.negative(piece, scale)
    return None


def endless_number(text: str, scale: str, *, alone: bool) -> float | None:
    """The logit or log-probability of what is impossible, or the logit of what is certain; of several one is none of these.

    >>> [endless_number(text, "logits", alone=True) for text in ("-inf", "inf", "0")], endless_number("inf", "pred", alone=True)
    ([-inf, inf, None], None)
    """
    if scale.startswith("log") and text in IMPOSSIBLE:
        return -math.inf
    if scale == "nll" and text in CERTAIN:  # the surprisal of what is impossible
        return math.inf
    return math.inf if scale == "logits" and alone and text in CERTAIN else None


def exact(text: str) -> Fraction:
    """The exact value of a number that was already found to be one."""
    from fractions import Fraction

    value = Fraction(text.removesuffix("%").split("/")[0])
    return value / 100 if text.endswith("%") else value / Fraction(text.split("/")[1]) if "/" in text else value


def complement_of(text: str) -> float:
    """1 − q of a probability as it was typed: a double near 1 keeps few digits of it.

    >>> complement_of("0.99999999999999994"), 1 - 0.99999999999999994
    (6e-17, 1.1102230246251565e-16)
    """
    return float(1 - exact(text))


def missing(piece: Piece) -> Exception:
    """Refuse an empty cell."""
    return piece._replace(text=" ").refuse(
        "empty-cell",
        "There is no value here.",
        why="A missing value has no surprisal, and none is made up for it.",
        fix="Fill the cell in.",
    )


def in_percent(cell: str) -> str:
    """Write a percentage with its sign.

    >>> in_percent("30"), in_percent("30 %"), in_percent("30%")
    ('30%', '30%', '30%')
    """
    return f"{cell.removesuffix('%').rstrip()}%"
