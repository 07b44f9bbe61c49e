"""One input under every library's convention."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xentropy_cli.conventions.catalogue.convention import Unfit
from xentropy_cli.conventions.catalogue.table import CONVENTIONS
from xentropy_cli.derivation.quantities import QUANTITIES
from xentropy_cli.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xentropy_cli.conventions.answers import Asked, InDoubles
    from xentropy_cli.conventions.catalogue.convention import Convention
    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.conventions.many_rows.array_inputs import ArrayInputs
    from xentropy_cli.derivation.model import Derivation

SINGLE_SLACK = 4e-6
"""How far a mean of float32 losses may lie from the exact value, as a share of it, without meaning anything."""

DOUBLE_SLACK = 1e-12

UNITS, NATS = {"e": "nats", "2": "bits"}, {"e": 1.0, "2": math.log(2)}
"""The units that calls print in whatever is asked for, and how many nats make one."""


class CallResult(NamedTuple):
    """What a convention makes of the inputs: a value, or why the call cannot take them.

    `exact` is the exact value in the unit of the call; `differs` says that its own is another number, `is_same_quantity`
    that it means to be the same. What is no information, such as a perplexity, has no unit.
    """

    convention: Convention
    value: float | None
    unfit: str = ""
    differs: bool = False
    is_same_quantity: bool = True
    exact: float | None = None
    unit: str = ""


class Comparison(NamedTuple):
    """The exact derivation, and what every library makes of the same inputs.

    `exact` is None where all weights are 0 and a mean is asked for: there is none, and the derivation is that of the sum.
    """

    derivation: Derivation | InDoubles
    outcomes: tuple[CallResult, ...]
    exact: float | None

    @property
    def quantity(self) -> str:
        """The quantity that was asked for, whether averaged or added up."""
        return quantity_of(is_truth_alone=not self.derivation.given_prediction)

    @property
    def fit(self) -> tuple[CallResult, ...]:
        """The outcomes that are numbers."""
        return tuple(row for row in self.outcomes if row.value is not None)

    @property
    def of_same_quantity(self) -> tuple[CallResult, ...]:
        """The numbers that mean to be what was asked for."""
        return tuple(row for row in self.fit if row.is_same_quantity)


def compare_libraries(asked: Asked, names: Iterable[str] = tuple(CONVENTIONS)) -> Comparison:
    """Work one input out under every convention, or under those named."""
    derivation, inputs, exact, arrays, _ = asked
    if arrays is None:
        found = [outcome(CONVENTIONS[name], inputs, exact) for name in names]
    else:
        found = [outcome_of_many(CONVENTIONS[name], arrays, exact) for name in names]
    return Comparison(derivation, tuple(row._replace(unit=_unit_of(row, derivation.unit)) for row in found), exact)


def _unit_of(row: CallResult, asked: str) -> str:
    """The unit of what a call prints: that of its own base, or the one asked for, where it can be told the base."""
    if QUANTITIES[row.convention.quantity].unit != "information":
        return ""
    return UNITS.get(row.convention.base, asked)


def quantity_of(*, is_truth_alone: bool) -> str:
    """Name what inputs ask for: the entropy of a truth alone, and else the cross-entropy.

    >>> quantity_of(is_truth_alone=False)
    'cross_entropy'
    """
    return "entropy" if is_truth_alone else "cross_entropy"


def outcome_of_many(convention: Convention, arrays: ArrayInputs, exact: float | None) -> CallResult:
    """Work many rows out under one convention, as arrays."""
    from xentropy_cli.conventions.many_rows.array_losses import value_of_many

    return outcome(convention, arrays.options, exact, lambda: value_of_many(convention, arrays))


def outcome(
    convention: Convention, inputs: Inputs, exact: float | None, work: Callable[[], float] | None = None
) -> CallResult:
    """Work one input out under one convention, row by row unless it is told how."""
    try:
        value = (convention.value(inputs) if work is None else work()) + 0.0
    except Unfit as reason:
        return CallResult(convention, None, str(reason))
    is_same = convention.quantity == quantity_of(is_truth_alone=not inputs.rows)
    if exact is None:
        return CallResult(convention, value, "", not math.isnan(value), is_same)
    own = exact * inputs.unit / NATS.get(convention.base, inputs.unit)
    return CallResult(convention, value, "", is_other(value, own, convention.precision), is_same, own)


def others_alike(outcomes: Iterable[CallResult], exact: float) -> Iterator[tuple[float, tuple[Convention, ...]]]:
    """Each number that is another than the exact one, nan and ∞ among them, with all the calls that give it to ten digits."""
    found: dict[str, tuple[float, list[Convention]]] = {}
    for row, value in ((each.convention, each.value) for each in outcomes):
        if value is not None and is_other(value, exact, row.precision):
            found.setdefault(f"{value:.10g}", (value, []))[1].append(row)
    for value, alike in found.values():
        yield value, tuple(alike)


def is_other(value: float, exact: float, precision: str) -> bool:
    """Tell whether a value is another number, and not the same one rounded.

    >>> is_other(0.30000001192092896, 0.3, "float32"), is_other(0.31, 0.3, "float32")
    (False, True)
    """
    if math.isnan(value) or math.isinf(value) or math.isinf(exact):
        return value != exact
    slack = SINGLE_SLACK if precision == "float32" else DOUBLE_SLACK
    return abs(value - exact) > slack * max(abs(exact), 1.0 if precision == "float32" else 0.0)
