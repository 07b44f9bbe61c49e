"""What number a slip gives for some inputs, what to say of it, and how to put it right: for whoever knows the slip already."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.why.departures import KINDS, Budget, Hypothesis
from xentropy_cli.conventions.why.hypotheses import hypotheses
from xentropy_cli.conventions.why.target import is_same

if TYPE_CHECKING:
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
    wanted = keys.split()
    for key in wanted:
        KINDS[key]
    return all_slips(inputs, exact, most=len(wanted)).get(" ".join(wanted))


def all_slips(inputs: Inputs, exact: float, most: int = 1) -> dict[str, Slip]:
    """Return every slip of at most so many departures that gives another number, under its keys joined by blanks."""
    best: dict[str, Hypothesis] = {}
    for each in hypotheses(inputs, exact, Budget(departures=most)):
        keys = each.keys
        if each.departures and not is_same(each.value, exact) and (keys not in best or each.bits < best[keys].bits):
            best[keys] = each
    return {keys: Slip(each.value, each.sentence, each.repair) for keys, each in best.items()}
