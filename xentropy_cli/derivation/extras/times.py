"""Events that happen again and again: the product leaves the range of doubles, the sum does not."""

from __future__ import annotations

import math
from itertools import chain, repeat
from typing import TYPE_CHECKING

from xentropy_cli.core import definitions as core
from xentropy_cli.core.powers import raised
from xentropy_cli.core.real import real
from xentropy_cli.derivation.extras.records import Field, Working
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.derivation.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.derivation.extras.records import Further
    from xentropy_cli.derivation.model import Derivation, Question


def times_working(question: Question, found: Derivation, asked: Further) -> Working:
    """Repeat the events; the amounts say how many times."""
    once = core.likelihood(example.q[0] for example in found.examples)
    doubles = [float(example.q[0]) for example in found.examples]
    total = found.quantities["total"]
    counts, unit = asked.amounts, question.base.unit
    in_doubles = [real(multiplied(doubles, int(float(times)))) for times in counts]
    fields = (
        Field("times", Formula("times", r"\text{times}"), counts, "count"),
        Field("likelihood", Formula("product", r"\text{product}"), [raised(once, times) for times in counts]),
        Field("likelihood_in_doubles", Formula("in doubles", r"\text{in doubles}"), in_doubles),
        Field("total", Formula(f"total ({unit})", rf"\text{{total ({unit})}}"), [times * total for times in counts]),
    )
    text = "In doubles: multiplied one after another in double precision (IEEE 754), as a program would."
    return Working("repeated", "Again and again", fields, notes=(Note("doubles", text),))


def multiplied(factors: Iterable[float], times: int) -> float:
    """Multiply in doubles, rounding after each factor.

    >>> multiplied([0.5], 1075)
    0.0
    """
    return math.prod(chain.from_iterable(repeat(list(factors), times)), start=1.0)
