"""Slips with the shares of a distribution P that is given whole: a class left out or counted twice, a share mistyped."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.arithmetic import ln
from xentropy_cli.conventions.why.departures import slip_in_one_of
from xentropy_cli.conventions.why.entries import candidates
from xentropy_cli.conventions.why.smoothing import smoothed_as_asked
from xentropy_cli.conventions.why.sums import example_weights
from xentropy_cli.figures import shortest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentropy_cli.conventions.arithmetic import Rows
    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.why.sums import Sums
    from xentropy_cli.conventions.why.taking.views import View


def class_terms(plain: View, inputs: Inputs) -> Rows:
    """-p log q of every class of every pair, with the weight of the pair."""
    truth = smoothed_as_asked(plain.truth, inputs)
    return tuple(
        tuple(-w * p_k * x if p_k else 0.0 for p_k, x in zip(p, log_q, strict=True))
        for w, p, log_q in zip(example_weights(inputs), truth, plain.log_q, strict=True)
    )


def of_shares(asked: Sums, plain: View, inputs: Inputs) -> Iterator[Sums]:
    """Each term of a class left out or counted twice."""
    terms = class_terms(plain, inputs)
    how = slip_in_one_of(_count(terms))
    for at, row in enumerate(terms):
        for k, term in enumerate(row):
            if term:
                name = _share(at, k, inputs)
                yield asked.plus(how("left-out", name), asked.total - term, asked.denominator)
                yield asked.plus(how("twice", name), asked.total + term, asked.denominator)


def mistyped_shares(asked: Sums, plain: View, inputs: Inputs) -> Iterator[Sums]:
    """Each share typed otherwise; a share of an entropy is inside the logarithm too."""
    terms, alone = class_terms(plain, inputs), example_weights(inputs)
    shares = _count(inputs.truth)
    named = slip_in_one_of(shares)
    for at, row in enumerate(inputs.truth):
        for k, share in enumerate(row):
            text = shortest(share)
            for new, key, bits in candidates(text, "pred", shares):
                log_q = plain.log_q[at][k] if inputs.rows else ln(new)
                changed = -alone[at] * new * log_q if new else 0.0
                if math.isfinite(changed):
                    how = named(key, f"P of {_share(at, k, inputs)}", new, text, bits=bits)
                    yield asked.plus(how, asked.total - terms[at][k] + changed, asked.denominator)


def _count(rows: Rows) -> int:
    return sum(map(len, rows))


def _share(at: int, k: int, inputs: Inputs) -> str:
    pair = inputs.names[at]
    where = "" if inputs.n == 1 else f" of pair {pair}" if pair.isdecimal() else f" of {pair}"
    return f"class {inputs.classes[k]}{where}"
