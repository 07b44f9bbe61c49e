"""Losses that a sentence states for an outcome and a probability: Actual 0, predicted 0.10 → loss 0.1054."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentropy_cli.conventions.audit.claims.losses import (
    LOSS_WORDS,
    PREDICTED_WORDS,
    TRUTH_WORDS,
    is_other_loss,
    judged_loss,
    number_in,
)
from xentropy_cli.conventions.audit.findings import Finding, placed
from xentropy_cli.conventions.audit.judgement import WRONG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.conventions.audit.statements import Statement

VALUE = r"(?:[0-9]+[.,][0-9]+|[0-9]+)\s?%?"
MARKS = r"[\s*_$`()]*"
IS = (
    rf"{MARKS}(?:[:=≈]|(?:is|of|was|equals|would be|will be|comes to|ist|est|es)\b)?{MARKS}"
    rf"(?:(?:about|approximately|roughly)\b|≈)?{MARKS}"
)
TRUTH = rf"{TRUTH_WORDS}{IS}(?P<truth>[01])(?![\w%]|[.,][0-9])"
PREDICTED = rf"{PREDICTED_WORDS}{IS}(?P<p>{VALUE})(?!\w|\.[0-9])"
JOINED = r"(?:[\s,;.*_$`()]|\b(?:and|but|the|a|for|with|when|if|und|die)\b)*"
THEN = r"(?:[\s,;.:*_$`()]|→|⇒|->|=>|\b(?:then|so|and|gives|the|its|thus|a)\b)*"
LOSS = rf"{LOSS_WORDS}{IS}(?P<loss>-?{VALUE})(?!\w|\.[0-9.]|\(|\s*[-+*/·×^])"
SENTENCES = tuple(
    re.compile(rf"(?<![\w.]){first}{JOINED}{second}{THEN}{LOSS}", re.IGNORECASE)
    for first, second in ((TRUTH, PREDICTED), (PREDICTED, TRUTH))
)
"""The outcome first, or the probability."""


def losses_in(statement: Statement) -> Iterator[Finding]:
    """Check the losses in sentences."""
    for match in (match for sentence in SENTENCES for match in sentence.finditer(statement.text)):
        p, said = number_in(match["p"]), number_in(match["loss"])
        if p is None or said is None or p.value > 1:
            continue
        truth = int(match["truth"])
        status, right = judged_loss(p.value if truth else 1 - p.value, p.decimals, said)
        if status != WRONG or not is_other_loss(p, truth, said):
            where = placed(statement, match.span(), match.span("loss"))
            yield Finding(*where, status, (said.value,), (right,), said.decimals)
