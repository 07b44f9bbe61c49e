"""Bits per byte: the total over the size of the text it was spent on, whatever the tokens were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.core.real import real
from xentropy_cli.derivation.extras.records import Outcome, Working
from xentropy_cli.derivation.extras.units import converted
from xentropy_cli.derivation.formula import Formula
from xentropy_cli.figures import given

if TYPE_CHECKING:
    from xentropy_cli.derivation.extras.records import Further
    from xentropy_cli.derivation.model import Derivation, Question


def size_working(question: Question, found: Derivation, asked: Further) -> Working:
    """Divide the total, in bits, by the number of bytes."""
    (size,) = asked.amounts
    bits = converted(found.quantities["total"], question.base.value, real(2))
    formula = Formula(
        f"total in bits / {given(size, 12)} bytes", rf"\text{{total in bits}} / {given(size, 12)}\ \text{{bytes}}"
    )
    outcome = Outcome("bits_per_byte", Formula("bits per byte", r"\text{bits per byte}"), formula, bits / size)
    return Working("size", "Per byte", (), (), outcomes=(outcome,))
