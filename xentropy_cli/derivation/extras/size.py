"""Bits per byte: the total over the size of the text it was spent on, whatever the tokens were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.core.real import real
from xentropy_cli.derivation.arithmetic import Operand, quotient
from xentropy_cli.derivation.extras.records import Outcome, Working
from xentropy_cli.derivation.extras.units import converted
from xentropy_cli.derivation.formula import Formula

if TYPE_CHECKING:
    from xentropy_cli.derivation.extras.records import Further
    from xentropy_cli.derivation.model import Derivation, Question


def size_working(question: Question, found: Derivation, asked: Further) -> Working:
    """Divide the total, in bits, by the number of bytes."""
    (size,) = asked.amounts
    bits = converted(found.quantities["total"], question.base.value, real(2))
    outcome = Outcome(
        "bits_per_byte",
        Formula("bits per byte", r"\text{bits per byte}"),
        bits / size,
        form=Formula("total in bits / bytes", r"\text{total in bits} / \text{bytes}"),
        arithmetic=quotient(Operand(bits), Operand(size, is_given=True)),
    )
    return Working("size", "Per byte", (), (), outcomes=(outcome,))
