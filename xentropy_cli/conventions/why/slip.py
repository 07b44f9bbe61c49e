"""What number a slip gives for some inputs, what to say of it, and how to put it right: for whoever knows the slip already."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.why.departures import KINDS, Budget, Hypothesis
from xentropy_cli.conventions.why.hypotheses import hypotheses
from xentropy_cli.conventions.why.target import is_same
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.conventions.inputs import Inputs


class Slip(NamedTuple):
    """What a slip does to some inputs: the number it gives, what was done, and how to put it right."""

    value: float
    sentence: str
    repair: str


def slip(keys: str, inputs: Inputs, exact: float) -> Slip | None:
    """Return what a departure, or several joined by blanks, makes of some inputs; None where it does not apply.

    A slip that leaves the number as it is does not apply. Of a departure that may be made in several ways (which entry is
    mistyped, how much is smoothed), the most common is taken. Raises KeyError for a departure that there is not.

    >>> from xentropy_cli.conventions.inputs import Inputs
    >>> truth = ((0.0, 1.0), (1.0, 0.0))
    >>> two = Inputs("binary", "pred", ((0.1, 0.9), (0.8, 0.2)), truth, (1, 0), ("0", "1"), ("1", "2"), None)
    >>> found = slip("label-unused", two, 0.16425)
    >>> round(found.value, 4), found.sentence
    (0.8574, '−log q was taken for every example, whatever its label')
    >>> slip("kl", two, 0.16425) is None
    True
    """
    return slips_named((keys,), inputs, exact).get(keys)


def slips_named(wanted: Iterable[str], inputs: Inputs, exact: float) -> dict[str, Slip]:
    """Return those of some slips that apply, under their keys, in one search for all of them.

    Raises KeyError for a departure that there is not.
    """
    each_of = [keys.split() for keys in wanted]
    kinds = frozenset(KINDS[key].key for keys in each_of for key in keys)
    found = _best(inputs, exact, Budget(departures=max(map(len, each_of), default=0), kinds=kinds))
    return {" ".join(keys): found[" ".join(keys)] for keys in each_of if " ".join(keys) in found}


def all_slips(inputs: Inputs, exact: float) -> dict[str, Slip]:
    """Return every slip of one departure that gives another number, under its key."""
    return _best(inputs, exact, Budget(departures=1))


def _best(inputs: Inputs, exact: float, budget: Budget) -> dict[str, Slip]:
    """Return the most common way of each slip within a budget, under its keys joined by blanks."""
    best: dict[str, Hypothesis] = {}
    for each in hypotheses(inputs, exact, budget):
        keys = each.keys
        if (
            each.departures
            and math.isfinite(each.value)
            and not is_same(each.value, exact)
            and (keys not in best or each.bits < best[keys].bits)
        ):
            best[keys] = each
    return {keys: Slip(each.value, each.sentence, each.repair) for keys, each in best.items()}
