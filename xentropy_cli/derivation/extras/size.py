"""Bits per byte, loss per word: the total over the size of the text it was spent on, whatever the tokens were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentropy_cli.core.powers import raised
from xentropy_cli.core.real import exp, real
from xentropy_cli.derivation.arithmetic import Operand, quotient
from xentropy_cli.derivation.extras.records import Outcome, Working
from xentropy_cli.derivation.extras.units import converted
from xentropy_cli.derivation.formula import Formula

if TYPE_CHECKING:
    from xentropy_cli.core.real import Real
    from xentropy_cli.derivation.extras.records import Further
    from xentropy_cli.derivation.model import Derivation, Question


def size_working(question: Question, found: Derivation, asked: Further) -> Working:
    """Divide the total, in bits, by the number of bytes, or as it is by that of words."""
    (size,) = asked.amounts
    return per_word(question, found, size) if asked.key == "words" else per_byte(question, found, size)


def per_word(question: Question, found: Derivation, words: Real) -> Working:
    """The loss per word, and how many equally likely words it is worth."""
    total = found.quantities["total"]
    each, base = total / words, question.base
    outcomes = (
        Outcome(
            "loss_per_word",
            Formula("loss per word", r"\text{loss per word}"),
            each,
            base.unit,
            form=Formula("total / words", r"\text{total} / \text{words}"),
            arithmetic=quotient(Operand(total), Operand(words, is_given=True)),
        ),
        Outcome(
            "word_perplexity",
            Formula("word perplexity", r"\text{word perplexity}"),
            exp(each) if base.value is None else raised(base.value, each),
            form=Formula(f"{base.text}^(loss per word)", rf"{base.text}^{{\text{{loss per word}}}}"),
        ),
    )
    return Working("words", "Per word", outcomes=outcomes)


def per_byte(question: Question, found: Derivation, size: Real) -> Working:
    """The total in bits over the bytes."""
    bits = converted(found.quantities["total"], question.base.value, real(2))
    outcome = Outcome(
        "bits_per_byte",
        Formula("bits per byte", r"\text{bits per byte}"),
        bits / size,
        form=Formula("total in bits / bytes", r"\text{total in bits} / \text{bytes}"),
        arithmetic=quotient(Operand(bits), Operand(size, is_given=True)),
    )
    return Working("size", "Per byte", outcomes=(outcome,))
