"""The loss of a stated probability: its words, its number, and how a text's is judged."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import ln
from xentropy_cli.conventions.audit.evaluation import Ball
from xentropy_cli.conventions.audit.expression import fractions_near
from xentropy_cli.conventions.audit.forms import as_percent, double_of
from xentropy_cli.conventions.audit.judgement import BASES, NEARLY, ORDER, WRONG, status_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentropy_cli.conventions.audit.expression import Expression

TRUTH_WORDS = (
    r"(?:(?:actual|true|observed)(?: (?:label|class|value|outcome))?|truth|label|outcome|target|y_?true|y"
    r"|ausgang|wahrheit|tatsächlich(?:er wert)?|zielwert|résultat|vérité|resultado|real|verdad)"
)
PREDICTED_WORDS = (
    r"(?:predict(?:ed|ion|s)?(?: prob(?:ability)?)?|p_?hat|prob(?:ability)?|y_?hat|y_?pred|ŷ|p̂|\\hat\{?[yp]\}?|p|q"
    r"|wahrscheinlichkeit|vorhersage|vorhergesagt|prognose|probabilité|prédiction|probabilidad|predicción)"
)
LOSS_WORDS = (
    r"(?:(?:log[- ]?|bce |cross[- ]entropy )?loss|surprisal|surprise|bce|cost|l"
    r"|(?:log-?)?verlust|überraschung|perte|pérdida|sorpresa)"
)
NUMBER = re.compile(r"[-−+]?\s?(?:[0-9]+\.[0-9]+|[0-9]+|\.[0-9]+)\s?\\?%?")
MARKUP = re.compile(r"[*_`${}]|\\[()]|\\(?:text|math)[a-z]*(?=\s?\{)")
DECIMAL_COMMA = re.compile(r"([0-9]),([0-9])")
HALF_OF_TWO_DIGITS = 0.005 + NEARLY


def judged_loss(q: float, decimals: int | None, said: Expression, bases: Sequence[float] = BASES) -> tuple[str, float]:
    """Hold a stated loss against -log q in each base; 0.67 may be 2/3."""
    found = []
    for base in bases:
        for exact in (q, *fractions_near(q, decimals)):
            right = abs(ln(exact)) / math.log(base)
            found.append((ORDER.index(status_of(Ball(right, noise=NEARLY), Ball(said.value), said)), right))
    at, right = min(found, key=lambda each: each[0])
    return ORDER[at], right


def is_other_loss(p: Expression, truth: int, said: Expression) -> bool:
    """Whether it is another loss: squared or absolute error, or the clipped one of a sure mistake.

    What the other outcome costs, 0.105 for an actual 0 that was predicted as 0.9, is none of them that only comes near it.
    """
    off = abs(truth - p.value)
    others = (off, off * off, off * off / 2, 1 - off, (1 - off) ** 2)
    if off in (0, 1):
        return True
    is_swapped = judged_loss(off, p.decimals, said)[0] != WRONG
    half = min(HALF_OF_TWO_DIGITS, 10.0 ** -(said.decimals or 0) / 2 + NEARLY) if is_swapped else HALF_OF_TWO_DIGITS
    return any(abs(other - said.value) <= half for other in others)


def number_in(text: str) -> Expression | None:
    """Read what a cell or a sentence holds as a number, with its sign, percent or unit; nothing where it is none."""
    clean = MARKUP.sub("", text).strip().removesuffix("nats").removesuffix("bits")
    clean = clean.replace("−", "-").replace("+", "").replace(" ", "").rstrip("\\")
    clean = DECIMAL_COMMA.sub(r"\1.\2", clean)
    plain = double_of(clean.strip("-%\\")) if NUMBER.fullmatch(clean) else None
    if plain is None:
        return None
    plain = as_percent(plain) if clean.endswith("%") else plain
    return plain._replace(value=-plain.value) if clean.startswith("-") else plain
