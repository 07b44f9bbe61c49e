"""One input under every library's convention."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from xentropy_cli.conventions.catalogue.convention import Unfit
from xentropy_cli.conventions.catalogue.table import CONVENTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xentropy_cli.conventions.catalogue.convention import Convention
    from xentropy_cli.conventions.inputs import Inputs
    from xentropy_cli.derivation.model import Derivation

SINGLE_SLACK = 4e-6
"""How far a mean of float32 losses may lie from the exact value, as a share of it, without meaning anything."""

DOUBLE_SLACK = 1e-12


class Outcome(NamedTuple):
    """What a convention makes of the inputs: a value, or why the call cannot take them."""

    convention: Convention
    value: float | None
    unfit: str = ""
    differs: bool = False


class Comparison(NamedTuple):
    """The exact derivation, and what every library makes of the same inputs."""

    derivation: Derivation
    outcomes: tuple[Outcome, ...]


def compare(derivation: Derivation, inputs: Inputs, names: Iterable[str] = tuple(CONVENTIONS)) -> Comparison:
    """Work one input out under every convention, or under those named."""
    exact = float(derivation.value)
    return Comparison(derivation, tuple(outcome(row, inputs, exact) for row in map(CONVENTIONS.__getitem__, names)))


def outcome(convention: Convention, inputs: Inputs, exact: float) -> Outcome:
    """Work one input out under one convention."""
    try:
        value = convention.value(inputs) + 0.0
    except Unfit as reason:
        return Outcome(convention, None, str(reason))
    return Outcome(convention, value, differs=is_other(value, exact, convention.precision))


def is_other(value: float, exact: float, precision: str) -> bool:
    """Tell whether a value is another number, and not the same one rounded.

    >>> is_other(0.30000001192092896, 0.3, "float32"), is_other(0.31, 0.3, "float32")
    (False, True)
    """
    if math.isnan(value) or math.isinf(value) or math.isinf(exact):
        return value != exact
    slack = SINGLE_SLACK if precision == "float32" else DOUBLE_SLACK
    return abs(value - exact) > slack * max(abs(exact), 1.0 if precision == "float32" else 0.0)
